"""Tables in text files: which encoding, which separator, and where a quotation mark went astray."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Sequence
from typing import Final

from sortition.base.errors import BadInput, message
from sortition.base.text import BLANKS
from sortition.spreadsheets.cells import clean, is_blank
from sortition.spreadsheets.layout import HEADER_WITHIN, Grid, count_wanted, find_header, width_of

# In order of preference when two explain a file equally well: a comma is the likeliest of the four
# to stand inside a cell.
SEPARATORS: Final = ("\t", ";", "|", ",")
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_BYTE_ORDER_MARKS: Final = (
    (_UTF8_MARK, "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE_CHARACTERS: Final = 65_536
_SAMPLE_ROWS: Final = 100
_STRAYS_SHOWN: Final = 10
# A separator under which a quotation mark goes astray is worse than one that fits at all, and still
# better than none.
_QUOTES_ASTRAY: Final = 0.001
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_SEPARATOR_LINE: Final = re.compile(r"sep=(\t|[^\w\s\x22])(?:\r\n|\r|\n|$)", re.IGNORECASE)
# Documents that people save or rename as tables, known by how they begin.
_OTHER_KINDS: Final = re.compile(
    r"\s*(?:%(?P<PDF>pdf-)|(?P<RTF>\{\\rtf1)|(?P<XML><\?xml\s)"
    r"|<(?P<HTML>!doctype\s+html|(?:html|table|meta)[\s>]))",
    re.IGNORECASE,
)


def read_text(data: bytes, name: str, wanted: Sequence[str]) -> Grid:
    """The cells of a text file, with the encoding and the separator found out."""
    text = decode(data, name)
    if not text.strip(BLANKS + '"' + "".join(SEPARATORS)):
        raise BadInput(message("table-empty", file=name))
    other = _OTHER_KINDS.match(text)
    if other:
        raise BadInput(message("table-other-kind", file=name, value=other.lastgroup))
    told = _SEPARATOR_LINE.match(text)
    if told:
        rows = _rows(text[told.end() :], told[1], name, lines_before=1)
    else:
        rows = _rows(text, find_separator(text, wanted), name, lines_before=0)
    return Grid(rows)


def decode(data: bytes, name: str) -> str:
    """The text of the bytes: by its byte order mark, else UTF-8, else Windows-1252."""
    encoding = next((code for mark, code in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise BadInput(message("table-binary", file=name)) from error
        text = _decode_without_utf8(data, name)
    if "\0" in text:
        raise BadInput(message("table-binary", file=name))
    return text.lstrip("\ufeff")


def _decode_without_utf8(data: bytes, name: str) -> str:
    # In real Windows-1252 text, bytes that happen to form an UTF-8 character are far rarer than
    # accented letters that do not. More of the former than of the latter: the file is UTF-8 with
    # some lines pasted in from elsewhere, and reading it as Windows-1252 would spoil every accent.
    readable = data.decode("utf-8", errors="ignore")
    strays = len(data) - len(readable.encode("utf-8"))
    accents = len(readable) - len(readable.encode("ascii", errors="ignore"))
    if accents > strays or data.startswith(_UTF8_MARK):
        lines = _stray_lines(data)
        raise BadInput(message("table-mixed-encoding", file=name, n=len(lines), lines=lines))
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = _line_of(data.decode("latin-1"), error.start)
        raise BadInput(message("table-encoding", file=name, row=line)) from error


def _stray_lines(data: bytes) -> list[str]:
    lenient = data.decode("utf-8", errors="surrogateescape")
    strays = itertools.islice(re.finditer("[\udc80-\udcff]", lenient), _STRAYS_SHOWN)
    return list(dict.fromkeys(_line_of(lenient, stray.start()) for stray in strays))


def _line_of(text: str, place: int) -> str:
    return str(1 + len(_LINE_END.findall(text, 0, place)))


def find_separator(text: str, wanted: Sequence[str]) -> str:
    """The separator that explains the beginning of the text best.

    First the one under which most of the wanted columns are found, then one under which quotation
    marks make sense, then the one under which the rows are most regular. A text that none of them
    divides keeps its lines whole.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > len(sample):
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r"))]
    return max(SEPARATORS, key=lambda separator: _fitness(sample, separator, wanted))


def _fitness(sample: str, separator: str, wanted: Sequence[str]) -> tuple[int, float]:
    rows = _sample_rows(sample, separator, strict=False)
    if not rows:
        return 0, 0.0
    tidy = [[clean(cell) for cell in row] for row in rows[:HEADER_WITHIN]]
    header = find_header(tidy, wanted)
    matches = count_wanted(tidy[header], wanted)
    if width_of(tidy[header]) < 2:
        return matches, 0.0
    fitness = _regularity(rows, header, width_of(tidy[header]), titled=header > 0 and not matches)
    if '"' in sample and len(_sample_rows(sample, separator, strict=True)) < len(rows):
        fitness *= _QUOTES_ASTRAY
    return matches, fitness


def _regularity(rows: Sequence[Sequence[str]], header: int, width: int, *, titled: bool) -> float:
    """How well a separator explains the rows: 1 for rows all alike; `titled`: after a guess."""
    body = rows[header:]
    regular = sum(len(row) >= width and is_blank(row[width:]) for row in body) / len(rows)
    later = [cell for row in body for cell in row[1:]]
    # A separator seldom has a space after it, a comma inside a cell nearly always.
    spaced = sum(cell.startswith(" ") for cell in later) / len(later)
    if titled:
        # A name over lines such as « Dupont, Jean » is one column, not a title over two.
        return -2.0 if spaced > 0.5 else max(regular - 0.2, 0.01)
    return max(regular * (1 - spaced / 2), 0.01)


def _sample_rows(sample: str, separator: str, *, strict: bool) -> list[list[str]]:
    reader = csv.reader(
        io.StringIO(sample, newline=""), delimiter=separator, strict=strict, skipinitialspace=strict
    )
    rows: list[list[str]] = []
    try:
        for row in itertools.islice(reader, _SAMPLE_ROWS):
            rows.append(row)
    except csv.Error:
        pass  # what was read before is sample enough
    return [row for row in rows if not is_blank(row)]


def _rows(text: str, separator: str, name: str, *, lines_before: int) -> list[list[str]]:
    if '"' not in text:
        # Twice as fast as the csv module, on files where both agree.
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return [line.split(separator) for line in lines]
    # Cells are stripped anyway; skipping the space lets a quotation mark after it do its work.
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True
    )
    rows: list[list[str]] = []
    start = 1
    try:
        for row in reader:
            rows.append(row)
            start = reader.line_num + 1
    except csv.Error as error:
        code = "table-long-cell" if "field limit" in str(error) else "table-quote"
        raise BadInput(message(code, file=name, row=str(start + lines_before))) from error
    return rows
