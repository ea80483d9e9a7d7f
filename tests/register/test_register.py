"""Registers as they are: who is eligible, under which categories, what was understood and said."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sortition.base.dates import age_on, read_date
from sortition.base.errors import BadInput, Message
from sortition.base.messages import Words
from sortition.base.terminal.language import run
from sortition.commands.line import command_line
from sortition.people.identity import check_same_people, read_exclusions
from sortition.pool.prepare import prepare
from sortition.protocol.model import College, Criterion, Eligibility, Protocol, RegisterFile
from sortition.register.lists import (
    PeopleList,
    criteria_of,
    read_people,
    wanted_columns,
)
from tests.pools import table

DAY = dt.date(2019, 3, 1)


def protocol(*criteria: Criterion, **more: Any) -> Protocol:
    register = RegisterFile(
        "r.csv",
        id=more.pop("id", "id"),
        birth_date=more.pop("birth_date", None),
        household=more.pop("household", ()),
    )
    return Protocol(
        title="",
        seats=1,
        alternates=0,
        register=register,
        reference_date=DAY,
        criteria=criteria,
        colleges=more.pop("colleges", ()),
        eligibility=Eligibility(**more),
    )


def column(name: str, **more: Any) -> Criterion:
    return Criterion(name, name, **{"population": "register"} | more)


def rows(**columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows of people with ids a, b, c…, from their columns."""
    length = len(next(iter(columns.values())))
    ids = {"id": [chr(ord("a") + n) for n in range(length)]}
    return [{name: cells[n] for name, cells in (ids | columns).items()} for n in range(length)]


def read(made: Protocol, people: Sequence[Mapping[str, str]], **more: Any) -> PeopleList:
    return read_people(made, table(people, "r.csv"), excluded=more.pop("excluded", {}), **more)


def told(made: Protocol, people: Sequence[Mapping[str, str]], **more: Any) -> list[str]:
    """What the user is told is wrong, in English."""
    with pytest.raises(BadInput) as caught:
        read(made, people, **more)
    return english(caught.value.messages)


def english(messages: Sequence[Message]) -> list[str]:
    return list(map(Words("en").say, messages))


def left_out(people: PeopleList) -> dict[str, int]:
    return {Words("en").say(reason): count for reason, count in people.left_out}


# Dates and ages.


@pytest.mark.parametrize(
    "text",
    [
        "1958-07-04",
        " 1958-7-4 ",
        "1958-07-04 00:00:00",
        "1958-07-04T00:00",
        "1958-07-04 00:00:00.000",
        "04/07/1958",
        "4/7/1958",
        "04.07.1958",
        "04-07-1958",
        "04/07/1958 00:00",
        "1958-07-04 12:30",
        "04/07/1958 12:30:05",
    ],
)
def test_dates_that_are_read(text: str) -> None:
    """ISO and French dates are read, also with the time of day that spreadsheets add."""
    assert read_date(text) == dt.date(1958, 7, 4)


@pytest.mark.parametrize(
    "text",
    ["", "04/07/58", "07/31/1958", "31/02/1958", "1958", "21370", "1958-07-04 12h30", "né en 1958"],
)
def test_dates_that_are_not_read(text: str) -> None:
    """Nothing is guessed: no year of two digits, no month first, no other words."""
    assert read_date(text) is None


@given(st.dates(dt.date(1000, 1, 1)))
def test_both_orders_are_the_same_day(day: dt.date) -> None:
    """A day written in ISO and in French order is one day."""
    french = f"{day.day:02}/{day.month:02}/{day.year}"
    assert read_date(day.isoformat()) == read_date(french) == day


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2003-03-01", "2019-03-01", 16),
        ("2003-03-02", "2019-03-01", 15),
        ("2004-02-29", "2022-02-28", 17),
        ("2004-02-29", "2022-03-01", 18),
        ("2004-02-29", "2024-02-28", 19),
        ("2004-02-29", "2024-02-29", 20),
        ("2019-03-02", "2019-03-01", -1),
    ],
)
def test_ages(birth: str, day: str, age: int) -> None:
    """Someone is a year older on their birthday; of 29 February, on 1 March in common years."""
    assert age_on(dt.date.fromisoformat(day), dt.date.fromisoformat(birth)) == age


