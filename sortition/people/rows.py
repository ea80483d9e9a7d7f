"""The rows of a list while it is read: those still eligible, and why the others are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sortition.base.errors import Message, Problems, message
from sortition.spreadsheets import Table

PROBLEMS_SHOWN: Final = 10
"""At most so many problems of one kind are told one by one."""


@dataclass
class Rows:
    """The rows of a list that are still eligible, and why the others are not."""

    table: Table
    kept: list[int]
    """Positions in the table (0 is the first data row)."""
    left_out: list[tuple[Message, int]] = field(default_factory=list)
    """Why people were left out, and how many for each reason."""
    notes: list[Message] = field(default_factory=list)
    """What should be said of how the rows were chosen."""

    def keep(self, kept: list[int], reason: Message) -> None:
        """Keep these rows; the others leave for this reason."""
        if len(kept) < len(self.kept):
            self.left_out.append((reason, len(self.kept) - len(kept)))
        self.kept = kept

    def cells(self, column: str) -> list[str]:
        """The cells of the rows still eligible."""
        values: list[str] = self.table.frame[column].to_list()
        if len(self.kept) == len(values):
            return values
        return [values[position] for position in self.kept]

    def numbers(self) -> list[int]:
        """The spreadsheet numbers of the rows still eligible."""
        rows = self.table.rows
        return [rows[position] for position in self.kept]


def note_each(
    problems: Problems, code: str, cases: Sequence[Mapping[str, Any]], *, file: str, column: str
) -> None:
    """Note a problem of each case: the first ones one by one, of the others how many there are."""
    for case in cases[:PROBLEMS_SHOWN]:
        problems.add(code, file=file, column=column, **case)
    more = len(cases) - PROBLEMS_SHOWN
    if more > 0:
        problems.add("problems-more", file=file, column=column, n=more)


def rows_named(rows: Sequence[int]) -> object:
    """A list of rows for a sentence: the first few, then how many more there are."""
    first = ", ".join(str(row) for row in rows[:PROBLEMS_SHOWN])
    more = len(rows) - PROBLEMS_SHOWN
    return message("rows-and-more", rows=first, n=more) if more > 0 else first
