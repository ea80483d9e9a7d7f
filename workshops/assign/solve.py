"""Assigns people to parallel workshops, over one round or several, by what they asked for.

Capacities are hard limits, nobody goes to the same workshop twice, hosts stay with theirs. The
assignment is optimal by the criterion chosen (`fairness`), and between equals the tickets
decide: the same people and the same seed give the same seats, whatever the order of the file.

Rounds that are alike are taken together: who goes to which workshops is a flow (`flow`),
settled by ticket (`ties`), and the rounds are spread over it (`rounds`). Where rounds
differ, whole numbers decide (`milp`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from sortition.base.errors import AnswerIsNo, Message, message
from sortition.base.observer import Observer
from workshops.assign.fairness import (
    FAIRNESS,
    FEWEST,
    FIRST_COME,
    SeatCosts,
    levels_of,
    seat_costs,
    served,
)
from workshops.assign.flow import SeatedPeople, SeatingProblem, digits, seat
from workshops.assign.people import Meeting, RoundPlaces
from workshops.assign.rounds import spread
from workshops.assign.ties import settle
from workshops.plan.kinds.assign import Served

NAMED: Final = 5
"""People that a refusal names."""


@dataclass(frozen=True)
class Assigned:
    """An assignment by one criterion, and what the others would have given."""

    fairness: str
    places: RoundPlaces
    criteria: dict[str, Served | None]
    """How well each of `FAIRNESS` serves people, None where first come, first served is stuck."""
    seconds: float

    def people_in(self, workshop: int, round_: int) -> list[int]:
        """Who is in a workshop in a round, by index."""
        return [person for person, row in enumerate(self.places) if row[round_] == workshop]

    @property
    def served(self) -> Served:
        """How well people are served by the criterion chosen."""
        found = self.criteria[self.fairness]
        if found is None:
            raise ValueError("an assignment was found by its criterion")
        return found


def assign(meeting: Meeting, fairness: str = FEWEST, observe: Observer | None = None) -> Assigned:
    """Assign everyone by a criterion, and work out the others to compare.

    `observe` is told a criterion of fairness, and how many of its levels are settled of how many.

    Raises `AnswerIsNo` where the capacities cannot hold everyone, the least sizes cannot be met, or
    no assignment avoids repeats.
    """
    start = perf_counter()
    check_seats(meeting)
    solved = {name: _solve(meeting, name, observe) for name in FAIRNESS}
    places = solved[fairness]
    if places is None:
        raise AnswerIsNo(message("assign-first-come-stuck"))
    criteria = {
        name: None if found is None else served(meeting.people, _bundles(found))
        for name, found in solved.items()
    }
    return Assigned(fairness, _with_hosts(meeting, places), criteria, perf_counter() - start)


def check_seats(meeting: Meeting) -> None:
    """Refuse a meeting whose rooms do not hold everyone in a round, or with fewer workshops than
    someone has rounds. Raises `AnswerIsNo`.
    """
    problems: list[Message] = []
    for round_ in range(meeting.rounds):
        people = sum(round_ in free for free in meeting.free_rounds)
        rooms = [meeting.seats(workshop, round_) for workshop in range(len(meeting.workshops))]
        least, most = (sum(bounds) for bounds in zip(*rooms, strict=True))
        shown = {"round": str(round_ + 1), "people": people, "seats": most, "least": least}
        if people > most:
            problems.append(message("assign-seats-missing", **shown, n=people - most))
        elif people < least:
            problems.append(message("assign-people-missing", **shown, n=least - people))
    ids = [
        person.id
        for index, person in enumerate(meeting.people)
        if len(meeting.open_to(index)) < len(meeting.free_rounds[index])
    ]
    if ids and not problems:
        few = {"ids": [*ids[:NAMED], *(["…"] if len(ids) > NAMED else [])], "n": len(ids)}
        problems.append(message("assign-workshops-few", **few))
    if problems:
        raise AnswerIsNo(problems)


def _solve(meeting: Meeting, name: str, observe: Observer | None) -> RoundPlaces | None:
    measure = seat_costs(name, meeting.people, len(meeting.workshops), meeting.rounds)

    def tell(levels: int) -> None:
        if observe is not None:
            observe(name, levels, measure.levels)

    tell(0)
    places = _solve_by(meeting, measure, tell)
    tell(measure.levels)
    return places


def _solve_by(
    meeting: Meeting, measure: SeatCosts, tell: Callable[[int], None]
) -> RoundPlaces | None:
    seats = seat(_seating(meeting, measure))
    _check_flow(meeting, seats)
    if _alike(meeting):
        settle(seats, meeting.order, meeting.wishes)
        return spread(seats.held, meeting.order, len(meeting.workshops), meeting.rounds)
    if measure.name == FIRST_COME:
        return _one_round_after_another(meeting)
    from workshops.assign.milp import place

    places = place(meeting, measure, levels_of(measure, meeting.people, seats.held), tell)
    if places is None:
        raise AnswerIsNo(message("assign-no-plan"))
    return places


def _seating(meeting: Meeting, measure: SeatCosts) -> SeatingProblem:
    """The flow that takes all rounds together."""
    workshops, rounds = range(len(meeting.workshops)), range(meeting.rounds)
    bounds = [[meeting.seats(workshop, round_) for round_ in rounds] for workshop in workshops]
    cost = []
    for person in range(len(meeting.people)):
        open_to = meeting.open_to(person)
        row = measure.cost[person]
        cost.append([digits(row[w]) if w in open_to else None for w in workshops])
    return SeatingProblem(
        cost=cost,
        asked=[frozenset(person.choices) for person in meeting.people],
        reward=[[digits(levels) for levels in row] for row in measure.reward],
        seats=[len(free) for free in meeting.free_rounds],
        least=[sum(least for least, _ in row) for row in bounds],
        most=[sum(most for _, most in row) for row in bounds],
    )


def _check_flow(meeting: Meeting, seats: SeatedPeople) -> None:
    if seats.missing:
        raise AnswerIsNo(
            message("assign-seats-missing-distinct", rounds=meeting.rounds, n=seats.missing)
        )
    if any(seats.short):
        names = [w.name for w, n in zip(meeting.workshops, seats.short, strict=True) if n]
        raise AnswerIsNo(message("assign-least-missing", workshops=names, n=sum(seats.short)))


def _alike(meeting: Meeting) -> bool:
    """Whether everyone is there for all rounds or none, and every workshop the same in each; also
    where there is nobody to send anywhere.
    """
    if not any(meeting.free_rounds):
        return True
    return all(len(free) in (0, meeting.rounds) for free in meeting.free_rounds) and all(
        len({meeting.seats(workshop, round_) for round_ in range(meeting.rounds)}) == 1
        for workshop in range(len(meeting.workshops))
    )


def _one_round_after_another(meeting: Meeting) -> RoundPlaces | None:
    """First come, first served, where rounds differ: as people would queue, round by round.

    None where the choices of one round leave no way through a later one.
    """
    measure = seat_costs(FIRST_COME, meeting.people, len(meeting.workshops), 1)
    whole = _seating(meeting, measure)
    places: list[list[int | None]] = [[None] * meeting.rounds for _ in meeting.people]
    cost = [list(row) for row in whole.cost]
    for round_ in range(meeting.rounds):
        bounds = [meeting.seats(workshop, round_) for workshop in range(len(meeting.workshops))]
        here = [round_ in free for free in meeting.free_rounds]
        least, most = zip(*bounds, strict=True)
        seats = seat(SeatingProblem(cost, whole.asked, [[0]] * len(here), here, least, most))
        if seats.missing or any(seats.short):
            return None
        settle(seats, meeting.order, meeting.wishes)
        for person, held in enumerate(seats.held):
            for workshop in held:
                places[person][round_] = workshop
                cost[person][workshop] = None
    return places


def _bundles(places: RoundPlaces) -> list[frozenset[int]]:
    return [frozenset(one for one in row if one is not None) for row in places]


def _with_hosts(meeting: Meeting, places: RoundPlaces) -> RoundPlaces:
    complete = [list(row) for row in places]
    for person, hosted in enumerate(meeting.hosted):
        for round_, workshop in hosted.items():
            complete[person][round_] = workshop
    return tuple([tuple(row) for row in complete])
