"""What the cells of a list say: whole numbers, yes or no."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from sortition.base.errors import Problems
from sortition.base.text import folded
from sortition.people.personal import cell_kind, holds_people
from sortition.people.rows import rows_named
from sortition.spreadsheets import Table

BLANK: Final = "—"
"""What stands for an empty cell, where it is shown."""
HIDDEN: Final = "…"
"""What stands for a cell that is someone's name, address or number."""
_YES: Final = frozenset(("oui", "o", "yes", "y", "x", "1", "vrai", "true"))
_NO: Final = frozenset(("", "non", "n", "no", "0", "faux", "false", "-", BLANK))
_DIGITS: Final = re.compile(r"[0-9]+")
_POINT_ZERO: Final = re.compile(r"([0-9]+)[.,]0+")


def whole(text: str, least: int, most: int, *, point_zero: bool = False) -> int | None:
    """The whole number that a text writes in digits, None where it is not from least to most.

    With `point_zero` also as programs of statistics write it: `3.0`.
    """
    if point_zero and (found := _POINT_ZERO.fullmatch(text)):
        text = found[1]
    if not _DIGITS.fullmatch(text):
        return None
    # Python refuses to read thousands of digits, and no limit here has more than a few.
    digits = text.lstrip("0") or "0"
    value = int(digits) if len(digits) <= len(str(most)) else most + 1
    return value if least <= value <= most else None


def rows_with_yes(table: Table, heading: str, problems: Problems) -> frozenset[int]:
    """The rows (from 0) with a yes in a column; what is neither yes nor no is noted."""
    written = [str(cell) for cell in table.frame[heading]]
    cells = [folded(cell) for cell in written]
    strange = [row for row, cell in enumerate(cells) if cell not in _YES | _NO]
    if strange:
        value = written[strange[0]]
        hidden = cell_kind(value) or holds_people(heading, Counter(written))
        problems.add(
            "yes-or-no",
            file=table.name,
            column=heading,
            value=HIDDEN if hidden else value,
            rows=rows_named([table.rows[row] for row in strange]),
            n=len(strange),
        )
    return frozenset(row for row, cell in enumerate(cells) if cell in _YES)
