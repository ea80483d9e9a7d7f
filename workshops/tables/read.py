"""Reads what tables start from: the people, given seats, absences, and earlier plans.

id,round,table          id,round          round empty: every round; several: 1,3
P07,,3                  P12,1
P09,2,1                 P15,"2,3"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from sortition.base.errors import Message, Problems, message
from sortition.base.limits import ROOM_MOST
from sortition.base.text import folded, nearest
from sortition.people.cells import whole
from sortition.people.columns import cells_of, column_missing, heading_of
from sortition.people.ids import ID_COLUMNS, looks_wrong, rows_of_ids
from sortition.spreadsheets import MemoryFile, Table, read_table
from workshops.common.people import Columns, Guests, read_guests
from workshops.common.rounds import rounds_of
from workshops.plan.value import JIGSAW, Plan, load_plan

ROUND: Final = ("round", "rounds", "tour", "tours")
TABLE: Final = ("table", "tables")
FEWEST: Final = 4
"""People below whom there are no two tables."""
_SAID: Final = 12


@dataclass(frozen=True)
class CrowdColumns:
    """The columns of the people's list that tables take into account, as the user names them."""

    id: str | None = None
    mix: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    cluster: str | None = None


@dataclass(frozen=True)
class Crowd:
    """The people, and who of them share a value that puts them apart, together or in a cluster."""

    guests: Guests
    apart: tuple[tuple[int, ...], ...]
    together: tuple[tuple[int, ...], ...]
    clusters: tuple[tuple[int, ...], ...]
    cluster_values: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Everyone's id."""
        return self.guests.ids


@dataclass(frozen=True)
class FixedSeat:
    """A given seat: numbers from 0; `round` is None where the file gives no round."""

    person: int
    round: int | None
    table: int
    row: int
    """Its row in the file, for messages."""


def read_crowd(path: Path | MemoryFile, asked: CrowdColumns) -> Crowd:
    """The people of a table. Raises `BadInput` with every problem of it."""
    valued = (*asked.apart, *asked.together, *((asked.cluster,) if asked.cluster else ()))
    _check_columns(asked)
    columns = Columns(id=asked.id, mix=asked.mix, apart=valued)
    guests = read_guests(path, columns, fewest=FEWEST, most=ROOM_MOST)
    values = dict(zip(valued, guests.apart, strict=True))
    alone = [name for name in dict.fromkeys(valued) if not _sharing([values[name]])]
    notes = [message("seating-column-alone", file=path.name, column=name) for name in alone]
    guests = replace(guests, notes=(*guests.notes, *notes))
    clusters = _sharing([values[asked.cluster]]) if asked.cluster else {}
    return Crowd(
        guests=guests,
        apart=tuple(_sharing(values[name] for name in asked.apart).values()),
        together=tuple(_sharing(values[name] for name in asked.together).values()),
        clusters=tuple(clusters.values()),
        cluster_values=tuple(value for _, value in clusters),
    )


def _check_columns(asked: CrowdColumns) -> None:
    """Refuse a column that parts people and brings them together. Raises `BadInput`."""
    apart = {folded(name) for name in asked.apart}
    problems = Problems()
    for option, names in (
        ("--together", asked.together),
        ("--cluster", (asked.cluster,) if asked.cluster else ()),
    ):
        both = [name for name in names if folded(name) in apart]
        if both:
            problems.add("seating-column-both", columns=both, option=option)
    problems.raise_if_any()


def _sharing(columns: Iterable[Sequence[str]]) -> dict[tuple[int, str], tuple[int, ...]]:
    """For each column and value that two people or more have, who they are."""
    found: dict[tuple[int, str], list[int]] = {}
    for number, values in enumerate(columns):
        for person, value in enumerate(values):
            if value:
                found.setdefault((number, value), []).append(person)
    return {key: tuple(found[key]) for key in sorted(found) if len(found[key]) > 1}


def read_absences(path: Path, ids: Sequence[str], rounds: int) -> list[frozenset[int]]:
    """For each round, who is away. Raises `BadInput` with every problem of the file."""
    problems = Problems()
    table = _table(path, ROUND, (), problems)
    away: list[set[int]] = [set() for _ in range(rounds)]
    for person, of_round, _, _ in _rows(table, ids, rounds, problems):
        for number in of_round or range(rounds):
            away[number].add(person)
    problems.raise_if_any()
    return [frozenset(one) for one in away]


def read_fixed(path: Path, ids: Sequence[str], rounds: int) -> list[FixedSeat]:
    """The given seats. Raises `BadInput` with every problem of the file.

    Whether the tables exist and hold them is another matter: see `workshops.tables.asked`.
    """
    problems = Problems()
    table = _table(path, (), TABLE, problems)
    seats: list[FixedSeat] = []
    for person, of_round, cell, row in _rows(table, ids, rounds, problems):
        at = whole(cell, 1, ROOM_MOST)
        if at is None:
            problems.add("seating-fixed-table", file=table.name, row=str(row), value=cell)
            continue
        for number in of_round or (None,):
            seats.append(FixedSeat(person, number, at - 1, row))
    _check_clashes(seats, ids, table.name, problems)
    problems.raise_if_any()
    return seats


