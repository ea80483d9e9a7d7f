"""Reads the lists people are drawn from: who is eligible, under which categories and address.

Nothing is guessed silently: each list comes with a summary of what was read, who was left out and
why, and how unusual cells were understood.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sortition.categories import Reading, declared_categories, read_categories, rows_named
from sortition.dates import OLDEST, age_on, read_date
from sortition.errors import BadInput, Message, Problems, message
from sortition.protocol import AGE, Criterion, Protocol
from sortition.tables import Table
from sortition.text import folded, nearest

NAME_COLUMNS: Final = ("nom", "prenom", "prénom", "last_name", "first_name", "name")
_DAMAGED_ID: Final = re.compile(r"\d+[.,]0+|\d+(?:[.,]\d+)?[eE]\+?\d+")
"""What a spreadsheet makes of an id it takes for a number: `1.0`, `1E+05`."""


@dataclass(frozen=True)
class PeopleList:
    """The eligible people of one file, one entry each in every column, in the order of the file."""

    table: Table
    positions: tuple[int, ...]
    """Where each person stands in the table's rows (0 is the first data row)."""
    ids: tuple[str, ...]
    categories: Mapping[str, tuple[str, ...]]
    """Plain criterion → category of each person; only the criteria that hold for this list."""
    households: tuple[tuple[str, ...] | None, ...]
    """Address of each person, folded for comparison; None where any part of it is blank."""
    births: tuple[dt.date | None, ...]
    left_out: tuple[tuple[Message, int], ...]
    """Why people were left out, and how many for each reason."""
    excluded_ids: tuple[str, ...]
    """Ids of this list that stand on a list of people who may not be drawn again, sorted."""
    notes: tuple[Message, ...]


@dataclass
class _Rows:
    """The rows of a list while it is read: those still eligible, and why the others are not."""

    table: Table
    kept: list[int]
    left_out: list[tuple[Message, int]] = field(default_factory=list)

    def keep(self, kept: list[int], reason: Message) -> None:
        """Keep these rows; the others leave for this reason."""
        if len(kept) < len(self.kept):
            self.left_out.append((reason, len(self.kept) - len(kept)))
        self.kept = kept

    def cells(self, column: str) -> list[str]:
        """The cells of the rows still eligible."""
        values = self.table.frame[column].to_numpy()
        return [values[position] for position in self.kept]

    def numbers(self) -> list[int]:
        """The spreadsheet numbers of the rows still eligible."""
        return [self.table.rows[position] for position in self.kept]


def wanted_columns(protocol: Protocol, *, college: bool = False) -> tuple[str, ...]:
    """The columns a list must have, as the protocol names them, each once."""
    register = protocol.register
    wanted = [register.id] if register.id else []
    wanted += [register.birth_date] if register.birth_date else []
    wanted += list(protocol.eligibility.where)
    if not college:
        wanted += register.household
    derived = {AGE} if register.birth_date else set()
    if protocol.eligibility.needs_age and not derived:
        wanted.append(AGE)
    for criterion in criteria_of(protocol, college=college):
        if criterion.column is not None and criterion.column not in derived:
            wanted.append(criterion.column)
    return tuple(dict.fromkeys(wanted))


def criteria_of(protocol: Protocol, *, college: bool) -> tuple[Criterion, ...]:
    """The plain criteria whose categories are needed for the people of a list.

    All of them for the register. For a college only those with a quota over the whole panel,
    crossed ones included.
    """
    if not college:
        return protocol.plain_criteria
    panel_wide = {c.name for c in protocol.criteria if c.scope == "panel"}
    for criterion in protocol.criteria:
        if criterion.cross and criterion.name in panel_wide:
            panel_wide.update(criterion.cross)
    return tuple(c for c in protocol.plain_criteria if c.name in panel_wide)


