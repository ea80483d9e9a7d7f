"""Tables as people really have them: text of any habit, workbooks, title lines, blank lines.

`read_table` gives a file as columns of plain text, or says everything that is wrong with it.
`file_of_frame` puts a DataFrame in the place of a file.
`write_csv` gives the content of the files we write, which no spreadsheet will run as formulas.
Nothing here knows what the columns mean: a missing column is the caller's business.
"""

from sortition.spreadsheets.cells import write_csv
from sortition.spreadsheets.frame import MemoryFile, csv_of_frame, file_of_frame
from sortition.spreadsheets.reader import Table, read_table

__all__ = ["MemoryFile", "Table", "csv_of_frame", "file_of_frame", "read_table", "write_csv"]
