"""Cards folded in two: one for everyone's place, one for every group's."""

from __future__ import annotations

from workshops.documents.document import Cell, Column, Document, Table, Tent, Tents
from workshops.documents.material import JIGSAW, Material
from workshops.plan import Group, Round


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
        name="cards",
        language=words.language,
        kind=words("doc-cards"),
        title=material.event.title,
        blocks=(Tents(tents, words("doc-fold")),),
        data=Table(words("doc-cards"), columns, rows),
    )


def _group_cards(material: Material) -> Document:
    words = material.words
    places = _places(material)
    tents = tuple(_group_tent(material, number, met) for number, met in places)
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
            ", ".join(material.names[member].spoken for member in group.members),
        )
        for number, met in places
        for one, group in met
    )
    return Document(
        name="cards-groups",
        language=words.language,
        kind=words("doc-cards-groups"),
        title=material.event.title,
        blocks=(Tents(tents, words("doc-fold")),),
        data=Table(words("doc-cards-groups"), columns, rows),
    )


def _places(material: Material) -> list[tuple[int, list[tuple[Round, Group]]]]:
    """What needs a card: in a snowball the groups of the first and of the last level; elsewhere
    every table, with who sits there at each round.
    """
    rounds = material.plan.rounds
    if material.plan.kind == "snowball":
        levels = material.levels
        after = [one for index, one in enumerate(rounds) if index not in levels]
        ends = [rounds[index] for index in dict.fromkeys((levels[-1], levels[0]))] + after
        return [(group.number, [(one, group)]) for one in ends for group in one.groups]
    met: dict[int, list[tuple[Round, Group]]] = {}
    for one in rounds:
        for group in one.groups:
            met.setdefault(group.number, []).append((one, group))
    return sorted(met.items())


def _group_tent(material: Material, number: int, met: list[tuple[Round, Group]]) -> Tent:
    topics = list(dict.fromkeys(group.topic for _, group in met if group.topic))
    places = list(dict.fromkeys(material.group_place(group) for _, group in met))
    label = material.group_word
    if material.plan.kind == "snowball":
        one = met[0][0]
        label = (
            material.round_title(one)
            if one.name == JIGSAW
            else material.words("doc-group-of", size=one.name)
        )
    small = [label, *(one for one in places if one), *topics]
    columns = tuple(
        (
            material.round_title(one) if len(met) > 1 else "",
            tuple(material.names[member].spoken for member in group.members),
        )
        for one, group in met
    )
    return Tent(big=str(number), small=" · ".join(small), columns=columns)


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
