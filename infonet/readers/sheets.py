"""Read any CSV into rows with their physical lines, however a spreadsheet has saved it again.

A file is read twice and never held: `scan` finds its encoding and digest, then `records` streams.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from infonet.errors import ReadError
from infonet.names.people import fold
from infonet.names.text import counted, one_line
from infonet.readers.sources import Member

__all__ = [
    "HEADER_LINES",
    "MAX_ROWS",
    "NOTE",
    "REPEATED",
    "SECOND_HEADER",
    "Column",
    "Record",
    "Scan",
    "Sheet",
    "as_text",
    "column_key",
    "columns_here",
    "find_sheet",
    "has_header",
    "header_of",
    "records",
    "refuse_many",
    "scan",
    "splits",
    "top_lines",
    "widest_row",
]

HEADER_LINES = 50
"""The header is among this many lines."""

MAX_ROWS = 1_000_000
"""The most rows of a table: ten times the messages of the busiest."""

SECOND_HEADER = "the header again, of another export that was pasted below"
NOTE = "a note of the export that was pasted below"
"""The problems of lines that are no data, and nothing to mend."""

REPEATED = ("several columns are called so", "only the first is read")
"""The problem of a name in the header, and what is done about it."""

_TOP = 1 << 16  # bytes at the beginning that are enough to recognise a file
_LINE = 1 << 20  # characters: a longer line is no row of any export
_OPEN_QUOTE = "a quote opens a text that does not end as it should"
_LABEL = 200  # characters of a cell that may be a column's name
_WIDEST = 1 << 16  # characters of a line that may be a header
_NOTES_BEGIN = ("notes:", "notes")
_NOTES = 4  # lines between "Notes:" and the header below it, at most
_TOO_LONG = "(too long)\n"  # known by identity, so that it survives being read again
_DELIMITERS = ",;\t"
_SAVED = {
    "utf-8-sig": "a byte order mark",
    "cp1252": "Windows-1252 (cp1252) letters",
    **dict.fromkeys(("utf-16", "utf-16-le", "utf-16-be"), "UTF-16"),
    ";": "semicolons",
    "\t": "tabs",
    "\r\n": "CRLF line breaks",
    "\r": "CR line breaks",
}
"""Encoding, delimiter or line break → what it shows of the spreadsheet that saved the file."""
_LOST = re.compile("[\udc80-\udcff\ufffd]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_NOT_IN_CP1252 = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


@dataclass(frozen=True)
class Scan:
    """Hold what a first pass over the bytes finds.

    `encoding` is ``utf-8``, ``utf-8-sig``, ``utf-16``, ``utf-16-le``, ``utf-16-be`` or ``cp1252``;
    `damaged` says whether there are bytes that do not decode, or NUL characters.
    """

    size: int
    digest: str
    encoding: str
    damaged: bool


def scan(member: Member, *, first: int | None = None) -> Scan:
    """Find size, digest (SHA-256) and encoding in one pass, in two when the bytes are not UTF-8.

    With `first`, only that number of bytes is read.
    """
    content, size, nul, strict = hashlib.sha256(), 0, False, True
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with member.open("Looking through") as stream:
        head = stream.peek(4)[:4]
        while chunk := stream.read(first or 1 << 18):
            content.update(chunk)
            size += len(chunk)
            nul = nul or b"\0" in chunk
            if strict:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    strict = False
            if first is not None:
                break
    try:
        decoder.decode(b"", final=first is None)
    except UnicodeDecodeError:
        strict = False
    encoding, damaged = _encoding(member, head, nul=nul, strict=strict)
    return Scan(size, content.hexdigest(), encoding, damaged)


def _encoding(  # one for each encoding
    member: Member, head: bytes, *, nul: bool, strict: bool
) -> tuple[str, bool]:
    """Return the encoding, and whether something in the file does not decode."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", True
    if head[1::2] == b"\0\0":
        return "utf-16-le", True
    if head[::2] == b"\0\0":
        return "utf-16-be", True
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", nul or not strict
    if strict:
        return "utf-8", nul
    # One bad byte does not make a file cp1252: the bad ones must outnumber the letters in UTF-8.
    letters = lost = unknown = 0
    looked = member.open("Looking through")
    with looked as stream, io.TextIOWrapper(stream, "utf-8", "surrogateescape") as text:
        while chunk := text.read(1 << 18):
            found = _BEYOND_ASCII.findall(chunk)
            bad = [ord(letter) - 0xDC00 for letter in found if "\udc80" <= letter <= "\udcff"]
            letters += len(found) - len(bad)
            lost += len(bad)
            unknown += sum(byte in _NOT_IN_CP1252 for byte in bad)
    if lost - unknown > letters + unknown:
        return "cp1252", nul or unknown > 0
    return "utf-8", True


