"""Thirty synthetic people for four sessions of tables: a panel drawn from the Grenoble example.

Seventeen people drawn from the synthetic register and thirteen among the volunteers of three civic
bodies, by the example's own protocol. Nobody here exists.

    python -m workshops.examples.sessions data/grenoble-ateliers
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from sortition.base.dates import age_on, read_date
from sortition.drawing import draw
from sortition.examples.figures import data_folder
from sortition.examples.synthetic import EXAMPLE_SEED, Row, as_csv
from sortition.lottery.solve import solve_lottery
from sortition.people.categories import band_names
from sortition.pool.prepare import prepare
from sortition.protocol.file import read_protocol
from sortition.record.results import panel_rows

BANDS: Final = (16, 25, 40, 60, 75)
DRAWN: Final = "Habitants tirés au sort"
AWAY: Final = ((2, "1"), (11, "1"), (23, ""))
"""Who is away in the third session: places on the list, and rounds."""


def participants() -> list[Row]:
    """The thirty people, in the order of their ids.

    Columns: identifiant, nom, prenom, sexe, age (a band), secteur, college.
    """
    path = data_folder() / "grenoble" / "protocole.toml"
    protocol = read_protocol(path)
    prepared = prepare(protocol, path.parent, name=path.name)
    solved = solve_lottery(prepared.pool.model)
    if solved is None:
        raise ArithmeticError("the example's quotas can be met")
    outcome = draw(protocol, prepared.pool, solved.lottery, EXAMPLE_SEED)
    headings, *panel = panel_rows(prepared, outcome)
    names = band_names(BANDS)
    rows = []
    for cells in panel:
        seat = dict(zip(headings, cells, strict=True))
        born = read_date(seat["date_naissance"])
        if born is None or protocol.reference_date is None:
            raise ValueError("the example has birth dates")
        age = age_on(protocol.reference_date, born)
        rows.append(
            {
                "identifiant": seat["id"],
                "nom": seat["nom"],
                "prenom": seat["prenom"],
                "sexe": seat["sexe"],
                "age": names[sum(age >= first for first in BANDS) - 1],
                "secteur": seat["secteur"],
                "college": seat["college"] or DRAWN,
            }
        )
    return sorted(rows, key=lambda row: row["identifiant"])


def absences(people: list[Row]) -> list[Row]:
    """Who comes late to the third session or misses it."""
    return [{"id": people[place]["identifiant"], "round": rounds} for place, rounds in AWAY]


def main(folder: Path) -> None:
    """Write the two lists."""
    people = participants()
    (folder / "participants.csv").write_bytes(as_csv(people))
    (folder / "absences-3.csv").write_bytes(as_csv(absences(people)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
