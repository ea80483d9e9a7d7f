"""Reads and writes the files of records: bounded, whole, and each key once."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sortition.base.errors import BadInput, message
from sortition.base.system import not_found, reason
from sortition.record.form import Form
from sortition.record.value import (
    COMMITMENT_KEYS,
    SCHEMA,
    Commitment,
    Record,
    known,
    read_commitment,
)
from sortition.record.value import read_record as read_record_form

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
LARGEST: Final = 32 * 2**20
"""Bytes of the largest file that is read; a record of two thousand profiles has four million."""
BRACKETS: Final = 300_000
"""Most lists and objects in a file, which each take a hundred times their two bytes of memory."""
COMMAS: Final = 4_000_000
"""Most values, likewise."""


def load_record(path: Path) -> Record:
    """The record of a file. Raises `BadInput` where it cannot be read as one."""
    return read_record(_content(path), file=path.name)


def published_before(given: str) -> Commitment | str:
    """What was published before the seed: a digest as it stands, or the commitment of a file.

    Raises `BadInput` where the file cannot be used.
    """
    digest = given.strip().lower()
    return digest if _DIGEST.fullmatch(digest) else load_commitment(Path(given))


def load_commitment(path: Path) -> Commitment:
    """The commitment of a file. Raises `BadInput`, also for a record: it holds the seed."""
    data = _object(_content(path), file=path.name)
    if "seed" in data:
        raise BadInput(message("commitment-has-seed", file=path.name))
    return read_commitment(Form(data, path.name))


def read_record(content: bytes, *, file: str) -> Record:
    """The record of a file's content. Raises `BadInput` where it is of another form."""
    data = _object(content, file=file)
    if data.keys() == set(known(COMMITMENT_KEYS, data)):
        raise BadInput(message("record-is-commitment", file=file))
    return read_record_form(Form(data, file))


def record_of(data: Mapping[str, Any], *, file: str = "record.json") -> Record:
    """The record of a JSON object in memory, checked as one that is read from a file."""
    return read_record_form(Form(data, file))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise BadInput(not_found(path)) from None
    except OSError as error:
        raise BadInput(message("file-unreadable", file=str(path), reason=reason(error))) from None
    if len(content) > LARGEST:
        raise BadInput(message("record-too-large", file=path.name, n=LARGEST // 2**20))
    return content


def _object(content: bytes, *, file: str) -> dict[str, Any]:
    """The JSON object of a file, of a schema that is known."""
    if sum(map(content.count, (b"{", b"["))) > BRACKETS or content.count(b",") > COMMAS:
        raise BadInput(message("record-too-many-values", file=file))
    try:
        data = json.loads(
            content.decode("utf-8-sig"),
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_repeats,
        )
    except _RepeatedKeyError as error:
        raise BadInput(message("record-key-twice", file=file, key=str(error)[:60])) from None
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        line = str(error.lineno) if isinstance(error, json.JSONDecodeError) else "1"
        raise BadInput(message("record-broken", file=file, line=line)) from None
    if not isinstance(data, dict) or "schema" not in data:
        raise BadInput(message("record-not-one", file=file))
    schema = data["schema"]
    if type(schema) is int and schema > SCHEMA:
        raise BadInput(message("record-later-schema", file=file, known=str(SCHEMA)))
    return data


class _RepeatedKeyError(ValueError):
    """A key that stands twice."""


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Of two values for one key one reader may see the first and another the second.
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        raise _RepeatedKeyError(next(key for key, count in counts.items() if count > 1))
    return found


def write_record(data: Mapping[str, Any]) -> bytes:
    """A record or a commitment as a file: UTF-8, one entry of a list per line where they are
    small.
    """
    lines = [f"{json.dumps(key)}: {_laid_out(value)}" for key, value in data.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _laid_out(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        items = ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in value)
        return f"[\n{items}\n]"
    if isinstance(value, dict):
        inner = ",\n".join(f"  {json.dumps(k)}: {_laid_out(v)}" for k, v in value.items())
        return f"{{\n{inner}\n}}"
    return json.dumps(value, ensure_ascii=False)
