"""From a protocol and its files to a pool ready for the lottery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sortition.base.errors import BadInput, Message, message
from sortition.people.identity import check_same_people, read_exclusions, unused_exclusions
from sortition.people.ids import Counted
from sortition.pool.profiles import Pool, build_pool
from sortition.pool.quotas import Quota, compute_quotas, count_register, plain_categories
from sortition.protocol.model import Protocol
from sortition.register.lists import PeopleList, read_people, wanted_columns
from sortition.spreadsheets import MemoryFile, Table, read_table

_File = tuple[Path | MemoryFile, Sequence[str], str | None]
"""A file to read: where it is, the columns wanted, the sheet."""


@dataclass(frozen=True)
class Prepared:
    """Everything read, checked and counted: what a lottery starts from."""

    protocol: Protocol
    lists: tuple[PeopleList, ...]
    """The register, then each college's list."""
    quotas: tuple[Quota, ...]
    pool: Pool
    exclusions: tuple[Table, ...] = ()
    """The lists of people who may not be drawn again."""

    @property
    def notes(self) -> tuple[Message, ...]:
        """What was noticed while reading, list by list."""
        return tuple(note for people in self.lists for note in people.notes)


def prepare(
    protocol: Protocol,
    folder: Path,
    *,
    name: str,
    people: Path | MemoryFile | None = None,
    notes: Sequence[Message] = (),
) -> Prepared:
    """Read the files of a protocol and prepare its draw.

    File names are relative to `folder`; `people` replaces the register's file; `name` stands for
    the protocol in messages; `notes` is what was noticed before. Raises `BadInput` with the
    problems of every file.
    """
    paths: list[Path | MemoryFile] = [people or folder / protocol.register.file]
    paths += [folder / college.file for college in protocol.colleges]
    tables, problems = _read_each(_list_files(protocol, paths))
    files = [folder / file for file in protocol.eligibility.exclude]
    exclusions, more = _read_excluding(protocol, files)
    if problems or more:
        raise BadInput([*problems, *more])
    prepared = prepare_tables(protocol, tables, read_exclusions(protocol, exclusions), name=name)
    said = [note for table in exclusions for note in table.notes]
    said += unused_exclusions(protocol, exclusions, prepared.lists)
    register, *colleges = prepared.lists
    register = replace(register, notes=(*notes, *register.notes, *said))
    return replace(prepared, lists=(register, *colleges), exclusions=tuple(exclusions))


def read_lists(protocol: Protocol, paths: Sequence[Path]) -> list[Table]:
    """The tables of the register and of each college, in this order.

    Raises `BadInput` with the problems of every file.
    """
    tables, problems = _read_each(_list_files(protocol, paths))
    if problems:
        raise BadInput(problems)
    return tables


def exclusion_tables(protocol: Protocol, paths: Sequence[Path]) -> list[Table]:
    """The tables of the lists of people who may not be drawn again. Raises `BadInput`."""
    tables, problems = _read_excluding(protocol, paths)
    if problems:
        raise BadInput(problems)
    return tables


def _read_excluding(protocol: Protocol, paths: Sequence[Path]) -> tuple[list[Table], list[Message]]:
    """The tables of lists of exclusions; those of one name are told apart by their folders."""
    wanted = ("id", *((protocol.register.id,) if protocol.register.id else ()))
    tables, problems = _read_each([(path, wanted, None) for path in paths], may_be_empty=True)
    if len({path.name for path in paths}) < len(paths) and not problems:
        tables = [
            replace(table, name=f"{path.parent.name}/{path.name}".lstrip("/"))
            for table, path in zip(tables, paths, strict=True)
        ]
    return tables, problems


def _list_files(protocol: Protocol, paths: Sequence[Path | MemoryFile]) -> list[_File]:
    sheets = [protocol.register.sheet, *(college.sheet for college in protocol.colleges)]
    return [
        (path, wanted_columns(protocol, college=index > 0), sheet)
        for index, (path, sheet) in enumerate(zip(paths, sheets, strict=True))
    ]


def _read_each(
    files: Sequence[_File], *, may_be_empty: bool = False
) -> tuple[list[Table], list[Message]]:
    """The tables of several files, and everything that is wrong in them."""
    tables: list[Table] = []
    problems: list[Message] = []
    for path, wanted, sheet in files:
        try:
            tables.append(read_table(path, wanted=wanted, sheet=sheet, may_be_empty=may_be_empty))
        except BadInput as error:
            problems += error.messages
    return tables, problems


def prepare_tables(
    protocol: Protocol,
    tables: Sequence[Table],
    excluded: Mapping[str, str],
    *,
    name: str,
    without: Counted = "spreadsheet",
) -> Prepared:
    """Prepare a draw from tables already read. `without` as in `read_people`.

    `excluded` maps ids to the file that excludes them. Raises `BadInput`.
    """
    register = read_people(protocol, tables[0], excluded=excluded, without=without)
    counts = count_register(protocol, register)
    known = plain_categories(protocol, counts)
    lists = [register]
    problems: list[Message] = []
    for table in tables[1:]:
        try:
            lists.append(read_people(protocol, table, excluded=excluded, known=known))
        except BadInput as error:
            problems += error.messages
    if problems:
        raise BadInput(problems)
    _check_anyone(lists)
    check_same_people(protocol, lists)
    quotas = compute_quotas(protocol, counts, file=name)
    pool = build_pool(protocol, lists, quotas, known)
    return Prepared(protocol, tuple(lists), quotas, pool)


def _check_anyone(lists: Sequence[PeopleList]) -> None:
    problems: list[Message] = []
    for people in lists:
        if not people.ids:
            problems.append(message("nobody-eligible", file=people.table.name))
            problems += [
                message("read-left-out", n=count, reason=reason)
                for reason, count in people.left_out
            ]
    if problems:
        raise BadInput(problems)
