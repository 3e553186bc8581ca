"""What the notebooks' tests share."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import infonet
from tests.sample_books import sample_copy


@pytest.fixture(scope="session")
def invented() -> re.Pattern[str]:
    """Recognise a word of the sample's names, a company of it, an address, and any day."""
    books = [sample_copy(name).tables() for name in ("six-months", "quiet")]
    guests = infonet.prepare.attendees(infonet.sample() / "attendees.csv").people
    names = pd.concat([*(book.people.name for book in books), guests.name]).dropna()
    words = {
        word for word in names.str.findall(r"[^\W\d_]{3,}").explode().dropna() if word.istitle()
    }
    wanted = pd.concat([*(book.companies.company for book in books)])
    jobs = pd.concat([*(book.jobs.company for book in books), guests.company]).dropna()
    told = sorted((words | {*wanted, *jobs}) - {"Open", "data engineering"})  # words of the prose
    listed = "|".join(map(re.escape, told))
    return re.compile(rf"\b(?:{listed})\b|\d{{4}}-\d\d-\d\d|/in/|\w@\w")
