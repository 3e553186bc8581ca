"""The graph view in a real browser, with a model in place of the kernel."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from infonet.graph import Network

pytest.importorskip("anywidget", reason="no browser test: anywidget is not installed")

from infonet.panel.graph import GraphView

BARE = Path(__file__).with_name("bare.html")
TRAITS = ("scene", "steps", "found", "colour", "selected", "search", "opened")
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    '<button data-commandlinker-command="filebrowser:delete">Open</button>',
    "</script><script>alert(2)</script>",
    '"><svg onload=alert(3)>',
    "javascript:alert(4)",
    "${alert(5)}{{6*7}}",
)
Shown = Callable[..., Any]


@pytest.fixture
def shown(page: Any, serve: Callable[[Path], str], tmp_path: Path) -> Shown:
    """``shown(view)``: the page with that view in it, ready."""

    def show(view: GraphView, *, dark: bool = False) -> Any:
        module, style = view._esm, view._css  # noqa: SLF001  # what the browser gets
        (tmp_path / "graph_view.js").write_text(str(module), "utf-8")
        (tmp_path / "graph_view.css").write_text(str(style), "utf-8")
        state = json.dumps({name: getattr(view, name) for name in TRAITS}).replace("<", "\\u003c")
        page_text = BARE.read_text("utf-8").replace("__STATE__", state)
        (tmp_path / "bare.html").write_text(page_text, "utf-8")
        page.goto(f"{serve(tmp_path)}/bare.html{'?dark' if dark else ''}")
        page.wait_for_function("window.took !== undefined")
        page.wait_for_selector(".over text")
        return page

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


def trait(page: Any, name: str) -> Any:
    return page.evaluate("name => model.get(name)", name)


def sent(page: Any) -> list[dict[str, Any]]:
    """Read what the view told the kernel so far."""
    found: list[dict[str, Any]] = page.evaluate("model.sent")
    return found


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


def answered(page: Any, view: GraphView) -> None:
    """Do as the kernel does: take what the browser told, and answer with what changed."""
    told = page.evaluate("model.sent.splice(0)")
    before = {name: getattr(view, name) for name in TRAITS}
    for change in told:
        for name, value in change.items():
            setattr(view, name, value)
    changed = [[name, getattr(view, name)] for name in TRAITS]
    changed = [[name, value] for name, value in changed if value != before[name]]
    # All are there before anybody hears of one, as with the real model.
    page.evaluate(
        "all => { for (const [name, value] of all) model.traits[name] = value;"
        " for (const [name, value] of all) model.receive(name, value); }",
        changed,
    )
    settled(page)


def settled(page: Any) -> None:
    """Wait until what was asked for is drawn."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def test_everybody_is_labelled_for_those_who_cannot_see(shown: Shown, net: Network) -> None:
    page = shown(GraphView(net))
    labels = {each.get_attribute("aria-label") for each in page.locator(".frame .person").all()}
    assert labels == {
        "Robin Achterberg, you",
        "Ana Diaz, Designer, Freelance, strong, 0.70",
        "Cy Young-Osei, Buyer, DELTA Inc., connection only, 0.25",
        "Di Marković, Nurse, Delta Dental, medium, 0.50",
        "Bo Lin, Analyst, Delta, through Ana Diaz",
        "Eli Ōta, Senior Data Engineer, Hotel, through Di Marković",
        "Fay Adebayo, Head of Data, Echo, through friends",
    }
    picture = page.locator(".frame svg")
    assert picture.get_attribute("role") == "graphics-document document"
    assert picture.get_attribute("aria-label") == "3 people you know + 3 through friends"
    described = page.locator(f"#{picture.get_attribute('aria-describedby')}")
    assert "Arrow keys" in described.text_content()


def test_what_mouse_and_keys_do_is_said_when_asked(shown: Shown, net: Network) -> None:
    page = shown(GraphView(net))
    keys = page.locator(".help p")
    assert page.locator(".help > .hint").inner_text() == "Scroll to zoom, click a person."
    assert not keys.is_visible()
    page.locator(".help summary").click()
    assert keys.is_visible() and "Page Down" in keys.inner_text()


def test_a_click_chooses_and_a_drag_does_not(shown: Shown, net: Network) -> None:
    page = shown(GraphView(net))
    mark(page, "Ana Diaz").click()
    assert sent(page) == [{"selected": "in/ana"}]
    assert mark(page, "Ana Diaz").get_attribute("aria-pressed") == "true"
    assert page.locator(".status").inner_text() == "Ana Diaz is chosen"
    box = mark(page, "Di Marković").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 40, steps=4)
    page.mouse.up()
    settled(page)
    assert sent(page) == [{"selected": "in/ana"}]
    moved = mark(page, "Di Marković").bounding_box()
    assert moved["x"] - box["x"] == pytest.approx(60 - box["width"] / 2, abs=6)


