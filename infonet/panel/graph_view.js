/**
 * The graph view: draws the ego network as SVG from places that Python computed.
 *
 * Names, titles and employers come from other people's exports. They are set with textContent and
 * setAttribute only, so that markup in them shows as letters. Nothing is fetched.
 *
 * @typedef {{get(name: string): any, set(name: string, value: any): void, save_changes(): void,
 *   on(event: string, call: () => void): void, off(event: string, call: () => void): void}} Model
 */

const SVG = "http://www.w3.org/2000/svg";
/** The classes of tie, closest first: short, long, size and outline of the mark (radius 1). */
const ROUND = "M-1,0a1,1 0 1,0 2,0a1,1 0 1,0 -2,0z";
const TIES = [
  ["strong", "strong tie", 1.0, ROUND],
  ["medium", "medium tie", 0.95, "M0,-1L1,0L0,1L-1,0z"],
  ["weak", "weak tie", 0.95, "M0,-1L0.95,0.7L-0.95,0.7z"],
  ["connection only", "connection only", 0.6, ROUND],
  ["tie", "tie", 0.85, ROUND],
  ["through friends", "through friends only", 0.72, ROUND],
];
/** From which zoom on the names of a class are shown, where there are many people. */
const NAMED_FROM = [1, 1.4, 1.9, 2.4, 1.9, 2.8];
const MANY = 60;
const NEAREST = 1;
const FARTHEST = 16;
const PAN = 60;
/** Letters that have no base letter to fall back on; as `infonet.identity.fold`. */
const PLAIN = { ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", ŧ: "t", þ: "th", æ: "ae", œ: "oe", ß: "ss" };
let views = 0;

/** A new element of the SVG or, without a namespace, of the page; text is only ever text. */
function add(parent, name, attributes = {}, text = null) {
  const svg = parent.namespaceURI === SVG || name === "svg";
  const element = svg ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== null) element.textContent = text;
  parent.append(element);
  return element;
}

/** Case and marks folded away, so that "zoe" finds "Zoë". */
function fold(text) {
  const bare = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  return bare.replace(/[øđðħıłŧþæœß]/g, (letter) => PLAIN[letter]);
}

/** "1 person", "2 people". */
const people = (n) => `${n.toLocaleString("en")} ${n === 1 ? "person" : "people"}`;

