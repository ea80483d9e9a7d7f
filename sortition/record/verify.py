"""Checks a record: alone, and against the register, the lists of exclusions and what was published.

Every claim is recomputed. Each check has a name and stands alone as far as it can; one that needs
an earlier one is failed where that one is, and one that needs a file that was not given is not
made, which is said. Nothing that a record claims is taken for true because it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sortition.base.errors import BadInput, Message, message
from sortition.protocol.json_form import protocol_from_json
from sortition.protocol.model import Protocol
from sortition.record.against_lists import check_with_lists
from sortition.record.alone import check_alone
from sortition.record.check import Check, compare, first_difference, merged, same
from sortition.record.given import Given
from sortition.record.make import METHODS, digest, lottery_digest, protocol_json
from sortition.record.value import BEFORE_THE_SEED, Commitment, Record

if TYPE_CHECKING:
    # Only its type: checking a proof loads no solver.
    from sortition.lottery.leximin import Observer


@dataclass(frozen=True)
class Verification:
    """What was found of a record."""

    checks: tuple[Check, ...]
    protocol: Protocol | None
    """The rules of the draw, None where they cannot be read."""
    least: float | None
    greatest: float | None
    """The least and the greatest selection probability of the record's lottery, recomputed."""

    @property
    def verified(self) -> bool:
        """Whether no check failed. Some may not have been made: `complete` says so."""
        return all(check.passed is not False for check in self.checks)

    @property
    def complete(self) -> bool:
        """Whether every check but that of the proof was made."""
        return all(check.passed is not None for check in self.checks if check.name != "proven")

    @property
    def proven(self) -> bool:
        """Whether it is verified and no lottery under the same rules is fairer."""
        return self.verified and any(c.name == "proven" and c.passed for c in self.checks)


def verify(record: Record, given: Given, observe: Observer | None = None) -> Verification:
    """Every check of a record, in order.

    Raises `BadInput` where the files given cannot be the record's: another number of lists, a file
    that cannot be read at all. Without registers only records from schema 2 on can be checked.
    """
    checks = [
        compare("form", record.method, METHODS[record.schema], "method"),
        _digests(record),
    ]
    if given.commitment is not None:
        checks.append(_commitment(record, given.commitment))
    protocol, problem = _protocol(record)
    checks.append(Check("protocol", problem is None, problem))
    if protocol is None:
        return Verification(tuple(checks), None, None, None)
    if given.registers or record.schema == 1:
        found = check_with_lists(record, protocol, given, observe)
    else:
        found = check_alone(record, protocol, given, observe)
    return Verification(
        tuple(merged([*checks, *found.checks])), protocol, found.least, found.greatest
    )


def _digests(record: Record) -> Check:
    if record.digest != digest(record.data):
        return Check("digest", False, message("verify-digest-differs"))
    if record.lottery_digest != lottery_digest(record.data):
        return Check("digest", False, message("verify-digest-differs"))
    return Check("digest", True)


def _commitment(record: Record, published: Commitment) -> Check:
    """Everything that was fixed before the seed is as it was published then."""
    if published.lottery_digest != lottery_digest(published.data):
        return Check("commitment", False, message("verify-commitment-broken"))
    for key in BEFORE_THE_SEED:
        claimed, expected = record.data[key], published.data[key]
        if not same(claimed, expected):
            place = first_difference(claimed, expected, key)
            return Check("commitment", False, message("verify-commitment-differs", key=place))
    return Check("commitment", True)


def _protocol(record: Record) -> tuple[Protocol | None, Message | None]:
    """The protocol of a record, and why it is none that a draw could have had."""
    try:
        protocol = protocol_from_json(record.protocol, name="record.json")
    except BadInput as error:
        return None, error.messages[0]
    if not same(protocol_json(protocol, record.schema), record.protocol):
        return None, message("verify-folders")
    return protocol, None
