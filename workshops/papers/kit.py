"""Which documents there are, in which formats, and the files of one printing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sortition.base.errors import BadInput, Problems, message
from sortition.documents.document import Document
from sortition.documents.formats import formats_named, rendered
from workshops.papers.agenda import agenda
from workshops.papers.badges import badges
from workshops.papers.cards import cards
from workshops.papers.floor import floor
from workshops.papers.material import Material
from workshops.papers.roster import roster
from workshops.papers.share import scores
from workshops.papers.signin import signin

Builder = Callable[[Material], list[Document]]

BUILDERS: Final[dict[str, Builder]] = {
    "roster": roster,
    "signin": signin,
    "cards": cards,
    "badges": badges,
    "agenda": agenda,
    "floor": floor,
    "scores": scores,
}
DOCUMENTS: Final = ("roster", "signin", "cards", "badges", "agenda", "floor")
"""What there is to print for people who meet in groups,"""
SHARE_DOCUMENTS: Final = ("roster", "signin", "scores", "agenda")
"""and for people who read files: nobody has a place, so there is none to print."""

_WHAT_IS_MISSING: Final = {"floor": "print-no-floor", "agenda": "print-no-agenda"}


def printed(
    material: Material,
    *,
    file: str,
    documents: Sequence[str] = (),
    formats: Sequence[str] = (),
) -> dict[str, bytes]:
    """The files of a printing, name → content.

    Without `documents` or `formats`, all that make sense for this plan. What is asked for by name
    and cannot be made is refused with `BadInput`, as are letters that a PDF could not show.
    """
    made = _built(material, file, documents)
    chosen = formats_named(formats)
    if "ics" in formats and any(_is_agenda(one) for one in made) and not _schedules(made):
        raise BadInput(message("print-no-start"))
    if "pdf" in {one.name for one in chosen}:
        from workshops.papers.letters import check_letters

        check_letters(material)
    files = rendered([(one.name, one) for one in made], chosen, material.words)
    if not files:
        raise BadInput(message("print-nothing", formats=[one.name for one in chosen]))
    return files


def _built(material: Material, file: str, documents: Sequence[str]) -> list[Document]:
    made: list[Document] = []
    known = SHARE_DOCUMENTS if material.plan.kind == "share" else DOCUMENTS
    _check_kind(material, file, documents, known)
    for name in documents or known:
        found = BUILDERS[name](material)
        if not found and documents:
            raise BadInput(message(_WHAT_IS_MISSING[name], file=file))
        made += found
    return made


def _check_kind(
    material: Material, file: str, documents: Sequence[str], known: Sequence[str]
) -> None:
    """Refuse documents that make no sense for this kind of plan. Raises `BadInput`."""
    problems = Problems()
    for name in documents:
        if name in known:
            continue
        if material.plan.kind == "share":
            problems.add("print-not-for-share", file=file, name=name, known=known)
        else:
            problems.add("print-only-for-share", file=file, name=name, known=known)
    problems.raise_if_any()


def _is_agenda(document: Document) -> bool:
    return document.name.startswith("agenda")


def _schedules(documents: Sequence[Document]) -> bool:
    return any(document.schedule is not None for document in documents)
