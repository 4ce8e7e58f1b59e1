"""Sheet 问题清单 of a returned copy: every problem with a link to its cell."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from listlab.model.language import Lang, Text
from listlab.model.measure import row_height
from listlab.model.problem import Problem
from listlab.survey.columns import PROBLEM_LIST
from listlab.survey.levels import LEVELS
from listlab.survey.returned_marks import (
    COLOURS,
    LOOK_COLUMN,
    PLACE_COLUMN,
    Place,
    cell_place,
    find_sheet,
    weight,
)
from listlab.survey.returned_open import Copy, put, stored_cell
from listlab.survey.written import written_text

_COLUMNS = (
    (Text("序号", "No."), 6),
    (Text("级别", "Level"), 11),
    (Text("工作表", "Sheet"), 14),
    (Text("单元格", "Cell"), 9),
    (Text("所填内容", "Found"), 20),
    (Text("问题和改法", "What is wrong, and how to mend it"), 88),
)
_FONT, _NAVY, _PALE, _LINK = "Microsoft YaHei", "FF1F4E79", "FFEAF1F8", "FF0B5CAD"
_CENTRED = 4  # columns
_LINE = Side(style="thin", color="FFCBD2D9")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HOW = Text(
    "点单元格名称可跳到该处，标色单元格上有批注。改好后存盘，原样交回即可；本页、颜色和批注不用删，再次读取时会忽略。",
    "Click a cell's name to go there; coloured cells carry a comment. Mend them, save, and send "
    "the file back as it is: this sheet, colours and comments are ignored when it is read again.",
)
_UNREAD = Text(
    "文件没有读出内容，原因如下；请处理后重新交回。",
    "Nothing could be read from the file, for the reasons below; please send it again.",
)
_NONE = Text("没有发现问题。", "No problems were found.")


def add_problem_list(
    copy: Copy,
    problems: Sequence[Problem],
    marked: Mapping[int, tuple[Place, str]],
    *,
    lang: Lang,
    as_of: date | None,
    revision: int | None = None,
) -> None:
    """Put the list in front, what must be mended first, and open the workbook on it."""
    unread = not copy.book.worksheets
    sheet = copy.book.create_sheet(PROBLEM_LIST, 0)
    remarks = [*([] if unread else _named(revision)), *copy.remarks]
    row = _banner(sheet, problems, remarks, (lang, as_of, unread))
    for place, (header, width) in enumerate(_COLUMNS, start=1):
        cell = _write(sheet, row, place, header.say(lang), bold=True)
        cell.fill, cell.alignment = PatternFill("solid", fgColor="FFBDD3EA"), _centred()
        sheet.column_dimensions[cell.column_letter].width = width
    top = row
    order = sorted(range(len(problems)), key=lambda index: _order(copy, problems[index]))
    for number, index in enumerate(order, start=1):
        row += 1
        _row(copy, row, (number, problems[index], marked.get(index)), lang)
    _print_setup(sheet, top, row)
    for each in copy.book.worksheets:
        each.sheet_view.tabSelected = each is sheet  # else all selected sheets are typed into
    copy.book.active = 0
    sheet.sheet_properties.tabColor = COLOURS["must"] if problems else "FF8FBC8F"


def _order(copy: Copy, problem: Problem) -> tuple[int, int, int, int]:
    """What must be mended first, then as the workbook is read: by sheet, row and column."""
    sheet = find_sheet(copy.book, problem.sheet)
    place = len(copy.book.worksheets) if sheet is None else copy.book.worksheets.index(sheet)
    row, column = cell_place(problem.cell) or (0, 0)
    return weight(problem), place, row, column


def _banner(
    sheet: Worksheet,
    problems: Sequence[Problem],
    remarks: Sequence[Text],
    said: tuple[Lang, date | None, bool],
) -> int:
    """Title, how many, what to do, what is not as in the file; the row of the header comes back."""
    lang, as_of, unread = said
    for place in range(1, len(_COLUMNS) + 1):
        for row, colour in ((1, _NAVY), (2, _PALE), (3, _PALE)):
            sheet.cell(row, place).fill = PatternFill("solid", fgColor=colour)
    title = _write(sheet, 1, 1, Text(PROBLEM_LIST, "Problems").say(lang), boxed=False)
    title.font = Font(name=_FONT, size=16, bold=True, color="FFFFFFFF")
    sheet.row_dimensions[1].height = 30
    _write(sheet, 2, 1, _summary(problems, lang, as_of), bold=True, boxed=False)
    how = _UNREAD if unread else _HOW if problems else _NONE
    _write(sheet, 3, 1, how.say(lang), boxed=False)
    row = 3
    for remark in remarks:
        row += 1
        _write(sheet, row, 1, f"※ {remark.say(lang)}", boxed=False)
    for line in range(2, row + 1):
        sheet.row_dimensions[line].height = 20
    return row + 1


def _summary(problems: Sequence[Problem], lang: Lang, as_of: date | None) -> str:
    musts = sum(problem.told_as() == "must" for problem in problems)
    checks = sum(problem.told_as() == "check" for problem in problems)
    day = f"　　{as_of.isoformat()}" if as_of else ""
    return Text(
        f"{LEVELS['must'].zh} {musts} 处，{LEVELS['check'].zh} {checks} 处{day}",
        f"{musts} must be mended, {checks} to be checked{day}",
    ).say(lang)


def _row(
    copy: Copy,
    row: int,
    what: tuple[int, Problem, tuple[Place, str] | None],
    lang: Lang,
) -> None:
    sheet, (number, problem, mark) = copy.book[PROBLEM_LIST], what
    message = problem.message.say(lang)
    shown: tuple[str | int, ...] = (
        number,
        LEVELS[problem.told_as()].say(lang),
        problem.sheet or "—",
        problem.cell or "—",
        _written(copy, problem) or "—",
        message,
    )
    for place, value in enumerate(shown, start=1):
        cell = _write(sheet, row, place, value)
        cell.alignment = _beside() if place > _CENTRED else _centred()
    sheet.cell(row, 2).fill = PatternFill("solid", fgColor=COLOURS[problem.told_as()])
    widths = [width for _, width in _COLUMNS]
    sheet.row_dimensions[row].height = row_height(shown, widths)
    target = find_sheet(copy.book, problem.sheet)
    if target is not None and target is not sheet:
        _link(sheet.cell(row, 4 if mark else 3), target.title, mark[0][1] if mark else "A1")
    if mark:
        put(sheet.cell(row, PLACE_COLUMN), "!".join(mark[0]))
        put(sheet.cell(row, LOOK_COLUMN), mark[1])


def _written(copy: Copy, problem: Problem) -> str | None:
    """Text of the cell that a problem names, as it stands in the copy."""
    sheet, place = find_sheet(copy.book, problem.sheet), cell_place(problem.cell)
    if problem.written is not None or sheet is None or place is None:
        return problem.written or problem.got
    cell, grid = stored_cell(sheet, *place), copy.values.get(sheet.title)
    if cell is None or (cell.data_type == "f" and grid is None):
        return problem.got
    is_formula = cell.data_type == "f" and grid is not None
    shown = grid.at(place[0] - 1, place[1] - 1) if is_formula and grid else cell.value
    return written_text(shown if is_formula else str(shown or "")) or problem.got


def _named(revision: int | None) -> list[Text]:
    if revision is None:
        return []
    return [
        Text(
            f"本文件记为修订 {revision}：改好后交回本文件，它会代替原来的一份；原来的不用再交",
            f"this file is revision {revision}: mended and sent back it replaces the former one, "
            "which need not be sent again",
        )
    ]


def _link(cell: Any, sheet: str, place: str) -> None:
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{place}")
    cell.font = Font(name=_FONT, size=10.5, color=_LINK, underline="single")


def _write(
    sheet: Worksheet,
    row: int,
    column: int,
    value: str | int,
    *,
    bold: bool = False,
    boxed: bool = True,
) -> Any:
    cell: Any = sheet.cell(row, column)
    put(cell, value)
    cell.font = Font(name=_FONT, size=10.5, bold=bold)
    cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    if boxed:
        cell.border = _BOX
    return cell


def _centred() -> Alignment:
    return Alignment(wrap_text=True, vertical="top", horizontal="center")


def _beside() -> Alignment:
    return Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)


def _print_setup(sheet: Worksheet, top: int, last: int) -> None:
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:F{max(last, top)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{top}:{top}"
    sheet.sheet_view.showGridLines = False
    for letter in ("H", "I"):
        sheet.column_dimensions[letter].hidden = True
