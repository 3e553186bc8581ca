"""The network in a real browser, with the app in this process in place of the kernel."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from infonet import Book
from infonet.graph import Network

pytest.importorskip("anywidget", reason="no browser test: anywidget is not installed")

from infonet.panel.app import App
from tests.hostile import ELEMENTS
from tests.sample_books import sample_copy
from tools.stage import Stage

DAY = "2026-06-30"
Shown = Callable[..., Stage]
COUNTS = "3 people you know + 3 through friends. Nobody known yet at Foxtrot, Golf."


def looking_at(app: App, net: Network) -> App:
    """Show a network, whatever is in the book."""
    app.session.net = net
    app.session.go("network")
    app.show()
    return app


@pytest.fixture
def shown(page: Any) -> Shown:
    """``shown(net)``: the stage with that network on it."""

    def show(net: Network, *, theme: str = "light") -> Stage:
        app = App(Book(me="https://www.linkedin.com/in/robin-achterberg"), DAY)
        stage = Stage(page, looking_at(app, net), theme=theme)
        page.wait_for_selector(".over text")
        return stage

    return show


def crowd(n: int, *, companies: int = 8) -> Network:
    """Person 0 to n-1: every second one is known through the one before."""
    G: nx.Graph[str] = nx.Graph(ego="me")
    for i in range(n):
        G.add_node(f"p{i}", name=f"Person {i}", company=f"Company {i % companies}")
        G.add_edge("me" if i % 2 == 0 else f"p{i - 1}", f"p{i}", strength=0.5)
    return Network.from_networkx(G)


def mark(page: Any, words: str) -> Any:
    """Find the mark whose label begins so."""
    return page.locator(f'.person[aria-label^="{words}"]')


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def at_arrow(page: Any, key: str) -> str:
    """Who is in focus after a key."""
    page.keyboard.press(key)
    return focused(page)


def scale(page: Any) -> float:
    """Pixels for a unit of the scene."""
    transform = page.locator(".frame svg > g").first.get_attribute("transform")
    return float(re.findall(r"scale\(([\d.]+)\)", transform)[0])


@pytest.mark.slow
def test_everybody_is_labelled_for_those_who_cannot_see(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    labels = {each.get_attribute("aria-label") for each in page.locator(".frame .person").all()}
    assert labels == {
        "Robin Achterberg, you",
        "Ana Diaz, Designer, Freelance, close, helps you: 70 %, likely",
        "Cy Young-Osei, Buyer, DELTA Inc., connected, helps you: 25 %, long shot",
        "Di Marković, Nurse, Delta Dental, know well, helps you: 50 %, even",
        "Bo Lin, Analyst, Delta, through Ana Diaz",
        "Eli Ōta, Senior Data Engineer, Hotel, through Di Marković",
        "Fay Adebayo, Head of Data, Echo, through friends",
    }
    picture = page.locator(".frame svg")
    assert picture.get_attribute("role") == "graphics-document document"
    assert picture.get_attribute("aria-label") == COUNTS
    described = page.locator(f"#{picture.get_attribute('aria-describedby')}")
    assert "Arrow keys" in described.text_content()


@pytest.mark.slow
def test_what_mouse_and_keys_do_is_said_when_asked(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    keys = page.locator(".help p")
    assert page.locator(".help > .hint").inner_text() == "Scroll to zoom, click a person."
    assert not keys.is_visible()
    page.locator(".help summary").click()
    assert keys.is_visible() and "Page Down" in keys.inner_text()


def test_a_click_chooses_and_a_drag_does_not(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    mark(page, "Ana Diaz").click()
    stage.settle()
    assert mark(page, "Ana Diaz").get_attribute("aria-pressed") == "true"
    assert page.locator(".said").inner_text() == "Ana Diaz is chosen"
    assert page.locator(".beside .card h2").inner_text() == "Ana Diaz"
    box = mark(page, "Di Marković").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 40, steps=4)
    page.mouse.up()
    stage.settle()
    assert page.locator(".beside .card h2").inner_text() == "Ana Diaz"
    moved = mark(page, "Di Marković").bounding_box()
    assert moved["x"] - box["x"] == pytest.approx(60 - box["width"] / 2, abs=6)


def test_with_the_keyboard_alone(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    page.locator("[aria-label='Show everything']").focus()
    page.keyboard.press("Tab")
    assert focused(page) == COUNTS
    page.keyboard.press("Tab")
    assert focused(page) == "Robin Achterberg, you"
    assert at_arrow(page, "ArrowUp") != "Robin Achterberg, you"
    reached = []
    for _ in range(7):
        page.keyboard.press("PageDown")
        reached.append(focused(page).split(",")[0])
    # Closest first, and everybody: the ego (from whom it went up), then 0.70, 0.50, 0.25, friends.
    labels = page.locator(".frame .person").evaluate_all("all => all.map((e) => e.ariaLabel)")
    assert sorted(reached) == sorted(label.split(",")[0] for label in labels)
    assert "Ana Diaz Di Marković Cy Young-Osei" in " ".join(reached + reached)
    # One stop on the way of the Tab key, wherever the arrows went.
    assert page.locator(".frame .person[tabindex='0']").count() == 1
    page.keyboard.press("Home")
    assert focused(page) == "Robin Achterberg, you"
    page.keyboard.press("ArrowUp")
    name = focused(page).split(",")[0]
    assert page.locator(".tip strong").inner_text() == name
    page.keyboard.press("Enter")
    stage.settle()
    assert page.locator(".beside .card h2").inner_text() == name
    page.keyboard.press("Escape")
    assert not page.locator(".tip").is_visible()


@pytest.mark.slow
def test_plain_keys_stay_in_the_view_and_the_notebooks_own_pass(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    page.evaluate("window.heard = []; document.addEventListener('keydown', e => heard.push(e.key))")
    mark(page, "Ana Diaz").focus()
    for key in ("d", "d", "ArrowDown", "Enter", "0"):
        page.keyboard.press(key)
    assert page.evaluate("heard") == []
    page.keyboard.press("Shift+Enter")
    assert page.evaluate("heard") == ["Shift"] or page.evaluate("heard")[-1] == "Enter"


@pytest.mark.slow
def test_zoom_by_buttons_keys_and_wheel(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    once = scale(page)
    page.get_by_role("button", name="Zoom in").click()
    stage.settle()
    assert scale(page) == pytest.approx(1.5 * once)
    page.locator(".frame svg").focus()
    for key in ("+", "+", "-"):
        page.keyboard.press(key)
    stage.settle()
    assert scale(page) == pytest.approx(2.25 * once)
    page.keyboard.press("0")
    stage.settle()
    assert scale(page) == once
    box = mark(page, "Ana Diaz").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.wheel(0, -400)
    page.wait_for_function(
        "once => document.querySelector('.frame svg > g').transform.baseVal[1].matrix.a > 2 * once",
        arg=once,
    )
    there = mark(page, "Ana Diaz").bounding_box()
    # What is under the pointer stays there.
    assert there["x"] + there["width"] / 2 == pytest.approx(x, abs=2)
    assert there["y"] + there["height"] / 2 == pytest.approx(y, abs=2)


@pytest.mark.slow
def test_the_wheel_scrolls_the_notebook_until_the_picture_is_in_use(
    shown: Shown, net: Network
) -> None:
    stage = shown(net)
    page = stage.page
    once = scale(page)
    page.locator(".frame svg").hover(position={"x": 20, "y": 20})
    page.mouse.wheel(0, -400)
    stage.settle()
    assert scale(page) == once


@pytest.mark.slow
def test_arrows_on_the_picture_move_it(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    page.get_by_role("button", name="Zoom in").click()
    before = mark(page, "Ana Diaz").bounding_box()["x"]
    page.locator(".frame svg").focus()
    page.keyboard.press("ArrowRight")
    stage.settle()
    assert mark(page, "Ana Diaz").bounding_box()["x"] - before == pytest.approx(-60, abs=1)


def test_a_search_marks_lists_and_leads_to_the_first(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    field = page.get_by_label("Search", exact=True)
    field.press_sequentially("markovic")
    stage.settle()
    assert field.input_value() == "markovic"
    assert page.locator(".said").inner_text() == "1 person found: Di Marković"
    assert page.locator(".said").get_attribute("aria-live") == "polite"
    assert page.locator(".hits button").all_inner_texts() == ["Di Marković"]
    assert page.locator(".frame .hit").count() == 1
    # Not by colour alone: those found have an outline.
    assert mark(page, "Di").evaluate("e => getComputedStyle(e).strokeWidth") == "2px"
    field.press("Enter")
    assert focused(page).startswith("Di Marković")
    for typed, said in (("delta", "3 people found: "), ("nobody by that name", "Nobody found")):
        field.fill(typed)
        stage.settle()
        assert page.locator(".said").inner_text().startswith(said)
    field.fill("")
    stage.settle()
    assert page.locator(".frame .hit").count() == 0
    assert page.locator(".said").inner_text() == ""


@pytest.mark.slow
def test_hovering_tells_and_shows_whom_they_know(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    mark(page, "Di Marković").hover()
    lines = page.locator(".tip > *").all_inner_texts()
    assert lines == ["Di Marković", "Nurse", "Delta Dental", "know well", "helps you: 50 %, even"]
    # To the ego, Bo and Eli.
    assert (page.locator(".near").get_attribute("d") or "").count("M") == 3


@pytest.mark.slow
def test_the_way_to_who_was_chosen_is_numbered_and_listed(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    assert not page.locator(".route").is_visible()
    first = page.locator(".frame .person").first.element_handle()
    mark(page, "Bo Lin").click()
    stage.settle()
    items = page.locator(".route ol > li").all_inner_texts()
    assert [re.sub(r"\s+", " ", item) for item in items] == [
        "Ana Diaz Designer at Freelance 70 %, likely: close, as you said",
        "Bo Lin Analyst at Delta 37 %, long shot: typed in by hand, closeness not said",
    ]
    assert page.locator("text.number").all_text_contents() == ["1", "2"]
    assert page.locator(".over .line").count() == 2
    dim = "e => getComputedStyle(e).fillOpacity"
    assert mark(page, "Bo Lin").evaluate(dim) == "1"
    assert float(mark(page, "Di Marković").evaluate(dim)) < 0.5
    # Nobody was drawn anew.
    assert first.evaluate("e => e.isConnected")
    page.locator(".route li button").first.click()
    stage.settle()
    assert page.locator(".beside .card h2").inner_text() == "Ana Diaz"
    stage.press("Close")
    assert not page.locator(".route").is_visible()


@pytest.mark.slow
def test_colour_by_closeness(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    fill = "e => getComputedStyle(e).fill"
    before = mark(page, "Ana Diaz").evaluate(fill)
    page.get_by_label("Colour by").select_option("closeness")
    stage.settle()
    assert mark(page, "Ana Diaz").evaluate(fill) != before
    shapes = {name: mark(page, name).get_attribute("d") for name in ("Ana", "Di", "Cy")}
    assert shapes["Ana"] != shapes["Di"]
    legend = page.locator(".legend .ties li").all_inner_texts()
    assert legend == [
        "close (1)",
        "know well (1)",
        "connected (1)",
        "through friends only (3)",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_marks_stand_out_in_both_themes(shown: Shown, net: Network, theme: str) -> None:
    stage = shown(net, theme=theme)
    page = stage.page
    paper = page.locator(".infonet-app").evaluate("e => getComputedStyle(e).backgroundColor")
    assert (luminance(paper) < 0.2) == (theme == "dark")
    for chosen in (".said", ".hint", ".caption", ".caption .count", ".name", ".legend bdi"):
        property_ = "fill" if chosen.startswith((".caption", ".name")) else "color"
        each = page.locator(f".infonet-graph {chosen}").first
        ink = each.evaluate(f"e => getComputedStyle(e).{property_}")
        assert contrast(ink, paper) >= 4.5, chosen
    for colour in ("company", "closeness"):
        page.get_by_label("Colour by").select_option(colour)
        stage.settle()
        for each in page.locator(".frame .person").all():
            ink = each.evaluate(
                "e => (s => s.stroke === 'none' ? s.fill : s.stroke)(getComputedStyle(e))"
            )
            assert contrast(ink, paper) >= 3, each.get_attribute("aria-label")


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it; an alpha is taken over white or black text."""
    r, g, b = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (float(part) / 255 for part in re.findall(r"[\d.]+", colour)[:3])
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(ink: str, paper: str) -> float:
    """Contrast ratio of two colours; a translucent ink is mixed with the paper first."""
    parts = [float(part) for part in re.findall(r"[\d.]+", ink)]
    if len(parts) == 4:
        below = [float(part) for part in re.findall(r"[\d.]+", paper)]
        mixed = [parts[3] * a + (1 - parts[3]) * b for a, b in zip(parts, below, strict=False)]
        ink = f"rgb({', '.join(map(str, mixed[:3]))})"
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_hostile_names_are_letters_whatever_is_clicked(shown: Shown) -> None:
    G: nx.Graph[str] = nx.Graph(ego="me")
    for i, name in enumerate(ELEMENTS):
        G.add_edge("me", f"p{i}", strength=0.5)
        G.add_node(f"p{i}", name=name, company=ELEMENTS[-1 - i], title=name)
    stage = shown(Network.from_networkx(G))
    page = stage.page
    elements = ".screen img, .screen script, .screen [onload], .screen [onerror], .screen [href],"
    elements += ".screen [data-commandlinker-command], .screen svg svg"
    for each in page.locator(".frame .person").all():
        each.hover(force=True)
        each.click(force=True)
        stage.settle()
        assert page.locator(elements).count() == 0
    assert page.locator(".beside .card h2").count() == 1
    for name in ELEMENTS:
        page.get_by_label("Search", exact=True).fill(name)
        stage.settle()
        assert name in page.locator(".hits button").all_inner_texts()
    assert page.locator(elements).count() == 0
    assert mark(page, ELEMENTS[0]).count() == 1


