"""The whole workflow of every params file: survey, analysis, draft, notebooks, page."""

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from listlab.errors import ListlabError, RunError
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.run import steps, tasks
from listlab.run.crew import Crew
from listlab.run.exchange import (
    building,
    exchange,
    make_folder,
    not_written,
    require_place,
    settle,
)
from listlab.run.lock import hold
from listlab.run.outcome import (
    Failure,
    RunOptions,
    Status,
    StudyRun,
    SurveyRead,
    warnings_of,
)
from listlab.run.outputs import kept_report, study_key, write_json, write_manifest
from listlab.run.params import open_params
from listlab.run.progress import RunProgress
from listlab.run.questions import to_ask
from listlab.study import Places, Study

_WAIT = 0.2  # seconds between looks at the progress bar


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
        settle(study.places)
        kept = None if options.force or options.only else kept_report(study.places, key)
        if kept is not None:
            return self._whole("cached", kept)
        steps.law(study)
        with building(study.places) as part:
            return self._build(part, notebooks, key)

    def _build(self, part: Places, notebooks: Sequence[Path], key: str) -> StudyRun:
        study = self._study
        survey, broken = self._compute(len(notebooks))
        make_folder(part.notebooks)
        is_whole = not (broken or self._options.only)
        failures, errors = self._execute(notebooks, part, with_report=is_whole)
        if errors and not failures:
            raise errors[0]
        if failures or not is_whole:
            causes = [broken, *errors] if broken else errors
            error = _failed(study.id, failures, causes) if failures or broken else None
            status: Status = "failed" if error else "done"
            run = self._result(status, survey=survey, error=error, failures=failures)
            run = replace(run, notebooks=self._exchange_notebooks(part))
            self._record(study.places, status, error)
            return run
        write_manifest(study, part, key=key, survey=survey)
        self._record(part, "done", None)
        exchange(part.folder, study.places.folder)
        return self._whole("done", survey)

    def _compute(self, notebooks: int) -> tuple[SurveyRead, RunError | None]:
        """Run the steps ahead of the notebooks, which then find them kept.

        A failure of listlab itself is returned, not raised: the notebooks show where it is.
        """
        study, refresh = self._study, self._options.force
        codes = list(study.params.scenarios)
        self._total = len(codes) + notebooks + 4
        try:
            self._say(Text("读取问卷", "reading the survey"))
            task = self._crew.submit(tasks.read_survey, study, refresh=refresh)
            survey: SurveyRead = self._await([task])[0]
        except RunError as error:
            return SurveyRead(), error
        try:
            self._say(Text("识别重要数据，分析场景", "identifying data, analysing scenarios"))
            work = [self._crew.submit(tasks.identify, study, refresh=refresh)]
            work += [
                self._crew.submit(tasks.analyse, study, code, refresh=refresh)
                for code in codes
                if code not in survey.unreported
            ]
            self._await(work)
            self._crew.submit(tasks.draft, study, refresh=refresh).result()
            wanted = to_ask(study, [code for code in codes if code not in survey.unreported])
            self._total += len(wanted)
            self._say(Text("回答其余问题", "answering the further questions"))
            self._await(
                [self._crew.submit(tasks.ask, study, *each, refresh=refresh) for each in wanted]
            )
        except RunError as error:
            return survey, error
        return survey, None

    def _execute(
        self, notebooks: Sequence[Path], part: Places, *, with_report: bool
    ) -> tuple[tuple[Failure, ...], list[BaseException]]:
        """Run the notebooks, and write page and documents at the same time.

        All have ended when it comes back, so that nobody writes into a folder that is gone.
        """
        study, submit = self._study, self._crew.submit
        self._say(Text("运行笔记本，生成报告", "running notebooks, writing the report"))
        report = []
        if with_report:
            report = [submit(each, study, part) for each in (tasks.returned, tasks.report)]
        futures = [
            submit(tasks.execute, study, path, part.notebooks / path.name) for path in notebooks
        ]
        self._watch([*futures, *report])
        ended = [*futures, *report]
        wait(ended)
        errors = [error for future in ended if (error := future.exception())]
        results = [future.result() for future in futures if not future.exception()]
        return tuple(failure for failure in results if failure), errors

    def _await(self, futures: Sequence[Future[Any]]) -> list[Any]:
        self._watch(futures)
        return [future.result() for future in futures]

    def _watch(self, futures: Sequence[Future[Any]]) -> None:
        for future in futures:
            future.add_done_callback(lambda _: self._advance())

    def _exchange_notebooks(self, part: Places) -> tuple[str, ...]:
        """Put the notebooks into the study's folder, whose page then no longer is theirs."""
        places = self._study.places
        with hold(places.folder):
            make_folder(places.notebooks)
            try:
                places.manifest.unlink(missing_ok=True)
                files = sorted(part.notebooks.iterdir())
                written = [path.replace(places.notebooks / path.name) for path in files]
            except OSError as error:
                raise RunError(not_written(places.folder, error)) from error
        return tuple(self._study.label(path) for path in written if path.suffix == ".ipynb")

    def _record(self, places: Places, status: Status, error: ListlabError | None) -> None:
        record: dict[str, Any] = {
            "study": self._study.id,
            "status": status,
            "started": self._started.isoformat(timespec="seconds"),
            "ended": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - self._since, 2),
        }
        if warnings := warnings_of(self._study.params):
            record["warnings"] = [warning.say(self._study.params.lang) for warning in warnings]
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
        survey: SurveyRead | None = None,
        error: ListlabError | None = None,
        failures: tuple[Failure, ...] = (),
    ) -> StudyRun:
        return StudyRun(
            study=self._study.id,
            status=status,
            seconds=time.monotonic() - self._since,
            survey=survey or SurveyRead(),
            error=error,
            failures=failures,
            warnings=warnings_of(self._study.params),
            lang=self._study.params.lang,
        )

    def _whole(self, status: Status, survey: SurveyRead) -> StudyRun:
        """Outcome of a study whose folder holds one whole report."""
        places, label = self._study.places, self._study.label
        internal = (places.confirmation_form, places.catalogue)
        documents = (places.list_json, places.list_xlsx, *(p for p in internal if p.is_file()))
        return replace(
            self._result(status, survey=survey),
            index=label(places.index),
            notebooks=tuple(label(path) for path in sorted(places.notebooks.glob("*.ipynb"))),
            documents=tuple(label(path) for path in documents),
            manifest=label(places.manifest),
        )


