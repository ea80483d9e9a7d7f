"""The draw in Python gives what the command gives."""

from __future__ import annotations

import datetime as dt
import doctest
import hashlib
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sortition
from sortition.examples.shipped import copy_example
from sortition.spreadsheets import csv_of_frame, read_table
from tests.places import ROOT

SEED = "2019-03-01"
GRENOBLE = ROOT / "data" / "grenoble"
PROTOCOL = """
seats = 4
[register]
file = "people.csv"
id = "id"
{more}
[[criteria]]
name = "sex"
column = "sex"
quotas = {{ F = [{least}, 2], M = [2, 2] }}
"""
PEOPLE = pd.DataFrame({"id": [f"P{n}" for n in range(12)], "sex": ["F", "M"] * 6})


def protocol_in(folder: Path, *, least: int = 2, more: str = "") -> sortition.Protocol:
    (folder / "protocol.toml").write_text(PROTOCOL.format(least=least, more=more))
    return sortition.read_protocol(folder / "protocol.toml")


@pytest.fixture(scope="module")
def grenoble() -> sortition.Result:
    return sortition.draw(sortition.read_protocol(GRENOBLE / "protocole.toml"), seed=SEED)


@pytest.fixture(scope="module")
def by_command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("command") / "draw"
    command = [sys.executable, "-m", "sortition", "draw", str(GRENOBLE / "protocole.toml")]
    command += ["--seed", SEED, "--out", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_draw_writes_the_files_of_the_command(
    grenoble: sortition.Result, by_command: Path, tmp_path: Path
) -> None:
    """The same protocol and seed give the same bytes in Python as on the command line."""
    grenoble.write(tmp_path / "draw")
    assert files_of(tmp_path / "draw") == files_of(by_command)


def test_tables_have_the_cells_of_the_files(grenoble: sortition.Result, by_command: Path) -> None:
    """The DataFrames have the columns and the cells of the CSV files, all of them text."""
    tables: dict[str, pd.DataFrame] = {
        "panel": grenoble.panel,
        "alternates": grenoble.alternates,
        "profiles": grenoble.profiles,
    }
    for name, frame in tables.items():
        assert frame.equals(read_table(by_command / f"{name}.csv").frame)


def test_the_record_is_the_published_one(grenoble: sortition.Result, by_command: Path) -> None:
    """The record is the JSON object of the file, and the fairness is the one that stands in it."""
    record: Mapping[str, Any] = grenoble.record
    assert record == json.loads((by_command / "record.json").read_bytes())
    assert record["fairness"]["gini"] == grenoble.fairness.gini


def test_a_frame_stands_for_the_file(grenoble: sortition.Result) -> None:
    """A DataFrame of the register gives the draw of its file, but for the digest of the file."""
    people = pd.read_csv(GRENOBLE / "registre.csv", sep=";", encoding="utf-8-sig")
    protocol = sortition.read_protocol(GRENOBLE / "protocole.toml")
    drawn = sortition.draw(protocol, seed=SEED, people=people)
    assert drawn.panel.equals(grenoble.panel)
    assert drawn.alternates.equals(grenoble.alternates)
    own = hashlib.sha256(sortition.register_csv(people)).hexdigest()
    assert drawn.record["register"] == {**grenoble.record["register"], "sha256": own}


def test_a_frame_gives_the_bytes_of_its_file(tmp_path: Path) -> None:
    """Drawn from a DataFrame, or by anyone from the file of it: every byte is the same."""
    protocol = protocol_in(tmp_path)
    of_frame = sortition.draw(protocol, seed=SEED, people=PEOPLE)
    (tmp_path / "people.csv").write_bytes(sortition.register_csv(PEOPLE))
    assert dict(sortition.draw(protocol, seed=SEED).files) == dict(of_frame.files)
    checks = sortition.verify(of_frame.record, [tmp_path / "people.csv"])
    assert {check.passed for check in checks} == {True}


def test_a_frame_has_no_sheets(tmp_path: Path) -> None:
    """A protocol that names a sheet takes a DataFrame, and its record names no sheet."""
    protocol = protocol_in(tmp_path, more='sheet = "List"')
    assert sortition.draw(protocol, seed=SEED, people=PEOPLE).record["protocol"]["register"] == {
        "file": "people.csv",
        "sheet": None,
        "id": "id",
        "birth_date": None,
        "household": [],
    }


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (pd.NaT, ""),
        (pd.NA, ""),
        (38000.0, "38000"),
        (np.float64(2.5), "2.5"),
        (np.int64(7), "7"),
        (np.bool_(True), "TRUE"),
        (dt.date(1998, 2, 13), "1998-02-13"),
        (dt.datetime(1998, 2, 13), "1998-02-13"),
        (pd.Timestamp("1998-02-13"), "1998-02-13"),
        (np.datetime64("1998-02-13", "ns"), "1998-02-13"),
        ("01000", "01000"),
        ('a "b", c', '"a ""b"", c"'),
        ("=1+1", "'=1+1"),
    ],
)
def test_cells_are_written_as_readers_expect(cell: object, text: str) -> None:
    """A cell of a DataFrame is the text that stands for it in a file that we write."""
    frame = pd.DataFrame({"id": ["1"], "cell": pd.Series([cell], dtype=object)})
    assert csv_of_frame(frame).decode() == f"id,cell\n1,{text}\n"


