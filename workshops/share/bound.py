"""The fewest repeats that any share can have: how far from the best possible a plan is.

Without mixing, every file brings C(R, 2) meetings, which the pairs of readers share; C(m, 2) is
convex, so they can do no better than share them equally. The same holds for the meetings of each
reader with the others, whose number follows from the load.

With mixing, meetings of readers of some profiles are forced: three women and one man among four
readers meet as three pairs of women, whatever is done. Let x be how many files have each
composition of profiles that is within its fair share. The least sum of C(m, 2) for given x is
convex and piecewise linear, so a linear programme over x bounds every share whose groups are all
mixed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from workshops.share.search import ReadingRules

MOST_COMPOSITIONS = 20_000
"""Compositions beyond which the programme would take longer than the search."""
PIECES = 16


def plain_bound(loads: Sequence[int], files: int, readings: int) -> int:
    """The least sum of C(common files, 2) over pairs of readers, whatever their profiles."""
    readers = len(loads)
    if readers < 2:
        return 0
    overall = _least(files * math.comb(readings, 2), math.comb(readers, 2))
    each = sum(_least((readings - 1) * load, readers - 1) for load in loads)
    return max(overall, -(-each // 2))


def mixed_bound(rules: ReadingRules, loads: Sequence[int], readings: int) -> int | None:
    """A bound for shares without excess; None where it cannot be worked out in reasonable time."""
    people = np.bincount(rules.profile, minlength=rules.column.shape[1]).tolist()
    compositions = []
    for composition in _compositions(rules, people, readings):
        compositions.append(composition)
        if len(compositions) > MOST_COMPOSITIONS:
            return None
    if not compositions:
        return None
    from sortition.base.linear import LinearProgramme

    files = len(rules.allowed)
    kinds = [(a, b) for a in range(len(people)) for b in range(a, len(people))]
    pairs = {(a, b): _pairs(people, a, b) for a, b in kinds}
    kinds = [kind for kind in kinds if pairs[kind]]
    row_of = {kind: 1 + len(people) + index for index, kind in enumerate(kinds)}
    rows: list[tuple[list[int], list[float]]] = [
        ([], []) for _ in range(1 + len(people) + len(kinds))
    ]
    bounds = [(float(files), float(files))]
    for profile in range(len(people)):
        number = people[profile]
        bounds.append((float(number * min(loads)), float(number * max(loads))))
    bounds += [(0.0, 0.0)] * len(kinds)
    for column, composition in enumerate(compositions):
        counts = Counter(composition)
        _put(rows[0], column, 1)
        for profile, number in counts.items():
            _put(rows[1 + profile], column, number)
        for kind, number in Counter(combinations(composition, 2)).items():
            _put(rows[row_of[kind]], column, number)
    cost = [0.0] * len(compositions)
    limits = [(0.0, float(files))] * len(compositions)
    for kind in kinds:
        for piece in range(PIECES):
            _put(rows[row_of[kind]], len(cost), -1)
            cost.append(-float(piece))
            # The last piece has no end: beyond it the bound only gets weaker.
            last = piece == PIECES - 1
            limits.append((0.0, math.inf if last else float(pairs[kind])))
    found = LinearProgramme(rows, bounds, limits, np.array(cost)).solve()
    return None if found is None else math.ceil(-float(np.array(cost) @ found) - 1e-6)


def _least(meetings: int, pairs: int) -> int:
    """The least sum of C(m, 2) over pairs that share so many meetings."""
    each, rest = divmod(meetings, pairs)
    return pairs * math.comb(each, 2) + rest * each


def _pairs(people: Sequence[int], one: int, other: int) -> int:
    return math.comb(people[one], 2) if one == other else people[one] * people[other]


def _put(row: tuple[list[int], list[float]], column: int, value: int) -> None:
    row[0].append(column)
    row[1].append(float(value))


def _compositions(
    rules: ReadingRules, people: Sequence[int], readings: int
) -> Iterator[tuple[int, ...]]:
    """Profiles of the readers of one file, sorted, such that every category has its fair share."""
    counts = [0] * len(rules.least)
    columns = rules.column.T.tolist()
    least, most = rules.least.tolist(), rules.most.tolist()

    def grow(chosen: tuple[int, ...], first: int) -> Iterator[tuple[int, ...]]:
        if len(chosen) == readings:
            if all(low <= n for low, n in zip(least, counts, strict=True)):
                yield chosen
            return
        for profile in range(first, len(people)):
            if chosen.count(profile) == people[profile]:
                continue
            if all(counts[column] < most[column] for column in columns[profile]):
                for column in columns[profile]:
                    counts[column] += 1
                yield from grow((*chosen, profile), profile)
                for column in columns[profile]:
                    counts[column] -= 1

    return grow((), 0)
