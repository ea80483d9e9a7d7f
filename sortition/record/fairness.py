"""How fair a record's lottery is: its figures, its proof, and where there can be none, a new
search.

A proof is checked with whole numbers alone and no solver. Only a record that says that its lottery
could not be proven sends the solver to work: whether that is so is part of what it claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from sortition.base.errors import Message, SortitionError, message
from sortition.lottery.certificate import Prices
from sortition.lottery.lottery import Lottery, fairness_of, gap_of, is_proven
from sortition.pool.rules import Model
from sortition.record.check import Check, compare
from sortition.record.claims import ClaimError, Proof
from sortition.record.value import Commitment

if TYPE_CHECKING:
    # Only its type: checking a proof loads no solver.
    from sortition.lottery.leximin import Observer

EQUAL: Final = Fraction(1, 10**5)
"""Chances no further apart than this, in proportion, are equal but for the rounding of weights."""


def check_fairness(
    record: Commitment,
    model: Model,
    lottery: Lottery,
    proof: Proof,
    household_bound: float | None,
    observe: Observer | None = None,
) -> tuple[Check, Check]:
    """Whether the figures are right, and whether the lottery is proven the fairest.

    The second is passed where nothing is fairer, None where no proof is possible, failed otherwise.
    `household_bound` is None where it cannot be recomputed without the register.
    """
    if isinstance(proof, ClaimError):
        return Check("fairness", False, proof.message), Check("proven", False, proof.message)
    try:
        gap = float(gap_of(lottery, model, proof))
    except ValueError:
        said = message("verify-proof")
        return Check("fairness", False, said), Check("proven", False, said)
    claimed: dict[str, Any] = dict(record.data["fairness"])
    claimed.pop("proven")
    expected = fairness_of(lottery, model).to_json() | {"gap": gap}
    expected["household_bound"] = (
        claimed["household_bound"] if household_bound is None else household_bound
    )
    figures = compare("fairness", claimed, expected, "fairness")
    return figures, _proven(record, model, lottery, proof, observe)


def _proven(
    record: Commitment,
    model: Model,
    lottery: Lottery,
    proof: Sequence[Prices],
    observe: Observer | None,
) -> Check:
    """Whether the lottery is proven the fairest, and where not, whether it could not be."""
    claimed = record.fairness.proven
    holds = is_proven(lottery, model, proof)
    by_rules = record.households.kept == "classes"
    if holds and by_rules:
        if not claimed and record.schema > 1:
            return _failed("verify-proof-disowned")
        return Check("proven", True)
    if claimed:
        return _failed("verify-proof-claimed")
    if holds:
        return Check("proven", None, message("verify-proven-but-households"))
    refuted = _refutation(model, lottery, observe)
    if refuted is not None:
        return Check("proven", False, refuted)
    return Check("proven", None, message("verify-whole-seats"))


def _failed(code: str) -> Check:
    return Check("proven", False, message(code))


def _refutation(model: Model, lottery: Lottery, observe: Observer | None) -> Message | None:
    """What shows that a lottery said to be the fairest in whole seats is not; None where it may be.

    Solved anew: either a lottery is found that can be proven, then the record had no reason not to
    prove its own; or the fairest in whole seats is, and nobody may be worse off than under that.
    """
    from sortition.lottery.solve import solve_lottery

    try:
        solved = solve_lottery(model, observe)
    except (SortitionError, ArithmeticError):
        return message("verify-unsolved")
    if solved is None:
        return message("verify-unsolved")
    if solved.proven:
        return message("verify-provable")
    if is_fairer(model, solved.lottery, lottery):
        return message("verify-fairer-found")
    return None


def is_fairer(model: Model, one: Lottery, other: Lottery) -> bool:
    """Whether the first lottery is leximin-better: at the first difference from the least chance
    up, someone has more. Differences that the rounding of weights explains do not count.
    """
    for mine, theirs in _side_by_side(_ordered(model, one), _ordered(model, other)):
        if abs(mine - theirs) > EQUAL * max(mine, theirs):
            return mine > theirs
    return False


def _ordered(model: Model, lottery: Lottery) -> list[tuple[Fraction, int]]:
    """The chances from the least up, each with the people who have it."""
    return sorted(zip(lottery.chances(model), model.kind_people, strict=True))


def _side_by_side(
    one: Sequence[tuple[Fraction, int]], other: Sequence[tuple[Fraction, int]]
) -> Iterable[tuple[Fraction, Fraction]]:
    """The chances of the person of each rank under both, a pair wherever either changes."""
    mine, theirs = iter(one), iter(other)
    left = right = 0
    first = second = Fraction(0)
    while True:
        if not left:
            first, left = next(mine, (first, 0))
        if not right:
            second, right = next(theirs, (second, 0))
        if not left or not right:
            return
        yield first, second
        step = min(left, right)
        left, right = left - step, right - step
