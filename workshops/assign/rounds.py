"""Who goes to which of their workshops in which round, when all rounds are alike.

Workshops are spread over rounds like colours over the edges of a graph of people and workshops: a
graph with two sides can be coloured so that nobody meets a colour twice, and that each workshop has
every colour equally often, to one (D. de Werra, "Equitable colorations of graphs", 1971, on the
theorem of König). So the seats of a workshop, filled within R times its capacity, are filled within
its capacity in each of the R rounds, and likewise for its least size.
"""

from __future__ import annotations

from collections.abc import Sequence

from workshops.assign.people import Bundles


def spread(
    bundles: Bundles, order: Sequence[int], workshops: int, rounds: int
) -> list[list[int | None]]:
    """For each person and round, the workshop; people have no workshop or one for each round.

    A workshop is cut into parts of `rounds` seats, of which each gets every round once at most:
    that keeps the rounds of a workshop within one of each other.
    """
    seated = [0] * workshops
    parts_before = [0] * (workshops + 1)
    for workshop in range(workshops):
        people = sum(workshop in bundle for bundle in bundles)
        parts_before[workshop + 1] = parts_before[workshop] - (-people // rounds)
    by_person: list[list[int | None]] = [[None] * rounds for _ in bundles]
    by_part: list[list[int | None]] = [[None] * rounds for _ in range(parts_before[-1])]
    workshop_of = [w for w in range(workshops) for _ in range(parts_before[w], parts_before[w + 1])]
    for person in order:
        for workshop in sorted(bundles[person]):
            part = parts_before[workshop] + seated[workshop] // rounds
            seated[workshop] += 1
            _colour(person, part, by_person, by_part)
    return [[None if part is None else workshop_of[part] for part in row] for row in by_person]


def _colour(
    person: int, part: int, by_person: list[list[int | None]], by_part: list[list[int | None]]
) -> None:
    """Give the seat of a person in a part a round that is free for both."""
    theirs = by_person[person].index(None)
    its = by_part[part].index(None)
    if theirs != its:
        # Along the path that starts at the part and takes these two rounds by turns, swap them. In
        # a graph with two sides it never comes back to the person.
        path: list[tuple[int, int, int]] = []
        here, wanted = by_part[part][theirs], theirs
        at_person = True
        before = part
        while here is not None:
            path.append((here, before, wanted) if at_person else (before, here, wanted))
            wanted = its if wanted == theirs else theirs
            before, here = here, (by_person if at_person else by_part)[here][wanted]
            at_person = not at_person
        for one, other, colour in path:
            by_person[one][colour] = by_part[other][colour] = None
        for one, other, colour in path:
            swapped = its if colour == theirs else theirs
            by_person[one][swapped] = other
            by_part[other][swapped] = one
    by_person[person][theirs] = part
    by_part[part][theirs] = person
