"""The protocol of a draw: what is drawn, from which files, under which quotas.

A protocol is a frozen value. It is read from a TOML file (`protocol_file`) or put together from the
two files other tools use (`features`); its JSON form stands whole in the record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Literal

Scope = Literal["drawn", "panel"]
Population = Mapping[str, Fraction] | Literal["register"]

CROSS: Final = " × "
"""Joins the categories of a crossed criterion: `F × 16-24`."""
AGE: Final = "age"
"""The column derived from the birth date."""
SCOPES: Final[tuple[Scope, ...]] = ("drawn", "panel")
OBJECTIVES: Final = ("leximin",)
"""What a lottery may aim at."""
COUNT_PLACES: Final = 12
"""Most decimal places of a population count: enough for a share in parts of a million million."""
DENOMINATOR_MOST: Final = 999
"""Largest denominator of a population count that no decimal number is equal to."""


@dataclass(frozen=True)
class RegisterFile:
    """The file people are drawn from and the columns with a meaning."""

    file: str
    id: str | None = None
    """Column of the id; None: the number of the row (first data row = 1)."""
    birth_date: str | None = None
    household: tuple[str, ...] = ()
    """Columns that together are the address, the street first; one seat at most for a household."""
    sheet: str | None = None


@dataclass(frozen=True)
class Eligibility:
    """Who of the register may be drawn. Ages in whole years, both ends included."""

    min_age: int | None = None
    max_age: int | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    """Files of people who may not be drawn again, by id."""

    @property
    def needs_age(self) -> bool:
        """Whether someone's age decides."""
        return self.min_age is not None or self.max_age is not None


@dataclass(frozen=True)
class Criterion:
    """One criterion: where its categories come from, and where its quotas come from."""

    name: str
    column: str | None = None
    bands: tuple[int, ...] = ()
    """First ages of the age bands; the last band is open."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Category → values of the column that belong to it."""
    cross: tuple[str, ...] = ()
    """Names of the criteria crossed; the categories are their combinations."""
    population: Population | None = None
    quotas: Mapping[str, tuple[int, int]] | None = None
    """Category → least and most seats."""
    tolerance: int = 0
    """Seats added on each side of the computed least and most."""
    scope: Scope = "drawn"


@dataclass(frozen=True)
class College:
    """Seats reserved for the members of a body, drawn among them."""

    name: str
    seats: int
    file: str
    sheet: str | None = None


@dataclass(frozen=True)
class Protocol:
    """Everything decided before the draw. `seats` counts the drawn seats; colleges add theirs."""

    title: str
    seats: int
    register: RegisterFile
    alternates: int
    reference_date: dt.date | None = None
    objective: str = "leximin"
    eligibility: Eligibility = field(default_factory=Eligibility)
    criteria: tuple[Criterion, ...] = ()
    colleges: tuple[College, ...] = ()
    source: Path | None = field(default=None, compare=False, repr=False)
    """The file it was read from, where it was read in Python: its other files lie beside it.

    No part of what is decided, and never published.
    """

    @property
    def all_seats(self) -> int:
        """Seats of the whole panel, colleges included."""
        return self.seats + sum(college.seats for college in self.colleges)

    @property
    def plain_criteria(self) -> tuple[Criterion, ...]:
        """The criteria that are not crossings of others: they make a person's profile."""
        return tuple(c for c in self.criteria if not c.cross)

    @property
    def list_names(self) -> tuple[str | None, ...]:
        """The lists seats are drawn from: None for the register, then each college's name."""
        return (None, *(college.name for college in self.colleges))

    def seats_of(self, list_index: int) -> int:
        """Seats drawn from a list of `list_names`."""
        return self.seats if list_index == 0 else self.colleges[list_index - 1].seats

    def alternates_of(self, list_index: int) -> int:
        """Alternates named for a list: as many per seat in a college as for the drawn seats."""
        return -(-self.seats_of(list_index) * self.alternates // self.seats)

    def to_json(self) -> dict[str, Any]:
        """The JSON form: plain dictionaries, lists, numbers and text; every key always there."""
        return {
            "title": self.title,
            "seats": self.seats,
            "alternates": self.alternates,
            "reference_date": self.reference_date.isoformat() if self.reference_date else None,
            "objective": self.objective,
            "register": {
                "file": self.register.file,
                "sheet": self.register.sheet,
                "id": self.register.id,
                "birth_date": self.register.birth_date,
                "household": list(self.register.household),
            },
            "eligibility": {
                "min_age": self.eligibility.min_age,
                "max_age": self.eligibility.max_age,
                "where": {k: list(v) for k, v in self.eligibility.where.items()},
                "exclude": list(self.eligibility.exclude),
            },
            "criteria": [_criterion_json(c) for c in self.criteria],
            "colleges": [
                {"name": c.name, "seats": c.seats, "file": c.file, "sheet": c.sheet}
                for c in self.colleges
            ],
        }


def _criterion_json(criterion: Criterion) -> dict[str, Any]:
    population: object = criterion.population
    if isinstance(population, Mapping):
        population = {k: _count_json(v) for k, v in population.items()}
    quotas = criterion.quotas
    return {
        "name": criterion.name,
        "column": criterion.column,
        "bands": list(criterion.bands),
        "groups": {k: list(v) for k, v in criterion.groups.items()},
        "cross": list(criterion.cross),
        "population": population,
        "quotas": None if quotas is None else {k: list(v) for k, v in quotas.items()},
        "tolerance": criterion.tolerance,
        "scope": criterion.scope,
    }


def _count_json(count: Fraction) -> int | str:
    # A count that is not whole (an estimate, a percentage) is kept exactly, as a decimal text; one
    # that no decimal number is equal to (a third) as a fraction.
    if count.denominator == 1:
        return int(count)
    places = next((n for n in range(1, COUNT_PLACES + 1) if not 10**n % count.denominator), None)
    if places is None:
        return str(count)
    whole, rest = divmod(int(count * 10**places), 10**places)
    return f"{whole}.{rest:0{places}d}"
