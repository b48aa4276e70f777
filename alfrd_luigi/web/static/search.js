"use strict";
// The words of a search, marked on the pages. The words of pictures come from a script that is loaded at the first search.
(() => {
  const form = document.querySelector(".find");
  if (!form) return;
  const input = form.querySelector("input"), output = form.querySelector("output");
  const SVG = "http://www.w3.org/2000/svg", PARTS = 10000, MOST = 2000;
  const texts = [...document.querySelectorAll("pre.sheet")].map((pre) => [pre, pre.textContent]);
  let pages = form.dataset.words ? null : [], hits = [], current = -1;

  const plain = window.alfrdFold;
  const terms = () => plain(input.value).split(/\s+/).filter(Boolean);

  window.alfrdWords = (id, found) => {
    pages = found.map(([number, words]) => [number, words.map((word) => [plain(word[0]), ...word.slice(1)])]);
    search();
  };

  function load() {
    if (pages !== null || form.dataset.asked) return;
    form.dataset.asked = "yes";
    const script = document.createElement("script");
    script.src = form.dataset.words;
    script.onerror = () => { pages = []; search(); };
    document.head.append(script);
  }

  function clear() {
    document.querySelectorAll(".hit").forEach((hit) => hit.remove());
    texts.forEach(([pre, text]) => { if (pre.childElementCount) pre.textContent = text; });
    hits = [];
    current = -1;
  }

  function search() {
    clear();
    const wanted = terms();
    if (wanted.length && pages === null) return load();
    if (wanted.length) {
      pages.forEach(([number, words]) => mark(number, words.filter(([text]) => wanted.some((term) => text.includes(term)))));
      texts.forEach(([pre, text]) => markText(pre, text, wanted));
      hits.sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    }
    say(wanted.length > 0);
  }

  function mark(number, words) {
    const svg = document.querySelector(`#page-${number} svg`);
    if (!svg) return;
    for (const [, left, top, width, height] of words.slice(0, MOST - hits.length)) {
      const hit = document.createElementNS(SVG, "rect");
      const edges = { x: left / PARTS, y: top / PARTS, width: width / PARTS, height: height / PARTS };
      Object.entries(edges).forEach(([name, value]) => hit.setAttribute(name, value));
      hit.setAttribute("class", "hit");
      svg.append(hit);
      hits.push(hit);
    }
  }

  function markText(pre, text, wanted) {
    const pieces = text.split(/(\s+)/).map((piece) => {
      if (hits.length >= MOST || !wanted.some((term) => plain(piece).includes(term))) return piece;
      const hit = document.createElement("mark");
      hit.textContent = piece;
      hits.push(hit);
      return hit;
    });
    if (pieces.some((piece) => typeof piece !== "string")) pre.replaceChildren(...pieces);
  }

  function say(asked) {
    const { foundOne, foundOther, nothing } = form.dataset;
    const count = hits.length < MOST ? hits.length : `${MOST}+`;
    const found = (hits.length === 1 ? foundOne : foundOther).replace("{count}", count);
    const place = current >= 0 ? `${current + 1} / ` : "";
    output.textContent = !asked ? "" : hits.length ? place + found : nothing;
  }

  function go(step) {
    if (!hits.length) return;
    hits[current]?.classList.remove("current");
    current = current < 0 && step < 0 ? hits.length - 1 : (current + step + hits.length) % hits.length;
    hits[current].classList.add("current");
    window.alfrdShow?.(hits[current], true);
    say(true);
  }

  function fromAddress() {
    const words = new URLSearchParams(location.hash.slice(1)).get("q");
    if (words === null) return;
    input.value = words;
    search();
  }

  form.hidden = false;
  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { input.value = ""; search(); }
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); go(event.shiftKey ? -1 : 1); }
  });
  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest?.("input, textarea, select");
    if (event.key === "/" && !writes && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
