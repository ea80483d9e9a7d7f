"""Reads the preferences, and the workshops they are for.

    id,nom,prenom,1,2,3,absent
    p01,Diallo,Inès,A,C,B,
    p02,Martin,Hugo,B,A,,2

Everything is put in the order of the ids and of the workshops' names, so that the order of the rows
says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sortition.errors import BadInput, Message, Problems, message
from sortition.rows import rows_named
from sortition.tables import Table, read_table
from sortition.text import folded, nearest
from workshops.assign.people import Meeting, Person
from workshops.assign.workshops import (
    CAPACITY,
    WORKSHOP,
    Row,
    check_hosts,
    spellings,
    workshop_rows,
    workshops_of,
)
from workshops.cells import heading_of, rounds_of
from workshops.people import ID_COLUMNS, Columns, Guests, read_guests
from workshops.plan import Participant

ABSENT: Final = ("absent", "absences")

_RANK: Final = re.compile(
    r"(?:(?:choix|choice|v(?:œ|oe)u|rang|rank)\s*)?([1-9][0-9]?)\s*(?:(?:er|e|st|nd|rd|th)\b)?"
    r"\s*(?:choix|choice|v(?:œ|oe)u)?"
)
"""A column of preferences: `1`, and as people also write it, `Choix 1`, `1er vœu`."""


@dataclass(frozen=True)
class Wanted:
    """What was read: the meeting, the names of its people, and what should be said."""

    meeting: Meeting
    participants: tuple[Participant, ...]
    notes: tuple[Message, ...]


@dataclass(frozen=True)
class _Sheet:
    """A row of the preferences file: workshops in folded form, best first, and rounds away."""

    choices: tuple[str, ...]
    absent: frozenset[int]


def read_meeting(preferences: Path, workshops: Path, rounds: int, seed: str) -> Wanted:
    """Read both files. Raises `BadInput` with every problem of either."""
    problems = Problems()
    rows = workshop_rows(read_table(workshops, wanted=(*WORKSHOP, *CAPACITY)), rounds, problems)
    spelling = spellings(rows)
    table = read_table(preferences, wanted=(*ID_COLUMNS, "1", "2", "3"))
    sheets = _sheets(table, spelling, rounds, problems)
    try:
        guests = read_guests(preferences, Columns())
    except BadInput as error:
        problems.extend(error.messages)
        problems.raise_if_any()
        raise
    people = _people(table, guests, sheets, list(spelling))
    found = workshops_of(rows, spelling, rounds, people, workshops.name, problems)
    check_hosts(found, people, rows, workshops.name, problems)
    problems.raise_if_any()
    notes = [*guests.notes, *_notes(rows, people, rounds, workshops.name, preferences.name)]
    meeting = Meeting(people, found, rounds, seed)
    return Wanted(without_hosted(meeting), guests.participants, tuple(notes))


def _people(
    table: Table, guests: Guests, sheets: Sequence[_Sheet], workshops: Sequence[str]
) -> tuple[Person, ...]:
    """Everyone in the order of the ids."""
    heading = heading_of(table, ID_COLUMNS)
    ids = [str(n) for n in range(1, len(sheets) + 1)]
    if heading is not None:
        ids = [str(cell) for cell in table.frame[heading]]
    sheet_of = dict(zip(ids, sheets, strict=True))
    number = {key: index for index, key in enumerate(workshops)}
    return tuple(
        [
            Person(
                id=person,
                choices=tuple([number[key] for key in sheet_of[person].choices if key in number]),
                absent=sheet_of[person].absent,
            )
            for person in guests.ids
        ]
    )


def without_hosted(meeting: Meeting) -> Meeting:
    """The meeting in which nobody asks for a workshop that they hold or have been to."""
    people = tuple(
        [
            replace(
                person,
                choices=tuple([one for one in person.choices if one in meeting.open_to(index)]),
            )
            for index, person in enumerate(meeting.people)
        ]
    )
    return replace(meeting, people=people)


def _sheets(
    table: Table, spelling: dict[str, str], rounds: int, problems: Problems
) -> list[_Sheet]:
    """Every row, unknown and repeated workshops reported."""
    ranks = sorted((rank, str(name)) for name in table.frame.columns if (rank := _rank(name)))
    if not ranks:
        found = [str(name) for name in table.frame.columns if name]
        raise BadInput(message("assign-no-ranks", file=table.name, found=found))
    columns = [(name, [str(cell) for cell in table.frame[name]]) for _, name in ranks]
    unknown: dict[tuple[str, str], list[int]] = {}
    choices = []
    for place, row in enumerate(table.rows):
        seen: dict[str, str] = {}
        for name, cells in columns:
            key = folded(cells[place])
            if not key:
                continue
            if key in seen:
                problems.add(
                    "assign-choice-twice",
                    file=table.name,
                    row=row,
                    value=cells[place],
                    columns=[seen[key], name],
                )
            elif key not in spelling:
                unknown.setdefault((cells[place], name), []).append(row)
            seen.setdefault(key, name)
        choices.append(tuple(seen))
    _report_unknown(unknown, spelling, table.name, problems)
    absences = _absences(table, rounds, problems)
    return [_Sheet(*sheet) for sheet in zip(choices, absences, strict=True)]


def _report_unknown(
    unknown: dict[tuple[str, str], list[int]],
    spelling: dict[str, str],
    file: str,
    problems: Problems,
) -> None:
    for (value, name), rows in unknown.items():
        near = nearest(value, spelling.values())
        problems.add(
            "assign-choice-unknown-near" if near else "assign-choice-unknown",
            file=file,
            rows=rows_named(rows),
            n=len(rows),
            column=name,
            value=value,
            nearest=near or "",
            known=list(spelling.values()),
        )


def _rank(heading: object) -> int:
    """The rank that a column is for, 0 if it is for something else."""
    found = _RANK.fullmatch(folded(str(heading)))
    return int(found.group(1)) if found else 0


def _absences(table: Table, rounds: int, problems: Problems) -> list[frozenset[int]]:
    heading = heading_of(table, ABSENT)
    if heading is None:
        return [frozenset()] * len(table.rows)
    where: dict[str, object] = {"file": table.name, "column": heading, "workshop": ""}
    return [
        frozenset(rounds_of(str(cell), rounds, {**where, "row": row}, problems))
        for cell, row in zip(table.frame[heading], table.rows, strict=True)
    ]


def _notes(
    rows: Sequence[Row], people: Sequence[Person], rounds: int, file: str, preferences: str
) -> list[Message]:
    notes = []
    hosts = {row.host for row in rows}
    silent = sum(not person.choices and person.id not in hosts for person in people)
    if silent:
        notes.append(message("assign-no-wishes", file=preferences, n=silent))
    for number in range(rounds):
        rooms: dict[str, list[str]] = {}
        for row in rows:
            if row.offer.room and number in row.rounds:
                rooms.setdefault(row.offer.room, []).append(row.name)
        for room, names in rooms.items():
            if len(names) > 1:
                note = message("assign-room-shared", file=file, room=room, workshops=names)
                notes += [] if note in notes else [note]
    return notes