def test_age_limits_include_both_ends() -> None:
    """The youngest and the oldest age allowed are eligible; the others are counted."""
    people = rows(né=["01/03/2003", "02/03/2003", "01/03/1999", "02/03/1998", "28/02/1998"])
    found = read(protocol(birth_date="né", min_age=16, max_age=20), people)
    assert found.ids == ("a", "c", "d")
    assert left_out(found) == {"under 16 years": 1, "over 20 years": 1}
    assert found.births[0] == dt.date(2003, 3, 1)


def test_bands_from_birth_dates() -> None:
    """Age bands hold their first age, and the last is open."""
    people = rows(né=["02/03/2003", "01/03/1994", "02/03/1994", "1900-01-01"])
    found = read(protocol(Criterion("â", "age", bands=(15, 25, 40)), birth_date="né"), people)
    assert found.categories["â"] == ("15-24", "25-39", "15-24", "40+")


@pytest.mark.parametrize("name", ["age", "Age"])
def test_the_derived_age_may_be_a_criterion(name: str) -> None:
    """`age` is a column like others where birth dates are known."""
    people = rows(né=["02/03/2003", "01/03/1994"])
    found = read(protocol(column(name), birth_date="né"), people)
    assert found.categories[name] == ("15", "25")


def test_a_column_of_ages_beside_birth_dates_is_not_read() -> None:
    """Ages are counted, and the user is told that the column was passed over."""
    people = rows(né=["02/03/2003"], Age=["99"])
    found = read(protocol(Criterion("â", "age", bands=(15, 25)), birth_date="né"), people)
    assert found.categories["â"] == ("15-24",)
    assert english(found.notes) == [
        "r.csv: ages are counted from “né”, on 2019-03-01; the column “Age” is not read."
    ]


def test_a_registers_own_ages() -> None:
    """Without birth dates, bands and limits are of the column of ages."""
    people = rows(age=["15", "16", "34.0", "77"])
    found = read(protocol(Criterion("â", "age", bands=(16, 25)), min_age=16, max_age=40), people)
    assert found.ids == ("b", "c")
    assert found.categories["â"] == ("16-24", "25+")


@pytest.mark.parametrize("cell", ["trente", "34.5", "-3", "131", "²", "9" * 5000])
@pytest.mark.parametrize("criteria", [(), (Criterion("â", "age", bands=(0, 25)),)])
def test_ages_that_are_none(cell: str, criteria: tuple[Criterion, ...]) -> None:
    """What is no age is told once, with its row, whether limits or bands need it."""
    messages = told(protocol(*criteria, min_age=16), rows(age=["20", cell]))
    shown = f"{cell[:80]}…" if len(cell) > 80 else cell
    assert messages == [f"r.csv, row 3, column age: “{shown}” is not an age in years (0 to 130)."]


def test_ages_below_the_first_band() -> None:
    """An age in no band is told with all its rows and the bands there are."""
    made = protocol(Criterion("â", "age", bands=(16, 25)))
    assert told(made, rows(age=["12", "20", "12"])) == [
        "r.csv, rows 2, 4: the age “12” is in no band of the criterion “â” (16-24, 25+). "
        "Add min_age to [eligibility] to leave them out, or a band."
    ]


def test_no_ages_at_all() -> None:
    """Where ages are wanted and none can be known, both ways out are named."""
    (message,) = told(protocol(min_age=16), rows(nom=["x"]))
    assert "there is no column “age”" in message
    assert "birth_date" in message


def test_birth_dates_that_cannot_be() -> None:
    """Blank, unreadable and impossible birth dates are told together, with rows and values."""
    people = rows(né=["", "04/07/58", "1858-01-01", "2019-03-02", "1990-01-01", ""])
    made = protocol(Criterion("â", "age", bands=(16, 25)), birth_date="né", min_age=16)
    assert [m.split(". ")[0] for m in told(made, people)] == [
        "r.csv, column né: 2 birth dates are missing, rows 2, 7",
        "r.csv, row 3, column né: “04/07/58” is not a readable date",
        "r.csv, row 4, column né: born on 1858-01-01, which makes 161 years on 2019-03-01",
        "r.csv, row 5, column né: born on 2019-03-02, which makes -1 years on 2019-03-01",
    ]


def test_a_whole_column_that_cannot_be_read() -> None:
    """Thousands of problems of one kind are ten, and how many more there are."""
    messages = told(protocol(birth_date="né"), rows(né=[f"04/07/{n:02}" for n in range(99)]))
    assert len(messages) == 11
    assert messages[-1] == "r.csv, column né: and 89 more with the same problem."


