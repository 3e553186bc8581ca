"""Keys of people: profiles, addresses, names."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infonet.errors import nearest
from infonet.names.people import (
    NamesByLetters,
    alike_key,
    email_key,
    fold,
    mailbox,
    mixed_scripts,
    name_key,
    person_key,
    profile_key,
    several_people,
)


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
        ("Askeland, Runa", "runa askeland"),
        ("ASKELAND, RUNA", "runa askeland"),
        ("van der Berg, Anna Lena", "anna lena van der berg"),
        ("Askeland, Runa, PhD", "runa askeland"),
        ("Askeland, R.", "r askeland"),
        ("Looper, DipWSET", "looper"),
        ("Looper, MBA", "looper"),
        ("Looper, PMI-ACP", "looper"),
        ("Ana Diaz, Delta Works", "ana diaz"),
        ("Runa Askeland <runa@example.com>", "runa askeland"),
        ('"Askeland, Runa" <runa@example.com>', "runa askeland"),
        ("runa@example.com (Runa Askeland)", "runa askeland"),
        ("O'Neil, Mary-Jane", "mary jane oneil"),
        ("Müller, Anna-Lena", "anna lena muller"),
        ("Runa Askeland runa@example.com", "runa askeland"),
        ("Runa Askeland, runa@example.com", "runa askeland"),
        ("Runa Askeland (runa@example.com)", "runa askeland"),
        ("Runa Askeland - mailto:runa@example.com", "runa askeland"),
        ("mailto:runa@example.com", "mailto runa example com"),
        ("12345", ""),
        ("+47 22 33 44 55", ""),
        ("٣٤", ""),
        ("2Pac Roe", "2pac roe"),
        ("🚀", ""),
        (None, ""),
    ],
)
def test_a_name_is_compared_without_its_ornaments(name: object, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Runa Askeland; Timo Brevik", ["Runa Askeland", "Timo Brevik"]),
        ("Runa Askeland & Timo Brevik", ["Runa Askeland", "Timo Brevik"]),
        ("Runa Askeland and Timo Brevik", ["Runa Askeland", "Timo Brevik"]),
        ("Runa Askeland\nTimo Brevik", ["Runa Askeland", "Timo Brevik"]),
        ("Askeland, Runa; Brevik, Timo;", ["Askeland, Runa", "Brevik, Timo"]),
        ("runa@example.com; Timo Brevik <timo@example.com>", None),
        ("李伟; 王芳", ["李伟", "王芳"]),
        ("Runa Askeland / Timo Brevik", ["Runa Askeland", "Timo Brevik"]),
        ("Runa Askeland + Timo Brevik", ["Runa Askeland", "Timo Brevik"]),
        # One person in two scripts.
        ("Wang Xiaoming / 王小明", []),
        ("Ana/Bo Diaz", []),
        ("Askeland, Runa", []),
        ("Runa and Timo Brevik", []),
        ("Ana Diaz; PhD", []),
        ("José Ortega y Gasset Roe", []),
        ("Ana Diaz | Data Lead", []),
        ("Ana Diaz", []),
        # One family's name, where two particles of nobility are joined.
        ("Ana von und zu Stein", []),
        ("Ana Von und  Zu Stein", []),
        ("Ana vom & zum Stein", []),
        ("Ana zu und von Stein", []),
        ("Ana von und zu Stein und Bo Lin", ["Ana von und zu Stein", "Bo Lin"]),
        ("Wei Zu und Bo Lin", ["Wei Zu", "Bo Lin"]),
        ("Bo Lin und Zu Wei", ["Bo Lin", "Zu Wei"]),
        ("Bao Le and Van Minh", ["Bao Le", "Van Minh"]),
    ],
)
def test_several_people_in_one_cell(text: str, people: list[str] | None) -> None:
    found = several_people(text)
    assert found == people if people is not None else len(found) == 2


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Jörg Müller", "Mueller Joerg", True),
        ("Åsa Ås", "Aasa Aas", True),
        ("Søren Ørsted", "Soeren Oersted", True),
        ("李 伟", "李伟", True),
        ("김 민준", "김민준", True),
        ("山田 たろう", "山田たろう", True),
        ("小明 王", "王小明", True),
        ("하은 김", "김하은", True),
        ("たろう 山田", "山田 たろう", True),
        ("小明 王", "王小红", False),
        ("\u0410na Diaz", "Ana Diaz", True),
        ("Ana Diaz", "Ana Dias", False),
        ("Иван Орлов", "Ivan Orlov", False),
    ],
)
def test_names_that_are_written_otherwise_are_alike(one: str, other: str, *, alike: bool) -> None:
    assert (alike_key(name_key(one)) == alike_key(name_key(other))) is alike


_NAMES = st.one_of(st.text(), st.text("aeou né李и"), st.text("ab o"))


@given(st.lists(_NAMES), _NAMES, st.sampled_from([60.0, 85.0, 100.0]))
def test_no_name_that_is_alike_is_passed_over(names: list[str], name: str, alike: float) -> None:
    keys, wanted = sorted({*map(name_key, names)} - {""}), name_key(name)
    starts = [word[:2] for word in wanted.split()]
    begin = [key for key in keys if any(f" {start}" in f" {key}" for start in starts)]
    found = NamesByLetters(keys).like(wanted, alike, starts=starts)
    assert found == [key for key in begin if key in found]
    by_all, by_these = (
        nearest(wanted, among, n=len(keys) + 1, alike=alike, key=alike_key)
        for among in (begin, found)
    )
    assert by_these == by_all


def test_few_of_the_names_that_begin_alike_have_to_be_compared() -> None:
    parts = ("bran", "kil", "dov", "mesh", "tur", "yon", "gap", "wic", "zeb", "fjol", "hux", "rig")
    names = [f"{a}{b} {c}{d}" for a, b, c, d in itertools.permutations(parts, 4)]
    near = NamesByLetters(names).like("brankil dovmeshi", 85, starts=["br", "do"])
    assert "brankil dovmesh" in near
    assert len(near) < sum(" br" in f" {name}" or " do" in name for name in names) / 10


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("\u0410na Diaz", ["\u0410na"]),
        ("Ana D\u0456az", ["D\u0456az"]),
        ("Анна Диас", []),
        ("Ana Диас", []),
        ("Νίκος Ρήγας", []),
        ("Søren 李伟", []),
    ],
)
def test_only_a_word_that_mixes_scripts_is_flagged(name: str, mixed: list[str]) -> None:
    assert mixed_scripts(name) == mixed


def test_a_text_far_too_long_for_a_name_is_none() -> None:
    assert mailbox(" " * 100_000 + "@") is None
    assert several_people("Ana Diaz; Bo Lin" + " " * 100_000) == []
    assert mixed_scripts("\u0410a" * 100_000) == ["\u0410a" * 500]


def test_vowel_signs_are_letters() -> None:
    assert name_key("प्रिया") != name_key("प्रय")


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_person_is_known_by_profile_before_name() -> None:
    assert person_key(slug="ana", name="Ana Diaz") == "in/ana"
    assert person_key(name="Ana  Díaz") == "name/ana-diaz"
