"""Documents: what they hold, which files they make, and the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from sortition.base.errors import BadInput
from sortition.base.messages import LANGUAGES, Words
from sortition.documents.document import Badges, Document, GroupList, Listing, Tents
from sortition.documents.speech import clock, day, length
from tests.places import ROOT
from tests.workshops.papers.document_plans import (
    EVENT,
    FRENCH,
    LONG,
    MARKUP,
    in_english,
    people,
    snowball,
    tables,
)
from workshops.papers.agenda import agenda
from workshops.papers.badges import badges
from workshops.papers.cards import cards
from workshops.papers.kit import printed
from workshops.papers.material import Material, material
from workshops.papers.names import name_of, names_of, printable
from workshops.papers.registry import papers_for
from workshops.papers.roster import roster
from workshops.papers.signin import signin
from workshops.plan.kinds import KINDS
from workshops.plan.value import Event, Group, Participant, Plan, Round, Step, write_plan
from workshops.programme.read import Activity, ProgrammeStep, Session


def of(plan: Plan, language: str = "fr", **more: object) -> Material:
    return material(plan, Words(language), file="plan.json", **more)  # type: ignore[arg-type]


def text_of(document: Document) -> str:
    return repr((document.lines, document.blocks, document.data, document.sheets))


def code_of(caught: pytest.ExceptionInfo[BadInput]) -> list[str]:
    for language in LANGUAGES:
        for one in caught.value.messages:
            assert Words(language).say(one)
    return [one.code for one in caught.value.messages]


# What documents hold.


def test_surnames_are_in_capitals_and_lists_in_the_order_of_a_directory() -> None:
    """Accents, case and apostrophes do not change the order; capitals keep their accents."""
    plan = tables(6, 2, 1, FRENCH)
    listed = [name.listed for name in names_of(plan).values()]
    assert listed == [
        "ÇELIK-ØSTERGAARD Élodie",
        "DOĞAN Łucja",
        "D’ORMESSON Œdipe",
        "L’HAŸ Maël",
        "N’DIAYE «Zoé»",
        "NUÑEZ Anne",
    ]


def test_invisible_characters_cannot_hide_in_a_name() -> None:
    """Controls become spaces; marks that turn text round and half characters do not survive."""
    assert printable("a\tb\nc\x00d") == "a b c d"
    assert printable("ab\u202ecd\u200b\ufeff") == "abcd"
    assert printable("e\u0301") == "é"
    assert printable("\ud800") == "\ufffd"


def test_someone_without_a_name_is_called_by_their_id() -> None:
    """An id stands in for a name that is not known."""
    name = name_of(Participant("17"))
    assert (name.spoken, name.listed) == ("17", "17")
    plan = replace(tables(4, 2, 1), participants=tuple(Participant(f"P00{n}") for n in range(1, 5)))
    for document in in_english(printed(of(plan), file="p", formats=["csv"]).files).values():
        assert b"P003" in document or b"Tour" in document


def test_the_roster_gives_everyones_group_at_every_round() -> None:
    """By name with one column per round, and by group with everyone in it."""
    plan = snowball(48)
    (document,) = roster(of(plan))
    by_name = document.blocks[0]
    assert isinstance(by_name, Listing)
    assert len(by_name.rows) == 48
    assert [column.title for column in by_name.columns[2:]] == [
        "À\u00a02",
        "À\u00a04",
        "À\u00a08",
        "À\u00a016",
    ]
    for row in by_name.rows:
        person = next(one.id for one in plan.participants if one.last_name.upper() == row[0])
        groups = [one.group_of(person) for one in plan.rounds]
        assert [str(group.number) for group in groups if group] == list(row[2:])
    for block, one in zip(document.blocks[1:], plan.rounds, strict=True):
        assert isinstance(block, GroupList)
        assert sum(len(entry.people) for entry in block.entries) == 48
        assert len(block.entries) == len(one.groups)


def test_a_sign_in_sheet_says_nothing_but_the_name_and_the_group() -> None:
    """Number, surname, first name, group, and a place to sign; the notes of a plan stay out."""
    (document,) = signin(of(tables(12, 3, 2)))
    (table,) = document.blocks
    assert isinstance(table, Listing)
    kinds = [column.kind for column in table.columns]
    assert kinds == ["number", "name", "text", "number", "signature"]
    assert [row[0] for row in table.rows] == [str(n) for n in range(1, 13)]
    assert {row[4] for row in table.rows} == {""}
    assert table.blank_rows >= 5


def test_a_sign_in_sheet_carries_the_data_protection_footer() -> None:
    """Controller, purpose and retention; the organiser where no controller is named."""
    footer = signin(of(tables(4, 2, 1)))[0].footer
    assert "Décider ensemble" in footer
    assert "établir les présences" in footer
    assert "trois mois" in footer
    event = replace(EVENT, controller="", organiser="Ville de Lille", retention="")
    footer = signin(of(tables(4, 2, 1, event=event)))[0].footer
    assert "Ville de Lille" in footer


def test_half_days_follow_one_another_and_fill_no_more_than_a_page() -> None:
    """Afternoon, next morning, …; at most four columns side by side."""
    (document,) = signin(of(tables(4, 2, 1), half_days=6))
    first, second = document.blocks
    assert isinstance(first, Listing)
    assert isinstance(second, Listing)
    assert [column.title for column in first.columns[4:]] == [
        "Mar. 18 nov., après-midi",
        "Mer. 19 nov., matin",
        "Mer. 19 nov., après-midi",
        "Jeu. 20 nov., matin",
    ]
    assert len(second.columns) == 6
    assert document.data is not None
    assert len(document.data.columns) == 10


def test_badges_tell_where_to_be_at_every_round() -> None:
    """One cell per round with the group's number, its place and the part someone has in it."""
    plan = snowball(32)
    (document,) = badges(of(plan))
    (block,) = document.blocks
    assert isinstance(block, Badges)
    badge = next(one for one in block.badges if one.first == name_of(plan.participants[0]).first)
    assert [cell.value for cell in badge.cells] == ["1", "1", "1", "1"]
    assert {cell.part for one in block.badges for cell in one.cells} >= {"porte-parole"}
    # A place is said where it is not the group's own number.
    assert {cell.place for one in block.badges for cell in one.cells} >= {"", "place\u00a03"}


