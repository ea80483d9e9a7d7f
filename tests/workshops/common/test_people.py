"""Reading the people of a workshop: ids, names, columns, and everything that can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sortition.base.errors import BadInput
from sortition.people.cells import BLANK
from workshops.common.people import Columns, natural, read_guests


def write(folder: Path, text: str) -> Path:
    path = folder / "liste.csv"
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path, columns: Columns, fewest: int = 1, most: int | None = None) -> list[str]:
    with pytest.raises(BadInput) as found:
        read_guests(path, columns, fewest=fewest, most=most)
    return [one.code for one in found.value.messages]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("nom,prenom", ("Diop", "Awa")),
        ("NOM,Prénom", ("Diop", "Awa")),
        ("last_name,first_name", ("Diop", "Awa")),
        ("name,autre", ("Diop", "")),
    ],
)
def test_names_are_found_under_their_usual_headings(
    tmp_path: Path, header: str, expected: tuple[str, str]
) -> None:
    """nom/prenom, last_name/first_name or name, whatever the case."""
    (one,) = read_guests(write(tmp_path, f"{header}\nDiop,Awa\n"), Columns()).participants
    assert (one.last_name, one.first_name) == expected


def test_people_without_an_id_have_their_row_number(tmp_path: Path) -> None:
    """Rows are numbered as in the spreadsheet: below the headings the first one is 2."""
    path = write(tmp_path, "nom,prenom\nA,a\n\nB,b\n")
    assert read_guests(path, Columns()).ids == ("2", "4")


def test_id_column_is_found_or_named(tmp_path: Path) -> None:
    """`id` or `identifiant` is taken unasked, any other column when named."""
    assert read_guests(write(tmp_path, "identifiant;nom\nZ9;A\n"), Columns()).ids == ("Z9",)
    assert read_guests(write(tmp_path, "code;nom\nZ9;A\n"), Columns(id="Code")).ids == ("Z9",)


def test_order_of_the_file_does_not_matter(tmp_path: Path) -> None:
    """People are listed by id, as people sort numbers, and so are their categories."""
    columns = Columns(mix=("sexe",))
    one = read_guests(write(tmp_path, "id,sexe\n10,F\n9,M\n2,\n"), columns)
    other = read_guests(write(tmp_path, "id,sexe\n2,\n9,M\n10,F\n"), columns)
    assert one == other
    assert one.ids == ("2", "9", "10")


def test_blank_cells_are_a_category_of_their_own(tmp_path: Path) -> None:
    """An empty cell of a criterion is counted as « — », and this is said."""
    path = write(tmp_path, "id,sexe\n" + "".join(f"{n},{'F' * (n % 3 > 0)}\n" for n in range(9)))
    found = read_guests(path, Columns(mix=("sexe",)))
    assert found.mix[0].categories == ("F", BLANK)
    (note,) = found.notes
    assert (note.code, note.params["n"]) == ("mix-blank", 3)


def test_categories_compare_without_case_and_space(tmp_path: Path) -> None:
    """The spelling most people use is shown."""
    rows = "".join(f"{n},{v}\n" for n, v in enumerate(("Nord", "nord ", "NORD", "Nord", "Sud")))
    found = read_guests(write(tmp_path, "id,lieu\n" + rows), Columns(mix=("lieu",)))
    assert found.mix[0].categories == ("Nord", "Sud")
    assert found.mix[0].codes == (0, 0, 0, 0, 1)


def test_too_many_categories_are_pointed_out(tmp_path: Path) -> None:
    """A column in which nearly everyone differs cannot be mixed, and this is said."""
    path = write(tmp_path, "id,age\n" + "".join(f"{n},{n + 20}\n" for n in range(15)))
    assert [n.code for n in read_guests(path, Columns(mix=("age",))).notes] == ["mix-many"]


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Missing columns with the nearest, repeated and missing ids, a yes or no that is neither."""
    path = write(tmp_path, "id,sexe,porte\n1,F,oui\n1,M,peut-être\n,F,\n")
    columns = Columns(mix=("sex", "région"), near_door="porte")
    assert problems(path, columns, fewest=4) == [
        "column-missing-near",
        "column-missing",
        "id-missing",
        "id-repeated",
        "people-too-few",
        "yes-or-no",
    ]


def test_repeated_id_names_its_rows(tmp_path: Path) -> None:
    """Rows are numbered as in the spreadsheet."""
    path = write(tmp_path, "id\n7\n8\n7\n")
    with pytest.raises(BadInput) as found:
        read_guests(path, Columns())
    assert found.value.messages[0].params["rows"] == "2, 4"


def test_empty_list_is_refused(tmp_path: Path) -> None:
    """A header without rows, and a file without anything."""
    assert problems(write(tmp_path, "id,nom\n"), Columns()) == ["table-no-rows"]
    assert problems(write(tmp_path, ""), Columns()) == ["table-empty"]


def test_too_many_people_are_probably_the_wrong_file(tmp_path: Path) -> None:
    """A register of a whole city is no workshop."""
    path = write(tmp_path, "id\n" + "".join(f"{n}\n" for n in range(30)))
    assert problems(path, Columns(), most=20) == ["people-too-many"]


@given(st.lists(st.text(max_size=6), max_size=8))
def test_ids_of_any_kind_can_be_sorted(ids: list[str]) -> None:
    """Numbers by size, everything else by its letters, never a comparison that fails."""
    backwards = ids[::-1]
    assert sorted(ids, key=natural) == sorted(backwards, key=natural)


def test_numbers_in_ids_sort_by_size() -> None:
    """A2 comes before A10."""
    assert sorted(["A10", "A2", "10", "9"], key=natural) == ["9", "10", "A2", "A10"]
