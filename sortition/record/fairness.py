"""How fair a record's lottery is: its figures, its proof, and where there can be none, a new
search.

A proof is checked in fractions, without a solver. Only a record that says that its lottery
could not be proven sends the solver to work, once nothing else is wrong: whether that is so is part
of what it claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sortition.base.errors import Message, SortitionError, message
from sortition.lottery.certificate import Bounds, bounds, simplified
from sortition.lottery.lottery import (
    TOTAL_WEIGHT,
    Lottery,
    are_alike,
    fairness_of,
    gap_of,
    is_proven,
)
from sortition.lottery.splitting import split_of
from sortition.pool.rules import Model
from sortition.record.check import Check, compare
from sortition.record.claims import ClaimError, Proof
from sortition.record.value import Commitment

if TYPE_CHECKING:
    # Only its type: checking a proof loads no solver.
    from sortition.base.observer import Observer


def check_fairness(
    record: Commitment,
    model: Model,
    lottery: Lottery,
    proof: Proof | ClaimError,
    household_bound: float | None,
) -> tuple[Check, Check]:
    """Whether the figures are right, and whether the lottery is proven the fairest.

    The second is passed where nothing is fairer, None where no proof may be possible (`settled`
    says), failed otherwise. `household_bound` is None where only the register can tell it.
    """
    if isinstance(proof, ClaimError):
        return Check("fairness", False, proof.message), Check("proven", False, proof.message)
    try:
        bound = bounds(model, proof.stages)
    except ValueError:
        said = message("verify-proof")
        return Check("fairness", False, said), Check("proven", False, said)
    claimed: dict[str, Any] = dict(record.data["fairness"])
    claimed.pop("proven")
    expected = fairness_of(lottery, model).to_json()
    expected["gap"] = float(gap_of(lottery, model, bound))
    expected["household_bound"] = (
        claimed["household_bound"] if household_bound is None else household_bound
    )
    figures = compare("fairness", claimed, expected, "fairness")
    return figures, _proven(record, _holds(model, lottery, proof, bound))


def _proven(record: Commitment, holds: bool) -> Check:
    """Whether the lottery is proven the fairest, and where not, whether the record says so."""
    claimed = record.fairness.proven
    if holds and record.households.kept == "classes":
        if not claimed and record.schema > 1:
            return Check("proven", False, message("verify-proof-disowned"))
        return Check("proven", True)
    if claimed:
        return Check("proven", False, message("verify-proof-claimed"))
    if holds:
        return Check("proven", None, message("verify-proven-but-households"))
    return Check("proven", None, message("verify-whole-seats"))


def _holds(model: Model, lottery: Lottery, proof: Proof, bound: Bounds) -> bool:
    if proof.split is not None:
        return is_proven(lottery, model, bound, proof.split)
    # Schema 1 has rounded prices, and no split.
    try:
        bound = bounds(model, simplified(proof.stages))
    except ValueError:
        return False
    split = split_of(model, bound, lottery.expected_parts(), TOTAL_WEIGHT)
    return is_proven(lottery, model, bound, split)


def settled(check: Check, model: Model, lottery: Lottery, observe: Observer | None = None) -> Check:
    """The check of the proof, settled by the solver where a record says that none is possible."""
    if check.passed is not None or check.detail != message("verify-whole-seats"):
        return check
    refuted = _refutation(model, lottery, observe)
    return check if refuted is None else Check("proven", False, refuted)


def _refutation(model: Model, lottery: Lottery, observe: Observer | None) -> Message | None:
    """What shows that a lottery said to be the fairest in whole seats is not; None where it is.

    Solved anew: either a lottery is found that can be proven, then the record had no reason not to
    prove its own; or the fairest in whole seats is, whose chances are the only ones, and everyone
    has them but for the rounding of weights. Where the solver cannot settle it either, only the
    very lottery that it finds is borne out.
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
    if not solved.exact:
        return None if solved.lottery == lottery else message("verify-unsolved")
    return None if are_alike(model, solved.lottery, lottery) else message("verify-not-fairest")
