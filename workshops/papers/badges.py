"""Badges: the first name large, and the person's group at every round."""

from __future__ import annotations

from sortition.documents.document import Badge, Badges, Column, Document, Listing
from workshops.papers.cards import cells_of
from workshops.papers.material import Material


def badges(material: Material) -> list[Document]:
    """A badge for everyone, in alphabetical order; as a table, ready for a mail merge."""
    words = material.words
    made = tuple(
        Badge(
            first=name.first or name.last or name.id,
            last=name.last if name.first else "",
            cells=cells_of(material, person),
        )
        for person, name in material.names.items()
    )
    columns = [Column(words("doc-first-name")), Column(words("doc-last-name"), "name")]
    for one in material.plan.rounds:
        caption = material.round_caption(one)
        columns.append(Column(caption, "number"))
        columns.append(Column(words("doc-place-of", caption=caption), "text"))
        columns.append(Column(words("doc-part-of", caption=caption), "text"))
    rows = tuple(
        (
            name.first,
            name.last or name.id,
            *(text for cell in badge.cells for text in (cell.value, cell.place, cell.part)),
        )
        for badge, name in zip(made, material.names.values(), strict=True)
    )
    return [
        Document(
            language=words.language,
            kind=words("doc-badges"),
            title=material.event.title,
            blocks=(Badges(material.event.title, made),),
            data=Listing(words("doc-badges"), tuple(columns), rows),
        )
    ]
