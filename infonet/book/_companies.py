"""Look up which company or field a name means, by all the spellings declared for it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from infonet.book._schema import SCHOOLS
from infonet.book._transaction import Transaction
from infonet.book.projection import corrections
from infonet.ledger import company_of
from infonet.names.companies import Spellings, is_company, same_employer, second_keys
from infonet.names.people import fold


def find_company(transaction: Transaction, name: str) -> str | None:
    """Find the company, field or school that a name means; a target as it is written, if it is one.

    A name that the user declared to be the same as another means that other as well.
    """
    declared, corrected = [*_declared(transaction)], corrections(transaction)
    wanted = company_of(name)
    for target, spellings in declared:
        if any(company_of(other) == wanted for other in spellings):
            return target
    named = {other: target for target, others in reversed(declared) for other in others}
    for spelling in Spellings(named).tiers(name):
        return named[spelling]
    key = company_of(name)
    for event, company in transaction.rows("SELECT event, company FROM live_event ORDER BY event"):
        mentioned = corrected.get(event, {}).get("company", company)
        if mentioned is not None and company_of(mentioned) == key:
            return str(mentioned)
    as_written = transaction.row("SELECT 1 FROM live_job WHERE company = ? LIMIT 1", name.strip())
    if as_written and is_company(name):
        return name.strip()
    rows = transaction.rows(
        "SELECT company FROM live_job WHERE company IS NOT NULL"
        " UNION SELECT kind FROM live_tie WHERE target = ?",
        SCHOOLS,
    )
    # Spellings of one company have its letters: that leaves few of very many to look at.
    keys = [{*one} for one in (key, *second_keys(name))]
    spelt = ((other, {*fold(other).replace("&", "and").replace("+", "plus")}) for (other,) in rows)
    alike = (other for other, letters in spelt if any(one <= letters for one in keys))
    return next(iter(Spellings(alike).tiers(name)), None)


def spellings_of(transaction: Transaction, company: str | None) -> frozenset[str]:
    """Return what the spellings of a company have in common, for all declared to be it."""
    if company is None or not company_of(company):
        return frozenset()
    declared = [spellings for _, spellings in _declared(transaction)]
    rows = transaction.rows(
        "SELECT company FROM live_note WHERE company IS NOT NULL"
        " UNION SELECT company FROM live_event WHERE company IS NOT NULL"
    )
    spelt = {str(other) for (other,) in rows}.union(*declared, [company])
    key_of = same_employer(spelt, declared)
    return frozenset(company_of(one) for one in spelt if key_of(one) == key_of(company))


def _declared(transaction: Transaction) -> Iterator[tuple[str, list[str]]]:
    """Yield every target, the latest first, then other companies, each with its spellings."""
    groups: dict[str, list[str]] = {}
    rows = transaction.rows(
        "SELECT kind, company, aliases FROM live_target ORDER BY stated DESC, act DESC"
    )
    for kind, company, aliases in rows:
        # The aliases of a field are words of titles.
        others = json.loads(aliases) if kind == "company" else []
        groups.setdefault(company, [company]).extend(others)
    for a, b in transaction.rows("SELECT a, b FROM live_spelling ORDER BY act"):
        keys = {company_of(a), company_of(b)}
        joined = [n for n, others in groups.items() if not keys.isdisjoint(map(company_of, others))]
        kept = joined[0] if joined else a
        groups.setdefault(kept, []).extend((a, b))
        for name in joined[1:]:
            groups[kept] += groups.pop(name)
    yield from groups.items()
