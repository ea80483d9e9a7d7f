"""The draw in Python: `import sortition` and its functions, on files and on DataFrames.

They give what the commands give. What is heavy is loaded when a function first needs it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sortition.base.errors import AnswerIsNo, BadInput, Message, SortitionError
from sortition.base.messages import DEFAULT_LANGUAGE, Words
from sortition.base.output import write_folder
from sortition.protocol.model import Protocol
from sortition.record.check import Check
from sortition.record.value import Commitment, Record

if TYPE_CHECKING:
    import pandas

    from sortition.lottery.lottery import Fairness

__all__ = [
    "AnswerIsNo",
    "BadInput",
    "Check",
    "Message",
    "Protocol",
    "Record",
    "Result",
    "SortitionError",
    "Words",
    "draw",
    "read_protocol",
    "register_csv",
    "said",
    "verify",
]

_NAME: Final = "protocol.toml"
"""What messages call a protocol that was read from no file."""


@dataclass(frozen=True, eq=False)
class Result:
    """A panel drawn. Every cell of the tables is a text, as in the files of `sortition draw`."""

    panel: pandas.DataFrame
    """One row for each person seated: id, their row of the register, college, profile, ticket."""
    alternates: pandas.DataFrame
    """One row for each person to call, in order; `replaces` is the profile of the seat."""
    profiles: pandas.DataFrame
    """One row for each profile: its categories, people, probability, seats drawn, last ticket."""
    fairness: Fairness
    """How evenly chances are spread over people: `min`, `max`, `gini`, `geometric_mean`."""
    record: Mapping[str, Any]
    """What is published, as the JSON object of `record.json`; `verify` takes it."""
    notes: tuple[Message, ...]
    """What was noticed while reading the files, as the command says it."""
    files: Mapping[str, bytes] = field(repr=False)
    """The files of the draw: name → content."""

    def write(self, folder: str | Path, force: bool = False) -> None:
        """Write the files that `sortition draw` writes: all of them, or none.

        With `force` a folder that is there is replaced file by file. Raises `BadInput` where the
        folder is taken or the disk refuses.

        >>> result.write("draw")
        """
        write_folder(Path(folder), self.files, force=force)


def read_protocol(path: str | Path) -> Protocol:
    """Read the protocol of a TOML file. It remembers where it lies: its files are beside it.

    Raises `BadInput` with everything that is wrong with the file.

    >>> read_protocol("grenoble/protocole.toml").seats
    17
    """
    from sortition.protocol.file import read_protocol as read_file

    return replace(read_file(Path(path)), source=Path(path))


def draw(
    protocol: Protocol,
    *,
    seed: str | None,
    people: pandas.DataFrame | None = None,
    folder: str | Path | None = None,
) -> Result:
    """Draw a panel and its alternates: the same people as `sortition draw` with the same seed.

    `seed` is the public text that decides; None makes one from the system's randomness, and the
    record has it. `people` stands for the register's file, one row for each person; its digest in
    the record is that of `register_csv(people)`. Files are looked for in `folder`, else beside the
    protocol's own file, else in the current folder.

    Raises `BadInput` with everything that is wrong with the seed and the files, and `AnswerIsNo`
    where the quotas cannot be met.

    >>> draw(read_protocol("grenoble/protocole.toml"), seed="2019").panel.shape
    (30, 13)
    """
    from sortition.drawing import draw as draw_panel
    from sortition.lottery.lottery import fairness_of
    from sortition.lottery.pool_lottery import solve_pool
    from sortition.lottery.reasons import cannot_meet
    from sortition.pool.prepare import prepare
    from sortition.record.make import base_name
    from sortition.record.results import alternates_rows, draw_files, panel_rows, profiles_rows
    from sortition.seed import chosen_seed
    from sortition.spreadsheets import file_of_frame

    text = chosen_seed(seed)
    source = protocol.source
    place = Path(folder) if folder is not None else source.parent if source else Path()
    list_ = None
    if people is not None:
        # Text has no sheets, and whoever verifies has this list as text.
        protocol = replace(protocol, register=replace(protocol.register, sheet=None))
        list_ = file_of_frame(people, base_name(protocol.register.file))
    name = source.name if source else _NAME
    prepared = prepare(protocol, place, name=name, people=list_)
    solved = solve_pool(prepared.pool)
    if solved is None:
        raise cannot_meet(prepared)
    outcome = draw_panel(protocol, prepared.pool, solved.lottery, text)
    files = draw_files(prepared, solved, outcome)
    return Result(
        panel=_frame(panel_rows(prepared, outcome)),
        alternates=_frame(alternates_rows(prepared, outcome)),
        profiles=_frame(profiles_rows(prepared, solved.lottery, outcome)),
        fairness=fairness_of(solved.lottery, prepared.pool.model),
        record=json.loads(files["record.json"]),
        notes=prepared.notes,
        files=files,
    )


def verify(
    record: str | Path | Mapping[str, Any] | Record,
    registers: Sequence[str | Path] = (),
    *,
    exclusions: Sequence[str | Path] = (),
    commitment: str | Path | Mapping[str, Any] | Commitment | None = None,
    panel: str | Path | None = None,
    alternates: str | Path | None = None,
    profiles: str | Path | None = None,
) -> list[Check]:
    """Recompute a record, and say what was found: one check for each claim, in order.

    `record` is a file, the JSON object of one, or a record already read. `registers` are the files
    of the register and of each college's list, in any order; without any, only what needs no names
    is checked. `exclusions` are the lists of people who may not be drawn again.
    `commitment` is what was published before the seed: its file, its object, or its digest alone.
    `panel`, `alternates` and `profiles` are the other files of the draw, to be compared with it.

    A check has a name, and passed: True, False, or None where it could not be made. The record
    is verified where none is False. Raises `BadInput` where something cannot be read at all.

    >>> checks = verify("draw/record.json")
    >>> all(check.passed is not False for check in checks)
    True
    """
    from sortition.record.file import load_record, record_of
    from sortition.record.given import Given, PublishedFiles
    from sortition.record.verify import verify as verify_record

    if isinstance(record, (str, Path)):
        record = load_record(Path(record))
    elif not isinstance(record, Record):
        record = record_of(record)
    lists, excluding = (tuple(map(Path, files)) for files in (registers, exclusions))
    others = (None if file is None else Path(file) for file in (panel, alternates, profiles))
    published = PublishedFiles(*others)
    given = Given(lists, excluding, _commitment(commitment), published)
    return list(verify_record(record, given).checks)


def register_csv(people: pandas.DataFrame) -> bytes:
    r"""The file that stands for a DataFrame: whoever verifies a draw from one needs it.

    It has the headings and the rows, without the index. Cells that are missing are blank, whole
    numbers have no `.0`, dates are yyyy-mm-dd.

    >>> import pandas
    >>> register_csv(pandas.DataFrame({"id": ["P1", "P2"], "postcode": [38000.0, None]}))
    b'id,postcode\nP1,38000\nP2,\n'
    """
    from sortition.spreadsheets import csv_of_frame

    return csv_of_frame(people)


def said(error: SortitionError, language: str = DEFAULT_LANGUAGE) -> str:
    """What an error says, in French (`fr`) or in English (`en`): one line for each problem.

    Its codes and values are in `error.messages`. Raises `ValueError` for another language.

    >>> try:
    ...     _ = read_protocol("none.toml")
    ... except SortitionError as error:
    ...     print(said(error, "en"))
    none.toml: this protocol does not exist. Check the name and the folder.
    """
    words = Words(language)
    return "\n".join(words.say(one) for one in error.messages)


def _commitment(
    given: str | Path | Mapping[str, Any] | Commitment | None,
) -> Commitment | str | None:
    """What was published before the seed, read; a text that is no digest names a file."""
    from sortition.record.file import load_commitment, published_before
    from sortition.record.form import Form
    from sortition.record.value import read_commitment

    if given is None or isinstance(given, Commitment):
        return given
    if isinstance(given, Mapping):
        return read_commitment(Form(given, "lottery.json"))
    return published_before(given) if isinstance(given, str) else load_commitment(given)


def _frame(rows: Sequence[Sequence[str]]) -> pandas.DataFrame:
    """A table of text from its rows, the first of which has the headings."""
    import pandas

    return pandas.DataFrame(list(rows[1:]), columns=list(rows[0]), dtype=object)
