"""What synthetic people are made of: chance, names, birth dates and streets.

All invented. A `Draw` gives a number in [0, 1) and is the only source of chance: the method
`random()` of `random.Random` seeded by a text, whose sequence Python's documentation guarantees
from one version to the next, unlike that of `shuffle` or `choice`.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import accumulate, count
from typing import TypeVar

T = TypeVar("T")
Draw = Callable[[], float]


def _listed(text: str) -> list[str]:
    """Return names written one after the other: a line of code for each would hide the rest."""
    return text.split(",")


# Ordered from the names of the oldest to those of the youngest, so that they fit the age.
WOMENS_NAMES = _listed(
    "Germaine,Simone,Yvette,Paulette,Denise,Jacqueline,Odette,Giuseppina,Monique,Colette,Huguette,"
    "Ginette,Fatma,Michèle,Josiane,Nicole,Danielle,Maria,Françoise,Chantal,Marie-Claude,Martine,"
    "Évelyne,Brigitte,Rosa,Zohra,Patricia,Sylvie,Véronique,Corinne,Isabelle,Laurence,Nadia,Sandrine,"
    "Valérie,Anne-Sophie,Samira,Stéphanie,Céline,Karima,Aurélie,Émilie,Mariama,Thi Mai,Élodie,"
    "Julie,Laura,Marine,Pauline,Amina,Chloé,Camille,Léa,Manon,Sarah,Océane,Inès,Clara,Maëlys,Lina"
)
MENS_NAMES = _listed(
    "Marcel,Roger,Lucien,René,Raymond,Giuseppe,Maurice,Georges,Fernand,Robert,Jean,André,Antonio,"
    "Claude,Ahmed,Michel,Guy,Jean-Pierre,Daniel,Gérard,Bernard,Alain,Christian,Jean-Luc,Mohamed,"
    "Patrick,Dominique,Rachid,Philippe,Manuel,Thierry,Pascal,Éric,Olivier,Laurent,Karim,Frédéric,"
    "Stéphane,Christophe,Jérôme,Mamadou,Sébastien,David,Nicolas,Minh,Julien,Romain,Mehdi,Benoît,"
    "Thomas,Alexandre,Quentin,Maxime,Bilal,Lucas,Théo,Hugo,Yanis,Enzo,Noé"
)
# Ordered roughly from the more to the less common: the first ones are drawn more often.
SURNAMES = _listed(
    "Martin,Bernard,Garcia,Robert,Petit,Durand,Richard,Dubois,Moreau,Laurent,Simon,Michel,Lefèvre,"
    "Roux,Fournier,Girard,Bonnet,Dupont,Lambert,Fontaine,Rousseau,Vincent,Muller,Faure,Blanc,Garnier,"
    "Chevalier,François,Legrand,Gauthier,Perrin,Morin,Mathieu,Clément,Nguyen,Lopez,Benali,Da Silva,"
    "Ferreira,Martinez,Saidi,Traoré,Diallo,Russo,Esposito,Ricci,Giraud,Meyer,Brun,Bouvier,Guichard,"
    "Gaillard,Reynaud,Charpentier,Ménard,Roche,Rivière,Colin,Vidal,Picard,Caron,Aubert,Arnaud,"
    "Lemoine,Barbier,Rolland,Bertrand,Leclerc,Le Gall,Le Roux,L'Hôte,D'Angelo,D'Amico,N'Diaye,"
    "N'Guessan,O'Connor,Ben Salah,El Idrissi,Bouaziz,Khelifi,Mansouri,Belkacem,Haddad,Cherif,Amrani,"
    "Hamidi,Ziani,Rahmani,Touati,Meziane,Boudiaf,Slimani,Yahiaoui,Ferhat,Kaci,Ouali,Camara,Keïta,"
    "Koné,Coulibaly,Cissé,Sow,Barry,Bah,Sylla,Mendy,Diop,Fofana,Mbaye,Kouassi,Okafor,Tchoupo,Rossi,"
    "Ferrari,Bianchi,Romano,Gallo,Conti,Marino,Greco,Lombardi,Moretti,Caruso,Santoro,Fernandes,"
    "Pereira,Rodrigues,Alves,Dos Santos,Oliveira,Gomes,Costa,Perez,Sanchez,Gonzalez,Hernandez,Ruiz,"
    "Torres,Navarro,Muñoz,Tran,Pham,Le Van,Vo,Huynh,Chen,Wang,Kim,Kowalski,Nowak,Wójcik,Petrović,"
    "Popescu,Ionescu,Ivanov,Yılmaz,Kaya,Demir,Şahin,Sarkissian,Hakobyan,Papadopoulos,Schmitt,Weber,"
    "Klein,Schneider,Hoffmann,Andersson,Blanchet,Chabert,Allard,Berthet,Bouchet,Chapuis,Collomb,"
    "Cottin,Favre,Gerbier,Guillot,Jacquier,Mollard,Pellet,Peyron,Ravel,Repellin,Rochas,Tissot,"
    "Veyret,Vial,Villard,Ageron,Argoud,Belle,Bouvet,Coindre,Durif,Ébrard,Giroud,Hélias,Isnard"
)
STREETS = [
    f"{kind} {name}"
    for name in _listed(
        "des Tilleuls,des Noyers,du Vieux Puits,des Gantiers,de la Fontaine Claire,des Trois Ponts,"
        "du Belvédère,des Glycines,de la Sablière,du Grand Pré,des Alouettes,du Torrent,des Lavandières,"
        "de la Scierie,du Petit Bois,des Genêts,de la Passerelle,des Tanneurs,du Four à Pain,des Aulnes,"
        "de l'Ancien Moulin,de l'Horloge,des Campanules,du Pré Fleuri,de la Colombe,des Frênes,"
        "du Lavoir,de la Cascade,des Sorbiers,des Compagnons,du Verger,de l'Écluse,des Ateliers,"
        "du Clos Perdu,des Hirondelles,de la Treille"
    )
    for kind in ("rue", "avenue", "place", "cours", "allée", "chemin", "impasse")
]


def stream(seed: str, purpose: str) -> Draw:
    """Return an endless source of numbers in [0, 1), of its own for each seed and purpose."""
    return random.Random(f"{seed}, {purpose}").random


def pick(draw: Draw, options: Sequence[T]) -> T:
    """Return one of the options, each with the same chance."""
    return options[int(draw() * len(options))]


def shuffled(draw: Draw, items: Sequence[T]) -> list[T]:
    """Return the items in an order drawn by lot."""
    keys = [draw() for _ in items]
    return [items[i] for i in sorted(range(len(items)), key=keys.__getitem__)]


def weighted(weights: Mapping[T, int]) -> Callable[[float], T]:
    """Return what turns a number in [0, 1) into a key, each with the share of its weight."""
    keys, sums = list(weights), list(accumulate(weights.values()))
    return lambda position: keys[bisect_right(sums, int(position * sums[-1]))]


def given_name(draw: Draw, sex: str, age: int) -> str:
    """Return a first name of the sex ("F" or "M"), plausible for someone of that age in years."""
    names = WOMENS_NAMES if sex == "F" else MENS_NAMES
    # A quarter of the list for each age: from the first names at 95 to the last ones at 16.
    position = 0.75 * (95 - min(age, 95)) / 79 + 0.25 * draw()
    return names[int(position * len(names))]


def surname(draw: Draw) -> str:
    """Return a surname, one in thirty of them double."""
    names = [SURNAMES[int(draw() * draw() * len(SURNAMES))] for _ in range(2)]
    return "-".join(names) if draw() < 1 / 30 and names[0] != names[1] else names[0]


def birth_date(draw: Draw, age: int, day: date) -> str:
    """Return a birth date, dd/mm/yyyy, of someone aged `age` full years on `day`.

    `day` is not a 29 February.
    """
    first, days = _birthdays(age, day)
    born = date.fromordinal(first + int(draw() * days))
    return f"{born.day:02}/{born.month:02}/{born.year}"


@cache  # asked for every person of a city, and there are only about a hundred ages
def _birthdays(age: int, day: date) -> tuple[int, int]:
    """Return the ordinal of the first birth date possible, and how many there are."""
    first = day.replace(year=day.year - age - 1).toordinal() + 1
    return first, day.replace(year=day.year - age).toordinal() - first + 1


def addresses(draw: Draw, streets: Sequence[str]) -> Iterator[str]:
    """Yield addresses in these streets without end, each one once: houses and flats."""
    for number in count(1):
        for street in streets:
            flats = pick(draw, (1, 1, 4, 8, 12, 16, 24))
            if flats == 1:
                yield f"{number} {street}"
            else:
                yield from (f"{number} {street}, appt {flat}" for flat in range(1, flats + 1))
