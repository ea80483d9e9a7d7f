"""Files given to readers: equal loads, no conflicts, mixed and different groups."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from sortition.base.chance import Chance
from sortition.base.errors import AnswerIsNo
from sortition.examples.synthetic_people import stream
from workshops.common.people import CodedColumn
from workshops.plan.value import Participant
from workshops.share.bound import mixed_bound, plain_bound
from workshops.share.search import improve, repeats_of
from workshops.share.solve import File, Shared, Task, reading_rules, share
from workshops.share.start import Impossible, first_share


def task(
    barred: Sequence[Sequence[int]],
    readings: int,
    mix: Sequence[Sequence[int]] = (),
    seed: str = "seed",
) -> Task:
    """A task from a table of conflicts and everyone's categories, criterion by criterion."""
    table = np.array(barred, dtype=np.int64)
    files, readers = table.shape
    return Task(
        files=tuple(File(f"f{n}", f"File {n}") for n in range(files)),
        readers=tuple(Participant(f"r{n}") for n in range(readers)),
        readings=readings,
        barred=table,
        mix=tuple(
            CodedColumn(f"c{n}", tuple(codes), tuple(str(c) for c in range(max(codes) + 1)))
            for n, codes in enumerate(mix)
        ),
        seed=seed,
    )


def free(files: int, readers: int) -> list[list[int]]:
    """No conflicts."""
    return [[0] * readers for _ in range(files)]


def check_rules(given_: Task, shared: Shared) -> None:
    """Readings, loads and conflicts; and the figures, counted once more and slowly."""
    loads = Counter(reader for readers in shared.readers for reader in readers)
    assert [loads[reader] for reader in range(len(given_.readers))] == list(shared.loads)
    assert max(shared.loads) - min(shared.loads) <= 1
    for file, readers in enumerate(shared.readers):
        assert len(set(readers)) == len(readers) == given_.readings
        assert not given_.barred[file, list(readers)].any()
    pairs = itertools.combinations(map(set, shared.readers), 2)
    common = Counter(len(one & other) for one, other in pairs)
    assert list(shared.common) == [common[n] for n in range(given_.readings + 1)]
    over_files = sum(math.comb(n, 2) * pairs for n, pairs in common.items())
    assert shared.repeats == over_files == over_readers(shared.readers)
    assert shared.excess == excess(given_, shared.readers)
    assert shared.bound <= shared.repeats


def over_readers(groups: Sequence[Sequence[int]]) -> int:
    meetings = Counter(
        pair for readers in groups for pair in itertools.combinations(sorted(readers), 2)
    )
    return sum(math.comb(n, 2) for n in meetings.values())


def excess(given_: Task, groups: Sequence[Sequence[int]]) -> int:
    people, total = len(given_.readers), 0
    for one in given_.mix:
        for category in range(len(one.categories)):
            share_of = given_.readings * one.codes.count(category)
            least, most = share_of // people, -(-share_of // people)
            for readers in groups:
                n = sum(one.codes[reader] == category for reader in readers)
                total += max(0, least - n) + max(0, n - most)
    return total


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    """Small tasks with conflicts and criteria."""
    files, readers = draw(st.integers(1, 9)), draw(st.integers(1, 7))
    readings = draw(st.integers(1, readers))
    dense = draw(st.sampled_from([0, 0, 1, 2]))
    cells = st.integers(0, 9).map(lambda n: int(n < dense))
    barred = draw(
        st.lists(
            st.lists(cells, min_size=readers, max_size=readers), min_size=files, max_size=files
        )
    )
    codes = st.lists(st.integers(0, 2), min_size=readers, max_size=readers)
    return task(barred, readings, draw(st.lists(codes, max_size=2)), draw(st.text(max_size=3)))


def can_be_shared(given_: Task) -> bool:
    """Whether equal loads without conflicts exist, by an independent solver."""
    files, readers = given_.barred.shape
    lower, rest = divmod(files * given_.readings, readers)
    by_file = np.kron(np.eye(files), np.ones(readers))
    by_reader = np.kron(np.ones(files), np.eye(readers))
    result = milp(
        np.zeros(files * readers),
        constraints=[
            LinearConstraint(by_file, given_.readings, given_.readings),
            LinearConstraint(by_reader, lower, lower + bool(rest)),
        ],
        bounds=Bounds(0, 1 - given_.barred.ravel()),
        integrality=np.ones(files * readers),
    )
    return bool(result.status == 0)


@settings(max_examples=60, deadline=None)
@given(tasks())
def test_rules_are_kept_or_proven_impossible(given_: Task) -> None:
    """Whenever equal loads without conflicts exist they are kept, with true figures; else, the
    proof names files or readers who do not have what they need.
    """
    allowed = [np.flatnonzero(row == 0).tolist() for row in given_.barred]
    if can_be_shared(given_):
        check_rules(given_, share(given_))
        return
    with pytest.raises(AnswerIsNo):
        share(given_)
    readers = len(given_.readers)
    found = first_share(allowed, readers, given_.readings, range(readers))
    assert isinstance(found, Impossible)
    assert possible(found, given_) == found.possible < found.needed


def possible(found: Impossible, given_: Task) -> int:
    """What the files or readers of a proof can have, counted from its definition."""
    may = 1 - given_.barred
    lower, rest = divmod(len(may) * given_.readings, may.shape[1])
    if found.side == "files":
        assert found.needed == given_.readings * len(found.members)
        each = np.minimum(may[list(found.members)].sum(axis=0), lower + bool(rest))
    else:
        assert found.needed == lower * len(found.members)
        each = np.minimum(may[:, list(found.members)].sum(axis=1), given_.readings)
    return int(each.sum())


