"""Drafts: who is who in them, what they say and never say, and that no text adds a header."""

from __future__ import annotations

import email
import email.policy
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from infonet.book import Book
from infonet.errors import InfonetError, ReadError, UnknownNameError
from infonet.graph import network
from infonet.names.people import given_name
from infonet.names.text import one_line, paragraphs
from infonet.paths import reach, warm_paths
from infonet.prepare import Draft, draft
from infonet.prepare.messages import DRAFTS
from infonet.tables import Tables
from tests.hostile import MAIL

WHAT_IT_TAKES: dict[str, Any] = {
    "news": "I took the course you named.",
    "when": "on Tuesday at 10:00",
}


@pytest.fixture(scope="module")
def book() -> Book:
    """Robin – Ana – Bo [Delta], Robin – Di [Delta GmbH]; Cy [Delta] and Eli [Echo] know nobody."""
    return make_book()


def make_book() -> Book:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.person("me", name="Robin Achterberg")
    book.person("Ana Diaz", email="ana@example.com", company="Foxtrot")
    book.person("Bo Lin", company="Delta", title="Analyst", email="bo@example.org")
    book.person("Cy Young-Osei", company="Delta")
    book.person("Di Marković", company="Delta GmbH")
    book.person("Eli Ōta", company="Echo")
    book.tie("Ana Diaz", closeness="strong")
    book.tie("Ana Diaz", "Bo Lin", kind="colleague")
    book.tie("Di Marković", closeness="weak")
    book.want("Delta")
    book.want(field="data engineering")
    return book


@cache
def tables_of(book: Book) -> Tables:
    return book.tables()


def write(kind: str, person: str | None, book: Book, **given: Any) -> Draft:
    """Write a draft with everything that its kind may need."""
    usual = {"company": "Delta", "tables": tables_of(book), **WHAT_IT_TAKES}
    return draft(kind, person, book=book, **{**usual, **given})


def insider_for(kind: str) -> dict[str, str]:
    return {"insider": "Bo Lin"} if kind in ("ask", "thank introducer") else {}


def parsed(letter: Draft) -> email.message.EmailMessage:
    return email.message_from_bytes(letter.eml(), policy=email.policy.default)


