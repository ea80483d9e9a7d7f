"""Web pages by jinja2: one file with nothing to fetch, to be read on a screen or printed.

Everything shown is escaped; the page has no script.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from sortition.base.messages import Words
from sortition.documents.document import Column, Document

if TYPE_CHECKING:
    from jinja2 import Template

_LONG: Final = 24
_LONGEST: Final = 70


def render(document: Document, words: Words) -> bytes:
    """The document as a page of HTML."""
    whole_sheets = all(block.kind in ("tents", "badges") for block in document.blocks)
    page = _template().render(document=document, whole_sheets=whole_sheets, style=_style())
    return page.encode("utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["size_class"] = _size_class
    environment.filters["first_name"] = _row_header
    source = files(__package__).joinpath("templates/page.html.j2").read_text(encoding="utf-8")
    return environment.from_string(source)


@cache
def _style() -> str:
    from markupsafe import Markup

    # Our own file, not a text of the document.
    style = files(__package__).joinpath("templates/page.css").read_text(encoding="utf-8")
    return Markup(style)  # noqa: S704


def _size_class(text: str) -> str:
    """How long a text is, for its size on a card."""
    return "longest" if len(text) > _LONGEST else "long" if len(text) > _LONG else ""


def _row_header(columns: Sequence[Column]) -> int:
    """The column that says what a row is about: the first that is a name."""
    return next((index for index, column in enumerate(columns) if column.kind == "name"), 0)
