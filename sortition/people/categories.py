"""From the cells of a register to the categories of a criterion."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sortition.base.dates import OLDEST
from sortition.base.errors import Problems
from sortition.base.text import folded, nearest
from sortition.people.cells import whole
from sortition.people.personal import cell_kind, holds_people, would_publish_people
from sortition.people.rows import PROBLEMS_SHOWN, rows_named
from sortition.protocol.model import CROSS, Criterion

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

NEITHER: Final = frozenset(
    ("x", "autre", "autres", "other", "non binaire", "non-binaire", "non-binary", "nb", "nc", "n")
)
"""What may stand beside them in such a column."""

CATEGORIES_NAMED: Final = 20
"""At most so many known categories are named in one problem."""


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
    noted in `problems`, each value once, with its rows; and so is a column of names of people,
    whose categories would be published.
    """
    counts = Counter(cells)
    column = criterion.column or criterion.name
    if known is None and would_publish_people(column, counts):
        where = {"file": file, "criterion": criterion.name, "column": column}
        problems.add("criterion-of-people", **where, n=sum(map(bool, counts)))
        return Reading(("",) * len(cells), {})
    if criterion.bands:
        meaning = {value: _band(criterion.bands, value) for value in counts}
        read_as: dict[str, str] = {}
    else:
        meaning, read_as = _meanings(criterion, counts, known)
    rows_of: dict[str, list[int]] = {
        value: [] for value, category in meaning.items() if category is None
    }
    for row, cell in zip(rows, cells, strict=True) if rows_of else ():
        if cell in rows_of:
            rows_of[cell].append(row)
    named = _categories_named(known)
    quoted = _quoted(criterion, counts, rows_of, file, named, problems)
    _note_unknown(criterion, quoted, file, known, problems)
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
    if set(spellings) <= WOMAN | MAN | NEITHER:
        spellings = _one_spelling_per_sex(spellings)
    return tuple(min(found)[1] for _, found in sorted(spellings.items()))


def _one_spelling_per_sex(
    spellings: Mapping[str, list[tuple[int, str]]],
) -> dict[str, list[tuple[int, str]]]:
    merged: dict[str, list[tuple[int, str]]] = {}
    for key in sorted(spellings):
        sex = "woman" if key in WOMAN else "man" if key in MAN else key
        merged.setdefault(sex, []).extend(spellings[key])
    return merged


def _synonyms(labels: Sequence[str]) -> dict[str, str]:
    """Courtesy titles → the one category that means the same; nothing where that is not plain."""
    synonyms: dict[str, str] = {}
    for words in (WOMAN, MAN):
        meant = [label for label in labels if label in words]
        if len(meant) == 1:
            synonyms |= dict.fromkeys(words, meant[0])
    return synonyms


def age_in_years(text: str) -> int | None:
    """An age written in whole years (`34`, and `34.0` as programs of statistics write it)."""
    return whole(text, 0, OLDEST, point_zero=True)


def _band(bands: Sequence[int], text: str) -> str | None:
    age = age_in_years(text)
    if age is None or age < bands[0]:
        return None
    return band_names(bands)[sum(age >= first for first in bands) - 1]


def _categories_named(known: Sequence[str] | None) -> list[str]:
    categories = known or ()
    return [*categories[:CATEGORIES_NAMED], *["…"] * (len(categories) > CATEGORIES_NAMED)]


def _quoted(
    criterion: Criterion,
    counts: Mapping[str, int],
    rows_of: Mapping[str, Sequence[int]],
    file: str,
    known: Sequence[str],
    problems: Problems,
) -> Mapping[str, Sequence[int]]:
    """The values that are no category and may be quoted; of the others the rows are noted.

    A wrong column may be one of names; and in a row that has slipped, the cell of another column
    stands where a category should be.
    """
    column = criterion.column or criterion.name
    unknown = [
        value
        for value in rows_of
        if value.strip() and not (criterion.bands and age_in_years(value) is not None)
    ]
    all_hidden = bool(unknown) and holds_people(column, counts)
    hidden = {value for value in unknown if all_hidden or cell_kind(value)}
    if hidden:
        rows = sorted(row for value in hidden for row in rows_of[value])
        where = {"file": file, "criterion": criterion.name, "column": column}
        code = "age-hidden" if criterion.bands else "category-hidden"
        problems.add(code, **where, rows=rows_named(rows), n=len(rows), known=known)
    return {value: rows for value, rows in rows_of.items() if value not in hidden}


def _note_unknown(
    criterion: Criterion,
    rows_of: Mapping[str, Sequence[int]],
    file: str,
    known: tuple[str, ...] | None,
    problems: Problems,
) -> None:
    """Note the values that are no category, each once, with its rows; the empty cells first."""
    categories, named = known or (), _categories_named(known)
    where = {"file": file, "criterion": criterion.name, "column": criterion.column}
    for value in sorted(rows_of)[:PROBLEMS_SHOWN]:
        rows = rows_of[value]
        params = {**where, "value": value, "rows": rows_named(rows), "n": len(rows), "known": named}
        if not value.strip():
            problems.add("category-empty", **params)
        elif criterion.bands and age_in_years(value) is None:
            problems.add("age-unreadable", **params)
        elif criterion.bands:
            problems.add("category-outside-bands", **params)
        elif near := nearest(value, categories):
            problems.add("category-unknown-near", **params, nearest=near)
        else:
            problems.add("category-unknown", **params)
    more = len(rows_of) - PROBLEMS_SHOWN
    if more > 0:
        problems.add("category-unknown-more", **where, n=more)
