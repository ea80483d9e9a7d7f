"""The features file of the two-file form."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sortition.base.errors import BadInput
from sortition.base.messages import Words
from sortition.protocol.model import Criterion, Protocol, RegisterFile
from sortition.protocol.two_files import read_features, two_file_protocol

ROWS = [("sexe", "F", "2", "3"), ("sexe", "M", "2", "3"), ("âge", "16-24", "0", "5")]
READ = (
    Criterion("sexe", "sexe", quotas={"F": (2, 3), "M": (2, 3)}),
    Criterion("âge", "âge", quotas={"16-24": (0, 5)}),
)
HEADINGS = ["feature,value", "category,feature", "category,name", "Category ,NAME"]


def written(path: Path, heading: str, separator: str = ",", encoding: str = "utf-8") -> Path:
    lines = [f"{heading},min,max", *(",".join(row) for row in ROWS)]
    path.write_bytes("\n".join(lines).replace(",", separator).encode(encoding))
    return path


def refused(folder: Path, text: str) -> str:
    """What the user is told, in English."""
    path = folder / "f.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_features(path)
    return "\n".join(map(Words("en").say, caught.value.messages))


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_three_headings(tmp_path: Path, heading: str) -> None:
    """The criterion and the category may be called what other tools call them."""
    assert read_features(written(tmp_path / "f.csv", heading)).criteria == READ


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_any_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    """The encoding and the separator are found out."""
    path = written(tmp_path / "f.csv", "feature,value", separator, encoding)
    assert read_features(path).criteria == READ


def test_a_workbook_with_several_sheets(tmp_path: Path) -> None:
    """The first sheet of a workbook is read, and that it was is noted."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Quotas"
    sheet.append(["feature", "value", "min", "max", "note"])
    for criterion, category, least, most in ROWS:
        sheet.append([criterion, category, int(least), float(most), "…"])
    book.create_sheet("Autre")
    book.save(tmp_path / "f.xlsx")
    features = read_features(tmp_path / "f.xlsx")
    assert features.criteria == READ
    assert [note.code for note in features.notes] == ["table-other-sheets"]


def test_other_columns_and_case_do_not_matter(tmp_path: Path) -> None:
    """Other columns are passed over; a criterion may be written in several cases."""
    path = tmp_path / "f.csv"
    path.write_text(
        "min_flex,Feature,value,min,max\n0,sexe,F,2,3.0\n0, SEXE ,M,2,3\n", encoding="utf-8"
    )
    assert read_features(path).criteria == READ[:1]


def test_accents_make_other_categories(tmp_path: Path) -> None:
    """Categories that differ by an accent are two."""
    path = tmp_path / "f.csv"
    path.write_text("feature,value,min,max\nq,cote,0,1\nq,coté,0,1\n", encoding="utf-8")
    assert read_features(path).criteria[0].quotas == {"cote": (0, 1), "coté": (0, 1)}


def test_the_protocol_of_two_files(tmp_path: Path) -> None:
    """The two files and the options make a whole protocol, with two alternates per seat."""
    protocol = two_file_protocol(
        people=tmp_path / "people.csv",
        features=written(tmp_path / "f.csv", "feature,value"),
        seats=5,
        id_column="n°",
        household=["rue", "ville"],
    )
    assert protocol == Protocol(
        title="",
        seats=5,
        alternates=10,
        register=RegisterFile("people.csv", id="n°", household=("rue", "ville")),
        criteria=READ,
    )


HEAD = "feature,value,min,max\n"
WRONG = [
    ("critere,valeur,min,max\nsexe,F,1,2", "are missing. Columns found: critere, valeur, min, max"),
    ("feature,value,min\nsexe,F,1", "there is no column “max”"),
    (HEAD + ",F,1,2", "row 2: the criterion or the category is missing"),
    (HEAD + "sexe,,1,2", "row 2: the criterion or the category is missing"),
    (
        HEAD + "sexe,F,1,2\nSexe, f,1,2",
        "row 3: the category “f” of the criterion “sexe” is already",
    ),
    (HEAD + "sexe,F,,2", "row 2, column min: for “F”, the cell is empty"),
    (HEAD + "sexe,F,1.5,2", "row 2, column min: for “F”, “1.5” is not a whole number"),
    (HEAD + "sexe,F,1,-2", "row 2, column max: for “F”, “-2” is not a whole number"),
    (HEAD + "sexe,F,1,deux", "row 2, column max: for “F”, “deux” is not a whole number"),
    (HEAD + "sexe,F,1,²", "row 2, column max: for “F”, “²” is not a whole number"),
    (HEAD + "sexe,F,1," + "9" * 5000, "is not a whole number"),
    (HEAD + "sexe,F,4,3", "row 2: for “F”, the least, 4, is above the most, 3"),
    (HEAD, "no rows below"),
    ("", "the file is empty"),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, told: str) -> None:
    """A problem is told with its row, its column and what stands there."""
    assert told in refused(tmp_path, text)


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Every row with a problem is told."""
    told = refused(tmp_path, HEAD + "sexe,F,x,y\nsexe,M,2,1\nage,,1,1\n")
    assert [line.split(":")[0] for line in told.splitlines()] == [
        "f.csv, row 2, column min",
        "f.csv, row 2, column max",
        "f.csv, row 3",
        "f.csv, row 4",
    ]
