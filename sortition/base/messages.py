"""The words a user sees, in French and English, from one catalogue.

The catalogue is the TOML files of the packages that have words: one table per message, with a
sentence in each language. A sentence names its values in braces (`{file}`). Where number matters,
the language's entry is a table of plural forms (`one`, `other`) chosen by the value `n`.

What is built on top of `sortition` adds its own package of words when it is imported, and nothing
is read before the first sentence is said.
"""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from sortition.base.errors import Message

LANGUAGES: Final = ("fr", "en")
DEFAULT_LANGUAGE: Final = "fr"
NARROW_NO_BREAK_SPACE: Final = "\u202f"
VALUE_SHOWN: Final = 80
"""Characters up to which a wrong value is quoted."""

Sentence = str | dict[str, str]

_PACKAGES: Final = ["sortition.messages"]
"""Where the words are: these, and what `add_words` was told."""


def add_words(package: str) -> None:
    """Have the TOML files of a package in the catalogue too."""
    if package not in _PACKAGES:
        _PACKAGES.append(package)
        catalogue.cache_clear()


@cache
def catalogue() -> Mapping[str, Mapping[str, Sentence]]:
    """The whole catalogue: message code → language → sentence (or its plural forms)."""
    entries: dict[str, Mapping[str, Sentence]] = {}
    for package in _PACKAGES:
        for code, sentences in words_of(package).items():
            if code in entries:
                raise ValueError(f"message {code!r} stands twice in the catalogue")
            entries[code] = sentences
    return entries


@cache
def words_of(package: str) -> Mapping[str, Mapping[str, Sentence]]:
    """The part of the catalogue that stands in one package."""
    entries: dict[str, Mapping[str, Sentence]] = {}
    for entry in sorted(files(package).iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".toml"):
            continue
        for code, sentences in tomllib.loads(entry.read_text(encoding="utf-8")).items():
            if code in entries:
                raise ValueError(f"message {code!r} stands twice in {package}")
            entries[code] = sentences
    return entries


def language_of(environment: Mapping[str, str] | None = None) -> str:
    """The language of the environment's locale (`LC_ALL`, `LC_MESSAGES`, `LANG`), else French."""
    environment = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            tag = value[:2].lower()
            return tag if tag in LANGUAGES else DEFAULT_LANGUAGE
    return DEFAULT_LANGUAGE


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of a command line: its last `--lang`, else the environment's.

    Read before click does, because the help and the errors of click itself are said in it.
    """
    chosen = language_of(environment)
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and position + 1 < len(arguments):
            value = arguments[position + 1]
        if value in LANGUAGES:
            chosen = value
    return chosen


class Words:
    """Says messages and numbers in one language."""

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no words in {language!r}")
        self.language = language

    def __call__(self, code: str, /, **params: object) -> str:
        """The sentence of `code` with its values put in. Unknown codes are a programming error."""
        sentence = catalogue()[code][self.language]
        if isinstance(sentence, dict):
            sentence = sentence[self._plural_form(params["n"])]
        return sentence.format(**{name: self._shown(name, value) for name, value in params.items()})

    def say(self, message: Message) -> str:
        """The sentence of a message."""
        return self(message.code, **message.params)

    def _shown(self, name: str, value: object) -> str:
        shown = self.show(value)
        # `value` is what a file or an option holds: it may be a whole page by mistake.
        return f"{shown[:VALUE_SHOWN]}…" if name == "value" and len(shown) > VALUE_SHOWN else shown

    def show(self, value: object) -> str:
        """A value as readers write it: grouped numbers, lists with commas, messages in words."""
        if isinstance(value, Message):
            return self.say(value)
        if isinstance(value, bool) or value is None:
            raise TypeError("a yes or no needs words of its own")
        if isinstance(value, int):
            return self.integer(value)
        if isinstance(value, str):
            return value
        if isinstance(value, Iterable):
            return ", ".join(self.show(item) for item in value)
        return str(value)

    def integer(self, value: int) -> str:
        """13000 as « 13 000 » or 13,000 (four digits stay together in French)."""
        if self.language == "en":
            return f"{value:,}"
        text = str(value)
        return (
            f"{value:,}".replace(",", NARROW_NO_BREAK_SPACE) if len(text.lstrip("-")) > 4 else text
        )

    def decimal(self, value: float, places: int) -> str:
        """A decimal number with a fixed number of places: 3,25 or 3.25."""
        from babel.numbers import format_decimal

        pattern = "#,##0." + "0" * places if places else "#,##0"
        return str(format_decimal(value, format=pattern, locale=self.language))

    def percent(self, share: float, places: int = 2) -> str:
        """A share between 0 and 1 as a percentage: 9,09 % or 9.09%."""
        number = self.decimal(100 * share, places)
        return f"{number}{NARROW_NO_BREAK_SPACE}%" if self.language == "fr" else f"{number}%"

    def chance(self, chance: float) -> str:
        """A chance as a percentage, with digits enough to tell it from its neighbours."""
        # Rounded first: the weights' rounding makes 9.9999999 of ten per cent.
        chance = float(f"{chance:.4g}")
        places = 0 if not chance else 2 if chance >= 0.1 else 3 if chance >= 0.001 else 5
        return self.percent(chance, places)

    def date(self, day: dt.date) -> str:
        """A day: « 1er mars 2019 », 1 March 2019."""
        from babel.dates import format_date

        first = self.language == "fr" and day.day == 1
        pattern = "'1er' MMMM y" if first else "d MMMM y"
        return str(format_date(day, format=pattern, locale=self.language))

    def _plural_form(self, number: object) -> str:
        # French counts zero and one alike, English one alone (Unicode CLDR, cardinal plural rules).
        if not isinstance(number, int):
            raise TypeError("a plural is chosen by a whole number `n`")
        if self.language == "fr":
            return "one" if abs(number) < 2 else "other"
        return "one" if abs(number) == 1 else "other"