def _open_all(paths: Sequence[Path], options: RunOptions) -> list[Study | StudyRun]:
    opened: list[Study | StudyRun] = []
    taken: dict[str, Path] = {}
    for path in paths:
        try:
            study = open_params(path, reports=options.out and options.out.resolve())
            folder = study.places.folder.resolve()
            key = folder.as_posix().casefold()  # two names in one folder to Windows and macOS
            if key in taken:
                raise ListlabError(_same_study(study.id, taken[key], path))
            taken[key] = path
            require_place(study.places)
            if options.lang:
                study = replace(study, params=replace(study.params, lang=options.lang))
            opened.append(study)
        except ListlabError as error:
            lang = options.lang or "zh"
            opened.append(StudyRun(path.as_posix(), "failed", 0.0, error=error, lang=lang))
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


def _failed(study: str, failures: Sequence[Failure], causes: Sequence[BaseException]) -> RunError:
    problems: list[Problem] = []
    for cause in causes:
        problems += cause.problems if isinstance(cause, ListlabError) else [_stopped(cause)]
    problems += [Problem("run.cell", "error", failure.text(study)) for failure in failures]
    return RunError(problems)


def _stopped(cause: BaseException) -> Problem:
    message = Text(
        f"生成报告时出错：{type(cause).__name__}: {cause}。",
        f"the report failed: {type(cause).__name__}: {cause}.",
    )
    return Problem("run.report", "error", message)


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