def text_of(message: email.message.EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


# --- what they say


@pytest.mark.parametrize("channel", ["email", "linkedin", "text"])
@pytest.mark.parametrize("kind", DRAFTS)
def test_every_kind_is_whole_in_every_channel(book: Book, kind: str, channel: str) -> None:
    letter = write(kind, "Ana Diaz", book, channel=channel, **insider_for(kind))
    assert letter.kind == kind
    assert letter.body.startswith("Hello Ana,")
    assert letter.body.endswith("Robin Achterberg")
    assert not re.search(r"[{}]|  |\n\n\n| [,.]", letter.body)
    assert letter.characters == len(str(letter)) < (900 if channel == "email" else 400)
    assert bool(letter.subject) == bool(letter.to) == (channel == "email")


@pytest.mark.parametrize("kind", DRAFTS)
def test_no_draft_asks_for_a_job_or_presses(book: Book, kind: str) -> None:
    for channel in ("email", "linkedin"):
        text = write(kind, "Ana Diaz", book, channel=channel, **insider_for(kind)).body.casefold()
        text = text.replace("not to ask for a position", "")
        assert not re.search(r"\b(?:job|position|vacanc|hire|hiring|résumé|cv|refer)", text)
        assert not re.search(r"\b(?:urgent|asap|soon as|must|need you|deadline)\b", text)
        for minutes in re.findall(r"(\d+) minutes", text):
            assert 15 <= int(minutes) <= 30


@pytest.mark.parametrize(
    "kind", ["ask", "scout", "first message", "follow up", "second follow up", "stay in touch"]
)
def test_whatever_asks_makes_a_no_easy(book: Book, kind: str) -> None:
    easy = r"no is fine|that is fine|it is fine|no answer is needed|No need to answer|no hurry"
    for channel in ("email", "linkedin"):
        letter = write(kind, "Ana Diaz", book, channel=channel, **insider_for(kind))
        assert re.search(easy, letter.body), letter.body


def test_the_request_holds_a_paragraph_to_pass_on(book: Book) -> None:
    letter = write("ask", "Ana Diaz", book, insider="Bo Lin", background="I read meters.")
    assert letter.subject == "Would you introduce me to Bo Lin?"
    assert letter.to == "ana@example.com"
    passed_on = letter.body.split('"')[1]
    # It goes to Bo: it says who I am, and neither names Ana nor talks of Bo.
    assert passed_on.startswith("I am Robin Achterberg. I read meters. I would like to learn")
    assert not re.search("Ana|Bo", passed_on)


def test_the_first_message_knows_how_close_it_may_sound(book: Book) -> None:
    assert "put us in touch" in write("first message", "Bo Lin", book, via="Ana Diaz").body
    assert "We have not met" in write("first message", "Bo Lin", book).body
    assert "I thought of you" in write("first message", "Di Marković", book).body


def test_a_scout_is_asked_about_a_company_or_a_field(book: Book) -> None:
    there = draft("scout", "Ana Diaz", book=book, company="Golf")
    assert there.subject == "Do you know somebody at Golf?"
    field = draft("scout", "Ana Diaz", book=book, field="data engineering")
    assert field.subject == "Do you know somebody in data engineering?"


def test_a_follow_up_to_a_connector_is_about_the_introduction(book: Book) -> None:
    assert "introduce me to Bo Lin" in write("follow up", "Ana Diaz", book, insider="Bo Lin").body
    assert "a few questions" in write("follow up", "Bo Lin", book).body


def test_questions_are_sent_ahead_as_a_list(book: Book) -> None:
    own = pd.DataFrame({"question": ["Why grids?", "What\nis next?"]})
    for form in (own, own.question, list(own.question)):
        letter = write("questions ahead", "Bo Lin", book, questions=form)
        assert "\n1. Why grids?\n2. What is next?\n" in letter.body
    by_default = write("questions ahead", "Bo Lin", book, channel="linkedin").body
    assert re.findall(r"^\d", by_default, re.MULTILINE) == ["1", "2", "3"]


def test_the_company_is_where_the_insider_works_as_the_user_spells_it(book: Book) -> None:
    assert "the work at Delta, and" in draft("first message", "Di Marković", book=book).body
    assert "the work at Delta, and" in draft("ask", "Ana Diaz", insider="Bo Lin", book=book).body
    assert "the work at Echo from" in draft("first message", "Eli Ōta", book=book).body


def test_words_go_before_what_is_worked_out(book: Book) -> None:
    letter = write("ask", "Ana Diaz", book, insider="Bo Lin", about="grid storage", first="Ani")
    assert letter.body.startswith("Hello Ani,\n\nI would like to learn about grid storage,")


def test_a_letter_can_be_made_from_the_tables_at_hand(book: Book) -> None:
    tables = book.tables()
    there = draft("ask", "Ana Diaz", insider="Bo Lin", book=book, tables=tables)
    assert there == draft("ask", "Ana Diaz", insider="Bo Lin", book=book)


# --- from a way in


def test_a_way_says_whom_to_write_to_and_what(book: Book) -> None:
    net = network(book.tables(), as_of="2026-06-30")
    ways = warm_paths(net, "Delta")
    introduction, direct = (ways[ways.kind == kind].iloc[0] for kind in ("introduction", "direct"))
    ask = draft("ask", "Ana Diaz", insider="Bo Lin", book=book)
    assert draft(way=introduction, book=book) == ask
    known = draft("first message", "Di Marković", book=book)
    assert draft(way=direct, book=book) == known
    later = draft("first message", way=introduction, book=book)
    assert later == draft("first message", "Bo Lin", via="Ana Diaz", book=book)
    thanks = draft("thank introducer", way=introduction, book=book)
    assert thanks == draft("thank introducer", "Ana Diaz", insider="Bo Lin", book=book)


def test_the_row_of_a_field_is_a_way_too(book: Book) -> None:
    rows = reach(network(book.tables(), as_of="2026-06-30")).set_index("company")
    letter = draft(way={"company": "data engineering", **rows.loc["data engineering"]}, book=book)
    assert letter.kind == "scout"
    assert "in data engineering" in letter.subject


def test_on_a_longer_way_the_next_person_is_asked_for(book: Book) -> None:
    route = ("me", "name/ana-diaz", "name/bo-lin", "name/cy-young-osei")
    way = {"kind": "introduction", "route": route, "company": "Delta"}
    letter = draft(way=way, book=book)
    assert letter.subject == "Would you introduce me to Bo Lin?"
    # Whom Bo knows is Bo's to say.
    assert "Cy" not in letter.body
    onward = draft("ask", "Bo Lin", way=way, book=book)
    assert onward.subject == "Would you introduce me to Cy Young-Osei?"
    met = draft("first message", way=way, book=book)
    assert (met.name, met.subject) == ("Cy Young-Osei", "Bo Lin put us in touch")


def test_what_the_network_says_of_a_friend_is_never_in_a_draft(book: Book) -> None:
    way = {
        "kind": "introduction",
        "route": ("me", "name/ana-diaz", "name/bo-lin"),
        "company": "Delta",
        "probability": 0.123456,
        "low": 0.0123,
        "high": 0.234567,
        "hops": 2,
        "why": "Ana Diaz: you said strong (strong, prior 0.70)",
    }
    for kind in DRAFTS:
        letter = draft(kind, way=way, book=book, tables=tables_of(book), **WHAT_IT_TAKES)
        shown = repr(letter) + letter._repr_html_() + letter.subject
        assert not re.search(r"0\.\d|\bstrong|\bweak|prior|score|colleague|closeness", shown), kind


def test_an_employer_of_us_both_is_said_in_a_first_message(book: Book) -> None:
    def jobs(*rows: tuple[str, str, str, str | None]) -> Tables:
        said = [
            {
                "person": who,
                "company": name,
                "start": pd.Timestamp(start),
                "end": end and pd.Timestamp(end),
            }
            for who, name, start, end in rows
        ]
        known = tables_of(book)
        more = pd.concat([known.jobs, Tables.of(jobs=said).jobs], ignore_index=True)
        return known._replace(jobs=more)

    def first(person: str, tables: Tables, **more: str) -> str:
        return write("first message", person, book, tables=tables, **more).body

    mine = ("me", "Harp", "2018-01-01", "2020-12-31"), ("me", "Ida Ltd", "2021-01-01", None)
    di, bo = "name/di-markovic", "name/bo-lin"
    both = jobs(
        *mine,
        (di, "HARP", "2017-01-01", None),
        (di, "Ida", "2021-06-01", "2022-01-01"),
        (bo, "Harp Inc.", "2019-01-01", "2019-06-01"),
    )
    known = first("Di Marković", both)
    assert "and I thought of you. We have both worked at Ida Ltd. Would you have" in known
    told = first("Bo Lin", both, via="Ana Diaz")
    assert "the work at Delta. We have both worked at Harp. Would you have" in told
    cold = first("Bo Lin", both, background="I plan trams.")
    assert "from the inside. We have both worked at Harp. I plan trams. Would you" in cold
    still = jobs(*mine, (di, "Ida", "2021-06-01", None))
    assert "We both work at Ida Ltd. Would" in first("Di Marković", still)
    # Nobody shares a career break, and the target is no news to who works there.
    alone = (("me", "Freelance", "2018-01-01", None), (di, "Freelance", "2018-01-01", None))
    for rows in (mine, alone, (("me", "Delta", "2018-01-01", None),)):
        assert "both work" not in first("Di Marković", jobs(*rows))
    # Who does not want it said leaves it out.
    assert "both work" not in first("Di Marković", both, shared="")


def test_a_first_message_says_the_school_where_no_employer_is_shared(book: Book) -> None:
    def first(person: str, tables: Tables) -> str:
        return write("first message", person, book, tables=tables).body

    di = "name/di-markovic"
    years = {"since": pd.Timestamp("2001-01-01"), "last": pd.Timestamp("2004-12-31")}
    went = [
        {"gathering": name, "kind": "school", "person": who, **more}
        for who, name, more in (
            ("me", "Tallow Academy", {}),
            ("me", "Quillmark College", years),
            (di, "QUILLMARK COLLEGE", {}),
            (di, "Tallow Academy", {}),
        )
    ]
    schools = tables_of(book)._replace(gatherings=Tables.of(gatherings=went).gatherings)
    said = first("Di Marković", schools)
    assert "and I thought of you. We both went to Quillmark College. Would you have" in said
    assert "both went" not in first("Bo Lin", schools)
    worked = [{"person": who, "company": "Harp", "end": "2020-12-31"} for who in ("me", di)]
    jobs = pd.concat([schools.jobs, Tables.of(jobs=worked).jobs], ignore_index=True)
    both = first("Di Marković", schools._replace(jobs=jobs))
    assert "We have both worked at Harp." in both and "both went" not in both


# --- what is refused


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        ("asks", {}, "no draft of kind `asks`: did you mean `ask`"),
        ("birthday card", {}, "choose one of ask, scout"),
        (None, {}, "no draft of kind `None`"),
        ("ask", {}, "`ask` to `Ana Diaz` needs `insider=`"),
        ("scout", {"company": None}, "`scout` to `Ana Diaz` needs `company=`"),
        ("report back", {"news": ""}, "needs `news=`"),
        ("confirm", {"when": " "}, "when are you meeting Ana"),
        ("scout", {"minutes": 45}, "`minutes` takes a whole number from 15 to 30, not `45`"),
        ("scout", {"minutes": True}, "not `True`"),
        ("scout", {"channel": "fax"}, "no channel `fax`: choose one of email, linkedin, text"),
        ("scout", {"limit": 0}, "`limit` takes a whole number from 1 on, not `0`"),
        ("scout", {"field": "data"}, "give one of the two"),
        ("scout", {"company": "\n"}, "got an empty one"),
        ("scout", {"abuot": "grids"}, "`abuot` is no placeholder of any template; they are"),
        ("ask", {"insider": "Ana Diaz"}, "has two parts"),
        ("ask", {"insider": "me"}, "a draft is for others"),
        ("questions ahead", {"questions": []}, "got none"),
        ("scout", {"way": {"kind": "scout"}}, "has no `route`"),
        ("scout", {"to": "ana@example.com, eve@example.net"}, "expected one e-mail address"),
    ],
)
def test_what_does_not_fit_is_said(book: Book, kind: str, given: dict[str, Any], told: str) -> None:
    with pytest.raises(InfonetError, match=told):
        write(kind, "Ana Diaz", book, **given)


