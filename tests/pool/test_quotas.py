"""Quotas: exact shares, their rounding, crossed criteria, tables that do not match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sortition.base.errors import BadInput
from sortition.base.messages import Words
from sortition.examples.figures import grenoble_by_sex, val_de_marne_by_territory
from sortition.pool.prepare import prepare
from sortition.pool.quotas import Quota, compute_quotas, count_register, least_and_most
from sortition.protocol.model import College, Criterion, Protocol, RegisterFile
from sortition.register.lists import PeopleList, read_people
from tests.pools import table

SEX = {"F": Fraction(68500), "M": Fraction(62000)}


def register(*people: Mapping[str, str], criteria: Sequence[Criterion]) -> PeopleList:
    rows = [{"id": str(number), **person} for number, person in enumerate(people)]
    return read_people(protocol(1, criteria), table(rows), excluded={})


def protocol(
    seats: int, criteria: Sequence[Criterion], colleges: Sequence[College] = ()
) -> Protocol:
    return Protocol(
        title="",
        seats=seats,
        alternates=0,
        register=RegisterFile("r.csv", id="id"),
        criteria=tuple(criteria),
        colleges=tuple(colleges),
    )


def quotas(
    seats: int,
    criteria: Sequence[Criterion],
    people: Sequence[Mapping[str, str]],
    colleges: Sequence[College] = (),
) -> dict[str, Quota]:
    """The quotas by category."""
    rules = protocol(seats, criteria, colleges)
    counts = count_register(rules, register(*people, criteria=criteria))
    made = compute_quotas(rules, counts, file="p.toml")
    return {quota.category: quota for quota in made}


def told(seats: int, criteria: Sequence[Criterion], people: Sequence[Mapping[str, str]]) -> str:
    with pytest.raises(BadInput) as caught:
        quotas(seats, criteria, people)
    return "\n".join(map(Words("en").say, caught.value.messages))


def sexes(**counts: int) -> list[dict[str, str]]:
    return [{"sexe": sex} for sex, count in counts.items() for _ in range(count)]


def sex(population: Mapping[str, Fraction] | None = None, tolerance: int = 0) -> Criterion:
    return Criterion("sexe", "sexe", population=population or "register", tolerance=tolerance)


def share(quota: Quota) -> float:
    assert quota.share is not None
    return float(quota.share)


# INSEE, recensement de la population 2018: 81 836 women and 75 814 men in Grenoble. Exact shares
# worked out by hand: 17 × 81 836 / 157 650 = 8.8246875…, 17 × 75 814 / 157 650 = 8.1753…
def test_grenoble_by_sex() -> None:
    """The shares of the published figures, rounded down and up."""
    counts = {name: Fraction(count) for name, count in grenoble_by_sex().items()}
    made = quotas(17, [sex(counts)], sexes(F=1, M=1))
    assert made["F"].share == Fraction(17 * 81836, 157650)
    assert [(q.least, q.most) for q in made.values()] == [(8, 9), (8, 9)]
    assert made["F"].to_json() == {
        "criterion": "sexe",
        "category": "F",
        "people": 1,
        "population": 81836,
        "share": pytest.approx(8.824688, abs=1e-6),
        "least": 8,
        "most": 9,
        "scope": "drawn",
    }


def test_val_de_marne_by_territory() -> None:
    """Each territory's share of 68 seats, from the people aged 18 to 24, adds up to 68."""
    counts = {name: Fraction(count) for name, count in val_de_marne_by_territory().items()}
    criterion = Criterion("territoire", "t", population=counts)
    made = quotas(68, [criterion], [{"t": name} for name in counts])
    shares = [quota.share for quota in made.values() if quota.share is not None]
    assert len(shares) == 3
    assert sum(shares) == 68
    for quota, (name, count) in zip(made.values(), counts.items(), strict=True):
        assert quota.category == name
        assert quota.least == 68 * count // sum(counts.values())
        assert quota.most == quota.least + 1


