/* The rows of the list of documents. Scripts of data call alfrdRows with the name of a part and its rows, the newest first. */
"use strict";

window.alfrd = {
  parts: new Map(),
  // The columns of a row.
  ID: 0, DATE: 1, TYPE: 2, ENTITY: 3, TITLE: 4, TOTAL: 5, CURRENCY: 6, SERIES: 7, SERIES_TITLE: 8, TAGS: 9, STATUS: 10,
  UNCERTAIN: 11, REGISTERED: 12,

  /* Load scripts of data. Calls `done` when all have come, with whether none is missing. */
  load(sources, done) {
    let waiting = sources.length, isWhole = true;
    const end = (came) => {
      isWhole = isWhole && came;
      if (--waiting === 0) done(isWhole);
    };
    if (!waiting) done(true);
    for (const source of sources) {
      const script = document.createElement("script");
      script.src = source;
      script.addEventListener("load", () => end(true));
      script.addEventListener("error", () => end(false));
      document.head.append(script);
    }
  },
};

function alfrdRows(name, rows) { window.alfrd.parts.set(name, rows); }
