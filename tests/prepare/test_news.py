"""News from a saved feed: read, never fetched, its markup and tricks left out."""

from __future__ import annotations

import os
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infonet
from infonet.errors import InfonetError, ReadError
from infonet.prepare import news


@pytest.fixture(autouse=True)
def nothing_is_opened_but_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a name may be looked up."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a feed was to be fetched")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refused)


def item(title: str, summary: str = "", link: str = "", date: str = "") -> str:
    cells = {"title": title, "description": summary, "link": link, "pubDate": date}
    return f"<item>{''.join(f'<{k}>{escape(v)}</{k}>' for k, v in cells.items() if v)}</item>"


def feed(folder: Path, *items: str, before: str = "") -> Path:
    path = folder / "feed.xml"
    head = "<?xml version='1.0' encoding='UTF-8'?>"
    path.write_text(
        f"{head}{before}<rss version='2.0'><channel>{''.join(items)}</channel></rss>", "utf-8"
    )
    return path


def test_an_rss_feed_newest_first_with_what_is_missing_missing(tmp_path: Path) -> None:
    path = feed(
        tmp_path,
        item("Old", "first", "https://example.com/1", "Mon, 02 Mar 2026 06:30:00 GMT"),
        item("Undated"),
        item("New", date="Tue, 03 Mar 2026 06:30:00 GMT"),
    )
    found = news(path)
    assert found.dtypes.astype(str).to_dict() == {
        "title": "str", "date": "datetime64[s]", "link": "str", "summary": "str"
    }  # fmt: skip
    assert found.title.tolist() == ["New", "Old", "Undated"]
    assert found.date.dt.date.astype(str).tolist()[:2] == ["2026-03-03", "2026-03-02"]
    assert found.date.isna().tolist() == [False, False, True]
    assert found.link.dropna().tolist() == ["https://example.com/1"]
    assert found.summary.isna().tolist() == [True, False, True]


def test_an_atom_feed_and_the_day_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "feed.atom"
    path.write_text(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry>"
        "<title type='html'>Delta &lt;b&gt;grows&lt;/b&gt;</title>"
        "<link href='https://example.org/a'/><updated>2026-03-03T01:00:00+02:00</updated>"
        "<summary>More</summary></entry></feed>",
        "utf-8",
    )
    assert news(path).astype(str).values.tolist() == [
        ["Delta grows", "2026-03-02", "https://example.org/a", "More"]
    ]


def test_a_feed_without_entries_is_an_empty_frame(tmp_path: Path) -> None:
    full, empty = news(feed(tmp_path, item("A"))), news(feed(tmp_path))
    assert empty.empty and empty.dtypes.equals(full.dtypes)


def test_the_samples_feed_names_its_companies() -> None:
    path = infonet.sample("six-months") / "news.xml"
    about = news(path, "Fennimore Tidal")
    assert 0 < len(about) < len(news(path))
    assert (about.title + about.summary).str.contains("Fennimore").all()


def test_only_entries_that_name_the_company(tmp_path: Path) -> None:
    path = feed(
        tmp_path,
        item("Delta opens a lab"),
        item("Weather", "the river delta is high"),
        item("Jobs", "x " * 200 + "and forty posts at DELTA Inc."),
        item("Delta Dental moves to the old depot"),
    )
    assert set(news(path, "Delta Inc.").title) == {"Delta opens a lab", "Jobs"}
    assert news(path, "Golf").empty
    for nobody in ("", "  ", "?"):
        with pytest.raises(InfonetError, match="expected the name of a company"):
            news(path, nobody)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Hello <b>wor</b>ld</p><p>again</p>", "Hello world again"),
        ("a<br>b<br/>c", "a b c"),
        ("x<script>alert(1)</script>y<style>p {}</style>z", "xyz"),
        ("x<SCRIPT src='//example.com/a'>never closed", "x"),
        ("<img src=x onerror='alert(1) > 2'>shown", "shown"),
        ("a<!-- > hidden <b> -->b<!-- open", "ab"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("caf&eacute; &amp; bar &#x202e;gnp", "café & bar gnp"),
        ("tab\tand\nline\u2028break\u0007", "tab and line break"),
        ("<a href='javascript:alert(1)'>go</a>", "go"),
        ('<p title="it\'s">quoted</p>', "quoted"),
        ("open <b", "open <b"),
        ("a <b or <i>c</i>", "a <b or c"),
        ("research by AT&T", "research by AT&T"),
        ("<![if gte mso 9]>Word<![endif]>", "Word"),
    ],
)
def test_markup_is_taken_out(tmp_path: Path, markup: str, text: str) -> None:
    found = news(feed(tmp_path, item("T", markup.replace("\u0007", ""))))
    assert found.summary.tolist() == [text]


