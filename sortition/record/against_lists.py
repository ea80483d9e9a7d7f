"""A record against the register, the colleges' lists and the lists of exclusions: everything."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from sortition.base.errors import BadInput, Message, SortitionError, message
from sortition.drawing import Draw, draw
from sortition.lottery.households import household_bound
from sortition.people.identity import read_exclusions
from sortition.people.ids import Counted
from sortition.pool.prepare import Prepared, exclusion_tables, prepare_tables, read_lists
from sortition.protocol.model import Protocol
from sortition.record.check import Check, compare
from sortition.record.claims import (
    ClaimError,
    Proof,
    claimed_lottery,
    claimed_proof,
)
from sortition.record.found import Found
from sortition.record.given import Given
from sortition.record.lottery import check_lottery
from sortition.record.make import (
    base_name,
    excluded_ids,
    households_json,
    list_json,
    profiles_json,
)
from sortition.record.published import check_published
from sortition.record.value import ExclusionClaim, ListClaim, Record
from sortition.spreadsheets import Table

NUMBERED: Final[Mapping[int, Counted]] = {1: "people", 2: "spreadsheet"}
"""By schema, what numbers people who have no ids."""


def check_with_lists(record: Record, protocol: Protocol, given: Given) -> Found:
    """The checks where the register and the colleges' lists are at hand.

    Raises `BadInput` where there are more or fewer files than the record has lists, or where one
    cannot be read.
    """
    tables, exclusions = _tables(record, protocol, given)
    checks = [_files(record, tables, exclusions)]
    prepared, problem = _prepared(record, protocol, tables, exclusions)
    if prepared is None:
        return Found((*checks, Check("people", False, problem)))
    pool = prepared.pool
    proof = claimed_proof(record, pool.model)
    checks += _people(record, prepared, proof, exclusions)
    try:
        lottery = claimed_lottery(record)
    except ClaimError as error:
        return Found((*checks, Check("lottery", False, error.message)))
    if len(record.profiles) != len(pool.profiles):
        place = message("verify-differs-at", key="profiles")
        return Found((*checks, Check("profiles", False, place)))
    profiles = profiles_json(pool, lottery, record.schema)
    checks.append(compare("profiles", record.data["profiles"], profiles, "profiles"))
    bound = household_bound(pool, lottery)
    found = check_lottery(record, pool.model, lottery, proof, bound)
    checks += found.checks
    if not found.can_be_drawn:
        return Found(tuple(checks), found.chances, (pool.model, lottery))
    try:
        outcome = draw(protocol, pool, lottery, record.seed)
    except SortitionError as error:
        return Found((*checks, Check("panel", False, error.messages[0])), found.chances)
    checks += _drawn(record, pool.ids, outcome)
    checks += check_published(given.published, record, lottery, prepared, outcome)
    return Found(tuple(checks), found.chances, (pool.model, lottery))


def _tables(record: Record, protocol: Protocol, given: Given) -> tuple[list[Table], list[Table]]:
    """The lists and the lists of exclusions, each in the record's order.

    Whoever gives them in another order is understood: the SHA-256 of their bytes says which is
    which.
    """
    lists = [protocol.register.file, *(college.file for college in protocol.colleges)]
    excluding = list(protocol.eligibility.exclude)
    problems = []
    if len(given.registers) != len(lists):
        code = "verify-lists-old" if not given.registers else "verify-lists"
        problems.append(_wanted(code, given.registers, lists, [record.register, *record.colleges]))
    if given.exclusions and not excluding:
        problems.append(message("verify-no-exclusions"))
    elif given.exclusions and len(given.exclusions) != len(excluding):
        code = "verify-exclusion-lists"
        problems.append(_wanted(code, given.exclusions, excluding, record.exclusions))
    if problems:
        raise BadInput(problems)
    registers = _in_order(given.registers, [record.register, *record.colleges])
    tables = read_lists(protocol, registers)
    return tables, exclusion_tables(protocol, _in_order(given.exclusions, record.exclusions))


def _wanted(
    code: str,
    given: Sequence[Path],
    files: Sequence[str],
    claims: Sequence[ListClaim | ExclusionClaim],
) -> Message:
    named = [
        f"{base_name(file)} (SHA-256 {claim.sha256[:8]}…)"
        for file, claim in zip(files, claims, strict=False)
    ]
    return message(code, given=len(given), files=named, n=len(files))


def _in_order(
    paths: Sequence[Path], claims: Sequence[ListClaim | ExclusionClaim]
) -> Sequence[Path]:
    """The files in the order of the claims, where their bytes say which is which."""
    if len(paths) < 2:
        return paths
    try:
        of_bytes = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in paths}
    except OSError:
        return paths  # said by whoever reads it
    wanted = [claim.sha256 for claim in claims]
    if sorted(of_bytes) != sorted(wanted) or len(wanted) != len(paths):
        return paths
    return [of_bytes[one] for one in wanted]


def _files(record: Record, tables: Sequence[Table], exclusions: Sequence[Table]) -> Check:
    """Every list that was given is, byte for byte, the draw's."""
    claims: list[ListClaim | ExclusionClaim] = [record.register, *record.colleges]
    if exclusions:
        claims += record.exclusions
    given = [*tables, *exclusions]
    if len(claims) != len(given):
        return Check("files", False, message("verify-differs-at", key="colleges"))
    other = [
        table.name
        for table, claim in zip(given, claims, strict=True)
        if table.sha256 != claim.sha256
    ]
    if other:
        return Check("files", False, message("verify-file", n=len(other), files=other))
    return Check("files", True)


