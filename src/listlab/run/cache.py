"""The one cache rule: a step runs again only when something that it rests on has changed.

The key of a result is the step, its arguments, the hashes of its input files, the params it uses,
the packs, listlab's source and the lock. Results are kept as pickles in `reports/.cache`, where
commands and notebooks share them; deleting the folder loses nothing but time.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from listlab.errors import ListlabError, RunError
from listlab.kept import SOURCE, NotKeptError, keep, read_kept
from listlab.law.load import pack_files
from listlab.model.language import Text
from listlab.study import Study, sha256

P = ParamSpec("P")
R = TypeVar("R")

LOCK = "requirements.lock"


@dataclass(frozen=True)
class Basis:
    """What a step rests on beside code, packs and lock: params used and input files."""

    params: Mapping[str, Any]
    files: tuple[Path, ...] = ()


class Step(Generic[P, R]):
    """A step whose results are kept: call it with a study and its arguments."""

    def __init__(
        self,
        compute: Callable[Concatenate[Study, P], R],
        basis: Callable[Concatenate[Study, P], Basis],
    ) -> None:
        self.name = compute.__name__
        self.__doc__ = compute.__doc__
        self._compute = compute
        self._basis = basis

    def __call__(self, study: Study, *args: P.args, **kwargs: P.kwargs) -> R:
        """Result of the step, from the cache where nothing changed."""
        try:
            try:
                kept: R = read_kept(self.path(study, *args, **kwargs))
            except NotKeptError:
                return self.refresh(study, *args, **kwargs)
        except ListlabError as error:
            error.lang = study.params.lang
            raise
        return kept

    def refresh(self, study: Study, *args: P.args, **kwargs: P.kwargs) -> R:
        """Result of the step computed anew, and kept."""
        path = self.path(study, *args, **kwargs)
        try:
            result = self._compute(study, *args, **kwargs)
        except ListlabError:
            raise
        except Exception as error:
            used = self._basis(study, *args, **kwargs).params
            raise RunError(_failure(study, self.name, args, used, error)) from error
        keep(result, path)
        return result

    def path(self, study: Study, *args: P.args, **kwargs: P.kwargs) -> Path:
        """File in which the result is kept while nothing changes."""
        basis = self._basis(study, *args, **kwargs)
        key = digest(
            {
                "step": self.name,
                "args": [*args, kwargs],
                "params": basis.params,
                "inputs": study.snapshot(basis.files),
                "code": code_state(study.root),
            }
        )
        name = ".".join([study.id, self.name, *(str(arg) for arg in args)])
        return study.places.cache / f"{name}-{key[:24]}.pickle"


def cached(
    basis: Callable[Concatenate[Study, P], Basis],
) -> Callable[[Callable[Concatenate[Study, P], R]], Step[P, R]]:
    """Decorator that keeps a step's results; `basis` says what they rest on."""
    return lambda compute: Step(compute, basis)


def digest(value: Any) -> str:
    """SHA-256 over plain values, whatever the order of keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def code_state(root: Path) -> dict[str, str]:
    """Hashes of listlab's source, the packs and the lock, and the Python that runs them."""
    lock = root / LOCK
    return {
        "source": _source_hash(),
        "packs": _hash_files(pack_files()),
        "lock": sha256(lock) if lock.is_file() else "",
        "python": ".".join(str(part) for part in sys.version_info[:2]),
    }


@lru_cache(maxsize=1)
def _source_hash() -> str:
    packs = {path.absolute() for path in pack_files()}
    files = (path for path in SOURCE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return _hash_files(path for path in files if path.absolute() not in packs)


def _hash_files(paths: Iterable[Path]) -> str:
    return digest({path.relative_to(SOURCE).as_posix(): sha256(path) for path in paths})


def _failure(
    study: Study,
    step: str,
    args: tuple[Any, ...],
    used: Mapping[str, Any],
    error: Exception,
) -> Text:
    call = f"{step}({', '.join(str(arg) for arg in args)})"
    params = ", ".join(f"{key}={value!r}" for key, value in used.items())
    return Text(
        f"研究 {study.id} 的步骤 {call} 未能完成：{type(error).__name__}: {error}。"
        f"所用参数：{params}。请核对这些参数和数据；如无误，请连同此信息报告。",
        f"study {study.id}: step {call} failed: {type(error).__name__}: {error}. "
        f"Params used: {params}. Check them and the data; if they are right, report this message.",
    )
