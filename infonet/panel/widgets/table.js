/**
 * A table whose rows can be chosen: a real table with a button in each row.
 *
 * Every text comes from other people's exports or from the log. It is set with textContent and
 * setAttribute only, so that markup in it shows as letters. Nothing is fetched.
 *
 * @typedef {{text: string, note?: string, tone?: string, at?: number, low?: number, high?: number}} Cell
 */

const WIDE = 72;

/** A chance with its 95 % interval on a line from 0 to 1; the numbers stand beside it. */
function bar(parent, { at, low, high }) {
  const svg = add(parent, "svg", { class: "bar", viewBox: `0 0 ${WIDE} 12`, width: WIDE, height: 12, "aria-hidden": "true" });
  add(svg, "line", { class: "rail", x1: 0, x2: WIDE, y1: 6, y2: 6 });
  if (low !== undefined) add(svg, "line", { class: "span", x1: low * WIDE, x2: high * WIDE, y1: 6, y2: 6 });
  add(svg, "circle", { class: "mark", cx: Math.min(Math.max(at * WIDE, 3.5), WIDE - 3.5), cy: 6, r: 3.5 });
}

/** @param {Cell | string | null} cell */
function fill(parent, cell) {
  const { text, note, tone, at, low, high } = typeof cell === "string" ? { text: cell } : cell ?? { text: "" };
  if (tone) parent.dataset.tone = tone;
  if (at !== undefined) bar(parent, { at, low, high });
  add(parent, "bdi", {}, text);
  if (note) add(parent, "small", { dir: "auto" }, note);
}

function render({ model, el }) {
  const root = add(el, "div", { class: "infonet-table" });
  const rows = () => [...root.querySelectorAll("tbody tr")];
  const pick = (i) => { model.set("chosen", i); model.set("clicks", model.get("clicks") + 1); model.save_changes(); };

  /** Mark the chosen row, without drawing anything anew. */
  const mark = () => rows().forEach((row, i) => {
    const chosen = i === model.get("chosen");
    row.classList.toggle("chosen", chosen);
    row.querySelector("button")?.setAttribute("aria-pressed", String(chosen));
  });

  const draw = () => {
    const held = rows().findIndex((row) => row.contains(document.activeElement));
    const [columns, content, prefix] = [model.get("columns"), model.get("rows"), model.get("row_class")];
    root.replaceChildren();
    if (!content.length) { add(root, "p", { class: "empty" }, model.get("empty")); return; }
    const table = add(root, "table");
    if (model.get("caption")) add(table, "caption", {}, model.get("caption"));
    const head = add(add(table, "thead"), "tr");
    for (const { title, number } of columns) add(head, "th", { scope: "col", class: number ? "number" : "" }, title);
    const body = add(table, "tbody");
    content.forEach((cells, i) => {
      const row = add(body, "tr", prefix ? { class: `${prefix} ${prefix}-${i}` } : {});
      cells.forEach((cell, c) => {
        const place = add(row, c ? "td" : "th", { class: columns[c].number ? "number" : "", ...(c ? {} : { scope: "row" }) });
        fill(prefix && !c ? add(place, "button", { type: "button" }) : place, cell);
      });
      if (!prefix) return;
      row.classList.add("choosable");
      row.addEventListener("click", () => { row.querySelector("button").focus(); pick(i); });
    });
    mark();
    if (held >= 0) rows()[Math.min(held, content.length - 1)]?.querySelector("button")?.focus({ preventScroll: true });
  };

  // Up and down go from row to row, beside Tab.
  root.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = rows().findIndex((row) => row.contains(document.activeElement));
    if (!step || at < 0) return;
    rows()[at + step]?.querySelector("button")?.focus();
    event.preventDefault();
  });
  const news = ["rows", "columns", "caption", "empty"].map((name) => `change:${name}`).join(" ");
  model.on(news, draw);
  model.on("change:chosen", mark);
  draw();
  return () => { model.off(news, draw); model.off("change:chosen", mark); };
}

export default { render };
