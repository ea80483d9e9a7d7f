"""Mixes people over groups at every level: a search by swaps that any machine repeats.

One person after the other is drawn by lot and changes places with another, or with nobody, drawn
among all people at once by a heat bath (`mixing`): one handful of array operations prices the whole
row of swaps together. The weights grow steeper as the search goes on, which makes it an annealing.
It stops after a number of steps, never by the clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sortition.base.chance import Chance
from workshops.common.arrays import Whole
from workshops.mixing.fair_shares import margins
from workshops.mixing.heat_bath import draw_move, falling_weights
from workshops.snowball.balance import LevelBalance

UNIT: Final = 8
"""Price of one person outside the fair share."""
FIRST_LEVEL_UNIT: Final = 9
"""Price of one person outside at the first level: of two plans as good, better pairs win."""
CONFLICT: Final = 50 * UNIT
"""Price of two people together at the first level who should be apart: more than any mixing."""
_LONGEST: Final = 600
"""A price at which a swap is never made."""
_ROW: Final = 256
"""At most so many swaps are priced together."""
_STAGE: Final = 128
"""Steps between changes of the weights."""
# What one more unit of price does to a swap's weight, at the first step and at the last.
_WARMEST: Final = (78, 100)
_COLDEST: Final = (38, 100)


@dataclass(frozen=True)
class Freedom:
    """What the search may change."""

    movable: tuple[int, ...]
    """People who may change places."""
    zone: Whole
    """People change places only within their zone: a number for each person."""
    apart: Whole | None = None
    """1 where two people should not share a leaf, else 0, by person and person."""
    conflict: int = CONFLICT
    """Price of two such people in one leaf."""


@dataclass
class _State:
    """Where everyone is, and what follows from it."""

    balance: LevelBalance
    freedom: Freedom
    leaf_of: Whole
    units: Whole = field(init=False)
    rows: Whole = field(init=False)
    counts: Whole = field(init=False)
    leaving: Whole = field(init=False)
    joining: Whole = field(init=False)
    conflicts: Whole | None = field(init=False)
    own_conflicts: Whole = field(init=False)
    own: Whole = field(init=False)

    def __post_init__(self) -> None:
        balance = self.balance
        levels = balance.groups.shape[0]
        self.units = np.full((levels, 1), UNIT, dtype=np.int64)
        self.units[0] = FIRST_LEVEL_UNIT
        self.rows = balance.groups[:, self.leaf_of]
        self.counts = balance.counts(self.leaf_of)
        # What one person fewer, or one more, of a column costs a row's group.
        self.leaving = np.zeros_like(self.counts)
        self.joining = np.zeros_like(self.counts)
        self._price(slice(None))
        # Where each person's own cell of a row-by-column table lies, by level, criterion, person.
        self.own = self.rows[:, None, :] * balance.columns + balance.categories.T[None]
        apart = self.freedom.apart
        self.conflicts = None
        if apart is not None:
            # Of those each person is to be kept from, how many are at each leaf: none is empty.
            by_leaf = np.argsort(self.leaf_of, kind="stable")
            firsts = np.searchsorted(self.leaf_of[by_leaf], np.arange(balance.groups.shape[1]))
            self.conflicts = np.add.reduceat(apart[:, by_leaf], firsts, axis=1)
            self.own_conflicts = self.conflicts[np.arange(len(self.leaf_of)), self.leaf_of]

    def _price(self, rows: slice | Whole) -> None:
        counts, least, most = self.counts[rows], self.balance.least[rows], self.balance.most[rows]
        self.leaving[rows], self.joining[rows] = margins(counts, least, most)

    def price(self) -> int:
        """What the whole plan costs."""
        by_row = self.balance.outside_by_group(self.leaf_of).sum(axis=1)
        first = len(set(self.balance.groups[0].tolist()))
        total = FIRST_LEVEL_UNIT * by_row[:first].sum() + UNIT * by_row[first:].sum()
        if self.conflicts is not None:
            total += self.freedom.conflict * self.own_conflicts.sum() // 2
        return int(total)

    def swaps(self, person: int, others: slice) -> Whole:
        """What changing places with each of the others costs."""
        balance = self.balance
        mine, theirs = balance.categories[person], balance.categories[others].T
        rows, their_rows = self.rows[:, person], self.rows[:, others]
        # All four by level, criterion and other person.
        cost = self.joining[rows].take(theirs, axis=1)
        cost += self.leaving[rows][:, mine][:, :, None]
        cost += self.leaving.take(self.own[:, :, others])
        cost += self.joining[:, mine].T.take(their_rows, axis=1).swapaxes(0, 1)
        cost *= theirs != mine[:, None]
        cost *= ((their_rows != rows[:, None]) * self.units)[:, None, :]
        total: Whole = cost.sum(axis=(0, 1))
        if self.conflicts is not None and self.freedom.apart is not None:
            here, there = self.leaf_of[person], self.leaf_of[others]
            change = self.conflicts[person, there] - self.conflicts[person, here]
            change += self.conflicts[others, here] - self.own_conflicts[others]
            change -= 2 * self.freedom.apart[person, others]
            total += self.freedom.conflict * change * (there != here)
        return total

    def swap(self, one: int, other: int) -> None:
        """Let two people change places."""
        pair, back = [one, other], [other, one]
        categories = self.balance.categories[pair]
        before = self.rows[:, pair]
        for place in (0, 1):
            cells = before[:, place, None], categories[None, place]
            self.counts[cells] -= 1
            cells = before[:, 1 - place, None], categories[None, place]
            self.counts[cells] += 1
        self.leaf_of[pair] = self.leaf_of[back]
        self.rows[:, pair] = before[:, ::-1]
        self._price(before.ravel())
        starts = before[:, ::-1] * self.balance.columns
        self.own[:, :, pair] = starts[:, None] + categories.T[None]
        if self.conflicts is not None and self.freedom.apart is not None:
            change = self.freedom.apart[:, one] - self.freedom.apart[:, other]
            here, there = self.leaf_of[one], self.leaf_of[other]
            self.conflicts[:, here] += change
            self.conflicts[:, there] -= change
            self.own_conflicts = self.conflicts[np.arange(len(self.leaf_of)), self.leaf_of]


def mix(
    balance: LevelBalance, leaf_of: Whole, freedom: Freedom, chance: Chance, steps: int
) -> Whole:
    """A better placing of everyone: the best met in so many steps from the one given."""
    state = _State(balance, freedom, leaf_of.copy())
    price = state.price()
    best_price, best = price, state.leaf_of.copy()
    movable = freedom.movable
    if len(movable) < 2:
        return best
    may = np.zeros(len(leaf_of), dtype=bool)
    may[list(movable)] = True
    for step in range(steps):
        if best_price == 0:
            break
        if step % _STAGE == 0:
            weights = _weights(step, steps)
        person = movable[chance.below(len(movable))]
        first = chance.below(max(1, len(leaf_of) - _ROW + 1))
        others = slice(first, first + _ROW)
        costs = state.swaps(person, others)
        costs[~(may[others] & (freedom.zone[others] == freedom.zone[person]))] = _LONGEST
        chosen = draw_move(costs, weights, chance)
        if chosen is None or state.leaf_of[first + chosen] == state.leaf_of[person]:
            continue
        state.swap(person, first + chosen)
        price += int(costs[chosen])
        if price < best_price:
            best_price, best = price, state.leaf_of.copy()
    return best


def _weights(step: int, steps: int) -> Whole:
    """How likely a swap is, by how much more it costs than the best one: powers of a ratio that
    falls as the search goes on.
    """
    (warm, base), (cold, _) = _WARMEST, _COLDEST
    ratio = warm * steps - (warm - cold) * step
    return falling_weights(ratio, base * steps, _LONGEST)
