"""The command `sortition share`: files in, files out, and what it says of bad input."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sortition.base.terminal.language import run
from sortition.commands.line import command_line
from sortition.examples import figures as data_files
from tests.places import ROOT
from tests.reading import rows
from tests.terminal import run_in_terminal
from workshops.examples.wishes import projects, readers
from workshops.plan.value import read_plan

Run = Callable[..., tuple[int, str, str]]
EXAMPLE = data_files.data_folder() / "val-de-marne-lecture"

FILES = "id,titre,commune,theme\n" + "".join(
    f"P{n},Projet {n},{'Créteil' if n % 3 else 'Cachan'},t{n % 2}\n" for n in range(1, 10)
)
READERS = "id,nom,prenom,commune,sexe\n" + "".join(
    f"L{n},Nom{n},Prénom{n},{'créteil' if n < 3 else 'Orly'},{'FM'[n % 2]}\n" for n in range(1, 9)
)


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `share` on two texts and returns its status, output and errors."""

    def call(files: str = FILES, people: str = READERS, *options: str) -> tuple[int, str, str]:
        (tmp_path / "projets.csv").write_text(files, encoding="utf-8")
        (tmp_path / "lecteurs.csv").write_text(people, encoding="utf-8")
        paths = [str(tmp_path / "projets.csv"), str(tmp_path / "lecteurs.csv")]
        wanted = [] if "--readings" in options else ["--readings", "2"]
        status = run(
            command_line, ["share", *paths, "--out", str(tmp_path / "out"), *wanted, *options], {}
        )
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


def test_it_writes_shares_lists_and_score_sheets(command: Run, tmp_path: Path) -> None:
    """Everyone's list and every file's sheet hold the readings of the share, without a conflict;
    the plan has one group for each file.
    """
    options = ("--apart", "commune", "--mix", "sexe", "--seed", "s")
    status, out, _ = command(FILES, READERS, *options)
    assert status == 0
    assert "aucun" in out
    shares = [(row["file"], row["reader"]) for row in rows(tmp_path / "out" / "shares.csv")]
    assert len(shares) == 18
    assert set(Counter(reader for _, reader in shares).values()) == {2, 3}
    creteil = {f"P{n}" for n in range(1, 10) if n % 3}
    assert not any(file in creteil and reader in ("L1", "L2") for file, reader in shares)
    lists = rows(tmp_path / "out" / "rosters.csv")
    assert sorted((row["dossier"], row["lecteur"]) for row in lists) == sorted(shares)
    sheets = rows(tmp_path / "out" / "scores.csv")
    assert [(row["dossier"], row["lecteur"]) for row in sheets] == shares
    assert sheets[0]["titre"] == "Projet 1"
    assert sheets[0]["note"] == ""
    plan = read_plan((tmp_path / "out" / "plan.json").read_bytes(), file="plan.json")
    assert plan.kind == "share"
    (only,) = plan.rounds
    assert (only.groups[0].file_id, only.groups[0].topic) == ("P1", "Projet 1")
    assert [(f"P{g.number}", one) for g in only.groups for one in g.members] == shares


