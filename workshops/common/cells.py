"""Cells of the files of the workshops: columns by any of their names, and rounds in a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from sortition.base.errors import Problems
from sortition.spreadsheets import Table

_NUMBER: Final = re.compile(r"[1-9][0-9]?")
_DIGITS: Final = re.compile(r"[0-9]+")


def heading_of(table: Table, names: Sequence[str]) -> str | None:
    """The first of these columns that the table has, as it writes it."""
    return next((found for name in names if (found := table.column(name))), None)


def cells_of(table: Table, names: Sequence[str]) -> list[str]:
    """The cells of the first of these columns, blank where there is none."""
    heading = heading_of(table, names)
    if heading is None:
        return [""] * len(table.rows)
    return [str(cell) for cell in table.frame[heading]]


def whole(text: str, least: int, most: int) -> int | None:
    """The whole number that a text writes in digits, None where it is not from least to most."""
    if not _DIGITS.fullmatch(text):
        return None
    # Python refuses to read thousands of digits, and no limit here has more than a few.
    digits = text.lstrip("0") or "0"
    value = int(digits) if len(digits) <= len(str(most)) else most + 1
    return value if least <= value <= most else None


def rounds_of(
    text: str, rounds: int, where: Mapping[str, object], problems: Problems
) -> tuple[int, ...]:
    """The rounds of a cell like `1,3`, counted from 0; others are noted as problems."""
    parts = re.findall(r"[^\s,;+]+", text)
    good = [part for part in parts if _NUMBER.fullmatch(part) and int(part) <= rounds]
    if len(good) < len(parts):
        problems.add("cell-rounds", **where, value=text, rounds=rounds)
    return tuple(sorted({int(part) - 1 for part in good}))