def test_columns_of_numbers_and_dates(tmp_path: Path) -> None:
    """Columns that pandas keeps as numbers, dates or categories are written as their cells are."""
    frame = pd.DataFrame(
        {
            "postcode": [38000, None],
            "born": pd.Series([pd.Timestamp("1998-02-13"), pd.NaT], index=[7, 8]),
            "sex": pd.Categorical(["F", None]),
        },
        index=[7, 8],
    )
    assert csv_of_frame(frame) == b"postcode,born,sex\n38000,1998-02-13,F\n,,\n"


def test_files_lie_beside_the_protocol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are looked for in the folder given, else beside the protocol, else where one is."""
    lists, here = tmp_path / "lists", tmp_path / "here"
    lists.mkdir()
    here.mkdir()
    PEOPLE.to_csv(lists / "people.csv", index=False)
    protocol = protocol_in(lists)
    beside = sortition.draw(protocol, seed=SEED)
    elsewhere = protocol_in(here)
    with pytest.raises(sortition.BadInput):
        sortition.draw(elsewhere, seed=SEED)
    given = sortition.draw(elsewhere, seed=SEED, folder=lists)
    monkeypatch.chdir(lists)
    unknown = sortition.Protocol(**{**vars(protocol), "source": None})
    assert beside.files == given.files == sortition.draw(unknown, seed=SEED).files
    assert protocol == unknown


def test_a_protocol_keeps_its_place_to_itself(grenoble: sortition.Result) -> None:
    """Where a protocol lies is no part of the record, nor of what a protocol shows of itself."""
    assert str(GRENOBLE) not in json.dumps(dict(grenoble.record))
    assert str(GRENOBLE) not in repr(sortition.read_protocol(GRENOBLE / "protocole.toml"))


def test_a_seed_can_be_made(tmp_path: Path) -> None:
    """Without a seed one is made, and the record has it."""
    protocol = protocol_in(tmp_path)
    drawn = sortition.draw(protocol, seed=None, people=PEOPLE)
    seed = str(drawn.record["seed"])
    assert drawn.files == sortition.draw(protocol, seed=seed, people=PEOPLE).files


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A folder that is there is left alone, unless it is forced."""
    drawn = sortition.draw(protocol_in(tmp_path), seed=SEED, people=PEOPLE)
    drawn.write(tmp_path / "draw")
    with pytest.raises(sortition.BadInput):
        drawn.write(str(tmp_path / "draw"))
    drawn.write(tmp_path / "draw", force=True)


def test_errors_are_said_in_both_languages(tmp_path: Path) -> None:
    """What is wrong is one error with codes and values, and words in French and in English."""
    protocol = protocol_in(tmp_path)
    people = PEOPLE.assign(id=["P1"] * 2 + list(PEOPLE["id"][2:]))
    with pytest.raises(sortition.SortitionError) as caught:
        sortition.draw(protocol, seed=SEED, people=people)
    assert isinstance(caught.value, sortition.BadInput)
    assert caught.value.messages[0].params["file"] == "people.csv"
    english, french = (sortition.said(caught.value, one) for one in ("en", "fr"))
    assert english != french
    assert all(text.startswith("people.csv") for text in (english, french))
    with pytest.raises(ValueError, match="no words"):
        sortition.said(caught.value, "de")


def test_quotas_that_cannot_be_met_are_a_no(tmp_path: Path) -> None:
    """A draw that does not exist is refused with the reasons that the command gives."""
    with pytest.raises(sortition.AnswerIsNo) as caught:
        sortition.draw(protocol_in(tmp_path), seed=SEED, people=PEOPLE[PEOPLE["sex"] == "F"])
    assert sortition.said(caught.value, "en")


@pytest.mark.parametrize("frame", [pd.DataFrame(), PEOPLE[:0], PEOPLE[["sex"]]])
def test_a_frame_without_people_is_bad_input(frame: pd.DataFrame, tmp_path: Path) -> None:
    """A DataFrame without columns, rows or ids is refused as a file would be."""
    with pytest.raises(sortition.BadInput):
        sortition.draw(protocol_in(tmp_path), seed=SEED, people=frame)


