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
    """The tables of some rounds side by side, two by two, and what meetings within them cost."""

    def __init__(self, state: State, rounds: Whole, pairing: Whole) -> None:
        """Tables 0 and 1, 2 and 3… of `pairing` are paired, in each of `rounds`."""
        self._state, self._rounds, self._pairing = state, rounds, pairing
        # Fancy indices cost more than what they fetch: most steps look at all rounds.
        self._all = len(rounds) == len(state.seats)
        self.members = self._side_by_side(state.seats, 1)
        members = self.members
        codes = state.codes.take(members[..., :, None] * (state.people + 1) + members[..., None, :])
        codes -= state.mates  # Those who sit together now have not met by it yet.
        self.cost = state.next_meeting.take(codes)

    def _side_by_side(self, array: NDArray[Number], tables: int) -> NDArray[Number]:
        """The rows of the paired tables, by round and pair, for one or both tables together."""
        some = array if self._all else array[self._rounds]
        at = some.take(self._pairing, axis=1)
        each = at.shape[2]
        shape = (2 * each,) if tables == 1 else (2, each)
        return at.reshape(len(self._rounds), -1, *shape)

    @cached_property
    def _bans(self) -> Real | None:
        """What it costs that a seat's person goes to the other table, for reasons of their own."""
        state, rounds = self._state, self._rounds[:, None, None]
        if state.held is None:
            return None
        bans = state.held[rounds, self.members]
        if state.zones is not None:
            other = self._pairing.reshape(-1, 2)[:, ::-1].repeat(state.depth, axis=1)
            bans = bans + state.zones[rounds, self.members, other]
        return np.asarray(bans)

    def single_prices(self) -> Real:
        """What every swap costs, by round, pair of tables, and move of `single_moves`."""
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
        counts, least, most = state.counts, state.least, state.most
        # People outside more: one fewer of a category, or one more.
        leaving = np.subtract(counts <= least, counts > most, dtype=np.float32)
        joining = np.subtract(counts >= most, counts < least, dtype=np.float32)
        own = self._side_by_side(joining, 2)[..., ::-1, :] + self._side_by_side(leaving, 2)
        of = state.columns[self.members]
        moved = np.matmul(of, own.swapaxes(-1, -2))
        prices = moved[..., :depth, 0, None] + moved[..., None, depth:, 1]
        # A category shared by both neither leaves nor joins: one product takes it out again.
        shared = of[..., :depth, :] * own.sum(axis=-2, keepdims=True)
        prices -= np.matmul(shared, of[..., depth:, :].swapaxes(-1, -2))
        return np.asarray(prices)

    def double_prices(self, after: Real) -> Real:
        """What splits of two tables cost, by round, pair of tables, and row of `after`."""
        sides = self._state.sides
        split = np.matmul(self.cost, after.T)
        split *= after.T
        now = ((self.cost @ sides) * sides).sum(axis=-1)
        prices = (split.sum(axis=-2) - now[..., None]) / 4
        if self._bans is not None:
            prices += self._bans @ (after != sides).T.astype(np.float64)
        if self._state.columns.shape[1]:
            prices += self._state.outside_price * self._double_balance(after)
        return np.asarray(prices)

    def _double_balance(self, after: Real) -> Short:
        """People outside more after each split."""
        state, depth = self._state, self._state.depth
        columns = state.columns.shape[1]
        counts = self._side_by_side(state.counts, 2)
        least = self._side_by_side(state.least, 2)
        most = self._side_by_side(state.most, 2)
        # What each number of people at the second table costs, the others being at the first.
        second = np.arange(depth + 1, dtype=np.float32)[:, None]
        first = counts.sum(axis=2)[:, :, None] - second
        outside = np.maximum(least[:, :, None, 1] - second, 0)
        outside = outside + np.maximum(second - most[:, :, None, 1], 0)
        outside += np.maximum(least[:, :, None, 0] - first, 0)
        outside += np.maximum(first - most[:, :, None, 0], 0)
        to_second = ((after + 1) / 2).astype(np.float32)
        numbers = np.matmul(to_second, state.columns[self.members]).astype(np.int64)
        numbers = np.concatenate([numbers, counts[:, :, None, 1].astype(np.int64)], axis=2)
        blocks = np.arange(counts.shape[0] * counts.shape[1]).reshape(*counts.shape[:2], 1, 1)
        place = (blocks * (depth + 1) + numbers) * columns + np.arange(columns)
        totals = outside.reshape(-1).take(place).sum(axis=-1)
        return np.asarray(totals[..., :-1] - totals[..., -1:])
