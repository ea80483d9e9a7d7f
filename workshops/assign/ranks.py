"""Which columns of a preferences file hold the first, second, … choice.

`1`, `2`, … and as people also write them: `Choix 1`, `1er vœu`, `Vœu n° 2`, `deuxième choix`. What
looks like a choice and has no rank that can be read is refused: left out, it would change what
people asked for without a word.
"""

from __future__ import annotations

import re
from typing import Final

from sortition.base.errors import BadInput, Problems, message
from sortition.base.text import folded
from sortition.people.columns import headings_of
from sortition.spreadsheets import Table

_WISH: Final = r"(?:choix|choice|v(?:œ|oe)ux?|wish|souhait|pr[ée]f[ée]rence|rang|rank)"
_NUMBER: Final = r"([1-9][0-9]?)\s*(?:(?:ers?|[èe]re|i?[èe]me|nde?|st|rd|th|e)\b)?"
_GAP: Final = r"[\s.:#-]*"
_FORMS: Final = (
    re.compile(rf"(?:{_WISH}{_GAP}(?:n(?:°|º|o|um[ée]ro)?{_GAP})?)?{_NUMBER}"),
    re.compile(rf"{_NUMBER}{_GAP}{_WISH}"),
)
_ORDINALS: Final = (
    ("premier", "première", "first"),
    ("deuxième", "second", "seconde"),
    ("troisième", "third"),
    ("quatrième", "fourth"),
    ("cinquième", "fifth"),
    ("sixième", "sixth"),
    ("septième", "seventh"),
    ("huitième", "eighth"),
    ("neuvième", "ninth"),
    ("dixième", "tenth"),
)
_RANK_OF: Final = {word: rank for rank, words in enumerate(_ORDINALS, 1) for word in words}
_WORDED: Final = re.compile(rf"(\w+)(?:{_GAP}{_WISH})?|{_WISH}{_GAP}(\w+)")
_LIKE_A_WISH: Final = re.compile(rf"[0-9.,]+|(?=.*[0-9])(?:{_WISH}\b.*|.*\b{_WISH})")


def rank_columns(table: Table) -> list[str]:
    """The headings of the first, second, … choice, in this order. Raises `BadInput` where there are
    none, where a rank has two columns or none, and for a column whose rank cannot be read.
    """
    headings = [str(name) for name in table.frame.columns if name]
    problems = Problems()
    of_rank: dict[int, list[str]] = {}
    for heading in headings:
        rank = rank_of(heading)
        if rank:
            of_rank.setdefault(rank, []).append(heading)
        elif _LIKE_A_WISH.fullmatch(_plain(heading)):
            problems.add("assign-rank-unread", file=table.name, column=heading)
    if not of_rank and not problems:
        raise BadInput(message("assign-no-ranks", file=table.name, found=headings_of(table)))
    for rank, columns in sorted(of_rank.items()):
        if len(columns) > 1:
            problems.add("assign-rank-twice", file=table.name, rank=rank, columns=columns)
    missing = next(rank for rank in range(1, len(of_rank) + 2) if rank not in of_rank)
    if missing <= len(of_rank):
        after = min(rank for rank in of_rank if rank > missing)
        column = of_rank[after][0]
        where = {"file": table.name, "column": column, "rank": after}
        problems.add("assign-rank-gap", missing=missing, **where)
    problems.raise_if_any()
    return [of_rank[rank][0] for rank in sorted(of_rank)]


def rank_of(heading: str) -> int:
    """The rank that a column is for, 0 if it is for something else."""
    text = _plain(heading)
    for form in _FORMS:
        if found := form.fullmatch(text):
            return int(found[1])
    found = _WORDED.fullmatch(text)
    return _RANK_OF.get(found[1] or found[2], 0) if found else 0


def _plain(heading: str) -> str:
    return folded(heading.replace("_", " "))
