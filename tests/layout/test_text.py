"""Text that fits: in letters that some font has, cut between graphemes only."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from infonet.layout.text import (
    fit,
    fit_size,
    graphemes,
    halved,
    legible,
    person,
    shortened,
    width,
)

mpl.use("Agg")

# Texts in the pieces that a reader takes for one letter each.
WHOLE = [
    ("न", "म", "स्ते", " ", "दी", "पा", " ", "श", "र्मा"),
    ("Z", "o", "e\u0308", " ", "B", "r", "o", "n", "t", "e\u0301\u0323", " ", "x"),
    ("👨\u200d👩\u200d👧\u200d👦", "👩🏽\u200d💻", "🇳🇱", "🇩🇪", "🏳\ufe0f", "a"),
    ("س", "ا", "ر", "ة", " ", "م\u064f", "ي"),
    ("각", "각", " ", "\u1100\u1161\u11a8", "\u1100\u1161"),
    ("ใ", "จ", "ดี", " ", "น้", "ำ"),
]


def letters(most: int) -> Callable[[str], bool]:
    """Say that a line of so many graphemes fits."""
    return lambda line: len(graphemes(line)) <= most


def drawn(text: str, family: tuple[str, ...]) -> None:
    """Draw a text; a letter without a glyph would warn."""
    figure = Figure(figsize=(4, 1))
    shown = figure.text(0.1, 0.1, text, parse_math=False)
    if family:
        shown.set_fontfamily(list(family))
    figure.canvas.draw()


@pytest.mark.parametrize(
    ("name", "key", "shown"),
    [
        ("李伟", "in/li-wei-4b7", "li-wei"),
        ("Li Wei (李伟)", "in/lw", "Li Wei"),
        ("李伟 Lee", "name/李伟", "… Lee"),
        ("สมชาย", "name/สมชาย", "name in Thai letters"),
        ("Zoë 🍷 Looper 🇳🇱", "in/zoe", "Zoë Looper"),
        ("🍷", "in/wine-maker", "wine-maker"),
        ("", "", "no name"),
        ("Ana\n\x00Diaz\u202e\u2066", "in/a", "Ana Diaz"),
        ("Zoe\u0308", "in/z", "Zoë"),
        ("دنيا", "in/d", "دنيا"),
    ],
)
def test_without_a_font_for_it(
    monkeypatch: pytest.MonkeyPatch, name: str, key: str, shown: str
) -> None:
    ours = [entry for entry in fontManager.ttflist if "DejaVu" in entry.name]
    monkeypatch.setattr(fontManager, "ttflist", ours)
    assert legible(name, instead=key).text == shown


def test_an_installed_font_that_has_the_letters_is_added() -> None:
    sign = "\u2311"  # in STIX, which comes with matplotlib, but not in DejaVu Sans
    found = legible(f"Ana {sign} Diaz")
    if not found.family:
        sign = "\u210a"
        found = legible(f"Ana {sign} Diaz")
    assert sign in found.text and len(found.family) == 2
    drawn(found.text, found.family)


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_drawn_and_fits(name: str) -> None:
    found = person(name, "in/somebody")
    family = found.family or ("DejaVu Sans",)

    def fits(line: str) -> bool:
        return 9 * width(line, family, "normal") <= 30

    lines = fit(found.text, fits, lines=2, both_ends=True)
    assert 1 <= len(lines) <= 2 and "".join(lines).strip()
    assert all(fits(line) or len(graphemes(line)) <= 2 for line in lines)
    drawn("\n".join(lines), found.family)


@pytest.mark.parametrize("pieces", WHOLE)
def test_pieces_are_what_a_reader_takes_for_one_letter(pieces: tuple[str, ...]) -> None:
    assert graphemes("".join(pieces)) == list(pieces)
    assert graphemes("") == []


@given(st.text(max_size=60))
def test_pieces_joined_are_the_text_and_none_but_the_first_begins_with_a_mark(text: str) -> None:
    pieces = graphemes(text)
    assert "".join(pieces) == text and "" not in pieces
    assert not [p for p in pieces[1:] if unicodedata.category(p[0])[0] == "M"]


@pytest.mark.parametrize("both_ends", [False, True])
@pytest.mark.parametrize("lines", [1, 2, 3])
@pytest.mark.parametrize("pieces", WHOLE)
def test_no_cut_splits_a_grapheme(pieces: tuple[str, ...], lines: int, *, both_ends: bool) -> None:
    for most in range(1, 9):
        for line in fit("".join(pieces), letters(most), lines=lines, both_ends=both_ends):
            rest = line
            while rest:
                piece = max((p for p in (*pieces, "…") if rest.startswith(p)), key=len)
                rest = rest.removeprefix(piece)


@given(
    text=st.text("ab -.@", max_size=60),
    most=st.integers(2, 20),
    lines=st.integers(1, 4),
    both_ends=st.booleans(),
)
def test_lines_fit_and_nothing_is_lost_but_at_the_gap(
    text: str, most: int, lines: int, *, both_ends: bool
) -> None:
    text = " ".join(text.split())
    found = fit(text, letters(most), lines=lines, both_ends=both_ends)
    assert 1 <= len(found) <= lines and all(map(letters(most), found))
    bare = "".join(found).replace(" ", "")
    head, gap, tail = bare.partition("…")
    assert text.replace(" ", "").startswith(head)
    assert text.replace(" ", "").endswith(tail) if gap else bare == text.replace(" ", "")


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_too_long_a_name_keeps_its_beginning_and_its_end(lines: int) -> None:
    name = "Aurelia " + "z" * 180 + " Omega"
    found = fit(name, letters(20), lines=lines, both_ends=True)
    assert len(found) == lines
    assert found[0].startswith("Aurelia") and found[-1].endswith("ga")
    assert "".join(found).count("…") == 1


def test_a_word_is_broken_after_a_sign_of_an_address_or_a_hyphen() -> None:
    assert fit("robin.van.der@example.com", letters(16), lines=2) == [
        "robin.van.der@",
        "example.com",
    ]
    assert fit("Constantinopolitanska-Stone", letters(23), lines=2)[0].endswith("-")


def test_a_heap_of_marks_is_cut_to_three() -> None:
    assert shortened("Z" + "\u0351" * 50 + "al", 9) == "Z\u0351\u0351\u0351al"
    assert legible("Z" + "\u0301" * 50 + "al").text.count("\u0301") <= 3


def test_an_endless_text_is_bounded_before_it_is_measured() -> None:
    assert len(legible("x" * 100_000).text) <= 401
    measured: list[int] = []

    def fits(line: str) -> bool:
        measured.append(len(line))
        return len(line) <= 12

    fit("y" * 100_000, fits, lines=2)
    # The whole is measured for each line, and otherwise little more than fits.
    assert sum(length > 99 for length in measured) <= 4


def test_a_long_name_is_halved_at_a_space_next_to_its_middle() -> None:
    assert halved("Ana Maria de la Cruz") == ("Ana Maria", "de la Cruz")


def test_the_largest_size_that_fits_is_found_and_bold_only_where_a_bold_face_has_it() -> None:
    assert fit_size("Robin", 40, (15, 8), lines=3)[:2] == (15, ["Robin"])
    assert fit_size("Robin", 40, (15, 8), lines=3, bold=True).font.get_weight() == "bold"
    small = fit_size("word " * 100, 40, (15, 8), lines=3)
    assert small.size == 8 and len(small.lines) == 3 and small.lines[-1].endswith("…")
