"""How the formats are told apart: by how a file begins, and by what its name promises."""

from typing import Final

ZIP: Final = b"PK\x03\x04"
"""What xlsx, xlsm, xlsb and ods begin with."""
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What xls begins with, and any Office workbook that a password protects."""
TEXT: Final = (".csv", ".tsv", ".txt")
WORKBOOK: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
