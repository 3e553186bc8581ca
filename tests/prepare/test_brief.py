"""One page before a conversation, and that whatever stands on it is letters."""

from __future__ import annotations

import html
import re
import stat
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import mistune
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mistune.plugins import abbr, def_list, footnotes, formatting, math, spoiler, table, task_lists
from mistune.plugins import url as urls

import infonet
from infonet import Book, brief, network
from infonet.errors import InfonetError, UnknownNameError
from infonet.prepare import Page, Section, role_with
from infonet.strength import REASONS
from tests.hostile import MARKDOWN
from tests.sample_books import sample_copy

AS_OF = "2026-06-30"
BO = "https://www.linkedin.com/in/bo-lin"


@pytest.fixture
def book() -> Book:
    made = Book(me="Robin Achterberg")
    made.want("Delta", aliases=["Deltronics"])
    made.want(field="data engineering")
    made.tie("Ana Diaz", closeness="strong", new=True)
    made.person(BO, name="Bo Lin", company="Delta", title="Head of Data")
    made.tie("Ana Diaz", "Bo Lin", kind="colleague")
    return made


def shown(page: Page) -> dict[str, tuple[str, ...]]:
    return {part.heading: part.lines for part in page.sections}


def test_what_is_known_is_shown_and_what_is_not_is_research(book: Book) -> None:
    page = brief(book, "Bo Lin", as_of=AS_OF)
    assert page.title == "Before talking to Bo Lin"
    told = shown(page)
    assert told["Who"] == ("Head of Data at Delta", BO)
    assert told["What ties you"] == ("you do not know each other yet", "you both know Ana Diaz")
    assert len(told["Questions"]) == 8
    bring = " ".join(told["Bring"])
    assert "card" in bring and "no résumé" in bring and "only if they agree" in bring
    missing = " ".join(told["Still to find out"])
    for what in (
        *("how long they have been there", "what they did before", "expert", "who they know"),
        *("news, culture and health of Delta", "your objective", "15 to 30 minutes"),
    ):
        assert what in missing
    assert BO in missing
    # Nothing is said twice: an empty section is not shown.
    assert "Expertise" not in told and "Objective" not in told


def test_what_is_noted_takes_the_place_of_research(book: Book) -> None:
    book.note("Bo Lin", "expertise", "late data", "https://example.com/talk", "2026-06-01")
    book.note("Bo Lin", "position", "Echo, 2019 to 2022")
    book.note("Bo Lin", "objective", "learn who hires")
    book.note("Bo Lin", "promised", "her office, 25 minutes", date="2026-06-30")
    book.note("Deltronics", "news", "a second lab")
    book.tie("Bo Lin", "Cy Marsh", new=True)
    told = shown(brief(book, "Bo Lin", as_of=AS_OF))
    assert told["Expertise"] == ("late data (1 Jun 2026) https://example.com/talk",)
    assert told["Past positions"] == ("Echo, 2019 to 2022",)
    assert told["Objective"] == ("learn who hires",)
    assert told["Place and time"] == ("her office, 25 minutes (30 Jun 2026)",)
    assert told["About Delta"] == ("news: a second lab",)
    assert told["Who else they could introduce you to"] == ("Cy Marsh",)
    assert len(told["Still to find out"]) == 1  # how long they have been there


def test_a_name_alone_is_looked_up_by_search(book: Book) -> None:
    book.person("Gus Wren")
    told = shown(brief(book, "Gus Wren", as_of=AS_OF))
    assert "Who" not in told
    where = told["Still to find out"][0]
    assert where.startswith("where they work") and "keywords=Gus%20Wren" in where


def test_whom_they_know_and_you_do_not_those_at_a_target_first(book: Book) -> None:
    for n in range(9):
        book.tie("Bo Lin", f"Aa{'bcdefghij'[n]} Somebody", new=True)
    book.person("Zed Wu", company="Deltronics", title="Analyst")
    book.tie("Bo Lin", "Zed Wu")
    lines = shown(brief(book, "Bo Lin", as_of=AS_OF))["Who else they could introduce you to"]
    assert lines[0] == "Zed Wu, Analyst at Deltronics; inside your target Delta"
    assert len(lines) == 9 and lines[-1] == "and 2 more people you do not know"
    assert not any("Ana Diaz" in line or "Robin" in line for line in lines)


def test_the_strength_of_a_tie_never_stands_on_the_page(book: Book) -> None:
    book.tie("Bo Lin", closeness="weak")
    page = brief(book, "Bo Lin", as_of=AS_OF)
    assert shown(page)["What ties you"][0] == "you know each other"
    for text in (str(page), page.markdown(), page._repr_html_()):
        assert not re.search(r"\b(strong|weak|medium|probability|prior|0\.\d)", text)
    assert not any(re.search("strong|weak", reason.words) for reason in REASONS[3:])


