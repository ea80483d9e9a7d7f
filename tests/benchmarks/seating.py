"""How good and how fast: tables over several rounds. Prints; asserts nothing.

    python -m tests.benchmarks.seating [FOLDER OF GROUPSELECT'S EXAMPLE DATA]

The first cases are published with groupselect, a tool for the same task; beside ours stand the
values that an annealing in C reached in ten seconds (pairs met, people outside). The others are
social golfers: groups, size, rounds, and no criteria.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.places import PEERS
from workshops.common.people import natural
from workshops.tables.asked import Room, make_hall
from workshops.tables.problem import Hall, even_sizes
from workshops.tables.read import CrowdColumns, read_crowd
from workshops.tables.solve import solve

SMALL: Final = "30i_4j_3k_3d_data.csv"
LARGE: Final = "sf_f_40.csv"
CASES: Final = (
    (SMALL, 5, 3, "gender,age,region", 210, 0),
    (SMALL, 5, 6, "gender,age,region", 369, 0),
    (LARGE, 8, 3, "a,b,c,d,e,f,g", 225, 3),
    (LARGE, 8, 6, "a,b,c,d,e,f,g", 379, 11),
    (LARGE, 5, 6, "a,b,c", 634, 0),
)
GOLFERS: Final = (
    *("5-3-7", "4-4-5", "5-5-6", "8-8-6", "10-10-3", "13-8-6", "6-6-3", "12-12-7"),
    *("10-10-4", "14-14-4", "8-4-9", "8-4-10", "7-4-9", "7-3-10", "6-3-8", "10-3-14"),
    *("9-4-11", "10-4-13", "12-4-15", "11-4-14", "6-5-6", "10-5-9", "10-8-5", "10-9-4", "10-9-6"),
)
SEEDS: Final = ("1", "2", "3")


def read_hall(path: Path, tables: int, rounds: int, mix: Sequence[str]) -> Hall:
    """The hall of a list of people."""
    return make_hall(read_crowd(path, CrowdColumns(mix=tuple(mix))), Room(rounds, tables))


def golfers(name: str) -> Hall:
    """The hall of so many groups, their size, and rounds."""
    tables, size, rounds = map(int, name.split("-"))
    people = tables * size
    return Hall(people, (even_sizes(people, tables),) * rounds, (tuple(range(people)),) * rounds)


def main(folder: Path) -> None:
    """Print one line for each case and seed."""
    for file, tables, rounds, mix, pairs, outside in CASES:
        if not (folder / file).exists():
            print(f"{file}: not in {folder}")
            continue
        one = read_hall(folder / file, tables, rounds, mix.split(","))
        print(
            f"{file}, {tables} tables, {rounds} rounds, {mix} (annealing in C: {pairs}/{outside})"
        )
        for seed in SEEDS:
            show(one, seed)
    for name in sorted(GOLFERS, key=natural):
        print(f"{name} without criteria")
        show(golfers(name), SEEDS[0])


def show(one: Hall, seed: str) -> None:
    """Solve and print."""
    found = solve(one, [str(person) for person in range(one.people)], seed)
    counted, proven = found.meetings, found.bound
    print(
        f"  seed {seed}: {counted.distinct} pairs, outside {found.excess}, repeats"
        f" {counted.repeats} (proven least {proven.repeats}, if spread"
        f" {proven.repeats_up_to(counted.most)}), convex {counted.convex}"
        f" (least {proven.convex}), most {counted.most}, {found.seconds:.1f} s",
        flush=True,
    )


if __name__ == "__main__":
    here = PEERS / "groupselect"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else here)
