"""The roster: who is where, by name and by group."""

from __future__ import annotations

from sortition.documents.document import Column, Document, GroupEntry, GroupList, Listing
from workshops.papers.material import Material
from workshops.plan.value import Group


def roster(material: Material) -> list[Document]:
    """One list by name with everyone's group at every round, then the groups of each round."""
    words = material.words
    by_name = _by_name(material)
    lists = tuple(
        GroupList(
            title=material.round_title(one),
            entries=tuple(
                GroupEntry(
                    material.group_title(group),
                    material.group_place(group),
                    material.members(group),
                )
                for group in one.groups
            ),
        )
        for one in material.plan.rounds
    )
    return [
        Document(
            language=words.language,
            kind=words("doc-roster"),
            title=material.event.title,
            lines=(*material.lines, words("doc-people", n=len(material.names))),
            blocks=(by_name, *lists),
            data=by_name,
            sheets=(by_name, _by_group(material)),
            footer=material.event.organiser,
            landscape=len(material.plan.rounds) > 5,
        )
    ]


def _by_name(material: Material) -> Listing:
    words = material.words
    rounds = tuple(Column(material.round_caption(one), "number") for one in material.plan.rounds)
    columns = (
        Column(words("doc-last-name"), "name", 1.4),
        Column(words("doc-first-name"), "text", 1.2),
        *rounds,
    )
    rows = [
        (name.last or name.id, name.first, *(_cell(group) for group in material.groups_of[person]))
        for person, name in material.names.items()
    ]
    return Listing(words("doc-by-name"), columns, tuple(rows))


def _cell(group: Group | None) -> str:
    return "–" if group is None else str(group.number)


def _by_group(material: Material) -> Listing:
    """One row per person and round: for sorting and filtering in a spreadsheet."""
    words = material.words
    columns = (
        Column(words("doc-round-column"), "text", 0.8),
        Column(material.group_word, "number"),
        Column(words("doc-place"), "text"),
        Column(words("doc-topic"), "text"),
        Column(words("doc-last-name"), "name", 1.4),
        Column(words("doc-first-name"), "text", 1.2),
        Column(words("doc-part"), "text", 1.2),
    )
    rows = []
    for one in material.plan.rounds:
        for group in one.groups:
            for member in material.in_order(group):
                name = material.names[member]
                rows.append(
                    (
                        material.round_title(one),
                        str(group.number),
                        group.place,
                        group.topic,
                        name.last or name.id,
                        name.first,
                        material.parts(member, group),
                    )
                )
    return Listing(words("doc-by-group"), columns, tuple(rows)).without_empty_columns()
