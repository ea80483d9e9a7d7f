"""Texts as people compare them, without regard to case, spaces or encoding form; and as they see
them, with nothing in them that cannot be seen.
"""

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
_LONGEST_COMPARED: Final = 100
"""A longer text is no misspelt word, and takes long to compare."""

_UNSEEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Controls, formats, what is not assigned, private use, surrogates, separators of lines and
paragraphs (Unicode's general categories)."""
_UNSEEN: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # fillers, joiners, a braille blank
    "\u180b\u180c\u180d\u180e\u180f"  # selectors and a separator of Mongolian
).union(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))  # variation selectors
"""Letters and marks that nothing is drawn for (Unicode's Default_Ignorable_Code_Point)."""


def is_invisible(character: str) -> bool:
    """Whether a reader cannot see a character, or it acts on its neighbours instead of standing
    beside them. Spaces that have a width are seen, whatever their width.
    """
    return unicodedata.category(character) in _UNSEEN_CATEGORIES or character in _UNSEEN


def visible(text: str) -> str:
    r"""A text with each invisible character written as an escape: `\n`, `\x1b`, `\u202e`.

    What comes out cannot move a cursor, colour a screen, begin a line or reorder what stands
    beside it. Backslashes stay as they are: the result is for reading, not for reading back.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(one) if is_invisible(one) else one for one in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


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
    if len(word) > _LONGEST_COMPARED:
        return None
    spellings: dict[str, str] = {}
    for spelling in sorted({one for one in known if len(one) <= _LONGEST_COMPARED}):
        spellings.setdefault(without_accents(spelling), spelling)
    found = difflib.get_close_matches(without_accents(word), sorted(spellings), 1, _NEAR)
    return spellings[found[0]] if found else None


def without_accents(word: str) -> str:
    """`folded`, and without regard to accents at all."""
    apart = unicodedata.normalize("NFD", folded(word))
    return "".join(character for character in apart if not unicodedata.combining(character))
