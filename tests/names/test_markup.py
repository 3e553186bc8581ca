"""Text as HTML: letters stay letters, and a dollar a dollar."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from infonet.names.markup import NO_MATHEMATICS, block, letters
from infonet.names.text import one_line


class Parsed(HTMLParser):
    """The tags and the text of a piece of markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text())
def test_any_text_is_shown_letter_by_letter(text: str) -> None:
    inside = Parsed(f"<p>{letters(text)}</p>")
    assert [tag for tag, _ in inside.tags] == ["p"]
    assert inside.text == one_line(text)
    quoted = Parsed(f'<p title="{letters(text)}" lang="nl">')
    assert quoted.tags == [("p", {"title": one_line(text), "lang": "nl"})]


def test_markup_in_a_name_is_text_and_what_hides_is_gone() -> None:
    assert letters("<img onerror=x>\u202e'\"&") == "&lt;img onerror=x&gt;&#x27;&quot;&amp;"


def test_both_generations_of_mathjax_leave_a_block_alone() -> None:
    assert NO_MATHEMATICS.split() == ["tex2jax_ignore", "mathjax_ignore"]
    made = Parsed(block(letters("$10M "), letters("to $50M"), tag="pre", name="infonet-report"))
    assert made.text == "$10Mto $50M"
    assert made.tags == [("pre", {"class": f"{NO_MATHEMATICS} infonet-report"})]
    assert block() == f'<div class="{NO_MATHEMATICS}"></div>'
