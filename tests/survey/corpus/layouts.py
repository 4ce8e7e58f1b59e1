"""Kinds of defects in how the form was treated: sheets, headers, rows, merged cells."""

from random import Random

from .form import (
    ENTERPRISE,
    FLOWS,
    HISTORY,
    ITEMS,
    OPINIONS,
    PAST_PERSONAL,
    THIS_PERSONAL,
    THIS_SENSITIVE,
    Cell,
    Form,
    Formula,
    Spot,
)
from .kinds import NOT_CSV, XLSX, Register, flow_row, settle

REGISTER = Register()


def _lose_sheet(sheet: str, code: str, severity: str) -> None:
    def plant(form: Form, _flow: int, _rng: Random) -> list[Spot]:
        form.without.add(sheet)
        return [Spot(code, severity=severity)]

    REGISTER.add(f"缺少工作表{sheet}", "book", plant)


_lose_sheet(ENTERPRISE, "sheet.missing", "error")
_lose_sheet(FLOWS, "sheet.missing", "error")
for _sheet in (ITEMS, HISTORY, OPINIONS):
    _lose_sheet(_sheet, "sheet.absent", "warning")


def _rename_sheet(sheet: str, written: str) -> None:
    def plant(form: Form, _flow: int, _rng: Random) -> list[Spot]:
        holder = form.card if sheet == ENTERPRISE else form.tables[sheet]
        holder.name = written
        return [Spot("sheet.renamed", sheet)]

    REGISTER.add(f"工作表改名为{written}", "table", plant)


for _sheet, _written in (
    (ENTERPRISE, "企业基本信息"),
    (ENTERPRISE, "表1 企业信息"),
    (FLOWS, "表2-数据出境场景"),
    (FLOWS, "出境场景（最终）"),
    (FLOWS, "2.出境业务场景"),
    (ITEMS, "数据项清单"),
    (ITEMS, "附表三 数据项"),
    (HISTORY, "历史量（近两年）"),
    (HISTORY, "历史数据量"),
    (OPINIONS, "意见和建议"),
    (OPINIONS, "意见建议 (2)"),
):
    _rename_sheet(_sheet, _written)


