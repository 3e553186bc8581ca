"""Import: files are read, what is in them is seen, and only then are they added."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from infonet import Book, InfonetError
from infonet.panel.app import App
from infonet.panel.upload import Upload
from infonet.readers import FORMATS
from infonet.tables import ME
from tests.exports import COMPLETE, ROBIN, connections, person, table, url, zipped
from tests.panel.driven import Driven
from tests.uploads import Page, upload

IMG = "<img src=x onerror=alert(1)>"
DAY = "2026-06-30"
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
CONNECTIONS = (
    HEADER
    + "Ida,Voss,https://www.linkedin.com/in/ida-voss,,Delta,Engineer,08 Feb 2026\n"
    + f"Fay,{IMG},https://www.linkedin.com/in/fay,,Echo,Engineer,31 Feb 2026\n"
).encode()
MORE = (
    HEADER + "Uma,Wren,https://www.linkedin.com/in/uma-wren,,Echo,Engineer,03 Mar 2026\n"
).encode()
LOG = b"stage,person,date,company\nasked,Ana Diaz,2026-03-02,Delta\n"
GUESTS = b"name,email,Company\nOda Lund,oda@example.com,Delta\nPia Moe,pia@example.com,Echo\n"


class _Sender:
    """The page's side of the upload of an app: its messages go through the app."""

    def __init__(self, app: App, upload: Upload) -> None:
        self._app, self._upload = app, upload

    @property
    def wanted(self) -> list[Any]:
        return self._upload.wanted

    def hear(self, values: Any, message: Any, buffers: Any) -> None:
        word = f"upload:{id(self._upload)}"
        self._app.hear(self._app, {"press": word, "values": values, **message}, buffers)


def bring(app: Driven, files: dict[str, bytes], screen: str = "imports") -> None:
    """Choose files on a screen and send all of them."""
    if app.app.session.place.screen != screen:
        app.app.session.go(screen)
        app.app.show()
    upload(sender(app, screen), files, turn="turn-1", piece=1_000)


def sender(app: Driven, screen: str = "imports") -> _Sender:
    screens: Any = app.app._screens  # noqa: SLF001  # where the page's messages go
    return _Sender(app.app, screens[screen].intake.files)


def theirs(app: Driven, owner: str, **more: Any) -> Driven:
    """Say that it is a friend's, and add it."""
    app.press("It is a friend's").type("owner", owner)
    for name, value in more.items():
        app.type(name, value)
    return app.press("Add 2 people")


def test_what_is_in_it_is_seen_first_and_added_on_a_press(app: Driven, book: Book) -> None:
    before = len(book.history())
    bring(app, {"Connections.csv": CONNECTIONS})
    text = app.text()
    assert "2 people in it." in text and "Sun 8 Feb" in text
    assert "not who knows whom" in text and "no messages in it" in text
    assert "not a date" in " ".join(" ".join(row) for row in app.rows())  # 31 February
    assert len(book.history()) == before
    screens: Any = app.app._screens  # noqa: SLF001  # where the private files are
    [private] = screens["imports"].intake.files.paths
    app.press("It is mine").press("Add 2 people")
    assert book.who("Ida Voss") == "in/ida-voss"
    assert app.status() == "2 people of Connections.csv added. 2 people are new in your book."
    assert not private.exists()
    assert "Add 2 people" not in app.buttons()


def test_nothing_is_added_before_it_is_said_whose_it_is(app: Driven, book: Book) -> None:
    bring(app, {"Connections.csv": CONNECTIONS})
    assert "Whose is it?" in app.text() and "Add 2 people" not in app.buttons()
    app.press("It is mine").press("No, it is a friend's")
    assert "Add 2 people" in app.buttons()
    app.press("Add 2 people")
    assert app.is_wrong() and app.status() == "say whose list it is"
    app.type("owner", "Ana Diaz").press("Add 2 people")
    assert app.is_wrong() and app.status().startswith("tick “They gave it to me")
    assert "in/ida-voss" not in set(book.tables().people.person)


