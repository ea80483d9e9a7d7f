"""Repairs a plan on the day: no-shows leave, latecomers join, as few others as possible move.

Groups keep their numbers and their spots. Sizes stay within one of each other at every level, and
nobody is left alone. The least number of moves is exact for a given number of final groups: a leaf
with c people left and t seats sends max(0, c - t) of them elsewhere, and the seats are shared out
over the tree of groups so that the sum is least.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sortition.base.chance import Chance
from sortition.base.errors import BadInput, Message, message
from workshops.common.people import natural
from workshops.plan.kinds.snowball import SnowballFigures, SnowballKind
from workshops.plan.value import JIGSAW, Participant, Plan, Round, Step, kind_of
from workshops.snowball.floor import FloorCell, spots
from workshops.snowball.roles import Rota
from workshops.snowball.rounds import LeafLayout, RoundMaker
from workshops.snowball.seats import Leaf, LeafSeats, share_seats
from workshops.snowball.sizes import FEWEST
from workshops.snowball.timing import Exercise, talking_seconds


@dataclass(frozen=True)
class Repaired:
    """The plan of the day, and who has to be told."""

    plan: Plan
    moved: tuple[str, ...]
    """Ids of those present before and now who start somewhere else."""
    joined: tuple[str, ...]
    absent: tuple[str, ...]
    notes: tuple[Message, ...]


def repair_plan(
    plan: Plan,
    absent: Collection[str],
    late: Sequence[Participant],
    keep: Collection[str] = (),
) -> Repaired:
    """The plan without the absent and with the latecomers. `keep` are ids not to be moved.

    Raises `BadInput` for a plan that is no snowball, or too few people left.
    """
    if not isinstance(kind_of(plan), SnowballKind) or not _levels(plan) or not plan.floor:
        raise BadInput(message("repair-kind", kind=plan.kind))
    here = [one for one in plan.participants if one.id not in absent]
    people = sorted([*here, *late], key=lambda one: natural(one.id))
    if len(people) < FEWEST:
        raise BadInput(message("repair-too-few", n=len(people), fewest=FEWEST))
    levels = _levels(plan)
    left = _left(plan, absent, keep)
    seats = share_seats(left, levels, len(people))
    chance = Chance(plan.seed, "repair " + " ".join(sorted(absent)) + "," + str(len(late)))
    leaf_of, moved = _move(left, seats, [one.id for one in late], keep, chance)
    repaired = _rebuild(plan, people, leaf_of, seats)
    notes = [message("repair-kept-moved", n=n)] if (n := len(set(moved) & set(keep))) else []
    if len(seats.levels) < len(levels):
        shown = ",".join(map(str, seats.levels))
        notes.append(
            message(
                "levels-stop-few", n=len(people), level=levels[len(seats.levels)], reached=shown
            )
        )
    return Repaired(
        repaired,
        tuple(sorted(moved, key=natural)),
        tuple([one.id for one in late]),
        tuple(sorted(absent, key=natural)),
        tuple(notes),
    )


def _levels(plan: Plan) -> tuple[int, ...]:
    return tuple([int(one.name) for one in plan.rounds if one.name.isdecimal()])


def _left(plan: Plan, absent: Collection[str], keep: Collection[str]) -> dict[int, Leaf]:
    """The people left at each leaf, those who must not move last."""
    found = {}
    for group in plan.rounds[0].groups:
        members = [one for one in group.members if one not in absent]
        kept = sum(one in keep for one in members)
        found[group.number - 1] = Leaf(tuple(members), kept)
    return found


def _move(
    left: Mapping[int, Leaf],
    seats: LeafSeats,
    late: Sequence[str],
    keep: Collection[str],
    chance: Chance,
) -> tuple[dict[str, int], list[str]]:
    """Everyone's leaf, and who moved. Who of a leaf goes, and where to, is decided by lot."""
    leaf_of: dict[str, int] = {}
    moved: list[str] = []
    for leaf, people in left.items():
        room = seats.of_leaf.get(leaf, 0)
        order = chance.order(len(people.members))
        ranked = sorted(order, key=lambda place: people.members[place] not in keep)
        stays = {people.members[place] for place in ranked[:room]}
        for one in people.members:
            if one in stays:
                leaf_of[one] = leaf
            else:
                moved.append(one)
    taken = list(leaf_of.values())
    free = [
        leaf
        for leaf in sorted(seats.of_leaf)
        for _ in range(seats.of_leaf[leaf] - taken.count(leaf))
    ]
    coming = [*moved, *late]
    for place, one in zip(chance.order(len(free)), coming, strict=True):
        leaf_of[one] = free[place]
    return leaf_of, moved


