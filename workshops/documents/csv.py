"""Plain tables, as every spreadsheet reads them."""

from __future__ import annotations

from sortition.messages import Words
from sortition.tables import write_csv
from workshops.documents.document import Document, Table


def render(document: Document, words: Words) -> bytes:
    """The document's plain table: titles, then rows. Formulas are made harmless."""
    table = document.data or Table("", (), ())
    rows = [[column.title for column in table.columns], *map(list, table.rows)]
    return write_csv(rows)
