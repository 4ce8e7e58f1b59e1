"""The files that stand beside the workbooks: corrections, frame and archive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from listlab.errors import SurveyError
from listlab.law.pack import Industry
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.survey.archive import read_archive
from listlab.survey.assemble import Beside
from listlab.survey.corrections import read_corrections
from listlab.survey.findings import REJECTING, Findings, Issue
from listlab.survey.frame import read_frame
from listlab.survey.open import open_table
from listlab.survey.sheets import Grid, UnusableWorkbook


@dataclass(frozen=True, slots=True)
class Handed:
    """A file by its name in problems; `content` gives its bytes, or fails as files do."""

    name: str
    content: Callable[[], bytes]


def read_beside(
    archive: Sequence[Handed],
    *,
    industry: Industry,
    corrections: Handed | None = None,
    frame: Handed | None = None,
) -> Beside:
    """Rows of corrections, frame and archive, with their problems.

    Parameters
    ----------
    archive : sequence of Handed
        Files of earlier cases.
    industry : Industry
        Whose scenarios the cases are matched to.
    corrections, frame : Handed, optional
        Table of corrections and list of all enterprises.

    Raises
    ------
    SurveyError
        Corrections or frame can't be read; a broken archive file is a problem like others.
    """
    beside = Beside()
    if corrections:
        findings = Findings(corrections.name)
        beside.corrections = read_corrections(_needed(corrections, findings), findings)
        _refuse(findings)
        beside.problems += findings.problems
    if frame:
        findings = Findings(frame.name)
        beside.frame = read_frame(_needed(frame, findings), findings)
        if not beside.frame:
            findings.add(_EMPTY_FRAME)
        _refuse(findings)
        beside.problems += findings.problems
    for file in archive:
        findings = Findings(file.name)
        beside.archive += read_archive(_grids(file, findings), industry, findings)
        beside.problems += findings.problems
    return beside


def _grids(file: Handed, findings: Findings) -> list[Grid]:
    """Sheets of a file; none, with the reason among the findings, where it can't be read."""
    try:
        return open_table(file.content(), PurePosixPath(file.name).name)
    except UnusableWorkbook as cause:
        findings.add(cause.issue)
    except OSError as cause:
        findings.add(unreadable(cause))
    return []


def unreadable(cause: OSError) -> Issue:
    """Issue of a file that the system does not let listlab read."""
    message = Text(
        "文件读不出来，可能正被其他程序打开或没有权限；请关闭程序或检查权限后再运行",
        "the file can't be read: it may be open elsewhere or barred; close it or check its rights",
    )
    return Issue("workbook.unreadable", message, cause.strerror, "error")


def _needed(file: Handed, findings: Findings) -> list[Grid]:
    grids = _grids(file, findings)
    _refuse(findings)
    return grids


def _refuse(findings: Findings) -> None:
    if findings.rejects:
        raise SurveyError([problem for problem in findings.problems if _rejects(problem)])


def _rejects(problem: Problem) -> bool:
    return problem.severity == "error" and problem.code in REJECTING | {_EMPTY_FRAME.code}


_EMPTY_FRAME = Issue(
    "workbook.empty",
    Text(
        "名录中没有任何企业；请按模板逐行填写，或从参数中去掉 frame",
        "the frame lists no enterprise; fill it in as in the template, or drop frame from params",
    ),
    severity="error",
)
