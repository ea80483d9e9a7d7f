"""A record against the register, the colleges' lists and the lists of exclusions: everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sortition.base.errors import BadInput, Message, SortitionError, message
from sortition.drawing import Draw, draw
from sortition.lottery.households import household_bound
from sortition.people.identity import read_exclusions
from sortition.pool.prepare import Prepared, exclusion_tables, prepare_tables, read_lists
from sortition.pool.profiles import EXACT_HOUSEHOLD_PROFILES
from sortition.protocol.model import Protocol
from sortition.record.check import Check, Found, compare
from sortition.record.claims import ClaimError, claimed_lottery, claimed_proof
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
from sortition.record.value import Record
from sortition.spreadsheets import Table

if TYPE_CHECKING:
    # Only its type: checking a proof loads no solver.
    from sortition.lottery.leximin import Observer

HOUSEHOLD_PROFILES: Final = {1: EXACT_HOUSEHOLD_PROFILES, 2: EXACT_HOUSEHOLD_PROFILES}
"""By schema, with more profiles than how many households are kept by ticket order."""


def check_with_lists(
    record: Record, protocol: Protocol, given: Given, observe: Observer | None
) -> Found:
    """The checks where the register and the colleges' lists are at hand."""
    files = [protocol.register.file, *(college.file for college in protocol.colleges)]
    if len(given.registers) != len(files):
        raise BadInput(
            message("verify-lists", n=len(given.registers), files=files, wanted=len(files))
        )
    excluding = protocol.eligibility.exclude
    if given.exclusions and len(given.exclusions) != len(excluding):
        raise BadInput(
            message(
                "verify-exclusion-lists",
                n=len(given.exclusions),
                files=list(excluding),
                wanted=len(excluding),
            )
        )
    tables = read_lists(protocol, given.registers)
    exclusions = exclusion_tables(protocol, given.exclusions)
    found = Found([_files(record, tables, exclusions)])
    prepared, problem = _prepared(record, protocol, tables, exclusions)
    if prepared is None:
        found.checks.append(Check("people", False, problem))
        return found
    found.checks += _people(record, prepared, given)
    try:
        lottery = claimed_lottery(record)
    except ClaimError as error:
        found.checks.append(Check("lottery", False, error.message))
        return found
    pool = prepared.pool
    if len(lottery.entries[0].seats) != len(pool.profiles):
        found.checks.append(Check("profiles", False, message("verify-differs-at", key="profiles")))
        return found
    profiles = profiles_json(pool, lottery, record.schema)
    found.checks.append(compare("profiles", record.data["profiles"], profiles, "profiles"))
    bound = household_bound(pool, lottery)
    if not check_lottery(record, pool.model, lottery, bound, found, observe):
        return found
    try:
        outcome = draw(protocol, pool, lottery, record.seed)
    except SortitionError as error:
        found.checks.append(Check("panel", False, error.messages[0]))
        return found
    found.checks += _drawn(record, pool.ids, outcome)
    found.checks += check_published(given.published, record, lottery, prepared, outcome)
    return found


def _files(record: Record, tables: Sequence[Table], exclusions: Sequence[Table]) -> Check:
    """Every list that was given is, byte for byte, the draw's."""
    claims = [record.register, *record.colleges]
    if len(claims) != len(tables):
        return Check("files", False, message("verify-differs-at", key="colleges"))
    pairs = [*zip(tables, claims, strict=True)]
    if exclusions:
        if len(exclusions) != len(record.exclusions):
            return Check("files", False, message("verify-differs-at", key="exclusions"))
        pairs += zip(exclusions, record.exclusions, strict=True)  # type: ignore[arg-type]  # both claims have a SHA-256
    for table, claim in pairs:
        if table.sha256 != claim.sha256:
            return Check("files", False, message("verify-file", file=table.name))
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
            protocol,
            tables,
            excluded,
            name="record.json",
            household_profiles=HOUSEHOLD_PROFILES[record.schema],
        )
    except SortitionError as error:
        return None, error.messages[0]
    return prepared, None


def _people(record: Record, prepared: Prepared, given: Given) -> list[Check]:
    """Who is on the lists, who is left out, the quotas and how households are kept."""
    protocol = prepared.protocol
    files = [protocol.register.file, *(college.file for college in protocol.colleges)]
    lists = [list_json(people, file) for people, file in zip(prepared.lists, files, strict=True)]
    return [
        compare("people", record.data["register"], lists[0], "register"),
        compare("people", record.data["colleges"], lists[1:], "colleges"),
        compare("people", list(record.excluded), excluded_ids(prepared), "excluded"),
        check_exclusions(record, protocol, checked=bool(given.exclusions)),
        compare("quotas", record.data["quotas"], [q.to_json() for q in prepared.quotas], "quotas"),
        _households(record, prepared),
    ]


def _households(record: Record, prepared: Prepared) -> Check:
    """How households are kept, and each published rule, is what the lists give."""
    try:
        proof = claimed_proof(record, prepared.pool.model)
    except ClaimError:
        proof = ()  # said where fairness is checked; without a proof no rule is published
    expected = households_json(prepared.pool, proof, record.schema)
    return compare("households", record.data["households"], expected, "households")


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
