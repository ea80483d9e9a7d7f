"""A record alone: everything that can be recomputed without knowing who anyone is."""

from __future__ import annotations

from typing import Final

from sortition.base.errors import message
from sortition.base.tickets import ticket
from sortition.lottery.lottery import Lottery
from sortition.pool.quotas import Quota
from sortition.pool.rules import Model
from sortition.protocol.model import Protocol
from sortition.record.against_lists import check_exclusions
from sortition.record.check import Check, compare
from sortition.record.claims import (
    ClaimError,
    claimed_lottery,
    claimed_model,
    claimed_proof,
    claimed_quotas,
)
from sortition.record.found import Found
from sortition.record.given import Given
from sortition.record.lottery import check_lottery
from sortition.record.published import check_published
from sortition.record.value import Record

NEED_LISTS: Final = ("files", "people", "households", "panel", "alternates")
"""The checks that cannot be made without the lists."""


def check_alone(record: Record, protocol: Protocol, given: Given) -> Found:
    """The checks that need no names: the record against itself."""
    unseen = message("verify-no-register")
    checks = [Check(name, None, unseen) for name in NEED_LISTS]
    checks.append(check_exclusions(record, protocol, checked=False))
    checks.append(_lists(record, protocol))
    try:
        quotas, model = _rules(record, protocol)
    except ClaimError as error:
        return Found((*checks, Check("profiles", False, error.message)))
    claims = [quota.to_json() for quota in quotas]
    checks.append(compare("quotas", record.data["quotas"], claims, "quotas"))
    try:
        lottery = claimed_lottery(record)
    except ClaimError as error:
        return Found((*checks, Check("lottery", False, error.message)))
    checks.append(_probabilities(record, lottery))
    bound = 0.0 if record.households.kept == "classes" else None
    proof = claimed_proof(record, model)
    found = check_lottery(record, model, lottery, proof, bound)
    checks += found.checks
    if found.can_be_drawn and record.drawn < len(lottery.entries):
        checks += _people(record, protocol, lottery)
    if found.can_be_drawn:
        checks += check_published(given.published, record, lottery)
    return Found(tuple(checks), found.chances, (model, lottery))


def _rules(record: Record, protocol: Protocol) -> tuple[tuple[Quota, ...], Model]:
    """The quotas and the rules that follow from the profiles as the record has them."""
    quotas = claimed_quotas(record, protocol)
    model = claimed_model(record, protocol, quotas)
    claims = [record.register, *record.colleges]
    if len(claims) != len(protocol.list_names):
        raise ClaimError("verify-differs-at", key="colleges")
    for name, claim in zip(protocol.list_names, claims, strict=True):
        people = sum(profile.people for profile in record.profiles if profile.college == name)
        if people != claim.eligible:
            raise ClaimError("verify-differs-at", key="profiles")
    return quotas, model


def _lists(record: Record, protocol: Protocol) -> Check:
    """The lists are those of the protocol, and have no fewer rows than people eligible."""
    claims = [record.register, *record.colleges]
    files = [protocol.register.file, *(college.file for college in protocol.colleges)]
    for claim, file in zip(claims, files, strict=False):
        if claim.file != file or claim.rows < claim.eligible:
            return Check("people", False, message("verify-differs-at", key="register"))
    if list(record.excluded) != sorted(set(record.excluded)):
        return Check("people", False, message("verify-differs-at", key="excluded"))
    return Check("people", None, message("verify-no-register"))


def _people(record: Record, protocol: Protocol, lottery: Lottery) -> list[Check]:
    """What shows of the panel and the alternates without knowing who they are: as many as there are
    seats, nobody twice or left out, and tickets that grow within each profile.
    """
    seats = lottery.entries[record.drawn].seats
    checks = []
    panel, alternates = list(record.panel), list(record.alternates)
    right = len(panel) == sum(seats) and len(set(panel)) == len(panel)
    place = 0
    for own in seats if right else ():
        tickets = [ticket(record.seed, person) for person in panel[place : place + own]]
        right = right and tickets == sorted(tickets)
        place += own
    if not right or not set(panel).isdisjoint(record.excluded):
        checks.append(Check("panel", False, message("verify-differs-at", key="panel")))
    most = sum(map(protocol.alternates_of, range(len(protocol.list_names))))
    if (
        len(alternates) > most
        or len(set(alternates)) < len(alternates)
        or not set(alternates).isdisjoint((*panel, *record.excluded))
    ):
        checks.append(Check("alternates", False, message("verify-differs-at", key="alternates")))
    return checks


def _probabilities(record: Record, lottery: Lottery) -> Check:
    """Each profile's probability is what the lottery gives it."""
    for index, (profile, expected) in enumerate(
        zip(record.profiles, lottery.expected_seats(), strict=True)
    ):
        if profile.probability != float(expected / profile.people):
            key = f"profiles[{index}].probability"
            return Check("profiles", False, message("verify-differs-at", key=key))
    return Check("profiles", True)
