"""The command `sortition snowball`: what it writes, what it refuses, and that it repeats itself."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.workshops.snowball.snowball_help import command, process, read_json
from workshops.examples.hall import participants

LILLE = ROOT / "data" / "lille"
RULE = "--mix", "niveau,poste", "--apart", "organisation"


def people_file(folder: Path, people: int, name: str = "gens.csv") -> Path:
    path = folder / name
    rows = [f"{n},Nom{n},Prénom{n},{'FM'[n % 2]},o{n % 7}" for n in range(1, people + 1)]
    path.write_text("\n".join(["id,nom,prenom,sexe,organisation", *rows]) + "\n", encoding="utf-8")
    return path


def test_lille_runs_in_one_command(tmp_path: Path) -> None:
    """The shipped example gives a perfect mix, nobody meets a colleague in a pair."""
    out = tmp_path / "plan"
    done = command(
        *("snowball", LILLE / "participants.csv", "--programme", LILLE / "programme.toml"),
        *("--mix", "niveau,poste,region", "--apart", "organisation", "--seed", "x"),
        *("--out", out, "--json"),
    )
    assert (done.status, done.err) == (0, "")
    figures = json.loads(done.out)
    assert figures["people"] == 180
    assert figures["groups"] == {"2": 88, "4": 44, "8": 22, "16": 11}
    assert figures["outside"] == figures["apart_conflicts"] == 0
    assert sorted(path.name for path in out.iterdir()) == ["groups.csv", "plan.json"]
    event = read_json(out / "plan.json")["event"]
    assert event["start"] == "2014-11-18T15:15"
    assert event["question"].startswith("Que devons-nous garder à l'esprit")
    with (out / "groups.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["id", "2", "4", "8", "16"]
    assert len(rows) == 181


def test_lille_is_the_shipped_file_again(tmp_path: Path) -> None:
    """The invented professionals are generated, always the same."""
    made = tmp_path / "participants.csv"
    subprocess.run(
        [sys.executable, "-m", "workshops.examples.hall", str(made)],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7", "PATH": ""},
        check=True,
    )
    assert made.read_bytes() == (LILLE / "participants.csv").read_bytes()
    assert len({row["identifiant"] for row in participants()}) == 180


def test_example_is_copied_with_what_to_try_first(tmp_path: Path) -> None:
    """`example lille` copies three files and names a command of the workshops."""
    done = command("example", "lille", tmp_path / "lille")
    assert done.status == 0
    assert "sortition snowball" in done.out.replace("\n", " ")
    names = sorted(path.name for path in (tmp_path / "lille").iterdir())
    assert names == ["LISEZMOI.txt", "participants.csv", "programme.toml"]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return make(LILLE / "participants.csv", tmp_path_factory.mktemp("lille") / "plan", "0")


@pytest.mark.slow
@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_same_list_and_seed_give_the_same_bytes(
    tmp_path: Path, reference: dict[str, bytes], hash_seed: str
) -> None:
    """Whatever the process, the hash seed and the order of the rows."""
    lines = (LILLE / "participants.csv").read_text(encoding="utf-8-sig").splitlines()
    header, *rows = lines
    random.Random(hash_seed).shuffle(rows)
    other = tmp_path / "other.csv"
    other.write_text("\n".join([header, *rows]), encoding="utf-8")
    assert make(other, tmp_path / "b", hash_seed) == reference


def make(people: Path, out: Path, hash_seed: str) -> dict[str, bytes]:
    done = process(
        *("snowball", people, *RULE, "--seed", "Lille", "--restitution", "jigsaw", "--out", out),
        PYTHONHASHSEED=hash_seed,
    )
    assert done.status == 0, done.err
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_another_seed_gives_another_plan(tmp_path: Path) -> None:
    """The seed decides."""
    people = people_file(tmp_path, 40)
    for seed in ("a", "b"):
        command("snowball", people, "--seed", seed, "--out", tmp_path / seed)
    one, other = ((tmp_path / seed / "groups.csv").read_bytes() for seed in ("a", "b"))
    assert one != other


def test_panel_of_a_draw_is_a_list_of_people(tmp_path: Path) -> None:
    """The file a draw writes works as it is."""
    drawn = tmp_path / "draw"
    protocol = ROOT / "data" / "val-de-marne" / "protocole.toml"
    assert command("draw", protocol, "--seed", "x", "--out", drawn).status == 0
    done = command(
        *("snowball", drawn / "panel.csv", "--mix", "sexe,occupation", "--seed", "x"),
        *("--out", tmp_path / "plan", "--json"),
    )
    assert json.loads(done.out)["people"] == 68


BAD = [
    (4, ["--levels", "2,4,3"], "plus grand", "larger than"),
    (4, ["--levels", "2,5"], "multiple", "multiple"),
    (4, ["--levels", "1,2"], "seul", "alone"),
    (4, ["--levels", "a,b"], "liste de nombres", "list of numbers"),
    (4, ["--minutes", "0"], "plus que zéro", "more than zero"),
    (4, ["--minutes", "3,-3,3,3"], "plus que zéro", "more than zero"),
    (4, ["--minutes", "nan"], "plus que zéro", "more than zero"),
    (4, ["--minutes", "inf"], "1440 au plus", "1,440 at most"),
    (4, ["--minutes", "3,3"], "une par niveau", "one for each level"),
    (4, ["--silent", "-1"], "zéro ou plus", "zero or more"),
    (4, ["--start", "demain"], "n’est pas une date", "is not a date"),
    (4, ["--timezone", "Europe/Pari"], "Europe/Paris", "Europe/Paris"),
    (4, ["--mix", "sex"], "Vouliez-vous dire « sexe »", "Did you mean “sexe”"),
    (4, ["--restitution", "jigsaw"], "un groupe final", "a single final group"),
    (4, ["--absent", "1"], "seulement avec --repair", "only with --repair"),
    (4, ["--seed", " "], "graine", "seed"),
    (1, [], "1 personne ; il en faut", "1 person; at least 4"),
    (3, [], "3 personnes ; il en faut", "3 people; at least 4"),
    (0, [], "aucune ligne de données", "no rows below"),
]


@pytest.mark.parametrize(("people", "options", "french", "english"), BAD)
def test_bad_input_is_refused_in_both_languages(
    tmp_path: Path, people: int, options: list[str], french: str, english: str
) -> None:
    """Status 2, a sentence that says what to do, nothing written, no traceback."""
    file = people_file(tmp_path, people)
    for language, expected in (("fr", french), ("en", english)):
        done = command("snowball", file, *options, "--out", tmp_path / "out", "--lang", language)
        said = done.err
        assert done.status == 2, said
        assert expected in said
        assert "Traceback" not in said
        assert done.out == ""
        assert not (tmp_path / "out").exists()


def test_results_are_not_overwritten_unasked(tmp_path: Path) -> None:
    """A folder that exists is refused without --force, before any work."""
    file = people_file(tmp_path, 8)
    assert command("snowball", file, "--out", tmp_path / "out").status == 0
    assert command("snowball", file, "--out", tmp_path / "out").status == 2
    assert command("snowball", file, "--out", tmp_path / "out", "--force").status == 0


def test_repair_on_the_day(tmp_path: Path) -> None:
    """Absent and late people in one command; the number of moves is said."""
    people_file(tmp_path, 50)
    command("snowball", tmp_path / "gens.csv", "--seed", "x", "--out", tmp_path / "plan")
    late = tmp_path / "arrivés.csv"
    late.write_text("nom,prenom\nDiop,Awa\n", encoding="utf-8")
    repair = "snowball", "--repair", tmp_path / "plan" / "plan.json"
    done = command(
        *repair, "--absent", "4,17,31", "--late", late, "--out", tmp_path / "b", "--json"
    )
    figures = json.loads(done.out)
    assert (figures["people"], figures["absent"], figures["joined"]) == (48, 3, 1)
    assert figures["moved"] == len(figures["moved_ids"])
    names = read_json(tmp_path / "b" / "plan.json")["participants"]
    assert {"id": "L2", "last_name": "Diop", "first_name": "Awa"} in names
    shown = command(*repair, "--absent", "4", "--out", tmp_path / "c", "--lang", "en")
    assert "1 absent" in shown.out


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--absent", "44"], "personne n’a l’identifiant « 44 »"),
        (["--late", "gens.csv"], "sont déjà dans le plan"),
        (["--absent", "1", "--mix", "sexe"], "retirez --mix"),
        ([], "dites qui manque"),
    ],
)
def test_repairs_that_make_no_sense_are_refused(
    tmp_path: Path, options: list[str], expected: str
) -> None:
    """Unknown ids, latecomers who were expected, options that belong to a new plan."""
    file = people_file(tmp_path, 20)
    command("snowball", file, "--out", tmp_path / "plan")
    given = [str(file) if one == file.name else one for one in options]
    plan = tmp_path / "plan" / "plan.json"
    done = command("snowball", "--repair", plan, *given, "--out", tmp_path / "b")
    assert done.status == 2
    assert expected in done.err
    assert not (tmp_path / "b").exists()


def test_plan_holds_no_more_than_names(tmp_path: Path) -> None:
    """Criteria, organisations and needs stay in the list: the plan has ids and names only."""
    file = tmp_path / "gens.csv"
    rows = [f"{n},N{n},P{n},genre{n % 2},orga{n % 5},{'oui' * (n == 3)}" for n in range(1, 21)]
    header = "id,nom,prenom,sexe,organisation,fauteuil"
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    done = command(
        *("snowball", file, "--mix", "sexe", "--apart", "organisation", "--seated", "fauteuil"),
        *("--out", tmp_path / "plan"),
    )
    assert done.status == 0, done.err
    text = (tmp_path / "plan" / "plan.json").read_text(encoding="utf-8")
    assert not any(word in text for word in ("genre", "orga0", "fauteuil", "oui"))


@pytest.mark.parametrize("people", [5, 30, 180])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_quick_look_in_the_terminal(tmp_path: Path, people: int, language: str) -> None:
    """Levels, running order, groups, room and mix are shown, whatever the size."""
    file = people_file(tmp_path, people)
    done = command(
        *("snowball", file, "--mix", "sexe", "--start", "18/11/2014 15 h 15", "--lang", language),
        *("--out", tmp_path / "plan"),
    )
    assert (done.status, done.err) == (0, "")
    assert ("15 h 21" if language == "fr" else "15:21") in done.out
    assert "█" in done.out
