"""Where things lie: the root of the checkout, and the public instances where they are at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PEERS: Final = ROOT.parent / "shared" / "data" / "peers"
