"""A study's folder changed at once: all that a command made appears, or none of it.

A command builds a new folder beside the study's, and the two change places in one move; where the
system has none, by two renames, between which the study's folder is missing for a moment. A mark
beside the new folder says that it is whole; whatever stops the command, the next one finds the
mark and ends the exchange, so that nobody meets half of one result and half of another.
"""

import errno
import os
import platform
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from listlab.errors import ReportError, RunError
from listlab.model.language import Text
from listlab.run.lock import hold
from listlab.run.swap import swap
from listlab.study import Places, require_folder

WORKING_COPIES = "lab"  # people's own; a new report keeps them
_PART = ".part"
_OLD, _READY = f"{_PART}.old", f"{_PART}.ready"
_OWNER = f"{_PART}.owner"  # beside a folder that is being built: machine and process
_ABANDONED = timedelta(days=1)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BUSY = frozenset({errno.EBUSY, errno.ENOTEMPTY, errno.EEXIST})


@contextmanager
def building(places: Places) -> Iterator[Places]:
    """Empty folder beside a study's, to build in; it is gone in the end unless it was exchanged.

    Raises
    ------
    RunError
        The system refuses to write into it, for instance since the disk is full.
    """
    part = new_folder(places)
    try:
        yield part
    except OSError as error:
        raise RunError(not_written(places.folder, error)) from error
    finally:
        if not _beside(part.folder, _READY).exists():  # else the next command's to end
            shutil.rmtree(part.folder, ignore_errors=True)
            with suppress(OSError):
                _beside(part.folder, _OWNER).unlink(missing_ok=True)


def new_folder(places: Places) -> Places:
    """Empty folder beside a study's, to build in; what stopped commands left is settled first."""
    settle(places)
    target = places.folder.resolve()  # a link stays one; what it leads to is exchanged
    part = target.with_name(f".{places.study_id}-{uuid4().hex[:8]}{_PART}")
    make_folder(part)
    _beside(part, _OWNER).write_text(f"{platform.node()} {os.getpid()}", encoding="utf-8")
    return Places(places.root, part.name, part.parent)


def require_place(places: Places) -> None:
    """Check that a study's folder can be exchanged, before anything is computed for it.

    Raises
    ------
    ReportError
        The folder, or the one that it lies in, may not be written to.
    """
    target = places.folder.resolve()
    require_folder(target)
    require_folder(target.parent)


def carry_over(old: Path, new: Path, *, without: Collection[str]) -> None:
    """Give a new folder all files of the old one that it does not replace, by links where it can.

    Parameters
    ----------
    old, new : Path
        Folders of a study; nothing happens where there is no old one.
    without : collection of str
        Files and folders, relative to the old one with `/`, that are left behind.
    """
    left = {*without, WORKING_COPIES}
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old).as_posix()
        if any(name == each or name.startswith(f"{each}/") for each in left):
            continue
        if path.is_symlink() or not path.is_dir():
            _carry(path, new / name)


def exchange(new: Path, target: Path) -> None:
    """Put a finished folder in the place of the old one, and people's working copies into it.

    The copies never lie in a folder that a failure cleans up; what fails leaves all as it was.

    Raises
    ------
    RunError
        A file of the old folder is open in another program, or the system refuses otherwise.
    """
    target = target.resolve()
    ready = _beside(new, _READY)
    with hold(target):
        try:
            ready.touch()
            _finish(new, target)
        except OSError as error:
            _undo(new, target)
            raise RunError(not_written(target, error)) from error
        _clean(new, target)


def settle(places: Places) -> None:
    """End the exchanges that stopped commands left, and drop what they had only begun.

    Raises
    ------
    RunError
        A file of the study's folder is open in another program.
    """
    target = places.folder.resolve()
    if not _begun(target, places.study_id):
        return
    with hold(target):
        for new in _begun(target, places.study_id):
            is_ready = _beside(new, _READY).exists()
            try:
                if is_ready:
                    _finish(new, target)
                else:
                    _give_back(_beside(new, _OLD), target)
            except OSError as error:
                raise RunError(not_written(target, error)) from error
            if is_ready or _beside(new, _OLD).exists() or _is_abandoned(new):
                _clean(new, target)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it.

    Raises
    ------
    ReportError
        The system refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(_no_folder(folder, error)) from error


def in_use(target: Path) -> Text:
    """Sentence for a folder of which a file is open in another program."""
    return Text(
        f"{target} 中的文件正被其他程序打开，无法更新。请关闭打开的报告、Excel 或文件夹后再运行。",
        f"a file in {target} is open in another program. Close the report, Excel or folder, rerun.",
    )


