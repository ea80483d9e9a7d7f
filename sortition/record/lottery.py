"""The checks of a record's lottery: its rules, its fairness, and what the seed draws from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sortition.base.errors import message
from sortition.drawing import drawn_index
from sortition.lottery.lottery import Lottery
from sortition.pool.rules import Model
from sortition.record.check import Check, Found, compare
from sortition.record.fairness import check_fairness
from sortition.record.value import Record
from sortition.seed import is_seed

if TYPE_CHECKING:
    # Only its type: checking a proof loads no solver.
    from sortition.lottery.leximin import Observer


def check_lottery(
    record: Record,
    model: Model,
    lottery: Lottery,
    bound: float | None,
    found: Found,
    observe: Observer | None,
) -> bool:
    """Every composition against every rule, the fairness, and the composition drawn; whether they
    can be used further.
    """
    wrong = model.first_invalid([entry.seats for entry in lottery.entries])
    if wrong is not None:
        detail = message("verify-composition", number=str(wrong))
        found.checks.append(Check("lottery", False, detail))
        return False
    found.checks.append(Check("lottery", True))
    chances = lottery.chances(model)
    found.least, found.greatest = float(min(chances)), float(max(chances))
    fairness = check_fairness(record, model, lottery, bound, observe)
    found.checks += [fairness.figures, fairness.proven]
    if not is_seed(record.seed):
        found.checks.append(Check("drawn", False, message("verify-seed")))
        return False
    drawn = drawn_index(record.seed, [entry.weight for entry in lottery.entries])
    found.checks.append(compare("drawn", record.drawn, drawn, "drawn"))
    return True
