"""The table of everybody: what the browser gets, and what one act says of all who are chosen."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import infonet
from infonet import Book
from infonet.panel.app import App
from infonet.panel.grid import Grid
from infonet.panel.screens import SCREENS
from infonet.tables.cells import defused
from tests.book_exports import export
from tests.panel.conftest import DAY
from tests.panel.driven import Driven


@pytest.fixture
def app(book: Book) -> Driven:
    """Open the table on the book of the test; Bo has a name to fold, Eli was asked."""
    book.log("asked", "Eli Ota", "Echo", date="2026-06-25")
    app = Driven(App(book, DAY))
    return app.press("People")


def sent(app: Driven) -> dict[str, Any]:
    """Return what the browser reads of the bytes: the numbers of each column follow its JSON."""
    text, _, numbers = app.app.data["people"].partition(b"\n")
    held: dict[str, Any] = json.loads(text)
    each = 4 * len(held["keys"])
    parts = iter([numbers[at : at + each] for at in range(0, len(numbers), each)])
    for column in held["columns"]:
        for name in ("codes", "bar") if column["bar"] else ("codes",):
            column[name] = np.frombuffer(next(parts), dtype="<i4").tolist()
    assert next(parts, None) is None
    return held


def shown(app: Driven) -> dict[str, dict[str, str]]:
    """Return what the table has of each person: key → column → text."""
    held = sent(app)
    return {
        key: {
            column["name"]: column["levels"][column["codes"][at]]
            for column in held["columns"]
            if column["codes"][at] >= 0
        }
        for at, key in enumerate(held["keys"])
    }


def hear(app: Driven, **message: object) -> None:
    [grid] = app.nodes("grid")
    app.app.hear(app.app, {"press": grid[1]["hear"], "values": {}, **message}, [])


def choose(app: Driven, *keys: str) -> None:
    hear(app, chosen=len(keys))
    app.typed["people"] = json.dumps(keys)


def test_everybody_is_there_with_what_is_known_of_them(app: Driven) -> None:
    rows = shown(app)
    assert list(rows) == [
        "name/ana-diaz",
        "name/eli-ota",
        "name/di-roe",
        "name/bo-lin",
        "name/cy-moss",
    ]
    assert rows["name/ana-diaz"] == {"name": "Ana Diaz", "closeness": "close", "leads": "Delta"}
    assert rows["name/bo-lin"] == {
        "name": "Bo Lin",
        "company": "Delta",
        "closeness": "through Ana Diaz",
        "leads": "Delta",
    }
    assert rows["name/eli-ota"]["asked"] == rows["name/eli-ota"]["last"] == "25 Jun"


def test_a_filter_offers_what_there_is(app: Driven) -> None:
    columns = {each["name"]: each for each in sent(app)["columns"]}
    closeness = columns["closeness"]
    kinds = ["close", "know well", "know a little", "through a friend"]
    assert closeness["options"] == kinds
    assert [closeness["has"][code] for code in closeness["codes"]] == [[0], [1], [2], [3], [3]]
    assert closeness["bar"][:1] == [70]
    assert columns["last"]["raw"] == ["2026-06-25"]
    assert columns["leads"]["options"] == ["Delta"]
    assert "location" not in columns and "title" not in columns  # nobody has one


def test_levels_are_in_the_order_of_sorting(book: Book) -> None:
    for name in ("Öz Alp", "ox Bell", "Ozzy Cole"):
        book.tie(name, closeness="weak", new=True)
    app = Driven(App(book, DAY)).press("People")
    [names] = [each["levels"] for each in sent(app)["columns"] if each["name"] == "name"]
    assert names[-3:] == ["ox Bell", "Öz Alp", "Ozzy Cole"]


def test_rows_go_over_again_only_when_they_are_others(app: Driven, book: Book) -> None:
    before = app.app.data["people"]
    version = app.nodes("grid")[0][1]["version"]
    hear(app, chosen=2)
    app.press("Targets").press("People")
    assert app.app.data["people"] is before
    assert app.nodes("grid")[0][1]["version"] == version
    choose(app, "name/di-roe")
    app.press("close")
    assert app.nodes("grid")[0][1]["version"] == version + 1
    assert shown(app)["name/di-roe"]["closeness"] == "close"


def test_i_wrote_to_these_is_one_act(app: Driven, book: Book) -> None:
    acts = len(book.history())
    choose(app, "name/ana-diaz", "name/di-roe", "name/cy-moss")
    app.press("I wrote to these 3 people that day")
    assert app.status() == "wrote to 3 people, 30 Jun 2026: Ana Diaz, Di Roe, Cy Moss."
    assert len(book.history()) == acts + 1
    assert shown(app)["name/cy-moss"]["last"] == "30 Jun"
    assert "Choose people" in app.text()  # nobody is chosen any more
    app.press(next(words for words in app.buttons() if words.startswith("Undo: wrote to 3")))
    assert "last" not in shown(app)["name/cy-moss"]


def test_about_a_target_it_is_an_ask(app: Driven, book: Book) -> None:
    choose(app, "name/ana-diaz", "name/di-roe")
    app.type("about", "Delta").press("I wrote to these 2 people that day")
    events = book.tables().events
    assert events.stage.tolist() == ["asked"] * 3
    assert events.company.tolist() == ["Echo", "Delta", "Delta"]


def test_closeness_of_many_is_one_act(app: Driven, book: Book) -> None:
    acts = len(book.history())
    choose(app, "name/di-roe", "name/eli-ota")
    app.press("close")
    assert app.status() == "Saved: you and 2 people are close: Di Roe, Eli Ota."
    assert len(book.history()) == acts + 1
    assert [shown(app)[key]["closeness"] for key in ("name/di-roe", "name/eli-ota")] == [
        "close",
        "close",
    ]


def test_without_anybody_chosen_nothing_is_logged(app: Driven, book: Book) -> None:
    acts = len(book.history())
    hear(app, chosen=1)
    for nonsense in ("", "[]", "[", "7", '["name/nobody"]', '{"a": 1}'):
        app.typed["people"] = nonsense
        app.press("I wrote to this person that day")
        assert app.is_wrong() and "choose people" in app.status()
    assert len(book.history()) == acts


def test_a_person_is_opened(app: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCREENS, "person", SCREENS["company"])
    hear(app, open="name/nobody")
    assert app.app.session.place == ("people", "")
    hear(app, open="name/bo-lin")
    assert app.app.session.place == ("person", "name/bo-lin")


@pytest.mark.parametrize("message", [{"chosen": -1}, {"chosen": 9}, {"chosen": True}, {"open": 3}])
def test_messages_that_make_no_sense_are_nothing(app: Driven, message: dict[str, object]) -> None:
    hear(app, **message)
    assert app.app.session.place == ("people", "") and "Choose people" in app.text()
    app.app.hear(app.app, {"press": app.nodes("grid")[0][1]["hear"], "values": {}}, [])
    assert not app.is_wrong()


@pytest.mark.parametrize("chosen", ["[", "7", "[" * 100_000])
def test_a_choice_that_makes_no_sense_is_nobody(chosen: str) -> None:
    grid = Grid("people", "", supply=lambda *_: None, opened=lambda _: None)
    assert grid.chosen_in({"people": chosen}) == []


def test_names_are_cleaned_on_their_way(book: Book) -> None:
    book.tie("Mal\u202elory <b>Roe</b>", closeness="weak", new=True)
    app = Driven(App(book, DAY)).press("People")
    assert "Mallory <b>Roe</b>" in {each["name"] for each in shown(app).values()}


def test_an_empty_book_says_what_would_help() -> None:
    app = Driven(App(Book(me="https://www.linkedin.com/in/robin-achterberg"), DAY)).press("People")
    assert "Nobody yet" in app.text() and not app.nodes("grid")


def test_a_book_that_is_only_looked_at_has_the_table_and_nothing_that_acts(book: Book) -> None:
    app = Driven(App(Book(book.path, read_only=True), DAY)).press("People")
    assert len(shown(app)) == 5
    assert not [words for words in app.buttons() if "wrote" in words or "close" in words]


@pytest.mark.parametrize(
    ("exported", "age"), [("2025-04-12", "14 months ago"), ("2026-06-01", None)]
)
def test_the_age_of_a_job_is_said_where_it_is_old(
    book: Book, exported: str, age: str | None
) -> None:
    book.add(export({"slug": "gil-orr", "name": "Gil Orr", "company": "Echo"}, exported=exported))
    app = Driven(App(book, DAY)).press("People")
    assert shown(app)["in/gil-orr"].get("seen") == age
    app.app.session.go("triage")
    app.app.session.book.want("Echo")
    app.app.session.refresh()
    app.app.show()
    assert "Gil Orr" in app.text()
    assert ("Echo, seen 14 months ago" in app.text()) is (age is not None)


def test_the_list_defuses_for_a_spreadsheet_what_the_writers_defuse() -> None:
    script = (Path(infonet.__file__).parent / "panel" / "web" / "grid.js").read_text("utf-8")
    (rule,) = re.findall(r"const LIVE = /(.*)/;", script)
    live = re.compile(rule)
    letters = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    for text in (each for letter in letters for each in (f"{letter}=1", f"{letter}a")):
        assert bool(live.match(text)) == (defused(text) != text), repr(text)
