"""Cards folded in two: one for everyone's place, one for every group's."""

from __future__ import annotations

import math
from typing import Final

from sortition.documents.document import Cell, Column, Document, Listing, Tent, Tents
from workshops.papers.material import Material
from workshops.plan.value import Group, Round

COLUMNS: Final = 4
"""Lists side by side on a card that can still be read from a chair."""
LINES: Final = 12
"""Names in one list of a card. A group too large for the card is on the roster alone."""


def cards(material: Material) -> list[Document]:
    """Name cards for everyone, and cards for the groups' places."""
    return [_name_cards(material), _group_cards(material)]


def _name_cards(material: Material) -> Document:
    words = material.words
    names = material.names.values()
    tents = tuple(
        Tent(big=name.first or name.last or name.id, small=name.last if name.first else "")
        for name in names
    )
    columns = (Column(words("doc-first-name")), Column(words("doc-last-name"), "name", 1.3))
    rows = tuple((name.first, name.last or name.id) for name in names)
    return Document(
        language=words.language,
        kind=words("doc-cards"),
        title=material.event.title,
        blocks=(Tents(tents, words("doc-fold")),),
        data=Listing(words("doc-cards"), columns, rows),
    )


def _group_cards(material: Material) -> Document:
    words = material.words
    places = material.kind.cards(material.plan.rounds)
    tents = [tent for number, met in places for tent in _group_tents(material, number, met)]
    columns = (
        Column(material.group_word, "number"),
        Column(words("doc-round-column")),
        Column(words("doc-place")),
        Column(words("doc-topic")),
        Column(words("doc-column-people"), "name", 4),
    )
    rows = tuple(
        (
            str(number),
            material.round_title(one),
            group.place,
            group.topic,
            ", ".join(_spoken(material, group)),
        )
        for number, met in places
        for one, group in met
    )
    return Document(
        language=words.language,
        kind=words("doc-cards-groups"),
        title=material.event.title,
        blocks=(Tents(tuple(tents), words("doc-fold")),),
        data=Listing(words("doc-cards-groups"), columns, rows),
    )


def _group_tents(material: Material, number: int, met: list[tuple[Round, Group]]) -> list[Tent]:
    """The cards of one place: one, or several where its lists would be too small to read."""
    largest = max(len(group.members) for _, group in met)
    each = max(1, math.ceil(largest / LINES))
    at_once = max(1, COLUMNS // each)
    parts = [met[start : start + at_once] for start in range(0, len(met), at_once)]
    return [
        Tent(
            big=str(number),
            small=_label(material, part),
            columns=() if each > COLUMNS else _lists(material, part, several=len(met) > 1),
        )
        for part in parts
    ]


def _label(material: Material, met: list[tuple[Round, Group]]) -> str:
    label = material.kind.card_label(material.words, met[0][0])
    places = [material.group_place(group) for _, group in met]
    topics = [group.topic for _, group in met]
    return " · ".join(dict.fromkeys(text for text in (label, *places, *topics) if text))


def _lists(
    material: Material, met: list[tuple[Round, Group]], *, several: bool
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The people of each round under its name, long lists in several columns."""
    columns = []
    for one, group in met:
        names = _spoken(material, group)
        parts = max(1, math.ceil(len(names) / LINES))
        each = math.ceil(len(names) / parts)
        for part in range(parts):
            head = material.round_title(one) if several and not part else ""
            columns.append((head, tuple(names[part * each : (part + 1) * each])))
    return tuple(columns)


def _spoken(material: Material, group: Group) -> list[str]:
    """A group's people, those who hold its workshop marked."""
    hosts = {member: material.parts(member, group) for member in group.hosts}
    return [
        material.names[member].spoken + (f" ({hosts[member]})" if member in hosts else "")
        for member in material.in_order(group)
    ]


def cells_of(material: Material, person: str) -> tuple[Cell, ...]:
    """Where someone is at every round, as a badge shows it."""
    cells = []
    for one, group in zip(material.plan.rounds, material.groups_of[person], strict=True):
        caption = material.round_caption(one)
        if group is None:
            cells.append(Cell(caption, "–"))
            continue
        where = (material.group_place(group), group.topic)
        place = " · ".join(text for text in where if text)
        cells.append(Cell(caption, str(group.number), place, material.parts(person, group)))
    return tuple(cells)
