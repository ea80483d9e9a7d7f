"""Checks a record against the register and the seed. No solver is needed, and none is loaded.

Every claim is recomputed. Each check has a name and stands alone as far as it can; a check that
needs an earlier one is failed where that one is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from sortition.draw import draw
from sortition.errors import BadInput, Message, SortitionError, message
from sortition.households import household_bound
from sortition.lottery.lottery import TOTAL_WEIGHT, Lottery, Solved, gap_of
from sortition.prepare import Prepared, prepare_tables, read_lists
from sortition.protocol import Protocol
from sortition.record import (
    METHOD,
    SCHEMA,
    Record,
    digest,
    fairness_json,
    list_json,
    lottery_digest,
    lottery_from_json,
    lottery_json,
    profiles_json,
    proof_from_json,
    proof_json,
)
from sortition.tables import Table

Value = TypeVar("Value")

KEYS: Final = (
    *("schema", "tool", "protocol", "register", "colleges", "exclusions", "excluded"),
    *("households", "quotas"),
    *("profiles", "fairness", "lottery", "proof", "seed", "drawn", "panel", "alternates"),
    *("method", "lottery_digest", "digest"),
)
_WRONG_FORM: Final = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    IndexError,
    OverflowError,
    ZeroDivisionError,
    RecursionError,
)
"""What a value of another form than the record's raises when it is used."""


@dataclass(frozen=True)
class Check:
    """One named check: passed or failed, and where it failed what was found."""

    name: str
    passed: bool
    detail: Message | None = None


def verify(record: Record, registers: Sequence[Path]) -> list[Check]:
    """Every check of a record, in order. `registers`: the register, then the colleges' lists.

    Raises `BadInput` where the files cannot be the record's: another number of lists, a file that
    cannot be read at all.
    """
    checks = [
        _passed("form", _form_problem(record)),
        _passed("digest", _digest_problem(record)),
    ]
    protocol = _protocol(record)
    checks.append(_passed("protocol", None if protocol else "unreadable"))
    if protocol is None:
        return checks
    if len(registers) != len(protocol.list_names):
        files = [protocol.register.file, *(college.file for college in protocol.colleges)]
        raise BadInput(message("verify-lists", n=len(registers), files=files, wanted=len(files)))
    tables = read_lists(protocol, registers)
    checks.append(_files_check(record, tables))
    prepared, problem = _prepared(record, protocol, tables)
    if prepared is None:
        checks.append(Check("people", False, problem))
        return checks
    recomputed = _guarded(lambda: _recomputed(record, prepared))
    return checks + (recomputed or [_passed("people", "unreadable")])


def _passed(name: str, problem: str | None) -> Check:
    return Check(name, problem is None, message(f"verify-{problem}") if problem else None)


def _form_problem(record: Record) -> str | None:
    if not _same(record.get("schema"), SCHEMA):
        return "schema"
    if sorted(record) != sorted(KEYS):
        return "keys"
    if record["method"] != METHOD:
        return "method"
    return None


def _digest_problem(record: Record) -> str | None:
    try:
        right = record["digest"] == digest(record)
        return None if right and record["lottery_digest"] == lottery_digest(record) else "differs"
    except _WRONG_FORM:
        return "differs"


def _protocol(record: Record) -> Protocol | None:
    """The protocol of a record, None where it is not one that this software writes."""
    try:
        protocol = Protocol.from_json(record["protocol"])
        return protocol if _same(protocol.to_json(), record["protocol"]) else None
    except _WRONG_FORM:
        return None


def _files_check(record: Record, tables: Sequence[Table]) -> Check:
    """The bytes of every list, their names and rows."""
    try:
        claimed = [record["register"], *record["colleges"]]
        for table, claim in zip(tables, claimed, strict=True):
            if table.sha256 != claim["sha256"]:
                detail = message("verify-file", file=table.name)
                return Check("files", False, detail)
    except _WRONG_FORM:
        return _passed("files", "unreadable")
    return Check("files", True)


def _prepared(
    record: Record, protocol: Protocol, tables: Sequence[Table]
) -> tuple[Prepared | None, Message | None]:
    try:
        excluded = {str(person): "" for person in record["excluded"]}
        classes = {"classes": True, "tickets": False}[record["households"]]
        prepared = prepare_tables(
            protocol, tables, excluded, name="record.json", household_classes=classes
        )
        return prepared, None
    except SortitionError as error:
        return None, error.messages[0]
    except _WRONG_FORM:
        return None, message("verify-unreadable")


def _recomputed(record: Record, prepared: Prepared) -> list[Check]:
    """The checks that need the pool: people, quotas, profiles, lottery, proof, draw."""
    names = [profile.id for profile in prepared.pool.profiles]
    lists = _list_claims(record, prepared)
    checks = [
        _equal("people", record, "register", lists[0]),
        _equal("people", record, "colleges", lists[1:]),
        _equal(
            "people",
            record,
            "excluded",
            sorted({i for p in prepared.lists for i in p.excluded_ids}),
        ),
        _exclusions_check(record, prepared.protocol),
        _equal("quotas", record, "quotas", [quota.to_json() for quota in prepared.quotas]),
    ]
    lottery = _guarded(lambda: _lottery(record, names))
    if lottery is None:
        return [*_merged(checks), _passed("lottery", "unreadable")]
    checks += [
        _equal("profiles", record, "profiles", profiles_json(prepared.pool, lottery)),
        _rules_check(prepared, lottery),
        _proof_check(record, prepared, lottery, names),
    ]
    return _merged(checks) + _draw_checks(record, prepared, lottery)


