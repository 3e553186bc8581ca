"""Write exports: dates, CSV and archives, always the same bytes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

__all__ = [
    "CONNECTIONS_NOTE",
    "archive",
    "connections_text",
    "csv_text",
    "day_month_year",
    "month_year",
    "slashed_time",
    "us_time",
    "write",
]

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

# Three lines: a heading, one quoted sentence (in words of this project), a blank.
CONNECTIONS_NOTE = (
    "Notes:\n"
    '"Some e-mail addresses are missing here, because each connection decides who may see'
    ' or download theirs."\n'
    "\n"
)


def day_month_year(day: date) -> str:
    """Write a date as Connections.csv does: ``08 Feb 2026``; English whatever the locale."""
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}"


def month_year(day: date) -> str:
    """Write a month as Positions.csv does: ``Feb 2026``."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def us_time(moment: datetime, *, two_digits: bool = False) -> str:
    """Write a time as Invitations.csv does: ``2/8/26, 9:30 AM``; `two_digits` pads."""
    clock = f"{moment.hour % 12 or 12:0{2 if two_digits else 1}}:{moment.minute:02}"
    width = 2 if two_digits else 1
    calendar = f"{moment.month:0{width}}/{moment.day:0{width}}/{moment.year % 100:02}"
    return f"{calendar}, {clock} {'AM' if moment.hour < 12 else 'PM'}"


def slashed_time(moment: datetime) -> str:
    """Write a time as the endorsement files do: ``2026/02/08 10:11:12 UTC``."""
    return f"{moment:%Y/%m/%d %H:%M:%S} UTC"


def csv_text(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, quoted: bool = False
) -> str:
    """Write a CSV file with LF; `quoted` puts quotes around every field."""
    text = io.StringIO()
    if quoted:
        writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def connections_text(rows: Iterable[Sequence[str]], *, url: bool = True) -> str:
    """Connections.csv of the era since mid-2023, or without URL of the two years before."""
    header = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position"]
    if not url:
        header.remove("URL")
    return CONNECTIONS_NOTE + csv_text([*header, "Connected On"], rows)


def archive(files: dict[str, str], exported: date) -> bytes:
    """Zip the files, sorted, stored and dated alike: no library version changes a byte."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as bundle:
        for name, text in sorted(files.items()):
            entry = zipfile.ZipInfo(name, (exported.year, exported.month, exported.day, 6, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            bundle.writestr(entry, text.encode())
    return memory.getvalue()


def write(path: Path, content: str | bytes) -> None:
    """Write the bytes, with LF on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
