"""A DataFrame in place of a file: the text file that we would write of it, in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sortition.spreadsheets.cells import write_csv
from sortition.spreadsheets.workbook import cell_text

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class MemoryFile:
    """A file of text that lies in memory: `read_table` takes it as it takes one of a folder."""

    name: str
    """What messages call it."""
    content: bytes

    @property
    def suffix(self) -> str:
        """How its name would end."""
        return ".csv"


def csv_of_frame(frame: pandas.DataFrame) -> bytes:
    r"""The content of the CSV file of a DataFrame: its headings, then its rows, without its index.

    Cells become the text that a reader would expect, as those of a workbook do: what is missing
    (None, NaN, NaT) is blank, whole numbers have no `.0`, dates are yyyy-mm-dd.

    >>> import pandas
    >>> csv_of_frame(pandas.DataFrame({"id": ["P1", "P2"], "postcode": [38000.0, None]}))
    b'id,postcode\nP1,38000\nP2,\n'
    """
    headings = [_text(heading) for heading in frame.columns]
    columns = [list(map(_text, frame.iloc[:, place])) for place in range(len(headings))]
    return write_csv([headings, *map(list, zip(*columns, strict=True))])


def file_of_frame(frame: pandas.DataFrame, name: str) -> MemoryFile:
    """The file of a DataFrame, under a name for messages: rows count from 1, the headings first."""
    return MemoryFile(name, csv_of_frame(frame))


def _text(cell: object) -> str:
    import numpy as np
    import pandas

    if isinstance(cell, str):
        return cell
    if isinstance(cell, np.datetime64):
        cell = pandas.Timestamp(cell)
    if isinstance(cell, np.generic):
        cell = cell.item()
    if cell is None or cell is pandas.NA or cell is pandas.NaT or cell != cell:
        return ""
    if isinstance(cell, pandas.Timestamp):
        return cell_text(cell.to_pydatetime(warn=False))
    return cell_text(cell)