def test_json_is_one_object(command: Run) -> None:
    """`--json` prints the loads, the repeats with their bound, and nothing else."""
    status, out, err = command(FILES, READERS, "--apart", "commune", "--seed", "s", "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert found["loads"] == {"2": 6, "3": 2}
    assert found["repeats"] >= found["repeats_bound"]
    assert sum(found["common_readers"]) == 36
    assert found["excess"] == 0


CROWDED = "id,commune\n" + "".join(f"P{n},{'Créteil' if n < 4 else 'Orly'}\n" for n in range(8))
FEW = "id,commune\nL1,Orly\nL2,Créteil\nL3,Créteil\n"
MANY = FEW + "L4,Créteil\n"

BAD = [
    (FILES, READERS, ("--apart", "comune"), ("« comune »", "« commune »"), 2),
    (FILES, READERS, ("--apart", "theme"), ("lecteurs.csv", "« theme »"), 2),
    (FILES, READERS, ("--mix", "age"), ("lecteurs.csv", "« age »"), 2),
    (FILES, READERS, ("--readings", "9"), ("9 personnes", "8 lecteurs"), 1),
    (FILES + "P1,x,y,z\n", READERS, (), ("projets.csv", "« P1 » est répété"), 2),
    (FILES, READERS + "L8,a,b,c,d\n", (), ("lecteurs.csv", "« L8 » est répété"), 2),
    (
        "id,commune\nP1,Orly\nP2,Créteil\n",
        "id,commune\nL1,Orly\nL2,Orly\nL3,Créteil\n",
        ("--apart", "commune"),
        ("Dossier P1", "1 lecteur peut le lire"),
        1,
    ),
    (
        CROWDED,
        FEW,
        ("--apart", "commune", "--readings", "1"),
        ("faut 4 lectures", "P0, P1, P2, P3", "que 3", "manque 1"),
        1,
    ),
    (
        "id,commune\nP0,Orly\nP1,Orly\n",
        "id,commune\nL0,Orly\nL1,Orly\nL2,Créteil\nL3,Cachan\nL4,Ivry\n",
        ("--apart", "commune", "--readings", "3"),
        ("faire 2 lectures", "L0, L1", "que 0"),
        1,
    ),
    (
        CROWDED,
        MANY,
        ("--apart", "commune", "--readings", "1"),
        ("faire 6 lectures", "L2, L3, L4", "que 4", "manque 2"),
        1,
    ),
]


@pytest.mark.parametrize(("files", "people", "options", "said", "status"), BAD)
def test_bad_input_is_explained(
    command: Run,
    tmp_path: Path,
    files: str,
    people: str,
    options: tuple[str, ...],
    said: tuple[str, ...],
    status: int,
) -> None:
    """What cannot be read or does not exist is named, in both languages; nothing is written."""
    found, out, err = command(files, people, *options)
    assert (found, out) == (status, "")
    for words in said:
        assert words.replace("'", "’").replace("« ", "«\u202f").replace(" »", "\u202f»") in err
    english = command(files, people, *options, "--lang", "en")
    assert (english[0], english[1]) == (status, "")
    assert english[2] != err
    assert not (tmp_path / "out").exists()


def test_both_files_are_read_before_complaining(command: Run) -> None:
    """Problems of the two tables are said together."""
    status, _, err = command(FILES + "P1,x,y,z\n", READERS + "L8,a,b,c,d\n")
    assert status == 2
    assert "projets.csv" in err
    assert "lecteurs.csv" in err


@pytest.mark.slow
def test_the_same_bytes_whatever_the_order_and_the_process(tmp_path: Path) -> None:
    """Two processes with other hash seeds, rows in another order: the same files."""
    results = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        step = 1 - 2 * number
        for name, text in (("projets.csv", FILES), ("lecteurs.csv", READERS)):
            lines = text.splitlines()
            (folder / name).write_text("\n".join([lines[0], *lines[1:][::step]]) + "\n", "utf-8")
        words = ["share", str(folder / "projets.csv"), str(folder / "lecteurs.csv")]
        words += ["--readings", "3", "--mix", "sexe", "--apart", "commune"]
        words += ["--seed", "graine", "--out", str(folder / "out")]
        environment = {**os.environ, "PYTHONHASHSEED": str(number + 1)}
        script = [sys.executable, str(ROOT / "cli.py")]
        subprocess.run([*script, *words], check=True, env=environment, capture_output=True)
        results.append({path.name: path.read_bytes() for path in (folder / "out").iterdir()})
    assert results[0] == results[1]
    assert set(results[0]) == {"plan.json", "shares.csv", "rosters.csv", "scores.csv"}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_a_stopped_search_keeps_its_best(tmp_path: Path) -> None:
    """The bar shows the repeats left; Ctrl-C ends the search, and the best share so far is written
    and said to be that.
    """
    files = "id\n" + "".join(f"F{n}\n" for n in range(700))
    people = "id,a\n" + "".join(f"L{n},{n % 3}\n" for n in range(60))
    (tmp_path / "f.csv").write_text(files, encoding="utf-8")
    (tmp_path / "l.csv").write_text(people, encoding="utf-8")
    paths = [str(tmp_path / "f.csv"), str(tmp_path / "l.csv")]
    options = ["--readings", "4", "--mix", "a", "--seed", "s", "--lang", "en", "--json"]
    ended = run_in_terminal(
        ["share", *paths, *options, "--out", str(tmp_path / "out")], stop_at="repeats: "
    )
    assert ended.status == 0, ended.terminal
    assert re.search(r"repeats: [\d,]+, out of balance: \d+ .+\d:\d\d:\d\d", ended.terminal)
    assert json.loads(ended.out)["stopped"] is True
    assert len(rows(tmp_path / "out" / "shares.csv")) == 2800
    assert {path.name for path in tmp_path.iterdir()} == {"f.csv", "l.csv", "out"}


def test_ids_may_be_in_columns_of_any_name(command: Run, tmp_path: Path) -> None:
    """`--id` names the readers' column, `--file-id` that of the files; the event is in the plan."""
    files, people = FILES.replace("id,", "cote,", 1), READERS.replace("id,", "carte,", 1)
    options = ("--id", "carte", "--file-id", "cote", "--title", "Budget", "--seed", "s")
    assert command(files, people, *options)[0] == 0
    shares = rows(tmp_path / "out" / "shares.csv")
    assert {row["file"][0] for row in shares} == {"P"}
    assert {row["reader"][0] for row in shares} == {"L"}
    plan = read_plan((tmp_path / "out" / "plan.json").read_bytes(), file="plan.json")
    assert plan.event.title == "Budget"


def test_conflicts_that_match_nothing_are_told(command: Run) -> None:
    """Where no file shares a value with a reader, the two files may spell them otherwise."""
    people = READERS.replace("créteil", "CRETEIL (94)")
    options = ("--apart", "commune", "--seed", "s", "--json", "--lang", "en")
    (note,) = json.loads(command(FILES, people, *options)[1])["notes"]
    assert "--apart commune: no file has the same value" in note


def test_one_file_is_not_both(command: Run, tmp_path: Path) -> None:
    """The same file given twice is refused rather than have files read each other."""
    (tmp_path / "both.csv").write_text(FILES, encoding="utf-8")
    path = str(tmp_path / "both.csv")
    assert run(command_line, ["share", path, path, "--readings", "2", "--lang", "en"], {}) == 2


def test_a_criterion_named_twice_counts_once(command: Run) -> None:
    """`--mix sexe,SEXE` is one criterion."""
    twice = json.loads(command(FILES, READERS, "--mix", "sexe, SEXE", "--seed", "s", "--json")[1])
    once = json.loads(
        command(FILES, READERS, "--mix", "sexe", "--seed", "s", "--json", "--force")[1]
    )
    assert {**twice, "seconds": 0} == {**once, "seconds": 0}


def test_the_example_is_like_the_lab() -> None:
    """68 readers seated as a draw would, and 487 projects no two of which are alike."""
    people, files = readers(), projects()
    assert (len(people), len(files)) == (68, 487)
    assert Counter(row["sexe"] for row in people) == {"F": 35, "M": 33}
    assert len({row["territoire"] for row in people}) == 3
    assert len({row["titre"] for row in files}) == 487
    communes = set(data_files.val_de_marne_communes())
    assert {row["commune"] for row in (*people, *files)} <= communes
    assert {row["theme"] for row in people} - {""} <= {row["theme"] for row in files}
    assert (EXAMPLE / "LISEZMOI.txt").is_file()
