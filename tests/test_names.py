"""Names: a public class is called what no other is."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.places import ROOT


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
    assert not several
