"""The examples that ship: ready protocols and programmes with synthetic people."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sortition.data_files import data_folder
from sortition.errors import BadInput, message
from sortition.output import write_folder
from sortition.text import nearest

READ_ME: Final = "LISEZMOI.txt"
"""What makes a folder of the data an example."""


def example_names() -> list[str]:
    """The names of the examples."""
    return sorted(path.parent.name for path in data_folder().glob(f"*/{READ_ME}"))


def next_command(folder: Path) -> str:
    """What to try first with a copied example: a draw, or a snowball exercise."""
    if (folder / "protocole.toml").exists():
        return f"sortition draw {folder / 'protocole.toml'}"
    return (
        f"sortition snowball {folder / 'participants.csv'} "
        f"--programme {folder / 'programme.toml'} "
        "--mix niveau,poste,region --apart organisation"
    )


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
