"""Reads a protocol from its TOML file and reports everything that is wrong with it at once."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeGuard

from sortition.errors import Problems
from sortition.protocol import (
    AGE,
    CROSS,
    College,
    Criterion,
    Eligibility,
    Population,
    Protocol,
    RegisterFile,
    Scope,
)
from sortition.text import folded, nearest
from sortition.toml_section import Section, is_whole, read_toml

OBJECTIVES: Final = ("leximin",)
SCOPES: Final = ("drawn", "panel")


def read_protocol(path: Path) -> Protocol:
    """The protocol of a TOML file.

    Raises `BadInput` with every problem found: broken TOML (the line is named), unknown keys (with
    the nearest known one), values of the wrong kind, keys that contradict each other.
    """
    problems = Problems()
    top = Section(read_toml(path, what="protocol"), path.name, "", problems)
    protocol = _protocol(top)
    problems.raise_if_any()
    return protocol


def _protocol(top: Section) -> Protocol:
    title = top.text("title") or ""
    seats = top.whole("seats", least=1, required=True)
    alternates = top.whole("alternates", least=0)
    reference_date = top.date("reference_date")
    objective = top.choice("objective", OBJECTIVES, "leximin")
    scope = top.choice("scope", SCOPES, "drawn")
    register = _register(top.table("register"))
    eligibility = _eligibility(top.table("eligibility"))
    criteria = tuple(_criterion(section, scope) for section in top.tables("criteria"))
    colleges = tuple(_college(section) for section in top.tables("colleges"))
    top.finish()
    if register.birth_date and reference_date is None:
        top.problem("protocol-needs-reference-date", "reference_date")
    _check_names(top, "criteria", [c.name for c in criteria])
    _check_names(top, "colleges", [c.name for c in colleges])
    _check_crossings(top, criteria)
    return Protocol(
        title=title,
        seats=seats or 1,
        alternates=2 * (seats or 1) if alternates is None else alternates,
        reference_date=reference_date,
        objective=objective,
        register=register,
        eligibility=eligibility,
        criteria=criteria,
        colleges=colleges,
    )


def _register(section: Section) -> RegisterFile:
    register = RegisterFile(
        file=section.text("file", required=True) or "",
        id=section.text("id"),
        birth_date=section.text("birth_date"),
        household=section.texts("household"),
        sheet=section.text("sheet"),
    )
    section.finish()
    return register


def _eligibility(section: Section) -> Eligibility:
    least = section.whole("min_age", least=0)
    most = section.whole("max_age", least=0)
    if least is not None and most is not None and least > most:
        section.problem("protocol-ages-crossed", "min_age", least=least, most=most)
    where = section.table("where")
    conditions = {name: where.texts(name) for name in where.data}
    eligibility = Eligibility(least, most, conditions, section.texts("exclude"))
    section.finish()
    return eligibility


def _college(section: Section) -> College:
    college = College(
        name=section.text("name", required=True) or "",
        seats=section.whole("seats", least=1, required=True) or 1,
        file=section.text("file", required=True) or "",
        sheet=section.text("sheet"),
    )
    section.finish()
    return college


def _criterion(section: Section, scope: str) -> Criterion:
    name = section.text("name", required=True) or ""
    column = section.text("column")
    bands = _bands(section)
    cross = section.texts("cross")
    groups = _groups(section)
    population = _population(section)
    quotas = _quotas(section)
    tolerance = section.whole("tolerance", least=0) or 0
    own_scope: Scope = "panel" if section.choice("scope", SCOPES, scope) == "panel" else "drawn"
    section.finish()
    if cross and (column or bands or groups):
        section.problem("protocol-cross-and-column", "cross")
    if not cross and not bands and not column:
        section.problem("protocol-no-column", "column", criterion=name)
    if population is not None and quotas is not None:
        section.problem("protocol-population-and-quotas", "quotas", criterion=name)
    if quotas is not None and tolerance:
        section.problem("protocol-tolerance-and-quotas", "tolerance", criterion=name)
    if not cross and population is None and quotas is None:
        section.problem("protocol-no-quotas", "population", criterion=name)
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
    groups = {name.strip(): inner.texts(name) for name in table}
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
    for category, count in _flattened(value):
        if not _is_count(count):
            section.problem("protocol-bad-count", "population", category=category, value=str(count))
        else:
            counts[category] = Fraction(count)
    _check_categories(section, "population", list(counts))
    if counts and not sum(counts.values()):
        section.problem("protocol-population-zero", "population")
    return counts


def _is_count(value: object) -> TypeGuard[int | Decimal]:
    if isinstance(value, Decimal):
        return value.is_finite() and value >= 0
    return is_whole(value) and value >= 0


def _quotas(section: Section) -> dict[str, tuple[int, int]] | None:
    value = section.take("quotas")
    if value is None:
        return None
    if not isinstance(value, dict) or not value:
        section.wrong_kind("quotas", value, "kind-quotas")
        return None
    quotas: dict[str, tuple[int, int]] = {}
    for category, bounds in _flattened(value):
        pair = [bounds, bounds] if is_whole(bounds) else bounds
        if not (
            isinstance(pair, list)
            and len(pair) == 2
            and all(is_whole(bound) and bound >= 0 for bound in pair)
        ):
            section.problem("protocol-bad-quota", "quotas", category=category, value=_shown(bounds))
        elif pair[0] > pair[1]:
            section.problem(
                "protocol-quota-crossed", "quotas", category=category, least=pair[0], most=pair[1]
            )
        else:
            quotas[category] = (pair[0], pair[1])
    _check_categories(section, "quotas", list(quotas))
    return quotas


def _shown(bounds: object) -> str:
    return f"[{', '.join(str(b) for b in bounds)}]" if isinstance(bounds, list) else str(bounds)


def _flattened(table: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Nested tables of a crossed criterion, `{ F = { "16-24" = 3 } }`, as `F × 16-24`."""
    for key, value in table.items():
        name = f"{prefix}{key.strip()}"
        if isinstance(value, dict):
            yield from _flattened(value, f"{name}{CROSS}")
        else:
            yield name, value


def _check_categories(section: Section, key: str, categories: list[str]) -> None:
    seen: dict[str, str] = {}
    for category in categories:
        other = seen.setdefault(folded(category), category)
        if other != category:
            section.problem("protocol-category-twice", key, categories=[other, category])


def _check_names(top: Section, key: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name and folded(name) in seen:
            top.problem("protocol-name-twice", key, value=name)
        seen.add(folded(name))


def _check_crossings(top: Section, criteria: tuple[Criterion, ...]) -> None:
    plain = [c.name for c in criteria if not c.cross]
    for criterion in criteria:
        if not criterion.cross:
            continue
        if len(criterion.cross) < 2 or len(set(criterion.cross)) < len(criterion.cross):
            top.problem("protocol-cross-needs-two", "criteria", criterion=criterion.name)
        for name in criterion.cross:
            if name not in plain:
                near = nearest(name, plain)
                code = "protocol-cross-unknown-near" if near else "protocol-cross-unknown"
                top.problem(
                    code, "criteria", criterion=criterion.name, value=name, nearest=near or ""
                )
