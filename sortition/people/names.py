"""What people of a list are called, and whether rows of two lists can name the same person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sortition.people.headings import NamePart, bare, name_part
from sortition.spreadsheets import Table

_CALLED: Final[Sequence[NamePart]] = ("surname", "used-surname", "birth-surname", "full-name")
"""The surname someone is called by: the first of these that is filled."""
_SURNAMES: Final = _CALLED[:3]


@dataclass(frozen=True)
class NameColumn:
    """A column of names: its heading, what it holds, and its cells."""

    heading: str
    part: NamePart
    cells: Sequence[str]


@dataclass(frozen=True)
class Names:
    """Everyone's name on a list, as far as its columns say it; rows are counted from 0."""

    columns: tuple[NameColumn, ...]

    def of(self, row: int, *parts: NamePart) -> list[tuple[NameColumn, str]]:
        """The columns of these parts in which a row has something, with what it has."""
        columns = [column for part in parts for column in self.columns if column.part == part]
        return [(column, cell) for column in columns if (cell := column.cells[row])]

    def surname(self, row: int) -> str:
        """The surname to call someone by; where only all of the name is there, that."""
        return next((cell for _, cell in self.of(row, *_CALLED)), "")

    def first_name(self, row: int) -> str:
        """The first name, blank where it has no column of its own."""
        return next((cell for _, cell in self.of(row, "first-name")), "")


def names_of(table: Table) -> Names:
    """The names of the people of a list."""
    columns = []
    for heading, cells in table.frame.items():
        part = name_part(str(heading))
        if part is not None and part != "other":
            columns.append(NameColumn(str(heading), part, cells.to_list()))
    return Names(tuple(columns))


def differences(one: Names, row: int, other: Names, other_row: int) -> list[str]:
    """The columns of one list in which a row cannot name the person whom a row of another names.

    Blank cells say nothing; nor does a birth name against one in use, nor how many first names are
    written. A whole name on one side has to share a word with each part on the other.
    """
    mine, theirs = _Person(one, row), _Person(other, other_row)
    different: list[NamePart] = []
    if mine.other_surname(theirs):
        different += _SURNAMES
    if mine.first and theirs.first and not _within(mine.first, theirs.first):
        different.append("first-name")
    if mine.full and theirs.full:
        if not _within(mine.full, theirs.full):
            different.append("full-name")
    elif mine.full and mine.not_in_parts(theirs):
        different.append("full-name")
    elif theirs.full and theirs.not_in_parts(mine):
        different += [*_SURNAMES, "first-name"]
    return [column.heading for column, _ in one.of(row, *dict.fromkeys(different))]


class _Person:
    """The words of someone's name."""

    def __init__(self, names: Names, row: int) -> None:
        self.surnames: dict[NamePart, set[str]] = {}
        for column, cell in names.of(row, *_SURNAMES):
            if name := bare(cell):
                self.surnames.setdefault(column.part, set()).add(name)
        self.first = _words(names, row, "first-name")
        self.full = _words(names, row, "full-name")

    @property
    def says_surname(self) -> bool:
        """Whether a surname of any kind would be among the surnames."""
        return "surname" in self.surnames or len(self.surnames) == 2

    def other_surname(self, other: _Person) -> bool:
        """Whether the surnames of two people can be compared and have none in common."""
        same_kind = self.surnames.keys() & other.surnames.keys()
        if not same_kind and not (self.says_surname and other.says_surname):
            return False
        mine, theirs = (set().union(*one.surnames.values()) for one in (self, other))
        return mine.isdisjoint(theirs)

    def not_in_parts(self, other: _Person) -> bool:
        """Whether a whole name is not made of the other's surname and first name."""
        surname = " ".join(word for own in other.surnames.values() for word in own).split()
        parts = [set(surname)] if surname and other.says_surname else []
        parts += [other.first] if other.first and not self.first else []
        shared = [not self.full.isdisjoint(part) for part in parts]
        # A single word may be the surname alone or the first name alone.
        return bool(parts) and not (all(shared) if len(self.full) > 1 else any(shared))


def _words(names: Names, row: int, part: NamePart) -> set[str]:
    return {word for _, cell in names.of(row, part) for word in bare(cell).split()}


def _within(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one
