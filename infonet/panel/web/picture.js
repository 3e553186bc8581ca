/**
 * Paints a plot from plain marks: paths and texts, whose colours are names of the style sheet.
 *
 * Names in it come from other people's exports: they are set as text.
 */

const PAINTED = new Set(
  ("d x y font-size font-weight text-anchor transform fill-opacity stroke-width stroke-opacity stroke-dasharray").split(" "),
);

/** A colour of the style sheet; six digits are themselves. */
const paint = (colour) => (/^#[0-9a-f]{6}$/.test(colour) || colour === "none" ? colour : `var(--${colour.replace(/[^a-z0-9-]/g, "")})`);

SPECIAL.picture = {
  make(node, api) {
    const root = document.createElement("div");
    root.dataset.special = "picture";
    root.className = "picture";
    SPECIAL.picture.update(root, node, api, ["picture", {}, []]);
    return root;
  },
  update(root, node, api, before) {
    root.infonet = node;
    const [, { words, width, height, marks, hear }] = node;
    // It is drawn once its room is on the page.
    if (!marks.length && hear && before[1].marks?.length !== 0) setTimeout(() => api.send(root.infonet[1].hear, { quiet: true }));
    if (JSON.stringify(before[1]) === JSON.stringify(node[1])) return;
    root.style.setProperty("--wide", width);
    root.replaceChildren();
    const svg = add(root, "svg", { role: "img", "aria-label": words, viewBox: `0 0 ${width} ${height}` });
    for (const [name, looks, text] of marks) {
      const mark = add(svg, name === "text" ? "text" : "path", {}, name === "text" ? text : null);
      for (const [key, value] of Object.entries(looks)) {
        if (key === "fill" || key === "stroke") mark.style[key] = paint(value);
        else if (PAINTED.has(key)) mark.setAttribute(key, value);
      }
    }
  },
};
