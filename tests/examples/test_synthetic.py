"""The synthetic people, and the examples that ship."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from sortition.examples import figures as data_files
from sortition.examples import synthetic, synthetic_city, synthetic_people
from sortition.examples.synthetic import EXAMPLE_SEED, GRENOBLE_EXAMPLE, Row
from sortition.examples.synthetic_city import Person
from tests.places import ROOT

pytestmark = pytest.mark.slow

DATA = data_files.data_folder()


def shipped(path: str) -> list[Row]:
    return list(
        csv.DictReader(io.StringIO((DATA / path).read_bytes().decode("utf-8-sig")), delimiter=";")
    )


def protocol(example: str) -> dict[str, Any]:
    return tomllib.loads((DATA / example / "protocole.toml").read_text(encoding="utf-8"))


def population(example: str, criterion: str) -> Mapping[str, int]:
    (found,) = (c for c in protocol(example)["criteria"] if c["name"] == criterion)
    counts: Mapping[str, int] = found["population"]
    return counts


def age(row: Row, day: date) -> int:
    born = date(*(int(part) for part in reversed(row["date_naissance"].split("/"))))
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def share(rows: list[Row], column: str, value: str) -> float:
    return sum(row[column] == value for row in rows) / len(rows)


def household_sizes(rows: list[Row]) -> Counter[int]:
    """Return how many addresses have each number of people of the rows."""
    homes = Counter((row["adresse"], row["code_postal"]) for row in rows if row["adresse"])
    return Counter(homes.values())


@pytest.fixture(scope="module")
def register() -> list[Row]:
    return shipped("grenoble/registre.csv")


@pytest.fixture(scope="module")
def whole_city() -> list[Row]:
    return synthetic.grenoble_register(synthetic.grenoble_residents(), EXAMPLE_SEED)


@pytest.fixture(scope="module")
def answers() -> list[Row]:
    return shipped("val-de-marne/inscrits.csv")


def test_examples_are_the_same_bytes_again(tmp_path: Path) -> None:
    """Generated in another process, with another hash seed, the examples are the shipped bytes."""
    subprocess.run(
        [sys.executable, "-m", "sortition.examples.synthetic", "examples", str(tmp_path)],
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "12345"},
        cwd=ROOT,
    )
    written = [path.relative_to(tmp_path) for path in sorted(tmp_path.rglob("*.csv"))]
    assert len(written) == 5
    for path in written:
        assert (tmp_path / path).read_bytes() == (DATA / path).read_bytes(), path


def test_another_seed_gives_other_people() -> None:
    """Two seeds give two different pools."""
    assert synthetic.val_de_marne_pool(50, "a") != synthetic.val_de_marne_pool(50, "b")


@pytest.mark.parametrize("path", sorted(path.name for path in (DATA / "grenoble").glob("*.csv")))
def test_csv_opens_in_a_french_spreadsheet(path: str) -> None:
    """Files have a byte order mark, semicolons and the line ends of spreadsheets."""
    content = (DATA / "grenoble" / path).read_bytes()
    assert content.startswith("\N{ZERO WIDTH NO-BREAK SPACE}identifiant;nom;".encode())
    assert content.count(b"\n") == content.count(b"\r\n")


def test_city_has_the_published_ages(whole_city: list[Row]) -> None:
    """The whole city has INSEE's exact counts by age group from 18 on."""
    figures = data_files.grenoble()
    shares = data_files.grenoble_age_shares()
    ages = Counter(age(row, synthetic_city.REFERENCE_DAY) for row in whole_city)
    assert min(ages) == 16

    def between(first: int, last: int) -> int:
        return sum(ages[year] for year in range(first, last + 1))

    assert between(18, 24) == figures["age_18_24"]
    assert between(75, 120) == figures["age_75_plus"]
    assert between(15, 29) == figures["age_15_29"] - figures["age_0_14"] // 15  # nobody is 15
    for group, first, last in (("30-44", 30, 44), ("45-59", 45, 59), ("60-74", 60, 74)):
        assert between(first, last) == round(figures["population"] * shares[group] / 100)


