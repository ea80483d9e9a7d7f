"""A synthetic hall: professionals of participation, as they meet for two days in Lille.

Nobody here exists, and no authority sent anyone. How many came from where, and what they do, is
assumed.

    python -m workshops.examples.hall data/lille/participants.csv
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Final

from sortition.examples.synthetic import EXAMPLE_SEED, Row, as_csv
from sortition.examples.synthetic_people import (
    Draw,
    given_name,
    pick,
    shuffled,
    stream,
    surname,
    weighted,
)

PEOPLE: Final = 180

# All assumed, in per cent.
LEVELS: Final = {"Commune": 58, "Département": 25, "Région": 17}
POSTS: Final = {
    "Direction": 14,
    "Responsable de service": 22,
    "Chef de projet": 30,
    "Chargé de mission": 20,
    "Médiation et animation": 14,
}
COLLEAGUES: Final = {1: 52, 2: 24, 3: 14, 4: 6, 5: 4}
"""How many people one organisation sends."""
WOMEN: Final = 0.58

# The regions of 2014, those near Lille first; departments of each that may send someone.
REGIONS: Final = {
    "Nord-Pas-de-Calais": (30, ("Nord", "Pas-de-Calais")),
    "Île-de-France": (18, ("Essonne", "Seine-Saint-Denis", "Val-de-Marne")),
    "Picardie": (9, ("Aisne", "Oise", "Somme")),
    "Rhône-Alpes": (9, ("Ain", "Isère", "Loire")),
    "Bretagne": (7, ("Finistère", "Ille-et-Vilaine", "Morbihan")),
    "Pays de la Loire": (6, ("Loire-Atlantique", "Sarthe", "Vendée")),
    "Aquitaine": (6, ("Dordogne", "Gironde", "Landes")),
    "Midi-Pyrénées": (5, ("Haute-Garonne", "Gers", "Tarn")),
    "Haute-Normandie": (5, ("Eure", "Seine-Maritime")),
    "Provence-Alpes-Côte d'Azur": (5, ("Bouches-du-Rhône", "Var", "Vaucluse")),
}


def _listed(text: str) -> list[str]:
    # A line of code for each name would hide the rest.
    return text.split(",")


# Invented communes: a beginning and an end.
BEGINNINGS: Final = _listed(
    "Beau,Clair,Noir,Haut,Vieux,Neuf,Blanc,Grand,Petit,Rouge,Saint-Ambre-sur-,Sainte-Orge-les-"
)
ENDS: Final = _listed(
    "mont,val,pré,marais,bois,champ,moulin,lac,fort,port,four,chêne,orme,verger,gué,clos"
)


def participants(people: int = PEOPLE, seed: str = EXAMPLE_SEED) -> list[Row]:
    """Return so many synthetic professionals, in the order in which they signed up.

    Columns: identifiant, nom, prenom, organisation, niveau, poste, region.
    """
    draw = stream(seed, "lille")
    region_at = weighted({region: share for region, (share, _) in REGIONS.items()})
    level_at, size_at = weighted(LEVELS), weighted(COLLEAGUES)
    communes = _communes(stream(seed, "communes"))
    senders: dict[str, tuple[str, str]] = {}
    rows: list[Row] = []
    while len(rows) < people:
        region, level = region_at(draw()), level_at(draw())
        name = _organisation(draw, region, level, communes)
        if name in senders:
            continue
        senders[name] = (level, region)
        # A region or a department has a larger team than most communes.
        more = 0 if level == "Commune" else 1
        for _ in range(min(size_at(draw()) + more, people - len(rows))):
            rows.append(_person(draw, name, level, region))
    listed = shuffled(stream(seed, "signing up"), rows)
    return [{"identifiant": f"LIL-{n:03}", **row} for n, row in enumerate(listed, 1)]


def _organisation(draw: Draw, region: str, level: str, communes: Iterator[str]) -> str:
    if level == "Région":
        return f"Région {region}"
    if level == "Département":
        return f"Département {pick(draw, REGIONS[region][1])}"
    return f"Ville de {next(communes)}"


def _communes(draw: Draw) -> Iterator[str]:
    """Yield invented names of communes, each once."""
    seen: set[str] = set()
    for _ in count():
        name = _commune(draw)
        if name not in seen:
            seen.add(name)
            yield name


def _commune(draw: Draw) -> str:
    beginning, end = pick(draw, BEGINNINGS), pick(draw, ENDS)
    return beginning + (end.capitalize() if beginning.endswith("-") else end)


def _person(draw: Draw, organisation: str, level: str, region: str) -> Row:
    post_at: Callable[[float], str] = weighted(POSTS)
    first = given_name(draw, "F" if draw() < WOMEN else "M", 26 + int(draw() * 36))
    return {
        "nom": surname(draw),
        "prenom": first,
        "organisation": organisation,
        "niveau": level,
        "poste": post_at(draw()),
        "region": region,
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(as_csv(participants()))
