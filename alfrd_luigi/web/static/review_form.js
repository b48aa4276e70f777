// The values of a document as a form. What a person says in it: the changed values, and the places that were pointed at, those
// of unchanged values too.
"use strict";

class ReviewForm {
  // `onFocus` gets the field that has the focus, with its place.
  constructor(form, texts, onFocus) {
    this.form = form;
    this.texts = texts;
    this.onFocus = onFocus;
    this.box = form.querySelector(".fields");
  }

  // Draw the fields, with what the person said of them before: { values, places, before }.
  draw(fields, said) {
    this.fields = new Map(fields.map((field) => [field.name, field]));
    this.places = { ...said?.places };
    this.before = said?.before ?? {};
    this.target = null;
    this.box.replaceChildren(...fields.map((field) => this.row(field, said?.values?.[field.name])));
  }

  // Another type has other fields. What was typed stays.
  redraw(fields) {
    const said = { ...this.said(), before: this.before }, focused = document.activeElement?.name;
    const texts = new Map([...this.fields].map(([name, field]) => [name, field.text]));
    this.draw(fields.map((field) => ({ ...field, text: texts.get(field.name) ?? field.text })), said);
    if (focused && this.fields.has(focused)) this.control(focused).focus();
  }

  focusFirst() {
    const all = [...this.fields.values()], first = all.find((field) => field.is_marked) ?? all[0];
    this.control(first.name).focus({ preventScroll: true });
  }

  control(name) {
    return this.form.elements.namedItem(name);
  }

  row(field, typed) {
    const made = document.createElement("p"), label = document.createElement("label");
    made.className = field.is_marked ? "value doubtful" : "value";
    label.textContent = field.label;
    label.htmlFor = `field-${field.name}`;
    if (field.is_marked) label.append(mark(this.texts.look));
    made.append(label, this.input(field, typed ?? field.text));
    const before = this.before[field.name];
    if (before !== undefined && before !== field.text) made.append(this.note(field, before));
    return made;
  }

  // What somebody else changed meanwhile.
  note(field, before) {
    const made = document.createElement("small"), nothing = this.texts.nothing;
    made.className = "changed";
    made.textContent = filled(this.texts.changed, { before: before || nothing, after: field.text || nothing });
    return made;
  }

  input(field, text) {
    const made = document.createElement(field.choices.length ? "select" : "input");
    made.id = `field-${field.name}`;
    made.name = field.name;
    if (field.choices.length) {
      const choices = new Set(field.name === "type" && field.text ? field.choices : ["", ...field.choices]);
      made.append(...[...choices.add(text)].map((choice) => new Option(choice.replaceAll("_", " "), choice)));
    }
    if (field.kind === "number") made.inputMode = "decimal";
    made.value = text;
    made.addEventListener("focus", () => { this.target = field.name; made.select?.(); this.tell(); });
    made.addEventListener("input", () => { delete this.places[field.name]; this.tell(); });
    return made;
  }

  // Where the words of the target stand.
  tell() {
    const field = this.fields.get(this.target), own = !isChanged(field, this.control(this.target).value);
    const found = own ? { page: field.page, boxes: field.boxes, evidence: field.evidence } : { page: null, boxes: [], evidence: null };
    this.onFocus(field, this.places[field.name] ?? found);
  }

  // The target gets words that the person pointed at, and their place.
  fill(name, text, place) {
    const control = this.control(name);
    if (control instanceof HTMLSelectElement) {
      const wanted = text.toLowerCase().replaceAll("_", " ");
      const option = [...control.options].find((each) => each.text.toLowerCase() === wanted);
      if (!option) return;
      control.value = option.value;
    } else {
      control.value = text;
    }
    if (place) this.places[name] = place;
    else delete this.places[name];
    control.focus({ preventScroll: true });
    this.target = name;
    this.tell();
  }

  said() {
    const values = {};
    for (const field of this.fields?.values() ?? []) {
      const text = this.control(field.name).value;
      if (isChanged(field, text)) values[field.name] = text;
    }
    const places = Object.fromEntries(Object.entries(this.places ?? {}).filter(([name]) => this.fields.has(name)));
    return { values, places };
  }

  found() {
    return Object.fromEntries([...this.fields.values()].map((field) => [field.name, field.text]));
  }
}

// An amount is not changed by another notation: "123.50" is 123.5.
function isChanged(field, text) {
  const isAmount = field.kind === "number" && field.text && text.trim();
  return isAmount ? Number(text) !== Number(field.text) : text !== field.text;
}

function mark(title) {
  const made = document.createElement("b"), away = document.createElement("span");
  made.className = "unsure";
  made.title = title;
  made.textContent = " ?";
  made.setAttribute("aria-hidden", "true");
  away.className = "away";
  away.textContent = title;
  const both = document.createDocumentFragment();
  both.append(made, away);
  return both;
}

// A text of the table of texts with its values.
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
