"""The rules of a lottery and the lottery itself, from what a record says: no names are needed.

The profiles of a record, its quotas, its households and its protocol give the same model that the
register gives (`profiles.build_pool`), row by row. Whether they are the register's own is another
check.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sortition.base.errors import BadInput, Message, message
from sortition.base.limits import COLLEGES_MOST
from sortition.lottery.certificate import Prices, Seats
from sortition.lottery.lottery import TOTAL_WEIGHT, Lottery, Weighted
from sortition.people.categories import declared_categories
from sortition.pool.quotas import Quota, RegisterCounts, compute_quotas
from sortition.pool.rules import Model, Row
from sortition.protocol.model import Protocol
from sortition.record.make import kind_names, rule_names
from sortition.record.value import Commitment, ProfileClaim
from sortition.register.lists import criteria_of

RULE_CELLS: Final = 10_000_000
"""Most rules times profiles: a thousand rules for ten thousand profiles."""
PROOF_CELLS: Final = 3_000_000
"""Most stages times profiles: a thousand stages for three thousand profiles."""
PROOF_PRICES: Final = 400_000
"""Most prices of all stages together."""
STAGES_MOST: Final = 1_000
LISTS_MOST: Final = COLLEGES_MOST + 1
"""Most lists that someone can stand on."""
CELLS: Final = 25_000_000
"""Most compositions times profiles: two thousand profiles with twelve thousand compositions."""


class ClaimError(Exception):
    """Something a record claims cannot be so; with what it is."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.message: Message = message(code, **params)


def claimed_model(record: Commitment, protocol: Protocol, quotas: Sequence[Quota]) -> Model:
    """The model of a record's profiles, under its protocol's seats, quotas and household rules.

    Raises `ClaimError` where the profiles contradict each other or the protocol.
    """
    profiles = record.profiles
    number = {profile.id: index for index, profile in enumerate(profiles)}
    if len(number) < len(profiles):
        raise ClaimError("verify-profile-twice")
    lists = {name: index for index, name in enumerate(protocol.list_names)}
    for index, profile in enumerate(profiles):
        if profile.college not in lists:
            raise ClaimError("verify-differs-at", key=f"profiles[{index}].college")
    list_of = [lists[profile.college] for profile in profiles]
    if list_of != sorted(list_of):
        raise ClaimError("verify-differs-at", key="profiles")
    rows = [
        Row("seats", index, _profiles_of(list_of, index), seats, seats)
        for index, seats in ((i, protocol.seats_of(i)) for i in range(len(lists)))
    ]
    _check_categories(protocol, profiles)
    rows += _quota_rows(quotas, profiles)
    kinds = _kinds(profiles, number)
    for own in kinds:
        if len({list_of[profile] for profile in own}) < len(own):
            # One person has one profile on each list.
            raise ClaimError("verify-differs-at", key=f"profiles[{own[0]}].also")
    household_rows = _household_rows(record, protocol, kinds, number)
    rows += household_rows
    rows += _person_rows(profiles, kinds, {row.profiles for row in household_rows})
    if len(rows) * len(profiles) > RULE_CELLS:
        raise ClaimError("verify-too-many-rules")
    return Model(tuple(profile.people for profile in profiles), kinds, tuple(rows))


def _check_categories(protocol: Protocol, profiles: Sequence[ProfileClaim]) -> None:
    """Each profile has a category in every criterion that its list is asked for, no other."""
    wanted = {
        college: {c.name for c in criteria_of(protocol, college=college)}
        for college in (False, True)
    }
    for index, claim in enumerate(profiles):
        if claim.categories.keys() != wanted[claim.college is not None]:
            raise ClaimError("verify-differs-at", key=f"profiles[{index}].categories")


def _profiles_of(list_of: Sequence[int], index: int) -> tuple[int, ...]:
    return tuple(profile for profile, own in enumerate(list_of) if own == index)


