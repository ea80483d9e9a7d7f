"""Who is interchangeable with whom: persons, their profiles, and the rules of a composition.

People who stand on the same lists, with the same categories and the same kind of household, are
interchangeable: some leximin lottery gives them equal chances. So the lottery is over profiles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sortition.base.errors import BadInput, message
from sortition.pool.quotas import Quota
from sortition.pool.rules import Model, Row
from sortition.protocol.model import Protocol
from sortition.register.lists import PeopleList, criteria_of

EXACT_HOUSEHOLD_PROFILES: Final = 600
"""With more profiles than this, households are not split into classes but kept by ticket order."""

Base = tuple[int, tuple[int, ...]]
"""A list (0 is the register) and someone's categories on it, by number."""
PersonType = tuple[Base, ...]
"""Everything the rules know of a person alone: one base for each list they stand on."""
Kind = tuple[PersonType, tuple[int, ...]]
"""A person's type, and the types of everyone in their household (by number, sorted)."""


@dataclass(frozen=True)
class Profile:
    """One combination of list, categories and household class."""

    id: str
    college: str | None
    categories: Mapping[str, str]
    household: tuple[str, ...]
    """The profile of each person of the household, these included; empty for people living alone.
    Someone on several lists has several, joined: `p1+p7`."""
    also: tuple[str, ...]
    """The other profiles of these same people, who stand on other lists too."""
    people: int

    def to_json(self) -> dict[str, Any]:
        """The JSON form, without the probability, which is the lottery's."""
        return {
            "id": self.id,
            "college": self.college,
            "categories": dict(self.categories),
            "household": list(self.household),
            "also": list(self.also),
            "people": self.people,
        }


@dataclass(frozen=True)
class Pool:
    """Everyone who may be drawn, each person once, sorted by id."""

    ids: tuple[str, ...]
    kind: tuple[int, ...]
    """For each person, the index of their kind in `Model.kinds`."""
    household: tuple[int, ...]
    """For each person, the number of their household; people living alone have their own."""
    places: tuple[Mapping[int, int], ...]
    """For each list: person → position among that list's people."""
    profiles: tuple[Profile, ...]
    list_of: tuple[int, ...]
    """For each profile, the list its seats are drawn from."""
    model: Model
    exact_households: bool
    """Whether household classes are in the model; else households are kept by ticket order."""


def build_pool(
    protocol: Protocol,
    lists: Sequence[PeopleList],
    quotas: Sequence[Quota],
    categories: Mapping[str, tuple[str, ...]],
) -> Pool:
    """Profiles, household classes and the rules that every composition keeps.

    `categories` gives each plain criterion's categories in their order; households are split into
    classes where that makes no more than `EXACT_HOUSEHOLD_PROFILES` profiles. The result does not
    depend on the order of the rows. Raises `BadInput` where a list has fewer people than seats.
    """
    _check_sizes(protocol, lists)
    ids = tuple(sorted({person for people in lists for person in people.ids}))
    number_of = {person: number for number, person in enumerate(ids)}
    places = tuple(
        {number_of[person]: position for position, person in enumerate(people.ids)}
        for people in lists
    )
    types = _types(len(ids), places, lists, categories)
    household = _households(len(ids), places, lists)
    kind_of, sizes, exact = _kinds(types, household, EXACT_HOUSEHOLD_PROFILES)
    kinds = sorted(set(kind_of))
    profiles = sorted((base, k) for k, (own, _) in enumerate(kinds) for base in own)
    number = {pair: index for index, pair in enumerate(profiles)}
    profiles_of = tuple(tuple(number[base, k] for base in own) for k, (own, _) in enumerate(kinds))
    kind_number = {one: k for k, one in enumerate(kinds)}
    kind = tuple([kind_number[one] for one in kind_of])
    people = Counter(kind)
    profile_people = tuple(people[k] for _, k in profiles)
    members = _members(kinds, profiles_of)
    made = _profiles(protocol, profiles, profile_people, kinds, profiles_of, categories)
    rows = (
        *_seat_rows(protocol, profiles),
        *_quota_rows(quotas, made),
        *_household_rows(kinds, members, sizes),
    )
    return Pool(
        ids=ids,
        kind=kind,
        household=household,
        places=places,
        profiles=made,
        list_of=tuple(base[0] for base, _ in profiles),
        model=Model(profile_people, profiles_of, rows),
        exact_households=exact,
    )


