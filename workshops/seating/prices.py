"""What swaps would cost: all swaps of two people, or many swaps of two against two, at once.

The tables of a round are paired, and every pair of tables prices its swaps together. With W the
cost of one more meeting of two people who sit together, person a moves from table A to B at the
cost of W[a, B] - W[a, A], likewise b, less twice W[a, b] as the two do not meet. What the
categories of a table add when one leaves or joins is added per category, and corrected where a and
b share it.

Swaps of two against two matter where many criteria leave no other way from one balanced seating to
the next. They are priced as splits of the people of two tables: with y = -1 or 1 for the table
where each sits after it, the meetings cost y W y / 4 and a constant.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from workshops.seating.problem import Whole
from workshops.seating.state import Real, Short, State, sides_of
from workshops.stream import Stream

Number = TypeVar("Number", np.int64, np.float32)


@dataclass(frozen=True)
class Moves:
    """Ways to swap within two tables. The seats of the one are numbered before the other's."""

    one: Whole
    """Seats of the first table that change, by move and swap."""
    other: Whole
    """The seats of the second table that they change with."""
    after: Real
    """Where the people of each seat are after it: -1 or 1 for the first or second table."""


def single_moves(depth: int) -> Moves:
    """Every swap of one seat with another, in order; `after` is not needed for them."""
    seats = np.arange(depth * depth)[:, None]
    return Moves(seats // depth, seats % depth, np.zeros((0, 2 * depth)))


def double_moves(depth: int, count: int, stream: Stream) -> Moves:
    """So many swaps of two seats with two, drawn by lot. Needs tables of at least two seats."""
    drawn = stream.below(1 << 32, 4 * count).reshape(count, 2, 2)
    first = drawn[:, :, 0] % depth
    second = (first + 1 + drawn[:, :, 1] % (depth - 1)) % depth
    after = np.tile(sides_of(depth), (count, 1))
    moves = np.arange(count)
    for seats in (first, second):
        after[moves, seats[:, 0]] = 1
        after[moves, depth + seats[:, 1]] = -1
    return Moves(
        one=np.stack([first[:, 0], second[:, 0]], axis=1),
        other=np.stack([first[:, 1], second[:, 1]], axis=1),
        after=after,
    )


class View:
    """The tables of some rows side by side, two by two, and what meetings within them cost."""

    def __init__(self, state: State, rows: Whole, pairing: Whole) -> None:
        """Tables 0 and 1, 2 and 3… of `pairing` are paired, in each of `rows` of the state."""
        self._state, self._rows, self._pairing = state, rows, pairing
        # Fancy indices cost more than what they fetch: most steps look at all rows.
        self._all = len(rows) == len(state.seats)
        self.members = self._side_by_side(state.seats, 1)
        members = self.members
        first = members * (state.people + 1) + state.offsets[rows][:, None, None]
        codes = state.codes.take(first[..., :, None] + members[..., None, :])
        codes -= state.mates  # Those who sit together now have not met by it yet.
        self.cost = state.next_meeting.take(codes)

    def _side_by_side(self, array: NDArray[Number], tables: int) -> NDArray[Number]:
        """The rows of the paired tables, by row and pair, for one or both tables together."""
        some = array if self._all else array[self._rows]
        at = some.take(self._pairing, axis=1)
        each = at.shape[2]
        shape = (2 * each,) if tables == 1 else (2, each)
        return at.reshape(len(self._rows), -1, *shape)

    @cached_property
    def _bans(self) -> Real | None:
        """What it costs that a seat's person goes to the other table, for reasons of their own."""
        state, rows = self._state, self._rows[:, None, None]
        if state.held is None:
            return None
        bans = state.held[rows, self.members]
        if state.zones is not None:
            other = self._pairing.reshape(-1, 2)[:, ::-1].repeat(state.depth, axis=1)
            bans = bans + state.zones[rows, self.members, other]
        return np.asarray(bans)

    def single_prices(self) -> Real:
        """What every swap costs, by row, pair of tables, and move of `single_moves`."""
        state, depth = self._state, self._state.depth
        moving = self.cost @ state.sides
        moving[..., depth:] *= -1
        if self._bans is not None:
            moving += self._bans
        prices = moving[..., :depth, None] + moving[..., None, depth:]
        prices -= 2 * self.cost[..., :depth, depth:]
        if state.columns.shape[1]:
            prices += state.outside_price * self._single_balance()
        return np.asarray(prices).reshape(*prices.shape[:2], depth * depth)

    def _single_balance(self) -> Short:
        state, depth = self._state, self._state.depth
        leaving, joining = state.margins()
        own = self._side_by_side(joining, 2)[..., ::-1, :] + self._side_by_side(leaving, 2)
        of = state.columns[self.members]
        moved = np.matmul(of, own.swapaxes(-1, -2))
        prices = moved[..., :depth, 0, None] + moved[..., None, depth:, 1]
        # A category shared by both neither leaves nor joins: one product takes it out again.
        shared = of[..., :depth, :] * own.sum(axis=-2, keepdims=True)
        prices -= np.matmul(shared, of[..., depth:, :].swapaxes(-1, -2))
        return np.asarray(prices)

    def double_prices(self, after: Real) -> Real:
        """What splits of two tables cost, by row, pair of tables, and row of `after`."""
        sides = self._state.sides
        split = np.matmul(after, self.cost)
        split *= after
        now = ((self.cost @ sides) * sides).sum(axis=-1)
        prices = (split @ np.ones(len(sides)) - now[..., None]) / 4
        if self._bans is not None:
            prices += self._bans @ (after != sides).T.astype(np.float64)
        if self._state.columns.shape[1]:
            prices += self._state.outside_price * self._double_balance(after)
        return np.asarray(prices)

    def _double_balance(self, after: Real) -> Short:
        """People outside more after each split."""
        state = self._state
        counts = self._side_by_side(state.counts, 2)
        least = self._side_by_side(state.least, 2)
        most = self._side_by_side(state.most, 2)
        to_second = ((after + 1) / 2).astype(np.float32)
        at_second = np.matmul(to_second, state.columns[self.members])
        at_second = np.concatenate([at_second, counts[:, :, 1:]], axis=2)
        # What is not at the second table is at the first: its limits are limits of the second too.
        both = counts.sum(axis=2)
        outside = _beyond(at_second, least[:, :, 1], most[:, :, 1])
        outside += _beyond(at_second, both - most[:, :, 0], both - least[:, :, 0])
        totals = outside @ np.ones(outside.shape[-1], dtype=np.float32)
        return np.asarray(totals[..., :-1] - totals[..., -1:])


def _beyond(numbers: Short, least: Short, most: Short) -> Short:
    """How far numbers are from the limits of their block and column."""
    found = numbers - most[:, :, None]
    np.maximum(found, 0, out=found)
    below = least[:, :, None] - numbers
    np.maximum(below, 0, out=below)
    found += below
    return found