@pytest.mark.slow
def test_a_group_opens_and_closes_again(shown: Shown) -> None:
    stage = shown(crowd(2_400))
    page = stage.page
    bubbles = page.locator(".frame .bubble")
    assert bubbles.count() == 8
    label = "Company 0, 300 people, you know 300, press to see them"
    assert bubbles.nth(0).get_attribute("aria-label") == label
    bubbles.nth(0).click()
    stage.settle()
    assert page.locator(".frame .person").count() == 301
    assert "Company 0: 300 people you know" in page.locator(".counts").inner_text()
    stage.press("← Everybody")
    assert bubbles.count() == 8


@pytest.mark.slow
def test_who_is_chosen_in_the_list_is_shown_in_the_picture(shown: Shown) -> None:
    stage = shown(crowd(2_400))
    page = stage.page
    page.get_by_label("Search", exact=True).fill("person 77")
    stage.settle()
    # Persons 77, 177, … 977, 1077, … 2377 and 770 to 779, 1770 to 1779 (two of them counted once).
    n = sum("77" in str(i) for i in range(2_400))
    assert page.locator(".beside h2").first.inner_text() == f"{n} found"
    # The words as they were typed come first, then who is closest.
    assert page.locator(".hits button").all_inner_texts()[0] == "Person 77"
    stage.press("Person 77")
    assert mark(page, "Person 77,").get_attribute("aria-pressed") == "true"
    assert page.locator(".route ol > li").count() == 2


