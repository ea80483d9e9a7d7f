"""Takes the keys of a TOML table one by one, and notes what is wrong with each."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeGuard

from sortition.base.dates import read_date
from sortition.base.errors import Problems, message
from sortition.base.limits import PROBLEMS_MOST, SUGGESTIONS_MOST, WHOLE_MOST
from sortition.base.text import BLANKS, folded, nearest

_SHOWN: Final = 100
"""Characters up to which a value, and the name of a key, are quoted."""
_DEPTH_SHOWN: Final = 5
_DIGITS_SHOWN: Final = 30


class Section:
    """One table of the file: takes its keys one by one and knows which were never asked for."""

    def __init__(
        self,
        data: Mapping[str, Any],
        file: str,
        where: str,
        problems: Problems,
        *,
        longest: int | None = None,
    ) -> None:
        """`longest`: characters up to which a text of the file may go; None: any number."""
        self.data = data
        self.file = file
        self._where = where
        self._asked: list[str] = []
        self._longest = longest
        self.problems = problems

    def key(self, name: str) -> str:
        """The key as the user finds it: `[register] id`, `[[criteria]] 2 (sexe) bands`."""
        return f"{self._where} {_cut(name)}".strip()

    def problem(self, code: str, name: str, **params: object) -> None:
        """Note a problem of one key."""
        if len(self.problems) < PROBLEMS_MOST:
            self.problems.add(code, file=self.file, key=self.key(name), **params)

    def nearest(self, word: str, known: Sequence[str]) -> str | None:
        """The known word nearest to one that is wrong, as long as few things are wrong."""
        return nearest(word, known) if len(self.problems) < SUGGESTIONS_MOST else None

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
        if not is_text(value):
            self.wrong_kind(name, value, "kind-text")
            return None
        return value.strip() if self.is_short(name, value) else None

    def whole(
        self, name: str, *, least: int, most: int = WHOLE_MOST, required: bool = False
    ) -> int | None:
        """A key that is a whole number, from `least` to `most`."""
        value = self.take(name, required=required)
        if value is None:
            return None
        if not is_whole(value):
            self.wrong_kind(name, value, "kind-whole")
            return None
        return value if self.is_within(name, value, least, most) else None

    def texts(self, name: str, *, some: bool = False, most: int | None = None) -> tuple[str, ...]:
        """A key that is a text or a list of `most` texts; with `some`, at least one of them."""
        value = self.take(name)
        if value is None:
            return ()
        items = [value] if isinstance(value, str) else value
        if isinstance(items, list) and not self.are_few(name, len(items), most):
            return ()
        if not isinstance(items, list) or not all(map(is_text, items)) or (some and not items):
            self.wrong_kind(name, value, "kind-texts")
            return ()
        return tuple([item.strip() for item in items if self.is_short(name, item)])

    def wholes(self, name: str, *, least: int, most: int, entries: int) -> tuple[int, ...]:
        """A key that is a list of up to `entries` whole numbers from `least` to `most`."""
        value = self.take(name)
        if value is None:
            return ()
        if isinstance(value, list) and not self.are_few(name, len(value), entries):
            return ()
        if not isinstance(value, list) or not value or not all(map(is_whole, value)):
            self.wrong_kind(name, value, "kind-wholes")
            return ()
        low, high = min(value), max(value)
        within = self.is_within(name, low, least, most)
        if within and high != low:
            within = self.is_within(name, high, least, most)
        return tuple(value) if within else ()

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
        return self._inner(value or {}, where)

    def tables(self, name: str, *, most: int | None = None) -> list[Section]:
        """A key that is a list of up to `most` tables (`[[name]]`)."""
        value = self.take(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong_kind(name, value, "kind-tables")
            return []
        if not self.are_few(name, len(value), most):
            return []
        return [
            self._inner(item, f"{self._where} [[{name}]] {number}{_named(item)}".strip())
            for number, item in enumerate(value, 1)
        ]

    def within(self, name: str, data: Mapping[str, Any]) -> Section:
        """The table of a key already taken."""
        return self._inner(data, self.key(name))

    def _inner(self, data: Mapping[str, Any], where: str) -> Section:
        return Section(data, self.file, where, self.problems, longest=self._longest)

    def finish(self) -> None:
        """Refuse the keys nobody asked for."""
        for name in self.data:
            if name in self._asked:
                continue
            near = self.nearest(name, self._asked)
            code = "protocol-unknown-key-near" if near else "protocol-unknown-key"
            self.problem(code, name, nearest=near or "", known=self._asked)

    def wrong_kind(self, name: str, value: object, kind: str) -> None:
        """Note that a key's value is not of the kind it should be."""
        self.problem("protocol-wrong-kind", name, value=shown(value), kind=message(kind))

    def is_within(self, name: str, value: int, least: int, most: int) -> bool:
        """Whether a number is within its bounds; noted where it is not."""
        if value < least:
            self.problem("protocol-number-too-small", name, value=shown_number(value), least=least)
        elif value > most:
            self.problem("protocol-number-too-large", name, value=shown_number(value), most=most)
        return least <= value <= most

    def is_short(self, name: str, text: str) -> bool:
        """Whether a text, or the name of a category, is not too long; noted where it is."""
        if self._longest is None or len(text) <= self._longest:
            return True
        params = {"value": shown(text), "count": len(text), "most": self._longest}
        self.problem("protocol-text-too-long", name, **params)
        return False

    def are_few(self, name: str, count: int, most: int | None) -> bool:
        """Whether a list or table has not too many entries; noted where it has."""
        if most is None or count <= most:
            return True
        self.problem("protocol-too-many", name, count=count, most=most)
        return False

    def are_distinct(
        self,
        name: str,
        entries: Sequence[str],
        code: str,
        form: Callable[[str], Hashable] = folded,
    ) -> None:
        """Note, with the code, each entry that stands twice in one of its spellings."""
        seen: set[Hashable] = set()
        for entry in entries:
            same = form(entry)
            if same in seen:
                self.problem(code, name, value=entry)
            seen.add(same)


