/**
 * Chooses files and sends them slice by slice: what the kernel wants next, when it wants it.
 *
 * Names are set with textContent and setAttribute only, so that markup in them shows as letters.
 * Nothing is fetched: a slice is a message to the kernel.
 */

const SLICE = 1 << 21; // a message of more than 10 MiB never arrives

/** "14 of 80 MB", or "80 MB" when all of it is there. */
function amount(held, size) {
  const [unit, name] = size >= 1e6 ? [1e6, "MB"] : [1e3, "kB"];
  const whole = unit > 1e3 ? Math.round(size / unit) : Math.ceil(size / unit);
  return held < size ? `${Math.floor(held / unit)} of ${whole} ${name}` : `${whole} ${name}`;
}

export default () => {
  // What this page can send: the files of its last choice. After a reload there are none.
  let turn = "";
  let chosen = [];

  return {
    initialize({ model }) {
      const send = async () => {
        const [of, number, offset] = model.get("wanted");
        const file = of === turn ? chosen[number] : null;
        if (!file) return;
        try {
          const slice = await file.slice(offset, offset + SLICE).arrayBuffer();
          model.send({ slice: offset, number, turn: of }, undefined, [slice]);
        } catch {
          model.send({ failed: true, number, turn: of });
        }
      };
      model.on("change:wanted", send);
      return () => model.off("change:wanted", send);
    },

    render({ model, el }) {
      const root = add(el, "div", { class: "infonet-upload" });
      const label = add(root, "label", { title: "Choose them from your disk, or drop them here" });
      add(label, "span", {}, "Choose files");
      const input = add(label, "input", { type: "file", multiple: "", accept: ".zip,.csv" });
      const list = add(root, "ul", { "aria-label": "Chosen files" });

      input.addEventListener("change", () => {
        if (!input.files.length) return;
        chosen = [...input.files];
        turn = `${Date.now()}-${Math.random()}`;
        model.send({ choose: chosen.map(({ name, size }) => ({ name, size })), turn });
        input.value = ""; // the same file can be chosen again
      });

      /** A line for a file; it stays while the file comes, and with it what has the focus. */
      const line = ({ number, name, size }) => {
        const item = add(list, "li", { "data-number": number });
        add(item, "bdi", {}, name);
        add(item, "progress", { max: size || 1, "aria-label": name });
        add(item, "span");
        const remove = add(item, "button", { type: "button", "aria-label": `Remove ${name}` }, "Remove");
        remove.addEventListener("click", () => {
          model.send({ remove: true, number, turn: model.get("turn") });
          input.focus();
        });
        return item;
      };

      let shown = "";
      const draw = () => {
        const files = model.get("files");
        const these = JSON.stringify([model.get("turn"), files.map(({ number }) => number)]);
        if (these !== shown) list.replaceChildren();
        files.forEach((file, i) => {
          const item = these === shown ? list.children[i] : line(file);
          const { held, size } = file;
          const [stopped, bar] = [held < size && model.get("turn") !== turn, item.querySelector("progress")];
          bar.value = held;
          bar.hidden = stopped || held === size;
          const words = amount(held, size);
          item.querySelector("span").textContent = stopped ? `stopped at ${words}: choose it again` : words;
        });
        shown = these;
      };
      model.on("change:files change:turn", draw);
      draw();
      return () => model.off("change:files change:turn", draw);
    },
  };
};
