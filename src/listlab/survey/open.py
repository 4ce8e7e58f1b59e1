"""Files handed in, opened: from bytes to the sheets that answer the forms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from python_calamine import PasswordError

from listlab.model.language import Text
from listlab.survey.cells import is_blank
from listlab.survey.columns import ENTERPRISE, SHEETS, SYNTHETIC_MARK
from listlab.survey.csv_files import read_csv, sheet_of
from listlab.survey.findings import Issue
from listlab.survey.formulas import command_notices, formula_notices
from listlab.survey.recognise import is_guidance, is_set_aside, recognise_sheets
from listlab.survey.refusals import (
    BROKEN,
    CSV_UNNAMED,
    EMPTY,
    ENCRYPTED,
    refuse_foreign,
    refuse_suffix,
)
from listlab.survey.room import Room
from listlab.survey.sheets import Grid, Notice, Stamp, UnusableWorkbook, Workbook
from listlab.survey.xls import read_xls
from listlab.survey.xlsx import Wanted, read_xlsx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_CSV = ".csv"
_Sheets = tuple[list[Grid], Stamp]


def open_answer(contents: Mapping[str, bytes]) -> Workbook:
    """Answer of one enterprise from its files by name: a workbook, or csv files one a sheet.

    Raises
    ------
    UnusableWorkbook
        No file that listlab reads, or one that is empty, encrypted, broken, unsafe, too large.
    """
    if all(name.lower().endswith(_CSV) for name in contents):
        return open_bundle(contents)
    ((name, content),) = contents.items()
    return open_workbook(content, name)


def open_workbook(content: bytes, name: str = "answer.xlsx") -> Workbook:
    """Answer in the bytes of a .xlsx, .xlsm or .xls file; what it is, the bytes decide."""
    grids, stamp = _open(content, name, _is_answer)
    return _workbook(grids, stamp)


def open_bundle(contents: Mapping[str, bytes]) -> Workbook:
    """Answer in csv files by name, of which at least one names a sheet of the form."""
    return _workbook(*bundle_grids(contents))


def bundle_grids(contents: Mapping[str, bytes]) -> tuple[list[Grid], Stamp, list[Notice]]:
    """Grids of the csv files of one answer, and what is wrong with files that merely lie beside.

    Raises
    ------
    UnusableWorkbook
        No file names a sheet of the form, or one that does can't be read.
    """
    sheets = {name: sheet_of(name) for name in sorted(contents)}
    if not any(sheets.values()):
        raise UnusableWorkbook(CSV_UNNAMED)
    room, grids, notices = Room(), list[Grid](), list[Notice]()
    for name, sheet in sheets.items():
        try:
            grids.append(read_csv(contents[name], sheet or PurePath(name).stem, room))
        except UnusableWorkbook as cause:
            issue = _of_file(cause.issue, name) if len(sheets) > 1 else cause.issue
            if sheet:
                raise UnusableWorkbook(issue) from cause
            # What merely lies beside the sheets of an answer must not cost the answer.
            notices.append(Notice(replace(issue, severity="warning", level="check")))
    return grids, Stamp(), notices


def _of_file(issue: Issue, name: str) -> Issue:
    """Issue that names the file among those of one answer."""
    zh, en = issue.message.zh, issue.message.en
    return replace(issue, message=Text(f"{name}：{zh}", f"{name}: {en}"))


def open_table(content: bytes, name: str) -> list[Grid]:
    """Visible sheets of any file that listlab reads, whatever they are about."""
    if name.lower().endswith(_CSV):
        return [read_csv(content, name.rpartition(".")[0])]
    return _open(content, name, lambda _, hidden: not hidden)[0]


def _open(content: bytes, name: str, wanted: Wanted) -> _Sheets:
    refuse_suffix(name)
    if not content:
        raise UnusableWorkbook(EMPTY)
    if content.startswith(_OLE):
        return _guarded(lambda: read_xls(content, wanted))
    if content.startswith(_ZIP):
        return _guarded(lambda: read_xlsx(content, wanted))
    raise refuse_foreign(content)


def _guarded(read: Callable[[], _Sheets]) -> _Sheets:
    try:
        return read()
    except UnusableWorkbook:
        raise
    except PasswordError as cause:
        raise UnusableWorkbook(ENCRYPTED) from cause
    except Exception as cause:  # zip, zlib, XML and the readers each fail in their own ways
        raise UnusableWorkbook(BROKEN) from cause
    except BaseException as cause:
        # A panic of the Rust reader is no Exception; one broken file must not stop the others.
        if type(cause).__name__ != "PanicException":
            raise
        raise UnusableWorkbook(BROKEN) from cause


def _is_answer(name: str, hidden: bool) -> bool:
    """Whether a sheet is worth reading: guidance says whether the file is a sample."""
    return is_guidance(name) or not (hidden and is_set_aside(name))


def _workbook(grids: Sequence[Grid], stamp: Stamp, seen: Sequence[Notice] = ()) -> Workbook:
    found = recognise_sheets(grids, SHEETS)
    notices = [*seen, *found.notices, *command_notices(grids)]
    if enterprise := found.sheets.get(ENTERPRISE.name):
        answered = (0, 1)  # labels and what else stands in column A answer nothing
        notices += formula_notices(enterprise, answered)
    return Workbook(found.sheets, stamp, is_synthetic(grids), tuple(notices))


def is_synthetic(grids: Sequence[Grid]) -> bool:
    """Whether the guidance, or the first cell that is filled in a sheet, says so."""
    texts: list[str] = []
    for grid in grids:
        filled = (str(cell) for row in grid.rows for cell in row if not is_blank(cell))
        texts.extend(filled if is_guidance(grid.name) else [next(filled, "")])
    return any(SYNTHETIC_MARK in text for text in texts)