def test_somebody_has_to_be_written_to(book: Book) -> None:
    with pytest.raises(InfonetError, match="needs a `person` to write to, or a `way`"):
        write("scout", None, book)
    with pytest.raises(InfonetError, match="find someone at Delta on LinkedIn first"):
        draft(way={"kind": "cold", "route": ("me",), "company": "Delta"}, book=book)
    with pytest.raises(UnknownNameError, match="did you mean Ana Diaz"):
        write("scout", "Ana Dias", book)


def test_a_person_or_ego_without_a_name_is_asked_for() -> None:
    book = make_book()
    book.tie("https://www.linkedin.com/in/gus-w", new=True)
    with pytest.raises(InfonetError, match="no name for `in/gus-w`"):
        write("scout", "in/gus-w", book)
    unnamed = Book()
    unnamed.person("Ana Diaz")
    with pytest.raises(InfonetError, match=r"no name for `me`: give one with `book.person\('me'"):
        write("scout", "Ana Diaz", unnamed)


def test_a_text_that_cannot_fit_says_by_how_much(book: Book) -> None:
    with pytest.raises(InfonetError) as said:
        write("ask", "Ana Diaz", book, insider="Bo Lin", channel="linkedin", about="x" * 200)
    found = re.search(r"has (\d+) characters and linkedin takes 399, (\d+) fewer", str(said.value))
    assert found is not None
    # Without `about`, twice in the wording, the short text has this many characters.
    rest = len(write("ask", "Ana Diaz", book, insider="Bo Lin", channel="linkedin", about="y").body)
    assert int(found[1]) == rest - 2 + 400
    assert int(found[2]) == int(found[1]) - 399


