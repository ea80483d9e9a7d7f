"""Makes the JSON form of a record from a draw, and its digests: no names, no folders."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Final

from sortition.drawing import Draw
from sortition.lottery.certificate import Prices
from sortition.lottery.lottery import Lottery, Solved, fairness_of
from sortition.pool.prepare import Prepared
from sortition.pool.profiles import Pool
from sortition.pool.rules import Model, Row
from sortition.protocol.model import Protocol
from sortition.record.value import BEFORE_THE_SEED, SCHEMA, known
from sortition.register.lists import PeopleList

METHODS: Final = {
    schema: files("sortition.record").joinpath(f"method-{schema}.txt").read_text(encoding="utf-8")
    for schema in (1, 2)
}
"""How to check a draw without this software, in French and in English, by schema."""


def make_record(prepared: Prepared, solved: Solved, outcome: Draw) -> dict[str, Any]:
    """The record of a draw: ids, figures and hashes; same inputs and seed, same bytes."""
    ids = prepared.pool.ids
    record = _before_the_seed(prepared, solved) | {
        "seed": outcome.seed,
        "drawn": outcome.drawn,
        "panel": [ids[seat.person] for seat in outcome.panel],
        "alternates": [ids[alternate.person] for alternate in outcome.alternates],
        "method": METHODS[SCHEMA],
    }
    record["lottery_digest"] = lottery_digest(record)
    record["digest"] = digest(record)
    return record


def make_commitment(prepared: Prepared, solved: Solved) -> dict[str, Any]:
    """What is published before the seed: everything but what the seed decides."""
    made = _before_the_seed(prepared, solved) | {"method": METHODS[SCHEMA]}
    made["lottery_digest"] = lottery_digest(made)
    return made


def lottery_digest(data: Mapping[str, Any]) -> str:
    """SHA-256 of everything that is known before the seed, and decides who sits once it is.

    Published before the seed, it shows that nothing was fitted to it.
    """
    return _hash({key: data[key] for key in known(BEFORE_THE_SEED, data)})


def digest(data: Mapping[str, Any]) -> str:
    """SHA-256 of the record's canonical JSON (keys sorted, no spaces), without the digest."""
    return _hash({key: value for key, value in data.items() if key != "digest"})


def _hash(content: Mapping[str, Any]) -> str:
    """The SHA-256 of canonical JSON, key by key: a whole record would be in memory twice."""
    hashed = hashlib.sha256(b"{")
    for place, key in enumerate(sorted(content)):
        text = f"{',' if place else ''}{_canonical(key)}:{_canonical(content[key])}"
        hashed.update(text.encode("utf-8", "surrogatepass"))
    hashed.update(b"}")
    return hashed.hexdigest()


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _before_the_seed(prepared: Prepared, solved: Solved) -> dict[str, Any]:
    """The part of a record that is known before the seed."""
    pool = prepared.pool
    names = [profile.id for profile in pool.profiles]
    return {
        "schema": SCHEMA,
        "tool": tool(),
        "protocol": protocol_json(prepared.protocol, SCHEMA),
        "register": list_json(prepared.lists[0], prepared.protocol.register.file),
        "colleges": [
            list_json(people, college.file)
            for people, college in zip(prepared.lists[1:], prepared.protocol.colleges, strict=True)
        ],
        "exclusions": [
            {"file": base_name(table.name), "sha256": table.sha256} for table in prepared.exclusions
        ],
        "excluded": excluded_ids(prepared),
        "households": households_json(pool, solved.proof, SCHEMA),
        "quotas": [quota.to_json() for quota in prepared.quotas],
        "profiles": profiles_json(pool, solved.lottery, SCHEMA),
        "fairness": fairness_json(pool, solved),
        "lottery": lottery_json(solved.lottery, names),
        "proof": proof_json(solved.proof, pool.model, names),
        "split": {names[profile]: str(own) for profile, own in solved.split.items()},
    }


def tool() -> str:
    """The name and version of this software."""
    try:
        return f"sortition {version('sortition')}"
    except PackageNotFoundError:
        return "sortition"


def protocol_json(protocol: Protocol, schema: int) -> dict[str, Any]:
    """The protocol's JSON form; since schema 2 with the names of files alone, not their folders."""
    made = protocol.to_json()
    if schema > 1:
        made["register"]["file"] = base_name(made["register"]["file"])
        for college in made["colleges"]:
            college["file"] = base_name(college["file"])
        made["eligibility"]["exclude"] = [base_name(f) for f in made["eligibility"]["exclude"]]
    return made


def base_name(file: str) -> str:
    """The name of a file without its folders, however the system writes them."""
    return PurePosixPath(PureWindowsPath(file).name).name or file


def list_json(people: PeopleList, file: str) -> dict[str, Any]:
    """One list: its file, the SHA-256 of the file's bytes, its rows and its eligible people.

    The name is that of the protocol: whoever checks may have the file under another.
    """
    return {
        "file": base_name(file),
        "sha256": people.table.sha256,
        "rows": len(people.table.rows),
        "eligible": len(people.ids),
    }


def excluded_ids(prepared: Prepared) -> list[str]:
    """The ids of the lists' people who stand on a list of exclusions, sorted."""
    return sorted({i for people in prepared.lists for i in people.excluded_ids})


def households_json(pool: Pool, proof: Sequence[Prices], schema: int) -> Any:
    """How households are kept; since schema 2 with the rules that the proof has a price for.

    A rule says which profiles are of one kind of household, and how many such households there are.
    Without the lists no more can be checked of households; whoever has the lists has every rule
    from them. So of how people live nothing is published that the check does not need.
    """
    kept = "classes" if pool.exact_households else "tickets"
    if schema == 1:
        return kept
    names = [profile.id for profile in pool.profiles]
    rules = [
        {
            "number": row.number,
            "profiles": [names[profile] for profile in row.profiles],
            "households": row.most,
        }
        for row in priced_households(pool.model, proof)
    ]
    return {"kept": kept, "rules": rules}


def priced_households(model: Model, proof: Sequence[Prices]) -> list[Row]:
    """The household rules that a proof has a price for, which a record therefore publishes."""
    priced = sorted({number for stage in proof for number in stage.rules})
    return [model.rows[number] for number in priced if model.rows[number].kind == "household"]


def profiles_json(pool: Pool, lottery: Lottery, schema: int) -> list[dict[str, Any]]:
    """The profiles with the probability that a person of theirs gets one of their seats.

    Schema 1 has also the profiles of everyone in the household.
    """
    made = []
    for profile, expected in zip(pool.profiles, lottery.expected_seats(), strict=True):
        one = profile.to_json()
        if schema > 1:
            del one["household"]
        made.append(one | {"probability": float(expected / profile.people)})
    return made


def fairness_json(pool: Pool, solved: Solved) -> dict[str, Any]:
    """How fair the lottery is, over people; `household_bound` as in `households`."""
    return fairness_of(solved.lottery, pool.model).to_json() | {
        "proven": solved.proven and pool.exact_households,
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


def kind_names(model: Model, names: Sequence[str]) -> list[str]:
    """Each kind's name: that of its first profile."""
    return [names[kind[0]] for kind in model.kinds]


def rule_names(model: Model) -> list[str]:
    """Each rule's name: `seats:0` (the register's), `quota:3` (counted from 0), `household:12`."""
    return [f"{row.kind}:{row.number}" for row in model.rows]
