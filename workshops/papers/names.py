"""Names as printed documents write and sort them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from workshops.plan.value import Participant, Plan

# Between letters of some scripts these two change the letters' shape: they are part of a name.
_JOINERS: Final = "\u200c\u200d"
# Letters that do not come apart into a base letter and an accent.
_BASE: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "œ": "oe", "æ": "ae", "þ": "th"}
)


@dataclass(frozen=True)
class Name:
    """A person as documents call them."""

    id: str
    first: str
    last: str
    """In capitals, as French lists write surnames."""

    @property
    def spoken(self) -> str:
        """« Camille DUPONT ». An id where there is no name."""
        return f"{self.first} {self.last}".strip() or self.id

    @property
    def listed(self) -> str:
        """« DUPONT Camille », as in an alphabetical list."""
        return f"{self.last} {self.first}".strip() or self.id

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """The order of a French or English directory: accents, case and hyphens do not count."""
        return (_plain(self.last or self.first or self.id), _plain(self.first), self.id)


def printable(text: str) -> str:
    """A text on one line, in composed letters, without the invisible characters that could hide or
    turn round what stands beside them.
    """
    kept = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif category == "Cs":
            kept.append("\ufffd")  # half a character: no file can hold it
        elif category != "Cf" or character in _JOINERS:
            kept.append(character)
    return " ".join("".join(kept).split(" ")).strip()


def name_of(person: Participant) -> Name:
    """The printed name of a participant."""
    last = unicodedata.normalize("NFC", printable(person.last_name).upper())
    return Name(printable(person.id), printable(person.first_name), last)


def names_of(plan: Plan) -> dict[str, Name]:
    """The printed name of everyone by the plan's id, in alphabetical order."""
    named = [(person.id, name_of(person)) for person in plan.participants]
    return dict(sorted(named, key=lambda pair: pair[1].sort_key))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold().translate(_BASE))
    return "".join(character for character in apart if character.isalnum() or character == " ")
