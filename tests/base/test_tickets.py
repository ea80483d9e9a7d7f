"""Tickets are what anyone can recompute."""

from __future__ import annotations

import hashlib
import shutil
import subprocess

import pytest

from sortition.base.tickets import ticket


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not on this machine")
def test_a_ticket_is_what_sha256sum_prints() -> None:
    """Anyone with a shell gets the same ticket: printf '%s' 'SEED,ID' | sha256sum."""
    text = "Conseil du 4 mars, 14 h,GRE-000123"
    shell = subprocess.run(["sha256sum"], input=text.encode(), capture_output=True, check=True)
    assert shell.stdout.split()[0].decode() == ticket("Conseil du 4 mars, 14 h", "GRE-000123").hex()


def test_a_ticket_is_that_of_the_standard() -> None:
    """The ticket of seed `a` and id `bc` hashes the four bytes `a,bc` (FIPS 180-4)."""
    assert ticket("a", "bc") == hashlib.sha256(b"a,bc").digest()
