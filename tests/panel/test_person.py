"""The page of a person: facts, closeness, who they know, what happened, how to reach them."""

from __future__ import annotations

from pathlib import Path

import pytest

from infonet import Book
from infonet.panel.app import App
from tests.panel.conftest import DAY
from tests.panel.driven import Driven

SEALED = "a passphrase of four words"


def opened(book: Book, name: str) -> Driven:
    book.person("https://www.linkedin.com/in/robin-achterberg", name="Robin Achterberg")
    made = App(book, DAY)
    made.session.go("person", book.who(name))
    made.show()
    return Driven(made)


def test_the_page_says_who_they_are(book: Book) -> None:
    book.person("Di Roe", title="Analyst", company="Delta", email="di@example.com")
    app = opened(book, "Di Roe")
    text = app.text()
    assert "Analyst at Delta" in text and "di@example.com" in text
    for foreign in ("NaN", "None", "name/"):
        assert foreign not in text


def test_nobody_has_no_page(book: Book) -> None:
    made = App(book, DAY)
    for about in ("", "in/nobody", "me"):
        made.session.go("person", about)
        made.show()
        assert "Nobody is chosen" in Driven(made).text()


def test_how_close_we_are_is_one_press(book: Book) -> None:
    app = opened(book, "Di Roe")
    app.press("close")
    ties = book.tables().ties.set_index(["source", "target"])
    assert ties.closeness["me", book.who("Di Roe")] == "strong"
    [close] = [each for each in app.nodes("button") if each[2] == ["close"]]
    assert close[1]["aria-pressed"] == "true"


def test_people_they_know_lead_on_and_one_can_be_added(book: Book) -> None:
    app = opened(book, "Ana Diaz")
    assert {"Bo Lin", "Cy Moss"} <= set(app.buttons())
    app.press("Save")
    assert app.is_wrong()
    app.type("knows", "Eli Ota").press("Save")
    assert "Eli Ota" in app.buttons()
    app.type("knows", "Zed Wu").press("Save")  # nobody of the book: it is asked first
    assert "Zed Wu" in app.text() and "Zed Wu, somebody new" in app.buttons()
    app.press("Zed Wu, somebody new")
    assert "Zed Wu" in app.buttons()
    app.press("Bo Lin")
    assert "How do I reach Bo?" in app.text()


def test_whom_they_know_inside_a_target_is_marked_and_the_employer_said_once(book: Book) -> None:
    book.tie("Ana Diaz", "Ida Moe", kind="colleague", company="Echo", title="Welder", new=True)
    book.want(field="welding", aliases=["welder"])
    app = opened(book, "Ana Diaz")
    marks = [each[2] for each in app.nodes("span") if "badge" in each[1].get("class", "")]
    assert marks == [["target"], ["target"], ["target: welding"]]


def test_the_way_to_them_is_asked_for_and_logged(book: Book) -> None:
    app = opened(book, "Bo Lin")
    assert any("Ana Diaz" in words for words in app.buttons())
    assert "Message to Ana Diaz" in app.text()
    app.press("I sent it")
    [event] = book.tables().events.to_dict("records")
    assert (event["stage"], event["company"]) == ("asked", "Delta")
    assert event["person"] == book.who("Ana Diaz") and event["route"][-1] == book.who("Bo Lin")


def test_a_friend_is_not_reached_through_strangers(book: Book) -> None:
    book.tie("Eli Ota", "Ana Diaz")
    app = opened(book, "Ana Diaz")
    folded = [each for each in app.nodes("details") if "Through somebody else" in str(each)]
    assert len(folded) == 1 and "Message to Ana Diaz" in app.text()
    app.press("I sent it")  # to stay in touch, as no company of hers is known
    assert book.tables().events.stage.tolist() == ["contacted"]


def test_nobody_known_to_know_them_is_said(book: Book) -> None:
    book.person("Lu Weir")
    assert "No way yet" in opened(book, "Lu Weir").text()


def test_what_happened_and_who_helped_whom(book: Book) -> None:
    book.log("asked", "Ana Diaz", "Delta", date="2026-06-01", kind="introduction")
    book.log("introduced", "Bo Lin", "Delta", "Ana Diaz", date="2026-06-03")
    text = opened(book, "Ana Diaz").text()
    assert "I asked Ana" in text and "Ana introduced me to Bo" in text and "Wed 3 Jun" in text
    assert "They helped you once. You have not helped them yet." in text