@REGISTER.kind("出境场景另有一份", "table")
def _second_sheet(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    table = form.tables[FLOWS]
    values = ([c.value if isinstance(c, Formula) else c for c in line] for line in table.grid())
    form.others["出境场景 (2)"] = list(values)  # pasted as values: its formulas are told once
    return [Spot("sheet.repeated", "出境场景 (2)")]


@REGISTER.kind("多出一张有内容的表", "table")
def _own_sheet(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.others["内部测算"] = [["项目", "金额"], ["服务器", 120_000], ["人力", 80_000]]
    return [Spot("sheet.unknown", "内部测算")]


def _lose_column(sheet: str, header: str, severity: str) -> None:
    def plant(form: Form, _flow: int, _rng: Random) -> list[Spot]:
        form.tables[sheet].headers.remove(header)
        code = "header.missing" if severity == "error" else "header.absent"
        return [Spot(code, sheet, severity=severity)]

    REGISTER.add(f"{sheet}缺少列{header}", "book", plant)


_lose_column(FLOWS, THIS_SENSITIVE, "error")
_lose_column(FLOWS, "标准场景", "error")
for _sheet, _header in (
    (FLOWS, "必要性说明"), (FLOWS, "出境方式"), (FLOWS, "业务目的"), (FLOWS, "保护措施"),
    (ITEMS, "精度或规模说明"), (ITEMS, "数据项说明"), (OPINIONS, "建议"),
):  # fmt: skip
    _lose_column(_sheet, _header, "warning")


def _add_column(sheet: str, header: str, value: Cell) -> None:
    def plant(form: Form, _flow: int, rng: Random) -> list[Spot]:
        table = form.tables[sheet]
        table.headers.insert(rng.randint(2, len(table.headers)), header)
        for row in table.rows:
            row[header] = value
        return [Spot("header.unknown", sheet, header, on_header=True)]

    REGISTER.add(f"{sheet}多出列{header}", "table", plant)


_add_column(FLOWS, "内部系统编号", "SYS-03")
_add_column(FLOWS, "备注", "已核对")
_add_column(ITEMS, "字段类型", "varchar")
_add_column(HISTORY, "数据来源", "系统导出")


@REGISTER.kind("列出现两次", "table")
def _column_twice(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    table = form.tables[FLOWS]
    table.headers.append("业务目的 ")  # a second one, read the same
    table.labels["业务目的 "] = "业务目的"
    return [Spot("header.repeated", FLOWS, "业务目的 ", on_header=True)]


@REGISTER.kind("人数列改了单位", "book")
def _other_unit(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.tables[FLOWS].labels[THIS_PERSONAL] = "本年度个人信息人数（万人）"
    return [
        Spot("header.missing", FLOWS, severity="error"),
        Spot("header.unknown", FLOWS, THIS_PERSONAL, on_header=True),
    ]


@REGISTER.kind("人数列改为条数", "book")
def _other_measure(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.tables[FLOWS].labels[THIS_SENSITIVE] = "本年度敏感个人信息条数"
    return [
        Spot("header.missing", FLOWS, severity="error"),
        Spot("header.unknown", FLOWS, THIS_SENSITIVE, on_header=True),
    ]


@REGISTER.kind("历史量列改了单位", "book")
def _past_unit(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.tables[HISTORY].labels[PAST_PERSONAL] = "个人信息人次（不含敏感）"
    return [
        Spot("header.absent", HISTORY),
        Spot("header.unknown", HISTORY, PAST_PERSONAL, on_header=True),
    ]


@REGISTER.kind("删去了表头", "book")
def _no_header(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    table = form.tables[FLOWS]
    for place, header in enumerate(table.headers):
        table.labels[header] = f"列{place + 1}"
    return [Spot("header.missing", FLOWS, severity="error")]


@REGISTER.kind("企业信息多出一项", "enterprise")
def _own_line(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.card.answers["上市代码"] = "600000"
    return [Spot("header.unknown", ENTERPRISE, "上市代码")]


@REGISTER.kind("企业信息删去信用代码一行", "book")
def _no_code_line(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    del form.card.answers["统一社会信用代码"]
    return [Spot("credit_code.missing", ENTERPRISE, severity="error")]


@REGISTER.kind("空白模板交回", "book")
def _blank(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.card.answers = dict.fromkeys(form.card.answers)
    for table in form.tables.values():
        table.rows, table.merged = [], []
    return [
        Spot("credit_code.missing", ENTERPRISE, "统一社会信用代码", severity="error"),
        Spot("enterprise.no_name", ENTERPRISE, "企业名称"),
    ]


@REGISTER.kind("没有填写任何场景", "book")
def _no_flows(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    for table in form.tables.values():
        table.rows, table.merged = [], []
    return [Spot("workbook.no_flows", FLOWS)]


@REGISTER.kind("只印了场景编号", "book")
def _numbers_only(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    for sheet, table in form.tables.items():
        numbers = range(1, 11) if sheet == FLOWS else ()
        table.rows, table.merged = [{"场景编号": number} for number in numbers], []
    return [Spot("workbook.no_flows", FLOWS)]


@REGISTER.kind("出境场景有合计行", "table")
def _total(form: Form, _flow: int, rng: Random) -> list[Spot]:
    row: dict[str, Cell] = {"场景编号": rng.choice(("合计", "总计：", "合 计"))}
    row |= {THIS_PERSONAL: 36_000, THIS_SENSITIVE: 52_000}
    form.tables[FLOWS].rows.append(row)
    return [Spot("row.total", FLOWS, "场景编号", row)]


@REGISTER.kind("合计写在标准场景列", "table")
def _total_beside(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    row: dict[str, Cell] = {"标准场景": "合计", THIS_PERSONAL: 36_000, THIS_SENSITIVE: 52_000}
    form.tables[FLOWS].rows.append(row)
    return [Spot("row.total", FLOWS, "场景编号", row)]


@REGISTER.kind("历史量有小计行", "table")
def _past_total(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    row: dict[str, Cell] = {"场景编号": "小计", PAST_PERSONAL: 12_000}
    form.tables[HISTORY].rows.append(row)
    return [Spot("row.total", HISTORY, "场景编号", row)]


@REGISTER.kind("人数合并单元格", suffixes=XLSX)
def _merged(form: Form, flow: int, _rng: Random) -> list[Spot]:
    table = form.tables[FLOWS]
    row = settle(form, flow, personal=6_000, sensitive=0)
    twin = dict(row) | {"场景编号": f"{row['场景编号']}-2", THIS_PERSONAL: None}
    place = next(i for i, other in enumerate(table.rows) if other is row)
    table.rows.insert(place + 1, twin)
    table.blank_before.clear()
    table.merged.append((THIS_PERSONAL, place, place + 1))
    return [Spot("cell.merged", FLOWS, THIS_PERSONAL, row)]


@REGISTER.kind("文字写到人数列", suffixes=NOT_CSV)
def _shifted(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = settle(form, flow, personal="系统接口传输", sensitive=6_000)
    return [Spot("volume.unreadable", FLOWS, THIS_PERSONAL, row)]


@REGISTER.kind("只填了半行")
def _half_row(form: Form, flow: int, _rng: Random) -> list[Spot]:
    table = form.tables[FLOWS]
    number: Cell = f"{flow_row(form, flow)['场景编号']}b"
    row: dict[str, Cell] = {"场景编号": number, "标准场景": "药物警戒", "业务目的": "待补充"}
    table.rows.append(row)
    return [
        Spot("volume.missing", FLOWS, THIS_PERSONAL, row),
        Spot("volume.missing", FLOWS, THIS_SENSITIVE, row),
    ]