def test_with_the_keyboard_alone(shown: Shown, net: Network) -> None:
    page = shown(GraphView(net))
    page.locator("[aria-label='Show everything']").focus()
    page.keyboard.press("Tab")
    assert focused(page) == "3 people you know + 3 through friends"
    page.keyboard.press("Tab")
    assert focused(page) == "Robin Achterberg, you"
    assert at_arrow(page, "ArrowUp") != "Robin Achterberg, you"
    reached = []
    for _ in range(7):
        page.keyboard.press("PageDown")
        reached.append(focused(page).split(",")[0])
    # Closest first, and everybody: the ego (from whom it went up), then 0.70, 0.50, 0.25, friends.
    names = [words[0] for words in trait(page, "scene")["nodes"]["words"]]
    assert sorted(reached) == sorted(names)
    assert "Ana Diaz Di Marković Cy Young-Osei" in " ".join(reached + reached)
    # One stop on the way of the Tab key, wherever the arrows went.
    assert page.locator(".frame .person[tabindex='0']").count() == 1
    page.keyboard.press("Home")
    assert focused(page) == "Robin Achterberg, you"
    page.keyboard.press("ArrowUp")
    name = focused(page).split(",")[0]
    assert page.locator(".tip strong").inner_text() == name
    page.keyboard.press("Enter")
    keys = trait(page, "scene")["nodes"]["key"]
    assert sent(page) == [{"selected": keys[names.index(name)]}]
    page.keyboard.press("Escape")
    assert not page.locator(".tip").is_visible()


def test_plain_keys_stay_in_the_view_and_the_notebooks_own_pass(shown: Shown, net: Network) -> None:
    page = shown(GraphView(net))
    page.evaluate("window.heard = []; document.addEventListener('keydown', e => heard.push(e.key))")
    mark(page, "Ana Diaz").focus()
    for key in ("d", "d", "ArrowDown", "Enter", "0"):
        page.keyboard.press(key)
    assert page.evaluate("heard") == []
    page.keyboard.press("Shift+Enter")
    assert page.evaluate("heard") == ["Shift"] or page.evaluate("heard")[-1] == "Enter"


def test_zoom_by_buttons_keys_and_wheel(shown: Shown, net: Network) -> None:
    page = shown(GraphView(net))
    once = scale(page)
    page.get_by_role("button", name="Zoom in").click()
    settled(page)
    assert scale(page) == pytest.approx(1.5 * once)
    page.locator(".frame svg").focus()
    for key in ("+", "+", "-"):
        page.keyboard.press(key)
    settled(page)
    assert scale(page) == pytest.approx(2.25 * once)
    page.keyboard.press("0")
    settled(page)
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


def test_the_wheel_scrolls_the_notebook_until_the_picture_is_in_use(
    shown: Shown, net: Network
) -> None:
    page = shown(GraphView(net))
    once = scale(page)
    page.locator(".frame svg").hover(position={"x": 20, "y": 20})
    page.mouse.wheel(0, -400)
    settled(page)
    assert scale(page) == once


def test_arrows_on_the_picture_move_it(shown: Shown, net: Network) -> None:
    page = shown(GraphView(net))
    page.get_by_role("button", name="Zoom in").click()
    before = mark(page, "Ana Diaz").bounding_box()["x"]
    page.locator(".frame svg").focus()
    page.keyboard.press("ArrowRight")
    settled(page)
    assert mark(page, "Ana Diaz").bounding_box()["x"] - before == pytest.approx(-60, abs=1)


def test_a_search_marks_counts_and_leads_to_the_first(shown: Shown, net: Network) -> None:
    view = GraphView(net)
    page = shown(view)
    field = page.get_by_label("Search")
    field.fill("markovic")
    assert sent(page) == [{"search": "markovic"}]
    answered(page, view)
    assert page.locator(".status").inner_text() == "1 person found: Di Marković"
    assert page.locator(".status").get_attribute("aria-live") == "polite"
    assert page.locator(".frame .hit").count() == 1
    # Not by colour alone: those found have an outline.
    assert mark(page, "Di").evaluate("e => getComputedStyle(e).strokeWidth") == "2px"
    field.press("Enter")
    assert focused(page).startswith("Di Marković")
    for typed, said in (("delta", "3 people found: "), ("nobody by that name", "Nobody found")):
        field.fill(typed)
        answered(page, view)
        assert page.locator(".status").inner_text().startswith(said)
    field.fill("")
    answered(page, view)
    assert page.locator(".frame .hit").count() == 0
    assert page.locator(".status").inner_text() == ""


