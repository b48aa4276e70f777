// The review: one document after the other, by keyboard. The next ones are loaded ahead, with their pictures.
"use strict";

const AHEAD = 2;
const KEPT_ALIVE = 20000; // characters: a browser sends only short requests when the window is closed
const root = document.getElementById("review");
const texts = root.dataset;
const pages = document.getElementById("review-pages");
const message = document.getElementById("review-message");
const finished = document.getElementById("review-done");
const form = new ReviewForm(document.getElementById("review-form"), texts, (field, place) => {
  for (const paper of papers) {
    const isHere = paper.number === place.page;
    paper.light(isHere ? place.boxes : [], paper.layer ? null : place.evidence);
  }
});
const items = new Map(); // id -> promise of the document, with its papers
const kept = new Map(); // id -> what was typed and not stored: { values, places, before, problem }
let queue = [];
let place = 0;
let papers = [];
let shown = null; // the document that can be accepted: its page is on the screen
let drawn = null; // the document whose form is on the screen
let acts = Promise.resolve(); // one act after the other, so that what is taken back was done before

class Refusal extends Error {
  constructor(told, status) {
    super([told.message, told.hint].filter(Boolean).join(". "));
    this.status = status;
  }
}

async function ask(address, body) {
  const headers = { Accept: "application/json" };
  const text = JSON.stringify(body);
  const options = body === undefined ? { headers }
    : { method: "POST", keepalive: text.length < KEPT_ALIVE, headers: { ...headers, "Content-Type": "application/json" }, body: text };
  let answer, told;
  try {
    answer = await fetch(address, options);
    told = await answer.json();
  } catch {
    throw new Refusal({ message: texts.unreachable }, 0);
  }
  if (!answer.ok) throw new Refusal(told, answer.status);
  return told;
}

function act(address, body = {}) {
  const done = acts.then(() => ask(address, body));
  acts = done.catch(() => {});
  return done;
}

function load(id) {
  if (!items.has(id)) {
    const item = ask(`/review/${id}`).then(prepared);
    items.set(id, item);
    item.catch(() => items.delete(id));
  }
  return items.get(id);
}

// The papers of a document, the one that is looked at first with its picture.
async function prepared(item) {
  item.papers = item.pages.map((page) => new Paper(page, filled(texts.page, page),
    () => ask(`/review/${item.id}/pages/${page.number}`), take));
  const first = item.fields.find((field) => field.is_marked) ?? item.fields[0];
  const paper = item.papers.find((each) => each.number === first?.page) ?? item.papers[0];
  item.seenAt = paper?.ready();
  return item;
}

function remember() {
  if (!drawn) return;
  const said = form.said(), old = kept.get(drawn.id);
  if (Object.keys({ ...said.values, ...said.places }).length) kept.set(drawn.id, { problem: old?.problem, before: old?.before ?? form.found(), ...said });
  else kept.delete(drawn.id);
}

async function show(at) {
  remember();
  shown = null;
  delete root.dataset.shown;
  place = Math.max(0, Math.min(at, queue.length));
  const id = queue[place];
  if (id === undefined) return finish();
  root.setAttribute("aria-busy", "true");
  let item;
  try {
    item = await load(id);
  } catch (error) {
    if (queue[place] !== id) return;
    if (error.status === 404) { forget(id); say(texts.gone); return show(place); }
    return stop(error.message);
  }
  if (queue[place] !== id) return; // the person went on meanwhile
  if (drawn !== item) draw(item);
  await item.seenAt;
  await new Promise((go) => requestAnimationFrame(go));
  if (drawn !== item || queue[place] !== id) return;
  shown = item;
  root.removeAttribute("aria-busy");
  root.dataset.shown = item.id;
  for (const next of queue.slice(place + 1, place + 1 + AHEAD)) load(next).catch(() => {});
}

function draw(item) {
  drawn = item;
  root.hidden = false;
  finished.hidden = true;
  const link = document.getElementById("review-name"), said = kept.get(item.id);
  link.href = `/documents/${item.id}`;
  link.querySelector("bdi").textContent = item.name;
  const why = document.getElementById("review-drawn");
  why.textContent = item.drawn;
  why.hidden = !item.drawn;
  count();
  papers = item.papers;
  pages.replaceChildren(...papers.map((paper) => paper.figure));
  pages.scrollTop = 0;
  form.form.inert = false;
  form.draw(item.fields, said);
  if (said?.problem) say(`${said.problem}. ${texts.kept}`);
  form.focusFirst();
}

// Nothing can be shown now: what is on the screen cannot be accepted.
function stop(text) {
  root.hidden = false;
  root.removeAttribute("aria-busy");
  drawn = null;
  papers = [];
  pages.replaceChildren();
  form.form.inert = true;
  say(`${text}. ${texts.again}`);
}

