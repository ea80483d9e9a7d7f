"""Plain tables, as every spreadsheet reads them."""

from __future__ import annotations

from sortition.base.messages import Words
from sortition.documents.document import Document, Listing
from sortition.spreadsheets import write_csv


def render(document: Document, words: Words) -> bytes:
    """The document's plain table: titles, then rows. Formulas are made harmless."""
    table = document.data or Listing("", (), ())
    rows = [[column.title for column in table.columns], *map(list, table.rows)]
    return write_csv(rows)
