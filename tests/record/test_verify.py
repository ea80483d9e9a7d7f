"""A record is verified from the register and the seed, and what was forged is named."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sortition.base.errors import BadInput
from sortition.pool.prepare import prepare
from sortition.protocol.file import read_protocol
from sortition.record.file import load_commitment, read_record, record_of, write_record
from sortition.record.given import Given, PublishedFiles
from sortition.record.make import lottery_digest, make_commitment
from sortition.record.verify import Verification, verify
from tests.places import ROOT
from tests.record import vectors
from tests.record.cases import JSON, Case, drawn, everything, failed, mended, with_value

CHECKS = (
    "form digest protocol files people exclusions quotas households profiles lottery fairness "
    "proven drawn panel alternates"
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A draw with everything a record can hold."""
    return everything(tmp_path_factory.mktemp("draw"))


def unchecked(found: Verification) -> list[str]:
    return [check.name for check in found.checks if check.passed is None]


def test_a_true_record_passes_every_check(case: Case) -> None:
    """Every check is named once and passed, and the lottery is proven."""
    found = case.verified(case.record)
    assert " ".join(check.name for check in found.checks) == CHECKS
    assert failed(found) == unchecked(found) == []
    assert (found.verified, found.complete, found.proven) == (True, True, True)


def test_a_record_alone_shows_all_that_needs_no_names(case: Case) -> None:
    """Without the lists the rules, the lottery, its proof and what the seed draws are checked; what
    was not is named."""
    found = verify(record_of(case.record), Given())
    assert " ".join(check.name for check in found.checks) == CHECKS
    assert failed(found) == []
    assert unchecked(found) == [
        *("files", "people", "exclusions", "households", "panel", "alternates"),
    ]
    assert (found.verified, found.complete, found.proven) == (True, False, True)


def test_everything_recomputed_alone_is_what_the_lists_give(case: Case) -> None:
    """The least and greatest chance, and each check made without the lists, agree with theirs."""
    alone, whole = verify(record_of(case.record), Given()), case.verified(case.record)
    assert (alone.least, alone.greatest) == (whole.least, whole.greatest)
    fairness: Any = case.record["fairness"]
    assert (whole.least, whole.greatest) == (fairness["min"], fairness["max"])


def test_exclusions_that_were_not_given_are_said(case: Case) -> None:
    """Without the lists of exclusions nobody says that everything is right: how many people were
    left out by lists that were not checked is said."""
    found = verify(record_of(case.record), Given(case.lists))
    assert unchecked(found) == ["exclusions"]
    assert not found.complete
    detail = next(check.detail for check in found.checks if check.name == "exclusions")
    assert detail is not None
    assert detail.params == {"n": 2, "files": ["panel.csv"]}


@pytest.mark.parametrize("more", [["p9"], ["p1", "p3"], ["nobody"]])
def test_people_added_to_those_left_out_are_found(case: Case, more: list[str]) -> None:
    """Ids added to `excluded`, the whole draw made to fit, fail against the list of exclusions."""
    forged = mended(
        with_value(case.record, ["excluded"], sorted([*case.record["excluded"], *more]))
    )
    assert "people" in failed(case.verified(forged))


def test_another_list_of_exclusions_is_not_the_draws(case: Case, tmp_path: Path) -> None:
    """A list of exclusions with one more person is not, byte for byte, the file of the draw."""
    (tmp_path / "panel.csv").write_text("id\np5\np7\np9\n", encoding="utf-8")
    found = verify(record_of(case.record), Given(case.lists, (tmp_path / "panel.csv",)))
    assert {"files", "people"} <= set(failed(found))


def test_people_cannot_be_left_out_in_silence(case: Case) -> None:
    """Ids excluded without a file of the protocol to name them fail, digests mended or not."""
    forged = with_value(case.record, ["protocol", "eligibility", "exclude"], [])
    forged = mended(forged | {"exclusions": []})
    assert "exclusions" in failed(verify(record_of(forged), Given(case.lists)))
    assert "exclusions" in failed(verify(record_of(forged), Given()))


