"""The examples that ship: ready protocols with synthetic registers."""

from __future__ import annotations

from pathlib import Path

from sortition.data_files import data_folder
from sortition.errors import BadInput, message
from sortition.output import write_folder
from sortition.text import nearest


def example_names() -> list[str]:
    """The names of the examples."""
    return sorted(path.parent.name for path in data_folder().glob("*/protocole.toml"))


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