@pytest.mark.parametrize(
    ("exact", "tolerance", "bounds"),
    [
        (Fraction(5, 2), 0, (2, 3)),
        (Fraction(2), 0, (2, 2)),
        (Fraction(2), 1, (1, 3)),
        (Fraction(1, 3), 1, (0, 2)),
        (Fraction(29, 3), 2, (7, 10)),
        (Fraction(0), 0, (0, 0)),
    ],
)
def test_rounding(exact: Fraction, tolerance: int, bounds: tuple[int, int]) -> None:
    """Least and most are the share rounded down and up, widened, within no seat and all of them."""
    assert least_and_most(exact, tolerance, 10) == bounds


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8), st.integers(1, 60))
def test_computed_quotas_can_be_filled(counts: list[int], seats: int) -> None:
    """Shares add up to the seats, so the leasts never need more seats, the mosts never fewer."""
    if not any(counts):
        return
    bounds = [least_and_most(Fraction(seats * c, sum(counts)), 0, seats) for c in counts]
    assert sum(least for least, _ in bounds) <= seats <= sum(most for _, most in bounds)


def test_the_registers_own_counts() -> None:
    """The population may be the pool itself."""
    made = quotas(4, [sex()], sexes(F=3, M=1))
    assert [(share(q), q.least, q.most) for q in made.values()] == [(3, 3, 3), (1, 1, 1)]
    assert [q.population for q in made.values()] == [Fraction(3), Fraction(1)]


def test_tolerance() -> None:
    """A tolerance widens each side."""
    made = quotas(4, [sex(tolerance=1)], sexes(F=3, M=1))
    assert [(q.least, q.most) for q in made.values()] == [(2, 4), (0, 2)]


def test_explicit_quotas() -> None:
    """Given quotas are taken as they are, also for a category nobody has."""
    criterion = Criterion("sexe", "sexe", quotas={"f": (1, 3), "m": (1, 2), "x": (0, 1)})
    made = quotas(4, [criterion], sexes(F=3, M=1))
    assert {c: (q.people, q.least, q.most) for c, q in made.items()} == {
        "f": (3, 1, 3),
        "m": (1, 1, 2),
        "x": (0, 0, 1),
    }
    assert {(q.share, q.population) for q in made.values()} == {(None, None)}


def test_a_population_of_zero() -> None:
    """A category without population gets no seat."""
    made = quotas(4, [sex(SEX | {"X": Fraction(0)})], sexes(F=3, M=1, X=1))
    assert (share(made["X"]), made["X"].least, made["X"].most) == (0, 0, 0)


def test_scope() -> None:
    """Quotas over the whole panel share out the colleges' seats too."""
    college = College("c", 6, "c.csv")
    drawn = quotas(4, [sex()], sexes(F=1, M=1), [college])
    panel = quotas(
        4,
        [Criterion("sexe", "sexe", population="register", scope="panel")],
        sexes(F=1, M=1),
        [college],
    )
    assert (share(drawn["F"]), share(panel["F"])) == (2, 5)


AGE = Criterion("age", "age", population="register")
CROSS = Criterion("croisé", cross=("sexe", "age"))
PEOPLE = [
    {"sexe": s, "age": a}
    for s, a, n in (("F", "j", 4), ("F", "v", 2), ("M", "j", 1), ("M", "v", 5))
    for _ in range(n)
]


def test_crossed_quotas_of_the_pool() -> None:
    """Crossed counts of the pool are exact where every side has the pool's."""
    made = quotas(6, [sex(), AGE, CROSS], PEOPLE)
    assert made["F × j"].match == (("sexe", "F"), ("age", "j"))
    assert [share(made[c]) for c in ("F × j", "F × v", "M × j", "M × v")] == [
        2,
        1,
        0.5,
        2.5,
    ]


def test_raking_reaches_both_margins() -> None:
    """Crossed counts are fitted to the population of one side and the pool's of the other."""
    made = quotas(100, [sex({"F": Fraction(3), "M": Fraction(1)}), AGE, CROSS], PEOPLE)
    cells = [share(made[c]) for c in ("F × j", "F × v", "M × j", "M × v")]
    assert cells[0] + cells[1] == pytest.approx(75, abs=1e-4)
    assert cells[2] + cells[3] == pytest.approx(25, abs=1e-4)
    assert cells[0] + cells[2] == pytest.approx(100 * 5 / 12, abs=1e-4)
    # Fitting keeps the odds ratio of the pool (Deming and Stephan, 1940): 4 · 5 / (2 · 1).
    assert cells[0] * cells[3] / (cells[1] * cells[2]) == pytest.approx(10, rel=1e-4)


def test_raked_shares_of_whole_seats_stay_whole() -> None:
    """A fitted share that is a whole number of seats has one seat number, not two."""
    margin = {"F": Fraction(1), "M": Fraction(2)}
    people = [{"sexe": s, "age": a} for s in "FM" for a in "abc"]
    made = quotas(9, [sex(margin), AGE, CROSS], people)
    assert {(q.category[0], q.least, q.most) for q in made.values() if q.criterion == "croisé"} == {
        ("F", 1, 1),
        ("M", 2, 2),
    }


