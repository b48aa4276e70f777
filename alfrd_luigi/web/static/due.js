// Says of each series what holds today: its next paper is expected, late, or the series seems to have ended.
"use strict";
(function () {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const today = now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  for (const element of document.querySelectorAll("[data-late]")) {
    const { late, ended } = element.dataset;
    const state = today >= ended ? "ended" : today > late ? "late" : "expected";
    for (const text of element.querySelectorAll("[data-state]")) text.hidden = text.dataset.state !== state;
    const row = element.closest("tr");
    if (row) row.dataset.now = state;
  }
})();
