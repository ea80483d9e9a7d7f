"""Plans of tables over several rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workshops.plan.kinds.kind import Figures, Kind


@dataclass(frozen=True)
class TablesFigures(Figures):
    """Counts of pairs of people or of people, summed over rounds where it is not said otherwise."""

    people: int
    rounds: int
    sizes: tuple[tuple[int, ...], ...]
    """Of every table, by round."""
    distinct_pairs: int
    possible_pairs: int
    repeats: int
    repeats_bound: int
    repeats_bound_if_spread: int
    """A proven least where nobody may meet anyone more often than some pair does here."""
    convex: int
    convex_bound: int
    max_meetings: int
    meetings: Mapping[str, int]
    """How many pairs meet 0, 1, 2, … times."""
    met_least: int
    met_mean: float
    met_most: int
    excess: int
    cluster_tables: tuple[tuple[int, ...], ...]
    """At how many tables the people of each cluster are, by round."""
    better_tables: int | None
    """Another number of tables, at which nobody would meet twice."""
    stopped: bool


class TablesKind(Kind):
    """Whoever sits at a table sits there in no order."""

    name = "tables"
    figures = TablesFigures
    by_name = True
