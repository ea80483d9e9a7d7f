"""Reads a protocol back from its JSON form, which stands whole in the record.

A record may have been written by anyone. So there is no second reader: the form is turned into the
tables of a protocol file, which are read and checked as such a file's; and what was read, written
again, must be the very same form. A protocol in a record is one that `check` would take.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from sortition.base.errors import BadInput, Problems, message
from sortition.base.json_values import first_difference
from sortition.base.limits import CATEGORIES_MOST, TEXT_LONGEST
from sortition.base.toml.section import Section, shown
from sortition.protocol.file import read_tables
from sortition.protocol.model import COUNT_PLACES, Protocol

_DECIMAL: Final = re.compile(rf"[0-9]{{1,12}}\.[0-9]{{1,{COUNT_PLACES}}}")
_FRACTION: Final = re.compile(r"[0-9]{1,15}/[1-9][0-9]{0,2}")
"""The numbers that the JSON form writes as texts. They are told apart before any number is made:
of `1e100000000` it would have a hundred million digits."""

_ABSENT: Final[Mapping[str, object]] = {
    **{"title": "", "reference_date": None, "criteria": [], "colleges": []},
    **{"sheet": None, "id": None, "birth_date": None, "household": []},
    **{"min_age": None, "max_age": None, "where": {}, "exclude": []},
    **{"column": None, "bands": [], "groups": {}, "cross": [], "population": None, "quotas": None},
}
"""What the form writes, key by key, for what a protocol file leaves out."""


def protocol_from_json(data: object, *, name: str) -> Protocol:
    """The protocol of a JSON form made by `Protocol.to_json`; `name` is the file it stands in.

    Raises `BadInput` with everything that a protocol file of this content would be refused for;
    else with the first key that the form would write in another way (`1.0` or `true` for `1`, a
    text with spaces around it, a key too many or too few).
    """
    if not isinstance(data, dict):
        params = {"value": shown(data), "kind": message("kind-table")}
        raise BadInput(message("protocol-wrong-kind", file=name, key="protocol", **params))
    problems = Problems()
    top = Section(_tables(data), name, "", problems, longest=TEXT_LONGEST)
    protocol = read_tables(top, folders=False)
    problems.raise_if_any()
    different = first_difference(data, protocol.to_json())
    if different is not None:
        raise BadInput(message("protocol-other-form", file=name, key=different))
    return protocol


def _tables(form: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of a protocol file with the content of a form, whatever it contains."""
    tables = _given(form)
    for key in ("register", "eligibility"):
        if isinstance(tables.get(key), dict):
            tables[key] = _given(tables[key])
    for key in ("criteria", "colleges"):
        if isinstance(tables.get(key), list):
            tables[key] = [_given(one) if isinstance(one, dict) else one for one in tables[key]]
    if isinstance(tables.get("criteria"), list):
        for criterion in tables["criteria"]:
            if isinstance(criterion, dict) and isinstance(criterion.get("population"), dict):
                criterion["population"] = _counts(criterion["population"])
    return tables


def _given(form: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in form.items()
        if key not in _ABSENT or value != _ABSENT[key] or type(value) is not type(_ABSENT[key])
    }


def _counts(form: Mapping[str, Any]) -> dict[str, Any]:
    if len(form) > CATEGORIES_MOST:
        return dict(form)  # more than can be read, which is said
    return {category: _count(count) for category, count in form.items()}


def _count(count: object) -> object:
    """A count as a protocol file has it; what is no count stays as it is, and is refused."""
    if isinstance(count, str) and _DECIMAL.fullmatch(count):
        return Decimal(count)
    if isinstance(count, str) and _FRACTION.fullmatch(count):
        return Fraction(count)
    return count
