"""The JSON form of a protocol: read as a protocol file is, or refused; and never for long."""

from __future__ import annotations

import copy
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sortition.base.errors import BadInput
from sortition.base.messages import Words
from sortition.protocol.file import read_protocol
from sortition.protocol.json_form import protocol_from_json
from sortition.protocol.model import Criterion, Protocol, RegisterFile
from sortition.protocol.two_files import protocol_of, read_features
from tests.places import ROOT
from tests.protocol.protocol_help import as_toml, protocols, whole

WHOLE = whole().to_json()
REMOVED = object()


def read(data: object) -> Protocol:
    """The protocol of a form as a record's reader gives it."""
    return protocol_from_json(json.loads(json.dumps(data)), name="record.json")


def refused(data: object) -> list[tuple[str, str]]:
    """The code and the key of everything wrong with a form."""
    with pytest.raises(BadInput) as caught:
        read(data)
    return told(caught.value)


def refused_file(folder: Path, text: str) -> list[tuple[str, str]]:
    """The code and the key of everything wrong with a protocol file."""
    (folder / "record.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_protocol(folder / "record.json")
    return told(caught.value)


def told(error: BadInput) -> list[tuple[str, str]]:
    """Codes and keys, once every sentence was said in both languages, and none at length."""
    for problem in error.messages:
        for language in ("fr", "en"):
            said = Words(language).say(problem)
            assert said.startswith("record.json")
            assert len(said) < 1500
    return [(m.code, str(m.params.get("key", ""))) for m in error.messages]


def forged(path: str, value: object) -> dict[str, Any]:
    """The whole protocol's form with another value at a path."""
    data: dict[str, Any] = copy.deepcopy(WHOLE)
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    place: Any = data
    for step in way:
        place = place[step]
    if value is REMOVED:
        del place[last]
    else:
        place[last] = value
    return data


def form(*criteria: Criterion) -> dict[str, Any]:
    """The form of a small protocol with some criteria."""
    register = RegisterFile("r.csv", "id")
    return Protocol("", 3, register, 6, criteria=criteria).to_json()


@given(protocols())
def test_the_json_form_says_everything(protocol: Protocol) -> None:
    """A protocol written as JSON text and read back is the same protocol, and written the same."""
    text = json.dumps(protocol.to_json())
    again = protocol_from_json(json.loads(text), name="record.json")
    assert again == protocol
    assert json.dumps(again.to_json()) == text


@given(protocols(decimal=True))
def test_a_form_is_what_a_protocol_file_says(protocol: Protocol) -> None:
    """What can be read from a record can be written as a protocol file, which says the same."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.toml"
        path.write_text(as_toml(protocol.to_json()), encoding="utf-8", newline="")
        assert read_protocol(path) == protocol


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*/protoco*.toml")), ids=str)
def test_the_examples_are_read_back(path: Path) -> None:
    """Every protocol of the examples stands in a record as it was read."""
    protocol = read_protocol(path)
    assert read(protocol.to_json()) == protocol


def test_the_two_files_are_read_back(tmp_path: Path) -> None:
    """The protocol that a people file and a features file amount to stands in a record."""
    rows = ["feature,value,min,max", "sex,F,1,2", "sex,M,1,2", "age, 16 - 24 ,0,3", "age,25+,0,3"]
    (tmp_path / "f.csv").write_text("\n".join(rows), encoding="utf-8")
    protocol = protocol_of(
        read_features(tmp_path / "f.csv").criteria,
        people=tmp_path / "people.csv",
        seats=3,
        id_column=None,
        household=["street", "postcode"],
    )
    assert protocol.register.id is None
    assert not protocol.title
    assert read(protocol.to_json()) == protocol


def test_two_files_that_no_record_could_hold_are_refused(tmp_path: Path) -> None:
    """What a record's reader would refuse is refused before anything is drawn."""
    with pytest.raises(BadInput) as caught:
        protocol_of(
            (),
            people=tmp_path / "people.csv",
            seats=3,
            id_column=" id ",
            household=["street", "Street "],
        )
    assert [m.code for m in caught.value.messages] == ["protocol-column-twice"]


SEX = Criterion("sex", "sex", population="register")
AGE = Criterion("age", "age", population="register")
BOTH = Criterion("both", cross=("sex", "age"))
LONG = "x" * 1001

NO_COUNTS: list[object] = [
    *(
        -1,
        10**12,
        10**300,
        True,
        "1e100000000",
        "1e3",
        "many",
        "",
        "٣",
        "0x10",
        "1_0",
        "1/3 ",
    ),
    *("-1", "+1.5", " 1.5", "1,5", "1/0", "1/1000", f"{10**15}/7", f"1/{10**4000}"),
    *("inf", "nan", [1], {}),
]

BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    # What stands at a path, the code of the refusal, and the key that it names.
    "no seats": (forged("seats", 0), "number-too-small", "seats"),
    "seats below zero": (forged("seats", -1), "number-too-small", "seats"),
    "many seats": (forged("seats", 10**9 + 1), "number-too-large", "seats"),
    "seats of a hundred digits": (forged("seats", 10**100), "number-too-large", "seats"),
    "seats of thousands of digits": (forged("seats", 10**4000), "number-too-large", "seats"),
    "seats with a point": (forged("seats", 17.0), "wrong-kind", "seats"),
    "yes as seats": (forged("seats", True), "wrong-kind", "seats"),
    "text as seats": (forged("seats", "17"), "wrong-kind", "seats"),
    "without seats": (forged("seats", REMOVED), "key-missing", "seats"),
    "alternates below zero": (forged("alternates", -5), "number-too-small", "alternates"),
    "many alternates": (forged("alternates", 10**10), "number-too-large", "alternates"),
    "a number as a title": (forged("title", 3), "wrong-kind", "title"),
    "a blank title": (forged("title", " "), "wrong-kind", "title"),
    "an invisible title": (forged("title", "\u200b"), "wrong-kind", "title"),
    "a long title": (forged("title", LONG), "text-too-long", "title"),
    "another aim": (forged("objective", "maximin"), "unknown-choice", "objective"),
    "a list as an aim": (forged("objective", ["leximin"]), "unknown-choice", "objective"),
    "no day": (forged("reference_date", None), "needs-reference-date", "reference_date"),
    "a day that is none": (forged("reference_date", "2019-02-30"), "wrong-kind", "reference_date"),
    "an unknown key": (forged("zzzzzz", 1), "unknown-key", "zzzzzz"),
    "a misspelt key": (forged("seat", 17), "unknown-key-near", "seat"),
    "no register's file": (forged("register/file", REMOVED), "key-missing", "[register] file"),
    "a long file": (forged("register/file", LONG), "text-too-long", "[register] file"),
    "a column twice in the address": (
        forged("register/household", ["street", " STREET"]),
        "column-twice",
        "[register] household",
    ),
    "a table as an address": (
        forged("register/household", {}),
        "wrong-kind",
        "[register] household",
    ),
    "a list of conditions": (forged("eligibility/where", []), "wrong-kind", "[eligibility] where"),
    "many columns of an address": (
        forged("register/household", [f"c{k}" for k in range(101)]),
        "too-many",
        "[register] household",
    ),
    "an age below zero": (
        forged("eligibility/min_age", -1),
        "number-too-small",
        "[eligibility] min_age",
    ),
    "an age above all": (
        forged("eligibility/max_age", 131),
        "number-too-large",
        "[eligibility] max_age",
    ),
    "ages crossed": (forged("eligibility/max_age", 15), "ages-crossed", "[eligibility] min_age"),
    "no value for a condition": (
        forged("eligibility/where", {"town": []}),
        "wrong-kind",
        "[eligibility.where] town",
    ),
    "a value twice in a condition": (
        forged("eligibility/where", {"town": ["Here", "HERE "]}),
        "value-twice",
        "[eligibility.where] town",
    ),
    "a condition twice": (
        forged("eligibility/where", {"town": ["Here"], "Town": ["Here"]}),
        "column-twice",
        "[eligibility] where",
    ),
    "a condition on no column": (
        forged("eligibility/where", {" ": ["Here"]}),
        "wrong-kind",
        "[eligibility] where",
    ),
    "a condition on a long column": (
        forged("eligibility/where", {LONG: ["Here"]}),
        "text-too-long",
        "[eligibility] where",
    ),
    "many conditions": (
        forged("eligibility/where", {f"c{k}": ["Here"] for k in range(101)}),
        "too-many",
        "[eligibility] where",
    ),
    "many values of a condition": (
        forged("eligibility/where", {"town": [str(k) for k in range(10_001)]}),
        "too-many",
        "[eligibility.where] town",
    ),
    "many criteria": (
        form(*[Criterion(f"c{k}", "c", population="register") for k in range(101)]),
        "too-many",
        "criteria",
    ),
    "criteria of one name": (
        form(SEX, replace(SEX, name="SEX", column="other")),
        "name-twice",
        "criteria",
    ),
    "a text as a criterion": (forged("criteria", ["sex"]), "wrong-kind", "criteria"),
    "a criterion without a name": (
        forged("criteria/2/name", REMOVED),
        "key-missing",
        "[[criteria]] 3 name",
    ),
    "a criterion without a column": (
        forged("criteria/0/column", None),
        "no-column",
        "[[criteria]] 1 (sex) column",
    ),
    "a criterion without quotas": (
        forged("criteria/0/population", None),
        "no-quotas",
        "[[criteria]] 1 (sex) population",
    ),
    "bands and groups": (
        forged("criteria/2/bands", [16]),
        "bands-and-groups",
        "[[criteria]] 3 (zone) groups",
    ),
    "a crossing with a column": (
        forged("criteria/3/column", "sex"),
        "cross-and-column",
        "[[criteria]] 4 (sex × age) cross",
    ),
    "a crossing with bands": (
        forged("criteria/3/bands", [16]),
        "cross-and-column",
        "[[criteria]] 4 (sex × age) cross",
    ),
    "another scope": (
        forged("criteria/0/scope", "all"),
        "unknown-choice",
        "[[criteria]] 1 (sex) scope",
    ),
    "a tolerance below zero": (
        forged("criteria/1/tolerance", -1),
        "number-too-small",
        "[[criteria]] 2 (age) tolerance",
    ),
    "a large tolerance": (
        forged("criteria/1/tolerance", 10**9 + 1),
        "number-too-large",
        "[[criteria]] 2 (age) tolerance",
    ),
    "a tolerance beside quotas": (
        forged("criteria/2/tolerance", 1),
        "tolerance-and-quotas",
        "[[criteria]] 3 (zone) tolerance",
    ),
    "a population beside quotas": (
        forged("criteria/2/population", "register"),
        "population-and-quotas",
        "[[criteria]] 3 (zone) quotas",
    ),
    "repeated bands": (
        forged("criteria/1/bands", [16, 16]),
        "bands-not-growing",
        "[[criteria]] 2 (age) bands",
    ),
    "falling bands": (
        forged("criteria/1/bands", [40, 16]),
        "bands-not-growing",
        "[[criteria]] 2 (age) bands",
    ),
    "bands below zero": (
        forged("criteria/1/bands", [-1, 16]),
        "number-too-small",
        "[[criteria]] 2 (age) bands",
    ),
    "bands above all ages": (
        forged("criteria/1/bands", [16, 131]),
        "number-too-large",
        "[[criteria]] 2 (age) bands",
    ),
    "bands with a point": (
        forged("criteria/1/bands", [16.0]),
        "wrong-kind",
        "[[criteria]] 2 (age) bands",
    ),
    "many bands": (
        forged("criteria/1/bands", list(range(200_000))),
        "too-many",
        "[[criteria]] 2 (age) bands",
    ),
    "a group without a value": (
        forged("criteria/2/groups/North", []),
        "wrong-kind",
        "[[criteria]] 3 (zone) groups North",
    ),
    "a value twice in a group": (
        forged("criteria/2/groups/North", ["1", "2", " 1"]),
        "value-twice",
        "[[criteria]] 3 (zone) groups North",
    ),
    "a value in two groups": (
        forged("criteria/2/groups/North", ["1", "3"]),
        "value-in-two-groups",
        "[[criteria]] 3 (zone) groups",
    ),
    "many values in groups": (
        forged(
            "criteria/2/groups",
            {"a": [f"a{k}" for k in range(5_000)], "b": [f"b{k}" for k in range(5_001)]},
        ),
        "too-many",
        "[[criteria]] 3 (zone) groups",
    ),
    "many groups": (
        forged("criteria/2/groups", {f"g{k}": ["v"] for k in range(1_001)}),
        "too-many",
        "[[criteria]] 3 (zone) groups",
    ),
    "many categories": (
        forged("criteria/0/population", {f"c{k}": 1 for k in range(1_001)}),
        "too-many",
        "[[criteria]] 1 (sex) population",
    ),
    "many quotas": (
        forged("criteria/2/quotas", {f"c{k}": [1, 1] for k in range(1_001)}),
        "too-many",
        "[[criteria]] 3 (zone) quotas",
    ),
    "a long category": (
        forged("criteria/0/population", {LONG: 1}),
        "text-too-long",
        "[[criteria]] 1 (sex) population",
    ),
    "a blank category": (
        forged("criteria/0/population", {"": 1}),
        "category-blank",
        "[[criteria]] 1 (sex) population",
    ),
    "a category twice": (
        forged("criteria/0/population", {"F": 1, "f": 1}),
        "category-twice",
        "[[criteria]] 1 (sex) population",
    ),
    "another population": (
        forged("criteria/0/population", "elsewhere"),
        "wrong-kind",
        "[[criteria]] 1 (sex) population",
    ),
    "an empty population": (
        forged("criteria/0/population", {}),
        "wrong-kind",
        "[[criteria]] 1 (sex) population",
    ),
    "a population of nobody": (
        forged("criteria/0/population", {"F": 0, "M": 0}),
        "population-zero",
        "[[criteria]] 1 (sex) population",
    ),
    **{
        f"the count {count!r:.20}": (
            forged("criteria/0/population", {"F": count, "M": 1}),
            "bad-count",
            "[[criteria]] 1 (sex) population",
        )
        for count in NO_COUNTS
    },
    "no quota": (
        forged("criteria/2/quotas/North", [3]),
        "bad-quota",
        "[[criteria]] 3 (zone) quotas",
    ),
    "a quota with a point": (
        forged("criteria/2/quotas/North", [3, 5.0]),
        "bad-quota",
        "[[criteria]] 3 (zone) quotas",
    ),
    "a quota of yes": (
        forged("criteria/2/quotas/North", [False, True]),
        "bad-quota",
        "[[criteria]] 3 (zone) quotas",
    ),
    "a quota crossed": (
        forged("criteria/2/quotas/North", [5, 3]),
        "quota-crossed",
        "[[criteria]] 3 (zone) quotas",
    ),
    "a large quota": (
        forged("criteria/2/quotas/North", [3, 10**9 + 1]),
        "quota-too-large",
        "[[criteria]] 3 (zone) quotas",
    ),
    "a criterion crossed with itself": (
        forged("criteria/3/cross", ["sex", "SEX "]),
        "cross-needs-two",
        "[[criteria]] 4 (sex × age) cross",
    ),
    "a criterion crossed alone": (
        forged("criteria/3/cross", ["sex"]),
        "cross-needs-two",
        "[[criteria]] 4 (sex × age) cross",
    ),
    "an unknown criterion crossed": (
        forged("criteria/3/cross", ["sex", "profession"]),
        "cross-unknown",
        "[[criteria]] 4 (sex × age) cross",
    ),
    "a crossing crossed": (
        form(SEX, AGE, BOTH, Criterion("more", cross=("sex", "both"))),
        "cross-unknown",
        "[[criteria]] 4 (more) cross",
    ),
    "many criteria crossed": (
        form(SEX, Criterion("all", cross=tuple(f"c{k}" for k in range(11)))),
        "too-many",
        "[[criteria]] 2 (all) cross",
    ),
    "the same crossed again": (
        form(SEX, AGE, BOTH, Criterion("again", cross=("age", "sex"), tolerance=1)),
        "cross-twice",
        "[[criteria]] 4 (again) cross",
    ),
    "many colleges": (
        forged(
            "colleges",
            [{"name": f"c{k}", "seats": 1, "file": "c.csv", "sheet": None} for k in range(101)],
        ),
        "too-many",
        "colleges",
    ),
    "a college without seats": (
        forged("colleges/0/seats", 0),
        "number-too-small",
        "[[colleges]] 1 (Elders) seats",
    ),
    "colleges of one name": (
        forged("colleges", [WHOLE["colleges"][0], WHOLE["colleges"][0] | {"name": "ELDERS"}]),
        "name-twice",
        "colleges",
    ),
}
"""Protocols that no draw could have had."""


