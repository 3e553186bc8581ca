"""What people call themselves stays letters in every file and page that is made of it.

For each sink a text is *live* where it made more than the same text of a plain name makes: an
element, an attribute, a line, a component, a formula, a way through folders; it is *typeset* where
a reader would set it as mathematics.
"""

from __future__ import annotations

import csv
import email
import email.policy
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any, NamedTuple

import icalendar
import matplotlib.pyplot as plt
import mistune
import networkx as nx
import openpyxl
import pandas as pd
import pytest
import vobject
from mistune.plugins.math import math, math_in_list

import infonet
from infonet import Book, plot, prepare, writers
from infonet.cohort import Reports
from infonet.errors import InfonetError
from infonet.graph import Network
from infonet.tables import Tables
from tests.cohort.pools import pool_of
from tests.conftest import Counted
from tests.hostile import HOSTILE

pytestmark = pytest.mark.evidence

DAY, ASKED = "2026-06-30", "2026-06-22"
PLAIN = ("Quill", "Quill of the Fen " * 20, "Quill\nof the Fen")


class Made(NamedTuple):
    """All that one text goes into: a book, raw tables of it, and its network."""

    text: str
    name: str
    book: Book
    raw: Tables
    net: Network


@cache
def made_of(text: str) -> Made:
    """Let everybody and everything be called by a text."""
    # What is typed as a name may be an address, or several people; that is not tried here.
    name = f"Bo {re.sub('[@;/&]', ' ', text)}".strip()
    company = f"Delta {text}"
    book = Book(me=f"Robin {name}")
    key = book.person(name, company=company, title=text)
    book.tie("Ana Roe", closeness="strong", new=True, company=f"Echo {text}", title=text)
    book.tie("Ana Roe", key, kind="colleague")
    book.want(company, priority=1)
    book.want(f"Golf {text}")
    for kind in ("expertise", "advice", "learnt"):
        book.note(key, kind, f"it is {text}")
    book.log("asked", "Ana Roe", company=company, date=ASKED, note=text)
    book.log("held", key, company=company, date=DAY, note=text)
    raw = Tables.of(
        people=[
            {"person": "me", "name": "Robin"},
            {"person": "name/a", "name": text, "url": text, "email": text, "location": text},
        ],
        jobs=[{"person": "name/a", "company": text, "title": text}],
        ties=[{"source": "me", "target": "name/a", "evidence": "connection", "origin": "me"}],
        companies=[{"company": text, "kind": "company", "priority": 1}],
        notes=[{"person": "name/a", "kind": "learnt", "text": text, "date": pd.Timestamp(DAY)}],
    )
    return Made(text, name, book, raw, infonet.network(book, as_of=DAY))


# --- what is live, of each kind of file ---


