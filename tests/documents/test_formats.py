"""A document in every format: nothing in the way knows what it is about."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterator

import pytest

from sortition.base.errors import BadInput
from sortition.base.messages import LANGUAGES, Words
from sortition.documents.choice import chosen, chosen_formats
from sortition.documents.document import Column, Document, Listing, Schedule, Slot
from sortition.documents.formats import FORMAT_NAMES, FORMATS, formats_named, rendered
from tests.places import ROOT

PANEL = Listing("Panel", (Column("Nº", "number"), Column("Profil", "name")), (("1", "p022"),))
BEGINNINGS = {
    "pdf": b"%PDF-",
    "html": b"<!doctype html>",
    "xlsx": b"PK",
    "csv": "Nº,Profil".encode(),
    "ics": b"BEGIN:VCALENDAR",
}


def minutes(language: str, schedule: Schedule | None = None) -> Document:
    return Document(
        language=language, kind="Panel", title="", blocks=(PANEL,), data=PANEL, schedule=schedule
    )


def imported() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "sortition").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                yield path.name, node.module or ""
            elif isinstance(node, ast.Import):
                yield from ((path.name, one.name) for one in node.names)


def test_the_draw_never_reads_the_workshops() -> None:
    """No module of the one side imports the other, at its top or inside a function."""
    found = list(imported())
    assert len(found) > 100
    assert not [one for one in found if one[1].partition(".")[0] == "workshops"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_document_has_a_file_in_every_format_that_suits_it(language: str) -> None:
    """A list of a draw without hours has no calendar; with hours it has."""
    words = Words(language)
    files = rendered([("panel", minutes(language))], formats_named(()), words)
    assert list(files) == [f"panel.{one.name}" for one in FORMATS if not one.only_schedules]
    start = dt.datetime(2026, 3, 14, 9, 30)
    schedule = Schedule("Tirage", "", "Europe/Paris", (Slot(start, start, "Tirage"),))
    files = rendered([("panel", minutes(language, schedule))], formats_named(()), words)
    assert set(files) == {f"panel.{name}" for name in BEGINNINGS}
    for name, begin in BEGINNINGS.items():
        assert files[f"panel.{name}"][: len(begin)].lower() == begin.lower()


def test_formats_are_asked_for_by_name() -> None:
    """In the order asked, each once, in any case; all where none is named."""
    assert chosen_formats("CSV, pdf,csv") == ("csv", "pdf")
    assert [one.name for one in formats_named(("csv", "pdf"))] == ["csv", "pdf"]
    assert tuple(one.name for one in formats_named(())) == FORMAT_NAMES
    assert chosen("--documents", None, ("panel",)) == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [("pfd", ["print-unknown-near"]), ("zzzz,qqqq", ["print-unknown"] * 2), (",", ["print-none"])],
)
def test_what_there_is_not_is_refused_all_at_once(text: str, codes: list[str]) -> None:
    """An unknown word of a list is named with what it may have been, an empty list with what
    there is.
    """
    with pytest.raises(BadInput) as caught:
        chosen_formats(text)
    assert [one.code for one in caught.value.messages] == codes
