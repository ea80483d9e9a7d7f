"""Plans of the snowball: groups within groups, level by level, and perhaps a jigsaw at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sortition.base.messages import Words
from workshops.plan.kinds.kind import Figures, Kind
from workshops.plan.parts import JIGSAW, Group, Round


@dataclass(frozen=True, kw_only=True)
class SnowballFigures(Figures):
    """Measures by level, and how well people are mixed.

    How well is unknown after a repair, as a plan does not know people's categories.
    """

    people: int
    levels: tuple[int, ...]
    groups: Mapping[str, int]
    sizes: Mapping[str, tuple[int, int]]
    """The least and the most people in a group."""
    outside: int | None = None
    """People outside the fair share of a category, over groups and categories."""
    apart_conflicts: int | None = None
    """Pairs who start together and should not,"""
    apart_bound: int | None = None
    """and a proven least of them."""
    talking_seconds: Mapping[str, int]
    """Of each person in the largest group."""
    longest_walk: Mapping[str, int]
    """Places that someone passes to reach the group, at most."""

    def to_json(self) -> dict[str, Any]:
        """The measures by name, without those unknown."""
        return {name: one for name, one in super().to_json().items() if one is not None}


class SnowballKind(Kind):
    """Rounds are levels, named after their size; groups stand at numbered spots."""

    name = "snowball"
    figures = SnowballFigures

    def round_title(self, words: Words, one: Round) -> str:
        """« Groupes de 4 »."""
        if one.name == JIGSAW:
            return words("step-jigsaw-sequence")
        return words("doc-level", size=one.name)

    def round_caption(self, words: Words, one: Round) -> str:
        """« À 4 »."""
        if one.name == JIGSAW:
            return words("doc-jigsaw-short")
        return words("doc-level-short", size=one.name)

    def card_label(self, words: Words, one: Round) -> str:
        """« Groupe de 4 »."""
        if one.name == JIGSAW:
            return self.round_title(words, one)
        return words("doc-group-of", size=one.name)

    def step_words(self, one: Round | None) -> str:
        """The jigsaw has words of its own."""
        return JIGSAW if one is not None and one.name == JIGSAW else self.name

    def place(self, words: Words, group: Group) -> str:
        """The spot, unless it has the group's number."""
        place = super().place(words, group)
        return words("doc-at-spot", spot=place) if place else ""

    def levels(self, rounds: Sequence[Round]) -> tuple[int, ...]:
        """All rounds but the jigsaw that may follow them."""
        return tuple(index for index, one in enumerate(rounds) if one.name != JIGSAW)

    def cards(self, rounds: Sequence[Round]) -> list[tuple[int, list[tuple[Round, Group]]]]:
        """The groups of the last level and of the first, then those of the jigsaw."""
        levels = self.levels(rounds)
        after = [one for index, one in enumerate(rounds) if index not in levels]
        ends = [rounds[index] for index in dict.fromkeys((levels[-1], levels[0]))] + after
        return [(group.number, [(one, group)]) for one in ends for group in one.groups]
