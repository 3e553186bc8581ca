"""The business card: the vCard reads back, the picture holds the code, long texts fit."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from threading import Event, Thread, current_thread
from typing import Any

import matplotlib as mpl
import matplotlib.image
import numpy as np
import pytest
import segno
import vobject
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.text import Text

from infonet import funnel, plot
from infonet.errors import InfonetError
from infonet.layout.text import fit_size
from infonet.prepare import BusinessCard, business_card
from infonet.tables import frame
from tests.hostile import CARD

FULL: dict[str, Any] = {
    "title": "Data engineer",
    "email": "robin@example.com",
    "url": "www.linkedin.com/in/robin-achterberg",
    "phone": "+31 20 555 0100",
    "skills": ["Python and SQL", "Data pipelines", "Explaining numbers"],
}


def robin(**changes: Any) -> BusinessCard:
    return business_card("Robin Achterberg", **{**FULL, **changes})


def read(content: bytes) -> Any:
    cards = list(vobject.readComponents(content.decode("utf-8")))
    assert len(cards) == 1
    return cards[0]


def test_the_vcard_says_what_the_card_does() -> None:
    found = read(robin().vcf())
    assert found.fn.value == "Robin Achterberg"
    assert (found.n.value.given, found.n.value.family) == ("Robin", "Achterberg")
    assert found.title.value == "Data engineer"
    assert found.email.value == "robin@example.com"
    assert found.tel.value == "+31 20 555 0100"
    assert found.url.value == "https://www.linkedin.com/in/robin-achterberg"
    assert found.note.value == "Skills: Python and SQL, Data pipelines, Explaining numbers"
    assert robin().vcf() == robin().vcf()


@pytest.mark.parametrize("shift", range(4))
def test_a_long_line_is_folded_between_letters(shift: int) -> None:
    mine = robin(skills=["x" * (200 + shift) + "ü" * 99 + "🍷" * 60, "a;b,c\\d"])
    lines = mine.vcf().split(b"\r\n")
    assert max(map(len, lines)) == 75 and any(line.startswith(b" ") for line in lines)
    assert [line.decode("utf-8") for line in lines]  # no letter is cut in two
    assert read(mine.vcf()).note.value == f"Skills: {', '.join(mine.skills)}"


def test_a_backslash_is_no_line_break() -> None:
    mine = business_card("Ana \\new; Diaz\\, B", email="ana@example.com", title="a\\n", family="")
    found = read(mine.vcf())
    assert (found.fn.value, found.title.value) == ("Ana \\new; Diaz\\, B", "a\\n")
    assert (found.n.value.given, found.n.value.family) == ("Ana \\new; Diaz\\,", "B")


def test_the_family_name_can_be_said() -> None:
    name = read(
        business_card("Ana Diaz Ruiz", email="ana@example.com", family="Diaz Ruiz").vcf()
    ).n.value
    assert (name.given, name.family) == ("Ana", "Diaz Ruiz")
    single = read(business_card("Ana", email="ana@example.com").vcf()).n.value
    assert (single.given, single.family) == ("Ana", "")


@pytest.mark.parametrize("text", CARD)
def test_hostile_text_makes_no_line_of_a_vcard(text: str) -> None:
    mine = business_card(text, title=text, email="robin@example.com", skills=[text], heading=text)
    found = read(mine.vcf())
    assert set(found.contents) == {"version", "n", "fn", "title", "email", "note"}
    assert found.fn.value == mine.name
    assert not set("\r\n\x00\u2028") & set(mine.name)
    bare = BusinessCard(text, text, text, text, text, (text,), text, text)
    assert set(read(bare.vcf()).contents) == {*found.contents, "tel", "url"}


@given(name=st.text(st.characters(exclude_categories=["Cs"]), max_size=80), skill=st.text())
def test_whatever_the_name_the_vcard_reads_back(name: str, skill: str) -> None:
    try:
        mine = business_card(name, email="robin@example.com", skills=[skill])
    except InfonetError:
        return
    found = read(mine.vcf())
    assert found.fn.value == mine.name
    assert len(found.contents) == 4 + bool(mine.skills)


def test_an_address_cannot_end_its_line_and_needs_no_escapes() -> None:
    mine = robin(url="https://example.com/a,b;c\\d?q=Zoë")
    assert mine.url == "https://example.com/a%2Cb%3Bc%5Cd?q=Zo%C3%AB"
    assert f"URL:{mine.url}".encode() in mine.vcf()


def test_the_code_is_that_of_the_vcard_without_the_skills() -> None:
    mine = robin()
    payload = robin(skills=()).vcf()
    assert max(map(len, payload.splitlines())) <= 75  # nothing folded, so it is the code's text
    expected = segno.make_qr(payload, error="m", mode="byte", boost_error=False)
    assert [bytes(row) for row in mine.qr().matrix] == [bytes(row) for row in expected.matrix]


def test_the_lines_in_the_code_are_not_folded() -> None:
    name = "Wilhelmina Featherstonehaugh van der Brandenburg-Achterberg van Oosterhoutkerk"
    mine = business_card(name, email="w@example.com", family="Achterberg")
    lines = [
        *("BEGIN:VCARD", "VERSION:3.0", f"N:Achterberg;{name};;;", f"FN:{name}"),
        *("EMAIL:w@example.com", "END:VCARD", ""),
    ]
    expected = segno.make_qr("\r\n".join(lines).encode(), error="m", mode="byte", boost_error=False)
    assert [bytes(row) for row in mine.qr().matrix] == [bytes(row) for row in expected.matrix]


@pytest.mark.parametrize("name", ["Robin Achterberg", "Wilhelmina " * 12])
def test_the_picture_holds_the_code_with_its_quiet_zone(tmp_path: Path, name: str) -> None:
    mine = business_card(name, **FULL)
    picture = matplotlib.image.imread(mine.png(tmp_path / "card.png", "front", dpi=300))
    assert picture.shape[:2] == pytest.approx((55 / 25.4 * 300, 85 / 25.4 * 300), abs=1)
    dark = picture[..., 0] < 0.5
    matrix = np.array([list(row) for row in mine.qr().matrix], dtype=bool)
    # 29 mm of code and quiet zone, 3 mm from the right edge, in the middle of the height.
    scale = picture.shape[1] / 85
    module = 29 / (len(matrix) + 8)
    middle = (np.arange(-4, len(matrix) + 4) + 4.5) * module
    x = np.floor((85 - 3 - 29 + middle) * scale).astype(int)
    y = np.floor((13 + middle) * scale).astype(int)
    assert (dark[np.ix_(y, x)] == np.pad(matrix, 4)).all()


def test_so_much_text_that_no_phone_reads_it_is_refused() -> None:
    long = business_card("Zoë " * 300, email="zoe@example.com")
    with pytest.raises(InfonetError, match="too many for a phone to read"):
        long.qr()
    assert len(business_card("x" * 300, email="x@example.com").qr().matrix) <= 117


@pytest.mark.parametrize("text", [*CARD, "x" * 300])
def test_a_picture_is_only_outlines(text: str) -> None:
    mine = business_card(text, title=text, email="robin@example.com", skills=[text, "y" * 300])
    picture = mine.svg()
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(picture).iter()}
    assert not tags & {"text", "script", "img", "image", "a", "foreignObject"}
    assert "<script" not in picture and "<img" not in picture


@pytest.mark.parametrize(("side", "tall"), [("front", 55), ("back", 55), ("both", 113)])
def test_a_side_has_the_size_of_a_card(side: str, tall: int) -> None:
    picture = robin().svg(side)
    assert picture == robin().svg(side)
    root = ET.fromstring(picture)
    assert float(root.attrib["width"][:-2]) == pytest.approx(85 / 25.4 * 72, abs=1e-3)
    assert float(root.attrib["height"][:-2]) == pytest.approx(tall / 25.4 * 72, abs=1e-3)


def test_the_users_own_style_changes_nothing() -> None:
    usual = robin().svg()
    with mpl.rc_context({"font.size": 30, "text.color": "red", "axes.facecolor": "black"}):
        assert robin().svg() == usual


@pytest.mark.parametrize("other", ["another card", "a chart"])
def test_what_another_thread_draws_meanwhile_has_its_own_settings(
    monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    """The first card is not done before the other thread is, unless that has to wait for it."""
    seen: list[str] = []
    inside, done = Event(), Event()
    drawn, measured = Figure.savefig, Text.get_window_extent

    def savefig(figure: Figure, *args: Any, **kwargs: Any) -> None:
        if current_thread() is first:
            inside.set()
            done.wait(0.5)
        else:
            done.set()
            first.join(5)
        drawn(figure, *args, **kwargs)

    def get_window_extent(text: Text, *args: Any, **kwargs: Any) -> Any:
        seen.append(mpl.rcParams["text.hinting"])
        return measured(text, *args, **kwargs)

    def draw_chart() -> None:
        plot.funnel(funnel(frame("events"), as_of="2026-06-30").iloc[:0], ax=Figure())
        done.set()

    def draw() -> None:
        inside.wait(5)
        if other == "a chart":
            draw_chart()
        else:
            robin().svg()

    draw_chart()
    done.clear()
    monkeypatch.setattr(Figure, "savefig", savefig)
    monkeypatch.setattr(Text, "get_window_extent", get_window_extent)
    first, second = Thread(target=lambda: robin().svg()), Thread(target=draw)
    with mpl.rc_context({"text.hinting": "default"}):
        first.start()
        second.start()
        first.join()
        second.join()
        assert mpl.rcParams["text.hinting"] == "default"
    assert {*seen} == ({"default"} if other == "a chart" else set())


def ink(picture: np.ndarray[Any, Any]) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of what is not white, in shares of the picture."""
    dark = picture[..., :3].min(axis=2) < 0.9
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    height, width = dark.shape
    return columns[0] / width, columns[-1] / width, rows[0] / height, rows[-1] / height


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Robin", 1),
        ("Wilhelmina van der Achterberg-Oosterhout", 12),
        ("W" * 300, 5),
        ("ab " * 99, 12),
    ],
)
def test_texts_stay_inside_the_margins(tmp_path: Path, text: str, count: int) -> None:
    mine = business_card(
        text[:200], title=text, email="w@example.com", skills=[f"{i}{text}" for i in range(count)]
    )
    for side in ("front", "back"):
        picture = matplotlib.image.imread(mine.png(tmp_path / f"{side}.png", side, dpi=150))
        left, right, top, bottom = ink(picture)
        # A margin of 6 mm, of 3 mm and the quiet zone beside the code; a hair for overhangs.
        assert left > 5.5 / 85 and right < (85 - (3.8 if side == "front" else 5.5)) / 85
        assert top > 5.5 / 55 and bottom < (55 - 5.5) / 55


