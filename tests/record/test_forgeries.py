"""What is forged does not verify: tens of thousands of forgeries by someone with the code in
hand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from sortition.base.errors import BadInput
from sortition.base.messages import Words
from sortition.commands.verification import VerificationScreen
from sortition.drawing import draw
from sortition.pool import prepare
from sortition.record.file import record_of
from sortition.record.given import Given
from sortition.record.make import make_record
from sortition.record.value import Record
from sortition.record.verify import Verification, verify
from sortition.spreadsheets import Table, read_table
from tests.places import ROOT
from tests.record import forger
from tests.record.cases import JSON, Case, drawn, everything, failed

pytestmark = pytest.mark.slow

WITHOUT_EFFECT = ("tool", "proof", "split")
"""What may be changed without effect on anyone's chance or seat or on what a reader sees; the list
of `docs/record-format.md`."""


@pytest.fixture(autouse=True)
def lists_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lists are the same for every forgery: each way to read one is gone once."""
    known: dict[Any, Table] = {}

    def read(path: Path, *, wanted: Sequence[str] = (), **more: Any) -> Table:
        key = (path, tuple(wanted), *sorted(more.items()))
        if key not in known:
            known[key] = read_table(path, wanted=wanted, **more)
        return known[key]

    monkeypatch.setattr(prepare, "read_table", read)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A draw with everything a record can hold."""
    return everything(tmp_path_factory.mktemp("draw"))


def shown(record: Record, found: Verification) -> str:
    """What a reader sees of a verification, without the digests."""
    out = io.StringIO()
    screen = VerificationScreen(Words("en"), Console(file=out, width=200))
    screen.found(record, found, Given())
    lines = out.getvalue().splitlines()
    return "\n".join(line for line in lines if record.lottery_digest not in line)


def outcome_of(record: JSON) -> list[Any]:
    """Everyone's chance and seat."""
    chances = [(profile["categories"], profile["probability"]) for profile in record["profiles"]]
    return [chances, record["lottery"], record["drawn"], record["panel"], record["alternates"]]


def accepted(forgeries: Iterable[tuple[Any, JSON]], given: Given) -> list[Any]:
    """The forgeries that pass every check, with what was forged, and what was found."""
    passed = []
    for what, forged in forgeries:
        try:
            record = record_of(forged)
        except BadInput:
            continue
        try:
            found = verify(record, given)
        except BadInput:
            continue
        if found.verified:
            passed.append((what, forged, record, found))
    return passed


def name_of(path: tuple[Any, ...]) -> str:
    return ".".join("*" if isinstance(step, int) else str(step) for step in path)


def without_effect(what: Any) -> bool:
    """Whether everything that was changed is among what has no effect."""
    touched = [what] if what and not isinstance(what[0], tuple) else list(what)
    return all(name_of(path).startswith(WITHOUT_EFFECT) for path in touched)


def check_all(case: Case, forgeries: Iterable[tuple[Any, JSON]]) -> None:
    """Each forgery is refused, or changes nobody's chance or seat and is seen or on the list."""
    truth = shown(record_of(case.record), case.verified(case.record))
    for what, forged, record, found in accepted(forgeries, case.given):
        assert outcome_of(forged) == outcome_of(case.record), what
        assert shown(record, found) != truth or without_effect(what), what


def test_every_value_changed_in_every_way_is_caught_or_seen(case: Case) -> None:
    """Whatever value of a record is changed to whatever, with digests that fit, the record is
    refused, or nobody's chance or seat is another and the reader sees the change."""
    check_all(case, forger.changed(case.record))


@pytest.mark.parametrize("block", range(8))
def test_several_values_changed_at_once_are_caught_or_seen(case: Case, block: int) -> None:
    """The same for two or three values changed together, at random."""
    check_all(case, forger.twice_changed(case.record, 2500, seed=block))


NEEDS_LISTS = (
    *("register", "colleges", "exclusions", "excluded", "households", "panel", "alternates"),
)
"""What only the lists can show to be true."""


def test_a_record_alone_is_caught_in_all_that_needs_no_names(case: Case) -> None:
    """Without the lists, whatever value is changed of what needs no names, the record is refused,
    or nobody's chance and not the composition drawn is another and the reader sees the change."""
    truth = shown(record_of(case.record), verify(record_of(case.record), Given()))
    for what, forged, record, found in accepted(forger.changed(case.record), Given()):
        if what[0] in NEEDS_LISTS:
            continue
        assert outcome_of(forged) == outcome_of(case.record), what
        assert shown(record, found) != truth or without_effect(what), what


def test_no_rigged_lottery_verifies(case: Case) -> None:
    """A lottery that favours someone is refused, whatever proof it comes with and whether it claims
    to be proven or not, with the lists and without."""
    count = 0
    for what, forged in forger.rigged(case):
        for given in (case.given, Given()):
            assert forger.is_caught(forged, given), what
            count += 1
    assert count > 500


def test_a_seed_that_looks_like_another_is_refused(case: Case) -> None:
    """A seed with characters that nobody sees, another space, accents apart or space around it does
    not verify, though everything was drawn by it."""
    pool, protocol = case.prepared.pool, case.prepared.protocol
    for seed in forger.alike("seed of the day"):
        try:
            outcome = draw(protocol, pool, case.solved.lottery, seed)
            forged = make_record(case.prepared, case.solved, outcome)
            record = record_of(forged)
        except (BadInput, UnicodeEncodeError):
            continue
        for given in (case.given, Given()):
            assert "drawn" in failed(verify(record, given)), repr(seed)


def test_households_kept_by_ticket_order_only_where_the_rules_make_it_so(case: Case) -> None:
    """A record that says that households are kept by ticket order is refused where they are few
    enough to be rules of the lottery."""
    for households in (
        {"kept": "tickets", "rules": case.record["households"]["rules"]},
        {"kept": "classes", "rules": [{"number": 0, "profiles": ["p01"], "households": 1}]},
    ):
        forged = forger.refitted(case.record | {"households": households})
        assert "households" in failed(case.verified(forged))


def test_a_draw_under_other_rules_is_seen(case: Case, tmp_path: Path) -> None:
    """A whole true draw under other rules verifies, since it is one; but the rules it shows are
    those it was drawn under, and the commitment published before is not its own."""
    other = everything(tmp_path)
    text = (tmp_path / "protocol.toml").read_text(encoding="utf-8")
    forged = drawn(tmp_path, text.replace("seats = 4", "seats = 5"))
    found = forged.verified(forged.record)
    assert found.verified
    truth = shown(record_of(other.record), other.verified(other.record))
    assert shown(record_of(forged.record), found) != truth
    committed = Given(case.lists, case.exclusions, record_of(case.record))
    assert "commitment" in failed(verify(record_of(forged.record), committed))


def test_what_has_no_effect_is_the_list_of_the_documentation() -> None:
    """The values that may be changed without effect are those that the format's description
    names."""
    text = (ROOT / "docs" / "record-format.md").read_text(encoding="utf-8")
    section = text.split("## What has no effect")[1].split("\n## ")[0]
    named = {line.split("`")[1] for line in section.splitlines() if line.startswith("- `")}
    assert named == {name.replace(".*", "[]") for name in WITHOUT_EFFECT}
