"""HTML, workbooks, plain tables and calendars, read back as other software reads them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from icalendar import Calendar

from sortition.base.messages import LANGUAGES, Words
from tests.workshops.papers.document_plans import (
    EVENT,
    FRENCH,
    LONG,
    MARKUP,
    in_english,
    snowball,
    tables,
)
from workshops.papers.kit import printed
from workshops.papers.material import material, programme_material
from workshops.papers.names import names_of
from workshops.plan.value import Event, Plan
from workshops.programme.read import Activity, Programme, ProgrammeStep, Session

PLAN = snowball(24, (*MARKUP, *FRENCH, *LONG))
VOID = {"meta", "link", "br", "hr", "img", "input"}


def made(plan: Plan, language: str = "fr", *formats: str, **more: Any) -> dict[str, bytes]:
    return in_english(
        printed(material(plan, Words(language), file="p", **more), file="p", formats=formats).files
    )


@cache
def files(language: str = "fr") -> dict[str, bytes]:
    """Everything but the PDFs, for a plan with every kind of difficult name."""
    return made(PLAN, language, "html", "xlsx", "csv", "ics")


class Page(HTMLParser):
    """The tags and the text of a page; every element must be closed in its turn."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(content.decode("utf-8"))
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends: the last that began."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text, unless it is a style."""
        if self._open[-1:] != ["style"]:
            self.text += data


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_whole_and_say_their_language(language: str) -> None:
    """Language, title, one main heading, nothing fetched, no script."""
    for name, content in files(language).items():
        if not name.endswith(".html"):
            continue
        page = Page(content)
        names = [tag for tag, _ in page.tags]
        assert page.tags[0] == ("html", {"lang": language})
        assert names.count("h1") == 1
        assert names.count("title") == 1
        assert "main" in names
        assert not {"script", "link", "img", "iframe"} & set(names)
        assert not [one for _, attrs in page.tags for one in attrs if one in ("src", "href")]


@pytest.mark.parametrize("stem", ["roster", "signin", "cards", "cards-groups", "badges", "floor"])
def test_names_are_text_in_pages_and_never_markup(stem: str) -> None:
    """Every name is found in the text of the page as it is written in the plan."""
    page = Page(files()[f"{stem}.html"])
    for name in names_of(PLAN).values():
        assert name.first in page.text
        assert name.last in page.text
    assert "b" not in {tag for tag, _ in page.tags} or stem == "badges"


def test_tables_of_pages_say_what_heads_what() -> None:
    """A caption, heads of columns and of rows."""
    page = Page(files()["signin.html"])
    names = [tag for tag, _ in page.tags]
    scopes = [attrs.get("scope") for tag, attrs in page.tags if tag == "th"]
    assert names.count("caption") == names.count("table")
    assert scopes.count("col") == 5
    assert scopes.count("row") == 24


def test_the_titles_of_an_event_are_escaped() -> None:
    """A title that looks like markup or a template is shown as it is."""
    title = "<script>alert(1)</script> {{ 7 * 7 }} & fils"
    content = made(tables(4, 2, 1, event=Event(title=title)), "fr", "html")
    for one in content.values():
        page = Page(one)
        assert title in page.text
        assert "script" not in {tag for tag, _ in page.tags}


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbooks_hold_texts_and_numbers_but_no_formula(language: str) -> None:
    """Names that begin with = + - @ are texts; group numbers are numbers."""
    for name, content in files(language).items():
        if not name.endswith(".xlsx"):
            continue
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not any(cell.hyperlink for cell in cells)
        assert book.properties.created == datetime(2000, 1, 1)
    book = openpyxl.load_workbook(io.BytesIO(files(language)["roster.xlsx"]))
    values = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {"=1+1", "@ref", "-2+3", "+33", "<B>GRAS</B>"} <= values
    assert {1, 2, 3} <= values
    assert len(book.worksheets) == 2


def test_workbooks_are_ready_to_print() -> None:
    """A4, the heads repeated on every page, pages numbered, the foot in place."""
    book = openpyxl.load_workbook(io.BytesIO(files()["signin.xlsx"]))
    sheet = book.active
    assert isinstance(sheet, openpyxl.worksheet.worksheet.Worksheet)
    assert sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows
    assert sheet.page_setup.fitToHeight == 0
    foot = str(sheet.oddFooter.left.text)
    assert "Page &P sur &N" in foot or "Page &[Page] sur &N" in foot
    assert "Durée de conservation" in foot
    values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("Durée de conservation" in str(value) for value in values)


