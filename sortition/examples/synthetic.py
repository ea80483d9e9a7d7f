"""Synthetic people: registers and pools to try the software on, and the examples that ship.

Nobody here exists. The same seed gives the same people on every machine and version of Python:
see `synthetic_people` for why, and `synthetic_city` for how Grenoble is built.

    python -m sortition.examples.synthetic grenoble --people 131415 --out registre.csv
    python -m sortition.examples.synthetic examples data
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from sortition.examples import figures as data_files
from sortition.examples import synthetic_city
from sortition.examples.synthetic_people import (
    Draw,
    birth_date,
    given_name,
    pick,
    shuffled,
    stream,
    surname,
    weighted,
)

Row = dict[str, str]

EXAMPLE_SEED = "exemple synthétique"
GRENOBLE_EXAMPLE = 13_141  # people in the shipped register: one in ten of the city
VAL_DE_MARNE_EXAMPLE = 2_600
VAL_DE_MARNE_DAY = date(2017, 11, 1)

# body: (file, volunteers, how many of them are in the register)
BODIES = {
    "Conseils citoyens indépendants": ("volontaires_cci.csv", 30, 12),
    "Unions de quartier": ("volontaires_unions.csv", 25, 9),
    "Conseil consultatif des résidents étrangers": ("volontaires_ccre.csv", 5, 2),
}

# All assumed: who answers a call made to the young people of Val-de-Marne.
ANSWERS_BY_AGE = {16: 1, 17: 3, 18: 13, 19: 14, 20: 14, 21: 13, 22: 12, 23: 11, 24: 10, 25: 7}
ANSWERS_BY_AGE |= {26: 2, 27: 1, 28: 1}
READINESS = {
    "Paris Est Marne & Bois": 3,
    "Grand Paris Sud Est Avenir": 4,
    "Grand-Orly Seine Bièvre": 6,
}
WOMEN_WHO_ANSWER = 0.58
LIVING_ELSEWHERE = 0.025
ELSEWHERE = (("Paris", "75"), ("Paris", "75"), ("Chelles", "77"), ("Montrouge", "92"))
STUDYING = {16: 0.97, 17: 0.96, 18: 0.92, 19: 0.89, 20: 0.82, 21: 0.74, 22: 0.66, 23: 0.54}
STUDYING |= {24: 0.42, 25: 0.30, 26: 0.22, 27: 0.16, 28: 0.12}
JOBLESS_AMONG_OTHERS = 0.22

# Invented. criterion: {category: (per mille of the population, per mille of the pool)}
CORRELATED = {
    "sexe": {"F": (520, 570), "M": (480, 430)},
    "tranche": {
        "18-24": (105, 70),
        "25-34": (150, 130),
        "35-49": (245, 230),
        "50-64": (250, 290),
        "65-79": (190, 240),
        "80+": (60, 40),
    },
    "diplome": {
        "aucun": (220, 80),
        "CAP ou BEP": (250, 150),
        "bac": (180, 180),
        "bac+2": (150, 210),
        "bac+3 et plus": (200, 380),
    },
    "region": {
        "région 01": (188, 260),
        "région 02": (124, 130),
        "région 03": (92, 60),
        "région 04": (92, 100),
        "région 05": (91, 90),
        "région 06": (85, 60),
        "région 07": (78, 70),
        "région 08": (58, 70),
        "région 09": (52, 50),
        "région 10": (51, 40),
        "région 11": (43, 30),
        "région 12": (40, 30),
        "région 13": (6, 10),
    },
}
SHARED_POSITION = 0.68  # how often a criterion follows the others; more makes fewer profiles


def grenoble_residents() -> int:
    """Return how many people the whole synthetic city has, all aged 16 and over: 131,415."""
    return sum(women + men for women, men in synthetic_city.residents_by_age().values())


def grenoble_register(people: int, seed: str) -> list[Row]:
    """Return `people` synthetic residents of Grenoble aged 16 and over, in no order.

    Each row maps the columns of `synthetic_city.COLUMNS` to text; ages are counted on 2019-03-01.
    The whole city is built first, as households; a smaller register is a simple random sample of
    its people. So registers of the same seed are nested, and a person keeps the same identifier.

    Ages and the share of women follow INSEE (recensement 2018); what is assumed instead (sectors,
    households and more) is listed in `synthetic_city`. Raises ValueError unless `people` lies
    between 0 and `grenoble_residents()`.
    """
    city = synthetic_city.city(seed)
    if not 0 <= people <= len(city):
        raise ValueError(f"people must lie between 0 and {len(city)}, not {people}")
    return [_resident(values) for values in city[:people]]


def grenoble_volunteers(people: int, seed: str) -> dict[str, list[Row]]:
    """Return the volunteers of each civic body of `BODIES`, as rows like the register's.

    Some are in `grenoble_register(people, seed)`, with the same data; the others are not, and
    have identifiers from GRE-900001 on. One person is on the first two lists. Raises ValueError
    if the register has fewer than 100 people or leaves out fewer than 100.
    """
    city = synthetic_city.city(seed)
    if not 100 <= people <= len(city) - 100:
        raise ValueError(f"people must lie between 100 and {len(city) - 100}, not {people}")
    draw = stream(seed, "volunteers")
    # The city is in no order: to take the next people of it is to take anyone.
    registered = map(_resident, city[:people])
    others = (
        _resident((f"GRE-{900_001 + index}", *values[1:]))
        for index, values in enumerate(city[people:])
    )
    members = {
        body: list(islice(registered, inside)) + list(islice(others, size - inside))
        for body, (_, size, inside) in BODIES.items()
    }
    first, second, *_ = members.values()
    second[0] = first[0]
    return {body: shuffled(draw, volunteers) for body, volunteers in members.items()}


def val_de_marne_pool(people: int, seed: str) -> list[Row]:
    """Return `people` synthetic young people who answered a call in Val-de-Marne.

    Columns: identifiant, nom, prenom, sexe, date_naissance, commune, departement, occupation.
    Ages are counted on 2017-11-01; a few fall outside 18 to 25, or live in another department, as
    in any list of answers. Published (INSEE, recensement 2018): people aged 18 to 24 by commune.
    Assumed: who answers more readily (women, students, the territories in `READINESS`).
    """
    draw = stream(seed, "val-de-marne")
    young = data_files.val_de_marne_communes()
    commune_at = weighted(
        {
            commune: READINESS[territory] * young[commune]["age_18_24"]
            for territory, communes in data_files.territories().items()
            for commune in communes
        }
    )
    age_at = weighted(ANSWERS_BY_AGE)
    rows = []
    for number in range(1, people + 1):
        age, sex = age_at(draw()), "F" if draw() < WOMEN_WHO_ANSWER else "M"
        elsewhere = draw() < LIVING_ELSEWHERE
        home = (commune_at(draw()), data_files.VAL_DE_MARNE)
        commune, department = pick(draw, ELSEWHERE) if elsewhere else home
        rows.append(
            {
                "identifiant": f"VDM-{number:05}",
                "nom": surname(draw),
                "prenom": given_name(draw, sex, age),
                "sexe": sex,
                "date_naissance": birth_date(draw, age, VAL_DE_MARNE_DAY),
                "commune": commune,
                "departement": department,
                "occupation": _occupation(draw, age),
            }
        )
    return rows


def correlated_pool(people: int, seed: str, seats: int = 68) -> tuple[list[Row], list[Row]]:
    """Return a pool of `people` with four correlated criteria, and its quotas, for benchmarks.

    The pool has the columns identifiant, sexe (2 categories), tranche (6), diplome (5) and region
    (13): about 400 distinct profiles among 2,000 people. The quotas have feature, value, min and
    max: floor and ceil of `seats` × the population's share, which is not the pool's. All figures
    are invented (`CORRELATED`). Raises ValueError if there are fewer than ten people for each
    seat: from there on the tests check that whole numbers of seats meet the quotas.
    """
    if people < 10 * seats:
        raise ValueError(f"{people} people are fewer than ten for each of {seats} seats")
    draw = stream(seed, "correlated")
    category_at = {
        criterion: weighted({category: pool for category, (_, pool) in categories.items()})
        for criterion, categories in CORRELATED.items()
    }
    rows = []
    for number in range(1, people + 1):
        row = {"identifiant": f"P-{number:06}"}
        # Criteria that follow one shared position are correlated, and keep their own shares.
        shared = draw()
        for criterion, at in category_at.items():
            row[criterion] = at(shared if draw() < SHARED_POSITION else draw())
        rows.append(row)
    return rows, _quotas(seats)


def example_files() -> dict[str, bytes]:
    """Return the generated files of the shipped examples, by their path in the data folder."""
    files = {"grenoble/registre.csv": grenoble_register(GRENOBLE_EXAMPLE, EXAMPLE_SEED)}
    for body, volunteers in grenoble_volunteers(GRENOBLE_EXAMPLE, EXAMPLE_SEED).items():
        files[f"grenoble/{BODIES[body][0]}"] = volunteers
    files["val-de-marne/inscrits.csv"] = val_de_marne_pool(VAL_DE_MARNE_EXAMPLE, EXAMPLE_SEED)
    return {path: as_csv(rows) for path, rows in files.items()}


def as_csv(rows: Sequence[Row]) -> bytes:
    """Return rows as the CSV a French spreadsheet opens: semicolons, UTF-8 with BOM, CR LF."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def main(arguments: Sequence[str] | None = None) -> None:
    """Write what the command line asks for; exit with status 2 if it makes no sense."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        files = _files(options)
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except (ValueError, OSError) as problem:
        parser.error(str(problem))


def _resident(values: Sequence[str]) -> Row:
    return dict(zip(synthetic_city.COLUMNS, values, strict=True))


def _occupation(draw: Draw, age: int) -> str:
    if draw() < STUDYING[age]:
        return "En études"
    return "Sans emploi" if draw() < JOBLESS_AMONG_OTHERS else "En emploi"


def _quotas(seats: int) -> list[Row]:
    return [
        {
            "feature": criterion,
            "value": category,
            "min": str(seats * share // 1000),
            "max": str(-(-seats * share // 1000)),
        }
        for criterion, categories in CORRELATED.items()
        for category, (share, _) in categories.items()
    ]


def _files(options: argparse.Namespace) -> dict[Path, bytes]:
    """Return what to write, by path."""
    if options.what == "examples":
        return {options.folder / path: content for path, content in example_files().items()}
    if options.what == "grenoble":
        return {options.out: as_csv(grenoble_register(options.people, options.seed))}
    if options.what == "val-de-marne":
        return {options.out: as_csv(val_de_marne_pool(options.people, options.seed))}
    rows, quotas = correlated_pool(options.people, options.seed)
    beside = options.out.with_name(f"{options.out.stem}_quotas{options.out.suffix}")
    return {options.out: as_csv(rows), beside: as_csv(quotas)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sortition.examples.synthetic", description="Write synthetic people as CSV."
    )
    kinds = parser.add_subparsers(dest="what", required=True)
    helps = {
        "grenoble": "a register of residents aged 16 and over",
        "val-de-marne": "young people who answered a call",
        "correlated": "a pool for benchmarks, and beside it its quotas (…_quotas.csv)",
    }
    for name, text in helps.items():
        kind = kinds.add_parser(name, help=text)
        kind.add_argument("--people", type=int, required=True, help="how many")
        kind.add_argument("--seed", default=EXAMPLE_SEED, help="any text")
        kind.add_argument("--out", type=Path, required=True, help="the file to write")
    examples = kinds.add_parser("examples", help="all generated files of the shipped examples")
    examples.add_argument("folder", type=Path, help="the data folder")
    return parser


if __name__ == "__main__":
    main()
