"""What of a name a heading says its column holds, in French and English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sortition.people.headings import USUAL, bare, name_part
from sortition.people.personal import heading_kind


@pytest.mark.parametrize(
    ("part", "headings"),
    [
        (
            "surname",
            "nom|Nom|NOM |Nom de famille|NOM_DE_FAMILLE|Patronyme|Votre nom|Nom du participant|"
            "last name|Last_Name|LastName|surname|Family name|Attendee last name|Civilité et nom|"
            "nom de naissance ou d’usage",
        ),
        ("used-surname", "nom d'usage|Nom d’usage|nom usuel|NOM_USAGE|nom marital|Married name"),
        (
            "birth-surname",
            "nom de naissance|Nom de jeune fille|nom patronymique|Maiden name|birth name",
        ),
        (
            "first-name",
            "prenom|Prénom|PRÉNOMS|Prénom(s)|prénom usuel|Premier prénom|first name|First_Name|"
            "FirstName|Given name|forename|Attendee first name|Prénom de la personne",
        ),
        (
            "full-name",
            "nom et prénom|NOM Prénom|Prénom et nom|nom, prénom(s)|Nom complet|Full name|fullname|"
            "First and last name|name|Name|Attendee name",
        ),
        ("other", "Middle name|Prénom 2|deuxième prénom|Nom payeur|Prénom payeur|Buyer last name"),
        (None, "id|nom de la rue|nom du quartier|project name|date de naissance|civilité|usage|"),
    ],
)
def test_a_heading_says_what_of_a_name_it_holds(part: str | None, headings: str) -> None:
    """As registers, forms and sign-up services write it, whatever the case and the accents."""
    found = {heading: name_part(heading) for heading in headings.split("|")}
    assert found == dict.fromkeys(headings.split("|"), part)


@given(st.text())
def test_whatever_holds_names_is_personal(heading: str) -> None:
    """The headings that are read as names are those that are not quoted."""
    assert not name_part(heading) or heading_kind(heading) == "name"


def test_the_usual_headings_are_headings_of_names() -> None:
    """The row of headings is found by headings that are then read."""
    assert all(name_part(heading) not in (None, "other") for heading in USUAL)


@given(st.text(st.characters(max_codepoint=0x17F)))
def test_bare_words_stay_bare(name: str) -> None:
    """Comparing a name does not depend on how often it was made comparable."""
    assert bare(bare(name)) == bare(name)