def read_people(
    protocol: Protocol,
    table: Table,
    *,
    excluded: Mapping[str, str],
    known: Mapping[str, tuple[str, ...]] | None = None,
) -> PeopleList:
    """The eligible people of one list.

    `excluded` maps the ids of people who may not be drawn again to the file that names them.
    `known` is None for the register; for a college's list it gives each criterion's categories.

    Raises `BadInput` with every problem of the file: missing columns, ids missing, repeated or
    damaged by a spreadsheet, unreadable dates, impossible ages, unknown or empty categories.
    """
    college = known is not None
    problems = Problems()
    columns = _columns(protocol, table, problems, college=college)
    problems.raise_if_any()
    ids = _ids(protocol, table, columns, problems)
    rows = _Rows(table, list(range(len(table.rows))))
    _apply_exclusion(rows, ids, excluded)
    _apply_conditions(rows, protocol, columns)
    births = _births(rows, protocol, columns, problems)
    ages = _ages(rows, protocol, columns, births, problems)
    _apply_ages(rows, protocol, ages)
    readings = _readings(rows, protocol, columns, ages, known, problems)
    problems.raise_if_any()
    households = _households(rows, protocol, columns)
    return PeopleList(
        table=table,
        positions=tuple(rows.kept),
        ids=tuple([ids[position] for position in rows.kept]),
        categories={name: reading.categories for name, reading in readings.items()},
        households=households,
        births=tuple([births.get(position) for position in rows.kept]),
        left_out=tuple(rows.left_out),
        excluded_ids=tuple(sorted(i for i in set(ids) if i in excluded)),
        notes=(*table.notes, *_notes(protocol, columns, readings, households, table.name)),
    )


def read_exclusions(protocol: Protocol, tables: Sequence[Table]) -> dict[str, str]:
    """The ids of people who may not be drawn again, each with the file that names it.

    The column is `id` (as in the panel files written by a draw) or the register's own id column.
    """
    excluded: dict[str, str] = {}
    problems = Problems()
    for table in tables:
        own = table.column(protocol.register.id) if protocol.register.id else None
        column = table.column("id") or own
        if column is None:
            found = [c for c in table.frame.columns if c]
            problems.add("column-missing", file=table.name, column="id", found=found)
            continue
        for cell in table.frame[column]:
            if cell:
                excluded.setdefault(str(cell), table.name)
    problems.raise_if_any()
    return excluded


def check_same_people(lists: Sequence[PeopleList]) -> None:
    """Refuse an id that stands on two lists with another name or birth date.

    Raises `BadInput` naming both files and rows, and never the names themselves.
    """
    problems = Problems()
    first_seen: dict[str, tuple[PeopleList, int]] = {}
    for people in lists:
        for number, person in enumerate(people.ids):
            other, other_number = first_seen.setdefault(person, (people, number))
            if other is people:
                continue
            for column in _differences(other, other_number, people, number):
                problems.add(
                    "same-id-other-person",
                    id=person,
                    column=column,
                    file=other.table.name,
                    row=str(other.table.rows[other.positions[other_number]]),
                    other_file=people.table.name,
                    other_row=str(people.table.rows[people.positions[number]]),
                )
    problems.raise_if_any()


def _differences(one: PeopleList, i: int, other: PeopleList, j: int) -> list[str]:
    different = []
    for name in NAME_COLUMNS:
        columns = one.table.column(name), other.table.column(name)
        if columns[0] is None or columns[1] is None:
            continue
        cells = (
            str(one.table.frame[columns[0]].iat[one.positions[i]]),
            str(other.table.frame[columns[1]].iat[other.positions[j]]),
        )
        if folded(cells[0]) != folded(cells[1]):
            different.append(columns[0])
    births = one.births[i], other.births[j]
    if births[0] is not None and births[1] is not None and births[0] != births[1]:
        different.append(AGE)
    return different


