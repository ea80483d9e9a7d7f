"""Linear programmes kept alive between solves: a thin layer over HiGHS.

HiGHS: Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical
Programming Computation 10 (2018), p. 119. One thread and fixed options: the same programme gives
the same answer in every process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import highspy
import numpy as np

from sortition.pool.rules import Vector

INFINITY: Final = float(highspy.kHighsInf)
FEASIBILITY: Final = 1e-10
"""How far a row or a bound may be missed, in seats."""
RETRIES: Final = (FEASIBILITY, 1e-9, 1e-8, 1e-7)
"""The same for further tries, where the solver could not settle a programme of thousands of nearly
equal columns as exactly as that."""

_NOTHING: Final = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
_SETTLED: Final = (highspy.HighsModelStatus.kOptimal, *_NOTHING)

DUAL: Final = 1
PRIMAL: Final = 4

SparseRow = tuple[Sequence[int], Sequence[float]]
"""Columns and their coefficients."""


class LinearProgramme:
    """Maximise a linear cost over columns within bounds, under rows within bounds."""

    def __init__(
        self,
        rows: Sequence[SparseRow],
        row_bounds: Sequence[tuple[float, float]],
        column_bounds: Sequence[tuple[float, float]],
        cost: Vector | None = None,
        *,
        whole: bool = False,
        growing: bool = False,
    ) -> None:
        """`whole` asks for whole numbers in every column (a MILP, solved afresh each time).

        `growing` is for programmes that get more columns between solves: the last solution is
        still one, and the primal simplex starts from it.
        """
        self.columns = len(column_bounds)
        self._all = np.arange(self.columns, dtype=np.int32)
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy is partly typed
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 1),
            ("presolve", "on" if whole else "off"),
            ("simplex_strategy", PRIMAL if growing else DUAL),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-9),
            ("mip_feasibility_tolerance", FEASIBILITY),
        ):
            self._highs.setOptionValue(option, value)
        self._set_tolerance(FEASIBILITY)
        programme = highspy.HighsLp()
        programme.num_col_, programme.num_row_ = self.columns, len(rows)
        programme.sense_ = highspy.ObjSense.kMaximize
        programme.col_cost_ = np.zeros(self.columns) if cost is None else cost
        programme.col_lower_ = np.array([low for low, _ in column_bounds], dtype=float)
        programme.col_upper_ = np.array([high for _, high in column_bounds], dtype=float)
        programme.row_lower_ = np.array([low for low, _ in row_bounds], dtype=float)
        programme.row_upper_ = np.array([high for _, high in row_bounds], dtype=float)
        matrix = programme.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0] + [len(index) for index, _ in rows], dtype=np.int32)
        matrix.index_ = np.array([i for index, _ in rows for i in index], dtype=np.int32)
        matrix.value_ = np.array([v for _, values in rows for v in values], dtype=float)
        if whole:
            programme.integrality_ = [highspy.HighsVarType.kInteger] * self.columns
        self._highs.passModel(programme)

    def solve(self) -> Vector | None:
        """The best columns, None where nothing satisfies the rows."""
        self._highs.run()
        status = self._highs.getModelStatus()
        for tolerance in RETRIES:
            if status in _SETTLED:
                break
            # A warm start can lead the simplex astray on degenerate programmes: start from nothing.
            self._highs.clearSolver()
            self._set_tolerance(tolerance)
            self._highs.run()
            status = self._highs.getModelStatus()
            self._set_tolerance(FEASIBILITY)
        if status == highspy.HighsModelStatus.kOptimal:
            return np.array(self._highs.getSolution().col_value)
        if status in _NOTHING:
            return None
        raise ArithmeticError(f"the linear programme ended with {status}")

    def _set_tolerance(self, tolerance: float) -> None:
        for option in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            self._highs.setOptionValue(option, tolerance)

    def solve_within(self, nodes: int) -> tuple[Vector | None, bool]:
        """The best columns found in a search of so many nodes, and whether the search is complete.

        Bounded by nodes and not by seconds, so that every machine finds the same. Complete without
        columns: nothing satisfies the rows.
        """
        self._highs.setOptionValue("mip_max_nodes", nodes)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status in _NOTHING:
            return None, True
        complete = status == highspy.HighsModelStatus.kOptimal
        solution = self._highs.getSolution()
        found = (
            np.array(solution.col_value)
            if solution.value_valid and len(solution.col_value)
            else None
        )
        return found, complete

    def effort(self) -> int:
        """Steps of the simplex taken by the last search."""
        return int(self._highs.getInfo().simplex_iteration_count)

    def duals(self) -> Vector:
        """The price of each row in the last solution: what raising its bound would add."""
        return np.array(self._highs.getSolution().row_dual)

    def set_cost(self, cost: Vector) -> None:
        """Replace the cost of every column."""
        self._highs.changeColsCost(self.columns, self._all, cost)

    def set_column(self, column: int, low: float, high: float) -> None:
        """Replace the bounds of a column."""
        self._highs.changeColBounds(column, low, high)

    def set_row(self, row: int, low: float, high: float) -> None:
        """Replace the bounds of a row."""
        self._highs.changeRowBounds(row, low, high)

    def set_coefficient(self, row: int, column: int, value: float) -> None:
        """Replace one coefficient."""
        self._highs.changeCoeff(row, column, value)

    def add_column(self, rows: Sequence[int], values: Sequence[float], cost: float = 0.0) -> None:
        """Append a column with values from zero up."""
        self._highs.addCol(
            cost,
            0.0,
            INFINITY,
            len(rows),
            np.array(rows, dtype=np.int32),
            np.array(values, dtype=float),
        )
        self.columns += 1
        self._all = np.arange(self.columns, dtype=np.int32)


def generic(purpose: str, length: int) -> Vector:
    """Numbers in [0, 1) that follow no pattern and are the same everywhere (SHA-256).

    Added to a cost in small measure they leave one optimum where there were many, so that the
    answer depends on the programme and not on the path a solver took to it.
    """
    blocks = (hashlib.sha256(f"{purpose},{k}".encode()).digest() for k in range(length // 4 + 1))
    numbers = np.frombuffer(b"".join(blocks), dtype=">u8")[:length]
    return np.asarray(numbers, dtype=np.float64) / 2.0**64
