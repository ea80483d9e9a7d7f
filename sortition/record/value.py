"""A record as a value: what a draw claims, of its form, before anything of it is recomputed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from sortition.lottery.splitting import DIGITS
from sortition.protocol.model import SCOPES
from sortition.record.form import Form

SCHEMA: Final = 2
"""The schema that is written. Schema 1 had each profile's household in full, and folders' names."""
SCHEMAS: Final = (1, 2)
BEFORE_THE_SEED: Final = (
    *("schema", "protocol", "register", "colleges", "exclusions", "excluded", "households"),
    *("quotas", "profiles", "fairness", "lottery", "proof", "split"),
)
"""The fields of a record that are known before the seed (and do not change with the software)."""
SINCE: Final = {"split": 2}
"""Fields that earlier schemas did not have, with the first that does."""
COMMITMENT_KEYS: Final = (*BEFORE_THE_SEED, "tool", "method", "lottery_digest")
"""The keys of a commitment (`lottery.json`)."""
KEYS: Final = (*COMMITMENT_KEYS, "seed", "drawn", "panel", "alternates", "digest")
"""The keys of a record."""
KEPT: Final = ("classes", "tickets")
"""How households are kept: as rules of the lottery, or in the order of tickets."""

PEOPLE: Final = 10**10
"""More than there are on Earth."""
COUNTED: Final = 1e12
"""The largest population count."""
PRICE: Final = 10**16
"""The largest price of a proof, ten thousand times what the largest of a stage is written as."""
METHOD_TEXT: Final = 100_000
SEED_TEXT: Final = 10_000
DEEPEST: Final = 8
"""Lists and objects inside each other in a protocol; more than any has."""
_FRACTION: Final = re.compile(rf"-?[0-9]{{1,{DIGITS}}}(?:/[1-9][0-9]{{0,{DIGITS - 1}}})?")
_TOOL: Final = re.compile(r"sortition(?: [0-9]{1,6}(?:\.[0-9]{1,6}){0,3}(?:[a-z0-9.+]{1,40})?)?")


@dataclass(frozen=True)
class ListClaim:
    """One list: its file, the SHA-256 of the file's bytes, its rows and its eligible people."""

    file: str
    sha256: str
    rows: int
    eligible: int


@dataclass(frozen=True)
class ExclusionClaim:
    """A list of people who may not be drawn again: its file and the SHA-256 of its bytes."""

    file: str
    sha256: str


@dataclass(frozen=True)
class HouseholdRule:
    """Profiles that together have no more seats than there are such households."""

    number: int
    """Its place among all household rules, by which the proof names it."""
    profiles: tuple[str, ...]
    households: int


@dataclass(frozen=True)
class Households:
    """How households are kept, and those rules that the proof needs; None in schema 1."""

    kept: str
    rules: tuple[HouseholdRule, ...] | None


@dataclass(frozen=True)
class QuotaClaim:
    """The least and most seats of a category, and where they come from."""

    criterion: str
    category: str
    people: int
    population: int | float | None
    share: int | float | None
    least: int
    most: int
    scope: str


@dataclass(frozen=True)
class ProfileClaim:
    """A profile: its categories, its people and the probability of each of them."""

    id: str
    college: str | None
    categories: Mapping[str, str]
    also: tuple[str, ...]
    people: int
    probability: float


@dataclass(frozen=True)
class FairnessClaim:
    """How fair the lottery is said to be."""

    people: int
    seats: int
    min: float
    max: float
    gini: float
    geometric_mean: float
    proven: bool
    gap: float
    household_bound: float


@dataclass(frozen=True)
class CompositionClaim:
    """A composition: its weight, and the seats of the profiles that have any."""

    weight: int
    seats: Mapping[str, int]


@dataclass(frozen=True)
class StageClaim:
    """One stage of the proof: the profiles it settles, and its prices."""

    settles: tuple[str, ...]
    prices: Mapping[str, int]
    rules: Mapping[str, int]


@dataclass(frozen=True)
class Commitment:
    """What was fixed before the seed: rules, lists, profiles, lottery and its proof."""

    file: str
    """The name of the file that it was read from, for messages."""
    data: Mapping[str, Any]
    """The JSON object itself, from which digests are made."""
    schema: int
    protocol: Mapping[str, Any]
    """The protocol's JSON form, not yet read: whether `check` would take it is a check."""
    register: ListClaim
    colleges: tuple[ListClaim, ...]
    exclusions: tuple[ExclusionClaim, ...]
    excluded: tuple[str, ...]
    households: Households
    quotas: tuple[QuotaClaim, ...]
    profiles: tuple[ProfileClaim, ...]
    fairness: FairnessClaim
    lottery: tuple[CompositionClaim, ...]
    proof: tuple[StageClaim, ...]
    split: Mapping[str, Fraction] | None
    """Exact expected seats of the profiles of people on several lists; None in schema 1."""
    method: str
    lottery_digest: str


@dataclass(frozen=True)
class Record(Commitment):
    """A commitment with the seed, and what it drew."""

    seed: str
    drawn: int
    panel: tuple[str, ...]
    alternates: tuple[str, ...]
    digest: str


def read_commitment(form: Form) -> Commitment:
    """The commitment of a JSON object. Raises `BadInput` naming the first value amiss."""
    return Commitment(**_before_the_seed(form.keys(*known(COMMITMENT_KEYS, form.value)), form))


