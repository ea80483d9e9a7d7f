"""A seating as a plan, and as figures without personal data."""

from __future__ import annotations

from collections.abc import Sequence

from workshops.plan.kinds.tables import TablesFigures, TablesKind
from workshops.plan.value import Event, Group, Participant, Plan, Round, steps_of
from workshops.tables.solve import SolvedSeating

_PLACES = 4


def figures(solved: SolvedSeating) -> TablesFigures:
    """The measures of a seating, for the plan and for the command's JSON."""
    hall, counted = solved.hall, solved.meetings
    per_person = [solved.met[person] for person in hall.ever_present]
    return TablesFigures(
        people=hall.people,
        rounds=hall.rounds,
        sizes=tuple([tuple(sizes) for sizes in hall.sizes]),
        distinct_pairs=counted.distinct,
        possible_pairs=hall.people * (hall.people - 1) // 2,
        repeats=counted.repeats,
        repeats_bound=solved.bound.repeats,
        repeats_bound_if_spread=solved.bound.repeats_up_to(max(1, counted.most)),
        convex=counted.convex,
        convex_bound=solved.bound.convex,
        max_meetings=counted.most,
        meetings={str(times): pairs for times, pairs in counted.histogram.items()},
        met_least=min(per_person),
        met_mean=round(sum(per_person) / len(per_person), _PLACES),
        met_most=max(per_person),
        excess=solved.excess,
        cluster_tables=tuple([tuple(tables) for tables in solved.cluster_tables]),
        better_tables=solved.better_tables,
        stopped=solved.stopped,
    )


def make_plan(
    solved: SolvedSeating,
    participants: Sequence[Participant],
    event: Event,
    seed: str,
    *,
    minutes: Sequence[float],
    changeover: float,
) -> Plan:
    """The plan: a group for each table, its members in the order of their ids."""
    rounds = []
    for round_, tables in enumerate(solved.seating):
        groups = [
            Group(number=place + 1, members=tuple([participants[p].id for p in table]))
            for place, table in enumerate(tables)
        ]
        rounds.append(Round(str(round_ + 1), minutes[round_], tuple(groups)))
    return Plan(
        kind=TablesKind.name,
        event=event,
        participants=tuple(participants),
        rounds=tuple(rounds),
        steps=steps_of(minutes, changeover),
        seed=seed,
        figures=figures(solved),
    )
