"""The seed: the public text that decides a draw, in the one form in which it counts.

Two seeds that look alike should be one seed: else whoever announces it can try thousands that look
the same until a chosen person sits. So a seed has characters alone that can be seen and stand for
themselves: one plain space for every row of spaces, letters with their accents composed and no
loose marks (NFKC, Unicode Standard Annex 15), one sign for those that look alike (the hyphens,
say), written from left to right. Letters of other alphabets that resemble ours stay, and the
SHA-256 of the seed, shown beside it, tells them apart.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from typing import Final

from sortition.base.errors import BadInput, message
from sortition.base.limits import SEED_LONGEST
from sortition.base.text import is_invisible

_SPACES: Final = re.compile(" {2,}")
_LIKE: Final = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
        **dict.fromkeys("\u02bc\u201b\u02bb\u02bd", "\u2019"),
        **dict.fromkeys("\u00b4\u02b9\u02c8\u2032", "'"),
        **{"\u2033": '"', "\u02ba": '"', "\u201a": ",", "\u2236": ":", "\u02d0": ":"},
        **{"\u2044": "/", "\u2215": "/", "\u2223": "|", "\u223c": "~", "\u2219": "\u00b7"},
    }
)
"""Signs that look like another → that other, which is typed."""
_BLANK: Final = "\ufffc\ufffd"
"""Signs that stand for something else."""
_LAST: Final = 0xFFFF
"""The last character of Unicode's basic plane; beyond it are notes, runes and pictures."""
_SHOWN: Final = 20
"""Characters of a seed before one that cannot be seen, to say where it is."""


def chosen_seed(given: str | None) -> str:
    """The seed of a text given, in its one form: what only looks another way is brought to it.

    Without any, one from the system's randomness. Raises `BadInput` where nothing is left of it, or
    where it has characters that cannot be seen or told apart: each is named by its code.
    """
    if given is None:
        return secrets.token_hex(16)
    try:
        given.encode()
    except UnicodeEncodeError:
        raise BadInput(message("seed-not-text")) from None
    seed = _normal(given)
    if not seed:
        raise BadInput(message("seed-empty"))
    if len(seed) > SEED_LONGEST:
        raise BadInput(message("seed-too-long", most=SEED_LONGEST))
    places = [place for place, character in enumerate(seed) if not _is_plain(character)]
    if places:
        hidden = list(dict.fromkeys(f"U+{ord(seed[place]):04X}" for place in places))
        before = seed[: places[0]][-_SHOWN:]
        raise BadInput(message("seed-invisible", n=len(hidden), characters=hidden, before=before))
    return seed


def is_seed(text: str) -> bool:
    """Whether a text is a seed as it stands: in its one form."""
    try:
        return chosen_seed(text) == text
    except BadInput:
        return False


def is_early_seed(text: str) -> bool:
    """Whether a text is a seed as schema 1 of records has them: visible, in NFC, plain spaces."""
    return (
        bool(text)
        and text == text.strip()
        and unicodedata.is_normalized("NFC", text)
        and not any(map(is_invisible, text))
        and all(c == " " or unicodedata.category(c) != "Zs" for c in text)
    )


def seed_sha256(seed: str) -> str:
    """The SHA-256 of a seed, in which any difference shows."""
    return hashlib.sha256(seed.encode()).hexdigest()


def _normal(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text)
    plain = "".join(" " if unicodedata.category(c) == "Zs" else c for c in composed)
    return _SPACES.sub(" ", plain.translate(_LIKE)).strip()


def _is_plain(character: str) -> bool:
    """Whether a character can be seen, stands for itself and reads from left to right.

    Characters that Unicode has had since version 3.2 alone, of which every Python says the same.
    """
    return not (
        is_invisible(character)
        or unicodedata.category(character).startswith("M")
        or unicodedata.ucd_3_2_0.category(character) == "Cn"
        or unicodedata.bidirectional(character) in ("R", "AL", "AN")
        or character in _BLANK
        or ord(character) > _LAST
    )
