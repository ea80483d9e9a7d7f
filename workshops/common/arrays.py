"""Arrays of whole numbers: what the searches count in, so that every machine finds the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
"""Whole numbers of 64 bits."""
