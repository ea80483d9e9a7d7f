"""A record alone: everything that can be recomputed without knowing who anyone is."""

from __future__ import annotations

from typing import Final

from sortition.base.errors import message
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


def _probabilities(record: Record, lottery: Lottery) -> Check:
    """Each profile's probability is what the lottery gives it."""
    for index, (profile, expected) in enumerate(
        zip(record.profiles, lottery.expected_seats(), strict=True)
    ):
        if profile.probability != float(expected / profile.people):
            key = f"profiles[{index}].probability"
            return Check("profiles", False, message("verify-differs-at", key=key))
    return Check("profiles", True)
