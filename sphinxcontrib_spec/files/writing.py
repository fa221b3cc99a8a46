"""Write files atomically: at any time, a file has its old or its new content."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterable
from pathlib import Path


def write(path: Path, text: str) -> bool:
    """Write a file as UTF-8, whether or not it exists; return whether it had to be written.

    If the file exists, only its text changes: its mode is kept, and so are its owner, its group and
    its extended attributes as far as the system permits. For a symbolic link, its target is
    written. Other hard links to the file keep the old text. An OSError is raised if the file cannot
    be written; it is unchanged then.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and target.read_bytes() == text.encode("utf-8"):
        return False
    write_pieces(path, [text])
    return True


def write_over_link(path: Path, text: str) -> bool:
    """Write a file as `write` does, but replace a symbolic link instead of writing its target."""
    if path.is_symlink():
        _place([text], path, Path.replace)
        return True
    return write(path, text)


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write a file as `write` does, from pieces that need not all be in memory at once."""
    target = Path(os.path.realpath(path))
    like = _writable(target) if target.exists() else None
    _place(pieces, target, Path.replace, like)


def rewrite(path: Path, old: str, new: str) -> None:
    """Replace the text of a file as `write` does, provided that it still is `old`.

    An OSError is raised if the file cannot be written, is gone or has changed; it is left as it is
    then.
    """
    before = old.encode("utf-8")

    def replace(temporary: Path, target: Path) -> None:
        if target.read_bytes() != before:
            raise OSError(errno.EBUSY, "not written: it has changed since it was read", str(path))
        temporary.replace(target)

    target = Path(os.path.realpath(path))
    _place([new], target, replace, like=_writable(target))


def create(path: Path, text: str) -> None:
    """Write a new file; raise FileExistsError if it already exists."""
    _place([text], path, move)


def move(source: Path, target: Path) -> None:
    """Rename a file on the same disk, and never overwrite another one.

    A symbolic link is moved itself. A FileExistsError is raised if the name is taken.
    """
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        # The name is taken, or the disk does not support hard links: only there, a file that
        # another program creates under this name at the same moment may be lost.
        if is_taken(target, source):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        source.rename(target)
    else:
        source.unlink()


def is_taken(name: Path, source: Path) -> bool:
    """Return whether the new name of a file is that of another file.

    On a case-insensitive disk, the other name may differ in case; the file's own name in another
    case is free there.
    """
    if not os.path.lexists(name):
        return False
    same = os.path.samestat(source.lstat(), name.lstat())
    return not same or any(entry.name == name.name for entry in name.parent.iterdir())


def _writable(target: Path) -> os.stat_result:
    status = target.stat()
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "the file is read-only", str(target))
    return status


def _place(
    pieces: Iterable[str],
    target: Path,
    put: Callable[[Path, Path], object],
    like: os.stat_result | None = None,
) -> None:
    """Write a temporary file beside the target, and `put` it in place when it is complete.

    The content is on disk before it gets its name, so that even a power cut leaves a complete file,
    old or new. Which of them is not guaranteed, so the folder is not synced. A temporary file left
    by a killed process is hidden, and nothing reads it.
    """
    temporary = target.with_name(f".sphinx-spec-{os.urandom(8).hex()}.tmp")
    try:
        try:
            # Nobody may read more than the old file permitted, not even for a moment.
            handle = os.open(temporary, _FLAGS, 0o600 if like else 0o666)
        except PermissionError as error:
            reason = "its folder is read-only"
            raise PermissionError(error.errno, reason, str(target)) from error
        with os.fdopen(handle, "wb") as file:
            file.writelines(piece.encode("utf-8") for piece in pieces)
            file.flush()
            os.fsync(file.fileno())
        if like:
            _keep(like, target, temporary)
        put(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _keep(status: os.stat_result, target: Path, temporary: Path) -> None:
    """Copy everything but the text and the times from the target to the temporary file."""
    import shutil

    mine = temporary.stat()
    if (status.st_uid, status.st_gid) != (mine.st_uid, mine.st_gid):
        with contextlib.suppress(PermissionError):
            os.chown(temporary, status.st_uid, status.st_gid)
    shutil.copystat(target, temporary)
    os.utime(temporary)


_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
