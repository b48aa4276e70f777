// The desk: files by drag and drop, and the progress of work.
"use strict";

const POLL = 700; // milliseconds

async function follow(id, output, texts, done) {
  output.textContent = texts.working;
  for (;;) {
    await new Promise((go) => setTimeout(go, POLL));
    let progress;
    try {
      const answer = await fetch(`/work/${id}`, { headers: { Accept: "application/json" } });
      progress = await answer.json();
      if (!answer.ok) throw new Error(progress.message);
    } catch (error) {
      output.textContent = error instanceof TypeError ? texts.unreachable : error.message;
      return;
    }
    if (progress.code === null) continue;
    output.textContent = progress.code === 0 ? texts.finished : `${texts.failed} ${progress.said}`;
    if (progress.code === 0) done();
    return;
  }
}

const add = document.getElementById("add");
if (add) {
  const list = add.querySelector(".added");
  const output = add.querySelector(".progress");
  const form = add.querySelector("form");

  const send = (files) => {
    if (!files.length) return;
    const body = new FormData();
    for (const file of files) body.append("file", file, file.name);
    const request = new XMLHttpRequest(); // fetch does not tell how much was sent
    request.open("POST", "/add");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      const share = `${Math.round((100 * event.loaded) / event.total)} %`;
      output.textContent = add.dataset.sending.replace("{name}", files.length === 1 ? files[0].name : files.length).replace("{share}", share);
    });
    request.addEventListener("error", () => { output.textContent = add.dataset.unreachable; });
    request.addEventListener("load", () => {
      const told = JSON.parse(request.responseText);
      if (request.status !== 200) { output.textContent = told.message; return; }
      list.append(...told.added.map((each) => {
        const item = document.createElement("li");
        item.textContent = each.problem ?? add.dataset.added.replace("{name}", each.name);
        return item;
      }));
      follow(told.work, output, add.dataset, () => window.location.reload());
    });
    request.send(body);
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); send([...form.elements.file.files]); });
  document.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  document.addEventListener("dragleave", () => form.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    send([...event.dataTransfer.files]);
  });
}

for (const form of document.querySelectorAll("form.work")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)) });
    const told = await answer.json();
    const output = form.querySelector(".progress");
    if (!answer.ok) { output.textContent = told.message; return; }
    follow(told.work, output, document.body.dataset, () => window.location.reload());
  });
}
