"""Who of a list may be drawn: exclusion lists, conditions on columns, ages."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from sortition.base.dates import OLDEST, age_on, read_date
from sortition.base.errors import Message, Problems, message
from sortition.base.text import folded, nearest, without_accents
from sortition.people.categories import age_in_years
from sortition.people.personal import cell_kind, heading_kind, quotable
from sortition.people.rows import Rows, note_each, rows_named
from sortition.protocol.model import AGE, Protocol

VALUES_SHOWN: Final = 5
"""Of the values found in a column, so many are shown: the most frequent."""
_WORD: Final = re.compile(r"[^\W\d_]{3}")


def apply_exclusion(rows: Rows, ids: Sequence[str], excluded: Mapping[str, str]) -> None:
    """Leave out the people who may not be drawn again; `excluded` maps ids to a file."""
    by_file: dict[str, int] = Counter(excluded[i] for i in ids if i in excluded)
    for file in sorted(by_file):
        kept = [position for position in rows.kept if excluded.get(ids[position]) != file]
        rows.keep(kept, message("left-out-excluded", file=file))


def apply_conditions(
    rows: Rows, protocol: Protocol, columns: Mapping[str, str], problems: Problems
) -> None:
    """Leave out whoever does not have one of the values asked for.

    A condition that nobody meets is a problem; a value that nobody has is worth a note.
    """
    for name, values in protocol.eligibility.where.items():
        column = columns[name]
        cells = rows.cells(column)
        counts = Counter(cells)
        found = {folded(cell) for cell in counts}
        where = {"file": rows.table.name, "column": column}
        if cells and found.isdisjoint(map(folded, values)):
            problems.extend([_matches_nobody(rows.table.name, column, values, counts)])
            continue
        for value in values:
            if cells and folded(value) not in found:
                near = _nearest_value(value, column, counts)
                code = "where-value-unused-near" if near else "where-value-unused"
                rows.notes.append(message(code, **where, value=value, nearest=near or ""))
        accepted = {folded(value) for value in values}
        right = {cell for cell in counts if folded(cell) in accepted}
        kept = [p for p, cell in zip(rows.kept, cells, strict=True) if cell in right]
        rows.keep(kept, message("left-out-where", column=column, values=values))


def _matches_nobody(
    file: str, column: str, values: Sequence[str], counts: Mapping[str, int]
) -> Message:
    """That nobody meets a condition: with the most frequent values, or how many there are."""
    where = {"file": file, "column": column, "values": values}
    if not any(counts):
        return message("where-column-blank", **where)
    shown = sorted(quotable(column, counts), key=lambda value: (-counts[value], value))
    if shown:
        return message("where-matches-nobody", **where, found=sorted(shown[:VALUES_SHOWN]))
    return message("where-matches-nobody-hidden", **where, n=sum(map(bool, counts)))


def _nearest_value(value: str, column: str, counts: Mapping[str, int]) -> str | None:
    """What of a column may have been meant: a value of many people, or the same but for accents,
    which says no more than was asked.
    """
    known = quotable(column, counts)
    if not heading_kind(column):
        plain = without_accents(value)
        known += [cell for cell in counts if cell and without_accents(cell) == plain]
    return nearest(value, known)


def read_births(
    rows: Rows, protocol: Protocol, columns: Mapping[str, str], problems: Problems
) -> dict[int, dt.date]:
    """Row position → birth date, of the rows still eligible whose date can be read."""
    if protocol.register.birth_date is None:
        return {}
    column = columns[protocol.register.birth_date]
    cells = rows.cells(column)
    dates = {cell: read_date(cell) for cell in set(cells)}
    births: dict[int, dt.date] = {}
    blank: list[int] = []
    hidden: list[int] = []
    unreadable: list[dict[str, str]] = []
    for position, cell, number in zip(rows.kept, cells, rows.numbers(), strict=True):
        date = dates[cell]
        if date is not None:
            births[position] = date
        elif not cell:
            blank.append(number)
        elif _may_name(column, cell):
            hidden.append(number)
        else:
            unreadable.append({"row": str(number), "value": cell})
    where = {"file": rows.table.name, "column": column}
    if blank:
        problems.add("birth-date-missing", **where, rows=rows_named(blank), n=len(blank))
    note_each(problems, "birth-date-unreadable", unreadable, file=rows.table.name, column=column)
    if hidden:
        problems.add("birth-date-hidden", **where, rows=rows_named(hidden), n=len(hidden))
    return births


def _may_name(column: str, cell: str) -> bool:
    """Whether what stands in place of a birth date is words, a number to call or an address."""
    misplaced = cell_kind(cell) not in (None, "birth")
    return misplaced or heading_kind(column) not in (None, "birth") or bool(_WORD.search(cell))


def read_ages(
    rows: Rows,
    protocol: Protocol,
    columns: Mapping[str, str],
    births: Mapping[int, dt.date],
    problems: Problems,
) -> dict[int, int]:
    """Row position → age in whole years on the reference date, where ages are known or needed."""
    if protocol.register.birth_date is not None:
        return _counted_ages(
            rows, protocol, columns[protocol.register.birth_date], births, problems
        )
    if AGE in columns and protocol.eligibility.needs_age:
        return _written_ages(rows, protocol, columns[AGE], problems)
    return {}


def _counted_ages(
    rows: Rows,
    protocol: Protocol,
    column: str,
    births: Mapping[int, dt.date],
    problems: Problems,
) -> dict[int, int]:
    day = protocol.reference_date
    if day is None:
        raise ValueError("a birth date column needs a reference date")
    age_of = {birth: age_on(day, birth) for birth in set(births.values())}
    ages = {position: age_of[birth] for position, birth in births.items()}
    impossible = [
        {
            "row": str(rows.table.rows[position]),
            "value": births[position].isoformat(),
            "age": str(age),
            "day": day.isoformat(),
        }
        for position, age in ages.items()
        if not 0 <= age <= OLDEST
    ]
    note_each(problems, "age-impossible", impossible, file=rows.table.name, column=column)
    return {position: age for position, age in ages.items() if 0 <= age <= OLDEST}


def _written_ages(
    rows: Rows, protocol: Protocol, column: str, problems: Problems
) -> dict[int, int]:
    """The ages of the register's own column."""
    cells = rows.cells(column)
    years = {cell: age_in_years(cell) for cell in set(cells)}
    ages = {}
    unreadable: list[dict[str, object]] = []
    hidden: list[int] = []
    for position, cell, number in zip(rows.kept, cells, rows.numbers(), strict=True):
        age = years[cell]
        if age is not None:
            ages[position] = age
        elif cell_kind(cell):
            hidden.append(number)
        else:
            unreadable.append({"value": cell, "rows": str(number), "n": 1})
    # Bands of the same column say it themselves.
    if not any(c.bands and folded(c.column or "") == AGE for c in protocol.criteria):
        note_each(problems, "age-unreadable", unreadable, file=rows.table.name, column=column)
        if hidden:
            where = {"file": rows.table.name, "column": column, "rows": rows_named(hidden)}
            problems.add("age-hidden", **where, n=len(hidden))
    return ages


def apply_ages(rows: Rows, protocol: Protocol, ages: Mapping[int, int]) -> None:
    """Leave out the too young and the too old.

    A row whose age could not be read is a problem already noted: it stays, and stops the draw.
    """
    least, most = protocol.eligibility.min_age, protocol.eligibility.max_age
    if least is not None:
        kept = [p for p in rows.kept if ages.get(p, least) >= least]
        rows.keep(kept, message("left-out-young", n=least))
    if most is not None:
        kept = [p for p in rows.kept if ages.get(p, most) <= most]
        rows.keep(kept, message("left-out-old", n=most))
