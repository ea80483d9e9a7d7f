"""What can be printed: asked for, offered, named and made from one list."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest

from sortition.base.messages import LANGUAGES, Words, catalogue
from sortition.documents.formats import FORMAT_NAMES
from tests.places import ROOT
from tests.workshops.papers.document_plans import snowball
from workshops.papers.commands import print_commands
from workshops.papers.material import material
from workshops.papers.registry import PAPER_NAMES, PAPERS, Paper, papers_for
from workshops.plan.kinds import KINDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_names_every_document_and_format(language: str) -> None:
    """What can be asked for is what there is."""
    command = next(one for one in print_commands(Words(language)) if one.name == "print")
    said = {one.name: getattr(one, "help", "") for one in command.params}
    assert ", ".join(PAPER_NAMES) in said["documents"]
    assert ", ".join(FORMAT_NAMES) in said["format"]


def test_the_help_loads_nothing_that_prints() -> None:
    """To show the help takes no library of documents."""
    code = (
        "import sys; from sortition.base.messages import Words; "
        "from workshops.papers.commands import print_commands; "
        "print_commands(Words()); print(*sys.modules)"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    heavy = {"typst", "jinja2", "xlsxwriter", "icalendar", "babel", "numpy"}
    assert not loaded & (heavy | {"sortition.documents.document", "workshops.papers.material"})


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_each_document_once_and_words_for_itself(kind: str) -> None:
    """No two documents answer to one name or write one file, and what is refused is said."""
    papers = papers_for(KINDS[kind])
    assert len({one.name for one in papers}) == len(papers) > 2
    for language in LANGUAGES:
        files = [name for one in papers for name in one.files(language)]
        assert len(set(files)) == len(files)
    assert {KINDS[kind].refusal, f"doc-group-{kind}"} <= catalogue().keys()


def test_documents_come_in_one_order() -> None:
    """Whatever the kind of plan, its documents stand in the order in which all are offered."""
    place = {name: number for number, name in enumerate(PAPER_NAMES)}
    for kind in KINDS.values():
        found = [place[one.name] for one in papers_for(kind)]
        assert all(a < b for a, b in pairwise(found))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS, ids=lambda one: one.builder)
def test_every_line_builds(paper: Paper, language: str) -> None:
    """A line's module and function are there, give as many documents as the line has names, and
    whatever is said instead is in the catalogue.
    """
    built = paper.build(material(snowball(8, final=4), Words(language), file="plan.json"))
    assert [name for name, _ in built] == list(paper.files(language))
    assert {paper.lacking, paper.undated} <= catalogue().keys() | {""}
