"""Where things lie: the root of the checkout, and the public instances where they are at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
PEERS: Final = ROOT.parent / "shared" / "data" / "peers"


def with_peers(why: str) -> pytest.MarkDecorator:
    """Skips a test that needs the published files themselves, where they are not at hand."""
    return pytest.mark.skipif(
        not PEERS.is_dir(), reason=f"{why}; they are not beside the repository"
    )