def test_a_friends_list_is_theirs_and_what_it_opened_is_said(app: Driven, book: Book) -> None:
    book.want("Golf")
    app.app.session.refresh()
    gus = b"Gus,Wren,https://www.linkedin.com/in/gus,,Golf,Cook,01 Feb 2026\n"
    bring(app, {"Connections.csv": CONNECTIONS + gus})
    app.press("It is a friend's").type("owner", "Ana Diaz").type("consent", True)
    app.type("closeness", "medium").press("Add 3 people")
    ties = book.tables().ties
    assert ((ties.source == "in/ida-voss") & (ties.target == "name/ana-diaz")).any()
    mine = ties[(ties.source == ME) & (ties.target == "name/ana-diaz")]
    assert mine.closeness.tolist() == ["medium"]
    assert "This opened 1 company." in app.text()
    [row] = app.rows("opened")
    assert row[:2] == ["Golf", "Ana Diaz → Gus Wren"] and "long shot" in row[2]
    app.press("Golf")
    assert app.app.session.place == ("company", "Golf")


def test_a_better_way_is_said_with_what_it_was_and_nothing_new_too(app: Driven, book: Book) -> None:
    book.tie("Eli Ota", closeness="strong")
    app.app.session.refresh()
    bring(app, {"Connections.csv": CONNECTIONS})
    app.press("It is mine").press("Add 2 people")
    # Ida is at Delta, as Di is, and both are known little: a connection alone is less.
    assert "No new way to your targets. You know people at 1 company" in app.text()
    bring(app, {"Connections.csv": CONNECTIONS})
    theirs(app, "Zoë Quist", consent=True, closeness="strong")
    assert "No new way to your targets." in app.text()
    book.want("Echo", priority=None)
    book.want("Fox")
    app.app.session.refresh()
    fox = b"Gus,Wren,https://www.linkedin.com/in/gus,,Fox,Cook,01 Feb 2026\n"
    for owner, words in (
        ("Di Roe", "This opened 1 company."),
        ("Ana Diaz", "1 company has a better way in now."),
    ):
        bring(app, {"Connections.csv": HEADER.encode() + fox})
        app.press("It is a friend's").type("owner", owner).type("consent", True).type(
            "closeness", ""
        )
        app.press("Add 1 person")
        assert words in app.text()
    [row] = app.rows("opened")
    assert row[1] == "Ana Diaz → Gus Wren" and "was 9 %" in row[2]


def test_a_typed_name_is_asked_about_and_a_new_one_is_a_new_person(app: Driven, book: Book) -> None:
    bring(app, {"Connections.csv": CONNECTIONS})
    theirs(app, "Ana Dias", consent=True)
    assert "Whose list is it? Ana Dias is not one person in your book." in app.text()
    assert "in/ida-voss" not in set(book.tables().people.person)
    app.press("Ana Diaz")
    assert "name/ana-diaz" in set(book.tables().ties.origin)
    assert "name/ana-dias" not in set(book.tables().people.person)
    bring(app, {"Connections.csv": CONNECTIONS + b"Gus,Wren,,,Golf,Cook,01 Feb 2026\n"})
    app.press("It is a friend's").type("owner", "Zoë Quist").type("consent", True)
    app.press("Add 3 people")
    assert book.who("Zoë Quist") in set(book.tables().ties.origin)


def test_an_export_that_is_plainly_anothers_is_pooled_by_one_click_and_consent(
    app: Driven, book: Book, tmp_path: Path
) -> None:
    book.person("me", name="Robin Achterberg")
    profile = table(("First Name", "Last Name", "Headline"), [("Ana", "Diaz", "Cook")])
    connections = HEADER + f"Robin,Achterberg,{ROBIN},,Kilo,Cook,01 Feb 2026\n"
    connections += f"Ida,Voss,{url('ida-voss')},,Delta,Cook,01 Feb 2026\n"
    export = zipped(
        tmp_path / "Basic.zip", {"Connections.csv": connections, "Profile.csv": profile}
    )
    bring(app, {"Basic.zip": export.read_bytes()})
    assert "This is Ana Diaz's export, and the book is yours." in app.text()
    app.press("It is Ana Diaz's: add it as theirs").type("consent", True).press("Add 1 person")
    ties = book.tables().ties
    assert ((ties.target == "name/ana-diaz") & (ties.source == "in/ida-voss")).any()


