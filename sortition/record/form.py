"""Reads the values of a record one by one: each has one type and a range, or is refused by name.

A record may have been written by anyone. What passes here is of its form: whole numbers are whole
numbers and no larger than they can be, other numbers are finite, texts are texts, and there is no
key too many or too few. What the values claim is checked afterwards, by recomputing it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sortition.base.errors import BadInput, message

Value = TypeVar("Value")

WHOLE: Final = 10**9
"""The largest whole number of a record, prices aside."""
TEXT: Final = 10_000
"""Most characters of a text, the method aside."""
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Form:
    """One value of a record: what it is, and where it stands."""

    value: object
    file: str
    path: str = ""

    def wrong(self, kind: str, **params: object) -> BadInput:
        """The refusal of this value, which should have been of a kind."""
        return BadInput(
            message(
                "record-form",
                file=self.file,
                key=self.path or "{}",
                value=_shown(self.value),
                kind=message(f"form-{kind}", **params),
            )
        )

    def keys(self, *names: str) -> dict[str, Form]:
        """The values of an object that has exactly these keys."""
        found = self._object()
        missing = [name for name in names if name not in found]
        more = [name for name in found if name not in names]
        if missing or more:
            code = "record-key-missing" if missing else "record-key-unknown"
            key = f"{self.path}.{(missing or more)[0]}".lstrip(".")
            raise BadInput(message(code, file=self.file, key=_shown(key)))
        return {name: self._at(name) for name in names}

    def by_key(self, read: Callable[[Form], Value]) -> dict[str, Value]:
        """The values of an object whose keys are texts of its own, each value read alike."""
        for name in self._object():
            Form(name, self.file, self.path).text()
        return {name: read(self._at(name)) for name in self._object()}

    def shallow(self, most: int) -> None:
        """Refuse a value with more than so many lists and objects inside each other."""
        inside: list[Iterable[object]] = [self._object().values()]
        for _ in range(most):
            inside = [
                value.values() if isinstance(value, dict) else value
                for values in inside
                for value in values
                if isinstance(value, (dict, list))
            ]
        if inside:
            raise self.wrong("shallow", most=most)

    def each(self, read: Callable[[Form], Value]) -> tuple[Value, ...]:
        """The values of a list, each read alike."""
        if not isinstance(self.value, list):
            raise self.wrong("list")
        found = []
        for index, value in enumerate(self.value):
            found.append(read(Form(value, self.file, f"{self.path}[{index}]")))
        return tuple(found)

    def _object(self) -> dict[str, object]:
        if not isinstance(self.value, dict):
            raise self.wrong("object")
        return self.value

    def _at(self, name: str) -> Form:
        return Form(self._object()[name], self.file, f"{self.path}.{name}".lstrip("."))

    def maybe(self, read: Callable[[Form], Value]) -> Value | None:
        """A value that may be null."""
        return None if self.value is None else read(self)

    def text(self, most: int = TEXT) -> str:
        """A text that can be written as UTF-8, no longer than `most` characters."""
        if not isinstance(self.value, str):
            raise self.wrong("text")
        if len(self.value) > most or not _is_utf8(self.value):
            raise self.wrong("short-text", most=most)
        return self.value

    def whole(self, least: int = 0, most: int = WHOLE) -> int:
        """A whole number within a range; 17.0 and true are none."""
        if type(self.value) is not int or not least <= self.value <= most:
            raise self.wrong("whole", least=str(least), most=str(most))
        return self.value

    def share(self) -> float:
        """A number between 0 and 1, written with a decimal point."""
        if type(self.value) is not float or not 0 <= self.value <= 1:
            raise self.wrong("share")
        return self.value

    def number(self, most: float) -> int | float:
        """A finite number between 0 and `most`, whole or not."""
        if not isinstance(self.value, (int, float)) or isinstance(self.value, bool):
            raise self.wrong("number", most=str(most))
        if not (math.isfinite(self.value) and 0 <= self.value <= most):
            raise self.wrong("number", most=str(most))
        return self.value

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.wrong("flag")
        return self.value

    def choice(self, known: Sequence[str]) -> str:
        """One of a few words."""
        if not isinstance(self.value, str) or self.value not in known:
            raise self.wrong("choice", known=list(known))
        return self.value

    def sha256(self) -> str:
        """A SHA-256 in 64 small hexadecimal digits."""
        if not isinstance(self.value, str) or not _SHA256.fullmatch(self.value):
            raise self.wrong("sha256")
        return self.value

    def matching(self, pattern: re.Pattern[str], kind: str) -> str:
        """A text of a given form."""
        if not isinstance(self.value, str) or not pattern.fullmatch(self.value):
            raise self.wrong(kind)
        return self.value


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(value: Any) -> str:
    """A value, or its beginning, in one line."""
    if isinstance(value, dict):
        return f"{{…}} ({len(value)})"
    if isinstance(value, list):
        return f"[…] ({len(value)})"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**30:
        # Python refuses to write out a whole number of more than some thousand digits.
        return f"{'-' * (value < 0)}2^{value.bit_length()}"
    words = {None: "null", True: "true", False: "false"}
    text = words.get(value) if value is None or isinstance(value, bool) else None
    text = text or str(value).encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
