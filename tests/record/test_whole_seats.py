"""Where no lottery can be proven, a record is believed only as far as solving anew bears it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from sortition.lottery.lottery import TOTAL_WEIGHT, Lottery, Weighted, are_alike
from sortition.pool.rules import Model, Row
from sortition.record.file import record_of
from sortition.record.given import Given
from sortition.record.verify import verify
from tests.record import forger
from tests.record.cases import Case, drawn, failed

pytestmark = pytest.mark.slow

PROTOCOL = (Path(__file__).parent / "schema_1" / "whole" / "register.csv", "whole seats")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Seven people of whom fractions of seats promise more than whole seats can keep."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "register.csv").write_bytes(PROTOCOL[0].read_bytes())
    lines = [
        "seats = 3",
        "[register]",
        'file = "register.csv"',
        'id = "id"',
        'household = ["home"]',
    ]
    for name, quotas in (
        ("a", "a0 = [2, 3], a1 = [1, 2]"),
        ("b", "b0 = [2, 2], b1 = [0, 1]"),
        ("c", "c0 = [0, 1], c1 = [1, 3]"),
    ):
        lines += ["[[criteria]]", f'name = "{name}"', f'column = "{name}"']
        lines += [f"quotas = {{ {quotas} }}"]
    return drawn(folder, "\n".join(lines))


def test_a_lottery_in_whole_seats_verifies_as_not_proven(case: Case) -> None:
    """It verifies, with the lists and without, and nobody says that it is proven."""
    assert case.solved.exact
    assert not case.solved.proven
    for given in (case.given, Given()):
        found = verify(record_of(case.record), given)
        assert failed(found) == []
        assert found.verified
        assert not found.proven
        assert next(check.passed for check in found.checks if check.name == "proven") is None


def test_a_rigged_lottery_in_whole_seats_does_not_verify(case: Case) -> None:
    """A less fair lottery is refused whatever it claims: a fairer one is found."""
    for what, forged in forger.rigged(case):
        for given in (case.given, Given()):
            assert forger.is_caught(forged, given), what


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ((500, 500), (500, 500), True),
        ((500, 500), (400, 600), False),
        ((400, 600), (500, 500), False),
    ],
)
def test_lotteries_are_alike_that_give_everyone_the_same_chance(
    one: tuple[int, int], other: tuple[int, int], alike: bool
) -> None:
    """The fairest chances are the only ones: more for some is as wrong as less."""
    model = Model((1, 1), ((0,), (1,)), (Row("seats", 0, (0, 1), 1, 1),))

    def lottery(weights: tuple[int, int]) -> Lottery:
        parts = [TOTAL_WEIGHT // 1000 * weight for weight in weights]
        return Lottery((Weighted(parts[0], (1, 0)), Weighted(parts[1], (0, 1))))

    assert are_alike(model, lottery(one), lottery(other)) is alike
    shifted = Lottery(
        (Weighted(TOTAL_WEIGHT // 2 + 5000, (1, 0)), Weighted(TOTAL_WEIGHT // 2 - 5000, (0, 1)))
    )
    assert not are_alike(model, lottery((500, 500)), shifted)
