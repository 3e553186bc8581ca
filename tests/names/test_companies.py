"""Company names in tiers, fields on titles."""

from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infonet.names.companies import (
    Spellings,
    company_key,
    is_company,
    is_legal_form,
    is_school,
    may_be_near,
    mentions,
    names_somebody,
    same_employer,
    search_link,
)
from tests.names import table

PAIRS = table("company_pairs.csv")
NUMBERS = table("company_numbers.csv")
TEXTS = [(row["text"], row["employer"]) for row in table("employers.csv")]


def test_the_pairs_are_many_of_every_kind() -> None:
    assert len(PAIRS) >= 300
    assert len({frozenset((pair["one"], pair["other"])) for pair in PAIRS}) == len(PAIRS)
    kinds = Counter(pair["same"] for pair in PAIRS)
    assert kinds["yes"] > 100 < kinds["no"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['one']} / {pair['other']}")
def test_a_pair_of_spellings_matches_both_ways_or_neither(pair: dict[str, str]) -> None:
    one, other = pair["one"], pair["other"]
    for name, spelling in ((one, other), (other, one)):
        assert (spelling in Spellings([spelling]).tiers(name)) is (pair["same"] == "yes")


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


@pytest.mark.parametrize("text", [*(text for text, named in TEXTS if named == "no"), b"Delta", 3.5])
def test_what_is_no_employer_never_matches(text: object) -> None:
    assert not is_company(text)
    assert not isinstance(text, str) or not Spellings([text]).tiers(text)


@pytest.mark.parametrize("text", [text for text, named in TEXTS if named == "yes"])
def test_an_employer_may_have_such_a_word_in_its_name(text: str) -> None:
    assert is_company(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Quillmark High School", True),
        ("University of Tallow", True),
        ("Universität Sandmoor", True),
        ("MIT", True),
        ("学校三", True),
        ("High School", False),
        ("Secondary school", False),
        ("the University", False),
        ("Gymnasium (Abitur)", False),
        ("Freelance", False),
        ("", False),
        (None, False),
    ],
)
def test_a_kind_of_school_is_no_school(text: str | None, is_one: bool) -> None:  # noqa: FBT001
    assert is_school(text) == is_one


NEAR = [
    ("Fjordlys", "Fjordlys UK"),
    ("Fjordlys", "Fjordlys Deutschland GmbH"),
    ("Fjordlys", "Fjordlys.com"),
    ("Fjordlys UK", "Fjordlys Deutschland GmbH"),
    ("Fjordlys", "Fjordly"),
    ("GoDaddy", "Go Daddy Europe"),
    ("Go Daddy", "GoDaddy Europe"),
    ("Nordic Fjord Services", "Nordic Fjord"),
    ("NFS", "Nordic Fjord Services"),
    ("Nordic Fjord Services", "NFS"),
    ("Bank of the West", "West Bank"),
    ("University of Marrowick", "Marrowick University"),
    ("Citadel", "Citadel Securities"),
    ("Delta (acquired by Omega)", "Delta Works"),
    ("Müller Optik", "Muellers Optik"),
    ("蓝湾科技有限公司", "蓝湾科技 (Marrowick)"),
]
FAR = [
    ("Loop", "Loopio"),
    ("Meta", "Metaview"),
    ("Medwren Systems", "Tidewick Systems"),
    ("Nordic Fjord Services", "Nordic Quill Services"),
    ("Bank of the West", "Bank of the East"),
    ("Marrowick University", "University of Skep"),
    ("Delta UK", "Echo UK"),
    ("Delta", "Velta"),
    ("Freelance", "Freelance Union"),
    ("First National Bank", "First National Records"),
]


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_a_spelling_that_may_be_the_same_is_near_and_no_match(one: str, other: str) -> None:
    known = Spellings([other])
    assert other in [*known.tiers(one), *known.near(one)]
    assert other not in known.near(other)


@pytest.mark.parametrize(("one", "other"), FAR)
def test_a_word_of_very_many_employers_makes_none_near(one: str, other: str) -> None:
    assert Spellings([other]).near(one) == Spellings([one]).near(other) == []


@pytest.mark.parametrize("pair", NUMBERS, ids=lambda pair: f"{pair['one']} / {pair['other']}")
def test_names_with_other_numbers_are_never_near(pair: dict[str, str]) -> None:
    for one, other in ((pair["one"], pair["other"]), (pair["other"], pair["one"])):
        known = Spellings([other])
        near = pair["near"] == "yes"
        assert (other in [*known.tiers(one), *known.near(one)]) is near
        assert (other in may_be_near(one, [other])) is near
        assert (other in known.nearest(one)) is near


