"""What, in a table, is someone's name, e-mail address, telephone number, birth date or address.

Messages, records and published files speak of people by their ids alone. So whoever is about to
quote a cell or a heading asks here first; what is asked is the heading and the cells, never the
protocol, which may name the wrong column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from sortition.base.dates import read_date
from sortition.base.text import without_accents
from sortition.people.headings import BESIDE_NAMES, name_part, words_of

Kind = Literal["name", "email", "phone", "birth", "address"]


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_EMAIL_WORDS: Final = _each("email emails mail mails mel courriel courriels electronique")
_PHONE_WORDS: Final = _each(
    "telephone telephones tel phone phones telephonique portable mobile gsm smartphone"
)
_ADDRESS_WORDS: Final = _each("adresse adresses address addresses rue street domicile")
"""One of these words says what a column holds, whatever stands around it."""

_BIRTH_WORDS: Final = _each("naissance birth birthdate birthday dob ne nee ddn")
_BESIDE_BIRTH: Final = _each("date jour de d la du votre le e of day the your")

_OTHER_WORDS: Final = _each(
    "id ids identifiant identifiants numero num no n code ref reference ticket profil profile sexe "
    "genre civilite sex gender age ages annee year commune communes ville quartier secteur region "
    "departement pays postal postale cp insee city town district area country postcode zip college "
    "categorie category tranche csp pcs profession occupation activite diplome statut status "
    "critere criterion feature valeur organisation theme niveau poste "
    "atelier ateliers workshop workshops capacite capacity round rounds choix choice voeu voeux "
    "souhait wish rang rank absences"
)
"""What else heads a column of a list of people, or of what they come for; nothing that may well be
someone's town or trade."""

