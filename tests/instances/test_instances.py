"""The counts kept here against the files they were made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from sortition.spreadsheets import read_table
from tests.instances.counts import COUNTS, QUOTAS, counted, main
from tests.instances.expanded import HERE, expanded
from tests.places import PEERS, with_peers
from tests.reading import rows

ORIGINALS = [
    ("150_for_22", "sortition_algorithms_150", "candidates.csv", "features.csv"),
    ("200_for_20", "example_small_20", "respondents.csv", "categories.csv"),
    ("2000_for_200", "example_large_200", "respondents.csv", "categories.csv"),
]


@with_peers("compares the counts kept here with the files they were made from")
@pytest.mark.parametrize(("name", "folder", "people", "features"), ORIGINALS)
def test_counts_are_those_of_the_published_files(
    name: str, folder: str, people: str, features: str, tmp_path: Path
) -> None:
    """The published files, in whatever form they have, give the counts and quotas kept here."""
    main(PEERS / folder / people, PEERS / folder / features, tmp_path)
    for file in (COUNTS, QUOTAS):
        assert (tmp_path / file).read_bytes() == (HERE / name / file).read_bytes()


@pytest.mark.parametrize("name", [name for name, *_ in ORIGINALS])
def test_people_made_from_counts_have_these_counts(name: str, tmp_path: Path) -> None:
    """As many people as the folder's name says have ids of their own and the profiles counted."""
    people, _ = expanded(name, tmp_path)
    assert len({row["id"] for row in rows(people)}) == int(name.split("_")[0])
    kept = rows(HERE / name / COUNTS)
    criteria = [heading for heading in kept[0] if heading != "count"]
    assert counted(read_table(people), criteria) == [tuple(row.values()) for row in kept]