@pytest.mark.parametrize("key", ["panel", "alternates", "lottery", "profiles", "quotas", "proof"])
def test_something_removed_or_doubled_is_caught(case: Case, key: str) -> None:
    """A list with its last entry removed, doubled, or the first two swapped does not pass, even
    with a mended digest."""
    items = case.record[key]
    swapped = [items[1], items[0], *items[2:]]
    # The stages of a proof in another order may be another true proof.
    for bent in (items[:-1], [*items, items[-1]], *([] if key == "proof" else [swapped])):
        assert failed(case.verified(mended(case.record | {key: bent}))), key


@pytest.mark.parametrize("key", ["seed", "panel", "protocol", "lottery", "digest", "method"])
def test_a_field_removed_or_added_is_no_record(case: Case, key: str) -> None:
    """A record without one of its fields, or with one more, is of another form: bad input."""
    with pytest.raises(BadInput) as caught:
        record_of({k: v for k, v in case.record.items() if k != key})
    assert caught.value.messages[0].params["key"] == key
    with pytest.raises(BadInput):
        record_of(case.record | {"more": 1})


def test_another_method_or_digest_is_caught(case: Case) -> None:
    """The method's text is the software's, and the digests are those of the content."""
    assert failed(case.verified(mended(case.record | {"method": "trust us"}))) == ["form"]
    assert failed(case.verified(case.record | {"digest": "0" * 64})) == ["digest"]
    assert "digest" in failed(case.verified(case.record | {"lottery_digest": "0" * 64}))


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
    case: Case, tmp_path: Path, change: Callable[[str], str], expected: str
) -> None:
    """A register with one cell changed, a row less or a row more is not that of the draw."""
    before = case.lists[0].read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    (tmp_path / "register.csv").write_text(after, encoding="utf-8")
    given = Given((tmp_path / "register.csv", case.lists[1]), case.exclusions)
    names = failed(verify(record_of(case.record), given))
    assert "files" in names
    assert expected in names


@pytest.mark.parametrize("sort_keys", [False, True])
def test_a_record_laid_out_anew_is_still_true(case: Case, sort_keys: bool) -> None:
    """Spaces, line ends and the order of keys do not count: the same JSON otherwise laid out."""
    text = json.dumps(case.record, indent=7, ensure_ascii=True, sort_keys=sort_keys)
    record = read_record(text.encode(), file="x")
    assert failed(verify(record, case.given)) == []


def test_too_few_lists_are_asked_for_by_name(case: Case) -> None:
    """Without the college's list the command says which files it wants, in order; likewise for
    lists of exclusions."""
    with pytest.raises(BadInput) as caught:
        verify(record_of(case.record), Given(case.lists[:1]))
    files = caught.value.messages[0].params["files"]
    assert [str(one).split()[0] for one in files] == ["register.csv", "college.csv"]  # type: ignore[attr-defined]  # a list of texts
    with pytest.raises(BadInput) as caught:
        verify(record_of(case.record), Given(case.lists, case.exclusions * 2))
    assert caught.value.messages[0].code == "verify-exclusion-lists"


def test_lists_in_another_order_are_understood(case: Case) -> None:
    """The SHA-256 of the lists says which is which, whatever the order in which they are given."""
    found = verify(record_of(case.record), Given(case.lists[::-1], case.exclusions))
    assert failed(found) == []
    assert found.complete


def test_a_record_names_no_folders(case: Case) -> None:
    """Only the names of files go into a record, and one that names a folder does not pass."""
    text = json.dumps(case.record)
    assert "lists/" not in text
    assert "before/" not in text
    path = ["protocol", "register", "file"]
    forged = mended(with_value(case.record, path, "lists/register.csv"))
    assert failed(case.verified(forged)) == ["protocol"]


def test_a_record_holds_no_names(case: Case) -> None:
    """Names of the register stand nowhere in the record."""
    text = json.dumps(case.record)
    assert "Nom" not in text
    assert "Autre" not in text


def test_a_record_says_no_more_of_households_than_a_check_needs(case: Case) -> None:
    """Of households a record has which profiles share a rule and how many there are; the file of
    profiles has how many people live there."""
    assert all("household" not in profile for profile in case.record["profiles"])
    priced = {rule for stage in case.record["proof"] for rule in stage["rules"]}
    rules = case.record["households"]["rules"]
    assert {f"household:{rule['number']}" for rule in rules} == {
        rule for rule in priced if rule.startswith("household")
    }
    lines = (case.folder / "profiles.csv").read_text(encoding="utf-8-sig").splitlines()
    place = lines[0].split(",").index("household")
    assert {line.split(",")[place] for line in lines[1:]} == {"1", "2"}


