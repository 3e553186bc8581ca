/**
 * A table of very many rows: searched, filtered, sorted and copied here, drawn as far as it is seen.
 *
 * Its rows come as bytes. First is a line of JSON: `keys` (one a row) and `columns`, each with its `levels`
 * (the texts that occur, in the order of sorting). Then are numbers of four bytes: of each column its
 * `codes` (the level of each row, -1 where there is none) and where it has one its `bar`. So a filter looks
 * at levels, and sorting compares numbers. Python hears which row is opened and how many are chosen; which
 * ones stands in a hidden field, so that every press carries it.
 */

const ROW = 32; // pixels; the style sheet agrees
const SPARE = 6; // rows drawn beyond what is seen
const SPANS = [["", "any time"], ["92", "in the last 3 months"], ["366", "in the last year"], ["-366", "over a year ago"], ["none", "never"]];

// What a table was left as, by its name: it is as it was when the screen is shown again.
const leftAs = new Map();
const LETTERS = { ß: "ss", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", ŧ: "t", þ: "th", æ: "ae", œ: "oe" };
const SPELT = { ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" };

/** A text without case and diacritics; with `spelt`, ö is oe. */
function folded(text, spelt = false) {
  let lower = text.toLowerCase();
  if (/^[\x00-\x7f]*$/.test(lower)) return lower;
  if (spelt) lower = lower.normalize("NFC").replace(/[äöüøå]/g, (letter) => SPELT[letter]);
  return lower.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ßøđðħıłŧþæœ]/g, (letter) => LETTERS[letter]);
}

/** The keys and the columns of a table from its bytes. */
function unpacked(bytes) {
  const all = new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength);
  const end = all.indexOf(10);
  const data = JSON.parse(new TextDecoder().decode(all.subarray(0, end)));
  const numbers = new Int32Array(all.slice(end + 1).buffer); // of its own: here they begin at any byte
  const rows = data.keys.length;
  let at = 0;
  const next = () => numbers.subarray(at, (at += rows));
  for (const column of data.columns) {
    column.codes = next();
    column.bar = column.bar ? next() : null;
  }
  return data;
}

/** Fold the levels of a column once: `spelt` only where it differs. */
function foldLevels(column) {
  column.plain ??= column.levels.map((text) => folded(text));
  column.spelt ??= column.levels.map((text, at) => { const other = folded(text, true); return other === column.plain[at] ? null : other; });
}

/** The levels of a column that have a word in them. */
function levelsWith(column, word) {
  foldLevels(column);
  const [plain, spelt] = [folded(word), folded(word, true)];
  const found = new Uint8Array(column.levels.length);
  column.plain.forEach((text, at) => {
    if (text.includes(plain) || text.includes(spelt) || (column.spelt[at] !== null && column.spelt[at].includes(spelt))) found[at] = 1;
  });
  return found;
}

/** The levels of a column that its filter lets through, and whether it lets through blanks. */
function levelsLet(column, value, day) {
  if (column.filter === "text") {
    const words = value.split(/\s+/).filter(Boolean).map((word) => levelsWith(column, word));
    return [Uint8Array.from(column.levels, (_, at) => Number(words.every((word) => word[at]))), false];
  }
  if (value === "none") return [new Uint8Array(column.levels.length), true];
  if (column.filter === "days") {
    const limit = Math.abs(Number(value));
    const age = column.raw.map((text) => (day - Date.parse(text)) / 86_400_000);
    return [Uint8Array.from(age, (days) => Number(value > 0 ? days <= limit : days > limit)), false];
  }
  return [Uint8Array.from(column.has, (parts) => Number(value === "any" ? parts.length > 0 : parts.includes(Number(value)))), false];
}