@pytest.mark.parametrize("name", BAD)
def test_what_a_file_is_refused_for_a_record_is_refused_for(tmp_path: Path, name: str) -> None:
    """A bad protocol is refused with the same codes and keys in a record and in a file."""
    data, code, key = BAD[name]
    expected = [(f"protocol-{code}", key)]
    assert refused(data) == expected
    # A number so long is no TOML to Python, which is a refusal too.
    if name != "seats of thousands of digits":
        assert refused_file(tmp_path, as_toml(data)) == expected


def test_an_exclusion_twice_is_refused_where_folders_are_named(tmp_path: Path) -> None:
    """A file of exclusions named twice is refused in a protocol file; in a record, which names no
    folders, two files may have one name."""
    same = forged("eligibility/exclude", ["before.csv", "./before.csv"])
    assert refused_file(tmp_path, as_toml(same)) == [
        ("protocol-file-twice", "[eligibility] exclude")
    ]
    alike = forged("eligibility/exclude", ["panel.csv", "panel.csv"])
    assert read(alike).eligibility.exclude == ("panel.csv", "panel.csv")


def test_people_need_an_id_to_be_recognised(tmp_path: Path) -> None:
    """Colleges and exclusions without a column of ids are refused in both forms."""
    data = forged("register/id", None)
    expected = [
        ("protocol-needs-id", "colleges"),
        ("protocol-needs-id", "[eligibility] exclude"),
    ]
    assert refused(data) == expected
    assert refused_file(tmp_path, as_toml(data)) == expected


