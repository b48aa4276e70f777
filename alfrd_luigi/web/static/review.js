// The review: one document after the other, by keyboard. The next ones are loaded ahead.
"use strict";

const AHEAD = 2;
const root = document.getElementById("review");
const form = document.getElementById("review-form");
const fields = document.getElementById("review-fields");
const message = document.getElementById("review-message");
const items = new Map(); // id -> promise of the document
const kept = new Map(); // id -> what was typed, if it could not be taken
let queue = [];
let place = 0;
let papers = [];
let shown = null; // the document on the screen
let pointed = {}; // field -> the place that the person pointed at

async function ask(address, body) {
  const headers = { Accept: "application/json" };
  const options = body === undefined ? { headers }
    : { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let answer;
  try {
    answer = await fetch(address, options);
  } catch {
    throw new Error(root.dataset.unreachable);
  }
  const told = await answer.json();
  if (!answer.ok) throw new Error([told.message, told.hint].filter(Boolean).join(". "));
  return told;
}

function load(id) {
  if (!items.has(id)) {
    items.set(id, ask(`/review/${id}`).then((item) => {
      for (const page of item.pages) if (page.picture) new Image().src = page.picture;
      return item;
    }));
    items.get(id).catch(() => items.delete(id));
  }
  return items.get(id);
}

async function show(at) {
  place = at;
  const id = queue[place];
  root.hidden = id === undefined;
  document.getElementById("review-done").hidden = id !== undefined;
  if (id === undefined) return;
  let item;
  try {
    item = await load(id);
  } catch (error) {
    say(error.message);
    queue.splice(place, 1);
    return show(place);
  }
  if (queue[place] !== id) return; // the person went on meanwhile
  draw(item);
  for (const next of queue.slice(place + 1, place + 1 + AHEAD)) load(next).catch(() => {});
}

function draw(item) {
  shown = item;
  pointed = kept.get(item.id)?.places ?? {};
  const link = document.getElementById("review-name");
  link.href = `/documents/${item.id}`;
  link.querySelector("bdi").textContent = item.name;
  count();
  papers = item.pages.map((page) => new Paper(page.number, page.words, page.picture, root.dataset.page.replace("{number}", page.number), take));
  document.getElementById("review-pages").replaceChildren(...papers.map((paper) => paper.figure));
  const typed = kept.get(item.id)?.values ?? {};
  fields.replaceChildren(...item.fields.map((field) => row(field, typed[field.name])));
  const first = item.fields.find((field) => field.is_uncertain) ?? item.fields[0];
  input(first.name).focus();
}

function count() {
  const left = queue.length - place;
  const text = left === 1 ? root.dataset.leftOne : root.dataset.leftOther;
  document.getElementById("review-left").textContent = text.replace("{count}", left);
}

function row(field, typed) {
  const made = document.createElement("p");
  made.className = field.is_uncertain ? "value doubtful" : "value";
  const label = document.createElement("label");
  label.textContent = field.label;
  label.htmlFor = `field-${field.name}`;
  if (field.is_uncertain) label.append(Object.assign(document.createElement("b"), { className: "unsure", textContent: " ?", title: root.dataset.doubtful }));
  made.append(label, control(field, typed ?? field.text));
  return made;
}

function control(field, text) {
  const made = document.createElement(field.choices.length ? "select" : "input");
  made.id = `field-${field.name}`;
  made.name = field.name;
  if (field.choices.length) {
    const choices = field.name === "type" ? field.choices : ["", ...field.choices];
    made.append(...choices.map((choice) => new Option(choice.replaceAll("_", " "), choice)));
  }
  if (field.kind === "number") made.inputMode = "decimal";
  made.value = text;
  made.dataset.found = field.text;
  made.addEventListener("focus", () => light(field));
  made.addEventListener("input", () => { delete pointed[field.name]; light({ ...field, boxes: [] }); });
  return made;
}

const input = (name) => form.elements.namedItem(name);

function light(field) {
  const at = pointed[field.name] ?? { page: field.page, boxes: field.boxes };
  for (const paper of papers) paper.light(paper.number === at.page ? at.boxes : []);
}

// The person pointed at words: the focused field gets their value and their place.
async function take(page, words, boxes) {
  const target = document.activeElement?.form === form && document.activeElement.name ? document.activeElement : null;
  const field = shown.fields.find((each) => each.name === target?.name);
  if (!field || field.choices.length) return;
  try {
    const read = await ask(`/review/${shown.id}/read`, { kind: field.kind, words });
    target.value = read.text;
    pointed[field.name] = { page, boxes };
    light(field);
  } catch (error) {
    say(error.message);
  }
}

function typed() {
  const values = {};
  for (const each of form.elements) if (each.name && each.value !== each.dataset.found) values[each.name] = each.value;
  const places = Object.fromEntries(Object.entries(pointed).filter(([name]) => name in values));
  return { values, places };
}

// The next document is shown at once. What cannot be taken comes back with what was typed.
async function accept() {
  const item = shown;
  const said = typed();
  queue.splice(place, 1);
  say("");
  const next = show(place);
  try {
    await ask(`/review/${item.id}`, { seen: item.seen, ...said });
    kept.delete(item.id);
  } catch (error) {
    kept.set(item.id, said);
    items.delete(item.id);
    queue.splice(place, 0, item.id);
    await next;
    await show(place);
    say(`${error.message}. ${root.dataset.kept}`);
  }
}

async function act(address, text) {
  try {
    const told = await ask(address, {});
    say(text.replace("{what}", told.what ?? ""));
    return told;
  } catch (error) {
    say(error.message);
    return null;
  }
}

async function remove() {
  const id = shown.id;
  if (await act(`/documents/${id}/delete`, root.dataset.deleted)) {
    queue.splice(queue.indexOf(id), 1);
    await show(Math.min(place, queue.length));
  }
}

async function undo() {
  const told = await act("/undo", root.dataset.undone);
  if (!told) return;
  for (const id of told.documents.toReversed()) {
    items.delete(id);
    if (queue.includes(id)) queue.splice(queue.indexOf(id), 1);
    queue.splice(place, 0, id);
  }
  await show(place);
}

function say(text) {
  message.textContent = text;
}

const KEYS = {
  j: () => show(Math.min(place + 1, queue.length)),
  k: () => show(Math.max(place - 1, 0)),
  u: undo,
  d: remove,
  "/": () => { window.location = "/documents#search"; },
  "?": () => document.getElementById("review-keys").showModal(),
};

form.addEventListener("submit", (event) => { event.preventDefault(); accept(); });
document.getElementById("review-skip").addEventListener("click", KEYS.j);
document.getElementById("review-delete").addEventListener("click", remove);
document.getElementById("review-undo").addEventListener("click", undo);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "Escape") {
    document.getElementById("review-pages").focus();
  } else if (event.key === "Enter" && (event.target.matches("select") || event.target.id === "review-pages")) {
    event.preventDefault();
    accept();
  } else if (!typing && event.key in KEYS) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

ask("/review/queue").then((found) => { queue = found; return show(0); }).catch((error) => { root.hidden = false; say(error.message); });
