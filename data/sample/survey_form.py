"""The survey workbook as a file: sheets, headers, looks. Same content, same bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from written_volumes import Cell

MARK = "合成样例，不是真实企业数据"
TEMPLATE_VERSION = "1"
MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # fixed: same content, same bytes

FLOW_HEADERS = (
    "场景编号",
    "标准场景",
    "场景名称",
    "业务目的",
    "境外接收方",
    "接收方国家或地区",
    "出境方式",
    "出境频率",
    "每年次数",
    "单次人数",
    "重复比例",
    "本年度个人信息人数（不含敏感）",
    "本年度敏感个人信息人数",
    "明年预计个人信息人数（不含敏感）",
    "明年预计敏感个人信息人数",
    "豁免情形",
    "豁免人数",
    "现有路径",
    "保护措施",
    "必要性说明",
)
ITEM_HEADERS = (
    "场景编号",
    "数据项名称",
    "数据项说明",
    "是否个人信息",
    "是否敏感个人信息",
    "自评数据类别",
    "精度或规模说明",
    "是否已公开",
    "必要程度",
)
HISTORY_HEADERS = ("场景编号", "年份", "个人信息人数（不含敏感）", "敏感个人信息人数")
OPINION_HEADERS = ("场景编号", "希望的量级", "困难", "建议")
TABLES = {
    "出境场景": FLOW_HEADERS,
    "数据项": ITEM_HEADERS,
    "历史量": HISTORY_HEADERS,
    "意见建议": OPINION_HEADERS,
}
CHOICES = {
    "出境频率": ["实时", "每日", "每周", "每月", "每季度", "每年", "按需"],
    "现有路径": ["无", "安全评估", "标准合同", "认证"],
    "必要程度": ["必需", "可选"],
}
WIDTHS = {
    "场景编号": 10,
    "标准场景": 22,
    "场景名称": 26,
    "业务目的": 30,
    "境外接收方": 44,
    "豁免情形": 22,
    "保护措施": 26,
    "必要性说明": 32,
    "数据项名称": 20,
    "数据项说明": 32,
    "困难": 36,
    "建议": 36,
}
GUIDANCE_SHEET = "填表说明"
GUIDANCE = (
    f"{MARK}。Synthetic sample, not data of any real enterprise.",
    "数据出境负面清单需求调查表（{trade}）",
    "一、每家企业填写一份；每项出境业务在“出境场景”填写一行，并用“场景编号”与其他各表对应。",
    "二、人数按自然人去重，统计期间为每年1月1日起的一个自然年；敏感与非敏感个人信息分别填写。",
    "三、无法准确统计的，可填写区间（如5-10万）或“约”“以上”“以下”；确实不掌握的填“不详”。",
    "四、“数据项”逐字段填写；“自评数据类别”可填参考规则二级类别的序号或名称。",
    "五、“历史量”填写前两个自然年的人数；“意见建议”可写希望的量级、困难和建议。",
)


@dataclass(frozen=True)
class Look:
    """How one enterprise treated the form: what it moved, added or respelled."""

    reversed_headers: bool = False  # columns in another order
    respelled_headers: bool = False  # half-width brackets, blanks, line breaks
    extra_column: str | None = None
    other_unit: bool = False  # persons in ten thousands, and the header says so
    blank_row: bool = False  # an empty row between the first and the second flow


@dataclass(frozen=True)
class Form:
    """What one enterprise answered, sheet by sheet."""

    enterprise: dict[str, Cell]
    rows: Mapping[str, list[dict[str, Cell]]]  # sheet → rows, header → cell
    look: Look = field(default_factory=Look)
    trade: str = "医药行业"
    scenarios: Sequence[str] = ()  # what the list of standard scenarios offers


def write_form(form: Form, path: Path) -> None:
    """Write one workbook; nothing in it depends on the clock."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    book.set_properties(
        {
            "title": f"数据出境需求调查表（{MARK}）",
            "author": "listlab sample",
            "comments": MARK,
            "created": MADE,
        }
    )
    book.define_name("listlab_template", f'="{TEMPLATE_VERSION}"')
    formats = _formats(book)
    _write_guidance(book, form, formats)
    _write_enterprise(book, form, formats)
    for sheet in TABLES:
        _write_table(book, sheet, form, formats)
    book.close()


def _formats(book: xlsxwriter.Workbook) -> dict[str, object]:
    font = {"font_name": "等线", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
    return {
        "text": book.add_format(font),
        "cell": book.add_format({**font, "border": 1, "border_color": "#BFBFBF"}),
        "header": book.add_format({**font, "bold": True, "bg_color": "#DCE6F1", "border": 1}),
        "title": book.add_format({**font, "bold": True, "font_size": 14}),
        "mark": book.add_format({**font, "bold": True, "font_color": "#B00020"}),
    }


def _add_sheet(book: xlsxwriter.Workbook, name: str) -> xlsxwriter.workbook.Worksheet:
    sheet = book.add_worksheet(name)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    return sheet


def _write_guidance(book: xlsxwriter.Workbook, form: Form, formats: Mapping[str, object]) -> None:
    sheet = _add_sheet(book, "填表说明")
    sheet.set_column(0, 0, 100)
    for row, line in enumerate(guidance(form)):
        sheet.write_string(row, 0, line, formats[("mark", "title")[row] if row < 2 else "text"])


def _write_enterprise(book: xlsxwriter.Workbook, form: Form, formats: Mapping[str, object]) -> None:
    sheet = _add_sheet(book, "企业信息")
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 44)
    for row, (item, answer) in enumerate(form.enterprise.items()):
        sheet.write_string(row, 0, item, formats["header"])
        sheet.write(row, 1, answer, formats["cell"])


def _write_table(
    book: xlsxwriter.Workbook, name: str, form: Form, formats: Mapping[str, object]
) -> None:
    sheet = _add_sheet(book, name)
    headers = headers_of(name, form.look)
    choices = {**CHOICES, "标准场景": form.scenarios}
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_columns(0)
    sheet.fit_to_pages(1 + len(headers) // 12, 0)
    sheet.set_row(0, 45)
    for column, header in enumerate(headers):
        sheet.set_column(column, column, WIDTHS.get(header, 15))
        shown = _respelled(header) if form.look.respelled_headers else header
        if form.look.other_unit:
            shown = shown.replace("人数（不含敏感）", "人数（万人，不含敏感）")
        sheet.write_string(0, column, shown, formats["header"])
        if header in choices:
            # A warning only: people type what the list does not hold.
            sheet.data_validation(
                1,
                column,
                60,
                column,
                {"validate": "list", "source": list(choices[header]), "error_type": "warning"},
            )
    top = 1
    for index, row in enumerate(form.rows[name]):
        if index == 1 and form.look.blank_row:
            top += 1
        sheet.set_row(top, 20)
        for column, header in enumerate(headers):
            sheet.write(top, column, row.get(header), formats["cell"])
        top += 1


def guidance(form: Form) -> list[str]:
    """Lines of the guidance sheet; the first says that the sample is synthetic."""
    return [line.format(trade=form.trade) for line in GUIDANCE]


def headers_of(name: str, look: Look) -> list[str]:
    """Headers of a list in the order in which an enterprise has put them."""
    headers = list(TABLES[name])
    if look.reversed_headers:
        headers = [headers[0], *reversed(headers[1:])]
    if look.extra_column and name == "出境场景":
        headers.insert(5, look.extra_column)
    return headers


def _respelled(header: str) -> str:
    return header.replace("（", "\n(").replace("）", ")").replace("本年度", "本年度 ")
