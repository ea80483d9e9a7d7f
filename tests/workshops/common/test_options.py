"""Options that several workshop commands take, and the lists in them."""

from __future__ import annotations

import pytest

from sortition.base.errors import BadInput
from workshops.common.options import columns_of, parts, timing_of


def test_a_column_is_named_once_and_ids_are_as_they_are() -> None:
    """Columns compare without regard to case; ids that differ by case are two people."""
    assert columns_of(" sexe, Âge ,SEXE,,âge") == ("sexe", "Âge")
    assert parts("a1, A1,,b2") == ["a1", "A1", "b2"]
    assert columns_of(None) == ()


def test_minutes_are_for_all_rounds_or_one_by_one() -> None:
    """One value serves all rounds; else there is one for each, and moving may take no time."""
    assert timing_of({"minutes": "15", "changeover": 0.0}, 3) == ((15, 15, 15), 0)
    assert timing_of({"minutes": "15,20", "changeover": None}, 2) == ((15, 20), 2)
    for minutes in ("15,20,25", "0", "-1", "nan", "inf", "", "1;2"):
        with pytest.raises(BadInput):
            timing_of({"minutes": minutes, "changeover": None}, 2)
    for changeover in (-1.0, float("nan"), float("inf")):
        with pytest.raises(BadInput):
            timing_of({"minutes": None, "changeover": changeover}, 2)


@pytest.mark.parametrize(
    ("minutes", "changeover", "code"),
    [
        ("0", None, "more-than-zero"),
        ("20,nan", None, "more-than-zero"),
        ("1441", None, "too-long"),
        ("inf", None, "too-long"),
        (None, -1.0, "not-negative"),
        (None, 1441.0, "too-long"),
    ],
)
def test_nothing_lasts_longer_than_a_day(
    minutes: str | None, changeover: float | None, code: str
) -> None:
    """A length above a day's minutes is a slip, the same for every exercise."""
    with pytest.raises(BadInput) as caught:
        timing_of({"minutes": minutes, "changeover": changeover}, 2)
    assert [one.code for one in caught.value.messages] == [code]