def test_the_short_wording_is_taken_only_where_the_long_does_not_fit(book: Book) -> None:
    long = write("scout", "Ana Diaz", book)
    assert write("scout", "Ana Diaz", book, limit=long.characters) == long
    assert write("scout", "Ana Diaz", book, limit=long.characters - 1).characters < 300


@pytest.mark.parametrize(
    "out", ["Ana Diaz", "ana@example.com", "name/ana-diaz", " ana diaz ", "ANA@EXAMPLE.COM"]
)
def test_who_opted_out_gets_no_draft(book: Book, out: str) -> None:
    for kind in DRAFTS:
        with pytest.raises(InfonetError, match="`Ana Diaz` asked not to be written to"):
            write(kind, "Ana Diaz", book, opted_out=[out], **insider_for(kind))
    assert write("first message", "Bo Lin", book, opted_out=[out], via="Ana Diaz").to


def test_a_note_in_the_book_is_enough_and_can_be_undone() -> None:
    book = make_book()
    book.note("Bo Lin", "opted out", "asked on the phone")
    for kind, person in (("first message", "Bo Lin"), ("ask", "Ana Diaz")):
        with pytest.raises(InfonetError, match="`Bo Lin` asked not to be written to"):
            write(kind, person, book, **insider_for(kind))
    book.undo()
    assert write("first message", "Bo Lin", book).name == "Bo Lin"


