"""Dates as registers write them, and ages on a given day."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

OLDEST: Final = 130
"""No one has lived longer; a greater age is an error of the register."""

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_FRENCH: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?")


def read_date(text: str) -> dt.date | None:
    """A date written `yyyy-mm-dd` (ISO 8601) or `dd/mm/yyyy` (also with `.` or `-`), else None.

    A time after it, which spreadsheets add, is passed over. Years of two digits are not read:
    nobody can say which century was meant.
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _FRENCH.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def age_on(day: dt.date, birth: dt.date) -> int:
    """Age in whole years on a day. Someone born on 29 February ages on 1 March in common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
