"""Quotas: the least and most seats of every category, and where they come from."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeVar

from sortition.base.errors import Problems
from sortition.base.limits import CATEGORIES_MOST, COMBINATIONS_MOST, SUGGESTIONS_MOST
from sortition.base.text import folded, nearest
from sortition.people.categories import CATEGORIES_NAMED, crossed, declared_categories
from sortition.protocol.model import Criterion, Protocol, Scope
from sortition.register.lists import PeopleList

Value = TypeVar("Value")

RAKING_ROUNDS: Final = 200
RAKING_PLACES: Final = 12
RAKING_LEAST: Final = 1e-290
"""A sum of raked shares below this is none: dividing by it would leave the range of numbers."""
SHARE_PLACES: Final = 6
"""Shares of raked counts are rounded to so many places: 2 seats, and not 2.0000000001."""


@dataclass(frozen=True)
class Quota:
    """The least and most seats of one category."""

    criterion: str
    category: str
    """The category; for a crossed criterion its combination, `F × 16-24`."""
    match: tuple[tuple[str, str], ...]
    """Plain criterion and category, for each criterion crossed."""
    people: int
    """Eligible people of the register in this category."""
    population: Fraction | None
    """Count the share is computed from; None where least and most are given."""
    share: Fraction | None
    """Exact share of the seats, in seats."""
    least: int
    most: int
    scope: Scope

    def to_json(self) -> dict[str, Any]:
        """The JSON form; fractions as decimal numbers."""
        return {
            "criterion": self.criterion,
            "category": self.category,
            "people": self.people,
            "population": None if self.population is None else _number(self.population),
            "share": None if self.share is None else _number(self.share),
            "least": self.least,
            "most": self.most,
            "scope": self.scope,
        }


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def least_and_most(share: Fraction, tolerance: int, seats: int) -> tuple[int, int]:
    """Floor and ceiling of an exact share, widened by the tolerance, between 0 and all seats."""
    return max(0, math.floor(share) - tolerance), min(seats, math.ceil(share) + tolerance)


RegisterCounts = Counter[tuple[str, ...]]
"""Eligible people of the register by their categories in every plain criterion."""


def count_register(protocol: Protocol, register: PeopleList) -> RegisterCounts:
    """How many eligible people of the register have which categories."""
    columns = [register.categories[criterion.name] for criterion in protocol.plain_criteria]
    if not columns:
        return Counter({(): len(register.ids)})
    return Counter(zip(*columns, strict=True))


def plain_categories(protocol: Protocol, counts: RegisterCounts) -> dict[str, tuple[str, ...]]:
    """Each plain criterion's categories: the protocol's, else those found in the register."""
    return {
        criterion.name: declared_categories(criterion)
        or tuple(sorted({key[place] for key in counts}, key=lambda c: (folded(c), c)))
        for place, criterion in enumerate(protocol.plain_criteria)
    }


def compute_quotas(protocol: Protocol, counts: RegisterCounts, *, file: str) -> tuple[Quota, ...]:
    """The quotas of every criterion, in the order of the protocol.

    Raises `BadInput` where a population or a table of quotas does not name the categories that the
    register has; `file` is the protocol's name, for these messages.
    """
    problems = Problems()
    categories = plain_categories(protocol, counts)
    places = {criterion.name: place for place, criterion in enumerate(protocol.plain_criteria)}
    quotas: list[Quota] = []
    too_many = _too_many_combinations(protocol, categories, file, problems)
    for criterion in protocol.criteria:
        if criterion.name in too_many:
            continue
        parts = criterion.cross or (criterion.name,)
        people: RegisterCounts = Counter()
        for own, number in counts.items():
            people[tuple(own[places[part]] for part in parts)] += number
        keys = list(itertools.product(*(categories[part] for part in parts)))
        if criterion.quotas is not None:
            bounds = _aligned(criterion, criterion.quotas, keys, people, file, problems)
            for key, (least, most) in bounds.items():
                quotas.append(_quota(criterion, parts, key, people[key], None, None, least, most))
            continue
        populations = _population(protocol, criterion, keys, people, categories, file, problems)
        seats = protocol.seats if criterion.scope == "drawn" else protocol.all_seats
        total = sum(populations.values())
        for key, count in populations.items():
            share = seats * count / total if total else Fraction(0)
            if _is_fitted(protocol, criterion):
                share = round(share, SHARE_PLACES)
            least, most = least_and_most(share, criterion.tolerance, seats)
            quotas.append(_quota(criterion, parts, key, people[key], count, share, least, most))
    problems.raise_if_any()
    return tuple(quotas)


def _too_many_combinations(
    protocol: Protocol,
    categories: Mapping[str, tuple[str, ...]],
    file: str,
    problems: Problems,
) -> set[str]:
    """The crossed criteria that have more combinations, with those before, than can be computed."""
    found = set()
    count = 0
    for criterion in protocol.criteria:
        if not criterion.cross:
            continue
        count += math.prod(len(categories[part]) for part in criterion.cross)
        if count > COMBINATIONS_MOST:
            params = {"count": count, "most": COMBINATIONS_MOST}
            problems.add("quota-combinations", file=file, criterion=criterion.name, **params)
            found.add(criterion.name)
    return found


def _quota(
    criterion: Criterion,
    parts: Sequence[str],
    key: tuple[str, ...],
    people: int,
    population: Fraction | None,
    share: Fraction | None,
    least: int,
    most: int,
) -> Quota:
    return Quota(
        criterion=criterion.name,
        category=crossed(key),
        match=tuple(zip(parts, key, strict=True)),
        people=people,
        population=population,
        share=share,
        least=least,
        most=most,
        scope=criterion.scope,
    )


def _population(
    protocol: Protocol,
    criterion: Criterion,
    keys: Sequence[tuple[str, ...]],
    people: Mapping[tuple[str, ...], int],
    categories: Mapping[str, tuple[str, ...]],
    file: str,
    problems: Problems,
) -> dict[tuple[str, ...], Fraction]:
    """The count of each category that its share is computed from."""
    if isinstance(criterion.population, Mapping):
        return _aligned(criterion, criterion.population, keys, people, file, problems)
    counts = {key: Fraction(people.get(key, 0)) for key in keys}
    if not _is_fitted(protocol, criterion):
        return counts
    return _raked(counts, _margins(protocol, criterion, categories, counts))


def _is_fitted(protocol: Protocol, criterion: Criterion) -> bool:
    """Whether a crossed criterion's counts are the pool's, fitted to populations of its sides.

    Where every side has the pool's own counts there is nothing to fit.
    """
    if criterion.population is not None or criterion.quotas is not None:
        return False
    sides = [c for c in protocol.plain_criteria if c.name in criterion.cross]
    return any(isinstance(side.population, Mapping) for side in sides)


def _aligned(
    criterion: Criterion,
    table: Mapping[str, Value],
    keys: Sequence[tuple[str, ...]],
    people: Mapping[tuple[str, ...], int],
    file: str,
    problems: Problems,
) -> dict[tuple[str, ...], Value]:
    """A table of the protocol by category, its names matched with the criterion's categories.

    A crossed table of quotas may leave combinations out: they are free. Every other table names
    every category that people have.
    """
    names = [crossed(key) for key in keys]
    by_name = {folded(name): key for name, key in zip(names, keys, strict=True)}
    known = [*names[:CATEGORIES_NAMED], *["…"] * (len(names) > CATEGORIES_NAMED)]
    found: dict[tuple[str, ...], Value] = {}
    for name, value in table.items():
        key = by_name.get(folded(name))
        if key is not None:
            found[key] = value
            continue
        # Comparing words is slow: only the first ones that are wrong are, and with few others.
        few = len(problems) < SUGGESTIONS_MOST and len(names) <= CATEGORIES_MOST
        near = nearest(name, names) if few else None
        code = "quota-category-unknown-near" if near else "quota-category-unknown"
        params = {"criterion": criterion.name, "category": name, "nearest": near or ""}
        problems.add(code, file=file, known=known, **params)
    free = criterion.cross and criterion.quotas is not None
    for key in keys:
        if key not in found and not free and (people.get(key, 0) or not criterion.cross):
            params = {"criterion": criterion.name, "category": crossed(key)}
            problems.add("category-without-quota", file=file, n=people.get(key, 0), **params)
    return {key: found[key] for key in keys if key in found}


def _margins(
    protocol: Protocol,
    criterion: Criterion,
    categories: Mapping[str, tuple[str, ...]],
    counts: Mapping[tuple[str, ...], Fraction],
) -> list[dict[str, Fraction] | None]:
    """For each criterion crossed its population by category: that of its own quotas.

    None where its quotas are given and no population is known.
    """
    plain = {c.name: c for c in protocol.plain_criteria}
    margins: list[dict[str, Fraction] | None] = []
    for side, part in enumerate(criterion.cross):
        population = plain[part].population
        if isinstance(population, Mapping):
            known = {folded(category): count for category, count in population.items()}
            margins.append({c: known.get(folded(c), Fraction(0)) for c in categories[part]})
        elif population == "register":
            margin = dict.fromkeys(categories[part], Fraction(0))
            for key, count in counts.items():
                margin[key[side]] += count
            margins.append(margin)
        else:
            margins.append(None)
    return margins


def _raked(
    counts: Mapping[tuple[str, ...], Fraction], margins: Sequence[dict[str, Fraction] | None]
) -> dict[tuple[str, ...], Fraction]:
    """The pool's crossed counts, fitted to the populations of the criteria crossed.

    Iterative proportional fitting (W. E. Deming and F. F. Stephan, Annals of Mathematical
    Statistics 11, 1940, p. 427): each side in turn is scaled to its population, until both hold.
    """
    total = sum(counts.values()) or Fraction(1)
    # What nobody has stays nothing, whatever it is scaled by.
    keys = [key for key, count in counts.items() if count]
    cells = [float(counts[key] / total) for key in keys]
    sides = []
    for side, margin in enumerate(margins):
        if margin is not None:
            whole = sum(margin.values()) or Fraction(1)
            aims = {category: float(count / whole) for category, count in margin.items()}
            sides.append(([key[side] for key in keys], aims))
    for _ in range(RAKING_ROUNDS):
        before = cells
        for own, aims in sides:
            sums = dict.fromkeys(aims, 0.0)
            for category, value in zip(own, cells, strict=True):
                sums[category] += value
            scales = {c: aims[c] / s if s > RAKING_LEAST else 1.0 for c, s in sums.items()}
            cells = [value * scales[c] for c, value in zip(own, cells, strict=True)]
        if cells == before:
            break
    fitted = dict(zip(keys, cells, strict=True))
    return {key: Fraction(str(round(fitted.get(key, 0.0), RAKING_PLACES))) for key in counts}
