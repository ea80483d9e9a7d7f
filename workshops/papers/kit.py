"""The files of one printing: what is asked for, or all that makes sense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sortition.base.errors import BadInput, Problems, message
from sortition.documents.document import Document
from sortition.documents.formats import formats_named, rendered
from workshops.papers.letters import check_letters
from workshops.papers.material import Material
from workshops.papers.registry import Paper, papers_for


@dataclass(frozen=True)
class Printing:
    """What one printing makes."""

    files: dict[str, bytes]
    """Name → content."""
    unsaid: tuple[str, ...] = ()
    """What the documents should say and cannot: codes of messages."""


def printed(
    material: Material,
    *,
    file: str,
    documents: Sequence[str] = (),
    formats: Sequence[str] = (),
) -> Printing:
    """The files of a printing, and what they leave unsaid.

    Without `documents` or `formats`, all that make sense for this plan. What is asked for by name
    and cannot be made is refused with `BadInput`, as are letters that a PDF could not show.
    """
    wanted = formats_named(formats)
    calendar = bool(formats) and any(one.only_schedules for one in wanted)
    made: list[tuple[str, Document]] = []
    for paper in _papers(material, file, documents):
        built = paper.build(material)
        if not built and documents and paper.lacking:
            raise BadInput(message(paper.lacking, file=file))
        made += built
        if built and paper.undated and calendar:
            _check_dated(paper, built)
    if any(not one.any_letters for one in wanted):
        check_letters(material)
    files = rendered(made, wanted, material.words)
    if not files:
        raise BadInput(message("print-nothing", formats=[one.name for one in wanted]))
    unsaid = dict.fromkeys(code for _, document in made for code in document.unsaid)
    return Printing(files, tuple(unsaid))


def _papers(material: Material, file: str, names: Sequence[str]) -> Sequence[Paper]:
    """The papers of these names, in their order; without names, all.

    Raises `BadInput` for those that make no sense for this kind of plan.
    """
    known = {one.name: one for one in papers_for(material.kind)}
    problems = Problems()
    for name in names:
        if name not in known:
            problems.add(material.kind.refusal, file=file, name=name, known=list(known))
    problems.raise_if_any()
    return [known[name] for name in names or known]


def _check_dated(paper: Paper, built: Sequence[tuple[str, Document]]) -> None:
    """Refuse a calendar of what has no hours. Raises `BadInput`."""
    if all(document.schedule is None for _, document in built):
        raise BadInput(message(paper.undated))
