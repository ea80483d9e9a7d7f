"""Reads the lists people are drawn from: who is eligible, under which categories and address.

Nothing is guessed silently: each list comes with a summary of what was read, who was left out and
why, and how unusual cells were understood.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sortition.base.errors import Message, Problems, message
from sortition.base.text import folded
from sortition.people.categories import Reading, declared_categories, read_categories
from sortition.people.columns import column_missing
from sortition.people.ids import Counted, personal_ids, read_ids
from sortition.people.rows import Rows
from sortition.protocol.model import AGE, Criterion, Protocol
from sortition.register.eligibility import (
    apply_ages,
    apply_conditions,
    apply_exclusion,
    read_ages,
    read_births,
)
from sortition.spreadsheets import Table

CROWDED: Final = 10
"""More people than this at one address are likelier a building than a household."""


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
    """Address of each person, folded for comparison; None where it does not say where they live."""
    births: tuple[dt.date | None, ...]
    left_out: tuple[tuple[Message, int], ...]
    """Why people were left out, and how many for each reason."""
    excluded_ids: tuple[str, ...]
    """Ids of this list that stand on a list of people who may not be drawn again, sorted."""
    notes: tuple[Message, ...]


def wanted_columns(protocol: Protocol, *, college: bool = False) -> tuple[str, ...]:
    """The columns a list must have, as the protocol names them, each once."""
    register = protocol.register
    wanted = [register.id] if register.id else []
    wanted += [register.birth_date] if register.birth_date else []
    wanted += list(protocol.eligibility.where)
    if not college:
        wanted += register.household
    if protocol.eligibility.needs_age and not register.birth_date:
        wanted.append(AGE)
    wanted += [
        criterion.column
        for criterion in criteria_of(protocol, college=college)
        if criterion.column is not None and not _is_derived(protocol, criterion)
    ]
    return tuple(dict.fromkeys(wanted))


def _is_derived(protocol: Protocol, criterion: Criterion) -> bool:
    """Whether a criterion's column is the age that is counted from the birth date."""
    return protocol.register.birth_date is not None and folded(criterion.column or "") == AGE


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
    without: Counted = "spreadsheet",
) -> PeopleList:
    """The eligible people of one list. `without` says what numbers people who have no ids.

    `excluded` maps the ids of people who may not be drawn again to the file that names them.
    `known` is None for the register; for a college's list it gives each criterion's categories.

    Raises `BadInput` with every problem of the file: missing columns, ids missing, repeated or
    damaged by a spreadsheet, unreadable dates, impossible ages, unknown or empty categories.
    """
    problems = Problems()
    columns = _columns(protocol, table, problems, college=known is not None)
    problems.raise_if_any()
    id_column = columns[protocol.register.id] if protocol.register.id else None
    ids = read_ids(table, id_column, problems, without=without)
    rows = Rows(table, list(range(len(table.rows))))
    apply_exclusion(rows, ids, excluded)
    apply_conditions(rows, protocol, columns, problems)
    births = read_births(rows, protocol, columns, problems)
    ages = read_ages(rows, protocol, columns, births, problems)
    apply_ages(rows, protocol, ages)
    readings = _readings(rows, protocol, columns, ages, known, problems)
    problems.raise_if_any()
    households = _households(rows, protocol, columns)
    notes = personal_ids(table, id_column, ids) if id_column is not None else []
    notes += [*table.notes, *rows.notes, *_age_notes(protocol, table, readings)]
    notes += _reading_notes(readings, table.name)
    notes += _household_notes(protocol, columns, households, table.name)
    return PeopleList(
        table=table,
        positions=tuple(rows.kept),
        ids=tuple([ids[position] for position in rows.kept]),
        categories={name: reading.categories for name, reading in readings.items()},
        households=households,
        births=tuple([births.get(position) for position in rows.kept]),
        left_out=tuple(rows.left_out),
        excluded_ids=tuple(sorted(i for i in set(ids) if i in excluded)),
        notes=tuple(notes),
    )


def _columns(
    protocol: Protocol, table: Table, problems: Problems, *, college: bool
) -> dict[str, str]:
    """The protocol's name of each column → the heading in the file."""
    columns: dict[str, str] = {}
    for wanted in wanted_columns(protocol, college=college):
        found = table.column(wanted)
        if found is None:
            code = "age-column-missing" if wanted == AGE else "column-missing"
            problems.extend([column_missing(table, wanted, code=code)])
        else:
            columns[wanted] = found
    if college:
        addresses = [table.column(part) for part in protocol.register.household]
        if None not in addresses:
            columns |= dict(zip(protocol.register.household, map(str, addresses), strict=True))
    return columns


def _readings(
    rows: Rows,
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
        if _is_derived(protocol, criterion):
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


def _is_address(parts: tuple[str, ...]) -> bool:
    """Whether the parts of an address say where someone lives.

    The first (the street) must be filled, and another where several are named: a postcode alone is
    no home, and a second line of the address is often blank.
    """
    return bool(parts[0]) and (len(parts) == 1 or any(parts[1:]))


def _households(
    rows: Rows, protocol: Protocol, columns: Mapping[str, str]
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
        [address if _is_address(address) else None for address in zip(*folded_columns, strict=True)]
    )


def _age_notes(protocol: Protocol, table: Table, readings: Mapping[str, Reading]) -> list[Message]:
    """That a column of ages was passed over for the ages counted from birth dates."""
    own, day = table.column(AGE), protocol.reference_date
    derived = any(c.name in readings and _is_derived(protocol, c) for c in protocol.criteria)
    needed = protocol.eligibility.needs_age and protocol.register.birth_date is not None
    if own is None or day is None or not (derived or needed):
        return []
    birth_date = protocol.register.birth_date
    params = {"column": own, "birth_date": birth_date, "day": day.isoformat()}
    return [message("age-column-unused", file=table.name, **params)]


def _reading_notes(readings: Mapping[str, Reading], file: str) -> list[Message]:
    return [
        message("read-as", file=file, criterion=name, value=value, category=category, n=count)
        for name, reading in readings.items()
        for value, (category, count) in reading.read_as.items()
    ]


def _household_notes(
    protocol: Protocol,
    columns: Mapping[str, str],
    households: Sequence[tuple[str, ...] | None],
    file: str,
) -> list[Message]:
    if not protocol.register.household:
        return []
    if any(part not in columns for part in protocol.register.household):
        return [message("address-missing", file=file, columns=protocol.register.household)]
    notes = []
    blank = sum(address is None for address in households)
    if blank:
        notes.append(message("address-blank", file=file, n=blank))
    sizes = Counter(address for address in households if address is not None)
    crowded = [size for size in sizes.values() if size > CROWDED]
    if crowded:
        largest = max(crowded)
        notes.append(message("address-crowded", file=file, n=len(crowded), people=largest))
    return notes
