"""The command `sortition`, from a copy of the repository: `python cli.py`."""

from __future__ import annotations

from sortition.__main__ import main

if __name__ == "__main__":
    main()
