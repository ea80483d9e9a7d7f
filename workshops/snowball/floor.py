"""A floor plan of numbers on which groups that merge are neighbours.

Each leaf has a spot, and carries its number. The spots of a group form a block: blocks that merge
lie side by side, in turn in the row and in the column, so that they stay nearly square (when every
merger is of two, the curve of G. M. Morton, "A computer oriented geodetic data base and a new
technique in file sequencing", IBM, 1966). A group meets at the spot of one of its leaves, the one
from which the others are nearest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil, isqrt, sqrt
from typing import Final

from workshops.plan.value import Spot
from workshops.snowball.sizes import Nest

WIDTH_TO_DEPTH: Final = 4 / 3
"""Of the room, in spots: most halls are a little wider than deep."""

FloorCell = tuple[int, int]
"""Row and column; row 0 is nearest the stage, the last row nearest the door."""


def floor_cells(nest: Nest) -> list[FloorCell]:
    """Row and column of each leaf's spot."""
    block, height, width = _block(nest)
    finals = len(nest.sizes) // len(block)
    across = max(1, min(finals, round(sqrt(finals * height * WIDTH_TO_DEPTH / width))))
    # The last row of blocks is filled as well as the others, where that needs no more rows.
    across = ceil(finals / ceil(finals / across))
    cells = []
    for final in range(finals):
        down, right = divmod(final, across)
        cells += [(row + down * height, column + right * width) for row, column in block]
    return cells


def spots(cells: Sequence[FloorCell]) -> tuple[Spot, ...]:
    """The floor plan: each leaf's spot, named by its number."""
    return tuple([Spot(spot_name(leaf), row, column) for leaf, (row, column) in enumerate(cells)])


def spot_name(leaf: int) -> str:
    """The name of a leaf's spot: its number, from 1."""
    return str(leaf + 1)


def meeting_leaf(
    leaves: Sequence[int], cells: Sequence[FloorCell], seated: Collection[int] = ()
) -> int:
    """The leaf at whose spot a group of leaves meets: where people keep their seats, else the one
    from which the farthest is nearest, counted in spots along rows and columns.
    """
    here = [leaf for leaf in leaves if leaf in seated] or leaves
    return min(here, key=lambda leaf: (*_walks(leaf, leaves, cells), leaf))


def longest_walk(leaves: Sequence[int], meeting: int, cells: Sequence[FloorCell]) -> int:
    """The farthest anyone has to come to a group, in spots along rows and columns."""
    return _walks(meeting, leaves, cells)[0]


def _walks(target: int, leaves: Sequence[int], cells: Sequence[FloorCell]) -> tuple[int, int]:
    row, column = cells[target]
    walks = [abs(cells[leaf][0] - row) + abs(cells[leaf][1] - column) for leaf in leaves]
    return max(walks), sum(walks)


def _block(nest: Nest) -> tuple[list[FloorCell], int, int]:
    """The spots of one final group, and the height and width of their block."""
    block, height, width = [(0, 0)], 1, 1
    for lower, upper in zip(nest.levels, nest.levels[1:], strict=False):
        parts = upper // lower
        long = parts if parts < 4 else ceil(parts / isqrt(parts))
        short = ceil(parts / long)
        down, right = (short, long) if width <= height else (long, short)
        places = [_snake(part, right) for part in range(parts)]
        block = [
            (row + part_row * height, column + part_column * width)
            for part_row, part_column in places
            for row, column in block
        ]
        height, width = height * down, width * right
    return block, height, width


def _snake(part: int, across: int) -> FloorCell:
    """Row and column of a part, the rows filled forwards and backwards in turn."""
    row, column = divmod(part, across)
    return row, column if row % 2 == 0 else across - 1 - column
