"""The ids of a list: missing, repeated or damaged ones are refused, personal ones pointed out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from sortition.base.errors import Message, Problems, message
from sortition.people.personal import (
    GOOD_SHARE,
    Kind,
    cell_kind,
    heading_kind,
    is_full_name,
    sampled,
)
from sortition.people.rows import note_each, rows_named
from sortition.spreadsheets import Table

Counted = Literal["people", "spreadsheet"]
"""What numbers the people of a list without ids: how many they are from the first, who is 1, or
their rows as the spreadsheet and every message count them."""

ID_COLUMNS: Final = ("id", "identifiant")
"""Headings of the ids where none is named."""
_DAMAGED: Final = re.compile(r"\d+[.,]0+|\d+(?:[.,]\d+)?[eE]\+\d+")
"""What a spreadsheet makes of an id it takes for a number: `1.0`, `1E+05`."""
_PERSONAL: Final[Mapping[Kind, str]] = {
    "email": "ids-emails",
    "phone": "ids-phones",
    "name": "ids-names",
    "birth": "ids-births",
    "address": "ids-addresses",
}
"""What ids should not be → what it is called."""


def read_ids(
    table: Table, column: str | None, problems: Problems, *, without: Counted
) -> list[str]:
    """The id of every row: a column's cells, or without one numbers, counted as `without` says.

    Ids that are missing, repeated or damaged by a spreadsheet are noted in `problems`.
    """
    if column is None:
        numbers = table.rows if without == "spreadsheet" else range(1, len(table.rows) + 1)
        return [str(number) for number in numbers]
    ids = [str(cell) for cell in table.frame[column]]
    distinct = set(ids)
    if len(distinct) == len(ids) and not any(map(looks_wrong, distinct)):
        return ids
    rows_of = rows_of_ids(table, column, problems)
    repeated = {person: rows for person, rows in rows_of.items() if len(rows) > 1}
    if repeated and ids_look_personal(column, ids):
        found = sorted(row for rows in repeated.values() for row in rows)
        where = {"file": table.name, "column": column, "rows": rows_named(found)}
        problems.add("id-repeated-personal", **where, n=len(repeated))
        return ids
    cases = [{"value": person, "rows": rows_named(rows)} for person, rows in repeated.items()]
    note_each(problems, "id-repeated", cases, file=table.name, column=column)
    return ids


def looks_wrong(person: str) -> bool:
    """Whether an id is missing, or damaged by a spreadsheet."""
    return not person or _DAMAGED.fullmatch(person) is not None


def rows_of_ids(table: Table, column: str, problems: Problems) -> dict[str, list[int]]:
    """Id → its rows in the spreadsheet; notes those that are missing or damaged."""
    rows_of: dict[str, list[int]] = {}
    for person, row in zip(table.frame[column], table.rows, strict=True):
        rows_of.setdefault(str(person), []).append(row)
    where = {"file": table.name, "column": column}
    if blank := rows_of.pop("", None):
        problems.add("id-missing", **where, rows=rows_named(blank), n=len(blank))
    damaged = [person for person in rows_of if _DAMAGED.fullmatch(person)]
    if damaged and ids_look_personal(column, list(rows_of)):
        rows = [rows_of[person][0] for person in damaged]
        problems.add("id-damaged-personal", **where, rows=rows_named(rows), n=len(damaged))
    elif damaged:
        first = str(rows_of[damaged[0]][0])
        problems.add("id-damaged", **where, value=damaged[0], row=first, n=len(damaged))
    return rows_of


def ids_look_personal(heading: str, ids: Sequence[str]) -> Kind | None:
    """Whether ids are something personal: None, or which: `email`, `phone`, `name`, `birth` or
    `address`.

    By the heading of their column, or because a good share of them look so. The column of ids is
    published wherever the draw is, and so nobody's name should stand in it.
    """
    kind = heading_kind(heading)
    if kind:
        return kind
    some = sampled([person for person in ids if person])
    kinds: Counter[Kind | None] = Counter()
    for person in some:
        kinds["name" if is_full_name(person) else cell_kind(person)] += 1
    return next((kind for kind in _PERSONAL if kinds[kind] >= GOOD_SHARE * len(some) > 0), None)


def personal_ids(table: Table, column: str, ids: Sequence[str]) -> list[Message]:
    """A note that the ids of a list are something personal, where they are."""
    kind = ids_look_personal(column, ids)
    if kind is None:
        return []
    return [message("ids-personal", file=table.name, column=column, kind=message(_PERSONAL[kind]))]
