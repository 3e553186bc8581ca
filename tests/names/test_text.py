"""The one cleaner: what it drops, what it keeps, and what it says of it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import infonet
from infonet.names.companies import company_key, second_keys
from infonet.names.markup import is_web_link
from infonet.names.people import fold, profile_key, words
from infonet.names.text import few_marks, hidden, one_line, paragraphs

HIDING = [
    "\u061c",  # a mark of direction in Arabic
    "\u2060",  # a word joiner
    "\u00ad",  # a soft hyphen
    "\u180e",  # the vowel separator of Mongolian
    "\ufff9",  # the anchor of an annotation
    "\u202e",  # right to left from here on
    "\u202a", "\u202c", "\u2066", "\u2069", "\u200b", "\u200e", "\u200f", "\ufeff",
    "\U000e0041",  # a tag letter A
    "\U000e007f",
    "\0", "\x07", "\x1b", "\x7f", "\x9b",
    "\ue000", "\U0010fffd",  # private
    "\ufffe", "\U000e0fff",  # no characters
    "\u034f", "\u115f", "\u1160", "\u17b4", "\u2800", "\u3164", "\uffa0",  # blank letters
    "\u200c", "\u200d", "\ufe0f", "\U000e0100", "\u180b",  # joiners and selectors in Latin
]  # fmt: skip


@pytest.mark.parametrize("letter", HIDING)
def test_what_hides_is_dropped_and_named(letter: str) -> None:
    name = f"An{letter}a{letter} Diaz{letter}"
    assert one_line(name) == "Ana Diaz"
    assert paragraphs(f"{name}\n{name}") == "Ana Diaz\nAna Diaz"
    assert hidden(name) == (f"U+{ord(letter):04X}",)


def test_everything_dropped_is_named_once_in_the_order_of_the_text() -> None:
    assert hidden("\u202eA\u00adn\u202ea") == ("U+202E", "U+00AD")


@pytest.mark.parametrize(
    "text",
    [
        "Zoë Łukasz Øyvind",
        "Sr. O'Neil-Smith, PhD (she/her) – “Ana”",
        "李伟",
        "شيرين مصطفى",
        "می\u200cخواهم",  # Persian: not joined within a word
        "क\u094d\u200dष",  # Devanagari: half a letter
        "ന\u0d4d\u200d",  # Malayalam: the bare consonant at the end of a word
        "ශ\u0dca\u200dරී",  # Sinhala
        "👩\u200d💻",
        "👩🏽\u200d💻",
        "🏳\ufe0f\u200d🌈",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "葛\U000e0100城",  # a variant of the letter that a family writes
        "\u1820\u180b",
        "�",
    ],
)
def test_what_is_needed_stays(text: str) -> None:
    assert one_line(text) == text
    assert paragraphs(text) == text
    assert hidden(text) == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Ana\t\t Diaz \n", "Ana Diaz"),
        ("Ana\u00a0\u2003\u3000Diaz", "Ana Diaz"),
        ("Ana  Diaz", "Ana Diaz"),
        (" Zoë Diaz", "Zoë Diaz"),
        ("Zoë Diaz ", "Zoë Diaz"),
        ("a\x1fb\x1cc\x85d\u2028e\u2029f\vg\fh\r\ni\rj", "a b c d e f g h i j"),
        ("Zoe\u0308", "Zoë"),
        ("Zoe\u200b\u0308", "Zoë"),  # what parted the letter from its mark is gone
        ("\ud800Ana", "�Ana"),
        ("", ""),
        ("\u202e", ""),
        (None, "None"),
        (3.5, "3.5"),
    ],
)  # fmt: skip
def test_whitespace_is_single_and_letters_are_composed(text: object, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize("text", ["Ana Diaz", "Zoë", ""])
def test_a_text_that_is_one_line_is_not_copied(text: str) -> None:
    assert one_line(text) is text


def test_whitespace_and_composing_take_nothing_out() -> None:
    assert hidden(" Zoe\u0308\t\r\n\x1f\x85\u2028\u00a0\u3000\ud800") == ()


def test_paragraphs_keep_their_breaks_and_nothing_at_their_ends() -> None:
    assert paragraphs("\n\na \t\r\n\r\n  b\u2029c\x1c\n") == "a\n\n  b\nc"


LETTERS = st.one_of(
    st.characters(),
    st.sampled_from(HIDING),
    st.sampled_from(
        "\u200c\u200d\ufe0f\U000e0100\u180b\n\r\t #1aA̸=ë👩💻क\u094dषمبന葛ᠠᄀ\uac00\u1161"
    ),
    st.sampled_from(["\u0301\u0316" * 16, "\u0344" * 15, "\u0f73\uff9e" * 14, "\u0958\u0334"]),
)
TEXTS = st.lists(LETTERS, max_size=12).map("".join)


@given(TEXTS)
def test_cleaning_again_changes_nothing_and_finds_nothing(text: str) -> None:
    for clean in (one_line(text), paragraphs(text)):
        assert one_line(clean) == one_line(text)
        assert hidden(clean) == ()
        assert unicodedata.is_normalized("NFC", clean)
    assert paragraphs(paragraphs(text)) == paragraphs(text)


# Each sign of a row is a mark, or becomes marks: two at once, without a class of its own, in NFKD
# alone, or where what stands between is taken out.
ROWS = ["\u0301\u0316", "\u0344\u0316", "\u0f73", "\uff9e\u0334", "\u0301\u200b\u0316™"]


def longest_row(text: str) -> int:
    row = longest = 0
    for letter in unicodedata.normalize("NFKD", text):
        row = row + 1 if unicodedata.combining(letter) else 0
        longest = max(longest, row)
    return longest


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("letter", ["a", "\u1ebf", "\u0958"])
@pytest.mark.parametrize("times", [10, 31, 100_000])
def test_at_most_thirty_marks_stand_in_a_row(letter: str, row: str, times: int) -> None:
    text = f"Ana {letter}{row * times}b"
    for clean in (one_line(text), paragraphs(text), few_marks(text)):
        assert longest_row(clean) <= 30
        assert few_marks(clean) == clean
        assert clean[-1] == "b"
    assert one_line(one_line(text)) == one_line(text)
    assert not hidden(one_line(text))
    assert longest_row(few_marks("a" + "\u0301" * 30)) == 30


@pytest.mark.parametrize("row", ROWS)
def test_whatever_normalises_a_text_puts_few_marks_in_order(row: str) -> None:
    """Each of these would take minutes."""
    text = "\u00e9" + row * 50_000
    assert longest_row(fold(text)) <= 30
    assert len(words(text)) < 50_002
    assert profile_key(f"https://www.linkedin.com/in/{text}")
    assert len(company_key(f"{text} (B{text})")) < 200_000
    assert isinstance(second_keys(f"{text} (B{text})"), tuple)
    assert not is_web_link(f"https://{text}.example.com/")
    assert hidden(text)


SPELT_OUT = {
    "names/text.py": 2,
    "names/people.py": 4,
    "names/_employers.py": 1,
    "book/_leaks.py": 1,
}
"""How often a file normalises: what it does so has gone through `few_marks`."""


def test_no_other_file_normalises() -> None:
    package = Path(infonet.__file__).parent
    found = {
        source.relative_to(package).as_posix(): len(re.findall(r"normalize\(\"", text))
        for source in package.rglob("*.py")
        if re.search(r"normalize\(\"", text := source.read_text("utf-8"))
    }
    assert found == SPELT_OUT


@given(TEXTS)
def test_nothing_is_left_that_does_not_show(text: str) -> None:
    line = one_line(text)
    assert line == " ".join(line.split(" "))
    for letter in paragraphs(text):
        category = unicodedata.category(letter)
        assert category[0] != "C" or letter in "\n\u200c\u200d"
        assert category[0] != "Z" or letter == " "
    assert not set(line) & set("\n\t")


@given(TEXTS)
def test_what_is_taken_out_is_what_is_missing(text: str) -> None:
    """A text that loses nothing keeps all its letters, but for space and composing."""
    bare = "".join(unicodedata.normalize("NFD", text).replace("\ud800", "�").split())
    if not hidden(text) and not any(0xD800 <= ord(letter) < 0xE000 for letter in text):
        left = unicodedata.normalize("NFD", one_line(text))
        assert "".join(left.split()) == bare.replace("\x1f", "")


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"])))
def test_plain_text_is_kept(text: str) -> None:
    assert one_line(text) == " ".join(text.split())
    assert hidden(text) == ()
