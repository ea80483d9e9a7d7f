"""A package that is called as the function of its name: `workshops.tables(...)`.

Python puts a package under its name in the package above once anything of it is imported, where
the function of the same name should be. So the package can be called too.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class CallablePackage(ModuleType):
    """A package of `workshops`, called as the function of `workshops.api` that has its name."""

    def __call__(self, *args: Any, **named: Any) -> Any:
        """What the function of the package's name gives."""
        function = getattr(import_module("workshops.api"), self.__name__.rpartition(".")[2])
        return function(*args, **named)


def make_callable(package: str) -> None:
    """Have a package, being imported, called as its function."""
    sys.modules[package].__class__ = CallablePackage