// The end of the queue. What was left for later, and what came meanwhile, can be looked at next.
async function finish() {
  await acts;
  drawn = null;
  try {
    const left = await ask("/review/queue");
    if (queue[place] !== undefined) return;
    root.hidden = true;
    finished.hidden = false;
    const text = left.length === 1 ? texts.laterOne : texts.laterOther;
    document.getElementById("review-end").textContent = left.length ? filled(text, { count: left.length }) : texts.nothingLeft;
    const again = document.getElementById("review-again");
    again.hidden = left.length === 0;
    if (left.length) again.focus();
    else document.getElementById("content").focus();
  } catch (error) {
    stop(error.message);
  }
}

async function begin() {
  try {
    queue = await ask("/review/queue");
  } catch (error) {
    return stop(error.message);
  }
  items.clear();
  say("");
  return show(0);
}

function count() {
  const left = queue.length - place, text = left === 1 ? texts.leftOne : texts.leftOther;
  document.getElementById("review-left").textContent = filled(text, { count: left });
}

// The person pointed at words: the field that has or had the focus gets their value and their place.
async function take(page, words, boxes) {
  const item = drawn, name = form.target, field = form.fields.get(name);
  if (!field) return;
  try {
    const read = await ask(`/review/${item.id}/read`, { kind: field.kind, words });
    if (drawn === item) form.fill(name, read.text, boxes.length ? { page, boxes } : null);
  } catch (error) {
    say(error.message);
  }
}

// The next document is shown at once. What is not taken comes next, with what was typed.
function accept() {
  if (!shown || shown !== drawn) return;
  const item = shown, said = form.said(), before = form.found();
  forget(item.id);
  drawn = null;
  say("");
  store(item, said, before);
  show(place);
}

async function store(item, said, before) {
  try {
    await act(`/review/${item.id}`, { seen: item.seen, ...said });
  } catch (error) {
    if (error.status === 404) return say(texts.gone);
    kept.set(item.id, { ...said, before, problem: error.message });
    if (error.status === 0) items.set(item.id, Promise.resolve(item));
    const isEnd = queue[place] === undefined;
    queue.splice(isEnd ? place : place + 1, 0, item.id);
    if (isEnd) return show(place);
    count();
    say(filled(texts.refused, { name: item.name, problem: error.message }));
  }
}

function forget(id) {
  items.delete(id);
  kept.delete(id);
  if (queue.includes(id)) queue.splice(queue.indexOf(id), 1);
}

async function remove() {
  if (!shown) return;
  const { id } = shown;
  try {
    await act(`/documents/${id}/delete`);
  } catch (error) {
    if (error.status !== 404) return say(error.message);
  }
  if (drawn?.id === id) drawn = null;
  const was = queue.indexOf(id);
  forget(id);
  say(texts.deleted);
  if (was <= place) show(was < place ? place - 1 : place);
}

async function undo() {
  let told;
  try {
    told = await act("/undo");
  } catch (error) {
    return say(error.message);
  }
  remember();
  for (const id of told.documents.toReversed()) {
    items.delete(id);
    if (queue.includes(id)) queue.splice(queue.indexOf(id), 1);
    queue.splice(Math.min(place, queue.length), 0, id);
  }
  await show(place);
  say(filled(texts.undone, told));
}

async function changeType(name) {
  const item = drawn;
  try {
    const other = await ask(`/review/${item.id}?type=${encodeURIComponent(name)}`);
    if (drawn === item && form.control("type").value === name) form.redraw(other.fields);
  } catch (error) {
    say(error.message);
  }
}

function say(text) {
  message.textContent = text;
}

const KEYS = {
  j: () => { say(""); show(place + 1); },
  k: () => { say(""); show(place - 1); },
  u: undo,
  d: remove,
  "/": () => { window.location = "/documents#words"; },
  "?": () => document.getElementById("review-keys").showModal(),
};

form.form.addEventListener("submit", (event) => { event.preventDefault(); accept(); });
form.form.addEventListener("change", (event) => { if (event.target.name === "type") changeType(event.target.value); });
document.getElementById("review-skip").addEventListener("click", KEYS.j);
document.getElementById("review-delete").addEventListener("click", remove);
document.getElementById("review-undo").addEventListener("click", undo);
document.getElementById("review-help").addEventListener("click", KEYS["?"]);
document.getElementById("review-again").addEventListener("click", begin);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const isTyping = event.target.matches("input, select, textarea"), isEnter = event.key === "Enter";
  if (isEnter && event.repeat) event.preventDefault(); // a key that is held down accepts one document
  else if (event.key === "Escape") pages.focus({ preventScroll: true });
  else if (isEnter && !drawn && finished.hidden) begin();
  else if (isEnter && (event.target.matches("select") || event.target === pages || event.target === document.body)) accept();
  else if (!isTyping && event.key in KEYS) KEYS[event.key]();
  else return;
  if (event.key !== "Escape") event.preventDefault();
});
window.addEventListener("beforeunload", (event) => {
  remember();
  if (kept.size) event.preventDefault();
});

begin();
