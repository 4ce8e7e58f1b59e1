"""What is wrong with the headers of a sheet, or with rows that are no answers."""

from collections.abc import Sequence

from listlab.model.language import Text
from listlab.survey.columns import Column, SheetForm
from listlab.survey.findings import Issue

TOTAL_ROW = Issue(
    "row.total",
    Text(
        "合计行不读取，以免重复计算；请删除",
        "a row of totals is left out, so that nothing counts twice; delete it",
    ),
)
NOTE_ROW = Issue(
    "row.note",
    Text(
        "这一行像是注释或落款，没有读取；请移到「意见建议」或删除",
        "this row looks like a note or a signature and was left out; move it to the opinions or "
        "delete it",
    ),
)
MERGED = Issue(
    "cell.merged",
    Text(
        "合并单元格中的人数或次数只计入第一格，其余按未填处理；请拆分单元格，逐行填写",
        "a number in a merged cell counts for its first cell only, the others are taken as blank; "
        "split the cell and fill in each row",
    ),
)


def no_header(form: SheetForm, *, within: int) -> Issue:
    """Problem of a sheet in whose first rows no header is found."""
    if not form.required:
        return unread([column for column in form.columns if column.required])
    headers = "、".join(column.header for column in form.columns if column.required)
    return Issue(
        "header.missing",
        Text(
            f"前 {within} 行中找不到表头；应有：{headers}。请使用原模板的表头",
            f"no header in the first {within} rows; expected: {headers}. "
            "Use the headers of the template",
        ),
        severity="error",
    )


def unread(columns: Sequence[Column]) -> Issue:
    """Problem of a sheet that the workbook can do without, and that lacks needed columns."""
    zh = "、".join(f"「{column.header}」" for column in columns)
    en = ", ".join(column.english for column in columns)
    return Issue(
        "sheet.unread",
        Text(
            f"本表没有读取：找不到必需的列{zh}；请恢复模板的表头（文字要一致），不要删改",
            f"the sheet was not read: needed columns are missing ({en}); restore the headers of "
            "the template",
        ),
        severity="error",
    )


def missing(column: Column) -> Issue:
    """Problem of a column that the sheet lacks."""
    return Issue(
        "header.missing" if column.required else "header.absent",
        Text(
            f"缺少列{column.text.zh}；请按模板补上这一列（表头文字要一致，不要改单位）",
            f"column {column.text.en} is missing; add it as in the template, unit unchanged",
        ),
        severity="error" if column.required else "warning",
    )


def unknown(header: str, nearest: Column | None) -> Issue:
    """Problem of a column that the form lacks, with the one that may be meant."""
    hint = Text("", "")
    if nearest is not None:
        hint = Text(f"（是不是{nearest.text.zh}？）", f" (is it {nearest.text.en}?)")
    return Issue(
        "header.unknown",
        Text(
            f"模板中没有「{header}」这一列{hint.zh}；内容已保留，但不参与分析。"
            "如果是改名，请恢复模板的表头",
            f'the template has no column "{header}"{hint.en}: kept, but not analysed. If it was '
            "renamed, restore the header of the template",
        ),
    )


def repeated(column: Column) -> Issue:
    """Problem of a column that occurs twice."""
    return Issue(
        "header.repeated",
        Text(
            f"列{column.text.zh}出现两次，只读取第一列；请删除多余的一列",
            f"column {column.text.en} occurs twice, the first is read; delete the other",
        ),
    )
