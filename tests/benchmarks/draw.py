"""How long a whole draw takes, and how much memory, command by command.

    python -m tests.benchmarks.draw [--peer PYTHON] [--repeat 3]

Every case runs the real command in a process of its own; the best of the repeats is shown. With
`--peer`, the Python of an environment where the package sortition-algorithms is installed, the
field's library draws from the same files in the same run, and the ratio is printed. The public
instances are read from ../shared/data/peers and left out where that folder is missing.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from sortition.examples import synthetic
from tests.places import PEERS, ROOT

PEER_DRAW = """
import sys
from pathlib import Path
from sortition_algorithms import (
    CSVStringDataSource, SelectionData, Settings, find_random_sample
)
people, features, seats, identifier, algorithm = sys.argv[1:]
settings = Settings(id_column=identifier, columns_to_keep=[])
data = SelectionData(CSVStringDataSource(Path(features).read_text(), Path(people).read_text()))
quotas, report = data.load_features(int(seats))
pool, report = data.load_people(settings, quotas)
found, report = find_random_sample(
    quotas, pool, int(seats), [], selection_algorithm=algorithm, solver_backend="highspy"
)
assert found
"""


@dataclass(frozen=True)
class Case:
    """One draw: its name, the command's arguments, and what the peer needs for the same."""

    name: str
    arguments: tuple[str, ...]
    peer: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cost:
    """Seconds of the whole process and its largest memory, in MiB."""

    seconds: float
    memory: float


