"""A dollar stays a dollar: in frames, in every output of ours, and in the app."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("anywidget", reason="no browser test: anywidget is not installed")

from tests.hostile import DOLLARS, MATHEMATICS
from tools.driven_lab import Lab, write_notebook

LISTS = {"everyday": [*DOLLARS], "hostile": [*MATHEMATICS]}

MAKE = """
import infonet
from infonet import Book
import warnings
warnings.simplefilter("error")
texts = {texts!r}
book = Book(me="https://www.linkedin.com/in/robin-achterberg")
with book.one_act("people"):
    for number, text in enumerate(texts):
        book.tie(f"Ana Dia {{'abcdefgh'[number]}}z", closeness="strong", company="Firm " + text,
                 title=text, new=True)
        book.want("Firm " + text)
        book.note(f"Ana Dia {{'abcdefgh'[number]}}z", "advice", text)
        book.log("asked", f"Ana Dia {{'abcdefgh'[number]}}z", company="Firm " + text,
                 kind="direct", date="2026-03-02", note=text, new=True)
person = "Ana Dia az"
net = infonet.network(book, as_of="2026-06-30")
"""
SHOWN = [
    "book",
    "book.history()",
    "book.notes()",
    "book.tables().jobs",
    "book.tables().events",
    "infonet.people(net)",
    "infonet.targets(net)",
    "net",
    "infonet.prepare.readable(book.notes())",
    "infonet.warm_paths(net, 'Firm ' + texts[0])",
    "infonet.week(book, '2026-06-30')",
    "infonet.due(book, as_of='2026-06-30')",
    "infonet.review(book, as_of='2026-06-30')",
    "infonet.brief(book, person, as_of='2026-06-30')",
    "infonet.funnel(book, as_of='2026-06-30', by='company')",
    "infonet.explore(book, as_of='2026-06-30')",
]
# What JupyterLab does typeset: when this is done, everything before it is.
CONTROL = "from IPython.display import HTML\nHTML('<p id=\"typeset\">$x$</p>')"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["hostile", "everyday"])
def test_no_output_is_typeset(lab: Lab, kind: str) -> None:
    write_notebook(
        lab.server.folder / f"{kind}.ipynb", MAKE.format(texts=LISTS[kind]), *SHOWN, CONTROL
    )
    lab.open(f"{kind}.ipynb")
    lab.unroll()
    lab.run_all()
    page: Any = lab.page
    assert not lab.errors()
    page.wait_for_selector("#typeset mjx-container")
    set_as_mathematics = page.locator("mjx-container").evaluate_all(
        "all => all.map((each) => each.closest('.jp-Cell').innerText.slice(0, 60))"
    )
    assert len(set_as_mathematics) == 1, set_as_mathematics
    for text in LISTS[kind]:
        assert page.get_by_text(text, exact=False).count() >= 3
