"""How large a protocol and a workshop may be: one limit for each meaning.

Far beyond every real draw, and small enough that the worst protocol anyone can write, or forge in a
record, is read and computed in seconds. Beyond those of workshops it is a slip of the keyboard, or
the wrong file.
"""

from __future__ import annotations

from typing import Final

WHOLE_MOST: Final = 10**9
"""Largest whole number of a file: seats, alternates, quotas, tolerance, minutes."""
CRITERIA_MOST: Final = 100
COLLEGES_MOST: Final = 100
CONDITIONS_MOST: Final = 100
"""Columns that may have a condition on who is eligible."""
NAMES_MOST: Final = 100
"""Columns of an address, files of exclusions."""
CROSSED_MOST: Final = 10
"""Criteria in one crossing."""
CATEGORIES_MOST: Final = 1_000
"""Categories that one criterion names: its bands, groups, population or quotas."""
VALUES_MOST: Final = 10_000
"""Values in the groups of one criterion, or in the condition on one column."""
COMBINATIONS_MOST: Final = 20_000
"""Combinations of categories of all crossed criteria together."""
TEXT_LONGEST: Final = 1_000
"""Characters of a title, a name, a column, a category, a file."""
PROBLEMS_MOST: Final = 1_000
"""Nobody reads so many sentences; a forged file could ask for millions."""
SUGGESTIONS_MOST: Final = 20
"""Problems up to which the nearest known word is searched for: comparing words is slow."""
SEED_LONGEST: Final = 1_000
"""Characters of a seed."""

MINUTES_MOST: Final = 1_440
"""Minutes of a day: no round, and no step of a programme, is longer."""
ROUNDS_MOST: Final = 30
ROOM_MOST: Final = 2_000
"""People above whom it is no longer one room; so many tables at most, and seats at one."""
IDEAS_MOST: Final = 1_000
"""Ideas that a group keeps."""
CAPACITY_MOST: Final = 100_000
"""People in one workshop; more is likelier a telephone number."""
FILES_MOST: Final = 20_000
"""Files to share out; more would fill the memory."""
READERS_MOST: Final = 5_000