MARKUP = ["<b>", "</b>", "<!-- <b> -->", "<script>if (a<b)</script>", "<a href='x>y'>", "<br/>"]


@settings(max_examples=50)
@given(st.lists(st.sampled_from([*MARKUP, " word ", " 1 < 2 ", "&lt;b&gt; "])))
def test_the_letters_are_left_and_no_markup(pieces: list[str]) -> None:
    said = [piece for piece in pieces if piece not in MARKUP]
    expected = " ".join("".join(said).replace("&lt;b&gt;", "<b>").split())
    with tempfile.TemporaryDirectory() as folder:
        found = news(feed(Path(folder), item("T", "".join(pieces))))
    left = "" if found.summary.isna()[0] else found.summary[0]
    assert " ".join(left.split()) == expected[:300].rstrip()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/hosts", "mailto:ana@example.com", "//x", "a b"]
)
def test_only_web_addresses_are_links(tmp_path: Path, link: str) -> None:
    assert news(feed(tmp_path, item("T", link=link))).link.isna().all()


def test_a_long_summary_is_cut(tmp_path: Path) -> None:
    assert news(feed(tmp_path, item("T", "word " * 500))).summary.str.len().tolist() == [300]


def test_nothing_is_fetched_or_read_for_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret", "utf-8")
    entities = (
        f"<!DOCTYPE r [<!ENTITY a SYSTEM '{secret.as_uri()}'>"
        "<!ENTITY b SYSTEM 'http://example.com/b'>]>"
    )
    path = feed(tmp_path, "<item><title>t&a;&b;</title></item>", before=entities)
    assert "secret" not in news(path).to_csv()
    remote = "<!DOCTYPE r SYSTEM 'http://example.com/r.dtd'>"
    assert news(feed(tmp_path, item("T"), before=remote)).title.tolist() == ["T"]


def test_entities_do_not_multiply(tmp_path: Path) -> None:
    """A billion laughs in a kilobyte, and one long entity a thousand times."""
    nested = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    bombs = {
        "&a11;": f"<!DOCTYPE r [<!ENTITY a0 'ha'>{nested}]>",
        "&a;" * 1_000: f"<!DOCTYPE r [<!ENTITY a '{'x' * 10_000}'>]>",
    }
    for title, entities in bombs.items():
        path = feed(tmp_path, f"<item><title>{title}</title></item>", before=entities)
        assert len(news(path).to_csv()) < 10_000


@pytest.mark.parametrize(
    "piece", ["<!--", "<b ", "<b x='", "<script>", "<br '", "<p>", "&amp;", "<a x='>' ", "</b "]
)
def test_what_is_never_closed_does_not_take_the_square_of_its_length(
    tmp_path: Path, piece: str
) -> None:
    # With the square, minutes: the parser of the standard library takes 35 s where it is closed.
    assert len(news(feed(tmp_path, item("T", piece * 100_000)))) == 1


def test_what_the_parsers_choke_on_is_a_read_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"`feed.xml`: it cannot be read as a feed"):
        news(feed(tmp_path, item("T", "<![>")))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>no feed</body></html>",
        b"title,date\nDelta,2026-03-02\n",
        b"\x00\xff\xfe" * 100,
        b"http://example.com/feed.xml",
        b"{}",
    ],
)
def test_what_is_no_feed_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=r"`feed.xml`: expected an RSS or Atom feed"):
        news(path)


def test_a_file_that_holds_a_path_opens_no_other_file(tmp_path: Path) -> None:
    other = feed(tmp_path, item("Somebody else's"))
    path = tmp_path / "mine.xml"
    path.write_bytes(os.fsencode(other))
    with pytest.raises(ReadError, match=r"`mine.xml`: expected an RSS or Atom feed"):
        news(path)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"`none.xml`: it cannot be read \(No such file"):
        news(tmp_path / "none.xml")
    with pytest.raises(ReadError, match="expected a file"):
        news(tmp_path)
    with pytest.raises(ReadError, match="null character"):
        news("a\0b.xml")
    with pytest.raises(ReadError, match="expected a feed of at most 5 MB"):
        news(feed(tmp_path, item("x" * (5 << 20))))


def test_a_file_that_is_cut_off_gives_what_it_still_holds(tmp_path: Path) -> None:
    path = feed(tmp_path, item("First", "whole"), item("Second"))
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("Second")], "utf-8")
    assert "First" in set(news(path).title)


def test_a_broken_entry_costs_no_other(tmp_path: Path) -> None:
    broken = "<item><title>Half</title><description>1 < 2</description></item>"
    path = feed(tmp_path, item("First"), broken, item("Second", "whole"), "<item><b></item>")
    found = news(path).set_index("title").summary
    assert {"First", "Half", "Second"} <= {*found.index.dropna()}
    assert found["Second"] == "whole"


