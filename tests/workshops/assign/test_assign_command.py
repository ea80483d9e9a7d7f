"""The command `sortition assign`: files in, files out, and what it says of bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from sortition.base.terminal.language import run
from sortition.commands.line import command_line
from sortition.examples import figures as data_files
from tests.places import ROOT
from tests.reading import rows
from tests.terminal import run_in_terminal
from workshops.assign.files import read_meeting
from workshops.assign.people import Attendee
from workshops.examples.wishes import WORKSHOPS, example_files
from workshops.plan.value import read_plan

Run = Callable[..., tuple[int, str, str]]
EXAMPLE = data_files.data_folder() / "lille-ateliers"

PREFERENCES = """id,nom,prenom,1,2
p1,Diallo,Inès,A,B
p2,Martin,Hugo,A,
p3,Nguyen,Léa,B,A
p4,Garcia,Paul,,
"""
WORKSHOPS_FILE = """workshop,capacity,min,title,room,host
A,2,1,Opening a debate,Room 1,
B,2,,,Room 2,p4
"""


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `assign` on two texts and returns its status, output and errors."""

    def call(
        preferences: str = PREFERENCES, workshops: str = WORKSHOPS_FILE, *options: str
    ) -> tuple[int, str, str]:
        (tmp_path / "voeux.csv").write_text(preferences, encoding="utf-8")
        (tmp_path / "ateliers.csv").write_text(workshops, encoding="utf-8")
        out = () if "--out" in options else ("--out", str(tmp_path / "out"))
        files = (str(tmp_path / "voeux.csv"), "--workshops", str(tmp_path / "ateliers.csv"))
        status = run(command_line, ["assign", *files, *out, *options], {})
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


def test_it_writes_a_plan_and_a_table(command: Run, tmp_path: Path) -> None:
    """The table has everyone's workshop, the plan its title, room and people, the host first."""
    status, out, _ = command(PREFERENCES, WORKSHOPS_FILE, "--seed", "s", "--rounds", "1")
    assert status == 0
    assert "1er choix" in out
    table = {row["id"]: row["1"] for row in rows(tmp_path / "out" / "assignment.csv")}
    assert table == {"p1": "A", "p2": "A", "p3": "B", "p4": "B"}
    plan = read_plan((tmp_path / "out" / "plan.json").read_bytes(), file="plan.json")
    assert plan.kind == "assign"
    (only,) = plan.rounds
    assert [(g.topic, g.place, g.members) for g in only.groups] == [
        ("Opening a debate", "Room 1", ("p1", "p2")),
        ("B", "Room 2", ("p4", "p3")),
    ]
    assert {one.last_name for one in plan.participants} >= {"Diallo", "Nguyen"}


