"""The headings under which lists write names.

Registers, forms and sign-up services write names under many headings, in French and English. They
are told by their words: some words are of names, others may stand beside them. « Nom de famille »
is a heading of names, « nom de la rue » is not: all its words must be known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from sortition.base.text import without_accents

NamePart = Literal["surname", "used-surname", "birth-surname", "first-name", "full-name", "other"]
"""What of a name a column holds: the surname, where the heading says so the one in use or that of
birth; the first name; all of it; or something by which nobody is called or that is someone
else's, like a second first name or the name of who paid."""


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NAME: Final = _each("name names")
"""English words that say nothing yet: « name » alone is all of a name."""
_WORDS: Final[Mapping[NamePart, frozenset[str]]] = {
    "surname": _each(
        "nom noms patronyme patronymes surname surnames lastname lastnames familyname nomfamille "
        "nomdefamille"
    ),
    "used-surname": _each("nomusage nomdusage marriedname"),
    "birth-surname": _each("nomnaissance nomdenaissance nomdejeunefille birthname maidenname"),
    "first-name": _each(
        "prenom prenoms firstname firstnames forename forenames givenname givennames"
    ),
    "full-name": _each("fullname nomcomplet nomprenom nomprenoms prenomnom prenomsnom"),
    "other": _each("middlename"),
}
"""Words that are headings of their own."""
_BESIDE: Final[Mapping[NamePart, frozenset[str]]] = {
    "surname": _each("famille family last sur"),
    "used-surname": _each("usage usuel marital married"),
    "birth-surname": _each("naissance birth jeune fille maiden patronymique"),
    "first-name": _each("first given christian"),
    "full-name": _each("complet full"),
    "other": _each(
        "middle 2 deuxieme second 3 troisieme third "
        "payeur payeuse acheteur acheteuse payer buyer purchaser"
    ),
}
"""Words that say beside a name which it is."""
_NEUTRAL: Final = _each(
    "et ou de d du l la le votre vos personne participant participante electeur electrice habitant "
    "habitante candidat candidate inscrit inscrite citoyen citoyenne invite invitee e s 1 premier "
    "civilite titre your attendee person voter member guest and or of the"
)
"""Words that may stand beside a name and say no more of it."""

NAME_WORDS: Final = _NAME.union(*_WORDS.values())
BESIDE_NAMES: Final = _NEUTRAL.union(*_BESIDE.values())
USUAL: Final = (
    *("nom", "nom de famille", "nom d'usage", "nom de naissance", "last_name", "last name"),
    *("surname", "family name", "prenom", "prénom", "prenoms", "prénoms", "prénom(s)"),
    *("first_name", "first name", "given name", "nom et prénom", "full name", "name"),
)
"""Headings that tell the row of headings from the titles above it."""


def words_of(heading: str) -> frozenset[str]:
    """The words of a heading, without regard to case, accents, hyphens or apostrophes."""
    return frozenset(bare(heading).split())


def bare(text: str) -> str:
    """Words as two lists may both write them: no regard to case, accents, hyphens, apostrophes."""
    return " ".join("".join(c if c.isalnum() else " " for c in without_accents(text)).split())


def name_part(heading: str) -> NamePart | None:
    """What of a name a column holds by its heading, None where it holds something else."""
    words = words_of(heading)
    if not words & NAME_WORDS or not words <= NAME_WORDS | BESIDE_NAMES:
        return None
    if words & (_WORDS["other"] | _BESIDE["other"]):
        return "other"
    said = {part for part, own in _WORDS.items() if words & own}
    if words & (_NAME | _WORDS["surname"]):
        # « Nom de naissance » is a surname of a certain kind; « prénom de naissance » is none.
        said |= {part for part, own in _BESIDE.items() if words & own}
    if "full-name" in said or not said:
        return "full-name"
    surnames = said - {"first-name"}
    if "first-name" in said:
        return "full-name" if surnames else "first-name"
    kinds = surnames - {"surname"}
    return kinds.pop() if len(kinds) == 1 else "surname"
