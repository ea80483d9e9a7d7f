"""Starts the command line: `sortition`, `python -m sortition` and `python cli.py`.

Nothing but Python's own library is needed to get here, so that a library which is missing can be
named in a sentence.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status: 0 done, 1 no, 2 bad input."""
    try:
        from sortition.commands.line import run_line
    except ModuleNotFoundError as error:
        from sortition.base.missing import library_missing

        print(library_missing(error, sys.argv[1:]), file=sys.stderr)
        sys.exit(2)
    run_line(arguments)


if __name__ == "__main__":
    main()
