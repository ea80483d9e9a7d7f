"""Time zones by name."""

from __future__ import annotations

from sortition.base.timezones import is_timezone, nearest_timezone


def test_a_misspelt_time_zone_is_known_by_its_nearest() -> None:
    """A zone is one of the IANA database; of another name the nearest is offered, if any is."""
    assert is_timezone("Europe/Paris")
    assert not is_timezone("Europe/Pari")
    assert nearest_timezone("europe/pari") == "Europe/Paris"
    assert nearest_timezone("xxxxxxxxxxxx") is None