# Conditions and exclusion lists.


def test_conditions() -> None:
    """Conditions hold without regard to case and space; whoever does not meet them is counted."""
    people = rows(commune=["GRENOBLE ", "grenoble", "Meylan", ""], statut=["x", "y", "x", "x"])
    found = read(protocol(where={"Commune": ("Grenoble",), "statut": ("X", "z")}), people)
    assert found.ids == ("a",)
    assert left_out(found) == {"commune other than Grenoble": 2, "statut other than X, z": 1}
    assert english(found.notes) == [
        "r.csv, column statut: nobody has “z”, which [eligibility.where] gives."
    ]


def test_a_condition_misspelt_beside_another() -> None:
    """A value that nobody has is noted with the nearest that someone has."""
    found = read(
        protocol(where={"c": ("Grenoble", "Echirolles")}), rows(c=["Grenoble", "Échirolles"])
    )
    assert found.ids == ("a",)
    assert "nobody has “Echirolles”" in english(found.notes)[0]
    assert "Did you mean “Échirolles”?" in english(found.notes)[0]


def test_a_condition_that_nobody_meets() -> None:
    """A condition without a match is told with the values there are, beside other problems."""
    people = rows(commune=["38000", "38100", ""], né=["x", "1990-01-01", "1990-01-01"])
    assert [
        m.split(".")[1] for m in told(protocol(birth_date="né", where={"commune": ("G",)}), people)
    ] == [
        "csv, column commune: nobody has G, as [eligibility",
        "csv, row 2, column né: “x” is not a readable date",
    ]


def test_what_is_left_out_need_not_be_right() -> None:
    """Dates and categories of people who are not eligible are not looked at."""
    people = rows(commune=["G", "M"], né=["1990-01-01", "?"], sexe=["F", ""])
    found = read(protocol(column("sexe"), birth_date="né", where={"commune": ("G",)}), people)
    assert found.ids == ("a",)


EXCLUSIONS = [
    ({"id": "b", "nom": "x"}, "id"),
    ({"Identifiant ": "b", "id": "7"}, "identifiant"),
    ({"ID": "b", "ticket": "00ff"}, "identifiant"),
]


@pytest.mark.parametrize(("row", "own"), EXCLUSIONS)
def test_exclusion_lists(row: Mapping[str, str], own: str) -> None:
    """People on an exclusion list are known by the register's id column, else by `id`."""
    made = protocol(id=own)
    excluded = read_exclusions(made, [table([row], "x.csv")])
    assert excluded == {"b": "x.csv"}
    people = [{own: person} for person in "abc"]
    found = read(made, people, excluded=excluded)
    assert found.ids == ("a", "c")
    assert found.excluded_ids == ("b",)
    assert left_out(found) == {"already on the list x.csv": 1}


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (["a", ""], "x.csv, column id: the id is missing, row 3."),
        (["12.0"], "x.csv, row 2, column id: “12.0” is probably not the original id"),
    ],
)
def test_exclusion_lists_with_faults(cells: list[str], problem: str) -> None:
    """An id missing or damaged on an exclusion list would let someone be drawn again: refused."""
    with pytest.raises(BadInput) as caught:
        read_exclusions(protocol(), [table([{"id": cell} for cell in cells], "x.csv")])
    assert english(caught.value.messages)[0].startswith(problem)


def test_an_exclusion_list_without_ids() -> None:
    """An exclusion list without an id column is refused with the columns it has."""
    with pytest.raises(BadInput) as caught:
        read_exclusions(protocol(id="numéro"), [table([{"nom": "x"}], "x.csv")])
    assert english(caught.value.messages) == [
        "x.csv: there is no column “numéro”. Columns found: nom."
    ]


PROTOCOL = """
seats = 2
[register]
file = "r.csv"
id = "identifiant"
[eligibility]
exclude = [{exclude}]
"""


