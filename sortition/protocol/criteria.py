"""Reads the criteria of a protocol file, and notes everything that is wrong with them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sortition.base.dates import OLDEST
from sortition.base.limits import CATEGORIES_MOST, CROSSED_MOST
from sortition.base.text import folded
from sortition.base.toml.section import Section, shown
from sortition.protocol.counts import read_groups, read_population, read_quotas
from sortition.protocol.model import AGE, SCOPES, Criterion, Scope

_NAMES_SHOWN: Final = 20


def read_criteria(sections: Sequence[Section], scope: str) -> tuple[Criterion, ...]:
    """The criteria of the tables `[[criteria]]`; `scope` holds where one has none of its own.

    What is wrong is noted in the sections' problems.
    """
    criteria = tuple(_criterion(section, scope) for section in sections)
    plain = [criterion.name for criterion in criteria if not criterion.cross]
    read = [
        _crossing(section, criterion, plain) if criterion.cross else criterion
        for section, criterion in zip(sections, criteria, strict=True)
    ]
    _check_crossings(sections, read)
    return tuple(read)


def _criterion(section: Section, scope: str) -> Criterion:
    name = section.text("name", required=True) or ""
    column = section.text("column")
    bands = _bands(section)
    cross = section.texts("cross", some=True, most=CROSSED_MOST)
    groups = read_groups(section)
    population = read_population(section)
    quotas = read_quotas(section)
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
    known = [*map(shown, plain[:_NAMES_SHOWN]), *["…"] * (len(plain) > _NAMES_SHOWN)]
    cross = tuple(spelt.get(folded(name), name) for name in criterion.cross)
    if len(set(cross)) < max(2, len(cross)):
        section.problem("protocol-cross-needs-two", "cross")
    for name in cross:
        if name in plain:
            continue
        near = section.nearest(name, plain)
        code = "protocol-cross-unknown-near" if near else "protocol-cross-unknown"
        section.problem(code, "cross", value=name, nearest=near or "", known=known)
    return replace(criterion, cross=cross)


def _check_crossings(sections: Sequence[Section], criteria: Sequence[Criterion]) -> None:
    """Whether no crossing only repeats another. Over other seats (the scope) it is another rule."""
    first: dict[tuple[frozenset[str], Scope], str] = {}
    for section, criterion in zip(sections, criteria, strict=True):
        rule = frozenset(criterion.cross), criterion.scope
        if criterion.cross and rule in first:
            section.problem("protocol-cross-twice", "cross", value=first[rule])
        first.setdefault(rule, criterion.name)


def _bands(section: Section) -> tuple[int, ...]:
    bands = section.wholes("bands", least=0, most=OLDEST, entries=CATEGORIES_MOST)
    if any(later <= earlier for earlier, later in itertools.pairwise(bands)):
        section.problem("protocol-bands-not-growing", "bands", value=bands)
    return bands
