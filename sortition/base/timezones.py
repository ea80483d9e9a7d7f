"""Names of time zones: which there are, and the one that was likely meant."""

from __future__ import annotations

from zoneinfo import available_timezones

from sortition.base.text import nearest


def is_timezone(name: str) -> bool:
    """Whether there is a time zone of this name, in the form of the IANA database."""
    return name in available_timezones()


def nearest_timezone(name: str) -> str | None:
    """The time zone whose name is nearest, None where none is near."""
    return nearest(name, available_timezones())
