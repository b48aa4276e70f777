// Sorts and filters the tables that stand in a page. A cell sorts by data-key, or else by its text.
"use strict";
(function () {
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.key !== undefined ? cell.dataset.key : cell.textContent.trim();
  };

  const letters = new Intl.Collator();

  // Numbers by value, other keys by letters; what is missing comes last in both directions.
  const compare = (one, other, direction) => {
    if (one === "" || other === "") return (one === "") - (other === "");
    const difference = Number(one) - Number(other);
    return direction * (Number.isNaN(difference) ? letters.compare(one, other) : difference);
  };

  const sort = (table, column, direction) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [keyOf(row, column), row]);
    rows.sort((one, other) => compare(one[0], other[0], direction));
    body.append(...rows.map(([, row]) => row));
    [...table.tHead.rows[0].cells].forEach((head, place) => {
      if (place === column) head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (head.dataset.unsorted !== undefined) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => {
        sort(table, column, head.getAttribute("aria-sort") === "ascending" ? -1 : 1);
      });
      head.append(button);
    });
  }

  // The words of the address are those of the search, so that a link to a page keeps them.
  const remember = (words) => {
    history.replaceState(null, "", words ? "#q=" + encodeURIComponent(words) : location.pathname);
  };

  const remembered = () => {
    try {
      return location.hash.startsWith("#q=") ? decodeURIComponent(location.hash.slice(3)) : "";
    } catch {
      return "";
    }
  };

  for (const form of document.querySelectorAll("form[data-filter]")) {
    const table = document.getElementById(form.dataset.filter);
    const rows = [...table.tBodies[0].rows].map((row) => [row.textContent.toLowerCase(), row]);
    const search = form.querySelector("input[type=search]");
    const only = form.querySelector("input[type=checkbox]");
    const said = form.querySelector("output");
    const show = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let found = 0;
      for (const [text, row] of rows) {
        const isLeft = words.every((word) => text.includes(word)) && !(only && only.checked && row.dataset.now !== "late");
        row.hidden = !isLeft;
        found += isLeft;
      }
      said.value = found + " / " + rows.length;
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    search.addEventListener("input", () => { show(); remember(search.value.trim()); });
    if (only) only.addEventListener("change", show);
    search.value = remembered();
    form.hidden = false;
    show();
  }
})();