def _check_clashes(
    seats: Sequence[FixedSeat], ids: Sequence[str], file: str, problems: Problems
) -> None:
    """Note people with two seats in one round; a seat for every round gives way to no other."""
    first: dict[tuple[int, int | None], FixedSeat] = {}
    for seat in seats:
        of_person = [one for (person, _), one in first.items() if person == seat.person]
        for other in of_person:
            same = seat.round == other.round or seat.round is None or other.round is None
            if same and other.table != seat.table:
                problems.add(
                    "seating-fixed-clash",
                    file=file,
                    row=str(seat.row),
                    other=str(other.row),
                    person=ids[seat.person],
                    tables=[str(other.table + 1), str(seat.table + 1)],
                )
                break
        first.setdefault((seat.person, seat.round), seat)


def _table(path: Path, rounds: Sequence[str], tables: Sequence[str], problems: Problems) -> Table:
    table = read_table(path, wanted=(*ID_COLUMNS, *ROUND, *TABLE))
    for names in (ID_COLUMNS, rounds, tables):
        if names and heading_of(table, names) is None:
            problems.extend([column_missing(table, names[0])])
    problems.raise_if_any()
    return table


def _rows(
    table: Table, ids: Sequence[str], rounds: int, problems: Problems
) -> Iterable[tuple[int, tuple[int, ...], str, int]]:
    """Each row with a known id: person, rounds (none: every round), cell of the table, row."""
    place = {person: number for number, person in enumerate(ids)}
    heading = heading_of(table, ROUND) or ROUND[0]
    rows_of_ids(table, heading_of(table, ID_COLUMNS) or ID_COLUMNS[0], problems)
    columns = (cells_of(table, ID_COLUMNS), cells_of(table, ROUND), cells_of(table, TABLE))
    for person, of_round, cell, row in zip(*columns, table.rows, strict=True):
        where = {"file": table.name, "row": str(row), "column": heading}
        numbers = rounds_of(of_round, rounds, where, problems)
        if looks_wrong(person):
            continue
        if person not in place:
            near = nearest(person, ids)
            code = "seating-id-unknown-near" if near else "seating-id-unknown"
            problems.add(code, file=table.name, row=str(row), value=person, nearest=near or "")
        elif numbers or not of_round:
            yield place[person], numbers, cell, row


@dataclass(frozen=True)
class History:
    """Rounds of earlier plans, of those who are on the list now, and what should be said."""

    rounds: tuple[tuple[tuple[int, ...], ...], ...]
    notes: tuple[Message, ...]


def read_history(paths: Sequence[Path], ids: Sequence[str]) -> History:
    """Who met whom in earlier plans. Raises `BadInput` for a file that is no plan, a plan none of
    whose people are on the list or in which nobody meets, and for a plan given twice.

    The levels of a snowball hold one another: only its largest groups count, once.
    """
    place = {person: number for number, person in enumerate(ids)}
    rounds: list[tuple[tuple[int, ...], ...]] = []
    notes: list[Message] = []
    problems = Problems()
    read: list[tuple[Path, Plan]] = []
    for path in paths:
        plan = problems.attempt(partial(load_plan, path))
        if plan is None:
            continue
        twin = next((other for other, one in read if one == plan), None)
        read.append((path, plan))
        if twin is not None:
            problems.add("seating-history-twice", file=str(path), other=str(twin))
            continue
        if plan.kind == "share":
            problems.add("seating-history-share", file=str(path))
            continue
        people = [one.id for one in plan.participants]
        if not people:
            problems.add("plan-not-one", file=str(path))
            continue
        unknown = [person for person in people if person not in place]
        said = {"file": str(path), "ids": _some(unknown), "n": len(unknown)}
        if len(unknown) == len(people):
            problems.add("seating-history-strangers", **said)
        elif unknown:
            notes.append(message("seating-history-some-unknown", **said))
        rounds += _met(plan, place)
    problems.raise_if_any()
    return History(tuple(rounds), tuple(notes))


def _some(ids: Sequence[str]) -> list[str]:
    return [*ids[:_SAID], *(["…"] if len(ids) > _SAID else [])]


def _met(plan: Plan, place: Mapping[str, int]) -> list[tuple[tuple[int, ...], ...]]:
    rounds = plan.rounds
    if plan.kind == "snowball":
        levels = [one for one in rounds if one.name != JIGSAW]
        rounds = (*levels[-1:], *(one for one in rounds if one.name == JIGSAW))
    found = []
    for one in rounds:
        groups = [tuple(sorted({place[p] for p in g.members if p in place})) for g in one.groups]
        found.append(tuple(group for group in groups if group))
    return found
