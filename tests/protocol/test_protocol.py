"""The protocol file: every key read, everything wrong reported at once; the JSON form."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from sortition.base.errors import BadInput
from sortition.base.messages import Words
from sortition.protocol.file import read_protocol
from sortition.protocol.model import (
    College,
    Criterion,
    Eligibility,
    Protocol,
    RegisterFile,
)

WHOLE = """
title = "Atelier de projet citoyen"
seats = 17
alternates = 20
reference_date = 2019-03-01
objective = "leximin"

[register]
file = "registre.xlsx"
sheet = "Extraction"
id = "identifiant"
birth_date = "date_naissance"
household = ["adresse", "code_postal"]

[eligibility]
min_age = 16
max_age = 120
where = { commune = ["Grenoble"], statut = "actif" }
exclude = ["atelier-1/panel.csv"]

[[criteria]]
name = "sexe"
column = "sexe"
population = { F = 68500, M = 62000.5 }
[[criteria]]
name = "age"
bands = [16, 25, 40, 60, 75]
population = "register"
[[criteria]]
name = "secteur"
column = "secteur"
groups = { Nord = ["1", "2"], Sud = "3" }
population = "register"
tolerance = 1
[[criteria]]
name = "sexe × age"
cross = ["sexe", "age"]
[[criteria]]
name = "quartier prioritaire"
column = "qpv"
quotas = { oui = [3, 5], non = 13 }
scope = "panel"

[[colleges]]
name = "Conseils citoyens indépendants"
seats = 6
file = "volontaires_cci.csv"
sheet = "Feuil1"
"""

SMALL = """
seats = 3
[register]
file = "r.csv"
id = "id"
"""


def read(folder: Path, text: str, encoding: str = "utf-8") -> Protocol:
    path = folder / "p.toml"
    path.write_bytes(text.encode(encoding))
    return read_protocol(path)


def refused(folder: Path, text: str, encoding: str = "utf-8") -> list[tuple[str, str]]:
    """The code and the key of everything wrong."""
    with pytest.raises(BadInput) as caught:
        read(folder, text, encoding)
    for problem in caught.value.messages:
        for language in ("fr", "en"):
            assert "p.toml" in Words(language).say(problem)
    return [(m.code, str(m.params.get("key", ""))) for m in caught.value.messages]


def said(folder: Path, text: str) -> str:
    """What the user is told, in English."""
    with pytest.raises(BadInput) as caught:
        read(folder, text)
    return "\n".join(map(Words("en").say, caught.value.messages))


def test_every_key_is_read(tmp_path: Path) -> None:
    """The protocol of the documentation is read whole."""
    assert read(tmp_path, WHOLE) == Protocol(
        title="Atelier de projet citoyen",
        seats=17,
        alternates=20,
        reference_date=dt.date(2019, 3, 1),
        objective="leximin",
        register=RegisterFile(
            file="registre.xlsx",
            id="identifiant",
            birth_date="date_naissance",
            household=("adresse", "code_postal"),
            sheet="Extraction",
        ),
        eligibility=Eligibility(
            min_age=16,
            max_age=120,
            where={"commune": ("Grenoble",), "statut": ("actif",)},
            exclude=("atelier-1/panel.csv",),
        ),
        criteria=(
            Criterion("sexe", "sexe", population={"F": Fraction(68500), "M": Fraction("62000.5")}),
            Criterion("age", "age", bands=(16, 25, 40, 60, 75), population="register"),
            Criterion(
                "secteur",
                "secteur",
                groups={"Nord": ("1", "2"), "Sud": ("3",)},
                population="register",
                tolerance=1,
            ),
            Criterion("sexe × age", cross=("sexe", "age")),
            Criterion(
                "quartier prioritaire",
                "qpv",
                quotas={"oui": (3, 5), "non": (13, 13)},
                scope="panel",
            ),
        ),
        colleges=(College("Conseils citoyens indépendants", 6, "volontaires_cci.csv", "Feuil1"),),
    )


def test_defaults(tmp_path: Path) -> None:
    """Alternates are twice the seats; no criterion, condition or college is needed."""
    protocol = read(tmp_path, SMALL)
    assert protocol.alternates == 6
    assert not protocol.criteria
    assert not protocol.colleges
    assert protocol.eligibility == Eligibility()
    assert read(tmp_path, "alternates = 0\n" + SMALL).alternates == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seats = 1000000001", "1,000,000,001 is too large, the most is 1,000,000,000."),
        ("seats = 1" + "0" * 100, "1.000e100 is too large, the most is 1,000,000,000."),
        ("seats = -1" + "0" * 100, "-1.000e100 is too small, the least is 1."),
        ("seats = 0x" + "1" + "0" * 25_000, "9.990e30102 is too large"),
        ("seats = [[[[[[[[1]]]]]]], [2]]", "“[[[[[…]]]], [2]]” is not a whole number"),
        ("seats = { a = [{}], b = 'x' }", "“{ a = [{}], b = x }” is not a whole number"),
        ("seats = " + str(list(range(999))), "“[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, "),
        ("s" + "e" * 200 + " = 1", "there is no key “s" + "e" * 99 + "…”"),
    ],
)
def test_long_values_are_quoted_by_their_beginning(tmp_path: Path, text: str, told: str) -> None:
    """A number of a hundred digits, or a list of a thousand, is named in a readable sentence."""
    sentences = said(tmp_path, f"{text}\n{SMALL.replace('seats = 3', '')}")
    assert told in sentences
    assert len(sentences) < 500


def test_a_scope_for_all_criteria(tmp_path: Path) -> None:
    """The scope at the top holds for the criteria that have none of their own."""
    text = 'scope = "panel"\n' + SMALL
    text += '[[criteria]]\nname = "a"\ncolumn = "a"\npopulation = "register"\n'
    text += '[[criteria]]\nname = "b"\ncolumn = "b"\npopulation = "register"\nscope = "drawn"\n'
    assert [c.scope for c in read(tmp_path, text).criteria] == ["panel", "drawn"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_editors_of_any_system(tmp_path: Path, encoding: str, end: str) -> None:
    """A byte order mark and Windows line ends make no difference."""
    assert read(tmp_path, WHOLE.replace("\n", end), encoding) == read(tmp_path, WHOLE)


@pytest.mark.parametrize("date", ['"01/03/2019"', '"2019-03-01"', "2019-03-01T08:30:00"])
def test_dates_as_people_write_them(tmp_path: Path, date: str) -> None:
    """The reference date may be a date, a moment, or a text in French or ISO order."""
    protocol = read(tmp_path, f"reference_date = {date}\n{SMALL}")
    assert protocol.reference_date == dt.date(2019, 3, 1)


def test_crossed_tables_nested_or_flat(tmp_path: Path) -> None:
    """A table of combinations may be nested or written flat."""
    criteria = """
