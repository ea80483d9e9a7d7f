"""Tables in workbooks (xlsx, xlsm, xlsb, xls, ods), every cell as the text a reader would expect.

The cells come from calamine. Its pandas engine goes through the parser of text files, which drops
the blank lines of a sheet of one column and with them the row numbers; so it is called directly.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sortition.base.errors import BadInput, Message, message
from sortition.base.text import folded, nearest
from sortition.spreadsheets.formats import OLE
from sortition.spreadsheets.formulas import put_back_errors
from sortition.spreadsheets.layout import Grid

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

# A BIFF8 file that opens with its first record, then the record that announces encryption.
_LOCKED_XLS: Final = re.compile(rb"\x09\x08\x10\x00.{16}\x2f\x00", re.DOTALL)
# Beyond this a double no longer holds every whole number, and its digits would be made up.
_WHOLE_BELOW: Final = 1e16


def read_workbook(data: bytes, name: str, sheet: str | None) -> tuple[Grid, list[Message]]:
    """The cells of one sheet, and what the user should know about the choice of it."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        title, notes = _choose(workbook, name, sheet)
        grid = _grid(workbook.get_sheet_by_name(title), name, title)
        put_back_errors(grid, data, name, workbook.sheet_names.index(title))
        return grid, notes
    except BaseException as error:
        # Calamine meets some damaged files with a Rust panic, which is no `Exception`.
        if not isinstance(error, CalamineError) and type(error).__name__ != "PanicException":
            raise
        code = "table-locked" if _is_locked(data) else "table-broken-workbook"
        raise BadInput(message(code, file=name)) from error


def _choose(workbook: CalamineWorkbook, name: str, sheet: str | None) -> tuple[str, list[Message]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [s for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    if not sheets:
        raise BadInput(message("table-empty", file=name))
    if sheet is not None:
        return _named([s.name for s in sheets], name, sheet), []
    # A sheet the user cannot see is not what they call the first one.
    visible = [s.name for s in sheets if s.visible == SheetVisibleEnum.Visible]
    first, *others = visible or [s.name for s in sheets]
    if not others:
        return first, []
    return first, [
        message("table-other-sheets", file=name, sheet=first, n=len(others), others=others)
    ]


def _named(known: Sequence[str], name: str, sheet: str) -> str:
    for candidate in known:
        if candidate == sheet:
            return candidate
    for candidate in known:
        if folded(candidate) == folded(sheet):
            return candidate
    near = nearest(sheet, known)
    if near is None:
        raise BadInput(message("table-unknown-sheet", file=name, value=sheet, known=known))
    raise BadInput(message("table-unknown-sheet-near", file=name, value=sheet, near=near))


def _grid(sheet: CalamineSheet, name: str, title: str) -> Grid:
    if sheet.start is None:
        raise BadInput(message("table-empty-sheet", file=name, sheet=title))
    row, column = sheet.start
    rows = [
        # A stray space at the bottom of a sheet makes a million blank lines.
        [""] * len(line) if line.count("") == len(line) else [cell_text(cell) for cell in line]
        for line in sheet.to_python(skip_empty_area=True)
    ]
    return Grid(rows, first_row=row + 1, first_column=column)


def cell_text(cell: object) -> str:
    """A cell as text: 12 not 12.0, dates as yyyy-mm-dd, TRUE and FALSE."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _WHOLE_BELOW else repr(cell)
    if isinstance(cell, datetime.datetime):
        return _moment(cell)
    if isinstance(cell, datetime.timedelta):
        return _duration(cell)
    if isinstance(cell, datetime.time):
        return cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


def _moment(cell: datetime.datetime) -> str:
    # A spreadsheet keeps a moment as a fraction of days: what is left of it below the second is
    # rounding error.
    cell = (cell + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
    if cell.time() == datetime.time():
        return cell.date().isoformat()
    return cell.isoformat(sep=" ")


def _duration(cell: datetime.timedelta) -> str:
    seconds = round(cell.total_seconds())
    minutes, seconds = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if cell < datetime.timedelta() else ""
    return f"{sign}{hours}:{minutes:02}:{seconds:02}"


def _is_locked(data: bytes) -> bool:
    """Whether a workbook that cannot be read is protected by a password, as far as one can see."""
    if data.startswith(OLE):
        return "EncryptedPackage".encode("utf-16-le") in data or bool(_LOCKED_XLS.search(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"encryption-data" in archive.read("META-INF/manifest.xml")
    except Exception:
        return False
