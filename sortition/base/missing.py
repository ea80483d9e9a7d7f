"""That a library is missing: a sentence that says what to install."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

from sortition.base.errors import Message, message
from sortition.base.messages import Words, chosen_language

OURS: Final = ("sortition", "workshops")


def missing_library(error: ModuleNotFoundError) -> Message | None:
    """That a library is missing; None where it is one of our own modules, which is a mistake."""
    name = (error.name or "").partition(".")[0]
    return None if not name or name in OURS else message("library-missing", name=name)


def library_missing(error: ModuleNotFoundError, arguments: Sequence[str]) -> str:
    """The sentence in the language of a command line. Raises the error where it is a mistake."""
    said = missing_library(error)
    if said is None:
        raise error
    return Words(chosen_language(arguments, os.environ)).say(said)
