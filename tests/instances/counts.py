"""Makes the counts of an instance from its files: how many people each profile has, and the quotas.

    python -m tests.instances.counts PEOPLE FEATURES [FOLDER]

Writes `counts.csv` (the columns of the criteria alone: no id, no name, no address) and `quotas.csv`
to the folder, or here.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from sortition.protocol.model import Criterion
from sortition.protocol.two_files import read_features
from sortition.spreadsheets import Table, read_table

COUNTS, QUOTAS = "counts.csv", "quotas.csv"


def main(people: Path, features: Path, folder: Path) -> None:
    """Write both files; raises `BadInput` where one of the given files cannot be read."""
    criteria = read_features(features).criteria
    names = [one.name for one in criteria]
    _write(folder / COUNTS, ["count", *names], counted(read_table(people), names))
    _write(folder / QUOTAS, ["feature", "value", "min", "max"], _quotas(criteria))


def counted(people: Table, names: Sequence[str]) -> list[tuple[str, ...]]:
    """How many people have each profile, and the profile; in the order of the alphabet."""
    columns = [people.column(name) or name for name in names]
    profiles = zip(*(people.frame[column] for column in columns), strict=True)
    found = Counter(tuple(map(str, profile)) for profile in profiles)
    return [(str(found[profile]), *profile) for profile in sorted(found)]


def _quotas(criteria: Iterable[Criterion]) -> list[tuple[str, ...]]:
    return [
        (one.name, category, str(least), str(most))
        for one in criteria
        for category, (least, most) in (one.quotas or {}).items()
    ]


def _write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3] if len(sys.argv) > 3 else "."))
