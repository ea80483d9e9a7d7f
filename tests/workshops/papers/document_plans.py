"""Plans built by hand, for the tests of documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from workshops.papers.registry import PAPERS
from workshops.plan.value import Event, Group, Participant, Plan, Round, Spot, Step

EVENT = Event(
    title="Assises de la participation",
    question="Que devons-nous garder en tête ?",
    place="Lille, Grand Palais",
    organiser="Décider ensemble",
    start="2014-11-18T15:15",
    controller="Décider ensemble",
    purpose="établir les présences",
    retention="trois mois",
)

MARKUP = (
    ("=1+1", "<b>gras</b>"),
    ("#set text(red)", "$x^2$ *a* _b_"),
    ("@ref", "\\cmd \\n"),
    ("{{ 7*7 }}", "& &amp; “”"),
    ("-2+3", "[lien](http://x)"),
    ("+33", "`code` ~ // ///"),
)
FRENCH = (
    ("Œdipe", "d’Ormesson"),
    ("Łucja", "Doğan"),
    ("«Zoé»", "N’Diaye"),
    ("Élodie", "Çelik-Østergaard"),
    ("Maël", "L’Haÿ"),
    ("Anne", "Nuñez"),
)
LONG = (
    ("Marie-Antoinette-" * 3 + "Jeannette", "Vandenbroucke-" * 4 + "Dupo"),
    ("A" * 200, "B" * 200),
    ("Jean " * 40, "de La " * 33 + "Tour"),
)
FIRST = ("Camille", "Zoë", "François-Xavier", "Inès", "Jean-Baptiste", "Noémie", "Aïcha")
LAST = ("Lefèvre", "Kowalski", "Yıldız", "Le Goff", "Martin-Durand", "Saint-Exupéry", "Müller")

Names = Sequence[tuple[str, str]]


def people(count: int, names: Names = ()) -> tuple[Participant, ...]:
    """Some people with given (first, last) names, the others invented; all names differ."""
    made = [
        Participant(f"P{number:03}", last, first) for number, (first, last) in enumerate(names, 1)
    ]
    for number in range(len(made) + 1, count + 1):
        last = f"{LAST[number % 7]} {_letters(number)}"
        made.append(Participant(f"P{number:03}", last, FIRST[number % 5]))
    return tuple(made)


def _letters(number: int) -> str:
    return "".join("ABCDEFGHIJ"[int(digit)] for digit in str(number))


def snowball(count: int, names: Names = (), event: Event = EVENT, final: int = 16) -> Plan:
    """Pairs that become fours, and so on; places in blocks of a final group."""
    everyone = people(count, names)
    levels = [size for size in (2, 4, 8, 16) if size <= final]
    groups = _parts([one.id for one in everyone], max(1, count // (final + 4)))
    by_level = [groups]
    for _ in levels[1:]:
        groups = [half for group in groups for half in _parts(group, 2)]
        by_level.insert(0, groups)
    rounds = tuple(
        Round(str(size), 3, tuple(_group(n, ids, size) for n, ids in enumerate(groups, 1)), ideas=3)
        for size, groups in zip(levels, by_level, strict=True)
    )
    steps = [Step("welcome", 5), Step("silent", 2)]
    for index in range(len(rounds)):
        steps += [Step("changeover", 1, index)] if index else []
        steps.append(Step("round", 3, index))
    steps += [Step("restitution", 20), Step("closing", 2.5)]
    floor = tuple(Spot(str(n + 1), n // 8, n % 8) for n in range(len(by_level[0])))
    return Plan("snowball", event, everyone, rounds, tuple(steps), floor, "graine")


def _group(number: int, ids: Sequence[str], size: int) -> Group:
    place = (number - 1) * size // 2 + 1
    return Group(number, tuple(ids), str(place), spokesperson=ids[0], scribe=ids[-1])


def _parts(ids: list[str], count: int) -> list[list[str]]:
    size, more = divmod(len(ids), count)
    ends = [part * size + min(part, more) for part in range(count + 1)]
    return [ids[start:end] for start, end in pairwise(ends)]


def tables(count: int, number: int, rounds: int, names: Names = (), event: Event = EVENT) -> Plan:
    """Tables over several rounds; at each round everyone moves on by a step of their own."""
    everyone = people(count, names)
    made = []
    for turn in range(rounds):
        seats: list[list[str]] = [[] for _ in range(number)]
        for index, one in enumerate(everyone):
            seats[(index + turn * (index // number)) % number].append(one.id)
        groups = tuple(Group(n, tuple(ids)) for n, ids in enumerate(seats, 1) if ids)
        made.append(Round(str(turn + 1), 20, groups))
    steps = tuple(Step("round", 20, index) for index in range(rounds))
    return Plan("tables", event, everyone, tuple(made), steps)


def in_english(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files under their English names, so that a test says one name in both languages."""
    english = {fr: en for one in PAPERS for fr, en in zip(one.fr, one.en, strict=True)}
    parted = ((name.partition("."), content) for name, content in files.items())
    return {f"{english.get(a, a)}.{ending}": content for (a, _, ending), content in parted}
