"""The floor plan of numbers: where each starting group stands, and which groups merge."""

from __future__ import annotations

from sortition.documents.document import Column, Document, FloorMap, FloorSpot, Listing
from workshops.papers.material import Material
from workshops.plan.value import Group


def floor(material: Material) -> list[Document]:
    """The plan of the room; none where the plan has no numbered places."""
    if not material.plan.floor or not material.levels:
        return []
    words = material.words
    paths = _paths(material)
    finals = {
        name: next((group.number for group in reversed(path) if group), 0)
        for name, path in paths.items()
    }
    levels = [material.plan.rounds[index] for index in material.levels]
    areas = sorted(set(finals.values()))
    spots = tuple(
        FloorSpot(spot.name, spot.row, spot.column, finals.get(spot.name, 0))
        for spot in sorted(material.plan.floor, key=lambda spot: (spot.row, spot.column))
    )
    named = words("doc-group-of", size=levels[-1].name)
    drawing = FloorMap(
        stage=words("doc-stage"),
        legend=words("doc-floor-legend"),
        description=words("doc-floor-description", n=len(spots)),
        spots=spots,
        areas=tuple((area, f"{named} {area}") for area in areas),
    )
    table = _table(material, paths)
    return [
        Document(
            language=words.language,
            kind=words("doc-floor"),
            title=material.event.title,
            lines=material.lines,
            blocks=(drawing, table),
            data=table,
            footer=material.event.organiser,
            landscape=_width(spots) >= _height(spots),
        )
    ]


def _paths(material: Material) -> dict[str, tuple[Group | None, ...]]:
    """By the name of a place: the group that starts there and the groups it becomes."""
    first = material.plan.rounds[0]
    paths = {}
    for group in first.groups:
        if not group.members:
            continue
        groups = material.groups_of[group.members[0]]
        paths[group.place or str(group.number)] = tuple(groups[i] for i in material.levels)
    return paths


def _table(material: Material, paths: dict[str, tuple[Group | None, ...]]) -> Listing:
    words = material.words
    columns = (
        Column(words("doc-spot"), "number"),
        *(
            Column(material.round_caption(material.plan.rounds[index]), "number")
            for index in material.levels
        ),
        Column(words("doc-row"), "number"),
        Column(words("doc-column"), "number"),
        Column(words("doc-column-people"), "name", 4),
    )
    blank = ("",) * len(material.levels)
    rows = []
    for spot in material.plan.floor:
        path = paths.get(spot.name, ())
        numbers = tuple("–" if group is None else str(group.number) for group in path) or blank
        start = path[0] if path else None
        people = [material.names[member].spoken for member in start.members] if start else []
        place = (str(spot.row + 1), str(spot.column + 1))
        rows.append((spot.name, *numbers, *place, ", ".join(people)))
    return Listing(words("doc-floor-table"), columns, tuple(rows), new_page=True)


def _width(spots: tuple[FloorSpot, ...]) -> int:
    return max(spot.column for spot in spots) + 1


def _height(spots: tuple[FloorSpot, ...]) -> int:
    return max(spot.row for spot in spots) + 1
