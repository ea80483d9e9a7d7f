"""Columns by any of their names, and what is said of those that are not there."""

from __future__ import annotations

from sortition.people.columns import cells_of, column_missing, heading_of
from tests.pools import table

LIST = table([{"Atelier ": "A", "capacité": "8"}, {"Atelier ": "B", "capacité": ""}], "a.csv")


def test_a_column_is_found_by_any_of_its_names() -> None:
    """As the table writes it; of several names the first that is there."""
    assert heading_of(LIST, ("workshop", "atelier")) == "Atelier "
    assert cells_of(LIST, ("capacity", "capacité")) == ["8", ""]
    assert cells_of(LIST, ("min",)) == ["", ""]


def test_the_nearest_heading_is_offered() -> None:
    """A misspelt column is told with the one that was likely meant, and all there are."""
    told = column_missing(LIST, "capacite!")
    assert (told.code, told.params["nearest"]) == ("column-missing-near", "capacité")
    assert column_missing(LIST, "xyz").params["found"] == ["Atelier ", "capacité"]


def test_somebodys_row_is_not_quoted_as_headings() -> None:
    """Where the first row is a person's, nothing of it is said."""
    told = column_missing(
        table([{"Quatremaille": "Petit", "z@example.org": "b@example.org"}]), "id"
    )
    assert told.code == "column-missing-untitled"
    assert "Quatremaille" not in str(told.params)
