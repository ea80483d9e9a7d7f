"""What comes from outside is shown, never obeyed: no text moves, colours or reorders a screen."""

from __future__ import annotations

import ast
import json
import os
import unicodedata
from pathlib import Path

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.table import Table

from sortition.base.messages import Words
from sortition.base.terminal.language import run
from sortition.base.terminal.machine import json_line
from sortition.base.terminal.progress import progress_bars
from sortition.base.terminal.screen import Text, console, wrapped
from sortition.base.text import is_invisible, visible
from tests.base.test_messages import FORMS, SOURCES
from tests.hostile import (
    COLOURS,
    EVERYTHING,
    LIVE,
    PIECES,
    Shown,
    forge,
    on_terminal,
    piped,
    write_inputs,
)
from tests.places import ROOT
from workshops.common.screen import PlanScreen

FORGED = f"{'0' * 8}\x1b[2J\x1b[H\x1b[32m\r✓ Verified: everything is right\n✓ Verified"
OUT = ["--out", f"out{EVERYTHING}", "--force"]
SEED = ["--seed", "s", *OUT]
EVENT = ["--title", EVERYTHING, "--organiser", EVERYTHING]
COMMANDS = [
    ["example", "lille", f"copy{EVERYTHING}", "--force"],
    ["check", "protocol.toml"],
    ["lottery", "protocol.toml"],
    ["draw", "protocol.toml", *SEED],
    ["snowball", "people.csv", "--mix", "sexe", *SEED, *EVENT],
    ["tables", "people.csv", "--mix", "sexe", "--size", "4", "--rounds", "2", *SEED, *EVENT],
    ["assign", "wishes.csv", "--workshops", "workshops.csv", *SEED, *EVENT],
    ["share", "wishes.csv", "people.csv", "--readings", "1", *SEED, *EVENT],
    ["print", "snowball/plan.json", "--documents", "floor", "--format", "csv", *OUT],
    ["agenda", "programme.toml", "--format", "csv", *OUT],
]
REFUSED = [
    ["example", EVERYTHING],
    ["check", f"{EVERYTHING}.toml"],
    ["verify", f"{EVERYTHING}.json"],
    ["tables", "people.csv", "--rounds", "2", "--size", EVERYTHING, *SEED],
    ["snowball", "people.csv", "--timezone", EVERYTHING, *SEED],
    ["snowball", "people.csv", "--mix", EVERYTHING, *SEED],
    ["agenda", f"{EVERYTHING}.toml"],
    ["agenda", "programme.toml", f"--{EVERYTHING}"],
    ["agenda", "programme.toml", EVERYTHING],
    [EVERYTHING],
]
GATES = {"sortition/base/terminal/screen.py", "sortition/base/terminal/machine.py", "cli.py"}
GATES |= {
    "sortition/base/terminal/language.py",
    "sortition/__main__.py",
    "sortition/commands/line.py",
}
"""Where a text may be written: each makes it visible, or has none from outside."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which everything hostile stands everywhere, with a snowball and a draw of it."""
    found = tmp_path_factory.mktemp("hostile") / f"in{EVERYTHING}"
    write_inputs(found, EVERYTHING)
    for command in (["snowball", "people.csv", "--title", EVERYTHING], ["draw", "protocol.toml"]):
        made = piped([*command, "--seed", "s"], found)
        assert made.status == 0, made.err
    return found


def assert_tame(shown: Shown) -> None:
    """Nothing that a terminal obeys is left of an output but the ends of lines."""
    assert {one for one in shown.out + shown.err if is_invisible(one)} <= {"\n"}
    assert {one for one in shown.out + shown.err if unicodedata.category(one) == "Cc"} <= {"\n"}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_results_show_what_they_are_made_of_and_obey_none_of_it(
    command: list[str], folder: Path
) -> None:
    """Titles, ids, categories, colleges and file names come out as escapes, in any output."""
    for shown in (piped(command, folder), on_terminal(command, folder).without_styles()):
        assert shown.status == 0, shown.err
        assert_tame(shown)
        assert visible(EVERYTHING) in joined(shown.out)


def joined(shown: str) -> str:
    """What is shown without spaces and line breaks: a long word goes on in the next line."""
    return "".join(shown.split())


@pytest.mark.slow
@pytest.mark.parametrize("command", REFUSED, ids=range(len(REFUSED)))
def test_refusals_show_what_they_refuse_and_obey_none_of_it(
    command: list[str], folder: Path
) -> None:
    """A name, an option, a command or a value that is refused comes out as escapes."""
    for shown in (piped(command, folder), on_terminal(command, folder)):
        assert shown.status == 2
        assert_tame(shown)
        assert visible(EVERYTHING) in joined(shown.err)


