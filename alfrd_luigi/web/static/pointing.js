// A page with its words. A click on a word, or a drag over several, gives the words and where they stand.
"use strict";

const SVG = "http://www.w3.org/2000/svg";

class Paper {
  // `words`: [word, left, top, right, bottom, confidence], as fractions of the page, in reading order.
  constructor(number, words, picture, label, onPointed) {
    this.number = number;
    this.words = words;
    this.onPointed = onPointed;
    this.figure = document.createElement("figure");
    this.figure.className = "page";
    if (picture) this.figure.append(this.image(picture, label));
    this.layer = this.shape("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true" });
    this.figure.append(this.layer);
    for (const word of words) this.layer.append(this.box("word", word.slice(1, 5)));
    this.marks = this.shape("g", {});
    this.layer.append(this.marks);
    this.listen();
  }

  image(picture, label) {
    const image = document.createElement("img");
    image.src = picture;
    image.alt = label;
    return image;
  }

  shape(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  box(kind, [left, top, right, bottom]) {
    return this.shape("rect", { class: kind, x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) });
  }

  // Light the boxes of the focused field, and scroll them into view.
  light(boxes) {
    this.marks.replaceChildren(...boxes.map((box) => this.box("place lit", box)));
    if (boxes.length) this.marks.scrollIntoView({ block: "center", behavior: reduced() ? "auto" : "smooth" });
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
    this.layer.addEventListener("pointercancel", () => { from = null; });
    this.layer.addEventListener("pointerup", (event) => {
      if (!from) return;
      const words = this.within(between(from, this.at(event)));
      from = null;
      if (words.length) this.onPointed(this.number, words.map((word) => word[0]).join(" "), lines(words));
    });
  }

  at(event) {
    const frame = this.layer.getBoundingClientRect();
    return [(event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height];
  }

  mark(area) {
    this.marks.replaceChildren(...this.within(area).map((word) => this.box("place lit", word.slice(1, 5))));
  }

  within([left, top, right, bottom]) {
    return this.words.filter((word) => word[1] <= right && word[3] >= left && word[2] <= bottom && word[4] >= top);
  }
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

function reduced() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
