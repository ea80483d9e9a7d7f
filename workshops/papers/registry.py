"""The documents there are: one line for each. What is asked for, offered and made comes from here.

A document is a module beside this one with a function that builds it from the material of a
printing. It is loaded when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sortition.documents.document import Document
    from workshops.papers.material import Material
    from workshops.plan.kinds.kind import Kind
    from workshops.plan.parts import Doing


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document that can be asked for."""

    name: str
    """As it is asked for."""
    builder: str
    """Module and function; nothing is built where the plan lacks what it is made from."""
    en: tuple[str, ...]
    """The names of its files, without the format, one for each document built: in English,"""
    fr: tuple[str, ...]
    """and in French."""
    people: tuple[Doing, ...] = ("meet",)
    """For which kinds of plans: those whose people do so."""
    lacking: str = ""
    """What is said where it was asked for by name and the plan lacks what it is made from,"""
    undated: str = ""
    """and where a calendar of it was asked for and nothing says when it starts."""

    def suits(self, kind: Kind) -> bool:
        """Whether it makes sense for a kind of plan."""
        return kind.people in self.people

    def files(self, language: str) -> tuple[str, ...]:
        """The names of its files in a language, without the format."""
        return {"en": self.en, "fr": self.fr}[language]

    def build(self, material: Material) -> list[tuple[str, Document]]:
        """Its documents, each with the name of its files; none where the plan has none to make."""
        module, _, function = self.builder.partition(":")
        built: list[Document] = getattr(import_module(f"workshops.papers.{module}"), function)(
            material
        )
        return list(zip(self.files(material.words.language), built, strict=True)) if built else []


_ALL: Final[tuple[Doing, ...]] = ("meet", "read")

PAPERS: Final = (
    Paper(name="roster", builder="roster:roster", en=("roster",), fr=("liste",)),
    Paper(
        name="roster",
        builder="share:reading_lists",
        en=("roster",),
        fr=("liste",),
        people=("read",),
    ),
    Paper(name="signin", builder="signin:signin", en=("signin",), fr=("emargement",), people=_ALL),
    Paper(
        name="cards",
        builder="cards:cards",
        en=("cards", "cards-groups"),
        fr=("chevalets", "chevalets-groupes"),
    ),
    Paper(name="badges", builder="badges:badges", en=("badges",), fr=("badges",)),
    Paper(name="scores", builder="share:scores", en=("scores",), fr=("notes",), people=("read",)),
    Paper(
        name="agenda",
        builder="agenda:agenda",
        en=("agenda", "agenda-facilitator"),
        fr=("deroule", "deroule-animation"),
        people=_ALL,
        lacking="print-no-agenda",
        undated="print-no-start",
    ),
    Paper(
        name="floor",
        builder="floor:floor",
        en=("floor",),
        fr=("plan-de-salle",),
        lacking="print-no-floor",
    ),
)
PAPER_NAMES: Final = tuple(dict.fromkeys(one.name for one in PAPERS))


def papers_for(kind: Kind) -> Sequence[Paper]:
    """The documents that make sense for a kind of plan."""
    return [one for one in PAPERS if one.suits(kind)]
