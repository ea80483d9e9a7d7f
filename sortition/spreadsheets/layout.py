"""From a grid of cells to a table: where the header is, which lines are people, what is amiss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from sortition.base.errors import BadInput, Message, Problems, message
from sortition.base.text import BLANKS, folded
from sortition.people.personal import is_untitled
from sortition.spreadsheets.cells import clean, clean_column, is_blank, letter

HEADER_WITHIN: Final = 20
_RAGGED_SHOWN: Final = 10


@dataclass(frozen=True)
class Grid:
    """Cells as the file has them, before anything is known about their meaning."""

    rows: list[list[str]]
    """Line by line, blank lines too; the lines of a text may differ in length."""
    first_row: int = 1
    """The number, in the spreadsheet, of the first of these lines."""
    first_column: int = 0
    """The position, in the spreadsheet, of the first cell of each line (0 is column A)."""


@dataclass(frozen=True)
class Layout:
    """A grid understood."""

    columns: dict[str, list[str]]
    """Name → cells, in the file's order, cleaned."""
    rows: tuple[int, ...]
    """For each data row, its number in the spreadsheet."""
    notes: tuple[Message, ...]


def understand(
    grid: Grid, name: str, wanted: Sequence[str], *, may_be_empty: bool = False
) -> Layout:
    """Find the header, drop what is not data, and report everything that is wrong at once."""
    kept = _filled_lines(grid.rows)
    if not kept:
        raise BadInput(message("table-empty", file=name))
    tops = [[clean(cell) for cell in grid.rows[place]] for place in kept[:HEADER_WITHIN]]
    top = find_header(tops, wanted)
    header, body = tops[top], kept[top + 1 :]
    header_row = str(grid.first_row + kept[top])
    if not body and not may_be_empty:
        raise BadInput(message("table-no-rows", file=name, row=header_row))

    notes: list[Message] = []
    if top:
        notes.append(message("table-header-row", file=name, row=header_row))
    notes += _blank_line_notes(grid, name, kept[top:])

    problems = Problems()
    problems.extend(_ragged(grid, name, header, body))
    cells = _columns(grid, len(header), body)
    untitled = not count_wanted(header, wanted) and is_untitled(
        list(zip(header, cells, strict=True))
    )
    if untitled:
        notes.append(message("table-untitled", file=name, row=header_row))
    names = _Names(name, header_row, grid.first_column, wanted, untitled)
    columns = _name_columns(header, cells, names, problems, notes)
    problems.raise_if_any()
    return Layout(columns, tuple(grid.first_row + place for place in body), tuple(notes))


def find_header(tops: Sequence[Sequence[str]], wanted: Sequence[str]) -> int:
    """Which of the first lines (cleaned, none blank) is the header.

    The one with most of the wanted names; else the first, unless the lines before a wider one are
    titles.
    """
    matches = [count_wanted(row, wanted) for row in tops]
    if any(matches):
        return matches.index(max(matches))
    filled = [sum(map(bool, row)) for row in tops]
    first_wide = next((place for place, cells in enumerate(filled) if cells > 1), 0)
    # One line that is wider than all others is a remark in the margin of a list of one column:
    # taking it for the header would lose the people above it.
    if first_wide + 1 < len(tops) and filled[first_wide + 1] < 2:
        return 0
    return first_wide


def count_wanted(row: Sequence[str], wanted: Sequence[str]) -> int:
    """How many of the wanted names stand in a line."""
    return len({folded(name) for name in wanted} & {folded(cell) for cell in row}) if wanted else 0


def width_of(row: Sequence[str]) -> int:
    """How many cells a line has up to its last filled one."""
    width = len(row)
    while width and not row[width - 1].strip(BLANKS):
        width -= 1
    return width


def _filled_lines(rows: Sequence[Sequence[str]]) -> list[int]:
    # Nearly every line has something in its first cell: look no further then.
    return [
        place
        for place, row in enumerate(rows)
        if (row and row[0].strip(BLANKS)) or not is_blank(row)
    ]


