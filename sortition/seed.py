"""The seed: the public text that decides a draw, in the one form in which it counts.

Two seeds that look alike should be one seed: else whoever announces it can try thousands that look
the same until a chosen person sits. So a seed has characters alone that can be seen, one plain
space for every row of spaces, and accents composed (NFC, Unicode Standard Annex 15). Letters that
resemble each other stay, and the SHA-256 of the seed, shown beside it, tells them apart.
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
_SHOWN: Final = 20
"""Characters of a seed before one that cannot be seen, to say where it is."""


def chosen_seed(given: str | None) -> str:
    """The seed of a text given: without white space around it, in NFC, one plain space for several.

    Without any, one from the system's randomness. Raises `BadInput` where nothing is left of it, or
    where it has characters that cannot be seen: each is named by its code.
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
    places = [place for place, character in enumerate(seed) if is_invisible(character)]
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


def seed_sha256(seed: str) -> str:
    """The SHA-256 of a seed, in which any difference shows."""
    return hashlib.sha256(seed.encode()).hexdigest()


def _normal(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    plain = "".join(" " if unicodedata.category(c) == "Zs" else c for c in composed).strip()
    return _SPACES.sub(" ", plain)
