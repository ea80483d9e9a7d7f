"""Rules that contradict each other, found before any search, each said with the people it is about.

Only what no seating can keep is refused here; what is left is settled by
`first_seating`, which finds a seating or proves that there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from sortition.base.errors import AnswerIsNo, Message, message
from workshops.tables.problem import Hall

_SAID: int = 12
"""Problems said at most; the others are likely of the same kind."""


def check_rules(hall: Hall, ids: Sequence[str]) -> None:
    """Refuse rules that contradict each other. Raises `AnswerIsNo` with each contradiction."""
    contradictions = [*_together_apart(hall, ids), *_too_many_apart(hall, ids)]
    for round_ in range(hall.rounds):
        contradictions += _in_round(hall, ids, round_)
    said = _with_rounds(contradictions)
    if said:
        more = len(said) - _SAID
        rest = [message("seating-rules-more", n=more)] if more > 0 else []
        raise AnswerIsNo([*said[:_SAID], *rest])


def _with_rounds(contradictions: Iterable[Message]) -> list[Message]:
    """Each contradiction once, with all the rounds it is in."""
    rounds: dict[tuple[str, str], list[str]] = {}
    first: dict[tuple[str, str], Message] = {}
    for problem in contradictions:
        others = {name: value for name, value in problem.params.items() if name != "round"}
        key = problem.code, str(sorted(others.items()))
        first.setdefault(key, problem)
        rounds.setdefault(key, []).append(str(problem.params.get("round", "")))
    return [
        message(problem.code, **{**problem.params, "round": list(dict.fromkeys(rounds[key]))})
        for key, problem in first.items()
    ]


def joined(sets: Iterable[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Sets that share someone made one, until none do; sorted, without sets of one."""
    joint: list[set[int]] = []
    for people in sets:
        merged = set(people)
        apart = []
        for other in joint:
            if merged & other:
                merged |= other
            else:
                apart.append(other)
        joint = [*apart, merged]
    return tuple(sorted(tuple(sorted(people)) for people in joint if len(people) > 1))


def _together_apart(hall: Hall, ids: Sequence[str]) -> Iterable[Message]:
    for people in hall.together:
        for pair in combinations(people, 2):
            if pair in hall.apart and any(set(pair) <= set(there) for there in hall.present):
                yield message("seating-together-apart", one=ids[pair[0]], other=ids[pair[1]])


def _too_many_apart(hall: Hall, ids: Sequence[str]) -> Iterable[Message]:
    for apart_set in hall.apart_sets:
        for round_, sizes in enumerate(hall.sizes):
            there = set(apart_set) & set(hall.present[round_])
            if len(there) > len(sizes):
                yield message(
                    "seating-apart-too-many",
                    people=_named(ids, there),
                    tables=len(sizes),
                    round=str(round_ + 1),
                    n=len(there),
                )
                break


def _in_round(hall: Hall, ids: Sequence[str], round_: int) -> Iterable[Message]:
    sizes, there = hall.sizes[round_], set(hall.present[round_])
    fixed = {p: t for p, t in hall.fixed_in(round_).items() if p in there}
    shown = {"round": str(round_ + 1)}
    for table, seats in enumerate(sizes):
        people = [person for person, at in fixed.items() if at == table]
        if len(people) > seats:
            yield message(
                "seating-fixed-full",
                table=str(table + 1),
                people=_named(ids, people),
                seats=seats,
                n=len(people),
                **shown,
            )
    for one, other in combinations(sorted(fixed), 2):
        if fixed[one] == fixed[other] and (one, other) in hall.apart:
            at = {"table": str(fixed[one] + 1), "one": ids[one], "other": ids[other]}
            yield message("seating-fixed-apart", **at, **shown)
    for together in hall.together:
        present = [person for person in together if person in there]
        if len(present) > max(sizes):
            yield message(
                "seating-together-large",
                people=_named(ids, present),
                seats=max(sizes),
                n=len(present),
                **shown,
            )
        at_tables = {person: fixed[person] for person in present if person in fixed}
        if len(set(at_tables.values())) > 1:
            said = [f"{ids[person]} → {table + 1}" for person, table in at_tables.items()]
            yield message("seating-fixed-together", people=said, **shown)


def _named(ids: Sequence[str], people: Iterable[int]) -> list[str]:
    return [ids[person] for person in sorted(people)]