def not_written(target: Path, error: OSError) -> Text:
    """Sentence for a folder that the system refuses to write: full, in use, or by its reason."""
    if error.errno in _FULL:
        return Text(
            f"磁盘空间不足，{target} 没有更新，原有内容未改动。请腾出空间后再运行。",
            f"the disk is full; {target} is as it was. Make room and run again.",
        )
    if isinstance(error, PermissionError) or error.errno in _BUSY:
        return in_use(target)
    reason, file = error.strerror or str(error), error.filename or target
    return Text(
        f"{target} 没有更新，原有内容未改动：{file}：{reason}。请排除原因后再运行。",
        f"{target} is as it was: {file}: {reason}. Remove the cause and run again.",
    )


def _carry(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        target.symlink_to(path.readlink(), target_is_directory=path.is_dir())
        return
    try:
        os.link(path, target)
    except OSError:  # a file system without links
        shutil.copy2(path, target)


def _finish(new: Path, target: Path) -> None:
    """Take the steps of an exchange that are not taken yet, however many those are."""
    old = _beside(new, _OLD)
    if new.exists() and target.exists() and not old.exists():
        if _is_in_place(new, target) or _change_places(new, target):
            _give_back(new, target)
            return
        target.rename(old)
    if new.exists():
        new.rename(target)
    _give_back(old, target)


def _change_places(new: Path, target: Path) -> bool:
    """Exchange both folders in one move, which the mark tells from an exchange not yet made."""
    _beside(new, _READY).write_text(str(new.stat().st_ino), encoding="utf-8")
    return swap(new, target)


def _is_in_place(new: Path, target: Path) -> bool:
    """Whether both folders have changed places: the one that was marked stands at the target."""
    try:
        marked = _beside(new, _READY).read_text(encoding="utf-8")
        return marked == str(target.stat().st_ino)
    except OSError:
        return False


def _give_back(old: Path, target: Path) -> None:
    """Put the old folder back where nothing stands in its place, else the copies that it keeps."""
    if old.exists() and not target.exists():
        old.rename(target)
    kept = old / WORKING_COPIES
    if kept.exists():
        place = target / WORKING_COPIES
        if place.exists():  # made anew meanwhile; nobody's notebook is ever dropped
            place = place.with_name(f"{WORKING_COPIES}-{uuid4().hex[:8]}")
        kept.rename(place)


def _undo(new: Path, target: Path) -> None:
    """Put the old folder back where a step of the exchange failed, as far as the system lets.

    What it does not let is done by the next command: it finds the mark or the old folder beside.
    """
    old = _beside(new, _OLD)
    if new.exists() and _is_in_place(new, target) and not swap(new, target):
        return
    with suppress(OSError):
        if old.exists() and target.exists() and not new.exists():
            target.rename(new)
    with suppress(OSError):
        if old.exists() and not target.exists():
            old.rename(target)
    with suppress(OSError):
        _beside(new, _READY).unlink(missing_ok=True)


def _clean(new: Path, target: Path) -> None:
    """Remove what an exchange leaves: the mark first, so that nobody ends it a second time."""
    with suppress(OSError):
        _beside(new, _READY).unlink(missing_ok=True)
    old = _beside(new, _OLD)
    if target.exists() and not (old / WORKING_COPIES).exists():
        shutil.rmtree(old, ignore_errors=True)
    if not (new / WORKING_COPIES).exists():
        shutil.rmtree(new, ignore_errors=True)
    with suppress(OSError):
        _beside(new, _OWNER).unlink(missing_ok=True)


def _begun(target: Path, study_id: str) -> list[Path]:
    """Folders that exchanges of a study began with, whatever is left of them."""
    marks = target.parent.glob(f".{_escaped(study_id)}-????????{_PART}*")
    return sorted({p.with_name(p.name[: p.name.rindex(_PART) + len(_PART)]) for p in marks})


def _beside(new: Path, ending: str) -> Path:
    return new.with_name(new.name.removesuffix(_PART) + ending)


def _is_abandoned(new: Path) -> bool:
    """Whether nobody builds in a folder any more: its process is gone, or it was begun long ago."""
    try:
        node, _, process = _beside(new, _OWNER).read_text(encoding="utf-8").rpartition(" ")
        if node == platform.node() and not is_running(int(process)):
            return True
    except (OSError, ValueError):
        pass  # of another version, or about to be exchanged: its age decides
    try:
        begun = datetime.fromtimestamp(new.stat().st_mtime, UTC)
    except OSError:
        return False
    return datetime.now(UTC) - begun > _ABANDONED


def is_running(process: int) -> bool:
    """Whether a process of this machine may still run; yes where the system does not tell."""
    if os.name != "posix":  # elsewhere the question would end the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _escaped(name: str) -> str:
    """Study id as a pattern that only it matches."""
    return "".join(f"[{char}]" if char in "[*?" else char for char in name)


def _no_folder(folder: Path, error: OSError) -> Text:
    reason = error.strerror or str(error)
    return Text(
        f"无法建立文件夹 {folder}：{reason}。请为 --out 另选文件夹，或取得权限。",
        f"folder {folder} can't be made: {reason}. Name another by --out, or get the right to.",
    )