def test_a_panel_is_not_drawn_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The panel.csv of one draw is an exclusion list of the next."""
    people = "identifiant;id\n" + "".join(f"p{n};{n}\n" for n in range(5))
    (tmp_path / "r.csv").write_text(people, encoding="utf-8")
    for number, exclude in enumerate(["", '"1/panel.csv"']):
        (tmp_path / "p.toml").write_text(PROTOCOL.replace("{exclude}", exclude), encoding="utf-8")
        out = ["--seed", "x", "--out", str(tmp_path / str(number + 1))]
        assert run(command_line, ["draw", str(tmp_path / "p.toml"), *out]) == 0
    first, second = (
        {row["id"] for row in csv.DictReader(io.StringIO((tmp_path / n / "panel.csv").read_text()))}
        for n in "12"
    )
    assert len(first) == len(second) == 2
    assert not first & second
    assert "2 personnes écartées : déjà sur la liste panel.csv" in capsys.readouterr().out.replace(
        "\u202f", " "
    )


def test_an_exclusion_list_of_another_register(tmp_path: Path) -> None:
    """An exclusion list none of whose ids is known is noted: it may be the wrong file."""
    (tmp_path / "r.csv").write_text("id\na\nb\n", encoding="utf-8")
    (tmp_path / "x.csv").write_text("Liste\n\nid,nom\n7,x\n8,y\n", encoding="utf-8")
    (tmp_path / "y.csv").write_text("id\nb\n9\n", encoding="utf-8")
    found = prepare(protocol(exclude=("x.csv", "y.csv")), tmp_path, name="p")
    assert found.pool.ids == ("a",)
    assert english(found.notes) == [
        "x.csv: the column names were read on row 3; what stands above was left out.",
        "x.csv: none of the 2 ids of this list of people to leave out is on a list of the draw. "
        "Is it the right file?",
    ]


def test_nobody_left(tmp_path: Path) -> None:
    """Where nobody is eligible, the reasons are told with their numbers."""
    (tmp_path / "r.csv").write_text("id,age\na,12\nb,80\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        prepare(protocol(min_age=16, max_age=60), tmp_path, name="p")
    assert [m.strip() for m in english(caught.value.messages)][1:] == [
        "1 person left out: under 16 years",
        "1 person left out: over 60 years",
    ]


# Ids.


def test_ids_without_a_column_are_row_numbers() -> None:
    """The number is the spreadsheet's own: the row of headings is 1."""
    assert read(protocol(id=None), [{"nom": "x"}, {"nom": "y"}]).ids == ("2", "3")


def test_ids_missing_repeated_and_damaged() -> None:
    """Everything wrong with ids is told at once, with the rows."""
    ids = ["", "a", "1.0", "b", "a", "", "2.0", "b", "a"]
    assert told(protocol(), [{"id": person} for person in ids]) == [
        "r.csv, column id: the id is missing, 2 rows: 2, 7.",
        "r.csv, row 4, column id: “1.0” (and 2 ids in all) is probably not the original id; a "
        "spreadsheet made a number of it. Set the column to the Text format and export again.",
        "r.csv, column id: the id “a” is repeated, rows 3, 6, 10. Everyone must have their own.",
        "r.csv, column id: the id “b” is repeated, rows 5, 9. Everyone must have their own.",
    ]


@pytest.mark.parametrize("person", ["1.0", "12,00", "1E+05", "1,23457E+11", "1.5e+16"])
def test_damaged_ids(person: str) -> None:
    """Ids that a spreadsheet has turned into numbers are noticed."""
    assert "is probably not the original id" in told(protocol(), [{"id": person}])[0]


@pytest.mark.parametrize("person", ["1", "007", "1.5", "38E12", "A1.0", "1E5B", "1-0", "é"])
def test_ids_that_are_right(person: str) -> None:
    """Ids that only look a little like damaged ones are taken as they are."""
    assert read(protocol(), [{"id": person}]).ids == (person,)


def test_many_rows_of_one_problem() -> None:
    """Of many rows the first ten are named, and how many more there are."""
    (message,) = told(protocol(), [{"id": ""}] * 15)
    assert message == (
        "r.csv, column id: the id is missing, 15 rows: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 5 more."
    )


# Columns.


def test_missing_columns_are_told_together() -> None:
    """Every column that is missing is told, with the nearest or all that there are."""
    made = protocol(column("secteur"), column("sexe"), household=("rue",), where={"zone": ("1",)})
    assert told(made, [{"id": "a", "sectteur": "1", "Sexe": "F"}]) == [
        "r.csv: there is no column “zone”. Columns found: id, sectteur, Sexe.",
        "r.csv: there is no column “rue”. Columns found: id, sectteur, Sexe.",
        "r.csv: there is no column “secteur”. Did you mean “sectteur”? "
        "Columns found: id, sectteur, Sexe.",
    ]


