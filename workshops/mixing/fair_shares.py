"""The fair share of every group in every category, and the people outside it.

A group of s people out of n should hold s × N / n of a category of N people. As people cannot be
cut, the whole numbers around it will do. Those missing below the lower or in excess of the upper
are outside; their number, summed over groups and categories, is the measure of a mix, and 0 is a
mirror of everyone.
"""

from __future__ import annotations

import numpy as np

from workshops.common.arrays import Whole


def fair_shares(sizes: Whole, totals: Whole, people: int) -> tuple[Whole, Whole]:
    """The fair share rounded down, and rounded up, by group and category.

    `sizes` are those of the groups, `totals` the numbers of the categories among all `people`.
    """
    due = np.outer(sizes, totals)
    return due // max(1, people), -(-due // max(1, people))


def people_outside(counts: Whole, least: Whole, most: Whole) -> Whole:
    """How many people are outside the fair share, for each count of a category in a group."""
    below: Whole = np.maximum(least - counts, 0)
    above: Whole = np.maximum(counts - most, 0)
    return below + above


def margins(counts: Whole, least: Whole, most: Whole) -> tuple[Whole, Whole]:
    """How many more people are outside if one of a category leaves a group, and if one joins it:
    -1, 0 or 1, for each count. Written for arrays, and for single numbers where it is compiled.
    """
    leaving = 1 * (counts <= least) - 1 * (counts > most)
    joining = 1 * (counts >= most) - 1 * (counts < least)
    return leaving, joining
