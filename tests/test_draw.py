"""The draw: tickets, the composition drawn, seats, alternates, and their frequencies."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from sortition.base.errors import AnswerIsNo
from sortition.base.tickets import ticket
from sortition.drawing import Draw, draw, drawn_index
from sortition.lottery.lottery import TOTAL_WEIGHT, Lottery
from sortition.lottery.solve import solve_lottery
from sortition.pool import profiles
from sortition.pool.prepare import Prepared, prepare_tables
from sortition.protocol.model import College
from tests.pools import Row, criterion, prepared, protocol, random_pool, table


def solved(made: Prepared) -> Lottery:
    found = solve_lottery(made.pool.model)
    assert found is not None
    return found.lottery


def drawn(made: Prepared, lottery: Lottery, seed: str) -> Draw:
    return draw(made.protocol, made.pool, lottery, seed)


def ids_of(made: Prepared, outcome: Draw) -> list[str]:
    return [made.pool.ids[seat.person] for seat in outcome.panel]


def people(count: int, **columns: str) -> list[Row]:
    """Rows `p0`, `p1`, …; a column is a pattern repeated over the rows, `-` for a blank cell."""
    return [
        {"id": f"p{k}", **{n: c[k % len(c)].replace("-", "") for n, c in columns.items()}}
        for k in range(count)
    ]


@given(
    st.text(st.characters(codec="utf-8"), min_size=1),
    st.lists(st.integers(1, 1000), min_size=1, max_size=20),
)
def test_the_composition_drawn_is_the_one_under_the_point(seed: str, parts: list[int]) -> None:
    """SHA-256 of the seed modulo 10⁹ falls between the weights before and after the one drawn."""
    weights = [*parts, TOTAL_WEIGHT - sum(parts)]
    point = int(hashlib.sha256(seed.encode()).hexdigest(), 16) % TOTAL_WEIGHT
    index = drawn_index(seed, weights)
    assert sum(weights[:index]) <= point < sum(weights[: index + 1])


def test_the_smallest_tickets_of_each_profile_sit() -> None:
    """In each profile nobody left out has a smaller ticket than somebody seated."""
    rows = people(60, sex="FM", age="xxyz")
    made = prepared(
        protocol(
            12,
            [
                criterion("sex", {"F": (6, 6), "M": (6, 6)}),
                criterion("age", {"x": (4, 8), "y": (2, 4), "z": (2, 4)}),
            ],
        ),
        table(rows),
    )
    outcome = drawn(made, solved(made), "seed")
    seated = {made.pool.ids[seat.person]: seat.profile for seat in outcome.panel}
    assert len(seated) == 12
    for profile in range(len(made.pool.profiles)):
        own = [
            i
            for k, i in enumerate(made.pool.ids)
            if profile in made.pool.model.kinds[made.pool.kind[k]]
        ]
        ordered = sorted(own, key=lambda i: ticket("seed", i))
        count = sum(one == profile for one in seated.values())
        assert {i for i, one in seated.items() if one == profile} == set(ordered[:count])


@pytest.mark.parametrize("seed", range(40))
def test_every_draw_keeps_every_rule(seed: int) -> None:
    """Whatever the seed the panel fills the seats, keeps the quotas, seats nobody twice and one of
    a household at most."""
    made, tables = random_pool(seed)
    ready = prepared(made, *tables)
    found = solve_lottery(ready.pool.model)
    if found is None:
        return
    for text in ("one", "two", "three", "four", "five"):
        outcome = drawn(ready, found.lottery, text)
        homes = [ready.pool.household[seat.person] for seat in outcome.panel]
        assert len(set(homes)) == len(homes) == made.all_seats
        counts = Counter(seat.profile for seat in outcome.panel)
        composition = tuple(counts[profile] for profile in range(len(ready.pool.profiles)))
        assert composition == found.lottery.entries[outcome.drawn].seats


def _pool_with_everything() -> Prepared:
    """Households of one, two and three, a college, and two people on both lists."""
    rows = [
        {**row, "home": home}
        for row, home in zip(
            people(24, sex="FFM", age="xyyx"), "aab-ccd-eeefgg--hhi-jjk-", strict=True
        )
    ]
    rows = [{**row, "home": row["home"].replace("-", "")} for row in rows]
    volunteers = [*rows[:2], *({**row, "id": f"v{row['id']}", "home": ""} for row in rows[2:5])]
    return prepared(
        protocol(
            6,
            [
                criterion("sex", {"F": (3, 4), "M": (2, 3)}),
                criterion("age", {"x": (2, 4), "y": (2, 4)}),
            ],
            [College("College", 1, "college.csv")],
            household=("home",),
        ),
        table(rows),
        table(volunteers, "college.csv"),
    )


def test_frequencies_over_thousands_of_seeds_match_the_probabilities() -> None:
    """Over 6,000 seeds compositions come as often as their weights say (chi-squared), and each
    person, with households and two lists, as often as their probability says."""
    made = _pool_with_everything()
    lottery = solved(made)
    seeds = 6000
    compositions: Counter[int] = Counter()
    seated: Counter[int] = Counter()
    for number in range(seeds):
        outcome = drawn(made, lottery, f"seed {number}")
        compositions[outcome.drawn] += 1
        seated.update(seat.person for seat in outcome.panel)
    expected = [entry.weight / TOTAL_WEIGHT * seeds for entry in lottery.entries]
    observed = [compositions[index] for index in range(len(expected))]
    assert len(expected) > 5
    assert chisquare(observed, expected).pvalue > 0.001
    chances = lottery.chances(made.pool.model)
    for person, kind in enumerate(made.pool.kind):
        chance = float(chances[kind])
        spread = (seeds * chance * (1 - chance)) ** 0.5
        # 28 people: a deviation beyond four standard errors has a chance of two in a thousand.
        assert abs(seated[person] - seeds * chance) <= 4 * spread + 1e-9, made.pool.ids[person]


def test_someone_on_two_lists_sits_once() -> None:
    """A volunteer who is also in the register takes one seat at most, and is one person."""
    rows = people(6, sex="FM")
    volunteers = rows[:2]
    made = prepared(
        protocol(2, colleges=[College("College", 1, "college.csv")]),
        table(rows),
        table(volunteers, "college.csv"),
    )
    lottery = solved(made)
    assert len(made.pool.ids) == 6
    for number in range(50):
        ids = ids_of(made, drawn(made, lottery, f"{number}"))
        assert len(ids) == len(set(ids)) == 3
        assert len({"p0", "p1"} & set(ids)) >= 1


def test_alternates_come_from_the_same_profile_in_ticket_order() -> None:
    """Where profiles have people left, an alternate has the profile of the seat, and within each
    profile alternates follow in the order of their tickets, after those seated."""
    made = prepared(
        protocol(4, [criterion("sex", {"F": (2, 2), "M": (2, 2)})]), table(people(40, sex="FM"))
    )
    outcome = drawn(made, solved(made), "s")
    assert len(outcome.alternates) == 8
    assert all(one.profile == one.replaces for one in outcome.alternates)
    for profile in (0, 1):
        seats = [s.person for s in outcome.panel if s.profile == profile]
        waiting = [a.person for a in outcome.alternates if a.profile == profile]
        tickets = [outcome.tickets[person] for person in seats + waiting]
        assert tickets == sorted(tickets)
        own = [p for p in range(40) if profile in made.pool.model.kinds[made.pool.kind[p]]]
        assert set(seats + waiting) == set(sorted(own, key=lambda p: outcome.tickets[p])[:6])


def test_an_exhausted_profile_is_replaced_by_the_nearest_that_keeps_the_quotas() -> None:
    """Where a profile has nobody left its alternate keeps every quota if anyone does, and differs
    in as few criteria as possible."""
    rows = [
        {"id": "only", "sex": "F", "age": "x", "where": "n"},
        *({"id": f"near{k}", "sex": "F", "age": "x", "where": "s"} for k in range(3)),
        *({"id": f"far{k}", "sex": "M", "age": "y", "where": "n"} for k in range(9)),
    ]
    made = prepared(
        protocol(
            3,
            [
                criterion("sex", {"F": (1, 1), "M": (2, 2)}),
                criterion("age", {"x": (1, 1), "y": (2, 2)}),
                criterion("where", {"n": (2, 3), "s": (0, 1)}),
            ],
            alternates=6,
        ),
        table(rows),
    )
    lottery = solved(made)
    seeds = (f"{k}" for k in range(200))
    outcome = next(o for s in seeds if "only" in ids_of(made, o := drawn(made, lottery, s)))
    only = next(s.profile for s in outcome.panel if made.pool.ids[s.person] == "only")
    calls = [made.pool.ids[a.person] for a in outcome.alternates if a.replaces == only]
    assert calls
    assert all(call.startswith("near") for call in calls)


@pytest.mark.parametrize("seed", range(40))
def test_no_alternate_shares_a_household_with_anyone_named(seed: int) -> None:
    """Alternates are not on the panel, are named once, and none lives with another or a member."""
    made, tables = random_pool(seed)
    ready = prepared(made, *tables)
    found = solve_lottery(ready.pool.model)
    if found is None:
        return
    outcome = drawn(ready, found.lottery, "x")
    named = [s.person for s in outcome.panel] + [a.person for a in outcome.alternates]
    homes = [ready.pool.household[person] for person in named]
    assert len(set(homes)) == len(homes)


def test_each_college_has_its_own_alternates() -> None:
    """A college gets as many alternates per seat as the drawn seats, from its own list."""
    rows = people(20, sex="FM")
    volunteers: list[Row] = [{"id": f"v{k}", "sex": "F"} for k in range(9)]
    made = prepared(
        protocol(4, colleges=[College("College", 2, "college.csv")], alternates=6),
        table(rows),
        table(volunteers, "college.csv"),
    )
    outcome = drawn(made, solved(made), "s")
    ids = [made.pool.ids[a.person] for a in outcome.alternates]
    assert [i[0] for i in ids] == ["p"] * 6 + ["v"] * 3


def test_no_alternates_are_named_when_none_are_wanted() -> None:
    """With `alternates = 0` the list is empty."""
    made = prepared(protocol(2, alternates=0), table(people(9, sex="F")))
    assert drawn(made, solved(made), "s").alternates == ()


def test_alternates_end_with_the_people() -> None:
    """A small pool names everyone left, and no more."""
    made = prepared(protocol(2, alternates=50), table(people(7, sex="F")))
    assert len(drawn(made, solved(made), "s").alternates) == 5


def test_households_by_ticket_order_seat_one_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without classes, people are skipped whose household has a seat, and the panel is full."""
    monkeypatch.setattr(profiles, "EXACT_HOUSEHOLD_PROFILES", 0)
    rows = [{"id": f"p{k}", "home": f"h{k // 3}"} for k in range(30)] + [{"id": "x", "home": ""}]
    made = prepare_tables(
        protocol(6, household=("home",)),
        [table(rows)],
        {},
        name="p",
    )
    lottery = solved(made)
    assert not made.pool.exact_households
    for number in range(30):
        outcome = drawn(made, lottery, f"{number}")
        homes = {made.pool.household[seat.person] for seat in outcome.panel}
        assert len(homes) == len(outcome.panel) == 6


def test_a_panel_that_ticket_order_cannot_fill_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everyone left lives with someone seated there is no panel, and nobody sits twice."""
    monkeypatch.setattr(profiles, "EXACT_HOUSEHOLD_PROFILES", 0)
    rows = [{"id": f"p{k}", "home": "one"} for k in range(4)] + [{"id": "x", "home": ""}]
    made = prepare_tables(protocol(3, household=("home",)), [table(rows)], {}, name="p")
    with pytest.raises(AnswerIsNo):
        drawn(made, solved(made), "s")