@pytest.mark.slow
def test_verifying_loads_no_solver(case: Case, tmp_path: Path) -> None:
    """A whole check of a proven record never imports the solver, nor scipy."""
    (tmp_path / "record.json").write_bytes(write_record(case.record))
    arguments = ["verify", str(tmp_path / "record.json")]
    arguments += [part for path in case.lists for part in ("--register", str(path))]
    arguments += [part for path in case.exclusions for part in ("--exclude", str(path))]
    code = (
        "import sys; from sortition.base.terminal.language import run;"
        "from sortition.commands.line import command_line;"
        f"status = run(command_line, {arguments!r});"
        "sys.exit(status or 'highspy' in sys.modules or 'scipy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert ran.returncode == 0


def test_a_register_under_another_name_is_the_same_register(case: Case, tmp_path: Path) -> None:
    """Only the bytes of the lists count, not how a citizen's copies are called."""
    (tmp_path / "copy (1).csv").write_bytes(case.lists[0].read_bytes())
    given = Given((tmp_path / "copy (1).csv", case.lists[1]), case.exclusions)
    assert failed(verify(record_of(case.record), given)) == []


@pytest.mark.parametrize(
    "path", [("households",), ("protocol", "alternates"), ("protocol", "register", "household")]
)
def test_the_digest_published_before_the_seed_commits_to_every_rule(
    case: Case, path: tuple[str, ...]
) -> None:
    """How households are kept, the alternates, the address columns: none can be changed unseen
    once the digest is published."""
    changed = with_value(case.record, path, "other")
    assert lottery_digest(changed) != case.record["lottery_digest"]


class TestCommitment:
    """What was published before the seed is compared with the record, value by value."""

    def commitment(self, case: Case, tmp_path: Path, change: JSON | None = None) -> Given:
        """A commitment published before, with a change."""
        made = make_commitment(case.prepared, case.solved) | (change or {})
        made["lottery_digest"] = lottery_digest(made)
        (tmp_path / "lottery.json").write_bytes(write_record(made))
        return Given(case.lists, case.exclusions, load_commitment(tmp_path / "lottery.json"))

    def test_the_lottery_published_is_the_records(self, case: Case, tmp_path: Path) -> None:
        """The commitment of the same lottery passes, a check of its own."""
        found = verify(record_of(case.record), self.commitment(case, tmp_path))
        assert failed(found) == []
        assert "commitment" in [check.name for check in found.checks]

    @pytest.mark.parametrize(
        ("key", "value"),
        [("excluded", ["p1"]), ("lottery", []), ("exclusions", [])],
    )
    def test_another_lottery_published_is_refused(
        self, case: Case, tmp_path: Path, key: str, value: Any
    ) -> None:
        """A commitment that differs anywhere fails, and the place is named."""
        found = verify(record_of(case.record), self.commitment(case, tmp_path, {key: value}))
        assert failed(found) == ["commitment"]
        detail = next(check.detail for check in found.checks if check.name == "commitment")
        assert detail is not None
        assert str(detail.params["key"]).startswith(key)

    def test_a_commitment_edited_since_is_refused(self, case: Case, tmp_path: Path) -> None:
        """A commitment whose digest is not that of its content fails."""
        given = self.commitment(case, tmp_path)
        text = (tmp_path / "lottery.json").read_text(encoding="utf-8")
        (tmp_path / "lottery.json").write_text(text.replace('"p5"', '"p6"'), encoding="utf-8")
        edited = load_commitment(tmp_path / "lottery.json")
        found = verify(record_of(case.record), Given(given.registers, given.exclusions, edited))
        assert failed(found) == ["commitment"]


class TestAlone:
    """What a record alone shows of a forgery, without the lists."""

    @pytest.fixture
    def plain(self, tmp_path: Path) -> Case:
        """A draw of four, of two profiles, without addresses."""
        rows = "\n".join(f"p{k},{'FM'[k % 2]}" for k in range(20))
        (tmp_path / "r.csv").write_text(f"id,sex\n{rows}", encoding="utf-8")
        protocol = 'seats = 4\n[register]\nfile = "r.csv"\nid = "id"\n[[criteria]]\nname = "sex"\n'
        quotas = "quotas = { F = [0, 4], M = [0, 4] }"
        return drawn(tmp_path, f'{protocol}column = "sex"\n{quotas}\n')

    def test_invented_household_rules_are_refused(self, plain: Case) -> None:
        """A register without addresses has no household rules, whatever a proof would do with
        one."""
        rule = {"number": 0, "profiles": ["p1"], "households": 1}
        forged = with_value(plain.record, ["households", "rules"], [rule])
        assert failed(verify(record_of(mended(forged)), Given())) == ["profiles"]

    def test_a_panel_that_is_not_in_the_order_of_tickets_is_found(self, plain: Case) -> None:
        """Within each profile the tickets grow."""
        turned = mended(with_value(plain.record, ["panel"], plain.record["panel"][::-1]))
        assert failed(verify(record_of(turned), Given())) == ["panel"]

    @pytest.fixture
    def twice(self, tmp_path: Path) -> Case:
        """A draw of one from each of two lists, with one person on both."""
        (tmp_path / "r.csv").write_text("id,g\nx,u\na,v\n", encoding="utf-8")
        (tmp_path / "c.csv").write_text("id,g\nx,u\nb,w\n", encoding="utf-8")
        protocol = 'seats = 1\n[register]\nfile = "r.csv"\nid = "id"\n[[criteria]]\nname = "g"\n'
        protocol += 'column = "g"\npopulation = "register"\ntolerance = 1\n'
        return drawn(
            tmp_path, f'{protocol}[[colleges]]\nname = "C"\nseats = 1\nfile = "c.csv"\n', "s"
        )

    def test_nobody_has_two_seats(self, twice: Case) -> None:
        """A composition that seats someone on both of their lists is refused, priced or not."""
        seats = [{"p2": 1, "p4": 1}, {"p1": 1, "p3": 1}]
        weights = (666_666_667, 333_333_333)
        entries = [
            {"weight": weight, "seats": own} for weight, own in zip(weights, seats, strict=True)
        ]
        forged = with_value(twice.record, ["lottery"], entries)
        chances = {"p1": 0.333333333, "p2": 0.666666667, "p3": 0.333333333, "p4": 0.666666667}
        for profile in forged["profiles"]:
            profile["probability"] = chances[profile["id"]]
        assert "lottery" in failed(verify(record_of(mended(forged)), Given()))

    def test_nobody_has_two_profiles_of_one_list(self, twice: Case) -> None:
        """Two groups of one list are not said to be the same people, who would share chances."""
        forged = with_value(twice.record, ["profiles", 0, "also"], ["p2"])
        for profile in forged["profiles"][2:]:
            profile["also"] = []
        forged["profiles"][1]["also"] = ["p1"]
        forged["register"]["eligible"] = forged["register"]["rows"] = 2
        assert "profiles" in failed(verify(record_of(mended(forged)), Given()))

    def test_household_rules_without_a_price_are_refused(self, case: Case) -> None:
        """A record publishes no more of households than its proof uses."""
        rules = [*case.record["households"]["rules"], {"number": 10**6, "profiles": ["p01"]}]
        rules[-1]["households"] = 1
        forged = mended(with_value(case.record, ["households", "rules"], rules))
        assert failed(verify(record_of(forged), Given())) == ["profiles"]

    @pytest.mark.parametrize(
        ("key", "change"),
        [
            ("panel", lambda record: record["panel"][:-1]),
            ("panel", lambda record: [record["panel"][0], *record["panel"][:-1]]),
            ("panel", lambda record: [*record["panel"][:-1], record["excluded"][0]]),
            ("alternates", lambda record: [*record["alternates"], *(f"x{k}" for k in range(99))]),
            ("alternates", lambda record: [*record["alternates"], record["panel"][0]]),
            ("alternates", lambda record: [*record["alternates"], record["alternates"][0]]),
            ("alternates", lambda record: [*record["alternates"], record["excluded"][0]]),
        ],
    )
    def test_people_who_cannot_have_been_drawn_are_found(
        self, case: Case, key: str, change: Callable[[JSON], list[str]]
    ) -> None:
        """A panel of another size or order, somebody twice, or somebody who was left out shows
        without knowing who anyone is."""
        forged = mended(with_value(case.record, [key], change(case.record)))
        assert key in failed(verify(record_of(forged), Given()))

    def test_more_people_eligible_than_rows_are_found(self, case: Case) -> None:
        """A list has no fewer rows than people eligible, and profiles that add up to these."""
        for path in (["register", "rows"], ["register", "eligible"]):
            forged = mended(with_value(case.record, path, 1))
            assert failed(verify(record_of(forged), Given())), path


class TestOtherFiles:
    """The panel, the alternates and the profiles are compared with what the draw gives."""

    def given(self, case: Case, folder: Path, *, lists: bool = True) -> Given:
        """The other files of the draw, with the lists or without."""
        files = PublishedFiles(
            folder / "panel.csv", folder / "alternates.csv", folder / "profiles.csv"
        )
        if not lists:
            return Given(published=files)
        return Given(case.lists, case.exclusions, published=files)

    def copied(self, case: Case, folder: Path) -> Path:
        """A folder with copies of the files of the draw."""
        for name in ("panel.csv", "alternates.csv", "profiles.csv"):
            (folder / name).write_bytes((case.folder / name).read_bytes())
        return folder

    def test_the_files_of_the_draw_pass(self, case: Case, tmp_path: Path) -> None:
        """The very files of the draw pass, with the lists and, as far as it goes, without."""
        folder = self.copied(case, tmp_path)
        assert failed(verify(record_of(case.record), self.given(case, folder))) == []
        alone = verify(record_of(case.record), self.given(case, folder, lists=False))
        assert failed(alone) == []
        assert {"panel-file", "alternates-file", "profiles-file"} <= set(unchecked(alone))

    @pytest.mark.parametrize("name", ["panel", "alternates", "profiles"])
    def test_every_cell_changed_is_found(self, case: Case, tmp_path: Path, name: str) -> None:
        """A file with any one cell changed, a row less, or two rows swapped fails its check."""
        folder = self.copied(case, tmp_path)
        path = folder / f"{name}.csv"
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        heading = lines[0].split(",")
        changes = [lines[:-1], [lines[0], lines[2], lines[1], *lines[3:]]]
        for column in range(len(heading)):
            cells = lines[1].split(",")
            cells[column] += "7"
            changes.append([lines[0], ",".join(cells), *lines[2:]])
        for changed in changes:
            path.write_text("\n".join(changed) + "\n", encoding="utf-8")
            found = verify(record_of(case.record), self.given(case, folder))
            assert failed(found) == [f"{name}-file"], changed[:2]

    @pytest.mark.parametrize("name", ["panel", "alternates", "profiles"])
    def test_lines_before_the_heading_or_other_columns_are_refused(
        self, case: Case, tmp_path: Path, name: str
    ) -> None:
        """Whoever opens the file sees its first lines and all its columns: a block of other people
        above the true heading, or a column of something else, is no file of the draw."""
        folder = self.copied(case, tmp_path)
        path = folder / f"{name}.csv"
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        for changed in (
            ["The panel,,,", "p1,F,,", "", *lines],
            [f"{line},{'chosen' if number else 'note'}" for number, line in enumerate(lines)],
        ):
            path.write_text("\n".join(changed) + "\n", encoding="utf-8")
            found = verify(record_of(case.record), self.given(case, folder))
            assert failed(found) == [f"{name}-file"], changed[:2]


def test_names_of_files_alone_go_into_the_record_whatever_the_system(tmp_path: Path) -> None:
    """A register named with its folder gives the record of one that lies beside the protocol."""
    rows = "id,sex\n" + "\n".join(f"p{k},{'FM'[k % 2]}" for k in range(12))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "r.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "r.csv").write_text(rows, encoding="utf-8")
    protocol = 'seats = 3\n[register]\nfile = "{}"\nid = "id"\n[[criteria]]\nname = "sex"\n'
    protocol += 'column = "sex"\npopulation = "register"\n'
    made = [drawn(tmp_path, protocol.format(file)).record for file in ("r.csv", "sub/r.csv")]
    assert made[0] == made[1]
    assert prepare(read_protocol(tmp_path / "protocol.toml"), tmp_path, name="p").protocol


def test_the_test_vectors_are_what_the_software_gives() -> None:
    """The file of vectors in the documentation is the one that this version makes."""
    path = ROOT / "docs" / "test-vectors.json"
    assert path.read_text(encoding="utf-8") == vectors.written()