class GraphView {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    /** Width and height on the screen; settled as soon as the browser has laid out the page. */
    this.size = [960, 668];
    this.widths = new Map();
    this.canvas = document.createElement("canvas").getContext("2d");
    const id = `infonet-graph-${++views}`;
    this.root = add(el, "div", { class: "infonet-graph" });
    this.head = add(this.root, "p", { class: "title" });
    const bar = add(this.root, "div", { class: "bar" });
    this.back = this.button(bar, "← All employers", "", () => this.tell("opened", -1));
    const wanted = add(bar, "label", {}, "Search ");
    this.input = add(wanted, "input", { type: "search", placeholder: "name or company", dir: "auto" });
    const colour = add(bar, "label", {}, "Colour by ");
    this.colour = add(colour, "select");
    for (const each of ["company", "tie class"]) add(this.colour, "option", { value: each }, each);
    const zoom = add(bar, "span", { class: "zoom", role: "group", "aria-label": "Zoom" });
    this.button(zoom, "+", "Zoom in", () => this.zoom(1.5));
    this.button(zoom, "−", "Zoom out", () => this.zoom(1 / 1.5));
    this.button(zoom, "All", "Show everything", () => this.reset());
    this.status = add(this.root, "p", { class: "status", role: "status", "aria-live": "polite" });
    const body = add(this.root, "div", { class: "body" });
    const frame = add(body, "div", { class: "frame" });
    this.svg = add(frame, "svg", {
      role: "graphics-document document",
      "aria-roledescription": "graph",
      "aria-describedby": id,
      tabindex: 0,
    });
    this.tip = add(frame, "div", { class: "tip", "aria-hidden": "true", hidden: "" });
    const hint = "Click into the picture, or press Tab: wheel, + and − zoom, 0 shows everything; arrow "
      + "keys go from person to person (with Shift they move the picture), Page Down to the next "
      + "closest, Home to you; Enter chooses.";
    add(frame, "p", { class: "hint", id }, hint);
    this.aside = add(body, "div", { class: "aside" });
    this.route = add(this.aside, "section", { class: "route", "aria-label": "The chosen way" });
    this.legend = add(this.aside, "section", { class: "legend", "aria-label": "Legend" });
    this.listen();
    this.draw();
    this.recolour();
  }

  button(parent, text, label, press) {
    const button = add(parent, "button", { type: "button" }, text);
    if (label) button.setAttribute("aria-label", label), button.setAttribute("title", label);
    button.addEventListener("click", press);
    return button;
  }

  /** Set a trait on the Python side. */
  tell(name, value) {
    this.model.set(name, value);
    this.model.save_changes();
  }

  listen() {
    const traits = {
      scene: () => this.draw(), steps: () => this.mark(), selected: () => this.choose(),
      colour: () => this.recolour(), found: () => this.find(),
      search: () => { if (this.input.value !== this.model.get("search")) this.find(true); },
    };
    for (const [name, call] of Object.entries(traits)) this.model.on(`change:${name}`, call);
    const sizes = new ResizeObserver(([{ contentRect: { width, height } }]) => {
      // Nothing is shown, as in a tab behind another one.
      if (!width || !height) return;
      this.size = [width, height];
      this.widths.clear();
      this.canvas.font = `600 10px ${getComputedStyle(this.root).fontFamily}`;
      this.captions();
      this.place();
    });
    sizes.observe(this.svg);
    this.stop = () => {
      for (const [name, call] of Object.entries(traits)) this.model.off(`change:${name}`, call);
      sizes.disconnect();
    };
    this.colour.addEventListener("change", () => this.tell("colour", this.colour.value));
    this.input.addEventListener("input", () => {
      this.find();
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.tell("search", this.input.value), 200);
    });
    this.input.addEventListener("keydown", (event) => {
      const first = this.marks.findIndex((mark) => mark.classList.contains("hit"));
      if (event.key === "Enter" && first >= 0) this.focus(first);
    });
    // To a notebook, plain letters are commands ("dd" deletes the cell): they stay in here.
    this.root.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.altKey && !event.metaKey && !(event.shiftKey && event.key === "Enter")) {
        event.stopPropagation();
      }
    });
    const svg = this.svg;
    const at = (event) => this.index(event.target);
    svg.addEventListener("click", (event) => { if (!this.dragged) this.press(at(event)); });
    svg.addEventListener("pointerover", (event) => this.hover(event.target));
    svg.addEventListener("pointerleave", () => this.hover(document.activeElement));
    svg.addEventListener("focusin", (event) => { this.rove(at(event)); this.hover(event.target); });
    svg.addEventListener("focusout", () => this.hover(null));
    svg.addEventListener("keydown", (event) => this.key(event));
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.drag(event));
  }

  /** The node of an element; -1 for what is none. */
  index(element) {
    return element && element.dataset && element.dataset.node ? Number(element.dataset.node) : -1;
  }

  // --- drawing -------------------------------------------------------------------------------

  /** Draw the whole scene anew; the only place where all people are made. */
  draw() {
    const held = this.svg.contains(document.activeElement) || document.activeElement === this.back;
    const [before, key, opened] = [this.scene, this.scene?.nodes.key[this.roving], this.model.get("opened")];
    const scene = (this.scene = this.model.get("scene"));
    const { nodes, groups } = scene;
    this.wide = scene.radius + 180;
    this.high = scene.radius + 34;
    this.grouped = scene.level === "groups";
    // The same picture with something learnt: look where one looked.
    if (before?.level !== scene.level || this.open !== opened) [this.k, this.x, this.y] = [1, 0, 0];
    [this.open, this.drawn] = [opened, this.shrink];
    this.texts = nodes.name.map((name, i) =>
      fold(this.grouped ? name : [name, nodes.title[i], nodes.company[i]].join(" ")));
    this.svg.replaceChildren();
    this.svg.setAttribute("viewBox", [-this.wide, -this.high, 2 * this.wide, 2 * this.high].join(" "));
    this.svg.setAttribute("aria-label", scene.title);
    this.head.textContent = [scene.title, scene.note].filter(Boolean).join(". ");
    this.back.hidden = opened < 0;
    this.stage = add(this.svg, "g");
    const ground = add(this.stage, "g", { "aria-hidden": "true" });
    groups.name.forEach((_, g) => groups.arc[g] && this.sector(ground, g));
    for (const [, outer] of scene.rings.slice(0, -1)) {
      add(ground, "circle", { class: "ring", r: outer });
    }
    add(ground, "path", { class: "ties", d: this.curves() });
    this.near = add(ground, "path", { class: "near" });
    const crowd = add(this.stage, "g");
    this.marks = nodes.name.map((_, i) => this.mark_of(crowd, i));
    this.over = add(this.svg, "g", { "aria-hidden": "true", class: "over" });
    this.rings = ["focus", "chosen"].map((name) => add(this.svg, "circle", { class: name, r: 0 }));
    const order = nodes.name.map((_, i) => i);
    const close = (i) => (this.grouped ? -nodes.r[i] : nodes.tie[i] - (nodes.strength[i] ?? 0) / 2);
    order.sort((a, b) => close(a) - close(b));
    this.rank = [];
    order.forEach((i, place) => { this.rank[i] = place; });
    this.steps = new Map();
    this.explain();
    this.rove(key ? Math.max(0, nodes.key.indexOf(key)) : 0);
    if (held) this.focus(this.roving);
    this.captions();
    this.choose();
    this.mark();
    this.find(true);
  }

  /** The ground of one employer: a sector of the circle. */
  sector(parent, g) {
    const { groups, rings } = this.scene;
    const [start, end] = groups.arc[g];
    const inner = rings[0][0];
    const on = (r, angle) => `${(r * Math.sin(angle)).toFixed(1)},${(-r * Math.cos(angle)).toFixed(1)}`;
    const outer = rings[rings.length - 1][1];
    const middle = (start + end) / 2;
    const big = end - start > Math.PI ? 1 : 0;
    const whole = end - start > 6.28
      ? `M0,${-outer}a${outer},${outer} 0 1,1 -0.01,0z`
      : `M${on(inner, start)}L${on(outer, start)}A${outer},${outer} 0 ${big},1 ${on(outer, end)}`
        + `L${on(inner, end)}A${inner},${inner} 0 ${big},0 ${on(inner, start)}z`;
    const names = `sector ${groups.kind[g]} k${groups.colour[g]}`;
    add(parent, "path", { class: names, d: whole, "data-group": g });
    if (groups.kind[g] !== "target") return;
    const rim = outer + 2;
    add(parent, "path", { class: "rim", d: `M${on(rim, start)}A${rim},${rim} 0 ${big},1 ${on(rim, end)}` });
  }

  /** The ties between people shown, bent towards the middle. */
  curves() {
    const { ties, nodes: { x, y } } = this.scene;
    const parts = [];
    for (let t = 0; t < ties.length; t += 2) {
      const [a, b] = [ties[t], ties[t + 1]];
      const bend = [0.3 * (x[a] + x[b]), 0.3 * (y[a] + y[b])];
      parts.push(`M${x[a]},${y[a]}Q${bend[0].toFixed(1)},${bend[1].toFixed(1)} ${x[b]},${y[b]}`);
    }
    return parts.join("");
  }

  /** The mark of one person, or of one employer; the ego is the first. */
  mark_of(parent, i) {
    const { nodes, groups } = this.scene;
    const g = nodes.group[i];
    const names = ["person", g < 0 ? "ego" : `k${groups.colour[g]}`];
    if (g >= 0) names.push(this.grouped ? `bubble ${groups.kind[g]}` : `t${nodes.tie[i]}`);
    const shape = this.grouped || i === 0 ? ROUND : TIES[nodes.tie[i]][3];
    return add(parent, "path", {
      class: names.join(" "), d: shape, transform: this.stand(i), role: "button", tabindex: -1, "data-node": i,
      "aria-label": this.words(i).join(", "),
    });
  }

  /** Radius of a mark in units of the picture, before the zoom. */
  radius(i) {
    const { nodes, dot } = this.scene;
    if (i === 0) return Math.max(dot * 1.3, 7);
    return this.grouped ? nodes.r[i] : dot * TIES[nodes.tie[i]][2];
  }

  /** Who or what a node is: name, company, class of tie and strength, as far as they are known. */
  words(i) {
    const { nodes, groups } = this.scene;
    if (i === 0) return [nodes.name[0], "you"];
    if (this.grouped) return this.about(nodes.group[i]);
    const words = [nodes.name[i], nodes.company[i]].filter(Boolean);
    if (nodes.strength[i]) return [...words, TIES[nodes.tie[i]][0], nodes.strength[i].toFixed(2)];
    return [...words, nodes.via[i] > 0 ? `through ${nodes.name[nodes.via[i]]}` : "through friends"];
  }

  about(g) {
    const { name, count, known, kind } = this.scene.groups;
    const words = [name[g], people(count[g]), `you know ${known[g].toLocaleString("en")}`];
    return kind[g] === "target" ? [...words, "a target"] : words;
  }

  // --- camera --------------------------------------------------------------------------------

  reset() {
    [this.k, this.x, this.y] = [1, 0, 0];
    this.place();
  }

  /** Zoom by a factor about a point of the picture, which stays where it is. */
  zoom(factor, x = 0, y = 0) {
    const k = Math.min(FARTHEST, Math.max(NEAREST, this.k * factor));
    this.x = x - ((x - this.x) * k) / this.k;
    this.y = y - ((y - this.y) * k) / this.k;
    this.k = k;
    this.place();
  }

  pan(x, y) {
    this.x += x;
    this.y += y;
    this.place();
  }

  /** Move everything to where the camera looks, once a frame. */
  place() {
    const far = this.scene.radius * this.k;
    this.x = Math.max(-far, Math.min(far, this.x));
    this.y = Math.max(-far, Math.min(far, this.y));
    this.pending ??= requestAnimationFrame(() => { this.pending = null; this.settle(); });
  }

  settle() {
    this.stage.setAttribute("transform", `translate(${this.x} ${this.y}) scale(${this.k})`);
    if (this.drawn !== this.shrink) {
      this.drawn = this.shrink;
      this.marks.forEach((mark, i) => mark.setAttribute("transform", this.stand(i)));
    }
    this.overlay();
  }

  /** Where a mark stands, and how large. */
  stand(i) {
    const { x, y } = this.scene.nodes;
    return `translate(${x[i]} ${y[i]}) scale(${(this.radius(i) * this.shrink).toFixed(2)})`;
  }

  /** Dots grow less than the room between them, so that names find a place; bubbles grow along. */
  get shrink() {
    return this.grouped ? 1 : this.k ** -0.5;
  }

  /** Where a point of the scene is in the picture. */
  seen(x, y) {
    return [x * this.k + this.x, y * this.k + this.y];
  }

  where(i) {
    return this.seen(this.scene.nodes.x[i], this.scene.nodes.y[i]);
  }

  wheel(event) {
    const inside = this.svg.contains(document.activeElement) || event.ctrlKey || event.metaKey;
    // Elsewhere the wheel scrolls the notebook, and so it does when all is seen already.
    if (!inside || (event.deltaY > 0 && this.k <= NEAREST)) return;
    event.preventDefault();
    const point = new DOMPoint(event.clientX, event.clientY);
    const { x, y } = point.matrixTransform(this.svg.getScreenCTM().inverse());
    this.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), x, y);
  }

  drag(down) {
    this.dragged = false;
    if (down.button !== 0) return;
    let [x, y] = [down.clientX, down.clientY];
    const move = (event) => {
      if (!this.dragged && Math.hypot(event.clientX - x, event.clientY - y) < 4) return;
      if (!this.dragged) this.svg.setPointerCapture(down.pointerId);
      this.dragged = true;
      this.pan((event.clientX - x) / this.unit, (event.clientY - y) / this.unit);
      [x, y] = [event.clientX, event.clientY];
    };
    const up = () => {
      this.svg.removeEventListener("pointermove", move);
      for (const end of ["pointerup", "pointercancel"]) this.svg.removeEventListener(end, up);
    };
    this.svg.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel"]) this.svg.addEventListener(end, up);
  }

  // --- names, the chosen way -----------------------------------------------------------------

  /** Places beside the circle for the names of its sectors, with room between the lines. */
  captions() {
    const { groups, rings } = this.scene;
    const line = 15 / this.unit;
    const around = rings.length ? rings[rings.length - 1][1] : 0;
    const room = Math.floor((2 * this.high) / line);
    this.outside = [];
    for (const side of [1, -1]) {
      let shown = groups.name.map((_, g) => g).filter((g) => groups.arc[g]).map((g) => {
        const middle = (groups.arc[g][0] + groups.arc[g][1]) / 2;
        return { g, side, start: [around * Math.sin(middle), -around * Math.cos(middle)] };
      }).filter((each) => side * each.start[0] >= 0 && (side > 0 || each.start[0] < 0));
      // Employers come targets first, then by how many are known there.
      shown = shown.slice(0, room).sort((a, b) => a.start[1] - b.start[1]);
      shown.forEach((each, n) => {
        const above = n ? shown[n - 1].y + line : -this.high + line;
        each.y = Math.max(above, each.start[1] * (1 + 8 / around));
      });
      let floor = this.high - line / 2;
      for (const each of shown.reverse()) {
        each.y = Math.min(each.y, floor);
        floor = each.y - line;
        each.x = side * (Math.sqrt(Math.max(0, (around + 8) ** 2 - each.y ** 2)) + 14);
      }
      this.outside.push(...shown);
    }
  }

  /** Screen pixels for one unit of the picture. */
  get unit() {
    return Math.min(this.size[0] / this.wide, this.size[1] / this.high) / 2;
  }

  /** What keeps its size on the screen: the way, names, rings of focus and choice. */
  overlay() {
    const over = document.createDocumentFragment();
    const layer = over.appendChild(document.createElementNS(SVG, "g"));
    const taken = new Taken();
    const { groups } = this.scene;
    for (const { g, side, start, x, y } of this.outside) {
      const [from, to] = [this.seen(...start), this.seen(x, y)];
      add(layer, "path", { class: "leader", d: `M${from}L${to[0] - (side * 3) / this.unit},${to[1]}` });
      const anchor = side > 0 ? "start" : "end";
      const count = groups.count[g].toLocaleString("en");
      // Of a name that would leave the picture, as much as has room.
      const label = [...groups.label[g]];
      const written = () => label.join("") + (label.length < [...groups.label[g]].length ? "…" : "");
      const wide = this.size[0] / this.unit / 2 - Math.abs(x);
      while (this.k === 1 && label.length > 5 && this.measure(`${written()} ${count}`, 12) > wide) label.pop();
      const text = this.write(layer, `caption ${groups.kind[g]}`, written(), ...to, anchor, 12);
      text.setAttribute("dy", "0.35em");
      add(text, "tspan", {}, `\u00a0${count}`);
      const width = this.measure(`${written()} ${count}`, 12);
      taken.take([side > 0 ? to[0] : to[0] - width, to[1] - 8 / this.unit, width, 16 / this.unit]);
    }
    this.way(layer, taken);
    this.names(layer, taken);
    this.over.replaceChildren(over);
    this.circle();
  }

  /** Names at as many people as have room for theirs; whoever matters most first. */
  names(layer, taken) {
    const [wide, high] = this.size.map((each) => each / this.unit / 2);
    const { nodes } = this.scene;
    const inside = [];
    this.marks.forEach((_, i) => {
      const [x, y] = this.where(i);
      if (Math.abs(x) > wide || Math.abs(y) > high) return;
      const r = this.radius(i) * this.k * this.shrink;
      inside.push(i);
      if (!this.grouped || i === 0) taken.take([x - r, y - r, 2 * r, 2 * r], i);
    });
    const chosen = this.model.get("selected");
    const first = (i) => (this.steps.has(i) ? 0 : nodes.key[i] && nodes.key[i] === chosen ? 1
      : i === 0 ? 2 : this.sought && this.marks[i].classList.contains("hit") ? 3 : 4);
    inside.sort((a, b) => first(a) - first(b) || this.rank[a] - this.rank[b]);
    const line = 12.5 / this.unit;
    const every = this.grouped || this.marks.length < MANY;
    for (const i of inside) {
      if (first(i) > 3 && !every && this.k < NAMED_FROM[nodes.tie[i]]) continue;
      const [x, y] = this.where(i);
      const r = this.radius(i) * this.k * this.shrink + 2 / this.unit;
      const lines = this.lines(i, 2 * r);
      if (!lines.length) continue;
      const width = Math.max(...lines.map((text) => this.measure(text, 11)));
      const tall = lines.length * line;
      const spots = this.grouped && i > 0
        ? (width < 2 * r && tall < 1.6 * r ? [[x - width / 2, y - tall / 2]] : [])
        : [[x - width / 2, y + r], [x - width / 2, y - r - tall], [x + r, y - tall / 2], [x - r - width, y - tall / 2]];
      let spot = spots.find((at) => taken.free([...at, width, tall], i));
      if (!spot && first(i) < 3) spot = spots[0] || [x - width / 2, y + r];
      if (!spot) continue;
      taken.take([...spot, width, tall]);
      const text = this.write(layer, first(i) < 4 ? "name first" : "name", null, 0, 0, "middle", 11);
      lines.forEach((words, n) => {
        add(text, "tspan", { x: spot[0] + width / 2, y: spot[1] + (n + 0.8) * line }, words);
      });
    }
  }

  /** A name in one or two lines; a bubble's with the number of its people. */
  lines(i, width) {
    const { nodes, groups } = this.scene;
    if (i === 0) return ["You"];
    const name = nodes.label[i];
    const half = name.length / 2;
    const spaces = [...name.matchAll(/ /g)].map((found) => found.index);
    const at = spaces.sort((a, b) => Math.abs(a - half) - Math.abs(b - half))[0];
    const broken = at && (this.grouped ? this.measure(name, 11) > width : name.length > 9);
    const lines = broken ? [name.slice(0, at), name.slice(at + 1)] : [name];
    if (!this.grouped) return lines;
    return [...lines, this.steps.get(i)?.label ?? groups.count[nodes.group[i]].toLocaleString("en")];
  }

  /** The chosen way: a thick line and numbers. */
  way(layer, taken) {
    const steps = this.model.get("steps").filter((step) => step.node >= 0);
    const line = add(layer, "g", { class: "way" });
    layer.prepend(line);
    let from = this.where(0);
    for (const step of steps) {
      const to = this.where(step.node);
      for (const name of ["under", step.tied ? "line" : "line untied"]) {
        add(line, "path", { class: name, d: `M${from}L${to}`, "stroke-width": (name === "under" ? 7 : 3.5) / this.unit });
      }
      from = to;
    }
    this.model.get("steps").forEach((step, n) => {
      if (step.node < 0) return;
      const [x, y] = this.where(step.node);
      const r = this.radius(step.node) * this.k * this.shrink;
      const up = this.grouped ? 30 / this.unit : 0.7 * r + 6 / this.unit;
      const [cx, cy] = [this.grouped ? x : x - up, y - up];
      const wide = 8.5 / this.unit;
      add(layer, "circle", { class: "badge", cx, cy, r: wide });
      taken.take([cx - wide, cy - wide, 2 * wide, 2 * wide]);
      const text = this.write(layer, "number", String(n + 1), cx, cy, "middle", 11);
      text.setAttribute("dy", "0.36em");
    });
  }

  write(parent, name, text, x, y, anchor, size) {
    const style = { class: name, x, y, "text-anchor": anchor, "font-size": size / this.unit };
    return add(parent, "text", style, text);
  }

  /** Width of a text in units of the picture, measured apart from the page. */
  measure(text, size) {
    if (!this.widths.has(text)) {
      this.widths.set(text, this.canvas.measureText(text).width / 10);
    }
    return (this.widths.get(text) * size) / this.unit;
  }

  /** Show the chosen way in the picture and in words; nothing else is drawn anew. */
  mark() {
    const steps = this.model.get("steps");
    for (const i of this.steps ? this.steps.keys() : []) this.marks[i]?.classList.remove("on");
    this.steps = new Map(steps.filter((step) => step.node >= 0).map((step) => [step.node, step]));
    for (const i of this.steps.keys()) this.marks[i].classList.add("on");
    this.root.classList.toggle("has-way", this.steps.size > 0);
    this.route.replaceChildren();
    add(this.route, "h4", {}, "The chosen way");
    const list = steps.length ? add(this.route, "ol") : null;
    if (!list) add(this.route, "p", {}, "Choose a way in, and its people are numbered here.");
    for (const step of steps) {
      const item = add(list, "li");
      const name = this.button(item, "", "", () => this.press(step.node, step.person));
      add(name, "bdi", {}, step.name);
      if (step.job) add(item, "bdi", { class: "job" }, step.job);
      add(item, "span", {}, step.node < 0 ? `${step.words} (not in this picture)` : step.words);
    }
    this.place();
  }

  // --- what people do ------------------------------------------------------------------------

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const way = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    const i = this.index(event.target);
    const about = i < 0 ? [0, 0] : this.where(i);
    const far = PAN / this.unit;
    if (way && (i < 0 || event.shiftKey)) this.pan(-far * way[0], -far * way[1]);
    else if (way) this.focus(this.neighbour(i, way));
    else if (event.key === "+" || event.key === "=") this.zoom(1.5, ...about);
    else if (event.key === "-") this.zoom(1 / 1.5, ...about);
    else if (event.key === "0") this.reset();
    else if (event.key === "Home") this.focus(0);
    else if (event.key === "PageDown") this.focus(this.next(1));
    else if (event.key === "PageUp") this.focus(this.next(-1));
    else if (event.key === "Escape") this.hover(null);
    else if (event.key === "Enter" || event.key === " ") i < 0 ? this.focus(this.roving) : this.press(i);
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

  /** Everybody in turn, the closest first: no one is out of reach of the keys. */
  next(step) {
    const n = this.marks.length;
    return this.rank.indexOf((this.rank[this.roving] + step + n) % n);
  }

  /** Exactly one node can be reached with Tab; the arrows move it. */
  rove(i) {
    if (i < 0) return;
    this.marks[this.roving]?.setAttribute("tabindex", "-1");
    this.roving = i;
    this.marks[i].setAttribute("tabindex", "0");
  }

  focus(i) {
    const [x, y] = this.where(i);
    if (Math.abs(x) > this.wide || Math.abs(y) > this.high) this.pan(-x, -y);
    this.marks[i].focus({ preventScroll: true });
  }

  /** Choose a person, or open an employer. */
  press(i, key = null) {
    if (i < 0 && key === null) return;
    const { nodes } = this.scene;
    if (key === null && this.grouped && i > 0) return this.tell("opened", nodes.group[i]);
    this.tell("selected", key ?? nodes.key[i]);
    if (i >= 0 && nodes.key[i]) this.say(`${nodes.name[i]} is chosen`);
  }

  say(words) {
    this.status.textContent = words;
  }

  choose() {
    const key = this.model.get("selected");
    this.marks[this.chosen]?.removeAttribute("aria-pressed");
    this.chosen = key ? this.scene.nodes.key.indexOf(key) : -1;
    this.marks[this.chosen]?.setAttribute("aria-pressed", "true");
    this.place();
  }

  /** Rings around the node in focus and the chosen one. */
  circle() {
    const focused = this.svg.contains(document.activeElement) ? this.index(document.activeElement) : -1;
    [focused, this.chosen].forEach((i, n) => {
      const [x, y] = i < 0 ? [0, 0] : this.where(i);
      const r = i < 0 ? 0 : this.radius(i) * this.k * this.shrink + (n ? 4 : 6.5) / this.unit;
      for (const [name, value] of [["cx", x], ["cy", y], ["r", r]]) this.rings[n].setAttribute(name, value);
    });
  }

  /** Tell about what is under the pointer or in focus, and show whom they know. */
  hover(target) {
    const i = this.index(target);
    const g = target?.dataset?.group;
    this.circle();
    this.tip.hidden = i < 0 && !g;
    this.near.setAttribute("d", i > 0 && !this.grouped ? this.known(i) : "");
    if (this.tip.hidden) return;
    const { nodes } = this.scene;
    const [name, ...rest] = i < 0 ? this.about(Number(g)) : this.words(i);
    const lines = i > 0 && !this.grouped && nodes.title[i] ? [nodes.title[i], ...rest] : rest;
    this.tip.replaceChildren();
    add(this.tip, "strong", { dir: "auto" }, name);
    for (const line of lines) add(this.tip, "span", { dir: "auto" }, line);
    if (this.grouped && i > 0) add(this.tip, "span", {}, "click to open");
    const [frame, box] = [this.svg.parentNode, target].map((each) => each.getBoundingClientRect());
    const middle = (box.left + box.right) / 2 - frame.left;
    const left = Math.max(4, Math.min(middle - this.tip.offsetWidth / 2, frame.width - this.tip.offsetWidth - 4));
    const above = box.top - frame.top - this.tip.offsetHeight - 8;
    this.tip.style.left = `${left}px`;
    this.tip.style.top = `${above >= 0 ? above : box.bottom - frame.top + 8}px`;
  }

  /** Lines to everybody whom a person is tied to. */
  known(i) {
    const { ties, nodes: { x, y, strength } } = this.scene;
    const lines = strength[i] ? [`M${x[i]},${y[i]}L0,0`] : [];
    for (let t = 0; t < ties.length; t += 2) {
      if (ties[t] === i || ties[t + 1] === i) {
        lines.push(`M${x[ties[t]]},${y[ties[t]]}L${x[ties[t + 1]]},${y[ties[t + 1]]}`);
      }
    }
    return lines.join("");
  }

  /** Mark who is searched for, and say how many they are. */
  find(take = false) {
    if (take) this.input.value = this.model.get("search");
    const words = fold(this.input.value).split(/\s+/).filter(Boolean);
    const { nodes } = this.scene;
    const counts = this.grouped ? this.model.get("found") : {};
    const hits = this.marks.map((_, i) => (this.grouped
      ? i > 0 && (counts.counts?.[nodes.group[i]] ?? 0) > 0
      : words.every((word) => this.texts[i].includes(word))));
    this.sought = words.length > 0;
    this.marks.forEach((mark, i) => mark.classList.toggle("hit", this.sought && hits[i]));
    this.root.classList.toggle("has-search", this.sought);
    const found = nodes.name.filter((_, i) => hits[i]);
    const n = this.grouped ? (counts.counts ?? []).reduce((sum, each) => sum + each, 0) : found.length;
    const where = found.slice(0, 3).join(", ") + (found.length > 3 ? " …" : "");
    this.say(!this.sought ? "" : !n ? "Nobody found"
      : `${people(n)} found${this.grouped ? " at" : ":"} ${where}`);
    this.place();
  }

  recolour() {
    this.colour.value = this.model.get("colour");
    this.root.dataset.colour = this.colour.value;
  }

  /** The legend: shapes by class of tie, colours by employer. */
  explain() {
    const { counts, groups } = this.scene;
    this.legend.replaceChildren();
    const item = (list, names, shape, size, text) => {
      const line = add(list, "li");
      const svg = add(line, "svg", { viewBox: "-8 -8 16 16", width: 16, height: 16, "aria-hidden": "true" });
      add(svg, "path", { class: names, d: shape, transform: `scale(${size})` });
      add(line, "bdi", {}, text);
    };
    const ties = add(this.legend, "ul", { class: "ties" });
    TIES.forEach(([, words, size, shape], t) => {
      if (counts[t]) item(ties, `person t${t}`, shape, 6.5 * size, `${words} (${counts[t].toLocaleString("en")})`);
    });
    const employers = add(this.legend, "ul", { class: "employers" });
    const largest = groups.name.map((_, g) => g).filter((g) => groups.colour[g] < 8);
    for (const g of largest.sort((a, b) => groups.colour[a] - groups.colour[b])) {
      item(employers, `person k${groups.colour[g]}`, ROUND, 6.5, groups.label[g]);
    }
    if (groups.colour.includes(8)) item(employers, "person k8", ROUND, 6.5, "all others");
    if (groups.kind.includes("target")) {
      const marks = add(this.legend, "ul", { class: "marks" });
      item(marks, this.grouped ? "bubble target" : "rim", "M-7,3A9,9 0 0,1 7,3", 1, "target");
    }
  }
}

/** Boxes that are taken, sorted into squares so that only near ones are compared. */
class Taken {
  constructor() {
    this.squares = new Map();
  }

  /** @param {number[]} box x, y, width, height */
  * around([x, y, width, height]) {
    for (let a = Math.floor(x / 40); a <= (x + width) / 40; a++) {
      for (let b = Math.floor(y / 40); b <= (y + height) / 40; b++) yield a * 10007 + b;
    }
  }

  take(box, owner = -1) {
    for (const square of this.around(box)) {
      if (!this.squares.has(square)) this.squares.set(square, []);
      this.squares.get(square).push([box, owner]);
    }
  }

  /** Whether nothing but the owner's own mark is in the way. */
  free(box, owner) {
    const [x, y, width, height] = box;
    for (const square of this.around(box)) {
      for (const [[a, b, wide, high], whose] of this.squares.get(square) ?? []) {
        if (whose !== owner && a < x + width && x < a + wide && b < y + height && y < b + high) return false;
      }
    }
    return true;
  }
}

/** What anywidget calls for every place where the widget is shown. */
function render({ model, el }) {
  const view = new GraphView(model, el);
  return () => view.stop();
}

export default { render };
