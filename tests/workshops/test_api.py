"""The workshops in Python give what the commands give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import workshops
from sortition import AnswerIsNo, BadInput, Message, said
from tests.places import ROOT

LILLE = ROOT / "data" / "lille"
SEATED = ROOT / "data" / "grenoble-ateliers" / "participants.csv"
PEOPLE = pd.read_csv(SEATED, sep=";", encoding="utf-8-sig")


def run(folder: Path, *arguments: str) -> dict[str, bytes]:
    command = [sys.executable, "-m", "sortition", *arguments, "--out", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def plan() -> workshops.Plan:
    return workshops.tables(PEOPLE, tables=5, rounds=2, mix="sexe,age", seed="1")


def test_a_snowball_is_that_of_the_command(tmp_path: Path) -> None:
    """The same list, options and seed give the bytes of the command's files."""
    options: tuple[str, ...] = (
        "--mix",
        "niveau,region",
        "--apart",
        "organisation",
        "--levels",
        "2,4,8",
    )
    options += ("--minutes", "3,4.5,6", "--programme", str(LILLE / "programme.toml"))
    options += ("--title", "Ici", "--restitution", "jigsaw", "--seed", "a seed")
    made = run(tmp_path / "out", "snowball", str(LILLE / "participants.csv"), *options)
    plan = workshops.snowball(
        LILLE / "participants.csv",
        mix=["niveau", "region"],
        apart="organisation",
        levels=(2, 4, 8),
        minutes=(3, 4.5, 6),
        programme=LILLE / "programme.toml",
        event=workshops.Event(title="Ici"),
        restitution="jigsaw",
        seed="a seed",
    )
    assert made == {
        "groups.csv": workshops.groups_csv(plan),
        "plan.json": workshops.write_plan(plan),
    }


def test_tables_are_those_of_the_command(tmp_path: Path) -> None:
    """The same list, options and seed give the bytes of the command's files."""
    options: tuple[str, ...] = (
        "--tables",
        "5",
        "--rounds",
        "3",
        "--mix",
        "sexe,age",
        "--minutes",
        "15,20,25",
    )
    options += ("--absent", str(SEATED.parent / "absences-3.csv"), "--seed", "1")
    made = run(tmp_path / "out", "tables", str(SEATED), *options)
    plan = workshops.tables(
        str(SEATED),
        tables=5,
        rounds=3,
        mix=("sexe", "age", "Sexe"),
        minutes=(15, 20, 25),
        absent=SEATED.parent / "absences-3.csv",
        seed="1",
    )
    assert made == {
        "plan.json": workshops.write_plan(plan),
        "tables.csv": workshops.groups_csv(plan),
    }


def test_a_frame_stands_for_the_file(plan: workshops.Plan) -> None:
    """A DataFrame gives the plan of its file."""
    assert workshops.tables(SEATED, tables=5, rounds=2, mix="sexe,age", seed="1") == plan
    of_file = workshops.snowball(SEATED, mix="sexe", seed="1")
    assert workshops.snowball(PEOPLE, mix="sexe", seed="1") == of_file


def test_printing_is_that_of_the_command(plan: workshops.Plan, tmp_path: Path) -> None:
    """A plan in memory, or its file, is printed into the files of the command."""
    path = tmp_path / "plan.json"
    path.write_bytes(workshops.write_plan(plan))
    options: tuple[str, ...] = (
        "--documents",
        "roster,agenda",
        "--format",
        "html,csv",
        "--lang",
        "en",
    )
    made = run(tmp_path / "out", "print", str(path), *options)
    for given in (plan, path, workshops.read_plan(path)):
        files: dict[str, bytes] = workshops.print_plan(
            given, documents=["roster", "agenda"], formats="html,csv", language="en"
        )
        assert files == made


def test_errors_have_words_in_both_languages() -> None:
    """What a list lacks is one error, named in French and in English."""
    with pytest.raises(BadInput) as caught:
        workshops.snowball(PEOPLE, mix="âge du capitaine", seed="1")
    assert said(caught.value, "en") != said(caught.value, "fr")
    assert said(caught.value, "fr").startswith("people.csv")
    with pytest.raises(AnswerIsNo):
        workshops.tables(PEOPLE, tables=2, size=4, rounds=1, seed="1")


def test_numbers_out_of_range_are_refused(plan: workshops.Plan) -> None:
    """What the command line would refuse before anything is read is refused here too."""
    with pytest.raises(BadInput):
        workshops.tables(PEOPLE, tables=5, rounds=0)
    with pytest.raises(BadInput):
        workshops.tables(PEOPLE, tables=1, rounds=1)
    with pytest.raises(BadInput):
        workshops.tables(PEOPLE, rounds=1)
    with pytest.raises(BadInput):
        workshops.snowball(PEOPLE, minutes=float("nan"))
    with pytest.raises(BadInput):
        workshops.snowball(PEOPLE, restitution="chorus")  # type: ignore[arg-type]  # on purpose
    with pytest.raises(BadInput):
        workshops.snowball(PEOPLE, event=workshops.Event(start="soon"))
    for wrong in ({"documents": "posters"}, {"formats": "docx"}, {"language": "de"}):
        with pytest.raises(BadInput):
            workshops.print_plan(plan, **wrong)  # type: ignore[arg-type]  # one of three options
    with pytest.raises(BadInput):
        workshops.print_plan(plan, halfdays=0)


def test_what_the_command_would_say_can_be_heard() -> None:
    """Notes about the list reach whoever asks for them."""
    heard: list[Message] = []
    workshops.snowball(PEOPLE.assign(sexe=""), mix="sexe", seed="1", note=heard.append)
    assert "mix-blank" in [one.code for one in heard]


def test_the_functions_are_there_whatever_was_imported() -> None:
    """The packages of the same names can be called, before and after they are imported."""
    code = "import workshops; from workshops import snowball;"
    code += "import workshops.snowball.solve as solve, workshops.tables.solve;"
    code += "from workshops import tables; from workshops.tables.solve import solve as other;"
    code += f"assert len(tables({str(SEATED)!r}, tables=5, rounds=1).rounds) == 1;"
    code += f"assert snowball({str(SEATED)!r}, seed='1') == workshops.snowball({str(SEATED)!r}, "
    code += "seed='1')"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