def test_the_same_crossing_over_other_seats_is_another_rule() -> None:
    """A crossing over the drawn seats and one over the whole panel may stand together."""
    data = form(SEX, AGE, BOTH, Criterion("panel", cross=("age", "sex"), scope="panel"))
    assert len(read(data).criteria) == 4


OTHER_FORM = [
    # Content that a protocol file might have, written as the form never is.
    ("title", "Atelier ", "title"),
    ("title", None, "title"),
    ("title", REMOVED, "title"),
    ("seats", None, "seats"),
    ("alternates", None, "alternates"),
    ("alternates", REMOVED, "alternates"),
    ("objective", REMOVED, "objective"),
    ("scope", "drawn", "scope"),
    ("reference_date", "01/03/2019", "reference_date"),
    ("reference_date", "2019-3-1", "reference_date"),
    ("register/file", None, "register.file"),
    ("register/sheet", REMOVED, "register.sheet"),
    ("register/household", "street", "register.household"),
    ("eligibility/min_age", REMOVED, "eligibility.min_age"),
    ("eligibility/where", {"town": "Here"}, "eligibility.where.town"),
    ("eligibility/exclude", None, "eligibility.exclude"),
    ("criteria/0/column", "sex ", "criteria[0].column"),
    ("criteria/0/bands", None, "criteria[0].bands"),
    ("criteria/0/tolerance", REMOVED, "criteria[0].tolerance"),
    ("criteria/0/scope", None, "criteria[0].scope"),
    ("criteria/0/population", {"F": "3.50"}, "criteria[0].population.F"),
    ("criteria/0/population", {"F": "3.0"}, "criteria[0].population.F"),
    ("criteria/0/population", {"F": "03.5"}, "criteria[0].population.F"),
    ("criteria/0/population", {"F": "2/6"}, "criteria[0].population.F"),
    ("criteria/0/population", {"F": "7/2"}, "criteria[0].population.F"),
    ("criteria/0/population", {"F ": 3}, "criteria[0].population.F"),
    ("criteria/0/population", {"F": {"young": 3}}, "criteria[0].population.F × young"),
    ("criteria/1/column", None, "criteria[1].column"),
    ("criteria/2/quotas/North", 3, "criteria[2].quotas.North"),
    ("criteria/2/groups/South", "3", "criteria[2].groups.South"),
    ("criteria/3/cross", ["Sex", "age"], "criteria[3].cross[0]"),
    ("colleges/0/sheet", REMOVED, "colleges[0].sheet"),
]