def is_whole(value: object) -> TypeGuard[int]:
    """Whether a value of the file is a whole number (yes and no are not)."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_text(value: object) -> TypeGuard[str]:
    """Whether a value of the file is a text, not blank, that can be written as UTF-8."""
    if not isinstance(value, str) or not value.strip(BLANKS):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a character, which the escapes of JSON can name
        return False
    return True


def shown(value: object) -> str:
    """A value as the file writes it: `true`, `[3, 5]`, `{ F = 3 }`; a text without its quotes.

    Of a long one the beginning, in a time that does not depend on its length.
    """
    found = ""
    for piece in _pieces(value, 0):
        found += _cut(piece)
        if len(found) > _SHOWN:
            return _cut(found)
    return found


def shown_number(value: int) -> int | str:
    """A whole number for a sentence; one of very many digits by its first ones and its size."""
    if abs(value) < 10**_DIGITS_SHOWN:
        return value
    # Python refuses to write out some thousand digits, and nobody reads them.
    size, first = divmod(math.log10(abs(value)), 1)
    return f"{'-' * (value < 0)}{10**first:.3f}e{size:.0f}"


def _pieces(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, (list, dict)) and value and depth == _DEPTH_SHOWN:
        yield "…"
    elif isinstance(value, bool):
        yield str(value).lower()
    elif isinstance(value, int):
        yield str(shown_number(value))
    elif isinstance(value, list):
        yield "["
        for number, item in enumerate(value):
            yield ", " if number else ""
            yield from _pieces(item, depth + 1)
        yield "]"
    elif isinstance(value, dict):
        for number, (key, inner) in enumerate(value.items()):
            yield f"{', ' if number else '{ '}{_cut(key)} = "
            yield from _pieces(inner, depth + 1)
        yield " }" if value else "{}"
    elif value is None:
        yield "null"  # no value of TOML; one of JSON
    else:
        yield value if isinstance(value, str) else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _named(item: Mapping[str, Any]) -> str:
    name = item.get("name")
    return f" ({_cut(name.strip())})" if isinstance(name, str) and name.strip() else ""