def test_a_record_is_verified_however_it_is_given(
    grenoble: sortition.Result, by_command: Path
) -> None:
    """A file, its object and the checked value give the same checks; a forged one fails."""
    from sortition.record.file import load_record

    path = by_command / "record.json"
    checks: list[sortition.Check] = sortition.verify(str(path))
    assert all(check.passed is not False for check in checks)
    assert checks == sortition.verify(grenoble.record) == sortition.verify(load_record(path))
    forged = {**grenoble.record, "seed": "another"}
    assert any(check.passed is False for check in sortition.verify(forged))


def test_a_commitment_is_a_digest_or_a_file(tmp_path: Path) -> None:
    """What was published before the seed is given as its digest, its object or its file."""
    from sortition.lottery.pool_lottery import solve_pool
    from sortition.pool.prepare import prepare
    from sortition.record.file import write_record
    from sortition.record.make import make_commitment

    protocol = protocol_in(tmp_path)
    (tmp_path / "people.csv").write_bytes(sortition.register_csv(PEOPLE))
    prepared = prepare(protocol, tmp_path, name="protocol.toml")
    solved = solve_pool(prepared.pool)
    assert solved is not None
    published = make_commitment(prepared, solved)
    (tmp_path / "lottery.json").write_bytes(write_record(published))
    record = sortition.draw(protocol, seed=SEED).record
    for given in (published["lottery_digest"], published, tmp_path / "lottery.json"):
        passed = {c.name: c.passed for c in sortition.verify(record, commitment=given)}
        assert passed["commitment"] is True
    wrong = {c.name: c.passed for c in sortition.verify(record, commitment="0" * 64)}
    assert wrong["commitment"] is False


@pytest.mark.parametrize("name", ["panel", "alternates", "profiles"])
def test_the_other_files_of_a_draw_are_compared(
    name: str, grenoble: sortition.Result, tmp_path: Path
) -> None:
    """A file of the draw has a check of its own, which fails where a row is missing."""
    grenoble.write(tmp_path / "draw")
    path = tmp_path / "draw" / f"{name}.csv"
    for content, right in (
        (path.read_bytes(), {True, None}),
        (path.read_bytes().rsplit(b"\n", 2)[0], {False}),
    ):
        path.write_bytes(content)
        found = {c.name: c.passed for c in sortition.verify(grenoble.record, **{name: str(path)})}
        assert found[f"{name}-file"] in right


def test_exclusions_need_registers(grenoble: sortition.Result) -> None:
    """Lists of exclusions without the registers are refused, as on the command line."""
    with pytest.raises(sortition.BadInput):
        sortition.verify(grenoble.record, exclusions=["excluded.csv"])


@pytest.mark.parametrize("package", ["sortition", "workshops"])
def test_importing_costs_nothing(package: str) -> None:
    """Importing a package loads none of the heavy libraries, and still lists its functions."""
    code = f"import sys, {package}; assert set({package}.__all__) <= set(dir({package}));"
    code += "print([m for m in ('pandas', 'numpy', 'click', 'highspy') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert run.stdout.strip() == b"[]"


def test_functions_are_not_hidden_by_modules() -> None:
    """The names are the functions even once everything of the package was imported."""
    code = "import sortition.drawing, sortition.record.verify, sortition.commands.draw;"
    code += "from sortition import draw, verify; import sortition as s;"
    code += "assert callable(s.draw) and s.draw is draw and s.verify is verify"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    with pytest.raises(AttributeError, match="no attribute"):
        _ = getattr(sortition, "missing")  # noqa: B009 - the type checker knows it is not there


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder has copies of the examples that ship."""
    for name in ("grenoble", "grenoble-ateliers", "lille"):
        copy_example(name, tmp_path / name, force=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("examples")
def test_the_examples_of_the_guide_run() -> None:
    """Every example of the Python guide does what it says, one after the other."""
    guide = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    assert len(blocks) > 8
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "python.md", "exec"), names)  # noqa: S102 - our own examples


@pytest.mark.usefixtures("examples")
@pytest.mark.parametrize("name", ["sortition.api", "sortition.spreadsheets.frame", "workshops.api"])
def test_the_examples_of_the_functions_run(name: str, grenoble: sortition.Result) -> None:
    """The example of every public function gives what stands below it."""
    import workshops

    plan = workshops.snowball("lille/participants.csv", mix="region", seed="1")
    Path("snowball").mkdir()
    Path("snowball/plan.json").write_bytes(workshops.write_plan(plan))
    names = {"result": grenoble, "plan": plan}
    module = importlib.import_module(name)
    failed, tried = doctest.testmod(module, extraglobs=names)
    assert tried
    assert not failed
