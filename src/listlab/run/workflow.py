"""The whole workflow of every params file: survey, analysis, draft, notebooks, page."""

import shutil
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from listlab.errors import ListlabError, RunError
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.run import steps, tasks
from listlab.run.crew import Crew
from listlab.run.outcome import Failure, RunOptions, Status, StudyRun
from listlab.run.outputs import current_manifest, study_key, write_json, write_manifest
from listlab.run.params import open_params
from listlab.run.progress import RunProgress
from listlab.study import Places, Study

_WAIT = 0.2  # seconds between looks at the progress bar
_WORKING_COPIES = "lab"  # people's own; a new report keeps them


def run_studies(
    paths: Sequence[Path], options: RunOptions | None = None, *, progress: RunProgress | None = None
) -> list[StudyRun]:
    """What became of each params file, in their order; one failure never stops the others."""
    options = options or RunOptions()
    opened = _open_all(paths, options)
    with ThreadPoolExecutor(max_workers=options.jobs) as threads, Crew(options.jobs) as crew:
        futures = [
            threads.submit(StudyRunner(each, options, crew, progress).run)
            if isinstance(each, Study)
            else _settled(each)
            for each in opened
        ]
        while wait(futures, timeout=_WAIT).not_done:
            if progress:
                progress.tick()
        return [future.result() for future in futures]


class StudyRunner:
    """One study on its way from params to report."""

    def __init__(
        self, study: Study, options: RunOptions, crew: Crew, progress: RunProgress | None
    ) -> None:
        self._study, self._options, self._crew, self._progress = study, options, crew, progress
        self._since = time.monotonic()
        self._started = datetime.now(UTC)
        self._doing = Text("", "")
        self._done, self._total = 0, 1

    def run(self) -> StudyRun:
        """What became of the study, whatever happens on the way."""
        try:
            return self._run()
        except ListlabError as error:
            return self._result("failed", error=error)
        except Exception as error:
            message = Text(
                f"研究 {self._study.id} 未能完成：{type(error).__name__}: {error}。"
                "请重新运行；如再次失败，请连同此信息报告。",
                f"study {self._study.id} failed: {type(error).__name__}: {error}. "
                "Run it again; if it fails again, report this message.",
            )
            return self._result("failed", error=RunError(message))

    def _run(self) -> StudyRun:
        study, options = self._study, self._options
        notebooks = _chosen(study.notebook_files(), options.only)
        key = study_key(study)
        manifest = None if options.force or options.only else current_manifest(study.places, key)
        if manifest:
            unreported = {c: Text(*names) for c, names in manifest["unreported"].items()}
            return self._result("cached", unreported=unreported)
        steps.law(study)
        part = study.places.folder.with_name(f".{study.id}-{uuid4().hex[:8]}.part")
        try:
            return self._build(Places(study.root, part.name, part.parent), notebooks, key)
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _build(self, part: Places, notebooks: Sequence[Path], key: str) -> StudyRun:
        study = self._study
        unreported, broken = self._compute(len(notebooks))
        part.notebooks.mkdir(parents=True)
        is_whole = not (broken or self._options.only)
        failures = self._execute(notebooks, part, with_report=is_whole)
        if failures or not is_whole:
            error = _failed(study.id, failures, broken) if failures or broken else None
            status: Status = "failed" if error else "done"
            self._exchange_notebooks(part)
            self._record(study.places, status, error)
            return self._result(status, unreported=unreported, error=error, failures=failures)
        write_manifest(study, part, key=key, unreported=unreported)
        self._record(part, "done", None)
        _exchange(part.folder, study.places.folder)
        return self._result("done", unreported=unreported)

    def _compute(self, notebooks: int) -> tuple[dict[str, Text], RunError | None]:
        """Run the steps ahead of the notebooks, which then find them kept.

        A failure of listlab itself is returned, not raised: the notebooks show where it is.
        """
        study, refresh = self._study, self._options.force
        codes = list(study.params.scenarios)
        self._total = len(codes) + notebooks + 2
        try:
            self._say(Text("读取问卷", "reading the survey"))
            task = self._crew.submit(tasks.read_survey, study, refresh=refresh)
            unreported = self._await([task])[0]
        except RunError as error:
            return {}, error
        try:
            self._say(Text("分析场景", "analysing scenarios"))
            work = [
                self._crew.submit(tasks.analyse, study, code, refresh=refresh)
                for code in codes
                if code not in unreported
            ]
            self._await(work)
            self._crew.submit(tasks.draft, study, refresh=refresh).result()
        except RunError as error:
            return unreported, error
        return unreported, None

    def _execute(
        self, notebooks: Sequence[Path], part: Places, *, with_report: bool
    ) -> tuple[Failure, ...]:
        """Run the notebooks, and write page and documents at the same time."""
        study, submit = self._study, self._crew.submit
        self._say(Text("运行笔记本，生成报告", "running notebooks, writing the report"))
        report = [submit(tasks.report, study, part)] if with_report else []
        futures = [
            submit(tasks.execute, study, path, part.notebooks / path.name) for path in notebooks
        ]
        failures = tuple(failure for failure in self._await(futures) if failure)
        if not failures:
            self._await(report)
        return failures

    def _await(self, futures: Sequence[Future[Any]]) -> list[Any]:
        for future in futures:
            future.add_done_callback(lambda _: self._advance())
        return [future.result() for future in futures]

    def _exchange_notebooks(self, part: Places) -> None:
        target = self._study.places.notebooks
        target.mkdir(parents=True, exist_ok=True)
        for path in sorted(part.notebooks.iterdir()):
            path.replace(target / path.name)

    def _record(self, places: Places, status: Status, error: ListlabError | None) -> None:
        record: dict[str, Any] = {
            "study": self._study.id,
            "status": status,
            "started": self._started.isoformat(timespec="seconds"),
            "ended": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - self._since, 2),
        }
        if error:
            record["error"] = error.say(self._study.params.lang)
        write_json(record, places.run_record)

    def _say(self, doing: Text) -> None:
        self._doing = doing
        self._show()

    def _advance(self) -> None:
        self._done += 1
        self._show()

    def _show(self) -> None:
        if self._progress:
            self._progress.step(self._study.id, self._doing, done=self._done, total=self._total)

    def _result(
        self,
        status: Status,
        *,
        unreported: dict[str, Text] | None = None,
        error: ListlabError | None = None,
        failures: tuple[Failure, ...] = (),
    ) -> StudyRun:
        places, label = self._study.places, self._study.label
        documents = (places.list_json, places.list_xlsx)
        return StudyRun(
            study=self._study.id,
            status=status,
            seconds=time.monotonic() - self._since,
            index=label(places.index) if places.index.is_file() else None,
            notebooks=tuple(label(path) for path in sorted(places.notebooks.glob("*.ipynb"))),
            documents=tuple(label(path) for path in documents if path.is_file()),
            manifest=label(places.manifest) if places.manifest.is_file() else None,
            unreported=unreported or {},
            error=error,
            failures=failures,
        )


