"""Where machine code is kept, and when it is found again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from sortition.base.machine_code import FOLDERS_KEPT
from tests.places import ROOT

pytestmark = pytest.mark.slow


def run_program(program: str, folder: Path, **environment: str) -> str:
    """What a program prints that is run in a process of its own, in this folder."""
    return subprocess.run(
        [sys.executable, "-B", "-c", program],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


COUNT: Final = """
import numpy
from toy.count import count_up
numbers = numpy.zeros(3, dtype="int64")
count_up(numbers)
print(numbers.tolist(), sum(count_up.stats.cache_hits.values()))
"""


def write_toy(folder: Path, first: int, step: int) -> None:
    """A package whose compiled function takes its constants from another file."""
    (folder / "toy").mkdir(exist_ok=True)
    (folder / "toy" / "__init__.py").touch()
    (folder / "toy" / "constants.py").write_text(f"FIRST = {first}\nSTEP = {step}\n")
    (folder / "toy" / "count.py").write_text(
        "from sortition.base.compiled import compiled\n"
        "from toy.constants import FIRST, STEP\n\n\n"
        "@compiled\n"
        "def count_up(numbers):\n"
        "    for place in range(len(numbers)):\n"
        "        numbers[place] = FIRST + STEP * place\n"
    )


def kept(folder: Path) -> list[Path]:
    """The files of machine code below a folder."""
    return sorted(folder.rglob("*.nb[ci]"))


def test_it_is_kept_as_long_as_no_source_file_changes(tmp_path: Path) -> None:
    """A second run finds the code of the first; a constant changed in another file is followed."""
    path = {"PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    write_toy(tmp_path, first=1, step=2)
    assert run_program(COUNT, tmp_path, **path) == "[1, 3, 5] 0"
    assert run_program(COUNT, tmp_path, **path) == "[1, 3, 5] 1"
    write_toy(tmp_path, first=2, step=1)
    assert run_program(COUNT, tmp_path, **path) == "[2, 3, 4] 0"
    write_toy(tmp_path, first=1, step=2)
    assert run_program(COUNT, tmp_path, **path) == "[1, 3, 5] 1"


SEATING: Final = """
from tests.workshops.tables import seating_help as naive
from workshops.tables.search.moves import run
from workshops.tables.solve import solve
hall = naive.hall(20, 4, 6, [[person % 3 for person in range(20)]])
print(solve(hall, naive.ids(hall), "1", effort=0.01).seating, len(run.stats.cache_hits))
"""


def test_swapped_columns_of_the_board_are_followed(tmp_path: Path) -> None:
    """Two columns that change places everywhere change no seating: no old code meets new arrays."""
    for package in ("sortition", "workshops", "tests"):
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=without)
    cache = {"NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    seating, _, hits = run_program(SEATING, tmp_path, **cache).rpartition(" ")
    assert hits == "0"
    assert run_program(SEATING, tmp_path, **cache) == f"{seating} 1"
    board = tmp_path / "workshops" / "tables" / "search" / "board.py"
    columns = board.read_text()
    swapped = columns.replace("\nTABLE: Final = 0\n", "\nTABLE: Final = 1\n")
    swapped = swapped.replace("\nSEAT: Final = 1\n", "\nSEAT: Final = 0\n")
    assert swapped != columns
    board.write_text(swapped)
    assert run_program(SEATING, tmp_path, **cache) == f"{seating} 0"


def test_it_is_kept_in_the_cache_of_the_user_alone(tmp_path: Path) -> None:
    """Nothing is left in the package's own folder, which may be removed at any time."""
    write_toy(tmp_path, first=1, step=2)
    homes = {"HOME": tmp_path / "home", "LOCALAPPDATA": tmp_path / "home" / "local"}
    cache = {"XDG_CACHE_HOME": tmp_path / "home" / "cache"}
    path = {"PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": ""}
    told = {name: str(folder) for name, folder in (homes | cache).items()}
    run_program(COUNT, tmp_path, **path, **told)
    assert kept(tmp_path / "home")
    assert kept(tmp_path / "home") == kept(tmp_path)


def test_only_the_folders_used_last_stay(tmp_path: Path) -> None:
    """Every version has a folder of its own, and the oldest go; what is not ours stays."""
    other = tmp_path / "cache" / "sortition" / "toys"
    other.mkdir(parents=True)
    path = {"PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    program = "from toy.count import count_up"
    for version in range(FOLDERS_KEPT + 2):
        write_toy(tmp_path, first=version, step=2)
        run_program(program, tmp_path, **path)
    folders = set(other.parent.glob("toy-*"))
    assert len(folders) == FOLDERS_KEPT
    assert other.exists()
    run_program(program, tmp_path, **path)
    assert set(other.parent.glob("toy-*")) == folders


def test_where_nothing_may_be_written_it_is_compiled_every_time(tmp_path: Path) -> None:
    """The result is the same, and nothing is written elsewhere instead."""
    write_toy(tmp_path, first=1, step=2)
    (tmp_path / "file").touch()
    path = {"PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": str(tmp_path / "file")}
    for _ in range(2):
        assert run_program(COUNT, tmp_path, **path) == "[1, 3, 5] 0"
    assert kept(tmp_path) == []
