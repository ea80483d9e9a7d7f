"""The seed: the public text that decides a draw, in the one form in which it counts.

Two seeds that look alike must be one seed: else whoever announces it can try thousands that look
the same until a chosen person sits. So a seed has characters alone that can be seen, the plain
space for every space, and accents composed (NFC, Unicode Standard Annex 15).
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

from sortition.base.errors import BadInput, message
from sortition.base.limits import SEED_LONGEST
from sortition.base.text import is_invisible


def chosen_seed(given: str | None) -> str:
    """The seed of a text given: without surrounding white space, in NFC, every space a plain one.

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
    hidden = dict.fromkeys(f"U+{ord(c):04X}" for c in seed if is_invisible(c))
    if hidden:
        raise BadInput(message("seed-invisible", n=len(hidden), characters=list(hidden)))
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
    plain = (" " if unicodedata.category(c) == "Zs" else c for c in composed)
    return "".join(plain).strip()
