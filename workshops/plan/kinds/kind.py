"""What a kind of plan is: an interface, with what most kinds have in common.

A kind is one file beside this one: its figures, and where it differs from this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from sortition.base.messages import Words
from workshops.plan.parts import Doing, Group, Round
from workshops.plan.plain import plain, typed


@dataclass(frozen=True)
class Figures:
    """The measures that the making of a plan reports, without personal data."""

    def to_json(self) -> dict[str, Any]:
        """The measures by name."""
        found: dict[str, Any] = plain(self)
        return found

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The measures of their JSON form. Raises KeyError, TypeError or ValueError for another."""
        found: Self = typed(cls, data)
        return found

    @classmethod
    def of(cls, figures: Figures | None) -> Self:
        """The figures of a plan that must be of this kind. Raises TypeError for others."""
        if not isinstance(figures, cls):
            raise TypeError(f"these are no {cls.__name__}")
        return figures


class Kind:
    """A kind of plan: its words, its places, the order of its groups, what is printed of it.

    People meet in numbered groups over several rounds, unless a kind says otherwise.
    """

    name: ClassVar[str]
    """As a plan's file says it; its words end in it."""
    figures: ClassVar[type[Figures]]
    people: ClassVar[Doing] = "meet"
    """What people do: only documents for those who do so make sense."""
    refusal: ClassVar[str] = "print-only-for-share"
    """What is said of a document that makes no sense for it."""
    by_name: ClassVar[bool] = False
    """Whether lists sort a group's people by name, as their order in the plan says nothing."""

    @property
    def has_places(self) -> bool:
        """Whether people are somewhere at every round."""
        return self.people == "meet"

    def group_word(self, words: Words) -> str:
        """What a group is called: a group, a table, a workshop, a file."""
        return words(f"doc-group-{self.name}")

    def round_title(self, words: Words, one: Round) -> str:
        """What a round is called: « Tour 2 »."""
        return words("doc-round", number=one.name)

    def round_caption(self, words: Words, one: Round) -> str:
        """What a round is called above a column or on a badge."""
        return self.round_title(words, one)

    def card_label(self, words: Words, one: Round) -> str:
        """What a group of a round is called on its card, above its number."""
        return self.group_word(words)

    def step_words(self, one: Round | None) -> str:
        """Whose words describe a step that is about a round."""
        return self.name

    def place(self, words: Words, group: Group) -> str:
        """Where a group is, unless its number says so already."""
        return "" if group.place == str(group.number) else group.place

    def levels(self, rounds: Sequence[Round]) -> tuple[int, ...]:
        """Which rounds are levels that lead to each other."""
        return tuple(range(len(rounds)))

    def cards(self, rounds: Sequence[Round]) -> list[tuple[int, list[tuple[Round, Group]]]]:
        """The numbers that need a card, each with the groups that meet there: every table, with
        who sits there at each round.
        """
        met: dict[int, list[tuple[Round, Group]]] = {}
        for one in rounds:
            for group in one.groups:
                met.setdefault(group.number, []).append((one, group))
        return sorted(met.items())
