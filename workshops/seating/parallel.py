"""A second search beside the first, in a Python of its own.

Started as a plain command: that works from a terminal, a script or a notebook alike, whatever the
program around it is. Where it cannot be started, the search is done here instead, with the same
result.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workshops.observe import Observer
from workshops.seating.problem import Hall, Seating
from workshops.seating.search import HOT, Found, Stage, anneal
from workshops.seating.state import Bars
from workshops.stream import Stream

_COMMAND: Final = "from workshops.seating.parallel import main; main()"
_PATIENCE: Final = 5.0
"""Seconds given to a stopped search to hand over its best seating."""


@dataclass(frozen=True)
class Job:
    """A search that is not yet run."""

    hall: Hall
    start: Seating
    barred: Bars
    seed: str
    stream: str
    """The name of its stream of chance."""
    steps: int
    least: int
    """A price known to be the best there is."""
    stages: tuple[Stage, ...] = HOT
    copies: int = 1
    """How many seatings it changes side by side."""

    def run(self, observe: Observer | None = None) -> Found:
        """Do the search here and now."""
        stream = Stream(self.seed, f"tables, search {self.stream}")
        return anneal(
            self.hall,
            self.start,
            stream,
            self.steps,
            barred=self.barred,
            least=self.least,
            stages=self.stages,
            copies=self.copies,
            observe=observe,
        )


class SecondSearch:
    """A search under way in another process; `alone` keeps it for later in this one."""

    def __init__(self, job: Job, *, alone: bool) -> None:
        self._job = job
        self._process = None if alone else _start(job)

    def result(self, *, stopped: bool) -> Found | None:
        """What it found; it is asked to stop as well if the first search was `stopped`.

        None where it was stopped and has nothing to hand over.
        """
        if self._process is None:
            return None if stopped else self._job.run()
        if stopped:
            self._process.send_signal(signal.SIGINT)
        try:
            content, _ = self._process.communicate(timeout=_PATIENCE if stopped else None)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            return None
        except KeyboardInterrupt:
            # Stopped while only this search was left: it has heard the same Ctrl-C.
            return self.result(stopped=True)
        if self._process.returncode == 0 and content:
            found: Found = pickle.loads(content)  # noqa: S301  # from our own process
            return found
        return None if stopped else self._job.run()


def _start(job: Job) -> subprocess.Popen[bytes] | None:
    if not sys.executable:
        return None
    # One thread for each of the two searches; the path by which this module was found.
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([path or str(Path.cwd()) for path in sys.path]),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    try:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own module
            [sys.executable, "-c", _COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    except OSError:
        return None
    try:
        if process.stdin is not None:
            process.stdin.write(pickle.dumps(job))
            process.stdin.close()
            process.stdin = None
    except OSError:
        process.kill()
        process.communicate()
        return None
    return process


def main() -> None:
    """Read a job, run it, write what it found."""
    job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our own process
    found = job.run()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout.buffer.write(pickle.dumps(found))