def test_cards_stand_for_everyone_and_for_every_table() -> None:
    """A card per person; per table, one card that lists who sits there at each round."""
    names, groups = cards(of(tables(24, 4, 3)))
    assert [len(block.tents) for block in names.blocks if isinstance(block, Tents)] == [24]
    (block,) = groups.blocks
    assert isinstance(block, Tents)
    assert [tent.big for tent in block.tents] == ["1", "2", "3", "4"]
    assert [[len(lines) for _, lines in tent.columns] for tent in block.tents] == [[6, 6, 6]] * 4


def test_lists_too_long_for_a_card_go_on_another_or_stay_on_the_roster() -> None:
    """More rounds than fit make further cards; a table of a hundred has only its number."""
    (block,) = cards(of(tables(24, 4, 6)))[1].blocks
    assert isinstance(block, Tents)
    assert [(tent.big, len(tent.columns)) for tent in block.tents][:2] == [("1", 4), ("1", 2)]
    (block,) = cards(of(tables(100, 1, 1)))[1].blocks
    assert isinstance(block, Tents)
    assert block.tents[0].columns == ()


def test_an_agenda_has_computed_times_in_two_editions() -> None:
    """Starts follow from the lengths; moves between groups are the facilitator's business."""
    participants, full = agenda(of(snowball(48)))
    (shown,) = participants.blocks
    assert isinstance(shown, Listing)
    narrow = "\u202f"
    assert shown.rows[0][:2] == (f"15{narrow}h{narrow}15", f"15{narrow}h{narrow}20")
    assert len(shown.columns) == 3
    (everything,) = full.blocks
    assert isinstance(everything, Listing)
    assert len(everything.rows) == len(shown.rows) + 3
    assert [column.title for column in everything.columns] == [
        "Début",
        "Fin",
        "Durée",
        "Séquence",
        "Objectif",
        "Méthode",
        "Disposition",
        "Matériel",
        "Qui",
        "Résultat",
    ]
    assert {row[5] for row in everything.rows} >= {f"1{narrow}min de parole par personne"}


