"""Plans as values, in both of the forms that files have had."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from sortition.base.errors import BadInput
from tests.places import ROOT
from workshops.plan.kinds import KINDS
from workshops.plan.kinds.snowball import SnowballFigures
from workshops.plan.kinds.tables import TablesFigures
from workshops.plan.value import Owed, Plan, kind_of, read_plan, write_plan

FIRST_FORM = ROOT / "tests" / "workshops" / "plan" / "schema_1"
"""Plans as the commands wrote them when the form had the number 1."""


def first_form(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIRST_FORM / f"{kind}.json").read_bytes())
    return found


def read(data: dict[str, Any]) -> Plan:
    return read_plan(json.dumps(data).encode(), file="plan.json")


@pytest.mark.parametrize("kind", KINDS)
def test_a_plan_of_the_first_form_is_read(kind: str) -> None:
    """People, groups and times are those of the file; the figures are the kind's own."""
    old = first_form(kind)
    plan = read(old)
    assert [one.id for one in plan.participants] == [one["id"] for one in old["participants"]]
    assert [
        [(group.number, list(group.members)) for group in one.groups] for one in plan.rounds
    ] == [[(group["number"], group["members"]) for group in one["groups"]] for one in old["rounds"]]
    assert type(plan.figures) is kind_of(plan).figures
    assert plan.measured == {name: one for name, one in old["figures"].items() if name != "credit"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_plan_comes_back_from_its_file(kind: str) -> None:
    """What is written reads as the very same plan, whichever form it came from."""
    plan = replace(read(first_form(kind)), revision=3)
    assert read_plan(write_plan(plan), file="plan.json") == plan
    assert json.loads(write_plan(plan))["schema"] == 2


def test_what_people_are_owed_is_no_figure() -> None:
    """Figures name nobody; what people are owed stands by itself, from either form."""
    old = first_form("assign")
    plan = read(old)
    owed = old["figures"]["credit"]
    assert owed
    assert plan.credit == tuple(Owed(one, **due) for one, due in owed.items())
    assert all(one.id not in json.dumps(plan.measured) for one in plan.participants)


def test_a_shared_file_has_an_id_and_a_title() -> None:
    """The first form glued them; a file without a title has its id alone."""
    groups = read(first_form("share")).rounds[0].groups
    assert [(group.file_id, group.topic) for group in groups] == [
        ("F1", "Square"),
        ("F2", "Halle"),
        ("F3", ""),
        ("F4", "Pont"),
    ]


def test_a_revision_of_the_first_form_is_kept() -> None:
    """There it was written among the figures, by hand."""
    old = first_form("tables")
    assert read(old | {"figures": old["figures"] | {"revision": 2}}).revision == 2
    assert read(old | {"figures": {}}).figures is None


def test_figures_of_another_kind_are_refused() -> None:
    """A plan whose figures are not those of its kind is no plan."""
    plan = read(first_form("tables"))
    with pytest.raises(BadInput):
        read(json.loads(write_plan(plan)) | {"kind": "share"})
    with pytest.raises(TypeError):
        SnowballFigures.of(plan.figures)
    assert TablesFigures.of(plan.figures) is plan.figures


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_that_is_missing_or_too_many_is_refused(kind: str) -> None:
    """Figures are read in whole: every one that is always measured, and no other."""
    whole = read(first_form(kind)).measured
    figures = KINDS[kind].figures
    for name in {one.name for one in fields(figures)} - {"outside", "apart_conflicts"}:
        if name != "apart_bound":
            with pytest.raises(TypeError):
                figures.from_json({key: one for key, one in whole.items() if key != name})
    with pytest.raises(KeyError):
        figures.from_json(whole | {"more": 1})
