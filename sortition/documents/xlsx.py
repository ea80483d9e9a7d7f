"""Workbooks by xlsxwriter: one sheet per table, ready to print, and every cell a text or a number.

Nothing is ever a formula: a name that begins with `=` is written as the text it is.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from sortition.base.messages import Words
from sortition.documents.document import Column, Document, Listing

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# A workbook must say when it was made; a constant keeps the same document in the same bytes.
_CREATED: Final = dt.datetime(2000, 1, 1)
_A4: Final = 9
_MOST_WIDE: Final = 42
_MOST_WIDE_OF_MANY: Final = 18
"""Where a table has many columns of words: a page that must be shrunk is not read."""
_MANY: Final = 7
_FOOTER_HOLDS: Final = 255
_SIGNATURE: Final = 30.0
_SIGNATURE_SHARE: Final = 1.6
"""A column to write in by hand is as wide as this share of a page says."""
_FORBIDDEN_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\']")
_ACCENT: Final = "#1D3F66"
_HAIRLINE: Final = "#9A9A9A"


def render(document: Document, words: Words) -> bytes:
    """The document as a workbook."""
    from xlsxwriter import Workbook

    output = io.BytesIO()
    workbook = Workbook(
        output,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    workbook.set_properties({"title": document.full_title, "created": _CREATED})
    tables = document.sheets or ((document.data,) if document.data else ())
    for number, table in enumerate(tables, 1):
        _sheet(workbook, document, table, number, words)
    workbook.close()
    return output.getvalue()


def _sheet(
    workbook: Workbook, document: Document, table: Listing, number: int, words: Words
) -> None:
    formats = _Formats(workbook)
    sheet = workbook.add_worksheet(_sheet_name(table.title or document.kind, number))
    heading = [text for text in (document.kind, document.title, *document.lines) if text]
    for row, text in enumerate(heading):
        _across(sheet, row, text, table, formats.title if row < 2 else formats.line, row < 2)
    header = len(heading) + 1
    for index, column in enumerate(table.columns):
        centred = column.kind in ("number", "time")
        look = formats.header_centred if centred else formats.header
        sheet.write_string(header, index, column.title, look)
        sheet.set_column(index, index, _width(table, index))
    widths = _widths(table)
    signed = any(column.kind == "signature" for column in table.columns)
    rows = table.rows + (("",) * len(table.columns),) * table.blank_rows
    for line, values in enumerate(rows, header + 1):
        sheet.set_row(line, max(_height(table, values, widths), 30 if signed else 0))
        for index, (column, value) in enumerate(zip(table.columns, values, strict=True)):
            _cell(sheet, line, index, column, value, formats)
    last = header + len(rows)
    if document.footer:
        _across(sheet, last + 2, document.footer, table, formats.line, False)
    if not signed and rows:
        sheet.autofilter(header, 0, last, len(table.columns) - 1)
    sheet.freeze_panes(header + 1, 0)
    _print_settings(sheet, document, table, header, last, words)


def _across(
    sheet: Worksheet, row: int, text: str, table: Listing, look: Format, large: bool
) -> None:
    """A text over the whole width of the table, on as many lines as it takes."""
    size, per_letter = (19, 1.5) if large else (15, 1.0)
    lines = math.ceil(len(text) * per_letter / max(1, sum(_widths(table)) * 0.95))
    sheet.set_row(row, size * max(1, lines))
    if len(table.columns) > 1:
        sheet.merge_range(row, 0, row, len(table.columns) - 1, "", look)
    sheet.write_string(row, 0, text, look)


class _Formats:
    """The looks of cells."""

    def __init__(self, workbook: Workbook) -> None:
        cell: dict[str, Any] = {
            "border": 1,
            "border_color": _HAIRLINE,
            "valign": "vcenter",
            "text_wrap": True,
        }
        over: dict[str, Any] = {"text_wrap": True, "valign": "top"}
        self.title = workbook.add_format(
            {**over, "bold": True, "font_size": 14, "font_color": _ACCENT}
        )
        self.line = workbook.add_format({**over, "font_color": "#595959"})
        header = {**cell, "bold": True, "bg_color": _ACCENT, "font_color": "#FFFFFF"}
        self.header = workbook.add_format(header)
        self.header_centred = workbook.add_format({**header, "align": "center"})
        # "@" is the spreadsheet's own mark of a text: typing in the cell keeps it one.
        self.text = workbook.add_format({**cell, "num_format": "@"})
        self.name = workbook.add_format({**cell, "num_format": "@", "bold": True})
        self.number = workbook.add_format({**cell, "align": "center"})


def _cell(
    sheet: Worksheet, row: int, index: int, column: Column, value: str, formats: _Formats
) -> None:
    if column.kind == "number" and value.isascii() and value.isdigit() and len(value) < 10:
        sheet.write_number(row, index, int(value), formats.number)
    elif column.kind in ("number", "time"):
        sheet.write_string(row, index, value, formats.number)
    else:
        look = formats.name if column.kind == "name" else formats.text
        sheet.write_string(row, index, value, look)


def _print_settings(
    sheet: Worksheet, document: Document, table: Listing, header: int, last: int, words: Words
) -> None:
    sheet.set_paper(_A4)
    if document.landscape or sum(_widths(table)) > 95:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.print_area(0, 0, last + 2, max(0, len(table.columns) - 1))
    page = words("doc-sheet-page")
    sheet.set_footer(_footer(document.footer, page))


def _footer(text: str, page: str) -> str:
    """The foot of every page: as many whole sentences as it holds. All stand below the table."""
    sentences = re.split(r"(?<=\.) ", text)
    for count in range(len(sentences), -1, -1):
        kept = " ".join(sentences[:count]).replace("&", "&&")
        # `&` begins a code; a digit right after the size would be read as part of it. The page
        # has a line of its own: beside the text, programs print one over the other.
        footer = f"&L&8 {kept}\n{page}" if kept else f"&L&8 {page}"
        if len(footer) <= _FOOTER_HOLDS:
            return footer
    return f"&L&8 {page}"


def _sheet_name(title: str, number: int) -> str:
    """A name that spreadsheets accept: 31 characters, some signs not allowed."""
    name = " ".join(_FORBIDDEN_IN_NAMES.sub(" ", title).split())[:31].strip()
    return name or str(number)


def _height(table: Listing, values: Sequence[str], widths: Sequence[float]) -> float:
    """Room for the longest cell of a row: not every program makes it when it opens the file."""
    bold = [1.25 if column.kind == "name" else 1.1 for column in table.columns]
    lines = [
        math.ceil(len(value) * factor / width)
        for value, factor, width in zip(values, bold, widths, strict=True)
    ]
    return 15.0 * max(1, *lines)


def _width(table: Listing, index: int) -> float:
    column = table.columns[index]
    if column.kind == "signature":
        return _SIGNATURE * column.width / _SIGNATURE_SHARE
    cells = [column.title, *(row[index] for row in table.rows)]
    texts = sum(one.kind in ("text", "name") for one in table.columns)
    most = _MOST_WIDE if texts < _MANY else _MOST_WIDE_OF_MANY
    return float(min(most, max(map(len, cells)) * 1.15 + 2))


def _widths(table: Listing) -> Sequence[float]:
    return [_width(table, index) for index in range(len(table.columns))]
