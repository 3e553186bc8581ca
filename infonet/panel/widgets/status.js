/**
 * The status line: says what happened, also to a screen reader; and keeps plain keys in the panel.
 *
 * What it says is set with textContent only. Nothing is fetched.
 */

const PANEL = ".infonet-panel";

/** To a notebook plain letters are commands ("dd" deletes the cell): they stay in the panel. */
function keep(event) {
  const run = event.shiftKey && event.key === "Enter";
  if (!event.ctrlKey && !event.altKey && !event.metaKey && !run) event.stopPropagation();
}

function render({ model, el }) {
  const line = document.createElement("p");
  line.className = "infonet-status-line";
  line.setAttribute("role", "alert");
  el.append(line);
  const say = () => {
    line.classList.toggle("wrong", model.get("wrong"));
    line.setAttribute("aria-live", model.get("wrong") ? "assertive" : "polite");
    line.textContent = model.get("words");
  };
  model.on("change:words change:wrong change:count", say);
  say();
  let panel = null;
  let waiting = 0;
  // The line is drawn before it is put into the panel.
  const settle = () => {
    panel = el.closest(PANEL);
    if (panel) panel.addEventListener("keydown", keep);
    else waiting = requestAnimationFrame(settle);
  };
  settle();
  return () => {
    cancelAnimationFrame(waiting);
    panel?.removeEventListener("keydown", keep);
    model.off("change:words change:wrong change:count", say);
  };
}

export default { render };
