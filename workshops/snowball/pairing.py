"""Who must not share a group of the first level, how few such pairs there can be, and the proof.

Two people are to be kept apart where they share a value of an `--apart` column; at one leaf they
are a conflict. Spreading each value evenly over the leaves makes fewest conflicts for one column,
and says how many there must be. With several columns, each leaf without conflict holds two people
who may be paired, so there are no more such leaves than a maximum matching has pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sortition.base.chance import Chance
from sortition.base.errors import Message, message
from workshops.common.arrays import Whole
from workshops.snowball.balance import LevelBalance
from workshops.snowball.matching import maximum_matching
from workshops.snowball.search import Freedom, mix
from workshops.snowball.sizes import Nest

Values = Sequence[str]
"""Everyone's value in one column, folded; the empty text is no value."""


@dataclass(frozen=True)
class LeastConflicts:
    """A proven least number of conflicts at leaves, and why it cannot be less."""

    pairs: int
    proof: Message | None = None
    """What to tell the reader; None where the bound is zero."""


def kept_apart(columns: Sequence[Values]) -> Whole:
    """1 where two people share a value of a column, else 0, by person and person."""
    people = len(columns[0])
    apart = np.zeros((people, people), dtype=bool)
    for column in columns:
        codes = np.unique(np.array(column, dtype=object).astype(str), return_inverse=True)[1]
        filled = np.array([bool(value) for value in column])
        apart |= (codes[:, None] == codes[None]) & filled[:, None] & filled[None]
    np.fill_diagonal(apart, False)
    return apart.astype(np.int64)


def conflicts_of(apart: Whole, leaf_of: Whole) -> int:
    """The pairs who share a leaf though they are to be kept apart."""
    return int((apart * (leaf_of[:, None] == leaf_of[None])).sum() // 2)


def deal_order(columns: Sequence[Values], order: Sequence[int]) -> list[int]:
    """People in an order that, dealt out leaf by leaf, spreads each value of the first column.

    Those who share a value follow each other, the most shared values first; who is in no such
    group comes last. Within a value, `order` (people drawn by lot) decides.
    """
    column = columns[0]
    shared = Counter(value for value in column if value)
    rank = {person: place for place, person in enumerate(order)}
    return sorted(
        order,
        key=lambda person: (
            -shared.get(column[person], 0),
            column[person],
            rank[person],
        ),
    )


def fewer_conflicts(
    leaf_of: Whole, sizes: Sequence[int], freedom: Freedom, chance: Chance, steps: int
) -> Whole:
    """A placing with as few conflicts as a search by swaps finds, mixing left aside."""
    leaves = np.arange(len(sizes), dtype=np.int64)
    nothing = np.zeros((len(leaf_of), 0), dtype=np.int64)
    alone = LevelBalance(leaves[None], np.array(sizes, dtype=np.int64), nothing)
    return mix(alone, leaf_of, freedom, chance, steps)


def paired_by_matching(apart: Whole) -> Whole | None:
    """Pairs with the fewest conflicts for an even number of people, None for an odd number.

    They are a maximum matching of those who may meet; the rest are paired as they come.
    """
    people = len(apart)
    if people % 2:
        return None
    partner = maximum_matching(_allowed(apart)).partner
    alone = [person for person in range(people) if partner[person] is None]
    pairs = [(a, b) for a, b in enumerate(partner) if b is not None and a < b]
    pairs += list(zip(alone[::2], alone[1::2], strict=True))
    leaf_of = np.zeros(people, dtype=np.int64)
    for leaf, pair in enumerate(pairs):
        leaf_of[list(pair)] = leaf
    return leaf_of


def column_bound(names: Sequence[str], columns: Sequence[Values], nest: Nest) -> LeastConflicts:
    """The least number of conflicts by counting: each value spread evenly over the leaves."""
    leaves = len(nest.sizes)
    best = LeastConflicts(0)
    for name, column in zip(names, columns, strict=True):
        counts = Counter(value for value in column if value)
        value, most = min(counts.items(), key=lambda one: (-one[1], one[0]), default=("", 0))
        pairs = sum(_evenly(count, leaves) for count in counts.values())
        if pairs > best.pairs:
            proof = message(
                "apart-proof-value", column=name, value=value, n=most, leaves=leaves, pairs=pairs
            )
            best = LeastConflicts(pairs, proof)
    return best


def matching_bound(apart: Whole, nest: Nest) -> LeastConflicts:
    """The least number of conflicts by a maximum matching of those who may meet."""
    matching = maximum_matching(_allowed(apart))
    pairs = max(0, len(nest.sizes) - matching.size)
    if not pairs:
        return LeastConflicts(0)
    proof = message(
        "apart-proof-matching",
        removed=len(matching.removed),
        pieces=matching.odd_pieces,
        matched=matching.size,
        leaves=len(nest.sizes),
        n=pairs,
    )
    return LeastConflicts(pairs, proof)


def _evenly(count: int, leaves: int) -> int:
    """Pairs among `count` people spread evenly over the leaves."""
    each, more = divmod(count, leaves)
    return (leaves - more) * (each * (each - 1) // 2) + more * (each * (each + 1) // 2)


def _allowed(apart: Whole) -> list[list[int]]:
    may = apart == 0
    np.fill_diagonal(may, False)
    return [np.flatnonzero(row).tolist() for row in may]