def test_no_text_runs_into_the_code(tmp_path: Path) -> None:
    mine = business_card("W" * 100, title="W" * 100, email=f"{'w' * 100}@example.com")
    picture = matplotlib.image.imread(mine.png(tmp_path / "card.png", "front", dpi=150))
    # Between the texts, which end at 85 - 29 - 6 mm, and the code's quiet zone.
    gap = picture[:, int(50.3 / 85 * picture.shape[1]) : int(53 / 85 * picture.shape[1])]
    assert gap.min() == 1.0


def test_a_text_is_made_smaller_then_broken_then_cut() -> None:
    assert fit_size("Robin", 40, (15, 8), lines=3)[:2] == (15, ["Robin"])
    size, lines, _ = fit_size("Robin Achterberg-Oosterhout", 60, (15, 8), lines=3)
    assert 8 <= size < 15 and lines == ["Robin Achterberg-Oosterhout"]
    size, lines, _ = fit_size("Wilhelmina Featherstonehaugh", 44, (15, 8), lines=2)
    assert lines == ["Wilhelmina", "Featherstonehaugh"]
    size, lines, _ = fit_size("word " * 100, 40, (15, 8), lines=3)
    assert size == 8 and len(lines) == 3 and lines[-1].endswith("…")
    _, lines, _ = fit_size("robin.van.der.achterberg@long-name.example.com", 40, (8, 7), lines=2)
    assert lines == ["robin.van.der.achterberg@", "long-name.example.com"]


