"""Tickets anyone can recompute: those of R. L. Rivest, "Consistent Sampling with Replacement"
(2018), as used in election audits, with SHA-256 (FIPS 180-4).
"""

from __future__ import annotations

import hashlib


def ticket(seed: str, person: str) -> bytes:
    """Someone's ticket: the 32 bytes of SHA-256 of the UTF-8 text `SEED,ID`."""
    return hashlib.sha256(f"{seed},{person}".encode()).digest()