@pytest.mark.parametrize(
    "reference",
    ["&#xD800;", "&#55296;", "&#xdfff;", "&#0;", "&#x1b;", "&#xFFFE;", "&#x110000;", "&#99999999;"],
)
def test_a_reference_that_xml_forbids_costs_no_entry(tmp_path: Path, reference: str) -> None:
    odd = f"<item><title>Delta {reference}x</title></item>"
    found = news(feed(tmp_path, item("Delta one"), odd, item("Delta &#8364; two")))
    assert sorted(found.title) == ["Delta one", "Delta € two", "Delta \ufffdx"]


def test_letters_are_read_in_the_encoding_that_is_declared(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    body = (
        "<rss version='2.0'><channel><item><title>Café&nbsp;Ōta {}</title></item></channel></rss>"
    )
    for name, letter in (("iso-8859-2", "ő"), ("shift_jis", "日"), ("utf-16", "日"), ("x", "日")):
        text = body.replace("Ō", "O").replace("é", "e").format(letter)
        head = f"<?xml version='1.0' encoding='{name}'?>"
        path.write_bytes((head + text).encode("utf-8" if name == "x" else name))
        assert news(path).title.tolist() == [f"Cafe Ota {letter}"]


def test_more_entries_than_anybody_reads_are_said(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="at most 30,000 entries, and there are more: save a short"):
        news(feed(tmp_path, "<item/>" * 30_001))


def test_elements_of_other_vocabularies_say_nothing_of_the_entry(tmp_path: Path) -> None:
    said = (
        "<item><media:title>Photo</media:title><title>Delta</title><guid isPermaLink='false'>"
        "https://example.com/x</guid><content:encoded><![CDATA[<p>Whole &amp; more</p>]]>"
        "</content:encoded><dc:date>2026-03-03T23:30:00-02:00</dc:date></item>"
    )
    found = news(feed(tmp_path, said))
    assert found[["title", "summary"]].values.tolist() == [["Delta", "Whole & more"]]
    assert found.date.astype(str).tolist() == ["2026-03-04"] and found.link.isna().all()


@pytest.mark.evidence
@settings(max_examples=50)
@given(
    st.lists(
        st.sampled_from(
            [
                *"<>&;'\"/= ab\0\x0b",
                "<item>",
                "</item>",
                "<title>",
                "</title>",
                "<![CDATA[",
                "]]>",
                "<!--",
                "-->",
                "<!DOCTYPE a [",
                "<!ENTITY b 'c'>",
                "]>",
                "<?xml",
                "?>",
                "&#xd800;",
                "&b;",
                "<link href='",
                "<pubDate>",
                "9999-99-99",
                "\ud83d".encode("utf-8", "replace").decode(),
            ]
        ),
        max_size=30,
    ),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_whatever_is_in_a_feed_is_read_or_is_a_read_error(pieces: list[str], encoding: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "feed.xml")
        text = "<rss version='2.0'><channel>" + "".join(pieces)
        path.write_bytes(text.encode(encoding, "replace"))
        with suppress(ReadError):  # and nothing else
            news(path, "Delta")


def test_marks_without_end_are_cut(tmp_path: Path) -> None:
    marks = "\u0301\u0316" * 100_000  # to put all of them in order would take minutes
    found = news(feed(tmp_path, item(f"Delta a{marks}", f"Delta a{marks}")), f"Delta a{marks}")
    assert [len(text) for text in (*found.title, *found.summary)] == [36, 36]


IMPOSSIBLE = [
    "Mon, 01 Jan 0001 00:00:00 +1400",
    "Mon, 01 Jan 0026 00:00:00 GMT",
    "Mon, 01 Jan 1500 00:00:00 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 -1400",
    "0001-01-01T00:00:00Z",
    "1500-01-01",
]


def test_two_digits_of_a_year_are_of_this_century(tmp_path: Path) -> None:
    found = news(feed(tmp_path, item("T", date="Mon, 02 Mar 26 06:30:00 GMT")))
    assert found.date.dt.strftime("%Y-%m-%d").tolist() == ["2026-03-02"]


def test_a_day_that_is_none_is_missing(tmp_path: Path) -> None:
    dates = ["yesterday", "Mon, 99 Foo 2026", "Mon, 02 Mar 99999 06:30:00 GMT", *IMPOSSIBLE]
    found = news(feed(tmp_path, *(item(f"T{n}", date=day) for n, day in enumerate(dates))))
    assert len(found) == len(dates) and found.date.isna().all()
    assert str(found.date.dtype) == "datetime64[s]"
