"""Reads a protocol from its TOML file and reports everything that is wrong with it at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from sortition.errors import BadInput, Message, Problems, message
from sortition.protocol import (
    OBJECTIVES,
    SCOPES,
    College,
    Eligibility,
    Protocol,
    RegisterFile,
)
from sortition.protocol_criteria import read_criteria
from sortition.system import reason
from sortition.text import folded
from sortition.toml_section import Section

_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_KEYS: Final = re.compile(r"(?:^|[{,])([^={},]+)=")
_GOOD_KEY: Final = re.compile(r"\s*(?:[A-Za-z0-9_-]+|Q)(?:\s*\.\s*(?:[A-Za-z0-9_-]+|Q))*\s*")


def read_protocol(path: Path) -> Protocol:
    """The protocol of a TOML file.

    Raises `BadInput` with every problem found: broken TOML (the line is named), unknown keys (with
    the nearest known one), values of the wrong kind, keys that contradict each other.
    """
    problems = Problems()
    top = Section(_parse(path), path.name, "", problems)
    protocol = _protocol(top)
    problems.raise_if_any()
    return protocol


def _parse(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BadInput(message("protocol-not-found", file=str(path))) from None
    except IsADirectoryError:
        raise BadInput(message("protocol-is-folder", file=str(path))) from None
    except UnicodeDecodeError as error:
        line = str(error.object[: error.start].count(b"\n") + 1)
        raise BadInput(message("protocol-not-utf8", file=path.name, line=line)) from None
    except OSError as error:
        raise BadInput(message("file-unreadable", file=str(path), reason=reason(error))) from None
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        # Not TOML; or a number of thousands of digits, or brackets nested a thousand deep.
        raise BadInput(_toml_problem(path.name, text, str(error))) from None


def _toml_problem(file: str, text: str, said: str) -> Message:
    lines = text.splitlines() or [""]
    found = re.search(r"at line (\d+)", said)
    number = min(int(found.group(1)) if found else len(lines), len(lines))
    content = lines[number - 1].strip()
    hint = message(_hint(content, said))
    return message("protocol-broken", file=file, line=str(number), content=content, hint=hint)


def _hint(content: str, said: str) -> str:
    """What is most often the matter with a line that is not TOML."""
    if "overwrite" in said or "twice" in said:
        return "hint-repeated"
    if any(quote in content for quote in "“”„«»‘’"):
        return "hint-quotes"
    if "\\" in content:
        return "hint-backslash"
    keys = _KEYS.findall(_QUOTED.sub("Q", content))
    return "hint-sign" if all(map(_GOOD_KEY.fullmatch, keys)) else "hint-key"


def _protocol(top: Section) -> Protocol:
    title = top.text("title") or ""
    seats = top.whole("seats", least=1, required=True)
    alternates = top.whole("alternates", least=0)
    reference_date = top.date("reference_date")
    objective = top.choice("objective", OBJECTIVES, "leximin")
    scope = top.choice("scope", SCOPES, "drawn")
    register = _register(top.table("register"))
    eligibility = _eligibility(top.table("eligibility"))
    sections = top.tables("criteria")
    criteria = read_criteria(sections, scope)
    colleges = tuple(_college(section) for section in top.tables("colleges"))
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
    conditions = {name: where.texts(name, some=True) for name in where.data}
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