def _prepared(
    record: Record, protocol: Protocol, tables: Sequence[Table], exclusions: Sequence[Table]
) -> tuple[Prepared | None, Message | None]:
    """The draw made ready anew: who is out comes from the lists where they are given."""
    try:
        if exclusions:
            excluded = read_exclusions(protocol, exclusions)
        else:
            excluded = dict.fromkeys(record.excluded, "")
        prepared = prepare_tables(
            protocol, tables, excluded, name=record.file, without=NUMBERED[record.schema]
        )
        return prepared, None
    except SortitionError as error:
        return None, error.messages[0]


def _people(
    record: Record, prepared: Prepared, proof: Proof | ClaimError, exclusions: Sequence[Table]
) -> list[Check]:
    """Who is on the lists, who is left out, the quotas and how households are kept."""
    protocol = prepared.protocol
    files = [protocol.register.file, *(college.file for college in protocol.colleges)]
    claims = [record.register, *record.colleges]
    lists = [
        # Whether the bytes are the draw's is another check.
        list_json(people, file) | {"sha256": claim.sha256}
        for people, file, claim in zip(prepared.lists, files, claims, strict=False)
    ]
    # A proof that says nothing publishes no rule; that it says nothing is said of the fairness.
    priced = () if isinstance(proof, ClaimError) else proof.stages
    households = households_json(prepared.pool, priced, record.schema)
    return [
        compare("people", record.data["register"], lists[0], "register"),
        compare("people", record.data["colleges"], lists[1:], "colleges"),
        compare("people", list(record.excluded), excluded_ids(prepared), "excluded"),
        check_exclusions(record, protocol, checked=bool(exclusions)),
        compare("quotas", record.data["quotas"], [q.to_json() for q in prepared.quotas], "quotas"),
        compare("households", record.data["households"], households, "households"),
    ]


def check_exclusions(record: Record, protocol: Protocol, *, checked: bool) -> Check:
    """Nobody is left out but by the files that the protocol names, where these were given."""
    names = [base_name(file) for file in protocol.eligibility.exclude]
    if [claim.file for claim in record.exclusions] != names or (record.excluded and not names):
        return Check("exclusions", False, message("verify-exclusions"))
    if names and not checked:
        code = "verify-exclusions-unchecked"
        return Check("exclusions", None, message(code, n=len(record.excluded), files=names))
    return Check("exclusions", True)


def _drawn(record: Record, ids: Sequence[str], outcome: Draw) -> list[Check]:
    panel = [ids[seat.person] for seat in outcome.panel]
    alternates = [ids[alternate.person] for alternate in outcome.alternates]
    return [
        compare("panel", list(record.panel), panel, "panel"),
        compare("alternates", list(record.alternates), alternates, "alternates"),
    ]
