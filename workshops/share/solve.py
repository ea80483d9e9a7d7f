"""Gives files (projects, ideas, proposals) to readers.

Every file is read by the same number of people, nobody reads many more than another, nobody reads a
file that shares a value with them in a column of conflicts (their own commune), the readers of a
file are mixed, and the groups of readers of any two files are as different as possible, so that no
two people decide together more often than need be.

Loads and conflicts are rules, kept from the start (`start`), or refused with the proof that
nobody can keep them. Mixing and different groups are aims (`search`), with a bound that says
how far from the best they can be (`bound`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from sortition.base.chance import Chance
from sortition.base.errors import AnswerIsNo, Message, message
from sortition.base.observer import Observer
from workshops.common.arrays import Whole
from workshops.common.people import CodedColumn
from workshops.mixing.fair_shares import fair_shares
from workshops.plan.value import Participant
from workshops.share.bound import mixed_bound, plain_bound
from workshops.share.search import BestShare, ReadingRules, improve
from workshops.share.start import Impossible, first_share

NAMED = 5
"""Files or readers that a proof names."""


@dataclass(frozen=True)
class File:
    """Something to read. Ids are unique."""

    id: str
    title: str

    @property
    def label(self) -> str:
        """The id, and the title where there is one."""
        return f"{self.id} · {self.given_title}" if self.given_title else self.id

    @property
    def given_title(self) -> str:
        """The title, empty where the id is all there is."""
        return "" if self.title == self.id else self.title


@dataclass(frozen=True)
class Task:
    """Who may read what, how often, and what to mix."""

    files: tuple[File, ...]
    readers: tuple[Participant, ...]
    readings: int
    """How many people read each file."""
    barred: Whole
    """1 where a reader has a conflict of interest with a file, else 0, by file and reader."""
    mix: tuple[CodedColumn, ...] = ()
    """The criteria by which the readers of a file are mixed."""
    seed: str = field(default="")


@dataclass(frozen=True)
class Shared:
    """Who reads what, and how good that is."""

    readers: tuple[tuple[int, ...], ...]
    """The readers of each file, by index."""
    loads: tuple[int, ...]
    """Files of each reader."""
    barred: int
    """Pairs of a file and a reader that a conflict rules out."""
    repeats: int
    """The sum of C(common files, 2) over pairs of readers, which is that of C(common readers, 2)
    over pairs of files."""
    bound: int
    """A proven least of the repeats; with excess, one that leaves mixing aside."""
    common: tuple[int, ...]
    """How many pairs of files have 0, 1, 2, … readers in common."""
    excess: int
    """Readers outside the fair share (rounded down or up) of a category, over files and
    categories."""
    stopped: bool
    """Whether the search was stopped from the keyboard."""
    seconds: float


def share(task: Task, observe: Observer | None = None) -> Shared:
    """Give the files to the readers.

    Raises `AnswerIsNo`, naming files or readers, where equal loads without conflicts do not exist.
    """
    begin = perf_counter()
    allowed = [np.flatnonzero(row == 0).tolist() for row in task.barred]
    _check_each(task, allowed)
    order = Chance(task.seed, "share loads").order(len(task.readers))
    start = first_share(allowed, len(task.readers), task.readings, order)
    if isinstance(start, Impossible):
        raise AnswerIsNo(_proof(task, start))
    loads = Counter(reader for held in start for reader in held)
    counts = [loads[reader] for reader in range(len(task.readers))]
    rules = reading_rules(task)
    plain = plain_bound(counts, len(task.files), task.readings)
    mixed = mixed_bound(rules, counts, task.readings) if task.mix else None
    best = improve(rules, start, Chance(task.seed, "share"), max(plain, mixed or 0), observe)
    return Shared(
        readers=tuple(best.readers),
        loads=tuple(counts),
        barred=int(task.barred.sum()),
        repeats=best.repeats,
        bound=max(plain, mixed or 0) if best.excess == 0 else plain,
        common=_common(task, best),
        excess=best.excess,
        stopped=best.stopped,
        seconds=perf_counter() - begin,
    )


def reading_rules(task: Task) -> ReadingRules:
    """The tables of the search: profiles of readers, fair shares of the categories."""
    people = len(task.readers)
    profiles = sorted(set(zip(*(criterion.codes for criterion in task.mix), strict=True))) or [()]
    number = {profile: index for index, profile in enumerate(profiles)}
    first = np.cumsum([0, *(len(criterion.categories) for criterion in task.mix)])
    columns = [
        [int(first[place]) + profile[place] for profile in profiles]
        for place in range(len(task.mix))
    ]
    totals = np.zeros(int(first[-1]), dtype=np.int64)
    for place, criterion in enumerate(task.mix):
        np.add.at(totals, np.array(criterion.codes) + first[place], 1)
    least, most = fair_shares(np.array([task.readings]), totals, people)
    return ReadingRules(
        allowed=1 - task.barred,
        profile=np.array(
            [number[tuple(criterion.codes[p] for criterion in task.mix)] for p in range(people)],
            dtype=np.int64,
        ),
        column=np.array(columns, dtype=np.int64).reshape(len(task.mix), len(profiles)),
        least=least[0],
        most=most[0],
    )


def _check_each(task: Task, allowed: Sequence[Sequence[int]]) -> None:
    """Refuse files that too few people may read, all at once. Raises `AnswerIsNo`."""
    people = len(task.readers)
    if task.readings > people:
        raise AnswerIsNo(message("share-few-readers", readings=task.readings, n=people))
    few = [
        message("share-file-barred", file=file.label, readings=task.readings, n=n)
        for file, readers in zip(task.files, allowed, strict=True)
        if (n := len(readers)) < task.readings
    ]
    if few:
        more = [message("share-file-barred-more", n=len(few) - NAMED)] if len(few) > NAMED else []
        raise AnswerIsNo([*few[:NAMED], *more])


def _proof(task: Task, impossible: Impossible) -> Message:
    """Why there is no such share, in words."""
    members: Sequence[File | Participant] = (
        task.files if impossible.side == "files" else task.readers
    )
    ids = [members[member].id for member in impossible.members]
    named: object = ids
    if len(ids) > NAMED:
        first = ", ".join(ids[:NAMED])
        named = message("share-and-more", names=first, n=len(ids) - NAMED)
    return message(
        f"share-impossible-{impossible.side}",
        names=named,
        n=impossible.needed - impossible.possible,
        needed=impossible.needed,
        possible=impossible.possible,
    )


def _common(task: Task, best: BestShare) -> tuple[int, ...]:
    reading = np.zeros((len(task.files), len(task.readers)), dtype=np.float32)
    for file, readers in enumerate(best.readers):
        reading[file, list(readers)] = 1
    counts = np.zeros(task.readings + 1, dtype=np.int64)
    # Row by row: all pairs of some thousand files at once would fill the memory.
    for file in range(1, len(reading)):
        common = (reading[:file] @ reading[file]).astype(np.int64)
        counts += np.bincount(common, minlength=task.readings + 1)
    return tuple(counts.tolist())
