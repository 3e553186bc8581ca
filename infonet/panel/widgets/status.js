/**
 * The status line: says what happened, also to a screen reader; and keeps plain keys in the panel.
 *
 * There is an element for what was done and another for what went wrong: a screen reader takes
 * note of how urgent one is when it appears, not when that changes. Texts are set with textContent
 * only. Nothing is fetched.
 */

const PANEL = ".infonet-panel";
/** Frames to wait until the line is part of a page: ten seconds. */
const PATIENCE = 600;

/** To a notebook plain letters are commands ("dd" deletes the cell): they stay in the panel. */
function keep(event) {
  const run = event.shiftKey && event.key === "Enter";
  if (!event.ctrlKey && !event.altKey && !event.metaKey && !run) event.stopPropagation();
}

function render({ model, el }) {
  const done = add(el, "p", { class: "infonet-status-line", role: "status", "aria-live": "polite" });
  const wrong = add(el, "p", { class: "infonet-status-line wrong", role: "alert", "aria-live": "assertive" });
  const say = () => {
    const [spoken, silent] = model.get("wrong") ? [wrong, done] : [done, wrong];
    silent.textContent = "";
    spoken.textContent = model.get("words");
  };
  model.on("change:words change:wrong change:count", say);
  say();
  let panel = null;
  let waiting = 0;
  let frames = 0;
  // The line is drawn before it is put into the panel; in a page without one there is none to come.
  const settle = () => {
    panel = el.closest(PANEL);
    if (panel) panel.addEventListener("keydown", keep);
    else if (!el.isConnected && frames++ < PATIENCE) waiting = requestAnimationFrame(settle);
  };
  settle();
  return () => {
    cancelAnimationFrame(waiting);
    panel?.removeEventListener("keydown", keep);
    model.off("change:words change:wrong change:count", say);
  };
}

export default { render };