def test_a_number_hides_no_slip_of_the_pen() -> None:
    others = [f"Studio {number}" for number in range(4, 90)]
    assert may_be_near("Studio 3", [*others, "Studoi 3"]) == ["Studoi 3"]


def test_near_spellings_leave_out_what_matches_and_come_likeliest_first() -> None:
    known = Spellings(["Fjordlys AS", "Fjordlys UK", "Fjordlys.com", "Fjordlys Wind Farm Repair"])
    near = known.near("Fjordlys")
    assert near[-1] == "Fjordlys Wind Farm Repair"
    assert "Fjordlys AS" not in near
    assert known.near("Fjordlys", aliases=["Fjordlys UK", "fjordlys.com"]) == near[-1:]


def test_a_word_that_very_many_share_recognises_nobody() -> None:
    known = Spellings([f"Brightwater {letter}" for letter in "abcdefghijklmnopqrstuvwx"])
    assert known.near("Brightwater Optik") == []
    assert len(known.near("Brightwater")) == 24


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


def test_half_a_character_is_searched_for_as_a_question_mark() -> None:
    assert "?keywords=Delta%20%3F%3F&" in search_link("Delta \udcff\ud800")


@given(st.text(min_size=1, max_size=40))
def test_a_search_link_carries_any_text_unharmed(text: str) -> None:
    parts = urlsplit(search_link(text))
    assert parts.netloc == "www.linkedin.com"
    query = parse_qs(parts.query, keep_blank_values=True)
    assert query == {"keywords": [text], "network": ['["S"]']}


def test_spellings_of_one_employer_share_a_key() -> None:
    long, other = "Nordic Fjord Services (NFS)", "Northern Fish Sales (NFS)"
    key = same_employer(["NFS", long, "Delta (Berlin)", "Echo (Berlin)", "Berlin"])
    assert key("NFS") == key(long) == key("nfs Ltd") == key("Nordic Fjord Services")
    # A place is no name, nor is one spelling the other's.
    assert len({key("NFS"), key("Delta (Berlin)"), key("Echo (Berlin)"), key("Berlin")}) == 4
    # A spelling that was not there before is understood by its brackets, too.
    assert same_employer(["NFS"])(long) == same_employer(["NFS"])("NFS")
    # Two employers that NFS may be short for are two, and NFS is neither.
    apart = same_employer(["NFS", long, other])
    assert len({apart("NFS"), apart(long), apart(other)}) == 3
    # Until it is said which.
    said = same_employer(["NFS", long, other], [("NFS", long)])
    assert said("NFS") == said(long) != said(other)
    assert said(long) == "nfs"  # the first declared gives the key
    # ö as oe.
    spelt_out = same_employer(["Müller Bau", "Mueller Bau"])
    assert spelt_out("Müller Bau") == spelt_out("Mueller Bau") != spelt_out("Muller Bau GmbH x")


def test_brackets_that_name_each_other_are_one_employer() -> None:
    key = same_employer(["Delta (Echo)", "Echo (Delta)", "Golf"], [("Golf", "Hotel", "")])
    assert key("Delta") == key("Echo") != key("Golf")
    assert key("Hotel") == key("Golf") == "golf"
    assert key("Freelance") == "freelance"


def test_a_firm_that_is_called_like_somebody_is_told() -> None:
    people = ["Ana Díaz", "Bo", "in/cy-ng", "Eli van Orr"]
    firms = ["Ana Diaz Consulting", "Bold & Co", "Delta", "me@example.org", "in/x"]
    told = names_somebody([*firms, "Studio Eli van Orr", "Ana"], people)
    assert told == [True, False, False, True, True, True, False]


def test_of_one_word_a_firm_tells_of_who_works_there() -> None:
    jobs = [("Bo", "Bo Tools GmbH"), ("Delta", "Echo"), ("Ana Díaz", "Ana Foods"), ("?", "Golf ?")]
    firms = ["Bo Tools", "Bo", "Bold", "Delta", "Echo", "Ana Foods", "Golf ?"]
    told = names_somebody(firms, [name for name, _ in jobs], jobs)
    assert told == [True, False, False, False, False, False, False]
