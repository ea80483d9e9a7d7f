"""Reads the preferences, and the workshops they are for.

    id,nom,prenom,1,2,3,absent
    p01,Diallo,Inès,A,C,B,
    p02,Martin,Hugo,B,A,,2

Everything is put in the order of the ids and of the workshops' names, so that the order of the rows
says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sortition.base.errors import Message, Problems, message
from sortition.base.text import folded, nearest
from sortition.people.columns import heading_of
from sortition.people.headings import USUAL
from sortition.people.ids import ID_COLUMNS
from sortition.people.rows import rows_named
from sortition.spreadsheets import Table, read_table
from workshops.assign.people import Attendee, Meeting
from workshops.assign.ranks import rank_columns
from workshops.assign.workshops import (
    CAPACITY,
    WORKSHOP,
    WorkshopRow,
    check_hosts,
    host_ids,
    spellings,
    titled,
    workshop_rows,
    workshops_of,
)
from workshops.common.people import Columns, Guests, guests_of, natural
from workshops.common.rounds import rounds_of
from workshops.plan.value import Participant

ABSENT: Final = ("absent", "absences")


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
    skipped: bool
    """Whether a rank is blank before one that is not."""
    absent: frozenset[int]


def read_meeting(
    preferences: Path, workshops: Path, rounds: int, seed: str, id_column: str | None = None
) -> Wanted:
    """Read both files. Raises `BadInput` with every problem of either."""
    problems = Problems()
    rows = problems.attempt(
        lambda: workshop_rows(
            read_table(workshops, wanted=(*WORKSHOP, *CAPACITY)), rounds, problems
        )
    )
    columns = Columns(id=id_column)
    usual = (*columns.named, *ID_COLUMNS, *USUAL, "1", "2", "3")
    table = problems.attempt(lambda: read_table(preferences, wanted=usual))
    if table is None:
        problems.raise_if_any()
        raise TypeError("a table without problems is read")
    ranks = problems.attempt(lambda: rank_columns(table))
    sheets = _sheets(table, ranks or (), rows, rounds, problems)
    guests = problems.attempt(lambda: guests_of(table, columns))
    if rows is None or guests is None:
        problems.raise_if_any()
        raise TypeError("tables without problems are read")
    spelling = spellings(rows)
    people = _people(guests, sheets, list(spelling))
    found = workshops_of(rows, spelling, rounds, people, workshops.name, problems)
    check_hosts(found, people, rows, workshops.name, problems)
    for number in range(rounds):
        if all(number in person.absent for person in people):
            problems.add("assign-nobody", file=preferences.name, round=str(number + 1))
    problems.raise_if_any()
    meeting = Meeting(people, found, rounds, seed)
    notes = [
        *guests.notes,
        *_notes(rows, people, rounds, workshops.name, preferences.name),
        *_wish_notes(ranks or (), sheets, meeting, preferences.name),
    ]
    return Wanted(within_reach(meeting), guests.participants, tuple(notes))


def _people(
    guests: Guests, sheets: Sequence[_Sheet], workshops: Sequence[str]
) -> tuple[Attendee, ...]:
    """Everyone in the order of the ids."""
    number = {key: index for index, key in enumerate(workshops)}
    people = []
    for person, row in zip(guests.ids, guests.rows, strict=True):
        sheet = sheets[row]
        choices = tuple([number[key] for key in sheet.choices if key in number])
        people.append(Attendee(person, choices, sheet.absent))
    return tuple(people)


def within_reach(meeting: Meeting) -> Meeting:
    """The meeting in which nobody asks for a workshop that is not open to them."""
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
    table: Table,
    ranks: Sequence[str],
    rows: Sequence[WorkshopRow] | None,
    rounds: int,
    problems: Problems,
) -> list[_Sheet]:
    """Every row, repeated workshops reported, and unknown ones where the `rows` of workshops could
    be read.
    """
    spelling, titles = spellings(rows or ()), titled(rows or ())
    columns = [(name, [str(cell) for cell in table.frame[name]]) for name in ranks]
    unknown: dict[tuple[str, str], list[int]] = {}
    choices = []
    for place, row in enumerate(table.rows):
        seen: dict[str, str] = {}
        blank = skipped = False
        for name, cells in columns:
            key = folded(cells[place])
            key = titles.get(key, key)
            if not key:
                blank = True
                continue
            skipped = skipped or blank
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
        choices.append((tuple(seen), skipped))
    if rows is not None:
        _report_unknown(unknown, spelling, table.name, problems)
    absences = _absences(table, rounds, problems)
    return [_Sheet(*choice, away) for choice, away in zip(choices, absences, strict=True)]


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


def _absences(table: Table, rounds: int, problems: Problems) -> list[frozenset[int]]:
    heading = heading_of(table, ABSENT)
    if heading is None:
        return [frozenset()] * len(table.rows)
    where: dict[str, object] = {"file": table.name, "column": heading}
    return [
        frozenset(rounds_of(str(cell), rounds, {**where, "row": row}, problems))
        for cell, row in zip(table.frame[heading], table.rows, strict=True)
    ]


def _notes(
    rows: Sequence[WorkshopRow],
    people: Sequence[Attendee],
    rounds: int,
    file: str,
    preferences: str,
) -> list[Message]:
    notes = []
    ids = {person.id for person in people}
    hosts = {host for row in rows for host in host_ids(row.host, ids)}
    silent = sum(not person.choices and person.id not in hosts for person in people)
    if silent:
        notes.append(message("assign-no-wishes", file=preferences, n=silent))
    for number in range(rounds):
        rooms: dict[str, list[WorkshopRow]] = {}
        for row in sorted(rows, key=lambda row: natural(row.name)):
            if row.offer.room and number in row.rounds:
                rooms.setdefault(folded(row.offer.room), []).append(row)
        for of_room in rooms.values():
            if len(of_room) > 1:
                names = [row.name for row in of_room]
                said = {"room": of_room[0].offer.room, "workshops": names}
                note = message("assign-room-shared", file=file, **said)
                notes += [] if note in notes else [note]
    return notes


def _wish_notes(
    ranks: Sequence[str], sheets: Sequence[_Sheet], meeting: Meeting, file: str
) -> list[Message]:
    """What should be said of how the wishes were read."""
    notes = []
    if list(ranks) != [str(rank) for rank in range(1, len(ranks) + 1)]:
        notes.append(message("assign-rank-columns", file=file, columns=list(ranks)))
    if skipped := sum(sheet.skipped for sheet in sheets):
        notes.append(message("assign-rank-skipped", file=file, n=skipped))
    lost = 0
    for index, person in enumerate(meeting.people):
        reached = meeting.open_to(index) | set(meeting.hosted[index].values())
        lost += sum(choice not in reached for choice in person.choices)
    if lost:
        notes.append(message("assign-wishes-out-of-reach", file=file, n=lost))
    return notes
