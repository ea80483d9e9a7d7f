"""PDFs: tagged as PDF/UA asks, every name on the page, nothing cut, no letter silently lost."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTPage
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from sortition.base.errors import BadInput
from sortition.base.messages import LANGUAGES, Words
from sortition.documents.letters import check_text, known_letters, missing_letters
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
from workshops.papers.material import material
from workshops.papers.names import names_of
from workshops.plan.value import Plan

MM = 72 / 25.4
ZERO_WIDTH_SPACE = "\u200b"
STEMS = (
    "roster",
    "signin",
    "cards",
    "cards-groups",
    "badges",
    "agenda",
    "agenda-facilitator",
    "floor",
)
PLAN = snowball(24, (*MARKUP, *FRENCH, *LONG))


@cache
def files(language: str = "fr") -> dict[str, bytes]:
    """The PDFs of a plan with every kind of difficult name."""
    return in_english(
        printed(material(PLAN, Words(language), file="p"), file="p", formats=["pdf"]).files
    )


def pdf(plan: Plan, document: str) -> bytes:
    made = in_english(
        printed(
            material(plan, Words(), file="p"), file="p", documents=[document], formats=["pdf"]
        ).files
    )
    return made[f"{document}.pdf"]


def text_of(content: bytes) -> str:
    """The text as a reader copies it, without regard to breaks."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return squeezed("".join(pages))


def root_of(content: bytes) -> Any:
    """The catalogue of a PDF."""
    return PdfReader(io.BytesIO(content)).trailer["/Root"]


def squeezed(text: str) -> str:
    return re.sub(rf"[\s{ZERO_WIDTH_SPACE}]", "", text)


