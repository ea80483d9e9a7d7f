"""Reads a protocol from its TOML file and reports everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from sortition.base.dates import OLDEST
from sortition.base.errors import Problems
from sortition.base.limits import (
    COLLEGES_MOST,
    CONDITIONS_MOST,
    CRITERIA_MOST,
    NAMES_MOST,
    TEXT_LONGEST,
    VALUES_MOST,
)
from sortition.base.text import folded
from sortition.base.toml.file import read_toml
from sortition.base.toml.section import Section, is_text
from sortition.protocol.criteria import read_criteria
from sortition.protocol.model import (
    OBJECTIVES,
    SCOPES,
    College,
    Eligibility,
    Protocol,
    RegisterFile,
)


def read_protocol(path: Path) -> Protocol:
    """The protocol of a TOML file.

    Raises `BadInput` with every problem found: broken TOML (the line is named), unknown keys (with
    the nearest known one), values of the wrong kind, keys that contradict each other.
    """
    problems = Problems()
    tables = read_toml(path, what="protocol")
    protocol = read_tables(Section(tables, path.name, "", problems, longest=TEXT_LONGEST))
    problems.raise_if_any()
    return protocol


def read_tables(top: Section, *, folders: bool = True) -> Protocol:
    """The protocol of the tables of a file; what is wrong is noted in the section's problems.

    Without `folders` files are named by their names alone, and two may have one name.
    """
    title = top.text("title") or ""
    seats = top.whole("seats", least=1, required=True)
    alternates = top.whole("alternates", least=0)
    reference_date = top.date("reference_date")
    objective = top.choice("objective", OBJECTIVES, "leximin")
    scope = top.choice("scope", SCOPES, "drawn")
    register = _register(top.table("register"))
    eligibility = _eligibility(top.table("eligibility"), folders=folders)
    sections = top.tables("criteria", most=CRITERIA_MOST)
    criteria = read_criteria(sections, scope)
    colleges = tuple(_college(section) for section in top.tables("colleges", most=COLLEGES_MOST))
    top.finish()
    if register.birth_date and "reference_date" not in top.data:
        top.problem("protocol-needs-reference-date", "reference_date")
    if register.id is None:
        _check_recognisable(top)
    _check_names(top, "criteria", [criterion.name for criterion in criteria])
    _check_names(top, "colleges", [college.name for college in colleges])
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
        household=section.texts("household", most=NAMES_MOST),
        sheet=section.text("sheet"),
    )
    section.are_distinct("household", register.household, "protocol-column-twice")
    section.finish()
    return register


def _eligibility(section: Section, *, folders: bool) -> Eligibility:
    least = section.whole("min_age", least=0, most=OLDEST)
    most = section.whole("max_age", least=0, most=OLDEST)
    if least is not None and most is not None and least > most:
        section.problem("protocol-ages-crossed", "min_age", least=least, most=most)
    conditions = _conditions(section)
    exclude = section.texts("exclude", most=NAMES_MOST)
    if folders:
        section.are_distinct("exclude", exclude, "protocol-file-twice", PurePath)
    section.finish()
    return Eligibility(least, most, conditions, exclude)


def _conditions(section: Section) -> dict[str, tuple[str, ...]]:
    where = section.table("where")
    columns = list(where.data)
    if not section.are_few("where", len(columns), CONDITIONS_MOST):
        return {}
    short = [column for column in columns if section.is_short("where", column)]
    section.are_distinct("where", short, "protocol-column-twice")
    conditions = {}
    for column in short:
        if not is_text(column):
            section.wrong_kind("where", column, "kind-text")
        values = where.texts(column, some=True, most=VALUES_MOST)
        where.are_distinct(column, values, "protocol-value-twice")
        conditions[column] = values
    return conditions


def _college(section: Section) -> College:
    college = College(
        name=section.text("name", required=True) or "",
        seats=section.whole("seats", least=1, required=True) or 1,
        file=section.text("file", required=True) or "",
        sheet=section.text("sheet"),
    )
    section.finish()
    return college


def _check_recognisable(top: Section) -> None:
    """Without an id column people have the number of their row: it means nothing in another file.

    Row 1 of the register and row 1 of a college's list would be taken for one person.
    """
    register = top.data.get("register")
    if isinstance(register, dict) and "id" in register:
        return  # of the wrong kind, which is already noted
    eligibility = top.data.get("eligibility")
    if top.data.get("colleges"):
        top.problem("protocol-needs-id", "colleges")
    if isinstance(eligibility, dict) and eligibility.get("exclude"):
        top.problem("protocol-needs-id", "[eligibility] exclude")


def _check_names(top: Section, key: str, names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name and folded(name) in seen:
            top.problem("protocol-name-twice", key, value=name)
        seen.add(folded(name))
