"""Small pools for tests, made in memory: tables, protocols and random instances."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pandas as pd

from sortition.pool.prepare import Prepared, prepare_tables
from sortition.protocol.model import College, Criterion, Protocol, RegisterFile, Scope
from sortition.spreadsheets import Table

Row = Mapping[str, str]


def table(rows: Sequence[Row], name: str = "register.csv") -> Table:
    """A table as `read_table` gives it, header on row 1."""
    frame = pd.DataFrame(list(rows), dtype=object)
    return Table(name, "0" * 64, frame, tuple(range(2, len(rows) + 2)), ())


def criterion(
    name: str,
    quotas: Mapping[str, tuple[int, int]],
    *,
    cross: tuple[str, ...] = (),
    scope: Scope = "drawn",
) -> Criterion:
    """A criterion of the column of its own name, with explicit quotas."""
    column = None if cross else name
    return Criterion(name=name, column=column, quotas=quotas, cross=cross, scope=scope)


def protocol(
    seats: int,
    criteria: Sequence[Criterion] = (),
    colleges: Sequence[College] = (),
    household: tuple[str, ...] = (),
    alternates: int | None = None,
) -> Protocol:
    """A protocol over `register.csv` with the id column `id`."""
    return Protocol(
        title="",
        seats=seats,
        alternates=2 * seats if alternates is None else alternates,
        register=RegisterFile("register.csv", id="id", household=household),
        criteria=tuple(criteria),
        colleges=tuple(colleges),
    )


def prepared(protocol: Protocol, *tables: Table) -> Prepared:
    """A draw made ready from tables in memory."""
    return prepare_tables(protocol, tables, {}, name="protocol.toml")


def random_pool(seed: int) -> tuple[Protocol, list[Table]]:
    """A small random pool: two or three criteria, at times crossed quotas, households, colleges.

    Quotas are drawn tight or slack around the shares of a random panel, so that most pools have a
    panel and some have none.
    """
    draw = random.Random(seed)
    people, seats = draw.randint(5, 9), draw.randint(2, 4)
    criteria = ["a", "b", "c"][: draw.choice([1, 2, 2, 3])]
    rows = [
        {"id": f"r{number}", "home": "", **{c: f"{c}{draw.randint(0, 1)}" for c in criteria}}
        for number in range(people)
    ]
    volunteers = [
        {"id": f"v{number}", "home": "", **{c: f"{c}{draw.randint(0, 1)}" for c in criteria}}
        for number in range(draw.choice([0, 0, 3]))
    ]
    if volunteers and draw.random() < 0.6:
        # Someone stands on both lists.
        volunteers.append(dict(draw.choice(rows)))
    if draw.random() < 0.5:
        for row in (*rows, *volunteers):
            row["home"] = draw.choice(["", "", "x", "y", "z"])
        known = {row["id"]: row["home"] for row in rows}
        for row in volunteers:
            row["home"] = known.get(row["id"], row["home"])
    colleges = [College("College", 1, "college.csv")] if volunteers else []
    made = protocol(
        seats,
        _random_criteria(draw, criteria, rows, volunteers, seats),
        colleges,
        household=("home",),
    )
    tables = [table(rows)] + ([table(volunteers, "college.csv")] if volunteers else [])
    return made, tables


def _random_criteria(
    draw: random.Random,
    names: Sequence[str],
    rows: Sequence[Row],
    volunteers: Sequence[Row],
    seats: int,
) -> list[Criterion]:
    sample = draw.sample(list(rows), seats)
    scope: Scope = "panel" if volunteers and draw.random() < 0.3 else "drawn"
    if scope == "panel":
        sample = [*sample, draw.choice(list(volunteers))]
    slack = draw.choice([0, 0, 1])
    made = []
    for name in names:
        counts = {f"{name}{k}": sum(row[name] == f"{name}{k}" for row in sample) for k in (0, 1)}
        quotas = {
            category: (max(0, n - draw.randint(0, slack)), n + draw.randint(0, slack))
            for category, n in counts.items()
        }
        made.append(criterion(name, quotas, scope=scope))
    if len(names) > 1 and draw.random() < 0.3:
        one, other = names[:2]
        count = sum(row[one] == f"{one}0" and row[other] == f"{other}1" for row in sample)
        quotas = {f"{one}0 × {other}1": (max(0, count - 1), count)}
        made.append(criterion("crossed", quotas, cross=(one, other), scope=scope))
    return made
