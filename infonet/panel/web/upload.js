/**
 * Chooses files and sends them slice by slice: what Python wants next, when it wants it.
 *
 * A slice is a message; nothing is fetched.
 */

const SLICE = 1 << 21; // a message of more than 10 MiB never arrives

/** "14 of 80 MB", or "80 MB" when all of it is there. */
function amount(held, size) {
  const [unit, name] = size >= 1e6 ? [1e6, "MB"] : [1e3, "kB"];
  const whole = unit > 1e3 ? Math.round(size / unit) : Math.ceil(size / unit);
  return held < size ? `${Math.floor(held / unit)} of ${whole} ${name}` : `${whole} ${name}`;
}

// What this page can send: the files of its last choice. After a reload there are none.
const upload = { turn: "", chosen: [], sent: "" };

async function sendSlice({ hear, wanted }, api) {
  const [turn, number, offset] = wanted;
  const file = turn === upload.turn ? upload.chosen[number] : null;
  const asked = JSON.stringify(wanted);
  if (!file || asked === upload.sent) return;
  upload.sent = asked;
  try {
    const slice = await file.slice(offset, offset + SLICE).arrayBuffer();
    api.send(hear, { slice: offset, number, turn }, [slice]);
  } catch {
    api.send(hear, { failed: true, number, turn });
  }
}

/** A line for a file; it stays while the file comes, and with it what has the focus. */
function uploadLine(root, { number, name, size }, api) {
  const item = add(root.querySelector("ul"), "li", { "data-number": number });
  add(item, "bdi", {}, name);
  add(item, "progress", { max: size || 1, "aria-label": name });
  add(item, "span");
  const remove = add(item, "button", { type: "button", class: "button", "aria-label": `Remove ${name}` }, "Remove");
  remove.addEventListener("click", (event) => {
    event.stopPropagation();
    const { hear, turn } = root.infonet[1];
    api.send(hear, { remove: true, number, turn });
    root.querySelector("input").focus();
  });
}

function drawUpload(root, [, { files, turn, label, accept }]) {
  root.querySelector("label span").textContent = label;
  root.querySelector("input").accept = accept;
  const list = root.querySelector("ul");
  files.forEach(({ held, size }, i) => {
    const item = list.children[i];
    const stopped = held < size && turn !== upload.turn;
    const bar = item.querySelector("progress");
    bar.value = held;
    bar.hidden = stopped || held === size;
    const words = amount(held, size);
    item.querySelector("span").textContent = stopped ? `stopped at ${words}: choose it again` : words;
  });
}

SPECIAL.upload = {
  make(node, api) {
    const root = document.createElement("div");
    root.className = "upload";
    root.dataset.special = "upload";
    const label = add(root, "label", { title: "Choose files from this computer, or drop them here", class: "button" });
    add(label, "span");
    const input = add(label, "input", { type: "file", multiple: "" });
    add(root, "ul", { "aria-label": "Chosen files" });
    const choose = (files) => {
      if (!files.length) return;
      upload.chosen = [...files];
      upload.turn = `${Date.now()}-${Math.random()}`;
      upload.sent = "";
      const choice = upload.chosen.map(({ name, size }) => ({ name, size }));
      api.send(root.infonet[1].hear, { choose: choice, turn: upload.turn });
    };
    input.addEventListener("change", (event) => {
      event.stopPropagation();
      choose(input.files);
      input.value = ""; // the same file can be chosen again
    });
    root.infonet = node;
    SPECIAL.upload.update(root, node, api, ["upload", { files: [] }, []]);
    return root;
  },
  update(root, node, api, before) {
    root.infonet = node;
    const these = ([, { turn, files }]) => JSON.stringify([turn, files.map(({ number }) => number)]);
    if (these(before) !== these(node)) {
      root.querySelector("ul").replaceChildren();
      for (const file of node[1].files) uploadLine(root, file, api);
    }
    drawUpload(root, node);
    sendSlice(node[1], api);
  },
};
