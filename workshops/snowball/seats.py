"""Seats shared out over a tree of groups that people already sit in, so that fewest have to move.

Exact for each number of final groups: from the leaves up, each group is priced for the two sizes it
may have, and of the groups that make a larger one those gain the odd seats where they save most.
Which final groups stay, and which leaves where too few people are left for all, is found by dynamic
programming over them. With a few people too few, some leaves are given up and their neighbours
have one more: a final group of 15 has starts of 3, 2, 2, 2, 2, 2, 2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from workshops.snowball.sizes import largest_leaf

KEPT: Final = 1000
"""Price of moving someone who should not be: more than all others in a hall."""
_FULL: Final = (7, 8)
"""Final groups are given up until the others have this part of their nominal size: below it, many
groups would go from one level to the next without meeting anyone new."""
_TRIED: Final = 5
"""Numbers of final groups that are tried: those nearest to the number there are."""

Priced = tuple[int, tuple[int, ...]]
"""People who must move, and the seats of each leaf."""


@dataclass(frozen=True)
class Leaf:
    """The people left at a leaf, and how many of them should not move."""

    members: tuple[str, ...]
    kept: int = 0


@dataclass(frozen=True)
class LeafSeats:
    """The seats of each leaf that stays or is new."""

    levels: tuple[int, ...]
    of_leaf: Mapping[int, int]


def share_seats(left: Mapping[int, Leaf], levels: Sequence[int], people: int) -> LeafSeats:
    """Seats for so many people, with the fewest moves among those left at their leaves.

    Levels for which too few people are left are dropped from the top.
    """
    reached = list(levels)
    while len(reached) > 1 and not _numbers(people, reached):
        reached.pop()
    per_final = reached[-1] // reached[0]
    finals = max(left) // per_final + 1
    numbers = sorted(_numbers(people, reached), key=lambda number: (abs(number - finals), number))
    found: list[tuple[int, dict[int, int]]] = []
    for number in numbers:
        if len(found) < _TRIED:
            moves, seats = _share(left, reached, people, finals, number)
            if max(seats.values()) - min(seat for seat in seats.values() if seat) <= 1:
                found.append((moves, seats))
    _, seats = min(found, key=lambda one: one[0])
    return LeafSeats(tuple(reached), {leaf: seat for leaf, seat in seats.items() if seat})


def _numbers(people: int, levels: Sequence[int]) -> range:
    """The numbers of final groups that may do for so many people."""
    part, whole = _FULL if len(levels) > 1 else (1, 1)
    fewest = -(-people // (levels[-1] // levels[0] * largest_leaf(levels[0])))
    most = people * whole // (part * levels[-1])
    # Between two numbers of groups that fit, leaves may have to be a little larger.
    return range(max(1, min(fewest, people // levels[-1])), most + 1)


def _share(
    left: Mapping[int, Leaf], levels: Sequence[int], people: int, finals: int, wanted: int
) -> tuple[int, dict[int, int]]:
    """The fewest moves and the seats of each leaf, with a wanted number of final groups."""
    per_final = levels[-1] // levels[0]
    size, larger = divmod(people, wanted)
    blocks = [
        [left.get(final * per_final + leaf, Leaf(())) for leaf in range(per_final)]
        for final in range(max(finals, wanted))
    ]
    options = [
        (_closed(block), _priced(block, size, levels), _priced(block, size + 1, levels))
        for block in blocks
    ]
    choice = _choose([(a[0], b[0], c[0]) for a, b, c in options], wanted, larger)
    seats: dict[int, int] = {}
    moves = 0
    for final, (chosen, priced) in enumerate(zip(choice, options, strict=True)):
        moves += priced[chosen][0]
        if chosen:
            leaves = range(final * per_final, (final + 1) * per_final)
            seats |= dict(zip(leaves, priced[chosen][1], strict=True))
    return moves, seats


def _closed(block: Sequence[Leaf]) -> Priced:
    """The price of giving up a final group."""
    return sum(len(leaf.members) + KEPT * leaf.kept for leaf in block), ()


def _priced(block: Sequence[Leaf], size: int, levels: Sequence[int]) -> Priced:
    """The fewest moves when a group of these leaves has so many seats, evenly split."""
    if len(block) == 1:
        leaf = block[0]
        over = max(0, len(leaf.members) - size) + KEPT * max(0, leaf.kept - size)
        return over, (size,)
    parts = levels[-1] // levels[-2]
    step = len(block) // parts
    # Too few people for all leaves: some are given up. Larger groups all stay.
    stay = min(parts, size // levels[0]) if len(levels) == 2 else parts
    seats, larger = divmod(size, max(1, stay))
    below = levels[:-1]
    children = [block[start : start + step] for start in range(0, len(block), step)]
    options = [
        (_closed(child), _priced(child, seats, below), _priced(child, seats + 1, below))
        for child in children
    ]
    choice = _choose([(a[0], b[0], c[0]) for a, b, c in options], stay, larger)
    chosen = [
        (priced[0][0], (0,) * step) if which == 0 else priced[which]
        for which, priced in zip(choice, options, strict=True)
    ]
    return sum(one[0] for one in chosen), tuple([seat for one in chosen for seat in one[1]])


def _choose(prices: Sequence[tuple[int, int, int]], wanted: int, larger: int) -> list[int]:
    """For each group: 0 to give it up, 1 to keep it, 2 to keep it with one seat more.

    `wanted` are kept, `larger` of them with one seat more, at the least price.
    """
    best: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {(0, 0): (0, ())}
    for number, (closed, small, large) in enumerate(prices):
        reached: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
        for (kept, grown), (price, choice) in best.items():
            steps = (
                (kept, grown, closed, 0),
                (kept + 1, grown, small, 1),
                (kept + 1, grown + 1, large, 2),
            )
            for now_kept, now_grown, extra, step in steps:
                if now_kept > wanted or now_grown > larger:
                    continue
                if now_kept + len(prices) - number - 1 < wanted:
                    continue
                option = (price + extra, (*choice, step))
                key = (now_kept, now_grown)
                if key not in reached or option < reached[key]:
                    reached[key] = option
        best = reached
    return list(best[wanted, larger][1])