def measure(command: Sequence[str], folder: Path, limit: float = 3600) -> Cost | None:
    """Run a command; None where it fails or takes longer than a number of seconds."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    watch = threading.Timer(limit, process.kill)
    watch.start()
    said = process.stderr.read().decode()
    watch.cancel()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        print(f"{' '.join(command[:6])} …: {said[-400:]}", file=sys.stderr)
        return None
    return Cost(seconds, usage.ru_maxrss / 1024)


def best(command: Sequence[str], folder: Path, repeat: int) -> Cost | None:
    """The fastest of several runs."""
    costs = [measure(command, folder) for _ in range(repeat)]
    return min((c for c in costs if c is not None), key=lambda c: c.seconds, default=None)


def cases(folder: Path) -> list[Case]:
    """Every case, its files written to the folder."""
    found = []
    for name, sub, people, features, seats, identifier in (
        (
            "150 candidates, 22 seats",
            "sortition_algorithms_150",
            "candidates.csv",
            "features.csv",
            22,
            "nationbuilder_id",
        ),
        ("200 people, 20 seats", "example_small_20", "respondents.csv", "categories.csv", 20, ""),
        (
            "2,000 people, 200 seats",
            "example_large_200",
            "respondents.csv",
            "categories.csv",
            200,
            "",
        ),
    ):
        if (PEERS / sub).is_dir():
            found.append(_public(folder, name, PEERS / sub, people, features, seats, identifier))
    rows, features_rows = synthetic.correlated_pool(2000, "benchmark")
    _write(folder / "pool.csv", [row | {"id": f"c{k}"} for k, row in enumerate(rows)])
    _write(folder / "pool-features.csv", features_rows)
    profiles = len({tuple(row[name] for name in synthetic.CORRELATED) for row in rows})
    arguments = ("--people", "pool.csv", "--features", "pool-features.csv", "--seats", "68")
    found.append(
        Case(
            f"2,000 people, 68 seats, {profiles} profiles",
            (*arguments, "--id", "id"),
            ("pool.csv", "pool-features.csv", "68", "id"),
        )
    )
    found.append(_crowd(folder, 2000, 100, (2, 6, 5, 8, 6), slack=1))
    found.append(_crowd(folder, 500, 50, (2, 3, 4, 2, 5) * 4, slack=1))
    grenoble = ROOT / "data" / "grenoble"
    found.append(Case("Grenoble example, 13,141 people", (str(grenoble / "protocole.toml"),)))
    found.append(_full_city(folder, grenoble))
    return found


def _public(
    folder: Path, name: str, source: Path, people: str, features: str, seats: int, identifier: str
) -> Case:
    arguments = ["--people", str(source / people), "--features", str(source / features)]
    arguments += ["--seats", str(seats)] + (["--id", identifier] if identifier else [])
    with (source / people).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not identifier:
        rows = [{"id": str(number), **row} for number, row in enumerate(rows, 1)]
    with (source / features).open(encoding="utf-8", newline="") as file:
        quotas = list(csv.reader(file))
    if quotas[0][:2] == ["category", "feature"]:
        quotas[0][:2] = ["feature", "value"]
    _write(folder / f"{source.name}.csv", rows)
    peer_features = folder / f"{source.name}-features.csv"
    peer_features.write_text("\n".join(",".join(row) for row in quotas), encoding="utf-8")
    peer = (f"{source.name}.csv", peer_features.name, str(seats), identifier or "id")
    return Case(name, tuple(arguments), peer)


def _crowd(folder: Path, people: int, seats: int, categories: Sequence[int], *, slack: int) -> Case:
    """Many profiles: independent criteria, and quotas around a panel taken from the pool."""
    draw = random.Random(f"{people},{seats}")
    names = [f"c{number}" for number in range(len(categories))]
    # The square makes some categories rare.
    rows = [
        {"id": f"p{number}"}
        | {n: f"v{int(k * draw.random() ** 2)}" for n, k in zip(names, categories, strict=True)}
        for number in range(people)
    ]
    quotas = []
    for name in names:
        counts = Counter(row[name] for row in rows[:seats])
        for value in sorted({row[name] for row in rows}):
            bounds = {
                "min": str(max(0, counts[value] - slack)),
                "max": str(counts[value] + slack),
            }
            quotas.append({"feature": name, "value": value} | bounds)
    stem = f"crowd-{people}-{len(names)}"
    _write(folder / f"{stem}.csv", rows)
    _write(folder / f"{stem}-features.csv", quotas)
    files = (f"{stem}.csv", f"{stem}-features.csv")
    profiles = len({tuple(row[name] for name in names) for row in rows})
    return Case(
        f"{people:,} people, {seats} seats, {len(names)} criteria, {profiles} profiles",
        ("--people", files[0], "--features", files[1], "--seats", str(seats), "--id", "id"),
        (*files, str(seats), "id"),
    )


def _full_city(folder: Path, grenoble: Path) -> Case:
    rows = synthetic.grenoble_register(130_000, "benchmark")
    _write(folder / "registre.csv", rows)
    text = (grenoble / "protocole.toml").read_text(encoding="utf-8")
    (folder / "protocole.toml").write_text(text.split("[[colleges]]")[0], encoding="utf-8")
    return Case("full city, 130,000 people, households", ("protocole.toml",))


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _compared(own: Cost | None, peer: Cost | None, limit: float | None) -> tuple[str, str]:
    """The peer's seconds and the ratio; a peer that was stopped is slower than its limit."""
    if own is None or limit is None:
        return "", ""
    if peer is None:
        return f"> {limit:.0f} or failed", f"> {limit / own.seconds:.0f}"
    return f"{peer.seconds:.1f}", f"{peer.seconds / own.seconds:.0f}"


def main() -> None:
    """Measure every case and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--peer", help="Python with sortition-algorithms installed")
    parser.add_argument("--algorithm", default="leximin", help="the peer's algorithm")
    parser.add_argument("--limit", type=float, default=300, help="seconds given to the peer")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    table = Table(title="sortition draw, whole command")
    for heading in ("case", "seconds", "MiB", f"peer {options.algorithm}, s", "times faster"):
        table.add_column(heading, justify="left" if heading == "case" else "right")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for case in cases(folder):
            command = [sys.executable, str(ROOT / "cli.py"), "draw", *case.arguments]
            command += ["--seed", "benchmark", "--out", "out", "--force"]
            own = best(command, folder, options.repeat)
            peer = None
            if options.peer and case.peer:
                peer_command = [options.peer, "-c", PEER_DRAW, *case.peer, options.algorithm]
                peer = measure(peer_command, folder, options.limit)
            table.add_row(
                case.name,
                f"{own.seconds:.2f}" if own else "failed",
                f"{own.memory:.0f}" if own else "",
                *_compared(own, peer, options.limit if options.peer and case.peer else None),
            )
    Console().print(table)


if __name__ == "__main__":
    main()
