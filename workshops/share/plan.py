"""A share as a plan and as tables to print.

In the plan the files are the groups of one round, called `1`: the file's title is the topic, its
readers are the members, and the group's number is the file's place in the order of ids. So whatever
prints groups prints score sheets (one group each), and whatever prints a person's groups prints
what they have to read. Unlike in other plans one person belongs to many groups of the round.
"""

from __future__ import annotations

from collections import Counter

from sortition.base.messages import Words
from sortition.spreadsheets import write_csv
from workshops.plan.kinds.share import ShareFigures, ShareKind
from workshops.plan.value import Event, Group, Participant, Plan, Round
from workshops.share.solve import Shared, Task


def make_plan(task: Task, shared: Shared, event: Event) -> Plan:
    """The plan of a share."""
    ids = [reader.id for reader in task.readers]
    groups = tuple(
        [
            Group(
                number,
                tuple([ids[one] for one in readers]),
                topic=file.given_title,
                file_id=file.id,
            )
            for number, (file, readers) in enumerate(
                zip(task.files, shared.readers, strict=True), 1
            )
        ]
    )
    return Plan(
        kind=ShareKind.name,
        event=event,
        participants=task.readers,
        rounds=(Round("1", 0.0, groups),),
        seed=task.seed,
        figures=figures(task, shared),
    )


def figures(task: Task, shared: Shared) -> ShareFigures:
    """The measures of a share, for the plan and for the command's JSON."""
    loads = Counter(shared.loads)
    return ShareFigures(
        files=len(task.files),
        readers=len(task.readers),
        readings=task.readings,
        loads={str(load): loads[load] for load in sorted(loads)},
        barred=shared.barred,
        repeats=shared.repeats,
        repeats_bound=shared.bound,
        common_readers=tuple(shared.common),
        excess=shared.excess,
        stopped=shared.stopped,
    )


def share_files(words: Words, task: Task, shared: Shared) -> dict[str, bytes]:
    """The tables of a share by name: who reads what, each reader's list, each file's sheet."""
    return {
        "shares.csv": shares_csv(task, shared),
        "rosters.csv": rosters_csv(words, task, shared),
        "scores.csv": scores_csv(words, task, shared),
    }


def shares_csv(task: Task, shared: Shared) -> bytes:
    """`file,reader`: one row for each reading, in the order of the files."""
    rows = [["file", "reader"]]
    for file, readers in zip(task.files, shared.readers, strict=True):
        rows += [[file.id, task.readers[one].id] for one in readers]
    return write_csv(rows)


def rosters_csv(words: Words, task: Task, shared: Shared) -> bytes:
    """Each reader's files, one reader after the other."""
    rows = [_headings(words, "reader", "last-name", "first-name", "file", "title")]
    for number, reader in enumerate(task.readers):
        for file, readers in zip(task.files, shared.readers, strict=True):
            if number in readers:
                rows.append([*_named(reader), file.id, file.title])
    return write_csv(rows)


def scores_csv(words: Words, task: Task, shared: Shared) -> bytes:
    """Each file's readers, with room for what they think of it."""
    rows = [
        _headings(words, "file", "title", "reader", "last-name", "first-name", "score", "remarks")
    ]
    for file, readers in zip(task.files, shared.readers, strict=True):
        for one in readers:
            rows.append([file.id, file.title, *_named(task.readers[one]), "", ""])
    return write_csv(rows)


def _headings(words: Words, *columns: str) -> list[str]:
    return [words(f"share-column-{column}") for column in columns]


def _named(reader: Participant) -> tuple[str, str, str]:
    return reader.id, reader.last_name, reader.first_name
