"""Where machine code is kept between runs: a folder named by everything it was compiled from.

Code compiled from one file holds the constants and the functions of others, so no single file says
whether it still holds. A folder is therefore named by the SHA-256 of all source files that may take
part: after any change another folder is used, and what was compiled before is not run again. It
lies in the user's cache, never in the package. That the processor, Python and numba are those it
was compiled for, numba finds out itself.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

FOLDERS_KEPT: Final = 4
"""Folders of one package that stay: those used last, for those who go back to an older version."""
_BASE: Final = Path(__file__).parent
"""What compiled functions of every package call: its files count for all of them."""


@cache
def folder_of(package: str) -> Path | None:
    """The folder for machine code of a top-level package, made if it is not there.

    None where the package has no source files, or where nothing may be written.
    """
    roots = [Path(root) for root in getattr(sys.modules.get(package), "__path__", ())]
    if not roots:
        return None
    try:
        folder = _cache_folder() / f"{package}-{_digest([*roots, _BASE])}"
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
        os.utime(folder)
        if is_new:
            _remove_oldest(folder.parent, package)
    except (OSError, RuntimeError):
        # A home that nobody knows is a RuntimeError.
        return None
    return folder


def _cache_folder() -> Path:
    """The folder of this program in the user's cache, or in the one that numba is told to use."""
    told = os.environ.get("NUMBA_CACHE_DIR")
    if told:
        return Path(told).absolute() / "sortition"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "sortition" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "sortition"
    # A relative path there is to be ignored (XDG Base Directory Specification).
    wanted = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (wanted if wanted.is_absolute() else Path.home() / ".cache") / "sortition"


def _digest(roots: list[Path]) -> str:
    """32 hexadecimal digits of the SHA-256 of all source files below some folders."""
    whole = hashlib.sha256()
    for name, content in _sources(roots):
        whole.update(f"\0{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()[:32]


def _sources(roots: list[Path]) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of every source file below some folders, in the order of names."""
    for root in roots:
        files = {file.relative_to(root).as_posix(): file for file in root.rglob("*.py")}
        for name in sorted(files):
            yield name, files[name].read_bytes()


def _remove_oldest(kept: Path, package: str) -> None:
    """Remove the folders of a package that were used longest ago, all but a few."""
    name = re.compile(rf"{re.escape(package)}-[0-9a-f]{{32}}")
    folders = [one for one in kept.iterdir() if name.fullmatch(one.name)]
    folders.sort(key=lambda one: one.stat().st_mtime, reverse=True)
    for folder in folders[FOLDERS_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
