"""Comparing texts as people do: without regard to case, spaces or encoding form."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from typing import Final

# Everything `str.strip()` removes, then the characters of no width that copying from web pages and
# office software leaves at the ends of cells (joiners, direction marks, byte order marks).
SPACES: Final = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
NO_WIDTH: Final = "\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
BLANKS: Final = SPACES + NO_WIDTH

_NEAR: Final = 0.6


def folded(text: str) -> str:
    """The form in which categories and names of columns are compared: no regard to case, to
    surrounding or repeated space, or to how accents are encoded.
    """
    if text.isascii():
        # The same, for a fraction of the time: most cells of most registers.
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFC", text).strip(BLANKS).casefold().split())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known spelling nearest to `word`, or None when nothing is near.

    Case, spaces and accents do not count. Between equals the first in alphabetical order wins,
    so the answer does not depend on the order of `known`.
    """
    spellings: dict[str, str] = {}
    for spelling in sorted(set(known)):
        spellings.setdefault(_without_accents(spelling), spelling)
    found = difflib.get_close_matches(_without_accents(word), sorted(spellings), 1, _NEAR)
    return spellings[found[0]] if found else None


def _without_accents(word: str) -> str:
    apart = unicodedata.normalize("NFD", folded(word))
    return "".join(character for character in apart if not unicodedata.combining(character))
