"""The two-file form of a draw: a people file and a features file with the quotas.

The features file has one row per category, under the headings `feature,value,min,max`,
`category,feature,min,max` or `category,name,min,max`; other columns are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sortition.errors import BadInput, Problems, message
from sortition.protocol import Criterion, Protocol, RegisterFile
from sortition.tables import Table, read_table
from sortition.text import folded

HEADINGS: Final = (("feature", "value"), ("category", "feature"), ("category", "name"))
"""Columns that name the criterion and its category, in the order they are tried."""


def two_file_protocol(
    *, people: Path, features: Path, seats: int, id_column: str | None, household: Sequence[str]
) -> Protocol:
    """The protocol that a people file, a features file and a number of seats amount to.

    Raises `BadInput` with every problem of the features file.
    """
    return Protocol(
        title="",
        seats=seats,
        alternates=2 * seats,
        register=RegisterFile(file=people.name, id=id_column, household=tuple(household)),
        criteria=read_features(features),
    )


def read_features(path: Path) -> tuple[Criterion, ...]:
    """The criteria of a features file, with their quotas, in the order of the file."""
    table = read_table(path, wanted=("min", "max", "feature"))
    criterion_column, category_column = _headings(table)
    problems = Problems()
    least_column, most_column = _required(table, problems, "min"), _required(table, problems, "max")
    problems.raise_if_any()
    names: dict[str, str] = {}
    quotas: dict[str, dict[str, tuple[int, int]]] = {}
    frame = table.frame
    columns = (criterion_column, category_column, least_column, most_column)
    for row, (criterion, category, least, most) in zip(
        table.rows, zip(*(frame[c] for c in columns), strict=True), strict=True
    ):
        name = names.setdefault(folded(criterion), criterion)
        own = quotas.setdefault(name, {})
        where = {"file": table.name, "row": str(row)}
        if not criterion or not category:
            problems.add("features-blank", **where)
            continue
        if any(folded(category) == folded(other) for other in own):
            problems.add("features-twice", **where, criterion=criterion, category=category)
            continue
        bounds = _bounds(least), _bounds(most)
        own[category] = (bounds[0] or 0, bounds[1] or 0)
        for column, text, bound in (
            (least_column, least, bounds[0]),
            (most_column, most, bounds[1]),
        ):
            if bound is None:
                problems.add("features-not-whole", **where, column=column, value=text)
        if None not in bounds and own[category][0] > own[category][1]:
            problems.add(
                "features-crossed", **where, category=category, least=bounds[0], most=bounds[1]
            )
    problems.raise_if_any()
    return tuple(Criterion(name=name, column=name, quotas=own) for name, own in quotas.items())


def _headings(table: Table) -> tuple[str, str]:
    for criterion, category in HEADINGS:
        found = table.column(criterion), table.column(category)
        if found[0] is not None and found[1] is not None:
            return found[0], found[1]
    raise BadInput(
        message("features-headings", file=table.name, found=[c for c in table.frame.columns if c])
    )


def _required(table: Table, problems: Problems, name: str) -> str:
    column = table.column(name)
    if column is None:
        found = [c for c in table.frame.columns if c]
        problems.add("column-missing", file=table.name, column=name, found=found)
    return column or name


def _bounds(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
