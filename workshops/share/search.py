"""Makes the groups of readers as different as possible, and mixed, by exchanges of readings.

Two readers who read two files together are counted once for each such pair of files. Counted over
files it is the sum of C(common readers, 2) over pairs of files; counted over readers, the sum of
C(common files, 2) over pairs of readers; the two are the same number, and the second needs a small
table only. An exchange gives reader j's file g to reader i and i's file f to j: loads stay, and
conflicts are never made.

One reading after the other is drawn by lot, and the exchange among all those open to it, or none,
by a heat bath (`mixing`) whose weights grow ever steeper: an annealing. Everything is counted in
whole numbers, so that any machine finds the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sortition.base.chance import Chance
from sortition.base.observer import Observer
from workshops.common.arrays import Whole
from workshops.mixing.fair_shares import margins, people_outside
from workshops.mixing.heat_bath import draw_move, falling_weights

EXCESS: Final = 6
"""Price of one reader outside the fair share of a file, in repeats: mixed groups come first."""
STEPS_PER_READING: Final = 8
FEWEST_STEPS: Final = 2_000
MOST_STEPS: Final = 24_000
_STAGE: Final = 128
"""Steps between two changes of the weights, and between two reports."""
_DEAREST: Final = 120
"""Prices from which an exchange is never made."""
_FORBIDDEN: Final = 10**6


@dataclass(frozen=True)
class ReadingRules:
    """What the search may not change, as tables."""

    allowed: Whole
    """1 where a reader may read a file, else 0, by file and reader."""
    profile: Whole
    """Each reader's profile: readers alike on every criterion share one."""
    column: Whole
    """The column of a profile's category, by criterion and profile."""
    least: Whole
    """The fair share of a file's readers in each column, rounded down."""
    most: Whole
    """The fair share of a file's readers in each column, rounded up."""


@dataclass(frozen=True)
class BestShare:
    """The best share that a search found, and how good it is."""

    readers: list[tuple[int, ...]]
    """The readers of each file, sorted."""
    repeats: int
    excess: int
    stopped: bool
    """Whether the user stopped the search before its end."""


def repeats_of(reading: Whole) -> int:
    """The sum of C(common files, 2) over pairs of readers, for 1 or 0 by file and reader."""
    common = reading.T @ reading
    np.fill_diagonal(common, 0)
    return int((common * (common - 1)).sum()) // 4


def improve(
    rules: ReadingRules,
    start: Sequence[set[int]],
    chance: Chance,
    enough: int,
    observe: Observer | None = None,
) -> BestShare:
    """The best share met in a fixed number of steps; earlier with `enough` repeats and no excess.

    Interrupted from the keyboard, it gives back the best so far.
    """
    state = _State(rules, start)
    slots = len(state.file_of)
    steps = max(FEWEST_STEPS, min(MOST_STEPS, STEPS_PER_READING * slots))
    best = (state.price(), state.reader_of.copy(), state.repeats, state.excess)
    stopped = False
    try:
        for step in range(steps):
            if step % _STAGE == 0:
                weights = _weights(step, steps)
                if observe is not None:
                    observe("search", step, steps, repeats=best[2], outside=best[3])
                if best[3] == 0 and best[2] <= enough:
                    break
            state.step(chance, weights)
            if state.price() < best[0]:
                best = (state.price(), state.reader_of.copy(), state.repeats, state.excess)
    except KeyboardInterrupt:
        stopped = True
    readers: list[list[int]] = [[] for _ in start]
    for file, reader in zip(state.file_of.tolist(), best[1].tolist(), strict=True):
        readers[file].append(reader)
    return BestShare([tuple(sorted(row)) for row in readers], best[2], best[3], stopped)


