"""From the cells of a register to the categories of a criterion."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sortition.errors import Problems, message
from sortition.protocol import CROSS, Criterion
from sortition.text import folded, nearest

WOMAN: Final = frozenset(
    (
        "f",
        "w",
        "femme",
        "féminin",
        "feminin",
        "female",
        "woman",
        "mme",
        "madame",
        "mlle",
        "mademoiselle",
    )
)
MAN: Final = frozenset(
    ("m", "h", "homme", "masculin", "male", "man", "m.", "mr", "mr.", "monsieur")
)
"""What registers write in a column of sex or of courtesy titles, folded."""

ROWS_NAMED: Final = 10
"""At most so many rows are named in one problem."""


@dataclass(frozen=True)
class Reading:
    """What was understood of one column: the category of each person, and what was read as what."""

    categories: tuple[str, ...]
    read_as: Mapping[str, tuple[str, int]]
    """Value as written → the category it was read as, and how many people wrote it so; only for
    courtesy titles and synonyms, which are the reader's understanding and not the protocol's."""


def declared_categories(criterion: Criterion) -> tuple[str, ...] | None:
    """The categories a plain criterion names itself; None where the register's own are taken."""
    if criterion.bands:
        return band_names(criterion.bands)
    if criterion.groups:
        return tuple(criterion.groups)
    if criterion.quotas is not None:
        return tuple(criterion.quotas)
    if isinstance(criterion.population, Mapping):
        return tuple(criterion.population)
    return None


def band_names(bands: Sequence[int]) -> tuple[str, ...]:
    """`[16, 25, 40]` as `16-24`, `25-39`, `40+`."""
    closed = [f"{first}-{after - 1}" for first, after in itertools.pairwise(bands)]
    return (*closed, f"{bands[-1]}+")


def read_categories(
    criterion: Criterion,
    cells: Sequence[str],
    rows: Sequence[int],
    *,
    file: str,
    known: tuple[str, ...] | None,
    problems: Problems,
) -> Reading:
    """The category of each person.

    `cells` and `rows` (spreadsheet numbers) have one entry per person; `known` are the categories
    to choose from, None where whatever is found is a category. Empty cells and unknown values are
    noted in `problems`, each value once, with its rows.
    """
    counts = Counter(cells)
    if criterion.bands:
        meaning = {value: _band(criterion.bands, value) for value in counts}
        read_as: dict[str, str] = {}
    else:
        meaning, read_as = _meanings(criterion, counts, known)
    for value in sorted(v for v, category in meaning.items() if category is None):
        found = [row for row, cell in zip(rows, cells, strict=True) if cell == value]
        _note_unknown(criterion, value, found, file, known, problems)
    return Reading(
        categories=tuple([meaning[cell] or "" for cell in cells]),
        read_as={value: (category, counts[value]) for value, category in read_as.items()},
    )


def crossed(categories: Sequence[str]) -> str:
    """The name of a combination of categories: `F × 16-24`."""
    return CROSS.join(categories)


def _meanings(
    criterion: Criterion, counts: Mapping[str, int], known: tuple[str, ...] | None
) -> tuple[dict[str, str | None], dict[str, str]]:
    labels = {folded(category): category for category in known or _own_categories(counts)}
    labels |= {folded(v): group for group, values in criterion.groups.items() for v in values}
    synonyms = _synonyms(tuple(labels))
    meaning: dict[str, str | None] = {}
    read_as: dict[str, str] = {}
    for value in sorted(counts):
        key = folded(value)
        if not key:
            meaning[value] = None
        elif key in labels:
            meaning[value] = labels[key]
        elif key in synonyms:
            meaning[value] = read_as[value] = labels[synonyms[key]]
        else:
            meaning[value] = None
    return meaning, read_as


def _own_categories(counts: Mapping[str, int]) -> tuple[str, ...]:
    """The register's own categories, each in its most frequent spelling."""
    spellings: dict[str, list[tuple[int, str]]] = {}
    for value, count in counts.items():
        if folded(value):
            spellings.setdefault(folded(value), []).append((-count, " ".join(value.split())))
    if set(spellings) <= WOMAN | MAN:
        spellings = _one_spelling_per_sex(spellings)
    return tuple(min(found)[1] for _, found in sorted(spellings.items()))


def _one_spelling_per_sex(
    spellings: Mapping[str, list[tuple[int, str]]],
) -> dict[str, list[tuple[int, str]]]:
    merged: dict[str, list[tuple[int, str]]] = {}
    for key in sorted(spellings):
        merged.setdefault("woman" if key in WOMAN else "man", []).extend(spellings[key])
    return merged


def _synonyms(labels: Sequence[str]) -> dict[str, str]:
    """Courtesy titles → the one category that means the same; nothing where that is not plain."""
    synonyms: dict[str, str] = {}
    for words in (WOMAN, MAN):
        meant = [label for label in labels if label in words]
        if len(meant) == 1:
            synonyms |= dict.fromkeys(words, meant[0])
    return synonyms


def _band(bands: Sequence[int], age: str) -> str | None:
    if not (age.isascii() and age.isdigit()) or int(age) < bands[0]:
        return None
    return band_names(bands)[sum(int(age) >= first for first in bands) - 1]


def _note_unknown(
    criterion: Criterion,
    value: str,
    rows: Sequence[int],
    file: str,
    known: tuple[str, ...] | None,
    problems: Problems,
) -> None:
    params: dict[str, object] = {
        "file": file,
        "criterion": criterion.name,
        "column": criterion.column,
        "value": value,
        "rows": rows_named(rows),
        "n": len(rows),
        "known": known or (),
    }
    if not value.strip():
        problems.add("category-empty", **params)
    elif criterion.bands:
        problems.add("category-outside-bands", **params)
    elif near := nearest(value, known or ()):
        problems.add("category-unknown-near", **params, nearest=near)
    else:
        problems.add("category-unknown", **params)


def rows_named(rows: Sequence[int]) -> object:
    """A list of rows for a sentence: the first few, then how many more there are."""
    first = ", ".join(str(row) for row in rows[:ROWS_NAMED])
    more = len(rows) - ROWS_NAMED
    return message("rows-and-more", rows=first, n=more) if more > 0 else first
