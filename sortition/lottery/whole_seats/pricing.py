"""Finds compositions by what seats are worth: by exchanging seats, then by integer programming.

A linear programme bounds what any composition can be worth; exchanges of seats (`swaps`) find good
ones fast; an integer programme settles what is left, within a bounded effort. Effort is counted in
steps, never in seconds: the same pool gives the same lottery on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from sortition.base.linear import LinearProgramme, generic
from sortition.base.observer import Observer
from sortition.lottery.leximin import rule_rows
from sortition.lottery.whole_seats.seat_exchanges import Swaps
from sortition.pool.rules import Composition, Model, Vector

WORTH: Final = 1e-7
"""How much more than its price a composition is worth to enter, in units of the mean chance."""
TIE_BREAK: Final = 1e-9
EFFORTS: Final = ((1_000, 50), (40_000, 1_000), (200_000, 20_000))
"""For a first composition: exchanges, then nodes of an integer programme; then without limit."""
NODES: Final = 2_000
"""Nodes of one integer programme that looks for a better composition."""
BUDGET: Final = 200_000
"""Steps of the simplex, over all integer programmes of one lottery."""
STARTS: Final = 3
"""Known compositions, those worth most, from which a better one is looked for."""
REPAIRS: Final = 150
"""Exchanges to mend the rules again after seats have been forced."""
LARGE: Final = 20_000
"""Rules times profiles, beyond which even one node of an integer programme takes too long."""
LONG_REPAIRS: Final = 600
"""The same, for compositions that are to come near to given seats."""
ROUNDS: Final = 150
"""Rounds of exchanges for better compositions, over all stages of one lottery, …"""
FRUITLESS: Final = 10
"""… of which so many may find nothing, unless an integer programme then settles the matter."""
UNMENDED: Final = 10
"""No more compositions near to given seats are made when so many could not be mended."""


class Pricing:
    """Every composition of a model, asked for by what seats are worth."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._swaps = Swaps(model)
        rows, bounds = rule_rows(model)
        columns = [(0.0, float(people)) for people in model.people]
        self._relaxed = LinearProgramme(rows, bounds, columns)
        self._whole = LinearProgramme(rows, bounds, columns, whole=True)
        self._tie_break = TIE_BREAK * generic("pricing", len(model.people))
        self._left = BUDGET if len(rows) * len(columns) <= LARGE else 0
        self._rounds, self._fruitless = ROUNDS, FRUITLESS
        self._table: list[npt.NDArray[np.int32]] = []

    def first(self, seats: Vector | None, observe: Observer | None = None) -> Composition | None:
        """Any composition, near to `seats` where they are given; None where none exists."""
        self._whole.set_cost(self._tie_break)
        for number, (exchanges, nodes) in enumerate(EFFORTS):
            if observe is not None:
                observe("first", number, len(EFFORTS))
            if seats is not None:
                found = self._swaps.repaired(self._swaps.rounded(seats), exchanges)
                if found is not None:
                    return self._checked(found)
            solution, complete = self._whole.solve_within(nodes)
            if solution is not None or complete:
                return None if solution is None else self._checked(solution)
        solution = self._whole.solve()
        return None if solution is None else self._checked(solution)

    def make(
        self, found: dict[Composition, None], seats: Vector, wanted: int, observe: Observer | None
    ) -> None:
        """Add compositions that come together near to the expected `seats`, about so many."""
        owed = np.zeros(len(seats))
        last = next(iter(found))
        unmended = 0
        for _ in range(wanted):
            owed += seats
            forced = self._forced(last, owed, LONG_REPAIRS)
            unmended += forced is None
            if unmended >= UNMENDED:
                break
            last = forced or last
            owed -= last
            found[last] = None
            if observe is not None:
                observe("compositions", len(found), wanted)

    def better(
        self, prices: Vector, entry: float, known: Iterable[Composition]
    ) -> tuple[list[Composition], bool]:
        """Compositions worth more than the price of entering, at a price per seat of each kind.

        None of those known. Where there are none: whether that is certain.
        """
        worth = np.zeros(len(self._model.people))
        for kind, price in zip(self._model.kinds, prices, strict=True):
            worth[list(kind)] = price
        self._relaxed.set_cost(worth)
        bound = self._relaxed.solve()
        if bound is not None and float(worth @ bound) <= entry + WORTH:
            return [], True
        given = dict.fromkeys(known)
        if self._left > 0 or (self._rounds > 0 and self._fruitless > 0):
            self._rounds -= 1
            found = self._by_exchanges(worth, entry, given)
            if found:
                return found, False
            self._fruitless -= 1
        return self._by_programme(worth, entry, given)

    def _by_exchanges(
        self, worth: Vector, entry: float, known: dict[Composition, None]
    ) -> list[Composition]:
        self._table += [np.array(one, dtype=np.int32) for one in list(known)[len(self._table) :]]
        # Rounded: which is worth most must not hang on the order in which a machine adds.
        worths = np.round([float((worth * seats).sum()) for seats in self._table], 9)
        best = np.argsort(-worths, kind="stable")[:STARTS]
        found: dict[Composition, None] = {}
        for start in [self._swaps.composition(self._table[number]) for number in best]:
            for one in (self._improved(start, worth), self._forced(start, worth, REPAIRS)):
                if one is not None and float((worth * np.array(one)).sum()) > entry + WORTH:
                    found[one] = None
        return [one for one in found if one not in known]

    def _by_programme(
        self, worth: Vector, entry: float, known: dict[Composition, None]
    ) -> tuple[list[Composition], bool]:
        if self._left <= 0:
            return [], False
        self._whole.set_cost(worth + self._tie_break)
        solution, complete = self._whole.solve_within(NODES)
        self._left -= self._whole.effort()
        if not complete:
            # Once unproven, proofs of later stages are no use: exchanges alone go on.
            self._left = 0
        if solution is None:
            return [], complete
        found = self._checked(solution)
        gains = float(worth @ np.array(found)) > entry + WORTH and found not in known
        return ([found] if gains else []), complete

    def _improved(self, composition: Composition, worth: Vector) -> Composition:
        seats = self._swaps.improved(np.array(composition, dtype=float), worth)
        return self._swaps.composition(seats)

    def _forced(
        self, composition: Composition, worth: Vector, exchanges: int
    ) -> Composition | None:
        """Seat those worth most in the place of those worth least, then mend the rules.

        Fewer and fewer at once, until the rules can be mended; None where they never are.
        """
        pairs = max(1, self._model.all_seats // 4)
        while pairs:
            forced = self._swaps.forced(np.array(composition, dtype=float), worth, pairs)
            mended = self._swaps.repaired(forced, exchanges, worth)
            if mended is not None:
                return self._swaps.composition(self._swaps.improved(mended, worth))
            pairs //= 3
        return None

    def _checked(self, seats: Vector) -> Composition:
        composition = tuple(int(seat) for seat in np.round(seats))
        if not self._model.is_valid(composition):
            raise ArithmeticError("the search for a composition broke a rule of the model")
        return composition
