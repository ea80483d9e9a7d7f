"""Who is who on several lists: the people left out of a draw, and one id for two people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sortition.base.errors import Message, Problems, message
from sortition.people.columns import column_missing
from sortition.people.ids import ids_look_personal, rows_of_ids
from sortition.people.names import Names, differences, names_of
from sortition.people.rows import note_each
from sortition.protocol.model import AGE, Protocol
from sortition.spreadsheets import Table

if TYPE_CHECKING:
    from sortition.register.lists import PeopleList


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
    return set(rows_of_ids(table, column, problems))


def check_same_people(protocol: Protocol, lists: Sequence[PeopleList]) -> None:
    """Refuse an id that stands on two lists with another name or birth date.

    Raises `BadInput` naming both files and rows, and never the names themselves.
    """
    if len(lists) == 1:
        return
    first_seen: dict[str, _Entry] = {}
    problems = Problems()
    for people in lists:
        names = names_of(people.table)
        cases = []
        for number, person in enumerate(people.ids):
            entry = _Entry(people, names, number)
            first = first_seen.setdefault(person, entry)
            different = [] if first.people is people else _differences(protocol, first, entry)
            if different:
                cases.append(
                    {
                        "id": person,
                        "columns": different,
                        "row": entry.row,
                        "other_file": first.people.table.name,
                        "other_row": first.row,
                    }
                )
        column = protocol.register.id or "id"
        hidden = bool(cases) and ids_look_personal(column, people.ids) is not None
        code = "same-id-other-person-personal" if hidden else "same-id-other-person"
        note_each(problems, code, cases, file=people.table.name, column=column)
    problems.raise_if_any()


class _Entry(NamedTuple):
    """A person of a list, whose place among the eligible is `number`."""

    people: PeopleList
    names: Names
    number: int

    @property
    def position(self) -> int:
        """Their place in the table."""
        return self.people.positions[self.number]

    @property
    def row(self) -> str:
        """Their row in the spreadsheet."""
        return str(self.people.table.rows[self.position])


def _differences(protocol: Protocol, one: _Entry, other: _Entry) -> list[str]:
    """The columns in which an id's two rows differ; a blank cell says nothing."""
    different = differences(one.names, one.position, other.names, other.position)
    births = one.people.births[one.number], other.people.births[other.number]
    if births[0] is not None and births[1] is not None and births[0] != births[1]:
        different.append(protocol.register.birth_date or AGE)
    return different
