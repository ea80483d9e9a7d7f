"""What is no record is bad input: a sentence, in little time and memory, and never a traceback."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sortition.base.errors import BadInput
from sortition.record.file import load_record, read_record, record_of
from sortition.record.value import SCHEMA
from tests.places import ROOT
from tests.record.cases import Case, everything, with_value
from tests.record.forger import refitted

SECONDS = 20
MEMORY = 500 * 2**20


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A draw with everything a record can hold."""
    return everything(tmp_path_factory.mktemp("draw"))


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"null", b'{"a": 1}', b"\xff\xfe\x00", b"NaN", b'{"schema": NaN}'),
        *(b'{"schema": true}', b'{"schema": "2"}', b'{"schema": 2.0}', b'{"schema": 0}'),
        *(b"[" * 10_000 + b"]" * 10_000, b'{"schema":2,"a":' + b"9" * 5000 + b"}"),
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_no_record_is_bad_input(content: bytes, tmp_path: Path) -> None:
    """Files that are not JSON, or no record, are refused as input, not as a forged record."""
    (tmp_path / "record.json").write_bytes(content)
    with pytest.raises(BadInput):
        load_record(tmp_path / "record.json")


def test_a_later_schema_is_told_from_a_forgery(case: Case) -> None:
    """A record of a schema that this version does not know asks for an update."""
    content = json.dumps(case.record | {"schema": SCHEMA + 1}).encode()
    with pytest.raises(BadInput) as caught:
        read_record(content, file="record.json")
    assert caught.value.messages[0].code == "record-later-schema"


def test_a_truncated_record_is_bad_input(case: Case) -> None:
    """A record cut anywhere is refused as damaged."""
    content = json.dumps(case.record).encode()
    for length in range(0, len(content), 997):
        with pytest.raises(BadInput):
            read_record(content[:length], file="record.json")


def test_a_key_that_stands_twice_is_named(case: Case) -> None:
    """A second value for a key, which one reader sees and another does not, is no record."""
    text = json.dumps(case.record)
    with pytest.raises(BadInput) as caught:
        read_record(('{"panel": ["p1"],' + text[1:]).encode(), file="record.json")
    assert caught.value.messages[0].params["key"] == "panel"


def test_what_is_too_deep_is_bad_input(case: Case) -> None:
    """A protocol of five hundred lists inside each other is refused as another form, with no
    recursion that fails."""
    deep: Any = []
    for _ in range(400):
        deep = [deep]
    for path in (["protocol", "title"], ["seed"], ["lottery", 0]):
        with pytest.raises(BadInput):
            record_of(with_value(case.record, path, deep))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["fairness", "min"], float("nan")),
        (["fairness", "gap"], float("inf")),
        (["fairness", "gini"], 0),
        (["fairness", "proven"], 1),
        (["profiles", 0, "people"], 3.0),
        (["profiles", 0, "people"], True),
        (["profiles", 0, "people"], 0),
        (["profiles", 0, "probability"], 1.5),
        (["lottery", 0, "weight"], 1e9),
        (["lottery", 0, "weight"], 10**4000),
        (["lottery", 0, "weight"], 0),
        (["proof", 0, "prices", "p01"], 1e300),
        (["proof", 0, "prices", "p01"], 1.0),
        (["proof", 0, "prices", "p01"], -1),
        (["proof", 0, "prices", "p01"], 10**30),
        (["proof", 0, "rules", "seats:0"], float("-inf")),
        (["drawn"], -1),
        (["drawn"], False),
        (["panel", 0], 7),
        (["seed"], None),
        (["tool"], "sortition 0.1.0 (checked by the bailiff)"),
        (["tool"], "\x1b[2J"),
        (["register", "sha256"], "0" * 63 + "G"),
        (["quotas", 0, "share"], float("inf")),
        (["quotas", 0, "least"], -1),
        (["excluded"], "p1"),
        (["protocol"], []),
    ],
    ids=str,
)
def test_a_value_of_another_type_or_range_is_named(case: Case, path: list[Any], value: Any) -> None:
    """Each value of a record has one type and a range; what is none of them is refused by name
    where the record is read."""
    with pytest.raises(BadInput) as caught:
        record_of(with_value(case.record, path, value))
    key = str(caught.value.messages[0].params["key"])
    for step in path:
        assert str(step) in key


