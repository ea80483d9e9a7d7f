"""What people are called by the columns of a list, and whether two rows can be one person."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sortition.people.names import differences, names_of
from tests.pools import table


@pytest.mark.parametrize(
    ("row", "called"),
    [
        ({"nom": "Diop", "prénom": "Awa"}, ("Diop", "Awa")),
        ({"Nom de naissance": "Sy", "Nom d'usage": "Diop", "Prénoms": "Awa"}, ("Diop", "Awa")),
        ({"Nom de naissance": "Sy", "Nom d'usage": "", "Prénoms": "Awa"}, ("Sy", "Awa")),
        ({"Nom payeur": "Sy", "Nom participant": "Diop"}, ("Diop", "")),
        ({"name": "Diop", "first name": "Awa"}, ("Diop", "Awa")),
        ({"Nom et prénom": "Diop Awa"}, ("Diop Awa", "")),
        ({"name": "Awa Diop", "last name": "Diop", "first name": "Awa"}, ("Diop", "Awa")),
        ({"id": "7", "nom de la rue": "Foch"}, ("", "")),
    ],
)
def test_people_are_called_by_the_surname_in_use(
    row: Mapping[str, str], called: tuple[str, str]
) -> None:
    """A surname in use goes before that of birth, and all of the name serves where it is alone."""
    names = names_of(table([row]))
    assert (names.surname(0), names.first_name(0)) == called


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"nom": "Dupré-Hélias"}, {"Nom de famille": "DUPRE HELIAS"}),
        ({"nom": ""}, {"nom": "Diop"}),
        ({"nom": "-"}, {"nom": "Diop"}),
        ({"nom": "Diop"}, {"nom payeur": "Sy"}),
        # Married since: the birth name says nothing about the one in use.
        ({"nom de naissance": "Sy"}, {"nom d'usage": "Diop"}),
        ({"nom de naissance": "Sy"}, {"nom": "Diop"}),
        ({"nom de naissance": "Sy", "nom d'usage": "Diop"}, {"nom": "Sy"}),
        ({"nom de naissance": "Sy", "nom d'usage": "Diop"}, {"nom de naissance": "Sy"}),
        ({"prénoms": "Awa Marie"}, {"prénom": "Awa"}),
        ({"nom et prénom": "Diop Awa"}, {"full name": "Awa DIOP"}),
        ({"nom et prénom": "Diop Awa"}, {"nom": "Diop", "prénom": "Awa"}),
        ({"name": "Diop"}, {"nom": "Diop", "prénom": "Awa"}),
        ({"name": "Diop", "first name": "Awa"}, {"nom": "Diop", "prénom": "Awa"}),
        ({"nom et prénom": "Diop Awa"}, {"nom de naissance": "Sy", "prénom": "Awa"}),
    ],
)
def test_one_person_may_be_written_in_several_ways(
    one: Mapping[str, str], other: Mapping[str, str]
) -> None:
    """Headings, accents, order, blanks, marriage and further first names make nobody another."""
    assert different(one, other) == different(other, one) == []


@pytest.mark.parametrize(
    ("one", "other", "columns"),
    [
        ({"nom": "Diop"}, {"Nom de famille": "Sy"}, ["nom"]),
        ({"last name": "Diop"}, {"NOM": "Sy"}, ["last name"]),
        ({"Prénom(s)": "Awa Marie"}, {"first name": "Zoé"}, ["Prénom(s)"]),
        ({"nom de naissance": "Sy"}, {"nom de naissance": "Ba"}, ["nom de naissance"]),
        (
            {"nom d'usage": "Diop", "nom de naissance": "Sy"},
            {"nom": "Ba"},
            ["nom d'usage", "nom de naissance"],
        ),
        ({"nom et prénom": "Diop Awa"}, {"full name": "Awa Sy"}, ["nom et prénom"]),
        ({"nom et prénom": "Diop Awa"}, {"nom": "Diop", "prénom": "Zoé"}, ["nom et prénom"]),
        ({"nom": "Sy", "prénom": "Awa"}, {"name": "Awa Diop"}, ["nom", "prénom"]),
        ({"name": "Ba"}, {"nom": "Diop", "prénom": "Awa"}, ["name"]),
    ],
)
def test_two_people_are_told_apart_under_any_headings(
    one: Mapping[str, str], other: Mapping[str, str], columns: list[str]
) -> None:
    """What both rows say and cannot be of one person is told by the first list's headings."""
    assert different(one, other) == columns
    assert different(other, one) != []


def different(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return differences(names_of(table([one])), 0, names_of(table([other])), 0)
