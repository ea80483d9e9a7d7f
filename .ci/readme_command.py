"""Prints the command of a code block marked `<!-- run: NAME -->` in a Markdown file."""

import re
import sys
from pathlib import Path


def command(text: str, name: str) -> str:
    """The content of the code block that follows the mark."""
    found = re.search(rf"<!-- run: {re.escape(name)} -->\n```sh\n(.*?)```", text, re.DOTALL)
    if found is None:
        raise SystemExit(f"no code block is marked {name}")
    return found.group(1).strip()


if __name__ == "__main__":
    print(command(Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2]))
