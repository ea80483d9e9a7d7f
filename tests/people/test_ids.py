"""Ids of a list: its own, or numbers where it has none."""

from __future__ import annotations

import pytest

from sortition.base.errors import Problems
from sortition.people.ids import Counted, read_ids
from sortition.spreadsheets import Table
from tests.pools import table

TITLED = Table("t.csv", "0" * 64, table([{"nom": "Diop"}, {"nom": "Sy"}]).frame, (4, 6), ())
"""A list below a title, with a blank line in it."""


@pytest.mark.parametrize(("without", "ids"), [("people", ["1", "2"]), ("spreadsheet", ["4", "6"])])
def test_people_without_ids_are_numbered(without: Counted, ids: list[str]) -> None:
    """From the first of them, who is 1, or as the spreadsheet counts its rows."""
    assert read_ids(TITLED, None, Problems(), without=without) == ids


@pytest.mark.parametrize("without", ["people", "spreadsheet"])
def test_a_column_of_ids_is_taken_as_it_stands(without: Counted) -> None:
    """Zeros in front and capitals are part of an id."""
    problems = Problems()
    found = read_ids(table([{"id": "007"}, {"id": "a"}]), "id", problems, without=without)
    assert (found, len(problems)) == (["007", "a"], 0)
