"""The checks of a record's lottery: its rules, its fairness, and what the seed draws from it."""

from __future__ import annotations

from dataclasses import dataclass

from sortition.base.errors import message
from sortition.drawing import drawn_index
from sortition.lottery.lottery import Lottery
from sortition.pool.rules import Model
from sortition.record.check import Check, compare
from sortition.record.claims import ClaimError, Proof
from sortition.record.fairness import check_fairness
from sortition.record.value import Record
from sortition.seed import is_early_seed, is_seed


@dataclass(frozen=True)
class LotteryChecks:
    """What is found of a lottery and of what the seed draws from it."""

    checks: tuple[Check, ...]
    chances: tuple[float, float] | None = None
    """The least and the greatest selection probability; None where the rules are broken."""
    can_be_drawn: bool = False
    """Whether a panel can be drawn from it with this seed."""


def check_lottery(
    record: Record,
    model: Model,
    lottery: Lottery,
    proof: Proof | ClaimError,
    household_bound: float | None,
) -> LotteryChecks:
    """Every composition against every rule, the fairness, and the composition drawn.

    `household_bound` is None where it cannot be recomputed, without the lists.
    """
    wrong = model.first_invalid([entry.seats for entry in lottery.entries])
    if wrong is not None:
        detail = message("verify-composition", number=str(wrong))
        return LotteryChecks((Check("lottery", False, detail),))
    chances = lottery.chances(model)
    checks = [
        Check("lottery", True),
        *check_fairness(record, model, lottery, proof, household_bound),
    ]
    has_form = is_early_seed if record.schema == 1 else is_seed
    seeded = has_form(record.seed)
    if seeded:
        drawn = drawn_index(record.seed, [entry.weight for entry in lottery.entries])
        checks.append(compare("drawn", record.drawn, drawn, "drawn"))
    else:
        checks.append(Check("drawn", False, message("verify-seed")))
    return LotteryChecks(tuple(checks), (float(min(chances)), float(max(chances))), seeded)
