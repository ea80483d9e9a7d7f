"""Why quotas cannot be met, the smallest change that would do, and who can never be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from sortition.base.linear import INFINITY, LinearProgramme, generic
from sortition.lottery.leximin import rule_rows
from sortition.pool.rules import Model, Row

SEAT_COST: Final = 1000.0
"""Changing the number of seats is proposed only where no change of quotas helps."""
TIE_BREAK: Final = 1e-4

Side = Literal["least", "most"]


@dataclass(frozen=True)
class Limit:
    """One side of one rule."""

    row: Row
    side: Side


@dataclass(frozen=True)
class Change:
    """A rule and the bounds that it would need."""

    row: Row
    least: int
    most: int


def conflict(model: Model) -> list[Limit]:
    """Limits that cannot hold together, none of which could be left out; seats always hold.

    Deletion filter (J. W. Chinneck and E. W. Dravnieks, ORSA Journal on Computing 3, 1991, p. 157),
    over whole numbers. Empty where the rules can be met.
    """
    return _needed(model, forced=None)


def least_change(model: Model) -> list[Change]:
    """The smallest change of quotas, in seats summed over limits, under which a composition exists.

    Where no change of quotas helps (too few households), the seats of a list are lowered instead.
    """
    rows, bounds = rule_rows(model)
    profiles = len(model.people)
    columns = [(0.0, float(people)) for people in model.people]
    cost = np.zeros(profiles)
    softened = [k for k, row in enumerate(model.rows) if row.kind != "household"]
    ties = generic("change", 2 * len(softened))
    extra_cost = []
    for place, k in enumerate(softened):
        row = model.rows[k]
        below, above = len(columns), len(columns) + 1
        rows[k] = ((*row.profiles, below, above), [1.0] * len(row.profiles) + [1.0, -1.0])
        limit = float(row.most if row.kind == "seats" else model.all_seats)
        columns += [(0.0, limit), (0.0, 0.0 if row.kind == "seats" else limit)]
        weight = SEAT_COST if row.kind == "seats" else 1.0
        extra_cost += [
            -weight - TIE_BREAK * ties[2 * place],
            -weight - TIE_BREAK * ties[2 * place + 1],
        ]
    programme = LinearProgramme(rows, bounds, columns, np.append(cost, extra_cost), whole=True)
    solution = programme.solve()
    if solution is None:
        raise ArithmeticError("an empty panel keeps every household rule")
    changes = []
    for place, k in enumerate(softened):
        row = model.rows[k]
        below, above = (round(solution[profiles + 2 * place + side]) for side in (0, 1))
        if below or above:
            # A number of seats has one bound: what is missing lowers both sides of it.
            most = row.most - below if row.kind == "seats" else row.most + above
            changes.append(Change(row, row.least - below, most))
    return changes


def excluding(model: Model, profile: int) -> list[Limit]:
    """The limits that together keep a profile from ever getting a seat; empty where it can."""
    for row in model.rows:
        if row.most == 0 and profile in row.profiles:
            return [Limit(row, "most")]
    return _needed(model, forced=profile)


def _needed(model: Model, forced: int | None) -> list[Limit]:
    """Limits without any one of which a composition (seating `forced`) would exist.

    Where not even fractions of seats can keep the rules, linear programmes find most of what can be
    left out: with fifty criteria, in seconds instead of hours. Whole numbers have the last word.
    """
    rows, bounds = rule_rows(model)
    columns = [(1.0 if o == forced else 0.0, float(n)) for o, n in enumerate(model.people)]
    relaxed = LinearProgramme(rows, bounds, columns)
    candidates = _candidates(model.rows)
    if relaxed.solve() is None:
        bounds, candidates = _filtered(relaxed, bounds, candidates)
    programme = LinearProgramme(rows, bounds, columns, whole=True)
    if programme.solve() is not None:
        return []
    _, needed = _filtered(programme, bounds, candidates)
    return [Limit(model.rows[row], side) for row, side in needed]


def _filtered(
    programme: LinearProgramme,
    bounds: Sequence[tuple[float, float]],
    candidates: Sequence[tuple[int, Side]],
) -> tuple[list[tuple[float, float]], list[tuple[int, Side]]]:
    """What is left of bounds that nothing satisfies when all that can be is left out, in order."""
    current = list(bounds)
    needed: list[tuple[int, Side]] = []
    for row, side in candidates:
        low, high = current[row]
        trial = (-INFINITY, high) if side == "least" else (low, INFINITY)
        programme.set_row(row, *trial)
        if programme.solve() is None:
            current[row] = trial
        else:
            programme.set_row(row, low, high)
            needed.append((row, side))
    return current, needed


def _candidates(rows: Sequence[Row]) -> list[tuple[int, Side]]:
    """The limits that may be dropped, households first: what is left is shortest then."""
    order: list[tuple[int, Side]] = []
    for kind in ("household", "quota"):
        numbers = [k for k, row in enumerate(rows) if row.kind == kind]
        for side in ("most", "least") if kind == "quota" else ("most",):
            order += [(k, "most" if side == "most" else "least") for k in reversed(numbers)]
    return order


def relaxed_by(model: Model, changes: Sequence[Change]) -> Model:
    """The model under changed bounds."""
    new = {(c.row.kind, c.row.number): c for c in changes}
    return model.with_rows(
        replace(row, least=new[key].least, most=new[key].most)
        if (key := (row.kind, row.number)) in new
        else row
        for row in model.rows
    )
