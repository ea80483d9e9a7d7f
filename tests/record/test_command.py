"""`sortition verify` as its users run it: the answer, the exit status, what is said and what is
not."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from sortition.base.terminal.language import run
from sortition.commands.line import command_line
from sortition.record.file import write_record
from sortition.seed import seed_sha256
from tests.record import forger
from tests.record.cases import JSON, Case, everything, mended, with_value

Said = pytest.CaptureFixture[str]


def sortition(*arguments: object) -> int:
    return run(command_line, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A draw with everything a record can hold."""
    return everything(tmp_path_factory.mktemp("draw"))


def written(folder: Path, record: JSON) -> Path:
    path = folder / "record.json"
    path.write_bytes(write_record(record))
    return path


def lists(case: Case) -> list[str]:
    made = [part for path in case.lists for part in ("--register", str(path))]
    return made + [part for path in case.exclusions for part in ("--exclude", str(path))]


def flat(said: Said) -> str:
    return " ".join(said.readouterr().out.split())


def test_a_true_record_is_verified_and_proven(case: Case, tmp_path: Path, capsys: Said) -> None:
    """Everything given: one sentence says that all is right and proven, with the seed's SHA-256,
    the rules of the draw, and what a check cannot say."""
    path = written(tmp_path, case.record)
    assert sortition("verify", path, *lists(case), "--lang", "en") == 0
    said = flat(capsys)
    assert "Verified: everything is right, and no lottery under these quotas is fairer" in said
    assert seed_sha256("seed") in said
    assert case.record["lottery_digest"] in said
    for rule in (
        "seats drawn from register.csv: 4",
        "sex: F: 2 or 3, M: 1 or 2",
        "town among Here",
    ):
        assert rule in said
    assert "may not be drawn again, by panel.csv: 2" in said
    for limit in ("register is complete", "fixed before the seed", "--panel", "to taste"):
        assert limit in said


def test_what_was_not_checked_is_never_called_right(
    case: Case, tmp_path: Path, capsys: Said
) -> None:
    """Without the lists of exclusions, or without any list, nobody says that everything is
    right."""
    path = written(tmp_path, case.record)
    for given in (lists(case)[:4], []):
        assert sortition("verify", path, *given, "--lang", "en") == 0
        said = flat(capsys)
        assert "everything is right" not in said
        assert "Verified" not in said
        assert "2 people are left out by lists that were not checked" in said


def test_json_tells_verified_from_proven_and_from_not_checked(
    case: Case, tmp_path: Path, capsys: Said
) -> None:
    """`--json` has both answers, the chances, and null for a check that was not made."""
    path = written(tmp_path, case.record)
    assert sortition("verify", path, "--json") == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (told["verified"], told["complete"], told["proven"]) == (True, False, True)
    assert (told["min"], told["max"]) == (
        case.record["fairness"]["min"],
        case.record["fairness"]["max"],
    )
    passed = {check["check"]: check["passed"] for check in told["checks"]}
    assert passed["people"] is passed["panel"] is passed["exclusions"] is None
    assert passed["lottery"] is passed["proven"] is True
    assert told["seed_sha256"] == seed_sha256("seed")


@pytest.mark.slow
def test_rigged_lotteries_end_with_status_one(case: Case, tmp_path: Path, capsys: Said) -> None:
    """The rigged lottery with a huge price, with no proof, and with a part of one: status 1, the
    check named, and neither verified nor proven in the JSON."""
    for what, forged in forger.rigged(case):
        if not what.startswith("composition 0 alone"):
            continue
        try:
            path = written(tmp_path, forged)
        except ValueError:
            continue
        status = sortition("verify", path, *lists(case), "--json")
        if status == 2:
            continue  # a price of another form
        told = json.loads(capsys.readouterr().out)
        assert (status, told["verified"], told["proven"]) == (1, False, False), what


@pytest.mark.parametrize(
    ("path", "value", "status"),
    [
        (["panel", 0], "p1", 1),
        (["lottery", 0, "weight"], 10**9 + 1, 2),
        (["lottery", 0, "weight"], 10**9, 1),
        (["seed"], "see\u200bd", 1),
        (["schema"], 3, 2),
        (["profiles", 0, "people"], 2.0, 2),
    ],
    ids=str,
)
def test_another_form_is_bad_input_and_a_forgery_is_refused(
    case: Case, tmp_path: Path, path: list[Any], value: Any, status: int
) -> None:
    """Status 2 where a value has another type or range, 1 where it is not what is recomputed."""
    forged = mended(with_value(case.record, path, value))
    assert sortition("verify", written(tmp_path, forged), *lists(case)) == status