def test_who_withdrew_consent_is_not_written_to_nor_named() -> None:
    book = make_book()
    book.note("Ana Diaz", "consent withdrawn", "wrote so", date="2026-05-01")
    for kind, person in (("first message", "Bo Lin"), ("scout", "Ana Diaz")):
        with pytest.raises(InfonetError, match="`Ana Diaz` withdrew their consent"):
            write(kind, person, book, via="Ana Diaz" if person == "Bo Lin" else None)
    book.note("Ana Diaz", "consent", "agreed again", date="2026-05-02")
    assert write("scout", "Ana Diaz", book).to
    book.note("Bo Lin", "consent withdrawn", "wrote so", date="2026-05-03")
    for kind in ("ask", "thank introducer"):
        with pytest.raises(InfonetError, match="`Bo Lin` withdrew their consent"):
            write(kind, "Ana Diaz", book, **insider_for(kind))


def test_who_opted_out_is_not_reached_through_others(book: Book) -> None:
    for kind in ("ask", "follow up"):
        with pytest.raises(InfonetError, match="`Bo Lin` asked not"):
            write(kind, "Ana Diaz", book, insider="Bo Lin", opted_out="Bo Lin")


def test_of_a_name_that_opted_out_nobody_is_written_to() -> None:
    book = make_book()
    namesake = book.person("https://www.linkedin.com/in/ana-diaz-2", name="Ana Diaz")
    with pytest.raises(InfonetError, match="asked not to be written to"):
        write("scout", namesake, book, opted_out={"Ana Diaz"})
    assert write("scout", "Bo Lin", book, opted_out={"Ana Diaz", "Nobody Known", "!"})


# --- letters that nobody can bend


