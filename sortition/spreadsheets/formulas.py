"""Formulas of an xlsx workbook whose result is an error, or was never computed.

Calamine gives both as blank cells. A person whose district is `#N/A` must not pass for a person
without a district, so these cells are looked up in the workbook's own XML (ECMA-376, part 1,
18.3.1.4). Other formats do not allow it: there such cells stay blank.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from sortition.base.errors import BadInput, message
from sortition.spreadsheets.formats import ZIP
from sortition.spreadsheets.layout import Grid

_SHOWN: Final = 10
_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\b([^>]*?\br="([A-Z]+)([0-9]+)"[^>]*)(?<!/)>(.*?)</(?:\w+:)?c>', re.DOTALL
)
_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b")


def put_back_errors(grid: Grid, data: bytes, name: str, sheet: int) -> None:
    """Write `#N/A` and its like into the cells that show them; refuse uncomputed formulas."""
    never_computed: list[str] = []
    for column, row, shown in _troubled(_sheet_xml(data, sheet)):
        down, across = row - grid.first_row, _position(column) - grid.first_column
        if shown is None:
            never_computed.append(f"{column}{row}")
        elif 0 <= down < len(grid.rows) and 0 <= across < len(grid.rows[down]):
            grid.rows[down][across] = shown
    if never_computed:
        raise BadInput(
            message(
                "table-formula",
                file=name,
                n=len(never_computed),
                cells=never_computed[:_SHOWN] + ["…"] * (len(never_computed) > _SHOWN),
            )
        )


def _troubled(xml: bytes) -> Iterator[tuple[str, int, str | None]]:
    """Column, row and error of the cells in error; no error where nothing was computed."""
    if b't="e"' not in xml and not _FORMULA.search(xml):
        return
    for cell in _CELL.finditer(xml):
        attributes, column, row, content = cell.groups()
        value = _VALUE.search(content)
        in_error = b't="e"' in attributes
        # A formula whose result is an empty text says so (t="str") and has no value either.
        uncomputed = not value and b't="str"' not in attributes and _FORMULA.search(content)
        if in_error and value:
            yield column.decode(), int(row), value[1].decode(errors="replace")
        elif uncomputed:
            yield column.decode(), int(row), None


def _sheet_xml(data: bytes, sheet: int) -> bytes:
    """The XML of the sheet at a position of the workbook; empty when this is not an xlsx."""
    if not data.startswith(ZIP):
        return b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
            links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            entries = [entry for entry in book.iter() if _local(entry.tag) == "sheet"]
            wanted = {_local(key): value for key, value in entries[sheet].items()}["id"]
            targets = {link.get("Id", ""): link.get("Target", "") for link in links}
            return archive.read(posixpath.join("/xl", targets[wanted]).lstrip("/"))
    except Exception:
        # Another kind of zip (ods and xlsb keep their cells elsewhere), or one that is odd in any
        # of the many ways `zipfile` and the XML parser object to. Calamine has read the cells.
        return b""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _position(letters: str) -> int:
    position = 0
    for character in letters:
        position = position * 26 + ord(character) - ord("A") + 1
    return position - 1
