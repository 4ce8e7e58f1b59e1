"""Survey workbooks read into the tables of a study."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from listlab.errors import SurveyError
from listlab.law.pack import Industry
from listlab.model.file_name import printable
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.model.tables import SurveyTables
from listlab.survey.answers import Answers, content_hash, read_answers
from listlab.survey.assemble import Reading, assemble, judge, problems_of
from listlab.survey.beside import Handed, read_beside, unreadable
from listlab.survey.bundles import gather_answers
from listlab.survey.corrections import Correction, Corrections, by_id
from listlab.survey.findings import Findings, Issue
from listlab.survey.open import open_answer
from listlab.survey.private import mask
from listlab.survey.quoted import compared_words
from listlab.survey.refusals import may_answer
from listlab.survey.sheets import UnusableWorkbook
from listlab.survey.walk import answer_files, may_be_answer

_MOST_BYTES = 50 * 2**20


@dataclass(frozen=True, slots=True)
class NamedAnswer:
    """Files that are one answer, and the name that tables and problems give it."""

    name: str
    files: tuple[Path, ...]
    is_private: bool = False  # the name is masked, since it held personal data

    def contents(self) -> dict[str, bytes]:
        """Bytes of the files by name.

        Raises
        ------
        UnusableWorkbook
            They are too large for an answer, and not read.
        OSError
            The system refuses to read them.
        """
        if sum(path.stat().st_size for path in self.files) > _MOST_BYTES:
            raise UnusableWorkbook(_TOO_LARGE)
        return {printable(path.name): path.read_bytes() for path in self.files}


def read_workbooks(
    paths: Sequence[Path],
    *,
    industry: Industry,
    root: Path,
    corrections: Path | None = None,
    frame: Path | None = None,
    archive: Sequence[Path] = (),
    progress: Callable[[int, int], None] | None = None,
) -> SurveyTables:
    """Tables of a study from workbooks, with every problem by file, sheet and cell.

    Parameters
    ----------
    paths : sequence of Path
        Workbooks and csv files, or folders searched with all that lies in them.
    industry : Industry
        Whose standard scenarios the answers are matched to.
    root : Path
        Folder that files are named relative to, in `source.file` as in problems: the project's
        root in a run. A file outside it is named relative to the path that led to it.
    corrections, frame : Path, optional
        Table of corrections, replayed on what the workbooks say, and list of all enterprises,
        by which answers are weighted: csv or xlsx.
    archive : sequence of Path
        Earlier cases: workbooks, or folders of them.
    progress : callable, optional
        Told after each answer how many of how many are done.

    Returns
    -------
    SurveyTables
        Rows of accepted workbooks only; a broken workbook is rejected and never stops the others.

    Raises
    ------
    SurveyError
        A path does not exist, no file was found, no workbook can be used, or corrections or
        frame can't be read: to go on without them would give other results.
    """
    found = find_answers(paths, root)
    cases = find_files(archive) if archive else []
    beside = read_beside(
        [_handed(path, root) for path in cases],
        industry=industry,
        corrections=_handed(corrections, root) if corrections else None,
        frame=_handed(frame, root) if frame else None,
    )
    index = by_id(beside.corrections)
    readings = []
    for done, answer in enumerate(found, start=1):
        readings.append(_read_answer(answer, industry, index))
        if progress:
            progress(done, len(found))
    verdicts = judge(readings)
    if not any(verdict.status == "accepted" for verdict in verdicts):
        raise SurveyError([_none_usable(len(found)), *problems_of(readings, verdicts)])
    return assemble(readings, verdicts, beside, industry)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Files to read, once each, sorted by path.

    Lock files, system clutter, and what lies in a folder whose name starts with a dot are left
    out.
    """
    return sorted(_find(paths), key=Path.as_posix)


def find_answers(paths: Iterable[Path], root: Path) -> list[NamedAnswer]:
    """Answers in files and folders, each with its name, sorted by path; csv files in bundles.

    Raises
    ------
    SurveyError
        A path does not exist, or no file was found.
    """
    gathered = gather_answers(_find(paths))
    chosen = [_whole(each.place, each.files) for each in gathered]
    answers, taken = [], Counter[str]()
    for path, each in zip(chosen, gathered, strict=True):
        written = _name(path, each.place, root)
        shown = mask(written).text
        taken[shown] += 1
        unique = shown if taken[shown] == 1 else f"{shown} ({taken[shown]})"
        answers.append(NamedAnswer(unique, each.files, is_private=shown != written))
    return answers


