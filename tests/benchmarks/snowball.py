"""How well and how fast the snowball exercise is mixed, against random nested plans.

    python tests/benchmarks/snowball.py [--plans 1000]

Prints for each size and number of criteria the people outside their fair share in the best of so
many random plans and in ours, the ratio, and the seconds ours took. Not run with the tests: times
depend on the machine.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from tests.workshops.snowball.snowball_help import guests, random_criteria  # noqa: E402  # the path has to be set first
from workshops.common.people import Columns  # noqa: E402
from workshops.plan.value import Event  # noqa: E402
from workshops.snowball.balance import level_balance  # noqa: E402
from workshops.snowball.sizes import LEVELS, nest_for  # noqa: E402
from workshops.snowball.solve import plan_snowball  # noqa: E402
from workshops.snowball.timing import Exercise  # noqa: E402


def main() -> None:
    """Run every case and print a line for each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--plans", type=int, default=1000)
    plans = parser.parse_args().plans
    print(f"{'people':>6} {'criteria':>8} {'apart':>5} {'random':>6} {'ours':>5} ratio  seconds")
    for people in (30, 50, 100, 180, 200, 300, 400, 1000):
        for criteria in (2, 3, 4):
            for apart in (False, True):
                line(people, criteria, plans if people <= 400 else plans // 10, apart=apart)


def line(people: int, criteria: int, plans: int, *, apart: bool) -> None:
    """Print one case; with `apart`, organisations of about three people are kept apart too."""
    mix = random_criteria(people, criteria, random.Random(people))
    organisations = [[str(random.Random(n).randrange(people // 3)) for n in range(people)]]
    list_ = guests(people, mix, organisations if apart else ())
    columns = Columns(apart=("organisation",) if apart else ())
    began = time.perf_counter()
    made = plan_snowball(list_, columns, Exercise(), Event(), "benchmark")
    seconds = time.perf_counter() - began
    ours, best = made.plan.measured["outside"], best_of_random(people, mix, plans)
    assert made.plan.measured["apart_conflicts"] == made.plan.measured["apart_bound"]
    ratio = ours / best if best else 0.0
    print(
        f"{people:6} {criteria:8} {'yes' if apart else '-':>5} {best:6} {ours:5} {ratio:.3f} "
        f"{seconds:8.2f}",
        flush=True,
    )


def best_of_random(people: int, mix: list[list[int]], plans: int) -> int:
    """The measure of the best of so many random nested plans of the same sizes."""
    nest = nest_for(people, LEVELS)
    stage = level_balance(
        nest.sizes, [nest.leaves_in(level) for level in range(len(nest.levels))], mix
    )
    leaves = np.repeat(np.arange(len(nest.sizes)), nest.sizes)
    chance = np.random.default_rng(0)
    return min(stage.outside(chance.permutation(leaves)) for _ in range(plans))


if __name__ == "__main__":
    main()
