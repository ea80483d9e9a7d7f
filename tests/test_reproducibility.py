"""The same people, whatever the process, the row order, the encoding or the kind of file."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from tests.places import ROOT

Rows = list[list[str]]

PROTOCOL = """
seats = 8
reference_date = 2019-03-01
[register]
file = "{file}"
id = "id"
birth_date = "né le"
household = ["adresse"]
[eligibility]
min_age = 16
[[criteria]]
name = "sexe"
column = "sexe"
population = "register"
[[criteria]]
name = "âge"
bands = [16, 40, 60]
population = "register"
[[criteria]]
name = "quartier"
column = "quartier"
population = "register"
tolerance = 1
"""


def register() -> Rows:
    draw = random.Random(11)
    rows = [["id", "nom", "sexe", "né le", "adresse", "quartier"]]
    for number in range(150):
        born = f"{draw.randint(1, 28):02d}/{draw.randint(1, 12):02d}/{draw.randint(1930, 2002)}"
        home = f"{draw.randint(1, 90)} rue de l’Église" if draw.random() < 0.9 else ""
        quarter = draw.choice(["Île Verte", "Hôpital", "Bœuf"])
        rows.append([f"n{number:03d}", "Łukasz", draw.choice("FM"), born, home, quarter])
    return rows


def shuffled(rows: Rows, seed: int) -> Rows:
    body = rows[1:]
    random.Random(seed).shuffle(body)
    return [rows[0], *body]


def separated(rows: Rows, separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def workbook(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def open_document(rows: Rows) -> bytes:
    content = io.BytesIO()
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    frame.to_excel(content, index=False, engine="odf")  # type: ignore[arg-type]  # unknown to the stubs
    return content.getvalue()


FORMS: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "comma": ("r.csv", lambda rows: separated(rows, ",").encode()),
    "semicolon with BOM": ("r.csv", lambda rows: separated(rows, ";").encode("utf-8-sig")),
    "tab": ("r.tsv", lambda rows: separated(rows, "\t").encode()),
    "pipe": ("r.csv", lambda rows: separated(rows, "|").encode()),
    "xlsx": ("r.xlsx", workbook),
    "ods": ("r.ods", open_document),
    "title line": (
        "r.csv",
        lambda rows: b"Extrait du registre\n\n" + separated(rows, ";").encode(),
    ),
    "shuffled": ("r.csv", lambda rows: separated(shuffled(rows, 5), ",").encode()),
}


def run(
    arguments: Sequence[str], folder: Path, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


def drawn(folder: Path, content: bytes, file: str, out: str = "out", **environment: str) -> Any:
    (folder / file).write_bytes(content)
    (folder / "p.toml").write_text(PROTOCOL.format(file=file), encoding="utf-8")
    done = run(["draw", "p.toml", "--seed", "Été 2019", "--out", out], folder, **environment)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads((folder / out / "record.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("reference")
    return drawn(folder, separated(register(), ",").encode(), "r.csv", PYTHONHASHSEED="0")


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_the_same_people_are_drawn_from_any_form_of_the_register(
    form: str, reference: Any, tmp_path: Path
) -> None:
    """Separator, encoding, kind of file, title lines and row order change neither the lottery nor
    the panel nor the alternates."""
    file, write = FORMS[form]
    found = drawn(tmp_path, write(register()), file, PYTHONHASHSEED="7")
    for key in ("profiles", "quotas", "lottery", "drawn", "panel", "alternates"):
        assert found[key] == reference[key], key


@pytest.mark.slow
def test_windows_1252_draws_the_same_people(tmp_path: Path) -> None:
    """A register in Windows-1252 draws the same people as in UTF-8."""
    rows = [[cell.replace("Ł", "L") for cell in row] for row in register()]
    text = separated(rows, ";")
    one = drawn(tmp_path, text.encode("cp1252"), "a.csv", "one")
    other = drawn(tmp_path, text.encode(), "b.csv", "other")
    assert one["panel"] == other["panel"]
    assert one["alternates"] == other["alternates"]


@pytest.mark.slow
@pytest.mark.parametrize("hash_seed", ["1", "42", "random"])
def test_the_same_file_gives_the_same_bytes_in_any_process(
    hash_seed: str, reference: Any, tmp_path: Path
) -> None:
    """Four files written under another PYTHONHASHSEED, locale and folder are the same bytes."""
    content = separated(register(), ",").encode()
    drawn(tmp_path, content, "r.csv", "one", PYTHONHASHSEED="0", LC_ALL="fr_FR.UTF-8", TZ="UTC")
    drawn(tmp_path, content, "r.csv", "two", PYTHONHASHSEED=hash_seed, LC_ALL="C", TZ="Asia/Tokyo")
    for name in ("panel.csv", "alternates.csv", "profiles.csv", "record.json"):
        one, two = (tmp_path / folder / name for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes(), name
    record = json.loads((tmp_path / "one" / "record.json").read_text(encoding="utf-8"))
    assert record == reference


@pytest.mark.slow
@pytest.mark.parametrize("hash_seed", ["1", "42"])
def test_the_lottery_does_not_depend_on_row_order(hash_seed: str, tmp_path: Path) -> None:
    """Probabilities are the same, person by person, under another row order and hash seed."""
    found = []
    for number, rows in enumerate((register(), shuffled(register(), 3))):
        (tmp_path / "r.csv").write_text(separated(rows, ","), encoding="utf-8", newline="")
        (tmp_path / "p.toml").write_text(PROTOCOL.format(file="r.csv"), encoding="utf-8")
        name = f"{number}.csv"
        done = run(
            ["lottery", "p.toml", "--probabilities", name],
            tmp_path,
            PYTHONHASHSEED=hash_seed if number else "0",
        )
        assert done.returncode == 0
        found.append((tmp_path / name).read_bytes())
    assert found[0] == found[1]
