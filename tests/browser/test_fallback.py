"""A converted notebook in a browser: the picture is there, and nothing is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import infonet

pytest.importorskip("anywidget", reason="no browser test: anywidget is not installed")
nbconvert = pytest.importorskip("nbconvert", reason="nothing to convert a notebook with")
nbformat = pytest.importorskip("nbformat")

from infonet.panel.graph import GraphView  # noqa: E402  # skipped above without it


def test_the_picture_stands_in_the_page(
    page: Any, serve: Callable[[Path], str], tmp_path: Path, shots: Path
) -> None:
    net = infonet.network(infonet.sample_book("star").tables(), as_of="2026-06-30")
    bundle = GraphView(net)._repr_mimebundle_()
    assert bundle is not None
    shown, about = bundle
    cell = nbformat.v4.new_code_cell("GraphView(net)", execution_count=1)
    cell.outputs = [
        nbformat.v4.new_output("execute_result", shown, metadata=about, execution_count=1)
    ]
    notebook = nbformat.v4.new_notebook(cells=[cell])
    # The full page asks other machines for mathematics and the like, whatever is in it.
    body, _ = nbconvert.HTMLExporter(template_name="basic").from_notebook_node(notebook)
    (tmp_path / "page.html").write_text(f"<link rel='icon' href='data:,'>{body}", "utf-8")
    page.goto(f"{serve(tmp_path)}/page.html")
    picture = page.get_by_alt_text("GraphView of Network of")
    assert picture.evaluate("e => e.complete && e.naturalWidth") > 600
    shots.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=shots / "graph-converted.png")