def assert_one_letter(letter: Draft, address: str) -> None:
    message = parsed(letter)
    headers = ["To", "Subject", "X-Unsent", "Content-Type", "Content-Transfer-Encoding"]
    assert sorted(message.keys()) == sorted([*headers, "MIME-Version"])
    assert [found.addr_spec for found in message["To"].addresses] == [address]
    # A subject may begin on the line after its header's name.
    assert message["Subject"].lstrip() == letter.subject
    assert text_of(message) == f"{letter.body}\n"
    assert not message.defects
    # Read by an older parser, too: no header line was added.
    old = email.message_from_bytes(letter.eml(), policy=email.policy.compat32)
    assert sorted(old.keys()) == sorted(message.keys())


@pytest.mark.parametrize("text", MAIL)
def test_a_hostile_text_stays_a_text(text: str) -> None:
    letter = Draft("ana@example.com", text, f"{text}\n{text}", "email", text, text)
    assert_one_letter(letter, "ana@example.com")
    for line in (letter.subject, letter.name):
        assert len(line.splitlines()) == 1
        assert "\u202e" not in line
    assert "<img" not in letter._repr_html_()


anything = st.text(st.characters(exclude_categories=()), max_size=120)


@given(anything, anything, anything)
@example("", "", "")
@example("a" * 80 + " ü", "Ü, " * 30, ".\n.\nFrom me\n\n=\n \t x ")
def test_whatever_goes_in_one_letter_to_one_address_comes_out(
    name: str, subject: str, body: str
) -> None:
    assert_one_letter(Draft("ana@example.com", subject, body, name=name), "ana@example.com")


@given(anything, anything)
@example("100 % & more? #1 + 1 = 2", "a\n\nb\t&body=x&to=eve@example.net")
def test_mailto_parses_back(subject: str, body: str) -> None:
    letter = Draft("ana+x@example.com", subject, body)
    found = urlsplit(letter.mailto())
    assert (found.scheme, unquote(found.path), found.fragment) == (
        "mailto",
        "ana+x@example.com",
        "",
    )
    assert letter.mailto().isascii()
    fields = parse_qs(found.query, keep_blank_values=True)
    assert set(fields) == {"subject", "body"}
    assert fields["subject"] == [letter.subject]
    assert fields["body"][0].replace("\r\n", "\n") == letter.body
    assert "\n" not in fields["body"][0].replace("\r\n", "")


@given(anything)
def test_an_address_is_one_or_is_refused(text: str) -> None:
    for tried in (text, f"{text}@example.com", f"ana@{text}.com", f"ana@example.com{text}"):
        try:
            address = Draft(tried, "s", "b").to
        except InfonetError:
            continue
        if not address:  # an empty text is no address and none is given
            assert not tried
            continue
        assert re.fullmatch(r"[!-~]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+", address)
        assert_one_letter(Draft(tried, "s", "b", name="Ana"), address)


@pytest.mark.parametrize(
    "address",
    [
        "ana",
        "ana@",
        "@example.com",
        "ana@example",
        "ana@example.com,eve@example.net",
        "ana@example.com eve@example.net",
        "ana@example.com\nBcc: eve@example.net",
        "ana@example.com\r\n",
        "Ana <ana@example.com>",
        "ana@example.com?bcc=eve@example.net",
        "ana..d@example.com",
        ".ana@example.com",
        "ana@-x.example.com",
        "ana@example..com",
        "ana@exam\x00ple.com",
        "ana\u2028@example.com",
        "añа@example.com",
        "a" * 65 + "@example.com",
        "a@" + "b." * 130 + "com",
        "ana@example.com;",
    ],
)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    with pytest.raises(InfonetError, match="expected one e-mail address"):
        Draft(address, "s", "b")


def test_a_domain_in_other_letters_is_written_in_ascii() -> None:
    assert Draft("ana@bücher.example.org", "s", "b").to == "ana@xn--bcher-kva.example.org"


@pytest.mark.parametrize("name", [name for name in MAIL if len(name) < 100])
def test_a_hostile_name_in_the_book_is_letters_in_the_draft(book: Book, name: str) -> None:
    tables = book.tables()
    people = tables.people.copy()
    people.loc[people.person == "name/bo-lin", "name"] = paragraphs(name) or "x"
    tables = tables._replace(people=people)
    letter = write("ask", "Ana Diaz", book, insider="name/bo-lin", tables=tables)
    assert_one_letter(letter, "ana@example.com")
    assert_one_letter(write("first message", "name/bo-lin", book, tables=tables), "bo@example.org")
    assert "<img" not in letter._repr_html_()
    assert "<class" not in letter.body


