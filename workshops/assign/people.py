"""What an assignment to workshops starts from: workshops, people and what they ask for."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from sortition.base.tickets import ticket

Bundles = Sequence[Set[int]]
"""The workshops each person goes to, apart from those they host."""
RoundPlaces = Sequence[Sequence[int | None]]
"""The workshop of each person in each round, None where they are away."""


@dataclass(frozen=True)
class Offer:
    """A workshop in one round."""

    capacity: int
    """The most people in the room, its hosts among them: a hard limit."""
    least: int = 0
    """The fewest people with whom it can be held, its hosts among them."""
    room: str = ""
    hosts: tuple[int, ...] = ()
    """Indices of the people who hold it."""


@dataclass(frozen=True)
class Workshop:
    """A workshop and the rounds in which it is held."""

    name: str
    title: str
    offers: tuple[Offer | None, ...]
    """What is offered in each round, None where the workshop is not held."""


@dataclass(frozen=True)
class Attendee:
    """Someone who wants to take part, and what is carried over from earlier plans."""

    id: str
    choices: tuple[int, ...]
    """Workshops by index, the one most wanted first, each once."""
    absent: frozenset[int] = frozenset()
    """Rounds, from 0, in which they are away."""
    been: frozenset[int] = frozenset()
    """Workshops they already went to, or held, and do not repeat."""
    missed: int = 0
    """Earlier seats that were not what they asked for, though they could have been."""
    debt: int = 0
    """Ranks lost earlier, against the best they could have had."""


@dataclass(frozen=True)
class Meeting:
    """Everything an assignment starts from."""

    people: tuple[Attendee, ...]
    workshops: tuple[Workshop, ...]
    rounds: int
    seed: str = field(default="")

    @cached_property
    def hosted(self) -> tuple[dict[int, int], ...]:
        """For each person, the workshop they hold in each round in which they hold one."""
        held: list[dict[int, int]] = [{} for _ in self.people]
        for index, workshop in enumerate(self.workshops):
            for round_, offer in enumerate(workshop.offers):
                for host in offer.hosts if offer is not None else ():
                    held[host][round_] = index
        return tuple(held)

    @cached_property
    def free_rounds(self) -> tuple[tuple[int, ...], ...]:
        """The rounds in which each person takes a seat: they are there and hold nothing."""
        return tuple(
            [
                tuple(
                    r
                    for r in range(self.rounds)
                    if r not in person.absent and r not in self.hosted[i]
                )
                for i, person in enumerate(self.people)
            ]
        )

    def seats(self, workshop: int, round_: int) -> tuple[int, int]:
        """The least and the most people that can be sent to a workshop in a round, hosts apart."""
        offer = self.workshops[workshop].offers[round_]
        if offer is None:
            return 0, 0
        hosts = len(offer.hosts)
        return max(0, offer.least - hosts), max(0, offer.capacity - hosts)

    def open_to(self, person: int) -> frozenset[int]:
        """The workshops a person may be sent to: held for others in a round in which they are free,
        and neither theirs nor one they have been to.
        """
        held = self._held_in
        here = frozenset[int]().union(*(held[round_] for round_ in self.free_rounds[person]))
        return here - self.people[person].been - set(self.hosted[person].values())

    @cached_property
    def _held_in(self) -> tuple[frozenset[int], ...]:
        """For each round, the workshops that have a seat for others than the host."""
        workshops = range(len(self.workshops))
        return tuple(
            [
                frozenset(workshop for workshop in workshops if self.seats(workshop, round_)[1])
                for round_ in range(self.rounds)
            ]
        )

    @cached_property
    def order(self) -> tuple[int, ...]:
        """People in the order that decides between equals: those who were badly served earlier,
        then by ticket, the SHA-256 of `SEED,ID`.
        """

        def place(index: int) -> tuple[int, int, bytes]:
            person = self.people[index]
            return -person.missed, -person.debt, ticket(self.seed, person.id)

        return tuple(sorted(range(len(self.people)), key=place))

    @cached_property
    def wishes(self) -> tuple[tuple[int, ...], ...]:
        """Everyone's workshops from best to worst: as asked, then in an order drawn by ticket, the
        SHA-256 of `SEED,ID,WORKSHOP`, so that nobody's rest falls to the first of the list.
        """
        rows = []
        for person in self.people:
            rest = set(range(len(self.workshops))) - set(person.choices)

            def lot(index: int, person: Attendee = person) -> bytes:
                return ticket(self.seed, f"{person.id},{self.workshops[index].name}")

            rows.append((*person.choices, *sorted(rest, key=lot)))
        return tuple(rows)
