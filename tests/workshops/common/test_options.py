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