def test_a_letter_that_no_font_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = [face for face in fontManager.ttflist if face.name.startswith("DejaVu")]
    monkeypatch.setattr(fontManager, "ttflist", fonts)
    with pytest.raises(InfonetError, match="no font on this machine has `李`"):
        business_card("Robin 李", email="robin@example.com").svg()


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_a_font_that_is_not_read_is_one_sentence(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unread(*_: object, **__: object) -> None:
        raise RuntimeError("FT_Load_Glyph failed with error 0x55")

    monkeypatch.setattr(PdfPages if form == "pdf" else Figure, "savefig", unread)
    with pytest.raises(InfonetError, match="a font could not be read") as raised:
        getattr(robin(), form)(tmp_path / f"card.{form}")
    assert "0x55" not in raised.value.plain
    assert not [*tmp_path.iterdir()]


def test_a_pdf_has_a_page_for_each_side(tmp_path: Path) -> None:
    for sheet in (False, True):
        path = robin().pdf(tmp_path / f"{sheet}.pdf", sheet=sheet)
        content = path.read_bytes()
        assert content.startswith(b"%PDF") and b"/Count 2" in content
        assert b"CreationDate" not in content
    assert content == robin().pdf(path, sheet=True, replace=True).read_bytes()
    # A4 in points: 210 and 297 mm.
    assert b"595.27" in content and b"841.88" in content


def test_a_file_is_not_written_over_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "card.png"
    path.write_text("mine")
    for write in (robin().png, robin().pdf):
        with pytest.raises(InfonetError, match="replace=True"):
            write(path)
    assert path.read_text() == "mine"


def test_it_shows_itself() -> None:
    assert repr(robin(skills=["SQL"])).splitlines() == [
        "Card of Robin Achterberg",
        "  Data engineer",
        "  robin@example.com",
        "  +31 20 555 0100",
        "  https://www.linkedin.com/in/robin-achterberg",
        "  Skills: SQL",
    ]
    picture = robin()._repr_png_()
    assert picture is not None and picture.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        ({"name": "\n "}, "the name for the card"),
        ({"email": "robin@example.com, eve@example.com"}, "`email` takes one address"),
        ({"email": None}, "a way to reach you"),
        ({"phone": "call me"}, "`phone` takes one number"),
        ({"url": "javascript:alert(1)"}, "`url` takes a web address"),
        ({"url": "https://robin@example.com"}, "`url` takes a web address"),
        ({"url": "example.com/a b"}, "`url` takes a web address"),
        ({"skills": [f"skill {i}" for i in range(13)]}, "at most 12 skills, not 13"),
    ],
)
def test_what_cannot_stand_on_a_card_is_refused(given_: Any, told: str) -> None:
    with pytest.raises(InfonetError, match=told):
        business_card(**{"name": "Robin Achterberg", "email": "robin@example.com", **given_})


def test_a_side_or_a_resolution_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InfonetError, match="`side` cannot be `inside`: choose one of front, back, both"
    ):
        robin().svg("inside")
    with pytest.raises(InfonetError, match="`dpi` takes"):
        robin().png(tmp_path / "card.png", dpi=10)


@pytest.mark.parametrize("method", ["vcf", "qr"])
def test_without_the_extra_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    for name in ("segno", "segno.helpers"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(InfonetError, match="pip install segno"):
        getattr(robin(), method)()
    assert robin()._repr_png_() is None
