"""Moves of names: two people change places in all rounds at once.

Who meets how often stays as it is, only under other names, so such a move changes nothing but what
the tables are made of. It leads from one balanced seating to another where every swap within a
round would cost meetings. Only where nobody differs but by category: all always there, no seat
given, nobody met before.
"""

from __future__ import annotations

import numpy as np

from workshops.seating.problem import Whole
from workshops.seating.state import Short, State


def name_prices(state: State) -> Short:
    """People outside more if two people change places in all rounds, by copy, person and person."""
    people, rows = state.people, len(state.seats)
    tables = _tables_of(state)
    leaving, joining = state.margins()
    columns = state.columns[:people]
    ever = np.matmul(columns, joining.swapaxes(1, 2))
    own = np.take_along_axis(np.matmul(columns, leaving.swapaxes(1, 2)), tables[:, :, None], axis=2)
    at = tables[:, None, :].repeat(people, axis=1)
    prices = np.take_along_axis(ever, at, axis=2) + own
    # A category shared by both neither leaves nor joins.
    both = (leaving + joining)[np.arange(rows)[:, None], tables]
    prices -= np.matmul(columns * both, columns.T)
    prices[at == tables[:, :, None]] = 0
    summed = prices.reshape(state.copies, state.rounds, people, people).sum(axis=1)
    return np.asarray(summed + summed.swapaxes(1, 2))


def _tables_of(state: State) -> Whole:
    """Everyone's table, by row and person."""
    rows, tables, depth = state.seats.shape
    found = np.empty((rows, state.people + 1), dtype=np.int64)
    at = np.tile(np.repeat(np.arange(tables), depth), (rows, 1))
    np.put_along_axis(found, state.seats.reshape(rows, -1), at, axis=1)
    return found[:, : state.people]