class _State:
    """Who reads what, and what follows from it. A slot is one reading: a file and its reader."""

    def __init__(self, rules: ReadingRules, start: Sequence[set[int]]) -> None:
        self._rules = rules
        files, readers = rules.allowed.shape
        pairs = [(file, reader) for file, held in enumerate(start) for reader in sorted(held)]
        self.file_of = np.array([file for file, _ in pairs], dtype=np.int64)
        self.reader_of = np.array([reader for _, reader in pairs], dtype=np.int64)
        self._slots = [np.flatnonzero(self.file_of == file) for file in range(files)]
        # By reader and file, so that all files of a reader lie side by side.
        self.reading = np.zeros((readers, files), dtype=np.int64)
        self.reading[self.reader_of, self.file_of] = 1
        self.common = self.reading @ self.reading.T
        np.fill_diagonal(self.common, 0)
        self.repeats = repeats_of(self.reading.T)
        # How often a reader has met the readers of a file, by reader and file.
        self._met = self.common @ self.reading
        self._barred = np.ascontiguousarray(1 - rules.allowed.T) + self.reading
        self._count_columns()
        # What it changes for a slot's file if its reader gives way to one of a profile.
        profiles = rules.column.shape[1]
        self._mixing = np.zeros((profiles, len(pairs)), dtype=np.int64)
        self._price_mixing(np.arange(len(pairs)))

    def price(self) -> int:
        """What the whole share costs."""
        return self.repeats + EXCESS * self.excess

    def _count_columns(self) -> None:
        rules = self._rules
        files = rules.allowed.shape[0]
        self._counts = np.zeros((files, len(rules.least)), dtype=np.int64)
        for column in rules.column:
            np.add.at(self._counts, (self.file_of, column[rules.profile[self.reader_of]]), 1)
        self.excess = int(people_outside(self._counts, rules.least, rules.most).sum())

    def _price_mixing(self, slots: Whole) -> None:
        """Bring the prices of a few slots up to date."""
        rules = self._rules
        counts = self._counts[self.file_of[slots]]
        leaving, joining = margins(counts, rules.least, rules.most)
        rows = np.arange(len(slots))[None, :]
        total = np.zeros((rules.column.shape[1], len(slots)), dtype=np.int64)
        for column in rules.column:
            own = column[rules.profile[self.reader_of[slots]]]
            other = column[:, None]
            total += (leaving[rows, own[None]] + joining[rows, other]) * (own[None] != other)
        self._mixing[:, slots] = total

    def step(self, chance: Chance, weights: Whole) -> None:
        """One reading drawn by lot, and the exchange that its weights draw for it, or none."""
        slot = chance.below(len(self.file_of))
        costs = self._costs(slot)
        other = draw_move(costs, weights, chance)
        if other is not None:
            self._exchange(slot, other, int(costs[other]))

    def _costs(self, slot: int) -> Whole:
        """What exchanging a reading with each other one costs."""
        file, reader = int(self.file_of[slot]), int(self.reader_of[slot])
        readers = self.reader_of
        together = self.common[reader].take(readers)
        # Those who read both files lose and gain the same person: their count does not change.
        shared = np.zeros(self.reading.shape[1], dtype=np.int64)
        for fellow in self.reader_of[self._slots[file]].tolist():
            if fellow != reader:
                shared += self.reading[fellow]
        costs: Whole = self._met[:, file].take(readers) - 2 * together
        costs += (self._met[reader] - 2 * shared).take(self.file_of)
        costs -= self._met[readers, self.file_of]
        costs += 2 * (len(self._slots[file]) - 1) - int(self._met[reader, file])
        if len(self._rules.column):
            profile = self._rules.profile
            mixing = self._mixing[:, slot].take(profile[readers])
            costs += EXCESS * (mixing + self._mixing[profile[reader]])
        barred = self._barred[:, file].take(readers) + self._barred[reader].take(self.file_of)
        costs += _FORBIDDEN * barred
        return costs

    def _exchange(self, slot: int, other: int, cost: int) -> None:
        mixing = 0
        if len(self._rules.column):
            mine, theirs = self._rules.profile[self.reader_of[[slot, other]]]
            mixing = int(self._mixing[theirs, slot] + self._mixing[mine, other])
        self.repeats += cost - EXCESS * mixing
        self.excess += mixing
        reader, second = int(self.reader_of[slot]), int(self.reader_of[other])
        self._replace(slot, reader, second)
        self._replace(other, second, reader)
        touched = np.concatenate([self._slots[int(self.file_of[s])] for s in (slot, other)])
        if len(self._rules.column):
            self._price_mixing(touched)

    def _replace(self, slot: int, old: int, new: int) -> None:
        """Give one file's reading to another reader."""
        file = int(self.file_of[slot])
        fellows = [r for r in self.reader_of[self._slots[file]].tolist() if r != old]
        for change, reader in ((-1, old), (1, new)):
            for fellow in fellows:
                self.common[reader, fellow] += change
                self.common[fellow, reader] += change
                self._met[reader] += change * self.reading[fellow]
                self._met[fellow] += change * self.reading[reader]
            self._met[:, file] += change * self.common[:, reader]
            self.reading[reader, file] += change
            self._barred[reader, file] += change
        self.reader_of[slot] = new
        rules = self._rules
        for column in rules.column:
            self._counts[file, column[rules.profile[old]]] -= 1
            self._counts[file, column[rules.profile[new]]] += 1


_WARM: Final = 10
"""How likely, in per cent, an exchange that costs one repeat is at first, against a free one."""
_COOLING: Final = 6
"""How fast that falls: measured over powers 1 to 6, long and cold searches end best."""


def _weights(step: int, steps: int) -> Whole:
    """How likely an exchange is, by what it costs: powers of a ratio that falls to the end."""
    ratio, base = _WARM * (steps - step) ** _COOLING, 100 * steps**_COOLING
    return falling_weights(ratio, base, _DEAREST)