class Page(HTMLParser):
    """The elements of a page with the names of their attributes, and what is set as mathematics."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.kinds: set[str] = set()
        self.typeset = 0
        self._open: list[tuple[str, bool]] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what an element is."""
        held = {name: value or "" for name, value in attrs}
        ways = [held[name].strip().lower() for name in ("href", "src", "action") if name in held]
        schemes = sorted({way.partition(":")[0] for way in ways})
        self.kinds.add(f"{tag} {sorted(held)} {schemes}")
        quiet = any(word.endswith("jax_ignore") for word in held.get("class", "").split())
        if tag not in _VOID:
            self._open.append((tag, quiet))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Notice mathematics where nothing keeps it from being set."""
        inert = any(quiet or tag in ("style", "script", "title") for tag, quiet in self._open)
        self.typeset += bool(not inert and _MATHEMATICS.search(data))


_VOID = {"br", "hr", "img", "input", "link", "meta", "col", "wbr"}
_MATHEMATICS = re.compile(r"\$[^$]+\$|\\\(|\\\[|\\begin\{|\\ref\{")

Seen = tuple[set[str], int]
"""What there is of structure, and how much is typeset."""


def _page(document: str, *, notebook: bool = True) -> Seen:
    page = Page(document)
    # A page of its own has MathJax only if it brings it.
    typeset = page.typeset if notebook or "mathjax" in document.lower() else 0
    return page.kinds, typeset


def _together(seen: Iterator[Seen]) -> Seen:
    kinds, typeset = set[str](), 0
    for more, number in seen:
        kinds, typeset = kinds | more, typeset + number
    return kinds, typeset


def frames(made: Made) -> Seen:
    """Show everything that a notebook shows."""
    book, net, tables = made.book, made.net, made.book.tables()
    shown: list[Any] = [
        *(book, net, book.history(), book.notes(), book.backups(), *tables, *made.raw),
        *(infonet.people(net), infonet.targets(net), infonet.reach(net), infonet.brokers(net)),
        *(prepare.readable(book.notes()), prepare.readable(tables.jobs)),
        *(infonet.warm_paths(net, f"Delta {made.text}"), infonet.week(book, DAY)),
        *(infonet.due(book, as_of=DAY), infonet.review(book, as_of=DAY)),
        *(infonet.brief(book, made.name, as_of=DAY), book.forget(made.name)),
        infonet.funnel(book, as_of=DAY, by="company"),
        *(_draft(made), _calendar(made), _record(made)),
        prepare.coach_page(book, as_of=DAY, names=True, name=made.text),
    ]
    return _together(_page(each._repr_html_()) for each in shown)


def panel(made: Made) -> Seen:
    """Walk through the screens of the app."""
    pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")
    from infonet.panel.app import App
    from infonet.panel.screens import SCREENS

    app = App(made.book, DAY)
    key = made.book.who(made.name)
    kinds = set[str]()
    for screen in SCREENS:
        for about in ("", key if screen in ("person", "talk") else f"Delta {made.text}"):
            if about and screen not in ("person", "talk", "company", "network"):
                continue
            app.session.go(screen, about)
            app.show()
            assert not app.session.status.wrong, app.session.status
            kinds |= {*_live(_nodes(app.view["header"] + app.view["screen"]))}
    return kinds, 0  # its text never becomes HTML; `test_lab_mathematics` looks in the browser


def _nodes(nodes: Any) -> Iterator[Any]:
    for node in nodes:
        if not isinstance(node, str):
            yield node
            yield from _nodes(node[2])


def _live(nodes: Iterator[Any]) -> Iterator[str]:
    """Yield what the browser would do more with than show it."""
    for tag, held, _ in nodes:
        scheme = str(held.get("href", "https:")).partition(":")[0]
        if scheme not in ("https", "mailto"):
            yield f"{tag} to {scheme}"
        for name in held:
            # A grid says what `one` of its rows is called.
            if (name.startswith("on") and name != "one") or name in ("style", "srcdoc"):
                yield f"{tag} with {name}"


def pictures(made: Made) -> Seen:
    """Draw the network, the routes and the card."""
    kinds, typeset = set[str](), 0
    ways = infonet.warm_paths(made.net, f"Delta {made.text}")
    for ax in (plot.network(made.net), plot.paths(made.net, ways)):
        typeset += sum(text.get_parse_math() or text.get_usetex() for text in ax.texts)
        figure = ax.get_figure(root=True)
        assert figure is not None
        file = io.BytesIO()
        figure.savefig(file, format="svg")
        plt.close(figure)
        kinds |= _elements(file.getvalue())
    with suppress(InfonetError):  # a text too long for its code, or that no font here has
        kinds |= _elements(_card(made).svg().encode())
    return kinds, typeset


def _elements(document: bytes) -> set[str]:
    """Return the elements of a picture, and the attributes that would do something."""
    return {
        f"{each.tag.rpartition('}')[2]} {[name for name in each.attrib if name.startswith('on')]}"
        for each in ET.fromstring(document).iter()
    } & {*_elements_that_do()}


def _elements_that_do() -> Iterator[str]:
    for tag in ("script", "a", "foreignObject", "image", "text", "iframe", "animate", "set"):
        yield f"{tag} []"


def pages(made: Made) -> Seen:
    """Make the pages that are printed or sent."""
    book = made.book
    return _together(
        _page(document, notebook=False)
        for document in (
            prepare.coach_page(book, as_of=DAY, names=True, name=made.text).html(),
            _record(made).html(),
            prepare.tick_sheet(book, made.name).html(),
        )
    )


def calendars(made: Made) -> Seen:
    """Read what is due, and a talk, as a calendar does."""
    kinds = set[str]()
    for content in (_calendar(made).ics(), writers.packed(made.raw, "ics", as_of=DAY)):
        for part in icalendar.Calendar.from_ical(content).walk():
            kinds |= {f"{part.name} {name}" for name in part}
            kinds |= {f"{part.name}, below" for _ in part.subcomponents if part.name == "VALARM"}
    return kinds, 0


def cards(made: Made) -> Seen:
    """Read the cards of the book, and the business card."""
    found = set[str]()
    for content in (
        writers.packed(made.raw, "vcf"),
        writers.packed(made.book.tables(), "vcf"),
        _card(made).vcf(),
    ):
        for card in vobject.readComponents(content.decode()):
            found |= {name for name, lines in card.contents.items() if len(lines) == 1}
            found |= {f"{len(lines)} {name}" for name, lines in card.contents.items() if lines[1:]}
    # Lines that a plain person has or lacks: whether a text is an address depends on it.
    return found - {"email", "url", "org", "title", "tel", "note"}, 0


def workbooks(made: Made) -> Seen:
    """Read each cell of the workbooks as a spreadsheet does."""
    kinds = set[str]()
    for content in (
        writers.packed(made.raw, "xlsx"),
        writers.packed(made.book.tables(), "xlsx"),
        _record(made).xlsx(),
    ):
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                kinds |= {"formula"} if cell.data_type == "f" else set()
                kinds |= {"link"} if cell.hyperlink else set()
                kinds |= {"begins"} if _runs(cell.value) else set()
    return kinds, 0


def tables_of_text(made: Made) -> Seen:
    """Read each cell of the CSV files as a spreadsheet does."""
    kinds = set[str]()
    for tables in (made.raw, made.book.tables()):
        with zipfile.ZipFile(io.BytesIO(writers.packed(tables, "csv"))) as archive:
            for name in archive.namelist():
                rows = [
                    *csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
                ]
                kinds |= {f"{name}: {len(row)} cells" for row in rows}
                kinds |= {"begins" for row in rows for cell in row if _runs(cell)}
    return kinds, 0


def _runs(cell: object) -> bool:
    """Tell whether a spreadsheet may take a cell for a formula."""
    return isinstance(cell, str) and cell.lstrip("\ufeff \t\r\n")[:1] in {
        *"=+-@\uff1d\uff0b\uff0d\uff20"
    }


def graphs(made: Made) -> Seen:
    """Read the network as networkx does."""
    kinds = set[str]()
    for tables in (made.raw, made.book.tables()):
        content = writers.packed(tables, "graphml", as_of=DAY)
        G = nx.read_graphml(io.BytesIO(content))
        kinds.add(f"{len(G)} people, {len(G.edges)} ties")
        kinds |= {each.tag.rpartition("}")[2] for each in ET.fromstring(content).iter()}
    return kinds, 0


def markdown(made: Made) -> Seen:
    """Read the page before a talk with a reader that knows HTML and mathematics."""
    reader = mistune.create_markdown(escape=False, plugins=[math, math_in_list])
    shown = reader(infonet.brief(made.book, made.name, as_of=DAY).markdown())
    assert isinstance(shown, str)
    return Page(shown).kinds, shown.count('class="math"')


def names_of_files(made: Made) -> Seen:
    """Take the names that files get of a person's."""
    friend = prepare.tick_sheet(made.book, made.name)
    shape = re.compile(r"(for|answers)(-[a-z0-9]+)*\.(html|csv)")
    return {str(bool(shape.fullmatch(name)) and len(name.encode()) < 500)
            for name in (friend.file, friend.answers)}, 0  # fmt: skip


