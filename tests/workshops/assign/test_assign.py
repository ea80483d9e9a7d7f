"""Assigning people to parallel workshops: optimal, within the rooms, without repeats."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp

from sortition.base.errors import AnswerIsNo
from sortition.examples.synthetic_people import shuffled, stream
from workshops.assign.fairness import (
    FAIRNESS,
    FEWEST,
    FIRST_COME,
    RANK_MAXIMAL,
    RANK_SUM,
    levels_of,
    seat_costs,
)
from workshops.assign.people import Attendee, Meeting, Offer, RoundPlaces, Workshop
from workshops.assign.rounds import spread
from workshops.assign.solve import assign
from workshops.plan.kinds.assign import Served

Rows = tuple[tuple[int | None, ...], ...]


def workshop(index: int, *offers: Offer | None) -> Workshop:
    return Workshop(f"w{index}", f"Workshop {index}", offers)


def alike(people: Sequence[Attendee], capacities: Sequence[int], rounds: int = 1) -> Meeting:
    """Workshops of these capacities, the same in every round."""
    held = [workshop(i, *[Offer(most)] * rounds) for i, most in enumerate(capacities)]
    return Meeting(tuple(people), tuple(held), rounds, "seed")


def crowd(people: int, workshops: int, wishes: int, seed: int) -> list[Attendee]:
    """People who mostly want the same."""
    draw = stream(str(seed), "crowd")
    crowd = []
    for number in range(people):
        order = sorted(range(workshops), key=lambda w: -(draw() ** ((w + 1) ** 0.7)))
        crowd.append(Attendee(f"p{number}", tuple(order[: 1 + int(draw() * wishes)])))
    return crowd


def check_rules(meeting: Meeting, places: RoundPlaces) -> None:
    """Capacities, least sizes, presence, repeats and hosts."""
    for index, (person, row) in enumerate(zip(meeting.people, places, strict=True)):
        hosted = meeting.hosted[index]
        for number, place in enumerate(row):
            assert (place is None) == (number in person.absent)
            if number in hosted:
                assert place == hosted[number]
        seats = [w for number, w in enumerate(row) if w is not None and number not in hosted]
        assert len(set(seats)) == len(seats)
        assert not set(seats) & (person.been | set(hosted.values()))
    for number in range(meeting.rounds):
        people = Counter(row[number] for row in places)
        for w, held in enumerate(meeting.workshops):
            offer = held.offers[number]
            if offer is None:
                assert not people[w]
            else:
                assert offer.least <= people[w] <= offer.capacity


def every_plan(meeting: Meeting) -> Iterator[Rows]:
    """All assignments, one by one: for small meetings."""
    rows = []
    for person, free in enumerate(meeting.free_rounds):
        options = []
        for chosen in itertools.permutations(sorted(meeting.open_to(person)), len(free)):
            if all(
                meeting.workshops[w].offers[n] is not None
                for w, n in zip(chosen, free, strict=True)
            ):
                row: list[int | None] = [None] * meeting.rounds
                for w, n in zip(chosen, free, strict=True):
                    row[n] = w
                options.append(tuple(row))
        rows.append(options)
    for plan in itertools.product(*rows):
        fits = True
        for number in range(meeting.rounds):
            people = Counter(row[number] for row in plan)
            for w in range(len(meeting.workshops)):
                least, most = meeting.seats(w, number)
                fits = fits and least <= people[w] <= most
        if fits:
            yield plan


def measure(meeting: Meeting, plan: Rows, fairness: str) -> tuple[int, ...]:
    """What a criterion keeps small, as its definition says it."""
    longest = max((len(person.choices) for person in meeting.people), default=0)
    ranks: list[int] = []
    asked_seats = []
    for person, row in zip(meeting.people, plan, strict=True):
        seats = [place for place in row if place is not None]
        got = [person.choices.index(w) + 1 for w in seats if w in person.choices]
        if person.choices:
            asked_seats.append(len(got))
            ranks += got
            ranks += [longest + 1] * (len(seats) - len(got))
    count = Counter(ranks)
    if fairness == RANK_SUM:
        return (sum(ranks),)
    if fairness == RANK_MAXIMAL:
        return tuple(-count[rank] for rank in range(1, longest + 1))
    without = [sum(n < number for n in asked_seats) for number in range(1, meeting.rounds + 1)]
    return (*without, *(count[rank] for rank in range(longest, 0, -1)))


def turns(meeting: Meeting, plan: Rows) -> list[list[bool]]:
    """What the order of people keeps small between equals: who lacks which wish."""
    return [[w not in plan[person] for w in meeting.wishes[person]] for person in meeting.order]


@st.composite
def meetings(draw: st.DrawFn, *, same: bool) -> Meeting:
    """Small meetings; `same` for rounds that are all alike, without hosts or absences."""
    rounds = draw(st.integers(1, 2))
    workshops = draw(st.integers(rounds, 3))
    people = draw(st.integers(1, 4))
    chosen = []
    for number in range(people):
        wishes = draw(st.permutations(range(workshops)))[: draw(st.integers(0, workshops))]
        away = draw(st.sets(st.integers(0, rounds - 1), max_size=0 if same else 1))
        chosen.append(Attendee(f"p{number}", tuple(wishes), frozenset(away)))
    held = []
    for index in range(workshops):
        most = draw(st.integers(1, 3))
        offers: list[Offer | None] = [Offer(most, draw(st.integers(0, 1)))] * rounds
        if not same and draw(st.integers(0, 3)) == 0:
            offers[draw(st.integers(0, rounds - 1))] = None
        held.append(workshop(index, *offers))
    meeting = Meeting(tuple(chosen), tuple(held), rounds, draw(st.text(max_size=3)))
    host = draw(st.integers(0, 2 * people))
    if not same and host < people:
        offers = [offer and replace(offer, hosts=(host,)) for offer in held[0].offers]
        hosting = {n for n, offer in enumerate(offers) if offer is not None}
        one = replace(chosen[host], absent=chosen[host].absent - hosting)
        one = replace(one, choices=tuple(w for w in one.choices if w != 0))
        chosen[host] = one
        held[0] = workshop(0, *offers)
        meeting = replace(meeting, people=tuple(chosen), workshops=tuple(held))
    return meeting


@settings(max_examples=150, deadline=None)
@given(meetings(same=True), st.sampled_from(FAIRNESS))
def test_one_assignment_is_right_and_it_is_found(meeting: Meeting, fairness: str) -> None:
    """Among all assignments the one found has the best measure, then serves the first in order
    best, then the second; where none exists, that is said.
    """
    plans = list(every_plan(meeting))
    if not plans:
        with pytest.raises(AnswerIsNo):
            assign(meeting, fairness)
        return

    def key(plan: Rows) -> tuple[tuple[int, ...], list[list[bool]]]:
        first = () if fairness == FIRST_COME else measure(meeting, plan, fairness)
        return first, turns(meeting, plan)

    found = tuple(tuple(row) for row in assign(meeting, fairness).places)
    check_rules(meeting, found)
    assert key(found) == min(map(key, plans))


@settings(max_examples=100, deadline=None)
@given(meetings(same=False), st.sampled_from([FEWEST, RANK_SUM, RANK_MAXIMAL]))
def test_rounds_that_differ_are_optimal_too(meeting: Meeting, fairness: str) -> None:
    """With absences, hosts and workshops not always held, the measure is the best there is."""
    plans = list(every_plan(meeting))
    if not plans:
        with pytest.raises(AnswerIsNo):
            assign(meeting, fairness)
        return
    places = assign(meeting, fairness).places
    check_rules(meeting, places)
    hosted = meeting.hosted
    seats = tuple(
        tuple(None if n in hosted[person] else place for n, place in enumerate(row))
        for person, row in enumerate(places)
    )
    best = min(measure(meeting, plan, fairness) for plan in plans)
    assert measure(meeting, seats, fairness) == best


def served(meeting: Meeting, fairness: str) -> Served:
    found = assign(meeting, fairness)
    check_rules(meeting, found.places)
    result = found.criteria[fairness]
    assert result is not None
    return result


@pytest.mark.slow
def test_one_round_matches_the_assignment_problem() -> None:
    """For 500 people and 12 workshops, the sum of ranks is that of an independent solver, and so is
    the whole of the fewest badly served.
    """
    people = crowd(500, 12, 3, 1)
    meeting = alike(people, [44] * 12)
    columns = [w for w in range(12) for _ in range(44)]
    ranks = np.full((500, 12), 4)
    for row, person in enumerate(people):
        for place, w in enumerate(person.choices):
            ranks[row, w] = place + 1
    for fairness, price in ((RANK_SUM, [0, 1, 2, 3, 4]), (FEWEST, [0, 1, 501, 501**2, 501**3])):
        cost = np.array(price)[ranks][:, columns]
        rows, chosen = linear_sum_assignment(cost)
        found = served(meeting, fairness)
        counts = (*found.ranks, found.not_asked)
        least = cost[rows, chosen].sum()
        assert sum(n * p for n, p in zip(counts, price[1:], strict=True)) == least


@pytest.mark.slow
@pytest.mark.parametrize(("fairness", "n"), [(FEWEST, 500), (RANK_SUM, 200), (RANK_MAXIMAL, 200)])
def test_three_rounds_match_an_independent_programme(fairness: str, n: int) -> None:
    """For 500 people, 12 workshops and three rounds, every level is that of an independent solver:
    what is least, what is least given that, and so on.
    """
    people = crowd(n, 12, 5, 2)
    meeting = alike(people, [n // 12 + 3] * 12, 3)
    costs = seat_costs(fairness, people, 12, 3)
    found = assign(meeting, fairness)
    check_rules(meeting, found.places)
    bundles = [frozenset(w for w in row if w is not None) for row in found.places]
    assert list(levels_of(costs, people, bundles)) == independent_levels(meeting, fairness)


def independent_levels(meeting: Meeting, fairness: str) -> list[int]:
    """Every level by scipy's `milp`, one after the other: seats by person and workshop, and how
    many of a person's seats are asked for, as so many steps.
    """
    people, workshops, rounds = meeting.people, len(meeting.workshops), meeting.rounds
    costs = seat_costs(fairness, people, workshops, rounds)
    seats = len(people) * workshops
    size = seats + len(people) * rounds
    levels = np.zeros((costs.levels, size))
    rows, low, high = [], [], []
    for index, person in enumerate(people):
        own = range(index * workshops, (index + 1) * workshops)
        steps = range(seats + index * rounds, seats + (index + 1) * rounds)
        for w, column in enumerate(own):
            levels[:, column] = costs.cost[index][w]
        for g, column in enumerate(steps):
            levels[:, column] = [-value for value in costs.reward[index][g]]
        rows.append(row_of(size, own, 1.0))
        low.append(rounds)
        high.append(rounds)
        asked = row_of(size, [own[w] for w in person.choices], 1.0)
        rows.append(asked + row_of(size, steps, -1.0))
        low.append(0)
        high.append(0)
    for w, held in enumerate(meeting.workshops):
        rows.append(row_of(size, range(w, seats, workshops), 1.0))
        low.append(0)
        high.append(sum(offer.capacity for offer in held.offers if offer))
    best: list[int] = []
    for level in levels:
        result = milp(
            level,
            constraints=LinearConstraint(
                np.array(rows + list(levels[: len(best)])), low + best, high + best
            ),
            bounds=Bounds(0, 1),
        )
        assert result.status == 0
        best.append(round(result.fun))
    return best


def row_of(
    size: int, columns: Sequence[int], value: float
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    row = np.zeros(size)
    row[list(columns)] = value
    return row


def test_criteria_differ_as_they_should() -> None:
    """Fewest badly served leaves nobody with nothing where another criterion does, and rank-maximal
    has the most first choices.
    """
    meeting = alike(crowd(300, 10, 4, 5), [31] * 10)
    found = {name: served(meeting, name) for name in FAIRNESS}
    assert min(one.nothing for one in found.values()) == found[FEWEST].nothing
    assert found[FIRST_COME].nothing > found[FEWEST].nothing
    assert max(one.ranks[0] for one in found.values()) == found[RANK_MAXIMAL].ranks[0]
    assert min(one.rank_sum for one in found.values()) == found[RANK_SUM].rank_sum
    compared = assign(meeting).criteria
    assert compared == found


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sets(st.integers(0, 5), min_size=3, max_size=3), min_size=1, max_size=30),
    st.randoms(use_true_random=False),
)
def test_rounds_of_a_workshop_are_within_one(bundles: list[set[int]], rng: random.Random) -> None:
    """Spread over rounds, everyone keeps their workshops, one per round, and each workshop has as
    many people in every round, to one.
    """
    order = rng.sample(range(len(bundles)), len(bundles))
    rows = spread(bundles, order, 6, 3)
    assert [set(row) for row in rows] == bundles
    for w in range(6):
        people = [sum(row[number] == w for row in rows) for number in range(3)]
        assert max(people) - min(people) <= 1


def test_who_went_without_goes_first() -> None:
    """With one seat for two people, the one who missed something earlier gets it, whatever the
    seed, and otherwise the one who lost more ranks.
    """
    for seed in map(str, range(12)):
        two = [Attendee("a", (0,), missed=1), Attendee("b", (0,))]
        meeting = replace(alike(two, [1, 1]), seed=seed)
        assert assign(meeting).places[0] == (0,)
        debt = [Attendee("a", (0, 1)), Attendee("b", (0, 1), debt=2)]
        assert assign(replace(alike(debt, [1, 1]), seed=seed)).places[1] == (0,)


def test_workshops_already_visited_are_not_repeated() -> None:
    """Someone who has been to a workshop in an earlier plan is not sent there again."""
    people = [Attendee("a", (1,), been=frozenset({0})), Attendee("b", (1,))]
    assert assign(alike(people, [2, 1])).places == ((1,), (0,))


def test_missing_seats_are_counted() -> None:
    """Too few seats in a round, too few different workshops, too few people: each says how many."""
    people = [Attendee(f"p{n}", ()) for n in range(10)]
    with pytest.raises(AnswerIsNo) as caught:
        assign(alike(people, [4, 3]))
    (said,) = caught.value.messages
    assert (said.code, said.params["n"]) == ("assign-seats-missing", 3)
    with pytest.raises(AnswerIsNo) as caught:
        assign(alike(people, [10, 2], rounds=2))
    (said,) = caught.value.messages
    assert (said.code, said.params["n"]) == ("assign-seats-missing-distinct", 6)
    crowded = alike(people, [10, 10])
    held = tuple(workshop(i, Offer(10, 6)) for i in range(2))
    with pytest.raises(AnswerIsNo) as caught:
        assign(replace(crowded, workshops=held))
    (said,) = caught.value.messages
    assert (said.code, said.params["n"]) == ("assign-people-missing", 2)


def test_no_one_can_gain_from_the_order_of_the_list() -> None:
    """The same people in another order get the same seats."""
    people = crowd(60, 6, 4, 9)
    others = shuffled(stream("1", "order"), people)
    first = assign(alike(people, [11] * 6, 2)).places
    second = assign(alike(others, [11] * 6, 2)).places
    bundle = {p.id: set(row) for p, row in zip(people, first, strict=True)}
    assert {p.id: set(row) for p, row in zip(others, second, strict=True)} == bundle


def test_first_come_can_lead_nowhere_where_rounds_differ() -> None:
    """Where the queue of round 1 leaves someone no new workshop in round 2, the figures leave the
    criterion out, and choosing it is refused; the others find the way.
    """
    people = (Attendee("a", (0,)), Attendee("b", (0,), been=frozenset({2}), missed=1))
    one = Offer(1)
    held = (workshop(0, one, one), workshop(1, one, None), workshop(2, None, one))
    meeting = Meeting(people, held, 2, "seed")
    found = assign(meeting)
    assert found.places == ((0, 2), (1, 0))
    assert found.criteria[FIRST_COME] is None
    with pytest.raises(AnswerIsNo) as caught:
        assign(meeting, FIRST_COME)
    assert caught.value.messages[0].code == "assign-first-come-stuck"


def test_seats_that_suffice_in_all_but_not_round_by_round() -> None:
    """Where seats suffice in every round and over all rounds, but someone's workshops are all held
    in one, no assignment exists, and that is said.
    """
    people = (Attendee("a", ()), Attendee("b", (), been=frozenset({2, 3})))
    one = Offer(1)
    early, late = (one, None), (None, one)
    held = tuple(workshop(i, *offers) for i, offers in enumerate((early, early, late, late)))
    with pytest.raises(AnswerIsNo) as caught:
        assign(Meeting(people, held, 2, "seed"))
    assert caught.value.messages[0].code == "assign-no-plan"


def test_hosts_alone_stay_where_they_are() -> None:
    """With nobody but a host, there is nothing to solve, and the host is in their workshop."""
    held = (workshop(0, *[Offer(1, hosts=(0,))] * 2), workshop(1, None, Offer(1)))
    assert assign(Meeting((Attendee("a", ()),), held, 2, "seed")).places == ((0, 0),)
