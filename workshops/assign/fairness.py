"""Four ways to say which assignment of people to workshops is best.

Each is a list of whole numbers to keep small, the most important first, added up over seats.

- `fewest-badly-served`: as few people as possible with nothing they asked for, then with one
  workshop they asked for where they could have two, and so on; then as few seats as possible at the
  worst rank, then at the one before. In one round these are the fair matchings of C.-C. Huang,
  T. Kavitha, K. Mehlhorn and D. Michail, "Fair Matchings and Related Problems", Algorithmica 74
  (2016), also called generous.
- `rank-maximal`: as many first choices as possible, then as many second choices, and so on.
  R. W. Irving, T. Kavitha, K. Mehlhorn, D. Michail and K. Paluch, "Rank-Maximal Matchings", ACM
  Transactions on Algorithms 2 (2006).
- `least-rank-sum`: the least sum of ranks; a seat not asked for counts one more than the longest
  list of wishes. The assignment problem: H. W. Kuhn, Naval Research Logistics Quarterly 2 (1955).
- `first-come`: one person after the other takes the best of what is left, as long as everyone else
  still finds a seat. As the order in which people wrote is not a merit, it is drawn by lot: random
  serial dictatorship (A. Abdulkadiroğlu and T. Sönmez, Econometrica 66, 1998).

Those who asked for nothing weigh nothing: any seat will do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from workshops.assign.people import Attendee, Bundles

FEWEST: Final = "fewest-badly-served"
FIRST_COME: Final = "first-come"
RANK_SUM: Final = "least-rank-sum"
RANK_MAXIMAL: Final = "rank-maximal"
FAIRNESS: Final = (FEWEST, FIRST_COME, RANK_SUM, RANK_MAXIMAL)

Levels = tuple[int, ...]


@dataclass(frozen=True)
class Measure:
    """What a seat costs, level by level, the most important first."""

    name: str
    levels: int
    cost: Sequence[Sequence[Levels]]
    """By person and workshop."""
    reward: Sequence[Sequence[Levels]]
    """Taken off for a person's first, second, … seat among those asked for."""


@dataclass(frozen=True)
class Served:
    """How well people are served."""

    ranks: tuple[int, ...]
    """How many people got their first, second, … choice."""
    not_asked: int
    """Seats of people who asked for something, but not for this."""
    nothing: int
    """People with nothing they asked for."""
    worst_rank: int
    """The worst rank of a seat asked for."""
    rank_sum: int
    """A seat not asked for counts one more than the longest list of wishes."""

    def to_json(self) -> dict[str, Any]:
        """The figures by name."""
        return {
            "ranks": list(self.ranks),
            "not_asked": self.not_asked,
            "nothing": self.nothing,
            "worst_rank": self.worst_rank,
            "rank_sum": self.rank_sum,
        }


def longest_list(people: Sequence[Attendee]) -> int:
    """The most workshops anyone asked for."""
    return max((len(person.choices) for person in people), default=0)


def measure_named(name: str, people: Sequence[Attendee], workshops: int, rounds: int) -> Measure:
    """The costs of one of `FAIRNESS` for these people."""
    ranks = longest_list(people)
    if name == FEWEST:
        return _fewest(people, workshops, rounds, ranks)
    levels = {FIRST_COME: 1, RANK_SUM: 1, RANK_MAXIMAL: max(ranks, 1)}[name]
    nothing = (0,) * levels
    not_asked = (ranks + 1,) if name == RANK_SUM else nothing
    rows = []
    for person in people:
        row = [not_asked if person.choices else nothing] * workshops
        for place, workshop in enumerate(person.choices):
            if name == RANK_SUM:
                row[workshop] = (place + 1,)
            elif name == RANK_MAXIMAL:
                row[workshop] = _one(levels, place, -1)
        rows.append(row)
    return Measure(name, levels, rows, [[nothing] * rounds] * len(people))


def _fewest(people: Sequence[Attendee], workshops: int, rounds: int, ranks: int) -> Measure:
    # Who went without earlier starts lower: their first seat now weighs as much as if the earlier
    # rounds were part of this plan.
    deepest = max((person.missed for person in people), default=0)
    classes = rounds + deepest
    levels = classes + ranks
    nothing = (0,) * levels
    cost, reward = [], []
    for person in people:
        row = [nothing] * workshops
        for place, workshop in enumerate(person.choices):
            row[workshop] = _one(levels, classes + ranks - 1 - place, 1)
        cost.append(row)
        first = deepest - person.missed
        reward.append([_one(levels, first + seat, 1) for seat in range(rounds)])
    return Measure(FEWEST, levels, cost, reward)


def _one(levels: int, place: int, value: int) -> Levels:
    return (0,) * place + (value,) + (0,) * (levels - place - 1)


def levels_of(measure: Measure, people: Sequence[Attendee], bundles: Bundles) -> Levels:
    """The levels that an assignment comes to."""
    total = [0] * measure.levels
    for index, (person, bundle) in enumerate(zip(people, bundles, strict=True)):
        asked = sum(workshop in person.choices for workshop in bundle)
        for workshop in bundle:
            for level, value in enumerate(measure.cost[index][workshop]):
                total[level] += value
        for levels in measure.reward[index][:asked]:
            for level, value in enumerate(levels):
                total[level] -= value
    return tuple(total)


def served(people: Sequence[Attendee], bundles: Bundles) -> Served:
    """How well an assignment serves people; `bundles` leaves out what they host."""
    longest = longest_list(people)
    ranks: Counter[int] = Counter()
    not_asked = nothing = 0
    for person, bundle in zip(people, bundles, strict=True):
        if not person.choices or not bundle:
            continue
        got = [person.choices.index(w) + 1 for w in bundle if w in person.choices]
        ranks.update(got)
        not_asked += len(bundle) - len(got)
        nothing += not got
    return Served(
        ranks=tuple([ranks[rank] for rank in range(1, longest + 1)]),
        not_asked=not_asked,
        nothing=nothing,
        worst_rank=max(ranks, default=0),
        rank_sum=sum(rank * n for rank, n in ranks.items()) + not_asked * (longest + 1),
    )
