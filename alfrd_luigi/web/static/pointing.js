// A page on which a person can point at words: a click on one, or a drag over several. It is a picture, or a text if it has none.
"use strict";

const SVG = "http://www.w3.org/2000/svg";

class Paper {
  // `page` has number, picture, words ([word, left, top, right, bottom, confidence], fractions of the page, in reading order)
  // and text; `more` promises words and text if they were not sent. `onPointed` gets the page, the words, and their boxes.
  constructor(page, label, more, onPointed) {
    Object.assign(this, page, { label, more, onPointed, boxes: [], quotation: null });
    this.figure = document.createElement("figure");
    this.figure.className = "page";
    if (this.picture) this.drawPicture();
    else this.drawText();
  }

  drawPicture() {
    this.layer = shape("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true" });
    this.image = Object.assign(document.createElement("img"), { alt: this.label, loading: "lazy", decoding: "async" });
    this.image.addEventListener("load", () => { this.image.classList.add("come"); if (this.boxes.length) this.scroll(); });
    this.image.addEventListener("error", () => this.drawText());
    this.image.src = this.picture;
    this.figure.append(this.image, this.layer);
    this.drawWords();
    Paper.watch.observe(this.figure);
    Paper.of.set(this.figure, this);
    this.listen();
  }

  drawWords() {
    this.marks = shape("g", {});
    this.layer.replaceChildren(...this.words.map((word) => box("word", word.slice(1, 5))), this.marks);
    this.light(this.boxes, null, false);
  }

  // The page comes into view.
  async come() {
    Paper.watch.unobserve(this.figure);
    if (this.words.length || this.text) return;
    ({ words: this.words, text: this.text } = await this.more());
    if (this.layer) this.drawWords();
  }

  // A page without a picture, or one whose picture does not come.
  async drawText() {
    this.layer = null;
    const text = Object.assign(document.createElement("pre"), { className: "sheet", dir: "auto" });
    this.figure.replaceChildren(text);
    text.addEventListener("pointerup", (event) => { if (event.button === 0) this.pointAtText(text, event); });
    if (!this.text) ({ text: this.text } = await this.more());
    text.textContent = this.text;
    this.light(this.boxes, this.quotation);
  }

  // Resolves when the page can be seen.
  async ready() {
    if (this.image && this.layer) {
      this.image.loading = "eager";
      await this.image.decode().catch(() => {});
    }
  }

  // Light the boxes of the focused field, or its quotation in a text, and scroll them into view.
  light(boxes, quotation, scrolls = true) {
    this.boxes = boxes;
    this.quotation = quotation;
    if (this.layer) this.marks.replaceChildren(...boxes.map((each) => box("place lit", each)));
    else this.lightText(quotation);
    if (boxes.length && scrolls) this.scroll();
  }

  scroll() {
    const frame = this.figure.parentElement, first = this.boxes[0];
    if (!frame || !this.layer) return;
    const middle = this.figure.offsetTop + ((first[1] + first[3]) / 2) * this.figure.offsetHeight;
    if (frame.scrollHeight > frame.clientHeight + 1) frame.scrollTo({ top: middle - frame.clientHeight / 2 });
  }

  lightText(quotation) {
    const text = this.figure.querySelector("pre"), range = quotation && text ? rangeOf(text.firstChild, quotation) : null;
    if (!window.Highlight) return;
    if (range) CSS.highlights.set("quoted", new Highlight(range));
    else CSS.highlights.delete("quoted");
    if (!range) return;
    const frame = this.figure.parentElement, place = range.getBoundingClientRect();
    if (frame) frame.scrollTop += place.top - frame.getBoundingClientRect().top - frame.clientHeight / 2;
  }

  listen() {
    let from = null;
    this.layer.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.layer.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = this.at(event);
      this.layer.setPointerCapture(event.pointerId);
    });
    this.layer.addEventListener("pointermove", (event) => { if (from) this.mark(between(from, this.at(event))); });
    this.layer.addEventListener("pointercancel", () => { from = null; this.light(this.boxes, null, false); });
    this.layer.addEventListener("pointerup", (event) => {
      if (!from) return;
      const words = this.within(between(from, this.at(event)));
      from = null;
      if (words.length) this.onPointed(this.number, words.map((word) => word[0]).join(" "), lines(words));
      else this.light(this.boxes, null, false);
    });
  }

  // The words of the selection, or the one that was clicked, as whole words.
  pointAtText(text, event) {
    const selection = getSelection(), node = text.firstChild;
    let start = selection.anchorOffset, end = selection.focusOffset;
    if (selection.anchorNode !== node || selection.focusNode !== node) return;
    if (selection.isCollapsed && !isOver(node, start, event)) return;
    [start, end] = [Math.min(start, end), Math.max(start, end)];
    while (start > 0 && /\S/.test(node.data[start - 1]) && /\S/.test(node.data[start] ?? " ")) start--;
    while (end < node.length && /\S/.test(node.data[end]) && /\S/.test(node.data[end - 1] ?? "x")) end++;
    const words = node.data.slice(start, end).trim().replace(/\s+/g, " ");
    selection.removeAllRanges();
    if (words) this.onPointed(this.number, words, []);
  }

  at(event) {
    const frame = this.layer.getBoundingClientRect();
    return [(event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height];
  }

  mark(area) {
    this.marks.replaceChildren(...this.within(area).map((word) => box("place lit", word.slice(1, 5))));
  }

  within([left, top, right, bottom]) {
    return this.words.filter((word) => word[1] <= right && word[3] >= left && word[2] <= bottom && word[4] >= top);
  }
}

Paper.of = new WeakMap();
Paper.watch = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) Paper.of.get(entry.target).come().catch(() => {});
}, { rootMargin: "100%" });

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function box(kind, [left, top, right, bottom]) {
  const place = shape("g", { class: kind });
  place.append(shape("rect", { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) }));
  return place;
}

function between([x, y], [u, v]) {
  return [Math.min(x, u), Math.min(y, v), Math.max(x, u), Math.max(y, v)];
}

// One box for each line of the words: those beside each other share it.
function lines(words) {
  const found = [];
  for (const [, left, top, right, bottom] of words) {
    const last = found[found.length - 1];
    if (last && top < last[3] && bottom > last[1] && left >= last[0]) {
      found[found.length - 1] = [last[0], Math.min(last[1], top), Math.max(last[2], right), Math.max(last[3], bottom)];
    } else {
      found.push([left, top, right, bottom]);
    }
  }
  return found;
}

// Whether the pointer is over the line of a place in a text, and not in the empty space beside it.
function isOver(node, offset, event) {
  const range = document.createRange();
  range.setStart(node, Math.max(0, offset - 1));
  range.setEnd(node, Math.min(node.length, offset + 1));
  return [...range.getClientRects()].some((each) => event.clientX >= each.left - 4 && event.clientX <= each.right + 4);
}

// Where a quotation stands in a text, with other spaces between its words; null if it does not.
function rangeOf(node, quotation) {
  const words = quotation.trim().split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const found = node && quotation.trim() ? new RegExp(words.join("\\s+"), "i").exec(node.data) : null;
  if (!found) return null;
  const range = document.createRange();
  range.setStart(node, found.index);
  range.setEnd(node, found.index + found[0].length);
  return range;
}
