"""Survey workbooks read into the tables of a study."""

import hashlib
import os
from collections import Counter
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
        Folder that files are named relative to, in `source.file` as in problems: the project's
        root in a run. A file on another drive is named relative to the path that led to it.
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
    found = _find(paths)
    files = sorted(found, key=Path.as_posix)
    names = _names(files, found, root)
    readings = []
    for done, (path, name) in enumerate(zip(files, names, strict=True), start=1):
        readings.append(_read_file(path, name, industry))
        if progress:
            progress(done, len(files))
    verdicts = _judge(readings)
    tables = _assemble(readings, verdicts)
    if not tables.workbooks["status"].eq("accepted").any():
        raise SurveyError([_none_usable(len(files)), *_problems(readings, verdicts)])
    return tables


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Files to read, once each, sorted by path.

    Lock files, system clutter, and what lies in a folder whose name starts with a dot are left
    out.
    """
    return sorted(_find(paths), key=Path.as_posix)


def _find(paths: Iterable[Path]) -> dict[Path, Path]:
    """Files to read, each with its place below the path given."""
    paths = list(paths)
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise SurveyError([_not_found(path) for path in missing])
    found: dict[Path, Path] = {}
    for path in paths:
        folder, inside = (path, path.rglob("*")) if path.is_dir() else (path.parent, [path])
        for file in inside:
            place = file.relative_to(folder)
            if file.is_file() and _is_answer(place):
                found.setdefault(file.resolve(), place)
    if not found:
        raise SurveyError(_empty(paths))
    return found


def _is_answer(place: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in place.parts)
    return not hidden and place.name.lower() not in _CLUTTER


def _names(files: Sequence[Path], found: Mapping[Path, Path], root: Path) -> list[str]:
    """Name of each file, no two the same: files of equal place keep their whole path."""
    names = [_name(path, found[path], root) for path in files]
    often = Counter(names)
    return [
        name if often[name] == 1 else path.as_posix()
        for path, name in zip(files, names, strict=True)
    ]


def _name(path: Path, place: Path, root: Path) -> str:
    """Path relative to the root; on another drive the place below the path given."""
    try:
        return Path(os.path.relpath(path, root.resolve())).as_posix()
    except ValueError:
        return place.as_posix()


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


def _judge(readings: Sequence[_Reading]) -> list[Verdict]:
    """Verdict on each file, in the order of the files."""
    usable = {
        index: Candidate(reading.file, reading.answers.enterprise_id, reading.content)
        for index, reading in enumerate(readings)
        if reading.answers.enterprise_id and not reading.findings.rejects
    }
    chosen = dict(zip(usable, choose(list(usable.values())), strict=True))
    return [chosen.get(index, Verdict("rejected")) for index in range(len(readings))]


def _problems(readings: Sequence[_Reading], verdicts: Sequence[Verdict]) -> list[Problem]:
    """Problems file by file; of files that another one replaces, only that it does."""
    problems: list[Problem] = []
    for reading, verdict in zip(readings, verdicts, strict=True):
        if verdict.issue:
            reason = Findings(reading.file)
            reason.add(verdict.issue)
            problems.extend(reason.problems)
        if verdict.status in ("accepted", "rejected"):
            problems.extend(reading.findings.problems)
    return problems


def _assemble(readings: Sequence[_Reading], verdicts: Sequence[Verdict]) -> SurveyTables:
    records: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    for reading, verdict in zip(readings, verdicts, strict=True):
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
