"""A record is verified from the register and the seed, and no forgery passes."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sortition.draw import draw
from sortition.errors import BadInput
from sortition.lottery.certificate import excess
from sortition.lottery.lottery import TOTAL_WEIGHT, Lottery, Weighted
from sortition.lottery.solve import solve_lottery
from sortition.prepare import prepare
from sortition.protocol_file import read_protocol
from sortition.record import (
    Record,
    digest,
    load_record,
    lottery_digest,
    make_record,
    read_record,
    write_record,
)
from sortition.verify import Check, verify

PROTOCOL = """
title = "Test"
seats = 4
reference_date = 2019-03-01
[register]
file = "register.csv"
id = "id"
birth_date = "born"
household = ["home"]
[eligibility]
min_age = 16
where = { town = ["Here"] }
exclude = ["before.csv"]
[[criteria]]
name = "sex"
column = "sex"
population = { F = 52, M = 48 }
[[criteria]]
name = "age"
bands = [16, 40]
population = "register"
tolerance = 1
[[criteria]]
name = "sex and age"
cross = ["sex", "age"]
tolerance = 1
[[colleges]]
name = "College"
seats = 2
file = "college.csv"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every kind of input a draw can have."""
    made = tmp_path_factory.mktemp("draw")
    rows = [
        f"p{k},Nom{k},{'FM'[k % 2]},{1940 + (k * 7) % 60}-05-0{1 + k % 9},"
        f"{f'home {k // 2}' if k < 12 else ''},"
        f"{'There' if k % 11 == 10 else 'Here'}"
        for k in range(40)
    ]
    heading = "id,nom,sex,born,home,town"
    (made / "register.csv").write_text("\n".join([heading, *rows]), encoding="utf-8")
    volunteers = [rows[3], rows[8], "v1,Autre,F,1970-01-01,,Here", "v2,Autre,M,1971-01-01,,Here"]
    (made / "college.csv").write_text("\n".join([heading, *volunteers]), encoding="utf-8")
    (made / "before.csv").write_text("id\np5\np7\n", encoding="utf-8")
    (made / "protocol.toml").write_text(PROTOCOL, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def record(folder: Path) -> Record:
    """The record of a draw from that folder, as read back from its file."""
    prepared = prepare(read_protocol(folder / "protocol.toml"), folder, name="protocol.toml")
    solved = solve_lottery(prepared.pool.model)
    assert solved is not None
    outcome = draw(prepared.protocol, prepared.pool, solved.lottery, "seed")
    content = write_record(make_record(prepared, solved, outcome))
    return read_record(content, file="record.json")


def lists(folder: Path) -> list[Path]:
    return [folder / "register.csv", folder / "college.csv"]


def failed(checks: list[Check]) -> list[str]:
    return [check.name for check in checks if not check.passed]


def test_a_true_record_passes_every_check(record: Record, folder: Path) -> None:
    """Every check is named once and passed."""
    checks = verify(record, lists(folder))
    assert failed(checks) == []
    names = [check.name for check in checks]
    assert " ".join(names) == (
        "form digest protocol files people quotas profiles lottery fairness drawn panel alternates"
    )


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield path


def _bent(value: Any) -> list[Any]:
    """Other values of the same kind, and one of another kind."""
    if isinstance(value, bool):
        return [not value, None]
    if isinstance(value, int):
        return [value + 1, value - 1, -value - 1, float(value) + 0.5, str(value)]
    if isinstance(value, float):
        return [value + 1e-9, value * 1.01 + 1e-6, None]
    if isinstance(value, str):
        return [value + "x", value[:-1] if value else "y", 7]
    if value is None:
        return ["x", 0]
    return [["x"], {"x": 1}, None]


def _forged(record: Record, path: tuple[Any, ...], value: Any) -> Record:
    forged = copy.deepcopy(record)
    place: Any = forged
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return forged


def test_every_forgery_of_a_single_field_is_caught(record: Record, folder: Path) -> None:
    """Whatever value of the record is changed, to whatever, some check fails."""
    for path in _leaves(record):
        value: Any = record
        for step in path:
            value = value[step]
        for bent in _bent(value)[:2]:
            try:
                checks = verify(_forged(record, path, bent), lists(folder))
            except BadInput:
                continue
            assert failed(checks), (path, bent)


# What a forger who mends the digest may change unseen: words about the draw, names of files, and
# a rule by another that leaves everything as it is.
SEEN_ONLY_BY_THE_DIGEST = {
    ("tool",),
    ("protocol", "title"),
    ("protocol", "register", "file"),
    ("protocol", "colleges", 0, "file"),
    ("protocol", "eligibility", "exclude", 0),
    # Nobody of the test's register is 15: with this least age the same people are eligible.
    ("protocol", "eligibility", "min_age"),
}


def test_forgeries_with_a_mended_digest_are_caught_by_recomputing(
    record: Record, folder: Path
) -> None:
    """A forger who also mends the digest is caught by the check of what was forged: nothing that
    decides the draw rests on the digest alone."""
    unseen = set()
    for path in _leaves(record):
        if path[0] in ("digest", "lottery_digest"):
            continue
        value: Any = record
        for step in path:
            value = value[step]
        for bent in _bent(value):
            forged = _forged(record, path, bent)
            try:
                forged["lottery_digest"] = lottery_digest(forged)
                forged["digest"] = digest(forged)
                if not failed(verify(forged, lists(folder))):
                    unseen.add(path)
            except BadInput:
                continue
    harmless = {path for path in unseen if path[0] == "proof" or path in SEEN_ONLY_BY_THE_DIGEST}
    assert unseen - harmless == set()
    assert ("panel", 0) not in unseen


@pytest.mark.parametrize("key", ["panel", "alternates", "lottery", "profiles", "quotas", "proof"])
def test_something_removed_or_doubled_is_caught(record: Record, folder: Path, key: str) -> None:
    """A list with its last entry removed, doubled, or the first two swapped does not pass, even
    with a mended digest."""
    items = record[key]
    swapped = [items[1], items[0], *items[2:]]
    # The stages of a proof in another order are another true proof.
    for bent in (items[:-1], [*items, items[-1]], *([] if key == "proof" else [swapped])):
        forged = record | {key: bent}
        forged["lottery_digest"] = lottery_digest(forged)
        forged["digest"] = digest(forged)
        assert failed(verify(forged, lists(folder))), key


@pytest.mark.parametrize("key", ["seed", "panel", "protocol", "lottery", "digest", "method"])
def test_a_field_removed_or_added_is_caught(record: Record, folder: Path, key: str) -> None:
    """A record without one of its fields, or with one more, does not pass."""
    forged = {k: v for k, v in record.items() if k != key}
    assert "form" in failed(verify(forged, lists(folder)))
    assert "form" in failed(verify(record | {"more": 1}, lists(folder)))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda text: text.replace("p9,Nom9,M", "p9,Nom9,F"), "files"),
        (lambda text: text.replace("Nom12", "Nom21"), "files"),
        (lambda text: "\n".join(text.split("\n")[:-1]), "people"),
        (lambda text: text + "\np99,Nom,F,1980-01-01,,Here", "people"),
        (lambda text: text.replace("p20,", "p02,"), "files"),
    ],
)
def test_an_edited_register_is_caught(
    record: Record,
    folder: Path,
    tmp_path: Path,
    change: Callable[[str], str],
    expected: str,
) -> None:
    """A register with one cell changed, a row less or a row more is not that of the draw."""
    before = (folder / "register.csv").read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    (tmp_path / "register.csv").write_text(after, encoding="utf-8")
    names = failed(verify(record, [tmp_path / "register.csv", folder / "college.csv"]))
    assert "files" in names
    assert expected in names


def test_a_record_laid_out_anew_is_still_true(record: Record, folder: Path) -> None:
    """Spaces and line ends do not count: another layout of the same JSON passes."""
    again = json.dumps(record, indent=7, ensure_ascii=True).encode()
    assert failed(verify(read_record(again, file="x"), lists(folder))) == []


def test_too_few_lists_are_asked_for_by_name(record: Record, folder: Path) -> None:
    """Without the college's list the command says which files it wants, in order."""
    with pytest.raises(BadInput) as caught:
        verify(record, lists(folder)[:1])
    assert caught.value.messages[0].params["files"] == ["register.csv", "college.csv"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"a": 1}', b"\xff\xfe\x00", b"NaN", b'{"schema": NaN}']
)
def test_what_is_no_record_is_bad_input(content: bytes, tmp_path: Path) -> None:
    """Files that are not JSON, or no record, are refused as input, not as a forged record."""
    (tmp_path / "record.json").write_bytes(content)
    with pytest.raises(BadInput):
        load_record(tmp_path / "record.json")


