"""A list of people is good or bad in the same way for a draw and for a workshop."""

from __future__ import annotations

from pathlib import Path

import pytest

from sortition.base.errors import BadInput, Message
from sortition.protocol.model import Protocol, RegisterFile
from sortition.register.lists import read_people
from sortition.spreadsheets import read_table
from workshops.common.people import Columns, read_guests

EMAILS = "a@x.fr\nb@x.fr\n"


def drawn(path: Path, column: str) -> list[Message]:
    """What a draw says of the list."""
    register = RegisterFile(path.name, id=column)
    protocol = Protocol(title="", seats=1, alternates=0, register=register)
    try:
        read_people(protocol, read_table(path, wanted=(column,)), excluded={})
    except BadInput as error:
        return list(error.messages)
    return []


def seated(path: Path, column: str) -> list[Message]:
    """What a workshop says of the list."""
    try:
        read_guests(path, Columns(id=column))
    except BadInput as error:
        return list(error.messages)
    return []


@pytest.mark.parametrize(
    ("content", "column", "codes"),
    [
        ("id,nom\n1,Diop\n2,Sy\n", "id", []),
        ("id,nom\n1.5,Diop\n2,Sy\n", "id", []),
        ("ID ,nom\nA,Diop\na,Sy\n", "id", []),
        ("id,nom\n,Diop\n2,Sy\n", "id", ["id-missing"]),
        ("id,nom\n2,Diop\n2,Sy\n", "id", ["id-repeated"]),
        ("id,nom\n1.0,Diop\n2.0,Sy\n", "id", ["id-damaged"]),
        ('id,nom\n"1,0",Diop\n2,Sy\n', "id", ["id-damaged"]),
        ("id,nom\n1E+05,Diop\n2,Sy\n", "id", ["id-damaged"]),
        ("id,nom\n,Diop\n1.0,Sy\n1.0,Ba\n", "id", ["id-missing", "id-damaged", "id-repeated"]),
        (f"id\n{EMAILS}a@x.fr\n", "id", ["id-repeated-personal"]),
        (f"id\n{EMAILS}3.36E+10\n", "id", ["id-damaged-personal"]),
        ("nom,age\nDiop,3\nDiop,4\n", "nom", ["id-repeated-personal"]),
        ("id\n" + "".join(f"{n // 2}\n" for n in range(24)), "id", ["id-repeated"] * 10),
        ("identifian,nom\n1,Diop\n", "identifiant", ["column-missing-near"]),
        ("id,nom\n1,Diop\n", "numéro d'électeur", ["column-missing"]),
        ("Quatremaille,z@x.fr\nPetit,b@x.fr\n", "code", ["column-missing-untitled"]),
        ("id,nom\n", "id", ["table-no-rows"]),
        ("", "id", ["table-empty"]),
    ],
)
def test_a_bad_list_is_refused_alike(
    tmp_path: Path, content: str, column: str, codes: list[str]
) -> None:
    """The same problems, in the same order and with the same rows and values, on both sides."""
    path = tmp_path / "liste.csv"
    path.write_text(content, encoding="utf-8")
    draw, workshop = drawn(path, column), seated(path, column)
    assert draw == workshop
    assert [one.code for one in draw if one.code != "problems-more"] == codes