@contextmanager
def as_text(member: Member, encoding: str) -> Iterator[io.TextIOWrapper]:
    """Open a file as text with its line breaks; what does not decode stays recognisable."""
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    with member.open() as stream, io.TextIOWrapper(stream, encoding, errors, newline="") as text:
        yield text


@dataclass(frozen=True)
class Sheet:
    """Hold a CSV file whose header has been found, on the physical line `line`.

    `header` has the columns as written in it, `resaved` the signs that a spreadsheet saved it.
    """

    member: Member
    scan: Scan
    delimiter: str
    header: tuple[str, ...]
    line: int
    resaved: tuple[str, ...]

    @cached_property
    def _places(self) -> dict[str, int]:
        """The place of each column by its key; of two with one key the first."""
        keys = [column_key(label) for label in self.header]
        return {key: at for at, key in reversed([*enumerate(keys)])}

    def column(self, *names: str) -> Column:
        """Return the first of these columns that is there, else the first name without a place."""
        for name in names:
            at = self._places.get(column_key(name))
            if at is not None:
                return Column(self.header[at], at)
        return Column(names[0], None)

    @property
    def columns(self) -> list[Column]:
        """The columns in their order; of several with one name the first, and none without."""
        places = sorted(at for key, at in self._places.items() if key)
        return [Column(self.header[at], at) for at in places]

    @property
    def repeated(self) -> list[str]:
        """The names of which there are several columns, as first written."""
        count = Counter(column_key(label) for label in self.header)
        return [column.label for column in self.columns if count[column_key(column.label)] > 1]


class Column(NamedTuple):
    """Hold a column's name as written in the file, and its position; None where there is none."""

    label: str
    at: int | None

    def of(self, cells: Sequence[str]) -> str:
        """Return the stripped cell of a row, empty without such a column."""
        return "" if self.at is None else cells[self.at].strip()


class Record(NamedTuple):
    """Hold a row with the physical line on which it begins: its cells, or what is wrong with it.

    A broken row has no cells, a `problem`, and the `column` where it is broken, if that is known.
    `damaged` has the positions of cells with bytes that did not decode, or with NUL characters.
    `short` says what differs where cells at the end were left away, and are empty here.
    """

    line: int
    cells: list[str]
    problem: str | None = None
    column: str | None = None
    damaged: tuple[int, ...] = ()
    short: str = ""


def column_key(label: str) -> str:
    """Return a column's name for comparing: letters and digits, without accents, in lower case."""
    # Many readers ask the same of one header; what is longer is text, and is not kept.
    return _key(label) if len(label) <= _LABEL else _key.__wrapped__(label)


@lru_cache(maxsize=1 << 12)
def _key(label: str) -> str:
    """Return the letters and digits of a label, folded."""
    return "".join(filter(str.isalnum, fold(label)))


