"""Makes invented LinkedIn exports as bytes, of every era and every re-saving."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

ROBIN = "https://www.linkedin.com/in/robin-achterberg"
NOTE = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email '
    'addresses are missing."\n\n'
)
OLD = ("First Name", "Last Name", "Email Address", "Company", "Position", "Connected On")
NEW = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
MESSAGE = (
    "CONVERSATION ID",
    "CONVERSATION TITLE",
    "FROM",
    "SENDER PROFILE URL",
    "TO",
    "RECIPIENT PROFILE URLS",
    "DATE",
    "SUBJECT",
    "CONTENT",
    "FOLDER",
    "ATTACHMENTS",
    "IS MESSAGE DRAFT",
)


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    delimiter: str = ",",
    end: str = "\n",
    quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL,
) -> str:
    """Write a CSV as text."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def url(slug: str) -> str:
    """Return a profile address."""
    return f"https://www.linkedin.com/in/{slug}"


def person(
    name: str,
    slug: str = "",
    *,
    email: str = "",
    company: str = "",
    title: str = "",
    on: str = "08 Feb 2026",
) -> tuple[str, ...]:
    """Return a row of Connections.csv as it is since 2023."""
    first, _, last = name.partition(" ")
    return (first, last, url(slug) if slug else "", email, company, title, on)


def connections(*rows: Sequence[str], era: int = 2023) -> str:
    """Write Connections.csv of an era: 2020 (bare), 2022 (a preamble), 2023 (and addresses)."""
    if era >= 2023:
        return NOTE + table(NEW, rows)
    kept = [(*row[:2], *row[3:]) for row in rows]
    return (NOTE if era >= 2021 else "") + table(OLD, kept)


def message(
    sender: str,
    recipients: str,
    date: str = "2026-03-01 09:30:00 UTC",
    body: str = "Hello",
    *,
    thread: str = "t1",
    folder: str = "INBOX",
    draft: str = "No",
    name: str = "",
) -> tuple[str, ...]:
    """Return a row of messages.csv; people are given by slug, recipients separated by spaces."""
    to = recipients.split()
    return (
        thread,
        "",
        name or sender.replace("-", " ").title(),
        url(sender) if sender else "",
        ",".join(slug.replace("-", " ").title() for slug in to),
        ",".join(url(slug) for slug in to),
        date,
        "",
        body,
        folder,
        "",
        draft,
    )


def messages(*rows: Sequence[str]) -> str:
    """Write messages.csv as it is since 2026: everything quoted."""
    return table(MESSAGE, rows, quoting=csv.QUOTE_ALL)


