"""Reads the criteria of a protocol file, and notes everything that is wrong with them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeGuard

from sortition.protocol import AGE, COUNT_PLACES, CROSS, SCOPES, Criterion, Population, Scope
from sortition.text import folded, nearest
from sortition.toml_section import Section, is_whole, shown

_COUNT_BELOW: Final = 10**12
"""More than the people of the Earth, and few enough digits to compute with."""


def read_criteria(sections: Sequence[Section], scope: str) -> tuple[Criterion, ...]:
    """The criteria of the tables `[[criteria]]`; `scope` holds where one has none of its own.

    What is wrong is noted in the sections' problems.
    """
    criteria = tuple(_criterion(section, scope) for section in sections)
    plain = [criterion.name for criterion in criteria if not criterion.cross]
    return tuple(
        _crossing(section, criterion, plain) if criterion.cross else criterion
        for section, criterion in zip(sections, criteria, strict=True)
    )


def _criterion(section: Section, scope: str) -> Criterion:
    name = section.text("name", required=True) or ""
    column = section.text("column")
    bands = _bands(section)
    cross = section.texts("cross", some=True)
    groups = _groups(section)
    population = _population(section)
    quotas = _quotas(section)
    tolerance = section.whole("tolerance", least=0) or 0
    own_scope: Scope = "panel" if section.choice("scope", SCOPES, scope) == "panel" else "drawn"
    section.finish()
    _check_source(section, name)
    _check_seats(section, name)
    return Criterion(
        name=name,
        column=column or (AGE if bands else None),
        bands=bands,
        groups=groups,
        cross=cross,
        population=population,
        quotas=quotas,
        tolerance=tolerance,
        scope=own_scope,
    )


def _check_source(section: Section, name: str) -> None:
    """Whether the keys say where the categories come from, and say it once."""
    given = section.data.keys() & {"column", "bands", "groups"}
    if "cross" in section.data:
        if given:
            section.problem("protocol-cross-and-column", "cross")
    elif {"bands", "groups"} <= given:
        section.problem("protocol-bands-and-groups", "groups", criterion=name)
    elif not given & {"column", "bands"}:
        section.problem("protocol-no-column", "column", criterion=name)


def _check_seats(section: Section, name: str) -> None:
    """Whether the keys say where the quotas come from, and say it once."""
    keys = section.data.keys()
    if {"population", "quotas"} <= keys:
        section.problem("protocol-population-and-quotas", "quotas", criterion=name)
    if {"quotas", "tolerance"} <= keys and section.data["tolerance"] != 0:
        section.problem("protocol-tolerance-and-quotas", "tolerance", criterion=name)
    if not keys & {"cross", "population", "quotas"}:
        section.problem("protocol-no-quotas", "population", criterion=name)


def _crossing(section: Section, criterion: Criterion, plain: Sequence[str]) -> Criterion:
    """A crossed criterion with the criteria it crosses spelt as they are named."""
    spelt = {folded(name): name for name in plain}
    cross = tuple(spelt.get(folded(name), name) for name in criterion.cross)
    if len(set(cross)) < max(2, len(cross)):
        section.problem("protocol-cross-needs-two", "cross")
    for name in cross:
        if name in plain:
            continue
        near = nearest(name, plain)
        code = "protocol-cross-unknown-near" if near else "protocol-cross-unknown"
        section.problem(code, "cross", value=name, nearest=near or "", known=plain)
    return replace(criterion, cross=cross)


def _bands(section: Section) -> tuple[int, ...]:
    bands = section.wholes("bands")
    if any(later <= earlier for earlier, later in itertools.pairwise(bands)):
        section.problem("protocol-bands-not-growing", "bands", value=bands)
    if any(age < 0 for age in bands):
        section.problem("protocol-number-too-small", "bands", value=min(bands), least=0)
    return bands


def _groups(section: Section) -> dict[str, tuple[str, ...]]:
    table = section.take("groups")
    if table is None:
        return {}
    if not isinstance(table, dict) or not table:
        section.wrong_kind("groups", table, "kind-groups")
        return {}
    inner = Section(table, section.file, section.key("groups"), section.problems)
    groups = {name.strip(): inner.texts(name, some=True) for name in table}
    _check_categories(section, "groups", list(table))
    owner: dict[str, str] = {}
    for group, values in groups.items():
        for value in values:
            other = owner.setdefault(folded(value), group)
            if other != group:
                section.problem(
                    "protocol-value-in-two-groups", "groups", value=value, groups=[other, group]
                )
    return groups


def _population(section: Section) -> Population | None:
    value = section.take("population")
    if value is None:
        return None
    if value == "register":
        return "register"
    if not isinstance(value, dict) or not value:
        section.wrong_kind("population", value, "kind-population")
        return None
    counts: dict[str, Fraction] = {}
    rows = list(_flattened(value))
    for category, count in rows:
        if not _is_count(count):
            params = {"category": category, "value": shown(count)}
            section.problem("protocol-bad-count", "population", **params)
        else:
            counts[category] = Fraction(count)
    _check_categories(section, "population", [category for category, _ in rows])
    if len(counts) == len(rows) and not sum(counts.values()):
        section.problem("protocol-population-zero", "population")
    return counts


def _is_count(value: object) -> TypeGuard[int | Decimal]:
    if isinstance(value, Decimal):
        places = value.as_tuple().exponent
        return (
            isinstance(places, int)  # not infinite, and a number at all
            and places >= -COUNT_PLACES
            and 0 <= value < _COUNT_BELOW
        )
    return is_whole(value) and 0 <= value < _COUNT_BELOW


def _quotas(section: Section) -> dict[str, tuple[int, int]] | None:
    value = section.take("quotas")
    if value is None:
        return None
    if not isinstance(value, dict) or not value:
        section.wrong_kind("quotas", value, "kind-quotas")
        return None
    quotas: dict[str, tuple[int, int]] = {}
    rows = list(_flattened(value))
    for category, bounds in rows:
        pair = [bounds, bounds] if is_whole(bounds) else bounds
        if not (
            isinstance(pair, list)
            and len(pair) == 2
            and all(is_whole(bound) and bound >= 0 for bound in pair)
        ):
            section.problem("protocol-bad-quota", "quotas", category=category, value=shown(bounds))
        elif pair[0] > pair[1]:
            section.problem(
                "protocol-quota-crossed", "quotas", category=category, least=pair[0], most=pair[1]
            )
        else:
            quotas[category] = (pair[0], pair[1])
    _check_categories(section, "quotas", [category for category, _ in rows])
    return quotas


def _flattened(table: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Nested tables of a crossed criterion, `{ F = { "16-24" = 3 } }`, as `F × 16-24`."""
    for key, value in table.items():
        name = f"{prefix}{key.strip()}"
        if isinstance(value, dict) and value:
            yield from _flattened(value, f"{name}{CROSS}")
        else:
            yield name, value


def _check_categories(section: Section, key: str, categories: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for category in categories:
        if not folded(category):
            section.problem("protocol-category-blank", key)
        elif folded(category) in seen:
            section.problem(
                "protocol-category-twice", key, categories=[seen[folded(category)], category]
            )
        seen[folded(category)] = category