def test_wanted_columns_are_named_once() -> None:
    """Columns used twice are wanted once; a derived age is not wanted."""
    made = protocol(
        column("c"),
        Criterion("d", "c", population="register"),
        Criterion("â", "age", bands=(1,)),
        birth_date="né",
        where={"c": ("x",)},
        household=("rue",),
    )
    assert wanted_columns(made) == ("id", "né", "c", "rue")
    assert wanted_columns(made, college=True) == ("id", "né", "c")


def test_criteria_of_a_college() -> None:
    """A college needs the categories of quotas over the whole panel only, crossed ones included."""
    made = protocol(
        column("a"),
        column("b"),
        column("c", scope="panel"),
        Criterion("x", cross=("a", "c"), scope="panel"),
    )
    assert [c.name for c in criteria_of(made, college=True)] == ["a", "c"]
    assert [c.name for c in criteria_of(made, college=False)] == ["a", "b", "c"]


# Categories.


def test_the_registers_own_categories() -> None:
    """Categories are compared without case and space, and spelt as most people write them."""
    people = rows(q=["nord", "Nord", "Nord ", "SUD", "Coté", "cote", "Saint  Bruno", "saint bruno"])
    found = read(protocol(column("q")), people).categories["q"]
    assert found == ("Nord", "Nord", "Nord", "SUD", "Coté", "cote", "Saint Bruno", "Saint Bruno")


TITLES = [
    (["Mme", "M.", "F", "H", "Monsieur"], {"quotas": {"F": (0, 9), "M": (0, 9)}}, "FMFMM", 4),
    (["Mme", "M.", "Mme", "Monsieur"], {}, ["Mme", "M.", "Mme", "M."], 1),
    (["Mme", "F", "F", "X", "M", "M"], {}, "FFFXMM", 1),
    (["F", "f ", "m"], {"population": {"Femme": 1, "Homme": 1}}, ["Femme", "Femme", "Homme"], 3),
]


@pytest.mark.parametrize(("cells", "more", "expected", "notes"), TITLES)
def test_courtesy_titles(
    cells: list[str], more: dict[str, Any], expected: Sequence[str], notes: int
) -> None:
    """`Mme` and `M.` are read as the category that means the same, and the user is told."""
    if more:
        more = {"population": None} | more
    found = read(protocol(column("sexe", **more)), rows(sexe=cells))
    assert found.categories["sexe"] == tuple(expected)
    assert len(found.notes) == notes
    assert {note.code for note in found.notes} == {"read-as"}


def test_what_is_said_of_courtesy_titles() -> None:
    """What was read as what is said with how many people wrote it."""
    made = protocol(column("sexe", population=None, quotas={"F": (0, 9), "M": (0, 9)}))
    assert english(read(made, rows(sexe=["Mme", "Mme", "M"])).notes) == [
        "r.csv, criterion “sexe”: “Mme” read as “F” (2 people)."
    ]


def test_titles_are_not_read_into_other_columns() -> None:
    """Letters that are no courtesy titles among themselves stay categories."""
    found = read(protocol(column("taille")), rows(taille=["S", "M", "H", "L"]))
    assert found.categories["taille"] == ("S", "M", "H", "L")
    assert not found.notes


def test_groups() -> None:
    """Groups gather the values they list; a cell may also hold the group's own name."""
    groups = {"Nord": ("Paris", "Lille"), "Sud": ("Nice",)}
    made = protocol(column("ville", groups=groups))
    found = read(made, rows(ville=["paris", " LILLE", "Nice", "sud"]))
    assert found.categories["ville"] == ("Nord", "Nord", "Sud", "Sud")
    assert (
        "“Nyce” is not a category of the criterion “ville”" in told(made, rows(ville=["Nyce"]))[0]
    )


def test_unknown_and_empty_categories() -> None:
    """Every value that is no category is told once, with all its rows."""
    made = protocol(column("q", population=None, quotas={"Nord": (0, 1), "Sud": (0, 1)}))
    people = rows(q=["Nord", "Est", "", "nrod", "Est", "", "Est"])
    assert [m.split(". ")[0] for m in told(made, people)] == [
        "r.csv, column q: 2 cells are empty for the criterion “q”, rows 4, 7.",
        "r.csv, rows 3, 6, 8, column q: “Est” is not a category of the criterion “q”",
        "r.csv, row 5, column q: “nrod” is not a category of the criterion “q”",
    ]
    assert "Did you mean “Nord”? Categories: Nord, Sud." in told(made, people)[2]


