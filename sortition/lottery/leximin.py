"""Leximin of the relaxation: the fairest chances if seats could be split into fractions.

Raise the least chance as far as it goes; fix those it cannot be raised for; raise the next least.
The relaxation's rules are those of the model without whole numbers, so it bounds every lottery.
Method of successive linear programmes: B. Flanigan et al., "Fair algorithms for selecting citizens'
assemblies", Nature 596 (2021), p. 548, here over profiles instead of people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sortition.base.linear import INFINITY, LinearProgramme, SparseRow, generic
from sortition.base.observer import Observer
from sortition.pool.rules import Model, Vector

SLACKS: Final = (1e-10, 1e-9, 1e-8, 1e-7)
"""How far a fixed level may be undercut by later stages, in seats; widened where rounding errors of
earlier stages leave the next one without a solution."""
BINDING: Final = 1e-4
"""A price (times the proportional seats) from which a kind counts as held at its level."""


@dataclass(frozen=True)
class Stage:
    """The prices that prove how far one stage could raise the least chance."""

    held: tuple[int, ...]
    """Kinds whose chance is final after this stage."""
    kind_prices: Vector
    """Price of a seat of each kind, never negative."""
    rule_prices: Vector
    """Price of each rule of the model: positive for its most, negative for its least."""


@dataclass(frozen=True)
class Relaxation:
    """The leximin chances of the relaxation and one way to share the seats that gives them."""

    chances: Vector
    """Chance of each kind, between 0 and 1."""
    seats: Vector
    """Expected seats of each profile."""
    proof: tuple[Stage, ...]
    """The prices of every stage, from which anyone can recompute the bound (`certificate`)."""


def rule_rows(model: Model) -> tuple[list[SparseRow], list[tuple[float, float]]]:
    """The model's rules as rows over profiles."""
    rows: list[SparseRow] = [(row.profiles, [1.0] * len(row.profiles)) for row in model.rows]
    return rows, [(float(row.least), float(row.most)) for row in model.rows]


def relaxed_leximin(model: Model, observe: Observer | None = None) -> Relaxation | None:
    """The leximin chances when profiles may have fractions of seats; None where no way exists."""
    scale = model.all_seats / model.all_people
    share = np.array(model.kind_people) * scale
    programme = _stage_programme(model, share)
    first = len(model.rows)
    level = len(model.people)
    levels = np.zeros(len(model.kinds))
    free = set(range(len(model.kinds)))
    solution = programme.solve()
    proof: list[Stage] = []
    reached = 0.0
    while solution is not None:
        reached = max(reached, float(solution[level]))
        duals = programme.duals()
        prices = np.maximum(-duals[first:], 0.0)
        held = _held(free, prices * share)
        proof.append(Stage(tuple(held), prices, duals[:first]))
        for kind in held:
            free.discard(kind)
            levels[kind] = reached
            programme.set_coefficient(first + kind, level, 0.0)
            programme.set_row(first + kind, share[kind] * reached - SLACKS[0], INFINITY)
        if observe is not None:
            done = len(levels) - len(free)
            guaranteed = float(levels[levels > 0].min(initial=reached)) * scale
            observe("leximin", done, len(levels), guaranteed=guaranteed)
        if not free:
            return _relaxation(model, programme, solution, levels, scale, share, proof)
        solution = _next(programme, levels, share, free, first)
    return _give_up() if proof else None


def _give_up() -> Relaxation:
    raise ArithmeticError("rounding errors left a stage of the leximin without a solution")


def _stage_programme(model: Model, share: Vector) -> LinearProgramme:
    """Columns: seats by profile, then the level. Rows: the rules, then seats ≥ share × level."""
    level = len(model.people)
    rows, bounds = rule_rows(model)
    for kind, proportional in zip(model.kinds, share, strict=True):
        rows.append(((*kind, level), [1.0] * len(kind) + [-float(proportional)]))
        bounds.append((0.0, INFINITY))
    columns = [(0.0, float(n)) for n in model.people] + [(0.0, INFINITY)]
    cost = np.zeros(level + 1)
    cost[level] = 1.0
    return LinearProgramme(rows, bounds, columns, cost)


def _held(free: set[int], prices: Vector) -> list[int]:
    """The kinds whose level no lottery can raise: by duality, those with a price."""
    ordered = sorted(free)
    held = [kind for kind in ordered if prices[kind] > BINDING]
    return held or [max(ordered, key=lambda kind: prices[kind])]


def _next(
    programme: LinearProgramme, levels: Vector, share: Vector, free: set[int], first: int
) -> Vector | None:
    """The next stage's solution; fixed levels give way a little where nothing else helps."""
    solution = programme.solve()
    for slack in SLACKS[1:]:
        if solution is not None:
            break
        for kind in range(len(levels)):
            if kind not in free:
                programme.set_row(first + kind, share[kind] * levels[kind] - slack, INFINITY)
        solution = programme.solve()
    return solution


def _relaxation(
    model: Model,
    programme: LinearProgramme,
    solution: Vector,
    levels: Vector,
    scale: float,
    share: Vector,
    proof: list[Stage],
) -> Relaxation:
    seats = np.zeros(len(model.people))
    if any(len(kind) > 1 for kind in model.kinds):
        # The chances are unique, their split between the lists of one person is not: choose one.
        cost = np.append(-generic("split", len(seats)), 0.0)
        programme.set_cost(cost)
        chosen = programme.solve()
        solution = solution if chosen is None else chosen
    for kind, proportional, level in zip(model.kinds, share, levels, strict=True):
        own = list(kind)
        seats[own] = solution[own] if len(own) > 1 else proportional * level
    return Relaxation(chances=levels * scale, seats=seats, proof=tuple(proof))
