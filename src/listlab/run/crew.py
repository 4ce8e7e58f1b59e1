"""Worker processes of a run, started when the first study needs them."""

import os
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Lock
from types import TracebackType
from typing import Any


class Crew:
    """As many workers as jobs; a worker that dies fails its own task, not the ones to come."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()

    def __enter__(self) -> "Crew":
        self._folder = tempfile.TemporaryDirectory(prefix="listlab-", ignore_cleanup_errors=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool:
            self._pool.shutdown(wait=error is None, cancel_futures=True)
        self._folder.cleanup()

    def submit(self, task: Callable[..., Any], *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a call to a worker."""
        with self._lock:
            try:
                return self._workers().submit(task, *args, **kwargs)
            except BrokenProcessPool:
                self._pool = None
                return self._workers().submit(task, *args, **kwargs)

    def _workers(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                max_workers=self._jobs,
                mp_context=get_context("spawn"),
                initializer=_prepare,
                initargs=(self._folder.name,),
            )
        return self._pool


def _prepare(folder: str) -> None:
    """Keep what kernels print off stdout, and the user's own IPython settings out of results."""
    os.dup2(2, 1)
    os.environ["IPYTHONDIR"] = folder
    os.environ["JUPYTER_RUNTIME_DIR"] = folder
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
