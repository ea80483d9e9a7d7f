"""Documents of shared readings: lists for readers, score sheets, and what makes no sense there."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from datetime import datetime

import pytest
from pypdf import PdfReader

from sortition.base.errors import BadInput
from sortition.base.messages import LANGUAGES, Words
from sortition.documents.document import Badges, Document, GroupList, Listing
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
from workshops.papers.kit import printed
from workshops.papers.material import Material, material
from workshops.papers.registry import papers_for
from workshops.plan.value import Group, Participant, Plan, Round
from workshops.programme.read import Activity, ProgrammeStep, Session


def share(readers: int, files: int, each: int, *, titles: bool = True) -> Plan:
    everyone = people(readers, (*MARKUP, *FRENCH, *LONG)[: readers // 2])
    groups = tuple(
        Group(
            number,
            tuple(everyone[(number * 7 + turn * 3) % readers].id for turn in range(each)),
            topic=f"Square nº {number} – café" if titles else "",
            file_id=f"PRJ-{number:03}",
        )
        for number in range(1, files + 1)
    )
    return Plan("share", EVENT, everyone, (Round("1", 0.0, groups),))


def assigned() -> Plan:
    everyone = tuple(Participant(f"P{n}", f"Nom{n}", f"Prénom{n}") for n in range(6))
    titles = ("Budgets participatifs : de l’idée au chantier", "Animer le désaccord")
    rounds = tuple(
        Round(
            str(turn + 1),
            0.0,
            (
                Group(1, ("P5", "P1", "P0"), "Salle des fêtes", titles[0], hosts=("P5",)),
                Group(2, ("P4", "P3", "P2"), "Beffroi", titles[1], hosts=("P4",)),
            ),
        )
        for turn in range(2)
    )
    return Plan("assign", EVENT, everyone, rounds)


def of(plan: Plan, language: str = "fr", sessions: tuple[Session, ...] = ()) -> Material:
    return material(plan, Words(language), file="plan.json", sessions=sessions)


def built(name: str, made: Material) -> Document:
    (paper,) = (one for one in papers_for(made.kind) if one.name == name)
    ((_, document),) = paper.build(made)
    return document


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def codes(caught: pytest.ExceptionInfo[BadInput]) -> list[str]:
    for language in LANGUAGES:
        for one in caught.value.messages:
            assert Words(language).say(one)
    return [one.code for one in caught.value.messages]


def test_every_reader_has_a_list_of_all_their_files() -> None:
    """One table for each reader with number and title, and one entry for each file."""
    plan = share(12, 30, 4)
    made = of(plan)
    document = built("roster", made)
    *lists, by_file = document.blocks
    assert len(lists) == 12
    for block, (person, name) in zip(lists, made.names.items(), strict=True):
        assert isinstance(block, Listing)
        assert block.title.startswith(name.listed)
        wanted = [one for one in plan.rounds[0].groups if person in one.members]
        assert list(block.rows) == [(one.file_id, one.topic) for one in wanted]
    assert isinstance(by_file, GroupList)
    assert len(by_file.entries) == 30
    for entry, group in zip(by_file.entries, plan.rounds[0].groups, strict=True):
        assert entry.label == f"{group.file_id} – {group.topic}"
        assert [name for name, _ in entry.people] == [
            made.names[member].listed for member in group.members
        ]
    assert [len(sheet.rows) for sheet in document.sheets] == [120, 120]


def test_files_without_titles_have_no_column_of_titles() -> None:
    """Where the topic is the number alone, nothing is said twice."""
    made = of(share(6, 9, 2, titles=False), "en")
    files = in_english(
        printed(made, file="p", documents=["roster", "scores"], formats=["csv"]).files
    )
    assert rows_of(files["roster.csv"])[0] == ["Surname", "First name", "File"]
    assert rows_of(files["scores.csv"])[0] == ["File", "Surname", "First name", "Score", "Remarks"]
    assert rows_of(files["scores.csv"])[1][0] == "PRJ-001"


def test_score_sheets_have_an_empty_line_for_every_reading() -> None:
    """One sheet for each file, kept on a page; all lines in one table of a workbook."""
    document = built("scores", of(share(12, 30, 4)))
    assert len(document.blocks) == 30
    for block in document.blocks:
        assert isinstance(block, Listing)
        assert block.together
        assert [column.kind for column in block.columns[2:]] == ["signature", "signature"]
        assert [row[2:] for row in block.rows] == [("", "")] * 4
    assert document.data is not None
    assert len(document.data.rows) == 120


def test_a_sheet_longer_than_a_page_goes_on() -> None:
    """A file that sixty people read is not squeezed off the paper."""
    plan = share(60, 1, 60)
    document = built("scores", of(plan))
    assert [block.together for block in document.blocks if isinstance(block, Listing)] == [False]
    content = in_english(printed(of(plan), file="p", documents=["scores"], formats=["pdf"]).files)[
        "scores.pdf"
    ]
    assert len(PdfReader(io.BytesIO(content)).pages) > 1


def test_readers_sign_in_without_a_table() -> None:
    """Number, surname, first name and a place to sign, nothing on where to sit."""
    document = built("signin", of(share(12, 30, 4)))
    (table,) = document.blocks
    assert isinstance(table, Listing)
    assert [column.kind for column in table.columns] == ["number", "name", "text", "signature"]
    assert len(table.rows) == 12


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_share_prints_what_makes_sense_unasked(language: str) -> None:
    """Lists, sign-in and score sheets in every format, with every file and every name."""
    files = in_english(printed(of(share(12, 30, 4), language), file="p").files)
    assert set(files) == {
        f"{stem}.{one}"
        for stem in ("roster", "signin", "scores")
        for one in ("pdf", "html", "xlsx", "csv")
    }
    for stem in ("roster", "scores"):
        assert files[f"{stem}.html"].decode().count("PRJ-030") >= 1
        pages = PdfReader(io.BytesIO(files[f"{stem}.pdf"])).pages
        assert "PRJ-030" in "".join(page.extract_text() for page in pages)
        with zipfile.ZipFile(io.BytesIO(files[f"{stem}.xlsx"])) as workbook:
            assert b"PRJ-030" in workbook.read("xl/sharedStrings.xml")


def test_a_reader_without_files_and_an_agenda_of_sessions_print() -> None:
    """Nobody is left off the lists; a programme with steps brings its agenda."""
    plan = share(12, 1, 2)
    step = ProgrammeStep(datetime(2019, 3, 1, 9, 30), 90, Activity("Jury"))
    files = in_english(printed(of(plan, sessions=(Session("Matin", "", (step,)),)), file="p").files)
    assert "agenda.ics" in files
    document = built("roster", of(plan))
    assert len(document.blocks) == 13


@pytest.mark.parametrize("name", ["badges", "cards", "floor"])
def test_what_needs_places_is_refused_for_a_share(name: str) -> None:
    """Nobody sits anywhere, so there is nothing to say on a badge or a card."""
    with pytest.raises(BadInput) as caught:
        printed(of(share(6, 9, 2)), file="p", documents=[name, "roster"])
    assert codes(caught) == ["print-not-for-share"]


def test_an_agenda_needs_steps_or_lengths() -> None:
    """Rounds that nobody gave a length make no running order of zero minutes."""
    for plan in (share(6, 9, 2), assigned()):
        with pytest.raises(BadInput) as caught:
            printed(of(plan), file="p", documents=["agenda"])
        assert codes(caught) == ["print-no-agenda"]
    assert "agenda.csv" not in in_english(printed(of(assigned()), file="p", formats=["csv"]).files)


@pytest.mark.parametrize("plan", [tables(8, 2, 2), snowball(8, final=4), assigned()])
def test_score_sheets_are_for_shares_only(plan: Plan) -> None:
    """Other plans have no files to score: refused where asked for, left out where not."""
    with pytest.raises(BadInput) as caught:
        printed(of(plan), file="p", documents=["scores"])
    assert codes(caught) == ["print-only-for-share"]
    assert "scores.csv" not in in_english(printed(of(plan), file="p", formats=["csv"]).files)


@pytest.mark.parametrize(("language", "marked"), [("fr", "animation"), ("en", "host")])
def test_hosts_are_marked_wherever_they_are_listed(language: str, marked: str) -> None:
    """Roster, badges and cards say who holds a workshop, and nobody else does."""
    files = in_english(printed(of(assigned(), language), file="p", formats=["csv"]).files)
    roster = rows_of(files["roster.csv"])
    assert [row[-1] for row in roster[1:]].count(marked) == 0  # everyone's workshops, by name
    document = built("roster", of(assigned(), language))
    by_group = [row for row in document.sheets[1].rows if row[-1]]
    assert {(row[-3], row[-1]) for row in by_group} == {("NOM4", marked), ("NOM5", marked)}
    badges = {row[1]: row for row in rows_of(files["badges.csv"])}
    assert [name for name, row in badges.items() if marked in row] == ["NOM4", "NOM5"]
    assert (
        f"NOM5 ({marked}), Prénom0 NOM0, Prénom1 NOM1" in rows_of(files["cards-groups.csv"])[1][-1]
    )


def test_workshops_are_named_with_their_rooms_and_hosts_first() -> None:
    """Badges and lists of an assignment say title and room; whoever hosts heads the list, the
    others follow by name.
    """
    plan = assigned()
    document = built("badges", of(plan))
    (block,) = document.blocks
    assert isinstance(block, Badges)
    assert {cell.place for badge in block.badges for cell in badge.cells} == {
        "Salle des fêtes · Budgets participatifs : de l’idée au chantier",
        "Beffroi · Animer le désaccord",
    }
    document = built("roster", of(plan))
    first = document.blocks[1]
    assert isinstance(first, GroupList)
    assert first.entries[1].label == "Atelier 2 – Animer le désaccord"
    assert first.entries[1].detail == "Beffroi"
    assert [[name for name, _ in entry.people] for entry in first.entries] == [
        ["NOM5 Prénom5", "NOM0 Prénom0", "NOM1 Prénom1"],
        ["NOM4 Prénom4", "NOM2 Prénom2", "NOM3 Prénom3"],
    ]


@pytest.mark.slow
def test_a_large_share_prints_in_seconds() -> None:
    """Five hundred files and seventy readers are no more than a coffee’s wait."""
    start = time.process_time()
    printed(of(share(68, 487, 4)), file="p")
    assert time.process_time() - start < 15
