"""Reads what a criterion says of each of its categories: groups, population, quotas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeGuard

from sortition.base.limits import (
    CATEGORIES_MOST,
    CROSSED_MOST,
    TEXT_LONGEST,
    VALUES_MOST,
    WHOLE_MOST,
)
from sortition.base.text import folded
from sortition.base.toml.section import Section, is_text, is_whole, shown, shown_number
from sortition.protocol.model import COUNT_PLACES, CROSS, DENOMINATOR_MOST, Population

_COUNT_BELOW: Final = 10**12
"""More than the people of the Earth, and few enough digits to compute with."""


def read_groups(section: Section) -> dict[str, tuple[str, ...]]:
    """The groups of a criterion: category → values of the column."""
    rows = _rows(section, "groups", section.take("groups"), "kind-groups")
    if not rows:
        return {}
    inner = section.within("groups", dict(rows))
    groups = {
        category.strip(): inner.texts(category, some=True, most=VALUES_MOST) for category, _ in rows
    }
    values = [value for group in groups.values() for value in group]
    if not section.are_few("groups", len(values), VALUES_MOST):
        return groups
    owner: dict[str, str] = {}
    for group, own in groups.items():
        inner.are_distinct(group, own, "protocol-value-twice")
        for value in own:
            other = owner.setdefault(folded(value), group)
            if other != group:
                section.problem(
                    "protocol-value-in-two-groups", "groups", value=value, groups=[other, group]
                )
    return groups


def read_population(section: Section) -> Population | None:
    """The population of a criterion: the register's own, or category → count."""
    value = section.take("population")
    if value == "register":
        return "register"
    rows = _rows(section, "population", value, "kind-population")
    if not rows:
        return None
    counts: dict[str, Fraction] = {}
    for category, count in rows:
        if not _is_count(count):
            params = {"category": shown(category), "value": shown(count)}
            section.problem("protocol-bad-count", "population", **params)
        else:
            counts[category] = Fraction(count)
    if len(counts) == len(rows) and not sum(counts.values()):
        section.problem("protocol-population-zero", "population")
    return counts


def _is_count(value: object) -> TypeGuard[int | Decimal | Fraction]:
    if isinstance(value, Decimal):
        places = value.as_tuple().exponent
        return (
            isinstance(places, int)  # not infinite, and a number at all
            and places >= -COUNT_PLACES
            and 0 <= value < _COUNT_BELOW
        )
    if isinstance(value, Fraction):
        return value.denominator <= DENOMINATOR_MOST and 0 <= value < _COUNT_BELOW
    return is_whole(value) and 0 <= value < _COUNT_BELOW


def read_quotas(section: Section) -> dict[str, tuple[int, int]] | None:
    """The quotas of a criterion: category → least and most seats; one number is both."""
    rows = _rows(section, "quotas", section.take("quotas"), "kind-quotas")
    if not rows:
        return None
    quotas: dict[str, tuple[int, int]] = {}
    for category, bounds in rows:
        pair = [bounds, bounds] if is_whole(bounds) else bounds
        where = {"category": shown(category)}
        if not (
            isinstance(pair, list)
            and len(pair) == 2
            and all(is_whole(bound) and bound >= 0 for bound in pair)
        ):
            section.problem("protocol-bad-quota", "quotas", **where, value=shown(bounds))
        elif max(pair) > WHOLE_MOST:
            params = {"value": shown_number(max(pair)), "most": WHOLE_MOST}
            section.problem("protocol-quota-too-large", "quotas", **where, **params)
        elif pair[0] > pair[1]:
            params = {"least": pair[0], "most": pair[1]}
            section.problem("protocol-quota-crossed", "quotas", **where, **params)
        else:
            quotas[category] = (pair[0], pair[1])
    return quotas


def _rows(section: Section, key: str, table: object, kind: str) -> list[tuple[str, Any]]:
    """The categories of a table with what is said of each; none where it is no such table.

    Tables within tables are those of a crossed criterion, except in groups.
    """
    if table is None:
        return []
    if not isinstance(table, dict) or not table:
        section.wrong_kind(key, table, kind)
        return []
    nested = key != "groups"
    count = sum(1 for _ in _flattened(table)) if nested else len(table)
    if not section.are_few(key, count, CATEGORIES_MOST):
        return []
    rows = list(_flattened(table) if nested else table.items())
    _check_categories(section, key, [category for category, _ in rows])
    return rows


def _flattened(
    table: Mapping[str, Any], prefix: str = "", depth: int = 1
) -> Iterator[tuple[str, Any]]:
    """Nested tables of a crossed criterion, `{ F = { "16-24" = 3 } }`, as `F × 16-24`.

    Tables nested deeper than criteria can be crossed, or under too long a name, are left as they
    are: they are no number, which is said of them.
    """
    for key, value in table.items():
        name = f"{prefix}{key.strip()}"
        inside = depth < CROSSED_MOST and len(name) <= TEXT_LONGEST
        if isinstance(value, dict) and value and inside:
            yield from _flattened(value, f"{name}{CROSS}", depth + 1)
        else:
            yield name, value


def _check_categories(section: Section, key: str, categories: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for category in categories:
        if not section.is_short(key, category):
            continue
        form = folded(category)
        if not form:
            section.problem("protocol-category-blank", key)
        elif not is_text(category):
            section.wrong_kind(key, category, "kind-text")
        elif form in seen:
            section.problem("protocol-category-twice", key, categories=[seen[form], category])
        seen[form] = category
