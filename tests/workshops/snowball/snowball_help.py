"""What the tests of the snowball exercise share: lists of people, slow twins of the measures."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sortition.base.terminal.language import run
from sortition.commands.line import command_line
from tests.places import ROOT
from workshops.common.people import CodedColumn, Guests
from workshops.plan.value import Participant, Plan

# Assumed shares of the categories of up to four criteria, as panels have them.
SHARES = (
    (52, 48),
    (10, 20, 25, 25, 20),
    (8, 15, 18, 21, 38),
    (26, 13, 6, 10, 9, 6, 7, 7, 5, 4, 7),
)


@dataclass(frozen=True)
class Done:
    """What a command did: its exit status, and what it printed, with plain spaces."""

    status: int
    out: str
    err: str


def command(*arguments: str | Path, language: str = "fr") -> Done:
    """Run the command in this process: much faster than one of its own."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = run(command_line, [str(one) for one in arguments], {"LANG": language})
    return Done(status, *(text.getvalue().replace("\u202f", " ") for text in (out, err)))


def process(*arguments: str | Path, **environment: str) -> Done:
    """Run the command in a process of its own, in French."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)],
        env={**os.environ, "LC_ALL": "fr_FR.UTF-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def guests(
    people: int,
    criteria: Sequence[Sequence[int]] = (),
    apart: Sequence[Sequence[str]] = (),
    together: Sequence[str] = (),
    seated: frozenset[int] = frozenset(),
    near_door: frozenset[int] = frozenset(),
) -> Guests:
    """A list of people, their categories given as numbers from 0."""
    mix = tuple(
        CodedColumn(f"c{n}", tuple(codes), tuple(str(c) for c in range(max(codes) + 1)))
        for n, codes in enumerate(criteria)
    )
    return Guests(
        tuple(Participant(str(n + 1)) for n in range(people)),
        mix,
        tuple(tuple(column) for column in apart),
        tuple(together),
        seated,
        near_door,
        (),
    )


def random_criteria(people: int, criteria: int, chance: random.Random) -> list[list[int]]:
    """Categories with the shares above, numbered without gaps."""
    found = []
    for shares in SHARES[:criteria]:
        drawn = chance.choices(range(len(shares)), weights=shares, k=people)
        number = {code: place for place, code in enumerate(sorted(set(drawn)))}
        found.append([number[code] for code in drawn])
    return found


def naive_outside(
    levels: Sequence[Sequence[Sequence[int]]], criteria: Sequence[Sequence[int]], people: int
) -> int:
    """The measure by its definition: groups of people (numbers) at each level, one by one."""
    total = 0
    for groups, codes in itertools.product(levels, criteria):
        for group, category in itertools.product(groups, set(codes)):
            share = len(group) * codes.count(category)
            held = sum(codes[person] == category for person in group)
            total += max(0, share // people - held, held - -(-share // people))
    return total


def groups_of(plan: Plan) -> list[list[list[int]]]:
    """The members of every group of every level, as numbers from 0."""
    return [
        [[int(one) - 1 for one in group.members] for group in level.groups]
        for level in plan.rounds
        if level.name.isdecimal()
    ]


def check_nested(plan: Plan, people: int) -> None:
    """Everyone once a level, sizes within one, nobody alone, groups unions of those below."""
    before: list[list[int]] | None = None
    for groups in groups_of(plan):
        sizes = {len(group) for group in groups}
        assert min(sizes) >= 2
        assert max(sizes) - min(sizes) <= 1
        assert sorted(itertools.chain.from_iterable(groups)) == list(range(people))
        if before is not None:
            merged = len(before) // len(groups)
            unions = [
                list(itertools.chain.from_iterable(before[start : start + merged]))
                for start in range(0, len(before), merged)
            ]
            assert groups == unions
        before = groups


def read_json(path: Path) -> Mapping[str, Any]:
    """The content of a JSON file."""
    content: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