def mails(made: Made) -> Seen:
    """Read the draft as a mail program does."""
    message = email.message_from_bytes(_draft(made).eml(), policy=email.policy.default)
    to = [each.addr_spec for each in message["To"].addresses]
    kinds = {*message.keys(), f"to {to}", f"{sum(1 for _ in message.walk())} parts"}
    return kinds | {type(defect).__name__ for defect in message.defects}, 0


def cohorts(made: Made) -> Seen:
    """Show the employers of a cohort, as its coach sees them."""
    members = list(range(20))
    pool = pool_of({(one, 20): 0.5 for one in members}, [(20, 0)], members, people=21)
    pool.company[0] = made.text
    reports = Reports(replace(pool), max_hops=2)
    shown = (reports.coverage(), reports.unreached(), reports.brokers())
    return _together(_page(each.to_html()) for each in shown)


def _draft(made: Made) -> prepare.Draft:
    return prepare.Draft("ana@example.com", made.text, f"{made.text}\nx", "email", made.text)


def _calendar(made: Made) -> prepare.Calendar:
    text = made.text
    talk = prepare.appointment(text, "2026-07-02 10:00", place=text, company=text, questions=[text])
    return prepare.calendar(infonet.due(made.book, as_of=DAY), [talk], as_of=DAY)


