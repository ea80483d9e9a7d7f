"""Synthetic wishes for parallel workshops, and synthetic projects to read: the examples that ship.

Nobody here exists, and nobody ever proposed these workshops or these projects. The programme of
nine workshops in three rounds, and the 487 projects read by 68 young people, are real; titles,
capacities, rooms, wishes, ideas and themes are invented.

    python -m workshops.examples.wishes data
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Final

from sortition.examples import figures as data_files
from sortition.examples.synthetic import EXAMPLE_SEED, Row, as_csv, val_de_marne_pool
from sortition.examples.synthetic_people import pick, shuffled, stream, weighted
from workshops.examples.hall import participants

# All assumed. name: (title, capacity, room, how many in a hundred would name it first)
WORKSHOPS: Final = {
    "Tirage au sort": ("Tirer au sort : inviter, expliquer, tenir parole", 28, "Grand salon", 19),
    "Budgets": ("Budgets participatifs : de l'idée au chantier", 26, "Salle des fêtes", 16),
    "Jeunes": ("Aller chercher les jeunes, et les garder", 24, "Salle de la Tour", 14),
    "Désaccords": ("Animer le désaccord", 20, "Salle des Tisserands", 13),
    "Numérique": ("Le numérique : compléter la salle, non la remplacer", 20, "Studio", 11),
    "Élus": ("Ce que l'élu fait des avis", 20, "Salle du Beffroi", 9),
    "Quartiers": ("Partir des quartiers, pas des dispositifs", 20, "Salle du Canal", 8),
    "Évaluation": ("Évaluer la participation : quoi, et pour qui ?", 18, "Bibliothèque", 6),
    "Grands projets": ("Grands projets : avant qu'il ne soit trop tard", 16, "Salle Haute", 4),
}
LEAST: Final = 8
WISHES: Final = 5
FEW_WISHES: Final = 0.15
"""People who name two or three workshops only."""

READERS: Final = 68
PROJECTS: Final = 487
ENGAGED: Final = 0.35
"""Readers who are active in the field of one theme, and read no project of it."""
WOMEN: Final = 35

# theme: ideas; each is put in one of the places below.
THEMES: Final = {
    "Nature en ville": ("Un verger partagé", "Une mare", "Un rucher", "Un potager", "Une haie"),
    "Se déplacer": ("Un atelier vélo", "Un pédibus", "Une carte des trajets", "Un abri à vélos"),
    "Culture": ("Une fresque", "Un festival", "Une scène ouverte", "Un ciné-débat", "Une radio"),
    "Sport": ("Un tournoi mixte", "Un parcours", "Une initiation", "Une course", "Un terrain"),
    "Entraide": ("Un frigo solidaire", "Une donnerie", "Un café", "Une maraude", "Une épicerie"),
    "Se former": ("Un tutorat", "Un forum des métiers", "Un club de langues", "Un atelier de code"),
    "Santé": ("Une journée santé", "Un point écoute", "Un cours de cuisine", "Un coin calme"),
    "Se loger": ("Une colocation", "Un guide", "Une bourse aux meubles", "Un atelier bricolage"),
}
PLACES: Final = (
    "près de la gare",
    "au lycée",
    "au foyer des jeunes travailleurs",
    "au bord de l'eau",
    "à la médiathèque",
    "au pied des tours",
    "au stade",
    "au marché",
    "à la maison de quartier",
    "à l'université",
    "au gymnase",
    "au centre commercial",
    "sur la place",
    "dans une friche",
)


def workshops() -> list[Row]:
    """Return the nine workshops: atelier, titre, capacite, min, salle, animateur."""
    hosts = iter(_hosts())
    return [
        {
            "atelier": name,
            "titre": title,
            "capacite": str(capacity),
            "min": str(LEAST),
            "salle": room,
            "animateur": next(hosts),
        }
        for name, (title, capacity, room, _) in WORKSHOPS.items()
    ]


def wishes(seed: str = EXAMPLE_SEED) -> list[Row]:
    """Return the wishes of 180 synthetic professionals, those of the snowball: identifiant, nom,
    prenom, 1 to 5. Those who host a workshop wish for nothing.
    """
    draw = stream(seed, "wishes")
    first_at = weighted({name: share for name, (*_, share) in WORKSHOPS.items()})
    hosts = set(_hosts())
    rows = []
    for person in participants():
        row = {key: person[key] for key in ("identifiant", "nom", "prenom")}
        number = 2 + int(2 * draw()) if draw() < FEW_WISHES else WISHES
        chosen: list[str] = []
        while len(chosen) < number:
            name = first_at(draw())
            if name not in chosen:
                chosen.append(name)
        if person["identifiant"] in hosts:
            chosen = []
        padded = chosen + [""] * (WISHES - len(chosen))
        rows.append(row | {str(rank): name for rank, name in enumerate(padded, 1)})
    return rows


def readers(seed: str = EXAMPLE_SEED) -> list[Row]:
    """Return 68 synthetic readers as a draw would seat them: half women, every territory and
    occupation at its share of the young people of Val-de-Marne (INSEE, 2018), to one.
    """
    draw = stream(seed, "readers")
    territory_of = {c: name for name, group in data_files.territories().items() for c in group}
    room = Counter({"F": WOMEN, "M": READERS - WOMEN})
    room.update(_seats(data_files.val_de_marne_by_territory()))
    room.update(_seats(data_files.val_de_marne_by_occupation()))
    rows: list[Row] = []
    for person in val_de_marne_pool(40 * READERS, f"{seed}, readers"):
        territory = territory_of.get(person["commune"], "")
        categories = (person["sexe"], territory, person["occupation"])
        if any(not room[category] for category in categories) or len(rows) == READERS:
            continue
        room.subtract(categories)
        row = {"identifiant": f"LEC-{len(rows) + 1:02}"}
        row |= {key: person[key] for key in ("nom", "prenom", "sexe", "commune")}
        theme = pick(draw, list(THEMES)) if draw() < ENGAGED else ""
        rows.append(row | {"territoire": territory, "occupation": categories[2], "theme": theme})
    return rows


def projects(seed: str = EXAMPLE_SEED) -> list[Row]:
    """Return 487 synthetic projects, no two alike: identifiant, titre, commune, theme."""
    draw = stream(seed, "projects")
    young = data_files.val_de_marne_communes()
    commune_at = weighted({name: counts["age_18_24"] for name, counts in young.items()})
    ideas = [
        (f"{idea} {place}", theme)
        for theme, listed in THEMES.items()
        for idea in listed
        for place in PLACES
    ]
    return [
        {
            "identifiant": f"PRJ-{number:03}",
            "titre": title,
            "commune": commune_at(draw()),
            "theme": theme,
        }
        for number, (title, theme) in enumerate(shuffled(draw, ideas)[:PROJECTS], 1)
    ]


def example_files() -> dict[str, bytes]:
    """Return the generated files of both examples, by their path in the data folder."""
    files = {
        "lille-ateliers/ateliers.csv": workshops(),
        "lille-ateliers/voeux.csv": wishes(),
        "val-de-marne-lecture/lecteurs.csv": readers(),
        "val-de-marne-lecture/projets.csv": projects(),
    }
    return {path: as_csv(rows) for path, rows in files.items()}


def _hosts() -> list[str]:
    """Return the ids of those who host a workshop: one in twenty of those who signed up."""
    everyone = participants()
    return [everyone[20 * number + 5]["identifiant"] for number in range(len(WORKSHOPS))]


def _seats(counts: dict[str, int]) -> dict[str, int]:
    """Share out the readers' seats by largest remainder."""
    total = sum(counts.values())
    seats = {name: READERS * number // total for name, number in counts.items()}
    rest = sorted(counts, key=lambda name: -(READERS * counts[name] % total))
    for name in rest[: READERS - sum(seats.values())]:
        seats[name] += 1
    return seats


if __name__ == "__main__":
    for example, content in example_files().items():
        (Path(sys.argv[1]) / example).write_bytes(content)