def letters(page: LTPage) -> Iterator[LTChar]:
    """Every letter that leaves a mark, wherever it stands in the layout."""

    def inside(item: object) -> Iterator[LTChar]:
        if isinstance(item, LTChar):
            if item.get_text().strip() and item.get_text() != ZERO_WIDTH_SPACE:
                yield item
        elif hasattr(item, "__iter__"):
            for one in item:
                yield from inside(one)

    yield from inside(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stem", STEMS)
def test_every_pdf_is_tagged_as_pdf_ua_asks(stem: str, language: str) -> None:
    """Marked, with a tree of tags, a language, a title to show and the standard's own label."""
    root = root_of(files(language)[f"{stem}.pdf"])
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert str(root["/Lang"]).startswith(language)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "Assises de la participation" in xmp
    assert "CreateDate" not in xmp


def test_tables_are_tagged_as_tables_with_headers() -> None:
    """A screen reader can tell the heads of columns from what stands below."""
    found: set[str] = set()

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.add(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(root_of(files()["signin.pdf"])["/StructTreeRoot"])
    assert {"/Document", "/H1", "/Table", "/THead", "/TH", "/TR", "/TD"} <= found


@pytest.mark.parametrize("stem", ["roster", "signin", "cards", "cards-groups", "badges", "floor"])
def test_every_name_is_in_the_text(stem: str) -> None:
    """Literally: no letter of any name is read as markup, lost or replaced."""
    text = text_of(files()[f"{stem}.pdf"])
    for name in names_of(PLAN).values():
        assert squeezed(name.first) in text
        assert squeezed(name.last) in text


def test_the_far_side_of_a_card_is_not_read_twice() -> None:
    """Every card shows its name on both sides; the tree of tags holds it once."""
    content = pdf(tables(2, 1, 1, (("Zéphyrine", "Ormont"), ("Anselme", "Ormont"))), "cards")
    assert text_of(content).count("Zéphyrine") == 2
    page = PdfReader(io.BytesIO(content)).pages[0]
    contents = page.get_contents()
    assert contents is not None
    assert contents.get_data().count(b"/Artifact") >= 2


@pytest.mark.parametrize("stem", STEMS)
def test_nothing_stands_beyond_the_margins(stem: str) -> None:
    """Names of 60 and of 200 letters wrap or shrink; no letter leaves the page or its margin."""
    for page in extract_pages(io.BytesIO(files()[f"{stem}.pdf"])):
        for letter in letters(page):
            assert letter.x0 > 9 * MM, (letter.get_text(), page.pageid)
            assert letter.x1 < page.width - 3.5 * MM, (letter.get_text(), page.pageid)
            assert letter.y0 > 3 * MM, (letter.get_text(), page.pageid)
            assert letter.y1 < page.height - 3 * MM, (letter.get_text(), page.pageid)


@pytest.mark.parametrize("stem", ["cards", "cards-groups"])
def test_no_letter_of_a_card_crosses_a_fold(stem: str) -> None:
    """Each side of a card is a quarter of the page."""
    for page in extract_pages(io.BytesIO(files()[f"{stem}.pdf"])):
        for letter in letters(page):
            if letter.size < 8 and letter.x0 > page.width - 30 * MM:
                continue  # the words at the fold
            # The body of a letter, whose box is higher than its ink.
            middle, half = (letter.y0 + letter.y1) / 2, letter.size * 0.35
            assert int((middle - half) / (page.height / 4)) == int(
                (middle + half) / (page.height / 4)
            ), letter.get_text()


def test_no_letter_of_a_badge_crosses_its_edge() -> None:
    """Eight badges of 90 mm by 65 mm stand in the middle of the page."""
    for page in extract_pages(io.BytesIO(files()["badges.pdf"])):
        for letter in letters(page):
            column = (letter.x0 - 15 * MM) / (90 * MM)
            assert int(column) == int((letter.x1 - 15 * MM) / (90 * MM))
            assert 0 <= column < 2


def test_names_in_a_table_stay_in_their_column() -> None:
    """A long surname does not run into the first name beside it."""
    plan = tables(3, 1, 1, LONG)
    for page in extract_pages(io.BytesIO(pdf(plan, "signin"))):
        surname = [one for one in letters(page) if one.get_text() == "B"]
        first = [one for one in letters(page) if one.get_text() == "A" and one.size > 9]
        if surname and first:
            assert max(one.x1 for one in surname) < min(one.x0 for one in first if one.x0 > 200)


def test_pages_are_numbered_to_the_last() -> None:
    """« Page 2 sur 9 » in the foot of every page of a sign-in sheet, with the data protection."""
    reader = PdfReader(io.BytesIO(pdf(tables(120, 12, 1), "signin")))
    total = len(reader.pages)
    assert total > 3
    for number, page in enumerate(reader.pages, 1):
        text = squeezed(page.extract_text())
        assert f"Page{number}sur{total}" in text
        assert "Duréedeconservation:troismois" in text


def test_letters_that_the_font_lacks_are_refused_with_the_person() -> None:
    """Arabic, Hebrew, Chinese and pictures: never a blank, never a box; all people at once."""
    names = (("محمد", "Ali"), ("דוד", "Cohen"), ("小明", "王"), ("😀", "Éa"), ("Zoé", "Ŝęđ"))
    with pytest.raises(BadInput) as caught:
        pdf(tables(8, 2, 2, names), "badges")
    assert [one.params["id"] for one in caught.value.messages] == ["P001", "P002", "P003", "P004"]
    for language in LANGUAGES:
        said = Words(language).say(caught.value.messages[2])
        assert "王" in said
        assert "U+738B" in said
        assert "html" in said
    assert caught.value.exit_status == 2


def test_letters_that_the_font_lacks_are_refused_in_any_text() -> None:
    """A title or a place is named by its own words."""
    with pytest.raises(BadInput) as caught:
        pdf(tables(4, 2, 1, event=replace(EVENT, place="北京")), "roster")
    assert [one.params["text"] for one in caught.value.messages] == ["北京"]
    with pytest.raises(BadInput):
        check_text("un peu de texte 京")


def test_other_formats_take_any_letters() -> None:
    """What a PDF cannot show, a page of HTML or a workbook can."""
    plan = tables(4, 2, 2, (("محمد", "علي"), ("小明", "王")))
    made = in_english(
        printed(material(plan, Words(), file="p"), file="p", formats=["html", "xlsx", "csv"]).files
    )
    assert "محمد" in made["badges.html"].decode()
    assert "王" in made["roster.csv"].decode()


def test_the_font_has_the_letters_of_europe() -> None:
    """French, Polish, Turkish, Vietnamese, Greek and Cyrillic names can be printed."""
    assert missing_letters("ŒœÆæŸÿ’«»\u202f–— ŁłŻżĞğİıŞş ĐđẠạỚớ Ωά Жя 0123456789 ©№€") == []
    assert len(known_letters()) > 1000


def test_a_plan_without_a_title_prints() -> None:
    """Every document has a title of its own to show."""
    plan = snowball(8, event=replace(EVENT, title="", question="", place="", start=""), final=4)
    made = in_english(printed(material(plan, Words(), file="p"), file="p", formats=["pdf"]).files)
    assert len(made) == len(STEMS)
