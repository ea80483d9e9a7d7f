"""The two-file form of a draw: a people file and a features file with the quotas.

The features file has one row per category, under the headings `feature,value,min,max`,
`category,feature,min,max` or `category,name,min,max`; other columns are passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sortition.base.errors import BadInput, Message, Problems, message
from sortition.base.limits import WHOLE_MOST
from sortition.base.text import folded
from sortition.people.cells import whole
from sortition.people.columns import column_missing, headings_of
from sortition.protocol.json_form import protocol_from_json
from sortition.protocol.model import Criterion, Protocol, RegisterFile
from sortition.spreadsheets import Table, read_table

HEADINGS: Final = (("feature", "value"), ("category", "feature"), ("category", "name"))
"""Columns that name the criterion and its category, in the order they are tried."""


@dataclass(frozen=True)
class Features:
    """A features file read: its criteria, and what was noticed while reading."""

    criteria: tuple[Criterion, ...]
    notes: tuple[Message, ...]


@dataclass(frozen=True)
class _Row:
    """One row of the file: what it is about, and what its cells say."""

    number: str
    criterion: str
    category: str
    bounds: Mapping[str, str]
    """Heading → cell, of the least and the most."""


def two_file_protocol(
    *, people: Path, features: Path, seats: int, id_column: str | None, household: Sequence[str]
) -> Protocol:
    """The protocol that a people file, a features file and a number of seats amount to.

    Raises `BadInput` with every problem of the features file.
    """
    return protocol_of(
        read_features(features).criteria,
        people=people,
        seats=seats,
        id_column=id_column,
        household=household,
    )


def protocol_of(
    criteria: tuple[Criterion, ...],
    *,
    people: Path,
    seats: int,
    id_column: str | None,
    household: Sequence[str],
) -> Protocol:
    """The protocol of a draw from one people file under given criteria.

    Raises `BadInput` where a protocol file of this content would be refused: whoever checks the
    record reads it as one.
    """
    id_column = (id_column or "").strip() or None
    columns = tuple(column.strip() for column in household)
    protocol = Protocol(
        title="",
        seats=seats,
        alternates=2 * seats,
        register=RegisterFile(file=people.name.strip(), id=id_column, household=columns),
        criteria=criteria,
    )
    return protocol_from_json(protocol.to_json(), name=people.name)


def read_features(path: Path) -> Features:
    """The criteria of a features file, with their quotas, in the order of the file.

    Raises `BadInput` with every problem of the file.
    """
    table = read_table(path, wanted=("min", "max", "category", "feature", "value", "name"))
    problems = Problems()
    names: dict[str, str] = {}
    quotas: dict[str, dict[str, tuple[int, int]]] = {}
    for row in _rows(table):
        where = {"file": table.name, "row": row.number}
        if not row.criterion or not row.category:
            problems.add("features-blank", **where)
            continue
        name = names.setdefault(folded(row.criterion), row.criterion)
        own = quotas.setdefault(name, {})
        if any(folded(row.category) == folded(other) for other in own):
            problems.add("features-twice", **where, criterion=name, category=row.category)
            continue
        own[row.category] = _quota(row, table.name, problems)
    problems.raise_if_any()
    criteria = tuple(Criterion(name=name, column=name, quotas=own) for name, own in quotas.items())
    return Features(criteria, table.notes)


def _rows(table: Table) -> list[_Row]:
    criterion, category = _headings(table)
    problems = Problems()
    bounds = [_required(table, problems, name) for name in ("min", "max")]
    problems.raise_if_any()
    frame = table.frame
    cells = zip(*(frame[column] for column in (criterion, category, *bounds)), strict=True)
    return [
        _Row(str(number), own[0], own[1], dict(zip(bounds, own[2:], strict=True)))
        for number, own in zip(table.rows, cells, strict=True)
    ]


def _quota(row: _Row, file: str, problems: Problems) -> tuple[int, int]:
    """The least and most of a row, both 0 where they cannot be read."""
    where = {"file": file, "row": row.number, "category": row.category}
    found = []
    for column, cell in row.bounds.items():
        number = whole(cell, 0, WHOLE_MOST, point_zero=True)
        if number is not None:
            found.append(number)
        else:
            code = "features-not-whole" if cell else "features-no-number"
            problems.add(code, **where, column=column, value=cell)
    if len(found) < 2:
        return 0, 0
    if found[0] > found[1]:
        problems.add("features-crossed", **where, least=found[0], most=found[1])
    return found[0], found[1]


def _headings(table: Table) -> tuple[str, str]:
    for criterion, category in HEADINGS:
        found = table.column(criterion), table.column(category)
        if found[0] is not None and found[1] is not None:
            return found[0], found[1]
    headings = headings_of(table)
    if not headings:
        raise BadInput(message("features-untitled", file=table.name))
    raise BadInput(message("features-headings", file=table.name, found=headings))


def _required(table: Table, problems: Problems, name: str) -> str:
    column = table.column(name)
    if column is None:
        problems.extend([column_missing(table, name)])
    return column or name
