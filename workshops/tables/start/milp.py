"""Rules settled exactly for one round, by a whole-number programme.

One column says whether people who must sit together are at a table, for all those whom a rule
concerns; everyone else fills the seats that are left. People of a cluster with no other rule are
alike: one column counts how many of them are at a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sortition.base.linear import INFINITY, LinearProgramme, SparseRow
from workshops.tables.problem import Hall, TableMembers
from workshops.tables.start.places import Places


@dataclass
class _Model:
    """Rows and columns as they are gathered."""

    rows: list[SparseRow] = field(default_factory=list)
    bounds: list[tuple[float, float]] = field(default_factory=list)
    columns: list[tuple[float, float]] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)

    def column(self, most: float, cost: float = 0.0) -> int:
        """A new column of whole numbers from 0 up to `most`; its index."""
        self.columns.append((0.0, most))
        self.cost.append(cost)
        return len(self.columns) - 1

    def row(self, terms: Sequence[tuple[int, float]], low: float, high: float) -> None:
        """A sum of columns within bounds."""
        if terms:
            self.rows.append(([c for c, _ in terms], [v for _, v in terms]))
            self.bounds.append((low, high))

    def solve(self) -> list[int] | None:
        """The columns of least cost, None where there are none."""
        cost = -np.array(self.cost)
        programme = LinearProgramme(self.rows, self.bounds, self.columns, cost, whole=True)
        solution = programme.solve()
        return None if solution is None else [round(value) for value in solution]


def exact_places(places: Places, ruled: Sequence[TableMembers]) -> list[list[int]] | None:
    """The tables of those whom rules concern, None where no seating keeps the rules."""
    model = _Model()
    tables = range(len(places.hall.sizes[places.round_]))
    at = _unit_columns(model, places, ruled)
    _rule_rows(model, places, ruled, at)
    for table in tables:
        room = [(at[u][table], float(len(unit))) for u, unit in enumerate(ruled)]
        model.row(room, 0, places.hall.sizes[places.round_][table])
    chosen = model.solve()
    if chosen is None:
        return None
    return [
        [person for u, unit in enumerate(ruled) for person in unit if chosen[at[u][table]]]
        for table in tables
    ]


def cluster_zones(
    hall: Hall, round_: int, wished: Sequence[frozenset[int]]
) -> list[frozenset[int]] | None:
    """For each cluster the tables of a round it sits at: in all as few as there can be.

    Of equally good choices the one that keeps most of the `wished` tables. None where no seating
    keeps the rules.
    """
    places = Places(hall, round_, frozenset())
    tables = range(len(hall.sizes[round_]))
    member_of: dict[int, list[int]] = {}
    for cluster, people in enumerate(hall.clusters):
        for person in people:
            member_of.setdefault(person, []).append(cluster)
    alike, ruled = _sorted_out(places, member_of)
    model = _Model()
    opened = [
        [model.column(1, _zone_cost(wished, cluster, table)) for table in tables]
        for cluster in range(len(hall.clusters))
    ]
    at = _unit_columns(model, places, ruled)
    _rule_rows(model, places, ruled, at)
    counts = [[model.column(people) for _ in tables] for people in alike]
    for count, members in zip(counts, alike, strict=True):
        model.row([(column, 1.0) for column in count], members, members)
    for table in tables:
        size = hall.sizes[round_][table]
        room = [(at[u][table], float(len(unit))) for u, unit in enumerate(ruled)]
        model.row([*room, *((count[table], 1.0) for count in counts)], 0, size)
        for cluster, count in enumerate(counts):
            model.row([(count[table], 1.0), (opened[cluster][table], -size)], -INFINITY, 0)
        for u, unit in enumerate(ruled):
            for cluster in sorted({c for person in unit for c in member_of.get(person, ())}):
                model.row([(at[u][table], 1.0), (opened[cluster][table], -1.0)], -INFINITY, 0)
    _fewest_rows(model, places, opened)
    chosen = model.solve()
    if chosen is None:
        return None
    return [frozenset(table for table in tables if chosen[of[table]]) for of in opened]


def _zone_cost(wished: Sequence[frozenset[int]], cluster: int, table: int) -> float:
    # A table counts 1; the small rest prefers the wished tables, else those of low numbers.
    if wished:
        return 1.0 if table in wished[cluster] else 1.01
    return 1.0 + table / 10_000


def _fewest_rows(model: _Model, places: Places, opened: Sequence[Sequence[int]]) -> None:
    """As many tables as a cluster's people need at least: true anyway, and soon proved with it."""
    sizes = sorted(places.hall.sizes[places.round_], reverse=True)
    there = set(places.hall.present[places.round_])
    for people, columns in zip(places.hall.clusters, opened, strict=True):
        left, needed = len(there & set(people)), 0
        while left > 0:
            left, needed = left - sizes[needed], needed + 1
        model.row([(column, 1.0) for column in columns], needed, len(sizes))


def _sorted_out(
    places: Places, member_of: dict[int, list[int]]
) -> tuple[list[int], list[TableMembers]]:
    """How many people of each cluster no other rule concerns, and the units of all the others."""
    alike = [0] * len(places.hall.clusters)
    ruled = []
    for unit in places.units:
        clusters = member_of.get(unit[0], [])
        if places.ruled(unit) or len(clusters) > 1:
            ruled.append(unit)
        elif clusters:
            alike[clusters[0]] += 1
    return alike, ruled


def _unit_columns(model: _Model, places: Places, ruled: Sequence[TableMembers]) -> list[list[int]]:
    """A column for each unit and table: 0 where it may not sit there."""
    tables = range(len(places.hall.sizes[places.round_]))
    at = []
    for unit in ruled:
        given = places.table_of(unit)
        open_to = [(given is None or given == t) and places.may(unit, t, ()) for t in tables]
        at.append([model.column(float(open_)) for open_ in open_to])
    return at


def _rule_rows(
    model: _Model, places: Places, ruled: Sequence[TableMembers], at: Sequence[Sequence[int]]
) -> None:
    """Every unit at one table, and no two of a set of people apart at the same."""
    for columns in at:
        model.row([(column, 1.0) for column in columns], 1, 1)
    unit_of = {person: u for u, unit in enumerate(ruled) for person in unit}
    for apart_set in places.hall.apart_sets:
        units = [unit_of[person] for person in apart_set if person in unit_of]
        for table in range(len(places.hall.sizes[places.round_])):
            model.row([(at[u][table], 1.0) for u in units], 0, 1)
