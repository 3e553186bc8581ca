// Stands in for the connection to Python: what the app in the page reads, hears and sends.
async ({script, view, data}) => {
    // In JupyterLab the bytes come as they are: to read them from text must not be what takes long.
    const plain = (text) => Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const bytes = (held) => Object.fromEntries(Object.entries(held).map(([name, text]) => [name, new DataView(plain(text).buffer)]));
    const state = { view, data: bytes(data) };
    const heard = new Map();
    const fire = (name) => (heard.get(name) ?? []).forEach((call) => call());
    window.waiting = 0;
    window.take = ({ view, data, messages }) => {
        if (data) { state.data = bytes(data); fire("change:data"); }
        state.view = view;
        fire("change:view");
        for (const each of messages ?? []) (heard.get("msg:custom") ?? []).forEach((call) => call(each, []));
    };
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
            window.take(JSON.parse(await window.toPython(JSON.stringify(message), buffers.map(encoded))));
            window.waiting -= 1;
        },
    };
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const module = await import(address);
    window.done = (typeof module.default === "function" ? module.default() : module.default)
        .render({ model: window.model, el: document.getElementById("app") });
}
