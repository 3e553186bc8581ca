"""Plots as plain marks: where they stand, in which colours, and what a name in them may do."""

from __future__ import annotations

import re
from typing import Any

import pytest

from infonet.names.text import one_line

pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")

from infonet.panel.app import SCRIPT, STYLE
from infonet.panel.page import plot_picture
from infonet.plot import PALETTE


def marks(draw: Any, **size: Any) -> list[tuple[str, dict[str, Any], str]]:
    """Draw in a figure of 400 by 200 points, and return the marks."""
    found = plot_picture(draw, "words", **{"width": 400, "height": 200, **size}).attributes["marks"]
    return [tuple(mark) for mark in found]


def test_a_line_and_a_face_stand_where_they_were_drawn_from_the_top_down() -> None:
    def draw(figure: Any) -> None:
        ax = figure.add_axes((0, 0, 1, 1), xlim=(0, 400), ylim=(0, 200))
        ax.set_axis_off()
        ax.plot([10, 30], [150, 190], color=PALETTE["series-2"], lw=2)
        ax.fill([0, 0, 8], [0, 8, 0], color=PALETTE["tint"], alpha=0.5, lw=0)

    found = {mark[1]["d"]: mark[1] for mark in marks(draw)}
    line = found["M10.0,50.0L30.0,10.0"]
    assert (line["stroke"], line["stroke-width"], line["fill"]) == ("series-2", 2.0, "none")
    face = found["M0.0,200.0L0.0,192.0L8.0,200.0Z"]
    assert (face["fill"], face["fill-opacity"]) == ("tint", 0.5)
    assert "stroke" not in face


@pytest.mark.parametrize(("ha", "anchor"), [("left", None), ("center", "middle"), ("right", "end")])
def test_a_text_keeps_the_end_at_which_it_stands(ha: str, anchor: str | None) -> None:
    def draw(figure: Any) -> None:
        ax = figure.add_axes((0, 0, 1, 1), xlim=(0, 400), ylim=(0, 200))
        ax.set_axis_off()
        ax.text(100, 50, "wide words\nab", ha=ha, multialignment=ha, fontsize=9)

    first, second = marks(draw)
    assert [first[2], second[2]] == ["wide words", "ab"]
    for _, looks, _ in (first, second):
        assert looks["x"] == pytest.approx(100, abs=1)
        assert looks.get("text-anchor") == anchor
    assert first[1]["y"] < second[1]["y"] < 152


def test_a_name_is_letters_whatever_is_in_it() -> None:
    name = "$\\frac$ <img src=x onerror=alert(1)> \u202eevil"

    def draw(figure: Any) -> None:
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set_axis_off()
        ax.text(0.1, 0.5, name, parse_math=False)

    [(tag, _, text)] = marks(draw)
    assert (tag, text) == ("text", one_line(name))


def test_words_of_the_field_are_said_plainly_on_request() -> None:
    def draw(figure: Any) -> None:
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set_axis_off()
        ax.text(0.1, 0.5, "at risk")

    assert marks(draw, plain={"at risk": "waiting"})[0][2] == "waiting"


def test_the_room_above_the_axes_is_left_out() -> None:
    found = plot_picture(lambda figure: figure.add_axes((0, 0, 1, 0.75)), "words", height=200)
    assert found.attributes["height"] == 150


def test_every_colour_has_a_light_and_a_dark_form() -> None:
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w+)", block))
        for block in re.findall(r"infonet-app \{(.*?)\n\}", STYLE, re.DOTALL)[:2]
    )
    assert set(PALETTE) <= set(light) and set(PALETTE) <= set(dark)


def test_the_script_makes_no_markup_of_text() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|DOMParser|document\.write|\beval\b"
    assert not re.findall(forbidden, SCRIPT)
