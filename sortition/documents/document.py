"""A document as a value: what is on the page, not how a format draws it.

Builders make documents; renderers (`formats`) turn them into bytes. Every document can be looked
at in three ways: as pages (`blocks`), as the sheets of a workbook, and as one plain table.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import compress
from typing import Literal

ColumnKind = Literal["text", "name", "number", "time", "signature"]


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    title: str
    kind: ColumnKind = "text"
    width: float = 1.0
    """Share of the page's width, relative to the other columns; fixed kinds have their own."""


@dataclass(frozen=True)
class Aside:
    """One of several things that go on side by side."""

    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listing:
    """Rows of text under titled columns."""

    kind = "table"
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    blank_rows: int = 0
    """Empty lines at the end, to be filled in by hand."""
    new_page: bool = False
    together: bool = False
    """Whether all of it stays on one page."""
    asides: tuple[tuple[Aside, ...], ...] = ()
    """For every row, what stands side by side below it; empty where no row has any."""

    def without_empty_columns(self) -> Listing:
        """The table without the columns in which no row says anything."""
        used = [any(row[index] for row in self.rows) for index in range(len(self.columns))]
        columns = tuple(compress(self.columns, used))
        return replace(
            self, columns=columns, rows=tuple(tuple(compress(r, used)) for r in self.rows)
        )


@dataclass(frozen=True)
class GroupEntry:
    """One group of a list: what it is called, where it is, who is in it."""

    label: str
    detail: str
    people: tuple[tuple[str, str], ...]
    """Name, and the part they have in the group."""


@dataclass(frozen=True)
class GroupList:
    """The groups of one round, side by side."""

    kind = "groups"
    title: str
    entries: tuple[GroupEntry, ...]
    new_page: bool = False


@dataclass(frozen=True)
class Cell:
    """Where someone is at one round: a small caption and a large value."""

    caption: str
    value: str
    place: str = ""
    part: str = ""
    """What they do in the group: speak for it, write for it."""


@dataclass(frozen=True)
class Tent:
    """A card folded in two, the same on both sides."""

    big: str
    small: str = ""
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Lists below: a heading and its lines."""


@dataclass(frozen=True)
class Tents:
    """Cards to fold, two on a sheet."""

    kind = "tents"
    tents: tuple[Tent, ...]
    hint: str


@dataclass(frozen=True)
class Badge:
    """What someone wears: the first name large, and where to be at every round."""

    first: str
    last: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Badges:
    """Badges to cut out, eight on a sheet."""

    kind = "badges"
    heading: str
    badges: tuple[Badge, ...]


@dataclass(frozen=True)
class FloorSpot:
    """A numbered place: where it stands, and in which area it lies."""

    name: str
    row: int
    column: int
    area: int
    note: str = ""


@dataclass(frozen=True)
class FloorMap:
    """The floor plan of numbers, row 0 at the stage."""

    kind = "floor"
    stage: str
    legend: str
    description: str
    """What the drawing shows, for those who cannot see it."""
    spots: tuple[FloorSpot, ...]
    areas: tuple[tuple[int, str], ...]
    """Each area's number and name."""


Block = Listing | GroupList | Tents | Badges | FloorMap


@dataclass(frozen=True)
class Slot:
    """One entry of a calendar, in local time."""

    start: dt.datetime
    end: dt.datetime
    title: str
    place: str = ""
    description: str = ""


@dataclass(frozen=True)
class Schedule:
    """The entries of a calendar."""

    name: str
    organiser: str
    timezone: str
    slots: tuple[Slot, ...]
    revision: int = 0
    """How many times it was changed since it was given out."""


@dataclass(frozen=True)
class Document:
    """One document of one language."""

    language: str
    kind: str
    """What it is (« Feuille d'émargement »)."""
    title: str
    """The event it is for; empty where it has no name."""
    lines: tuple[str, ...] = ()
    """Below the title: when, where, the question."""
    blocks: tuple[Block, ...] = ()
    data: Listing | None = None
    """All of it as one plain table."""
    sheets: tuple[Listing, ...] = ()
    """All of it as the sheets of a workbook; the plain table where there are none."""
    footer: str = ""
    landscape: bool = False
    schedule: Schedule | None = None
    unsaid: tuple[str, ...] = ()
    """What it should say and cannot, to be told to whoever prints it: codes of messages."""

    @property
    def full_title(self) -> str:
        """What it is, and for which event."""
        return f"{self.kind} – {self.title}" if self.title else self.kind
