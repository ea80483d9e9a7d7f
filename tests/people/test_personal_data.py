"""Names of people stay out of messages: what looks personal is known, and not quoted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.base.errors import BadInput, Message
from sortition.base.messages import Words
from sortition.base.terminal.language import run
from sortition.commands.line import command_line
from sortition.people.identity import read_exclusions
from sortition.people.ids import ids_look_personal
from sortition.people.personal import heading_kind, holds_people, is_untitled, quotable
from sortition.pool.prepare import prepare_tables
from sortition.pool.profiles import alone_in_profile
from sortition.protocol.model import College, Criterion, Eligibility, Protocol, RegisterFile
from sortition.protocol.two_files import read_features
from sortition.register.lists import read_people
from sortition.spreadsheets import Table
from tests import pools

LANGUAGES = [Words("fr"), Words("en")]


def said(messages: Sequence[Message]) -> list[str]:
    return [words.say(message) for message in messages for words in LANGUAGES]


def english(messages: Sequence[Message]) -> list[str]:
    return [Words("en").say(message) for message in messages]


# What looks personal.


@pytest.mark.parametrize(
    ("kind", "headings"),
    [
        (
            "name",
            "nom|Nom|NOM |prénom|Prenom(s)|nom et prénom|NOM_PRENOM|Nom de famille|nom d’usage|"
            "Nom de naissance|Prénom et nom|name|Last name|last_name|First Name|Full name|Surname|"
            "Attendee first name|Family name|Votre nom",
        ),
        (
            "email",
            "e-mail|E-mail|email|Courriel|mail|adresse électronique|Adresse e-mail|Email address|"
            "adresse_mail|Mél",
        ),
        (
            "phone",
            "téléphone|Telephone|tél.|N° de téléphone|phone|Mobile phone|Téléphone portable",
        ),
        ("birth", "naissance|date_naissance|Date de naissance|né(e) le|birth date|Date of birth"),
        ("address", "adresse|Adresse postale|rue|Street address|Address line 1"),
        (
            None,
            "id|identifiant|Numéro|N° électeur|code|nom de la commune|nom du quartier|sexe|commune|"
            "secteur|lieu de naissance|code postal|tranche d’âge|année de naissance|project name",
        ),
    ],
)
def test_headings(kind: str | None, headings: str) -> None:
    """A heading says what of a person a column holds, in French and English, accents or not."""
    assert {heading: heading_kind(heading) for heading in headings.split("|")} == dict.fromkeys(
        headings.split("|"), kind
    )


EMAILS = [f"p{number}@example.org" for number in range(10)]
PHONES = ["06 12 34 56 78", "0476000000", "+33 6 12 34 56 78", "04.76.00.00.00", "+33(0)612345678"]
NAMES = ["Zoé Dupré-Hélias", "DUPONT, Jean", "Anne d’Arc", "marie.dupont", "Lefèvre Émilie"]
DATES = ["1958-07-04", "31/01/1990", "12.12.2001"]
ADDRESSES = ["1 rue des Lilas", "12 bis, avenue Foch", "3 place de l’Église"]
PERSONAL = [
    ("email", EMAILS),
    ("phone", PHONES),
    ("name", NAMES),
    ("birth", DATES),
    ("address", ADDRESSES),
]
CODES = {
    "letters": ["A-017", "B-021", "C-003"],
    "register": [f"GRE-{number:06}" for number in range(80_500, 80_600)],
    "short": ["Z12", "Z13", "Z14"],
    "numbers": [str(number) for number in range(1, 2_000)],
    "padded": [f"{number:010}" for number in range(1, 2_000)],
    "insee": ["38185", "94001"],
    "one letter": ["a", "b", "c"],
    "words": ["rouge", "vert", "bleu"],
    "years": ["2019-001", "2019-002"],
    "lettered places": ["table A", "table B"],
    "none": [],
    "blank": ["", ""],
}


@pytest.mark.parametrize("ids", CODES.values(), ids=CODES.keys())
@pytest.mark.parametrize("heading", ["id", "identifiant", "N° électeur", "code"])
def test_codes_are_no_personal_ids(ids: list[str], heading: str) -> None:
    """Codes and numbers of any habit are fit for ids."""
    assert ids_look_personal(heading, ids) is None


@pytest.mark.parametrize("heading", ["id", "identifiant", "Participant"])
@pytest.mark.parametrize(("kind", "ids"), PERSONAL)
def test_personal_ids(kind: str, ids: list[str], heading: str) -> None:
    """E-mail addresses, full names and the like are no ids, nor may a good share of them be."""
    assert ids_look_personal(heading, ids) == kind
    codes = [f"A-{number:03}" for number in range(len(ids))]
    assert ids_look_personal(heading, [*codes, *ids]) == kind


@pytest.mark.parametrize(("kind", "heading"), [("name", "Nom"), ("email", "E-mail")])
def test_ids_under_a_personal_heading(kind: str, heading: str) -> None:
    """A heading of names is enough: surnames alone cannot be told from other words."""
    assert ids_look_personal(heading, ["Dupont", "Martin"]) == kind


def test_a_few_odd_ids_are_not_a_share() -> None:
    """One name among many codes is no reason to speak of the whole column."""
    assert ids_look_personal("id", [*CODES["register"], "Zoé Dupré"]) is None


def test_values_that_may_be_quoted() -> None:
    """Categories may be quoted: not what one person has, nor anything under a personal heading."""
    towns = {"Grenoble": 90, "Meylan": 8, "Gières": 1, "": 4}
    assert quotable("commune", towns) == ["Grenoble", "Meylan"]
    assert quotable("nom", towns) == []
    assert quotable("contact", {"Zoé": 2, "Max": 1, "Ann": 1}) == []
    assert quotable("x", {"a@b.fr": 9, "06 12 34 56 78": 9, "04/07/1958": 9, "1 rue A": 9}) == []


def test_columns_of_people() -> None:
    """Where nearly every cell differs and is words, the column holds people; codes are not."""
    assert holds_people("contact", dict.fromkeys(["Dupont", "Martin", "Petit", "Roux", "Blanc"], 1))
    assert not holds_people("contact", dict.fromkeys(["Dupont", "Martin"], 1))
    assert not holds_people("commune", {"Grenoble": 9, "Meylan": 1, "Gières": 1})
    assert not holds_people("code", {f"A{number}": 1 for number in range(99)})
    assert holds_people("contact", {"a@b.fr": 1, "c@d.fr": 1})


@pytest.mark.parametrize(
    ("untitled", "headings", "cells"),
    [
        (True, ["Dupont", "z@example.org"], ["Martin", "m@example.org"]),
        (True, ["Dupont", "04/07/1958"], ["Martin", "05/07/1958"]),
        (True, ["Dupont", "06 12 34 56 78"], ["Martin", ""]),
        (True, ["GRE-080512", "F"], ["GRE-080513", "M"]),
        (True, ["Dupont", "38000"], ["Martin", "38100"]),
        (True, ["Dupont", "12 bis rue des Lilas"], ["Martin", ""]),
        (True, ["F", "Nord"], ["F", "Sud"]),
        (True, ["Dupont", "Zoé"], ["Martin", "Jean"]),
        (False, ["nom", "prénom"], ["Martin", "Jean"]),
        (False, ["identifiant", "xyz"], ["Martin", "Jean"]),
        (False, ["secteur", "2018"], ["secteur", "7"]),
        (False, ["1", "2"], ["x1", "x2"]),
        (False, ["critere", "valeur", "min", "max"], ["sexe", "F", "1", "2"]),
    ],
)
def test_a_list_without_headings(untitled: bool, headings: list[str], cells: list[str]) -> None:
    """A first row with an address, a date, a code, or over its like, is someone's."""
    assert is_untitled([(h, [c]) for h, c in zip(headings, cells, strict=True)]) is untitled


