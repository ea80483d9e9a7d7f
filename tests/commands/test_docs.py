"""What the documents say is what the command does."""

from __future__ import annotations

import hashlib
import re

import click
import pytest

from sortition.base.messages import Words
from sortition.commands.line import command_line
from sortition.examples.shipped import example_names
from tests.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
LISEZMOI = (ROOT / "LISEZMOI.md").read_text(encoding="utf-8")
COMMANDS = command_line(Words("en")).commands


def blocks(text: str) -> dict[str, str]:
    return dict(re.findall(r"<!-- run: (\w+) -->\n```sh\n(.*?)```", text, re.DOTALL))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_readme(name: str) -> None:
    """A command stands in the README's table, with each of its options somewhere in the README."""
    assert f"`sortition {name} " in README
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            for option in parameter.opts:
                assert option in README, option


@pytest.mark.parametrize("name", example_names())
def test_every_example_is_named(name: str) -> None:
    """An example that ships is in the README and in the help of its command."""
    assert f"`{name}`" in README
    for language in ("fr", "en"):
        assert name in Words(language)("help-example")


def test_the_french_readme_runs_the_same_commands() -> None:
    """The commands of LISEZMOI are those of README, but for the language."""
    english, french = blocks(README), blocks(LISEZMOI)
    assert english.keys() == french.keys() == {"demo", "tests", "ticket"}
    for name, command in english.items():
        assert command.replace("--lang en", "--lang fr") == french[name]


def test_the_ticket_in_the_readme_is_true() -> None:
    """The hash that the README prints is the SHA-256 of the text it gives."""
    text = re.search(r"printf '%s' '([^']+)' \| sha256sum\n", blocks(README)["ticket"])
    assert text is not None
    assert hashlib.sha256(text.group(1).encode()).hexdigest() in README
    assert hashlib.sha256(text.group(1).encode()).hexdigest() in LISEZMOI


def test_links_lead_to_files() -> None:
    """Every relative link of the documents leads to something in the repository."""
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        text = document.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert (document.parent / target).exists(), (document.name, target)


def test_every_module_named_in_the_guide_exists() -> None:
    """The paragraphs of the architecture name rooms and files that are there, and every room."""
    guide = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"^\*\*`([^`]+)`\*\*", guide, re.MULTILINE)
    for path in named:
        assert (ROOT / path).exists(), path
    rooms = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("*/*/__init__.py")}
    inside = {room for room in rooms if room.startswith(("sortition/", "workshops/"))}
    assert inside <= {path.rstrip("/") for path in named}
