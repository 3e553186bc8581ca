/**
 * What every module of the panel builds its elements with. Python puts it in front of each of them
 * (`widgets.controls.module`), so that none has to fetch another.
 *
 * Names come from other people's exports. They are set with textContent and setAttribute only, so
 * that markup in them shows as letters.
 */

const SVG = "http://www.w3.org/2000/svg";

/** Append a new element, of the SVG inside one, else of the page; text is only ever text. */
function add(parent, name, attributes = {}, text = null) {
  const svg = parent.namespaceURI === SVG || name === "svg";
  const element = svg ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== null) element.textContent = text;
  parent.append(element);
  return element;
}