def test_a_display_name_survives_in_its_script() -> None:
    message = parsed(Draft("zoe@example.com", "s", "b", name="Zoë O'Ødegård-Nguyễn, PhD"))
    assert message["To"].addresses[0].display_name == "Zoë O'Ødegård-Nguyễn"


def test_the_body_keeps_its_lines() -> None:
    text = "Grüße\n\n  indented\n" + "word " * 60 + "end\n.\nFrom here"
    letter = Draft("ana@example.com", "s", text.replace("\n", "\r\n"))
    assert text_of(parsed(letter)) == f"{text}\n"


def test_a_draft_without_an_address_says_what_to_do(book: Book) -> None:
    letter = write("scout", "Eli Ōta", book)
    assert "no e-mail address is known" in repr(letter)
    for step in (letter.eml, letter.mailto, lambda: letter.save("x.eml")):
        with pytest.raises(InfonetError, match="no e-mail address for `Eli Ōta`: pass `to=`"):
            step()
    assert write("scout", "Eli Ōta", book, to="eli@example.net").to == "eli@example.net"


def test_a_draft_is_saved_once_and_for_its_owner_only(tmp_path: Path, book: Book) -> None:
    letter = write("scout", "Ana Diaz", book)
    file = letter.save(tmp_path / "ana.eml")
    assert file.read_bytes() == letter.eml()
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(InfonetError, match="give another name"):
        letter.save(file)
    letter.save(file, replace=True)
    assert letter.save(tmp_path / "ana.txt").read_text("utf-8") == f"{letter.body}\n"
    with pytest.raises(InfonetError, match=r"ends in `.eml` or `.txt`"):
        letter.save(tmp_path / "ana.html")
    with pytest.raises(InfonetError, match="there is no folder"):
        letter.save(tmp_path / "no folder" / "ana.eml")


def test_the_display_is_escaped_and_leaves_formulas_alone() -> None:
    letter = Draft("a&b@example.com", "<b>", "$x$ <script>", "email", "note", '"><img src=x>')
    shown = letter._repr_html_()
    assert re.findall(r"<(\w+)", shown) == ["pre", "a"]
    # What MathJax leaves alone.
    assert "$x$" in shown.split("</pre>")[0]
    assert "mathjax_ignore" in shown
    assert shown.count('"') == 6


def test_the_draft_cannot_be_changed(book: Book) -> None:
    letter = write("scout", "Ana Diaz", book)
    with pytest.raises(AttributeError):
        letter.to = "eve@example.net"  # type: ignore[misc]  # it is read-only


# --- names


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ana Diaz", "Ana"),
        ("Dr. Ana Diaz, PhD", "Ana"),
        ("Prof. Dr. Bo Lin", "Bo"),
        ("Dame Bo Lin", "Bo"),
        ("Diaz, Ana", "Ana"),
        ("Ana (she/her) Diaz", "Ana"),
        ("🍷 Zoë Looper", "Zoë"),
        ("J. R. Lin", "J. R. Lin"),
        ("B Lin", "B Lin"),
        ("Jean-Luc Moreau", "Jean-Luc"),
        ("李伟", "李伟"),
        ("Madonna", "Madonna"),
        ("", ""),
    ],
)
def test_what_to_call_somebody(name: str, first: str) -> None:
    assert given_name(name) == first