def read_record(form: Form) -> Record:
    """The record of a JSON object. Raises `BadInput` naming the first value amiss."""
    at = form.keys(*known(KEYS, form.value))
    return Record(
        **_before_the_seed(at, form),
        seed=at["seed"].text(SEED_TEXT),
        drawn=at["drawn"].whole(),
        panel=at["panel"].each(Form.text),
        alternates=at["alternates"].each(Form.text),
        digest=at["digest"].sha256(),
    )


def known(keys: Sequence[str], data: Any) -> tuple[str, ...]:
    """Those of some keys that the schema of a record has."""
    schema = data.get("schema") if isinstance(data, dict) else None
    return tuple(key for key in keys if SINCE.get(key, 1) == 1 or schema != 1)


def _before_the_seed(at: Mapping[str, Form], form: Form) -> dict[str, Any]:
    schema = at["schema"].whole(SCHEMAS[0], SCHEMAS[-1])
    at["tool"].matching(_TOOL, "tool")
    at["protocol"].shallow(DEEPEST)
    return {
        "file": form.file,
        "data": form.value,
        "schema": schema,
        "protocol": at["protocol"].value,
        "register": _list(at["register"]),
        "colleges": at["colleges"].each(_list),
        "exclusions": at["exclusions"].each(_exclusion),
        "excluded": at["excluded"].each(Form.text),
        "households": _households(at["households"], schema),
        "quotas": at["quotas"].each(_quota),
        "profiles": at["profiles"].each(_old_profile if schema == 1 else _profile),
        "fairness": _fairness(at["fairness"]),
        "lottery": at["lottery"].each(_composition),
        "proof": at["proof"].each(_stage),
        "split": None if schema == 1 else at["split"].by_key(_share),
        "method": at["method"].text(METHOD_TEXT),
        "lottery_digest": at["lottery_digest"].sha256(),
    }


def _list(form: Form) -> ListClaim:
    at = form.keys("file", "sha256", "rows", "eligible")
    return ListClaim(
        at["file"].text(),
        at["sha256"].sha256(),
        at["rows"].whole(most=PEOPLE),
        at["eligible"].whole(most=PEOPLE),
    )


def _exclusion(form: Form) -> ExclusionClaim:
    at = form.keys("file", "sha256")
    return ExclusionClaim(at["file"].text(), at["sha256"].sha256())


def _households(form: Form, schema: int) -> Households:
    if schema == 1:
        return Households(form.choice(KEPT), None)
    at = form.keys("kept", "rules")
    return Households(at["kept"].choice(KEPT), at["rules"].each(_household_rule))


def _household_rule(form: Form) -> HouseholdRule:
    at = form.keys("number", "profiles", "households")
    return HouseholdRule(
        at["number"].whole(), at["profiles"].each(Form.text), at["households"].whole(1, PEOPLE)
    )


def _quota(form: Form) -> QuotaClaim:
    names = ("criterion", "category", "people", "population", "share", "least", "most", "scope")
    at = form.keys(*names)
    return QuotaClaim(
        criterion=at["criterion"].text(),
        category=at["category"].text(),
        people=at["people"].whole(most=PEOPLE),
        population=at["population"].maybe(lambda value: value.number(COUNTED)),
        share=at["share"].maybe(lambda value: value.number(COUNTED)),
        least=at["least"].whole(),
        most=at["most"].whole(),
        scope=at["scope"].choice(SCOPES),
    )


def _profile(form: Form) -> ProfileClaim:
    at = form.keys("id", "college", "categories", "also", "people", "probability")
    return ProfileClaim(
        id=at["id"].text(),
        college=at["college"].maybe(Form.text),
        categories=at["categories"].by_key(Form.text),
        also=at["also"].each(Form.text),
        people=at["people"].whole(1, PEOPLE),
        probability=at["probability"].share(),
    )


def _old_profile(form: Form) -> ProfileClaim:
    names = ("id", "college", "categories", "household", "also", "people", "probability")
    form.keys(*names)["household"].each(Form.text)
    value = dict(form.value)  # type: ignore[call-overload]  # an object, as `keys` has seen
    del value["household"]
    return _profile(Form(value, form.file, form.path))


def _fairness(form: Form) -> FairnessClaim:
    shares = ("min", "max", "gini", "geometric_mean", "gap", "household_bound")
    at = form.keys("people", "seats", "proven", *shares)
    return FairnessClaim(
        people=at["people"].whole(1, PEOPLE),
        seats=at["seats"].whole(1),
        proven=at["proven"].flag(),
        **{name: at[name].share() for name in shares},
    )


def _composition(form: Form) -> CompositionClaim:
    at = form.keys("weight", "seats")
    return CompositionClaim(at["weight"].whole(1), at["seats"].by_key(lambda value: value.whole(1)))


def _share(form: Form) -> Fraction:
    return Fraction(form.matching(_FRACTION, "fraction"))


def _stage(form: Form) -> StageClaim:
    at = form.keys("settles", "prices", "rules")
    return StageClaim(
        at["settles"].each(Form.text),
        at["prices"].by_key(lambda value: value.whole(1, PRICE)),
        at["rules"].by_key(lambda value: value.whole(-PRICE, PRICE)),
    )