@pytest.mark.slow
@pytest.mark.parametrize("name", PIECES)
def test_each_hostile_text_is_seen_on_a_terminal(name: str, tmp_path: Path) -> None:
    """A draw shows every one of them where it stands: in its title, its college and its lists."""
    bad = f"x{PIECES[name]}y"
    write_inputs(tmp_path, bad)
    shown = on_terminal(["draw", "protocol.toml", "--seed", "s"], tmp_path).without_styles()
    assert shown.status == 0, shown.err
    assert_tame(shown)
    assert shown.out.startswith(f"{visible(bad)}\n")
    assert f"list{visible(bad)}.csv" in joined(shown.out)
    assert f"«{visible(bad)}»" in joined(shown.out)


@pytest.mark.slow
@pytest.mark.parametrize("name", PIECES)
def test_no_seed_commands_a_terminal(name: str, folder: Path, tmp_path: Path) -> None:
    """Whether it is taken or refused, a seed is only shown."""
    seed = ["--seed", f"x{PIECES[name]}y", "--out", str(tmp_path / "out")]
    assert_tame(piped(["draw", str(folder / "protocol.toml"), *seed], tmp_path))


def test_a_forged_digest_does_not_paint_over_a_refusal(folder: Path) -> None:
    """A record that fails says so, and no line of it says that everything is right."""
    forge(folder / "draw/record.json", "forged.json", FORGED)
    command = ["verify", "draw/forged.json", "--lang", "en"]
    for shown in (piped(command, folder), on_terminal(command, folder).without_styles()):
        assert shown.status != 0
        assert_tame(shown)
        assert not [line for line in shown.out.split("\n") if line.startswith("✓ Verified")]


@pytest.mark.slow
def test_json_is_the_same_value_without_what_a_terminal_obeys(folder: Path) -> None:
    """Programs read back what was given, character by character; a terminal sees escapes."""
    for command in (command for command in COMMANDS if command[0] in ("draw", "print", "example")):
        shown = piped([*command, "--json"], folder)
        assert_tame(shown)
        said = json.loads(shown.out)
        assert said.get("out", said.get("folder")) in (f"out{EVERYTHING}", f"copy{EVERYTHING}")
    forge(folder / "draw/record.json", "forged.json", FORGED)
    shown = piped(["verify", "draw/forged.json", "--json"], folder)
    assert_tame(shown)
    if shown.out:  # else the record is refused outright
        assert json.loads(shown.out)["lottery_digest"] == FORGED


def test_a_file_name_that_is_no_text_is_shown(tmp_path: Path) -> None:
    """Bytes that stand for no character come out as escapes too."""
    name = os.fsdecode(b"caf\xe9.toml")
    shown = piped(["check", name], tmp_path)
    assert_tame(shown)
    assert r"caf\udce9.toml" in shown.err
    assert json.loads(json_line({"out": name})) == {"out": name}


def test_an_id_with_a_line_break_begins_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    """In a sentence, a cell, a label or a list, a line break is shown and breaks nothing."""
    forged = "1\n✓ right\r2"
    screen = PlanScreen(Words("en"))
    screen.line("to-verify", command=forged)
    screen.line("verify-commitment", digest=forged)
    screen.text(forged)
    screen.bars([(forged, 1, "")])
    screen.show(forged)
    screen.show(Text.assemble("a ", (forged, "red"), Text(forged)))
    table = Table(forged, title=forged)
    table.add_row(Text(forged))
    screen.show(table)
    lines = capsys.readouterr().out.split("\n")
    assert sum(r"1\n✓ right\r2" in line for line in lines) == 9  # each of the above, in one line
    assert not [line for line in lines if line.startswith("✓")]


def test_a_long_text_begins_no_line_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    """What goes on over the width stands further in: no words of a record can pose as ours."""
    screen = PlanScreen(Words("en"))
    for length in (80, 110, 200):
        screen.line("verify-commitment", digest="x" * length + " ✓ right" * 40)
        screen.text("  " + "y" * length + " ✓ right" * 40)
    firsts = [line for line in capsys.readouterr().out.rstrip("\n").split("\n") if line]
    assert {line[:4] for line in firsts} >= {"Dige", "  yy"}
    assert all(line.startswith(("Dige", "  ")) for line in firsts)


