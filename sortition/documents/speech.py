"""Dates, times and lengths as French and English readers write them."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sortition.base.messages import NARROW_NO_BREAK_SPACE, Words

_NO_BREAK: Final = "\u00a0"


def clock(words: Words, moment: dt.datetime | dt.time) -> str:
    """A time of day: « 9 h 30 », « 14 h », or 9:30, 14:00."""
    if words.language == "en":
        return f"{moment.hour}:{moment.minute:02}"
    minutes = f"{NARROW_NO_BREAK_SPACE}{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour}{NARROW_NO_BREAK_SPACE}h{minutes}"


def day(words: Words, date: dt.date) -> str:
    """A day with its name: « mardi 18 novembre 2014 », Tuesday 18 November 2014."""
    from babel.dates import format_date

    pattern = "EEEE d MMMM y"
    if words.language == "fr" and date.day == 1:
        pattern = "EEEE '1er' MMMM y"
    return str(format_date(date, format=pattern, locale=words.language))


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def length(words: Words, minutes: float) -> str:
    """A length of time: « 3 min », « 2 min 30 », « 1 h 15 »."""
    seconds = round(minutes * 60)
    hours, rest = divmod(seconds, 3600)
    whole, seconds = divmod(rest, 60)
    space = NARROW_NO_BREAK_SPACE if words.language == "fr" else _NO_BREAK
    if not hours and not whole:
        return f"{seconds}{space}s"
    if not hours:
        return f"{whole}{space}min" + (f"{space}{seconds:02}" if seconds else "")
    return f"{hours}{space}h" + (f"{space}{whole:02}" if whole else "")


def quoted(words: Words, text: str) -> str:
    """A text in the language's quotation marks, unless it has its own."""
    if text[:1] in '«“"':
        return text
    if words.language == "en":
        return f"“{text}”"
    return f"«{NARROW_NO_BREAK_SPACE}{text}{NARROW_NO_BREAK_SPACE}»"
