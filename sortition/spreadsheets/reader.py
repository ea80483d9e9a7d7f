"""Reading one table from a file, whatever its format."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sortition.base.errors import BadInput, Message, message
from sortition.base.system import not_found
from sortition.base.text import folded
from sortition.spreadsheets.formats import OLE, TEXT, WORKBOOK, ZIP
from sortition.spreadsheets.frame import MemoryFile
from sortition.spreadsheets.layout import understand
from sortition.spreadsheets.text import read_text

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Table:
    """A file's table: named columns of text."""

    name: str
    """The file's name, without its folder, for messages."""
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    frame: pandas.DataFrame
    """Columns named by the header; every cell a `str` without space around, blank cells empty."""
    rows: tuple[int, ...]
    """For each data row, its number in the spreadsheet: header, titles and blank lines count."""
    notes: tuple[Message, ...]
    """What was noticed while reading and should be said to the user."""

    def column(self, wanted: str) -> str | None:
        """The header that equals `wanted`, exactly if there is one, else but for case and space."""
        if wanted in self.frame.columns:
            return wanted
        key = folded(wanted)
        return next((str(name) for name in self.frame.columns if folded(str(name)) == key), None)


def read_table(
    path: Path | MemoryFile,
    *,
    wanted: Sequence[str] = (),
    sheet: str | None = None,
    may_be_empty: bool = False,
) -> Table:
    """Read a table of text or the sheet of a workbook, from a folder or from memory.

    `wanted` names columns that should be there: they tell the header from the title lines above it
    and help to find the separator. A wanted column that is missing is not an error here. `sheet`
    chooses the sheet of a workbook; without it the first is read. `may_be_empty` lets a header
    stand alone.

    Raises `BadInput` with everything that is wrong with the file.
    """
    import pandas

    name = path.name or str(path)
    data = _bytes(path, name)
    if not data.strip():
        raise BadInput(message("table-empty", file=name))
    notes: list[Message] = []
    extension = path.suffix.lower()
    if data.startswith((ZIP, OLE)):
        from sortition.spreadsheets.workbook import read_workbook

        if extension in TEXT:
            notes.append(message("table-is-workbook", file=name))
        grid, more = read_workbook(data, name, sheet)
        notes += more
    else:
        if sheet is not None:
            raise BadInput(message("table-no-sheets", file=name, value=sheet))
        grid = read_text(data, name, wanted)
        if extension in WORKBOOK:
            notes.append(message("table-is-text", file=name))
    layout = understand(grid, name, wanted, may_be_empty=may_be_empty)
    frame = pandas.DataFrame(layout.columns, dtype=object)
    sha256 = hashlib.sha256(data).hexdigest()
    return Table(name, sha256, frame, layout.rows, (*notes, *layout.notes))


def _bytes(path: Path | MemoryFile, name: str) -> bytes:
    if isinstance(path, MemoryFile):
        return path.content
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadInput(not_found(path)) from error
    except IsADirectoryError as error:
        raise BadInput(message("table-folder", file=name)) from error
    except PermissionError as error:
        # Windows says so of folders too.
        code = "table-folder" if path.is_dir() else "table-forbidden"
        raise BadInput(message(code, file=name)) from error
    except (OSError, ValueError) as error:
        raise BadInput(message("table-unreadable", file=name, value=str(error))) from error
