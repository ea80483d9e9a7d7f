"""A synthetic Grenoble: every resident aged 16 and over, in a household with an address.

Published (INSEE, recensement 2018): the counts of ages 0-14, 15-29, 18-24 and 75 and over, the
shares of ages 30-44, 45-59 and 60-74, the share of women over all ages. Everything else is
assumed: the spread within those groups (15 to 17 as many a year as 0-14), more women among the
oldest, the same share of women from 16 on as over all ages, households, sectors, addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from sortition.examples import figures as data_files
from sortition.examples.synthetic_people import (
    STREETS,
    Draw,
    addresses,
    birth_date,
    given_name,
    pick,
    shuffled,
    stream,
    surname,
    weighted,
)

COLUMNS = (
    "identifiant",
    "nom",
    "prenom",
    "sexe",
    "date_naissance",
    "adresse",
    "code_postal",
    "commune",
    "secteur",
)
REFERENCE_DAY = date(2019, 3, 1)
WOMEN_AMONG_75_AND_OVER = 62  # per cent; the younger make up the published total
HOUSEHOLDS_BY_SECTOR = {1: 20, 2: 18, 3: 15, 4: 15, 5: 14, 6: 18}  # per cent
POST_CODES = {1: "38000", 2: "38000", 3: "38000", 4: "38100", 5: "38100", 6: "38100"}
BLANK_ADDRESSES = 0.03  # share of people, as in real registers
# Shares of people by age, each for those younger than the first number.
WITH_PARENTS = ((18, 0.95), (20, 0.50), (25, 0.22), (30, 0.08), (200, 0.0))
WOMEN_IN_A_COUPLE = ((20, 0.03), (25, 0.18), (30, 0.45), (75, 0.60), (200, 0.34))
MEN_IN_A_COUPLE = ((20, 0.02), (25, 0.12), (30, 0.40), (75, 0.63), (200, 0.53))


class Person(NamedTuple):
    """Someone before they get a name: age in full years, sex "F" or "M"."""

    age: int
    sex: str


@dataclass
class Household:
    """People at one address: a couple, a lone adult or sharers, and children aged 16 and over."""

    adults: list[Person]
    children: list[Person] = field(default_factory=list)


@lru_cache(maxsize=1)  # the examples ask for the same city several times
def city(seed: str) -> tuple[tuple[str, ...], ...]:
    """Return every resident as the values of `COLUMNS`, in no order, for a seed of any text."""
    draw = stream(seed, "people")
    sector_at = weighted(HOUSEHOLDS_BY_SECTOR)
    free = {
        sector: addresses(stream(seed, f"sector {sector}"), STREETS[sector - 1 :: 6])
        for sector in HOUSEHOLDS_BY_SECTOR
    }
    rows = []
    for household in shuffled(draw, households(stream(seed, "households"))):
        sector = sector_at(draw())
        address = next(free[sector])
        place = (POST_CODES[sector], "Grenoble", f"Secteur {sector}")
        for (age, sex), name in _named(draw, household):
            first, born = given_name(draw, sex, age), birth_date(draw, age, REFERENCE_DAY)
            written = "" if draw() < BLANK_ADDRESSES else address
            rows.append((name, first, sex, born, written, *place))
    # Numbered in one order and listed in another: an identifier says nothing about the person.
    numbers = shuffled(stream(seed, "identifiers"), range(1, len(rows) + 1))
    numbered = [(f"GRE-{number:06}", *row) for number, row in zip(numbers, rows, strict=True)]
    return tuple(shuffled(stream(seed, "order"), numbered))


def residents_by_age() -> dict[int, tuple[int, int]]:
    """Return how many women and how many men the city has at each age from 16 to 100."""
    figures, shares = data_files.grenoble(), data_files.grenoble_age_shares()
    population, child_years = figures["population"], figures["age_0_14"] // 15
    from_25_to_29 = figures["age_15_29"] - figures["age_18_24"] - 3 * child_years
    younger = [child_years] * 2 + spread(figures["age_18_24"], [1] * 7)
    younger += spread(from_25_to_29, [1] * 5)
    for group in ("30-44", "45-59", "60-74"):
        younger += spread(round(population * shares[group] / 100), [1] * 15)
    older = spread(figures["age_75_plus"], range(26, 0, -1))
    older_women = sum(older) * WOMEN_AMONG_75_AND_OVER // 100
    women = sum(younger + older) * figures["femmes"] // population
    women_by_age = spread(women - older_women, younger) + spread(older_women, older)
    pairs = zip(women_by_age, younger + older, strict=True)
    return {16 + year: (women, people - women) for year, (women, people) in enumerate(pairs)}


def spread(total: int, weights: Iterable[int]) -> list[int]:
    """Return whole numbers that add up to `total`, in proportion to the weights."""
    sums = list(accumulate(weights, initial=0))
    ends = [total * part // sums[-1] for part in sums]
    return [end - start for start, end in pairwise(ends)]


def households(draw: Draw) -> list[Household]:
    """Return households in which every resident of `residents_by_age` lives once."""
    women, men, children = _leave_home(draw)
    couples, singles = _couples(draw, women, men)
    lone, sharers = [], []
    for person in singles:
        if person.age < 30 and draw() < 0.3:
            sharers.append(person)
        else:
            lone.append(Household([person]))
    lone_mothers = [home for home in lone if home.adults[0].sex == "F" and draw() < 0.3]
    _give_parents(draw, children, couples + lone_mothers)
    return couples + lone + list(_flat_shares(draw, shuffled(draw, sharers)))


def _leave_home(draw: Draw) -> tuple[list[Person], list[Person], list[Person]]:
    """Return the women, the men, and those of both sexes who still live with their parents."""
    women: list[Person] = []
    men: list[Person] = []
    children: list[Person] = []
    for age, (women_count, men_count) in residents_by_age().items():
        at_home = _at_age(WITH_PARENTS, age)
        for adults, sex, number in ((women, "F", women_count), (men, "M", men_count)):
            for _ in range(number):
                (children if draw() < at_home else adults).append(Person(age, sex))
    return women, men, children


def _couples(
    draw: Draw, women: list[Person], men: list[Person]
) -> tuple[list[Household], list[Person]]:
    """Return couples of similar ages, and everyone who is left."""
    wives, single_women = _by_wish(draw, women, WOMEN_IN_A_COUPLE)
    husbands, single_men = _by_wish(draw, men, MEN_IN_A_COUPLE)
    pairs = zip(wives, husbands, strict=False)
    together = min(len(wives), len(husbands))
    singles = single_women + single_men + wives[together:] + husbands[together:]
    return [Household(list(pair)) for pair in pairs], singles


def _by_wish(
    draw: Draw, people: list[Person], shares: Sequence[tuple[int, float]]
) -> tuple[list[Person], list[Person]]:
    """Return those who live in a couple, roughly by age, and those who do not."""
    paired, single = [], []
    for person in people:
        if draw() < _at_age(shares, person.age):
            paired.append((person.age + 8 * draw(), person))
        else:
            single.append(person)
    return [person for _, person in sorted(paired)], single


def _give_parents(draw: Draw, children: list[Person], homes: list[Household]) -> None:
    """Move every child into a home whose first adult is 20 to 39 years older."""
    by_age: dict[int, list[Household]] = {}
    for home in homes:
        by_age.setdefault(home.adults[0].age, []).append(home)
    for child in children:
        pick(draw, by_age[child.age + 20 + int(20 * draw())]).children.append(child)


def _flat_shares(draw: Draw, people: list[Person]) -> Iterator[Household]:
    """Yield flats of two to four people, or what is left of them at the end."""
    start = 0
    while start < len(people):
        size = 2 + int(3 * draw())
        yield Household(people[start : start + size])
        start += size


def _named(draw: Draw, household: Household) -> Iterator[tuple[Person, str]]:
    """Yield each member with a surname: couples often share one, children have the last adult's."""
    name = ""
    couple = {person.sex for person in household.adults} == {"F", "M"}
    share = 0.75 if household.adults[0].age >= 45 else 0.4
    for person in household.adults:
        shared = name and couple and len(household.adults) == 2 and draw() < share
        name = name if shared else surname(draw)
        yield person, name
    for child in household.children:
        yield child, name


def _at_age(steps: Sequence[tuple[int, float]], age: int) -> float:
    return next(share for limit, share in steps if age < limit)
