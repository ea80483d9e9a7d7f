"""Which letters the font of the PDFs has.

A letter that a font lacks would be a blank or a box on the page: it is found before anything is
printed.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from sortition.base.errors import BadInput, message
from sortition.documents.formats import FORMATS

FONT_FILES: Final = (
    "SourceSansPro-Regular.ttf",
    "SourceSansPro-Semibold.ttf",
    "SourceSansPro-Bold.ttf",
)
OTHER_FORMATS: Final = ",".join(
    one.name for one in FORMATS if one.any_letters and not one.only_schedules
)
"""What to ask for where a letter is missing."""

# Shaping uses these up; they leave no mark of their own.
_NO_MARK: Final = frozenset(" \u00a0\u200c\u200d\n")


def font_folder() -> Path:
    """Where the font's files are installed."""
    return Path(str(files("font_source_sans_pro"))) / "files"


@cache
def known_letters() -> frozenset[str]:
    """The letters that every face used has."""
    from fontTools.ttLib import TTFont

    codes: set[int] | None = None
    for name in FONT_FILES:
        with TTFont(font_folder() / name, lazy=True) as font:
            found = set(font.getBestCmap())
        codes = found if codes is None else codes & found
    return frozenset(map(chr, codes or ()))


def missing_letters(text: str) -> list[str]:
    """The letters of a text that cannot be printed, each once, in the order of the text."""
    return [one for one in dict.fromkeys(text) if one not in known_letters() | _NO_MARK]


def check_text(text: str) -> None:
    """Refuse one text of a document with letters that no PDF can show. Raises `BadInput`."""
    letters = missing_letters(text)
    if letters:
        around = text.find(letters[0])
        shown = text[max(0, around - 20) : around + 20]
        raise BadInput(
            message(
                "print-letters-text",
                text=shown,
                letters=named_letters(letters),
                formats=OTHER_FORMATS,
            )
        )


def named_letters(letters: list[str]) -> str:
    """« 王 (U+738B CJK UNIFIED IDEOGRAPH-738B) »: shown, and named for those who cannot see it."""
    return ", ".join(
        f"{letter} (U+{ord(letter):04X} {unicodedata.name(letter, '')})".replace(" )", ")")
        for letter in letters
    )
