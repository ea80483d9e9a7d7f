"""From the rules of a panel to its leximin lottery."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

import numpy as np

from sortition.base.observer import Observer
from sortition.lottery.certificate import Bounds, Seats, bounds, certificate
from sortition.lottery.leximin import relaxed_leximin
from sortition.lottery.lottery import (
    TOTAL_WEIGHT,
    Lottery,
    Solved,
    Weighted,
    gap_of,
    is_proven,
)
from sortition.lottery.splitting import split_of
from sortition.lottery.whole_seats.column_generation import hull_leximin
from sortition.lottery.whole_seats.decompose import Mixture, decompose
from sortition.pool.rules import Model, Vector

DUST: Final = 1e-8
"""A weight below this comes from rounding errors, not from the lottery."""


def solve_lottery(model: Model, observe: Observer | None = None) -> Solved | None:
    """The leximin lottery of a model; None where no composition keeps its rules.

    First the relaxation, then a lottery in whole numbers that gives the same chances, which proves
    it optimal. Where there is none, leximin over whole numbers, stage by stage: proven stage by
    stage too, as far as a bounded effort goes, and not called exact beyond.
    """
    start = time.perf_counter()
    relaxation = relaxed_leximin(model, observe)
    if relaxation is None:
        return None
    proof = certificate(relaxation)
    bound = bounds(model, proof)
    mixture = decompose(model, relaxation.seats, observe)
    lottery = _lottery(mixture) if mixture is not None else None
    split, proven = _proof_of(lottery, model, bound)
    if lottery is None or not proven:
        known = mixture.compositions if mixture is not None else ()
        mixture = hull_leximin(model, known, observe, relaxation.seats)
        if mixture is None:
            return None
        lottery = _lottery(mixture)
        split, proven = _proof_of(lottery, model, bound)
    return Solved(
        lottery=lottery,
        exact=proven or (mixture is not None and mixture.proven),
        proven=proven,
        gap=float(gap_of(lottery, model, bound)),
        proof=proof,
        split=split,
        seconds=time.perf_counter() - start,
    )


def _proof_of(lottery: Lottery | None, model: Model, bound: Bounds) -> tuple[Seats, bool]:
    """How people on several lists share their chance, and whether a lottery is proven with it."""
    if lottery is None:
        return {}, False
    split = split_of(model, bound, lottery.expected_parts(), TOTAL_WEIGHT)
    return split, is_proven(lottery, model, bound, split)


def _lottery(mixture: Mixture) -> Lottery:
    kept = np.where(mixture.weights < DUST, 0.0, mixture.weights)
    weights = whole_weights(kept / kept.sum())
    return Lottery.of(
        Weighted(weight, seats)
        for weight, seats in zip(weights, mixture.compositions, strict=True)
        if weight
    )


def whole_weights(weights: Vector | Sequence[float]) -> list[int]:
    """Weights that add up to one as whole numbers that add up to `TOTAL_WEIGHT`.

    Largest remainders (Hamilton's method); equal remainders in order of position.
    """
    exact = np.asarray(weights, dtype=float) * TOTAL_WEIGHT
    whole = [int(weight) for weight in np.floor(exact)]
    remainders = sorted(range(len(whole)), key=lambda k: (whole[k] - exact[k], k))
    for k in remainders[: TOTAL_WEIGHT - sum(whole)]:
        whole[k] += 1
    return whole