@pytest.mark.parametrize(("path", "value", "key"), OTHER_FORM)
def test_a_form_is_written_in_one_way(path: str, value: object, key: str) -> None:
    """A protocol that means the same but is written otherwise is refused, its first key named."""
    assert refused(forged(path, value)) == [("protocol-other-form", key)]


ONLY_IN_JSON = [
    ("title", "half \ud800", "title"),
    ("criteria/0/population", {"\udc00": 1}, "[[criteria]] 1 (sex) population"),
    ("criteria/2/groups", {"\udc00": ["1"]}, "[[criteria]] 3 (zone) groups"),
    ("eligibility/where", {"\udc00": ["1"]}, "[eligibility] where"),
    ("eligibility/where", {"town": ["\udc00"]}, "[eligibility.where] town"),
    ("criteria/0/bands", [None], "[[criteria]] 1 (sex) bands"),
    ("register", 3.5, "register"),
]


@pytest.mark.parametrize(("path", "value", "key"), ONLY_IN_JSON)
def test_what_only_json_can_write_is_refused(path: str, value: object, key: str) -> None:
    """Halves of characters, which no UTF-8 file holds, and null in a list are of no use."""
    assert refused(forged(path, value))[0] == ("protocol-wrong-kind", key)


@pytest.mark.parametrize("count", [0.5, float("nan"), float("inf"), None])
def test_counts_are_exact(count: object) -> None:
    """A count is a whole number or a text: a number with a point is not exact in JSON."""
    data = forged("criteria/0/population", {"F": count})
    assert refused(data) == [("protocol-bad-count", "[[criteria]] 1 (sex) population")]