def test_city_has_the_published_share_of_women(whole_city: list[Row]) -> None:
    """The whole city has INSEE's share of women, to one person."""
    sexes = data_files.grenoble_by_sex()
    expected = len(whole_city) * sexes["F"] / sum(sexes.values())
    assert abs(sum(row["sexe"] == "F" for row in whole_city) - expected) <= 1


def test_register_is_a_fair_sample_of_the_city(register: list[Row], whole_city: list[Row]) -> None:
    """Shares of sex, sector and age in the register are the city's within four standard errors."""
    by_decade = [
        [row | {"dizaine": str(age(row, synthetic_city.REFERENCE_DAY) // 10)} for row in rows]
        for rows in (whole_city, register)
    ]
    city, sample = by_decade
    for column in ("sexe", "secteur", "dizaine"):
        for value in sorted({row[column] for row in city}):
            expected = share(city, column, value)
            error = (expected * (1 - expected) / len(sample)) ** 0.5
            assert abs(share(sample, column, value) - expected) <= 4 * error, (column, value)


def test_smaller_registers_lie_within_larger_ones() -> None:
    """The same seed gives the same people, whatever the size of the register."""
    small = synthetic.grenoble_register(100, EXAMPLE_SEED)
    assert synthetic.grenoble_register(1000, EXAMPLE_SEED)[:100] == small


def test_identifiers_are_unique_and_say_nothing(whole_city: list[Row]) -> None:
    """Identifiers are unique, and follow neither the order of the rows nor age."""
    numbers = [int(row["identifiant"].removeprefix("GRE-")) for row in whole_city]
    assert sorted(numbers) == list(range(1, len(whole_city) + 1))
    ages = [age(row, synthetic_city.REFERENCE_DAY) for row in whole_city]
    correlations = np.corrcoef([numbers, ages, range(len(numbers))])
    assert np.abs(correlations[np.triu_indices(3, 1)]).max() < 4 / len(numbers) ** 0.5


def test_city_has_households_and_the_register_few(
    whole_city: list[Row], register: list[Row]
) -> None:
    """Most of the city share their address with someone in it; one in ten of the register do."""
    for rows, least, most in ((whole_city, 0.5, 0.7), (register, 0.05, 0.15)):
        homes = household_sizes(rows)
        people = sum(size * number for size, number in homes.items())
        assert least < 1 - homes[1] / people < most
        assert max(homes) < 15


def test_members_of_a_household_often_share_a_surname(whole_city: list[Row]) -> None:
    """Among addresses of several people, six in ten or more hold two with the same surname."""
    surnames: dict[tuple[str, str], list[str]] = {}
    for row in whole_city:
        if row["adresse"]:
            surnames.setdefault((row["adresse"], row["code_postal"]), []).append(row["nom"])
    several = [names for names in surnames.values() if len(names) > 1]
    assert 0.6 < sum(len(set(names)) < len(names) for names in several) / len(several) < 0.9


def test_couples_are_of_similar_ages() -> None:
    """Nine in ten couples over 30 are less than nine years apart."""
    homes = synthetic_city.households(synthetic_people.stream(EXAMPLE_SEED, "households"))
    gaps = [
        abs(a.age - b.age) for a, b in (h.adults for h in homes if len(h.adults) == 2) if a.age > 30
    ]
    assert sum(gap < 9 for gap in gaps) / len(gaps) > 0.9


def test_every_resident_has_one_home() -> None:
    """Households hold every resident of each age and sex, once."""
    homes = synthetic_city.households(synthetic_people.stream(EXAMPLE_SEED, "households"))
    people = Counter(person for home in homes for person in home.adults + home.children)
    for years, (women, men) in synthetic_city.residents_by_age().items():
        assert (people[Person(years, "F")], people[Person(years, "M")]) == (women, men)


def test_some_addresses_are_blank(register: list[Row]) -> None:
    """Two to four per cent of the addresses are missing, as in real registers."""
    assert 0.02 < share(register, "adresse", "") < 0.04


def test_volunteers_are_partly_in_the_register(register: list[Row]) -> None:
    """Volunteers with a register identifier have the register's data; the others are not in it."""
    known = {row["identifiant"]: row for row in register}
    people = {tuple(row.values())[1:] for row in register}
    for path, size, inside in synthetic.BODIES.values():
        volunteers = shipped(f"grenoble/{path}")
        assert len({row["identifiant"] for row in volunteers}) == len(volunteers) == size
        registered = [row for row in volunteers if row["identifiant"] in known]
        assert len(registered) == inside
        assert all(known[row["identifiant"]] == row for row in registered)
        for row in volunteers:
            if row not in registered:
                assert row["identifiant"].startswith("GRE-9")
                assert tuple(row.values())[1:] not in people


def test_one_person_is_on_two_lists() -> None:
    """Exactly one person stands on two lists, the first two, with the same data."""
    lists = [shipped(f"grenoble/{path}") for path, _, _ in synthetic.BODIES.values()]
    identifiers = Counter(row["identifiant"] for rows in lists for row in rows)
    assert sorted(identifiers.values())[-2:] == [1, 2]
    assert len([row for row in lists[0] if row in lists[1]]) == 1


def test_protocols_name_the_shipped_files() -> None:
    """The example protocols read the files that ship, with 17 + 13 and 68 seats."""
    grenoble, val_de_marne = protocol("grenoble"), protocol("val-de-marne")
    colleges = {college["name"]: college["file"] for college in grenoble["colleges"]}
    assert colleges == {body: path for body, (path, _, _) in synthetic.BODIES.items()}
    assert grenoble["seats"] == 17
    assert sum(college["seats"] for college in grenoble["colleges"]) == 13
    assert grenoble["reference_date"] == synthetic_city.REFERENCE_DAY
    assert val_de_marne["seats"] == 68
    assert val_de_marne["reference_date"] == synthetic.VAL_DE_MARNE_DAY
    for example in ("grenoble", "val-de-marne"):
        assert (DATA / example / protocol(example)["register"]["file"]).is_file()


def test_protocols_carry_the_published_counts() -> None:
    """Population counts written in the protocols are those worked out from the figures."""
    assert population("grenoble", "sexe") == data_files.grenoble_by_sex()
    assert population("val-de-marne", "sexe") == data_files.val_de_marne_by_sex()
    assert population("val-de-marne", "territoire") == data_files.val_de_marne_by_territory()
    assert population("val-de-marne", "occupation") == data_files.val_de_marne_by_occupation()


def test_every_commune_is_in_exactly_one_territory() -> None:
    """The three territories share out the 47 communes, in the figures and in the protocol."""
    territories = data_files.territories()
    communes = [commune for names in territories.values() for commune in names]
    assert sorted(communes) == sorted(data_files.val_de_marne_communes())
    assert len(communes) == 47
    assert sorted(len(names) for names in territories.values()) == [13, 16, 18]
    (criterion,) = (c for c in protocol("val-de-marne")["criteria"] if "groups" in c)
    assert criterion["groups"] == territories


def test_those_who_answer_are_unlike_the_population(answers: list[Row]) -> None:
    """Women, students and one territory answer more often than their share of the population."""
    territory = {c: name for name, communes in data_files.territories().items() for c in communes}
    answers = [row | {"territoire": territory.get(row["commune"], "")} for row in answers]
    for column, value in (
        ("sexe", "F"),
        ("occupation", "En études"),
        ("territoire", "Grand-Orly Seine Bièvre"),
    ):
        counts = population("val-de-marne", column)
        assert share(answers, column, value) > counts[value] / sum(counts.values()) + 0.04


def test_a_few_who_answer_cannot_be_drawn(answers: list[Row]) -> None:
    """Some are too young, too old or live elsewhere; nearly all can be drawn."""
    ages = [age(row, synthetic.VAL_DE_MARNE_DAY) for row in answers]
    assert (min(ages), max(ages)) == (16, 28)
    eligible = [
        row
        for row, years in zip(answers, ages, strict=True)
        if 18 <= years <= 25 and row["departement"] == "94"
    ]
    assert 0.85 < len(eligible) / len(answers) < 0.97
    assert {row["departement"] for row in answers} == {"94", "75", "77", "92"}
    assert len({row["identifiant"] for row in answers}) == len(answers)


def test_studies_end_with_age(answers: list[Row]) -> None:
    """The youngest nearly all study, the oldest seldom do."""
    young = [row for row in answers if age(row, synthetic.VAL_DE_MARNE_DAY) < 20]
    old = [row for row in answers if age(row, synthetic.VAL_DE_MARNE_DAY) > 23]
    assert share(young, "occupation", "En études") > 0.85
    assert share(old, "occupation", "En études") < 0.5


def test_correlated_pool_has_about_400_profiles() -> None:
    """Two thousand people of the benchmark pool have about 400 distinct profiles."""
    rows, _ = synthetic.correlated_pool(2000, "benchmark")
    assert 370 <= len(profiles(rows)) <= 430


@pytest.mark.parametrize(
    ("people", "seats", "seed"),
    [(people, 68, f"seed {n}") for people in (680, 2000, 5000) for n in range(3)]
    + [(300, 30, "few"), (2000, 200, "many")],
)
def test_correlated_quotas_can_be_met(people: int, seats: int, seed: str) -> None:
    """Some whole numbers of seats per profile meet every quota (found by an independent solver)."""
    rows, quotas = synthetic.correlated_pool(people, seed, seats)
    counts = profiles(rows)
    criteria = list(synthetic.CORRELATED)
    matrix = [
        [profile[criteria.index(quota["feature"])] == quota["value"] for profile in counts]
        for quota in quotas
    ]
    least = [int(quota["min"]) for quota in quotas]
    most = [int(quota["max"]) for quota in quotas]
    result = milp(
        np.zeros(len(counts)),
        constraints=[
            LinearConstraint(np.array(matrix, dtype=float), least, most),
            LinearConstraint(np.ones((1, len(counts))), seats, seats),
        ],
        bounds=Bounds(0, list(counts.values())),
        integrality=np.ones(len(counts)),
    )
    assert result.status == 0


def profiles(rows: list[Row]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row[criterion] for criterion in synthetic.CORRELATED) for row in rows)


@pytest.mark.parametrize(
    "arguments",
    [
        ["grenoble", "--people", "-1", "--out", "people.csv"],
        ["grenoble", "--people", "999999", "--out", "people.csv"],
        ["correlated", "--people", "10", "--out", "people.csv"],
        ["lyon"],
    ],
)
def test_command_refuses_what_makes_no_sense(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Impossible numbers and unknown names end with status 2, and no file is written."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stop:
        synthetic.main(arguments)
    assert stop.value.code == 2
    assert not list(tmp_path.iterdir())


def test_correlated_command_writes_the_quotas_beside(tmp_path: Path) -> None:
    """The benchmark pool comes as two files, people and quotas."""
    synthetic.main(["correlated", "--people", "700", "--out", str(tmp_path / "pool.csv")])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pool.csv", "pool_quotas.csv"]


def test_volunteers_need_people_inside_and_outside() -> None:
    """A register of everyone leaves no volunteer outside, and is refused."""
    with pytest.raises(ValueError, match="people must lie between"):
        synthetic.grenoble_volunteers(synthetic.grenoble_residents(), EXAMPLE_SEED)
    assert len(shipped("grenoble/registre.csv")) == GRENOBLE_EXAMPLE


def test_data_folder_is_found_inside_or_beside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data inside the package come first, then those beside it; without either, an error."""
    package = tmp_path / "sortition"
    monkeypatch.setattr(data_files, "__file__", str(package / "examples" / "figures.py"))
    with pytest.raises(FileNotFoundError, match="no data folder"):
        data_files.data_folder()
    (tmp_path / "data").mkdir()
    assert data_files.data_folder() == (tmp_path / "data").resolve()
    (package / "data").mkdir(parents=True)
    assert data_files.data_folder() == (package / "data").resolve()
