// The desk: files by drag and drop, and the progress of work.
"use strict";

(() => {
  const POLL = 700; // milliseconds
  const texts = document.body.dataset;
  const json = { Accept: "application/json" };

  async function follow(id, output) {
    output.textContent = texts.working;
    for (;;) {
      await new Promise((go) => setTimeout(go, POLL));
      let progress;
      try {
        const answer = await fetch(`/progress/${id}`, { headers: json });
        progress = await answer.json();
        if (!answer.ok) throw new Error(progress.message);
      } catch (error) {
        output.textContent = error instanceof TypeError ? texts.unreachable : error.message;
        return;
      }
      if (progress.code === null) continue;
      output.textContent = progress.code === 0 ? texts.finished : `${texts.failed} ${progress.said}`;
      if (progress.code === 0) window.location.reload();
      return;
    }
  }

  // Forms that start work. The answer has the id of the work, or says why it did not start.
  for (const form of document.querySelectorAll("form.work")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const output = form.parentElement.querySelector(".progress");
      try {
        const answer = await fetch(form.action, { method: "POST", headers: json, body: new URLSearchParams(new FormData(form)) });
        const told = await answer.json();
        if (answer.ok) follow(told.work, output);
        else output.textContent = told.message;
      } catch {
        output.textContent = texts.unreachable;
      }
    });
  }

  const add = document.getElementById("add");
  if (!add) return;
  const list = add.querySelector(".added"), output = add.querySelector(".progress"), form = add.querySelector(".drop");
  const LOT = 50; // files in a request
  let isSending = false;

  function request(files, from, all) {
    const body = new FormData();
    for (const file of files) body.append("file", file, file.name);
    return new Promise((resolve, reject) => {
      const sending = new XMLHttpRequest(); // fetch does not tell how much was sent
      sending.open("POST", "/add");
      sending.setRequestHeader("Accept", json.Accept);
      sending.upload.addEventListener("progress", (event) => {
        const name = all === 1 ? files[0].name : add.dataset.files.replace("{from}", from + 1).replace("{count}", all);
        const share = `${Math.round((100 * event.loaded) / event.total)} %`;
        output.textContent = add.dataset.sending.replace("{share}", share).replace("{name}", () => name);
      });
      sending.addEventListener("error", () => reject(new Error(texts.unreachable)));
      sending.addEventListener("load", () => {
        let told = {};
        try { told = JSON.parse(sending.responseText); } catch { /* not of the desk: there is no message */ }
        if (sending.status === 200) resolve(told);
        else reject(new Error(told.message ?? texts.unreachable));
      });
      sending.send(body);
    });
  }

  function tell(each) {
    const item = document.createElement("li");
    item.textContent = each.problem ?? add.dataset.added.replace("{name}", () => each.name);
    if (each.problem) item.className = "refused";
    list.append(item);
  }

  async function send(files) {
    if (!files.length || isSending) return;
    isSending = true;
    list.replaceChildren();
    let isProcessed = false;
    try {
      for (let from = 0; from < files.length; from += LOT) {
        const told = await request(files.slice(from, from + LOT), from, files.length);
        told.added.forEach(tell);
        isProcessed ||= told.added.some((each) => !each.problem);
      }
      output.textContent = "";
      if (isProcessed) document.getElementById("process").requestSubmit();
    } catch (error) {
      output.textContent = error.message;
    }
    isSending = false;
  }

  // The files of what was dropped, also those in folders.
  async function dropped(transfer) {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean), found = [];
    if (!entries.length) return [...transfer.files];
    while (entries.length) {
      const entry = entries.shift();
      if (entry.isFile) found.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
      if (!entry.isDirectory) continue;
      const reader = entry.createReader();
      for (let lot; (lot = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length;) entries.push(...lot);
    }
    return found;
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); send([...form.elements.file.files]); });
  document.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("over");
    try {
      send(await dropped(event.dataTransfer));
    } catch (error) {
      output.textContent = error.message;
    }
  });
})();
