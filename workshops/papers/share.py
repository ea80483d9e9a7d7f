"""The lists and the score sheets of a share: who reads which files, and what they think of them.

In such a plan the groups of the only round are the files, and one person belongs to many of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sortition.documents.document import Column, Document, GroupEntry, GroupList, Listing
from workshops.papers.material import Material
from workshops.plan.value import Group

TOGETHER: Final = 15
"""Lines of a score sheet that fit a page for sure; longer ones may go on."""


def reading_lists(material: Material) -> list[Document]:
    """Everyone's files, one reader on each page so that it can be handed out, then the readers of
    every file.
    """
    words = material.words
    files = _files(material)
    by_reader = _by_reader(material)
    counts = (words("doc-readers", n=len(material.names)), words("doc-files", n=len(files)))
    readers = GroupList(
        title=words("doc-by-file"),
        entries=tuple(GroupEntry(_label(group), "", material.members(group)) for group in files),
        new_page=True,
    )
    return [
        Document(
            language=words.language,
            kind=words("doc-reading-lists"),
            title=material.event.title,
            lines=(*material.lines, ", ".join(counts)),
            blocks=(*_lists(material), readers),
            data=by_reader,
            sheets=(by_reader, _by_file(material)),
            footer=material.event.organiser,
        )
    ]


def scores(material: Material) -> list[Document]:
    """A score sheet for every file, with a line for each of its readers to fill in."""
    words = material.words
    blank = (
        Column(words("doc-score"), "signature", 0.6),
        Column(words("doc-remarks"), "signature", 2.4),
    )
    who = (
        Column(words("doc-last-name"), "name", 1.2),
        Column(words("doc-first-name"), "text", 1.0),
    )
    sheets = tuple(
        Listing(
            _label(group),
            (*who, *blank),
            tuple((*_named(material, one), "", "") for one in group.members),
            together=len(group.members) <= TOGETHER,
        )
        for group in _files(material)
    )
    rows = tuple(
        (*_file(group), *_named(material, one), "", "")
        for group in _files(material)
        for one in group.members
    )
    columns = (*_file_columns(material), *who, *blank)
    return [
        Document(
            language=words.language,
            kind=words("doc-scores"),
            title=material.event.title,
            lines=material.lines,
            blocks=sheets,
            data=_titled(Listing(words("doc-scores"), columns, rows), 1),
            footer=material.event.organiser,
        )
    ]


def _files(material: Material) -> Sequence[Group]:
    return [group for one in material.plan.rounds for group in one.groups]


def _readings(material: Material) -> dict[str, list[Group]]:
    """Everyone's files in the order of the files, readers in alphabetical order."""
    found: dict[str, list[Group]] = {person: [] for person in material.names}
    for group in _files(material):
        for member in group.members:
            found[member].append(group)
    return found


def _file(group: Group) -> tuple[str, str]:
    """A file's id and title."""
    return group.file_id or str(group.number), group.topic


def _label(group: Group) -> str:
    return " – ".join(part for part in _file(group) if part)


def _named(material: Material, person: str) -> tuple[str, str]:
    name = material.names[person]
    return name.last or name.id, name.first


def _file_columns(material: Material) -> tuple[Column, ...]:
    words = material.words
    return Column(words("doc-group-share"), "text", 0.3), Column(words("doc-title"), "name", 1.7)


def _lists(material: Material) -> list[Listing]:
    """One table for each reader."""
    words = material.words
    return [
        _titled(
            Listing(
                f"{material.names[person].listed} – {words('doc-files', n=len(groups))}",
                _file_columns(material),
                tuple(_file(group) for group in groups),
                new_page=True,
            ),
            1,
        )
        for person, groups in _readings(material).items()
    ]


def _by_reader(material: Material) -> Listing:
    """One row for each reading, one reader after the other."""
    words = material.words
    columns = (
        Column(words("doc-last-name"), "name"),
        Column(words("doc-first-name"), "text"),
        *_file_columns(material),
    )
    rows = tuple(
        (*_named(material, person), *_file(group))
        for person, groups in _readings(material).items()
        for group in groups
    )
    return _titled(Listing(words("doc-by-reader"), columns, rows), 3)


def _by_file(material: Material) -> Listing:
    """One row for each reading, one file after the other."""
    words = material.words
    columns = (
        *_file_columns(material),
        Column(words("doc-last-name"), "name"),
        Column(words("doc-first-name"), "text"),
    )
    rows = tuple(
        (*_file(group), *_named(material, one))
        for group in _files(material)
        for one in group.members
    )
    return _titled(Listing(words("doc-by-file"), columns, rows), 1)


def _titled(table: Listing, title: int) -> Listing:
    """The table without its column of titles where no file has one."""
    if any(row[title] for row in table.rows):
        return table
    columns = (*table.columns[:title], *table.columns[title + 1 :])
    rows = tuple((*row[:title], *row[title + 1 :]) for row in table.rows)
    return replace(table, columns=columns, rows=rows)
