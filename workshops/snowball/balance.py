"""How well groups mirror everyone: the people outside a group's fair share of each category.

The measure is the number of people outside a fair share (`mixing`), summed over groups, criteria,
categories and levels: 0 is a perfect mix. All of it is counted in whole numbers, so that every
machine finds the same plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from workshops.common.arrays import Whole
from workshops.mixing.fair_shares import fair_shares, people_outside


@dataclass(frozen=True)
class LevelBalance:
    """Who has to be mixed, and the groups of all levels that a leaf belongs to.

    Rows number the groups of all levels, one level after the other. Columns number the categories
    of all criteria, one criterion after the other.
    """

    groups: Whole
    """Row of the group that holds a leaf, by level and leaf."""
    sizes: Whole
    """People in each row's group."""
    categories: Whole
    """Column of each person's category, by person and criterion."""

    @cached_property
    def totals(self) -> Whole:
        """People in each category."""
        counts = np.bincount(self.categories.ravel(), minlength=self.columns)
        return counts.astype(np.int64)

    @cached_property
    def columns(self) -> int:
        """Categories of all criteria together."""
        return int(self.categories.max()) + 1 if self.categories.size else 0

    @property
    def least(self) -> Whole:
        """The fair share of a row's group in a column, rounded down."""
        return self._shares[0]

    @property
    def most(self) -> Whole:
        """The fair share of a row's group in a column, rounded up."""
        return self._shares[1]

    @cached_property
    def _shares(self) -> tuple[Whole, Whole]:
        return fair_shares(self.sizes, self.totals, len(self.categories))

    def counts(self, leaf_of: Whole) -> Whole:
        """People of each column in each row's group, where `leaf_of` places everyone."""
        counts = np.zeros((len(self.sizes), self.columns), dtype=np.int64)
        for level in self.groups:
            np.add.at(counts, (level[leaf_of][:, None], self.categories), 1)
        return counts

    def outside_by_group(self, leaf_of: Whole) -> Whole:
        """People outside the fair share, by row and column."""
        counts = self.counts(leaf_of)
        return people_outside(counts, self.least, self.most)

    def outside(self, leaf_of: Whole) -> int:
        """The measure: people outside the fair share, over all groups and categories."""
        return int(self.outside_by_group(leaf_of).sum())


def level_balance(
    sizes: Sequence[int], leaves_per_group: Sequence[int], criteria: Sequence[Sequence[int]]
) -> LevelBalance:
    """The balance of groups of leaves of these sizes.

    `leaves_per_group` says for each level how many leaves make a group; `criteria` gives for each
    criterion everyone's category, numbered from 0.
    """
    leaves = np.arange(len(sizes), dtype=np.int64)
    groups, group_sizes, before = [], [], 0
    for step in leaves_per_group:
        of_leaf = leaves // step
        groups.append(of_leaf + before)
        before += int(of_leaf[-1]) + 1
        group_sizes.append(np.bincount(of_leaf, weights=sizes).astype(np.int64))
    columns, first = [], 0
    for codes in criteria:
        column = np.asarray(codes, dtype=np.int64)
        columns.append(column + first)
        first += int(column.max()) + 1
    people = int(sum(sizes))
    categories = np.stack(columns, axis=1) if columns else np.zeros((people, 0), dtype=np.int64)
    return LevelBalance(np.stack(groups), np.concatenate(group_sizes), categories)
