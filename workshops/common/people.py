"""The people of a workshop from any table: ids, names, and the columns asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sortition.base.errors import BadInput, Message, Problems, message
from sortition.base.text import folded, nearest
from sortition.people.cells import BLANK, rows_with_yes
from sortition.people.columns import column_missing, heading_of
from sortition.people.headings import USUAL
from sortition.people.ids import ID_COLUMNS, read_ids
from sortition.people.names import names_of
from sortition.spreadsheets import MemoryFile, Table, read_table
from workshops.plan.value import Participant

_DIGITS: Final = "0123456789"
MANY: Final = 12
"""More categories than that, for less than twice as many people, are hardly meant."""


@dataclass(frozen=True)
class Columns:
    """The columns of the list that the plan takes into account, as the user names them."""

    id: str | None = None
    mix: tuple[str, ...] = ()
    """Criteria to spread over the groups."""
    apart: tuple[str, ...] = ()
    """Those who share a value should not be in one pair."""
    together: str | None = None
    """Those who share a value stay together: a language and its interpreter."""
    seated: str | None = None
    """Yes for those who keep their seat."""
    near_door: str | None = None
    """Yes for those who sit near the door, and keep their seat."""

    @property
    def named(self) -> tuple[str, ...]:
        """Every column named, each once."""
        single = (self.id, self.together, self.seated, self.near_door)
        return tuple(dict.fromkeys((*self.mix, *self.apart, *(one for one in single if one))))


@dataclass(frozen=True)
class CodedColumn:
    """One column as categories: everyone's number, and what the numbers stand for."""

    name: str
    codes: tuple[int, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Guests:
    """The people of a list, in the order of their ids, whatever the order of the file."""

    participants: tuple[Participant, ...]
    mix: tuple[CodedColumn, ...]
    apart: tuple[tuple[str, ...], ...]
    """For each column, everyone's value folded; empty where there is none."""
    together: tuple[str, ...]
    """Everyone's value folded, empty where there is none; no values without the column."""
    seated: frozenset[int]
    """Places, in `participants`, of those who keep their seat."""
    near_door: frozenset[int]
    notes: tuple[Message, ...]
    rows: tuple[int, ...] = field(default=(), compare=False)
    """Where each of them stands in the table (0 is the first row of data)."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Everyone's id."""
        return tuple([one.id for one in self.participants])


def read_guests(
    path: Path | MemoryFile,
    columns: Columns,
    *,
    fewest: int = 1,
    most: int | None = None,
    row_id: str = "{}",
) -> Guests:
    """The people of a file: `guests_of` its table, whose row of headings is found by usual ones."""
    table = read_table(path, wanted=(*columns.named, *ID_COLUMNS, *USUAL))
    return guests_of(table, columns, fewest=fewest, most=most, row_id=row_id)


def guests_of(
    table: Table, columns: Columns, *, fewest: int = 1, most: int | None = None, row_id: str = "{}"
) -> Guests:
    """The people of a table. Without an id column the id is the number of the row in the
    spreadsheet, as every message counts rows, in `row_id`.

    Raises `BadInput` with every problem: too few or too many people, ids that are missing, repeated
    or damaged by a spreadsheet, columns that are not there, a yes or no that is neither.
    """
    problems = Problems()
    found = _find(table, columns, problems)
    ids = _ids(table, found.get(columns.id or ""), row_id, problems)
    if len(ids) < fewest:
        problems.add("people-too-few", file=table.name, n=len(ids), fewest=fewest)
    if most is not None and len(ids) > most:
        problems.add("people-too-many", file=table.name, n=len(ids), most=most)
    seated, near_door = (
        rows_with_yes(table, found[name], problems) if name in found else frozenset[int]()
        for name in (columns.seated, columns.near_door)
    )
    problems.raise_if_any()
    order = sorted(range(len(ids)), key=lambda row: natural(ids[row]))
    names = names_of(table)
    notes = list(table.notes)
    mix = tuple([_coded(table, found[name], order, notes) for name in columns.mix])
    together = found.get(columns.together or "")
    return Guests(
        participants=tuple(
            [Participant(ids[row], names.surname(row), names.first_name(row)) for row in order]
        ),
        mix=mix,
        apart=tuple([_values(table, found[name], order) for name in columns.apart]),
        together=_values(table, together, order) if together else (),
        seated=frozenset(place for place, row in enumerate(order) if row in seated),
        near_door=frozenset(place for place, row in enumerate(order) if row in near_door),
        notes=tuple(notes),
        rows=tuple(order),
    )


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts ids as people do: 2 before 10, A9 before A10. No two texts share a key."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    bare = [part.lstrip("0") if part[0] in _DIGITS else None for part in parts]
    # Of two numbers without zeros in front, the longer is the greater.
    key = [
        (1, 0, part) if number is None else (0, len(number), number)
        for part, number in zip(parts, bare, strict=True)
    ]
    return (*key, (0, -1, text))


def _find(table: Table, columns: Columns, problems: Problems) -> dict[str | None, str]:
    """The user's name of each column → the heading in the file."""
    found: dict[str | None, str] = {}
    for name in columns.named:
        heading = table.column(name)
        if heading is None:
            problems.extend([column_missing(table, name)])
        else:
            found[name] = heading
    return found


def _ids(table: Table, heading: str | None, row_id: str, problems: Problems) -> list[str]:
    column = heading or heading_of(table, ID_COLUMNS)
    ids = read_ids(table, column, problems, without="spreadsheet")
    return ids if column else [row_id.format(one) for one in ids]


def _values(table: Table, heading: str, order: Sequence[int]) -> tuple[str, ...]:
    cells = [folded(str(cell)) for cell in table.frame[heading]]
    return tuple([cells[row] for row in order])


def _coded(table: Table, heading: str, order: Sequence[int], notes: list[Message]) -> CodedColumn:
    cells = [str(table.frame[heading].iat[row]) or BLANK for row in order]
    keys = [folded(cell) for cell in cells]
    names = _spellings(cells, keys)
    if blank := keys.count(BLANK):
        notes.append(message("mix-blank", file=table.name, column=heading, n=blank, name=BLANK))
    if len(names) > MANY and 2 * len(names) > len(cells):
        notes.append(message("mix-many", file=table.name, column=heading, n=len(names)))
    number = {key: code for code, key in enumerate(names)}
    return CodedColumn(heading, tuple([number[key] for key in keys]), tuple(names.values()))


def _spellings(cells: Sequence[str], keys: Sequence[str]) -> Mapping[str, str]:
    """Each category as most people write it, sorted, those who have none last."""
    written: dict[str, Counter[str]] = {}
    for cell, key in zip(cells, keys, strict=True):
        written.setdefault(key, Counter())[cell] += 1
    ordered = sorted(written, key=lambda key: (key == BLANK, natural(key)))
    return {key: min(written[key], key=lambda name: (-written[key][name], name)) for key in ordered}


def check_known(ids: Sequence[str], known: Sequence[str], *, file: str) -> None:
    """Refuse ids that a plan does not have. Raises `BadInput` with all of them."""
    problems = Problems()
    for person in ids:
        if person in known:
            continue
        near = nearest(person, known)
        code = "plan-no-person-near" if near else "plan-no-person"
        problems.add(code, file=file, value=person, nearest=near or "")
    problems.raise_if_any()


def check_new(guests: Guests, known: Sequence[str], *, file: str) -> None:
    """Refuse people whose id a plan has already. Raises `BadInput` with all of them."""
    already = [person for person in guests.ids if person in known]
    if already:
        raise BadInput(message("late-already", file=file, values=already, n=len(already)))
