"""Company names in tiers, fields on titles."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infonet.names.companies import (
    Spellings,
    company_key,
    is_company,
    is_legal_form,
    mentions,
    search_link,
)

SAME = [
    ("GoDaddy", "Go Daddy"),
    ("Go Daddy Inc.", "GODADDY"),
    ("AT&T", "AT and T"),
    ("Øresund S.A.", "oresund"),
    ("Straße GmbH", "STRASSE"),
    ("Ernst & Young", "Ernst and Young LLP"),
    ("De Bijenkorf", "Bijenkorf B.V."),
    ("E.ON SE", "EON"),
    ("AB Volvo", "Volvo"),
    ("Skærvind A/S", "Skaervind"),
    ("Delta (formerly Omega)", "delta"),
    ("株式会社サクラ", "株式会社サクラ"),
    ("株式会社 サクラ", "サクラ"),
    ("Delta GmbH & Co. KG", "Delta"),
    ("Ｄｅｌｔａ", "Delta"),
    ("ŁÓDŹ Tram", "Lodz Tram"),
    ("Isık Tekstil A.Ş.", "IŞIK TEKSTİL AS"),
]
DIFFERENT = [
    ("Loop", "Loopio"),
    ("Meta", "Metaview"),
    ("Citadel", "Citadel Securities"),
    ("Epic", "Epic Games"),
    ("Roma", "AS Roma"),
    ("Delta", "Delta Dental"),
    ("Delta", "Delta (Alpha) Beta"),
    ("IN", "Inc."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_company_match_both_ways(one: str, other: str) -> None:
    assert Spellings([other]).tiers(one) == {other: "exact"}
    assert Spellings([one]).tiers(other) == {one: "exact"}


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_company_never_matches_by_substring(one: str, other: str) -> None:
    assert not Spellings([other]).tiers(one)
    assert not Spellings([one]).tiers(other)


def test_the_same_words_in_another_order_are_a_strong_match() -> None:
    assert Spellings(["Pharma Novalis"]).tiers("Novalis Pharma") == {"Pharma Novalis": "strong"}


def test_weak_matches_only_on_request_and_last() -> None:
    known = Spellings(["Citadel Securities", "CITADEL LLC", "Bastion"])
    assert [*known.tiers("Citadel")] == ["CITADEL LLC"]
    assert [*known.tiers("Citadel", weak=True).items()] == [
        ("CITADEL LLC", "exact"),
        ("Citadel Securities", "weak"),
    ]


def test_a_declared_alias_is_exact() -> None:
    known = Spellings(["Umbra Labs", "Penumbra"])
    assert [*known.tiers("Delta", aliases=["umbra labs"])] == ["Umbra Labs"]


@pytest.mark.parametrize(
    "text", ["Self-employed", "Freelance", "Stealth Startup", "SELF EMPLOYED", "", "—", None, 3.5]
)
def test_what_is_no_employer_never_matches(text: object) -> None:
    assert not is_company(text)
    assert not Spellings([str(text)]).tiers(str(text)) or isinstance(text, float | None)


def test_nearest_offers_shared_words_and_similar_letters() -> None:
    known = Spellings(["Delta Dental", "Echo", "Foxtrot"])
    assert known.nearest("Delta") == ["Delta Dental"]
    assert known.nearest("Ecko") == ["Echo"]
    assert known.nearest("Golv", also=["Golf"]) == ["Golf"]
    assert known.nearest("Zzyzx") == []


@given(st.text(max_size=30))
def test_any_name_matches_itself_in_any_case(name: str) -> None:
    assert [*Spellings([name]).tiers(name)] == ([name] if is_company(name) else [])
    assert company_key(name) == company_key(f"  {name} ")


@pytest.mark.parametrize("form", ["Inc.", "LLC", "S.A.", "b.v", "GmbH", " A.G. "])
def test_a_legal_form_alone_belongs_to_the_name_before_it(form: str) -> None:
    assert is_legal_form(form)
    assert not is_legal_form(f"Delta {form}")


@pytest.mark.parametrize(
    ("text", "company", "named"),
    [
        ("Forty jobs at Go Daddy", "GoDaddy Inc.", True),
        ("Delta Holdings opens a lab", "Delta", True),
        ("Delta Energy Drinks opens a lab", "Delta Energy", False),
        ("Delta Private Equity opens a lab", "Delta", False),
        ("The delta of the river", "Delta", False),
    ],
)
def test_a_company_is_mentioned_by_its_whole_name(text: str, company: str, *, named: bool) -> None:
    assert mentions(text, company) is named


@given(st.text(min_size=1, max_size=40))
def test_a_search_link_carries_any_text_unharmed(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return  # half a surrogate pair is no text to search for
    parts = urlsplit(search_link(text))
    assert parts.netloc == "www.linkedin.com"
    query = parse_qs(parts.query, keep_blank_values=True)
    assert query == {"keywords": [text], "network": ['["S"]']}
