"""A spokesperson and a scribe for every group, the work shared out as evenly as it can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

Roles = tuple[int, int]
"""The spokesperson and the scribe of a group."""


class Rota:
    """Who has spoken and written so far; roles are given out level by level, from the pairs up.

    Nobody speaks twice, and nobody writes twice: two people at least begin each leaf, each group of
    the levels above adds one of each role, and there are always fewer groups than people. Those who
    have done nothing come first; in pairs everyone has a role at once, so that most of the roles at
    the levels above fall to people who have had the other one.
    """

    def __init__(self, rank: Sequence[int] | Mapping[int, int]) -> None:
        self._rank = rank
        self._spoken: Counter[int] = Counter()
        self._written: Counter[int] = Counter()
        self._last: dict[int, int] = {}

    def give(
        self,
        level: int,
        members: Sequence[int],
        kept: tuple[int | None, int | None] = (None, None),
    ) -> Roles:
        """The spokesperson and the scribe of a group; it keeps those it has already."""
        pair = self._choose(level, members, kept)
        self._spoken[pair[0]] += 1
        self._written[pair[1]] += 1
        for person in pair:
            self._last[person] = level
        return pair

    def _choose(
        self, level: int, members: Sequence[int], kept: tuple[int | None, int | None]
    ) -> Roles:
        # The two best for each role are enough to find the best two different people.
        speakers, scribes = (
            [one] if one is not None else sorted(members, key=self._order(level, counts))[:2]
            for one, counts in zip(kept, (self._spoken, self._written), strict=True)
        )
        pairs = [(a, b) for a in speakers for b in scribes if a != b]
        return min(pairs, key=lambda pair: self._weight(level, pair))

    def _order(self, level: int, same: Counter[int]) -> Callable[[int], tuple[int, ...]]:
        return lambda person: self._burden(level, person, same)

    def _weight(self, level: int, pair: Roles) -> tuple[tuple[int, ...], ...]:
        speaker, scribe = pair
        burdens = (
            self._burden(level, speaker, self._spoken),
            self._burden(level, scribe, self._written),
        )
        together = tuple([sum(parts) for parts in zip(*burdens, strict=True)])
        return together, *burdens

    def _burden(self, level: int, person: int, same: Counter[int]) -> tuple[int, ...]:
        """Same role before, roles before, a role at the level just before, then the lot."""
        before = self._spoken[person] + self._written[person]
        just_before = int(self._last.get(person, -2) == level - 1)
        return same[person], before, just_before, self._rank[person]
