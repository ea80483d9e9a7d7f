"""The rules of a lottery and the lottery itself, from what a record says: no names are needed.

The profiles of a record, its quotas, its households and its protocol give the same model that the
register gives (`profiles.build_pool`), row by row. Whether they are the register's own is another
check.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sortition.base.errors import BadInput, Message, message
from sortition.lottery.certificate import Prices, Seats
from sortition.lottery.lottery import TOTAL_WEIGHT, Lottery, Weighted
from sortition.people.categories import declared_categories
from sortition.pool.quotas import Quota, RegisterCounts, compute_quotas
from sortition.pool.rules import Model, Row
from sortition.protocol.model import Protocol
from sortition.record.make import kind_names, rule_names
from sortition.record.value import Commitment, ProfileClaim

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
    rows += [_quota_row(index, quota, profiles) for index, quota in enumerate(quotas)]
    rules = record.households.rules or ()
    if [rule.number for rule in rules] != sorted({rule.number for rule in rules}):
        raise ClaimError("verify-differs-at", key="households.rules")
    for index, rule in enumerate(rules):
        try:
            own = tuple(number[name] for name in rule.profiles)
        except KeyError:
            raise ClaimError("verify-differs-at", key=f"households.rules[{index}]") from None
        if len(set(own)) < len(own) or not own:
            raise ClaimError("verify-differs-at", key=f"households.rules[{index}]")
        rows.append(Row("household", rule.number, own, 0, rule.households))
    kinds = _kinds(profiles, number)
    return Model(tuple(profile.people for profile in profiles), kinds, tuple(rows))


def _profiles_of(list_of: Sequence[int], index: int) -> tuple[int, ...]:
    return tuple(profile for profile, own in enumerate(list_of) if own == index)


def _quota_row(index: int, quota: Quota, profiles: Sequence[ProfileClaim]) -> Row:
    own = []
    for profile, claim in enumerate(profiles):
        if claim.college is not None and quota.scope != "panel":
            continue
        try:
            if all(claim.categories[name] == value for name, value in quota.match):
                own.append(profile)
        except KeyError:
            raise ClaimError("verify-differs-at", key=f"profiles[{profile}].categories") from None
    return Row("quota", index, tuple(own), quota.least, quota.most)


def _kinds(
    profiles: Sequence[ProfileClaim], number: Mapping[str, int]
) -> tuple[tuple[int, ...], ...]:
    """The profiles that the same people have, in the order of their first."""
    kinds = []
    for index, profile in enumerate(profiles):
        try:
            own = sorted({index, *(number[name] for name in profile.also)})
        except KeyError:
            raise ClaimError("verify-differs-at", key=f"profiles[{index}].also") from None
        others = [profiles[other] for other in own if other != index]
        if len(own) != 1 + len(profile.also) or any(
            profile.id not in other.also
            or len(other.also) != len(profile.also)
            or other.people != profile.people
            for other in others
        ):
            raise ClaimError("verify-differs-at", key=f"profiles[{index}].also")
        if own[0] == index:
            kinds.append(tuple(own))
    return tuple(kinds)


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