@pytest.mark.slow
def test_after_something_was_logged_one_looks_where_one_looked(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    mark(page, "Di Marković").focus()
    for _ in range(2):
        page.keyboard.press("+")
    stage.settle()
    before = scale(page), mark(page, "Ana Diaz").bounding_box()
    page.keyboard.press("Enter")
    stage.settle()
    assert (scale(page), mark(page, "Ana Diaz").bounding_box()) == before
    assert focused(page).startswith("Di Marković")


def test_names_do_not_overlap_and_zooming_in_shows_more(shown: Shown) -> None:
    stage = shown(crowd(119, companies=20))
    page = stage.page
    counts = []
    for _ in range(4):
        boxes = page.locator(".over text.name, .over text.caption").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect())"
            ".map(b => [b.left, b.top, b.right, b.bottom])"
        )
        # A box of a text is a little higher than its letters.
        overlapping = [
            (a, b)
            for n, a in enumerate(boxes)
            for b in boxes[:n]
            if min(a[2], b[2]) - max(a[0], b[0]) > 2 and min(a[3], b[3]) - max(a[1], b[1]) > 5
        ]
        assert not overlapping
        counts.append(page.locator(".over text.name").count())
        page.get_by_role("button", name="Zoom in").click()
        stage.settle()
    assert max(counts[1:]) > counts[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["six-months", "star", "quiet"])
