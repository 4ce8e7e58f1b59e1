"""Headers of a sheet matched to its columns, and its rows by column."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from listlab.law.pack import normalise
from listlab.model.language import Text
from listlab.survey.cells import Cell, cell_name, cell_text, is_blank, plain_text
from listlab.survey.columns import Column, SheetForm
from listlab.survey.findings import Findings, Issue
from listlab.survey.sheets import Grid

_HEADER_WITHIN = 10
_EXAMPLE = re.compile(r"^(示?例|样例|填写示例|示范)")
_TOTAL = re.compile(r"^(合计|总计|小计|共计|total|sum)[:：]?$")
# Remarks on how to fill a column in; one that names another unit (万人) is none of them.
_REMARK = re.compile(r"[（(]\s*(必填|选填|可选|单选|下拉选择|请选择|人|单位[:：]\s*人)\s*[）)]")


@dataclass(frozen=True)
class Row:
    """One filled row: values and cell names by column key; unknown columns by header."""

    sheet: str
    number: int  # 1-based, as Excel counts
    values: Mapping[str, Cell]
    places: Mapping[str, str]
    extras: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # header → cell, text
    with_unit: frozenset[str] = frozenset()  # columns whose cell's format alone shows 万


def match_header(text: Cell, form: SheetForm) -> Column | None:
    """Column that a header names; remarks such as （必填） don't count."""
    wanted = normalise(_REMARK.sub("", cell_text(text) or ""))
    for column in form.columns:
        if wanted and wanted == normalise(column.header):
            return column
    return None


def read_rows(grid: Grid, form: SheetForm, findings: Findings) -> list[Row]:
    """Filled rows of a sheet, top to bottom; headers that don't fit become problems."""
    top = _header_row(grid, form)
    if top is None:
        headers = "、".join(column.header for column in form.columns if column.required)
        findings.add(_no_header(form, headers), sheet=grid.name)
        return []
    columns, extras = _columns(grid, form, top, findings)
    if any(column.required and column.key not in columns for column in form.columns):
        return []
    _report_errors(grid, top, findings)
    return list(_filled(grid, top, (columns, extras), findings))


def _header_row(grid: Grid, form: SheetForm) -> int | None:
    """Row, among the first ones, in which most headers are found; a title may stand above."""
    found = [
        sum(match_header(cell, form) is not None for cell in row)
        for row in grid.rows[:_HEADER_WITHIN]
    ]
    best = max(found, default=0)
    return found.index(best) if best >= min(2, len(form.columns)) else None


def _columns(
    grid: Grid, form: SheetForm, top: int, findings: Findings
) -> tuple[dict[str, int], dict[str, int]]:
    columns: dict[str, int] = {}
    extras: dict[str, int] = {}
    for place, cell in enumerate(grid.rows[top]):
        column, name = match_header(cell, form), cell_name(top, place)
        if column is None:
            if header := cell_text(cell):
                extras[header] = place
                findings.add(_unknown(header), sheet=grid.name, cell=name)
        elif column.key in columns:
            findings.add(_repeated(column), sheet=grid.name, cell=name)
        else:
            columns[column.key] = place
    for column in form.columns:
        if column.key not in columns:
            findings.add(_missing(column, form), sheet=grid.name)
    return columns, extras


def _filled(
    grid: Grid, top: int, places: tuple[dict[str, int], dict[str, int]], findings: Findings
) -> Iterator[Row]:
    columns, extras = places
    for index in range(top + 1, len(grid.rows)):
        values = {key: grid.at(index, place) for key, place in columns.items()}
        others = {h: (cell_name(index, p), cell_text(grid.at(index, p))) for h, p in extras.items()}
        if all(is_blank(value) for key, value in values.items() if key != "flow"):
            continue  # the number alone is printed in the form
        first = plain_text(values.get("flow"))
        if _EXAMPLE.match(first):
            continue
        if _TOTAL.match(first):
            findings.add(_TOTAL_ROW, sheet=grid.name, cell=cell_name(index, columns["flow"]))
            continue
        if "flow" in columns and is_blank(values["flow"]):
            values["flow"] = _merged_value(grid, index, columns["flow"])
        yield Row(
            grid.name,
            index + 1,
            values,
            {key: cell_name(index, place) for key, place in columns.items()},
            {header: (cell, text) for header, (cell, text) in others.items() if text},
            frozenset(key for key, place in columns.items() if (index, place) in grid.units),
        )


def _merged_value(grid: Grid, row: int, column: int) -> Cell:
    """Value of the merged cell that covers a place; only for numbers of flows, never volumes."""
    for (top, left), (bottom, right) in grid.merged:
        if top <= row <= bottom and left <= column <= right:
            return grid.at(top, left)
    return None


def _report_errors(grid: Grid, top: int, findings: Findings) -> None:
    for row, column in grid.errors:
        if row > top:
            findings.add(_ERROR_CELL, sheet=grid.name, cell=cell_name(row, column))


_ERROR_CELL = Issue(
    "cell.error",
    Text(
        "单元格公式出错（如 #REF!），按空白处理；请改填数值",
        "the formula in the cell fails (#REF! or the like): taken as blank; fill in the value",
    ),
)
_TOTAL_ROW = Issue(
    "row.total",
    Text(
        "合计行不读取，以免重复计算；请删除",
        "a row of totals is left out, so that nothing counts twice; delete it",
    ),
)


def _no_header(form: SheetForm, headers: str) -> Issue:
    return Issue(
        "header.missing",
        Text(
            f"前 {_HEADER_WITHIN} 行中找不到表头；应有：{headers}。请使用原模板的表头",
            f"no header in the first {_HEADER_WITHIN} rows; expected: {headers}. "
            "Use the headers of the template",
        ),
        severity="error" if form.required else "warning",
    )


def _missing(column: Column, form: SheetForm) -> Issue:
    rejects = column.required and form.required
    return Issue(
        "header.missing" if column.required else "header.absent",
        Text(
            f"缺少列{column.text.zh}；请按模板补上这一列（表头文字要一致，不要改单位）",
            f"column {column.text.en} is missing; add it as in the template, unit unchanged",
        ),
        severity="error" if rejects else "warning",
    )


def _unknown(header: str) -> Issue:
    return Issue(
        "header.unknown",
        Text(
            f"模板中没有「{header}」这一列；内容已保留，但不参与分析。如果是改名，请恢复模板的表头",
            f'the template has no column "{header}": kept, but not analysed. If it was renamed, '
            "restore the header of the template",
        ),
    )


def _repeated(column: Column) -> Issue:
    return Issue(
        "header.repeated",
        Text(
            f"列{column.text.zh}出现两次，只读取第一列；请删除多余的一列",
            f"column {column.text.en} occurs twice, the first is read; delete the other",
        ),
    )