def _open_all(paths: Sequence[Path], options: RunOptions) -> list[Study | StudyRun]:
    opened: list[Study | StudyRun] = []
    taken: dict[tuple[Path, str], Path] = {}
    for path in paths:
        try:
            study = open_params(path, reports=options.out and options.out.absolute())
            first = taken.setdefault((study.root, study.id), path)
            if first is not path:
                raise ListlabError(_same_study(study.id, first, path))
            if options.lang:
                study = replace(study, params=replace(study.params, lang=options.lang))
            opened.append(study)
        except ListlabError as error:
            opened.append(StudyRun(path.as_posix(), "failed", 0.0, error=error))
    return opened


def _chosen(notebooks: Sequence[Path], only: Sequence[str]) -> list[Path]:
    numbers = {path.name[:2]: path for path in notebooks}
    wrong = [number for number in only if number.zfill(2) not in numbers]
    if wrong:
        raise ListlabError(
            Text(
                f"没有编号为 {'、'.join(wrong)} 的笔记本；现有：{'、'.join(numbers)}。",
                f"no notebook {', '.join(wrong)}; there are: {', '.join(numbers)}.",
            )
        )
    return [numbers[number.zfill(2)] for number in only] if only else list(notebooks)


def _exchange(new: Path, target: Path) -> None:
    """Put a finished folder in the place of the old one, which keeps people's working copies."""
    if not target.exists():
        new.rename(target)
        return
    copies = target / _WORKING_COPIES
    if copies.exists():
        copies.rename(new / _WORKING_COPIES)
    old = target.with_name(f"{new.name}.old")
    try:
        target.rename(old)
    except OSError as error:  # Windows: a file of the report is open
        raise RunError(_in_use(target)) from error
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _failed(study: str, failures: Sequence[Failure], broken: RunError | None) -> RunError:
    problems = list(broken.problems) if broken else []
    problems += [Problem("run.cell", "error", failure.text(study)) for failure in failures]
    return RunError(problems)


def _settled(run: StudyRun) -> Future[StudyRun]:
    future: Future[StudyRun] = Future()
    future.set_result(run)
    return future


def _same_study(study: str, first: Path, second: Path) -> Problem:
    message = Text(
        f"与 {first} 的研究编号同为 {study}，结果会互相覆盖。请改用不同的 study 值。",
        f"has the same study id {study} as {first}; results would overwrite each other. "
        "Give it another id.",
    )
    return Problem("params.same_study", "error", message, file=second.as_posix())


def _in_use(target: Path) -> Text:
    return Text(
        f"{target} 中的文件正被其他程序打开，无法更新。请关闭打开的报告、Excel 或文件夹后再运行。",
        f"a file in {target} is open in another program. Close the report, Excel or folder, rerun.",
    )