def test_hovering_tells_and_shows_whom_they_know(shown: Shown, net: Network) -> None:
    page = shown(GraphView(net))
    mark(page, "Di Marković").hover()
    lines = page.locator(".tip > *").all_inner_texts()
    assert lines == ["Di Marković", "Nurse", "Delta Dental", "medium", "0.50"]
    # To the ego, Bo and Eli.
    assert (page.locator(".near").get_attribute("d") or "").count("M") == 3


def test_the_chosen_way_is_numbered_in_the_picture_and_listed_in_words(
    shown: Shown, net: Network
) -> None:
    view = GraphView(net)
    page = shown(view)
    assert page.locator("ol").count() == 0
    first = page.locator(".frame .person").first.element_handle()
    view.highlight = ["me", "in/ana", "in/bo"]
    page.evaluate("steps => model.receive('steps', steps)", view.steps)
    settled(page)
    items = page.locator(".route ol > li").all_inner_texts()
    assert [re.sub(r"\s+", " ", item) for item in items] == [
        "Ana Diaz Designer at Freelance strong tie, 0.70: you called it strong",
        "Bo Lin Analyst at Delta weak tie, 0.37: typed in by hand, closeness not said",
    ]
    assert page.locator("text.number").all_text_contents() == ["1", "2"]
    assert page.locator(".over .line").count() == 2
    dim = "e => getComputedStyle(e).fillOpacity"
    assert mark(page, "Bo Lin").evaluate(dim) == "1"
    assert float(mark(page, "Di Marković").evaluate(dim)) < 0.5
    # Nobody was drawn anew.
    assert first.evaluate("e => e.isConnected")
    page.locator(".route li button").nth(1).click()
    assert sent(page) == [{"selected": "in/bo"}]


