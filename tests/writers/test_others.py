"""Cards, the calendar and the network: what other programs read in them."""

from __future__ import annotations

import io
from pathlib import Path

import hypothesis.strategies as st
import icalendar
import networkx as nx
import pandas as pd
import pytest
import vobject
from hypothesis import HealthCheck, given, settings

import infonet
from infonet import readers
from infonet.tables import Tables
from infonet.writers import packed, write
from tests import conftest
from tests.conftest import Counted

DAY = "2026-06-30"
MANY = settings(
    max_examples=conftest.full_or_reduced(15, 10_000),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8) | st.text(
    st.sampled_from("\0\r\n\x0b,;:\\'\"<>&=_ aé\u2028\ufffe"), min_size=1, max_size=8
)
WORDS = st.text(st.sampled_from("abcÉé ;:\\\"'<&"), max_size=12).map(
    lambda text: f"A{' '.join(text.split())}z"
)


def test_the_network_is_what_networkx_has(toy: Tables) -> None:
    whole = infonet.network(toy, as_of=DAY).to_networkx()
    G = nx.read_graphml(io.BytesIO(packed(toy, "graphml", as_of=DAY)))
    assert G.graph["ego"] == "me" and not G.is_directed()
    assert {*G.nodes} == {*whole.nodes}
    for key, told in whole.nodes(data=True):
        there = {name: value for name, value in told.items() if not pd.isna(value)}
        assert G.nodes[key] == there
    assert len(G.edges) == len(whole.edges)
    for one, other, told in whole.edges(data=True):
        assert G.edges[one, other] == told
    again = infonet.Network.from_networkx(G, as_of=DAY)
    assert len(again) == len(whole)


@pytest.mark.evidence
@MANY
@given(name=HOSTILE, company=HOSTILE, title=HOSTILE)
def test_letters_that_xml_cannot_hold_do_not_break_the_network(
    name: str, company: str, title: str, counted: Counted
) -> None:
    people = [{"person": "me"}, {"person": "in/ana", "name": name, "seen": pd.Timestamp(DAY)}]
    tie = {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}
    job = {"person": "in/ana", "company": company, "title": title}
    made = Tables.of(people=people, ties=[tie], jobs=[job])
    G = nx.read_graphml(io.BytesIO(packed(made, "graphml", as_of=DAY)))
    assert {*G.nodes} == {"me", "in/ana"} and G.has_edge("me", "in/ana")
    assert G.nodes["in/ana"]["seen"] == DAY
    held = "".join(c for c in company if c.isprintable() or c == " ")
    if held == company:
        assert G.nodes["in/ana"]["company"] == company
    counted("written and read: graphml", broken=0)


@pytest.mark.evidence
@MANY
@given(name=WORDS, company=WORDS, title=WORDS)
def test_cards_are_read_back_as_they_were(
    name: str, company: str, title: str, tmp_path: Path, counted: Counted
) -> None:
    person = {"person": "name/a", "name": name, "email": "a@example.com"}
    made = Tables.of(
        people=[{"person": "me", "name": "Robin"}, person],
        jobs=[{"person": "name/a", "company": company, "title": title}],
    )
    found = readers.read(write(made, tmp_path / "all.vcf", replace=True)).tables
    assert found.people[["name", "email"]].to_numpy().tolist()[1] == [name, "a@example.com"]
    assert found.jobs[["company", "title"]].to_numpy().tolist() == [[company, title]]
    counted("written and read: vcf", different=0)


@pytest.mark.evidence
@MANY
@given(text=HOSTILE)
def test_no_line_of_a_card_is_made_by_a_text(text: str) -> None:
    made = Tables.of(
        people=[{"person": "name/a", "name": f"A{text}", "url": text, "email": text}],
        jobs=[{"person": "name/a", "company": text, "title": text}],
    )
    content = packed(made, "vcf").decode()
    (card,) = vobject.readComponents(content)
    allowed = {"version", "fn", "n", "email", "url", "title", "org"}
    assert {*card.contents} <= allowed
    assert content.count("BEGIN:VCARD") == 1


def test_cards_are_of_everybody_else_who_has_a_name_and_of_their_work_now(toy: Tables) -> None:
    people = [
        {"person": "me", "name": "Robin"},
        {"person": "a", "name": "Ana Diaz"},
        {"person": "b"},
    ]
    jobs = [
        {"person": "a", "company": "Delta", "end": pd.Timestamp("2025-01-01")},
        {"person": "a", "company": "Echo"},
    ]
    (card,) = vobject.readComponents(packed(Tables.of(people=people, jobs=jobs), "vcf").decode())
    assert card.fn.value == "Ana Diaz" and card.org.value == ["Echo"]
    assert (card.n.value.given, card.n.value.family) == ("Ana", "Diaz")


def test_the_calendar_has_what_is_due() -> None:
    book = infonet.sample_book("six-months")
    actions = infonet.due(book, as_of=DAY)
    made = icalendar.Calendar.from_ical(packed(book, "ics", as_of=DAY))
    assert len(made.walk("VEVENT")) == len(actions) > 0
