"""Writes results whole or not at all, and never over existing ones unasked."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sortition.base.errors import BadInput, message
from sortition.base.system import reason


def check_free(path: Path, *, force: bool, folder: bool = False) -> None:
    """Refuse a place that is taken or cannot be written, before any long work.

    `folder` says that a folder is to be made there, else a file. Raises `BadInput`.
    """
    try:
        taken = path.is_symlink() or path.exists()
        is_folder = path.is_dir()
    except OSError as error:
        raise _refused(path, error) from None
    if taken and folder and not is_folder:
        raise BadInput(message("output-not-folder", file=str(path)))
    if taken and not force:
        code = "output-folder-exists" if is_folder else "output-exists"
        raise BadInput(message(code, file=str(path)))
    if is_folder and not folder:
        raise _refused(path, IsADirectoryError(errno.EISDIR, ""))
    above = next((parent for parent in path.parents if parent.exists()), Path())
    if not above.is_dir():
        raise _refused(path, NotADirectoryError(errno.ENOTDIR, ""))
    if not os.access(above, os.W_OK):
        raise _refused(path, PermissionError(errno.EACCES, ""))


def write_folder(folder: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Write files into a new folder: all of them, or none.

    With `force` a folder that exists is replaced file by file name; what else lies in it stays.
    Raises `BadInput` where the folder is taken or the disk refuses.
    """
    check_free(folder, force=force, folder=True)
    with _refusals_of(folder), _parents_of(folder):
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            for name, content in files.items():
                _write(scratch / name, content)
            if folder.exists():
                for name in files:
                    (scratch / name).replace(folder / name)
            else:
                scratch.chmod(0o777 & ~_umask())
                scratch.rename(folder)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def write_file(path: Path, content: bytes, *, force: bool) -> None:
    """Write one file, whole or not at all.

    Raises `BadInput` where it exists or the disk refuses.
    """
    check_free(path, force=force)
    with _refusals_of(path), _parents_of(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        os.close(handle)
        scratch = Path(name)
        try:
            _write(scratch, content)
            scratch.chmod(0o666 & ~_umask())
            scratch.replace(path)
        finally:
            scratch.unlink(missing_ok=True)


@contextmanager
def _refusals_of(path: Path) -> Iterator[None]:
    """Turn what the system refuses into a sentence."""
    try:
        yield
    except OSError as error:
        raise _refused(path, error) from None


@contextmanager
def _parents_of(path: Path) -> Iterator[None]:
    """Make the folders above a result, and take them away again where it cannot be written."""
    made = []
    for parent in path.parents:
        if parent.exists():
            break
        made.append(parent)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except (OSError, KeyboardInterrupt):
        for parent in made:
            with suppress(OSError):
                parent.rmdir()
        raise


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(path: Path, error: OSError) -> BadInput:
    return BadInput(message("output-refused", file=str(path), reason=reason(error)))
