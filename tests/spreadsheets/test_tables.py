"""Reading tables as people really have them, and writing ours."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pandas
import pytest
import xlwt
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sortition.base.errors import BadInput, Message
from sortition.base.messages import Words, catalogue
from sortition.base.text import BLANKS, NO_WIDTH, folded, nearest
from sortition.spreadsheets import Table, read_table, write_csv
from sortition.spreadsheets.cells import clean, letter

Rows = Sequence[Sequence[str]]


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file and gives its path."""

    def write(content: str | bytes, name: str = "gens.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


Save = Callable[..., Path]


def cells(table: Table) -> list[list[str]]:
    """Header and rows of a table, as lists of text."""
    return [list(table.frame.columns), *table.frame.to_numpy().tolist()]


def refused(path: Path, *, wanted: Sequence[str] = (), sheet: str | None = None) -> list[Message]:
    """What is wrong with a file."""
    with pytest.raises(BadInput) as caught:
        read_table(path, wanted=wanted, sheet=sheet)
    assert caught.value.exit_status == 2
    return list(caught.value.messages)


def codes(messages: Iterable[Message]) -> list[str]:
    return [message.code for message in messages]


class Special(str):
    """A cell that openpyxl is to take for a formula or an error, not for text."""


def xlsx(*sheets: tuple[str, Mapping[str, object]], hidden: Sequence[str] = ()) -> bytes:
    """A workbook: sheets with a name and cells by their address."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, content in sheets:
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for address, value in content.items():
            sheet[address] = value
            if type(value) is str:
                sheet[address].data_type = "s"
    book.active = next(n for n, (name, _) in enumerate(sheets) if name not in hidden)
    return saved(book)


def saved(book: openpyxl.Workbook | xlwt.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls(rows: Sequence[Sequence[object]]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Feuil1")
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            style = xlwt.easyxf(num_format_str="DD/MM/YYYY") if isinstance(value, dt.date) else None
            sheet.write(down, across, value, style or xlwt.easyxf())
    return saved(book)


def ods(frame: pandas.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.to_excel(stream, engine="odf", index=False)  # type: ignore[arg-type]  # unknown to the stubs
    return stream.getvalue()


# --- text: encodings, separators, quotation marks -------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-be with mark"]
)
def test_encoding_is_found_out(save: Save, encoding: str) -> None:
    """Text reads the same in every encoding that spreadsheets write."""
    text = "id;prénom\n1;Zoé\n2;Œuf à 3 €\n"
    data = (
        b"\xfe\xff" + text.encode("utf-16-be")
        if encoding.startswith("utf-16-be")
        else text.encode(encoding)
    )
    assert cells(read_table(save(data))) == [["id", "prénom"], ["1", "Zoé"], ["2", "Œuf à 3 €"]]


def test_utf8_with_a_stray_line_is_refused(save: Save) -> None:
    """A line pasted from another encoding is named, instead of spoiling every accent."""
    data = "id;prénom\n1;Zoé\n2;Élodie\n".encode() + "3;Chloé\n".encode("cp1252")
    (problem,) = refused(save(data))
    assert problem.code == "table-mixed-encoding"
    assert problem.params["lines"] == ["4"]


def test_utf8_cut_in_the_middle_of_a_letter_is_refused(save: Save) -> None:
    """A file whose last bytes are missing is not read as if it were whole."""
    assert codes(refused(save("id;prénom\n1;Zoé\n2;Chloé".encode()[:-1]))) == [
        "table-mixed-encoding"
    ]


def test_a_byte_order_mark_is_believed(save: Save) -> None:
    """A file that announces UTF-8 is never read as something else."""
    data = b"\xef\xbb\xbfid;nom\n1;Zo\xe9\n2;Cl\xe9o\n"
    (problem,) = refused(save(data))
    assert (problem.code, problem.params["lines"]) == ("table-mixed-encoding", ["2", "3"])


def test_other_encodings_are_refused(save: Save) -> None:
    """Bytes that are neither UTF-8 nor Windows-1252 are refused, with the line."""
    (problem,) = refused(save("id;ville\n1;Orléans\n2;Besançon è\n".encode("mac-roman")))
    assert (problem.code, problem.params["row"]) == ("table-encoding", "3")


@pytest.mark.parametrize(
    "data", [b"\0\1\2" * 40, b"\x89PNG\r\n\x1a\n\0\0", "é;à".encode("utf-16-le")]
)
def test_binary_files_are_refused(save: Save, data: bytes) -> None:
    """A picture, or text without a sign of its encoding, is not read as a table."""
    assert codes(refused(save(data))) == ["table-binary"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id;lat\n1;3,5\n2;4,5\n", [["id", "lat"], ["1", "3,5"], ["2", "4,5"]]),
        ("a, b;c\nDupont, Jean;F\n", [["a, b", "c"], ["Dupont, Jean", "F"]]),
        ("id;rue\n1;2, X, Y\n2;3, X, Y\n", [["id", "rue"], ["1", "2, X, Y"], ["2", "3, X, Y"]]),
        ("nom\nDupont, Jean\nMartin, Anne\n", [["nom"], ["Dupont, Jean"], ["Martin, Anne"]]),
        ('nom\n"Dupont, J; K"\nMartin\n', [["nom"], ["Dupont, J; K"], ["Martin"]]),
        ('id, nom\n1, "Dupont, J"\n2, b\n', [["id", "nom"], ["1", "Dupont, J"], ["2", "b"]]),
        ("id\tnom\n1\ta, b\n", [["id", "nom"], ["1", "a, b"]]),
        ("id|nom\n1|a;b\n", [["id", "nom"], ["1", "a;b"]]),
        ("sep=|\r\nid|a;b\r\n1|2\r\n", [["id", "a;b"], ["1", "2"]]),
        ("SEP=;\nid,x;y\n1;2\n", [["id,x", "y"], ["1", "2"]]),
        ("id;nom\r1;a\r2;b", [["id", "nom"], ["1", "a"], ["2", "b"]]),
        ('id;nom\n1;Jean "Jojo" D\n', [["id", "nom"], ["1", 'Jean "Jojo" D']]),
        ('id;nom\n1;"a ""b"" ; c\nd"\n', [["id", "nom"], ["1", 'a "b" ; c\nd']]),
        ('\ufeff\ufeff"id";"nom"\n"1";"a"\n', [["id", "nom"], ["1", "a"]]),
        ("e\u0301;\xa0x\xa0\n\u200bZoe\u0301\u200b; a\xa0b \n", [["é", "x"], ["Zoé", "a\xa0b"]]),
        ("id;v\n007;NA\nnull;1e5\n", [["id", "v"], ["007", "NA"], ["null", "1e5"]]),
    ],
)  # fmt: skip
def test_text_as_it_comes(save: Save, text: str, expected: Rows) -> None:
    """The separator is found out, quotation marks are undone, cells trimmed."""
    assert cells(read_table(save(text))) == expected


def test_wanted_names_find_the_separator(save: Save) -> None:
    """Where two separators would do, the one that yields the wanted columns is right."""
    text = "a;b,c;d\n1;2,3;4\n"
    assert cells(read_table(save(text), wanted=["b,c"]))[0] == ["a", "b,c", "d"]
    assert cells(read_table(save(text), wanted=["a;b", "c;d"]))[0] == ["a;b", "c;d"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id;nom\n1;a\n2;"b\n3;c\n', "3"),
        ('id;nom\n1;"a\n2;"b"\n3;c\n', "2"),
        ('id;nom\n1;"a\nb"\n2;"Jojo" D\n', "4"),
        ('sep=;\nid;nom\n1;"a\n', "3"),
    ],
)
def test_unclosed_quotation_mark_names_its_line(save: Save, text: str, line: str) -> None:
    """A quotation mark that is not closed is an error at the line where it opens."""
    (problem,) = refused(save(text))
    assert (problem.code, problem.params["row"]) == ("table-quote", line)


# --- which rows: titles, blank lines, cut lines ---------------------------------------------------


def test_row_numbers_are_those_of_the_spreadsheet(save: Save) -> None:
    """Titles, the header and blank lines count; a cell of two lines is one row."""
    table = read_table(save('\nListe\n\nid;nom\n1;"a\nb"\n;;\n2;c\n;\n\n'))
    assert cells(table) == [["id", "nom"], ["1", "a\nb"], ["2", "c"]]
    assert table.rows == (5, 7)
    assert codes(table.notes) == ["table-header-row", "table-blank-lines"]
    assert table.notes[0].params["row"] == "4"
    assert table.notes[1].params["n"] == 1
    assert table.notes[1].params["row"] == "6"


def test_blank_lines_at_the_end_are_not_mentioned(save: Save) -> None:
    """Blank lines below the table are no news."""
    table = read_table(save("id;nom\n1;a\n;\n \u200b;\n\n"))
    assert table.rows == (2,)
    assert table.notes == ()


def test_wanted_names_find_the_header_below_titles(save: Save) -> None:
    """Titles of several cells are skipped when the wanted names stand lower."""
    table = read_table(save("Ville;2019;p. 1\nid;NOM;x\n1;a;b\n"), wanted=["Id", "nom"])
    assert cells(table) == [["id", "NOM", "x"], ["1", "a", "b"]]
    assert table.rows == (3,)
    assert codes(table.notes) == ["table-header-row"]


def test_header_is_sought_in_twenty_rows(save: Save) -> None:
    """A line with the wanted names far below is data."""
    text = "a;b\n" + "1;2\n" * 19 + "id;nom\n3;4\n"
    assert cells(read_table(save(text), wanted=["id", "nom"]))[0] == ["a", "b"]
    assert cells(read_table(save(text[4:]), wanted=["id", "nom"]))[0] == ["id", "nom"]


def test_a_remark_in_the_margin_is_not_a_header(save: Save) -> None:
    """People above the only wide line of a narrow list are not taken for titles."""
    content = {"A1": "nom", "A2": "a", "A3": "b", "C3": "remarque", "A4": "c"}
    table = read_table(save(xlsx(("F", content)), "a.xlsx"))
    assert table.rows == (2, 3, 4)
    assert list(table.frame.columns) == ["nom", "colonne C"]


def test_ragged_rows_are_all_listed(save: Save) -> None:
    """Every line that is too short or too long is named, ten at most, then how many more."""
    short = "".join(f"{n};x\n" for n in range(11))
    problems = refused(save("id;a;b\n1;2;3;;\n" + short + "1;2;3;4\n"))
    assert codes(problems) == ["table-ragged-row"] * 10 + ["table-ragged-more"]
    assert problems[0].params["row"] == "3"
    assert problems[0].params["n"] == 2
    assert problems[0].params["expected"] == 3
    assert "value" not in problems[0].params
    assert problems[-1].params["n"] == 2


def test_all_problems_are_reported_at_once(save: Save) -> None:
    """A cut line does not hide a column that stands twice."""
    problems = refused(save("id;nom;nom\n1;a;b\n2;c\n"), wanted=["nom"])
    assert codes(problems) == ["table-ragged-row", "table-duplicate-column"]


@pytest.mark.parametrize("text", ["", " \n", "\ufeff", "\n\n;;\n , ", "sep=;\n"])
def test_empty_files_are_refused(save: Save, text: str) -> None:
    """A file without a filled cell is empty, whatever separators it has."""
    assert codes(refused(save(text))) == ["table-empty"]


@pytest.mark.parametrize("text", ["id;nom\n", "id", "\nid,nom\n,\n", "Titre\nid;nom\n"])
def test_a_header_alone_is_refused(save: Save, text: str) -> None:
    """A header without rows is an error."""
    assert codes(refused(save(text))) == ["table-no-rows"]


# --- which columns --------------------------------------------------------------------------------


def test_a_nameless_column_is_named_by_its_letter(save: Save) -> None:
    """A column with content but no name gets its letter, one with neither goes, and it is said."""
    table = read_table(save("id;;nom;;\n1;x;a\n2;;b;z;\n"))
    assert cells(table)[0] == ["id", "colonne B", "nom", "colonne D"]
    assert [note.params["letter"] for note in table.notes] == ["B", "D"]


def test_letters_count_from_the_sheet_not_from_the_table(save: Save) -> None:
    """A table that starts at C5 has the letters and row numbers the user sees."""
    content = {"C5": "id", "E5": "nom", "C6": 1, "D6": "x", "E6": "a"}
    table = read_table(save(xlsx(("F", content)), "a.xlsx"))
    assert cells(table) == [["id", "colonne D", "nom"], ["1", "x", "a"]]
    assert table.rows == (6,)


@pytest.mark.parametrize(
    ("header", "wanted", "error"),
    [
        ("nom;nom", (), True),
        ("nom;NOM", (), True),
        ("nom;nom", ("nom",), True),
        ("Nom;NOM", ("nom",), True),
        ("nom;NOM", ("nom",), False),
        ("nom;nom", ("id",), False),
    ],
)
def test_names_that_stand_twice(
    save: Save, header: str, wanted: Sequence[str], error: bool
) -> None:
    """Two columns of one name are an error when it matters which is meant, else renamed."""
    path = save(f"id;{header}\n1;a;b\n")
    if error:
        (problem,) = refused(path, wanted=wanted)
        assert problem.code == "table-duplicate-column"
        assert problem.params["letters"] == ["B", "C"]
    else:
        table = read_table(path, wanted=wanted)
        assert table.frame.columns.is_unique
        assert table.frame["nom"].tolist() == ["a"]


def test_an_empty_twin_does_not_matter(save: Save) -> None:
    """Of two columns of one name, the one with content keeps it."""
    table = read_table(save("id;nom;nom\n1;;a\n"))
    assert table.frame["nom"].tolist() == ["a"]
    assert codes(table.notes) == ["table-renamed-column"]


def test_column_finds_a_name_as_written_first(save: Save) -> None:
    """`column` prefers the exact name, then forgives case and spaces, and says None otherwise."""
    table = read_table(save("Code  Postal;sexe;SEXE\n1;F;H\n"), wanted=["sexe"])
    assert table.column("sexe") == "sexe"
    assert table.column("SEXE") == "SEXE"
    assert table.column(" code postal ") == "Code  Postal"
    assert table.column("CODE\xa0POSTAL") == "Code  Postal"
    assert table.column("commune") is None


def test_a_missing_wanted_column_is_not_an_error_here(save: Save) -> None:
    """The caller decides what a missing column means."""
    assert read_table(save("a;b\n1;2\n"), wanted=["id"]).column("id") is None


def test_table_describes_its_file(save: Save) -> None:
    """A table has the file's name, the hash of its bytes, text cells and a plain index."""
    path = save("id;nom\n1;\n2;b\n")
    table = read_table(path)
    assert table.name == "gens.csv"
    assert table.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(table.frame.index) == [0, 1]
    assert all(type(cell) is str for row in cells(table) for cell in row)


# --- workbooks ------------------------------------------------------------------------------------


def test_workbook_cells_become_the_text_one_expects(save: Save) -> None:
    """Whole numbers have no decimals, dates are ISO, and NA is not a missing value."""
    content: dict[str, object] = {
        "A1": "id", "B1": "v", "A2": 12, "B2": dt.date(2000, 1, 2), "A3": 0.1,
        "B3": dt.datetime(2000, 1, 2, 3, 4, 5), "A4": True, "B4": "NA", "A5": 12345678901234,
        "B5": dt.datetime(2000, 1, 2), "A6": "007", "B6": dt.time(9, 30), "A7": -3.0, "B7": False,
        "A8": " a\xa0", "B8": dt.timedelta(hours=30),
    }  # fmt: skip
    assert cells(read_table(save(xlsx(("F", content)), "a.xlsx"))) == [
        ["id", "v"],
        ["12", "2000-01-02"],
        ["0.1", "2000-01-02 03:04:05"],
        ["TRUE", "NA"],
        ["12345678901234", "2000-01-02"],
        ["007", "09:30:00"],
        ["-3", "FALSE"],
        ["a", "30:00:00"],
    ]


def test_old_and_open_workbooks_read_alike(save: Save) -> None:
    """Xls and ods give the same text as xlsx."""
    expected = [["id", "né"], ["7", "1990-05-04"], ["NA", "1990-05-05"]]
    header = ["id", "né"]
    rows: list[list[object]] = [[7, dt.date(1990, 5, 4)], ["NA", dt.date(1990, 5, 5)]]
    assert cells(read_table(save(xls([header, *rows]), "a.xls"))) == expected
    frame = pandas.DataFrame(rows, columns=header)
    assert cells(read_table(save(ods(frame), "a.ods"))) == expected


def test_blank_rows_of_a_sheet_of_one_column_count(save: Save) -> None:
    """Row numbers stay true in a list of one column."""
    table = read_table(save(xlsx(("F", {"A2": "nom", "A3": "a", "A6": "b"})), "a.xlsx"))
    assert table.rows == (3, 6)
    assert table.notes[0].params["n"] == 2


def test_zeros_are_not_blank(save: Save) -> None:
    """A row of zeros is a row; a row of cells in error is one too."""
    content = {"A1": "a", "B1": "b", "A2": 0, "B2": False, "B3": Special("#REF!"), "A4": 0.0}
    table = read_table(save(xlsx(("F", content)), "a.xlsx"))
    assert cells(table)[1:] == [["0", "FALSE"], ["", "#REF!"], ["0", ""]]


def test_the_first_visible_sheet_is_read(save: Save) -> None:
    """A hidden sheet is not the first one; the others are named."""
    sheets = [(name, {"A1": "nom", "A2": name}) for name in ("Listes", "Gens", "Autres")]
    path = save(xlsx(*sheets, hidden=["Listes"]), "a.xlsx")
    table = read_table(path)
    assert cells(table) == [["nom"], ["Gens"]]
    (note,) = table.notes
    assert (note.params["sheet"], note.params["others"]) == ("Gens", ["Autres"])


def test_a_sheet_can_be_chosen(save: Save) -> None:
    """`sheet` names the sheet, without regard to case; a wrong name gets the nearest one."""
    sheets = [(name, {"A1": "nom", "A2": name}) for name in ("Gens", "Réponses")]
    path = save(xlsx(*sheets), "a.xlsx")
    table = read_table(path, sheet=" réponses")
    assert cells(table) == [["nom"], ["Réponses"]]
    assert table.notes == ()
    (problem,) = refused(path, sheet="Reponse")
    assert problem.params["near"] == "Réponses"
    assert codes(refused(path, sheet="zzz")) == ["table-unknown-sheet"]
    assert codes(refused(save("a;b\n1;2\n"), sheet="Gens")) == ["table-no-sheets"]


def test_a_cell_in_error_does_not_pass_for_a_blank(save: Save) -> None:
    """What a spreadsheet shows as #N/A is read as #N/A."""
    content = {"B2": "id", "C2": "secteur", "B3": 1, "C3": Special("#N/A"), "B4": 2, "C4": "2"}
    path = save(xlsx(("Autre", {"A1": "x", "A2": "y"}), ("F", content)), "a.xlsx")
    assert cells(read_table(path, sheet="F")) == [["id", "secteur"], ["1", "#N/A"], ["2", "2"]]


def test_a_formula_that_was_never_computed_is_refused(save: Save) -> None:
    """A formula without a result would be read as a blank: its cell is named instead."""
    content = {
        "A1": "id",
        "B1": "n",
        "A2": 1,
        "B2": Special("=1+1"),
        "A3": 2,
        "B3": Special("=2+2"),
    }
    (problem,) = refused(save(xlsx(("F", content)), "a.xlsx"))
    assert (problem.code, problem.params["cells"]) == ("table-formula", ["B2", "B3"])


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a", "a.dat"])
def test_a_workbook_is_recognised_under_any_name(save: Save, name: str) -> None:
    """What a file is shows in its content; a text extension on a workbook is mentioned."""
    table = read_table(save(xlsx(("F", {"A1": "id", "A2": 1})), name))
    assert cells(table) == [["id"], ["1"]]
    assert codes(table.notes) == (["table-is-workbook"] if name == "a.csv" else [])


def test_a_text_named_as_a_workbook_is_read_and_mentioned(save: Save) -> None:
    """Exports that are text under an xls name are read."""
    table = read_table(save("id\tnom\n1\ta\n", "a.xls"))
    assert cells(table) == [["id", "nom"], ["1", "a"]]
    assert codes(table.notes) == ["table-is-text"]


def test_locked_and_damaged_workbooks_are_told_apart(save: Save) -> None:
    """A password is named as such where it can be seen."""
    whole = xlsx(("F", {"A1": "id", "A2": 1}))
    assert codes(refused(save(whole[:2000], "a.xlsx"))) == ["table-broken-workbook"]
    assert codes(refused(save(b"PK\x03\x04rien", "a.docx"))) == ["table-broken-workbook"]
    assert codes(refused(save(locked_xlsx(), "a.xlsx"))) == ["table-locked"]
    old = xls([["id"], [1]])
    after = old.index(b"\x09\x08\x10\x00") + 20
    assert codes(refused(save(old[:after] + b"\x2f\x00" + old[after + 2 :], "a.xls"))) == [
        "table-locked"
    ]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert codes(refused(save(stream.getvalue(), "a.ods"))) == ["table-locked"]


def locked_xlsx() -> bytes:
    """As much of a password-protected xlsx as tells what it is."""
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    return start + "EncryptedPackage".encode("utf-16-le") + b"\0" * 400


# --- the file itself ------------------------------------------------------------------------------


def test_a_missing_file_gets_the_nearest_name(save: Save, tmp_path: Path) -> None:
    """A misspelt file name is answered with the file that is there."""
    save("a", "registre.csv")
    (problem,) = refused(tmp_path / "regitre.csv")
    assert (problem.code, problem.params["near"]) == ("table-not-found-near", "registre.csv")
    assert codes(refused(tmp_path / "zzz.xlsx")) == ["table-not-found"]
    assert codes(refused(tmp_path / "nulle" / "part.csv")) == ["table-not-found"]


def test_a_file_that_cannot_be_opened(
    save: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders, forbidden files and failing disks are errors with words."""
    assert codes(refused(tmp_path)) == ["table-folder"]
    assert codes(refused(save("a") / "b.csv")) == ["table-unreadable"]

    def forbid(self: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", forbid)
    assert codes(refused(save("a"))) == ["table-forbidden"]
    assert codes(refused(tmp_path)) == ["table-folder"]


@pytest.mark.parametrize(
    "start", ["<html><table>", " <!DOCTYPE html>", "%PDF-1.4\n", "{\\rtf1", '<?xml version="1.0"?>']
)
def test_documents_are_not_tables(save: Save, start: str) -> None:
    """A web page or a document under a table's name is refused by its kind."""
    assert codes(refused(save(start, "a.xls"))) == ["table-other-kind"]


# --- small things ---------------------------------------------------------------------------------


def test_blanks_include_all_white_space() -> None:
    """Whatever Python takes for white space is stripped, and what has no width."""
    white = {chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()}
    assert white <= set(BLANKS)
    assert clean(BLANKS + "a b" + BLANKS) == "a b"
    assert all(not character.isspace() for character in NO_WIDTH)


def test_letters_are_those_of_a_spreadsheet() -> None:
    """Columns are counted A to Z, then AA."""
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    ("word", "known", "answer"),
    [
        ("sexe", ["Sexe ", "âge"], "Sexe "),
        ("prenom", ["nom", "prénom"], "prénom"),
        ("date_naisance", ["date_naissance", "date"], "date_naissance"),
        ("H", ["F", "M"], None),
        ("x", [], None),
        ("abcd", ["abce", "abcf"], "abcf"),
    ],
)
def test_nearest_spelling(word: str, known: list[str], answer: str | None) -> None:
    """The nearest spelling is found whatever the order of the known ones, or none."""
    assert nearest(word, known) == answer
    assert nearest(word, reversed(known)) == answer


@pytest.mark.parametrize(
    "cell", ["-3,5", "+33 6 12 34 56 78", "-3.5", "-12 %", "+33.6.12", "-1\u202f000", "a=b", ""]
)
def test_plain_cells_are_written_as_they_are(cell: str) -> None:
    """Numbers, and cells that no spreadsheet runs, get no apostrophe."""
    assert write_csv([["x", cell]]) in (f"x,{cell}\n".encode(), f'x,"{cell}"\n'.encode())


@pytest.mark.parametrize(
    "cell", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "-1+2", "-3,5)", "-", "'=1"]
)
def test_formulas_are_written_behind_an_apostrophe(cell: str) -> None:
    """A cell that a spreadsheet would run is protected."""
    (row,) = csv.reader(io.StringIO(write_csv([["x", cell]]).decode(), newline=""))
    assert row == ["x", "'" + cell]


