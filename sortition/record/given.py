"""What whoever checks a record has beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sortition.record.value import Commitment


@dataclass(frozen=True)
class PublishedFiles:
    """The other files of a draw, where they are to be checked too."""

    panel: Path | None = None
    alternates: Path | None = None
    profiles: Path | None = None


@dataclass(frozen=True)
class Given:
    """What whoever checks has, beside the record."""

    registers: tuple[Path, ...] = ()
    """The register, then each college's list, in the order of the protocol; or none at all."""
    exclusions: tuple[Path, ...] = ()
    """The lists of people who may not be drawn again, likewise."""
    commitment: Commitment | str | None = None
    """What was published before the seed: a lottery, or its digest alone."""
    published: PublishedFiles = field(default_factory=PublishedFiles)
    """The other files of the draw."""