@pytest.mark.parametrize("data", [None, True, 3, "protocol", [], [{}]])
def test_a_protocol_is_an_object(data: object) -> None:
    """Whatever else stands in its place is refused."""
    assert refused(data) == [("protocol-wrong-kind", "protocol")]


def test_nothing_at_all_is_missing_the_first_keys() -> None:
    """An empty form is told what every protocol has."""
    assert refused({}) == [
        ("protocol-key-missing", "seats"),
        ("protocol-key-missing", "[register] file"),
    ]


def test_everything_wrong_is_said_at_once() -> None:
    """One reading reports the problems of every section of a form."""
    data = forged("seats", 0) | {
        "colleges": [],
        "eligibility": WHOLE["eligibility"] | {"max_age": 1},
    }
    assert [code for code, _ in refused(data)] == [
        "protocol-number-too-small",
        "protocol-ages-crossed",
    ]


leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just("register")
)
anything = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)


@given(st.data(), anything)
def test_whatever_stands_anywhere_is_read_or_refused(data: st.DataObject, value: object) -> None:
    """No value in any place ends in anything but a protocol of that very form, or a refusal."""
    form_ = copy.deepcopy(WHOLE)
    places: list[tuple[Any, Any]] = []
    _walk(form_, places)
    place, key = data.draw(st.sampled_from(places))
    place[key] = value
    try:
        protocol = protocol_from_json(form_, name="record.json")
    except BadInput as error:
        told(error)
    else:
        assert json.dumps(protocol.to_json()) == json.dumps(form_)


def _walk(value: Any, places: list[tuple[Any, Any]]) -> None:
    """Every place of a form in which a value stands."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        places.append((value, key))
        if isinstance(inner, (dict, list)):
            _walk(inner, places)
