"""Why a file cannot be had from the system, in the user's language."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sortition.base.errors import Message, message
from sortition.base.text import nearest

_REASONS: Final[Mapping[str, str]] = {
    "ENOSPC": "system-full",
    "EDQUOT": "system-full",
    "EFBIG": "system-full",
    "EROFS": "system-read-only",
    "EACCES": "system-rights",
    "EPERM": "system-rights",
    "ENOTDIR": "system-below-file",
    "EEXIST": "system-below-file",
    "ENOENT": "system-not-there",
    "EISDIR": "system-folder",
    "ENAMETOOLONG": "system-long-name",
}
"""The system's own names of errors (POSIX), which every platform's Python knows."""


def reason(error: OSError) -> Message | str:
    """The reason of a refusal: a message where it is a common one, else the system's own words."""
    name = errno.errorcode.get(error.errno or 0, "")
    code = _REASONS.get(name)
    return message(code) if code else error.strerror or name or type(error).__name__


def not_found(path: Path) -> Message:
    """That a file is not there, with the name of the nearest one beside it."""
    try:
        neighbours = [other.name for other in path.parent.iterdir() if other.is_file()]
    except OSError:
        return message("table-not-found", file=str(path))
    near = nearest(path.name or str(path), neighbours)
    if near is None:
        return message("table-not-found", file=str(path))
    return message("table-not-found-near", file=str(path), near=near)