def alone_in_profile(pool: Pool, published: Sequence[Row]) -> tuple[int, int]:
    """How many profiles have exactly one person, and for how many of these a household is named.

    Profiles are published, and the household rules that a proof needs. Whoever knows that someone
    is in the pool and is the only one of their sort reads their categories there, and in such a
    rule whom they live with.
    """
    alone = {index for index, profile in enumerate(pool.profiles) if profile.people == 1}
    named = {profile for row in published if len(row.profiles) > 1 for profile in row.profiles}
    return len(alone), len(alone & named)


def _check_sizes(protocol: Protocol, lists: Sequence[PeopleList]) -> None:
    too_few = [
        message(
            "more-seats-than-people",
            file=people.table.name,
            seats=protocol.seats_of(index),
            n=len(people.ids),
        )
        for index, people in enumerate(lists)
        if len(people.ids) < protocol.seats_of(index)
    ]
    if too_few:
        raise BadInput(too_few)


def _types(
    count: int,
    places: Sequence[Mapping[int, int]],
    lists: Sequence[PeopleList],
    categories: Mapping[str, tuple[str, ...]],
) -> list[PersonType]:
    """Each person's type: their base on every list they stand on."""
    types: list[PersonType] = [()] * count
    for index, people in enumerate(lists):
        columns = []
        for criterion, values in people.categories.items():
            order = {category: n for n, category in enumerate(categories[criterion])}
            columns.append([order[value] for value in values])
        combined = list(zip(*columns, strict=True)) if columns else [()] * len(people.ids)
        alone: dict[tuple[int, ...], PersonType] = {one: ((index, one),) for one in set(combined)}
        for person, position in places[index].items():
            own = alone[combined[position]]
            types[person] = types[person] + own if types[person] else own
    return types


def _households(
    count: int, places: Sequence[Mapping[int, int]], lists: Sequence[PeopleList]
) -> tuple[int, ...]:
    """Each person's household: a number shared by everyone of their address, or their own.

    Someone on several lists has the address of the first that gives one.
    """
    numbers: dict[tuple[str, ...], int] = {}
    household = [-1] * count
    for own, people in zip(places, lists, strict=True):
        for person, position in own.items():
            address = people.households[position]
            if address is not None and household[person] < 0:
                household[person] = numbers.setdefault(address, len(numbers))
    return tuple([len(numbers) + k if number < 0 else number for k, number in enumerate(household)])


def _kinds(
    types: Sequence[PersonType], household: Sequence[int], most: int
) -> tuple[list[Kind], dict[tuple[int, ...], int], bool]:
    """Each person's kind, the households of each class, and whether classes are exact.

    Where the classes would make more than `most` profiles, everyone is taken as living alone.
    """
    type_number = {one: n for n, one in enumerate(sorted(set(types)))}
    numbers = [type_number[one] for one in types]
    alone: dict[PersonType, Kind] = {one: (one, (n,)) for one, n in type_number.items()}
    kind_of = [alone[one] for one in types]
    split = list(kind_of)
    for person, own_class in _shared_classes(numbers, household).items():
        split[person] = (types[person], own_class)
    exact = len(set(split)) <= max(most, len(type_number))
    if exact:
        kind_of = split
    households_of: Counter[tuple[int, ...]] = Counter()
    people_of = Counter(own_class for _, own_class in kind_of)
    for own_class, people in people_of.items():
        households_of[own_class] = people // len(own_class)
    return kind_of, households_of, exact