def test_a_line_of_a_report_has_no_python(app: Driven) -> None:
    mine = HEADER + f"Robin,Achterberg,{ROBIN},,Kilo,Cook,01 Feb 2026\n"
    bring(app, {"Connections.csv": mine.encode()})
    [line] = app.rows()
    assert line[-2:] == ["the owner is one of their own connections", "taken for the owner"]


def test_an_export_with_another_name_of_mine_is_asked_about(
    app: Driven, book: Book, tmp_path: Path
) -> None:
    book.person("me", name="Robin van Dael")
    export = zipped(tmp_path / "Complete.zip", COMPLETE)
    bring(app, {"Complete.zip": export.read_bytes()})
    assert "This export is of Robin Achterberg. Is that you, too?" in app.text()
    app.press("It is me, too").press(next(b for b in app.buttons() if b.startswith("Add ")))
    assert not app.is_wrong(), app.status()
    assert {"in/ana-diaz", "in/bo-lin"} <= set(book.tables().people.person)
    assert "no messages in it" not in app.text()


def test_several_files_at_once(app: Driven, book: Book) -> None:
    bring(app, {"Connections.csv": CONNECTIONS, "log.csv": LOG})
    assert "your log of who you wrote to" in app.text()
    app.press("It is mine").press("Add 2 people")
    assert len(book.tables().events) == 1
    assert "in/ida-voss" in set(book.tables().people.person)
    assert "1 entry of log.csv added." in app.status()


def test_several_lists_of_one_press_are_one_undo(app: Driven, book: Book) -> None:
    before = len(book.tables().people)
    bring(app, {"Connections.csv": CONNECTIONS, "more.csv": MORE})
    app.press("It is mine").press(next(b for b in app.buttons() if b.startswith("Add ")))
    assert not app.is_wrong(), app.status()
    assert {"in/ida-voss", "in/uma-wren"} <= set(book.tables().people.person)
    assert book.state().undo == "Added Connections.csv and more.csv."
    app.press("Undo: Added Connections.csv and more.csv.")
    assert len(book.tables().people) == before