def test_names_beside_the_circle_are_whole_and_within_the_picture(page: Any, name: str) -> None:
    app = App(sample_copy(name), DAY)
    page.set_viewport_size({"width": 1100, "height": 900})
    stage = Stage(page, app)
    for width in (1100, 1900):
        page.set_viewport_size({"width": width, "height": 900})
        stage.show("network")
        page.wait_for_selector(".over .caption")
        beyond = page.locator(".over .caption").evaluate_all(
            "all => { const box = document.querySelector('.frame svg').getBoundingClientRect();"
            " return all.filter((e) => { const r = e.getBoundingClientRect();"
            " return r.left < box.left || r.right > box.right || r.top < box.top - 3 ||"
            " r.bottom > box.bottom + 3; }).map((e) => e.textContent); }"
        )
        assert beyond == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_leaving_the_screen_lets_go_of_it(shown: Shown, net: Network) -> None:
    stage = shown(net)
    page = stage.page
    page.evaluate("window.graph = document.querySelector('[data-special=graph]').graph")
    stage.press("Review", role="tab")
    assert page.evaluate("window.graph.told.calls.size") == 0
    stage.press("Network", role="tab")
    assert mark(page, "Ana Diaz").count() == 1


def test_a_book_without_anybody_says_what_to_do(page: Any) -> None:
    app = App(Book(me="https://www.linkedin.com/in/robin-achterberg"), DAY)
    app.session.go("network")
    app.show()
    stage = Stage(page, app)
    assert "Nobody yet. Bring your contacts" in stage.text()
    stage.press("Import my contacts")
    assert "Bring a file" in stage.text()