# What is said instead.


def reading(people: Sequence[Mapping[str, str]], protocol: Protocol) -> list[Message]:
    """What `check` would say: everything that is wrong, else the notes."""
    try:
        return list(read_people(protocol, pools.table(people, "r.csv"), excluded={}).notes)
    except BadInput as error:
        return list(error.messages)


def made(*criteria: Criterion, id: str | None = "id", **where: tuple[str, ...]) -> Protocol:
    return Protocol(
        title="",
        seats=1,
        alternates=0,
        register=RegisterFile("r.csv", id=id),
        reference_date=dt.date(2019, 3, 1),
        criteria=criteria,
        eligibility=Eligibility(where=where),
    )


def test_names_as_ids_are_noted() -> None:
    """Names as ids are accepted, and it is said loudly, without the names, what to do."""
    people = [{"Nom": "Quatremaille"}, {"Nom": "Boisgontier"}]
    assert english(reading(people, made(id="nom"))) == [
        "r.csv, column Nom: the ids seem to be names. They would stand in the record and wherever "
        "the draw is published. Rather give every person a number of their own, in another column, "
        "and use that column for the ids."
    ]


@pytest.mark.parametrize("command", ["check", "draw"])
def test_check_and_draw_show_it(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` and `draw` say that ids are e-mail addresses."""
    (tmp_path / "r.csv").write_text("id,sexe\na@x.fr,F\nb@x.fr,M\n", encoding="utf-8")
    (tmp_path / "q.csv").write_text(pools_features(), encoding="utf-8")
    arguments = ["--people", str(tmp_path / "r.csv"), "--features", str(tmp_path / "q.csv")]
    arguments += ["--seats", "1", "--id", "id", "--lang", "en"]
    if command == "draw":
        arguments += ["--seed", "x", "--out", str(tmp_path / "out")]
    assert run(command_line, [command, *arguments]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "column id: the ids seem to be e-mail addresses." in shown


def pools_features() -> str:
    return "feature,value,min,max\nsexe,F,0,1\nsexe,M,0,1\n"


def test_repeated_names_as_ids_are_not_quoted() -> None:
    """Of repeated ids that are names the rows are told, and what to do."""
    people = [{"Nom": name} for name in ("Quatremaille", "Boisgontier", "Quatremaille")]
    (told,) = english(reading(people, made(id="nom")))
    assert told.startswith("r.csv, column Nom: an id is repeated, rows 2, 4. It is not quoted")
    assert told.endswith("Give every person a number of their own.")


def test_a_condition_on_names_quotes_none() -> None:
    """Nobody's name is offered in place of one that nobody has: only how many there are."""
    people = [
        {"id": str(n), "nom": "Quatremaille" if n < 9 else f"Boisgontier{n}"} for n in range(12)
    ]
    (told,) = english(reading(people, made(nom=("Quatremailles",))))
    assert "The column holds 4 different values, which are not quoted" in told
    notes = english(reading(people, made(nom=("Quatremaille", "Boisgontier"))))
    assert notes == [
        "r.csv, column nom: nobody has “Boisgontier”, which [eligibility.where] gives."
    ]


def test_a_condition_on_categories_quotes_them() -> None:
    """Of a column of categories the most frequent are told; of an empty one that it is empty."""
    people = [{"id": str(n), "c": "Nord" if n % 2 else "Sud", "d": ""} for n in range(12)]
    assert "Values found: Nord, Sud." in english(reading(people, made(c=("Est",))))[0]
    assert "all cells are empty" in english(reading(people, made(d=("Est",))))[0]


def test_a_criterion_on_names_tells_rows() -> None:
    """Of a criterion's column that holds names only the rows are told."""
    people = [{"id": "1", "nom": "Quatremaille"}, {"id": "2", "nom": "Boisgontier"}]
    criterion = Criterion("sexe", "nom", quotas={"F": (0, 1), "M": (0, 1)})
    (told,) = english(reading(people, made(criterion)))
    assert told.startswith("r.csv, rows 2, 3, column nom: what stands in 2 cells is not a category")
    assert "Categories: F, M." in told


def test_a_slipped_row_is_not_quoted() -> None:
    """Where a row has slipped, the e-mail address in the criterion's column is not quoted."""
    people = [
        {"id": "1", "sexe": "F"},
        {"id": "2", "sexe": "z.q@example.org"},
        {"id": "3", "sexe": "X"},
    ]
    criterion = Criterion("sexe", "sexe", quotas={"F": (0, 1), "M": (0, 1)})
    told = english(reading(people, made(criterion)))
    assert told[0].startswith("r.csv, row 3, column sexe: what stands there is not a category")
    assert "row 4, column sexe: “X” is not a category" in told[1]


def test_names_are_no_categories() -> None:
    """A criterion that would make a category of everyone's name is refused: all would be public."""
    people = [{"id": str(n), "nom": f"Boisgontier{n}"} for n in range(3)]
    criterion = Criterion("x", "nom", population="register")
    (told,) = english(reading(people, made(criterion)))
    assert "column nom: the criterion “x” would take its categories from it" in told
    towns = [{"id": str(n), "nom": "Nord" if n % 2 else "Sud"} for n in range(9)]
    assert reading(towns, made(criterion)) == []


def test_a_headless_exclusion_list_is_not_quoted() -> None:
    """The first person of an exclusion list without headings is not printed as its columns."""
    table = pools.table(
        [{"Quatremaille": "Boisgontier", "z@example.org": "b@example.org"}], "x.csv"
    )
    with pytest.raises(BadInput) as caught:
        read_exclusions(made(), [table])
    (told,) = english(caught.value.messages)
    assert told.startswith(
        "x.csv: there is no column “id”, and the first row looks like a person’s"
    )
    assert "Quatremaille" not in told


def test_a_list_of_people_in_place_of_quotas(tmp_path: Path) -> None:
    """A list of people without headings, given as the quotas, is not quoted."""
    path = tmp_path / "q.csv"
    path.write_text("Quatremaille,z@example.org\nBoisgontier,b@example.org\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_features(path)
    (told,) = english(caught.value.messages)
    assert "are missing, and the first row looks like data rather than headings" in told
    assert "Quatremaille" not in told


# Profiles of one person.


def test_people_alone_in_their_profile() -> None:
    """Profiles of one person are counted, and those of them that a published household rule
    names."""
    people = [
        {"id": "1", "sexe": "F", "home": ""},
        {"id": "2", "sexe": "F", "home": ""},
        {"id": "3", "sexe": "M", "home": ""},
        {"id": "4", "sexe": "F", "home": "x"},
        {"id": "5", "sexe": "M", "home": "x"},
    ]
    protocol = pools.protocol(
        1, [pools.criterion("sexe", {"F": (0, 1), "M": (0, 1)})], household=("home",)
    )
    pool = pools.prepared(protocol, pools.table(people)).pool
    households = [row for row in pool.model.rows if row.kind == "household"]
    assert alone_in_profile(pool, []) == (3, 0)
    assert alone_in_profile(pool, households) == (3, 2)
    assert said([Message("alone-in-profile", {"n": 1})])[1].startswith("1 profile has one single")


# Whatever is wrong.

HEADINGS = {
    "name": ["Nom", "nom et prénom", "last_name", "Full name"],
    "email": ["E-mail", "courriel", "Email address"],
    "birth": ["Date de naissance", "né(e) le", "birth_date"],
    "address": ["Adresse", "rue", "Street address"],
}


@dataclass(frozen=True)
class Wrong:
    """A register whose personal cells are marked, and a protocol that may be wrong."""

    protocol: Protocol
    tables: tuple[Table, ...]
    marks: frozenset[str]


def letters(number: int) -> str:
    return f"qz{chr(97 + number // 26)}{chr(97 + number % 26)}xk"


def personal(kind: str, number: int, unreadable: bool) -> tuple[str, str]:
    """A cell of one of the personal columns, and what marks it."""
    mark = letters(number)
    if kind == "birth" and not unreadable:
        day = dt.date(1950, 1, 1) + dt.timedelta(days=40 * number)
        text = day.strftime("%d/%m/%Y") if number % 2 else day.isoformat()
        return text, text
    cells = {
        "name": f"{mark.capitalize()} Zoé" if number % 3 else mark.upper(),
        "email": f"{mark}@example.org",
        "birth": f"en juin {mark}",
        "address": f"{number} rue {mark}",
    }
    return cells[kind], mark


@st.composite
def wrong_inputs(draw: st.DrawFn) -> Wrong:
    """Registers of up to twelve people; protocols with any column in any place."""
    titles = {kind: draw(st.sampled_from(known)) for kind, known in HEADINGS.items()}
    marks: set[str] = set()
    count = draw(st.integers(1, 12))
    rows = []
    for person in range(count):
        row = {"id": draw(st.sampled_from([f"A-{person:03}", "A-000", "", "1.0"]))}
        # Some share a name or an address: an early row's cells stand again.
        for column, (kind, title) in enumerate(titles.items()):
            number = 4 * draw(st.sampled_from([person, 0, person // 6])) + column
            row[title], mark = personal(kind, number, draw(st.booleans()))
            marks.add(mark)
        row["sexe"] = draw(st.sampled_from(["F", "M", "X", ""]))
        row["age"] = draw(st.sampled_from(["20", "14", "x"]))
        rows.append(row)
    table = pools.table(rows, "r.csv")
    if draw(st.sampled_from([False, False, True])):
        frame = pd.DataFrame([list(row.values()) for row in rows], dtype=object)
        frame.columns = pd.Index([f"{cell}" or f"c{n}" for n, cell in enumerate(rows[0].values())])
        table = Table("r.csv", "0" * 64, frame, table.rows, ())
    anywhere = st.sampled_from([*titles.values(), *titles.values(), "id", "sexe", "age", "zzz"])
    own = draw(st.sampled_from(sorted(marks)))
    asked = st.sampled_from(["F", "Grenoble", own[:-1], f"{own[:-1]} Zoé", f"1 rue {own[:-1]}"])
    where = draw(
        st.dictionaries(anywhere, st.lists(asked, min_size=1, max_size=2).map(tuple), max_size=2)
    )
    two = {"F": (0, 1), "M": (0, 1)}
    forms: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
        [{"quotas": two}, {"population": "register"}, {"bands": (16, 30), "population": "register"}]
    )
    criteria = [
        Criterion(f"k{number}", draw(anywhere), **draw(forms))
        for number in range(draw(st.integers(0, 2)))
    ]
    if len(criteria) == 2 and draw(st.booleans()):
        crossed = {"F × zzz": (0, 1)}
        criteria.append(Criterion("both", cross=("k0", "k1"), quotas=crossed))
    colleges = [College("c", 1, "c.csv")] if draw(st.booleans()) else []
    protocol = Protocol(
        title="",
        seats=1,
        alternates=1,
        register=RegisterFile(
            "r.csv",
            id=draw(st.one_of(st.none(), st.just("id"), anywhere)),
            birth_date=draw(st.one_of(st.none(), anywhere)),
            household=draw(st.lists(anywhere, max_size=2, unique=True).map(tuple)),
        ),
        reference_date=dt.date(2019, 3, 1),
        criteria=tuple(criteria),
        colleges=tuple(colleges),
        eligibility=Eligibility(where=where, min_age=draw(st.sampled_from([None, 16]))),
    )
    college = pools.table([{**row, titles["name"]: "Autre"} for row in rows[:3]], "c.csv")
    tables = (table, *([college] if colleges else []))
    return Wrong(protocol, tables, frozenset(marks))


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(wrong_inputs())
def test_nobody_is_named_whatever_is_wrong(wrong: Wrong) -> None:
    """Whatever is wrong with a protocol or register, no sentence says anyone's name, address or
    birth date."""
    messages: list[Message] = []
    try:
        excluded = read_exclusions(wrong.protocol, wrong.tables[:1])
    except BadInput as error:
        messages += error.messages
        excluded = {}
    for left_out in ({}, excluded):
        try:
            prepared = prepare_tables(wrong.protocol, wrong.tables, left_out, name="p.toml")
        except BadInput as error:
            messages += error.messages
        else:
            messages += prepared.notes
            messages += [reason for people in prepared.lists for reason, _ in people.left_out]
    for sentence in said(messages):
        found = {mark for mark in wrong.marks if mark in sentence.casefold()}
        assert not found, sentence
