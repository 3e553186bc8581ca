// Opens the notebook of a user's own book as an app: runs it and shows its output alone.
//
// Written by hand as the module-federation container that JupyterLab loads; nothing is built. It
// runs the notebook only at its place, with exactly the cells of versions.json, and with the kernel
// that `python -m infonet` sets up. Everything else stays as it is.
(() => {
    const NAME = "infonet-my-book";
    const NOTEBOOK = "my-book.ipynb";
    const COMMAND = "infonet:toggle-notebook";
    const FILLED = "infonet-filled";
    const BEHIND = "The notebook behind it";
    const BACK = "Back to the app";
    const OPENING = "Opening your book …";
    const CHANGED =
        "This notebook is not as infonet wrote it, so it does not open by itself." +
        " To run it, press ▶, or Shift and Enter.";
    const OTHER_KERNEL =
        "This notebook runs with another kernel than infonet's, so it does not open by itself." +
        " To run it, press ▶, or Shift and Enter.";

    const STYLE = `
        .${FILLED} :is(.jp-InputArea, .jp-Cell-header, .jp-Cell-footer, .jp-Collapser,
            .jp-OutputPrompt, .jp-OutputArea-promptOverlay, .jp-MarkdownCell, .jp-Notebook-footer,
            .jp-cell-toolbar) { display: none !important; }
        .${FILLED} :is(.jp-Notebook, .jp-Cell) { padding: 0 !important; }
        .${FILLED} .jp-WindowedPanel-viewport { padding: 0 8px 44px !important; }
        .${FILLED} .jp-Cell:not(:has(.jp-OutputArea-child)) { display: none !important; }
        .${FILLED} .jp-OutputArea-output { padding: 0; margin: 0; }
        .infonet-behind { position: absolute; right: 18px; bottom: 8px; z-index: 10;
            padding: 4px 12px; border: 1px solid var(--jp-border-color1); border-radius: 4px;
            background: var(--jp-layout-color1); color: var(--jp-ui-font-color1);
            font: var(--jp-ui-font-size1) var(--jp-ui-font-family); cursor: pointer; }
        .infonet-behind:focus-visible { outline: 2px solid var(--jp-brand-color1); }
        .infonet-said { position: absolute; left: 18px; right: 18px; bottom: 8px; z-index: 10;
            margin: 0; padding: 8px 12px; border: 1px solid var(--jp-warn-color1);
            background: var(--jp-layout-color1); color: var(--jp-ui-font-color1);
            font: var(--jp-ui-font-size1) var(--jp-ui-font-family); }
        .${FILLED} .infonet-said { top: 40%; bottom: auto; border: 0; text-align: center; }
        @media print { .infonet-behind, .infonet-said { display: none; } }`;

    // Browsers keep what JupyterLab serves for a year: the hash in this script's address, which
    // package.json gives, makes both files new to them after a change.
    const here = new URL(document.currentScript.src);
    const versions = fetch(new URL(`versions.json${here.search}`, here)).then((answer) =>
        answer.json(),
    );
    const shown = new Map(); // the panel of the app -> its button
    let shared = {};

    const isOurs = (model, known) => {
        const { cells } = model.toJSON();
        const found = cells.map((cell) => [cell.cell_type, [cell.source].flat().join("")]);
        return known.some((version) => JSON.stringify(version) === JSON.stringify(found));
    };

    const connected = (kernel) =>
        new Promise((done) => {
            const look = () => {
                if (kernel.connectionStatus !== "connected") return;
                kernel.connectionStatusChanged.disconnect(look);
                done();
            };
            kernel.connectionStatusChanged.connect(look);
            look();
        });

    const BARS = "#jp-header-panel, #jp-top-panel, #jp-menu-panel, #jp-bottom-panel, .jp-SideBar";
    let hidden = []; // the bars that were hidden, and nothing that the user had hidden before

    const barsIn = function* (widgets) {
        for (const widget of widgets) {
            if (widget.node.matches(BARS)) yield widget;
            else if (widget.layout) yield* barsIn(widget.layout);
        }
    };

    // The bars around the documents go where the window holds this document alone.
    const hideBars = (app) => {
        if (app.shell.mode !== "single-document" || hidden.length) return;
        hidden = [...barsIn(app.shell.layout)].filter((bar) => !bar.isHidden);
        for (const bar of hidden) bar.hide();
    };

    const showBars = () => {
        for (const bar of hidden.splice(0)) bar.show();
    };

    const isFilled = (panel) => Boolean(panel?.node.classList.contains(FILLED));

    const fill = (app, panel, filled) => {
        panel.node.classList.toggle(FILLED, filled);
        panel.toolbar.setHidden(filled);
        if (filled) hideBars(app);
        else showBars();
    };

    const toggle = (app, panel) => {
        fill(app, panel, !isFilled(panel));
        shown.get(panel).textContent = isFilled(panel) ? BEHIND : BACK;
    };

    const say = (panel, text) => {
        const line = document.createElement("p");
        line.className = "infonet-said";
        line.setAttribute("role", "status");
        line.textContent = text;
        panel.node.append(line);
        return line;
    };

    // The way to the notebook behind the app, and no word of unsaved changes.
    const frame = (app, panel, context) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "infonet-behind";
        button.textContent = BEHIND;
        button.addEventListener("click", () => toggle(app, panel));
        panel.node.append(button);
        shown.set(panel, button);
        panel.disposed.connect(() => shown.delete(panel));
        // What the app draws is no change of the file: leaving asks nothing, and nothing is saved.
        context.model.stateChanged.connect((model, change) => {
            if (change.name === "dirty" && change.newValue && isFilled(panel)) model.dirty = false;
        });
        panel.content.notebookConfig = {
            ...panel.content.notebookConfig,
            scrollPastEnd: false,
            windowingMode: "none",
        };
    };

    // Return why the notebook cannot be run; nothing if it was.
    const run = async (app, panel, context, known) => {
        await context.sessionContext.ready;
        const kernel = context.sessionContext.session?.kernel;
        if (kernel?.name !== NAME) return OTHER_KERNEL;
        await kernel.info;
        await connected(kernel);
        const [notebook] = Object.values(shared["@jupyterlab/notebook"]);
        const { NotebookActions } = (await notebook.get())();
        // Once more, and nothing awaited from here on: what is looked at is what runs.
        if (context.sessionContext.session?.kernel !== kernel) return OTHER_KERNEL;
        if (!isOurs(context.model, known)) return CHANGED;
        frame(app, panel, context);
        await NotebookActions.runAll(panel.content, context.sessionContext);
        context.model.dirty = false;
    };

    const start = async (app, panel, context) => {
        await context.ready;
        if (context.path !== NOTEBOOK) return;
        if (context.model.getMetadata("kernelspec")?.name !== NAME) return;
        const known = await versions;
        if (!isOurs(context.model, known)) return void say(panel, CHANGED);
        panel.disposed.connect(showBars);
        fill(app, panel, true);
        const opening = say(panel, OPENING);
        const why = await run(app, panel, context, known).finally(() => opening.remove());
        if (!why) return;
        fill(app, panel, false);
        say(panel, why);
    };

    const plugin = {
        id: `${NAME}:plugin`,
        description: "Opens my-book.ipynb as an app that fills the window.",
        autoStart: true,
        activate: (app) => {
            const style = document.createElement("style");
            style.textContent = STYLE;
            document.head.append(style);
            app.commands.addCommand(COMMAND, {
                label: "Show or hide the notebook behind the app",
                isEnabled: () => shown.has(app.shell.currentWidget),
                execute: () => toggle(app, app.shell.currentWidget),
            });
            // Another document has its bars, however it came to the front.
            app.shell.currentChanged?.connect(() => {
                if (isFilled(app.shell.currentWidget)) hideBars(app);
                else showBars();
            });
            app.docRegistry.addWidgetExtension("Notebook", {
                createNew: (panel, context) => void start(app, panel, context),
            });
        },
    };

    (window._JUPYTERLAB ??= {})[NAME] = {
        init: (scope) => void (shared = scope),
        get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })),
    };
})();
