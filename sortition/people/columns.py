"""The columns of a table by any of their names, and what is said of one that is not there."""

from __future__ import annotations

from collections.abc import Sequence

from sortition.base.errors import Message, message
from sortition.base.text import nearest
from sortition.people.personal import is_untitled
from sortition.spreadsheets import Table


def heading_of(table: Table, names: Sequence[str]) -> str | None:
    """The first of these columns that the table has, as it writes it."""
    return next((found for name in names if (found := table.column(name))), None)


def cells_of(table: Table, names: Sequence[str]) -> list[str]:
    """The cells of the first of these columns, blank where there is none."""
    heading = heading_of(table, names)
    if heading is None:
        return [""] * len(table.rows)
    return [str(cell) for cell in table.frame[heading]]


def headings_of(table: Table) -> list[str]:
    """The headings of a table, as far as there are any.

    None where what was taken for headings looks like the first person of a list without headings:
    it is not for a message.
    """
    columns = [(str(heading), cells.to_list()) for heading, cells in table.frame.items()]
    return [] if is_untitled(columns) else [heading for heading, _ in columns if heading]


def column_missing(table: Table, wanted: str, *, code: str = "column-missing") -> Message:
    """That a column is not there: the nearest heading and all there are, or that there are none.

    `code` is the message for a column that no heading is near to.
    """
    where = {"file": table.name, "column": wanted}
    headings = headings_of(table)
    if not headings:
        return message("column-missing-untitled", **where)
    near = nearest(wanted, headings)
    if near and code == "column-missing":
        return message("column-missing-near", **where, nearest=near, found=headings)
    return message(code, **where, found=headings)
