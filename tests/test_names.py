"""Names: a public class is called what no other is."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import Final

from tests.places import ROOT

SHARED: Final = {
    "Asked": "what tables and share ask of their own files, each in the room that reads them",
    "Criterion": "of a protocol, and of the people of an exercise who are to be mixed",
    "Given": "what a record gives, and what the files of a share give",
    "Programme": "of an event, and a whole-number programme of the solver",
    "Table": "read from a spreadsheet, and printed in a document",
}
"""Names that still have two meanings, and which: none may be added."""


def definitions() -> dict[str, list[str]]:
    """The files that define each public class, by its name."""
    found: dict[str, list[str]] = defaultdict(list)
    for package in ("sortition", "workshops"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for statement in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(statement, ast.ClassDef) and not statement.name.startswith("_"):
                    found[statement.name].append(file.relative_to(ROOT).as_posix())
    return found


def test_a_public_class_name_has_one_meaning() -> None:
    """Whoever reads a class's name anywhere knows which one it is."""
    several = {name: files for name, files in definitions().items() if len(files) > 1}
    unexpected = {name: files for name, files in several.items() if name not in SHARED}
    assert not unexpected


def test_names_that_are_shared_no_more_are_struck_off() -> None:
    """A name on the list of exceptions has two meanings indeed."""
    found = definitions()
    assert [name for name in SHARED if len(found[name]) < 2] == []
