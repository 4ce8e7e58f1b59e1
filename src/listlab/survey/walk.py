"""Which files of a folder may be answers; none is opened."""

from pathlib import Path

_CLUTTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def answer_files(folder: Path) -> tuple[Path, ...]:
    """Files in a folder and below, sorted; lock files, hidden files and folders, clutter left out.

    What stands above the folder does not matter, hidden or not.
    """
    files = (path for path in folder.rglob("*") if path.is_file())
    return tuple(sorted(path for path in files if may_be_answer(path.relative_to(folder))))


def may_be_answer(place: Path) -> bool:
    """Whether a file may be an answer, by its place below the folder that is searched."""
    hidden = any(part.startswith((".", "~$")) for part in place.parts)
    return not hidden and place.name.lower() not in _CLUTTER
