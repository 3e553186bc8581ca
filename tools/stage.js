// Stands in for the connection to Python: what the app in the page reads, hears and sends.
async ({script, view, data}) => {
    // In JupyterLab the bytes come as they are: so they do here.
    const one = async ([name, address]) => [name, new DataView(await (await fetch(address)).arrayBuffer())];
    const bytes = async (held) => Object.fromEntries(await Promise.all(Object.entries(held).map(one)));
    const state = { view, data: await bytes(data) };
    const heard = new Map();
    const fire = (name) => (heard.get(name) ?? []).forEach((call) => call());
    window.waiting = 0;
    const shown = async ({ view, data, messages }) => {
        if (data) { state.data = await bytes(data); fire("change:data"); }
        state.view = view;
        fire("change:view");
        for (const each of messages ?? []) (heard.get("msg:custom") ?? []).forEach((call) => call(each, []));
    };
    // One after the other, as they were sent.
    let last = Promise.resolve();
    window.take = (answer) => (last = last.catch(() => {}).then(() => shown(answer)));
    const encoded = (buffer) => {
        let text = "";
        const all = new Uint8Array(buffer);
        for (let at = 0; at < all.length; at += 32768) text += String.fromCharCode(...all.subarray(at, at + 32768));
        return btoa(text);
    };
    window.model = {
        get: (name) => state[name],
        set: (name, value) => { state[name] = value; },
        save_changes: () => {},
        on: (names, call) => names.split(" ").forEach((name) => heard.set(name, [...(heard.get(name) ?? []), call])),
        off: (names, call) => names.split(" ").forEach((name) => heard.set(name, (heard.get(name) ?? []).filter((c) => c !== call))),
        send: async (message, callbacks, buffers = []) => {
            window.waiting += 1;
            await window.take(JSON.parse(await window.toPython(JSON.stringify(message), buffers.map(encoded))));
            window.waiting -= 1;
        },
    };
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const module = await import(address);
    window.done = (typeof module.default === "function" ? module.default() : module.default)
        .render({ model: window.model, el: document.getElementById("app") });
}
