"""Reading who is away and who has a given seat: the ids in those files too."""

from __future__ import annotations

from pathlib import Path

import pytest

from sortition.base.errors import BadInput
from workshops.tables.read import read_absences

KNOWN = ("1", "2", "3", "4")


def test_the_away_are_read_by_round(tmp_path: Path) -> None:
    """Without a round someone is away all day; someone may stand on several rows."""
    path = tmp_path / "absences.csv"
    path.write_text("id,round\n1,1\n2,\n1,2\n", encoding="utf-8")
    assert read_absences(path, KNOWN, 2) == [frozenset({0, 1}), frozenset({0, 1})]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (",1\n2,1\n,2\n", ["id-missing"]),
        ("1.0,1\n2,1\n", ["id-damaged"]),
        ("1.0,1\n,2\n9,1\n", ["id-missing", "id-damaged", "seating-id-unknown"]),
        ("1,3\n", ["cell-rounds"]),
    ],
)
def test_bad_ids_are_told_as_in_a_list_of_people(
    tmp_path: Path, rows: str, codes: list[str]
) -> None:
    """Missing and damaged ids once, with their rows; unknown ones each."""
    path = tmp_path / "absences.csv"
    path.write_text("id,round\n" + rows, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_absences(path, KNOWN, 2)
    assert [one.code for one in caught.value.messages] == codes
