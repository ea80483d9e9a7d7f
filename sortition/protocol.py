"""The protocol of a draw: what is drawn, from which files, under which quotas.

A protocol is a frozen value. It is read from a TOML file (`protocol_file`) or put together from the
two files other tools use (`features`); its JSON form stands whole in the record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal, TypeVar

from sortition.json_form import table, text, texts, whole, wholes

Value = TypeVar("Value")

Scope = Literal["drawn", "panel"]
Population = Mapping[str, Fraction] | Literal["register"]

OBJECTIVES: Final = ("leximin",)
CROSS: Final = " × "
"""Joins the categories of a crossed criterion: `F × 16-24`."""
AGE: Final = "age"
"""The column derived from the birth date."""


@dataclass(frozen=True)
class RegisterFile:
    """The file people are drawn from and the columns with a meaning."""

    file: str
    id: str | None = None
    """Column of the id; None: the number of the row (first data row = 1)."""
    birth_date: str | None = None
    household: tuple[str, ...] = ()
    """Columns that together are the address; at most one person of a household is seated."""
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

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Protocol:
        """The protocol of a JSON form made by `to_json`.

        Raises KeyError, TypeError, ValueError or AttributeError where the form is another.
        """
        register, eligibility = data["register"], data["eligibility"]
        if data["objective"] not in OBJECTIVES:
            raise ValueError(f"objective {data['objective']!r}")
        return Protocol(
            title=text(data["title"]),
            seats=whole(data["seats"]),
            alternates=whole(data["alternates"]),
            reference_date=_maybe(data["reference_date"], dt.date.fromisoformat),
            objective=text(data["objective"]),
            register=RegisterFile(
                file=text(register["file"]),
                sheet=_maybe(register["sheet"], text),
                id=_maybe(register["id"], text),
                birth_date=_maybe(register["birth_date"], text),
                household=texts(register["household"]),
            ),
            eligibility=Eligibility(
                min_age=_maybe(eligibility["min_age"], whole),
                max_age=_maybe(eligibility["max_age"], whole),
                where={k: texts(v) for k, v in table(eligibility["where"]).items()},
                exclude=texts(eligibility["exclude"]),
            ),
            criteria=tuple(_criterion_from_json(c) for c in data["criteria"]),
            colleges=tuple(
                College(
                    name=text(c["name"]),
                    seats=whole(c["seats"]),
                    file=text(c["file"]),
                    sheet=_maybe(c["sheet"], text),
                )
                for c in data["colleges"]
            ),
        )


def _maybe(value: Any, read: Callable[[Any], Value]) -> Value | None:
    return None if value is None else read(value)


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


def _criterion_from_json(data: Mapping[str, Any]) -> Criterion:
    population = data["population"]
    if population is not None and population != "register":
        population = {k: _count_from_json(v) for k, v in table(population).items()}
    quotas = data["quotas"]
    if quotas is not None:
        quotas = {k: (whole(v[0]), whole(v[1])) for k, v in table(quotas).items()}
    if data["scope"] not in ("drawn", "panel"):
        raise ValueError(f"scope {data['scope']!r}")
    if data["cross"] and (data["column"] is not None or data["bands"] or data["groups"]):
        raise ValueError("a crossed criterion has no column of its own")
    return Criterion(
        name=text(data["name"]),
        column=_maybe(data["column"], text),
        bands=wholes(data["bands"]),
        groups={k: texts(v) for k, v in table(data["groups"]).items()},
        cross=texts(data["cross"]),
        population=population,
        quotas=quotas,
        tolerance=whole(data["tolerance"]),
        scope=data["scope"],
    )


def _count_json(count: Fraction) -> int | str:
    # A count that is not whole (an estimate, a percentage) is kept exactly, as a decimal text.
    return (
        int(count) if count.denominator == 1 else str(Decimal(count.numerator) / count.denominator)
    )


def _count_from_json(count: int | str) -> Fraction:
    return Fraction(count)
