"""Keys of people: profiles, addresses, names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infonet.names.people import email_key, fold, name_key, person_key, profile_key


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/in/jos%C3%A9-ruiz",
        "http://linkedin.com/in/José-Ruiz/",
        "de.linkedin.com/in/josé-ruiz?trk=contact-info",
        " https://www.linkedin.com/in/JOS%C3%89-RUIZ/en/ ",
        "www.linkedin.com/in/jose%CC%81-ruiz#about",
    ],
)
def test_one_profile_has_one_key(url: str) -> None:
    assert profile_key(url) == "josé-ruiz"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/in/ana",
        "https://linkedin.com.example.com/in/ana",
        "https://www.linkedin.com/company/delta",
        "https://www.linkedin.com/in/",
        "https://notlinkedin.com/in/ana",
        "ana-diaz",
        "",
        None,
        4,
    ],
)
def test_what_is_no_profile_has_no_key(url: object) -> None:
    assert profile_key(url) is None


def test_addresses_fold_case_and_lists_are_no_address() -> None:
    assert email_key("MAILTO:Ana@example.com") == "ana@example.com"
    assert email_key("Ana@Example.COM ") == "ana@example.com"
    for wrong in ("a@example.com, b@example.com", "a@b", "@example.com", "a b@example.com", None):
        assert email_key(wrong) is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ana Díaz", "ana diaz"),
        ("ANA DIAZ, PhD, MBA", "ana diaz"),
        ("Dr. Ana Diaz", "ana diaz"),
        ("Ana Diaz 🚀", "ana diaz"),
        ("Ana (Annie) Diaz", "ana diaz"),
        ("Søren Ørsted", "soren orsted"),
        ("李 伟", "李 伟"),
        ("Иван Ёлкин", "иван елкин"),
        ("Đặng Thị Hà", "dang thi ha"),
        ("🚀", ""),
        (None, ""),
    ],
)
def test_a_name_is_compared_without_its_ornaments(name: object, key: str) -> None:
    assert name_key(name) == key


def test_vowel_signs_are_letters() -> None:
    assert name_key("प्रिया") != name_key("प्रय")


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_person_is_known_by_profile_before_name() -> None:
    assert person_key(slug="ana", name="Ana Diaz") == "in/ana"
    assert person_key(name="Ana  Díaz") == "name/ana-diaz"