/** The rows to show, in their order. */
function rowsOf({ keys, columns, day }, { query, filters, sort }) {
  const tests = query.split(/\s+/).filter(Boolean).map((word) => {
    const found = columns.filter((column) => column.search).map((column) => [column.codes, levelsWith(column, word)]);
    return (row) => found.some(([codes, passed]) => codes[row] >= 0 && passed[codes[row]]);
  });
  for (const column of columns) {
    const value = filters[column.name];
    if (!value) continue;
    const [passed, blank] = levelsLet(column, value, day);
    tests.push((row) => (column.codes[row] < 0 ? blank : passed[column.codes[row]]));
  }
  let rows = Array.from(keys, (_, row) => row);
  if (tests.length) rows = rows.filter((row) => tests.every((test) => test(row)));
  const by = columns.find((column) => column.name === sort.column);
  if (!by) return rows;
  // What is missing comes last, whichever way it is sorted.
  const [{ codes }, sign, last] = [by, sort.down ? -1 : 1, by.levels.length];
  return rows.sort((a, b) => {
    const [one, two] = [codes[a], codes[b]];
    return one < 0 || two < 0 ? (one < 0 ? last : 0) - (two < 0 ? last : 0) : sign * (one - two);
  });
}

/** What a spreadsheet may run: as `infonet/tables/cells.py` has it, but for what is missing. */
const LIVE = /^(?:[\s\0\x1c-\x1f\x85\ufeff]*['=+\-@\uff07\uff1d\uff0b\uff0d\uff20\u2212]|[\t\r\n])/;

/** A cell as a spreadsheet reads it: never as a formula. */
const harmless = (text) => (LIVE.test(text) ? `'${text}` : text);
const quoted = (text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const shownIn = (column, row) => column.levels[column.codes[row]] ?? "";
const savedOf = (column, row) => String((column.raw ?? column.levels)[column.codes[row]] ?? "");

class Grid {
  constructor(root, api) {
    [this.root, this.api, this.anchor, this.stamp] = [root, api, 0, 0];
    const { name, hint } = root.infonet[1];
    if (!leftAs.has(name)) leftAs.set(name, { query: "", asked: "", filters: {}, sort: {}, chosen: new Set(), turn: 0, at: 0, column: 0, top: 0 });
    this.state = leftAs.get(name);
    this.told = 0;
    const bar = add(root, "div", { class: "row grid-bar" });
    const label = add(bar, "label", { class: "field" });
    add(label, "span", {}, "Search");
    this.search = add(label, "input", { type: "search", autocomplete: "off", dir: "auto", placeholder: hint });
    this.search.addEventListener("input", () => { this.state.query = this.search.value; this.find(); });
    this.all = this.button(bar, "Show all", () => { Object.assign(this.state, { query: "", filters: {} }); this.find(); this.drawHead(); });
    this.count = add(bar, "span", { class: "muted grid-count", role: "status" });
    const which = "those who are chosen, or else all who are shown";
    this.button(bar, "Copy", () => this.copy()).title = `Copy ${which}`;
    this.button(bar, "Save as CSV", () => this.save()).title = `Save ${which}`;
    this.scroll = add(root, "div", { class: "grid-scroll", role: "grid", tabindex: "0", "aria-multiselectable": "true" });
    this.head = add(this.scroll, "div", { class: "grid-head", role: "rowgroup" });
    this.body = add(this.scroll, "div", { class: "grid-body", role: "rowgroup" });
    this.field = add(root, "input", { type: "hidden", name });
    this.scroll.addEventListener("scroll", () => { this.state.top = this.scroll.scrollTop; this.draw(); });
    this.scroll.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => this.click(event));
    this.body.addEventListener("dblclick", () => this.open());
    root.addEventListener("change", (event) => event.stopPropagation());
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.scroll);
  }

  button(parent, text, call) {
    const made = add(parent, "button", { type: "button", class: "button" }, text);
    made.addEventListener("click", (event) => { event.stopPropagation(); call(); });
    return made;
  }

  /** Take what Python says: other rows, another question, or that what was chosen is done with. */
  take([, { data, version, label, search = "", turn = 0, day }]) {
    const { state } = this;
    this.scroll.setAttribute("aria-label", label);
    const fresh = version !== this.version;
    if (fresh) {
      const bytes = this.api.data(data);
      if (!bytes) return;
      this.version = version;
      this.data = { ...unpacked(bytes), day: Date.parse(day) };
      const known = new Set(state.chosen.size ? this.data.keys : []);
      for (const key of state.chosen) if (!known.has(key)) state.chosen.delete(key);
      const columns = this.data.columns.map(({ width }) => width).join(" ");
      this.scroll.style.setProperty("--columns", `34px ${columns}`);
      const { columns: all } = this.data;
      // Before anybody can have typed a letter.
      this.folding = setTimeout(() => all.filter((column) => column.filter === "text").forEach(foldLevels), 50);
    }
    const asked = search !== state.asked;
    if (asked) Object.assign(state, { asked: search, query: search, filters: {} });
    const done = turn !== state.turn;
    if (done) { state.turn = turn; state.chosen.clear(); this.told = 0; }
    if (fresh || asked) { this.drawHead(); this.find(fresh && !asked); }
    else if (done) this.mark();
  }

  get columns() { return this.data.columns; }

  drawHead() {
    const { state, head } = this;
    head.replaceChildren();
    const titles = add(head, "div", { class: "grid-line", role: "row", "aria-rowindex": "1" });
    const every = add(add(titles, "div", { role: "columnheader" }), "input", { type: "checkbox", "aria-label": "Choose all shown" });
    every.addEventListener("change", () => this.chooseAll(every.checked));
    this.every = every;
    for (const column of this.columns) {
      const sorted = state.sort.column === column.name ? (state.sort.down ? "descending" : "ascending") : "none";
      const cell = add(titles, "div", { role: "columnheader", "aria-sort": sorted });
      const title = this.button(cell, column.title, () => this.sort(column));
      title.className = "grid-title";
      title.title = column.about ?? `Sort by ${column.title.toLowerCase()}`;
      add(title, "span", { "aria-hidden": "true" }, { none: "", ascending: " ▲", descending: " ▼" }[sorted]);
    }
    const filters = add(head, "div", { class: "grid-line", role: "row", "aria-rowindex": "2" });
    add(filters, "div", { role: "gridcell" });
    for (const column of this.columns) this.drawFilter(add(filters, "div", { role: "gridcell" }), column);
    this.scroll.setAttribute("aria-colcount", this.columns.length + 1);
    this.search.value = state.query;
  }

  drawFilter(cell, column) {
    const name = `Filter by ${column.title.toLowerCase()}`;
    const value = this.state.filters[column.name] ?? "";
    const set = (text) => { this.state.filters[column.name] = text; this.find(); };
    if (column.filter === "text") {
      const field = add(cell, "input", { type: "search", "aria-label": name, autocomplete: "off", dir: "auto" });
      field.value = value;
      field.addEventListener("input", () => set(field.value));
    } else if (column.filter) {
      const blanks = column.codes.some((code) => code < 0);
      const offered = column.filter === "days" ? SPANS : [["", "all"], ["any", column.any], ...column.options.map((text, at) => [String(at), text]), ["none", column.none]];
      const field = add(cell, "select", { "aria-label": name });
      for (const [key, text] of offered) if (text && (key !== "none" || blanks)) add(field, "option", { value: key }, text);
      field.value = value;
      field.addEventListener("change", () => set(field.value));
    }
  }

  sort(column) {
    const { sort } = this.state;
    const again = sort.column === column.name;
    const first = column.filter === "days" || Boolean(column.most); // the latest first, and the most
    this.state.sort = !again ? { column: column.name, down: first } : sort.down === first ? { column: column.name, down: !first } : {};
    this.drawHead();
    this.head.querySelectorAll(".grid-title")[this.columns.indexOf(column)].focus();
    this.find();
  }

  /** Work out the rows to show; `stay` keeps the place in them. */
  find(stay = false) {
    this.rows = rowsOf(this.data, this.state);
    if (!stay) Object.assign(this.state, { at: 0, top: 0 });
    this.state.at = Math.max(0, Math.min(this.state.at, this.rows.length - 1));
    this.anchor = this.state.at;
    this.body.style.height = `${this.rows.length * ROW}px`;
    this.scroll.setAttribute("aria-rowcount", this.rows.length + 2);
    this.scroll.scrollTop = this.state.top;
    this.mark();
  }

  /** Say what is chosen: on the page, in the hidden field, and to Python when it rests. */
  mark() {
    const { state, rows, data } = this;
    const [shown, chosen] = [rows.length, state.chosen.size];
    const { one, many } = this.root.infonet[1];
    const all = data.keys.length;
    const of = shown === all ? "" : ` of ${all.toLocaleString("en")}`;
    this.count.textContent = `${shown.toLocaleString("en")}${of} ${all === 1 ? one : many}${chosen ? `, ${chosen.toLocaleString("en")} chosen` : ""}`;
    this.all.hidden = shown === all;
    this.every.checked = shown > 0 && chosen >= shown && rows.every((row) => state.chosen.has(data.keys[row]));
    this.field.value = JSON.stringify([...state.chosen]);
    clearTimeout(this.telling);
    if (chosen !== this.told) this.telling = setTimeout(() => this.tell(), 120);
    this.stamp += 1;
    this.draw();
  }

  tell() {
    this.told = this.state.chosen.size;
    this.api.send(this.root.infonet[1].hear, { chosen: this.told, quiet: true });
  }

  /** Draw the rows that are seen; those that are there already stay the same elements. */
  draw() {
    if (!this.rows) return;
    const { state, rows, data, body } = this;
    const first = Math.max(0, Math.floor(this.scroll.scrollTop / ROW) - SPARE);
    const last = Math.min(rows.length, first + Math.ceil(this.scroll.clientHeight / ROW) + 2 * SPARE);
    const now = `${first} ${last} ${this.stamp} ${state.at} ${state.column}`;
    if (now === this.drawn) return;
    this.drawn = now;
    while (body.children.length > last - first) body.lastChild.remove();
    while (body.children.length < last - first) this.addRow();
    this.scroll.removeAttribute("aria-activedescendant");
    for (let at = first; at < last; at += 1) this.fill(body.children[at - first], at, rows[at], data);
  }

  addRow() {
    const line = add(this.body, "div", { class: "grid-line grid-row", role: "row" });
    add(line, "div", { role: "gridcell", class: "grid-check" });
    this.columns.forEach((column, at) => add(line, "div", { role: at ? "gridcell" : "rowheader", dir: "auto", class: `${at ? "" : "grid-open"} ${column.bar ? "grid-bars" : ""}` }));
  }

  fill(line, at, row, { keys }) {
    const { state } = this;
    const chosen = state.chosen.has(keys[row]);
    line.style.top = `${at * ROW}px`;
    line.setAttribute("aria-rowindex", at + 3);
    line.setAttribute("aria-selected", chosen);
    line.dataset.at = at;
    line.classList.toggle("at", at === state.at);
    [...line.children].forEach((cell, c) => {
      const column = this.columns[c - 1];
      const text = column ? shownIn(column, row) : chosen ? "☑" : "☐";
      if (cell.textContent !== text) { cell.textContent = text; if (column) cell.title = text; }
      if (column?.bar) cell.style.setProperty("--bar", `${Math.max(0, column.bar[row])}%`);
      const is = at === state.at && c === state.column;
      cell.classList.toggle("at", is);
      if (is) { cell.id = `${this.field.name}-at`; this.scroll.setAttribute("aria-activedescendant", cell.id); } else cell.removeAttribute("id");
    });
  }

  /** Go to a row, so that it is seen; with `reach`, everything from the anchor to it is chosen. */
  go(at, reach = false) {
    const { state, scroll, rows } = this;
    state.at = Math.max(0, Math.min(at, rows.length - 1));
    const [top, room] = [state.at * ROW, scroll.clientHeight - this.head.offsetHeight];
    if (top < scroll.scrollTop) scroll.scrollTop = top;
    else if (top + ROW > scroll.scrollTop + room) scroll.scrollTop = top + ROW - room;
    if (!reach) { this.anchor = state.at; this.draw(); return; }
    const [from, to] = [this.anchor, state.at].sort((a, b) => a - b);
    for (let each = from; each <= to; each += 1) state.chosen.add(this.data.keys[rows[each]]);
    this.mark();
  }

  choose(at) {
    const { chosen } = this.state;
    const key = this.data.keys[this.rows[at]];
    if (!chosen.delete(key)) chosen.add(key);
    this.anchor = at;
    this.mark();
  }

  chooseAll(wanted) {
    const { chosen } = this.state;
    if (!wanted) chosen.clear();
    else for (const row of this.rows) chosen.add(this.data.keys[row]);
    this.mark();
  }

  open() {
    if (this.rows.length) this.api.send(this.root.infonet[1].hear, { open: this.data.keys[this.rows[this.state.at]] });
  }

  key(event) {
    if (event.target !== this.scroll) return; // a field of the head
    const { state, rows } = this;
    const page = Math.max(1, Math.floor((this.scroll.clientHeight - this.head.offsetHeight) / ROW) - 1);
    const steps = { ArrowDown: state.at + 1, ArrowUp: state.at - 1, PageDown: state.at + page, PageUp: state.at - page, Home: 0, End: rows.length - 1 };
    const command = event.ctrlKey || event.metaKey;
    const { key } = event;
    if (key in steps && !event.altKey) this.go(steps[key], event.shiftKey);
    else if (command && key === "a") this.chooseAll(true);
    else if (command && key === "c" && !String(getSelection())) this.copy(true);
    else if (command || event.altKey) return;
    else if (key === "ArrowRight" || key === "ArrowLeft") {
      state.column = Math.max(0, Math.min(state.column + (key === "ArrowRight" ? 1 : -1), this.columns.length));
      this.draw();
    } else if (key === " " && rows.length) { if (event.shiftKey) this.go(state.at, true); else this.choose(state.at); }
    else if (key === "Enter") this.open();
    else if (key === "Escape" && state.chosen.size) this.chooseAll(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  click(event) {
    const line = event.target.closest(".grid-row");
    if (!line) return;
    event.stopPropagation();
    const at = Number(line.dataset.at);
    this.state.column = [...line.children].indexOf(event.target.closest(".grid-row > *"));
    if (event.shiftKey) { getSelection().removeAllRanges(); this.go(at, true); return; }
    this.go(at);
    if (event.target.closest(".grid-check") || event.ctrlKey || event.metaKey) this.choose(at);
    else if (event.target.closest(".grid-open")) this.open();
  }

  /** The rows to copy or save: those chosen, else all shown, or with `one` the row that one is at. */
  taken(one = false) {
    const { state, rows, data } = this;
    const chosen = rows.filter((row) => state.chosen.has(data.keys[row]));
    return chosen.length ? chosen : one ? rows.slice(state.at, state.at + 1) : rows;
  }

  async copy(one = false) {
    const rows = this.taken(one);
    const lines = rows.map((row) => this.columns.map((column) => harmless(shownIn(column, row))).join("\t"));
    const copied = await copyText([this.columns.map(({ title }) => title).join("\t"), ...lines].join("\n"));
    const count = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`;
    this.api.say(copied ? `Copied ${count}.` : "Nothing was copied: the browser does not allow it here.");
  }

  save() {
    const lines = this.taken().map((row) => this.columns.map((column) => quoted(harmless(savedOf(column, row)))).join(","));
    const titles = this.columns.map(({ title }) => quoted(title)).join(",");
    // The mark at the beginning tells a spreadsheet that it is UTF-8.
    saveFile({ name: `${this.field.name}.csv`, type: "text/csv", text: `\ufeff${[titles, ...lines].join("\r\n")}\r\n` });
  }
}

SPECIAL.grid = {
  make(node, api) {
    const root = document.createElement("div");
    root.className = "grid";
    root.dataset.special = "grid";
    root.infonet = node;
    root.grid = new Grid(root, api);
    root.grid.take(node);
    // Only what stands in the page has a height, and a place to scroll to.
    requestAnimationFrame(() => { root.grid.scroll.scrollTop = root.grid.state.top; root.grid.draw(); });
    return root;
  },
  update(root, node) {
    root.infonet = node;
    root.grid.take(node);
  },
  drop(root) {
    root.grid.watch.disconnect();
    clearTimeout(root.grid.telling);
    clearTimeout(root.grid.folding);
  },
};
