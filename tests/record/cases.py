"""A small draw with everything a record can hold, and verifying it in the process."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sortition.drawing import draw
from sortition.lottery.lottery import Solved
from sortition.lottery.pool_lottery import solve_pool
from sortition.pool.prepare import Prepared, prepare
from sortition.protocol.file import read_protocol
from sortition.record.file import read_record, record_of, write_record
from sortition.record.given import Given
from sortition.record.make import digest, lottery_digest, make_record
from sortition.record.results import draw_files
from sortition.record.verify import Verification, verify

JSON = dict[str, Any]

PROTOCOL = """
title = "Test"
seats = 4
reference_date = 2019-03-01
[register]
file = "lists/register.csv"
id = "id"
birth_date = "born"
household = ["home"]
[eligibility]
min_age = 16
where = { town = ["Here"] }
exclude = ["before/panel.csv"]
[[criteria]]
name = "sex"
column = "sex"
population = { F = 52, M = 48 }
[[criteria]]
name = "age"
bands = [16, 40]
population = "register"
tolerance = 1
[[criteria]]
name = "sex and age"
cross = ["sex", "age"]
tolerance = 1
[[colleges]]
name = "College"
seats = 2
file = "lists/college.csv"
"""


@dataclass(frozen=True)
class Case:
    """A draw in a folder, and what it gave."""

    folder: Path
    prepared: Prepared
    solved: Solved
    record: JSON

    @property
    def lists(self) -> tuple[Path, ...]:
        """The register and the colleges' lists."""
        protocol = self.prepared.protocol
        files = [protocol.register.file, *(college.file for college in protocol.colleges)]
        return tuple(self.folder / file for file in files)

    @property
    def exclusions(self) -> tuple[Path, ...]:
        """The lists of people who may not be drawn again."""
        return tuple(self.folder / f for f in self.prepared.protocol.eligibility.exclude)

    @property
    def given(self) -> Given:
        """Everything whoever checks may have."""
        return Given(self.lists, self.exclusions)

    def verified(self, record: JSON) -> Verification:
        """What is found of a record with everything given. Raises `BadInput` for another form."""
        return verify(record_of(record), self.given)


def everything(folder: Path) -> Case:
    """A draw with households, a college, a crossed criterion, conditions and exclusions."""
    rows = [
        f"p{k},Nom{k},{'FM'[k % 2]},{1940 + (k * 7) % 60}-05-0{1 + k % 9},"
        f"{f'home {k // 2}' if k < 12 else ''},"
        f"{'There' if k % 11 == 10 else 'Here'}"
        for k in range(40)
    ]
    heading = "id,nom,sex,born,home,town"
    volunteers = [rows[3], rows[8], "v1,Autre,F,1970-01-01,,Here", "v2,Autre,M,1971-01-01,,Here"]
    _write(folder / "lists" / "register.csv", [heading, *rows])
    _write(folder / "lists" / "college.csv", [heading, *volunteers])
    _write(folder / "before" / "panel.csv", ["id", "p5", "p7"])
    return drawn(folder, PROTOCOL)


def drawn(folder: Path, protocol: str, seed: str = "seed") -> Case:
    """The draw of a protocol whose lists lie in a folder; its four files are written there."""
    (folder / "protocol.toml").write_text(protocol, encoding="utf-8")
    prepared = prepare(read_protocol(folder / "protocol.toml"), folder, name="protocol.toml")
    solved = solve_pool(prepared.pool)
    assert solved is not None
    outcome = draw(prepared.protocol, prepared.pool, solved.lottery, seed)
    for name, content in draw_files(prepared, solved, outcome).items():
        (folder / name).write_bytes(content)
    made = make_record(prepared, solved, outcome)
    assert dict(read_record(write_record(made), file="record.json").data) == made
    return Case(folder, prepared, solved, made)


def _write(path: Path, lines: Sequence[str]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")


def mended(record: JSON) -> JSON:
    """A record with the digests of what it holds now."""
    made = dict(record)
    made["lottery_digest"] = lottery_digest(made)
    made["digest"] = digest(made)
    return made


def with_value(record: JSON, path: Sequence[Any], value: Any) -> JSON:
    """A copy of a record with another value at a path."""
    made = copy.deepcopy(record)
    place: Any = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return made


def at(record: JSON, path: Sequence[Any]) -> Any:
    """The value at a path."""
    value: Any = record
    for step in path:
        value = value[step]
    return value


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path of a JSON value, of lists and objects too."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))


def failed(found: Verification) -> list[str]:
    """The names of the checks that failed."""
    return [check.name for check in found.checks if check.passed is False]