def test_populations_that_no_fit_reaches_stay_numbers() -> None:
    """Populations that the pool cannot be fitted to leave shares, however far apart they are."""
    least, most = Fraction(1, 10**12), Fraction(10**12 - 1)
    age = Criterion("age", "age", population={"j": least, "v": most})
    people = [{"sexe": "F", "age": "j"}, {"sexe": "F", "age": "v"}, {"sexe": "M", "age": "j"}]
    made = quotas(9, [sex({"F": least, "M": most}), age, CROSS], people)
    shares = [share(made[c]) for c in ("F × j", "F × v", "M × j", "M × v")]
    assert all(0 <= one <= 9 for one in shares)
    assert made["M × v"].most == 0


def test_a_side_with_given_quotas_is_not_fitted() -> None:
    """Nothing is known of the population of a side whose quotas are given."""
    given_age = Criterion("age", "age", quotas={"j": (0, 6), "v": (0, 6)})
    made = quotas(12, [sex({"F": Fraction(1), "M": Fraction(1)}), given_age, CROSS], PEOPLE)
    assert [share(made[c]) for c in ("F × j", "F × v", "M × j", "M × v")] == [4, 2, 1, 5]


def test_a_crossed_table_may_leave_combinations_out() -> None:
    """Explicit crossed quotas hold for the combinations they name."""
    crossing = Criterion("croisé", cross=("sexe", "age"), quotas={"f × J": (1, 2)})
    made = quotas(6, [sex(), AGE, crossing], PEOPLE)
    assert [q.category for q in made.values() if q.criterion == "croisé"] == ["F × j"]
    assert (made["F × j"].people, made["F × j"].least, made["F × j"].most) == (4, 1, 2)


def test_a_crossed_population() -> None:
    """A crossed table of counts must name every combination someone has."""
    counts = {"F × j": Fraction(1), "F × v": Fraction(1), "M × v": Fraction(2)}
    crossing = Criterion("croisé", cross=("sexe", "age"), population=counts)
    assert "“M × j” (1 person) has neither a count nor a quota" in told(
        6, [sex(), AGE, crossing], PEOPLE
    )
    made = quotas(8, [sex(), AGE, crossing], [p for p in PEOPLE if p != PEOPLE[6]])
    assert [share(made[c]) for c in counts] == [2, 2, 4]


def test_bands_with_a_table() -> None:
    """A table of counts names the bands; a name that is none is refused with the nearest."""
    people = [{"age": str(age)} for age in (18, 24, 25, 80)]
    counts = {"18-24": Fraction(1), "25+": Fraction(1)}
    made = quotas(2, [Criterion("âge", "age", bands=(18, 25), population=counts)], people)
    assert [(q.category, q.people) for q in made.values()] == [("18-24", 2), ("25+", 2)]
    misnamed = {"18-25": Fraction(1), "25+": Fraction(1)}
    message = told(2, [Criterion("âge", "age", bands=(18, 25), population=misnamed)], people)
    assert "there is no category “18-25”. Did you mean “18-24”? Categories: 18-24, 25+" in message
    assert "the category “18-24” (2 people) has neither a count nor a quota" in message


def test_groups_with_a_table() -> None:
    """A table of counts names the groups, each once, whatever the case."""
    grouped = Criterion(
        "zone", "commune", groups={"Nord": ("a", "b"), "Sud": ("c",)}, quotas={"NORD": (1, 2)}
    )
    assert "category “Sud” (0 people) has neither" in told(2, [grouped], [{"commune": "A"}])


def test_every_problem_of_the_tables_is_told(tmp_path: Path) -> None:
    """The problems of several criteria are told together, and name the protocol."""
    (tmp_path / "r.csv").write_text("id,a,b\n1,20,30\n2,40,50\n", encoding="utf-8")
    criteria = [
        Criterion(name, name, bands=(0, 35), population={"jeunes": Fraction(1)}) for name in "ab"
    ]
    with pytest.raises(BadInput) as caught:
        prepare(protocol(1, criteria), tmp_path, name="p.toml")
    assert [m.params["criterion"] for m in caught.value.messages] == ["a"] * 3 + ["b"] * 3
    assert {m.params["file"] for m in caught.value.messages} == {"p.toml"}