def test_of_several_lists_what_can_be_added_is_and_the_rest_is_said(
    app: Driven, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = len(book.tables().people), Book.add

    def add(book: Book, reading: Any, *args: Any, **more: Any) -> Any:
        if str(reading.path).endswith("third.csv"):
            raise InfonetError("no", plain="it cannot be read any more.")
        return real(book, reading, *args, **more)

    monkeypatch.setattr(Book, "add", add)
    third = MORE.replace(b"uma-wren", b"kit-oduya").replace(b"Uma,Wren", b"Kit,Oduya")
    bring(app, {"Connections.csv": CONNECTIONS, "more.csv": MORE, "third.csv": third})
    app.press("It is mine").press(next(b for b in app.buttons() if b.startswith("Add ")))
    assert app.is_wrong() and "third.csv was not added: it cannot be read" in app.status()
    assert "in/uma-wren" in set(book.tables().people.person)
    app.press(next(b for b in app.buttons() if b.startswith("Undo: ")))
    assert len(book.tables().people) == before


def test_a_log_needs_no_owner(app: Driven, book: Book) -> None:
    bring(app, {"log.csv": LOG})
    app.press("Add to my log")
    assert len(book.tables().events) == 1


def test_a_guest_list_is_recognised_and_not_added(app: Driven, book: Book) -> None:
    before = len(book.history())
    bring(app, {"guests.csv": GUESTS})
    assert "This is a guest list of 2 people" in app.text() and not app.is_wrong()
    app.press("See whom to meet")
    assert app.app.session.place.screen == "event"
    assert "Oda Lund" in app.text() and "2 guests." in app.text()
    app.press("‹ Back")
    assert "This is a guest list of 2 people" in app.text()
    assert len(book.history()) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.csv", b"a,b\n1,2\n"),
        ("Connections.csv", b""),
        ("week.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
        (f"{IMG}.csv", b"a,b\n1,2\n"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing_and_is_named(
    app: Driven, book: Book, name: str, content: bytes
) -> None:
    before = len(book.history())
    bring(app, {name: content})
    assert app.is_wrong() and name in app.status()
    assert "infonet-" not in app.status()  # the private folder
    assert not [each for each in app.buttons() if each.startswith("Add ")]
    assert len(book.history()) == before


def test_after_another_choice_what_was_read_is_no_report(app: Driven, book: Book) -> None:
    bring(app, {"Connections.csv": CONNECTIONS})
    before = len(book.history())
    Page(sender(app), {"other.csv": b"on its way"}, turn="turn-2")
    assert "people in it" not in app.text() and "Add 2 people" not in app.buttons()
    assert len(book.history()) == before


def test_the_file_at_work_is_named(app: Driven, tmp_path: Path) -> None:
    seen: list[str] = []
    app.app.observe(lambda change: seen.append(change["new"]["status"]["words"]), "view")
    export = zipped(tmp_path / "Complete.zip", COMPLETE).read_bytes()
    bring(app, {"Complete.zip": export, "log.csv": LOG})
    assert "Reading 1 of 2: Complete.zip …" in seen and "Reading 2 of 2: log.csv …" in seen
    assert app.status() == ""


def test_a_file_beside_the_notebook_can_be_named(app: Driven, book: Book, tmp_path: Path) -> None:
    file = tmp_path / "Connections.csv"
    file.write_bytes(CONNECTIONS)
    app.app.session.go("imports")
    app.app.show()
    app.press("Read it")
    assert app.is_wrong()
    app.type("path", str(file)).press("Read it")
    # It is not read again: between the two presses it may become another.
    app.press("It is mine")
    file.write_text(HEADER + f"Gus,Wren,{url('gus')},,Golf,Cook,01 Feb 2026\n")
    app.press("Add 2 people")
    people = set(book.tables().people.person)
    assert "in/ida-voss" in people and "in/gus" not in people


def test_how_to_get_each_export_is_said_with_links(app: Driven) -> None:
    app.app.session.go("imports")
    app.app.show()
    links = [each[1].get("href") for each in app.nodes("a")]
    assert "https://www.linkedin.com/mypreferences/d/download-my-data" in links
    for words in ("Connections alone", "within a day", "Luma", "stage, person and date"):
        assert words in app.text()


def test_a_friend_is_asked_for_theirs_with_what_is_read_of_it(app: Driven, book: Book) -> None:
    book.person("me", name="Robin Achterberg")
    app.app.session.refresh()
    app.app.session.go("imports")
    app.app.show()
    app.press("Ana Diaz")
    [letter] = [each[1]["value"] for each in app.nodes("textarea")]
    assert "Connections.csv" in letter and "profile addresses" in letter
    app.type("friend", "Dy Roe").press("Write to them")
    app.press("Di Roe, Delta")
    [letter] = [each[1]["value"] for each in app.nodes("textarea")]
    assert letter.startswith("Hello Di,")


def test_a_book_that_is_only_looked_at_takes_nothing(book: Book) -> None:
    app = Driven(App(Book(book.path, read_only=True), DAY))
    app.press("Import")
    assert "nothing can be added" in app.text() and not app.nodes("upload")


def test_a_new_export_that_is_due_leads_here(tmp_path: Path) -> None:
    book = Book()
    book.add(zipped(tmp_path / "Complete_LinkedInDataExport_05-28-2026.zip", COMPLETE))
    app = Driven(App(book, DAY)).press("This week")
    assert "Download your LinkedIn data anew, and add it here" in app.text()
    app.press("Bring a new one")
    assert app.app.session.place.screen == "imports"


def test_a_new_export_says_who_moved(tmp_path: Path) -> None:
    book = Book()
    book.add(zipped(tmp_path / "Complete_LinkedInDataExport_05-28-2026.zip", COMPLETE))
    later = COMPLETE | {"Connections.csv": COMPLETE["Connections.csv"].replace("Delta", "Golf")}
    export = zipped(tmp_path / "new.zip", later).read_bytes()
    app = Driven(App(book, DAY))
    bring(app, {"Complete_LinkedInDataExport_06-28-2026.zip": export})
    app.press(next(each for each in app.buttons() if each.startswith("Add ")))
    assert "1 person changed employer since last time." in app.text()
    bring(app, {"Complete_LinkedInDataExport_06-28-2026.zip": export})
    app.press(next(each for each in app.buttons() if each.startswith("Add ")))
    assert "is in your book already: nothing was added." in app.status()


def test_the_files_in_the_book_are_listed_and_each_can_be_taken_out(
    book: Book, tmp_path: Path
) -> None:
    for day in ("05-01-2026", "06-02-2026"):
        rows = person("Ana Diaz", "ana-diaz"), person(f"Cy {day}", f"cy-{day}")
        place = tmp_path / f"Basic_LinkedInDataExport_{day}.zip"
        book.add(zipped(place, {"Connections.csv": connections(*rows)}), mine=True)
    app = Driven(App(book, "2026-07-20")).press("Import")
    text = app.text()
    assert "from Tue 2 Jun, 1 month ago: a new one shows who moved" in text
    assert text.count("a new one shows who moved") == 1  # the older one is replaced already
    app.press("Take it out: Added my export Basic_LinkedInDataExport_05-01-2026.zip.")
    assert "05-01-2026" not in app.text().partition("In your book")[2]
    assert "06-02-2026" in app.text().partition("In your book")[2]
    names = set(book.tables().people.name.dropna())
    assert "Cy 06-02-2026" in names and "Cy 05-01-2026" not in names


def test_what_was_opened_is_no_longer_said_once_it_is_taken_back(
    app: Driven, book: Book, tmp_path: Path
) -> None:
    book.want("Golf")
    place = zipped(
        tmp_path / "mine.zip",
        {"Connections.csv": connections(person("Ida Voss", "ida-voss", company="Golf"))},
    )
    app.app.session.refresh()
    app.press("Import").type("path", str(place)).press("Read it")
    app.press("It is mine").press("Add 1 person")
    assert "This opened 1 company." in app.text()
    app.press(next(words for words in app.buttons() if words.startswith("Undo: ")))
    assert app.status().endswith("mine.zip.") and "This opened" not in app.text()


def test_an_address_book_says_what_it_was_taken_for_and_why(app: Driven, book: Book) -> None:
    entries = b"Ida,,Voss,,Delta,ida@example.com\nOda,,Lund,,Echo,\n,,,,Foxtrot,\n"
    header = b"First Name,Middle Name,Last Name,Labels,Organization Name,E-mail 1 - Value\n"
    bring(app, {"contacts.csv": header + entries})
    text = app.text()
    assert "Google Contacts" in text and "by its header “First Name”, “E-mail 1 - Value”" in text
    assert "2 people in it." in text and "1 row skipped: 1 organisation." in text
    assert "who knows whom" not in text.replace("see who knows whom", "")
    app.press("It is mine").press("Add 2 people")
    assert book.who("Oda Lund") == "name/oda-lund"


def test_applications_go_into_the_log(app: Driven, book: Book) -> None:
    jobs = b"Company,Position,Status,Date applied\nDelta,Engineer,Rejected,2026-03-02\n"
    bring(app, {"jobs.csv": jobs})
    assert "List of applications" in app.text()
    app.press("Add to my log")
    assert app.status() == "2 entries of jobs.csv added."
    log = book.tables().events.sort_values("event")
    assert log.stage.tolist()[-2:] == ["applied", "declined"]


def test_how_to_get_each_source_is_said(app: Driven) -> None:
    app.app.session.go("imports")
    app.app.show()
    text = app.text()
    for form in FORMATS:
        assert (form.get in text) == (form.name != "LinkedIn export"), form.name
    names = [node[2][0] for node in app.nodes("summary")]
    first, *_, last = [name for name in names if name in {form.name for form in FORMATS}]
    assert (first, last) == ("Google Contacts", "Everything of a book")  # few have one to bring


ALUMNI = (
    "Jahrgang;Wer;Firma;Rolle;Mail\n"
    "2011;Oda Lund;Delta;Head of data;oda@example.com\n"
    f"2012;Pia {IMG} Moe;Echo;Engineer;\n"
    "2013;;;;\n"
).encode()


def test_a_table_that_no_reader_knows_is_shown_guessed_and_added(app: Driven, book: Book) -> None:
    before = len(book.history())
    bring(app, {"alumni.csv": ALUMNI})
    assert not app.is_wrong()
    assert app.rows()[0] == ["2011", "Oda Lund", "Delta", "Head of data", "oda@example.com"]
    # A guess is preselected, and said to be one.
    assert "Name (a guess)" in app.text() and "Job title (a guess)" in app.text()
    assert "First name (a guess)" not in app.text()
    assert "2 people would come in, 1 row would be left out." in app.text()
    assert len(book.history()) == before
    app.press("It is mine").press("Add 2 people")
    assert app.status() == "2 people of alumni.csv added. 2 people are new in your book."
    tables = book.tables()
    oda = tables.people.set_index("name").person["Oda Lund"]
    job = tables.jobs.set_index("person").loc[oda]
    assert (job.company, job.title) == ("Delta", "Head of data")
    assert len(book.history()) == before + 1


def test_what_a_column_holds_is_chosen_and_what_comes_in_is_seen_at_once(
    app: Driven, book: Book
) -> None:
    bring(app, {"alumni.csv": ALUMNI})
    app.change("column company of alumni.csv", "Jahrgang")
    assert "Employer (a guess)" not in app.text()
    app.change("column name of alumni.csv", "").change("column email of alumni.csv", "")
    assert "Say which column holds the names." in app.text()
    assert "It is mine" not in app.buttons()
    app.change("column last of alumni.csv", "Firma").change("column first of alumni.csv", "Firma")
    assert "two are the same" in app.text()
    app.change("column first of alumni.csv", "").change("column company of alumni.csv", "Wer")
    app.press("It is mine").press("Add 2 people")
    assert {"Delta", "Echo"} <= set(book.tables().people.name)


def test_a_table_says_who_went_to_which_school_and_when(app: Driven, book: Book) -> None:
    table = "Wer;Hochschule;Abschlussjahr\nOda Lund;Quillmark College;2004\nPia Moe;;\n"
    bring(app, {"club.csv": table.encode()})
    assert "School (a guess)" in app.text() and "At school until (a guess)" in app.text()
    assert "Name School Oda Lund Quillmark College Pia Moe" in app.text()
    app.change("column school of club.csv", "")
    assert "Say which column holds the school, too." in app.text()
    app.change("column school of club.csv", "Hochschule").press("It is mine").press("Add 2 people")
    (row,) = book.tables().gatherings.to_dict("records")
    assert (row["gathering"], row["kind"]) == ("Quillmark College", "school")
    assert str(row["last"].date()) == "2004-12-31"


def test_a_friends_table_is_read_by_the_columns_that_were_named(app: Driven, book: Book) -> None:
    bring(app, {"alumni.csv": ALUMNI})
    theirs(app, "Cy Moss", closeness="strong", consent=True)
    ties = book.tables().ties
    assert len(ties[ties.origin == book.who("Cy Moss")]) == 2


def test_a_guest_list_of_people_i_know_is_added_as_a_table(app: Driven, book: Book) -> None:
    bring(app, {"guests.csv": GUESTS})
    app.press("No, I know them: add them")
    assert "See whom to meet" not in app.buttons()
    app.press("It is mine").press("Add 2 people")
    assert book.who("Oda Lund")


WORDS = "four words that are long"


def test_what_a_friend_shares_asks_for_its_passphrase(
    app: Driven, book: Book, tmp_path: Path
) -> None:
    hers = Book(me=url("ana"))
    hers.tie("Bo Lin", closeness="strong", new=True)
    hers.share(tmp_path / "ana.json", passphrase=WORDS)
    shared = (tmp_path / "ana.json").read_bytes()
    bring(app, {"ana.json": shared, "Connections.csv": CONNECTIONS})
    assert "What a friend shares comes in alone" in app.text()
    assert not [each for each in app.buttons() if each.startswith("Add ")]
    bring(app, {"ana.json": shared})
    assert "contacts that a friend shares" in app.text()
    assert "No, it is mine" not in app.buttons()
    [field] = [one for one in app.nodes("input") if one[1].get("name") == "passphrase"]
    assert field[1]["type"] == "password"
    [add] = [each for each in app.buttons() if each.startswith("Add ")]
    app.type("owner", "Ana Diaz").type("consent", True).press(add)
    assert app.is_wrong() and app.status() == "type the passphrase that your friend told you"
    before = book.state().act
    for wrong in ("short", f"not {WORDS}"):
        app.type("passphrase", wrong).press(add)
        assert app.is_wrong() and app.status() == (
            "that is not the passphrase of “ana.json”, or the file is damaged; nothing was opened"
        )
        assert book.state().act == before
    app.type("passphrase", WORDS).press(add)
    assert not app.is_wrong()
    assert "a contact of Ana Diaz's" in set(book.tables().people.name.dropna())


def test_an_encrypted_backup_is_no_file_to_add(app: Driven, book: Book, tmp_path: Path) -> None:
    pytest.importorskip("cryptography")
    book.backup(tmp_path / "me.sealed", passphrase=WORDS)
    bring(app, {"me.sealed": (tmp_path / "me.sealed").read_bytes()[:200]})
    assert app.is_wrong() and app.status() == (
        "“me.sealed”: this is an encrypted backup of a book: with its passphrase it is restored as"
        " a book of its own; the guide says how, under Backups"
    )


def test_a_log_that_no_reader_knows_is_named_and_added(app: Driven, book: Book) -> None:
    mine = b"Wer;Wann;Was;Firma\nAna Diaz;2026-03-02;asked;Delta\nBo Lin;2026-03-03;rang;Echo\n"
    bring(app, {"mein.csv": mine})
    assert "Say which column holds the names." not in app.text()  # "Wer" is guessed to be one
    app.change("column kind of mein.csv", "log")
    assert "Say which columns hold what happened, with whom, and the day." in app.text()
    assert "Add to my log" not in app.buttons()
    for field, label in (("stage", "Was"), ("person", "Wer"), ("date", "Wann")):
        app.change(f"column {field} of mein.csv", label)
    app.change("column company of mein.csv", "Firma")
    assert "1 entry would come in, 1 row would be left out." in app.text()
    assert app.rows("first-entries") == [["Mon 2 Mar 2026", "Asked", "Ana Diaz", "Delta", ""]]
    app.press("Add to my log")
    assert app.status() == "1 entry of mein.csv added."
    assert book.tables().events.stage.tolist() == ["asked"]


def test_applications_that_no_reader_knows_are_named_and_added(app: Driven, book: Book) -> None:
    mine = b"Betrieb;Stelle;Am\nDelta;Cook;2026-03-02\n"
    bring(app, {"jobs.csv": mine})
    app.change("column kind of jobs.csv", "applications")
    assert "Say which columns hold the employer" in app.text()
    for field, label in (("company", "Betrieb"), ("role", "Stelle"), ("applied", "Am")):
        app.change(f"column {field} of jobs.csv", label)
    app.press("Add to my log")
    events = book.tables().events
    assert (events.company[0], events.stage[0], events.note[0]) == ("Delta", "applied", "Cook")
    assert book.state().what == "Added my list of applications jobs.csv: 1 event."
