"""Which letters the font of the PDFs has, and who has a name with others.

A letter that a font lacks would be a blank or a box on a badge. It is found before anything is
printed, and the person named.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from sortition.base.errors import BadInput, Problems, message
from workshops.papers.material import Material
from workshops.papers.names import name_of

FONT_FILES: Final = (
    "SourceSansPro-Regular.ttf",
    "SourceSansPro-Semibold.ttf",
    "SourceSansPro-Bold.ttf",
)
OTHER_FORMATS: Final = "html,xlsx,csv"

# Shaping uses these up; they leave no mark of their own.
_NO_MARK: Final = frozenset(" \u00a0\u200c\u200d\n")


def font_folder() -> Path:
    """Where the font's files are installed."""
    return Path(str(files("font_source_sans_pro"))) / "files"


@cache
def known_letters() -> frozenset[str]:
    """The letters that every face used has."""
    from fontTools.ttLib import TTFont

    codes: set[int] | None = None
    for name in FONT_FILES:
        with TTFont(font_folder() / name, lazy=True) as font:
            found = set(font.getBestCmap())
        codes = found if codes is None else codes & found
    return frozenset(map(chr, codes or ()))


def missing_letters(text: str) -> list[str]:
    """The letters of a text that cannot be printed, each once, in the order of the text."""
    return [one for one in dict.fromkeys(text) if one not in known_letters() | _NO_MARK]


def check_letters(material: Material) -> None:
    """Refuse a plan with letters that no PDF can show.

    Raises `BadInput` naming every person, or text, and the letters.
    """
    problems = Problems()
    for person in material.plan.participants:
        name = name_of(person)
        letters = missing_letters(f"{name.first} {name.last} {name.id}")
        if letters:
            problems.add(
                "print-letters-person",
                id=person.id,
                name=f"{person.first_name} {person.last_name}".strip(),
                letters=_named(letters),
                formats=OTHER_FORMATS,
            )
    for text in _other_texts(material):
        letters = missing_letters(text)
        if letters:
            problems.add(
                "print-letters-text", text=text, letters=_named(letters), formats=OTHER_FORMATS
            )
    problems.raise_if_any()


def check_text(text: str) -> None:
    """Refuse one text of a document with letters that no PDF can show. Raises `BadInput`."""
    letters = missing_letters(text)
    if letters:
        around = text.find(letters[0])
        shown = text[max(0, around - 20) : around + 20]
        raise BadInput(
            message(
                "print-letters-text", text=shown, letters=_named(letters), formats=OTHER_FORMATS
            )
        )


def _other_texts(material: Material) -> Iterable[str]:
    """Every text of the event, the groups and the places, each once."""
    plan = material.plan
    texts = [value for value in vars(plan.event).values() if isinstance(value, str)]
    for one in plan.rounds:
        for group in one.groups:
            texts += [group.place, group.topic]
    texts += [spot.name for spot in plan.floor]
    for session in material.sessions:
        texts += [session.title, session.place]
        for step in session.steps:
            for activity in (step.activity, *step.parallel):
                texts += list(vars(activity).values())
    return dict.fromkeys(texts)


def _named(letters: list[str]) -> str:
    """« 王 (U+738B CJK UNIFIED IDEOGRAPH-738B) »: shown, and named for those who cannot see it."""
    return ", ".join(
        f"{letter} (U+{ord(letter):04X} {unicodedata.name(letter, '')})".replace(" )", ")")
        for letter in letters
    )
