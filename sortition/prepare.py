"""From a protocol and its files to a pool ready for the lottery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sortition.errors import BadInput, Message, message
from sortition.profiles import Pool, build_pool
from sortition.protocol import Protocol
from sortition.quotas import Quota, compute_quotas, plain_categories
from sortition.register import (
    PeopleList,
    check_same_people,
    read_exclusions,
    read_people,
    wanted_columns,
)
from sortition.tables import Table, read_table


@dataclass(frozen=True)
class Prepared:
    """Everything read, checked and counted: what a lottery starts from."""

    protocol: Protocol
    lists: tuple[PeopleList, ...]
    """The register, then each college's list."""
    quotas: tuple[Quota, ...]
    pool: Pool

    @property
    def notes(self) -> tuple[Message, ...]:
        """What was noticed while reading, list by list."""
        return tuple(note for people in self.lists for note in people.notes)


def prepare(protocol: Protocol, folder: Path, *, name: str, people: Path | None = None) -> Prepared:
    """Read the files of a protocol and prepare its draw.

    File names are relative to `folder`; `people` replaces the register's file; `name` stands for
    the protocol in messages. Raises `BadInput` with the problems of every file.
    """
    tables = read_lists(
        protocol,
        [people or folder / protocol.register.file]
        + [folder / college.file for college in protocol.colleges],
    )
    exclusions: list[Table] = []
    problems: list[Message] = []
    for file in protocol.eligibility.exclude:
        try:
            exclusions.append(
                read_table(folder / file, wanted=("id", protocol.register.id or "id"))
            )
        except BadInput as error:
            problems += error.messages
    if problems:
        raise BadInput(problems)
    return prepare_tables(protocol, tables, read_exclusions(protocol, exclusions), name=name)


def read_lists(protocol: Protocol, paths: Sequence[Path]) -> list[Table]:
    """The tables of the register and of each college, in this order.

    Raises `BadInput` with the problems of every file.
    """
    sheets = [protocol.register.sheet, *(college.sheet for college in protocol.colleges)]
    tables: list[Table] = []
    problems: list[Message] = []
    for index, (path, sheet) in enumerate(zip(paths, sheets, strict=True)):
        try:
            wanted = wanted_columns(protocol, college=index > 0)
            tables.append(read_table(path, wanted=wanted, sheet=sheet))
        except BadInput as error:
            problems += error.messages
    if problems:
        raise BadInput(problems)
    return tables


def prepare_tables(
    protocol: Protocol,
    tables: Sequence[Table],
    excluded: Mapping[str, str],
    *,
    name: str,
    household_classes: bool | None = None,
) -> Prepared:
    """Prepare a draw from tables already read.

    `excluded` maps ids to the file that excludes them. `household_classes` fixes how households are
    kept (as a record says); by default their number decides. Raises `BadInput`.
    """
    register = read_people(protocol, tables[0], excluded=excluded)
    known = plain_categories(protocol, register)
    lists = [register]
    problems: list[Message] = []
    for table in tables[1:]:
        try:
            lists.append(read_people(protocol, table, excluded=excluded, known=known))
        except BadInput as error:
            problems += error.messages
    if problems:
        raise BadInput(problems)
    check_same_people(lists)
    quotas = compute_quotas(protocol, register, file=name)
    _check_anyone(lists)
    pool = build_pool(protocol, lists, quotas, known, household_classes=household_classes)
    return Prepared(protocol, tuple(lists), quotas, pool)


def _check_anyone(lists: Sequence[PeopleList]) -> None:
    empty = [message("nobody-eligible", file=p.table.name) for p in lists if not p.ids]
    if empty:
        raise BadInput(empty)
