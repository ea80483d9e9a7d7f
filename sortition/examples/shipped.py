"""The examples that ship: ready protocols and programmes with synthetic people."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sortition.base.errors import BadInput, message
from sortition.base.output import write_folder
from sortition.base.text import nearest
from sortition.examples.figures import data_folder
from sortition.examples.first_commands import first_commands

READ_ME: Final = "LISEZMOI.txt"
"""What makes a folder of the data an example."""


def example_names() -> list[str]:
    """The names of the examples."""
    return sorted(path.parent.name for path in data_folder().glob(f"*/{READ_ME}"))


def next_command(folder: Path) -> str:
    """What to try first with a copied example: the first that it has files for."""
    for command in first_commands():
        words = command.split()
        files = [word for word in words if word.endswith((".csv", ".toml"))]
        if all((folder / file).exists() for file in files):
            return " ".join(str(folder / word) if word in files else word for word in words)
    return "sortition --help"


def copy_example(name: str, folder: Path, *, force: bool) -> list[str]:
    """Copy an example into a new folder and return its file names.

    Raises `BadInput` for a name that is no example, or a folder that exists.
    """
    names = example_names()
    if name not in names:
        near = nearest(name, names)
        code = "example-unknown-near" if near else "example-unknown"
        raise BadInput(message(code, name=name, nearest=near or "", known=names))
    sources = sorted((data_folder() / name).iterdir())
    write_folder(folder, {path.name: path.read_bytes() for path in sources}, force=force)
    return [path.name for path in sources]
