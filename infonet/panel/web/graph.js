/**
 * The graph: draws the ego network as SVG. Places, shapes and words come from Python
 * (`_graph_scene.py` says what a scene holds); here is only what depends on the size of the
 * picture, on the camera and on what the user does.
 *
 * Names, titles and employers come from other people's exports: `add` of dom.js sets them as text.
 * Nothing is fetched.
 */

{
const FARTHEST = 16;
/** Pixels that an arrow key moves the picture, and that a press may slip before it is a drag. */
const [STRIDE, SLIP] = [60, 4];
/** Pixels from line to line of a name, and from name to name beside the circle. */
const [LINE, ROW] = [12.5, 15];
/** The most people in view that are named, the closest first. */
const NAMED = 150;
/** The most ties that are always drawn, from the closest people on; pointing at a person shows all. */
const HAZE = 3000;
/** Places of a name beside its dot: below, above, on its right, on its left. */
const BESIDE = [[0, 1], [0, -1], [1, 0], [-1, 0]];
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
/** What of a node is shown, in the order in which changes are drawn. */
const SHOWN = ["scene", "steps", "selected", "found", "colour", "search", "opened"];
let views = 0;

function button(parent, text, press, label = null) {
  const made = add(parent, "button", { type: "button" }, text);
  if (label) for (const name of ["aria-label", "title"]) made.setAttribute(name, label);
  made.addEventListener("click", press);
  return made;
}

const between = (low, value, high) => Math.max(low, Math.min(high, value));

/** A text in pieces that must not be cut: each letter with its marks. */
const pieces = (text) => [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);

/** Ascending places between two ends, moved so that none overlaps the next; each has its height. */
function spread(places, heights, low, high) {
  const down = places.map((place, n) => {
    const y = Math.max(place, low + heights[n] / 2);
    low = y + heights[n] / 2;
    return y;
  });
  for (let n = down.length - 1; n >= 0; n -= 1) {
    down[n] = Math.min(down[n], high - heights[n] / 2);
    high = down[n] - heights[n] / 2;
  }
  return down;
}

/** The box of that size around a point, and whether two boxes have nothing in common. */
const around = (x, y, width, height) => [x - width / 2, y - height / 2, width, height];
const apart = ([x, y, width, height], [a, b, wide, high]) =>
  x >= a + wide || a >= x + width || y >= b + high || b >= y + height;

class GraphView {
  /** @param {Told} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    /** Measures texts apart from the page. */
    this.pen = document.createElement("canvas").getContext("2d");
    this.build(el, `infonet-graph-${++views}`);
    this.stop = this.listen();
    this.attend();
    this.draw();
  }

  build(el, id) {
    this.root = add(el, "div", { class: "infonet-graph" });
    this.head = add(this.root, "p", { class: "counts" });
    const bar = add(this.root, "div", { class: "controls" });
    this.back = button(bar, "← Everybody", () => this.set("opened", -1));
    const search = { type: "search", placeholder: "name or company", dir: "auto" };
    this.input = add(add(bar, "label", {}, "Search "), "input", search);
    this.colour = add(add(bar, "label", {}, "Colour by "), "select");
    for (const value of ["company", "closeness"]) add(this.colour, "option", { value }, value);
    const zoom = add(bar, "span", { class: "zoom", role: "group", "aria-label": "Zoom" });
    button(zoom, "+", () => this.zoom(1.5), "Zoom in");
    button(zoom, "−", () => this.zoom(1 / 1.5), "Zoom out");
    button(zoom, "All", () => this.reset(), "Show everything");
    this.status = add(this.root, "p", { class: "said", role: "status", "aria-live": "polite" });
    const body = add(this.root, "div", { class: "body" });
    const frame = add(body, "div", { class: "frame" });
    const role = { role: "graphics-document document", "aria-roledescription": "graph" };
    this.svg = add(frame, "svg", { ...role, "aria-describedby": id, tabindex: 0 });
    this.tip = add(frame, "div", { class: "tip", "aria-hidden": "true", hidden: "" });
    const help = add(frame, "div", { class: "help" });
    this.hint = add(help, "span", { class: "hint" });
    const more = add(help, "details");
    add(more, "summary", { "aria-label": "Mouse and keys", title: "Mouse and keys" }, "?");
    this.keys = add(more, "p", { class: "hint", id });
    const aside = add(body, "div", { class: "aside" });
    this.route = add(aside, "section", { class: "route", "aria-label": "The way to them" });
    this.legend = add(aside, "section", { class: "legend", "aria-label": "Legend" });
  }

  /** Follow what is shown and the size of the picture; returns how to stop. */
  listen() {
    const { calls } = this.model;
    calls.set("scene", () => this.draw()).set("steps", () => this.follow());
    for (const name of ["selected", "found", "colour", "search"]) calls.set(name, () => this.update());
    const sizes = new ResizeObserver(([{ contentRect: { width, height } }]) => {
      if (width && height) this.resize(width, height); // in a tab behind another there is none
    });
    sizes.observe(this.svg);
    return () => {
      calls.clear();
      sizes.disconnect();
      cancelAnimationFrame(this.pending);
      this.size = null; // nothing more is drawn, whatever is still heard
    };
  }

  /** Follow mouse and keyboard. */
  attend() {
    const { svg, input, colour } = this;
    colour.addEventListener("change", () => this.set("colour", colour.value));
    input.addEventListener("input", () => this.set("search", input.value));
    input.addEventListener("keydown", (event) => {
      const [first] = this.hits;
      if (event.key === "Enter" && first) this.focus(first);
    });
    // To a notebook, plain letters are commands ("dd" deletes the cell): they stay in here.
    this.root.addEventListener("keydown", (event) => {
      const runs = event.shiftKey && event.key === "Enter";
      if (!event.ctrlKey && !event.altKey && !event.metaKey && !runs) event.stopPropagation();
    });
    const calls = {
      click: (event) => { if (!this.dragged) this.press(this.node(event.target)); },
      pointerdown: (event) => {
        [this.dragged, this.held] = [false, event.button === 0 ? [event.clientX, event.clientY] : null];
      },
      pointermove: (event) => this.drag(event),
      pointerover: (event) => this.hover(event.target),
      pointerleave: () => this.hover(document.activeElement),
      focusin: (event) => { this.rove(this.node(event.target)); this.hover(event.target); this.place(); },
      focusout: () => { this.hover(null); this.place(); },
      keydown: (event) => this.key(event),
      wheel: (event) => this.wheel(event),
    };
    for (const [name, call] of Object.entries(calls)) svg.addEventListener(name, call, { passive: false });
  }

  set(name, value) {
    this.model.set(name, value);
  }

  /** The node of an element; -1 for what is none. */
  node(element) {
    return Number(element?.dataset?.node ?? -1);
  }

  // --- the scene -----------------------------------------------------------------------------

  /** Draw the whole scene anew; the only place where all people are made. */
  draw() {
    const { svg, model } = this;
    const held = svg.contains(document.activeElement) || document.activeElement === this.back;
    const [of, key] = [this.scene?.of, this.scene?.nodes.key[this.roving]];
    const { nodes, ...scene } = (this.scene = model.get("scene"));
    this.fitted = null;
    // The same people after something was learnt: the camera stays.
    if (of !== scene.of) this.reset();
    for (const part of ["hint", "keys"]) this[part].textContent = scene[part];
    this.head.textContent = scene.title;
    this.back.hidden = model.get("opened") < 0;
    svg.setAttribute("aria-label", scene.title);
    svg.replaceChildren();
    /** Lines of the tip of an element. */
    this.words = new Map();
    this.stage = add(svg, "g");
    const ground = add(this.stage, "g", { "aria-hidden": "true" });
    for (const { words, ...path } of scene.ground) this.words.set(add(ground, "path", path), words);
    const pairs = nodes.ties.flatMap((others, i) => others.filter((j) => j > i).map((j) => [i, j]));
    add(ground, "path", { class: "ties", d: this.curves(pairs.slice(0, HAZE)) });
    add(ground, "path", { class: "links", d: this.curves(scene.links) });
    this.near = add(ground, "path", { class: "near" });
    this.marks = nodes.words.map((words, i) => {
      const [names, d] = scene.looks[nodes.look[i]];
      const said = { role: "button", "aria-label": words.join(", ") };
      const mark = add(this.stage, "path", { class: names, d, ...said, tabindex: -1, "data-node": i });
      const size = `scale(calc(${nodes.r[i]} * var(--grown)))`;
      mark.style.transform = `translate(${nodes.x[i]}px, ${nodes.y[i]}px) ${size}`;
      this.words.set(mark, words);
      return mark;
    });
    this.over = add(svg, "g", { "aria-hidden": "true", class: "over" });
    this.explain();
    this.rove(Math.max(0, key ? nodes.key.indexOf(key) : 0));
    this.follow();
    if (held) this.focus(this.roving);
  }

  /** Curves between pairs of nodes, bent towards the middle. */
  curves(pairs) {
    const { x, y } = this.scene.nodes;
    const bend = (a, b) => (0.3 * (a + b)).toFixed(1);
    const curve = ([a, b]) => `M${x[a]},${y[a]}Q${bend(x[a], x[b])},${bend(y[a], y[b])} ${x[b]},${y[b]}`;
    return pairs.map(curve).join("");
  }

  /** What shapes and colours mean. */
  explain() {
    this.legend.replaceChildren();
    for (const [name, items] of Object.entries(this.scene.legend)) {
      const list = add(this.legend, "ul", { class: name });
      for (const [names, d, size, words] of items) {
        const item = add(list, "li");
        const box = { viewBox: "-8 -8 16 16", width: 16, height: 16, "aria-hidden": "true" };
        add(add(item, "svg", box), "path", { class: names, d, transform: `scale(${size})` });
        add(item, "bdi", {}, words);
      }
    }
  }

  /** List the chosen route in words, and show it. */
  follow() {
    const steps = this.model.get("steps");
    this.steps = new Map(steps.filter((step) => step.node >= 0).map((step) => [step.node, step]));
    this.route.replaceChildren();
    this.route.hidden = !steps.length;
    add(this.route, "h4", {}, "The way to them");
    const list = steps.length && add(this.route, "ol");
    for (const { person, name, job, words } of steps) {
      const item = add(list, "li");
      add(button(item, "", () => this.set("selected", person)), "bdi", {}, name);
      if (job) add(item, "bdi", { class: "job" }, job);
      add(item, "span", {}, words);
    }
    this.update();
  }

  /** Mark who is on the route, found and chosen, and in which colours; nobody is drawn anew. */
  update() {
    const { model, root, scene: { nodes } } = this;
    const [key, found] = [model.get("selected"), model.get("found")];
    this.hits = new Set(found.nodes);
    this.chosen = key ? nodes.key.indexOf(key) : -1;
    this.marks.forEach((mark, i) => {
      mark.classList.toggle("on", this.steps.has(i));
      mark.classList.toggle("hit", this.hits.has(i));
      mark.ariaPressed = i === this.chosen ? "true" : null;
    });
    root.classList.toggle("has-way", this.steps.size > 0);
    root.classList.toggle("has-search", Boolean(found.words));
    this.input.value = model.get("search");
    this.colour.value = root.dataset.colour = model.get("colour");
    const chosen = this.chosen < 0 ? "" : `${nodes.words[this.chosen][0]} is chosen`;
    this.status.textContent = [found.words, chosen].filter(Boolean).join("; ");
    this.place();
  }

  // --- the camera ----------------------------------------------------------------------------

  resize(width, height) {
    this.size = [width, height];
    this.svg.setAttribute("viewBox", [-width / 2, -height / 2, width, height].join(" "));
    this.pen.font = `600 12px ${getComputedStyle(this.root).fontFamily}`;
    this.fitted = null;
    this.place();
  }

  /** Pixels for a unit of the scene before the zoom: the most at which every name beside it has room. */
  get fit() {
    this.fitted ??= this.largest();
    return this.fitted;
  }

  largest() {
    const [[width, height], { radius, captions }] = [this.size, this.scene];
    const most = height / (2 * radius + 68);
    for (let share = 1; share > 0.3; share -= 0.02) {
      const scale = share * most;
      const fits = (column) => this.beside(column, scale, 0, scale * radius).every(
        ({ x, wide }) => x + wide < width / 2 - 4,
      );
      if (2 * scale * radius < width && fits(captions.left) && fits(captions.right)) return scale;
    }
    return 0.3 * most;
  }

  /** Where the names of a column are, as distances from the middle line, and how wide they are. */
  beside(column, scale, top, rim) {
    const heights = column.map(({ lines }) => (lines.length - 1) * LINE + ROW + 2);
    const needed = heights.reduce((sum, height) => sum + height, 0);
    const reach = Math.max(rim + (34 * scale) / this.k, needed / 2 + 1); // as high as all of them are
    const rows = spread(column.map(({ y }) => y * scale + top), heights, top - reach, top + reach);
    return column.map(({ lines, count }, n) => {
      const counted = `\u00a0${count}`;
      const wide = Math.max(...lines.map((line, l) => this.width(l === lines.length - 1 ? line + counted : line)));
      const x = Math.sqrt(Math.max(0, (rim + 8) ** 2 - (rows[n] - top) ** 2)) + 14;
      return { x, y: rows[n], wide, height: heights[n], counted };
    });
  }

  /** Where a point of the scene is, in pixels from the middle of the picture. */
  seen(x, y) {
    return [x * this.k * this.fit + this.x, y * this.k * this.fit + this.y];
  }

  /** Where a node is, and its radius: dots grow less than the room between them, for their names. */
  disc(i) {
    const { nodes, growth } = this.scene;
    return [...this.seen(nodes.x[i], nodes.y[i]), nodes.r[i] * this.fit * this.k ** growth];
  }

  /** Width of a text in pixels. */
  width(text) {
    return this.pen.measureText(text).width;
  }

  inside(x, y) {
    return Math.abs(x) < this.size[0] / 2 && Math.abs(y) < this.size[1] / 2;
  }

  reset() {
    [this.k, this.x, this.y] = [1, 0, 0];
    this.place();
  }

  /** Zoom by a factor about a point of the picture, which stays where it is. */
  zoom(factor, x = 0, y = 0) {
    const k = between(1, this.k * factor, FARTHEST);
    const grown = k / this.k;
    [this.k, this.x, this.y] = [k, x - (x - this.x) * grown, y - (y - this.y) * grown];
    this.place();
  }

  pan(x, y) {
    [this.x, this.y] = [this.x + x, this.y + y];
    this.place();
  }

  /** Move everything to where the camera looks, once a frame. */
  place() {
    // Before the browser has laid out the page there is no size.
    if (this.size) this.pending ??= requestAnimationFrame(() => {
      this.pending = null;
      const scale = this.k * this.fit;
      const far = this.scene.radius * scale;
      [this.x, this.y] = [between(-far, this.x, far), between(-far, this.y, far)];
      this.stage.setAttribute("transform", `translate(${this.x} ${this.y}) scale(${scale})`);
      this.stage.style.setProperty("--grown", this.k ** (this.scene.growth - 1));
      this.overlay();
    });
  }

  wheel(event) {
    const inside = this.svg.contains(document.activeElement) || event.ctrlKey || event.metaKey;
    // Elsewhere the wheel scrolls the notebook, and so it does when all is seen already.
    if (!inside || (event.deltaY > 0 && this.k === 1)) return;
    event.preventDefault();
    const { left, top, width, height } = this.svg.getBoundingClientRect();
    const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002));
    this.zoom(factor, event.clientX - left - width / 2, event.clientY - top - height / 2);
  }

  drag(event) {
    if (!this.held || !(event.buttons & 1)) return;
    const [x, y] = [event.clientX - this.held[0], event.clientY - this.held[1]];
    if (!this.dragged && Math.hypot(x, y) < SLIP) return;
    this.svg.setPointerCapture(event.pointerId);
    [this.dragged, this.held] = [true, [event.clientX, event.clientY]];
    this.pan(x, y);
  }

  // --- what keeps its size on the screen -------------------------------------------------------

  overlay() {
    this.over.replaceChildren();
    /** Boxes that names keep clear of, each with the node that it belongs to. */
    this.taken = [];
    this.way();
    const { right, left } = this.scene.captions;
    this.captions(right, 1);
    this.captions(left, -1);
    this.names();
    const focused = this.marks.indexOf(document.activeElement);
    for (const [name, i, gap] of [["chosen", this.chosen, 4], ["focus", focused, 6.5]]) {
      const [cx, cy, r] = i < 0 ? [0, 0, -gap] : this.disc(i);
      add(this.over, "circle", { class: name, cx, cy, r: r + gap });
    }
  }

  /** Draw the chosen route: a thick line from person to person, and their numbers. */
  way() {
    let [x, y] = this.disc(0);
    for (const [node, { tied }] of this.steps) {
      const [toX, toY] = this.disc(node);
      for (const name of ["under", tied ? "line" : "line untied"]) {
        add(this.over, "path", { class: name, d: `M${x},${y}L${toX},${toY}` });
      }
      [x, y] = [toX, toY];
    }
    for (const [node, { number }] of this.steps) {
      const [x, y, r] = this.disc(node);
      const [cx, cy] = [x - 0.7 * r - 8, y - 0.7 * r - 8]; // at the shoulder of its dot
      add(this.over, "circle", { class: "badge", cx, cy, r: 8.5 });
      add(this.over, "text", { class: "number", x: cx, y: cy }, String(number));
      this.taken.push([around(cx, cy, 17, 17)]);
    }
  }

  /** Names of sectors in a column beside the circle, each near its sector. */
  captions(column, side) {
    const scale = this.k * this.fit;
    const places = this.beside(column, scale, this.y, this.scene.radius * scale);
    column.forEach(({ class: names, lines, x: toX, y: toY }, n) => {
      const { y, wide, height, counted } = places[n];
      const x = this.x + side * places[n].x;
      add(this.over, "path", { class: "leader", d: `M${this.seen(toX, toY)}L${x - 3 * side},${y}` });
      const text = add(this.over, "text", { class: names, "text-anchor": side > 0 ? "start" : "end" });
      const first = y - ((lines.length - 1) * LINE) / 2;
      lines.forEach((line, l) => add(text, "tspan", { x, y: first + l * LINE }, line));
      add(text, "tspan", { class: "count" }, counted);
      this.taken.push([around(x + (side * wide) / 2, y, wide, height)]);
    });
  }

  /** Write the names that have room; the chosen, the found and the closest come first. */
  names() {
    const { label } = this.scene.nodes;
    const discs = label.map((_, i) => this.disc(i));
    const inView = [...discs.keys()].filter((i) => this.inside(...discs[i]));
    const must = (i) => i === 0 || i === this.chosen || this.steps.has(i);
    const urgency = (i) => (must(i) ? 2 : Number(this.hits.has(i)));
    const square = ([x, y, r]) => around(x, y, 2 * r, 2 * r);
    this.taken.push(...inView.map((i) => [square(discs[i]), i]));
    inView.sort((a, b) => urgency(b) - urgency(a));
    for (const i of inView.filter((i) => label[i].length).slice(0, NAMED)) {
      const [[x, y, r], lines] = [discs[i], label[i]];
      const [width, height] = [Math.max(...lines.map((line) => this.width(line))), lines.length * LINE + 2];
      const boxes = BESIDE.map(([right, down]) =>
        around(x + right * (r + 2 + width / 2), y + down * (r + 2 + height / 2), width, height));
      const free = (box) => this.taken.every(([other, owner]) => owner === i || apart(box, other));
      const box = boxes.find(free) ?? (must(i) ? boxes[0] : null);
      if (!box) continue;
      this.taken.push([box]);
      const names = urgency(i) ? "name first" : "name";
      const text = add(this.over, "text", { class: names, y: box[1] + 0.8 * LINE });
      lines.forEach((line, n) => add(text, "tspan", { x: box[0] + width / 2, dy: n ? LINE : 0 }, line));
    }
  }

  // --- what people do ------------------------------------------------------------------------

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const i = this.node(event.target);
    const about = i < 0 ? [0, 0] : this.disc(i);
    const everybody = this.marks.length;
    const acts = {
      "+": () => this.zoom(1.5, ...about), "=": () => acts["+"](), "-": () => this.zoom(1 / 1.5, ...about),
      0: () => this.reset(), Home: () => this.focus(0), Escape: () => this.hover(null),
      PageDown: () => this.focus((this.roving + 1) % everybody),
      PageUp: () => this.focus((this.roving + everybody - 1) % everybody),
      Enter: () => (i < 0 ? this.focus(this.roving) : this.press(i)), " ": () => acts.Enter(),
    };
    const arrow = ARROWS[event.key];
    if (arrow && (i < 0 || event.shiftKey)) this.pan(...arrow.map((way) => -STRIDE * way));
    else if (arrow) this.focus(this.neighbour(i, arrow));
    else if (acts[event.key]) acts[event.key]();
    else return;
    event.preventDefault();
  }

  /** The nearest node in a direction, or the same where there is none. */
  neighbour(i, [right, down]) {
    const { x, y } = this.scene.nodes;
    let [best, least] = [i, Infinity];
    x.forEach((_, j) => {
      const [dx, dy] = [x[j] - x[i], y[j] - y[i]];
      const along = dx * right + dy * down;
      const aside = Math.abs(dx * down) + Math.abs(dy * right);
      if (along > 0 && aside <= along && along + 2 * aside < least) [best, least] = [j, along + 2 * aside];
    });
    return best;
  }

  /** Exactly one node can be reached with Tab; the other keys move it. */
  rove(i) {
    if (i < 0) return;
    this.marks[this.roving]?.setAttribute("tabindex", "-1");
    this.roving = i;
    this.marks[i].setAttribute("tabindex", "0");
  }

  focus(i) {
    const [x, y] = this.disc(i);
    if (!this.inside(x, y)) this.pan(-x, -y);
    this.marks[i].focus({ preventScroll: true });
  }

  /** Choose a person, or open a group. */
  press(i) {
    const { key, opens } = this.scene.nodes;
    if (key[i]) this.set("selected", key[i]);
    else if (opens[i] >= 0) this.set("opened", opens[i]);
  }

  /** Describe what is under the pointer or in focus, and show who they know. */
  hover(target) {
    const i = this.node(target);
    const known = this.scene.nodes.ties[i] ?? [];
    this.near.setAttribute("d", this.curves(known.map((j) => [i, j])));
    this.near.style.strokeOpacity = between(0.2, 20 / known.length, 0.7); // of many each is fainter
    const words = this.words.get(target);
    this.tip.hidden = !words;
    if (!words) return;
    this.tip.replaceChildren();
    words.forEach((line, n) => add(this.tip, n ? "span" : "strong", { dir: "auto" }, line));
    const { tip, svg } = this;
    const [frame, box] = [svg.parentNode, target].map((each) => each.getBoundingClientRect());
    const left = (box.left + box.right - tip.offsetWidth) / 2 - frame.left;
    const above = box.top - frame.top - tip.offsetHeight - 8;
    tip.style.left = `${between(4, left, frame.width - tip.offsetWidth - 4)}px`;
    tip.style.top = `${above >= 0 ? above : box.bottom - frame.top + 8}px`;
  }
}