def _record(made: Made) -> prepare.SearchRecord:
    parts = ("company", "person", "channel", "stage", "note")
    return prepare.search_record(
        made.book, since="2026-01-01", until=DAY, parts=parts, name=made.text
    )


def _card(made: Made) -> prepare.BusinessCard:
    skills = [made.text]
    return prepare.business_card(
        f"Bo {made.text}", title=made.text, email="bo@example.com", skills=skills
    )


SINKS: dict[str, Callable[[Made], Seen]] = {
    "HTML of frames and results": frames,
    "panel": panel,
    "SVG": pictures,
    "pages to print and to send": pages,
    "calendar": calendars,
    "cards": cards,
    "workbook": workbooks,
    "CSV": tables_of_text,
    "GraphML": graphs,
    "Markdown": markdown,
    "names of files": names_of_files,
    "mail": mails,
    "cohort": cohorts,
}


@pytest.mark.parametrize("sink", SINKS)
def test_no_text_is_live_or_typeset(
    sink: str, full_count: Callable[[int, int], int], counted: Counted
) -> None:
    texts = HOSTILE[: full_count(1, len(HOSTILE))]
    examples, found = [], Counter({"live": 0, "typeset": 0})
    for text in texts:
        kinds, typeset = SINKS[sink](made_of(text))
        live = kinds - plain(sink) if kinds else kinds
        found.update(live=bool(live), typeset=bool(typeset))
        if live or typeset:
            examples.append((text, live, typeset))
    counted("hostile strings in sinks", len(texts), **found)
    assert not examples


@cache
def plain(sink: str) -> set[str]:
    """Return what there is of a plain name."""
    return set[str]().union(*(SINKS[sink](made_of(text))[0] for text in PLAIN))


def test_there_are_enough_of_them_and_a_plain_page_would_be_told_from_a_live_one() -> None:
    assert len(HOSTILE) >= 73
    plain, _ = _page("<p>Quill</p>")
    live = [_page(f"<p>{text}</p>")[0] - plain for text in HOSTILE]
    assert sum(map(bool, live)) >= 15
    assert sum(_page(f"<p>{text}</p>")[1] for text in HOSTILE) >= 8
    assert sum(map(_runs, HOSTILE)) >= 8
