/**
 * Draws the tree of plain elements that Python describes, and changes only what differs.
 *
 * A node is a text, or [tag, attributes, children]. Names come from other people's exports: they
 * are set with textContent and setAttribute only, so that markup in them shows as letters, and only
 * tags and attributes that are listed here are made. Nothing is fetched.
 */

const SVG = "http://www.w3.org/2000/svg";
const TAGS = new Set(
  ("a b bdi br button caption datalist dd details div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 " +
    "header hr input label legend li main nav ol optgroup option output p pre progress section select small span " +
    "strong summary table tbody td textarea tfoot th thead tr ul").split(" "),
);
const PLAIN = new Set(
  ("alt autocomplete class colspan dir disabled for hidden href id lang list max maxlength min multiple name open " +
    "pattern placeholder rel required role rows rowspan scope size spellcheck step tabindex target title type").split(" "),
);
/** Elements with a script of their own: tag → {make(node, api), update(element, node, api), drop?(element)}. */
const SPECIAL = {};

/** Append a new element, of the SVG inside one, else of the page; text is only ever text. */
function add(parent, name, attributes = {}, text = null) {
  const svg = parent.namespaceURI === SVG || name === "svg";
  const element = svg ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== null) element.textContent = text;
  parent.append(element);
  return element;
}

const isPlain = (name) => PLAIN.has(name) || name.startsWith("aria-") || name.startsWith("data-");
const isSafe = (name, value) => name !== "href" || /^(https?:|mailto:)/i.test(value);

/** Set what differs between what an element has and what it shall have. */
function setAttributes(element, now, before) {
  for (const name of Object.keys(before)) if (!(name in now) && isPlain(name)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(now)) {
    if (JSON.stringify(before[name]) === JSON.stringify(value)) continue;
    if (isPlain(name) && isSafe(name, value)) element.setAttribute(name, value === true ? "" : value);
    else if (name === "checked") element.checked = Boolean(value);
    else if (name === "vars") for (const [key, part] of Object.entries(value)) element.style.setProperty(`--${key}`, part);
  }
  if ("checked" in before && !("checked" in now)) element.checked = false;
}

function makeNode(node, api) {
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, attributes] = node;
  if (SPECIAL[tag]) {
    const element = SPECIAL[tag].make(node, api);
    element.infonet = node;
    return element;
  }
  const element = document.createElement(TAGS.has(tag) ? tag : "span");
  updateNode(element, node, api, ["", {}, []]);
  if (attributes.focus) api.focus(element);
  return element;
}

/** Make an element what a node says; a field keeps what is typed until Python says another value. */
function updateNode(element, node, api, before = element.infonet) {
  if (typeof node === "string") {
    if (element.data !== node) element.data = node;
    return;
  }
  element.infonet = node;
  const [tag, attributes, children] = node;
  if (SPECIAL[tag]) {
    SPECIAL[tag].update(element, node, api, before);
    return;
  }
  setAttributes(element, attributes, before[1]);
  if (tag !== "textarea") patch(element, children, api);
  if ("value" in attributes) {
    if (tag === "option") element.setAttribute("value", attributes.value);
    else if (before[1].value !== attributes.value || before[0] === "") element.value = attributes.value;
  }
}

const keyOf = (node) => (typeof node === "string" ? undefined : node[1].key);

/** Whether an element can become what a node says. */
function isSame(element, node) {
  if (typeof node === "string") return element.nodeType === Node.TEXT_NODE;
  return element.infonet?.[0] === node[0] && element.infonet[1].key === node[1].key && element.infonet[1].type === node[1].type;
}

function drop(element) {
  for (const each of element.querySelectorAll?.("[data-special]") ?? []) SPECIAL[each.dataset.special]?.drop?.(each);
  if (element.dataset?.special) SPECIAL[element.dataset.special]?.drop?.(element);
  element.remove();
}

/** Make the children of an element what the nodes say: what has a key moves with it. */
function patch(element, nodes, api) {
  const old = [...element.childNodes];
  const keyed = new Map(old.filter((child) => child.infonet?.[1].key !== undefined).map((child) => [child.infonet[1].key, child]));
  const loose = old.filter((child) => child.infonet?.[1].key === undefined);
  const kept = new Set();
  let at = 0;
  const wanted = nodes.map((node) => {
    const key = keyOf(node);
    let child = key === undefined ? loose[at++] : keyed.get(key);
    if (child && !kept.has(child) && isSame(child, node)) updateNode(child, node, api);
    else child = makeNode(node, api);
    kept.add(child);
    return child;
  });
  for (const child of old) if (!kept.has(child)) drop(child);
  wanted.forEach((child, i) => {
    if (element.childNodes[i] !== child) element.insertBefore(child, element.childNodes[i] ?? null);
  });
}
