"""What dealing tables anew works on: the arrays of its compiled code, their rows and columns."""

from __future__ import annotations

from typing import Final, NamedTuple

from workshops.common.arrays import Whole

COST: Final = 0
"""Of `sets`: what those of a set pay for meeting in this round besides all others."""
OUT: Final = 1
"""Of `sets`: how many people of a set are outside the fair shares."""
KIND: Final = 2
"""Of `sets`: the kind of a set's table."""
MASK: Final = 3
"""Of `sets`: a word with a bit for each person of a set."""
WHO: Final = 4
"""Of `sets`: the people of a set, in order, from here on."""

PERSON: Final = 0
"""Of `dealt`: the people who are dealt anew, in order."""
START: Final = 1
"""Of `dealt`: for each person, where the sets begin that hold nobody before them."""
PICKED: Final = 2
"""Of `dealt`: the tables that are dealt anew."""
ROOM: Final = 3
"""Of `dealt`: for each kind, how many of the tables have got nobody yet."""
TRIED: Final = 4
"""Of `dealt`: for each table filled so far in a way, its set."""
FIRST: Final = 5
"""Of `dealt`: for each table filled so far in a way, the first person that it has to hold."""

PRICE: Final = 0
"""Of `price` and `kept_prices`: what a seating costs."""
OWED: Final = 1
"""Of `price` and `kept_prices`: how much of a price is for people outside."""
PEOPLE_OUTSIDE: Final = 2
"""Of `price`: how many are outside now."""
BEST_PRICE: Final = 3
"""Of `price`: the least price so far."""
LEAST_PRICE: Final = 4
"""Of `price`: the price at which to end."""


class DealtSeating(NamedTuple):
    """The seating that a walk has come to: R rounds, T tables of up to D seats, n people."""

    seats: Whole
    """Who sits where, n for nobody: (R, T, D)."""
    tables: Whole
    """Everyone's table in each round, -1 for who is away: (R, n)."""
    out: Whole
    """People outside the fair shares of each table: (R, T)."""
    sizes: Whole
    """How many sit at each table: (R, T)."""
    met: Whole
    """How often each pair meets, as coded for the prices of meetings: (n, n)."""


class CountingRoom(NamedTuple):
    """Room in which the sets and the ways of one move are listed."""

    place: Whole
    """Everyone's bit among those dealt anew, -1 for all others: (n,)."""
    dealt: Whole
    """`PERSON` to `FIRST`, a row each."""
    sets: Whole
    """Every set of the pool among those dealt anew, a row each: `COST` to `WHO`."""
    ways: Whole
    """Every way to part those dealt anew, a row each: what it costs, then its sets."""


class BestSeatings(NamedTuple):
    """The best seating of a walk for each number of people outside in all, and the prices."""

    kept: Whole
    """The seats by number of people outside: (most outside + 1, R, T, D)."""
    kept_prices: Whole
    """`PRICE` and `OWED` of each: (most outside + 1, 2)."""
    price: Whole
    """`PRICE` to `LEAST_PRICE` of the walk: (5,)."""
