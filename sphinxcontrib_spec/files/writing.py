"""Writing files: each is the old one or the new one at any time, never half of one."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterable
from pathlib import Path


def write(path: Path, text: str) -> bool:
    """Write a file as UTF-8, whether it is there yet or not; whether it had to be written.

    Of a file that is there only the text changes: its mode is kept, and so are its owner, its
    group and its extended attributes as far as the system lets us. A symbolic link stays one:
    what it leads to is written. Other hard links to the file keep the old text. An OSError says
    that the file cannot be written; it is then as it was.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and target.read_bytes() == text.encode("utf-8"):
        return False
    write_pieces(path, [text])
    return True


def write_over_link(path: Path, text: str) -> bool:
    """Write a file as `write` does, but in place of a symbolic link, never through it."""
    if path.is_symlink():
        _place([text], path, Path.replace)
        return True
    return write(path, text)


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write a file as `write` does, of pieces that need not all be in memory at once."""
    target = Path(os.path.realpath(path))
    like = _writable(target) if target.exists() else None
    _place(pieces, target, Path.replace, like)


def rewrite(path: Path, old: str, new: str) -> None:
    """Replace the text of a file as `write` does, if it still is `old`.

    An OSError says that the file cannot be written, is gone, or is another one by now; what is
    there is then as it was.
    """
    before = old.encode("utf-8")

    def replace(temporary: Path, target: Path) -> None:
        if target.read_bytes() != before:
            raise OSError(errno.EBUSY, "not written: it has changed since it was read", str(path))
        temporary.replace(target)

    target = Path(os.path.realpath(path))
    _place([new], target, replace, like=_writable(target))


def create(path: Path, text: str) -> None:
    """Write a file that must not exist yet; a FileExistsError says that it does."""
    _place([text], path, move)


def move(source: Path, target: Path) -> None:
    """Give a file another name on the same disk, and never one that is taken.

    A symbolic link is moved itself. A FileExistsError says that the name is taken.
    """
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        # The name is taken, or the disk knows no hard links: only there may another program
        # that takes the name at the same moment lose its file.
        if is_taken(target, source):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        source.rename(target)
    else:
        source.unlink()


def is_taken(name: Path, source: Path) -> bool:
    """Whether the name that a file is to get is that of another one.

    On a disk that ignores the case of letters the other may be spelt otherwise; the file's own
    name in another case is free there.
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
    """Write a temporary file beside the target, and `put` it there when it is whole.

    What is written is on the disk before it gets its name, so that even a power cut leaves a
    whole file, old or new; which of them is not promised, so the folder is not synced. A
    temporary file that a killed run leaves is hidden, and nothing reads it.
    """
    temporary = target.with_name(f".sphinx-spec-{os.urandom(8).hex()}.tmp")
    try:
        try:
            # Nobody may read more than the old file let them, not even for a moment.
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
    """Give the temporary file what the target has besides its text and its times."""
    import shutil

    mine = temporary.stat()
    if (status.st_uid, status.st_gid) != (mine.st_uid, mine.st_gid):
        with contextlib.suppress(PermissionError):
            os.chown(temporary, status.st_uid, status.st_gid)
    shutil.copystat(target, temporary)
    os.utime(temporary)


_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
