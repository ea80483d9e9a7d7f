"""How good and how fast: parallel workshops and shares of files. Prints; asserts nothing.

python -m tests.benchmarks.parallel_and_shared
"""

from __future__ import annotations

from time import perf_counter

from tests.workshops.assign.test_assign import alike, crowd
from tests.workshops.share.test_share import youth_lab
from workshops.assign.solve import assign
from workshops.share.solve import share


def main() -> None:
    """Print one line for each case: what it is, the values reached, seconds."""
    for rounds in (1, 3):
        meeting = alike(crowd(500, 12, 5, 1), [44] * 12, rounds)
        begin = perf_counter()
        found = assign(meeting)
        seconds = perf_counter() - begin
        print(f"500 people, 12 workshops, {rounds} round(s), all four criteria: {seconds:.2f} s")
        for name, served in found.criteria.items():
            if served is not None:
                ranks = " ".join(map(str, served.ranks))
                print(
                    f"  {name:20} ranks {ranks}  not asked {served.not_asked}"
                    f"  nothing {served.nothing}  sum {served.rank_sum}"
                )
    for criteria in range(3):
        shared = share(youth_lab(criteria))
        print(
            f"487 files, 68 readers, 4 readings, {criteria} criteria: repeats {shared.repeats}"
            f" (bound {shared.bound}), excess {shared.excess}, loads {min(shared.loads)}-"
            f"{max(shared.loads)}, {shared.seconds:.2f} s"
        )


if __name__ == "__main__":
    main()
