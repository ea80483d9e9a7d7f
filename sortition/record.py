"""The record of a draw: everything anyone needs to check it, and no names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from sortition.draw import Draw
from sortition.errors import BadInput, message
from sortition.lottery.certificate import Prices
from sortition.lottery.lottery import Lottery, Solved, Weighted, fairness_of, is_proven
from sortition.lottery.model import Model
from sortition.prepare import Prepared
from sortition.profiles import Pool
from sortition.register import PeopleList
from sortition.system import reason

SCHEMA: Final = 1

METHOD: Final = files("sortition").joinpath("method.txt").read_text(encoding="utf-8")
"""How to check a draw without this software, in French and in English."""

BEFORE_THE_SEED: Final = (
    *("schema", "protocol", "register", "colleges", "exclusions", "excluded", "households"),
    *("quotas", "profiles", "fairness", "lottery", "proof"),
)
"""The fields of a record that are known before the seed (and do not change with the software)."""

Record = dict[str, Any]


def make_record(prepared: Prepared, solved: Solved, outcome: Draw) -> Record:
    """The record of a draw: ids, figures and hashes; same inputs and seed, same bytes."""
    ids = prepared.pool.ids
    record = _lottery_part(prepared, solved) | {
        "seed": outcome.seed,
        "drawn": outcome.drawn,
        "panel": [ids[seat.person] for seat in outcome.panel],
        "alternates": [ids[alternate.person] for alternate in outcome.alternates],
        "method": METHOD,
    }
    record["lottery_digest"] = lottery_digest(record)
    record["digest"] = digest(record)
    return record


def lottery_digest(record: Mapping[str, Any]) -> str:
    """SHA-256 of everything that is known before the seed, and decides who sits once it is.

    Published before the seed, it shows that nothing was fitted to it.
    """
    return _hash({key: record[key] for key in BEFORE_THE_SEED})


def commitment(prepared: Prepared, solved: Solved) -> str:
    """The `lottery_digest` that the record of any draw from this lottery will have."""
    return lottery_digest(_lottery_part(prepared, solved))


def _lottery_part(prepared: Prepared, solved: Solved) -> Record:
    """The part of a record that is known before the seed."""
    pool = prepared.pool
    names = [profile.id for profile in pool.profiles]
    return {
        "schema": SCHEMA,
        "tool": tool(),
        "protocol": prepared.protocol.to_json(),
        "register": list_json(prepared.lists[0]),
        "colleges": [list_json(people) for people in prepared.lists[1:]],
        "exclusions": [{"file": t.name, "sha256": t.sha256} for t in prepared.exclusions],
        "excluded": sorted({i for people in prepared.lists for i in people.excluded_ids}),
        "households": "classes" if pool.exact_households else "tickets",
        "quotas": [quota.to_json() for quota in prepared.quotas],
        "profiles": profiles_json(pool, solved.lottery),
        "fairness": fairness_json(pool, solved),
        "lottery": lottery_json(solved.lottery, names),
        "proof": proof_json(solved.proof, pool.model, names),
    }


def tool() -> str:
    """The name and version of this software."""
    try:
        return f"sortition {version('sortition')}"
    except PackageNotFoundError:
        return "sortition"


def list_json(people: PeopleList) -> dict[str, Any]:
    """One list: its file, the hash of the file's bytes, its rows and its eligible people."""
    return {
        "file": people.table.name,
        "sha256": people.table.sha256,
        "rows": len(people.table.rows),
        "eligible": len(people.ids),
    }


def profiles_json(pool: Pool, lottery: Lottery) -> list[dict[str, Any]]:
    """The profiles with the probability that a person of theirs gets one of their seats."""
    return [
        profile.to_json() | {"probability": float(expected / profile.people)}
        for profile, expected in zip(pool.profiles, lottery.expected_seats(), strict=True)
    ]


def fairness_json(pool: Pool, solved: Solved) -> dict[str, Any]:
    """How fair the lottery is, over people; `household_bound` as in `households`."""
    return fairness_of(solved.lottery, pool.model).to_json() | {
        "proven": is_proven(solved.lottery, pool.model, solved.proof) and pool.exact_households,
        "gap": solved.gap,
        "household_bound": solved.household_bound,
    }