def test_brackets_and_colons_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """A label keeps its brackets, and a name between colons is no emoji."""
    PlanScreen(Words("en")).bars([("[red]x[/red] [/y] :smile:", 1, "")])
    assert capsys.readouterr().out.startswith("[red]x[/red] [/y] :smile:  1  █")


def test_bars_of_progress_show_texts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a bar of progress says, and what is said above it, is shown and not obeyed."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "400")
    with progress_bars() as bars:
        assert bars is not None
        bars.add_task(f"[red]1{EVERYTHING}", total=2, said=f"2{EVERYTHING}")
        bars.console.print(f"3{EVERYTHING}")
    shown = LIVE.sub("", COLOURS.sub("", capsys.readouterr().err))
    assert_tame(Shown(0, "", shown))
    for start in ("[red]1", "2", "3"):
        assert joined(f"{start}{visible(EVERYTHING)}") in joined(shown)


def test_a_text_that_comes_another_way_is_tamed_too(capsys: pytest.CaptureFixture[str]) -> None:
    """A text of rich's own, which no command shows, leaves the console without its codes."""
    from rich.text import Text as Other

    console().print(Other("\x1b[2J\u202e\x9b"))
    assert capsys.readouterr().out == "\\x1b[2J\\u202e\\x9b\n"


def test_a_fault_of_the_software_is_traced_without_obeying_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The error of a fault may quote a file: it is shown, in a sentence or where it happened."""

    def broken(_: Words) -> click.Group:
        raise RuntimeError(EVERYTHING)

    for environment in ({}, {"SORTITION_TRACEBACK": "1"}):
        assert run(broken, [], environment) == 2
        shown = capsys.readouterr().err
        assert_tame(Shown(2, "", shown))
        assert "RuntimeError: a\\x1b[2J" in shown
    assert shown.startswith("Traceback")
    assert shown.count("\n") > 3


def test_one_place_writes_on_a_terminal() -> None:
    """No other module prints, opens a console or builds a text that could be obeyed."""
    for path in SOURCES:
        name = path.relative_to(ROOT).as_posix()
        if name in GATES:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in ("print", "click.echo", "click.secho", "Console"), name
                assert not called.startswith(("sys.stdout.", "sys.stderr.")), name
            if isinstance(node, ast.ImportFrom):
                assert node.module not in ("rich.text", "rich.console", "rich.markup"), name


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_sentence_of_ours_is_changed(language: str) -> None:
    """What the catalogue says, and how numbers are written, is all visible, line breaks aside."""
    for code, spoken, form in FORMS:
        if spoken == language:
            assert list(map(visible, form.split("\n"))) == form.split("\n"), code
    words = Words(language)
    for number in (words.integer(1_234_567), words.percent(12.345), words.decimal(12345.6, 1)):
        assert visible(number) == number


@given(st.text())
@example(EVERYTHING)
@example("".join(map(chr, [*range(0x250), *range(0x2000, 0x2100), *range(0xFE00, 0xFE10)])))
@example("\ud800")
def test_a_visible_text_holds_nothing_invisible(text: str) -> None:
    """Nothing invisible is left, nothing visible is changed, and twice is as good as once."""
    shown = visible(text)
    assert not any(map(is_invisible, shown))
    assert visible(shown) == shown
    if not any(map(is_invisible, text)):
        assert shown == text
    kept = "".join(one for one in text if not is_invisible(one))
    left = iter(shown)
    assert all(one in left for one in kept)  # in their order


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
@example(EVERYTHING, '\x7f\\"\\u200b')
def test_json_gives_back_every_text(key: str, text: str) -> None:
    """The line is visible from end to end, and read back it is the same value."""
    line = json_line({key: [text]})
    assert not any(map(is_invisible, line))
    assert json.loads(line) == {key: [text]}


@pytest.mark.parametrize("seen", [" ", "\u00a0", "\u202f", "é", "漢", "م", "🙂", "e\u0301", "█"])
def test_letters_of_every_script_and_spaces_are_visible(seen: str) -> None:
    """Letters, accents, pictures and the spaces of typography stay as they are."""
    assert visible(seen) == seen


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_a_line_is_not_broken_before_a_french_colon(space: str) -> None:
    """Lines break at plain spaces alone: the space before a colon or within « » keeps its words
    together, and stays what it is."""
    text = f"Pour au moins 20 s à chaque niveau{space}: --minutes 3,3"
    assert wrapped(text, 35) == ["Pour au moins 20 s à chaque", f"  niveau{space}: --minutes 3,3"]