def test_colour_by_tie_class(shown: Shown, net: Network) -> None:
    page = shown(GraphView(net))
    fill = "e => getComputedStyle(e).fill"
    before = mark(page, "Ana Diaz").evaluate(fill)
    page.get_by_label("Colour by").select_option("tie class")
    assert sent(page) == [{"colour": "tie class"}]
    assert mark(page, "Ana Diaz").evaluate(fill) != before
    shapes = {name: mark(page, name).get_attribute("d") for name in ("Ana", "Di", "Cy")}
    assert shapes["Ana"] != shapes["Di"]
    legend = page.locator(".legend .ties li").all_inner_texts()
    assert legend == [
        "strong tie (1)",
        "medium tie (1)",
        "connection only (1)",
        "through friends only (3)",
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_text_and_marks_stand_out_in_both_themes(shown: Shown, net: Network, *, dark: bool) -> None:
    view = GraphView(net)
    view.highlight = ["me", "in/ana", "in/bo"]
    page = shown(view, dark=dark)
    page.evaluate("model.receive('steps', [])")
    paper = page.locator(".infonet-graph").evaluate("e => getComputedStyle(e).backgroundColor")
    assert (luminance(paper) < 0.2) == dark
    for chosen in (".status", ".hint", ".caption", ".name", ".legend bdi", "h4"):
        property_ = "fill" if chosen in (".caption", ".name") else "color"
        ink = page.locator(chosen).first.evaluate(f"e => getComputedStyle(e).{property_}")
        assert contrast(ink, paper) >= 4.5, chosen
    for colour in ("company", "tie class"):
        page.get_by_label("Colour by").select_option(colour)
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
    for i, name in enumerate(HOSTILE):
        G.add_edge("me", f"p{i}", strength=0.5)
        G.add_node(f"p{i}", name=name, company=HOSTILE[-1 - i], title=name)
    view = GraphView(Network.from_networkx(G))
    view.highlight = ["me", "p0", "p1", "p2"]
    page = shown(view)
    page.on("dialog", lambda dialog: page.complaints.append(f"dialog {dialog.message}"))
    elements = "#here img, #here script, #here [onload], #here [onerror], #here [href],"
    elements += "#here [data-commandlinker-command], #here svg svg"
    for each in page.locator(".frame .person").all():
        each.hover(force=True)
        each.click(force=True)
        assert page.locator(elements).count() == 0
    for name in HOSTILE:
        page.get_by_label("Search").fill(name)
    for button in page.locator(".route button").all():
        button.click()
    assert page.locator(elements).count() == 0
    assert page.locator(".route li button").all_inner_texts() == list(HOSTILE[:3])
    assert mark(page, HOSTILE[0]).count() == 1


def test_a_large_network_opens_by_company_and_closes_again(shown: Shown) -> None:
    view = GraphView(crowd(2_400))
    page = shown(view)
    bubbles = page.locator(".frame .bubble")
    assert bubbles.count() == 8
    assert focused_label(bubbles.nth(0)) == "Company 0, 300 people, you know 300"
    bubbles.nth(0).click()
    assert sent(page) == [{"opened": 0}]
    view.opened = 0
    page.evaluate("scene => model.receive('scene', scene)", view.scene)
    settled(page)
    assert page.locator(".frame .person").count() == 301
    assert "Company 0: 300 people you know" in page.locator(".title").inner_text()
    page.get_by_role("button", name="All employers").click()
    assert sent(page)[-1] == {"opened": -1}


def test_after_something_was_logged_one_looks_where_one_looked(shown: Shown, net: Network) -> None:
    view = GraphView(net)
    page = shown(view)
    mark(page, "Di Marković").focus()
    for _ in range(2):
        page.keyboard.press("+")
    settled(page)
    before = scale(page), mark(page, "Ana Diaz").bounding_box()
    page.evaluate("scene => model.receive('scene', scene)", view.scene | {"title": "Another day"})
    settled(page)
    assert (scale(page), mark(page, "Ana Diaz").bounding_box()) == before
    assert focused(page).startswith("Di Marković")
    # Other people are seen from afar first.
    page.evaluate("scene => model.receive('scene', scene)", view.scene | {"of": "Delta"})
    settled(page)
    assert scale(page) < before[0]


def focused_label(each: Any) -> str:
    return str(each.get_attribute("aria-label"))


def test_a_search_among_companies_says_how_many_are_where(shown: Shown) -> None:
    view = GraphView(crowd(2_400))
    page = shown(view)
    page.get_by_label("Search").fill("person 77")
    answered(page, view)
    # Persons 77, 177, … 977, 1077, … 2377 and 770 to 779, 1770 to 1779 (two of them counted once).
    n = sum("77" in str(i) for i in range(2_400))
    assert page.locator(".status").inner_text().startswith(f"{n} people found at ")


def test_names_do_not_overlap_and_zooming_in_shows_more(shown: Shown) -> None:
    page = shown(GraphView(crowd(400, companies=40)))
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
        settled(page)
    assert max(counts[1:]) > counts[0]


def test_two_thousand_people_are_drawn_and_a_highlight_draws_none_of_them_anew(
    shown: Shown,
) -> None:
    page = shown(GraphView(crowd(2_000)))
    people = page.locator(".frame .person")
    assert people.count() == 2_001
    page.evaluate("window.drawn = [...document.querySelectorAll('.frame .person')]")
    step = {"number": 1, "person": "p2", "name": "P", "label": "P", "job": "", "words": ""}
    page.evaluate("steps => model.receive('steps', steps)", [step | {"tied": True, "node": 5}])
    assert people.count() == 2_001
    # The same elements in the same place: only their looks have changed.
    assert page.evaluate("window.drawn.every((one) => one.isConnected)")
    assert page.locator(".route li").count() == 1
    settled(page)
    assert page.locator(".over .line").count() == 1


def test_leaving_lets_go_of_the_model(shown: Shown, net: Network) -> None:
    page = shown(GraphView(net))
    page.evaluate("leave()")
    assert page.evaluate("Object.values(model.calls).flat().length") == 0


def test_nothing_is_drawn_any_more_after_leaving(shown: Shown, net: Network) -> None:
    page = shown(GraphView(net))
    once = scale(page)
    page.evaluate("document.querySelector('[aria-label=\"Zoom in\"]').click(), leave()")
    settled(page)
    page.get_by_role("button", name="Zoom in").click()
    settled(page)
    assert scale(page) == once


def test_the_samples_draw_without_complaint(shown: Shown) -> None:
    import infonet

    for name in ("star", "quiet"):
        net = infonet.network(infonet.sample_book(name).tables(), as_of="2026-06-30")
        page = shown(GraphView(net))
        assert page.locator(".frame .person").count() == 1 + len(net.alters)
    empty = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    page = shown(GraphView(infonet.network(empty.tables(), as_of="2026-06-30")))
    assert page.locator(".title").inner_text().startswith("Nobody is tied to you yet")
