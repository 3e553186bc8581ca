"""The status line in a page without JupyterLab: how it is announced, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("anywidget", reason="no browser test: anywidget is not installed")

from infonet.panel.widgets.controls import Status  # skipped above without anywidget

PAGE = """<!doctype html>
<html lang="en"><head><title>The status line</title><link rel="icon" href="data:," /></head>
<body><main id="here"></main>
<script>
  window.frames_asked = 0;
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (call) => { window.frames_asked += 1; return ask(call); };
  window.traits = { words: "", wrong: false };
  window.calls = [];
  window.model = {
    get: (name) => traits[name],
    on: (events, call) => calls.push(call),
    off: (events, call) => calls.splice(calls.indexOf(call), 1),
  };
  window.say = (words, wrong) => {
    Object.assign(traits, { words, wrong });
    calls.forEach((call) => call());
  };
  window.later = (frames) => new Promise((done) => {
    const next = (left) => (left ? ask(() => next(left - 1)) : done());
    next(frames);
  });
</script>
<script type="module">
  import status from "./status.js";
  window.status_line = status;
  window.ready = true;
</script></body></html>"""
Shown = Callable[[], Any]


@pytest.fixture
def shown(page: Any, serve: Callable[[Path], str], tmp_path: Path) -> Any:
    """Open the page, with the module loaded."""
    sent = str(Status._esm)  # noqa: SLF001  # what anywidget sends
    (tmp_path / "status.js").write_text(sent, "utf-8")
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    page.goto(f"{serve(tmp_path)}/page.html")
    page.wait_for_function("window.ready")
    return page


def lines(page: Any) -> list[tuple[str, str, str]]:
    """Return role, urgency and text of each element."""
    found: list[list[str]] = page.locator("#here p").evaluate_all(
        "all => all.map(each => [each.getAttribute('role'), each.getAttribute('aria-live'),"
        " each.textContent])"
    )
    return [(role, urgency, text) for role, urgency, text in found]


def test_a_complaint_and_a_report_are_announced_by_elements_of_their_own(shown: Any) -> None:
    shown.evaluate("() => { status_line.render({ model, el: document.getElementById('here') }); }")
    assert lines(shown) == [("status", "polite", ""), ("alert", "assertive", "")]
    shown.evaluate("say('Saved.', false)")
    assert lines(shown) == [("status", "polite", "Saved."), ("alert", "assertive", "")]
    shown.evaluate("say('no such day', true)")
    assert lines(shown) == [("status", "polite", ""), ("alert", "assertive", "no such day")]


def test_outside_a_panel_it_does_not_wait_for_one(shown: Any) -> None:
    asked: int = shown.evaluate(
        "async () => { status_line.render({ model, el: document.getElementById('here') });"
        " await later(10); const then = frames_asked; await later(10);"
        " return frames_asked - then; }"
    )
    assert asked == 0


def test_it_finds_the_panel_that_it_is_put_into_later(shown: Any) -> None:
    heard = shown.evaluate(
        "async () => { const el = document.createElement('div');"
        " const panel = document.createElement('div'); panel.className = 'infonet-panel';"
        " status_line.render({ model, el }); await later(3); panel.append(el);"
        " document.body.append(panel); await later(3); let heard = 0;"
        " document.body.addEventListener('keydown', () => heard += 1);"
        " const press = () => el.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'd', bubbles: true })); press(); return heard; }"
    )
    assert heard == 0


def test_closed_before_it_is_shown_it_stops_waiting(shown: Any) -> None:
    left = shown.evaluate(
        "async () => { const el = document.createElement('div');"
        " const leave = status_line.render({ model, el }); await later(3); leave();"
        " const then = frames_asked; await later(5);"
        " return [frames_asked - then, calls.length]; }"
    )
    assert left == [0, 0]
