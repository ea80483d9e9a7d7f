"""A record alone: everything that can be recomputed without knowing who anyone is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sortition.base.errors import message
from sortition.protocol.model import Protocol
from sortition.record.against_lists import check_exclusions
from sortition.record.check import Check, Found, compare
from sortition.record.claims import ClaimError, claimed_lottery, claimed_model, claimed_quotas
from sortition.record.given import Given
from sortition.record.lottery import check_lottery
from sortition.record.published import check_published
from sortition.record.value import Record

if TYPE_CHECKING:
    # Only its type: checking a proof loads no solver.
    from sortition.lottery.leximin import Observer


def check_alone(
    record: Record, protocol: Protocol, given: Given, observe: Observer | None
) -> Found:
    """The checks that need no names: the record against itself."""
    found = Found([])
    for name in ("files", "people"):
        found.checks.append(Check(name, None, message("verify-no-register")))
    found.checks.append(check_exclusions(record, protocol, checked=False))
    try:
        quotas = claimed_quotas(record, protocol)
        claims = [quota.to_json() for quota in quotas]
        found.checks.append(compare("quotas", record.data["quotas"], claims, "quotas"))
        found.checks.append(Check("households", None, message("verify-no-register")))
        model = claimed_model(record, protocol, quotas)
        _check_counts(record, protocol)
    except ClaimError as error:
        found.checks.append(Check("profiles", False, error.message))
        return found
    try:
        lottery = claimed_lottery(record)
    except ClaimError as error:
        found.checks.append(Check("lottery", False, error.message))
        return found
    for index, (profile, expected) in enumerate(
        zip(record.profiles, lottery.expected_seats(), strict=True)
    ):
        if profile.probability != float(expected / profile.people):
            key = f"profiles[{index}].probability"
            found.checks.append(Check("profiles", False, message("verify-differs-at", key=key)))
            break
    else:
        found.checks.append(Check("profiles", True))
    bound = 0.0 if record.households.kept == "classes" else None
    if check_lottery(record, model, lottery, bound, found, observe):
        for name in ("panel", "alternates"):
            found.checks.append(Check(name, None, message("verify-no-register")))
        found.checks += check_published(given.published, record, lottery, None, None)
    return found


def _check_counts(record: Record, protocol: Protocol) -> None:
    """The profiles of each list have as many people as it has eligible ones."""
    claims = [record.register, *record.colleges]
    if len(claims) != len(protocol.list_names):
        raise ClaimError("verify-differs-at", key="colleges")
    for name, claim in zip(protocol.list_names, claims, strict=True):
        people = sum(profile.people for profile in record.profiles if profile.college == name)
        if people != claim.eligible:
            raise ClaimError("verify-differs-at", key="profiles")
