"""The saved feed of a local paper: what it wrote on Robin's targets, and on everything else."""

from __future__ import annotations

from datetime import datetime
from xml.sax.saxutils import escape

__all__ = ["LEDGER", "feed"]

LEDGER = "https://example.org/marrowick-ledger"

# Day and hour, slug, headline, text (as the paper writes it: HTML in places).
_ITEMS = (
    (
        "2026-02-10T06:30",
        "halvorsen-meters",
        "Halvorsen Grid fits its last meter on the east bank",
        "All 41,000 households east of the Osier bridge now have a meter that reports by itself."
        " The west bank follows in two years, and needs a data team twice the size, says the grid.",
    ),
    (
        "2026-02-19T06:30",
        "tram-line-four",
        "Line 4 runs every eight minutes again",
        "Marrowick Tramways blames the leaves, the ice and an old spreadsheet, in that order.",
    ),
    (
        "2026-03-05T07:00",
        "gridworks-nets",
        "Halvorsen Gridworks hangs climbing nets in Hall 4",
        "The maker of playground nets lends the town nine of them until the autumn.",
    ),
    (
        "2026-03-12T06:30",
        "lumenfold-wards",
        "Forty jobs: Lumenfold Health wins the hospital contract",
        "<p>Marlspool Hospital Trust gives <b>Lumenfold Health</b> its patient flow charts for five"
        " years. The firm, in profit since 2024, looks for forty people,"
        " &ldquo;most of them for data&rdquo;.</p>",
    ),
    (
        "2026-03-26T06:30",
        "tidewick-stops",
        "Tidewick Energy stops hiring and puts off its second hall",
        "After a loss in the winter quarter the tidal power firm fills no open post before October."
        " A fifth of the staff works short hours.",
    ),
    (
        "2026-04-09T07:15",
        "swifts",
        "Volunteers count 612 swifts & one very lost albatross",
        "The open data desk of the city publishes every sighting.",
    ),
    (
        "2026-04-16T06:30",
        "skaervind-lab",
        "Skærvind Turbines opens a sensor lab at Tallow Quay",
        "Blades that feel a crack before anybody hears it: twelve people start in June.",
    ),
    (
        "2026-04-24T06:45",
        "meetup",
        "Full house at the data meetup",
        "The harbour library ran out of chairs, and then out of soup.",
    ),
    (
        "2026-05-07T06:30",
        "prize-draw",
        "Readers' prize draw <b>ends tonight</b>",
        '<p onclick="alert(1)">Win a hamper.</p><script>document.title = "hamper";</script>'
        '<img src="https://example.org/pixel.gif" onerror="alert(2)">'
        '<a href="javascript:alert(3)">Enter here</a> before nine.',
    ),
    (
        "2026-05-13T06:30",
        "pellgrove-storms",
        "Pellgrove Mutual pays for the March storms",
        "The insurer counts 2,300 roofs, 410 sheds and a bandstand.",
    ),
    (
        "2026-05-28T06:30",
        "dialysis",
        "Whinscar Dialysis moves into the old tram depot",
        "Eighteen chairs, a roof garden, and no parking.",
    ),
    (
        "2026-06-11T06:30",
        "fennimore-berth",
        "Fennimore Tidal asks for a second berth in the harbour",
        "Two more turbines would need a control room on land. The firm says little, as ever, but"
        " its new head of data engineering speaks at the energy and health evening on 2 July.",
    ),
    (
        "",
        "corrections",
        "Corrections",
        "The albatross of 9 April was a gannet.",
    ),
    (
        "2026-06-25T06:30",
        "watts-and-wards",
        "Watts & Wards: an evening for people with meters and people with wards",
        "Energy and health data people meet at the Linden campus on 2 July, doors at six.",
    ),
)
_SUMMER = datetime(2026, 3, 29, 2)
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def feed() -> str:
    """Write the feed as RSS 2.0, the newest item first."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss version="2.0">',
        "<channel>",
        "<title>The Marrowick Ledger</title>",
        f"<link>{LEDGER}/</link>",
        "<description>Every working day since the trams came</description>",
        "<language>en</language>",
        f"<lastBuildDate>{_moment('2026-06-29T06:30')}</lastBuildDate>",
    ]
    for moment, slug, headline, text in reversed(_ITEMS):
        link = f"{LEDGER}/{slug}"
        lines += [
            "<item>",
            f"<title>{escape(headline)}</title>",
            f"<link>{link}</link>",
            f'<guid isPermaLink="true">{link}</guid>',
            *([f"<pubDate>{_moment(moment)}</pubDate>"] if moment else []),
            # As many papers do: HTML in a section that XML leaves alone, else plain text.
            f"<description>{f'<![CDATA[{text}]]>' if '<' in text else escape(text)}</description>",
            "</item>",
        ]
    return "\n".join([*lines, "</channel>", "</rss>", ""])


def _moment(text: str) -> str:
    """Write a time as RSS does: ``Tue, 10 Feb 2026 06:30:00 +0100``; always in English."""
    moment = datetime.fromisoformat(text)
    day = f"{_DAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment.year}"
    zone = "+0200" if moment >= _SUMMER else "+0100"
    return f"{day} {moment:%H:%M:%S} {zone}"
