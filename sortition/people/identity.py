"""Who is who: the ids of a list, the lists of people left out, and people on several lists."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sortition.base.errors import Message, Problems, message
from sortition.people.columns import column_missing
from sortition.people.personal import (
    GOOD_SHARE,
    Kind,
    cell_kind,
    heading_kind,
    is_full_name,
    sampled,
)
from sortition.people.rows import note_each, rows_named
from sortition.protocol.model import AGE, Protocol
from sortition.spreadsheets import Table

if TYPE_CHECKING:
    from sortition.register.lists import PeopleList

NAME_COLUMNS: Final = ("nom", "prenom", "prénom", "last_name", "first_name", "name")
_DAMAGED_ID: Final = re.compile(r"\d+[.,]0+|\d+(?:[.,]\d+)?[eE]\+\d+")
"""What a spreadsheet makes of an id it takes for a number: `1.0`, `1E+05`."""
_PERSONAL: Final[Mapping[Kind, str]] = {
    "email": "ids-emails",
    "phone": "ids-phones",
    "name": "ids-names",
    "birth": "ids-births",
    "address": "ids-addresses",
}
"""What ids should not be → what it is called."""


def read_ids(table: Table, column: str | None, problems: Problems) -> list[str]:
    """The id of every row: a column, or without one the number of the row (1 is the first).

    Ids that are missing, repeated or damaged by a spreadsheet are noted in `problems`.
    """
    if column is None:
        return [str(number) for number in range(1, len(table.rows) + 1)]
    ids = [str(cell) for cell in table.frame[column]]
    distinct = set(ids)
    if len(distinct) == len(ids) and not any(map(_looks_wrong, distinct)):
        return ids
    rows_of = _rows_of_ids(table, column, problems)
    repeated = {person: rows for person, rows in rows_of.items() if len(rows) > 1}
    if repeated and ids_look_personal(column, ids):
        found = sorted(row for rows in repeated.values() for row in rows)
        where = {"file": table.name, "column": column, "rows": rows_named(found)}
        problems.add("id-repeated-personal", **where, n=len(repeated))
        return ids
    cases = [{"value": person, "rows": rows_named(rows)} for person, rows in repeated.items()]
    note_each(problems, "id-repeated", cases, file=table.name, column=column)
    return ids


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


def _looks_wrong(person: str) -> bool:
    return not person or _DAMAGED_ID.fullmatch(person) is not None


def _rows_of_ids(table: Table, column: str, problems: Problems) -> dict[str, list[int]]:
    """Id → its rows; notes those that are missing or damaged."""
    rows_of: dict[str, list[int]] = {}
    for person, row in zip(table.frame[column], table.rows, strict=True):
        rows_of.setdefault(str(person), []).append(row)
    where = {"file": table.name, "column": column}
    if blank := rows_of.pop("", None):
        problems.add("id-missing", **where, rows=rows_named(blank), n=len(blank))
    damaged = [person for person in rows_of if _DAMAGED_ID.fullmatch(person)]
    if damaged and ids_look_personal(column, list(rows_of)):
        rows = [rows_of[person][0] for person in damaged]
        problems.add("id-damaged-personal", **where, rows=rows_named(rows), n=len(damaged))
    elif damaged:
        first = str(rows_of[damaged[0]][0])
        problems.add("id-damaged", **where, value=damaged[0], row=first, n=len(damaged))
    return rows_of


def read_exclusions(protocol: Protocol, tables: Sequence[Table]) -> dict[str, str]:
    """The ids of people who may not be drawn again, each with the file that names it.

    The column is the register's own id column, else `id` (as in the panel files of a draw).
    Raises `BadInput` where a file has neither, or ids that are missing or damaged: whoever they
    stand for could be drawn again.
    """
    excluded: dict[str, str] = {}
    problems = Problems()
    for table in tables:
        for person in _excluded_by(protocol, table, problems):
            excluded.setdefault(person, table.name)
    problems.raise_if_any()
    return excluded


def unused_exclusions(
    protocol: Protocol, tables: Sequence[Table], lists: Sequence[PeopleList]
) -> list[Message]:
    """A note on every exclusion list none of whose ids is known: it may be of another register."""
    known = {person for people in lists for person in people.excluded_ids}
    notes = []
    for table in tables:
        ids = _excluded_by(protocol, table, Problems())
        if ids.isdisjoint(known):
            notes.append(message("exclusion-unused", file=table.name, n=len(ids)))
    return notes


def _excluded_by(protocol: Protocol, table: Table, problems: Problems) -> set[str]:
    own = table.column(protocol.register.id) if protocol.register.id else None
    column = own or table.column("id")
    if column is None:
        problems.extend([column_missing(table, protocol.register.id or "id")])
        return set()
    return set(_rows_of_ids(table, column, problems))


def check_same_people(protocol: Protocol, lists: Sequence[PeopleList]) -> None:
    """Refuse an id that stands on two lists with another name or birth date.

    Raises `BadInput` naming both files and rows, and never the names themselves.
    """
    if len(lists) == 1:
        return
    first_seen: dict[str, tuple[PeopleList, int]] = {}
    problems = Problems()
    for people in lists:
        cases = []
        for number, person in enumerate(people.ids):
            other, place = first_seen.setdefault(person, (people, number))
            different = (
                [] if other is people else _differences(protocol, other, place, people, number)
            )
            if different:
                cases.append(
                    {
                        "id": person,
                        "columns": different,
                        "row": str(people.table.rows[people.positions[number]]),
                        "other_file": other.table.name,
                        "other_row": str(other.table.rows[other.positions[place]]),
                    }
                )
        column = protocol.register.id or "id"
        hidden = bool(cases) and ids_look_personal(column, people.ids) is not None
        code = "same-id-other-person-personal" if hidden else "same-id-other-person"
        note_each(problems, code, cases, file=people.table.name, column=column)
    problems.raise_if_any()


def _differences(
    protocol: Protocol, one: PeopleList, i: int, other: PeopleList, j: int
) -> list[str]:
    """The columns in which an id's two rows differ; a blank cell says nothing."""
    different = []
    for name in NAME_COLUMNS:
        columns = one.table.column(name), other.table.column(name)
        if columns[0] is None or columns[1] is None:
            continue
        cells = (
            bare_name(str(one.table.frame[columns[0]].iat[one.positions[i]])),
            bare_name(str(other.table.frame[columns[1]].iat[other.positions[j]])),
        )
        if all(cells) and cells[0] != cells[1]:
            different.append(columns[0])
    births = one.births[i], other.births[j]
    if births[0] is not None and births[1] is not None and births[0] != births[1]:
        different.append(protocol.register.birth_date or AGE)
    return different


def bare_name(name: str) -> str:
    """A name as two lists may both write it: no regard to case, accents, hyphens or apostrophes."""
    apart = unicodedata.normalize("NFD", name.casefold())
    letters = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())
