"""Survey workbooks read into the tables of a study."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from listlab.errors import SurveyError
from listlab.law.pack import Industry
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.model.tables import SCHEMAS, SurveyTables
from listlab.survey.answers import Answers, content_hash, read_answers
from listlab.survey.findings import Findings, Issue
from listlab.survey.revisions import Candidate, Verdict, choose
from listlab.survey.sheets import UnusableWorkbook, open_workbook

_WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm"})
_CLUTTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_MOST_BYTES = 50 * 2**20


@dataclass(slots=True)
class _Reading:
    """One file as far as it could be read."""

    findings: Findings
    sha256: str | None
    answers: Answers
    content: str = ""
    template: str | None = None
    synthetic: bool = False

    @property
    def file(self) -> str:
        return self.findings.file


def read_workbooks(
    paths: Sequence[Path],
    *,
    industry: Industry,
    root: Path,
    progress: Callable[[int, int], None] | None = None,
) -> SurveyTables:
    """Tables of a study from workbooks, with every problem by file, sheet and cell.

    Parameters
    ----------
    paths : sequence of Path
        Workbooks, or folders searched with all that lies in them.
    industry : Industry
        Whose standard scenarios the answers are matched to.
    root : Path
        Surveys folder; files are named relative to it.
    progress : callable, optional
        Told after each file how many of how many are done.

    Returns
    -------
    SurveyTables
        Rows of accepted workbooks only; a broken workbook is rejected and never stops the others.

    Raises
    ------
    SurveyError
        A path does not exist, no file was found, or no workbook can be used.
    """
    files = find_files(paths)
    readings = []
    for done, path in enumerate(files, start=1):
        readings.append(_read_file(path, _name(path, root), industry))
        if progress:
            progress(done, len(files))
    verdicts = _judge(readings)
    tables = _assemble(readings, verdicts)
    if not tables.workbooks["status"].eq("accepted").any():
        raise SurveyError([_none_usable(len(files)), *_problems(readings, verdicts)])
    return tables


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Files to read, once each, sorted by path; lock files and system clutter are left out."""
    paths = list(paths)
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise SurveyError([_not_found(path) for path in missing])
    found: dict[Path, Path] = {}
    for path in paths:
        inside = path.rglob("*") if path.is_dir() else [path]
        found |= {file.resolve(): file for file in inside if _is_answer(file)}
    if not found:
        raise SurveyError(_empty(paths))
    return sorted(found.values(), key=lambda file: file.as_posix())


def _is_answer(path: Path) -> bool:
    hidden = path.name.startswith((".", "~$"))
    return path.is_file() and not hidden and path.name.lower() not in _CLUTTER


def _name(path: Path, root: Path) -> str:
    """Path relative to the surveys folder; of a file on another drive its name alone."""
    try:
        return Path(os.path.relpath(path.resolve(), root.resolve())).as_posix()
    except ValueError:
        return path.name


def _read_file(path: Path, file: str, industry: Industry) -> _Reading:
    findings = Findings(file)
    reading = _Reading(findings, None, Answers())
    try:
        content = _content(path)
        reading.sha256 = hashlib.sha256(content).hexdigest()
        if path.suffix.lower() not in _WORKBOOK_SUFFIXES:
            raise UnusableWorkbook(_WRONG_SUFFIX)
        book = open_workbook(content)
    except UnusableWorkbook as cause:
        findings.add(cause.issue)
        return reading
    except OSError as cause:
        findings.add(_unreadable(cause))
        return reading
    reading.template, reading.synthetic = book.template, book.synthetic
    reading.answers = read_answers(book, industry, findings)
    reading.content = content_hash(book)
    return reading


def _content(path: Path) -> bytes:
    if path.stat().st_size > _MOST_BYTES:
        raise UnusableWorkbook(_TOO_LARGE)
    return path.read_bytes()