def test_what_happened_so_far_and_what_is_owed(book: Book) -> None:
    book.log("asked", "Ana Diaz", company="Delta", date="2026-06-01", note="by phone")
    book.log("introduced", "Bo Lin", company="Delta", via="Ana Diaz", date="2026-06-03")
    book.log("held", "Bo Lin", company="Delta", date="2026-07-08")
    told = shown(brief(book, "Bo Lin", as_of=AS_OF))
    # About what goes without saying where it is their own company.
    assert told["So far"] == ("Wed 3 Jun: Ana introduced me to Bo",)
    ana = shown(brief(book, "Ana Diaz", as_of=AS_OF))
    assert ana["So far"] == (
        "Mon 1 Jun: I asked Ana, about Delta (by phone)",
        "Wed 3 Jun: Ana introduced me to Bo, about Delta",
    )
    assert any("thank" in line.lower() for line in ana["Owed"])


def test_an_objective_and_what_was_agreed_go_when_the_conversation_was_held(book: Book) -> None:
    book.note("Bo Lin", "objective", "the first", date="2026-05-02")
    book.debrief("Bo Lin", date="2026-05-04", minutes=25, agreed=20, learnt="much")
    book.note("Bo Lin", "promised", "the canteen", date="2026-07-02")
    before, after = (shown(brief(book, "Bo Lin", as_of=day)) for day in ("2026-05-03", AS_OF))
    assert before["Objective"] == ("the first (2 May 2026)",)
    assert "Said before" not in before
    assert "Objective" not in after
    assert any("your objective" in line for line in after["Still to find out"])
    assert after["Place and time"] == ("the canteen (2 Jul 2026)",)
    assert after["Said before"] == ("what you learned: much (4 May 2026)",)


def test_place_and_time_are_those_of_the_agenda(book: Book) -> None:
    book.log("asked", "Bo Lin", company="Delta", date="2026-06-20")
    book.log("scheduled", "Bo Lin", company="Delta", date="2026-06-24", note="2026-07-02 at 9:30")
    told = shown(brief(book, "Bo Lin", as_of=AS_OF))
    assert told["Place and time"] == ("2 Jul 2026 at 09:30",)
    assert any("place and minutes" in line for line in told["Still to find out"])
    book.note("Bo Lin", "promised", "the canteen", date="2026-07-01")
    book.note("Bo Lin", "promised", "her office, 25 minutes", date="2026-07-02")
    told = shown(brief(book, "Bo Lin", as_of=AS_OF))
    assert told["Place and time"] == ("her office, 25 minutes (2 Jul 2026 at 09:30)",)
    assert not any("place and minutes" in line for line in told["Still to find out"])


def test_what_the_user_says_of_a_role_chooses_the_questions(book: Book) -> None:
    manager = shown(brief(book, "Bo Lin", as_of=AS_OF))["Questions"]
    assert manager == tuple(infonet.questions("manager", n=8).question)
    book.note("Bo Lin", "role", "recruiter")
    recruiter = shown(brief(book, "Bo Lin", as_of=AS_OF, n=3))["Questions"]
    assert recruiter == tuple(infonet.questions("recruiter", n=3).question)
    net = network(book, as_of=AS_OF)
    assert role_with(net, book.who("Bo Lin"), as_of=AS_OF) == "recruiter"
    assert role_with(net, book.who("Ana Diaz"), as_of=AS_OF) == "peer"


def test_a_talk_about_another_company_shows_what_is_known_of_that(book: Book) -> None:
    book.note("Delta", "news", "a second lab")
    book.want("Echo")
    book.note("Echo", "culture", "quiet")
    told = shown(brief(book, "Bo Lin", as_of=AS_OF, company="Echo"))
    assert told["About Echo"] == ("culture: quiet",)
    assert told["Who"][0] == "Head of Data at Delta" and "About Delta" not in told


def test_no_line_of_the_page_is_written_for_programmers(book: Book) -> None:
    text = str(brief(book, "Bo Lin", as_of=AS_OF))
    assert not re.search(r"book\.|infonet|\d{4}-\d\d-\d\d|`", text)


def test_a_merged_person_has_one_page(book: Book) -> None:
    book.person("B. Lin", company="Echo")
    book.note("B. Lin", "expertise", "meters")
    book.same("B. Lin", "in/bo-lin")
    told = shown(brief(book, "B. Lin", as_of=AS_OF))
    assert told["Expertise"] == ("meters",) and BO in told["Who"]


def test_a_network_of_the_day_gives_the_same_page(book: Book) -> None:
    net = network(book.tables(), as_of=AS_OF)
    assert brief(book, "Bo Lin", as_of=AS_OF, net=net) == brief(book, "Bo Lin", as_of=AS_OF)


