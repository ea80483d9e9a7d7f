"""The other files of a draw, cell by cell: as the record says, or where they are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sortition.base.dates import read_date
from sortition.base.errors import BadInput, Message, message
from sortition.drawing import Draw
from sortition.lottery.lottery import Lottery
from sortition.pool.prepare import Prepared
from sortition.record.check import Check
from sortition.record.given import PublishedFiles
from sortition.record.results import alternates_rows, panel_rows, profiles_rows
from sortition.record.value import Record
from sortition.spreadsheets import Table, read_table

Rows = Sequence[Sequence[str]]

IDS: Final = ("id",)
"""What is known of the panel without the register."""
PROFILES: Final = ("profile", "people", "probability", "seats")
"""What is known of the profiles without the register."""
OWN: Final = {
    "panel-file": ("id", "profile", "ticket"),
    "alternates-file": ("id", "order", "replaces", "ticket"),
    "profiles-file": ("profile", "probability", "seats"),
}
"""The columns by which each file is known."""
NOT_OURS: Final = (
    *("table-header-row", "table-blank-lines", "table-blank-header", "table-renamed-column"),
    *("table-duplicate-column", "table-untitled"),
)
"""What is noticed while reading a file and never so in one of ours: lines before the headings, …"""
EXACT: Final = ("id", "profile", "replaces", "ticket", "last_ticket", "college")
"""Columns in which a spreadsheet can have changed nothing."""
_NUMBER: Final = re.compile(r"[0-9]{1,17}(?:[.,][0-9]{1,20})?(?:[eE]-?[0-9]{1,2})?")


def check_published(
    files: PublishedFiles,
    record: Record,
    lottery: Lottery,
    prepared: Prepared | None = None,
    outcome: Draw | None = None,
) -> list[Check]:
    """A check for each file that is given: all of it with the lists, else what needs no names.

    The bytes may differ (a spreadsheet may have saved it anew); the headings and cells may not.
    Raises `BadInput` where a file cannot be read.
    """
    if prepared is not None and outcome is not None:
        panel: Rows = panel_rows(prepared, outcome)
        alternates: Rows = alternates_rows(prepared, outcome)
        profiles: Rows = profiles_rows(prepared, lottery, outcome, schema=record.schema)
    else:
        panel = [IDS, *([person] for person in record.panel)]
        alternates = [IDS, *([person] for person in record.alternates)]
        profiles = [PROFILES, *_profiles(record, lottery)]
    whole = prepared is not None
    return [
        _check(name, path, expected, whole=whole)
        for name, path, expected in (
            ("panel-file", files.panel, panel),
            ("alternates-file", files.alternates, alternates),
            ("profiles-file", files.profiles, profiles),
        )
        if path is not None
    ]


def _profiles(record: Record, lottery: Lottery) -> Rows:
    seats = lottery.entries[record.drawn].seats if record.drawn < len(lottery.entries) else ()
    return [
        [claim.id, str(claim.people), repr(claim.probability), str(own)]
        for claim, own in zip(record.profiles, seats, strict=False)
    ]


def _check(name: str, path: Path, expected: Rows, *, whole: bool) -> Check:
    table = read_table(path, wanted=expected[0], may_be_empty=True)
    own = [heading for heading in OWN[name] if heading in expected[0]]
    missing = [heading for heading in own if heading not in table.frame.columns]
    if missing:
        raise BadInput(message("verify-other-file", file=table.name, kind=message(name), own=own))
    if any(note.code in NOT_OURS for note in table.notes):
        return Check(name, False, message("verify-file-more", file=table.name))
    problem = _difference(table, expected, whole=whole)
    if problem is not None:
        return Check(name, False, problem)
    if not whole:
        return Check(name, None, message("verify-file-ids-alone"))
    return Check(name, True)


def _difference(table: Table, expected: Rows, *, whole: bool) -> Message | None:
    """Where a table first differs from the rows expected, never what stands there."""
    headings = list(expected[0])
    found = [str(column) for column in table.frame.columns]
    more = sorted(set(found) - set(headings)) if whole else []
    missing = [heading for heading in headings if heading not in found]
    if more or missing:
        code = "verify-file-column-missing" if missing else "verify-file-column-more"
        return message(code, file=table.name, column=(missing or more)[0])
    if len(table.rows) != len(expected) - 1:
        count = len(expected) - 1
        return message("verify-file-rows", file=table.name, n=len(table.rows), wanted=count)
    columns = {heading: table.frame[heading].to_list() for heading in headings}
    key = headings[0]
    wanted = [row[0] for row in expected[1:]]
    if columns[key] != wanted and sorted(columns[key]) == sorted(wanted):
        return message("verify-file-order", file=table.name)
    for place, (number, row) in enumerate(zip(table.rows, expected[1:], strict=True)):
        for heading, cell in zip(headings, row, strict=True):
            if not _is_same(columns[heading][place], cell, exact=heading in EXACT):
                where = {"file": table.name, "row": str(number), "column": heading}
                return message("verify-file-cell", **where)
    return None


def _is_same(found: str, expected: str, *, exact: bool) -> bool:
    """Whether a cell is the one expected, also as a spreadsheet writes a date or a number anew."""
    if found == expected:
        return True
    if exact:
        return False
    date = read_date(expected)
    if date is not None and read_date(found) == date:
        return True
    numbers = [_number(cell) for cell in (found, expected)]
    return None not in numbers and numbers[0] == numbers[1]


def _number(cell: str) -> float | None:
    return float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else None
