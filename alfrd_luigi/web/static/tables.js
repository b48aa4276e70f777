// Sorts and filters the tables that stand in a page. A cell sorts by data-key, or else by its text. Of a long table the rows
// that are wanted stand in the page, because a browser takes seconds to lay out thousands.
"use strict";
(function () {
  const { number, words, plain, order, mark, pager } = window.alfrdLists;
  const STEP = 300; // as in style.css

  const keyOf = (row, column) => {
    const cell = row.cells[column], key = cell.dataset.key;
    if (key === undefined) return cell.textContent.trim();
    return key === "" || Number.isNaN(Number(key)) ? key : Number(key);
  };

  // A table: its rows in the order that is chosen, and those of them that match.
  function made(table) {
    const rows = [...table.tBodies[0].rows];
    const more = document.createElement("button");
    const paragraph = document.createElement("p");
    let places = Uint32Array.from(rows.keys()), isWanted = () => true;
    more.type = "button";
    more.dataset.text = table.dataset.more;
    paragraph.className = "more";
    paragraph.append(more);
    table.parentElement.after(paragraph);
    table.classList.add("paged");
    const drawn = pager(table.tBodies[0], more, STEP, (place) => rows[place]);
    const show = () => drawn.show(places.filter((place) => isWanted(place)));
    show();
    addEventListener("beforeprint", () => drawn.all());
    return {
      rows,
      sort(head, sign) {
        mark(head, sign);
        places = order(rows.map((row) => keyOf(row, head.cellIndex)), sign);
        show();
      },
      filter(wanted) {
        isWanted = wanted;
        show();
        return drawn.found;
      },
    };
  }

  const tables = new Map();
  for (const table of document.querySelectorAll("table.sortable")) {
    const it = made(table);
    tables.set(table.id, it);
    for (const head of table.tHead.rows[0].cells) {
      if (head.dataset.unsorted !== undefined) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => it.sort(head, head.getAttribute("aria-sort") === "ascending" ? -1 : 1));
      head.append(button);
    }
  }

  // The words of the address are those of the search, so that a link to a page keeps them.
  const remember = (said) => {
    history.replaceState(null, "", said ? "#q=" + encodeURIComponent(said) : location.pathname);
  };
  const remembered = () => {
    try {
      return location.hash.startsWith("#q=") ? decodeURIComponent(location.hash.slice(3)) : "";
    } catch {
      return "";
    }
  };

  for (const form of document.querySelectorAll("form[data-filter]")) {
    const table = tables.get(form.dataset.filter);
    const search = form.querySelector("input[type=search]");
    const only = form.querySelector("input[type=checkbox]");
    let texts = null;
    const show = () => {
      const wanted = words(search.value);
      if (wanted.length) texts ??= table.rows.map((row) => plain(row.textContent));
      const found = table.filter((place) => wanted.every((word) => texts[place].includes(word))
        && !(only && only.checked && table.rows[place].dataset.now !== "late"));
      form.querySelector("output").value = number.format(found) + " / " + number.format(table.rows.length);
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    search.addEventListener("input", () => { show(); remember(search.value.trim()); });
    if (only) only.addEventListener("change", show);
    search.value = remembered();
    form.hidden = false;
    show();
  }
})();
