/* What tables that filter and sort share: the words of a search, the order of rows, and the rows that are drawn. */
"use strict";

window.alfrdLists = (() => {
  const language = document.documentElement.lang;
  const number = new Intl.NumberFormat(language);
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });

  const plain = window.alfrdFold;
  const words = (content) => plain(content).split(/\s+/).filter(Boolean);

  /* The places of values in their order: numbers by value, or texts. "" and null come last in both directions, and equal ones keep
     their order. Each text is compared once, because a comparison by language takes long. */
  function order(values, sign) {
    const isMissing = (value) => value === null || value === "";
    const isNumeric = values.every((value) => isMissing(value) || typeof value === "number");
    const rank = isNumeric ? null : new Map([...new Set(values)].sort(collator.compare).map((value, at) => [value, at]));
    const ranks = values.map((value) => (isMissing(value) ? sign * Infinity : rank ? rank.get(value) : value));
    const places = Uint32Array.from(values.keys());
    return places.sort((one, other) => sign * (ranks[one] - ranks[other]) || one - other);
  }

  /* Marks the column by which a table is sorted. `head` is its header cell. */
  function mark(head, sign) {
    for (const cell of head.parentElement.cells) cell.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", sign < 0 ? "descending" : "ascending");
  }

  /* Draws the first rows of a table, and `step` more whenever the button `more` is pressed: a browser takes long for thousands.
     `draw` makes the row of a place. `after` is called when rows were added. */
  function pager(body, more, step, draw, after = () => {}) {
    let places = [], shown = 0;
    const extend = (count) => {
      const next = [...places.slice(shown, shown + count)];
      body.append(...next.map(draw));
      shown += next.length;
      const left = places.length - shown;
      more.hidden = !left;
      more.textContent = more.dataset.text.replace("{count}", number.format(Math.min(left, step)));
      after();
    };
    more.addEventListener("click", () => {
      const next = shown;
      extend(step);
      body.rows[next].querySelector("a")?.focus();
    });
    return {
      show(all, count = step) {
        places = all;
        shown = 0;
        body.replaceChildren();
        extend(count);
      },
      all: () => extend(places.length),
      get shown() { return shown; },
      get found() { return places.length; },
      get first() { return places[0]; },
    };
  }

  return { language, number, collator, plain, words, order, mark, pager };
})();