def test_a_column_that_is_not_the_criterions() -> None:
    """A wrong column, where nothing is a category, is not told value by value."""
    made = protocol(column("q", population=None, quotas={"Nord": (0, 1)}))
    messages = told(made, rows(q=[f"v{n}" for n in range(50)]))
    assert len(messages) == 11
    assert "and 40 more values that are not categories" in messages[-1]
    assert "Is it the right column?" in messages[-1]


def test_two_criteria_of_one_column() -> None:
    """One column may be read finely and coarsely."""
    coarse = Criterion("zone", "c", groups={"x": ("1", "2"), "y": ("3",)}, population="register")
    found = read(protocol(column("c"), coarse), rows(c=["1", "2", "3"]))
    assert found.categories == {"c": ("1", "2", "3"), "zone": ("x", "x", "y")}


# Households.


def test_households() -> None:
    """An address is the same in any case and spacing; a blank part makes no household."""
    people = rows(
        rue=["1 rue A", "1 RUE  a", "1 rue A", "", "", "2 rue A"],
        cp=["38000", "38000", "38100", "38000", "38000", ""],
    )
    found = read(protocol(household=("rue", "cp")), people)
    assert found.households == (
        ("1 rue a", "38000"),
        ("1 rue a", "38000"),
        ("1 rue a", "38100"),
        None,
        None,
        None,
    )
    assert english(found.notes) == [
        "r.csv: 3 people without a complete address, taken as living alone."
    ]


def test_a_building_is_no_household() -> None:
    """Many people at one address are pointed out: flats may be missing from the addresses."""
    found = read(protocol(household=("rue",)), rows(rue=["1 rue A"] * 11 + ["2 rue A"] * 10))
    assert english(found.notes) == [
        "r.csv: 1 address is that of many people (11), of whom only one can be seated. "
        "If it is a building, add the flat to the address."
    ]


def test_a_college_without_addresses() -> None:
    """A college's list may lack addresses: its members count as living alone, and it is said."""
    found = read(protocol(household=("rue",)), [{"id": "a"}], known={})
    assert found.households == (None,)
    assert [note.code for note in found.notes] == ["address-missing"]


# People on two lists.


ONE = {"id": "7", "nom": "Dupré-Hélias", "prenom": "Zoé", "né": "1990-01-02"}
SAME = [
    {},
    {"nom": "DUPRE HELIAS", "prenom": "ZOE"},
    {"né": "02/01/1990"},
    {"nom": ""},
]
OTHER = [
    ({"nom": "Dupuis"}, "nom"),
    ({"Nom de famille": "Dupuis", "nom": ""}, "nom"),
    ({"prenom": "Zora", "nom": "Duval"}, "nom, prenom"),
    ({"né": "1990-02-01"}, "né"),
]


def both(second: Mapping[str, str]) -> None:
    made = protocol(birth_date="né")
    lists = [
        read_people(made, table([{**ONE, "id": "6"}, ONE], "r.csv"), excluded={}),
        read_people(made, table([{**ONE, **second}], "c.csv"), excluded={}, known={}),
    ]
    check_same_people(made, lists)


@pytest.mark.parametrize("second", SAME)
def test_one_person_on_two_lists(second: Mapping[str, str]) -> None:
    """Case, accents, hyphens, date order and blanks do not make another person of the same id."""
    both(second)


@pytest.mark.parametrize(("second", "columns"), OTHER)
def test_two_people_of_one_id(second: Mapping[str, str], columns: str) -> None:
    """An id with another name or birth date is refused, and nobody's name or date is printed."""
    with pytest.raises(BadInput) as caught:
        both(second)
    assert english(caught.value.messages) == [
        "c.csv, row 2, column id: the id “7” already stands for another person (r.csv, row 3): "
        f"{columns} is not the same there. Correct one of the two rows."
    ]


def test_every_lists_problems_are_told(tmp_path: Path) -> None:
    """Files that are missing are told together, the colleges' and exclusion lists' too."""
    made = protocol(exclude=("x.csv",), colleges=(College("c", 1, "c.csv"),))
    with pytest.raises(BadInput) as caught:
        prepare(made, tmp_path, name="p")
    assert [str(m.params["file"]).rpartition("/")[2] for m in caught.value.messages] == [
        "r.csv",
        "c.csv",
        "x.csv",
    ]
