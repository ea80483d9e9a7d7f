"""Records that earlier versions wrote keep verifying, and forgeries in their form do not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from sortition.base.errors import BadInput
from sortition.record.file import load_record, record_of
from sortition.record.given import Given
from sortition.record.verify import verify
from tests.record.cases import failed, mended, with_value

HERE = Path(__file__).parent / "schema_1"
DATA = Path(__file__).parents[2] / "data"
COLLEGES = ("volontaires_cci.csv", "volontaires_unions.csv", "volontaires_ccre.csv")

RECORDS = [
    (
        HERE / "grenoble.json",
        [DATA / "grenoble" / f for f in ("registre.csv", *COLLEGES)],
        [],
        True,
    ),
    (HERE / "val-de-marne.json", [DATA / "val-de-marne" / "inscrits.csv"], [], True),
    (
        HERE / "small" / "record.json",
        [HERE / "small" / "register.csv", HERE / "small" / "college.csv"],
        [HERE / "small" / "before.csv"],
        True,
    ),
    (HERE / "whole" / "record.json", [HERE / "whole" / "register.csv"], [], False),
    (HERE / "tickets" / "record.json", [HERE / "tickets" / "register.csv"], [], False),
]
"""Records with their lists; whether they are proven. The fourth is of seats that no lottery in
whole seats shares as fairly as fractions would, the fifth of households kept by ticket order."""


@pytest.mark.slow
@pytest.mark.parametrize(("path", "lists", "exclusions", "proven"), RECORDS, ids=str)
def test_a_record_of_schema_1_still_verifies(
    path: Path, lists: Sequence[Path], exclusions: Sequence[Path], proven: bool
) -> None:
    """What version 0.1.0 wrote passes every check, proven where it was proven then."""
    record = load_record(path)
    assert record.schema == 1
    found = verify(record, Given(tuple(lists), tuple(exclusions)))
    assert failed(found) == []
    assert found.complete
    assert found.proven is proven
    assert record.fairness.proven is proven


def test_a_record_of_schema_1_needs_its_lists() -> None:
    """Its household rules cannot be told without names: the lists are asked for."""
    with pytest.raises(BadInput) as caught:
        verify(load_record(HERE / "val-de-marne.json"), Given())
    assert caught.value.messages[0].code == "verify-lists-old"


def test_a_proof_taken_away_is_no_excuse() -> None:
    """A lottery that could be proven does not verify as one that cannot, in the old form
    neither."""
    record = load_record(HERE / "val-de-marne.json")
    data = dict(record.data)
    for forged in (
        data | {"proof": []},
        data | {"proof": data["proof"][:-1]},
        with_value(data, ["fairness", "proven"], False) | {"proof": []},
    ):
        found = verify(record_of(mended(forged)), Given((RECORDS[1][1][0],)))
        assert {"fairness", "proven"} <= set(failed(found))
