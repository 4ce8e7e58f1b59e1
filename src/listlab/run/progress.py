"""Progress of a run on stderr, for work that takes more than two seconds."""

import time
from threading import Lock
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from listlab.model.language import Lang, Text

_PATIENCE = 2.0  # seconds without a bar


class RunProgress:
    """A bar a study, shown once the run has lasted two seconds; nothing where stderr is a file."""

    def __init__(self, lang: Lang = "zh", console: Console | None = None) -> None:
        self._lang: Lang = lang
        self._console = console or Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.fields[study]}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=self._console,
            transient=True,
        )
        self._tasks: dict[str, object] = {}
        self._lock = Lock()
        self._since = time.monotonic()
        self._is_shown = False

    def __enter__(self) -> "RunProgress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_shown:
            self._bar.stop()

    def step(self, study: str, doing: Text, *, done: int, total: int) -> None:
        """Say what is being done for a study, and how much of it is done."""
        with self._lock:
            words = doing.say(self._lang)
            if study not in self._tasks:
                self._tasks[study] = self._bar.add_task(words, study=study, total=total)
            task = self._tasks[study]
            self._bar.update(task, description=words, completed=done, total=total)  # type: ignore[arg-type]
        self.tick()

    def tick(self) -> None:
        """Show the bars when the run has lasted long enough; called while waiting."""
        is_due = time.monotonic() - self._since > _PATIENCE
        if is_due and not self._is_shown and self._console.is_terminal:
            self._is_shown = True
            self._bar.start()


class CountProgress:
    """One bar for things counted, shown after two seconds."""

    def __init__(self, doing: Text, lang: Lang = "zh") -> None:
        self._run = RunProgress(lang)
        self._doing = doing

    def __enter__(self) -> "CountProgress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run.__exit__(kind, error, trace)

    def step(self, done: int, total: int) -> None:
        """Say how many are done, and of how many."""
        self._run.step("", self._doing, done=done, total=total)
