"""What a long search tells of its progress, to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable

SearchObserver = Callable[[int, int, int, int], None]
"""Told the steps done, the steps in all, and of the best so far the repeats and what is outside the
fair shares."""