def test_a_record_holds_no_names(record: Record) -> None:
    """Names of the register stand nowhere in the record."""
    text = json.dumps(record)
    assert "Nom" not in text
    assert "Autre" not in text


def test_verifying_loads_no_solver() -> None:
    """The check of a record never imports the solver."""
    code = (
        "import sortition.verify, sys; sys.exit('highspy' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_key_that_stands_twice_is_refused(record: Record, tmp_path: Path) -> None:
    """A second value for a key, which one reader sees and another does not, is no record."""
    text = write_record(record).decode()
    (tmp_path / "record.json").write_text('{\n"panel": ["p1"],' + text[1:], encoding="utf-8")
    with pytest.raises(BadInput):
        load_record(tmp_path / "record.json")


def test_people_cannot_be_left_out_in_silence(record: Record, folder: Path) -> None:
    """Ids excluded without a file of the protocol to name them fail, digests mended or not."""
    forged = copy.deepcopy(record)
    forged["protocol"]["eligibility"]["exclude"] = []
    forged["exclusions"] = []
    forged["lottery_digest"] = lottery_digest(forged)
    forged["digest"] = digest(forged)
    assert "people" in failed(verify(forged, lists(folder)))


def test_a_register_under_another_name_is_the_same_register(
    record: Record, folder: Path, tmp_path: Path
) -> None:
    """Only the bytes of the lists count, not how a citizen's copies are called."""
    (tmp_path / "copy (1).csv").write_bytes((folder / "register.csv").read_bytes())
    assert failed(verify(record, [tmp_path / "copy (1).csv", folder / "college.csv"])) == []


def test_an_unfair_lottery_is_never_called_proven(record: Record, folder: Path) -> None:
    """A lottery of one composition, with figures and digests made to fit, does not pass as proven,
    whatever prices its proof is given."""
    prepared = prepare(read_protocol(folder / "protocol.toml"), folder, name="protocol.toml")
    solved = solve_lottery(prepared.pool.model)
    assert solved is not None
    model = prepared.pool.model
    unfair = Lottery((Weighted(TOTAL_WEIGHT, solved.lottery.entries[0].seats),))
    chances = unfair.chances(model)
    # Everyone settled in one stage, at next to no price: what a forger would like.
    first = solved.proof[0]
    prices = dict.fromkeys(range(len(model.kinds)), 1) | first.kinds
    bent = type(first)(tuple(range(len(model.kinds))), prices, first.rules)
    assert excess(model, [bent], chances) > Fraction(1, 100)
    outcome = draw(prepared.protocol, prepared.pool, unfair, "seed")
    for proof in (solved.proof, (bent,)):
        made = make_record(prepared, replace(solved, lottery=unfair, proof=proof, gap=0.0), outcome)
        assert made["fairness"]["proven"] is False
        made["fairness"]["proven"] = True
        made["lottery_digest"] = lottery_digest(made)
        made["digest"] = digest(made)
        read_back = read_record(write_record(made), file="record.json")
        assert "fairness" in failed(verify(read_back, lists(folder)))


@pytest.mark.parametrize(
    "path", [("households",), ("protocol", "alternates"), ("protocol", "register", "household")]
)
def test_the_digest_published_before_the_seed_commits_to_every_rule(
    record: Record, path: tuple[str, ...]
) -> None:
    """How households are kept, the alternates, the address columns: none can be changed unseen
    once the digest is published."""
    changed = copy.deepcopy(record)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = "other"
    assert lottery_digest(changed) != record["lottery_digest"]