def test_json_is_one_object_with_all_criteria(command: Run) -> None:
    """`--json` prints the figures of the four criteria and nothing else."""
    status, out, err = command(PREFERENCES, WORKSHOPS_FILE, "--seed", "s", "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert found["ranks"] == [3, 0]
    assert found["nothing"] == found["not_asked"] == 0
    assert set(found["criteria"]) == {
        "fewest-badly-served",
        "first-come",
        "least-rank-sum",
        "rank-maximal",
    }
    assert [(one["people"], one["capacity"]) for one in found["fill"]] == [(2, 2), (2, 2)]


def test_rounds_and_absences_are_read(command: Run, tmp_path: Path) -> None:
    """A workshop held in some rounds, in another room, and a person away, are kept to."""
    preferences = "id,1,2,absent\na,X,Y,\nb,Y,X,2\nc,X,Z,\n"
    held = "workshop,capacity,room,rounds\nX,2,Room 1,1\nX,1,Room 2,2\nY,2,Room 3,\nZ,1,Room 4,2\n"
    assert command(preferences, held, "--rounds", "2", "--seed", "s")[0] == 0
    table = rows(tmp_path / "out" / "assignment.csv")
    assert [row["2"] for row in table if row["id"] == "b"] == [""]
    assert all(row["1"] != row["2"] for row in table)
    assert sum(row["2"] == "X" for row in table) <= 1
    plan = read_plan((tmp_path / "out" / "plan.json").read_bytes(), file="plan.json")
    places = [{g.topic: g.place for g in one.groups} for one in plan.rounds]
    assert places == [
        {"X": "Room 1", "Y": "Room 3"},
        {"X": "Room 2", "Y": "Room 3", "Z": "Room 4"},
    ]


HEADINGS = [
    ("1", "2"),
    ("Choix 1", "choix 2"),
    ("1er vœu", "2e vœu"),
    ("1er voeu", "2ème voeu"),
    ("Vœu n° 1", "Voeu n°2"),
    ("voeu_1", "voeu_2"),
    ("Premier choix", "Deuxième choix"),
    ("first choice", "second choice"),
]


@pytest.mark.parametrize("headings", HEADINGS)
def test_workbooks_and_other_headings_are_read(
    command: Run, tmp_path: Path, headings: tuple[str, str]
) -> None:
    """Preferences and workshops may be workbooks, with numbers as numbers, and columns of ranks may
    be called as people call them.
    """
    held, wishes = openpyxl.Workbook(), openpyxl.Workbook()
    for row in (("atelier", "capacité", "tours"), ("A", 1, 1), ("B", 1, "1"), ("C", 5, 2)):
        held.active.append(row)
    names = [int(name) if name.isdecimal() else name for name in headings]
    for wish in (("identifiant", *names), (1, "A", "B"), (2, "a", " b ")):
        wishes.active.append(wish)
    held.save(tmp_path / "a.xlsx")
    wishes.save(tmp_path / "v.xlsx")
    files = [str(tmp_path / "v.xlsx"), "--workshops", str(tmp_path / "a.xlsx")]
    words = ["assign", *files, "--out", str(tmp_path / "out"), "--seed", "s", "--rounds", "1"]
    assert run(command_line, words, {}) == 2  # C is held in a round that there is not
    held.active.delete_rows(4)
    held.save(tmp_path / "a.xlsx")
    assert run(command_line, words, {}) == 0
    table = {row["id"]: row["1"] for row in rows(tmp_path / "out" / "assignment.csv")}
    assert sorted(table.values()) == ["A", "B"]
    assert read_meeting(tmp_path / "v.xlsx", tmp_path / "a.xlsx", 1, "s").meeting.people == (
        Attendee("1", (0, 1)),
        Attendee("2", (0, 1)),
    )


def test_wishes_may_name_titles(command: Run, tmp_path: Path) -> None:
    """A form gives back titles rather than names: a title that is one workshop's only is
    understood, and one asked for twice is.
    """
    asked = PREFERENCES.replace("p1,Diallo,Inès,A,B", "p1,Diallo,Inès,opening a DEBATE,B")
    assert command(asked, WORKSHOPS_FILE, "--seed", "s")[0] == 0
    table = {row["id"]: row["1"] for row in rows(tmp_path / "out" / "assignment.csv")}
    assert table["p1"] == "A"
    asked = PREFERENCES.replace("Inès,A,B", "Inès,Opening a debate,A")
    assert "asked for twice" in command(asked, WORKSHOPS_FILE, "--lang", "en", "--force")[2]


def test_a_workshop_may_have_several_hosts(command: Run, tmp_path: Path) -> None:
    """Every host stays with the workshop, takes one of its seats and heads its list, marked."""
    held = WORKSHOPS_FILE.replace("B,2,,,Room 2,p4", 'B,3,,,Room 2,"p4, p1"')
    assert command(PREFERENCES, held, "--seed", "s")[0] == 0
    plan = read_plan((tmp_path / "out" / "plan.json").read_bytes(), file="plan.json")
    (only,) = plan.rounds
    assert [(one.hosts, len(one.members)) for one in only.groups] == [((), 1), (("p1", "p4"), 3)]
    assert only.groups[1].members[:2] == ("p1", "p4")


def test_the_order_of_the_workshops_says_nothing(command: Run, tmp_path: Path) -> None:
    """Rows of one workshop, spelt and titled otherwise for another room, may stand in any order;
    one room for two workshops is told, however it is spelt.
    """
    heading, *held = (
        "workshop,capacity,title,room,rounds\n",
        "Ville,3,La ville,Salle 1,1\n",
        "VILLE,2,La ville (suite),Salle 2,2\n",
        "Eau,4,,salle 1,\n",
    )
    written = []
    for lines in (held, held[::-1]):
        options = ("--rounds", "2", "--seed", "s", "--json", "--force", "--lang", "en")
        wishes = "id,1,2\np1,ville,eau\np2,eau,ville\np3,ville,eau\n"
        status, out, _ = command(wishes, heading + "".join(lines), *options)
        assert status == 0
        (note,) = json.loads(out)["notes"]
        assert "holds several workshops at once (Eau, Ville)" in note
        written.append([path.read_bytes() for path in sorted((tmp_path / "out").iterdir())])
    assert written[0] == written[1]


def test_how_wishes_were_read_is_said(command: Run) -> None:
    """Columns called otherwise than 1, 2, …, ranks left empty, and workshops never open to someone
    are told, on the screen and in the JSON.
    """
    wishes = "id,1er choix,2e choix,absent\np1,,A,\np2,C,B,2\np3,B,,\n"
    held = "workshop,capacity,rounds\nA,3,\nB,3,\nC,3,2\n"
    options = ("--rounds", "2", "--seed", "s", "--lang", "en")
    status, out, _ = command(wishes, held, *options)
    assert status == 0
    said = " ".join(out.split())
    assert "in the columns 1er choix, 2e choix" in said
    assert "1 person left a rank empty" in said
    assert "1 preference is for a workshop never open" in said
    assert len(json.loads(command(wishes, held, *options, "--force", "--json")[1])["notes"]) == 3


def test_both_files_are_read_before_complaining(command: Run) -> None:
    """Problems of the two files are said together, even where one cannot be read at all."""
    status, _, err = command("id,1\np1,A\np1,A\n", "")
    assert status == 2
    assert "ateliers.csv" in err
    assert "« p1 » est répété" in err.replace("\u202f", " ")


def test_credit_is_carried_over(command: Run, tmp_path: Path) -> None:
    """Who got nothing in a first round gets their first choice in the next, and nobody goes back to
    a workshop they have been to.
    """
    wishes = "id,1\n" + "".join(f"p{n},A\n" for n in range(4))
    held = "workshop,capacity\nA,2\nB,2\nC,1\n"
    first, second = str(tmp_path / "first"), str(tmp_path / "second")
    assert command(wishes, held, "--seed", "s", "--out", first)[0] == 0
    before = {row["id"]: row["1"] for row in rows(tmp_path / "first" / "assignment.csv")}
    without = {person for person, place in before.items() if place != "A"}
    assert len(without) == 2
    credit = str(tmp_path / "first" / "plan.json")
    # All want C now, where only one can go: someone who went without.
    wishes, held = wishes.replace("A", "C"), "workshop,capacity\nA,2\nB,4\nC,1\n"
    status, _, err = command(wishes, held, "--seed", "s", "--out", second, "--credit", credit)
    assert (status, err) == (0, "")
    after = {row["id"]: row["1"] for row in rows(tmp_path / "second" / "assignment.csv")}
    assert all(before[person] != after[person] for person in before)
    assert {person for person, place in after.items() if place == "C"} <= without


BAD = [
    ("id,1\np1,Ae\n", WORKSHOPS_FILE.replace(",p4", ","), "assign-choice-unknown", 2),
    (
        PREFERENCES.replace("B,A", "B,Tirages au sort"),
        WORKSHOPS_FILE + "Tirage au sort,9,,,,\n",
        ("« Tirages au sort » n'existe pas. Vouliez-vous dire « Tirage au sort »", "ligne 4"),
        2,
    ),
    (PREFERENCES.replace("B,A", "B,b"), WORKSHOPS_FILE, ("demandé deux fois", "ligne 4"), 2),
    (PREFERENCES, WORKSHOPS_FILE.replace("A,2", "A,1"), ("il manque 1 place",), 1),
    (PREFERENCES, WORKSHOPS_FILE.replace("A,2,1", "A,2,3"), ("minimal (3) dépasse",), 2),
    (PREFERENCES, WORKSHOPS_FILE.replace("A,2,1", "A,zwei,x"), ("« zwei »", "« x »"), 2),
    (
        PREFERENCES,
        WORKSHOPS_FILE.replace(",p4", ",p44"),
        ("« p44 »", "Vouliez-vous dire « p4 »"),
        2,
    ),
    (PREFERENCES, WORKSHOPS_FILE.replace(",p4", ",nobody"), ("« nobody »", "ligne 3"), 2),
    (PREFERENCES, WORKSHOPS_FILE + "b,3,,,,\n", ("déjà prévu", "ligne 4"), 2),
    (PREFERENCES, WORKSHOPS_FILE + "C,3,,,,p4\n", ("deux ateliers au tour 1",), 2),
    (PREFERENCES, WORKSHOPS_FILE + ",3,,,,\n", ("nom de l'atelier manque",), 2),
    (PREFERENCES, "workshop,places,min\nA,2,1\n", ("capacity",), 2),
    ("id,nom\np4,Garcia\n", WORKSHOPS_FILE, ("aucune colonne de vœux",), 2),
    (PREFERENCES + "p1,X,Y,A,\n", WORKSHOPS_FILE, ("« p1 » est répété",), 2),
    (PREFERENCES + ",X,Y,A,\n", WORKSHOPS_FILE, ("l'identifiant manque", "ligne 6"), 2),
    (
        PREFERENCES,
        WORKSHOPS_FILE.replace("A,2", "A," + "9" * 5000),
        ("nombre entier de personnes",),
        2,
    ),
    (PREFERENCES, WORKSHOPS_FILE.replace("A,2", "A,2.5"), ("capacité « 2.5 »",), 2),
    (PREFERENCES, WORKSHOPS_FILE.replace("A,2", "A,"), ("la capacité manque", "ligne 2"), 2),
    (PREFERENCES.replace(",2\n", ",3\n"), WORKSHOPS_FILE, ("rang 3", "rang 2"), 2),
    (PREFERENCES.replace("1,2", "1,1er choix"), WORKSHOPS_FILE, ("1, 1er choix",), 2),
    (PREFERENCES.replace("1,2", "1,choix 2 bis"), WORKSHOPS_FILE, ("« choix 2 bis »",), 2),
    (
        PREFERENCES,
        WORKSHOPS_FILE.replace("A,2,1,Opening a debate,Room 1,", 'A,1,1,,,"p1;p2"'),
        ("2 animateurs pour une capacité de 1",),
        2,
    ),
    (PREFERENCES, WORKSHOPS_FILE.replace(",p4", ',"p4,nobody"'), ("« nobody »", "ligne 3"), 2),
    ("id,1,absent\np1,A,1\np4,A,1\n", "workshop,capacity\nA,3\n", ("personne n'est là",), 2),
    (PREFERENCES.replace("1,2", "0,1"), WORKSHOPS_FILE, ("« 0 »", "de quel rang"), 2),
]


@pytest.mark.parametrize(("preferences", "workshops", "said", "status"), BAD)
def test_bad_input_is_explained(
    command: Run, tmp_path: Path, preferences: str, workshops: str, said: object, status: int
) -> None:
    """Every mistake is named with file, row and value, in both languages; nothing is written."""
    found, out, err = command(preferences, workshops)
    assert (found, out) == (status, "")
    if isinstance(said, tuple):
        for words in said:
            assert words.replace("'", "’").replace("« ", "«\u202f").replace(" »", "\u202f»") in err
    english = command(preferences, workshops, "--lang", "en")
    assert (english[0], english[1]) == (status, "")
    assert english[2] != err
    assert not (tmp_path / "out").exists()
    assert "Traceback" not in err + english[2]


def test_hosts_away_and_rounds_that_do_not_exist(command: Run, tmp_path: Path) -> None:
    """A host who is absent, and rounds outside the number asked for, are named."""
    preferences = "id,1,2,absent\np1,A,B,\np4,,,1\n"
    status, _, err = command(preferences, WORKSHOPS_FILE)
    assert status == 2
    assert "absent au tour 1" in err
    held = "workshop,capacity,rounds\nA,9,3\nB,9,x\n"
    status, _, err = command(PREFERENCES, held, "--rounds", "2")
    assert status == 2
    assert err.count("ne désigne pas des tours") == 2
    assert not (tmp_path / "out").exists()


def test_credit_must_be_an_assignment_of_the_same_people(command: Run, tmp_path: Path) -> None:
    """A plan of another kind, of other people, or no plan at all, is refused."""
    earlier = tmp_path / "earlier"
    assert command(PREFERENCES, WORKSHOPS_FILE, "--seed", "s", "--out", str(earlier))[0] == 0
    others = PREFERENCES.replace("p", "q").replace("qrenom", "prenom")
    held = WORKSHOPS_FILE.replace("p4", "q4")
    plan = str(earlier / "plan.json")
    status, _, err = command(others, held, "--credit", plan)
    assert status == 2
    assert "aucun identifiant" in err
    content = json.loads((earlier / "plan.json").read_bytes())
    (earlier / "plan.json").write_text(
        json.dumps(content | {"kind": "tables", "figures": None}), encoding="utf-8"
    )
    status, _, err = command(PREFERENCES, WORKSHOPS_FILE, "--credit", plan)
    assert status == 2
    assert "pas le plan d’une répartition" in err
    status, _, err = command(PREFERENCES, WORKSHOPS_FILE, "--credit", str(tmp_path / "none.json"))
    assert status == 2
    assert "none.json" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_the_same_bytes_whatever_the_order_and_the_process(tmp_path: Path) -> None:
    """Two processes with other hash seeds, rows in another order: the same files."""
    listed = (EXAMPLE / "voeux.csv").read_text(encoding="utf-8-sig").splitlines()
    held = (EXAMPLE / "ateliers.csv").read_text(encoding="utf-8-sig").splitlines()
    results = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        step = 1 - 2 * number
        for name, lines in (("voeux.csv", listed), ("ateliers.csv", held)):
            text = "\n".join([lines[0], *lines[1:][::step]]) + "\n"
            (folder / name).write_text(text, encoding="utf-8")
        words = ["assign", "voeux.csv", "--workshops", str(folder / "ateliers.csv")]
        words[1] = str(folder / "voeux.csv")
        words += ["--rounds", "3", "--seed", "graine", "--out", str(folder / "out")]
        environment = {**os.environ, "PYTHONHASHSEED": str(number + 1)}
        script = [sys.executable, str(ROOT / "cli.py")]
        subprocess.run([*script, *words], check=True, env=environment, capture_output=True)
        results.append({path.name: path.read_bytes() for path in (folder / "out").iterdir()})
    assert results[0] == results[1]
    assert set(results[0]) == {"plan.json", "assignment.csv"}


def test_the_example_is_the_generated_one_and_is_tight() -> None:
    """The shipped files are those the module makes: nine workshops, not all as much in demand, and
    180 people with few seats to spare.
    """
    for path, content in example_files().items():
        assert (data_files.data_folder() / path).read_bytes() == content
    lines = (EXAMPLE / "voeux.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 181
    assert len(WORKSHOPS) == 9
    seats = sum(capacity for _, capacity, *_ in WORKSHOPS.values())
    assert 180 <= seats <= 200
    first = Counter(line.split(";")[3] for line in lines[1:])
    assert first["Tirage au sort"] > 2 * first["Grands projets"]


def test_the_event_and_the_timing_are_in_the_plan(command: Run, tmp_path: Path) -> None:
    """Title and start come from options, ids from any column; rounds have minutes, with which an
    agenda is printed beside roster, sheet, cards and badges.
    """
    preferences = PREFERENCES.replace("id,", "badge,", 1)
    options = ("--id", "badge", "--title", "Rencontre", "--start", "2014-11-18T15:15")
    timing = ("--rounds", "2", "--minutes", "30,20", "--changeover", "5", "--seed", "s")
    held = WORKSHOPS_FILE + "C,4,,,,\n"
    assert command(preferences, held, *options, *timing)[0] == 0
    path = str(tmp_path / "out" / "plan.json")
    plan = read_plan(Path(path).read_bytes(), file=path)
    assert (plan.event.title, plan.event.start) == ("Rencontre", "2014-11-18T15:15")
    assert [(step.kind, step.minutes) for step in plan.steps] == [
        ("round", 30),
        ("changeover", 5),
        ("round", 20),
    ]
    documents = ["--documents", "roster,signin,cards,badges,agenda", "--format", "html,csv"]
    printed = str(tmp_path / "printed")
    assert run(command_line, ["print", path, *documents, "--out", printed], {}) == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_progress_is_shown_for_each_criterion(tmp_path: Path) -> None:
    """On a terminal, a bar for each of the four criteria of fairness."""
    wishes = "id,1,2,absent\n" + "".join(
        f"p{n},{'ABC'[n % 3]},{'BCA'[n % 3]},{n % 2 + 1 if n % 5 == 0 else ''}\n" for n in range(40)
    )
    held = "workshop,capacity\nA,12\nB,14\nC,20\n"
    (tmp_path / "v.csv").write_text(wishes, encoding="utf-8")
    (tmp_path / "w.csv").write_text(held, encoding="utf-8")
    files = ["assign", str(tmp_path / "v.csv"), "--workshops", str(tmp_path / "w.csv")]
    options = ["--rounds", "2", "--seed", "s", "--lang", "en", "--out", str(tmp_path / "out")]
    ended = run_in_terminal([*files, *options])
    assert ended.status == 0
    for name in ("Fewest badly served", "First come", "Least sum of ranks", "Most first choices"):
        assert name in ended.terminal


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_tables_fit_a_narrow_terminal(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    """On 80 columns no heading and no number is cut."""
    monkeypatch.setattr("sortition.base.terminal.screen.PIPED_WIDTH", 80)
    files = [str(EXAMPLE / "voeux.csv"), "--workshops", str(EXAMPLE / "ateliers.csv")]
    options = ["--rounds", "3", "--seed", "s", "--out", str(tmp_path / "out"), "--lang", language]
    assert run(command_line, ["assign", *files, *options], {}) == 0
    out = capsys.readouterr().out
    assert "…" not in out
    assert max(len(line) for line in out.splitlines() if "sortition print" not in line) <= 80