def test_the_commitment_and_the_other_files_are_checked(
    case: Case, tmp_path: Path, capsys: Said
) -> None:
    """`lottery --out` writes what `verify --commitment` compares, and the files of the draw
    pass."""
    assert sortition("lottery", case.folder / "protocol.toml", "--out", tmp_path / "l") == 0
    assert [path.name for path in (tmp_path / "l").iterdir()] == ["lottery.json"]
    capsys.readouterr()
    more = ["--commitment", tmp_path / "l" / "lottery.json"]
    for name in ("panel", "alternates", "profiles"):
        more += [f"--{name}", case.folder / f"{name}.csv"]
    path = written(tmp_path, case.record)
    assert sortition("verify", path, *lists(case), *more, "--lang", "en") == 0
    said = flat(capsys)
    assert "✓ Nothing has changed since what was published before the seed" in said
    assert "✓ The file of the panel" in said
    assert "indeed published before the seed" in said
    text = (case.folder / "panel.csv").read_text(encoding="utf-8").replace("Nom", "Mon")
    (tmp_path / "panel.csv").write_text(text, encoding="utf-8")
    assert sortition("verify", path, *lists(case), "--panel", tmp_path / "panel.csv") == 1
    other = case.folder / "profiles.csv"
    assert sortition("verify", path, *lists(case), "--panel", other) == 2
    for digest, status in ((case.record["lottery_digest"], 0), ("0" * 64, 1)):
        assert sortition("verify", path, *lists(case), "--commitment", digest) == status
    assert sortition("verify", path, *lists(case), "--commitment", path) == 2
    assert sortition("verify", tmp_path / "l" / "lottery.json") == 2


def test_the_printed_command_can_be_pasted(case: Case, tmp_path: Path, capsys: Said) -> None:
    """`draw` ends with the very command that verifies everything, quoted where it must be."""
    out = tmp_path / "the draw"
    protocol = case.folder / "protocol.toml"
    assert sortition("draw", protocol, "--seed", "s", "--out", out, "--lang", "en") == 0
    said = capsys.readouterr().out
    command = next(line for line in said.splitlines() if line.startswith("To check:"))
    words = shlex.split(command.removeprefix("To check:"))
    assert words[:2] == ["sortition", "verify"]
    assert sortition(*words[1:], "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert all(check["passed"] for check in told["checks"])


def test_a_seed_brought_to_its_form_is_said(case: Case, tmp_path: Path, capsys: Said) -> None:
    """A seed pasted with another space is drawn with the plain one, and the command says so; one
    with a character that nobody sees is refused by its code."""
    protocol = case.folder / "protocol.toml"
    given = ["draw", protocol, "--lang", "en"]
    assert sortition(*given, "--seed", "14\u00a0h", "--out", tmp_path / "o") == 0
    said = flat(capsys)
    assert "Seed: 14 h SHA-256 of the seed:" in said
    assert "plain form" in said
    assert sortition(*given, "--seed", "14\u200bh", "--out", tmp_path / "p") == 2
    assert "U+200B" in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


def test_exclusions_alone_ask_for_the_lists(case: Case, tmp_path: Path, capsys: Said) -> None:
    """`--exclude` without `--register` cannot be checked, which is said."""
    path = written(tmp_path, case.record)
    assert sortition("verify", path, *lists(case)[4:], "--lang", "en") == 2
    assert "--register" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        (("eligibility", "where"), {"town": ["A", "B"]}, {"town": ["A, B"]}),
        (("register", "household"), ["A", "B"], ["A, B"]),
        (("eligibility", "where"), {"town": ["A\u201d, \u201cB"]}, {"town": ["A", "B"]}),
    ],
)
def test_rules_that_differ_are_not_shown_alike(
    case: Case,
    tmp_path: Path,
    capsys: Said,
    key: tuple[str, str],
    one: object,
    other: object,
) -> None:
    """Two categories, and one whose name has a comma, do not read alike among the rules."""
    shown = []
    for value in (one, other):
        forged = mended(with_value(case.record, ["protocol", *key], value))
        sortition("verify", written(tmp_path, forged), "--lang", "en")
        shown.append(flat(capsys).partition("The record has the expected form")[0])
    assert shown[0] != shown[1]


def test_a_title_cannot_pose_as_a_line_of_the_answer(
    case: Case, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However wide its spaces, a title that says "Verified" begins no line of the screen."""
    monkeypatch.setenv("COLUMNS", "60")
    for space in (" ", "\u00a0", "\u3000"):
        title = "Panel" + space * 200 + "\u2713 Verified: everything is right"
        forged = mended(with_value(case.record, ["protocol", "title"], title))
        sortition("verify", written(tmp_path, forged), "--lang", "en")
        said = capsys.readouterr().out.splitlines()
        assert not any(line.startswith(("\u2713 Verified", "Verified")) for line in said)
