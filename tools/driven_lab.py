"""JupyterLab, started for a program and driven by it through a browser as a user would."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from infonet.start import options
from tools.browser import Watched

__all__ = ["KNOWN", "Lab", "Served", "served", "settings", "write_notebook"]

_ROOT = Path(__file__).resolve().parent.parent
KNOWN = (
    # A notebook that is closed while its kernel still tells whether it can be debugged.
    "Could not restore the debugger state: Canceled future for debug_request message before"
    " replies were done",
    # It asks its own server for a kernel or a session that has ended meanwhile.
    r"Failed to load resource: .* 404 \(Not Found\) http://127\.0\.0\.1:\d+/(api|lsp|lab/api)/.*",
)
"""Complaints of JupyterLab itself, as regular expressions."""

_START_WITHIN = 90
_RUN_WITHIN = 180

# Opens a notebook and waits for its session and its kernel. The indicator of the page says idle
# before the kernel is connected, and what is run then is dropped without a word.
_OPEN = """async () => {
    const { context } = await jupyterapp.commands.execute("docmanager:open", { path: %s });
    await context.ready;
    await context.sessionContext.ready;
    const { kernel } = context.sessionContext.session;
    await kernel.info;
    while (kernel.connectionStatus !== "connected" || kernel.status !== "idle")
        await new Promise((done) => setTimeout(done, 20));
}"""
_RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
# A script may wait for something that never comes; a page has no time limit of its own.
_IN_TIME = """async ([script, within]) => Promise.race([
    eval(script)().then(() => "done"),
    new Promise((done) => setTimeout(() => done("late"), within * 1000)),
])"""
# What the page was asked for goes to the kernel with the next frame; a question of our own goes
# behind it, but messages of widgets may have a thread to themselves: idle must last.
_SETTLED = """async () => {
    const { kernel } = jupyterapp.shell.currentWidget.context.sessionContext.session;
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    await frame();
    await kernel.requestKernelInfo();
    for (let quiet = 0; quiet < 3; quiet = kernel.status === "idle" ? quiet + 1 : 0)
        await new Promise((done) => setTimeout(done, 20));
    await frame();
}"""
_BEGUN = "() => jupyterapp.restored"
_CLOSE = """() => {
    for (const each of [...(window.jupyterapp?.shell.widgets("main") ?? [])]) {
        if (each.context) each.context.model.dirty = false;
        each.dispose();
    }
}"""
_CELLS = "() => jupyterapp.shell.currentWidget.context.model.toJSON().cells"
# Every cell drawn, wherever it is, and no empty space after the last one.
_UNROLL = """() => {
    const { content } = jupyterapp.shell.currentWidget;
    const config = { ...content.notebookConfig, scrollPastEnd: false, windowingMode: "none" };
    content.notebookConfig = config;
}"""
# How high the window must be to show all of it: what is above and below the notebook stays.
_HEIGHT = """() => {
    const panel = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden)");
    const outer = panel.querySelector(".jp-WindowedPanel-outer");
    outer.scrollTo(0, 0);
    return Math.ceil(innerHeight - outer.clientHeight + outer.scrollHeight);
}"""
_THEME = "name => jupyterapp.commands.execute('apputils:change-theme', { theme: name })"
_PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
_TALLEST = 16_000


@dataclass(frozen=True)
class Served:
    """A running JupyterLab.

    Attributes
    ----------
    folder : Path
        The folder that it shows.
    address : str
        Of the server, without a slash at its end.
    token : str
        The token that it asks for.
    """

    folder: Path
    address: str
    token: str

    def ask(self, path: str, method: str = "GET") -> Any:
        """Send a request to the server and return its JSON; None for an empty answer.

        Parameters
        ----------
        path : str
            As ``api/status``.
        method : str
            Of HTTP.
        """
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(f"{self.address}/{path}", headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """JupyterLab on a folder as `python -m infonet` starts it, with settings of its own.

    It runs until the block ends.

    Parameters
    ----------
    folder : Path
        The folder to show; the kernels start where the notebooks are.

    Raises
    ------
    RuntimeError
        It did not start; the end of what it said is told.
    """
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lab = Served(folder, f"http://127.0.0.1:{port}", secrets.token_hex(16))
    with tempfile.TemporaryDirectory(prefix="infonet-lab-") as private:
        said = Path(private) / "said.txt"
        with said.open("wb") as output:
            server = subprocess.Popen(
                _command(lab, port),
                cwd=folder,
                env=settings(Path(private)),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait_for(lab, server, said)
            yield lab
        finally:
            # It ends its kernels first, and the folder must be theirs until then.
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _command(lab: Served, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser"),
        *(["--allow-root"] if os.name == "posix" and os.geteuid() == 0 else []),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        f"--IdentityProvider.token={lab.token}",
        "--LabApp.expose_app_in_browser=True",
        *options(lab.folder),
    ]


def settings(private: Path) -> dict[str, str]:
    """Copy the environment, with the settings of `make lab` and none of the user's own."""
    own = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
    }
    environment = {**os.environ, **{name: str(private / place) for name, place in own.items()}}
    environment["JUPYTER_CONFIG_PATH"] = str(_ROOT / "infonet" / "start" / "jupyter")
    environment.pop("MPLBACKEND", None)  # or else pictures would not be shown
    environment.pop("TQDM_DISABLE", None)  # nor how far long work has come
    return environment


