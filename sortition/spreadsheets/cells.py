"""One cell of a table: how it is cleaned when read and made safe when written.

A spreadsheet runs a cell that starts with `=`, `+`, `-`, `@`, a tab or a carriage return as a
formula, and a formula in a list of names can send the list elsewhere. Such a cell is written behind
an apostrophe, and so is a cell that already has apostrophes before such a character: reading takes
exactly one off, so what we write we read back unchanged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from sortition.base.text import BLANKS, NO_WIDTH

_GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")
_RUNS_AS_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_PLAIN_NUMBER: Final = re.compile(r"[+-][0-9]+(?:[ \u00a0\u202f.,][0-9]+)*(?:[ \u00a0\u202f]?%)?")
# The separators our reader looks for are quoted too, so that it cannot take one for another.
_NEEDS_QUOTES: Final = re.compile(r'[",;|\t\r\n]')


def clean(cell: str) -> str:
    """A cell as we keep it: NFC, no white space around, no protecting apostrophe."""
    cell = unicodedata.normalize("NFC", cell).strip(BLANKS)
    return cell[1:].strip(BLANKS) if _GUARDED.match(cell) else cell


def clean_column(cells: Sequence[str]) -> list[str]:
    """`clean` for a whole column, by the shortest way that gives the same result."""
    together = "\n".join(cells)
    if _is_plain(together):
        return list(map(str.strip, cells))
    cleaned = {cell: clean(cell) for cell in set(cells)}
    return [cleaned[cell] for cell in cells]


def _is_plain(text: str) -> bool:
    # Any part of a text in NFC is in NFC, so one test of the whole spares a test of every cell.
    if not text.isascii() and (
        any(character in text for character in NO_WIDTH)
        or not unicodedata.is_normalized("NFC", text)
    ):
        return False
    return "'" not in text or _GUARDED.search(text) is None


def is_blank(cells: Iterable[str]) -> bool:
    """Whether a line has nothing in it (`;;;`)."""
    return not any(cell.strip(BLANKS) for cell in cells)


def letter(position: int) -> str:
    """The spreadsheet's letter of a column: 0 is A, 25 is Z, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """The content of a file of comma-separated text: UTF-8, lines ended by a line feed.

    Cells that a spreadsheet would run as a formula are put behind an apostrophe; plain numbers
    (-3,5 or +33 6 12 34 56 78) are left alone.
    """
    lines = (",".join(map(_written, row)) if len(row) != 1 else _alone(row[0]) for row in rows)
    return "".join(line + "\n" for line in lines).encode("utf-8")


def _written(cell: str) -> str:
    if _RUNS_AS_FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell):
        cell = "'" + cell
    if _NEEDS_QUOTES.search(cell):
        cell = '"' + cell.replace('"', '""') + '"'
    return cell


def _alone(cell: str) -> str:
    # A line with nothing on it would not be a row of one empty cell.
    return _written(cell) or '""'
