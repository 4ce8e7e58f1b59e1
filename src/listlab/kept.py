"""Results kept between processes as pickles with a checksum; losing one costs time, nothing else.

What rests on the package's own files alone, as parsed packs and the model learnt from a lexicon,
is kept in the user's cache folder; what rests on a study is kept beside it by `listlab.run`.
"""

import hashlib
import pickle
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from platformdirs import user_cache_path

Kept = TypeVar("Kept")
SOURCE = Path(__file__).parent
_LIBRARIES = (
    "fonttools",
    "numpy",
    "polars",
    "ruamel.yaml",
    "scikit-learn",
    "scipy",
    "vl-convert-python",
)
_MOST = 3  # results of a name that are kept
_CHECK = hashlib.sha256().digest_size  # bytes of the checksum in front of a pickle


class NotKeptError(Exception):
    """No result is kept, or the file that keeps it is damaged."""


def from_shipped(name: str, files: Iterable[Path], compute: Callable[[], Kept]) -> Kept:
    """What `compute` gives, from the user's cache folder where nothing it rests on has changed.

    Parameters
    ----------
    name : str
        Of the result; a part of a file's name.
    files : iterable of Path
        Data files that it rests on, beside listlab's source and its libraries.
    compute : callable
        Its errors are raised as they are, and nothing is kept then.
    """
    rests = hashlib.sha256(_code_state().encode())
    for path in files:
        rests.update(f"\0{path.name}\0".encode() + path.read_bytes())
    path = user_cache_path("listlab", appauthor=False) / f"{name}-{rests.hexdigest()[:24]}.pickle"
    try:
        kept: Kept = read_kept(path)
    except NotKeptError:
        kept = compute()
        keep(kept, path)
    return kept


def read_kept(path: Path) -> Any:
    """Result that `keep` wrote.

    Raises
    ------
    NotKeptError
        There is none, or it is damaged.
    """
    try:
        content = path.read_bytes()
        if hashlib.sha256(content[_CHECK:]).digest() != content[:_CHECK]:
            raise NotKeptError
        return pickle.loads(content[_CHECK:])
    except Exception as error:  # unpickling may raise anything, as of classes that have changed
        raise NotKeptError from error


def keep(result: object, path: Path) -> None:
    """Keep a result where that can be done: a full disk or a locked file costs time, no result.

    Of results of the same name, apart from the key after its last hyphen, the newest are left.
    """
    pickled = pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL)
    part = path.with_name(f".{uuid4().hex}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(hashlib.sha256(pickled).digest() + pickled)
        part.replace(path)
    except OSError:
        _remove(part)
        return
    name, _, _ = path.name.rpartition("-")
    kept = sorted(path.parent.glob(f"{name}-*.pickle"), key=_age, reverse=True)
    for old in kept[_MOST:]:
        _remove(old)


@lru_cache(maxsize=1)
def _code_state() -> str:
    """Listlab's own source and the versions of what its results are made with."""
    read = hashlib.sha256()
    for path in sorted(SOURCE.rglob("*.py")):
        read.update(path.read_bytes())
    used = [f"{name} {version(name)}" for name in _LIBRARIES]
    return " ".join([read.hexdigest(), sys.version, *used])


def _remove(path: Path) -> None:
    with suppress(OSError):  # Windows: another process reads it
        path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
