"""From the rules of a panel to its leximin lottery."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

import numpy as np

from sortition.base.observer import Observer
from sortition.lottery.certificate import Prices, Seats, bounds, certificate
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
    mixture = decompose(model, relaxation.seats, observe)
    lottery = _lottery(mixture) if mixture is not None else None
    split = _split(model, proof, lottery)
    proven = lottery is not None and is_proven(lottery, model, proof, split)
    if lottery is None or not proven:
        known = mixture.compositions if mixture is not None else ()
        mixture = hull_leximin(model, known, observe, relaxation.seats)
        if mixture is None:
            return None
        lottery = _lottery(mixture)
        split = _split(model, proof, lottery)
        proven = is_proven(lottery, model, proof, split)
    return Solved(
        lottery=lottery,
        exact=proven or (mixture is not None and mixture.proven),
        proven=proven,
        gap=float(gap_of(lottery, model, proof)),
        proof=proof,
        split=split,
        seconds=time.perf_counter() - start,
    )


def _split(model: Model, proof: Sequence[Prices], lottery: Lottery | None) -> Seats:
    if lottery is None:
        return {}
    return split_of(model, bounds(model, proof), lottery.expected_parts(), TOTAL_WEIGHT)


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
