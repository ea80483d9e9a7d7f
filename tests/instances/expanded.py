"""Published instances made into files of people again, with ids of our own."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.instances.counts import COUNTS, QUOTAS

HERE = Path(__file__).parent


def expanded(name: str, folder: Path, *, ids: bool = True) -> tuple[Path, Path]:
    """The people file of an instance, written to the folder, and its features file.

    People of one profile are interchangeable, so their counts say everything a draw without
    households reads; the ids `p0001 …` are in the column `id`, or left out.
    """
    with (HERE / name / COUNTS).open(encoding="utf-8", newline="") as file:
        (_, *criteria), *counts = csv.reader(file)
    people = [profile for count, *profile in counts for _ in range(int(count))]
    rows = [criteria, *people]
    if ids:
        own = ["id", *(f"p{number:04}" for number in range(1, len(people) + 1))]
        rows = [[one, *row] for one, row in zip(own, rows, strict=True)]
    path = folder / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path, HERE / name / QUOTAS