def test_without_a_start_times_are_counted_from_it() -> None:
    """Nobody knows the hour, but the lengths still add up; there is no calendar."""
    plan = snowball(8, event=Event(), final=4)
    participants, _ = agenda(of(plan, "en"))
    (shown,) = participants.blocks
    assert isinstance(shown, Listing)
    assert [row[0] for row in shown.rows[:3]] == ["+ 0\u00a0s", "+ 5\u00a0min", "+ 7\u00a0min"]
    assert participants.schedule is None


def test_a_jigsaw_after_the_levels_is_no_level() -> None:
    """Its groups are on badges and rosters under their own name; areas are of the last level."""
    plan = snowball(16, final=8)
    ids = [one.id for one in plan.participants]
    jigsaw = Round("jigsaw", 10, (Group(1, tuple(ids[::2]), "1"), Group(2, tuple(ids[1::2]), "5")))
    steps = (*plan.steps, Step("changeover", 1, 3), Step("jigsaw", 10, 3))
    plan = replace(plan, rounds=(*plan.rounds, jigsaw), steps=steps)
    files = in_english(printed(of(plan), file="p", formats=["csv"]).files)
    assert "Croisée" in files["badges.csv"].decode()
    assert "Passage à la restitution croisée" in files["agenda-facilitator.csv"].decode()
    assert "Croisée" not in files["floor.csv"].decode()


def test_a_programmes_sessions_replace_the_plans_steps() -> None:
    """Days, sessions and what goes on in parallel; the calendar has one entry for each room."""
    from datetime import datetime

    rooms = (Activity("Mobilités", place="Salle 1"), Activity("Écoles", place="Salle 2"))
    step = ProgrammeStep(datetime(2019, 3, 1, 9, 30), 90, Activity("Ateliers"), rooms)
    hidden = ProgrammeStep(
        datetime(2019, 3, 1, 11), 15, Activity("Rangement"), for_facilitators=True
    )
    sessions = (Session("Matin", "Mairie", (step, hidden)),)
    participants, full = agenda(of(tables(4, 2, 1), sessions=sessions))
    assert "Rangement" not in text_of(participants)
    assert "Rangement" in text_of(full)
    assert participants.schedule is not None
    assert [(slot.title, slot.place) for slot in participants.schedule.slots] == [
        ("Mobilités", "Salle 1"),
        ("Écoles", "Salle 2"),
    ]
    (table,) = participants.blocks
    assert isinstance(table, Listing)
    assert table.title == "Vendredi 1er mars 2019 – Matin – Mairie"


def test_times_are_written_as_each_language_does() -> None:
    """« 9 h 30 » with narrow no-break spaces, 9:30; « 1er mars »."""
    from datetime import date, time

    french, english = Words("fr"), Words("en")
    assert clock(french, time(9, 30)) == "9\u202fh\u202f30"
    assert clock(french, time(14)) == "14\u202fh"
    assert clock(english, time(9, 5)) == "9:05"
    assert day(french, date(2019, 3, 1)) == "vendredi 1er mars 2019"
    assert day(english, date(2019, 3, 1)) == "Friday 1 March 2019"
    assert length(french, 75) == "1\u202fh\u202f15"
    assert length(english, 2.5) == "2\u00a0min\u00a030"


# Which files a printing makes.


def test_everything_that_makes_sense_is_printed_unasked() -> None:
    """Every document in every format, calendars for the agenda, no floor plan of tables."""
    files = in_english(printed(of(snowball(8, final=4)), file="p").files)
    stems = {name.partition(".")[0] for name in files}
    assert stems == {name for paper in papers_for(KINDS["snowball"]) for name in paper.en}
    assert len(files) == 8 * 4 + 1
    assert "agenda.ics" in files
    files = in_english(printed(of(tables(8, 2, 2)), file="p", formats=["csv"]).files)
    assert "floor.csv" not in files


