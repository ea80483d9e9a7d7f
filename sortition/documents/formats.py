"""The formats there are: one line for each.

A format is a module with `render(document, words)`, which gives the content of a file and writes
nothing. It is loaded, with its libraries, when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sortition.base.messages import Words
    from sortition.documents.document import Document


@dataclass(frozen=True)
class Format:
    """A format of files."""

    name: str
    """As it is asked for, and as the files end."""
    module: str
    any_letters: bool = True
    """Whether it shows any letter that a computer knows."""
    only_schedules: bool = False
    """Whether it shows a document's schedule and nothing else."""

    def suits(self, document: Document) -> bool:
        """Whether the document has anything to show in this format."""
        return document.schedule is not None or not self.only_schedules

    def render(self, document: Document, words: Words) -> bytes:
        """The content of the document's file. Raises `BadInput` for what the format cannot show."""
        content = import_module(self.module).render(document, words)
        if not isinstance(content, bytes):
            raise TypeError("a file is bytes")
        return content


FORMATS: Final = (
    Format("pdf", "sortition.documents.pdf", any_letters=False),
    Format("html", "sortition.documents.html"),
    Format("xlsx", "sortition.documents.xlsx"),
    Format("csv", "sortition.documents.csv"),
    Format("ics", "sortition.documents.ics", only_schedules=True),
)
FORMAT_NAMES: Final = tuple(one.name for one in FORMATS)


def formats_named(names: Sequence[str]) -> list[Format]:
    """The formats of these names, in their order; all where none is named."""
    known = {one.name: one for one in FORMATS}
    return [known[name] for name in names or FORMAT_NAMES]


def rendered(
    documents: Iterable[tuple[str, Document]], formats: Sequence[Format], words: Words
) -> dict[str, bytes]:
    """The files of named documents, name → content, in every format that suits them."""
    named = list(documents)
    return {
        f"{name}.{one.name}": one.render(document, words)
        for one in formats
        for name, document in named
        if one.suits(document)
    }