def _blank_line_notes(grid: Grid, name: str, kept: Sequence[int]) -> list[Message]:
    missing = kept[-1] - kept[0] + 1 - len(kept)
    if not missing:
        return []
    first = next(place for place, other in enumerate(kept, kept[0]) if place != other)
    row = str(grid.first_row + first)
    return [message("table-blank-lines", file=name, n=missing, row=row)]


def _ragged(grid: Grid, name: str, header: Sequence[str], body: Sequence[int]) -> list[Message]:
    """The lines with fewer cells than the header has names, or with more that are not blank."""
    least, most = width_of(header), len(header)
    # What stands in the row is not said: it may be someone's name.
    problems: list[Message] = []
    more = 0
    for place in body:
        row = grid.rows[place]
        if (
            len(row) == most
            or least <= len(row) < most
            or (len(row) > most and is_blank(row[most:]))
        ):
            continue
        if len(problems) == _RAGGED_SHOWN:
            more += 1
            continue
        problems.append(
            message(
                "table-ragged-row",
                file=name,
                row=str(grid.first_row + place),
                n=len(row) if len(row) < least else width_of(row),
                expected=least,
            )
        )
    if more:
        problems.append(message("table-ragged-more", file=name, n=more))
    return problems


def _columns(grid: Grid, width: int, body: Sequence[int]) -> list[list[str]]:
    rows = [grid.rows[place] for place in body]
    if set(map(len, rows)) != {width}:
        rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    return [clean_column(list(map(itemgetter(place), rows))) for place in range(width)]


@dataclass(frozen=True)
class _Names:
    """What is needed to speak of a column."""

    file: str
    header_row: str
    first_column: int
    wanted: Sequence[str]
    untitled: bool
    """Whether the header looks like someone's row: then its cells are not quoted, nor need they
    differ."""

    def letter(self, position: int) -> str:
        return letter(self.first_column + position)


def _name_columns(
    header: Sequence[str],
    cells: Sequence[list[str]],
    names: _Names,
    problems: Problems,
    notes: list[Message],
) -> dict[str, list[str]]:
    """Give every column a name of its own; a column with neither name nor content is dropped."""
    filled = [any(column) for column in cells]
    clashes = _clashes(header, filled, names, problems)
    taken = set(header)
    columns: dict[str, list[str]] = {}
    for position, (title, column) in enumerate(zip(header, cells, strict=True)):
        name = title
        where = names.letter(position)
        if not title:
            if not filled[position]:
                continue
            name = _free(f"colonne {where}", taken)
            notes.append(
                message(
                    "table-blank-header",
                    file=names.file,
                    row=names.header_row,
                    letter=where,
                    column=name,
                )
            )
        elif position in clashes:
            name = _free(f"{title} (colonne {where})", taken)
            if not names.untitled:
                notes.append(
                    message(
                        "table-renamed-column",
                        file=names.file,
                        row=names.header_row,
                        letter=where,
                        value=title,
                        column=name,
                    )
                )
        taken.add(name)
        columns[name] = column
    return columns


def _clashes(
    header: Sequence[str], filled: Sequence[bool], names: _Names, problems: Problems
) -> set[int]:
    """The positions whose title is already another column's; those that matter are problems."""
    places: dict[str, list[int]] = {}
    for position, title in enumerate(header):
        if title:
            places.setdefault(folded(title), []).append(position)
    exact = Counter(header)
    wanted = {folded(name) for name in names.wanted}
    settled = {folded(name) for name in names.wanted if exact[name] == 1}
    clashes: set[int] = set()
    for key, same in places.items():
        if len(same) == 1:
            continue
        if names.wanted:
            matters = key in wanted and key not in settled
        else:
            matters = not names.untitled and sum(filled[position] for position in same) > 1
        if matters:
            problems.add(
                "table-duplicate-column",
                file=names.file,
                row=names.header_row,
                column=header[same[0]],
                letters=[names.letter(position) for position in same],
            )
        # Of those that do not matter the first that has content keeps the name.
        for title in {header[position] for position in same}:
            alike = [position for position in same if header[position] == title]
            keeper = next((position for position in alike if filled[position]), alike[0])
            clashes.update(position for position in alike if position != keeper)
    return clashes


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name} ({number})"
    return candidate
