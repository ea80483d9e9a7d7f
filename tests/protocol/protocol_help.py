"""Protocols for tests: random ones that `check` takes, and any JSON form as a protocol file."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from sortition.base.text import folded
from sortition.protocol.model import (
    COUNT_PLACES,
    DENOMINATOR_MOST,
    College,
    Criterion,
    Eligibility,
    Protocol,
    RegisterFile,
)

EMPTY: Mapping[str, object] = {
    **{"title": "", "groups": {}, "where": {}},
    **{"household": [], "exclude": [], "criteria": [], "colleges": [], "bands": [], "cross": []},
}
"""What is written of a key that is not given, other than null."""


def as_toml(form: Mapping[str, Any]) -> str:
    """A protocol file with the content of a JSON form, right or wrong."""
    return "".join(f"{key} = {_toml(value, key)}\n" for key, value in _given(form))


def _given(form: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (key, value)
        for key, value in form.items()
        if value is not None and not (key in EMPTY and value == EMPTY[key])
    ]


def _toml(value: object, key: str = "") -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{_quoted(k)} = {_toml(v, key)}" for k, v in _given(value))
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(_toml(one, key) for one in value)}]"
    if isinstance(value, str):
        is_number = key == "criteria" and re.fullmatch(r"[0-9]+\.[0-9]+", value)
        return value if is_number else _quoted(value)
    return json.dumps(value)


def _quoted(text: str) -> str:
    # The escapes of JSON are TOML's too; but TOML wants one more character escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


words = (
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
    .map(str.strip)
    .filter(folded)
)
counts = st.one_of(
    st.integers(0, 10**12 - 1).map(Fraction),
    st.decimals(0, 10**6, places=COUNT_PLACES).map(Fraction),
)
thirds = st.fractions(0, 10**6, max_denominator=DENOMINATOR_MOST)
bounds = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).map(
    lambda pair: tuple(sorted(pair))
)


def distinct(elements: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[list[str]]:
    """Texts that are different in every spelling."""
    return st.lists(elements, unique_by=folded, min_size=1, max_size=most)


@st.composite
def by_category(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> dict[str, Any]:
    """A table of values by category."""
    return {category: draw(values) for category in draw(distinct(words))}


@st.composite
def groups(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """Groups of values, each value in one."""
    values = draw(distinct(words, 8))
    names = draw(distinct(words))[: len(values)]
    return {name: tuple(values[k :: len(names)]) for k, name in enumerate(names)}


@st.composite
def criteria(draw: st.DrawFn, name: str, cross: tuple[str, ...], decimal: bool) -> Criterion:
    """A criterion of a name, its categories and quotas from anywhere they may come from."""
    found: dict[str, Any] = {"name": name, "cross": cross}
    if not cross:
        found["column"] = draw(words)
        source = draw(st.sampled_from(["column", "bands", "groups"]))
        if source == "bands":
            ages = draw(st.sets(st.integers(0, 130), min_size=1, max_size=5))
            found |= {"bands": tuple(sorted(ages)), "column": draw(st.just("age") | words)}
        elif source == "groups":
            found["groups"] = draw(groups())
    numbers = counts if decimal else counts | thirds
    sources = ["register", "population", "quotas", *(["pool"] if cross else [])]
    seats = draw(st.sampled_from(sources))
    if seats == "quotas":
        found["quotas"] = draw(by_category(bounds))
    else:
        found["tolerance"] = draw(st.integers(0, 10**9))
    if seats == "register":
        found["population"] = "register"
    elif seats == "population":
        found["population"] = draw(by_category(numbers).filter(lambda c: sum(c.values()) > 0))
    return Criterion(**found, scope=draw(st.sampled_from(["drawn", "panel"])))


@st.composite
def protocols(draw: st.DrawFn, *, decimal: bool = False) -> Protocol:
    """A protocol that `check` takes; with `decimal`, every count a decimal number."""
    names = draw(st.just([]) | distinct(words, 5))
    plain = names[: draw(st.integers(0, len(names)))]
    made = [draw(criteria(name, (), decimal)) for name in plain]
    if len(plain) > 1:
        crossings = st.lists(
            st.sets(st.sampled_from(plain), min_size=2).map(sorted).map(tuple), unique=True
        )
        made += [
            draw(criteria(name, cross, decimal))
            for name, cross in zip(names[len(plain) :], draw(crossings), strict=False)
        ]
    id_column = draw(st.none() | words)
    birth_date = draw(st.none() | words)
    listed = st.just([]) if id_column is None else st.just([]) | distinct(words)
    ages = sorted(draw(st.tuples(st.integers(0, 130), st.integers(0, 130))))
    conditions = draw(st.just({}) | by_category(distinct(words).map(tuple)))
    return Protocol(
        title=draw(st.just("") | words),
        seats=draw(st.integers(1, 10**9)),
        alternates=draw(st.integers(0, 10**9)),
        reference_date=draw(st.dates() if birth_date else st.none() | st.dates()),
        register=RegisterFile(
            draw(words),
            id_column,
            birth_date,
            tuple(draw(st.just([]) | distinct(words))),
            draw(st.none() | words),
        ),
        eligibility=Eligibility(
            draw(st.none() | st.just(ages[0])),
            draw(st.none() | st.just(ages[1])),
            conditions,
            tuple(draw(listed.filter(lambda files: "." not in "".join(files)))),
        ),
        criteria=tuple(made),
        colleges=tuple(
            College(name, draw(st.integers(1, 10**9)), draw(words), draw(st.none() | words))
            for name in draw(listed)
        ),
    )


def whole() -> Protocol:
    """A protocol with something in every key."""
    return Protocol(
        title="Atelier",
        seats=17,
        alternates=20,
        reference_date=dt.date(2019, 3, 1),
        register=RegisterFile("r.csv", "id", "born", ("street", "postcode"), "Sheet"),
        eligibility=Eligibility(16, 90, {"town": ("Here", "There")}, ("before.csv",)),
        criteria=(
            Criterion("sex", "sex", population={"F": Fraction(3), "M": Fraction("2.5")}),
            Criterion("age", "age", bands=(16, 40), population="register", tolerance=1),
            Criterion(
                "zone",
                "sector",
                groups={"North": ("1", "2"), "South": ("3",)},
                quotas={"North": (3, 5), "South": (12, 14)},
                scope="panel",
            ),
            Criterion("sex × age", cross=("sex", "age")),
        ),
        colleges=(College("Elders", 2, "elders.csv", "Sheet"),),
    )
