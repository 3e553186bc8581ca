"""The sample data of the repository: invented people, invented companies, real-shaped exports."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import numpy as np
import pandas as pd

from infonet import files
from infonet.book import Book
from infonet.errors import InfonetError, whole_number
from infonet.tables import Tables

__all__ = ["AS_OF", "sample", "sample_book", "sample_cohort", "sample_exports"]

AS_OF = "2026-06-30"
"""The day on which the samples are looked at."""

# In a clone the sample lies in `data`; a wheel has it inside.
_HERE = Path(__file__).resolve().parent
_FOLDERS = (_HERE / "sample", _HERE.parent / "data")
_SEEKERS = {
    "star": "robin-achterberg",
    "six-months": "robin-achterberg",
    "more": "robin-achterberg",
    "quiet": "tomasz-okonjo-reyes",
}
# What the columns of a table of people hold, by its name: it is stated, never guessed.
_COLUMNS = {
    "fellow-students.csv": {
        "name": "Name",
        "url": "LinkedIn",
        "school": "School",
        "school_from": "Entered",
        "school_until": "Graduated",
    }
}
_FRIENDS = {
    "ana-diaz": "https://www.linkedin.com/in/ana-diaz",
    "bo-lin": "https://www.linkedin.com/in/bo-lin",
}


def sample(name: str = "six-months") -> Path:
    """Return the folder of a sample: exports, targets and ties of an invented job seeker.

    Parameters
    ----------
    name : {"star", "six-months", "more", "quiet"}
        One bare export; exports, friends and ties; a calendar, mail, an older export and a sheet
        of fellow students to add to those; six months of asks without a referral. What each file
        holds stands in ``data/README.md``.

    Returns
    -------
    Path

    Raises
    ------
    InfonetError
        No such sample, or its files are missing.

    Examples
    --------
    >>> sorted(path.name for path in sample("star").iterdir())
    ['Basic_LinkedInDataExport_06-28-2026.zip']
    """
    if name not in _SEEKERS:
        raise InfonetError(f"expected one of the samples {', '.join(_SEEKERS)}, not `{name}`")
    for folder in _FOLDERS:
        if (folder / name).is_dir():
            return folder / name
    raise InfonetError(f"the files of the sample `{name}` are missing: install infonet again")


def sample_book(name: str = "six-months", *, path: Path | str | None = None) -> Book:
    """Make a book of all that a sample's folder holds: exports, friends, ties, targets and the log.

    Parameters
    ----------
    name : {"star", "six-months", "more", "quiet"}
        Which sample; `more` is six months and what there is to add to them.
    path : path, optional
        Where to keep the book; a scratch book, gone with the process, if not given.

    Returns
    -------
    Book
        Marked for good as a sample (`Book.is_sample`): the app says so on every screen.

    Raises
    ------
    InfonetError
        As `sample`; or the path holds a book that is no sample.

    Examples
    --------
    >>> sample_book("star").is_sample
    True
    >>> sample_book("star").tables().people.set_index("person").name["me"]
    'Robin Achterberg'
    """
    folder, beside = sample(name), None
    if name == "more":
        folder, beside = sample("six-months"), folder
    book = Book(path, me=f"https://www.linkedin.com/in/{_SEEKERS[name]}", sample=True)
    for export in sorted(folder.glob("*.zip"), key=lambda file: file.name.startswith("Complete")):
        book.add(export)
    for friend, profile in _FRIENDS.items():
        if (folder / friend).is_dir():
            book.add(folder / friend / "Connections.csv", owner=profile)
    for row in _lines(folder / "ties.csv"):
        if row["company"]:
            book.person(row["b"], company=row["company"], title=row["title"])
        # Of two others Robin knew it before the first ask, whenever this book is made.
        since = _TYPED if row["b"] else None
        book.tie(row["a"], row["b"], kind=row["kind"], closeness=row["closeness"], since=since)
    for row in _lines(folder / "targets.csv"):
        book.want(**{row["kind"]: row["company"]}, priority=int(row["priority"]))
    if (folder / "outreach.csv").is_file():
        book.add(folder / "outreach.csv")
    for row in _lines(folder / "notes.csv"):
        book.note(**row)
    for file in sorted(beside.iterdir()) if beside is not None else ():
        book.add(file, columns=_COLUMNS.get(file.name))
    return book


def sample_cohort(people: int = 2_000, *, members: int = 36) -> tuple[Tables, list[str]]:
    """Make the pooled tables of an invented cohort, always the same.

    Each member belongs to one of six courses. Of the people whom their course is near to everybody
    is known to one member at least, and some are to several; each knows a few others, and some of a
    handful of people whom many know. Of the employers a few are large.

    Parameters
    ----------
    people : int
        How many people there are, at least twenty times as many as courses.
    members : int
        How many of them are members.

    Returns
    -------
    tuple of Tables and list of str
        The tables, and the keys of the members.

    Raises
    ------
    InfonetError
        Fewer than 120 people, or more members than half of them.

    Examples
    --------
    >>> tables, members = sample_cohort(200, members=12)
    >>> len(tables.people), len(members)
    (200, 12)
    """
    count = whole_number(people, "people", least=20 * _COURSES)
    taking_part = whole_number(members, "members", least=1, most=count // 2)
    rng = np.random.default_rng(_SEED)
    keys = [f"in/person-{at:05d}" for at in range(count)]
    others = np.arange(taking_part, count)
    ties = set[tuple[str, str]]()
    for member in range(taking_part):
        near = others[others % _COURSES == member % _COURSES]
        course = range(member % _COURSES, taking_part, _COURSES)
        met = [
            *near[course.index(member) :: len(course)],
            *rng.choice(near, rng.integers(8, 24), replace=True),
            *rng.choice(others, 2),
            *rng.choice(others[:_WELL_KNOWN], 2),
        ]
        ties |= {(keys[member], keys[one]) for one in met}
    employers = max(_COURSES, count // _STAFF)
    size = 1.0 / (1.0 + np.arange(employers))
    works = rng.choice(employers, len(others), p=size / size.sum())
    kinds = ["connection", "endorsement", "recommendation"]
    known = pd.DataFrame(sorted(ties), columns=["source", "target"])
    known["evidence"] = rng.choice(kinds, len(known), p=[0.7, 0.2, 0.1])
    tables = Tables.of(
        people=pd.DataFrame({"person": keys, "name": [f"Person {at}" for at in range(count)]}),
        jobs=pd.DataFrame({"person": keys[taking_part:], "company": [_firm(at) for at in works]}),
        ties=known.assign(origin=known.source),
    )
    return tables, keys[:taking_part]


def sample_exports(
    folder: str | os.PathLike[str], people: int = 2_000, *, members: int = 36
) -> pd.DataFrame:
    """Write what each member of the invented cohort hands over: an export, and most a log.

    Parameters
    ----------
    folder : str or Path
        Where the exports are put; it is there already.
    people, members : int
        As in `sample_cohort`, whose people, jobs and ties they hold.

    Returns
    -------
    DataFrame
        member, file, by, date: who handed over which file, and when who said so, as
        `infonet.cohort.Cohort.add_all` takes it.

    Raises
    ------
    InfonetError
        As `sample_cohort`; or the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     handed = sample_exports(folder, 200, members=12)
    >>> handed[["member", "by", "date"]].values.tolist()[0]
    ['in/person-00000', 'on paper', '2026-06-01']
    """
    tables, _ = sample_cohort(people, members=members)
    about = tables.people.set_index("person").join(tables.jobs.set_index("person").company)
    known = tables.ties.join(about[["name", "company"]], on="target")
    large = about[::-1].groupby("company").name.agg(["size", "first"]).nlargest(_COURSES, "size")
    rows = []
    for at, (member, some) in enumerate(known.groupby("source")):
        place, contacts = Path(folder) / str(member).removeprefix("in/"), some.to_dict("records")
        rng = np.random.default_rng((_SEED, at))
        picked = large.sample(_WISHES if at % 5 else 0, random_state=rng)
        wished = dict(zip(picked.index.astype(str), picked["first"], strict=True))
        parts = {".zip": _export(contacts, wished)}
        if wished:
            parts[".csv"] = _csv(_asks(contacts, wished, rng))
        for end, content in parts.items():
            file = place.with_suffix(end)
            files.save(file, content, replace=True)
            rows.append((member, str(file), "on paper", _AGREED))
    return pd.DataFrame(rows, columns=["member", "file", "by", "date"])


def _export(known: list[dict[Any, Any]], wished: dict[str, str]) -> bytes:
    """Return a zip as LinkedIn gives it: whom the owner knows, and which companies they want."""
    lists: dict[str, list[tuple[str, ...]]] = {
        "Connections.csv": [("First Name", "Last Name", "URL", "Company", "Connected On")],
        "Endorsement_Received_Info.csv": [
            ("Endorsement Date", "Endorser Public Url", "Skill Name", "Endorsement Status")
        ],
        "Recommendations_Received.csv": [("First Name", "Last Name", "Creation Date", "Status")],
        "Jobs/Job Seeker Preferences.csv": [("Dream Companies",), ("; ".join(wished),)],
    }
    connections, endorsed, recommended, _ = lists.values()
    for one in known:
        url = f"https://www.linkedin.com/{one['target']}"
        first, _, last = one["name"].partition(" ")
        connections.append((first, last, url, one["company"], "01 Mar 2024"))
        if one["evidence"] == "endorsement":
            endorsed.append(("2024/03/01 12:00:00 UTC", url, "Statistics", "ACCEPTED"))
        elif one["evidence"] == "recommendation":
            recommended.append((first, last, "03/01/24, 12:00 PM", "VISIBLE"))
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        for name, lines in lists.items():
            archive.writestr(ZipInfo(name), _csv(lines))  # of no day: always the same bytes
    return content.getvalue()


def _asks(
    known: list[dict[Any, Any]], wished: dict[str, str], rng: np.random.Generator
) -> list[tuple[str, ...]]:
    """Return the log of a member who asks about each company wished for, of which one is known."""
    lines = [tuple("request person stage date company kind via".split())]
    for at, (company, insider) in enumerate(wished.items()):
        there = [one["name"] for one in known if one["company"] == company]
        asked = [*there, known[at]["name"]][0]
        kind, met, via = ("direct", asked, "") if there else ("introduction", insider, asked)
        begun = pd.Timestamp(AS_OF) - pd.Timedelta(days=int(_BEFORE * rng.random() ** 3))
        stages = _STAGES[1:] if there else _STAGES
        far = int(np.argmin([*(rng.random(len(stages)) < _GOES_ON), False]))
        for stage, days in [("asked", 0), *stages[:far]]:
            day = f"{begun + pd.Timedelta(days=days):%Y-%m-%d}"
            who, by = (met, via) if days else (asked, "")
            if day <= AS_OF:
                lines.append((f"R{at}", who, stage, day, company, kind, by))
    return lines


def _csv(lines: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


_AGREED, _TYPED = "2026-06-01", "2025-12-20"
_SEED, _COURSES, _WELL_KNOWN, _STAFF, _WISHES = 20_260_630, 6, 8, 10, 3
_STAGES = (("introduced", 2), ("replied", 3), ("scheduled", 5), ("held", 9), ("referred", 12))
_GOES_ON, _BEFORE = 0.75, 250  # of the requests at each stage; days, and most of them are few
_PLACES = ("Alder", "Birk", "Cedar", "Dorn", "Elm", "Fir", "Gorse", "Hazel", "Iris", "Juniper")
_ENDS = ("bridge", "dale", "field", "ford", "gate", "haven", "mere", "mouth", "stead", "wick")
_TRADES = ("Works", "Systems", "Foods", "Transport", "Health", "Energy")


def _firm(at: int) -> str:
    """Return the name of an invented employer."""
    place, rest = at % len(_PLACES), at // len(_PLACES)
    end = _ENDS[(rest + 3 * place) % len(_ENDS)]
    return f"{_PLACES[place]}{end} {_TRADES[(at + rest // len(_ENDS)) % len(_TRADES)]}"


def _lines(file: Path) -> list[dict[str, Any]]:
    """Return the lines of a small table as texts, an empty cell as None; none without a file."""
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as text:
        lines = csv.DictReader(text)
        return [{name: cell or None for name, cell in line.items()} for line in lines]
