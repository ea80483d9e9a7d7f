"""Texts that a terminal would obey, wherever files hold them; and what a command shows of them."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import termios
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.places import ROOT

PIECES: Final = {
    "clear": "\x1b[2J\x1b[H",
    "window-title": "\x1b]0;right\x07",
    "c1": "\x9b2J",
    "bell": "\a",
    "back": "\b\b",
    "return": "\r",
    "line": "\n",
    "tab": "\t",
    "delete": "\x7f",
    "override": "\u202e",
    "isolate": "\u2066",
    "no-width": "\u200b",
    "soft-hyphen": "\u00ad",
    "byte-order": "\ufeff",
    "line-separator": "\u2028",
    "selector": "\U000e0100",
    "filler": "\u3164",
    "private": "\ue000",
}
EVERYTHING: Final = "a" + "".join(PIECES.values()) + "z"
COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")
LIVE: Final = re.compile(r"\x1b\[(?:\?25[lh]|2K|1A)|\r")
"""How rich draws a bar over itself."""


@dataclass(frozen=True)
class Shown:
    """How a command ended, and all it wrote on standard output and on standard error."""

    status: int
    out: str
    err: str

    def without_styles(self) -> Shown:
        """What is left without the colours of a screen, and the codes of bars that move."""
        plain = [COLOURS.sub("", text) for text in (self.out, self.err)]
        return Shown(self.status, plain[0], LIVE.sub("", plain[1]))


def piped(arguments: Sequence[str], folder: Path) -> Shown:
    """The command as another program runs it."""
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return Shown(done.returncode, done.stdout.decode(), done.stderr.decode())


def on_terminal(arguments: Sequence[str], folder: Path) -> Shown:
    """The command as a person runs it: both of its outputs are terminals, which change nothing."""
    pairs = [os.openpty() for _ in range(2)]
    for _, theirs in pairs:
        settings = termios.tcgetattr(theirs)
        settings[1] &= ~termios.OPOST  # else every line would end in a carriage return
        termios.tcsetattr(theirs, termios.TCSANOW, settings)
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=pairs[0][1],
        stderr=pairs[1][1],
        env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"},
    )
    for _, theirs in pairs:
        os.close(theirs)
    seen = {ours: b"" for ours, _ in pairs}
    still = set(seen)
    while still:
        for ours in select.select(list(still), [], [])[0]:
            try:
                piece = os.read(ours, 1 << 16)
            except OSError:  # Linux says so where the other side is closed
                piece = b""
            seen[ours] += piece
            still -= set() if piece else {ours}
    for ours in seen:
        os.close(ours)
    return Shown(process.wait(), *(text.decode() for text in seen.values()))


def write_inputs(folder: Path, bad: str) -> None:
    """Lists, a protocol and a programme whose every title, id, category and name holds a text."""
    folder.mkdir(exist_ok=True)
    people = [_row(f"{bad}{k}", "FM"[k % 2] + bad, "x") for k in range(12)]
    for name in (f"list{bad}.csv", "people.csv"):
        _write(folder / name, "id,sexe,nom\n" + "".join(people))
    college = _row(f"volunteer{bad}", f"F{bad}", "x") + _row(f"other{bad}", f"F{bad}", "y")
    _write(folder / "college.csv", f"id,sexe,nom\n{college}")
    _write(
        folder / "protocol.toml",
        f"title = {_toml(bad)}\nseats = 4\n[register]\nfile = {_toml(f'list{bad}.csv')}\n"
        'id = "id"\n[[criteria]]\nname = "sexe"\ncolumn = "sexe"\npopulation = "register"\n'
        f'[[colleges]]\nname = {_toml(bad)}\nseats = 1\nfile = "college.csv"\n',
    )
    rooms = _row(f"one{bad}", "6") + _row(f"two{bad}", "6")
    _write(folder / "workshops.csv", f"workshop,capacity\n{rooms}")
    wishes = [_row(f"{bad}{k}", f"one{bad}", f"two{bad}") for k in range(12)]
    _write(folder / "wishes.csv", "id,1,2\n" + "".join(wishes))
    _write(
        folder / "programme.toml",
        f"title = {_toml(bad)}\norganiser = {_toml(bad)}\nstart = 2026-01-05T09:00:00\n"
        f"[[sessions]]\ntitle = {_toml(bad)}\nstart = 2026-01-05T09:00:00\n"
        f"[[sessions.steps]]\nsequence = {_toml(bad)}\nlength = 20\n",
    )


def forge(record: Path, name: str, digest: str) -> None:
    """A copy of a record with another digest of its lottery."""
    claimed = json.loads(record.read_text(encoding="utf-8"))
    _write(record.with_name(name), json.dumps(claimed | {"lottery_digest": digest}))


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _row(*cells: str) -> str:
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def _toml(text: str) -> str:
    return '"{}"'.format("".join(f"\\U{ord(one):08x}" for one in text))
