"""Reads the files to share out and their readers.

    id,titre,commune,theme            id,nom,prenom,commune,occupation
    P001,Un verger,Créteil,nature     L01,Diallo,Inès,Créteil,En études

With `--apart commune` nobody reads a file of their own commune: both tables have that column, and a
blank cell is in conflict with nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sortition.base.errors import BadInput, Message, Problems, message
from sortition.base.limits import FILES_MOST, READERS_MOST
from sortition.people.columns import cells_of, heading_of
from sortition.people.ids import ID_COLUMNS
from sortition.spreadsheets import read_table
from workshops.common.arrays import Whole
from workshops.common.people import Columns, Guests, guests_of, read_guests
from workshops.share.solve import File, Task

FILES: Final = (*ID_COLUMNS, "file", "fichier", "projet", "project")
TITLES: Final = ("title", "titre", "intitulé", "intitule", "nom", "name")


@dataclass(frozen=True)
class ReadTask:
    """What was read, and what should be said about it."""

    task: Task
    notes: tuple[Message, ...]


@dataclass(frozen=True)
class ShareRules:
    """How often files are read, and the columns that count, as the user names them."""

    readings: int
    apart: tuple[str, ...] = ()
    mix: tuple[str, ...] = ()
    reader_id: str | None = None
    file_id: str | None = None


def read_task(files: Path, readers: Path, asked: ShareRules, seed: str) -> ReadTask:
    """Read both tables. Raises `BadInput` with every problem of both, or where they are one."""
    if files.exists() and readers.exists() and files.samefile(readers):
        raise BadInput(message("share-same-file", file=str(files)))
    problems = Problems()
    wanted = Columns(id=asked.reader_id, mix=asked.mix, apart=asked.apart)
    listed = problems.attempt(lambda: _read_files(files, asked))
    people = problems.attempt(lambda: read_guests(readers, wanted, most=READERS_MOST))
    problems.raise_if_any()
    if listed is None or people is None:
        raise TypeError("a table without problems is read")
    known, titled = listed
    task = Task(
        files=titled,
        readers=people.participants,
        readings=asked.readings,
        barred=_barred(known, people),
        mix=people.mix,
        seed=seed,
    )
    return ReadTask(task, (*known.notes, *people.notes, *_unmatched(asked, known, people)))


def _read_files(path: Path, asked: ShareRules) -> tuple[Guests, tuple[File, ...]]:
    """The files in the order of their ids, as a list is read, and with their titles."""
    own = (asked.file_id,) if asked.file_id else ()
    table = read_table(path, wanted=(*own, *FILES, *TITLES, *asked.apart))
    heading = asked.file_id or heading_of(table, FILES)
    listed = guests_of(table, Columns(id=heading, apart=asked.apart), most=FILES_MOST)
    titles = cells_of(table, TITLES)
    ordered = [titles[row] for row in listed.rows]
    files = [File(one, title or one) for one, title in zip(listed.ids, ordered, strict=True)]
    return listed, tuple(files)


def _unmatched(asked: ShareRules, listed: Guests, people: Guests) -> list[Message]:
    """The columns kept apart in which no file and no reader share a value: likely two spellings."""
    return [
        message("share-apart-nothing", column=name)
        for name, theirs, own in zip(asked.apart, listed.apart, people.apart, strict=True)
        if not set(theirs) & set(own) - {""}
    ]


def _barred(listed: Guests, people: Guests) -> Whole:
    """1 where a file and a reader share a value, in any column kept apart."""
    barred = np.zeros((len(listed.ids), len(people.ids)), dtype=np.int64)
    for theirs, own in zip(listed.apart, people.apart, strict=True):
        number = {value: code for code, value in enumerate(dict.fromkeys((*theirs, *own)), 1)}
        number[""] = 0
        one, other = (np.array([number[value] for value in row]) for row in (theirs, own))
        barred |= (one[:, None] == other[None, :]) & (one[:, None] > 0)
    return barred
