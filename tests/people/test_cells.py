"""What cells say: whole numbers, yes or no, the same wherever a list is read."""

from __future__ import annotations

import pytest

from sortition.base.errors import BadInput, Problems
from sortition.people.cells import rows_with_yes, whole
from tests.pools import table


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("007", 7), ("0", None), ("13", None), ("9" * 5000, None), ("0" * 5000 + "3", 3)],
)
def test_a_whole_number_is_plain_digits_within_its_limits(text: str, value: int | None) -> None:
    """However long; outside 1 to 12 it is none."""
    assert whole(text, 1, 12) == value


@pytest.mark.parametrize("text", ["", "-1", "1.0", "1,0", "1e1", "٣", "３", "²", " 1"])
def test_anything_else_is_no_whole_number(text: str) -> None:
    """Signs, points, exponents and the digits of other scripts are refused, not guessed."""
    assert whole(text, 0, 12) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("3.0", 3), ("3,00", 3), ("12", 12), ("3.5", None), ("3.", None), ("13.0", None)],
)
def test_a_point_and_zeros_are_read_where_programs_write_them(text: str, value: int | None) -> None:
    """Programs of statistics write whole numbers with a point; nothing but zeros follows it."""
    assert whole(text, 0, 12, point_zero=True) == value


def test_yes_and_no_are_read_in_both_languages() -> None:
    """A cross, a 1 and a yes are yes; a blank is no; the rows of anything else are told."""
    problems = Problems()
    cells = ["oui", "X", "1", "Yes", "", "non", "—", "peut-être", "2", "non", "non", "non"]
    assert rows_with_yes(table([{"porte": one} for one in cells]), "porte", problems) == set(
        range(4)
    )
    with pytest.raises(BadInput) as caught:
        problems.raise_if_any()
    (told,) = caught.value.messages
    assert (told.code, told.params["value"], told.params["n"]) == ("yes-or-no", "peut-être", 2)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("nom", ["Quatremaille", "oui"]), ("porte", ["z@example.org", "oui", "non", "", "oui"])],
)
def test_nobody_is_named_in_place_of_a_yes(heading: str, cells: list[str]) -> None:
    """In a wrong column, or a row that has slipped, the cell is told by its row alone."""
    problems = Problems()
    rows_with_yes(table([{heading: cell} for cell in cells]), heading, problems)
    with pytest.raises(BadInput) as caught:
        problems.raise_if_any()
    (told,) = caught.value.messages
    assert (told.params["value"], told.params["rows"]) == ("…", "2")