HUGE = {
    "lists in lists": lambda: '{"schema":2,"a":' + "[" * 100_000 + "]" * 100_000 + "}",
    "a million objects": lambda: '{"schema":2,"a":[' + ",".join(['{"":0}'] * 2_000_000) + "]}",
    "ten million lists": lambda: '{"schema":2,"a":[' + ",".join(["[]"] * 10_000_000) + "]}",
    "thirty million numbers": lambda: '{"schema":2,"a":[' + ",".join(["1"] * 30_000_000) + "]}",
    "one text": lambda: '{"schema":2,"a":"' + "x" * 60_000_000 + '"}',
    "200 MB": lambda: '{"schema":2,"a":"' + "x" * 200_000_000 + '"}',
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", HUGE)
def test_a_huge_file_is_refused_in_seconds_and_little_memory(kind: str, tmp_path: Path) -> None:
    """A file of a hundred million bytes, or of millions of values, ends in a sentence with status
    2, within seconds and 500 MB."""
    path = tmp_path / "record.json"
    path.write_text(HUGE[kind](), encoding="utf-8")
    _refused(path, tmp_path)


def _refused(path: Path, folder: Path, *more: str) -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "verify", str(path), *more, "--lang", "en"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        cwd=folder,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY)),
    )
    assert run.returncode in (1, 2), run.stderr
    assert "error of the software" not in run.stderr
    assert "memory" not in run.stderr
    assert len(run.stdout + run.stderr) < 20_000


def _hostile_protocols(record: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Protocols that would keep a careless reader busy for ever."""
    protocol = record["protocol"]
    criterion = protocol["criteria"][1]
    many = [
        criterion
        | {"name": f"c{k}", "column": f"c{k}", "bands": [], "population": {"a": 1, "b": 1}}
        for k in range(60)
    ]
    crossing = protocol["criteria"][2] | {"cross": [one["name"] for one in many]}
    crossings = [
        protocol["criteria"][2] | {"name": f"x{k}", "cross": [f"c{k}", f"c{k + 1}", f"c{k + 2}"]}
        for k in range(50)
    ]
    huge: list[dict[str, Any]] = [{"population": {"16-39": "1e100000000", "40+": 1}}]
    huge += [{"population": {"16-39": "9" * 1_000_000, "40+": 1}}]
    huge += [{"population": {f"v{k}": 1 for k in range(200_000)}, "bands": [], "column": "c"}]
    huge += [{"bands": list(range(200_000))}, {"tolerance": 10**2000}]
    made = {f"value {k}": [protocol["criteria"][0], criterion | one] for k, one in enumerate(huge)}
    made |= {"a crossing of sixty": [*many, crossing], "fifty crossings": [*many, *crossings]}
    made |= {"ten thousand criteria": [criterion | {"name": f"c{k}"} for k in range(10_000)]}
    return {
        name: record | {"protocol": protocol | {"criteria": criteria}}
        for name, criteria in made.items()
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind",
    [
        *(f"value {k}" for k in range(5)),
        *("a crossing of sixty", "fifty crossings", "ten thousand criteria"),
    ],
)
def test_a_protocol_made_to_keep_us_busy_is_refused_in_seconds(
    case: Case, kind: str, tmp_path: Path
) -> None:
    """Numbers of a hundred million digits, bands without end, crossings of sixty criteria: refused
    within seconds and 500 MB, with the lists and without."""
    forged = refitted(_hostile_protocols(case.record)[kind])
    path = tmp_path / "record.json"
    path.write_text(json.dumps(forged), encoding="utf-8")
    lists = [part for one in case.lists for part in ("--register", str(one))]
    _refused(path, tmp_path)
    _refused(path, tmp_path, *lists)


@pytest.mark.slow
def test_a_lottery_of_too_many_compositions_is_refused_in_seconds(
    case: Case, tmp_path: Path
) -> None:
    """A hundred thousand forged compositions, or one with a hundred thousand profiles, end soon."""
    few = [{"weight": 10_000, "seats": {f"p{k % 30:02d}": 1}} for k in range(100_000)]
    wide = [{"weight": 10**9, "seats": {f"p{k}": 1 for k in range(100_000)}}]
    profile = case.record["profiles"][0]
    profiles = [profile | {"id": f"p{k}"} for k in range(90_000)]
    for change in ({"lottery": few}, {"lottery": wide}, {"profiles": profiles, "lottery": few[:9]}):
        path = tmp_path / "record.json"
        path.write_text(json.dumps(refitted(case.record | change)), encoding="utf-8")
        _refused(path, tmp_path)
        _refused(path, tmp_path, *(p for one in case.lists for p in ("--register", str(one))))
