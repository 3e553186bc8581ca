"""A log of outreach as CSV: any order, any spreadsheet; nothing lost and nothing counted twice."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infonet import readers, sample
from infonet.errors import InfonetError, ReadError
from infonet.readers import Reading
from infonet.tables import STAGES, Tables, check
from tests.exports import ROBIN, zipped

HEADER = "stage,person,date,company,via,note"
LOG = f"""{HEADER}
asked,Ana Diaz,2026-03-02,Delta,,
introduced,Bo Lin,2026-03-04,Delta,Ana Diaz,by e-mail
held,Bo Lin,2026-03-12,Delta,,coffee
"""


def read(folder: Path, log: str | bytes, **told: Any) -> Reading:
    path = folder / "log.csv"
    path.write_bytes(log.encode() if isinstance(log, str) else log)
    return readers.read(path, **told)


def one(folder: Path, **cells: str) -> Reading:
    """Read a log with one good line and one line of these cells."""
    row = {"stage": "asked", "person": "Cy Marsh", "date": "2026-05-05"} | cells
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([list(row), ["asked", "Ana Diaz", "2026-03-02", *[""] * (len(row) - 3)]])
    writer.writerow(row.values())
    return read(folder, text.getvalue())


def problems(reading: Reading) -> list[list[Any]]:
    rows: list[list[Any]] = reading.report[["line", "column", "problem", "action"]].values.tolist()
    return rows


def said(reading: Reading) -> list[tuple[Any, ...]]:
    """Return what the events say, without their line, in one order."""
    events = reading.tables.events.drop(columns="event").astype(object)
    return sorted(map(tuple, events.where(events.notna(), None).values.tolist()), key=repr)


def test_a_log_becomes_events_and_people(tmp_path: Path) -> None:
    reading = read(tmp_path, LOG)
    people, jobs, ties, companies, events, *_ = reading.tables
    assert people.person.tolist() == ["me", "name/ana-diaz", "name/bo-lin"]
    assert people.name.tolist()[1:] == ["Ana Diaz", "Bo Lin"]
    assert people.source.tolist() == ["owner", "log.csv", "log.csv"]
    assert len(jobs) == len(ties) == len(companies) == 0
    assert events.event.tolist() == [2, 3, 4]  # the lines on which they stand
    assert events.stage.tolist() == ["asked", "introduced", "held"]
    assert events.person.tolist() == ["name/ana-diaz", "name/bo-lin", "name/bo-lin"]
    assert events.via.dropna().tolist() == ["name/ana-diaz"]
    assert events.date.tolist() == [pd.Timestamp(f"2026-03-{day}") for day in ("02", "04", "12")]
    assert events.note.dropna().tolist() == ["by e-mail", "coffee"]
    assert events[["request", "kind", "channel", "predicted"]].isna().all(axis=None)
    assert reading.report.empty and check(reading.tables).empty
    assert reading.counts.to_dict() == {
        "rows": 3, "people": 0, "merged": 0, "reported": 0, "events": 3
    }  # fmt: skip
    assert (reading.owner, reading.exported) == ("me", pd.Timestamp("2026-03-12"))
    assert "3 rows read = 3 new entries + 0 merged + 0 reported" in repr(reading)
    said = (
        "3 entries imported, from 2 Mar to 12 Mar 2026: “Asked” 1, “Got the intro” 1, “We talked” 1"
    )
    assert said in str(reading)


def test_the_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(LOG)))
    wanted = said(read(tmp_path, LOG))
    for seed in range(5):
        order = random.Random(seed).sample(range(6), 6)
        text = "\n".join(",".join(row[place] for place in order) for row in rows)
        assert said(read(tmp_path, text)) == wanted


@pytest.mark.parametrize("name", ["six-months", "quiet"])
def test_the_samples_are_read_whole(name: str) -> None:
    path = sample(name) / "outreach.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    reading = readers.read(path)
    events = reading.tables.events
    assert reading.report.empty and check(reading.tables).empty
    assert len(events) == len(rows)
    for column in ("request", "stage", "company", "kind", "channel", "note"):
        assert events[column].fillna("").tolist() == [row[column] for row in rows]
    assert events.date.dt.strftime("%Y-%m-%d").tolist() == [row["date"] for row in rows]
    # A person has one key however often named, and two names have two.
    pairs = {(row["person"], key) for row, key in zip(rows, events.person, strict=True)}
    assert len(pairs) == len({name for name, _ in pairs}) == len({key for _, key in pairs})


def test_other_headers_are_told_by_columns(tmp_path: Path) -> None:
    log = "when,event,who,Firma\n2026-03-02,asked,Ana Diaz,Delta\n"
    named = {"date": "when", "stage": "event", "person": "WHO", "company": "Firma"}
    reading = read(tmp_path, log, columns=named)
    row = reading.tables.events.iloc[0]
    assert (row.stage, row.person, row.company) == ("asked", "name/ana-diaz", "Delta")
    assert reading.columns == named | {"person": "who"}
    assert reading.report.empty


@pytest.mark.parametrize(
    ("columns", "hint"),
    [
        (None, 'columns={"stage": "event", "person": "who", "date": "when"}'),
        ({"date": "when"}, 'columns={"date": "when", "stage": "event", "person": "who"}'),
        ({"date": "whne"}, "`date` is in the column `whne`.*did you mean `when`"),
        ({"date": "when", "stage": "event", "person": "who", "note": "x"}, "it has `when`"),
        ({"when": "date"}, 'our name comes first: `{"date": "when"}`'),
        ({"stages": "event"}, "did you mean `stage`"),
        ({"date": "when", "stage": "when"}, "one header to two columns"),
        ({"date": 3}, "expected the header of `date` .* as text, got `3`"),
        ({"event": "when"}, "`event`, which no event has"),
    ],
)
def test_columns_that_cannot_be_told_are_suggested(tmp_path: Path, columns: Any, hint: str) -> None:
    with pytest.raises(InfonetError, match=hint.replace("{", r"\{")):
        read(tmp_path, "when,event,who\n2026-03-02,asked,Ana Diaz\n", columns=columns)


def test_a_table_of_something_else_is_not_taken_for_a_log(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="Connected On"):
        read(tmp_path, "Name,RSVP\nAna,yes\n")
    with pytest.raises(ReadError, match=r'columns=\{"person": "name"\}'):
        read(tmp_path, "name,date,stage\nAna,2026-03-02,asked\n")
    with pytest.raises(ReadError, match="expected one table"):
        readers.read(zipped(tmp_path / "x.zip", {"log.txt": LOG}), columns={"note": "note"})
    with pytest.raises(ReadError, match="leave `owner` out"):
        read(tmp_path, LOG, owner="Ana Diaz")


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (f"{HEADER}\n", "no event below the header; an event needs stage, person, date"),
        (f"{HEADER}\nheldd,Ana,2026-03-02,,,\n", "line 2, column `stage`: its one row.*`held`"),
        (f"{HEADER}\nx,Ana,2026-03-02,,,\nx,Bo,,,,\n", "none of its 2 rows is an event"),
    ],
)
def test_a_log_without_an_event_is_an_error(tmp_path: Path, log: str, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        read(tmp_path, log)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("HELD", "held"),
        ("Followed-up", "followed up"),
        ("follow_ed  Up ", "followed up"),
        ("followedup", "followed up"),
        ("no_answer", "no answer"),
        (" Reported Back", "reported back"),
    ],
)
def test_a_stage_may_be_spelt_freely(tmp_path: Path, text: str, stage: str) -> None:
    assert one(tmp_path, stage=text).tables.events.stage.tolist() == ["asked", stage]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("heldd", "held"),
        ("intrduced", "introduced"),
        ("reffered", "referred"),
        ("follow up", "followed up"),
    ],
)
def test_a_misspelt_stage_is_reported_with_the_nearest_and_not_counted(
    tmp_path: Path, text: str, near: str
) -> None:
    reading = one(tmp_path, stage=text)
    assert len(reading.tables.events) == 1
    (row,) = problems(reading)
    assert row[:2] == [3, "stage"]
    assert row[2] == f"`{text}` is not a stage"
    assert row[3] == f"skipped; did you mean `{near}`?"
    assert reading.counts[["rows", "events", "merged", "reported"]].tolist() == [2, 1, 0, 1]


def test_a_stage_like_none_is_reported_with_all(tmp_path: Path) -> None:
    (row,) = problems(one(tmp_path, stage="qqqq"))
    assert row[3] == f"skipped; choose one of {', '.join(STAGES)}"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026/03/02", "2026-03-02"),
        ("02 Mar 2026", "2026-03-02"),
        ("2-Mar-26", "2026-03-02"),
        ("02.03.2026", "2026-03-02"),
        ("3/25/2026", "2026-03-25"),
        ("25/3/2026", "2026-03-25"),
        ("2026-03-02 09:30", "2026-03-02 09:30"),
        ("2026-03-02T23:30:00-08:00", "2026-03-02 23:30"),  # in UTC it is the 3rd
        ("2026-03-02T00:30:15.250+0530", "2026-03-02 00:30:15"),  # in UTC it is the 1st
        ("2026-03-02 09:30:00 UTC", "2026-03-02 09:30"),
        ("3/25/2026 1:05 PM", "2026-03-25 13:05"),
        ("25/3/2026 12:05 am", "2026-03-25 00:05"),
        ("2026-03-02 24:30", "2026-03-02"),
    ],
)
def test_the_day_is_the_one_that_was_written(tmp_path: Path, text: str, moment: str) -> None:
    reading = one(tmp_path, date=text)
    assert reading.tables.events.date.tolist()[1] == pd.Timestamp(moment)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("3/2/2026", "day and month cannot be told apart"), ("2026-02-30", "not a date"),
     ("soon", "not a date"), ("", "there is no date"), ("46083", "not a date")],
)  # fmt: skip
def test_an_event_without_a_clear_day_is_reported(tmp_path: Path, text: str, problem: str) -> None:
    reading = one(tmp_path, date=text)
    assert len(reading.tables.events) == 1
    assert problems(reading) == [[3, "date", problem, "skipped; write it as 2026-02-08"]]
    assert reading.counts.reported == 1


def test_one_clear_day_settles_the_others_of_the_file(tmp_path: Path) -> None:
    log = "stage,person,date\nasked,Ana,3/2/2026\nheld,Ana,25/3/2026\n"
    reading = read(tmp_path, log)
    assert reading.tables.events.date.tolist() == [
        pd.Timestamp("2026-02-03"),
        pd.Timestamp("2026-03-25"),
    ]
    assert "day/month/year" in reading.report.problem[0]


def test_an_unknown_kind_and_a_wrong_chance_are_doubted_and_the_event_is_kept(
    tmp_path: Path,
) -> None:
    reading = one(tmp_path, kind="introductoin", predicted="1.2", route="Ana Diaz → ???")
    assert len(reading.tables.events) == 2
    assert reading.counts.reported == 0
    assert [row[1] for row in problems(reading)] == ["kind", "route", "predicted"]
    assert problems(reading)[0][2:] == [
        "`introductoin` is not a kind of request",
        "imported without it; did you mean `introduction`?",
    ]
    for chance, kept in {"0,35": 0.35, "0": 0.0, "nan": None, "35 %": None, "-0.1": None}.items():
        found = one(tmp_path, predicted=chance).tables.events.predicted[1]
        assert found == kept or (kept is None and pd.isna(found))
    assert one(tmp_path, kind="Cold").tables.events.kind[1] == "cold"


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("Ana Diaz → Bo Lin", ("me", "name/ana-diaz", "name/bo-lin")),
        ("me; in/ana-diaz; Bo Lin", ("me", "in/ana-diaz", "name/bo-lin")),
        ("Ana Diaz -> Bo Lin;", ("me", "name/ana-diaz", "name/bo-lin")),
    ],
)
def test_a_route_begins_with_me(tmp_path: Path, text: str, route: tuple[str, ...]) -> None:
    reading = one(tmp_path, route=text, predicted="0.26")
    assert reading.tables.events.route[1] == route
    assert reading.tables.events.route[0] is None
    assert set(route) <= set(reading.tables.people.person)


def test_people_are_read_by_address_key_mail_or_name(tmp_path: Path) -> None:
    spellings = {
        "https://de.linkedin.com/in/Ana-Diaz/?trk=x": "in/ana-diaz",
        "in/ana-diaz": "in/ana-diaz",
        "Zoë Looper, DipWSET": "name/zoe-looper",
        "Zoe  Looper": "name/zoe-looper",
        "bo.lin@example.com": "name/bo-lin-example-com",
        "name/cy-marsh~2": "name/cy-marsh~2",
        "Me": "me",
        ROBIN: "me",
    }
    rows = [f'held,"{text}",2026-03-02' for text in spellings]
    reading = read(tmp_path, "\n".join(["stage,person,date", *rows]), me=ROBIN)
    # Lines that say the same of one person are one event.
    assert reading.counts[["rows", "events", "merged"]].tolist() == [8, 5, 3]
    people = reading.tables.people.set_index("person")
    assert set(people.index) == set(spellings.values())
    assert people.url["in/ana-diaz"] == "https://www.linkedin.com/in/ana-diaz"
    assert people.email["name/bo-lin-example-com"] == "bo.lin@example.com"
    # Of two spellings the plain one: a degree may tell namesakes apart in a book.
    assert people.name["name/zoe-looper"] == "Zoe Looper"
    assert check(reading.tables).empty


@pytest.mark.parametrize(
    "text", ["", "???", "https://www.linkedin.com/company/delta", "ana@", "in/", "https://x.example.com"]
)  # fmt: skip
def test_what_names_nobody_is_reported(tmp_path: Path, text: str) -> None:
    for name in ("person", "via") if text else ("person",):
        reading = one(tmp_path, **{name: text})
        assert len(reading.tables.events) == 1
        assert [row[:2] for row in problems(reading)] == [[3, name]]
        assert "write a name, or a profile address" in problems(reading)[0][3]


def test_the_same_line_twice_is_one_event(tmp_path: Path) -> None:
    log = "event," + LOG.replace("\nasked", "\n1,asked").replace("\nintro", "\n2,intro")
    log = log.replace("\nheld", "\n3,held")
    again = log + "\n".join(log.splitlines()[1:]) + "\n9,held,Bo Lin,2026-03-12,Delta,,coffee\n"
    reading = read(tmp_path, again)
    assert said(reading) == said(read(tmp_path, LOG))
    assert reading.counts[["rows", "events", "merged", "reported"]].tolist() == [7, 3, 4, 0]


@pytest.mark.parametrize(
    ("content", "sign"),
    [
        (LOG.encode("utf-8-sig"), "byte order mark"),
        (LOG.replace(",", ";").encode(), "semicolons"),
        (LOG.replace(",", "\t").encode("utf-16"), "UTF-16"),
        (LOG.replace("Ana", "Zoë").encode("cp1252"), "cp1252"),
        (("sep=;\r\n" + LOG.replace(",", ";").replace("\n", "\r\n")).encode(), "`sep=` line"),
        ((LOG.rstrip() + ",,\n,,,,,\n").encode(), ""),
        (("My log of 2026\n\n" + LOG).encode(), ""),
    ],
)
def test_a_spreadsheet_may_have_saved_it(tmp_path: Path, content: bytes, sign: str) -> None:
    reading = read(tmp_path, content)
    assert len(reading.tables.events) == 3
    assert {"Ana Diaz", "Zoë Diaz"} & set(reading.tables.people.name)
    if sign:
        assert sign in reading.report.problem[0]
        assert reading.report.action[0] == "read all the same"
    else:
        assert set(reading.report.problem) <= {"this row is empty"}


def test_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    reading = read(tmp_path, "stage,person,date,Mood,date\nheld,Ana,2026-03-02,good,2026-03-09\n")
    assert reading.tables.events.date[0] == pd.Timestamp("2026-03-02")
    assert problems(reading)[0][1:] == [
        "date",
        "several columns are called so",
        "only the first is read",
    ]
    assert "`Mood`" in problems(reading)[1][2] and "columns=" in problems(reading)[1][3]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    note = '<script>alert(1)</script>\n=HYPERLINK("x")\u202egnp'
    reading = one(tmp_path, person="<b>$Ana$</b>", note=note, company="'; DROP TABLE event; --")
    row = reading.tables.events.iloc[1]
    assert row.note == '<script>alert(1)</script>\n=HYPERLINK("x")gnp'
    assert row.company == "'; DROP TABLE event; --"
    assert reading.tables.people.name.iloc[-1] == "<b>$Ana$</b>"
    long = one(tmp_path, stage="x" * 5_000)
    assert len(problems(long)[0][2]) < 120


def test_what_hides_in_a_name_is_reported_by_line(tmp_path: Path) -> None:
    reading = one(
        tmp_path,
        person="Bo\u2060 Lin",
        via="An\u202ea Diaz",
        route="Ana\u00ad Diaz → Bo Lin",
        company="Del\u180eta",
        note="so\u061c\nlong",
    )
    row = reading.tables.events.iloc[1]
    assert [row.person, row.via, row.company] == ["name/bo-lin", "name/ana-diaz", "Delta"]
    assert (row.route, row.note) == (("me", "name/ana-diaz", "name/bo-lin"), "so\nlong")
    said = "hidden characters were taken out of the name: "
    assert [problem[:3] for problem in problems(reading)] == [
        [3, "person", f"{said}U+2060"],
        [3, "via", f"{said}U+202E"],
        [3, "route", f"{said}U+00AD"],
    ]


def test_a_broken_line_costs_itself(tmp_path: Path) -> None:
    reading = read(
        tmp_path, LOG + "held,Bo Lin\n" + 'held,"Bo,2026-03-02,,,\n' + LOG.split("\n")[3]
    )
    assert len(reading.tables.events) == 3
    assert reading.report.line.tolist() == [5, 6]
    assert reading.counts[["rows", "events", "merged", "reported"]].tolist() == [6, 3, 1, 2]


CELLS = st.sampled_from(
    ["", "asked", "held", "heldd", "Ana Diaz", "in/bo-lin", "@", "2026-03-02", "3/2/2026", "0.5",
     "cold", "R1", 'a "quoted", text', "line\nbreak", "\u202e"]
)  # fmt: skip
COLUMNS = ["stage", "person", "date", "request", "kind", "via", "route", "predicted", "note"]
LINES = st.lists(
    st.tuples(
        st.sampled_from(["asked", "Held", "heldd"]),
        st.sampled_from(["Ana Diaz", "in/bo-lin", "@"]),
        st.sampled_from(["2026-03-02", "3/2/2026", "2026-03-05 10:00"]),
        *[CELLS] * 6,
    ),
    max_size=8,
)


@settings(max_examples=15)
@given(LINES, st.randoms(use_true_random=False))
def test_every_row_is_accounted_for_and_their_order_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, ...]], rng: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("log")

    def log(rows: list[tuple[str, ...]]) -> str:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([COLUMNS, ["asked", "Cy", "2026-01-01", *[""] * 6], *rows])
        return text.getvalue()

    reading = read(folder, log(lines))
    counts = reading.counts
    assert counts.rows == 1 + len(lines)
    assert counts.rows == counts.events + counts.merged + counts.reported
    assert counts.events == len(reading.tables.events)
    assert counts.reported == reading.report.action.str.startswith(readers.LEFT_OUT).sum()
    assert check(reading.tables).empty
    shuffled = rng.sample(lines, len(lines))
    assert said(read(folder, log(shuffled))) == said(reading)
    assert isinstance(reading.tables, Tables) and repr(reading)
