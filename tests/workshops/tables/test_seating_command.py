"""The command `sortition tables`: files in, files out, and what it says of bad input."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sortition.base.messages import catalogue
from sortition.base.terminal.language import run
from sortition.commands.line import command_line
from sortition.examples import figures as data_files
from sortition.examples.synthetic import as_csv
from tests.places import ROOT
from tests.reading import rows
from tests.terminal import run_in_terminal
from workshops.examples import sessions as synthetic_sessions
from workshops.plan.value import read_plan

EXAMPLE = data_files.data_folder() / "grenoble-ateliers"
Run = Callable[..., tuple[int, str, str]]

PEOPLE = "id,nom,prenom,sexe,foyer,langue\n" + "".join(
    f"p{n:02},Nom{n},Prenom{n},{'FM'[n % 2]},{'x' if n in (3, 4) else ''},"
    f"{'pl' if n in (5, 6, 7) else ''}\n"
    for n in range(1, 13)
)


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `tables` on a text and further files, and returns its status, output and errors."""

    def call(*options: str, people: str = PEOPLE, **files: str) -> tuple[int, str, str]:
        (tmp_path / "people.csv").write_text(people, encoding="utf-8")
        more: list[str] = []
        for name, content in files.items():
            (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
            more += [f"--{name}", str(tmp_path / f"{name}.csv")]
        rounds = () if "--rounds" in options else ("--rounds", "2")
        out = () if "--out" in options else ("--out", str(tmp_path / "out"))
        path = str(tmp_path / "people.csv")
        status = run(command_line, ["tables", path, *rounds, *out, *more, *options], {})
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


def test_it_writes_a_plan_and_a_table(command: Run, tmp_path: Path) -> None:
    """Everyone has a table in every round they are there for; the plan holds names and rounds."""
    status, out, err = command(
        *("--tables", "3", "--mix", "sexe", "--seed", "s", "--minutes", "15,25", "--title", "Ici"),
        fixed="id,round,table\np01,,2\np02,2,3\n",
        absent="id,round\np12,1\n",
    )
    assert (status, err) == (0, "")
    table = {row["id"]: (row["1"], row["2"]) for row in rows(tmp_path / "out" / "tables.csv")}
    assert list(table) == [f"p{n:02}" for n in range(1, 13)]
    assert table["p01"] == ("2", "2")
    assert table["p02"][1] == "3"
    assert table["p12"][0] == ""
    assert all(at in ("1", "2", "3") for person in table for at in table[person] if at)
    plan = read_plan((tmp_path / "out" / "plan.json").read_bytes(), file="plan.json")
    assert (plan.kind, plan.event.title, plan.seed) == ("tables", "Ici", "s")
    assert [one.minutes for one in plan.rounds] == [15, 25]
    assert [step.kind for step in plan.steps] == ["round", "changeover", "round"]
    for one in plan.rounds:
        for group in one.groups:
            assert all(table[p][int(one.name) - 1] == str(group.number) for p in group.members)
    assert "Rencontres" in out


@pytest.mark.slow
def test_json_holds_the_measures(command: Run) -> None:
    """`--json` prints the agreed measures and nothing else."""
    status, out, err = command("--tables", "3", "--mix", "sexe", "--seed", "s", "--json")
    assert (status, err) == (0, "")
    figures = json.loads(out)
    assert figures["distinct_pairs"] + figures["repeats"] == 2 * 3 * 6
    assert figures["repeats_bound"] <= figures["repeats"]
    assert figures["max_meetings"] >= 1
    assert figures["excess"] == 0
    assert figures["seconds"] >= 0
    assert sum(figures["meetings"].values()) == 12 * 11 // 2


@pytest.mark.slow
def test_every_rule_is_an_option(command: Run, tmp_path: Path) -> None:
    """Apart, together, clusters and unequal tables are kept."""
    options = ("--size", "5,4,4", "--apart", "foyer", "--cluster", "langue", "--seed", "s")
    status, out, _ = command(*options, "--lang", "en")
    assert status == 0
    assert "at 1 table" in out
    table = {row["id"]: (row["1"], row["2"]) for row in rows(tmp_path / "out" / "tables.csv")}
    for number in (0, 1):
        assert table["p03"][number] != table["p04"][number]
        assert len({table[person][number] for person in ("p05", "p06", "p07")}) == 1
    status, _, _ = command("--tables", "3", "--together", "foyer", "--seed", "s", "--force")
    assert status == 0
    table = {row["id"]: (row["1"], row["2"]) for row in rows(tmp_path / "out" / "tables.csv")}
    assert table["p03"] == table["p04"]


def test_history_is_carried_on(command: Run, tmp_path: Path) -> None:
    """Who met in the first plan meets others in the second, as far as the proof allows."""
    alone = ("--tables", "4", "--rounds", "1", "--seed", "s", "--json")
    assert command(*alone)[0] == 0
    first = str(tmp_path / "out" / "plan.json")
    more = ("--out", str(tmp_path / "next"), "--history", first)
    status, out, _ = command(*alone, *more)
    assert status == 0
    figures = json.loads(out)
    assert (figures["repeats"], figures["max_meetings"]) == (0, 1)
    people = PEOPLE.replace("p12,", "q12,")
    status, out, _ = command(*alone, *more, "--force", people=people)
    assert status == 0
    assert "p12" in json.loads(out)["notes"][0]


BAD = {
    "more people than seats": (("--tables", "2", "--size", "5"), {}, 1, "12 people for 10 seats"),
    "seats of each": (("--size", "5,5"), {}, 1, "2 seats are missing"),
    "a table of one": (("--tables", "7"), {}, 2, "6 tables at most"),
    "seats for one": (("--size", "1"), {}, 2, "--size"),
    "no tables": ((), {}, 2, "--tables 5"),
    "tables and sizes": (("--tables", "3", "--size", "6,6"), {}, 2, "contradict"),
    "no number": (("--size", "six"), {}, 2, '“six”|"six"'),
    "minutes": (("--tables", "3", "--minutes", "1,2,3"), {}, 2, "3 values for 2 rounds"),
    "no minutes": (("--tables", "3", "--minutes", "0"), {}, 2, "--minutes"),
    "no such column": (("--tables", "3", "--mix", "sex"), {}, 2, "sexe"),
    "apart and together": (
        ("--tables", "3", "--apart", "foyer", "--together", "foyer"),
        {},
        2,
        "foyer",
    ),
    "apart too many": (
        ("--tables", "3", "--apart", "sexe"),
        {},
        1,
        "6 people to keep apart .* for 3 tables",
    ),
    "unknown id": (
        ("--tables", "3"),
        {"fixed": "id,round,table\nq01,,2\n"},
        2,
        "fixed.csv, row 2: “q01”.*“p01”",
    ),
    "no such table": (("--tables", "3"), {"fixed": "id,round,table\np01,,4\n"}, 2, "row 2.*4"),
    "not a table": (("--tables", "3"), {"fixed": "id,round,table\np01,,red\n"}, 2, "row 2.*“red”"),
    "no such round": (("--tables", "3"), {"fixed": "id,round,table\np01,3,1\n"}, 2, "row 2.*“3”"),
    "clash": (
        ("--tables", "3"),
        {"fixed": "id,round,table\np01,,1\np01,2,3\n"},
        2,
        "rows 2 and 3: p01",
    ),
    "a full table": (
        ("--tables", "3"),
        {"fixed": "id,round,table\n" + "".join(f"p0{n},,1\n" for n in range(1, 6))},
        1,
        "5 given seats at table 1",
    ),
    "absent and fixed": (
        ("--tables", "3"),
        {"fixed": "id,round,table\np01,1,1\n", "absent": "id,round\np01,1\n"},
        2,
        "p01.*round 1.*absent",
    ),
    "no column table": (("--tables", "3"), {"fixed": "id,round\np01,1\n"}, 2, "table"),
    "not a plan": (("--tables", "3"), {"history": "id,round\np01,1\n"}, 2, "history.csv"),
    "more tables than a machine can hold": (("--tables", "9" * 20), {}, 2, "6 tables at most"),
    "all at one table": (("--size", "20"), {}, 2, r"--size 6\)"),
    "seats beyond reading": (("--size", "9" * 5000), {}, 2, "9{80}…”"),
    "a table beyond reading": (
        ("--tables", "3"),
        {"fixed": "id,round,table\np01,," + "9" * 5000 + "\n"},
        2,
        "fixed.csv, row 2, column table: “9{80}…”",
    ),
    "an empty round": (
        ("--tables", "3"),
        {"absent": "id,round\n" + "".join(f"p{n:02},2\n" for n in range(1, 13))},
        2,
        "Round 2: 0 people are there",
    ),
    "a blank id": (("--tables", "3"), {"absent": "id,round\n,1\n"}, 2, "column id.*row 2"),
    "apart and together in another case": (
        ("--tables", "3", "--apart", "foyer", "--together", "FOYER"),
        {},
        2,
        "FOYER.*--together",
    ),
    "apart and in a cluster": (
        ("--tables", "3", "--apart", "foyer", "--cluster", "foyer"),
        {},
        2,
        "foyer.*--cluster",
    ),
    "the same in every round": (
        ("--tables", "6", "--together", "langue"),
        {},
        1,
        r"^Round 1, 2: 3 people to keep together[^\n]*\n$",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_explained(command: Run, tmp_path: Path, case: str) -> None:
    """Each is told apart, with file, row and value, in two languages; nothing is written."""
    options, files, status, pattern = BAD[case]
    found, out, err = command(*options, "--seed", "s", "--lang", "en", **files)
    assert (found, out) == (status, "")
    assert re.search(pattern, err), err
    french, _, said = command(*options, "--seed", "s", "--lang", "fr", **files)
    assert french == status
    assert said != err
    assert "Traceback" not in err + said
    assert not (tmp_path / "out").exists()


def test_a_history_of_strangers_is_refused(command: Run, tmp_path: Path) -> None:
    """A plan none of whose people are on the list is named, with some of them."""
    assert command("--tables", "4", "--rounds", "1", "--seed", "s")[0] == 0
    path = str(tmp_path / "out" / "plan.json")
    people = PEOPLE.replace("\np", "\nz")
    more = ("--out", str(tmp_path / "next"), "--history", path, "--lang", "en")
    status, _, err = command("--tables", "4", "--seed", "s", *more, people=people)
    assert status == 2
    assert "none of the 12 people of this plan (p01" in err
    assert not (tmp_path / "next").exists()


@pytest.mark.slow
def test_a_rule_that_concerns_nobody_is_told(command: Run) -> None:
    """A column of which no two people share a value is named: it is likely the wrong one."""
    options = ("--tables", "3", "--apart", "nom", "--seed", "s", "--json", "--lang", "en")
    (note,) = json.loads(command(*options)[1])["notes"]
    assert "column nom: no two people have the same value" in note


def test_two_seats_at_each_of_unequal_tables(command: Run, tmp_path: Path) -> None:
    """Where a small table in proportion would seat one person, it seats two."""
    assert command("--size", "30,2", "--rounds", "1", "--seed", "s")[0] == 0
    assert Counter(row["1"] for row in rows(tmp_path / "out" / "tables.csv")) == {"1": 10, "2": 2}


def test_who_never_comes_is_not_the_worst_served(command: Run) -> None:
    """Someone away in every round meets nobody, and is not counted among those who meet few."""
    away = "id,round\np01,\n"
    status, out, _ = command("--tables", "3", "--seed", "s", "--lang", "en", absent=away)
    assert status == 0
    assert "p01" not in out
    out = command("--tables", "3", "--seed", "s", "--force", "--json", absent=away)[1]
    assert json.loads(out)["met_least"] > 0


CHANGED: dict[str, Callable[[dict[str, Any]], object]] = {
    "an id that is no text": lambda plan: plan["participants"][0].update(id=[1]),
    "members that are no texts": lambda plan: plan["rounds"][0]["groups"][0].update(members=[{}]),
    "figures that are none": lambda plan: plan.update(figures=[]),
    "figures of another kind": lambda plan: plan.update(figures={"people": 12}),
    "a mean that is no number": lambda plan: plan["figures"].update(met_mean=math.nan),
    "revisions below none": lambda plan: plan.update(revision=-1),
    "another kind": lambda plan: plan.update(kind="dinner"),
    "an id twice": lambda plan: plan["participants"].append(plan["participants"][0]),
    "nobody": lambda plan: plan.update(participants=[]),
    "an endless round": lambda plan: plan["rounds"][0].update(minutes=1e300),
    "a step of no round": lambda plan: plan["steps"][0].update(round=7),
}


@pytest.mark.parametrize("change", CHANGED)
def test_a_plan_changed_by_hand_is_refused(command: Run, tmp_path: Path, change: str) -> None:
    """A plan whose fields are not what a command writes is said to be no plan, wherever given."""
    assert command("--tables", "4", "--rounds", "1", "--seed", "s")[0] == 0
    path = tmp_path / "out" / "plan.json"
    plan = json.loads(path.read_text(encoding="utf-8"))
    CHANGED[change](plan)
    path.write_text(json.dumps(plan), encoding="utf-8")
    more = ("--out", str(tmp_path / "next"), "--history", str(path), "--lang", "en")
    status, _, err = command("--tables", "4", "--seed", "s", *more)
    assert (status, err.count("not a plan")) == (2, 1)
    assert not (tmp_path / "next").exists()


def test_a_history_counts_once_and_only_where_people_meet(command: Run, tmp_path: Path) -> None:
    """A plan given twice is refused, like one that gives files to readers, or that is not there."""
    assert command("--tables", "4", "--rounds", "1", "--seed", "s")[0] == 0
    path = tmp_path / "out" / "plan.json"
    more = ("--tables", "4", "--seed", "s", "--out", str(tmp_path / "next"), "--lang", "en")
    status, _, err = command(*more, "--history", str(path), "--history", str(path))
    assert (status, err.count("already given")) == (2, 1)
    shared = tmp_path / "share.json"
    plan = json.loads(path.read_text("utf-8"))
    shared.write_text(json.dumps(plan | {"kind": "share", "figures": None}), "utf-8")
    missing = str(tmp_path / "missing.json")
    options = ("--history", str(shared), "--history", missing, "--history", str(tmp_path))
    status, _, err = command(*more, *options)
    assert status == 2
    assert "nobody meets there" in err
    assert f"{missing}: this plan does not exist" in err
    assert f"{tmp_path} is a folder" in err


def test_results_are_not_overwritten(command: Run) -> None:
    """A folder that exists is refused without `--force`."""
    assert command("--tables", "4", "--rounds", "1", "--seed", "s")[0] == 0
    assert command("--tables", "4", "--rounds", "1", "--seed", "s")[0] == 2


@pytest.mark.slow
def test_the_same_bytes_whatever_the_order_of_rows(tmp_path: Path) -> None:
    """Row order and hash seed change nothing in either file."""
    lines = PEOPLE.splitlines()
    written = []
    for number, listed in enumerate((lines[1:], lines[:0:-1])):
        path = tmp_path / f"people{number}.csv"
        path.write_text("\n".join([lines[0], *listed]), encoding="utf-8")
        out = tmp_path / f"out{number}"
        options = ["--tables", "3", "--rounds", "3", "--mix", "sexe", "--seed", "s"]
        subprocess.run(
            [sys.executable, ROOT / "cli.py", "tables", path, *options, "--out", out, "--json"],
            env=os.environ | {"PYTHONHASHSEED": str(number + 1)},
            check=True,
            capture_output=True,
        )
        written.append([(out / name).read_bytes() for name in ("plan.json", "tables.csv")])
    assert written[0] == written[1]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_a_stopped_search_keeps_its_best(tmp_path: Path) -> None:
    """The bar shows the repeats left; Ctrl-C ends the search, and the best plan so far is written
    and said to be that.
    """
    people = "id,a,b\n" + "".join(f"{n},{n % 2},{n % 7}\n" for n in range(60))
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    options = ["--tables", "7", "--rounds", "8", "--mix", "a,b", "--seed", "s", "--lang", "en"]
    out = ["--json", "--out", str(tmp_path / "out")]
    ended = run_in_terminal(
        ["tables", str(tmp_path / "people.csv"), *options, *out], stop_at="repeats: "
    )
    assert ended.status == 0, ended.terminal
    assert re.search(r"repeats: \d+, out of balance: \d+ .+\d:\d\d:\d\d", ended.terminal)
    assert "Ctrl-C stops the search and keeps the best plan so far." in ended.terminal
    assert json.loads(ended.out)["stopped"] is True
    assert len(rows(tmp_path / "out" / "tables.csv")) == 60
    assert {path.name for path in tmp_path.iterdir()} == {"people.csv", "out"}


@pytest.mark.slow
def test_the_example_ships_as_it_is_made() -> None:
    """The lists of the example are what its module makes: 17 drawn and 13 volunteers."""
    people = synthetic_sessions.participants()
    assert len(people) == 30
    assert sum(one["college"] == synthetic_sessions.DRAWN for one in people) == 17
    made = {
        "participants.csv": as_csv(people),
        "absences-3.csv": as_csv(synthetic_sessions.absences(people)),
    }
    for name, content in made.items():
        assert (EXAMPLE / name).read_bytes() == content


def test_the_words_are_in_two_languages() -> None:
    """Every sentence about tables has both, with the same values, and French spaces."""
    for code, sentences in catalogue().items():
        if not code.startswith(("seating-", "help-tables", "column-seating")):
            continue
        forms = {}
        for language in ("fr", "en"):
            sentence = sentences[language]
            texts = list(sentence.values()) if isinstance(sentence, dict) else [sentence]
            forms[language] = {v for text in texts for v in re.findall(r"\{(\w+)\}", text)}
            if language == "fr":
                assert not any(re.search(r"[^\u202f][:;!?»]( |$)|«[^\u202f]", t) for t in texts)
        assert forms["fr"] == forms["en"], code
