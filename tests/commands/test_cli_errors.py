"""Bad input on the command line: a clear sentence, the right exit status, and nothing written."""

from __future__ import annotations

import errno
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest

from sortition.base import output
from sortition.base.terminal.language import run
from sortition.commands.line import command_line
from tests.places import ROOT

NAMES = ("Zéphirine", "Quatremaille", "Anatolin", "Boisgontier")
"""Names of people in the files below: no message may show them."""

PEOPLE = """\
id;nom;prenom;sexe;naissance;rue
a1;Quatremaille;Zéphirine;F;04/07/1958;1 rue A
a2;Boisgontier;Anatolin;M;1990-01-31;2 rue A
a3;Quatremaille;Anatolin;M;12/12/2001;
a4;Boisgontier;Zéphirine;F;29/02/2000;
"""
FEATURES = "feature,value,min,max\nsexe,F,1,2\nsexe,M,1,2\n"
TOML = """\
seats = 2
reference_date = 2019-03-01
[register]
file = "gens.csv"
id = "id"
birth_date = "naissance"
household = ["rue"]
[[criteria]]
name = "sexe"
column = "sexe"
quotas = { F = [1, 1], M = [1, 1] }
"""
TWO_FILES = ("--people", "gens.csv", "--features", "quotas.csv", "--seats", "2")
PROTOCOL = ("p.toml",)