def zipped(path: Path, files: Mapping[str, str | bytes], *, packed: bool = True) -> Path:
    """Write an archive of these files."""
    with zipfile.ZipFile(
        path, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    ) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def unpacked(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the same files into a folder."""
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


COMPLETE: dict[str, str] = {
    "Connections.csv": connections(
        person("Ana Diaz", "ana-diaz", company="Delta", title="Engineer", on="08 Feb 2026"),
        person("Bo Lin", "bo-lin", company="Echo", title="Analyst", on="01 Jan 2025"),
        person("Cy Marsh", "cy-marsh", company="Self-employed", title="Writer", on="2 Mar 2020"),
        person("", "", on="17 May 2019"),
    ),
    "messages.csv": messages(
        message("robin-achterberg", "ana-diaz", "2026-03-01 09:30:00 UTC", "A question\nfor you"),
        message("ana-diaz", "robin-achterberg", "2026-03-02 10:00:00 UTC", "An answer"),
        message("ana-diaz", "robin-achterberg", "2026-03-05 10:00:00 UTC", "Another"),
        message("bo-lin", "robin-achterberg", "2025-06-01 08:00:00 UTC", "Hi", thread="t2"),
        message("dee-okoro", "robin-achterberg", "2025-07-01 08:00:00 UTC", "One", thread="t3"),
        message("robin-achterberg", "dee-okoro", "2025-07-02 08:00:00 UTC", "Two", thread="t3"),
        message("ed-vance", "robin-achterberg", "2025-07-03 08:00:00 UTC", "Buy", thread="t4"),
        message("ana-diaz", "robin-achterberg bo-lin", body="All", thread="t5"),
        message("ana-diaz", "robin-achterberg", body="Win", folder="SPAM", thread="t6"),
        message("robin-achterberg", "ana-diaz", body="Unfinished", draft="Yes"),
        message("", "robin-achterberg", body="Ad", thread="t7", name="Foxtrot Careers"),
    ),
    "Invitations.csv": table(
        ("From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl"),
        [
            (
                "Robin Achterberg",
                "Ana Diaz",
                "2/7/26, 9:05 AM",
                "We met",
                "OUTGOING",
                ROBIN,
                url("ana-diaz"),
            ),
            (
                "Bo Lin",
                "Robin Achterberg",
                "12/31/24, 1:00 PM",
                "",
                "INCOMING",
                url("bo-lin"),
                ROBIN,
            ),
            (
                "Robin Achterberg",
                "Flo Pike",
                "1/3/26, 9:05 AM",
                "Hi",
                "OUTGOING",
                ROBIN,
                url("flo-pike"),
            ),
        ],
    ),
    "Endorsement_Received_Info.csv": table(
        (
            "Endorsement Date",
            "Skill Name",
            "Endorser First Name",
            "Endorser Last Name",
            "Endorser Public Url",
            "Endorsement Status",
        ),
        [
            (
                "2025/02/08 10:11:12 UTC",
                "SQL",
                "Bo",
                "Lin",
                "www.linkedin.com/in/bo-lin",
                "ACCEPTED",
            ),
            ("2025/03/08 10:11:12 UTC", "R", "Bo", "Lin", "www.linkedin.com/in/bo-lin", "ACCEPTED"),
            (
                "2025/04/08 10:11:12 UTC",
                "R",
                "Ana",
                "Diaz",
                "www.linkedin.com/in/ana-diaz",
                "PENDING",
            ),
        ],
    ),
    "Recommendations_Received.csv": table(
        ("First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status"),
        [
            ("Cy", "Marsh", "Delta", "Writer", "Splendid", "07/21/09, 12:11 PM", "VISIBLE"),
            ("Gus", "Gone", "Delta", "Boss", "Splendid", "07/21/09, 12:11 PM", "VISIBLE"),
        ],
    ),
    "Positions.csv": table(
        ("Company Name", "Title", "Description", "Location", "Started On", "Finished On"),
        [
            ("Golf", "Analyst", "", "", "Jan 2024", ""),
            ("Hotel", "Trainee", "", "", "2020", "Dec 2023"),
            ("", "", "Nothing", "", "2019", "2020"),
        ],
    ),
    "Education.csv": table(
        ("School Name", "Start Date", "End Date", "Notes", "Degree Name", "Activities"),
        [("Example College", "2015", "2019", "", "BSc", "")],
    ),
    "Profile.csv": table(
        ("First Name", "Last Name", "Maiden Name", "Headline", "Geo Location"),
        [("Robin", "Achterberg", "", "Analyst", "Utrecht, Netherlands")],
    ),
    "Notes.csv": table(
        ("Profile URL", "Note", "Created At"),
        [(url("cy-marsh"), "Met at the fair", "2026-01-05 10:00:00 UTC")],
    ),
    "Jobs/Job Seeker Preferences.csv": table(
        ("Locations", "Dream Companies"), [("Utrecht", "Delta | Echo, Inc.")]
    ),
    "Company Follows.csv": table(("Organization", "Followed On"), [("Delta", "x")]),
    "guide_messages.csv": messages(message("ana-diaz", "robin-achterberg")),
    "learning_role_play_messages.csv": messages(message("ana-diaz", "robin-achterberg")),
    "Rich_Media.csv": "Date/Time,Media Description,Media Link\n",
}
"""A whole export; what it must give is counted by hand in ``readers/test_linkedin.py``."""