def _list_claims(record: Record, prepared: Prepared) -> list[dict[str, Any]]:
    """What the record must say of each list. A list may have been given under another name: it is
    the protocol's name that counts, and the file's bytes.
    """
    register = prepared.protocol.register.file
    files = [register, *(college.file for college in prepared.protocol.colleges)]
    return [
        list_json(people) | {"file": Path(file).name}
        for people, file in zip(prepared.lists, files, strict=True)
    ]


def _exclusions_check(record: Record, protocol: Protocol) -> Check:
    """Nobody is excluded but by the files that the protocol names."""
    names = [Path(file).name for file in protocol.eligibility.exclude]
    claims = _guarded(
        lambda: [(claim["file"], len(claim["sha256"])) for claim in record["exclusions"]]
    )
    keys = _guarded(lambda: [sorted(claim) for claim in record["exclusions"]])
    right = claims == [(name, 64) for name in names] and keys == [["file", "sha256"]] * len(names)
    if right and (names or not record["excluded"]):
        return Check("people", True)
    return _passed("people", "exclusions")


def _lottery(record: Record, names: Sequence[str]) -> Lottery | None:
    """The record's lottery, None where it is not written, or not in the order, that it must be."""
    lottery = lottery_from_json(record["lottery"], names)
    same = _same(lottery_json(Lottery.of(lottery.entries), names), record["lottery"])
    whole = all(
        type(number) is int for entry in lottery.entries for number in (entry.weight, *entry.seats)
    )
    return lottery if same and whole and lottery.entries else None


def _rules_check(prepared: Prepared, lottery: Lottery) -> Check:
    """Weights are positive and add up; every composition keeps every rule."""
    weights = [entry.weight for entry in lottery.entries]
    if min(weights) <= 0 or sum(weights) != TOTAL_WEIGHT:
        return _passed("lottery", "weights")
    for number, entry in enumerate(lottery.entries):
        if not prepared.pool.model.is_valid(entry.seats):
            return Check("lottery", False, message("verify-composition", number=str(number)))
    return Check("lottery", True)


def _proof_check(
    record: Record, prepared: Prepared, lottery: Lottery, names: Sequence[str]
) -> Check:
    """The proof is true, its bound leaves the claimed gap, and the fairness figures are right."""
    model = prepared.pool.model

    def figures() -> dict[str, Any] | None:
        proof = proof_from_json(record["proof"], model, names)
        if not _same(proof_json(proof, model, names), record["proof"]):
            return None
        gap = float(gap_of(lottery, model, proof))
        bound = household_bound(prepared.pool, lottery)
        solved = Solved(lottery, False, gap, proof, 0.0, bound)
        return fairness_json(prepared.pool, solved)

    recomputed = _guarded(figures)
    if recomputed is None:
        return _passed("fairness", "proof")
    check = _equal("fairness", record, "fairness", recomputed)
    if check.passed and not recomputed["proven"]:
        # True as claimed; but that nothing fairer exists is not what this record shows.
        return Check("fairness", True, message("verify-not-proven", gap=f"{recomputed['gap']:.2g}"))
    return check


def _draw_checks(record: Record, prepared: Prepared, lottery: Lottery) -> list[Check]:
    seed = record.get("seed")
    if not isinstance(seed, str) or seed != seed.strip() or not seed:
        return [_passed("drawn", "seed")]
    outcome = _guarded(lambda: draw(prepared.protocol, prepared.pool, lottery, seed))
    if outcome is None:
        return [_passed("drawn", "unreadable")]
    ids = prepared.pool.ids
    return [
        _equal("drawn", record, "drawn", outcome.drawn),
        _equal("panel", record, "panel", [ids[seat.person] for seat in outcome.panel]),
        _equal("alternates", record, "alternates", [ids[a.person] for a in outcome.alternates]),
    ]


def _guarded(compute: Callable[[], Value | None]) -> Value | None:
    try:
        return compute()
    except (SortitionError, *_WRONG_FORM):
        return None


def _equal(name: str, record: Mapping[str, Any], key: str, expected: object) -> Check:
    found = record.get(key)
    if _same(found, expected):
        return Check(name, True)
    return Check(
        name, False, message("verify-differs-at", key=_first_difference(found, expected, key))
    )


def _same(one: object, other: object) -> bool:
    """Equal, and of the same types: 1, 1.0 and true are three different claims."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return one == other


def _first_difference(one: object, other: object, path: str) -> str:
    """Where two JSON values first differ: `quotas[3].least`."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            if not _same(one[key], other[key]):
                return _first_difference(one[key], other[key], f"{path}.{key}")
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, pair in enumerate(zip(one, other, strict=True)):
            if not _same(*pair):
                return _first_difference(*pair, f"{path}[{index}]")
    return path


def _merged(checks: Sequence[Check]) -> list[Check]:
    """One check per name: passed where all of that name are, else the first that failed."""
    merged: dict[str, Check] = {}
    for check in checks:
        known = merged.get(check.name)
        if known is None or (known.passed and not check.passed):
            merged[check.name] = check
    return list(merged.values())
