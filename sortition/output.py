"""Writes results whole or not at all, and never over existing ones unasked."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sortition.errors import BadInput, message


def check_free(path: Path, *, force: bool) -> None:
    """Refuse a place that is taken, before any long work. Raises `BadInput`."""
    if (path.exists() or path.is_symlink()) and not force:
        code = "output-folder-exists" if path.is_dir() else "output-exists"
        raise BadInput(message(code, file=str(path)))


def write_folder(folder: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Write files into a new folder: all of them, or none.

    With `force` a folder that exists is replaced file by file name; what else lies in it stays.
    Raises `BadInput` where the folder is taken or the disk refuses.
    """
    check_free(folder, force=force)
    if folder.exists() and not folder.is_dir():
        raise BadInput(message("output-not-folder", file=str(folder)))
    scratch: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        for name, content in files.items():
            _write(scratch / name, content)
        if folder.exists():
            for name in files:
                (scratch / name).replace(folder / name)
        else:
            scratch.chmod(0o777 & ~_umask())
            scratch.rename(folder)
    except OSError as error:
        raise _refused(folder, error) from None
    finally:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)


def write_file(path: Path, content: bytes, *, force: bool) -> None:
    """Write one file, whole or not at all.

    Raises `BadInput` where it exists or the disk refuses.
    """
    check_free(path, force=force)
    scratch: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        os.close(handle)
        scratch = Path(name)
        _write(scratch, content)
        scratch.chmod(0o666 & ~_umask())
        scratch.replace(path)
    except OSError as error:
        raise _refused(path, error) from None
    finally:
        if scratch is not None:
            scratch.unlink(missing_ok=True)


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
    return BadInput(message("output-refused", file=str(path), reason=error.strerror or str(error)))