def test_importing_is_light() -> None:
    """The module alone loads neither pandas nor the reader of workbooks."""
    code = (
        "import sys, sortition.spreadsheets;"
        "sys.exit(any(name in sys.modules for name in ('pandas', 'numpy', 'python_calamine')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- properties -----------------------------------------------------------------------------------

ANY_TEXT = st.text(
    st.one_of(
        st.sampled_from("ab1é;,|\t\"'=+-@ \n"),
        st.characters(exclude_categories=["Cs", "Cc", "Cn"]),
    ),
    max_size=8,
)
# No letter of these begins, in Windows-1252, bytes that would also be UTF-8.
WESTERN_TEXT = st.text(st.sampled_from("abçé9ÀZñ;,|\t\"'= \n-"), max_size=8)
SHEET_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]), max_size=8
)


def kept(cell: str) -> bool:
    """Whether a cell is as the reader would leave it."""
    return clean(cell) == cell


@st.composite
def tables(draw: st.DrawFn, text: st.SearchStrategy[str]) -> list[list[str]]:
    """A header of different names and a few rows, none blank.

    Its first name does not begin as a document or as the line that tells the separator would.
    """
    tidy = text.map(clean).filter(kept)
    header = draw(st.lists(tidy.filter(folded), min_size=2, max_size=4, unique_by=folded))
    assume(header[0][0] not in "<{%" and not header[0].lower().startswith("sep="))
    row = st.lists(tidy, min_size=len(header), max_size=len(header)).filter(any)
    return [header, *draw(st.lists(row, min_size=1, max_size=5))]


