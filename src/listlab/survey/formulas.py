"""Formulas in workbooks: those that fail, that nobody has calculated, that start programs."""

from collections.abc import Iterable

from listlab.model.language import Text
from listlab.survey.cells import cell_name
from listlab.survey.findings import Issue
from listlab.survey.sheets import Grid, Notice, Place


def formula_notices(grid: Grid, start: Place) -> list[Notice]:
    """Formulas without a value in the rows and columns from a place on."""
    kinds = ((grid.flags.errors, _ERROR_CELL), (grid.flags.no_value, _NO_VALUE))
    return [
        Notice(issue, grid.name, cell_name(row, column))
        for places, issue in kinds
        for row, column in places
        if row >= start[0] and column >= start[1]
    ]


def command_notices(grids: Iterable[Grid]) -> list[Notice]:
    """Formulas of any sheet that start programs or ask the network; none was ever run."""
    return [
        Notice(_COMMAND, grid.name, cell_name(*place))
        for grid in grids
        for place in grid.flags.commands
    ]


_COMMAND = Issue(
    "cell.command",
    Text(
        "单元格的公式会启动其他程序或访问网络（如 DDE），没有运行，只读取文件中保存的值；"
        "请改填数值或文字",
        "the formula in the cell starts a program or asks the network (DDE or the like): not run, "
        "only the value kept in the file is read; fill in the value",
    ),
)
_ERROR_CELL = Issue(
    "cell.error",
    Text(
        "单元格公式出错（如 #REF!），按空白处理；请改填数值",
        "the formula in the cell fails (#REF! or the like): taken as blank; fill in the value",
    ),
)
_NO_VALUE = Issue(
    "cell.no_value",
    Text(
        "单元格是公式，但文件中没有保存计算结果，按空白处理；请在 Excel 或 WPS 中打开并保存，"
        "或改填数值",
        "the cell is a formula whose result the file lacks: taken as blank; open and save it in "
        "Excel or WPS, or fill in the value",
    ),
)