def workbook(*sheets: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Feuil{number}")
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@dataclass(frozen=True)
class Case:
    """What is wrong, and what must be said."""

    name: str
    french: tuple[str, ...]
    english: tuple[str, ...]
    arguments: tuple[str, ...] = PROTOCOL
    people: str | bytes = PEOPLE
    protocol: str = TOML
    features: str = FEATURES
    others: Mapping[str, str | bytes] = field(default_factory=dict)
    status: int = 2
    options: tuple[str, ...] = ("--seed", "x")
    command: str = "draw"


def people(old: str, new: str) -> str:
    assert old in PEOPLE
    return PEOPLE.replace(old, new)


def toml(old: str, new: str) -> str:
    assert old in TOML
    return TOML.replace(old, new)


COLLEGE = TOML + '[[colleges]]\nname = "CCI"\nseats = 2\nfile = "cci.csv"\n'
VOLUNTEERS = PEOPLE.splitlines(keepends=True)[0] + "c1;Boisgontier;Zéphirine;F;04/07/1958;\n"

CASES = [
    # Ids.
    Case(
        "id-missing",
        ("gens.csv", "colonne id", "l’identifiant manque, ligne 3"),
        ("gens.csv", "column id", "the id is missing, row 3"),
        people=people("a2;", ";"),
    ),
    Case(
        "id-repeated",
        ("gens.csv", "colonne id", "« a1 » est répété, lignes 2, 3"),
        ("gens.csv", "column id", "“a1” is repeated, rows 2, 3"),
        people=people("a2;", "a1;"),
    ),
    Case(
        "id-decimal",
        ("gens.csv, ligne 3, colonne id", "« 2.0 »", "format Texte"),
        ("gens.csv, row 3, column id", "“2.0”", "Text format"),
        people=people("a2;", "2.0;"),
    ),
    Case(
        "id-scientific",
        ("gens.csv, ligne 3, colonne id", "« 1E+05 »"),
        ("gens.csv, row 3, column id", "“1E+05”"),
        people=people("a2;", "1E+05;"),
        arguments=(*TWO_FILES, "--id", "id"),
    ),
    # Columns.
    Case(
        "column-missing-near",
        ("gens.csv", "« sexe » n’existe pas", "Vouliez-vous dire « sexxe »"),
        ("gens.csv", "no column “sexe”", "Did you mean “sexxe”"),
        people=people("sexe", "sexxe"),
    ),
    Case(
        "column-missing",
        ("gens.csv", "« naissance » n’existe pas", "Colonnes trouvées : id, nom"),
        ("gens.csv", "no column “naissance”", "Columns found: id, nom"),
        people=people("naissance", "qqq"),
    ),
    Case(
        "features-without-column",
        ("gens.csv", "« profession » n’existe pas"),
        ("gens.csv", "no column “profession”"),
        features=FEATURES + "profession,ouvrier,0,2\n",
        arguments=TWO_FILES,
    ),
    Case(
        "id-option-without-column",
        ("gens.csv", "« numéro » n’existe pas"),
        ("gens.csv", "no column “numéro”"),
        arguments=(*TWO_FILES, "--id", "numéro"),
    ),
    # Categories.
    Case(
        "category-unknown",
        ("gens.csv, lignes 3, 4, colonne sexe", "« X »", "Catégories : F, M"),
        ("gens.csv, rows 3, 4, column sexe", "“X”", "Categories: F, M"),
        people=people(";M;", ";X;"),
        arguments=TWO_FILES,
    ),
    Case(
        "category-empty",
        ("gens.csv, colonne sexe", "2 cases sont vides", "lignes 3, 4"),
        ("gens.csv, column sexe", "2 cells are empty", "rows 3, 4"),
        people=people(";M;", ";;"),
    ),
    Case(
        "category-without-count",
        ("p.toml", "catégorie « M » (2 personnes) n’a ni effectif ni quota"),
        ("p.toml", "category “M” (2 people) has neither a count nor a quota"),
        protocol=toml(
            "quotas = { F = [1, 1], M = [1, 1] }",
            'population = { "1" = 3 }\ngroups = { "1" = ["F"], M = ["m"] }',
        ),
    ),
    # Dates and ages.
    Case(
        "date-unreadable",
        ("gens.csv, ligne 2, colonne naissance", "« 04/07/58 »", "jj/mm/aaaa"),
        ("gens.csv, row 2, column naissance", "“04/07/58”", "dd/mm/yyyy"),
        people=people("04/07/1958", "04/07/58"),
    ),
    Case(
        "date-missing",
        ("gens.csv, ligne 2, colonne naissance", "manque"),
        ("gens.csv, row 2, column naissance", "is missing"),
        people=people("04/07/1958", ""),
    ),
    Case(
        "age-impossible",
        ("gens.csv, ligne 3, colonne naissance", "1790-01-31", "229 ans au 2019-03-01"),
        ("gens.csv, row 3, column naissance", "1790-01-31", "229 years on 2019-03-01"),
        people=people("1990", "1790"),
    ),
    Case(
        "age-outside-bands",
        ("gens.csv, ligne 4", "l’âge « 17 »", "18+"),
        ("gens.csv, row 4", "the age “17”", "18+"),
        protocol=TOML + '[[criteria]]\nname = "âge"\nbands = [18]\npopulation = "register"\n',
    ),
    Case(
        "no-reference-date",
        ("p.toml", "« reference_date »"),
        ("p.toml", "“reference_date”"),
        protocol=toml("reference_date = 2019-03-01\n", ""),
    ),
    # Quotas.
    Case(
        "least-above-most",
        ("p.toml, clé « [[criteria]] 1 (sexe) quotas », catégorie « F »", "2", "1"),
        ("p.toml, key “[[criteria]] 1 (sexe) quotas”, category “F”", "2", "1"),
        protocol=toml("F = [1, 1]", "F = [2, 1]"),
    ),
    Case(
        "quota-not-whole",
        ("p.toml", "catégorie « F »", "[1, 1.5] n’est pas un quota"),
        ("p.toml", "category “F”", "[1, 1.5] is not a quota"),
        protocol=toml("F = [1, 1]", "F = [1, 1.5]"),
    ),
    Case(
        "features-least-above-most",
        ("quotas.csv, ligne 3", "« M »", "minimum 3", "maximum 2"),
        ("quotas.csv, row 3", "“M”", "least, 3,", "most, 2"),
        features=FEATURES.replace("M,1,2", "M,3,2"),
        arguments=TWO_FILES,
    ),
    Case(
        "features-not-whole",
        ("quotas.csv, ligne 3, colonne max", "« 2,5 »"),
        ("quotas.csv, row 3, column max", "“2,5”"),
        features=FEATURES.replace("M,1,2", 'M,1,"2,5"'),
        arguments=TWO_FILES,
    ),
    Case(
        "features-headings",
        ("quotas.csv", "Colonnes trouvées : critere, valeur, min, max"),
        ("quotas.csv", "Columns found: critere, valeur, min, max"),
        features=FEATURES.replace("feature,value", "critere,valeur"),
        arguments=TWO_FILES,
    ),
    Case(
        "quotas-impossible",
        ("Les quotas ne peuvent pas être tenus", "sexe « F »", "au moins 3", "plus petit"),
        ("The quotas cannot be met", "sexe “F”", "at least 3", "smallest change"),
        features=FEATURES.replace("F,1,2", "F,3,4"),
        arguments=TWO_FILES,
        status=1,
    ),
    # Seats.
    Case(
        "seats-zero",
        ("p.toml, clé « seats »", "0 est trop petit"),
        ("p.toml, key “seats”", "0 is too small"),
        protocol=toml("seats = 2", "seats = 0"),
    ),
    Case(
        "seats-zero-option",
        ("--seats", "au moins 1"),
        ("--seats", "at least 1"),
        arguments=(*TWO_FILES[:-1], "0"),
    ),
    Case(
        "seats-more-than-people",
        ("gens.csv", "5 sièges", "4 personnes"),
        ("gens.csv", "5 seats", "4 eligible people"),
        protocol=toml("seats = 2", "seats = 5"),
    ),
    Case(
        "seats-more-than-people-option",
        ("gens.csv", "5 sièges", "4 personnes"),
        ("gens.csv", "5 seats", "4 eligible people"),
        arguments=(*TWO_FILES[:-1], "5"),
    ),
    Case(
        "college-seats-more-than-people",
        ("cci.csv", "2 sièges", "1 personne éligible"),
        ("cci.csv", "2 seats", "1 eligible person"),
        protocol=COLLEGE,
        others={"cci.csv": VOLUNTEERS},
    ),
    Case(
        "same-id-other-person",
        ("cci.csv, ligne 2, colonne id", "« a1 »", "gens.csv, ligne 2", "nom"),
        ("cci.csv, row 2, column id", "“a1”", "gens.csv, row 2", "nom"),
        protocol=COLLEGE.replace("seats = 2\nfile", "seats = 1\nfile"),
        others={"cci.csv": VOLUNTEERS.replace("c1", "a1")},
    ),
    # Files.
    Case(
        "ragged",
        ("gens.csv, ligne 4", "4 cellules au lieu de 5"),
        ("gens.csv, row 4", "4 cells instead of 5"),
        people="id;sexe;naissance;rue;x\na1;F;04/07/1958;1;2\na2;M;1990-01-31;1;2\na3;M;1990;2\n",
    ),
    Case("empty", ("gens.csv", "le fichier est vide"), ("gens.csv", "file is empty"), people=""),
    Case(
        "header-alone",
        ("gens.csv, ligne 1", "aucune ligne de données"),
        ("gens.csv, row 1", "no rows below it"),
        people=PEOPLE.splitlines()[0],
    ),
    Case(
        "binary",
        ("gens.csv", "ni un texte ni un classeur"),
        ("gens.csv", "neither a text nor a workbook"),
        people=bytes(range(256)) * 4,
    ),
    Case(
        "features-binary",
        ("quotas.csv", "ni un texte ni un classeur"),
        ("quotas.csv", "neither a text nor a workbook"),
        arguments=TWO_FILES,
        others={"quotas.csv": bytes(range(256)) * 4},
    ),
    Case(
        "missing-near",
        ("gens.csv", "n’existe pas", "« gens2.csv »"),
        ("gens.csv", "no such file", "“gens2.csv”"),
        protocol=toml("gens.csv", "dossier/gens.csv"),
        others={"dossier/gens2.csv": "id\n1\n"},
    ),
    Case(
        "sheet-unknown",
        ("r.xlsx", "« Volontaires »", "Feuil1, Feuil2"),
        ("r.xlsx", "“Volontaires”", "Feuil1, Feuil2"),
        protocol=toml('file = "gens.csv"', 'file = "r.xlsx"\nsheet = "Volontaires"'),
        others={"r.xlsx": workbook([["id"]], [["id"]])},
    ),
    Case(
        "sheet-first-empty",
        ("r.xlsx", "« Feuil1 » est vide"),
        ("r.xlsx", "“Feuil1” is empty"),
        protocol=toml('file = "gens.csv"', 'file = "r.xlsx"'),
        others={"r.xlsx": workbook([], [["id"], ["1"]])},
    ),
    Case(
        "sheet-of-a-text",
        ("gens.csv", "« Feuil1 »"),
        ("gens.csv", "“Feuil1”"),
        protocol=toml('file = "gens.csv"', 'file = "gens.csv"\nsheet = "Feuil1"'),
    ),
    Case(
        "exclusion-missing",
        ("atelier-1/panel.csv", "n’existe pas"),
        ("atelier-1/panel.csv", "no such file"),
        protocol=toml(
            "[[criteria]]", '[eligibility]\nexclude = ["atelier-1/panel.csv"]\n[[criteria]]'
        ),
    ),
    Case(
        "exclusion-without-id",
        ("x.csv", "« id » n’existe pas", "Colonnes trouvées : numéro"),
        ("x.csv", "no column “id”", "Columns found: numéro"),
        protocol=TOML + '[eligibility]\nexclude = ["x.csv"]\n',
        others={"x.csv": "numéro\n1\n"},
    ),
    Case(
        "where-nobody",
        ("gens.csv, colonne sexe", "personne n’a femme"),
        ("gens.csv, column sexe", "nobody has femme"),
        protocol=TOML + '[eligibility]\nwhere = { sexe = "femme" }\n',
    ),
    # The protocol.
    Case(
        "toml-broken",
        ("p.toml, ligne 1", "seats =", "signe ="),
        ("p.toml, line 1", "seats =", "an ="),
        protocol=toml("seats = 2", "seats ="),
    ),
    Case(
        "toml-unknown-key",
        ("p.toml", "« [register] birthdate »", "« birth_date »"),
        ("p.toml", "“[register] birthdate”", "“birth_date”"),
        protocol=toml("birth_date", "birthdate"),
    ),
    Case(
        "toml-population",
        ("p.toml", "[[criteria]] 1 (sexe) population", '« registre » n’est pas "register"'),
        ("p.toml", "[[criteria]] 1 (sexe) population", '“registre” is not "register"'),
        protocol=toml("quotas = { F = [1, 1], M = [1, 1] }", 'population = "registre"'),
    ),
    Case(
        "protocol-missing",
        ("q.toml", "n’existe pas"),
        ("q.toml", "does not exist"),
        arguments=("q.toml",),
    ),
    Case("protocol-folder", (".", "dossier"), (".", "folder"), arguments=(".",)),
    Case(
        "college-needs-id",
        ("p.toml", "« colleges »", "Ajoutez id"),
        ("p.toml", "“colleges”", "Add id"),
        protocol=COLLEGE.replace('id = "id"\n', ""),
        others={"cci.csv": VOLUNTEERS},
    ),
    # The command line.
    Case("no-input", ("--people, --features",), ("--people, --features",), arguments=()),
    Case(
        "half-input",
        ("Il manque : --features, --seats",),
        ("Missing: --features, --seats",),
        arguments=TWO_FILES[:2],
    ),
    Case(
        "both-inputs",
        ("pas les deux",),
        ("not both",),
        arguments=(*PROTOCOL, *TWO_FILES),
    ),
    Case(
        "seats-not-whole",
        ("--seats", "un nombre entier"),
        ("--seats", "a whole number"),
        arguments=(*TWO_FILES[:-1], "2.5"),
    ),
    Case(
        "too-many",
        ("« dossier.toml » est de trop", "entre guillemets"),
        ("“dossier.toml” is one too many", "in quotes"),
        arguments=("p.toml", "dossier.toml"),
    ),
    Case(
        "unknown-option",
        ("--seet", "--seed"),
        ("--seet", "--seed"),
        options=("--seet", "x"),
    ),
    Case("option-without-value", ("--seed", "valeur"), ("--seed", "value"), options=("--seed",)),
    Case("unknown-command", ("« dra »", "« draw »"), ("“dra”", "“draw”"), command="dra"),
    Case("seed-empty", ("graine est vide",), ("seed is empty",), options=("--seed", " ")),
    # Where results go.
    Case(
        "out-exists",
        ("dossier existe déjà", "--force"),
        ("dossier exists already", "--force"),
        options=("--seed", "x", "--out", "dossier"),
        others={"dossier/panel.csv": "id\n"},
    ),
    Case(
        "out-is-a-file",
        ("gens.csv est un fichier",),
        ("gens.csv is a file",),
        options=("--seed", "x", "--out", "gens.csv", "--force"),
    ),
    Case(
        "out-below-a-file",
        ("gens.csv/a/b", "est un fichier", "Rien n’a été écrit"),
        ("gens.csv/a/b", "is a file", "Nothing was written"),
        options=("--seed", "x", "--out", "gens.csv/a/b"),
    ),
    Case(
        "out-name-too-long",
        ("le nom est trop long", "Rien n’a été écrit"),
        ("the name is too long", "Nothing was written"),
        options=("--seed", "x", "--out", "d" * 300),
    ),
    Case(
        "probabilities-exist",
        ("quotas.csv existe déjà", "--force"),
        ("quotas.csv exists already", "--force"),
        options=("--probabilities", "quotas.csv"),
        command="lottery",
    ),
    Case(
        "probabilities-is-a-folder",
        ("dossier", "c’est un dossier"),
        ("dossier", "it is a folder"),
        options=("--probabilities", "dossier", "--force", "--json"),
        others={"dossier/x.csv": ""},
        command="lottery",
    ),
    Case(
        "example-unknown",
        ("« grenble »", "« grenoble »"),
        ("“grenble”", "“grenoble”"),
        command="example",
        arguments=("grenble",),
        options=(),
    ),
]


def listing(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"folder"
        for path in sorted(folder.rglob("*"))
    }


def prepared(case: Case, folder: Path) -> list[str]:
    """The case's files in a folder, and its command line."""
    files: dict[str, str | bytes] = {
        "gens.csv": case.people,
        "p.toml": case.protocol,
        "quotas.csv": case.features,
        **case.others,
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return [case.command, *case.arguments, *case.options]


def check_words(case: Case, language: str, told: str) -> None:
    told = told.replace("\u202f", " ")
    for words in case.french if language == "fr" else case.english:
        assert words in told
    assert "Traceback" not in told
    assert "software" not in told
    assert "logiciel" not in told
    assert not [name for name in NAMES if name in told]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input(
    case: Case,
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each fault is a sentence in the user's language and an exit status, and changes no file."""
    arguments = prepared(case, tmp_path)
    before = listing(tmp_path)
    monkeypatch.chdir(tmp_path)
    status = run(command_line, ["--lang", language, *arguments], {})
    out, told = capsys.readouterr()
    assert status == case.status, told
    check_words(case, language, told)
    assert listing(tmp_path) == before
    if case.status == 2:
        assert not out


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["id-repeated", "binary", "toml-broken", "quotas-impossible", "unknown-command"]
)
def test_bad_input_of_the_command_itself(name: str, tmp_path: Path) -> None:
    """The installed command, in a process of its own, says the same."""
    case = next(case for case in CASES if case.name == name)
    arguments = prepared(case, tmp_path)
    before = listing(tmp_path)
    process = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if k[:2] != "LC"} | {"LANG": "fr_FR.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert process.returncode == case.status
    check_words(case, "fr", process.stderr)
    assert listing(tmp_path) == before


def test_the_cases_are_right_but_for_their_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The files of the cases above, without a fault, give a draw in both forms."""
    prepared(Case("", (), ()), tmp_path)
    monkeypatch.chdir(tmp_path)
    for number, form in enumerate([PROTOCOL, TWO_FILES]):
        assert run(command_line, ["draw", *form, "--out", str(number)], {}) == 0
    assert capsys.readouterr().err == ""


def fails(code: int) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    return refuse


@pytest.mark.parametrize(
    ("code", "reason"),
    [(errno.ENOSPC, "le disque est plein"), (errno.EROFS, "le disque est en lecture seule")],
)
@pytest.mark.parametrize("out", ["draw", "new/folder/draw", "old"])
def test_a_disk_that_refuses(
    code: int,
    reason: str,
    out: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A full or read-only disk leaves no part of a result, no folder, and the old results whole."""
    case = Case("", (), (), others={"old/panel.csv": "old", "old/record.json": "old"})
    arguments = [*prepared(case, tmp_path), "--out", out, "--force"]
    before = listing(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(output, "_write", fails(code))
    assert run(command_line, arguments, {}) == 2
    told = capsys.readouterr().err.replace("\u202f", " ")
    assert f"Impossible d’écrire {out} ({reason}). Rien n’a été écrit." in told
    assert listing(tmp_path) == before


def test_a_disk_that_refuses_the_probabilities(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A single file is written whole or not at all, its folders neither."""
    arguments = prepared(Case("", (), (), command="lottery", options=()), tmp_path)
    before = listing(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(output, "_write", fails(errno.ENOSPC))
    assert run(command_line, [*arguments, "--probabilities", "a/b/p.csv"], {}) == 2
    assert "le disque est plein" in capsys.readouterr().err
    assert listing(tmp_path) == before


def test_a_folder_without_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that may not be written in is refused before the draw."""
    arguments = prepared(Case("", (), ()), tmp_path)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    if os.access(closed, os.W_OK):  # the system's administrator may write everywhere
        monkeypatch.setattr(os, "access", lambda path, _: path != Path("closed"))
    monkeypatch.chdir(tmp_path)
    assert run(command_line, [*arguments, "--out", "closed/draw"], {}) == 2
    out, told = capsys.readouterr()
    assert "vous n’en avez pas le droit" in told
    assert not out


def test_several_sheets_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a workbook with several sheets the first is read, and the user is told, of quotas too."""
    rows = [line.split(";") for line in PEOPLE.splitlines()]
    quotas = [line.split(",") for line in FEATURES.splitlines()]
    others = {"g.xlsx": workbook(rows, [["x"]]), "q.xlsx": workbook(quotas, [["x"]])}
    prepared(Case("", (), (), others=others), tmp_path)
    monkeypatch.chdir(tmp_path)
    form = ["--people", "g.xlsx", "--features", "q.xlsx", "--seats", "2"]
    assert run(command_line, ["check", *form], {}) == 0
    told = " ".join(capsys.readouterr().out.replace("\u202f", " ").split())
    for name in ("g.xlsx", "q.xlsx"):
        assert f"{name} : seule la feuille « Feuil1 » a été lue" in told


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a command the help is shown, in the language of the environment."""
    run(command_line, [], {"LANG": "en_GB.UTF-8"})
    shown = "".join(capsys.readouterr())
    assert "Draws citizens' panels by lot".replace("'", "’") in shown
    assert "Traceback" not in shown


def test_what_a_cell_holds_cannot_command_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line breaks and control characters of a cell are shown as escapes."""
    text = people("a1;Q", '"\x1b[31ma\nb";Q').replace("a2;", '"\x1b[31ma\nb";')
    arguments = prepared(Case("", (), (), people=text), tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(command_line, arguments, {}) == 2
    told = capsys.readouterr().err
    assert r"« \x1b[31ma\nb »" in told.replace("\u202f", " ")
    assert "\x1b" not in told
    assert len(told.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_screen_that_refuses(tmp_path: Path) -> None:
    """Results that the shell sends to a full disk end in a sentence too."""
    arguments = prepared(Case("", (), (), command="check", options=()), tmp_path)
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), *arguments, "--lang", "en"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert process.returncode == 2
    assert process.stderr == "The system refused to read, write or show: the disk is full.\n"


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` answers, installed or run from the sources."""
    assert run(command_line, ["--version"], {}) == 0
    assert capsys.readouterr().out.startswith("sortition")


@pytest.mark.parametrize("name", ["tables", "assign", "share", "snowball", "draw"])
def test_the_french_help_has_no_english(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Limits and kinds of values are said in the language of the help, not in click's."""
    assert run(command_line, [name, "--help", "--lang", "fr"], {}) == 0
    said = capsys.readouterr().out
    assert not re.search(r"INTEGER|RANGE|TEXT\b|PATH|FLOAT|required|default|<=x|x>=", said)


def test_a_number_out_of_range_is_told_its_range(capsys: pytest.CaptureFixture[str]) -> None:
    """Both ends of what an option takes are named."""
    assert run(command_line, ["assign", "v.csv", "--rounds", "99", "--lang", "en"], {}) == 2
    assert "--rounds: a whole number is expected, from 1 to 30." in capsys.readouterr().err
