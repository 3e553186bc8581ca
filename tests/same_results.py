"""Print a digest of every result of a sample, to be compared under other settings.

``python -m tests.same_results SAMPLE OPTION=VALUE …`` sets options of pandas, asks every function
of analysis, writes every file, and prints what each said, as JSON. The settings of the process
(seed of hashes, time zone, locale, optimisation) are those of whoever starts it.
"""

from __future__ import annotations

import hashlib
import json
import locale
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pandas as pd

__all__ = ["main", "results"]

AS_OF, BEFORE = "2026-06-30", "2026-03-01"


def results(sample: str) -> dict[str, str]:
    """Return the digest of each result of a sample."""
    import infonet
    from infonet import agenda, conversion, paths, prepare, strength, writers

    book = infonet.sample_book(sample)
    tables, net = book.tables(), infonet.network(book, as_of=AS_OF)
    wanted = [*infonet.targets(net).company, *tables.jobs.company.dropna()]
    company = str(wanted[0])
    insider = infonet.reach(net).insider.dropna()
    person = str(insider.iloc[0]) if len(insider) else str(tables.people.name[1])
    asked: dict[str, Callable[[], Any]] = {
        **{f"tables.{name}": partial(getattr, tables, name) for name in tables._fields},
        "history": lambda: book.history()[["kind", "what", "undone"]],
        "duplicate_candidates": book.duplicate_candidates,
        "network": net.to_networkx,
        "reach": lambda: infonet.reach(net),
        "brokers": lambda: infonet.brokers(net),
        "warm_paths": lambda: infonet.warm_paths(net, company, k=5),
        "sensitivity": lambda: paths.sensitivity(net, company),
        "hindcast": lambda: paths.hindcast(book).events,
        "targets": lambda: infonet.targets(net),
        "people": lambda: infonet.people(net),
        "plan": lambda: infonet.plan(net, book, as_of=AS_OF),
        "due": lambda: infonet.due(book, as_of=AS_OF),
        "week": lambda: repr(infonet.week(book, as_of=AS_OF)),
        "changes": lambda: agenda.changes(book, since=BEFORE, as_of=AS_OF),
        "reciprocity": lambda: agenda.reciprocity(net, book, as_of=AS_OF),
        "ties_to_rate": lambda: paths.ties_to_rate(net),
        "exports_to_ask_for": lambda: paths.exports_to_ask_for(net),
        "tie_strength": lambda: strength.tie_strength(book, as_of=AS_OF),
        "outcomes": lambda: strength.outcomes(book, as_of=AS_OF),
        "priors": strength.priors,
        "funnel": lambda: infonet.funnel(book, as_of=AS_OF),
        "waiting_time": lambda: infonet.waiting_time(book, "asked", "held", as_of=AS_OF),
        "review": lambda: repr(infonet.review(book, as_of=AS_OF)),
        "calibration": lambda: conversion.calibration(book, as_of=AS_OF),
        "forecast": lambda: conversion.forecast(book, as_of=AS_OF),
        "reproduction_number": lambda: conversion.reproduction_number(book, as_of=AS_OF),
        "request_table": lambda: conversion.request_table(book, as_of=AS_OF),
        "brief": lambda: infonet.brief(book, person, as_of=AS_OF).markdown(),
        "questions": infonet.questions,
        "draft": lambda: repr(infonet.draft("stay in touch", person, book=book)),
        "calendar": lambda: prepare.calendar(infonet.due(book, as_of=AS_OF), as_of=AS_OF).ics(),
        "tick_sheet": lambda: prepare.tick_sheet(book, person).html(),
        "search_record": lambda: prepare.search_record(book, since=BEFORE, until=AS_OF).html(),
        **{
            f"write.{name}": partial(writers.packed, book, name, as_of=AS_OF)
            for name in writers.FORMATS
            if name != "xlsx"  # which has the moment at which it was made
        },
    }
    return {name: _digest(ask) for name, ask in asked.items()}


def _digest(ask: Callable[[], Any]) -> str:
    """Return a digest of an answer; what is refused is an answer, too."""
    from infonet.errors import InfonetError

    try:
        found = ask()
    except InfonetError as error:
        found = f"{type(error).__name__}: {error}"
    if isinstance(found, pd.Series):
        found = found.to_frame()
    if isinstance(found, pd.DataFrame):
        found = [list(found.columns), found.astype(object).to_dict("list"), list(found.index)]
        found = repr(found).replace("None", "nan").replace("<NA>", "nan").replace("NaT", "nan")
    elif hasattr(found, "edges"):
        found = repr((sorted(found.nodes(data=True)), sorted(map(repr, found.edges(data=True)))))
    content = found if isinstance(found, bytes) else str(found).encode(errors="replace")
    return hashlib.sha256(content).hexdigest()[:16]


def main(arguments: list[str]) -> None:
    """Set the options of pandas, and print the results of a sample."""
    sample, *options = arguments
    with suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    for option in options:
        name, _, value = option.partition("=")
        of_word: dict[str, object] = {"True": True, "False": False}
        pd.set_option(name, int(value) if value.isdecimal() else of_word.get(value, value))
    print(json.dumps(results(sample)))


if __name__ == "__main__":
    main(sys.argv[1:])