def test_the_foot_of_a_workbook_is_never_cut() -> None:
    """A spreadsheet's foot holds 255 characters: a longer notice stands below the table."""
    event = replace(EVENT, purpose="très " * 80 + "long & précis")
    book = openpyxl.load_workbook(
        io.BytesIO(made(tables(4, 2, 1, event=event), "fr", "xlsx")["signin.xlsx"])
    )
    sheet = book.worksheets[0]
    values = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(event.purpose in value for value in values)
    assert "très" not in str(sheet.oddFooter.left.text)


def test_plain_tables_are_read_back_unchanged() -> None:
    """One row per person, heads in the first; formulas stand behind an apostrophe."""
    rows = list(csv.reader(io.StringIO(files()["roster.csv"].decode("utf-8"))))
    assert len(rows) == 25
    assert {len(row) for row in rows} == {6}
    firsts = {row[1] for row in rows}
    assert {"'=1+1", "'@ref", "'-2+3", "+33"} <= firsts
    assert {"Œdipe", "Łucja", "Élodie"} <= firsts


def test_badges_are_ready_for_a_mail_merge() -> None:
    """One row per person with the group, the place and the part at every level."""
    rows = list(csv.reader(io.StringIO(files()["badges.csv"].decode("utf-8"))))
    assert len(rows) == 25
    assert len(rows[0]) == 2 + 3 * 4
    assert len(set(rows[0])) == len(rows[0])


def test_the_calendar_has_every_step_at_its_hour() -> None:
    """Local hours with the zone's rules in the file, and a name that stays for each entry."""
    calendar = Calendar.from_ical(files()["agenda.ics"])
    assert [str(one["TZID"]) for one in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    events = calendar.walk("VEVENT")
    assert len(events) == 8
    first = events[0]
    assert first.decoded("DTSTART") == datetime(
        2014, 11, 18, 15, 15, tzinfo=ZoneInfo("Europe/Paris")
    )
    assert first.decoded("DTEND") == datetime(2014, 11, 18, 15, 20, tzinfo=ZoneInfo("Europe/Paris"))
    assert str(first["LOCATION"]) == "Lille, Grand Palais"
    assert len({str(one["UID"]) for one in events}) == 8
    assert {one.decoded("SEQUENCE") for one in events} == {0}


def test_a_changed_plan_updates_the_entries_it_gave_out() -> None:
    """The same entries, a later hour, a higher number of revision."""
    before = Calendar.from_ical(files()["agenda.ics"]).walk("VEVENT")
    later = replace(PLAN, event=replace(EVENT, start="2014-11-18T16:00"), revision=2)
    after = Calendar.from_ical(made(later, "fr", "ics")["agenda.ics"]).walk("VEVENT")
    assert [str(one["UID"]) for one in before] == [str(one["UID"]) for one in after]
    assert {one.decoded("SEQUENCE") for one in after} == {2}


def test_calendars_of_two_events_do_not_overwrite_each_other() -> None:
    """The same title on another day is another event."""
    other = replace(PLAN, event=replace(EVENT, start="2015-11-18T15:15"))
    uids = [
        {str(one["UID"]) for one in Calendar.from_ical(content).walk("VEVENT")}
        for content in (files()["agenda.ics"], made(other, "fr", "ics")["agenda.ics"])
    ]
    assert not uids[0] & uids[1]


def test_a_programme_of_days_prints_without_people() -> None:
    """Agendas of several days with rooms side by side, in every format, any words literal."""
    rooms = (Activity("<i>A</i>", place="Salle 1", who="=1+1"), Activity("#B", place="Salle 2"))
    days = tuple(
        Session(
            f"Jour {number}",
            "",
            (ProgrammeStep(datetime(2019, 3, number, 9, 30), 90, Activity("Ateliers"), rooms),),
        )
        for number in (1, 2)
    )
    ready = programme_material(Programme(EVENT, days), Words(), file="p")
    content = in_english(printed(ready, file="p", documents=["agenda"]).files)
    assert len(content) == 9
    page = Page(content["agenda-facilitator.html"])
    assert "<i>A</i>" in page.text
    assert "Qui\u202f: =1+1" in page.text
    rows = list(csv.reader(io.StringIO(content["agenda.csv"].decode("utf-8"))))
    assert [row[0] for row in rows[1:]] == ["Vendredi 1er mars 2019"] * 3 + [
        "Samedi 2 mars 2019"
    ] * 3
    assert len(Calendar.from_ical(content["agenda.ics"]).walk("VEVENT")) == 4
