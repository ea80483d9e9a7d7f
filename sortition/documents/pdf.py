"""PDF by typst: tagged pages that conform to PDF/UA-1, the same bytes for the same document.

The document goes to the templates as data, never as markup. Only the fonts that ship with the
package are seen, so that no computer lays a page out differently.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from dataclasses import asdict
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sortition.base.messages import Words
from sortition.documents.document import Document
from sortition.documents.letters import FONT_FILES, check_text, font_folder

if TYPE_CHECKING:
    import typst

_HOLE: Final = "\0"


def render(document: Document, words: Words) -> bytes:
    """The document as PDF. Raises `BadInput` for letters that the font does not have."""
    data = _plain(document)
    text = json.dumps(data, ensure_ascii=False)
    check_text(text)
    labels = json.dumps({"page": words("doc-page", number=_HOLE, total=_HOLE).split(_HOLE)})
    content = _compiler().compile(
        format="pdf",
        sys_inputs={"document": text, "labels": labels},
        # The standard's own checks: a page that a screen reader could not read does not compile.
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    if not isinstance(content, bytes):
        raise TypeError("a PDF is one file")
    return content


def _plain(document: Document) -> dict[str, Any]:
    """The document as the templates read it: blocks with their kind, no other views."""
    kept = ("language", "kind", "title", "lines", "footer", "landscape")
    data: dict[str, Any] = {name: getattr(document, name) for name in kept}
    data["full_title"] = document.full_title
    data["blocks"] = [{"kind": block.kind} | asdict(block) for block in document.blocks]
    return data


@cache
def _compiler() -> typst.Compiler:
    """One compiler for all documents: it keeps fonts and templates between them."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_fonts()]
    )
    with as_file(files(__package__) / "templates") as templates:
        return typst.Compiler(templates / "document.typ", root=templates, font_paths=fonts)


def _fonts() -> Path:
    """A folder with exactly the faces used.

    The package of the font has every face twice, and which of the two a folder names first is up
    to the disk.
    """
    folder = Path(tempfile.mkdtemp(prefix="sortition-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in FONT_FILES:
        shutil.copyfile(font_folder() / name, folder / name)
    return folder