@pytest.mark.parametrize(
    ("plan", "documents", "formats", "code"),
    [
        (tables(8, 2, 2), ["floor"], ["pdf"], "print-no-floor"),
        (tables(8, 2, 2, event=Event()), ["agenda"], ["ics"], "print-no-start"),
        (tables(8, 2, 2), ["roster"], ["ics"], "print-nothing"),
        (replace(tables(8, 2, 0), steps=()), ["agenda"], ["pdf"], "print-no-agenda"),
    ],
)
def test_what_is_asked_for_and_cannot_be_is_refused(
    plan: Plan, documents: list[str], formats: list[str], code: str
) -> None:
    """Nothing is left out silently."""
    with pytest.raises(BadInput) as caught:
        printed(of(plan), file="p", documents=documents, formats=formats)
    assert code_of(caught) == [code]


def test_a_plan_changed_by_hand_is_checked() -> None:
    """A start that is no date, an unknown time zone and strangers in groups are all reported."""
    plan = replace(
        tables(8, 2, 2),
        event=Event(start="demain", timezone="Europe/Pari"),
        participants=people(7),
    )
    with pytest.raises(BadInput) as caught:
        of(plan)
    assert set(code_of(caught)) == {"print-bad-start", "print-bad-timezone", "print-unknown-person"}
    with pytest.raises(BadInput) as caught:
        of(Plan("tables", EVENT, (), ()))
    assert code_of(caught) == ["print-nobody"]


@pytest.mark.slow
def test_the_same_plan_makes_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    """Every document in every format, under two hash seeds."""
    path = tmp_path / "plan.json"
    path.write_bytes(write_plan(snowball(24, (*MARKUP, *FRENCH, *LONG))))
    sums = []
    for seed in ("0", "1"):
        out = tmp_path / seed
        command = [sys.executable, str(ROOT / "cli.py"), "print", str(path), "--out", str(out)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        sums.append(
            {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in out.iterdir()}
        )
        time.sleep(1.1)  # the clock moves on, the files do not
    assert len(sums[0]) == 33
    assert sums[0] == sums[1]


# The commands.


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    environment = {**os.environ, "LC_ALL": "fr_FR.UTF-8"}
    return subprocess.run(
        command, cwd=cwd, capture_output=True, encoding="utf-8", env=environment, check=False
    )


@pytest.mark.slow
def test_the_command_prints_what_is_asked_and_nothing_twice(tmp_path: Path) -> None:
    """Chosen documents and formats; a folder that exists is not touched without --force."""
    (tmp_path / "plan.json").write_bytes(write_plan(tables(8, 2, 2)))
    arguments = ("print", "plan.json", "--documents", "roster, signin", "--format", "csv,html")
    done = run(*arguments, "--out", "out", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["files"] == ["liste.csv", "emargement.csv", "liste.html", "emargement.html"]
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == sorted(told["files"])
    again = run(*arguments, "--out", "out", cwd=tmp_path)
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_the_command_names_what_it_does_not_know(tmp_path: Path) -> None:
    """The nearest document is suggested; a file that is no plan is refused; nothing is written."""
    (tmp_path / "plan.json").write_text('{"schema": 1}', encoding="utf-8")
    wrong = run("print", "plan.json", "--documents", "badge", "--out", "out", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "« badges »".replace(" ", "\u202f") in wrong.stderr
    broken = run("print", "plan.json", "--out", "out", cwd=tmp_path)
    assert broken.returncode == 2
    assert "plan.json" in broken.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_the_agenda_command_prints_a_programme(tmp_path: Path) -> None:
    """Both editions and the calendar, without any plan."""
    (tmp_path / "p.toml").write_text(
        'title = "T"\nstart = 2019-03-01T09:00:00\n[[steps]]\nlength = 30\nsequence = "Accueil"\n',
        encoding="utf-8",
    )
    done = run("agenda", "p.toml", "--format", "csv,ics,pdf", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == [
        "deroule-animation.csv",
        "deroule-animation.pdf",
        "deroule.csv",
        "deroule.ics",
        "deroule.pdf",
    ]
    empty = tmp_path / "empty.toml"
    empty.write_text('title = "T"\n', encoding="utf-8")
    assert run("agenda", "empty.toml", "--out", "other", cwd=tmp_path).returncode == 2
