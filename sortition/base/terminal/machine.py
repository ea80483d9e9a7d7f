"""What the commands print for other programs: one JSON object, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from sortition.base.text import is_invisible


def print_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object on one line of standard output.

    Accents stay readable. What cannot be seen is escaped as JSON does, so that a program reads
    the very same value and a terminal obeys none of it.
    """
    click.echo(json_line(value))


def json_line(value: Mapping[str, Any]) -> str:
    """The JSON of a value, without an invisible character."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isascii() and text.isprintable():
        return text
    # Outside its texts JSON is plain ASCII: an escape can only land where escapes are understood.
    return "".join(json.dumps(one)[1:-1] if is_invisible(one) else one for one in text)
