"use strict";
// Values beside pages: hovering or focusing one lights its place on the page, and the other way round.
(() => {
  const paper = document.querySelector(".paper");
  if (!paper) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const PATIENCE = 120; // milliseconds: a pointer that only crosses a value does not move the page
  let lit = [], waiting = 0;

  const parts = (value) => document.querySelectorAll(`[data-value="${CSS.escape(value)}"]`);

  function light(values) {
    if (values.join() === lit.join()) return;
    lit.forEach((value) => parts(value).forEach((part) => part.classList.remove("lit")));
    lit = values;
    lit.forEach((value) => parts(value).forEach((part) => part.classList.add("lit")));
    const ranges = window.Highlight ? lit.map(quoted).filter(Boolean) : [];
    if (ranges.length) CSS.highlights.set("quoted", new Highlight(...ranges));
    else CSS.highlights?.delete("quoted");
  }

  // The values of a part: its own, or of a place under the pointer those of all places there, the first value first.
  function valuesOf(part, event) {
    if (!part.closest(".paper") || !event?.clientX) return [part.dataset.value];
    const places = document.elementsFromPoint(event.clientX, event.clientY).map((each) => each.closest(".place"));
    const found = places.filter(Boolean).map((place) => place.dataset.value);
    return [...new Set([...found, part.dataset.value])].sort((one, other) => one - other);
  }

  // The range of a value's evidence on a page that is a text; null if it is not there.
  function quoted(value) {
    const row = rowOf(value), page = row?.querySelector("a.shown")?.getAttribute("href");
    const pre = page && document.querySelector(`${page} pre`), quotation = row?.querySelector(".evidence q")?.textContent;
    if (!pre || !quotation?.trim()) return null;
    const words = quotation.trim().split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
    const found = new RegExp(words.join("\\s+"), "i").exec(pre.textContent);
    return found && rangeOf(pre, found.index, found.index + found[0].length);
  }

  function rangeOf(pre, start, end) {
    const walker = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let node = walker.nextNode(), before = 0; node; before += node.length, node = walker.nextNode()) {
      if (start >= before && start <= before + node.length) range.setStart(node, start - before);
      if (end >= before && end <= before + node.length) {
        range.setEnd(node, end - before);
        return range;
      }
    }
    return null;
  }

  // Scroll the pages, or a list that scrolls, so that a part of them is seen. The window stays where it is unless `far`.
  function show(element, far) {
    const box = element.getBoundingClientRect(), frame = paper.getBoundingClientRect();
    const behavior = calm.matches ? "auto" : "smooth";
    if (paper.contains(element.startContainer || element) && paper.scrollHeight > paper.clientHeight + 1) {
      const head = paper.querySelector(".find")?.offsetHeight || 0;
      if (box.top < frame.top + head || box.bottom > frame.bottom) {
        const middle = (paper.clientHeight - head) / 3 + head;
        paper.scrollTo({ top: paper.scrollTop + box.top - frame.top - middle, behavior });
      }
      if (!far) return;
    }
    const still = element.startContainer?.parentElement || element;
    if (far && (box.top < 0 || box.bottom > innerHeight)) still.scrollIntoView({ block: "center", behavior });
  }

  const placeOf = (value) => paper.querySelector(`.place[data-value="${CSS.escape(value)}"] rect`) || quoted(value);
  const rowOf = (value) => document.querySelector(`.value[data-value="${CSS.escape(value)}"]`);

  function turnTo(part, values, far) {
    light(values);
    clearTimeout(waiting);
    const other = part.closest(".paper") ? rowOf(values[0]) : placeOf(values[0]);
    if (other) waiting = setTimeout(() => show(other, far), far ? 0 : PATIENCE);
  }

  const part = (event) => event.target.closest?.(".value, .place");

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const found = part(event);
    if (found) turnTo(found, valuesOf(found, event), false);
  });
  document.addEventListener("pointerout", (event) => {
    if (part(event) && !event.relatedTarget?.closest?.(".value, .place")) {
      clearTimeout(waiting);
      const active = document.activeElement?.closest?.(".value, .place");
      light(active ? [active.dataset.value] : []);
    }
  });
  document.addEventListener("focusin", (event) => {
    const found = part(event);
    if (found) turnTo(found, valuesOf(found), false);
    else light([]);
  });
  document.addEventListener("click", (event) => {
    const found = event.target.closest?.(".value a.shown, .place");
    if (!found || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const own = found.closest("[data-value]"), values = valuesOf(own, event);
    const other = found.closest(".paper") ? rowOf(values[0]) : placeOf(values[0]);
    if (!other) return;
    event.preventDefault(); // the address would only name the page
    turnTo(own, values, true);
    if (found.closest(".paper")) other.querySelector("input, select, textarea, a")?.focus({ preventScroll: true });
  });

  window.alfrdShow = show;
})();