def _household_rows(
    record: Commitment,
    protocol: Protocol,
    kinds: Sequence[tuple[int, ...]],
    number: Mapping[str, int],
) -> list[Row]:
    """The household rules of a record, where households can be as they say.

    A rule is about one kind of household: everyone of it has one of its profiles, with all the
    profiles they have on other lists, so many of each in every household, and nobody else has.
    Where no address is read, or households are kept by ticket order, a household is a person on
    several lists.
    """
    rules = record.households.rules or ()
    priced = {f"household:{rule.number}" for rule in rules}
    named = {name for stage in record.proof for name in stage.rules if name.startswith("household")}
    if [rule.number for rule in rules] != sorted(
        {rule.number for rule in rules}
    ) or priced != named:
        raise ClaimError("verify-differs-at", key="households.rules")
    kind_of = {profile: kind for kind, own in enumerate(kinds) for profile in own}
    addresses = bool(protocol.register.household) and record.households.kept == "classes"
    seen: set[int] = set()
    rows = []
    for index, rule in enumerate(rules):
        wrong = ClaimError("verify-household-rule", number=str(index))
        if not rule.profiles or not set(rule.profiles) <= number.keys():
            raise wrong
        own = tuple(number[name] for name in rule.profiles)
        inside = sorted({kind_of[profile] for profile in own})
        people = [record.profiles[kinds[kind][0]].people for kind in inside]
        if (
            sorted(profile for kind in inside for profile in kinds[kind]) != list(own)
            or seen.intersection(inside)
            or any(count % rule.households for count in people)
            or (sum(people) < 2 * rule.households and len(own) == 1)
            or len({_what_people_are(record, kinds[kind]) for kind in inside}) < len(inside)
            or (not addresses and (len(inside) > 1 or sum(people) != rule.households))
        ):
            raise wrong
        seen.update(inside)
        rows.append(Row("household", rule.number, own, 0, rule.households))
    return rows


def _what_people_are(record: Commitment, own: Sequence[int]) -> tuple[object, ...]:
    """The lists and categories of a kind: two kinds of one household differ in them."""
    claims = [record.profiles[profile] for profile in own]
    return tuple((claim.college, *sorted(claim.categories.items())) for claim in claims)


def _person_rows(
    profiles: Sequence[ProfileClaim],
    kinds: Sequence[tuple[int, ...]],
    known: Collection[tuple[int, ...]],
) -> list[Row]:
    """Nobody has two seats: the rules of people on several lists that need no price in the proof.

    They have numbers that no rule of a record has.
    """
    several = [own for own in kinds if len(own) > 1 and own not in known]
    return [
        Row("household", -1 - index, own, 0, profiles[own[0]].people)
        for index, own in enumerate(several)
    ]


def _quota_rows(quotas: Sequence[Quota], profiles: Sequence[ProfileClaim]) -> list[Row]:
    """Which profiles each quota counts: by the categories that they share."""
    inside: dict[tuple[str, str], set[int]] = {}
    register, everyone = set(), set(range(len(profiles)))
    for index, claim in enumerate(profiles):
        if claim.college is None:
            register.add(index)
        for pair in claim.categories.items():
            inside.setdefault(pair, set()).add(index)
    rows = []
    for number, quota in enumerate(quotas):
        own = everyone if quota.scope == "panel" else register
        for pair in quota.match:
            own = own & inside.get(pair, set())
        rows.append(Row("quota", number, tuple(sorted(own)), quota.least, quota.most))
    return rows


def _kinds(
    profiles: Sequence[ProfileClaim], number: Mapping[str, int]
) -> tuple[tuple[int, ...], ...]:
    """The profiles that the same people have, in the order of their first."""
    kinds: dict[tuple[int, ...], list[int]] = {}
    for index, profile in enumerate(profiles):
        wrong = ClaimError("verify-differs-at", key=f"profiles[{index}].also")
        if not set(profile.also) <= number.keys() or len(profile.also) >= LISTS_MOST:
            raise wrong
        own = tuple(sorted({index, *(number[name] for name in profile.also)}))
        if len(own) != 1 + len(profile.also):
            raise wrong
        kinds.setdefault(own, []).append(index)
    for own, members in kinds.items():
        # Each of them names all the others, and they are as many people.
        if tuple(members) != own or len({profiles[one].people for one in own}) > 1:
            raise ClaimError("verify-differs-at", key=f"profiles[{members[0]}].also")
    return tuple(sorted(kinds))


