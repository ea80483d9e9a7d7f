"""Checks a record: alone, and against the register, the lists of exclusions and what was published.

Every claim is recomputed. Each check has a name and stands alone as far as it can; one that an
earlier failure kept from being made, or that needs a file that was not given, is not made, and that
is said. Nothing that a record claims is taken for true because it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sortition.base.errors import BadInput, Message, message
from sortition.base.json_values import first_difference
from sortition.protocol.json_form import protocol_from_json
from sortition.protocol.model import Protocol
from sortition.record.against_lists import check_with_lists
from sortition.record.alone import check_alone
from sortition.record.check import NAMES, Check, compare, merged
from sortition.record.fairness import settled
from sortition.record.found import Found
from sortition.record.given import Given, PublishedFiles
from sortition.record.make import METHODS, digest, lottery_digest, protocol_json
from sortition.record.value import BEFORE_THE_SEED, Commitment, Record

if TYPE_CHECKING:
    # Only its type: checking a proof loads no solver.
    from sortition.base.observer import Observer


@dataclass(frozen=True)
class Verification:
    """What was found of a record."""

    checks: tuple[Check, ...]
    protocol: Protocol | None
    """The rules of the draw, None where they cannot be read."""
    lottery_digest: str
    """The digest of what was fixed before the seed, of the record as it is."""
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
        return not self.unchecked

    @property
    def unchecked(self) -> tuple[Check, ...]:
        """The checks that were not made, but for that of the proof, whose None is an answer."""
        return tuple(c for c in self.checks if c.passed is None and c.name != "proven")

    @property
    def proven(self) -> bool:
        """Whether it is verified and no lottery under the same rules is fairer."""
        return self.verified and any(c.name == "proven" and c.passed for c in self.checks)


def verify(record: Record, given: Given, observe: Observer | None = None) -> Verification:
    """Every check of a record, in order.

    Raises `BadInput` where the files given cannot be the record's: another number of lists, a file
    that cannot be read at all, lists of exclusions without the registers. Without registers only
    records from schema 2 on can be checked.
    """
    if given.exclusions and not given.registers:
        raise BadInput(message("verify-exclude-needs-register"))
    checks = [_method(record), _digests(record)]
    if given.commitment is not None:
        checks.append(_commitment(record, given.commitment))
    protocol, problem = _protocol(record)
    checks.append(Check("protocol", problem is None, problem))
    found = Found(())
    if protocol is not None:
        with_lists = given.registers or record.schema == 1
        check = check_with_lists if with_lists else check_alone
        found = check(record, protocol, given)
    made = merged([*checks, *found.checks], _wanted(given))
    if found.lottery is not None and all(one.passed is not False for one in made):
        # The solver is sent to work only where nothing else is wrong.
        made = tuple(
            settled(one, *found.lottery, observe) if one.name == "proven" else one for one in made
        )
    least, greatest = found.chances or (None, None)
    return Verification(
        checks=made,
        protocol=protocol,
        lottery_digest=lottery_digest(record.data),
        least=least,
        greatest=greatest,
    )


def _wanted(given: Given) -> list[str]:
    """The names of the checks that whoever checks asked for, in their order."""
    files: PublishedFiles = given.published
    asked = {
        "commitment": given.commitment,
        "panel-file": files.panel,
        "alternates-file": files.alternates,
        "profiles-file": files.profiles,
    }
    return [name for name in NAMES if name not in asked or asked[name] is not None]


def _method(record: Record) -> Check:
    if record.method == METHODS[record.schema]:
        return Check("form", True)
    return Check("form", False, message("verify-method"))


def _digests(record: Record) -> Check:
    right = record.digest == digest(record.data)
    if right and record.lottery_digest == lottery_digest(record.data):
        return Check("digest", True)
    return Check("digest", False, message("verify-digest-differs"))


def _commitment(record: Record, published: Commitment | str) -> Check:
    """Everything that was fixed before the seed is as it was published then."""
    if isinstance(published, str):
        same = published == lottery_digest(record.data)
        detail = None if same else message("verify-commitment-digest")
        return Check("commitment", same, detail)
    if published.lottery_digest != lottery_digest(published.data):
        return Check("commitment", False, message("verify-commitment-broken"))
    for key in BEFORE_THE_SEED:
        place = first_difference(record.data.get(key), published.data.get(key), key)
        if place is not None:
            return Check("commitment", False, message("verify-commitment-differs", key=place))
    return Check("commitment", True)


def _protocol(record: Record) -> tuple[Protocol | None, Message | None]:
    """The protocol of a record, and why it is none that a draw could have had."""
    try:
        protocol = protocol_from_json(record.protocol, name=record.file)
    except BadInput as error:
        return None, error.messages[0]
    written = protocol_json(protocol, record.schema)
    if not compare("protocol", dict(record.protocol), written, "protocol").passed:
        return None, message("verify-folders")
    return protocol, None