def _columns(
    protocol: Protocol, table: Table, problems: Problems, *, college: bool
) -> dict[str, str]:
    """The protocol's name of each column → the heading in the file."""
    columns: dict[str, str] = {}
    headings = [str(c) for c in table.frame.columns if c]
    for wanted in wanted_columns(protocol, college=college):
        found = table.column(wanted)
        near = nearest(wanted, headings)
        if found is not None:
            columns[wanted] = found
        elif near:
            problems.add("column-missing-near", file=table.name, column=wanted, nearest=near)
        else:
            problems.add("column-missing", file=table.name, column=wanted, found=headings)
    if college:
        addresses = [table.column(part) for part in protocol.register.household]
        if None not in addresses:
            columns |= dict(zip(protocol.register.household, map(str, addresses), strict=True))
    return columns


def _ids(
    protocol: Protocol, table: Table, columns: Mapping[str, str], problems: Problems
) -> list[str]:
    if protocol.register.id is None:
        return [str(number) for number in range(1, len(table.rows) + 1)]
    column = columns[protocol.register.id]
    ids = [str(cell) for cell in table.frame[column]]
    rows_of: dict[str, list[int]] = {}
    for person, row in zip(ids, table.rows, strict=True):
        rows_of.setdefault(person, []).append(row)
    if blank := rows_of.pop("", None):
        problems.add(
            "id-missing", file=table.name, column=column, rows=rows_named(blank), n=len(blank)
        )
    for person, rows in rows_of.items():
        if len(rows) > 1:
            problems.add(
                "id-repeated", file=table.name, column=column, value=person, rows=rows_named(rows)
            )
    damaged = [person for person in rows_of if _DAMAGED_ID.fullmatch(person)]
    if damaged:
        problems.add(
            "id-damaged",
            file=table.name,
            column=column,
            value=damaged[0],
            row=str(rows_of[damaged[0]][0]),
            n=len(damaged),
        )
    return ids


def _apply_exclusion(rows: _Rows, ids: Sequence[str], excluded: Mapping[str, str]) -> None:
    by_file: dict[str, int] = Counter(excluded[i] for i in ids if i in excluded)
    for file in sorted(by_file):
        kept = [position for position in rows.kept if excluded.get(ids[position]) != file]
        rows.keep(kept, message("left-out-excluded", file=file))


def _apply_conditions(rows: _Rows, protocol: Protocol, columns: Mapping[str, str]) -> None:
    for name, values in protocol.eligibility.where.items():
        accepted = {folded(value) for value in values}
        cells = rows.cells(columns[name])
        right = {cell for cell in set(cells) if folded(cell) in accepted}
        kept = [p for p, cell in zip(rows.kept, cells, strict=True) if cell in right]
        if not kept and rows.kept:
            found = [value for value, _ in Counter(cells).most_common(5)]
            raise BadInput(
                message(
                    "where-matches-nobody",
                    file=rows.table.name,
                    column=columns[name],
                    values=values,
                    found=sorted(found),
                )
            )
        rows.keep(kept, message("left-out-where", column=columns[name], values=values))


def _births(
    rows: _Rows, protocol: Protocol, columns: Mapping[str, str], problems: Problems
) -> dict[int, dt.date]:
    """Row position → birth date, of the rows still eligible whose date can be read."""
    if protocol.register.birth_date is None:
        return {}
    column = columns[protocol.register.birth_date]
    cells = rows.cells(column)
    dates = {cell: read_date(cell) for cell in set(cells)}
    births: dict[int, dt.date] = {}
    for position, cell in zip(rows.kept, cells, strict=True):
        date = dates[cell]
        if date is not None:
            births[position] = date
            continue
        code = "birth-date-unreadable" if cell else "birth-date-missing"
        row = str(rows.table.rows[position])
        problems.add(code, file=rows.table.name, row=row, column=column, value=cell)
    return births


