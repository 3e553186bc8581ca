"""Write the sample data: ``python data/make_sample.py [folder]``.

Everybody and everything in it is invented. The same bytes come out on every machine.
"""

from __future__ import annotations

import sys
from pathlib import Path

from maker.asks import log_text
from maker.cast import ANAS_CAST, ROBINS_CAST, TYPED_IN, by_name
from maker.circles import DECEMBER, JUNE, build_circle, build_quiet, connections
from maker.companies import COMPANIES, NOBODY
from maker.debriefs import debriefs
from maker.earlier import JUNE_2024, earlier
from maker.evening import guest_list
from maker.layout import archive, csv_text, write
from maker.meetings import calendar
from maker.owners import ROBINS_LIFE, TOMASZS_LIFE, basic_files, complete_files
from maker.paper import feed
from maker.post import mailbox
from maker.research import notes
from maker.robins_asks import ROBINS_ASKS
from maker.studies import fellow_students
from maker.tomaszs import TOMASZS_ASKS, TOMASZS_CAST, TOMASZS_TARGETS
from maker.traces import messages
from maker.vouching import vouching

__all__ = ["sample_files"]

_FIRST, _THIRD = (
    ("Halvorsen Grid", "Lumenfold Health", "Skærvind Turbines"),
    ("Hollindray Diagnostics", NOBODY),
)
_BASIC, _COMPLETE = "Basic_LinkedInDataExport", "Complete_LinkedInDataExport"


def sample_files() -> dict[str, str | bytes]:
    """Path below ``data/`` → content."""
    circle = build_circle()
    basic = {"Connections.csv": connections(circle.robin), **basic_files(ROBINS_LIFE)}
    complete = {
        **basic,
        **complete_files(ROBINS_LIFE),
        **vouching(circle),
        "messages.csv": messages(circle),
    }
    december = {"Connections.csv": connections(circle.december), **basic_files(ROBINS_LIFE)}
    older = {"Connections.csv": connections(earlier(circle)), **basic_files(ROBINS_LIFE)}
    quiet = {"Connections.csv": connections(build_quiet(TOMASZS_CAST)), **basic_files(TOMASZS_LIFE)}
    return {
        f"star/{_BASIC}_{JUNE:%m-%d-%Y}.zip": archive(basic, JUNE),
        f"six-months/{_BASIC}_{DECEMBER:%m-%d-%Y}.zip": archive(december, DECEMBER),
        f"six-months/{_COMPLETE}_{JUNE:%m-%d-%Y}.zip": archive(complete, JUNE),
        "six-months/ana-diaz/Connections.csv": connections(circle.ana),
        "six-months/bo-lin/Connections.csv": connections(circle.bo, url=False),
        "six-months/ties.csv": _ties(),
        "six-months/targets.csv": _targets(_robins_targets()),
        "six-months/outreach.csv": log_text(ROBINS_ASKS, "Robin asks"),
        "six-months/notes.csv": notes(),
        "six-months/attendees.csv": guest_list(circle),
        "six-months/news.xml": feed(),
        "six-months/debriefs.json": debriefs(),
        f"more/{_BASIC}_{JUNE_2024:%m-%d-%Y}.zip": archive(older, JUNE_2024),
        "more/calendar.ics": calendar(circle),
        "more/mail.mbox": mailbox(circle),
        "more/fellow-students.csv": fellow_students(),
        f"quiet/{_BASIC}_{JUNE:%m-%d-%Y}.zip": archive(quiet, JUNE),
        "quiet/targets.csv": _targets(TOMASZS_TARGETS),
        "quiet/outreach.csv": log_text(TOMASZS_ASKS, "Tomasz asks"),
    }


def _robins_targets() -> tuple[tuple[str, str, int], ...]:
    """List the companies by priority, and the field."""
    wanted = [
        (company, "company", 1 if company in _FIRST else 3 if company in _THIRD else 2)
        for company in COMPANIES
    ]
    return (*sorted(wanted, key=lambda row: row[2]), ("data engineering", "field", 1))


def _targets(rows: tuple[tuple[str, str, int], ...]) -> str:
    return csv_text(("company", "kind", "priority"), rows)


def _ties() -> str:
    """List the closeness of Robin's own ties (no `b`), then mutual contacts from profile pages."""
    own = (
        ("Ana", "friend", "strong"),
        ("Bo", "friend", "strong"),
        ("Ngozi", "colleague", "strong"),
        ("Henrike", "colleague", "strong"),
        ("Kavita", "mentor", "strong"),
        ("Eleni", "colleague", "medium"),
        ("Dmitri", "colleague", "medium"),
        ("Yusuf", "colleague", "medium"),
        ("Sigrún", "met", "weak"),
    )
    rows = [(by_name(ROBINS_CAST, a).name, "", kind, close, "", "") for a, kind, close in own]
    mutual = (
        ("Ngozi", "Priyanka", "colleague"),
        ("Tuấn", "Lucía", "colleague"),
        ("Henrike", "Yusuf", "colleague"),
        ("Ana", "Bo", "friend"),
    )
    for a, b, kind in mutual:
        pair = (by_name(ROBINS_CAST, a).name, by_name(ROBINS_CAST, b).name)
        rows.append((*pair, kind, "", "", ""))
    knowing = (by_name(ROBINS_CAST, "Kavita"), by_name(ANAS_CAST, "Desta"))
    for broker, insider in zip(knowing, TYPED_IN, strict=True):
        pair = (broker.name, insider.name)
        rows.append((*pair, "colleague", "", insider.company, insider.title))
    return csv_text(("a", "b", "kind", "closeness", "company", "title"), rows)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, content in sample_files().items():
        write(folder / name, content)