@given(anything)
def test_a_line_is_one_line_and_stays_so(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line
    line.encode("utf-8")


# --- templates of one's own


def toml(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    return path


def test_ones_own_wording_takes_the_place_of_the_packages(tmp_path: Path, book: Book) -> None:
    mine = toml(
        tmp_path,
        """
        [words]
        about = "die Arbeit {at}"
        at_company = "bei {company}"
        gruss = "Beste Grüße"
        [scout]
        subject = "Kennst Du jemanden {at}?"
        body = "Hallo {first}, es geht um {about} ({{so}}). {gruss}, {me}"
        """,
    )
    letter = write("scout", "Ana Diaz", book, templates=mine)
    assert letter.subject == "Kennst Du jemanden bei Delta?"
    assert letter.body == (
        "Hallo Ana, es geht um die Arbeit bei Delta ({so}). Beste Grüße, Robin Achterberg"
    )
    assert "die Arbeit bei Delta" in write("first message", "Bo Lin", book, templates=mine).body


def test_a_placeholder_is_replaced_once_and_never_evaluated(tmp_path: Path, book: Book) -> None:
    mine = toml(tmp_path, '[scout]\nsubject = "s"\nbody = "{about} {about.__class__}"')
    with pytest.raises(ReadError, match=r"`\{about.__class__\}` is not known; write one of about"):
        write("scout", "Ana Diaz", book, templates=mine)
    letter = write("scout", "Ana Diaz", book, about="{me} {me.__class__} %s ${me} {0}")
    assert "about {me} {me.__class__} %s ${me} {0}," in letter.body


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[scuot]\nsubject = "s"\nbody = "b"', "line 1, column `scuot`: there is no such template"),
        ('scout = "text"', "line 1, column `scout`: there is no such template"),
        (
            '[scout]\nsubject = "s"\nbody = """\nx\n{nobody}"""',
            r"line 5.*`\{nobody\}` is not known",
        ),
        ('[words]\nabuot = "x"', "line 2, column `words`: `abuot` is used in none of the texts"),
        ('[scout]\nsubject = "s"\nbody = 3', "line 3, column `scout`: `body` is no text of a"),
        ('[scout]\nsubject = "s"', "a template needs a subject and a body"),
        ("[words]\nabout = 3", "line 2, column `words`: `about` is no text"),
        ("[scout", "it is no TOML"),
        ("a = " + "[" * 10_000, "it is no TOML"),
        ("a = " + "9" * 5_000, "it is no TOML"),
    ],
)
def test_faulty_templates_are_told_with_their_line(
    tmp_path: Path, book: Book, text: str, told: str
) -> None:
    # Another kind is written: the file is checked as a whole.
    with pytest.raises(ReadError, match=told):
        write("confirm", "Ana Diaz", book, templates=toml(tmp_path, text))


def test_templates_that_are_not_there_or_not_utf_8(tmp_path: Path, book: Book) -> None:
    with pytest.raises(ReadError, match=r"`none.toml`: it cannot be read"):
        write("scout", "Ana Diaz", book, templates=tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes('[words]\nabout = "ü"'.encode("latin-1"))
    with pytest.raises(ReadError, match="save it as UTF-8"):
        write("scout", "Ana Diaz", book, templates=tmp_path / "latin.toml")


@given(text=anything, kind=st.sampled_from(DRAFTS))
def test_whatever_is_said_a_draft_is_one_letter(book: Book, text: str, kind: str) -> None:
    assume(one_line(text))
    said = dict.fromkeys(("about", "company", "first", "news", "when"), text)
    try:
        letter = write(kind, "Ana Diaz", book, to="a@example.com", **insider_for(kind), **said)
    except InfonetError as error:
        pytest.fail(f"{text!r}: {error}")
    assert_one_letter(letter, "a@example.com")


def test_who_is_asked_for_an_export_reads_what_is_read_of_it_and_may_say_no(book: Book) -> None:
    letter = write("ask for export", "Ana Diaz", book)
    for word in ("names", "profile addresses", "employers", "titles", "e-mail", "connected"):
        assert word in letter.body
    assert "Connections.csv" in letter.body and "a simple no is fine" in letter.body
    # It is about no company, wherever they work.
    assert "Delta" not in letter.body and "Echo" not in letter.body
    assert write("ask for export", "Ana Diaz", book, channel="linkedin").characters < 400
