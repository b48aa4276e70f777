"use strict";
// Buttons that copy commands, and the neighbours of a document in its series.
(() => {
  const words = document.querySelector(".commands")?.dataset;

  async function copy(code) {
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code); // an old browser, or a page without the permission
      document.execCommand("copy");
    }
  }

  function addButton(code) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.setAttribute("aria-label", `${words.copy}: ${code.textContent}`);
    button.addEventListener("click", async () => {
      await copy(code);
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 1500);
    });
    code.after(button);
  }

  if (words) document.querySelectorAll("code.command").forEach(addButton);

  const nav = document.querySelector(".neighbours");
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" });

  function address(id) {
    const own = nav.dataset.document, folder = (key) => `/${key.slice(0, 2)}/${key}`;
    const link = nav.dataset.address;
    return link.includes(folder(own)) ? link.replace(folder(own), folder(id)) : link.replace(own, id);
  }

  function link(row, label) {
    const [id, date, title] = row, anchor = document.createElement("a");
    const about = document.createElement("small"), name = document.createElement("bdi");
    about.textContent = date ? `${label} · ${day.format(new Date(date))}` : label;
    name.textContent = title || id.slice(0, 8);
    anchor.href = address(id);
    anchor.append(about, name);
    return anchor;
  }

  // Called by data/series/ID.js with the documents of the series in order of their dates.
  window.alfrdSeries = (id, rows) => {
    if (!nav) return;
    const place = rows.findIndex((row) => row[0] === nav.dataset.document);
    if (place < 0) return;
    const links = [[rows[place - 1], nav.dataset.previous], [rows[place + 1], nav.dataset.next]];
    nav.replaceChildren(...links.filter(([row]) => row).map(([row, label]) => link(row, label)));
    nav.classList.toggle("last", place === rows.length - 1);
    nav.hidden = !nav.childElementCount;
  };
})();
