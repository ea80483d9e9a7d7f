"""Reads a TOML file, and says where it is not one and what is most often the matter."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final, Literal

from sortition.base.errors import BadInput, Message, message
from sortition.base.system import reason

_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_KEYS: Final = re.compile(r"(?:^|[{,])([^={},]+)=")
_GOOD_KEY: Final = re.compile(r"\s*(?:[A-Za-z0-9_-]+|Q)(?:\s*\.\s*(?:[A-Za-z0-9_-]+|Q))*\s*")


def read_toml(path: Path, *, what: Literal["protocol", "programme"]) -> dict[str, Any]:
    """The tables of a TOML file; `what` it is meant to be is said when it is not to be found.

    Raises `BadInput` where it cannot be read or is not TOML (the line is named).
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BadInput(message(f"{what}-not-found", file=str(path))) from None
    except IsADirectoryError:
        raise BadInput(message(f"{what}-is-folder", file=str(path))) from None
    except UnicodeDecodeError as error:
        line = str(error.object[: error.start].count(b"\n") + 1)
        raise BadInput(message("protocol-not-utf8", file=path.name, line=line)) from None
    except OSError as error:
        raise BadInput(message("file-unreadable", file=str(path), reason=reason(error))) from None
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except (ValueError, RecursionError) as error:
        # Not TOML; or a number of thousands of digits, or brackets nested a thousand deep.
        raise BadInput(_toml_problem(path.name, text, str(error))) from None


def _decimal(text: str) -> Decimal:
    """A number as it is written; infinite where its exponent is beyond what can be computed with,
    so that it is refused with its key.
    """
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("inf")


def _toml_problem(file: str, text: str, said: str) -> Message:
    lines = text.splitlines() or [""]
    found = re.search(r"at line (\d+)", said)
    number = min(int(found.group(1)) if found else len(lines), len(lines))
    content = lines[number - 1].strip()
    hint = message(_hint(content, said))
    return message("protocol-broken", file=file, line=str(number), content=content, hint=hint)


def _hint(content: str, said: str) -> str:
    """What is most often the matter with a line that is not TOML."""
    if "overwrite" in said or "twice" in said:
        return "hint-repeated"
    if any(quote in content for quote in "“”„«»‘’"):
        return "hint-quotes"
    if "\\" in content:
        return "hint-backslash"
    keys = _KEYS.findall(_QUOTED.sub("Q", content))
    return "hint-sign" if all(map(_GOOD_KEY.fullmatch, keys)) else "hint-key"
