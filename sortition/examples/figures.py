"""The figures that ship with the package, and the population counts worked out from them.

Source of every count: INSEE, recensement de la population 2018, as extracted in the R package
questionr (table rp2018), Licence Ouverte / Etalab; see `data/figures/SOURCES.md`.
"""

from __future__ import annotations

import csv
from pathlib import Path

GRENOBLE = "38185"
VAL_DE_MARNE = "94"


def data_folder() -> Path:
    """Return the folder of the shipped data.

    It is inside the package once installed, and beside the package in the repository. Raises
    FileNotFoundError, naming both places, if neither exists.
    """
    package = Path(__file__).resolve().parents[1]
    places = (package / "data", package.parent / "data")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"no data folder at {places[0]} or {places[1]}")


def read_figures(name: str) -> list[dict[str, str]]:
    """Return the rows of `figures/NAME`, each as column name to text."""
    with (data_folder() / "figures" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def grenoble() -> dict[str, int]:
    """Return INSEE's counts of people in Grenoble, by column of `insee_rp2018.csv`."""
    (row,) = (row for row in read_figures("insee_rp2018.csv") if row["code_insee"] == GRENOBLE)
    return _counts(row)


def grenoble_age_shares() -> dict[str, float]:
    """Return the published share of all inhabitants in each age group, in per cent."""
    return {row["age"]: float(row["part_pour_cent"]) for row in read_figures("grenoble_ages.csv")}


def grenoble_by_sex() -> dict[str, int]:
    """Return the people of Grenoble by sex, of all ages: no count from 16 on is at hand."""
    return _by_sex(grenoble())


def val_de_marne_communes() -> dict[str, dict[str, int]]:
    """Return INSEE's counts for each of the 47 communes of Val-de-Marne, by name of commune."""
    rows = read_figures("insee_rp2018.csv")
    return {row["commune"]: _counts(row) for row in rows if row["departement"] == VAL_DE_MARNE}


def territories() -> dict[str, list[str]]:
    """Return the communes of each of Val-de-Marne's three territories, in INSEE's order."""
    communes: dict[str, list[str]] = {}
    for row in read_figures("territoires_94.csv"):
        communes.setdefault(row["territoire"], []).append(row["commune"])
    return communes


def val_de_marne_by_sex() -> dict[str, int]:
    """Return the people of Val-de-Marne by sex, of all ages: no count of the young is at hand."""
    return _by_sex(_department())


def val_de_marne_by_territory() -> dict[str, int]:
    """Return the people aged 18 to 24 in each territory."""
    communes = val_de_marne_communes()
    return {
        territory: sum(communes[name]["age_18_24"] for name in names)
        for territory, names in territories().items()
    }


def val_de_marne_by_occupation() -> dict[str, int]:
    """Return the people aged 18 to 24 who study, have a job, or have none.

    Published: those aged 18 to 24, and how many of them study. Assumed: the others are without a
    job as often as the active people of all ages (chomeurs / actifs), which makes too few.
    """
    department = _department()
    studying = department["scolarises_18_24"]
    others = department["age_18_24"] - studying
    jobless = round(others * department["chomeurs"] / department["actifs"])
    return {"En études": studying, "En emploi": others - jobless, "Sans emploi": jobless}


def _department() -> dict[str, int]:
    communes = list(val_de_marne_communes().values())
    return {column: sum(counts[column] for counts in communes) for column in communes[0]}


def _by_sex(counts: dict[str, int]) -> dict[str, int]:
    return {"F": counts["femmes"], "M": counts["population"] - counts["femmes"]}


def _counts(row: dict[str, str]) -> dict[str, int]:
    labels = ("code_insee", "commune", "departement")
    return {column: int(value) for column, value in row.items() if column not in labels}