def claimed_quotas(record: Commitment, protocol: Protocol) -> tuple[Quota, ...]:
    """The quotas that follow from the protocol and the people of the record's profiles.

    Raises `ClaimError` where they do not fit together.
    """
    criteria = [criterion.name for criterion in protocol.plain_criteria]
    counts: RegisterCounts = Counter()
    for index, profile in enumerate(record.profiles):
        if profile.college is not None:
            continue
        if sorted(profile.categories) != sorted(criteria):
            raise ClaimError("verify-differs-at", key=f"profiles[{index}].categories")
        counts[tuple(profile.categories[name] for name in criteria)] += profile.people
    for criterion in protocol.plain_criteria:
        known = declared_categories(criterion)
        place = criteria.index(criterion.name)
        if known is not None and not {key[place] for key in counts} <= set(known):
            raise ClaimError("verify-differs-at", key="profiles")
    try:
        return compute_quotas(protocol, counts, file="record.json")
    except BadInput as error:
        raise ClaimError("verify-detail", detail=error.messages[0]) from None


def claimed_lottery(record: Commitment) -> Lottery:
    """The record's lottery. Raises `ClaimError` where it is not written as it must be.

    Weights are positive and add up, no composition stands twice, and they stand in their one order.
    """
    names = [profile.id for profile in record.profiles]
    place = {name: index for index, name in enumerate(names)}
    if sum(entry.weight for entry in record.lottery) != TOTAL_WEIGHT:
        raise ClaimError("verify-weights")
    if len(record.lottery) * len(names) > CELLS:
        raise ClaimError("verify-too-many-compositions")
    entries = []
    for number, entry in enumerate(record.lottery):
        seats = [0] * len(names)
        for name, count in entry.seats.items():
            if name not in place:
                raise ClaimError("verify-composition", number=str(number))
            seats[place[name]] = count
        entries.append(Weighted(entry.weight, tuple(seats)))
    lottery = Lottery.of(entries)
    if list(lottery.entries) != entries:
        raise ClaimError("verify-compositions-order")
    if len({entry.seats for entry in entries}) < len(entries):
        raise ClaimError("verify-composition-twice")
    return lottery


@dataclass(frozen=True)
class Proof:
    """The proof of a record."""

    stages: tuple[Prices, ...]
    split: Seats | None
    """As the record has it; None in schema 1, which has none."""


def claimed_proof(record: Commitment, model: Model) -> Proof | ClaimError:
    """The record's proof, or that it names people or a rule that do not exist.

    Those settled stand in the order of the profiles, and prices that are zero are left out.
    """
    names = [profile.id for profile in record.profiles]
    if len(names) != len(model.people):
        return ClaimError("verify-differs-at", key="profiles")
    prices_count = sum(len(stage.prices) + len(stage.rules) for stage in record.proof)
    if (
        len(record.proof) > STAGES_MOST
        or len(record.proof) * len(names) > PROOF_CELLS
        or prices_count > PROOF_PRICES
    ):
        return ClaimError("verify-too-long-proof")
    kind_of = {name: kind for kind, name in enumerate(kind_names(model, names))}
    rule_of = {name: rule for rule, name in enumerate(rule_names(model))}
    proof = []
    for index, stage in enumerate(record.proof):
        wrong = ClaimError("verify-differs-at", key=f"proof[{index}]")
        try:
            prices = Prices(
                held=tuple(kind_of[name] for name in stage.settles),
                kinds={kind_of[name]: price for name, price in stage.prices.items()},
                rules={rule_of[name]: price for name, price in stage.rules.items()},
            )
        except KeyError:
            return wrong
        if list(prices.held) != sorted(set(prices.held)) or 0 in prices.rules.values():
            return wrong
        proof.append(prices)
    if record.split is None:
        return Proof(tuple(proof), None)
    place = {name: index for index, name in enumerate(names)}
    if not record.split.keys() <= place.keys():
        return ClaimError("verify-differs-at", key="split")
    return Proof(tuple(proof), {place[name]: own for name, own in record.split.items()})