def _rebuild(
    plan: Plan, people: Sequence[Participant], leaf_of: Mapping[str, int], seats: LeafSeats
) -> Plan:
    ids = [one.id for one in people]
    number = {person: place for place, person in enumerate(ids)}
    cells = _cells(plan, max(seats.of_leaf) + 1)
    members: dict[int, list[int]] = {leaf: [] for leaf in sorted(seats.of_leaf)}
    seated_before = [one for group in plan.rounds[0].groups for one in group.members]
    rank = {one: place for place, one in enumerate(seated_before)}
    for one in sorted(leaf_of, key=lambda one: (rank.get(one, len(rank)), natural(one))):
        members[leaf_of[one]].append(number[one])
    layout = LeafLayout(seats.levels, members, cells)
    exercise = Exercise(
        levels=seats.levels,
        minutes=tuple([plan.rounds[level].minutes for level in range(len(seats.levels))]),
    )
    maker = RoundMaker(
        ids,
        exercise,
        Rota(Chance(plan.seed, "roles").order(len(ids))),
        _kept_roles(plan, layout, ids, number),
        _kept_places(plan, set(members)),
    )
    rounds = [
        replace(made, ideas=old.ideas)
        for made, old in zip(maker.rounds(layout), plan.rounds, strict=False)
    ]
    rounds += [
        _jigsaw(one, maker, number, len(plan.rounds))
        for one in plan.rounds[-1:]
        if one.name == JIGSAW
    ]
    return replace(
        plan,
        participants=tuple(people),
        rounds=tuple(rounds),
        steps=_steps(plan, len(seats.levels), rounds),
        floor=spots(cells),
        figures=_figures(rounds, layout),
    )


def _cells(plan: Plan, leaves: int) -> list[FloorCell]:
    """The spots there are, and new ones in rows behind them where groups were added."""
    cells = [(spot.row, spot.column) for spot in plan.floor]
    width = max(column for _, column in cells) + 1
    behind = max(row for row, _ in cells) + 1
    missing = max(0, leaves - len(cells))
    return cells + [(behind + extra // width, extra % width) for extra in range(missing)]


def _kept_roles(
    plan: Plan, layout: LeafLayout, ids: Sequence[str], number: Mapping[str, int]
) -> dict[tuple[int, int], tuple[int | None, int | None]]:
    """The roles of those who are still in the group."""
    kept: dict[tuple[int, int], tuple[int | None, int | None]] = {}
    for level in range(len(layout.levels)):
        now = {n: layout.people(leaves) for n, leaves in layout.leaves_by_group(level).items()}
        for group in plan.rounds[level].groups:
            there = {ids[person] for person in now.get(group.number, ())}
            spokesperson, scribe = (
                number[one] if one is not None and one in there else None
                for one in (group.spokesperson, group.scribe)
            )
            kept[level, group.number] = spokesperson, scribe
    return kept


def _kept_places(plan: Plan, leaves: Collection[int]) -> dict[tuple[int, int], str]:
    return {
        (level, group.number): group.place
        for level, one in enumerate(plan.rounds)
        for group in one.groups
        if group.place.isdecimal() and int(group.place) - 1 in leaves
    }


def _jigsaw(old: Round, maker: RoundMaker, number: Mapping[str, int], level: int) -> Round:
    """The jigsaw without the absent; latecomers join the smallest groups."""
    present = [[number[one] for one in group.members if one in number] for group in old.groups]
    placed = {person for people in present for person in people}
    for person in range(len(number)):
        if person not in placed:
            min(present, key=len).append(person)
    groups = []
    for group, people in zip(old.groups, present, strict=True):
        if len(people) >= 2:
            groups.append(maker.group(level, group.number, people, group.place))
    return replace(old, groups=tuple(groups))


def _steps(plan: Plan, levels: int, rounds: Sequence[Round]) -> tuple[Step, ...]:
    """The running order without the levels that are no longer reached; one report a final group."""
    before = len(_levels(plan))
    reports = len(plan.rounds[before - 1].groups)
    steps = []
    for step in plan.steps:
        if step.kind == "restitution":
            step = replace(step, minutes=step.minutes / reports * len(rounds[levels - 1].groups))
        if step.round is not None and levels <= step.round < before:
            continue
        if step.round is not None and step.round >= before:
            step = replace(step, round=step.round - before + levels)
        steps.append(step)
    return tuple(steps)


def _figures(rounds: Sequence[Round], layout: LeafLayout) -> SnowballFigures:
    names = [str(level) for level in layout.levels]
    sizes = [[len(group.members) for group in one.groups] for one in rounds[: len(names)]]
    return SnowballFigures(
        people=sum(sizes[0]),
        levels=tuple(layout.levels),
        groups={name: len(size) for name, size in zip(names, sizes, strict=True)},
        sizes={name: (min(s), max(s)) for name, s in zip(names, sizes, strict=True)},
        talking_seconds={
            one.name: talking_seconds(one.minutes, max(size))
            for one, size in zip(rounds, sizes, strict=False)
        },
        longest_walk={name: layout.longest_walk(level) for level, name in enumerate(names)},
    )