def _whole(place: Path, files: Sequence[Path]) -> Path:
    """Path of an answer: its file, or what the csv files of one answer have in common."""
    if place.name == files[0].name:
        return files[0]
    folder = files[0].parent
    return folder if place.name in ("", folder.name) else folder / place.name


def _find(paths: Iterable[Path]) -> dict[Path, Path]:
    """Files to read, each with its place below the path given."""
    paths = list(paths)
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise SurveyError([_not_found(path) for path in missing])
    found: dict[Path, Path] = {}
    for path in paths:
        folder, files = (path, answer_files(path)) if path.is_dir() else (path.parent, (path,))
        for file in files:
            place = file.relative_to(folder)
            if file.is_file() and may_be_answer(place):
                found.setdefault(file.resolve(), place)
    if not found:
        raise SurveyError(_empty(paths))
    return found


def _handed(path: Path, root: Path) -> Handed:
    name = mask(_name(path.resolve(), Path(path.name), root)).text
    return Handed(name, partial(_content, path))


def _content(path: Path) -> bytes:
    if path.stat().st_size > _MOST_BYTES:
        raise UnusableWorkbook(_TOO_LARGE)
    return path.read_bytes()


def _name(path: Path, place: Path, root: Path) -> str:
    """Path relative to the root; outside it the place below the path given."""
    root = root.resolve()
    inside = path.relative_to(root) if path.is_relative_to(root) else place
    return printable(inside.as_posix())


def _read_answer(
    answer: NamedAnswer, industry: Industry, index: Mapping[str, tuple[Correction, ...]]
) -> Reading:
    findings = Findings(answer.name)
    reading = Reading(findings, Corrections(index))
    try:
        contents = answer.contents()
        reading.sha256 = _hash(contents)
        book = open_answer(contents)
    except UnusableWorkbook as cause:
        findings.add(cause.issue)
        reading.is_answer = may_answer(answer.files[0].name)
        return reading
    except OSError as cause:
        findings.add(unreadable(cause))
        return reading
    reading.stamp, reading.synthetic = book.stamp, book.synthetic
    try:
        reading.answers = read_answers(book, industry, findings, reading.corrections)
        reading.content = content_hash(book)
        reading.words = compared_words(book, reading.answers.tables)
    except Exception as cause:  # a mistake of ours must not end the others' reading
        reading.answers = Answers()
        findings.add(_failed(cause))
    if answer.is_private:
        findings.add(_PRIVATE_NAME)
    return reading


def _failed(cause: Exception) -> Issue:
    name = type(cause).__name__
    return Issue(
        "workbook.failed",
        Text(
            f"listlab 读取这份文件时出错（{name}），没有使用，其他文件不受影响；"
            "很抱歉，这是程序的缺陷，请把文件名和出错代码报告给维护者",
            f"listlab failed to read this file ({name}) and did not use it; the others are not "
            "affected. We are sorry: please report the file's name and this error",
        ),
        severity="error",
    )


def _hash(contents: Mapping[str, bytes]) -> str:
    """SHA-256 of a file; of several, that of their names and bytes."""
    if len(contents) == 1:
        return hashlib.sha256(next(iter(contents.values()))).hexdigest()
    digest = hashlib.sha256()
    for name in sorted(contents):
        digest.update(f"{name}\0{len(contents[name])}\0".encode() + contents[name])
    return digest.hexdigest()


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


_PRIVATE_NAME = Issue(
    "private.file_name",
    Text(
        "文件名中含有个人信息，已遮盖；请改用企业名称作为文件名",
        "the file's name holds personal data and is masked; name it after the enterprise",
    ),
)
_TOO_LARGE = Issue(
    "workbook.too_large",
    Text(
        "文件过大，不像一份调查表；请核对，删除图片和多余内容后另存",
        "the file is too large for an answer; check it, and remove pictures and what is not needed",
    ),
    severity="error",
)
