"""The layer over HiGHS: what it does where the solver cannot settle a programme."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
import pytest

from sortition.base.linear import FEASIBILITY, RETRIES, LinearProgramme


class Stubborn:
    """A solver that settles nothing as long as it is asked to be more exact than it can."""

    def __init__(self, highs: Any, exact_to: float) -> None:
        self._highs, self._exact_to = highs, exact_to
        self.tolerance = FEASIBILITY
        self.settled = False

    def setOptionValue(self, name: str, value: Any) -> None:  # noqa: N802  # the solver's own name
        """Set, and notice the tolerance."""
        if name == "primal_feasibility_tolerance":
            self.tolerance = value
        self._highs.setOptionValue(name, value)

    def run(self) -> None:
        """Solve, and settle it if not too much is asked."""
        self.settled = self.tolerance >= self._exact_to
        self._highs.run()

    def getModelStatus(self) -> Any:  # noqa: N802  # the solver's own name
        """Unknown unless settled."""
        return self._highs.getModelStatus() if self.settled else highspy.HighsModelStatus.kUnknown

    def __getattr__(self, name: str) -> Any:
        return getattr(self._highs, name)


def programme(exact_to: float) -> tuple[LinearProgramme, Stubborn]:
    """Two columns that share three seats, over a stubborn solver."""
    one = LinearProgramme([([0, 1], [1.0, 1.0])], [(0.0, 3.0)], [(0.0, 2.0), (0.0, 2.0)])
    one.set_cost(np.array([2.0, 1.0]))
    stubborn = Stubborn(one._highs, exact_to)
    one._highs = stubborn
    return one, stubborn


@pytest.mark.parametrize("exact_to", RETRIES)
def test_what_cannot_be_settled_exactly_is_settled_less_exactly(exact_to: float) -> None:
    """A programme is tried again with more tolerance, and the next one is exact again."""
    one, stubborn = programme(exact_to)
    solution = one.solve()
    assert solution is not None
    assert solution.tolist() == [2.0, 1.0]
    assert stubborn.tolerance == FEASIBILITY


def test_what_cannot_be_settled_at_all_is_an_error() -> None:
    """No answer is made up where the solver has none."""
    one, stubborn = programme(1.0)
    with pytest.raises(ArithmeticError, match="kUnknown"):
        one.solve()
    assert stubborn.tolerance == FEASIBILITY