def _ages(
    rows: _Rows,
    protocol: Protocol,
    columns: Mapping[str, str],
    births: Mapping[int, dt.date],
    problems: Problems,
) -> dict[int, int]:
    """Row position → age in whole years on the reference date, where ages are known or needed."""
    table = rows.table
    if protocol.register.birth_date is not None:
        day = protocol.reference_date
        if day is None:
            raise ValueError("a birth date column needs a reference date")
        ages = {position: age_on(day, birth) for position, birth in births.items()}
        for position, age in ages.items():
            if not 0 <= age <= OLDEST:
                problems.add(
                    "age-impossible",
                    file=table.name,
                    row=str(table.rows[position]),
                    column=columns[protocol.register.birth_date],
                    value=births[position].isoformat(),
                    age=str(age),
                    day=day.isoformat(),
                )
        return ages
    if AGE not in columns or not protocol.eligibility.needs_age:
        return {}
    ages = {}
    for position, cell in zip(rows.kept, rows.cells(columns[AGE]), strict=True):
        if cell.isascii() and cell.isdigit() and int(cell) <= OLDEST:
            ages[position] = int(cell)
        else:
            row = str(table.rows[position])
            problems.add(
                "age-unreadable", file=table.name, row=row, column=columns[AGE], value=cell
            )
    return ages


def _apply_ages(rows: _Rows, protocol: Protocol, ages: Mapping[int, int]) -> None:
    # A row whose age could not be read is a problem already noted: it stays, and stops the draw.
    least, most = protocol.eligibility.min_age, protocol.eligibility.max_age
    if least is not None:
        kept = [p for p in rows.kept if ages.get(p, least) >= least]
        rows.keep(kept, message("left-out-young", n=least))
    if most is not None:
        kept = [p for p in rows.kept if ages.get(p, most) <= most]
        rows.keep(kept, message("left-out-old", n=most))


def _readings(
    rows: _Rows,
    protocol: Protocol,
    columns: Mapping[str, str],
    ages: Mapping[int, int],
    known: Mapping[str, tuple[str, ...]] | None,
    problems: Problems,
) -> dict[str, Reading]:
    readings: dict[str, Reading] = {}
    numbers = rows.numbers()
    for criterion in criteria_of(protocol, college=known is not None):
        if criterion.column is None:
            raise ValueError(f"criterion {criterion.name!r} has no column")
        if criterion.column == AGE and protocol.register.birth_date is not None:
            # An age that is not known comes from a birth date already noted as unreadable.
            having = [k for k, p in enumerate(rows.kept) if p in ages]
            cells = [str(ages[rows.kept[k]]) for k in having]
        else:
            having = list(range(len(rows.kept)))
            cells = rows.cells(columns[criterion.column])
        readings[criterion.name] = read_categories(
            criterion,
            cells,
            [numbers[k] for k in having],
            file=rows.table.name,
            known=known[criterion.name] if known is not None else declared_categories(criterion),
            problems=problems,
        )
    return readings


def _households(
    rows: _Rows, protocol: Protocol, columns: Mapping[str, str]
) -> tuple[tuple[str, ...] | None, ...]:
    parts = protocol.register.household
    if not parts or any(part not in columns for part in parts):
        return (None,) * len(rows.kept)
    folded_columns = []
    for part in parts:
        cells = rows.cells(columns[part])
        forms = {cell: folded(cell) for cell in set(cells)}
        folded_columns.append([forms[cell] for cell in cells])
    return tuple(
        [address if all(address) else None for address in zip(*folded_columns, strict=True)]
    )


def _notes(
    protocol: Protocol,
    columns: Mapping[str, str],
    readings: Mapping[str, Reading],
    households: Sequence[tuple[str, ...] | None],
    file: str,
) -> list[Message]:
    notes = []
    for name, reading in readings.items():
        for value, (category, count) in reading.read_as.items():
            notes.append(
                message(
                    "read-as", file=file, criterion=name, value=value, category=category, n=count
                )
            )
    blank = sum(address is None for address in households)
    if protocol.register.household and all(p in columns for p in protocol.register.household):
        if blank:
            notes.append(message("address-blank", file=file, n=blank))
    elif protocol.register.household:
        notes.append(message("address-missing", file=file, columns=protocol.register.household))
    return notes
