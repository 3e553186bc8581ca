"""Show a sentence in a notebook where the app was, once no kernel runs it any more.

A saved notebook opened without its kernel says "model not found" in the place of a widget. So the
app is shown as two outputs: first a sentence, which the living app hides, then the app. The
gallery's notebooks keep a picture above the sentence; it is put there when they are run for the
gallery, so that nothing is drawn while the app lives.
"""

from __future__ import annotations

from typing import Any

from infonet.names.markup import block, letters

__all__ = ["MARK", "outputs"]

MARK = "infonet-still"
"""The class of the sentence's element."""

_WORDS = "The app was here. To work with it: Run → Run All Cells."
_STYLE = f"""<style>
.jp-OutputArea:has(.infonet-app) > .jp-OutputArea-child:has(.{MARK}, .jp-RenderedImage),
.jp-OutputArea:has(.{MARK}) .jp-OutputArea-output.jupyter-widgets:not(:has(*)) {{ display: none }}
.{MARK} {{ animation: {MARK} 0s 3s both }}
@keyframes {MARK} {{ from {{ visibility: hidden }} }}
</style>"""


def outputs(words: str, widget: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the two outputs, as mime bundles: the sentence, and the widget without words.

    `words` say what the app is where neither is shown, as in a terminal.
    """
    still = block(_STYLE, f"<p>{letters(_WORDS)}</p>", name=MARK)
    return [{"text/html": still, "text/plain": words}, {**widget, "text/plain": ""}]