def lottery_json(lottery: Lottery, names: Sequence[str]) -> list[dict[str, Any]]:
    """The compositions: weight, and seats of the profiles that have any."""
    return [
        {
            "weight": entry.weight,
            "seats": {name: seats for name, seats in zip(names, entry.seats, strict=True) if seats},
        }
        for entry in lottery.entries
    ]


def lottery_from_json(data: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Lottery:
    """The lottery of its JSON form. Raises KeyError for an unknown profile."""
    place = {name: index for index, name in enumerate(names)}
    entries = []
    for item in data:
        seats = [0] * len(names)
        for name, count in item["seats"].items():
            seats[place[name]] = count
        entries.append(Weighted(item["weight"], tuple(seats)))
    return Lottery(tuple(entries))


def proof_json(proof: Sequence[Prices], model: Model, names: Sequence[str]) -> list[dict[str, Any]]:
    """The proof; people are named by their (first) profile, rules as in `rule_names`."""
    kinds = kind_names(model, names)
    rules = rule_names(model)
    return [
        {
            "settles": [kinds[kind] for kind in stage.held],
            "prices": {kinds[kind]: price for kind, price in stage.kinds.items()},
            "rules": {rules[rule]: price for rule, price in stage.rules.items()},
        }
        for stage in proof
    ]


def proof_from_json(
    data: Sequence[Mapping[str, Any]], model: Model, names: Sequence[str]
) -> tuple[Prices, ...]:
    """The proof of its JSON form. Raises KeyError for a profile or a rule that does not exist."""
    kind_of = {name: kind for kind, name in enumerate(kind_names(model, names))}
    rule_of = {name: rule for rule, name in enumerate(rule_names(model))}
    return tuple(
        Prices(
            held=tuple(kind_of[name] for name in stage["settles"]),
            kinds={kind_of[name]: price for name, price in stage["prices"].items()},
            rules={rule_of[name]: price for name, price in stage["rules"].items()},
        )
        for stage in data
    )


def kind_names(model: Model, names: Sequence[str]) -> list[str]:
    """Each kind's name: that of its first profile."""
    return [names[kind[0]] for kind in model.kinds]


def rule_names(model: Model) -> list[str]:
    """Each rule's name: `seats:0` (the register's), `quota:3` (counted from 0), `household:12`."""
    return [f"{row.kind}:{row.number}" for row in model.rows]


def digest(record: Mapping[str, Any]) -> str:
    """SHA-256 of the record's canonical JSON (keys sorted, no spaces), without the digest."""
    return _hash({key: value for key, value in record.items() if key != "digest"})


def _hash(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write_record(record: Record) -> bytes:
    """The record as a file: UTF-8, one entry of a list per line where entries are small."""
    lines = []
    for key, value in record.items():
        lines.append(f"{json.dumps(key)}: {_laid_out(value)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _laid_out(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        items = ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in value)
        return f"[\n{items}\n]"
    if isinstance(value, dict):
        inner = ",\n".join(f"  {json.dumps(k)}: {_laid_out(v)}" for k, v in value.items())
        return f"{{\n{inner}\n}}"
    return json.dumps(value, ensure_ascii=False)


def load_record(path: Path) -> Record:
    """The record of a file. Raises `BadInput` where it cannot be read as one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(message("file-unreadable", file=str(path), reason=reason(error))) from None
    return read_record(content, file=path.name)


def read_record(content: bytes, *, file: str) -> Record:
    """The record of a file's content. Raises `BadInput` where it is no JSON object."""
    try:
        record = json.loads(
            content.decode("utf-8-sig"),
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_repeats,
        )
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        line = str(error.lineno) if isinstance(error, json.JSONDecodeError) else "1"
        raise BadInput(message("record-broken", file=file, line=line)) from None
    if not isinstance(record, dict) or "schema" not in record:
        raise BadInput(message("record-not-one", file=file))
    return record


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Of two values for one key one reader may see the first and another the second.
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found