def _judge(readings: Sequence[_Reading]) -> dict[str, Verdict]:
    usable = [
        Candidate(reading.file, reading.answers.enterprise_id, reading.content)
        for reading in readings
        if reading.answers.enterprise_id and not reading.findings.rejects
    ]
    chosen = choose(usable)
    return {reading.file: chosen.get(reading.file, Verdict("rejected")) for reading in readings}


def _problems(readings: Sequence[_Reading], verdicts: Mapping[str, Verdict]) -> list[Problem]:
    """Problems file by file; of files that another one replaces, only that it does."""
    problems: list[Problem] = []
    for reading in readings:
        verdict = verdicts[reading.file]
        if verdict.issue:
            reason = Findings(reading.file)
            reason.add(verdict.issue)
            problems.extend(reason.problems)
        if verdict.status in ("accepted", "rejected"):
            problems.extend(reading.findings.problems)
    return problems


def _assemble(readings: Sequence[_Reading], verdicts: Mapping[str, Verdict]) -> SurveyTables:
    records: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    for reading in readings:
        verdict = verdicts[reading.file]
        records["workbooks"].append(
            {
                "file": reading.file,
                "sha256": reading.sha256,
                "status": verdict.status,
                "enterprise_id": reading.answers.enterprise_id,
                "template": reading.template,
                "synthetic": reading.synthetic,
                "replaced_by": verdict.replaced_by,
            }
        )
        if verdict.status == "accepted":
            for table, rows in reading.answers.tables.items():
                records[table].extend(rows)
    records["problems"] = [_problem_record(p) for p in _problems(readings, verdicts)]
    return SurveyTables(
        **{name: pl.DataFrame(rows, schema=SCHEMAS[name]) for name, rows in records.items()}
    )


def _problem_record(problem: Problem) -> dict[str, str | None]:
    record = problem.to_dict()
    message = record.pop("message")
    return {**record, "message_zh": message, "message_en": problem.message.en}


def _not_found(path: Path) -> Problem:
    message = Text(
        f"找不到 {path.as_posix()}；请核对路径，或把企业交回的工作簿放进这个文件夹",
        f"{path.as_posix()} does not exist; check the path, or put the workbooks there",
    )
    return Problem("survey.not_found", "error", message, got=path.as_posix())


def _empty(paths: Sequence[Path]) -> Problem:
    places = "、".join(path.as_posix() for path in paths) or "-"
    message = Text(
        f"{places} 中没有任何工作簿；请把企业交回的 .xlsx 文件放进去再运行",
        f"there is no workbook in {places}; put the .xlsx files there and run again",
    )
    return Problem("survey.empty", "error", message)


def _none_usable(files: int) -> Problem:
    message = Text(
        f"{files} 个文件中没有一份可用的工作簿；请按下列原因逐一处理后再运行",
        f"none of {files} files is a workbook that can be used; mend what follows and run again",
    )
    return Problem("survey.none_usable", "error", message)


def _unreadable(cause: OSError) -> Issue:
    message = Text(
        "文件读不出来，可能正被其他程序打开或没有权限；请关闭程序或检查权限后再运行",
        "the file can't be read: it may be open elsewhere or barred; close it or check its rights",
    )
    return Issue("workbook.unreadable", message, cause.strerror, "error")


_WRONG_SUFFIX = Issue(
    "workbook.no_workbook",
    Text(
        "不是 .xlsx 工作簿，没有读取；如果是企业的答复，请用 Excel 或 WPS 另存为 .xlsx，否则请移走",
        "no .xlsx workbook and not read; if it is an answer, save it as .xlsx, else move it away",
    ),
    severity="error",
)
_TOO_LARGE = Issue(
    "workbook.too_large",
    Text(
        "文件过大，不像一份调查表；请核对，删除图片和多余内容后另存",
        "the file is too large for an answer; check it, and remove pictures and what is not needed",
    ),
    severity="error",
)
