"""One command at a time changes a study's folder; the others wait for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from listlab.errors import ReportError, RunError
from listlab.model.language import Text

_LONGEST_WAIT = 30.0  # seconds; what is done under the lock are renames and links


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Keep other commands from changing a study's folder; whoever holds it may do so again.

    The lock is a file beside the folder, which the system frees however the process ends.

    Raises
    ------
    RunError
        Another command holds it and does not end.
    ReportError
        The system refuses to make the file.
    """
    folder = folder.resolve()
    place = folder.with_name(f".{folder.name}.lock")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place, is_singleton=True)
        lock.acquire(timeout=_LONGEST_WAIT)
    except Timeout as error:
        raise RunError(_held(folder)) from error
    except OSError as error:
        raise ReportError(_no_lock(place, error)) from error
    try:
        yield
    finally:
        lock.release()


def _held(folder: Path) -> Text:
    return Text(
        f"另一个 listlab 命令正在更新 {folder}。请等它结束后再运行。",
        f"another listlab command is changing {folder}. Wait until it has ended, then run again.",
    )


def _no_lock(place: Path, error: OSError) -> Text:
    reason = error.strerror or str(error)
    return Text(
        f"无法在 {place.parent} 中写入：{reason}。请取得权限，或为 --out 另选文件夹。",
        f"can't write in {place.parent}: {reason}. Get the right to, or name another by --out.",
    )
