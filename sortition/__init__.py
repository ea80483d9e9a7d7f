"""Draw citizens' panels by lot: fair, fast, and checkable by anyone.

The functions of `sortition.api` are here too. They are loaded when one is first asked for, so that
importing the package costs nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sortition.api import (
        AnswerIsNo,
        BadInput,
        Check,
        Message,
        Protocol,
        Record,
        Result,
        SortitionError,
        Words,
        draw,
        read_protocol,
        register_csv,
        said,
        verify,
    )
else:
    # Hidden from the type checker, which would take any name for one of this package.
    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from sortition import api

        return getattr(api, name)


__all__ = [
    "AnswerIsNo",
    "BadInput",
    "Check",
    "Message",
    "Protocol",
    "Record",
    "Result",
    "SortitionError",
    "Words",
    "draw",
    "read_protocol",
    "register_csv",
    "said",
    "verify",
]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
