"""Plans of files given to readers: the groups of the only round are the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workshops.plan.kinds.kind import Figures, Kind


@dataclass(frozen=True)
class ShareFigures(Figures):
    """Who reads how much, and how different the groups of readers are."""

    files: int
    readers: int
    readings: int
    """Of each file."""
    loads: Mapping[str, int]
    """How many readers have so many files."""
    barred: int
    repeats: int
    repeats_bound: int
    common_readers: tuple[int, ...]
    """How many pairs of files have 0, 1, 2, … readers in common."""
    excess: int
    stopped: bool


class ShareKind(Kind):
    """People read, each for themselves: nobody has a place."""

    name = "share"
    figures = ShareFigures
    people = "read"
    refusal = "print-not-for-share"