_EMAIL: Final = re.compile(r"\S@\S")
_PHONE: Final = re.compile(r"\+[0-9]{8,15}|0033[0-9]{9}|0[1-9][0-9]{8}")
_PHONE_MARKS: Final = re.compile(r"[\s.\-/()]+")
_SHORT_DATE: Final = re.compile(r"[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{2,4}")
_ADDRESS: Final = re.compile(
    r"[0-9]{1,4} ?(?:bis|ter|quater|[a-d])?,? (?:rue|avenue|av|boulevard|bd|bld|place|pl|chemin|ch"
    r"|che|impasse|imp|allees?|all|cours|quai|route|rte|square|passage|sentier|voie|lotissement"
    r"|residence|montee|promenade|esplanade|street|road|lane)\b.*"
)
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:['’‐‑\-]?[^\W\d_]+)*")
_AROUND_WORDS: Final = re.compile(r"[\s,._]*")
_CODE: Final = re.compile(r"(?:[a-z]{1,4}[-_/. ]?)?(?!(?:19|20)[0-9]{2}$)[0-9]{3,}", re.IGNORECASE)
"""A number or a short code, as an id or a postcode is; a year may well head a column."""

GOOD_SHARE: Final = 0.2
"""Such a share of the cells is no accident: so many ids are e-mail addresses."""
SAMPLE: Final = 1_000
"""So many cells, spread over a column, show what it holds."""
SHARED_BY: Final = 5
"""What so many people have in common points to none of them."""
FEW_SHARED_BY: Final = 2
"""Likewise, in a column where each value has three people or more on average."""
MANY_CATEGORIES: Final = 50
"""More values than this are no categories: under a heading of names even where many share them."""
NEARLY_ALL: Final = 0.8
"""Where so many of the cells differ from one another, a value is nearly a person."""
ENOUGH: Final = 5
"""In fewer cells than that it says nothing that they differ."""


def heading_kind(heading: str) -> Kind | None:
    """What of a person a column holds by its heading, French or English; accents do not count."""
    words = words_of(heading)
    if words & _EMAIL_WORDS:
        return "email"
    if words & _PHONE_WORDS:
        return "phone"
    if name_part(heading):
        return "name"
    if words & _BIRTH_WORDS and words <= _BIRTH_WORDS | _BESIDE_BIRTH:
        return "birth"
    return "address" if words & _ADDRESS_WORDS else None


def cell_kind(cell: str) -> Kind | None:
    """What of a person a cell plainly is; names cannot be told from other words one by one."""
    if _EMAIL.search(cell):
        return "email"
    if not any(character.isdigit() for character in cell):
        return None
    if _PHONE.fullmatch(_PHONE_MARKS.sub("", cell)):
        return "phone"
    if _SHORT_DATE.fullmatch(cell) or read_date(cell):
        return "birth"
    return "address" if _ADDRESS.fullmatch(without_accents(cell)) else None


def is_full_name(cell: str) -> bool:
    """Whether a cell is two or more words of letters alone, as first name and surname are."""
    return sum(len(word) > 1 for word in _words_alone(cell)) > 1


def sampled(cells: Sequence[str]) -> Sequence[str]:
    """At most `SAMPLE` cells, spread evenly over all of them."""
    return cells[:: -(-len(cells) // SAMPLE)] if cells else cells


def holds_people(heading: str, counts: Mapping[str, int]) -> bool:
    """Whether a column holds names of people or what else is theirs alone.

    By its heading; or because most of its cells are e-mail addresses, dates and the like; or
    because nearly every one is different, and most are words of letters alone. `counts` says how
    many people have each value.
    """
    if heading_kind(heading):
        return True
    distinct = [value for value in counts if value]
    some = sampled(sorted(distinct))
    if 2 * sum(bool(cell_kind(value)) for value in some) > len(some):
        return True
    filled = sum(counts[value] for value in distinct)
    return filled >= ENOUGH and len(distinct) >= NEARLY_ALL * filled and _mostly_people(distinct)


def would_publish_people(heading: str, counts: Mapping[str, int]) -> bool:
    """Whether to take every value of a column for a category would publish people's names.

    Some values that many share are categories whatever the heading says.
    """
    many = sum(map(bool, counts)) > MANY_CATEGORIES
    if heading_kind(heading):
        return many or not _is_few(counts)
    return many and not _is_few(counts) and holds_people(heading, counts)


def quotable(heading: str, counts: Mapping[str, int]) -> list[str]:
    """The values of a column that may be quoted as values of many: its categories.

    None of a column that its heading says is personal; else those that enough people share, and
    that are neither e-mail addresses, telephone numbers, dates nor street addresses.
    """
    if heading_kind(heading):
        return []
    distinct = [value for value in counts if value]
    least = FEW_SHARED_BY if _is_few(counts) else SHARED_BY
    return [value for value in distinct if counts[value] >= least and not cell_kind(value)]


def _is_few(counts: Mapping[str, int]) -> bool:
    """Whether each value has three people or more on average."""
    return 3 * sum(map(bool, counts)) <= sum(n for value, n in counts.items() if value)


def is_untitled(columns: Sequence[tuple[str, Sequence[str]]]) -> bool:
    """Whether what was taken for the headings of a table looks like its first line of data.

    `columns` are the headings with the cells under them.

    Either one of them is an e-mail address, a telephone number, a date, a street address or a code;
    or none is a usual heading, and one stands among its own cells or over names of people.
    """
    headings = [heading for heading, _ in columns if heading]
    if any(cell_kind(heading) or _CODE.fullmatch(heading) for heading in headings):
        return True
    if any(heading_kind(heading) or _is_usual(heading) for heading in headings):
        return False
    return any(_stands_over_people(heading, cells) for heading, cells in columns if heading)


def _stands_over_people(heading: str, cells: Sequence[str]) -> bool:
    distinct = set(cells) - {""}
    filled = sum(map(bool, cells))
    if heading in distinct:
        return True
    return bool(distinct) and len(distinct) >= NEARLY_ALL * filled and _mostly_people(distinct)


def _is_usual(heading: str) -> bool:
    words = words_of(heading)
    return bool(words & _OTHER_WORDS) and words <= _OTHER_WORDS | BESIDE_NAMES | _BESIDE_BIRTH


def _mostly_people(values: Iterable[str]) -> bool:
    """Whether most of some values are letters alone, or plainly e-mail addresses and the like."""
    some = sampled(sorted(values))
    return 2 * sum(bool(_words_alone(one) or cell_kind(one)) for one in some) > len(some)


def _words_alone(cell: str) -> list[str]:
    """The words of a cell, none where anything but letters stands in it."""
    return _LETTERS.findall(cell) if _AROUND_WORDS.fullmatch(_LETTERS.sub("", cell)) else []