def _wait_for(lab: Served, server: subprocess.Popen[bytes], said: Path) -> None:
    """Return as soon as the server answers."""
    end = time.monotonic() + _START_WITHIN
    while server.poll() is None and time.monotonic() < end:
        try:
            lab.ask("api/status")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"JupyterLab did not start:\n{said.read_text('utf-8', 'replace')[-2000:]}")


class Lab:
    """JupyterLab in a page of the browser, and the notebook that is open in it.

    Parameters
    ----------
    page : Watched
        The page to be in; it goes there with the first notebook.
    server : Served
        The JupyterLab.
    """

    def __init__(self, page: Watched, server: Served) -> None:
        self.page = page
        self.server = server

    def open(self, notebook: str) -> None:
        """Open a notebook and wait until its kernel takes code.

        Parameters
        ----------
        notebook : str
            Its path in the server's folder.

        Raises
        ------
        RuntimeError
            There was no kernel in time.
        """
        if not self.page.url.startswith(self.server.address):
            self.page.goto(f"{self.server.address}/lab?token={self.server.token}&reset")
            self.page.wait_for_function("window.jupyterapp", timeout=_START_WITHIN * 1000)
            self._wait(_BEGUN, _START_WITHIN, "JupyterLab was not there")
            self.page.evaluate("jupyterapp.shell.collapseLeft()")
        self._wait(_OPEN % json.dumps(notebook), _START_WITHIN, "the kernel was not there")
        self.page.wait_for_selector(f"{_PANEL} .jp-Notebook .jp-Cell")

    def clear(self) -> None:
        """Forget the outputs that the notebook was saved with."""
        self.page.evaluate("jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")

    def run_all(self) -> None:
        """Run every cell and wait until the last is done, or one has raised.

        Raises
        ------
        RuntimeError
            It took too long.
        """
        self._wait(_RUN_ALL, _RUN_WITHIN, "the cells were not done")
        self.settle()

    def _wait(self, script: str, within: int, otherwise: str) -> None:
        """Until a script of the page is done."""
        if self.page.evaluate(_IN_TIME, [script, within]) != "done":
            raise RuntimeError(f"{otherwise} within {within} seconds")

    def settle(self) -> None:
        """Wait until the kernel has nothing to do and the page has drawn what it said."""
        self._wait(_SETTLED, _RUN_WITHIN, "the kernel was not idle")

    def cells(self) -> list[dict[str, Any]]:
        """Return the notebook's cells as they would be saved now, with their outputs."""
        found: list[dict[str, Any]] = self.page.evaluate(_CELLS)
        return found

    def errors(self) -> list[str]:
        """List what cells raised or printed as a warning: one text for each."""
        return [
            output.get("evalue") or "".join(output["text"])
            for cell in self.cells()
            for output in cell.get("outputs", [])
            if output["output_type"] == "error" or output.get("name") == "stderr"
        ]

    def theme(self, name: str) -> None:
        """Change JupyterLab's theme.

        Parameters
        ----------
        name : {"JupyterLab Light", "JupyterLab Dark"}
            Which.
        """
        self.page.evaluate(_THEME, name)
        light = str(name == "JupyterLab Light").lower()
        self.page.wait_for_selector(f'body[data-jp-theme-light="{light}"]', state="attached")

    def unroll(self) -> None:
        """Draw every cell of the notebook, wherever it is."""
        self.page.evaluate(_UNROLL)

    def photograph(self, file: Path, part: str | None = None) -> Path:
        """Photograph the whole notebook as a PNG, however long it is.

        Parameters
        ----------
        file : Path
            The PNG; its folder is made where it is missing.
        part : str, optional
            A CSS selector of the part to take; the window if not given.

        Returns
        -------
        Path
            The same.
        """
        size = self.page.viewport_size
        self.unroll()
        for _ in range(2):  # some outputs are drawn as they come into sight
            self.settle()
            height = min(self.page.evaluate(_HEIGHT), _TALLEST)
            self.page.set_viewport_size({"width": size["width"], "height": height})
        self.settle()
        file.parent.mkdir(parents=True, exist_ok=True)
        (self.page.locator(part) if part else self.page).screenshot(path=file)
        self.page.set_viewport_size(size)
        return file

    def close(self) -> None:
        """Close what is open without saving it, and end the kernels."""
        self.page.evaluate(_CLOSE)
        for session in self.server.ask("api/sessions"):
            self.server.ask(f"api/sessions/{session['id']}", "DELETE")


def write_notebook(file: Path, *code: str) -> Path:
    """Write a notebook of these cells of code.

    Parameters
    ----------
    file : Path
        The notebook's place.
    *code : str
        The source of each cell.

    Returns
    -------
    Path
        The same.
    """
    cells = [nbformat.v4.new_code_cell(source) for source in code]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    # Without its kernel named, JupyterLab would ask which one is meant.
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, file)
    return file
