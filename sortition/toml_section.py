"""Takes the keys of a TOML table one by one, and notes what is wrong with each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeGuard

from sortition.dates import read_date
from sortition.errors import Problems, message
from sortition.text import nearest


class Section:
    """One table of the file: takes its keys one by one and knows which were never asked for."""

    def __init__(self, data: Mapping[str, Any], file: str, where: str, problems: Problems) -> None:
        self.data = data
        self.file = file
        self._where = where
        self._asked: list[str] = []
        self.problems = problems

    def key(self, name: str) -> str:
        """The key as the user finds it: `[register] id`, `[[criteria]] 2 (sexe) bands`."""
        return f"{self._where} {name}".strip()

    def problem(self, code: str, name: str, **params: object) -> None:
        """Note a problem of one key."""
        self.problems.add(code, file=self.file, key=self.key(name), **params)

    def take(self, name: str, *, required: bool = False) -> Any:
        """The value of a key, None where it is missing."""
        self._asked.append(name)
        if required and name not in self.data:
            self.problem("protocol-key-missing", name)
        return self.data.get(name)

    def text(self, name: str, *, required: bool = False) -> str | None:
        """A key that is a text, not blank."""
        value = self.take(name, required=required)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.wrong_kind(name, value, "kind-text")
            return None
        return value.strip()

    def whole(self, name: str, *, least: int, required: bool = False) -> int | None:
        """A key that is a whole number, at least `least`."""
        value = self.take(name, required=required)
        if value is None:
            return None
        if not is_whole(value):
            self.wrong_kind(name, value, "kind-whole")
            return None
        if value < least:
            self.problem("protocol-number-too-small", name, value=value, least=least)
            return None
        return value

    def texts(self, name: str, *, some: bool = False) -> tuple[str, ...]:
        """A key that is a text or a list of texts; with `some`, at least one of them."""
        value = self.take(name)
        if value is None:
            return ()
        items = [value] if isinstance(value, str) else value
        if (
            not isinstance(items, list)
            or not all(isinstance(item, str) and item.strip() for item in items)
            or (some and not items)
        ):
            self.wrong_kind(name, value, "kind-texts")
            return ()
        return tuple(item.strip() for item in items)

    def wholes(self, name: str) -> tuple[int, ...]:
        """A key that is a list of whole numbers."""
        value = self.take(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not value or not all(is_whole(i) for i in value):
            self.wrong_kind(name, value, "kind-wholes")
            return ()
        return tuple(value)

    def date(self, name: str) -> dt.date | None:
        """A key that is a date, or a text that is one."""
        value = self.take(name)
        if value is None:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        read = read_date(value) if isinstance(value, str) else None
        if read is None:
            self.wrong_kind(name, value, "kind-date")
        return read

    def choice(self, name: str, known: tuple[str, ...], default: str) -> str:
        """A key that is one of a few words."""
        value = self.take(name)
        if value is None:
            return default
        if value not in known:
            self.problem("protocol-unknown-choice", name, value=shown(value), known=known)
            return default
        return str(value)

    def table(self, name: str) -> Section:
        """A key that is a table; an empty one where it is missing."""
        value = self.take(name)
        if value is not None and not isinstance(value, dict):
            self.wrong_kind(name, value, "kind-table")
            value = None
        where = f"[{self._where.strip('[]')}.{name}]" if self._where else f"[{name}]"
        return Section(value or {}, self.file, where, self.problems)

    def tables(self, name: str) -> list[Section]:
        """A key that is a list of tables (`[[name]]`)."""
        value = self.take(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong_kind(name, value, "kind-tables")
            return []
        return [
            Section(
                item,
                self.file,
                f"{self._where} [[{name}]] {number}{_named(item)}".strip(),
                self.problems,
            )
            for number, item in enumerate(value, 1)
        ]

    def finish(self) -> None:
        """Refuse the keys nobody asked for."""
        for name in self.data:
            if name in self._asked:
                continue
            near = nearest(name, self._asked)
            code = "protocol-unknown-key-near" if near else "protocol-unknown-key"
            self.problem(code, name, nearest=near or "", known=self._asked)

    def wrong_kind(self, name: str, value: object, kind: str) -> None:
        """Note that a key's value is not of the kind it should be."""
        self.problem("protocol-wrong-kind", name, value=shown(value), kind=message(kind))


def is_whole(value: object) -> TypeGuard[int]:
    """Whether a value of the file is a whole number (yes and no are not)."""
    return isinstance(value, int) and not isinstance(value, bool)


def shown(value: object) -> str:
    """A value as the file writes it: `true`, `[3, 5]`, `{ F = 3 }`; a text without its quotes."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(shown, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{key} = {shown(inner)}" for key, inner in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return str(value)


def _named(item: Mapping[str, Any]) -> str:
    name = item.get("name")
    return f" ({name.strip()})" if isinstance(name, str) and name.strip() else ""
