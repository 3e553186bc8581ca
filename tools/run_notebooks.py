"""Run the notebooks in place, so that running them again changes nothing.

``python -m tools.run_notebooks [notebook …]``; without names, all of ``notebooks/``.
"""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

__all__ = ["APP", "COHORT", "STILL", "cleaned", "picture_of", "run"]

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
APP = ROOT / "docs" / "panel.png"
"""The picture of the app on the sample, as `make pictures` takes it."""
COHORT = ROOT / "docs" / "cohort.png"
"""The picture of the coach's board, on the sample's cohort."""
STILL = 'infonet-still"'
"""What the sentence has in its HTML that stands where the app was."""
_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run(path: Path) -> bool:
    """Execute a notebook in its folder and write it back; whether that changed the file.

    Parameters
    ----------
    path : Path
        The notebook. It stays as it is when a cell raises.

    Raises
    ------
    CellExecutionError
        A cell raised; the message shows the cell.
    """
    before = path.read_text("utf-8")
    notebook: Any = nbformat.reads(cleaned(before), as_version=4)
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        coalesce_streams=True,
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
    )
    os.environ.pop("MPLBACKEND", None)  # or else pictures would not be shown
    os.environ["TQDM_DISABLE"] = "1"  # a bar would be kept where the machine was busy
    client.execute()
    for cell in notebook.cells:
        _add_picture(cell.get("outputs", []))
    after = cleaned(nbformat.writes(notebook))
    if after != before:
        path.write_text(after, "utf-8")
    return after != before


def _add_picture(outputs: list[Any]) -> None:
    """Put the picture of the app before the sentence that stands where the app was."""
    for at, output in enumerate(outputs):
        if STILL in output.get("data", {}).get("text/html", ""):
            words = output["data"]["text/plain"]
            picture = base64.b64encode(picture_of(words).read_bytes()).decode("ascii")
            about = {"image/png": {"alt": words}}
            data = {"image/png": picture}
            outputs.insert(at, nbformat.v4.new_output("display_data", data, metadata=about))
            return


def picture_of(words: str) -> Path:
    """Return the picture of an app that calls itself so: a book's, or a coach's board."""
    return COHORT if words.startswith("Cohort") else APP


def cleaned(text: str) -> str:
    """Strip a notebook's text of what differs from run to run and from machine to machine.

    Cell ids count the cells, and of the metadata what a notebook needs is left, and tags. Outputs
    and the numbers of the cells stay, but for the addresses of widgets that are gone.

    Parameters
    ----------
    text : str
        The notebook as JSON.

    Returns
    -------
    str
        The same notebook as JSON, as Jupyter lays it out.
    """
    notebook: Any = nbformat.reads(text, as_version=4)
    notebook.metadata = nbformat.from_dict(_METADATA)
    notebook.nbformat_minor = 5
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number:02}"
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        for output in cell.get("outputs", ()):
            # A widget lives as long as its kernel: what is kept shows the picture in its place.
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    return str(nbformat.writes(notebook)) + "\n"


def main(names: list[str]) -> int:
    """Run what is named, or all; stop at the first notebook that raises."""
    for path in [Path(name) for name in names] or sorted(NOTEBOOKS.glob("*.ipynb")):
        try:
            changed = run(path)
        except CellExecutionError as error:
            print(f"{path.name}: left as it was, because a cell raised:\n{error}", file=sys.stderr)
            return 1
        print(f"{path.name}: {'changed' if changed else 'the same as before'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