def test_nobody_unknown_and_not_oneself(book: Book) -> None:
    with pytest.raises(UnknownNameError, match="Nobody Here"):
        brief(book, "Nobody Here", as_of=AS_OF)
    with pytest.raises(InfonetError, match="`me` is you"):
        brief(book, "me", as_of=AS_OF)
    before = network(book.tables(), as_of=AS_OF)
    book.person("Gus Wren")
    with pytest.raises(InfonetError, match="not in the network given"):
        brief(book, "Gus Wren", as_of=AS_OF, net=before)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("2024-03-01", "since March 2024: 2 years and 3 months"),
        ("2025-06-30", "since June 2025: 1 year"),
        ("2025-07-01", "since July 2025: 11 months"),
        ("2026-06-15", "since June 2026"),
        ("2026-09-01", "since September 2026"),
    ],
)
def test_time_in_the_organisation_is_told_in_whole_months(start: str, words: str) -> None:
    tables = infonet.Tables.of(
        people=[{"person": "me"}, {"person": "name/bo", "name": "Bo"}],
        jobs=[{"person": "name/bo", "company": "Delta", "start": start}],
    )
    book = Book()
    book.person("Bo")
    told = shown(brief(book, "Bo", as_of=AS_OF, net=network(tables, as_of=AS_OF)))
    assert told["How long they have been there"] == (words,)


def test_the_sample_has_everything_on_one_page() -> None:
    told = shown(brief(sample_copy("six-months"), "Sigrún Halldórsdóttir-Vik", as_of=AS_OF))
    for heading in ("Who", "Expertise", "What ties you", "About Halvorsen Grid", "Objective"):
        assert told[heading]


# A page, shown and printed

READER = mistune.create_markdown(
    escape=False,
    plugins=[
        *(urls.url, table.table, math.math, math.math_in_list, spoiler.spoiler, abbr.abbr),
        *(formatting.strikethrough, formatting.mark, formatting.insert, formatting.superscript),
        *(formatting.subscript, footnotes.footnotes, task_lists.task_lists, def_list.def_list),
    ],
)
"""A reader that takes for markup whatever some reader does, HTML included."""


class Tags(HTMLParser):
    """The tags of a document, and its letters."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[Any]) -> None:
        self.tags.append(tag if not attrs else f"{tag} {attrs}")
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data


def read(page: Page) -> Tags:
    shown = READER(page.markdown())
    assert isinstance(shown, str)
    return Tags(shown)


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_shows_every_text_as_it_stands(text: str) -> None:
    page = Page(text, (Section(text, (text, f"before {text} after")),))
    found = read(page)
    assert found.tags == ["h1", "h2", "ul", "li", "li"]
    line = page.title
    assert [shown.strip() for shown in found.texts if shown.strip()] == [
        *(line, line, line),
        f"before {page.sections[0].lines[1].removeprefix('before ').removesuffix(' after')} after",
    ]


@given(st.lists(st.sampled_from([*"<>[]()!`*_#-+=.:/|~$^&\\ \n1a@", "http://", "www.", "<b>"])))
def test_no_combination_of_signs_makes_markup(signs: list[str]) -> None:
    text = "".join(signs)
    page = Page(f"x{text}", (Section(f"x{text}", (text, f"x{text}")),))
    tags = read(page).tags
    assert tags == ["h1", "h2", "ul", *["li"] * len(page.sections[0].lines)]


@pytest.mark.parametrize("text", MARKDOWN)
def test_a_hostile_name_is_letters_on_the_page(text: str) -> None:
    name = f"Bo {text}".replace("@", " at ").replace("://", " ")
    book = Book()
    key = book.person(name, company=f"Delta {text}", title=text)
    book.note(key, "expertise", text)
    book.tie(key, f"Ana {name}", new=True)
    page = brief(book, key, as_of=AS_OF)
    found = read(page)
    assert {*found.tags} == {"h1", "h2", "ul", "li"}
    assert found.tags.count("li") == sum(len(part.lines) for part in page.sections)
    in_notebook = page._repr_html_()
    assert {*Tags(in_notebook).tags} == {
        "div [('class', 'tex2jax_ignore mathjax_ignore')]",
        "h3",
        "h4",
        "ul",
        "li",
    }
    assert html.escape(page.title) in in_notebook
    assert "\n" not in page.title and "\u202e" not in str(page)


def test_plain_words_stay_readable_in_markdown() -> None:
    line = "2026-03-12 held about Delta (by phone): 25 minutes; C# and R&D, at 10:00."
    assert Page("T", (Section("S", [line]),)).markdown().splitlines()[4] == (
        "- " + line.replace("&", "&amp;")
    )


def test_a_section_leaves_out_what_says_nothing() -> None:
    assert Section("S", [None, "", " \n", "a\tb"]).lines == ("a b",)


def test_a_page_is_saved_for_its_owner_alone_and_never_over_another(tmp_path: Path) -> None:
    page = Page("Bo Lin", (Section("Who", ["Añalyst"]),))
    path = page.save(tmp_path / "bo.md")
    assert path.read_text("utf-8") == page.markdown()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(InfonetError, match="exists"):
        page.save(path)
    assert page.save(path, replace=True) == path


def test_a_page_reads_as_text_where_there_is_no_notebook() -> None:
    page = Page("Bo Lin", (Section("Who", ["Analyst"]), Section("Bring", ["a card"])))
    assert str(page) == repr(page) == "Bo Lin\n\nWho\n  Analyst\n\nBring\n  a card"