[[criteria]]
name = "sexe"
column = "sexe"
population = "register"
[[criteria]]
name = "age"
column = "tranche"
population = "register"
[[criteria]]
name = "croisé"
cross = ["Sexe", " age"]
"""
    nested = 'quotas = { F = { "16-24" = [1, 2], "25+" = 3 }, M = { "16-24" = 0 } }'
    flat = 'quotas = { "F × 16-24" = [1, 2], "F × 25+" = [3, 3], "M × 16-24" = [0, 0] }'
    protocol = read(tmp_path, SMALL + criteria + nested)
    assert protocol == read(tmp_path, SMALL + criteria + flat)
    crossing = protocol.criteria[2]
    assert crossing.quotas == {"F × 16-24": (1, 2), "F × 25+": (3, 3), "M × 16-24": (0, 0)}
    assert crossing.cross == ("sexe", "age")


UNKNOWN_KEYS = [
    ("seat = 3", "seat", "seats"),
    ("[registre]", "registre", "register"),
    ("[register]\nidentifier = 1\nfiles = 'x'", "[register] files", "file"),
    ("[eligibility]\nminage = 18", "[eligibility] minage", "min_age"),
    ("[[criteria]]\nname = 'sexe'\ncolum = 's'", "[[criteria]] 1 (sexe) colum", "column"),
    ("[[colleges]]\nname = 'CCI'\nseat = 1", "[[colleges]] 1 (CCI) seat", "seats"),
]


@pytest.mark.parametrize(("text", "key", "near"), UNKNOWN_KEYS)
def test_unknown_keys_are_refused_with_the_nearest(
    tmp_path: Path, text: str, key: str, near: str
) -> None:
    """A misspelt key is named where it stands, with the key that was probably meant."""
    assert f"no key “{key}”. Did you mean “{near}”?" in said(tmp_path, text)


def test_an_unknown_key_like_no_other(tmp_path: Path) -> None:
    """A key like no other is refused with the keys there are."""
    assert "no key “zzz”. Possible keys here: title, seats," in said(tmp_path, "zzz = 1\n" + SMALL)


CRITERION = '[[criteria]]\nname = "c"\ncolumn = "c"\n'
PLACE = "[[criteria]] 1 (c) "

WRONG = [
    ("seats = 3\ntitle = 3", "protocol-wrong-kind", "title"),
    ('seats = 3\ntitle = " "', "protocol-wrong-kind", "title"),
    ('seats = "17"', "protocol-wrong-kind", "seats"),
    ("seats = 17.0", "protocol-wrong-kind", "seats"),
    ("seats = true", "protocol-wrong-kind", "seats"),
    ("seats = nan", "protocol-wrong-kind", "seats"),
    ("seats = 0", "protocol-number-too-small", "seats"),
    ("seats = -2", "protocol-number-too-small", "seats"),
    ("", "protocol-key-missing", "seats"),
    ("seats = 3\nalternates = -1", "protocol-number-too-small", "alternates"),
    ("seats = 3\nreference_date = 2019", "protocol-wrong-kind", "reference_date"),
    ('seats = 3\nreference_date = "mars"', "protocol-wrong-kind", "reference_date"),
    ("seats = 3\nreference_date = 08:30:00", "protocol-wrong-kind", "reference_date"),
    ('seats = 3\nobjective = "maximin"', "protocol-unknown-choice", "objective"),
    ('seats = 3\nscope = "all"', "protocol-unknown-choice", "scope"),
    ("seats = 3\ncriteria = 3", "protocol-wrong-kind", "criteria"),
    ("seats = 3\ncriteria = []\ncolleges = {}", "protocol-wrong-kind", "colleges"),
    ("seats = 3\neligibility = 3", "protocol-wrong-kind", "eligibility"),
]


@pytest.mark.parametrize(("text", "code", "key"), WRONG)
def test_wrong_values_at_the_top(tmp_path: Path, text: str, code: str, key: str) -> None:
    """A value of the wrong kind is named with its key."""
    assert refused(tmp_path, text + SMALL.replace("\nseats = 3", "")) == [(code, key)]


WRONG_INSIDE = [
    ('birth_date = "né"', "protocol-needs-reference-date", "reference_date"),
    ("household = [3]", "protocol-wrong-kind", "[register] household"),
    ('household = ["a", ""]', "protocol-wrong-kind", "[register] household"),
    ("[eligibility]\nmin_age = -1", "protocol-number-too-small", "[eligibility] min_age"),
    ("[eligibility]\nmin_age = 30\nmax_age = 18", "protocol-ages-crossed", "[eligibility] min_age"),
    ('[eligibility]\nwhere = "Grenoble"', "protocol-wrong-kind", "[eligibility] where"),
    (
        "[eligibility]\nwhere = { commune = 38000 }",
        "protocol-wrong-kind",
        "[eligibility.where] commune",
    ),
    (
        "[eligibility]\nwhere = { commune = [] }",
        "protocol-wrong-kind",
        "[eligibility.where] commune",
    ),
    (
        '[[criteria]]\ncolumn = "c"\nquotas = { a = 1 }',
        "protocol-key-missing",
        "[[criteria]] 1 name",
    ),
    ('[[criteria]]\nname = "c"\nquotas = { a = 1 }', "protocol-no-column", PLACE + "column"),
    (CRITERION, "protocol-no-quotas", PLACE + "population"),
    (CRITERION + 'population = "registre"', "protocol-wrong-kind", PLACE + "population"),
    (CRITERION + "population = {}", "protocol-wrong-kind", PLACE + "population"),
    (CRITERION + "population = { a = -1 }", "protocol-bad-count", PLACE + "population"),
    (CRITERION + "population = { a = nan }", "protocol-bad-count", PLACE + "population"),
    (CRITERION + "population = { a = inf }", "protocol-bad-count", PLACE + "population"),
    (CRITERION + "population = { a = 1e999999 }", "protocol-bad-count", PLACE + "population"),
    (CRITERION + "population = { a = 1e-999999 }", "protocol-bad-count", PLACE + "population"),
    (CRITERION + 'population = { a = "52 %" }', "protocol-bad-count", PLACE + "population"),
    (CRITERION + "population = { a = true }", "protocol-bad-count", PLACE + "population"),
    (CRITERION + "population = { a = {} }", "protocol-bad-count", PLACE + "population"),
    (
        CRITERION + "population = { a = 0, b = 0.0 }",
        "protocol-population-zero",
        PLACE + "population",
    ),
    (
        CRITERION + 'population = { a = 1, " A " = 2 }',
        "protocol-category-twice",
        PLACE + "population",
    ),
    (CRITERION + 'population = { " " = 1 }', "protocol-category-blank", PLACE + "population"),
    (CRITERION + "quotas = 3", "protocol-wrong-kind", PLACE + "quotas"),
    (CRITERION + "quotas = { a = [1] }", "protocol-bad-quota", PLACE + "quotas"),
    (CRITERION + "quotas = { a = [1, 2.5] }", "protocol-bad-quota", PLACE + "quotas"),
    (CRITERION + "quotas = { a = [-1, 2] }", "protocol-bad-quota", PLACE + "quotas"),
    (CRITERION + 'quotas = { a = "1-2" }', "protocol-bad-quota", PLACE + "quotas"),
    (CRITERION + "quotas = { a = [3, 2] }", "protocol-quota-crossed", PLACE + "quotas"),
    (
        CRITERION + 'quotas = { "a × b" = 1, a = { b = 2 } }',
        "protocol-category-twice",
        PLACE + "quotas",
    ),
    (
        CRITERION + 'population = "register"\nquotas = { a = 1 }',
        "protocol-population-and-quotas",
        PLACE + "quotas",
    ),
    (
        CRITERION + "tolerance = 1\nquotas = { a = 1 }",
        "protocol-tolerance-and-quotas",
        PLACE + "tolerance",
    ),
    (
        CRITERION + 'tolerance = -1\npopulation = "register"',
        "protocol-number-too-small",
        PLACE + "tolerance",
    ),
    (
        CRITERION + 'population = "register"\nbands = [25, 16]',
        "protocol-bands-not-growing",
        PLACE + "bands",
    ),
    (
        CRITERION + 'population = "register"\nbands = [-5, 16]',
        "protocol-number-too-small",
        PLACE + "bands",
    ),
    (CRITERION + 'population = "register"\nbands = []', "protocol-wrong-kind", PLACE + "bands"),
    (
        CRITERION + 'population = "register"\nbands = [16]\ngroups = { a = ["1"] }',
        "protocol-bands-and-groups",
        PLACE + "groups",
    ),
    (CRITERION + 'population = "register"\ngroups = {}', "protocol-wrong-kind", PLACE + "groups"),
    (
        CRITERION + 'population = "register"\ngroups = { a = [] }',
        "protocol-wrong-kind",
        PLACE + "groups a",
    ),
    (
        CRITERION + 'population = "register"\ngroups = { a = ["1"], b = [" 1"] }',
        "protocol-value-in-two-groups",
        PLACE + "groups",
    ),
    ('[[criteria]]\nname = "c"\ncross = []', "protocol-wrong-kind", PLACE + "cross"),
    ('[[colleges]]\nname = "c"\nseats = 2', "protocol-key-missing", "[[colleges]] 1 (c) file"),
    (
        '[[colleges]]\nname = "c"\nseats = 0\nfile = "c.csv"',
        "protocol-number-too-small",
        "[[colleges]] 1 (c) seats",
    ),
]


@pytest.mark.parametrize(("text", "code", "key"), WRONG_INSIDE)
def test_wrong_values_inside(tmp_path: Path, text: str, code: str, key: str) -> None:
    """What is wrong in a section is named with the section, and reported once."""
    assert refused(tmp_path, SMALL + text) == [(code, key)]


CROSSED = """
[[criteria]]
name = "Sexe"
column = "s"
population = "register"
[[criteria]]
name = "âge"
bands = [16]
population = "register"
[[criteria]]
name = "x"
cross = {cross}
"""


@pytest.mark.parametrize(
    ("cross", "code"),
    [
        ('["Sexe"]', "protocol-cross-needs-two"),
        ('["Sexe", "sexe "]', "protocol-cross-needs-two"),
        ('["Sexe", "ages"]', "protocol-cross-unknown-near"),
        ('["Sexe", "métier"]', "protocol-cross-unknown"),
        ('["Sexe", "x"]', "protocol-cross-unknown"),
    ],
)
def test_a_crossing_names_two_plain_criteria(tmp_path: Path, cross: str, code: str) -> None:
    """What is crossed are at least two other criteria that are no crossings themselves."""
    text = SMALL + CROSSED.replace("{cross}", cross)
    assert refused(tmp_path, text) == [(code, "[[criteria]] 3 (x) cross")]


def test_a_crossing_has_no_column_of_its_own(tmp_path: Path) -> None:
    """A crossed criterion with a column is refused."""
    text = SMALL + CROSSED.replace("{cross}", '["Sexe", "âge"]\ncolumn = "c"')
    assert refused(tmp_path, text) == [("protocol-cross-and-column", "[[criteria]] 3 (x) cross")]


def test_names_that_differ_by_case_only_are_the_same(tmp_path: Path) -> None:
    """Two criteria, or two colleges, of one name are refused."""
    criterion = '[[criteria]]\nname = "{}"\ncolumn = "c"\npopulation = "register"\n'
    college = '[[colleges]]\nname = "{}"\nseats = 1\nfile = "c.csv"\n'
    text = SMALL + "".join(c.format(n) for c in (criterion, college) for n in ("Sexe", " sexe"))
    assert refused(tmp_path, text) == [
        ("protocol-name-twice", "criteria"),
        ("protocol-name-twice", "colleges"),
    ]


def test_two_criteria_may_use_one_column(tmp_path: Path) -> None:
    """A column may serve a fine and a coarse criterion."""
    criterion = '[[criteria]]\nname = "{}"\ncolumn = "commune"\npopulation = "register"\n'
    protocol = read(tmp_path, SMALL + criterion.format("commune") + criterion.format("zone"))
    assert [c.column for c in protocol.criteria] == ["commune", "commune"]


def test_people_are_recognised_by_an_id_column(tmp_path: Path) -> None:
    """Colleges and exclusion lists need an id: row numbers mean nothing in another file."""
    text = SMALL.replace('id = "id"', "") + '[eligibility]\nexclude = ["x.csv"]\n'
    text += '[[colleges]]\nname = "c"\nseats = 1\nfile = "c.csv"\n'
    assert refused(tmp_path, text) == [
        ("protocol-needs-id", "colleges"),
        ("protocol-needs-id", "[eligibility] exclude"),
    ]


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    """One reading reports the problems of every section."""
    text = 'seats = 0\ntitel = "x"\n[register]\n[eligibility]\nmin_age = "16"\n' + CRITERION
    assert refused(tmp_path, text) == [
        ("protocol-number-too-small", "seats"),
        ("protocol-key-missing", "[register] file"),
        ("protocol-wrong-kind", "[eligibility] min_age"),
        ("protocol-no-quotas", PLACE + "population"),
        ("protocol-unknown-key-near", "titel"),
    ]


BROKEN = [
    ("seats = ", 2, "is probably missing"),
    ('seats = 3\ntitle = "Atelier\n', 3, "is probably missing"),
    ("seats = 3\nseats = 4", 3, "already given above"),
    ("[register]\nfile = 'a'\n[register]", 4, "already given above"),
    ("title = “Atelier”", 2, "must be straight"),
    ('[register]\nfile = "C:\\Users\\x.csv"', 3, "write / instead"),
    ("where = { Âge = 3 }", 2, "written in quotes"),
    ("65+ = 3", 2, "written in quotes"),
    ("seats = " + "9" * 5000, 2, "is not TOML"),
    ("seats = " + "[" * 5000, 2, "is not TOML"),
]


@pytest.mark.parametrize(("text", "line", "hint"), BROKEN)
def test_broken_toml_names_the_line(tmp_path: Path, text: str, line: int, hint: str) -> None:
    """A file that is not TOML is refused with the line and what is probably the matter."""
    told = said(tmp_path, "\n" + text)
    assert told.startswith(f"p.toml, line {line}: this line is not TOML")
    assert hint in told


@pytest.mark.parametrize(
    ("encoding", "line"), [("cp1252", 3), ("utf-16", 1)], ids=["windows", "unicode"]
)
def test_other_encodings_are_refused(tmp_path: Path, encoding: str, line: int) -> None:
    """TOML is UTF-8; the first line that is not is named."""
    text = 'seats = 3\n\ntitle = "Été"\n'
    assert refused(tmp_path, text, encoding) == [("protocol-not-utf8", "")]
    (tmp_path / "p.toml").write_bytes(text.encode(encoding))
    with pytest.raises(BadInput) as caught:
        read_protocol(tmp_path / "p.toml")
    assert caught.value.messages[0].params["line"] == str(line)


@pytest.mark.parametrize(("name", "code"), [("q.toml", "not-found"), ("", "is-folder")])
def test_a_protocol_that_is_not_there(tmp_path: Path, name: str, code: str) -> None:
    """A missing file and a folder are told apart."""
    with pytest.raises(BadInput) as caught:
        read_protocol(tmp_path / name)
    assert [m.code for m in caught.value.messages] == [f"protocol-{code}"]


def test_seats_and_alternates_of_each_list() -> None:
    """Colleges add their seats, and have alternates in the same proportion, rounded up."""
    protocol = Protocol(
        title="",
        seats=4,
        alternates=6,
        register=RegisterFile("r.csv"),
        colleges=(College("a", 3, "a.csv"), College("b", 1, "b.csv")),
    )
    assert protocol.all_seats == 8
    assert protocol.list_names == (None, "a", "b")
    assert [protocol.seats_of(k) for k in range(3)] == [4, 3, 1]
    assert [protocol.alternates_of(k) for k in range(3)] == [6, 5, 2]
