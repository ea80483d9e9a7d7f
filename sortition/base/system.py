"""Why the system refuses a file, in the user's language."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

from sortition.base.errors import Message, message

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
