"""Plan workshops and print what lies on the tables.

The functions of `workshops.api` are here too. They are loaded when one is first asked for.
"""

from typing import TYPE_CHECKING

from sortition.base.messages import add_words
from sortition.examples.first_commands import add_first_commands
from workshops.examples.first_commands import FIRST_COMMANDS

if TYPE_CHECKING:
    from workshops.api import (
        Event,
        Plan,
        groups_csv,
        print_plan,
        read_plan,
        snowball,
        tables,
        write_plan,
    )
else:
    # Hidden from the type checker, which would take any name for one of this package.
    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from workshops import api

        return getattr(api, name)


__all__ = [
    "Event",
    "Plan",
    "groups_csv",
    "print_plan",
    "read_plan",
    "snowball",
    "tables",
    "write_plan",
]

# Whoever imports anything of the workshops has their words and their examples.
add_words("workshops.messages")
add_first_commands(FIRST_COMMANDS)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