def splits(line: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each delimiter of a line with the cells that it splits it into; the first if none."""
    for delimiter in [each for each in _DELIMITERS if each in line] or _DELIMITERS[:1]:
        with suppress(csv.Error):
            yield delimiter, next(csv.reader([line], delimiter=delimiter), [])


def top_lines(member: Member, scanned: Scan) -> Iterator[str]:
    """Yield the first `HEADER_LINES` lines, mended, with their line breaks."""
    with as_text(member, scanned.encoding) as text:
        lines = islice(iter(lambda: text.readline(_LINE), ""), HEADER_LINES)
        yield from map(_mended, lines) if scanned.damaged else lines


def widest_row(member: Member, scanned: Scan) -> tuple[int, list[str]]:
    """Return the line and the cells of the row near the top that has the most columns."""
    rows = [
        (number, [one_line(cell) for cell in cells if column_key(cell)])
        for number, line in enumerate(top_lines(member, scanned), start=1)
        for _, cells in splits(line[:_WIDEST].strip("\r\n"))
    ]
    return max(rows, key=lambda row: len(row[1]), default=(1, []))


def has_header(member: Member, wanted: Callable[[Collection[str]], bool]) -> bool:
    """Return whether the first bytes of a file hold the header that is wanted."""
    return _wanted(member, wanted) is not None


def header_of(
    member: Member, wanted: Callable[[Collection[str]], bool], *shown: str, most: int = 3
) -> str:
    """Return why a file is what is wanted: "header" and some of its columns; "" if it is not.

    The columns are those whose keys are `shown`, else the first ones, at most `most`.
    """
    header = _wanted(member, wanted)
    if header is None:
        return ""
    labels = [one_line(label) for label in header]
    keys = [column_key(label) for label in labels]
    first = [labels[keys.index(key)] for key in shown if key in keys]
    told = [label for label in (first or labels) if label][:most]
    return f"header {', '.join(f'`{label[:40]}`' for label in told)}"


def columns_here(member: Member, keys: Collection[str]) -> int:
    """Return how many of some columns stand in one row near the top of a file."""
    return max((len(found & {*keys}) for _, found in _tops(member)), default=0)


def _wanted(member: Member, wanted: Callable[[Collection[str]], bool]) -> list[str] | None:
    """Return the first row near the top of a file that is the header."""
    return next((cells for cells, keys in _tops(member) if wanted(keys)), None)


def _tops(member: Member) -> list[tuple[list[str], set[str]]]:
    """Return the rows near the top of a file with their column keys; they are kept."""
    if _TOP not in member.kept:
        scanned = scan(member, first=_TOP)
        member.kept[_TOP] = [
            (cells, {column_key(cell[:_LABEL]) for cell in cells} - {""})
            for line in top_lines(member, scanned)
            for _, cells in splits(line.strip("\r\n"))
        ]
    rows: list[tuple[list[str], set[str]]] = member.kept[_TOP]
    return rows


def find_sheet(
    member: Member, scanned: Scan, wanted: Callable[[Collection[str]], bool]
) -> Sheet | None:
    """Find the header row among the first `HEADER_LINES` lines, with any delimiter.

    `wanted` returns whether a row with these column keys is the header.
    """
    separated = None
    for number, line in enumerate(top_lines(member, scanned), start=1):
        bare = line.strip("\r\n")
        if number == 1 and re.fullmatch(r'"?sep=.?"?[,;\t]*', bare, re.IGNORECASE):
            separated = "a `sep=` line"
        for delimiter, cells in splits(bare):
            if not wanted({column_key(cell[:_LABEL]) for cell in cells} - {""}):
                continue
            signs = (
                _SAVED.get(scanned.encoding),
                separated,
                _SAVED.get(delimiter),
                _SAVED.get(line[len(bare) :]),
            )
            header = tuple(" ".join(cell.replace("\ufeff", "").split()) for cell in cells)
            while not header[-1]:
                header = header[:-1]
            return Sheet(member, scanned, delimiter, header, number, tuple(filter(None, signs)))
    return None


def records(sheet: Sheet, *, padded: bool = False) -> Iterator[Record]:
    """Yield the rows below the header; skip blank lines.

    A quote that is never closed, or closed in the wrong place, costs only its own line: reading
    goes on with the next physical line. With `padded`, cells that were left away at the end of a
    line are empty ones: spreadsheets and people leave them away. Where another export was pasted
    below, its header and the notes above that are problems of their own.
    """
    header = [label.casefold() for label in sheet.header]
    held: list[Record] = []
    for record in _rows(sheet, padded=padded):
        first = record.cells[0].strip().casefold() if record.cells else None
        again = first == header[0] and header == [
            " ".join(cell.replace("\ufeff", "").split()).casefold() for cell in record.cells
        ]
        if again or (held and len(held) > _NOTES):
            for note in held:
                yield note._replace(cells=[], problem=NOTE, short="") if again else note
            held = []
        if again:
            yield Record(record.line, [], SECOND_HEADER)
        elif held or (first in _NOTES_BEGIN and not any(record.cells[1:])):
            held.append(record)
        else:
            yield record
    yield from held


def _rows(sheet: Sheet, *, padded: bool) -> Iterator[Record]:
    """Yield the rows below the header, whatever they say."""
    width = len(sheet.header)
    with as_text(sheet.member, sheet.scan.encoding) as text:
        for _ in range(sheet.line):
            text.readline(_LINE)
        lines, number, rows = _Lines(text, sheet.delimiter), sheet.line, 0
        while lines.read():
            rows += lines.cells != []
            refuse_many(rows, sheet.member, number + 1)
            first, cells, problem, column = number + 1, lines.cells, lines.problem, None
            short = ""
            if cells is not None and problem is None:
                problem, column = _misfit(cells, sheet.header, len(lines.held))
                if problem is not None and padded and len(lines.held) == 1 and len(cells) < width:
                    short, problem, column = problem, None, None
                    cells += [""] * (width - len(cells))
            if problem is not None and len(lines.held) > 1:
                problem, cells = _OPEN_QUOTE, None
                lines.take_back()
            if cells is None:
                column = _last_column(lines.held[0], sheet)
            number += len(lines.held)
            if problem is not None:
                yield Record(first, [], problem, column)
            elif cells:
                damaged = _mend(cells) if sheet.scan.damaged else ()
                yield Record(first, cells[:width], None, None, damaged, short)


def refuse_many(rows: int, member: Member, line: int) -> None:
    """Raise where a file has more rows, cards or meetings than `MAX_ROWS`."""
    if rows > MAX_ROWS:
        problem = f"expected at most {MAX_ROWS:,} rows, and there are more; split the file"
        raise ReadError(problem, file=member.place, line=line)


class _Lines:
    """Feed physical lines to the csv module, and go back to the second line of a record.

    `held` has the lines of the last record, `cells` what it holds, or None where the csv module
    gave up, and `problem` why, or that a line is too long.
    """

    def __init__(self, text: io.TextIOWrapper, delimiter: str) -> None:
        self._text, self._delimiter = text, delimiter
        self._ahead: deque[str] = deque()
        self.held: list[str] = []
        self.cells: list[str] | None = None
        self.problem: str | None = None
        self._begin()

    def _begin(self) -> None:
        self._reader = csv.reader(self._feed(), delimiter=self._delimiter, strict=True)

    def read(self) -> bool:
        """Read a record; return False at the end of the file."""
        self.held, self.cells, self.problem = [], None, None
        try:
            self.cells = next(self._reader, None)
        except csv.Error as error:
            large = f"a field of more than {csv.field_size_limit():,} characters"
            found = large if "field limit" in str(error) else _OPEN_QUOTE
            self.problem = self.problem or found
            self._begin()  # the csv module is in the middle of a field now
        return bool(self.held)

    def take_back(self) -> None:
        """Return all but the first line of the record to the next reading."""
        self._ahead.extendleft(reversed(self.held[1:]))
        del self.held[1:]

    def _feed(self) -> Iterator[str]:
        ahead, readline = self._ahead, self._text.readline
        while line := ahead.popleft() if ahead else readline(_LINE):
            if len(line) == _LINE and line[-1] not in "\r\n":
                while (rest := readline(_LINE)) and rest[-1] not in "\r\n":
                    pass
                line = _TOO_LONG
            if line is _TOO_LONG:
                self.problem = f"a line of more than {_LINE:,} characters"
            self.held.append(line)
            yield line


def _last_column(line: str, sheet: Sheet) -> str | None:
    """Return the column of a line's last field, where a quote was left open."""
    try:
        cells = next(csv.reader([line], delimiter=sheet.delimiter), [])
    except csv.Error:
        return None
    return sheet.header[len(cells) - 1] if 0 < len(cells) <= len(sheet.header) else None


def _misfit(cells: list[str], header: tuple[str, ...], lines: int) -> tuple[str | None, str | None]:
    """Return how a row differs from the header, and where; empty cells beyond it do not count.

    They do in a row of several lines: there they show that a quote was closed by chance.
    """
    width = len(header)
    if not cells or len(cells) == width:
        return None, None
    if len(cells) > width and lines == 1 and not any(cells[width:]):
        return None, None
    found = f"{counted(len(cells), 'field')} where the header has {width}"
    return found, header[len(cells)] if len(cells) < width else None


def _mend(cells: list[str]) -> tuple[int, ...]:
    """Mend the cells of a row; return the positions of those that were damaged."""
    damaged = []
    for position, cell in enumerate(cells):
        if "\0" in cell or _LOST.search(cell):
            cells[position] = _mended(cell)
            damaged.append(position)
    return tuple(damaged)


def _mended(text: str) -> str:
    """Return a text with U+FFFD for bytes that did not decode, and without NUL characters."""
    return _LOST.sub("\ufffd", text).replace("\0", "")