def test_notes_are_kept_with_their_kind(book: Book) -> None:
    app = opened(book, "Ana Diaz")
    app.press("Save", nth=1)
    assert app.is_wrong()
    app.type("note-kind", "advice").type("note-text", "learn SQL").press("Save", nth=1)
    assert book.notes(kind="advice").text.tolist() == ["learn SQL"]
    assert "their advice, Tue 30 Jun" in app.text() and "learn SQL" in app.text()
    app.type("note-kind", "opted out").type("note-text", "").press("Save", nth=1)
    assert len(book.notes(kind="opted out")) == 1


def test_a_hostile_name_is_letters(book: Book) -> None:
    name = "<img src=x onerror=alert(1)> " + "W" * 120
    book.person("https://www.linkedin.com/in/hostile-name", name=name)
    app = opened(book, "in/hostile-name")
    assert name in app.text()


def test_from_a_person_a_talk_is_prepared(book: Book) -> None:
    app = opened(book, "Di Roe").press("Prepare a talk")
    assert "Talk with Di Roe" in app.text()


def test_it_says_what_is_due_with_them(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-22")
    book.log("held", "Di Roe", company="Delta", date="2026-06-29")
    text = opened(book, "Di Roe").text()
    assert "To do Thank Di Roe, by Tue 30 Jun" in text


def test_nobody_knows_themselves(book: Book) -> None:
    app = opened(book, "Di Roe")
    app.type("knows", "Di Roe").press("Save")
    assert app.is_wrong() and app.status() == "that is Di Roe: type the name of somebody else"


def test_somebody_is_forgotten_by_a_second_press(book: Book) -> None:
    book.note("Ana Diaz", "learnt", "went to school with Di Roe; likes cats")
    book.log("asked", "Di Roe", company="Delta", date="2026-06-01")
    app = opened(book, "Di Roe").press("See what goes")
    text = app.text()
    assert "It cannot be undone." in text and "went to school with Di Roe; likes cats" in text
    assert book.who("Di Roe")
    app.press("Keep")
    assert "It cannot be undone." not in app.text()
    app.press("See what goes").type("words-1", "it was Di Roe").press("Forget for good")
    assert app.is_wrong() and "still speaks of Di Roe" in app.status()
    app.type("words-1", "likes cats").press("Forget for good")
    assert app.status() == "Forgotten."
    assert "Di Roe" not in app.text()
    assert book.notes(kind="learnt").text.tolist() == ["likes cats"]
    assert book.history().kind.iloc[-1] == "forget"


def test_what_may_still_hold_them_is_a_file_to_delete_or_backups_that_nobody_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFONET_HOME", str(tmp_path / "settings"))
    asked, unknown = "delete that file", "Which backups there are is not known now"
    book = Book(tmp_path / "me.db", me="Robin Achterberg")
    book.tie("Di Roe", closeness="weak", new=True)
    book.backup(tmp_path / "mine.db", passphrase=SEALED)
    text = opened(book, "Di Roe").press("See what goes").text()
    assert f"May still be in mine.db: {asked}." in text and unknown not in text
    (listed,) = tmp_path.glob("settings/books/*/backups")
    listed.write_text("{", "utf-8")
    text = opened(book, "Di Roe").press("See what goes").text()
    # The list of them is not what would have to go.
    assert unknown in text and asked not in text


def test_a_backup_that_is_not_cleaned_is_said_when_it_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFONET_HOME", str(tmp_path / "settings"))
    book = Book(tmp_path / "me.db", me="Robin Achterberg")
    book.tie("Di Roe", closeness="weak", new=True)
    sick = tmp_path / "sick.db"
    book.backup(sick)
    content = sick.read_bytes()
    sick.write_bytes(content[:100] + bytes(4_000) + content[4_100:])
    app = opened(book, "Di Roe").press("See what goes").press("Forget for good")
    assert app.status() == "Forgotten. May still be in sick.db: delete that file."


def test_who_has_no_name_is_called_by_their_address_everywhere(book: Book) -> None:
    address = "https://www.linkedin.com/in/zoe-quist-5f2"
    said = [book.tie(address, closeness="strong", company="Delta", new=True)]
    book.log("asked", address, "Delta", date="2026-06-25")
    book.log("declined", "Ana Diaz", "Delta", date="2026-06-25")
    made = App(book, DAY)
    app = Driven(made)
    screens = [("targets", ""), ("company", "Delta"), ("week", ""), ("people", "")]
    for screen, about in [*screens, ("person", book.who(address)), ("network", "")]:
        made.session.go(screen, about)
        made.show()
        said.append(app.text())
    said = [str(one).casefold() for one in (*said, *book.history().what)]
    assert not any("in/zoe" in one.replace("linkedin.com/in/zoe", "") for one in said)
    # Company, week, people, person, and two acts.
    assert sum("linkedin.com/in/zoe-quist-5f2" in one for one in said) == 6