@pytest.mark.parametrize(("files", "readers", "readings"), [(4, 4, 2), (5, 5, 3), (6, 4, 2)])
def test_small_shares_are_the_best_there_are(files: int, readers: int, readings: int) -> None:
    """Where all shares can be tried, none has fewer repeats."""
    given_ = task(free(files, readers), readings)
    shared = share(given_)
    check_rules(given_, shared)
    groups = list(itertools.combinations(range(readers), readings))
    best = min(
        over_readers(plan)
        for plan in itertools.combinations_with_replacement(groups, files)
        if balanced(plan, readers)
    )
    assert shared.repeats == best


def balanced(plan: Sequence[Sequence[int]], readers: int) -> bool:
    loads = Counter(reader for group in plan for reader in group)
    counts = [loads[reader] for reader in range(readers)]
    return max(counts) - min(counts) <= 1


@pytest.mark.parametrize(
    ("files", "readers", "readings", "repeats"),
    [(7, 7, 3, 0), (13, 13, 4, 0), (12, 9, 3, 0), (21, 21, 5, 0), (14, 8, 4, 28)],
)
def test_designs_are_found(files: int, readers: int, readings: int, repeats: int) -> None:
    """Where a block design exists the share is one: the projective planes of order 2, 3 and 4, the
    affine plane of order 3, and the Steiner system S(3, 4, 8) seen by its pairs (C. J. Colbourn and
    J. H. Dinitz, Handbook of Combinatorial Designs, 2007).
    """
    shared = share(task(free(files, readers), readings))
    if repeats:
        # Every pair of the 8 readers meets on 3 of the 14 files.
        assert shared.bound == 28 * math.comb(3, 2)
    else:
        assert shared.bound == 0
    assert shared.repeats == shared.bound


def youth_lab(mix: int, files: int = 487) -> Task:
    """487 files, 68 readers, 4 readings, conflicts of two kinds, so many criteria."""
    draw = stream("share", "test")
    own = [(int(draw() * 47), int(draw() * 24)) for _ in range(68)]
    theirs = [(int(draw() * 47), int(draw() * 8)) for _ in range(files)]
    barred = [[int(a == c or b == d) for c, d in own] for a, b in theirs]
    criteria = [[n % 2 for n in range(68)], [int(n % 3 > 0) for n in range(68)]]
    return task(barred, 4, criteria[:mix])


@pytest.mark.slow
def test_the_youth_lab_reaches_the_bound() -> None:
    """487 files, 68 readers, four readings: no share has fewer repeats, which is proven; loads are
    28 or 29.
    """
    given_ = youth_lab(0)
    shared = share(given_)
    check_rules(given_, shared)
    assert set(shared.loads) == {28, 29}
    assert shared.repeats == shared.bound == 644


@pytest.mark.slow
def test_mixing_comes_first_and_knows_its_bound() -> None:
    """With criteria every group is mixed, and repeats are within five per cent of a bound that
    takes the mixing into account.
    """
    given_ = youth_lab(2, 400)
    shared = share(given_)
    check_rules(given_, shared)
    assert shared.excess == 0
    assert shared.bound > plain_bound(shared.loads, 400, 4)
    assert shared.repeats <= 1.05 * shared.bound


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 5), st.integers(4, 6), st.lists(st.integers(0, 1), min_size=6, max_size=6))
def test_bounds_hold_for_every_share(files: int, readers: int, codes: list[int]) -> None:
    """No share at all, of all there are, goes below the bounds."""
    readings = 2
    given_ = task(free(files, readers), readings, [codes[:readers]])
    groups = list(itertools.combinations(range(readers), readings))
    lower, rest = divmod(files * readings, readers)
    loads = [lower + (n < rest) for n in range(readers)]
    plain = plain_bound(loads, files, readings)
    mixed = mixed_bound(reading_rules(given_), loads, readings)
    for plan in itertools.combinations_with_replacement(groups, files):
        if balanced(plan, readers):
            repeats = over_readers(plan)
            assert plain <= repeats
            if excess(given_, plan) == 0:
                assert mixed is not None
                assert mixed <= repeats


def test_a_search_can_be_stopped_and_keeps_its_best() -> None:
    """Ctrl-C ends the search with the best share so far, rules kept."""
    given_ = youth_lab(1)
    reported = []

    def observe(_: str, done: int, total: int, /, **figures: float) -> None:
        reported.append(figures)
        if done > total // 4:
            raise KeyboardInterrupt

    shared = share(given_, observe)
    assert shared.stopped
    check_rules(given_, shared)
    assert reported[0]["repeats"] > shared.repeats


def test_the_search_counts_what_it_does() -> None:
    """What the search says of its result is what a recount says."""
    given_ = youth_lab(2, 120)
    allowed = [np.flatnonzero(row == 0).tolist() for row in given_.barred]
    start = first_share(allowed, 68, 4, range(68))
    assert not isinstance(start, Impossible)
    found = improve(reading_rules(given_), start, Chance("s", "t"), 10**9)
    reading = np.zeros((120, 68), dtype=np.int64)
    for file, readers in enumerate(found.readers):
        reading[file, list(readers)] = 1
    assert found.repeats == repeats_of(reading) == over_readers(found.readers)
    assert found.excess == excess(given_, found.readers)