def read_back(data: bytes, name: str, wanted: Sequence[str], folder: Path) -> Table:
    path = folder / name
    path.write_bytes(data)
    return read_table(path, wanted=wanted)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all the examples of a property."""
    return tmp_path_factory.mktemp("tables")


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    rows=tables(ANY_TEXT),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_text_reads_back(
    rows: list[list[str]], separator: str, encoding: str, end: str, folder: Path
) -> None:
    """Any table in any separator and encoding reads back the same."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=end).writerows(rows)
    table = read_back(stream.getvalue().encode(encoding), "a.csv", rows[0], folder)
    assert cells(table) == rows
    assert table.rows == tuple(range(2, len(rows) + 1))


@settings(max_examples=60, deadline=None)
@given(rows=tables(WESTERN_TEXT), separator=st.sampled_from(",;\t|"))
def test_western_text_reads_back(rows: list[list[str]], separator: str, folder: Path) -> None:
    """Windows-1252, which nothing announces, reads back the same."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerows(rows)
    assert cells(read_back(stream.getvalue().encode("cp1252"), "a.csv", rows[0], folder)) == rows


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(rows=tables(ANY_TEXT), known=st.booleans())
def test_what_we_write_we_read(rows: list[list[str]], known: bool, folder: Path) -> None:
    """Our own files read back unchanged, formulas and apostrophes included."""
    data = write_csv(rows)
    assert write_csv(rows) == data
    wide = all(sum(map(bool, row)) > 1 for row in rows[:3])
    wanted = rows[0] if known or not wide else ()
    assert cells(read_back(data, "a.csv", wanted, folder)) == rows


@settings(max_examples=25, deadline=None)
@given(rows=tables(SHEET_TEXT), kind=st.sampled_from(["xlsx", "xls", "ods"]))
def test_any_workbook_reads_back(rows: list[list[str]], kind: str, folder: Path) -> None:
    """Any table of text in a workbook reads back the same."""
    if kind == "xlsx":
        content: dict[str, object] = {
            f"{letter(across)}{down}": cell
            for down, row in enumerate(rows, 1)
            for across, cell in enumerate(row)
        }
        data = xlsx(("F", content))
    else:
        data = xls(rows) if kind == "xls" else ods(pandas.DataFrame(rows[1:], columns=rows[0]))
    table = read_back(data, f"a.{kind}", rows[0], folder)
    assert cells(table) == rows
    assert table.rows == tuple(range(2, len(rows) + 1))


@settings(max_examples=150, deadline=None)
@given(
    data=st.one_of(st.binary(max_size=60), ANY_TEXT.map(str.encode)),
    name=st.sampled_from(["a.csv", "a.xlsx"]),
)
def test_no_content_is_a_crash(data: bytes, name: str, folder: Path) -> None:
    """Whatever the bytes, the answer is a table of clean text or a refusal."""
    try:
        table = read_back(data, name, (), folder)
    except BadInput as error:
        assert error.messages
    else:
        for row in cells(table):
            assert all(cell == cell.strip(BLANKS) for cell in row)
            assert all(unicodedata.is_normalized("NFC", cell) for cell in row)
        assert len(table.rows) == len(table.frame)


# --- words ----------------------------------------------------------------------------------------

TWO_SHEETS = xlsx(("Gens", {"A1": "id", "A2": 1}), ("Vide", {}))
CASES: dict[str, tuple[str | bytes, str, str | None]] = {
    "table-empty": ("", "a.csv", None),
    "table-empty-sheet": (TWO_SHEETS, "a.xlsx", "Vide"),
    "table-no-rows": ("id;nom\n", "a.csv", None),
    "table-binary": (b"\0", "a.csv", None),
    "table-other-kind": ("<html>", "a.xls", None),
    "table-encoding": (b"id\n\x81\n", "a.csv", None),
    "table-mixed-encoding": ("é;à\nç;".encode() + b"\xe9", "a.csv", None),
    "table-quote": ('id;nom\n1;"a\n', "a.csv", None),
    "table-long-cell": ('id;nom\n1;"' + "x" * 200_000, "a.csv", None),
    "table-ragged-row": ("id;nom\n1\n1;2;3\n", "a.csv", None),
    "table-ragged-more": ("id;nom\n" + "1\n" * 11, "a.csv", None),
    "table-duplicate-column": ("id;id\n1;2\n", "a.csv", None),
    "table-locked": (locked_xlsx(), "a.xlsx", None),
    "table-broken-workbook": (b"PK\x03\x04", "a.xlsx", None),
    "table-formula": (xlsx(("F", {"A1": "id", "A2": Special("=1+1")})), "a.xlsx", None),
    "table-unknown-sheet": (TWO_SHEETS, "a.xlsx", "zzz"),
    "table-unknown-sheet-near": (TWO_SHEETS, "a.xlsx", "Gen"),
    "table-no-sheets": ("id;nom\n1;a\n", "a.csv", "Gens"),
    "table-header-row": ("Titre\nid;nom\n1;a\n", "a.csv", None),
    "table-untitled": ("Dupont;z.dupont@example.org\nPetit;a.petit@example.org\n", "a.csv", None),
    "table-blank-lines": ("id;nom\n\n1;a\n\n2;b\n", "a.csv", None),
    "table-blank-header": ("id;;x\n1;a;b\n", "a.csv", None),
    "table-renamed-column": ("id;nom;nom\n1;a;\n", "a.csv", None),
    "table-other-sheets": (TWO_SHEETS, "a.xlsx", None),
    "table-is-workbook": (TWO_SHEETS, "a.csv", None),
    "table-is-text": ("id;nom\n1;a\n", "a.xlsx", None),
}
# Said of the file rather than of its content: tested above with the file system.
OF_THE_FILE = {
    "table-not-found": {"file": "a.csv"},
    "table-not-found-near": {"file": "a.csv", "near": "b.csv"},
    "table-folder": {"file": "a"},
    "table-forbidden": {"file": "a.csv"},
    "table-unreadable": {"file": "a.csv", "value": "Input/output error"},
}


def test_every_message_has_a_case() -> None:
    """No sentence of the catalogue is without a file that provokes it."""
    assert {code for code in catalogue() if code.startswith("table-")} == {*CASES, *OF_THE_FILE}


def check_words(message: Message) -> None:
    for language in ("fr", "en"):
        text = Words(language).say(message)
        assert str(message.params["file"]) in text
        assert "{" not in text
        if language == "fr":
            assert not any(" " + mark in text for mark in ":;!?»")
            assert "« " not in text


@pytest.mark.parametrize("code", CASES)
def test_content_messages_in_both_languages(save: Save, code: str) -> None:
    """Every problem and note about a content is a sentence in French and in English."""
    content, name, sheet = CASES[code]
    path = save(content, name)
    try:
        messages: Sequence[Message] = read_table(path, sheet=sheet).notes
    except BadInput as error:
        messages = error.messages
    assert code in codes(messages)
    for message in messages:
        check_words(message)


@pytest.mark.parametrize("code", OF_THE_FILE)
def test_file_messages_in_both_languages(code: str) -> None:
    """Every problem of the file itself is a sentence in French and in English."""
    check_words(Message(code, OF_THE_FILE[code]))
