/**
 * The app: header, status line and the screen that is looked at, drawn from what Python describes.
 *
 * What a user does goes back as one message: the word for what was pressed, and what stands in the
 * fields. To a notebook plain letters are commands ("dd" deletes the cell): they stay in here.
 */

const SLOW = 150; // milliseconds until an answer that has not come is waited for visibly

/** The nearest element, from one on up to the root, that has this in its node. */
function holder(element, root, names) {
  for (let each = element; each && each !== root.parentNode; each = each.parentNode)
    if (each.infonet && !each.disabled && names.some((name) => name in each.infonet[1])) return each;
  return null;
}

/** What stands in the fields. */
function valuesIn(root) {
  const values = {};
  for (const each of root.querySelectorAll("input[name], select[name], textarea[name]")) {
    if (each.type === "radio") {
      if (each.checked) values[each.name] = each.value;
    } else values[each.name] = each.type === "checkbox" ? each.checked : each.value;
  }
  return values;
}

/** Put a text on the clipboard; where there is none, as on a plain address of another machine, select it. */
async function copyText(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = field ?? add(document.body, "textarea", { "aria-hidden": "true" }, text);
    area.select();
    const done = document.execCommand?.("copy") ?? false;
    if (!field) area.remove();
    return done;
  }
}

function saveFile({ name, type, text, base64 }) {
  const content = text ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([content], { type }));
  const anchor = add(document.body, "a", { href: address, download: name });
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Print one element alone: everything else is hidden from the printer by the style sheet. */
function printSheet(element) {
  element.classList.add("printed");
  const way = [];
  for (let each = element.parentElement; each; each = each.parentElement) way.push(each);
  for (const each of way) each.classList.add("holds-printed");
  const done = () => {
    element.classList.remove("printed");
    for (const each of way) each.classList.remove("holds-printed");
    removeEventListener("afterprint", done);
  };
  addEventListener("afterprint", done);
  print();
}

/** Left and right go from tab to tab, up and down from row to row of what can be pressed. */
function stepFocus(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const tab = event.target.closest?.('[role="tab"]');
  if (!step || !tab || event.key === "ArrowDown" || event.key === "ArrowUp") return false;
  const tabs = [...tab.parentNode.querySelectorAll('[role="tab"]')];
  tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length].focus();
  event.preventDefault();
  return true;
}

const isTyping = (element) => element.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select");

function render({ model, el }) {
  const root = add(el, "div", { class: "infonet-app tex2jax_ignore mathjax_ignore", "data-lm-suppress-shortcuts": "true" });
  const header = add(root, "header", { class: "top" });
  const done = add(root, "p", { class: "status", role: "status", "aria-live": "polite" });
  const wrong = add(root, "p", { class: "status wrong", role: "alert", "aria-live": "assertive" });
  const main = add(root, "main", { class: "screen", tabindex: "-1" });
  let focusNext = null;
  let waiting = 0;
  let own = false; // the page itself has said something since the last press
  const api = {
    model,
    focus: (element) => { focusNext = element; },
    /** Tell Python what was done; `more` are words of a special element, which may come with bytes. */
    send: (word, more = {}, buffers = []) => {
      clearTimeout(waiting);
      if (!more.quiet) {
        own = false;
        waiting = setTimeout(() => root.setAttribute("aria-busy", "true"), SLOW);
      }
      model.send({ press: word, values: valuesIn(root), ...more }, undefined, buffers);
    },
    data: (name) => model.get("data")[name],
    say: (text) => { wrong.textContent = ""; done.textContent = text; own = true; },
  };
  let shown = "";
  const draw = () => {
    clearTimeout(waiting);
    root.removeAttribute("aria-busy");
    const { screen, status, place } = model.get("view");
    const before = document.activeElement;
    const had = root.contains(before);
    patch(header, model.get("view").header, api);
    patch(main, screen, api);
    const [spoken, silent] = status.wrong ? [wrong, done] : [done, wrong];
    if (status.words || !own) {
      silent.textContent = "";
      if (spoken.textContent !== status.words || status.again) spoken.textContent = status.words;
    }
    if (place !== shown) {
      if (shown) main.scrollIntoView?.({ block: "nearest" });
      if (had && !focusNext && !root.contains(document.activeElement)) focusNext = main;
      shown = place;
    } else if (had && !root.contains(document.activeElement) && !focusNext) focusNext = main;
    focusNext?.focus({ preventScroll: true });
    focusNext = null;
    root.dataset.edition = model.get("view").edition;
  };
  const press = async (element, event) => {
    const [, attributes] = element.infonet;
    if ("copy" in attributes) {
      const field = attributes.copy.field ? root.querySelector(`[name="${CSS.escape(attributes.copy.field)}"]`) : null;
      const copied = await copyText(field ? field.value : attributes.copy, field);
      api.say(copied ? "Copied." : "Selected: press Ctrl+C to copy it.");
    }
    if ("download" in attributes) saveFile(attributes.download);
    if ("print" in attributes) printSheet(element.closest(".sheet") ?? main.querySelector(".sheet") ?? main);
    if ("press" in attributes) { event?.preventDefault(); api.send(attributes.press); }
  };
  root.addEventListener("click", (event) => {
    const element = holder(event.target, root, ["press", "copy", "download", "print"]);
    const own = event.target.closest("a, input, select, textarea, label, summary");
    // A link or field within a row that can be pressed is itself.
    if (element && !(own && own !== element && element.contains(own))) press(element, event);
  });
  root.addEventListener("change", (event) => {
    const element = holder(event.target, root, ["change"]);
    if (element) api.send(element.infonet[1].change);
  });
  root.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const command = event.ctrlKey || event.altKey || event.metaKey;
    if (!command && !(event.shiftKey && key === "Enter")) event.stopPropagation();
    if (stepFocus(event) || command) return;
    if (key === "Enter" && target.matches?.("input")) {
      const form = holder(target, root, ["submit"]);
      if (form) { event.preventDefault(); api.send(form.infonet[1].submit); }
      return;
    }
    if (isTyping(target) || (key === " " && target.matches?.("button, summary, a"))) return;
    const words = [...root.querySelectorAll("*")].map((each) => each.infonet?.[1].keys).filter(Boolean);
    const word = words.map((keys) => keys[key]).find(Boolean);
    if (word) { event.preventDefault(); api.send(word); }
  });
  root.addEventListener("submit", (event) => event.preventDefault());
  model.on("change:view", draw);
  model.on("change:data", draw);
  draw();
  return () => { model.off("change:view", draw); model.off("change:data", draw); };
}

export default { render };
