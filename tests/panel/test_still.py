"""Where no kernel runs the app (GitHub, nbconvert, a reopened notebook) a sentence stands.

In the gallery a picture stands above it.
"""

from __future__ import annotations

import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

nbconvert = pytest.importorskip("nbconvert", reason="nothing to convert a notebook with")
nbformat = pytest.importorskip("nbformat")

from tools.run_notebooks import APP, run  # noqa: E402  # skipped above without it

CELLS = (
    "import infonet\n"
    "book = infonet.Book(me='https://www.linkedin.com/in/robin-achterberg')\n"
    "book.want('Delta')",
    "infonet.explore(book, as_of='2026-06-30')",
)
WIDGET = "application/vnd.jupyter.widget-view+json"
SENTENCE = "The app was here. To work with it: Run → Run All Cells."


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a notebook as this repository keeps them: run, with outputs, without widget state."""
    path: Path = tmp_path_factory.mktemp("kept") / "kept.ipynb"
    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    assert run(path)
    return path


def shown(path: Path) -> list[Any]:
    return list(nbformat.read(path, as_version=4).cells[1].outputs)


@pytest.mark.slow
def test_a_notebook_of_the_gallery_keeps_a_picture_and_a_sentence(kept: Path) -> None:
    picture, sentence, app = shown(kept)
    assert b64decode(picture.data["image/png"]) == APP.read_bytes()
    assert picture.metadata["image/png"]["alt"].startswith("App of Network of 1 person")
    assert SENTENCE in sentence.data["text/html"]
    assert dict(app.data) == {"text/plain": ""}
    assert not run(kept), "running it again changed it"


def test_nbconvert_shows_the_picture_and_the_sentence(kept: Path) -> None:
    page, _ = nbconvert.HTMLExporter().from_filename(str(kept))
    assert page.count('src="data:image/png;base64,') == 1
    assert SENTENCE in page
    # LaTeX itself is not installed everywhere; the pictures that it would be given are counted.
    _, resources = nbconvert.MarkdownExporter().from_filename(str(kept))
    assert list(resources["outputs"].values()) == [APP.read_bytes()]


def test_the_app_itself_is_shown_without_words_and_draws_no_picture() -> None:
    code = """
import sys
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
InteractiveShell.instance()
import infonet
book = infonet.Book(me='https://www.linkedin.com/in/robin-achterberg')
book.want('Delta')
app = infonet.explore(book, as_of='2026-06-30')
with capture_output() as captured:
    app._ipython_display_()
first, second = captured.outputs
assert set(first.data) == {'text/html', 'text/plain'}, first.data
assert first.data['text/plain'] == repr(app)
assert set(second.data) == {'WIDGET', 'text/plain'}, second.data
assert second.data['text/plain'] == ''
assert 'matplotlib' not in sys.modules
""".replace("WIDGET", WIDGET)
    subprocess.run([sys.executable, "-c", code], check=True)
