"""Plans the snowball exercise: pairs that become fours, eights and sixteens.

Groups are nested, so that everyone keeps the people they have met and meets as many new ones at
each level. The seed decides everything that could be otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sortition.base.chance import Chance
from sortition.base.errors import BadInput, Message, message
from workshops.common.arrays import Whole
from workshops.common.people import Columns, Guests
from workshops.plan.kinds.snowball import SnowballFigures, SnowballKind
from workshops.plan.value import JIGSAW, Event, Plan, Round
from workshops.snowball.balance import LevelBalance, level_balance
from workshops.snowball.floor import FloorCell, floor_cells, spot_name, spots
from workshops.snowball.given_places import GivenPlaces, fill, seat
from workshops.snowball.jigsaw import jigsaw_groups
from workshops.snowball.pairing import (
    LeastConflicts,
    column_bound,
    conflicts_of,
    deal_order,
    fewer_conflicts,
    kept_apart,
    matching_bound,
    paired_by_matching,
)
from workshops.snowball.roles import Rota
from workshops.snowball.rounds import LeafLayout, RoundMaker
from workshops.snowball.search import UNIT, Freedom, mix
from workshops.snowball.sizes import Nest, nest_for, notes_on
from workshops.snowball.timing import (
    Exercise,
    check_exercise,
    steps_of,
    talking_seconds,
    warnings_on,
)


@dataclass(frozen=True)
class Share:
    """How one category is spread: the least and most of its people in a group, level by level."""

    criterion: str
    category: str
    people: int
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Snowball:
    """A plan with what should be said about it."""

    plan: Plan
    notes: tuple[Message, ...]
    warnings: tuple[Message, ...]
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class _Placing:
    """Where everyone begins, and what is known about it."""

    leaf_of: Whole
    given: GivenPlaces
    conflicts: int
    bound: LeastConflicts


def plan_snowball(
    guests: Guests, columns: Columns, exercise: Exercise, event: Event, seed: str
) -> Snowball:
    """The plan of the exercise for everyone on a list.

    Raises `BadInput` for lengths and levels that will not do, or too few people for them, and for a
    jigsaw with a single final group.
    """
    check_exercise(exercise)
    nest = nest_for(len(guests.participants), exercise.levels)
    finals = len(nest.group_sizes(-1))
    if exercise.restitution == "jigsaw" and finals == 1:
        raise BadInput(message("jigsaw-one-group", n=nest.people))
    cells = floor_cells(nest)
    balance = level_balance(
        nest.sizes,
        [nest.leaves_in(level) for level in range(len(nest.levels))],
        [criterion.codes for criterion in guests.mix],
    )
    placing = _place(guests, columns, nest, cells, balance, seed)
    layout = _layout(nest, cells, placing)
    order = Chance(seed, "roles").order(nest.people)
    maker = RoundMaker(guests.ids, exercise, Rota(order))
    rounds = maker.rounds(layout)
    reports = finals
    if exercise.restitution == "jigsaw":
        jigsaw, reports = _jigsaw_round(guests, layout, maker, placing, seed)
        rounds = (*rounds, jigsaw)
    plan = Plan(
        kind=SnowballKind.name,
        event=event,
        participants=guests.participants,
        rounds=rounds,
        steps=steps_of(exercise, len(nest.levels), reports),
        floor=spots(cells),
        seed=seed,
        figures=_figures(nest, exercise, balance, placing, layout),
    )
    return Snowball(
        plan,
        (*guests.notes, *_notes(nest, exercise, placing)),
        tuple(_warnings(nest, exercise, reports)),
        tuple(_shares(guests, nest, balance, placing.leaf_of)),
    )


def steps_for(people: int) -> int:
    """Steps of the search: enough for a perfect mix of four criteria nearly always."""
    return 3000 + 10 * people


def _place(
    guests: Guests,
    columns: Columns,
    nest: Nest,
    cells: Sequence[FloorCell],
    balance: LevelBalance,
    seed: str,
) -> _Placing:
    chance = Chance(seed, "places")
    order = chance.order(nest.people)
    apart = kept_apart(guests.apart) if guests.apart else None
    given = seat(guests, nest, cells, order, apart)
    others = [person for person in order if person not in given.leaf_of]
    dealt = deal_order(guests.apart, others) if guests.apart else others
    leaf_of = fill(given, nest, dealt, chance.order(len(nest.sizes)))
    # Those who keep their seat change places among themselves only.
    zone = np.zeros(nest.people, dtype=np.int64)
    zone[list(given.leaf_of)] = 1
    movable = tuple([person for person in range(nest.people) if person not in given.fixed])
    freedom = Freedom(movable, zone, apart)
    bound = LeastConflicts(0)
    if guests.apart:
        leaf_of, bound = _keep_apart(guests, columns, nest, leaf_of, freedom, chance)
    # A small list takes no time to search twice, and there a single search is likelier to be stuck.
    tries = 2 if nest.people <= 120 else 1
    best = leaf_of
    for _ in range(tries if guests.mix else 0):
        again = mix(balance, leaf_of, freedom, chance, steps_for(nest.people))
        if _rank(again, balance, freedom) < _rank(best, balance, freedom):
            best = again
        if _rank(best, balance, freedom) == (bound.pairs, 0):
            break
    return _Placing(best, given, _conflicts(freedom, best), bound)


def _rank(leaf_of: Whole, balance: LevelBalance, freedom: Freedom) -> tuple[int, int]:
    return _conflicts(freedom, leaf_of), balance.outside(leaf_of)


def _conflicts(freedom: Freedom, leaf_of: Whole) -> int:
    return 0 if freedom.apart is None else conflicts_of(freedom.apart, leaf_of)


def _keep_apart(
    guests: Guests,
    columns: Columns,
    nest: Nest,
    leaf_of: Whole,
    freedom: Freedom,
    chance: Chance,
) -> tuple[Whole, LeastConflicts]:
    """A start for the mixing with as few conflicts as can be, and their proven least."""
    apart = kept_apart(guests.apart)
    bound = column_bound(columns.apart, guests.apart, nest)
    if conflicts_of(apart, leaf_of) == bound.pairs:
        return leaf_of, bound
    alone = replace(freedom, conflict=UNIT)
    leaf_of = fewer_conflicts(leaf_of, nest.sizes, alone, chance, steps_for(nest.people))
    if conflicts_of(apart, leaf_of) == bound.pairs:
        return leaf_of, bound
    bound = max(bound, matching_bound(apart, nest), key=lambda one: one.pairs)
    if set(nest.sizes) == {2} and not freedom.zone.any():
        paired = paired_by_matching(apart)
        if paired is not None and conflicts_of(apart, paired) < conflicts_of(apart, leaf_of):
            leaf_of = paired
    return leaf_of, bound


def _layout(nest: Nest, cells: Sequence[FloorCell], placing: _Placing) -> LeafLayout:
    members: dict[int, list[int]] = {leaf: [] for leaf in range(len(nest.sizes))}
    for person, leaf in enumerate(placing.leaf_of.tolist()):
        members[leaf].append(person)
    return LeafLayout(nest.levels, members, cells, placing.given.seated_leaves)


def _jigsaw_round(
    guests: Guests, layout: LeafLayout, maker: RoundMaker, placing: _Placing, seed: str
) -> tuple[Round, int]:
    """The round of the jigsaw, and how many final groups are reported on in one group."""
    per_final = layout.levels[-1] // layout.levels[0]
    final_of = (placing.leaf_of // per_final).tolist()
    seated = guests.seated | guests.near_door
    criteria = [criterion.codes for criterion in guests.mix]
    steps = steps_for(len(final_of))
    chosen = jigsaw_groups(final_of, criteria, seated, Chance(seed, "jigsaw"), steps)
    places = _jigsaw_places(chosen, placing, seated, len(layout.members))
    level = len(layout.levels)
    groups = [
        maker.group(level, number, people, place)
        for number, (people, place) in enumerate(zip(chosen, places, strict=True), 1)
    ]
    reports = max(len({final_of[person] for person in people}) for people in chosen)
    minutes = maker.exercise.restitution_minutes * reports
    return Round(JIGSAW, minutes, tuple(groups)), reports


def _jigsaw_places(
    chosen: Sequence[Sequence[int]], placing: _Placing, seated: frozenset[int], leaves: int
) -> list[str]:
    """A spot for each new group: where someone keeps their seat, else spread over the floor."""
    wanted = [
        next((int(placing.leaf_of[person]) for person in people if person in seated), None)
        for people in chosen
    ]
    free = set(range(leaves))
    places = [""] * len(chosen)
    # Those who keep their seat first; the others are spread evenly over the spots left.
    for number in sorted(range(len(chosen)), key=lambda number: wanted[number] is None):
        anchor = wanted[number]
        target = number * leaves // len(chosen) if anchor is None else anchor
        leaf = min(free, key=lambda leaf: (abs(leaf - target), leaf))
        free.remove(leaf)
        places[number] = spot_name(leaf)
    return places


def _figures(
    nest: Nest, exercise: Exercise, balance: LevelBalance, placing: _Placing, layout: LeafLayout
) -> SnowballFigures:
    levels = range(len(nest.levels))
    names = [str(level) for level in nest.levels]
    sizes = [nest.group_sizes(level) for level in levels]
    minutes = [exercise.minutes_of(level) for level in levels]
    turns = [talking_seconds(m, max(s)) for m, s in zip(minutes, sizes, strict=True)]
    walks = [layout.longest_walk(level) for level in levels]
    return SnowballFigures(
        people=nest.people,
        levels=tuple(nest.levels),
        groups={name: len(size) for name, size in zip(names, sizes, strict=True)},
        sizes={name: (min(s), max(s)) for name, s in zip(names, sizes, strict=True)},
        outside=balance.outside(placing.leaf_of),
        apart_conflicts=placing.conflicts,
        apart_bound=placing.bound.pairs,
        talking_seconds=dict(zip(names, turns, strict=True)),
        longest_walk=dict(zip(names, walks, strict=True)),
    )


def _notes(nest: Nest, exercise: Exercise, placing: _Placing) -> list[Message]:
    notes = notes_on(nest, exercise.levels)
    if placing.conflicts:
        if placing.bound.proof is not None:
            notes.append(placing.bound.proof)
        met = placing.conflicts == placing.bound.pairs
        code = "apart-least" if met else "apart-more"
        notes.append(message(code, n=placing.conflicts, least=placing.bound.pairs))
    if placing.given.leave_seat:
        notes.append(message("seat-left", n=placing.given.leave_seat))
    if placing.given.parted:
        notes.append(message("together-parted", n=placing.given.parted))
    return notes


def _warnings(nest: Nest, exercise: Exercise, reports: int) -> list[Message]:
    largest = [max(nest.group_sizes(level)) for level in range(len(nest.levels))]
    return warnings_on(exercise, nest.levels, largest, reports)


def _shares(guests: Guests, nest: Nest, balance: LevelBalance, leaf_of: Whole) -> list[Share]:
    counts = balance.counts(leaf_of)
    ends = np.cumsum([len(nest.group_sizes(level)) for level in range(len(nest.levels))])
    by_level = np.split(counts, ends[:-1])
    shares, column = [], 0
    for criterion in guests.mix:
        for category in criterion.categories:
            ranges = tuple(
                (int(level[:, column].min()), int(level[:, column].max())) for level in by_level
            )
            people = int(balance.totals[column])
            shares.append(Share(criterion.name, category, people, ranges))
            column += 1
    return shares
