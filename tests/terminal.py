"""Runs the command with its errors on a pseudo-terminal, as people see its progress."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

from tests.places import ROOT

PATIENCE = 120.0


@dataclass(frozen=True)
class Ended:
    """How the command ended, and what it said."""

    status: int
    out: str
    terminal: str
    """What the terminal was sent, without the codes that move and colour."""


def run_in_terminal(arguments: list[str], stop_at: str = "") -> Ended:
    """Runs the command; once the terminal shows `stop_at`, it gets Ctrl-C."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "80", "LINES": "30"},
        preexec_fn=_hear_ctrl_c,
    )
    os.close(theirs)
    seen, waiting, end = b"", bool(stop_at), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.05)[0]:
            try:
                seen += os.read(ours, 1 << 16)
            except OSError:  # Linux says so where the other side is closed
                break
        elif process.poll() is not None:
            break
        if waiting and stop_at in _plain(seen):
            process.send_signal(signal.SIGINT)
            waiting = False
    os.close(ours)
    try:
        out, _ = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    return Ended(process.returncode, out.decode(), _plain(seen))


def _hear_ctrl_c() -> None:
    """A shell has what it runs in the background ignore Ctrl-C, and so would the command."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _plain(seen: bytes) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen.decode(errors="ignore"))
