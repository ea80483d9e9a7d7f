"""A forger with the code in hand: every value and structure changed, lotteries rigged, proofs bent.

Each forgery is a whole record with digests that fit, as someone would make it who knows how records
are made. The same forgeries may drive any other check of a record.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sortition.base.errors import BadInput
from sortition.drawing import draw
from sortition.lottery.certificate import Prices
from sortition.lottery.lottery import TOTAL_WEIGHT, Lottery, Solved, Weighted, fairness_of
from sortition.pool.rules import Composition, Model
from sortition.record.file import record_of
from sortition.record.given import Given
from sortition.record.make import make_record, proof_json
from sortition.record.verify import verify
from tests.record.cases import JSON, Case, at, failed, mended, paths, with_value

HIDDEN = "\u200b\u2060\u00ad\ufeff\u202e\u0000\u200e\u180e\u034f\u3164\ufe0f"
"""Characters that nobody sees."""


def bent(value: Any) -> list[Any]:
    """Other values in the place of one: near it, far from it, of another kind."""
    if isinstance(value, bool):
        return [not value, None, int(value), str(value)]
    if isinstance(value, int):
        numbers = [value + 1, value - 1, -value - 1, 2 * value + 1, 0, 10**9, 10**30, -(10**30)]
        return [n for n in numbers if n != value] + [float(value), value + 0.5, str(value), None]
    if isinstance(value, float):
        nearby = [value + 1e-9, value * 1.01 + 1e-6, -value - 1e-9, 1e308, float("inf"), int(value)]
        return [n for n in nearby if n != value or type(n) is int] + [str(value), None]
    if isinstance(value, str):
        texts = [value + "x", value[:-1], value.upper(), value.lower(), value + " ", "", "1e999999"]
        texts += [value[:1] + hidden + value[1:] for hidden in HIDDEN[:4]]
        texts += ["\x1b[2J" + value, value + "\n" + value, "\ud800"]
        return [text for text in texts if text != value] + [7, None, [value]]
    if value is None:
        return ["x", 0, 0.0, [], {}]
    if isinstance(value, list):
        made: list[Any] = [[], value + value[-1:], value[:-1], value[::-1], value[1:] + value[:1]]
        return [one for one in made if one != value] + [{}, None, "x"]
    made = [dict(list(value.items())[1:]), value | {"more": 0}, {}]
    return [one for one in made if one != value] + [[], None, "x"]


def changed(record: JSON) -> Iterator[tuple[tuple[Any, ...], JSON]]:
    """Every value of a record changed in every way, with digests that fit."""
    for path in paths(record):
        if path[0] in ("digest", "lottery_digest", "method"):
            continue
        for value in bent(at(record, path)):
            yield path, refitted(with_value(record, path, value))


def twice_changed(record: JSON, count: int, seed: int) -> Iterator[tuple[Any, JSON]]:
    """Two or three values changed at once, at random."""
    chance = random.Random(seed)
    places = [p for p in paths(record) if p[0] not in ("digest", "lottery_digest", "method")]
    for _ in range(count):
        made = copy.deepcopy(record)
        touched = []
        for path in chance.sample(places, chance.choice([2, 2, 3])):
            try:
                value = at(made, path)
                made = with_value(made, path, chance.choice(bent(value)))
            except (KeyError, IndexError, TypeError):
                continue  # what stood there went with the value before
            touched.append(path)
        yield tuple(touched), refitted(made)


def refitted(record: JSON) -> JSON:
    """A record with digests that fit, where it can have any."""
    try:
        return mended(record)
    except (KeyError, TypeError, ValueError):
        return record


def rigged(case: Case) -> Iterator[tuple[str, JSON]]:
    """Lotteries that favour someone, each with every kind of proof and every claim about it."""
    model = case.prepared.pool.model
    honest = case.solved
    for name, lottery in rigged_lotteries(model, honest.lottery):
        for kind, proof in proofs(model, honest.proof):
            for proven in (True, False):
                yield (
                    f"{name}, {kind}, proven: {proven}",
                    with_lottery(case, lottery, proof, proven),
                )


def is_caught(forged: JSON, given: Given) -> bool:
    """Whether a rigged lottery is refused for what it is: a proof of another form, or its
    fairness."""
    try:
        record = record_of(forged)
    except BadInput as error:
        return str(error.messages[0].params["key"]).startswith("proof")
    return bool({"proven", "fairness"} & set(failed(verify(record, given))))


def rigged_lotteries(model: Model, honest: Lottery) -> Iterator[tuple[str, Lottery]]:
    """Lotteries over true compositions that are less fair than the honest one."""
    entries = honest.entries
    for index, entry in enumerate(entries):
        yield f"composition {index} alone", Lottery((Weighted(TOTAL_WEIGHT, entry.seats),))
    for part in (2, 10, 1000):
        for index in (0, len(entries) // 2, len(entries) - 1):
            yield f"a {part}th more for {index}", Lottery.of(_shifted(entries, index, part))
    kept = entries[: max(1, len(entries) // 2)]
    scale = sum(entry.weight for entry in kept)
    parts = [entry.weight * TOTAL_WEIGHT // scale for entry in kept]
    parts[0] += TOTAL_WEIGHT - sum(parts)
    yield (
        "half of the compositions",
        Lottery.of(
            Weighted(weight, entry.seats) for weight, entry in zip(parts, kept, strict=True)
        ),
    )
    for number, composition in enumerate(_neighbours(model, entries[0].seats)):
        if number == 5:
            break
        yield f"another composition {number}", Lottery((Weighted(TOTAL_WEIGHT, composition),))


def _shifted(entries: Sequence[Weighted], index: int, part: int) -> list[Weighted]:
    """One composition's weight raised by a part of everyone else's."""
    weights = [entry.weight - (entry.weight // part) for entry in entries]
    weights[index] += TOTAL_WEIGHT - sum(weights)
    return [
        Weighted(weight, entry.seats)
        for weight, entry in zip(weights, entries, strict=True)
        if weight
    ]


def _neighbours(model: Model, composition: Composition) -> Iterator[Composition]:
    """Other compositions that keep every rule: one or two seats given to another profile."""
    for giver, seats in enumerate(composition):
        for taker in range(len(composition)):
            if seats and giver != taker:
                made = list(composition)
                made[giver] -= 1
                made[taker] += 1
                if model.is_valid(made):
                    yield tuple(made)


def proofs(model: Model, honest: Sequence[Prices]) -> Iterator[tuple[str, tuple[Prices, ...]]]:
    """Proofs of every kind: none, partial, made up, with huge prices, in another order."""
    everyone = tuple(range(len(model.kinds)))
    yield "the honest proof", tuple(honest)
    yield "no proof", ()
    yield "the first stage alone", tuple(honest[:1])
    yield "without its last stage", tuple(honest[:-1])
    yield "in reverse", tuple(reversed(honest))
    for price in (1, 10**16):
        yield f"one price {price}", (Prices(everyone, dict.fromkeys(everyone, price), {}),)
        rules = {0: price}
        yield (
            f"a price {price} on seats",
            (Prices(everyone, dict.fromkeys(everyone, price), rules),),
        )
    yield "everyone alone", tuple(Prices((kind,), {kind: 1}, {}) for kind in everyone)
    first = honest[0]
    merged = Prices(everyone, dict.fromkeys(everyone, 1) | first.kinds, first.rules)
    yield "everyone in the first stage", (merged,)
    for scale in (0, 10**4):
        yield (
            f"prices times {scale}",
            tuple(
                Prices(
                    stage.held,
                    {kind: price * scale for kind, price in stage.kinds.items()},
                    {rule: price * scale for rule, price in stage.rules.items()},
                )
                for stage in honest
            ),
        )


def with_lottery(
    case: Case, lottery: Lottery, proof: Sequence[Prices], proven: bool, seed: str = "seed"
) -> JSON:
    """The record of another lottery of the same draw, every figure and digest made to fit."""
    prepared, pool = case.prepared, case.prepared.pool
    solved = Solved(
        lottery,
        exact=True,
        proven=proven,
        gap=0.0,
        proof=tuple(proof),
        split=case.solved.split,
        seconds=0.0,
    )
    solved = replace(solved, household_bound=case.solved.household_bound)
    outcome = draw(prepared.protocol, pool, lottery, seed)
    made = make_record(prepared, solved, outcome)
    names = [profile.id for profile in pool.profiles]
    made["proof"] = proof_json(proof, pool.model, names)
    made["fairness"] = fairness_of(lottery, pool.model).to_json() | {
        "proven": proven,
        "gap": _gap(pool.model, lottery, proof),
        "household_bound": case.solved.household_bound,
    }
    return refitted(made)


def _gap(model: Model, lottery: Lottery, proof: Sequence[Prices]) -> float:
    """The gap as a forger would write it: what the stages settle, and nothing of anyone else."""
    settled: dict[int, Fraction] = {}
    chances = lottery.chances(model)
    for stage in proof:
        worth = Fraction(0)
        for number, price in stage.rules.items():
            row = model.rows[number]
            worth += price * (row.most if price > 0 else row.least)
        price_of = [0] * len(model.people)
        for kind, price in stage.kinds.items():
            for profile in model.kinds[kind]:
                price_of[profile] += price
        for number, price in stage.rules.items():
            for profile in model.rows[number].profiles:
                price_of[profile] -= price
        worth += sum(n * max(0, p) for n, p in zip(model.people, price_of, strict=True))
        weight = 0
        for kind, price in stage.kinds.items():
            if kind in settled:
                worth -= price * model.kind_people[kind] * settled[kind]
            else:
                weight += price * model.kind_people[kind]
        if not weight:
            return 0.0
        settled |= dict.fromkeys(stage.held, max(Fraction(0), worth / weight))
    gaps = [float(bound - chances[kind]) for kind, bound in settled.items()]
    return min(1.0, max([0.0, *gaps]))


def alike(seed: str) -> list[str]:
    """Seeds that look like another, or nearly."""
    made = [seed[:1] + hidden + seed[1:] for hidden in HIDDEN]
    made += [seed + hidden for hidden in HIDDEN]
    made += (
        [seed.replace(" ", space) for space in "\u00a0\u2009\u202f\u3000\t"] if " " in seed else []
    )
    made += [" " + seed, seed + "\n", "e\u0301" + seed, seed + "\ue000", seed + "\ud800"]
    return [one for one in made if one != seed]