/** What a graph shows and is told, as the node of the page has it; what was told last holds until Python has heard it. */
class Told {
  constructor(node, api) {
    [this.node, this.api, this.own, this.turn, this.calls] = [node, api, new Map(), 0, new Map()];
  }

  get(name) {
    return this.own.has(name) ? this.own.get(name) : this.node[1][name];
  }

  set(name, value) {
    if (JSON.stringify(this.get(name)) === JSON.stringify(value)) return;
    this.own.set(name, value);
    this.turn += 1;
    this.fire([name]);
    this.api.send(this.node[1].hear, { set: { [name]: value }, turn: this.turn });
  }

  /** Take another node, and say what differs. */
  take(node) {
    const before = Object.fromEntries(SHOWN.map((name) => [name, JSON.stringify(this.get(name))]));
    this.node = node;
    if (node[1].turn >= this.turn) this.own.clear();
    this.fire(SHOWN.filter((name) => JSON.stringify(this.get(name)) !== before[name]));
  }

  fire(names) {
    for (const name of names) this.calls.get(name)?.();
  }
}

SPECIAL.graph = {
  make(node, api) {
    const root = document.createElement("div");
    root.dataset.special = "graph";
    const told = new Told(node, api);
    root.graph = { told, view: new GraphView(told, root) };
    return root;
  },
  update(root, node) {
    root.infonet = node;
    root.graph.told.take(node);
  },
  drop(root) {
    root.graph.view.stop();
  },
};
}
