"""Annealings on their way: each changes a seating of its own by moves at a heat that it is told."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from workshops.common.arrays import Whole


class Kept(NamedTuple):
    """A seating that a walk has been in."""

    seats: Whole
    price: int
    owed: int
    """How much of the price is for people outside their fair shares."""
    outside: int
    """How many people are outside their fair shares."""


class Walker(Protocol):
    """One annealing, and the best seatings it has been in."""

    @property
    def price(self) -> int:
        """The price of the cheapest seating so far."""

    @property
    def best(self) -> Whole:
        """The seats of the cheapest seating so far."""

    @property
    def kept(self) -> list[Kept]:
        """All seatings so far that may be the best, whatever a person outside counts for."""

    def walk(self, steps: int, heat: float) -> None:
        """Make so many steps at one heat."""

    def go_to(self, seats: Whole) -> None:
        """Go on from these seats."""
