/* The list of documents: filters, sorts and draws the loaded rows. What is chosen stands in the address. */
"use strict";

(() => {
  const { parts, load, ID, DATE, TYPE, ENTITY, TITLE, TOTAL, CURRENCY, SERIES, SERIES_TITLE, TAGS, STATUS, UNCERTAIN, REGISTERED } =
    window.alfrd;
  const { language, number, collator, plain, words, order, mark, pager } = window.alfrdLists;
  const STEP = 100, NO_ID = "00000000-0000-0000-0000-000000000000", NEWEST = "-date";
  const box = document.getElementById("documents"), text = box.dataset;
  const form = document.getElementById("filters"), found = document.getElementById("found");
  const body = box.querySelector("tbody"), more = document.getElementById("more"), older = document.getElementById("older");
  const years = [...document.querySelectorAll("#years a")];

  // How things are written.

  const day = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const days = new Map(), currencies = new Map();

  const remembered = (known, key, make) => {
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key);
  };
  const dated = (iso) => (iso ? remembered(days, iso, () => day.format(new Date(iso))) : "");
  const amounts = (currency) => remembered(currencies, currency, () => {
    const style = currency ? { style: "currency", currency } : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    return new Intl.NumberFormat(language, style);
  });
  const money = (row) => (row[TOTAL] === null ? "" : amounts(row[CURRENCY]).format(row[TOTAL]));
  const named = (name) => {
    const words = name.replaceAll("_", " ").replace(/\bocr\b/, "OCR");
    return words.charAt(0).toUpperCase() + words.slice(1);
  };
  const called = (row) => row[TITLE] || row[ENTITY];
  const counted = (count, one, other) => (count === 1 ? one : other).replace("{count}", number.format(count));

  // The rows, in the order of the lists: the newest first.

  let rows = [], texts = [];
  const orders = new Map();

  function collect() {
    const place = (name) => name.split("-").map(Number).reduce((year, part) => year * 1e6 + part);
    const names = [...parts.keys()].sort((one, other) => place(other.slice(10)) - place(one.slice(10)));
    rows = names.flatMap((name) => parts.get(name));
    texts = [];
    orders.clear();
    offer(form.elements.type, new Set(rows.map((row) => row[TYPE])), named);
    offer(form.elements.status, new Set(rows.map((row) => row[STATUS])), named);
    offer(form.elements.year, years.map((link) => link.dataset.year), String);
  }

  function offer(select, values, write) {
    const chosen = select.value;
    const options = [...values].filter(Boolean).map((value) => new Option(write(value), value));
    if (select.name !== "year") options.sort((one, other) => collator.compare(one.text, other.text));
    select.replaceChildren(select.options[0], ...options);
    choose(select, chosen);
  }

  function choose(select, value) {
    if (value && ![...select.options].some((option) => option.value === value)) select.add(new Option(named(value), value));
    select.value = value;
  }

  const searched = (row) => plain([
    row[ENTITY], row[TITLE], row[TYPE], named(row[TYPE]), row[SERIES_TITLE], row[TAGS].join("\n"), row[DATE], dated(row[DATE]),
    row[TOTAL] === null ? "" : `${row[TOTAL].toFixed(2)}\n${money(row)}`,
  ].join("\n"));

  const VALUES = {
    document: called, type: (row) => named(row[TYPE]), total: (row) => row[TOTAL],
    series: (row) => row[SERIES_TITLE], tags: (row) => row[TAGS].join(", "), status: (row) => named(row[STATUS]),
  };

  /* The places of all rows in an order. The newest of equal ones is the first. */
  function ordered(sort) {
    return remembered(orders, sort, () => {
      const key = sort.replace("-", ""), sign = sort.startsWith("-") ? -1 : 1;
      if (key !== "date") return order(rows.map(VALUES[key]), sign);
      const places = Uint32Array.from(rows.keys());
      return sign < 0 ? places : places.reverse();
    });
  }

  function matching() {
    const chosen = Object.fromEntries(new FormData(form)), wanted = words(chosen.q);
    if (wanted.length && !texts.length) texts = rows.map(searched);
    return ordered(sort).filter((at) => {
      const row = rows[at];
      return (!chosen.type || row[TYPE] === chosen.type) && (!chosen.status || row[STATUS] === chosen.status)
        && (!chosen.year || (row[DATE] || row[REGISTERED]).slice(0, 4) === chosen.year.padStart(4, "0"))
        && (!chosen.uncertain || row[UNCERTAIN].length) && wanted.every((word) => texts[at].includes(word));
    });
  }

  // The table.

  let sort = NEWEST;
  const table = pager(body, more, STEP, (at) => drawn(rows[at]), tell);

  const element = (name, content = "", className = "") => {
    const made = document.createElement(name);
    made.append(content);
    if (className) made.className = className;
    return made;
  };
  const isolated = (content) => element("bdi", content);
  const cell = (row, field, content, className) => {
    const made = element("td", content, className);
    if (row[UNCERTAIN].includes(field)) {
      const mark = element("span", "?", "unsure");
      mark.title = text.uncertain;
      made.append(" ", mark);
    }
    return made;
  };
  const link = (address, content) => {
    const made = element("a", isolated(content));
    made.href = address;
    return made;
  };

  function address(row) {
    const words = form.elements.q.value.trim();
    const page = text.document.replace(NO_ID, row[ID]).replace("/00/", `/${row[ID].slice(0, 2)}/`);
    return words ? `${page}#q=${encodeURIComponent(words)}` : page;
  }

  const series = (row) => text.series.replace(/0(?=[^0]*$)/, row[SERIES]);

  function drawn(row) {
    const made = document.createElement("tr"), subject = cell(row, "entity", link(address(row), called(row)));
    if (row[TITLE] && row[ENTITY]) subject.append(" ", element("small", isolated(row[ENTITY])));
    made.append(
      cell(row, "date", dated(row[DATE]), "date"), subject,
      cell(row, "type", named(row[TYPE]), "spare"), cell(row, "total", money(row), "number"),
      cell(row, "series", row[SERIES] === null ? "" : link(series(row), row[SERIES_TITLE]), "spare"),
      cell(row, "tags", "", "spare tags"), cell(row, "status", element("span", named(row[STATUS]), `status ${row[STATUS]}`), "spare"),
    );
    made.cells[5].append(...row[TAGS].map((tag) => element("span", isolated(tag), "tag")));
    return made;
  }

  const unloaded = () => years.filter((each) => each.dataset.scripts);

  function tell() {
    const chosen = form.elements.year.value;
    const left = chosen ? 0 : unloaded().reduce((sum, each) => sum + Number(each.dataset.documents), 0);
    const said = [table.found ? counted(table.found, text.foundOne, text.foundOther) : rows.length ? text.nothing : text.empty];
    if (table.shown < table.found) said.push(counted(table.shown, text.shown, text.shown));
    if (left) said.push(counted(left, text.unloaded, text.unloaded));
    found.textContent = said.join("; ");
    older.hidden = !left;
    older.textContent = counted(left, text.older, text.older);
  }

  function draw(count = STEP) {
    mark(box.querySelector(`[data-sort=${sort.replace("-", "")}]`).closest("th"), sort.startsWith("-") ? -1 : 1);
    table.show(matching(), count);
  }

  // The address.

  let isWide = false; // whether all years are loaded

  function remember(isStep, count = table.shown) {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    if (sort !== NEWEST) chosen.set("sort", sort);
    if (isWide) chosen.set("all", "1");
    const query = chosen.toString();
    history[isStep ? "pushState" : "replaceState"]({ shown: count }, "", query ? `?${query}` : location.pathname);
  }

  function recall() {
    const chosen = new URLSearchParams(location.search), wanted = chosen.get("sort") ?? NEWEST;
    form.elements.q.value = chosen.get("q") ?? "";
    for (const name of ["type", "status", "year"]) choose(form.elements[name], chosen.get(name) ?? "");
    form.elements.uncertain.checked = chosen.has("uncertain");
    sort = wanted === "date" || wanted.replace("-", "") in VALUES ? wanted : NEWEST;
    isWide = chosen.has("all");
    fetched(() => draw(Math.max(STEP, history.state?.shown ?? 0)));
  }

  /* Load the years that are needed, and go on. */
  function fetched(next) {
    const needed = unloaded().filter((each) => isWide || each.dataset.year === form.elements.year.value);
    if (!needed.length) return next();
    const sources = needed.flatMap((each) => each.dataset.scripts.trim().split(" "));
    for (const each of needed) delete each.dataset.scripts;
    load(sources, (isWhole) => {
      collect();
      next();
      if (!isWhole) found.textContent = text.missing;
    });
  }

  function changed(isStep) {
    fetched(() => {
      draw();
      remember(isStep);
    });
  }

  // What people do.

  form.addEventListener("input", (event) => changed(event.target.name !== "q"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (table.found && form.elements.q.value.trim()) location.href = address(rows[table.first]);
  });
  more.addEventListener("click", () => remember(false));
  older.addEventListener("click", () => {
    isWide = true;
    changed(true);
    form.elements.q.focus();
  });
  box.querySelector("thead").addEventListener("click", (event) => {
    const key = event.target.closest("[data-sort]")?.dataset.sort;
    if (!key) return;
    const first = key === "date" || key === "total" ? `-${key}` : key;
    sort = sort !== first ? first : first.startsWith("-") ? key : `-${key}`;
    changed(true);
  });
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    if (event.target.closest("a") || event.ctrlKey || event.metaKey || event.shiftKey || String(getSelection())) return;
    row.querySelector("a").click();
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(input|select|textarea)$/i.test(event.target.tagName), row = event.target.closest?.("tbody tr");
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    let next = null;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "/" && !isTyping) next = form.elements.q;
    else if (steps && row) next = body.rows[row.rowIndex - 1 + steps]?.querySelector("a") ?? (steps < 0 ? form.elements.q : null);
    else if (steps > 0 && event.target === form.elements.q) next = body.querySelector("a");
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  addEventListener("popstate", recall);

  form.hidden = box.hidden = false;
  collect();
  recall();
  if (location.hash === "#words") form.elements.q.focus();
})();
