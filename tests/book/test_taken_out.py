"""What was taken out of a book goes into another."""

from __future__ import annotations

from pathlib import Path

import pytest

from infonet import Book, sample_book
from infonet.writers import write

KEYS = {
    "people": ["person", "name", "url"],
    "jobs": ["person", "company", "title", "start", "end"],
    "ties": ["source", "target", "kind", "closeness", "since", "last", "exchanges", "evidence"],
    "companies": ["company", "kind", "priority"],
    "gatherings": ["gathering", "kind", "person", "size", "times", "since", "last"],
}


@pytest.mark.parametrize("ending", [".json", ".zip"])
def test_a_new_book_has_what_the_first_one_had(ending: str, tmp_path: Path) -> None:
    first = sample_book("star").tables()
    second = Book()
    second.add(write(first, tmp_path / f"all{ending}"))
    tables = second.tables()
    for table, names in KEYS.items():
        before, after = (
            {*getattr(each, table)[names].astype(str).itertuples(index=False, name=None)}
            for each in (first, tables)
        )
        assert before == after, table
    assert len(tables.events) == len(first.events)
    assert {*first.notes.text} <= {*tables.notes.text}
    again = second.add(tmp_path / f"all{ending}")
    assert "already in the book" in str(again)
    second.undo()
    assert not len(second.tables().jobs)
