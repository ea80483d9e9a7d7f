"""The other files of a draw, cell by cell: as the record says, or where they are not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sortition.base.errors import Message, message
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
    if (whole and sorted(found) != sorted(headings)) or not set(headings) <= set(found):
        return message("verify-file-columns", file=table.name, wanted=headings)
    if len(table.rows) != len(expected) - 1:
        count = len(expected) - 1
        return message("verify-file-rows", file=table.name, n=len(table.rows), wanted=count)
    columns = {heading: table.frame[heading].to_list() for heading in headings}
    for place, (number, row) in enumerate(zip(table.rows, expected[1:], strict=True)):
        for heading, cell in zip(headings, row, strict=True):
            if columns[heading][place] != cell:
                return message("verify-file-cell", file=table.name, row=str(number), column=heading)
    return None
