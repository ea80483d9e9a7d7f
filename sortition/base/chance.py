"""Chance that any machine repeats: whole numbers drawn from SHA-256 of a seed.

The streams of numpy and of Python's `random.shuffle` may change between versions; SHA-256 (FIPS
180-4) does not. Each purpose has a stream of its own, so that a new use of chance changes no other.
"""

from __future__ import annotations

import hashlib
from typing import Final

_WORD: Final = 8
"""Bytes of one number: 64 bits, so that the remainder of a division by a small number is fair."""


class Chance:
    """An endless stream of whole numbers, always the same for one seed and purpose."""

    def __init__(self, seed: str, purpose: str) -> None:
        self._prefix = f"{seed},{purpose},".encode()
        self._block = 0
        self._words: list[int] = []

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, `limit`, each as likely as the others."""
        if not self._words:
            digest = hashlib.sha256(self._prefix + b"%d" % self._block).digest()
            self._block += 1
            self._words = [
                int.from_bytes(digest[place : place + _WORD], "big")
                for place in range(0, len(digest), _WORD)
            ]
        return self._words.pop() % limit

    def order(self, count: int) -> list[int]:
        """The numbers 0 to `count` - 1 in an order drawn by lot (Fisher and Yates)."""
        order = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order
