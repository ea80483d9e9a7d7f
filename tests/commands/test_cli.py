"""The commands as their users run them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sortition.base.messages import Words, chosen_language
from sortition.base.terminal.language import run
from sortition.commands.line import command_line
from tests.instances.expanded import expanded
from tests.places import ROOT
from tests.reading import rows as read

FIGURES = {
    "people",
    "seats",
    "profiles",
    "compositions",
    "min",
    "max",
    "gini",
    "geometric_mean",
    "exact",
    "gap",
    "seconds",
}


def sortition(*arguments: object) -> int:
    return run(command_line, [str(argument) for argument in arguments])


@pytest.fixture
def small(tmp_path: Path) -> list[str]:
    """The arguments of a small draw from two files."""
    people = "\n".join(f"p{k},{'FM'[k % 2]},Nom{k}" for k in range(30))
    (tmp_path / "people.csv").write_text(f"id,sex,nom\n{people}\n", encoding="utf-8")
    features = "feature,value,min,max\nsex,F,3,3\nsex,M,2,3\n"
    (tmp_path / "features.csv").write_text(features, encoding="utf-8")
    files = ["--people", str(tmp_path / "people.csv"), "--features", str(tmp_path / "features.csv")]
    return [*files, "--seats", "6", "--id", "id"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "seats", "lists"),
    [
        (
            "grenoble",
            30,
            ["registre", "volontaires_cci", "volontaires_unions", "volontaires_ccre"],
        ),
        ("val-de-marne", 68, ["inscrits"]),
    ],
)
def test_an_example_is_copied_drawn_and_verified(
    name: str, seats: int, lists: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each example runs from copy to verified record, and its panel keeps every quota."""
    folder = tmp_path / name
    out = folder / "tirage"
    assert sortition("example", name, folder) == 0
    assert sortition("draw", folder / "protocole.toml", "--seed", "s", "--out", out) == 0
    capsys.readouterr()
    registers = [part for file in lists for part in ("--register", str(folder / f"{file}.csv"))]
    assert sortition("verify", out / "record.json", *registers, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["verified"] is True
    assert all(check["passed"] for check in said["checks"])
    panel = read(out / "panel.csv")
    assert len(panel) == len({row["id"] for row in panel}) == seats
    record = json.loads((out / "record.json").read_text(encoding="utf-8"))
    drawn = [row for row in panel if not row["college"]]
    for quota in record["quotas"]:
        column = {"territoire": "territoire"}.get(quota["criterion"], quota["criterion"])
        count = sum(row[column] == quota["category"] for row in drawn)
        assert quota["least"] <= count <= quota["most"], quota
    assert len(read(out / "alternates.csv")) >= seats


def test_the_figures_of_a_draw_are_one_json_object(
    small: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--json` prints one object with every figure of the contract, and nothing else."""
    assert sortition("lottery", *small, "--json") == 0
    lottery = json.loads(capsys.readouterr().out)
    assert lottery.keys() >= FIGURES
    assert sortition("draw", *small, "--seed", "s", "--out", tmp_path / "o", "--json") == 0
    captured = capsys.readouterr()
    drawn = json.loads(captured.out)
    assert drawn.keys() >= FIGURES
    assert captured.err == ""
    assert {k: v for k, v in drawn.items() if k in FIGURES - {"seconds"}} == {
        k: v for k, v in lottery.items() if k in FIGURES - {"seconds"}
    }
    assert drawn["people"] == 30
    assert drawn["seats"] == 6
    assert drawn["min"] == pytest.approx(0.2)


@pytest.mark.parametrize("command", ["check", "quotas"])
def test_other_commands_speak_json_too(
    command: str, small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` and `quotas` print one JSON object with `--json`."""
    assert sortition(command, *small, "--json") == 0
    assert isinstance(json.loads(capsys.readouterr().out), dict)


def test_probabilities_add_up_to_the_seats(small: list[str], tmp_path: Path) -> None:
    """The file of probabilities has a line for everyone, and its numbers add up to the seats."""
    assert sortition("lottery", *small, "--probabilities", tmp_path / "p.csv") == 0
    rows = read(tmp_path / "p.csv")
    assert list(rows[0]) == ["id", "profile", "probability"]
    assert len(rows) == 30
    assert sum(float(row["probability"]) for row in rows) == pytest.approx(6)


def test_a_draw_without_a_seed_makes_one_and_says_so(
    small: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The seed that was made is shown, and stands in the record."""
    assert sortition("draw", *small, "--out", tmp_path / "o", "--lang", "en") == 0
    record = json.loads((tmp_path / "o" / "record.json").read_text(encoding="utf-8"))
    assert f"made at random by this computer: {record['seed']}" in capsys.readouterr().out


def test_results_are_not_overwritten_unasked(
    small: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second draw into the same folder is refused, and `--force` replaces the four files only."""
    out = tmp_path / "o"
    assert sortition("draw", *small, "--seed", "one", "--out", out) == 0
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert sortition("draw", *small, "--seed", "two", "--out", out) == 2
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert sortition("draw", *small, "--seed", "two", "--out", out, "--force") == 0
    after = {path.name: path.read_bytes() for path in out.iterdir()}
    assert after.keys() == before.keys()
    assert after["notes.txt"] == b"mine"
    assert after["record.json"] != before["record.json"]


def test_names_stay_in_the_two_lists(
    small: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names stand in panel.csv and alternates.csv, and neither in the other files nor on screen."""
    out = tmp_path / "o"
    assert sortition("draw", *small, "--seed", "s", "--out", out) == 0
    captured = capsys.readouterr()
    assert "Nom" not in captured.out + captured.err
    for name, holds in (
        ("panel.csv", True),
        ("alternates.csv", True),
        ("profiles.csv", False),
        ("record.json", False),
    ):
        assert ("Nom" in (out / name).read_text(encoding="utf-8")) is holds, name


def test_a_forged_record_is_refused_with_status_one(
    small: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`verify` of a record with one member swapped exits 1 and marks the failed checks."""
    assert sortition("draw", *small, "--seed", "s", "--out", tmp_path / "o") == 0
    path = tmp_path / "o" / "record.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["panel"][0], record["alternates"][0] = record["alternates"][0], record["panel"][0]
    path.write_text(json.dumps(record), encoding="utf-8")
    capsys.readouterr()
    assert sortition("verify", path, "--register", tmp_path / "people.csv", "--lang", "en") == 1
    said = capsys.readouterr().out
    assert "✗ The panel, ticket by ticket" in said
    assert "✓ The quotas" in said


def test_quotas_that_cannot_be_met_are_explained_with_status_one(
    small: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Impossible quotas exit 1, name what conflicts and the change that would do, write nothing."""
    (tmp_path / "features.csv").write_text(
        "feature,value,min,max\nsex,F,5,6\nsex,M,4,4\n", encoding="utf-8"
    )
    for command in ("check", "lottery", "draw"):
        more = ["--out", tmp_path / "o"] if command == "draw" else []
        assert sortition(command, *small, *more, "--lang", "fr") == 1
        said = capsys.readouterr().err
        assert "ne peuvent pas être tenus" in said
        assert "plus petit" in said
    assert not (tmp_path / "o").exists()


def test_people_who_can_never_be_drawn_are_shown(
    small: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` names the profile that a quota of zero excludes, with the quota."""
    (tmp_path / "features.csv").write_text(
        "feature,value,min,max\nsex,F,6,6\nsex,M,0,0\n", encoding="utf-8"
    )
    assert sortition("check", *small, "--lang", "en") == 0
    said = capsys.readouterr().out
    assert "15 people can never be drawn" in said
    assert "at most 0" in said


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["", *command_line(Words("fr")).commands])
def test_every_help_is_in_the_language_asked_for(
    name: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The help of every command is whole in French and in English, without a word of the other."""
    assert sortition(*([name] if name else []), "--help", "--lang", language) == 0
    said = capsys.readouterr().out
    assert Words(language)("usage") in said
    foreign = ["Show this", "Usage:"] if language == "fr" else ["Affiche", "Usage\u202f:"]
    assert not any(word in said for word in foreign)


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "fr"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "fr"),
        ([], {"LANG": "C.UTF-8"}, "fr"),
        ([], {"LC_ALL": "en_US.UTF-8", "LANG": "fr_FR.UTF-8"}, "en"),
        (["--lang", "en"], {"LANG": "fr_FR.UTF-8"}, "en"),
        (["draw", "--lang=fr"], {"LANG": "en_GB.UTF-8"}, "fr"),
    ],
)
def test_the_language_is_the_option_or_the_locale_or_french(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    """`--lang` first, then the environment's locale, then French."""
    assert chosen_language(arguments, environment) == language


def test_help_loads_nothing_heavy() -> None:
    """`sortition --help` imports neither numpy nor pandas nor the solver nor rich."""
    code = (
        "import sys, cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pandas', 'highspy', 'rich', 'scipy', 'babel'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_python_cli_py_is_the_command(small: list[str], tmp_path: Path) -> None:
    """`python cli.py` does what `sortition` does."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "quotas", *small, "--json"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["quotas"][0]["least"] == 3


def test_the_public_instance_without_ids_is_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """2,000 people without an id column get their row numbers as ids, and each a chance of 10 %."""
    people, features = expanded("2000_for_200", tmp_path, ids=False)
    files: list[Any] = ["--people", people, "--features", features, "--seats", "200"]
    assert sortition("draw", *files, "--seed", "s", "--out", tmp_path / "o", "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["min"] == pytest.approx(0.1, abs=1e-6)
    assert figures["max"] == pytest.approx(0.1, abs=1e-6)
    ids = [int(row["id"]) for row in read(tmp_path / "o" / "panel.csv")]
    assert len(set(ids)) == 200
    assert min(ids) >= 1
    assert max(ids) <= 2000