class _Household(tuple[int, ...]):
    """The types of everyone in a household; hashed once, however many live there."""

    _hash: int

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            self._hash = super().__hash__()
            return self._hash


def _shared_classes(numbers: Sequence[int], household: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """The household class of everyone who does not live alone."""
    sizes = Counter(household)
    members: dict[int, list[int]] = {}
    for person, home in enumerate(household):
        if sizes[home] > 1:
            members.setdefault(home, []).append(person)
    classes: dict[int, tuple[int, ...]] = {}
    for people in members.values():
        own_class = _Household(sorted(numbers[person] for person in people))
        classes |= dict.fromkeys(people, own_class)
    return classes


def _members(
    kinds: Sequence[Kind], profiles_of: Sequence[tuple[int, ...]]
) -> dict[tuple[int, ...], list[int]]:
    """The profiles of the people of each household class."""
    members: dict[tuple[int, ...], list[int]] = {}
    for (_, own_class), own in zip(kinds, profiles_of, strict=True):
        members.setdefault(own_class, []).extend(own)
    return members


def _profiles(
    protocol: Protocol,
    profiles: Sequence[tuple[Base, int]],
    people: Sequence[int],
    kinds: Sequence[Kind],
    profiles_of: Sequence[tuple[int, ...]],
    categories: Mapping[str, tuple[str, ...]],
) -> tuple[Profile, ...]:
    width = len(str(len(profiles)))
    names = [f"p{number:0{width}d}" for number in range(1, len(profiles) + 1)]
    type_number = {one: n for n, one in enumerate(sorted({own for own, _ in kinds}))}
    kind_of = {(type_number[own], own_class): k for k, (own, own_class) in enumerate(kinds)}
    made = []
    for index, ((list_index, codes), k) in enumerate(profiles):
        criteria = [c.name for c in criteria_of(protocol, college=list_index > 0)]
        own_class = kinds[k][1]
        made.append(
            Profile(
                id=names[index],
                college=protocol.list_names[list_index],
                categories={
                    name: categories[name][code] for name, code in zip(criteria, codes, strict=True)
                },
                household=tuple(
                    "+".join(names[o] for o in profiles_of[kind_of[number, own_class]])
                    for number in own_class
                )
                if len(own_class) > 1
                else (),
                also=tuple(names[o] for o in profiles_of[k] if o != index),
                people=people[index],
            )
        )
    return tuple(made)


def _seat_rows(protocol: Protocol, profiles: Sequence[tuple[Base, int]]) -> list[Row]:
    rows = []
    for index in range(len(protocol.list_names)):
        own = tuple(o for o, (base, _) in enumerate(profiles) if base[0] == index)
        seats = protocol.seats_of(index)
        rows.append(Row("seats", index, own, seats, seats))
    return rows


def _quota_rows(quotas: Sequence[Quota], profiles: Sequence[Profile]) -> list[Row]:
    rows = []
    for number, quota in enumerate(quotas):
        own = tuple(
            o
            for o, profile in enumerate(profiles)
            if (profile.college is None or quota.scope == "panel")
            and all(profile.categories[criterion] == value for criterion, value in quota.match)
        )
        rows.append(Row("quota", number, own, quota.least, quota.most))
    return rows


def _household_rows(
    kinds: Sequence[Kind],
    members: Mapping[tuple[int, ...], Sequence[int]],
    sizes: Mapping[tuple[int, ...], int],
) -> list[Row]:
    """At most one seat per household: only where a class has more than one way to get seats."""
    rows: list[Row] = []
    for own_class in sorted(members):
        own = tuple(sorted(members[own_class]))
        if len(own_class) > 1 or len(own) > 1:
            rows.append(Row("household", len(rows), own, 0, sizes[own_class]))
    return rows
