"""Kinds of defects that are one wrong cell."""

from datetime import date
from random import Random

from .form import (
    FLOWS,
    HISTORY,
    ITEMS,
    NEXT_PERSONAL,
    NEXT_SENSITIVE,
    OPINIONS,
    PAST_PERSONAL,
    THIS_PERSONAL,
    THIS_SENSITIVE,
    Cell,
    Form,
    Formula,
    Shown,
    Spot,
)
from .kinds import (
    ANY,
    NOT_CSV,
    XLSX,
    Plant,
    Register,
    add_past,
    first_item,
    flow_row,
    on_card,
    settle,
)

REGISTER = Register()

_CODE = "统一社会信用代码"
_INDUSTRY = "国民经济行业代码"
CARD: tuple[tuple[str, str, Cell, str, str], ...] = (
    ("信用代码是文字", _CODE, "见营业执照", "credit_code.malformed", "warning"),
    ("信用代码是 15 位注册号", _CODE, "110108012345678", "credit_code.malformed", "warning"),
    ("信用代码是组织机构代码", _CODE, "MA01ABCD-3", "credit_code.malformed", "warning"),
    ("企业名称空白", "企业名称", None, "enterprise.no_name", "warning"),
    ("企业名称只有空格", "企业名称", "　 ", "enterprise.no_name", "warning"),
    ("行业是一句话", _INDUSTRY, "以研发为主，兼顾销售", "industry.unreadable", "warning"),
    ("行业代码不存在", _INDUSTRY, "C9920", "industry.unknown", "warning"),
    ("行业代码不存在的大类", _INDUSTRY, 9900, "industry.unknown", "warning"),
    ("行业门类字母不符", _INDUSTRY, "M2720", "industry.letter", "warning"),
    ("行业只写门类", _INDUSTRY, "C", "industry.broad", "warning"),
    ("行业只写门类名称", _INDUSTRY, "制造业", "industry.broad", "warning"),
    ("不属于本行业", _INDUSTRY, "6510", "industry.other", "warning"),
    ("不属于本行业的名称", _INDUSTRY, "软件和信息技术服务业", "industry.other", "warning"),
    ("规模是上市公司", "企业规模", "上市公司", "choice.unknown", "warning"),
    ("规模填员工数", "企业规模", "500人", "choice.unknown", "warning"),
    ("是否运营者答可能", "是否关键信息基础设施运营者", "可能是", "yes_no.unreadable", "warning"),
    ("是否运营者选项未删", "是否关键信息基础设施运营者", "是/否", "yes_no.unreadable", "warning"),
    ("员工人数是文字", "员工人数", "较多", "number.unreadable", "warning"),
    ("员工人数为负", "员工人数", -20, "number.unreadable", "warning"),
)

# Cells of a flow that take no part in any sum.
FLOW_CELLS: tuple[tuple[str, str, Cell, str], ...] = (
    ("标准场景不在清单", "标准场景", "海外游学", "scenario.unknown"),
    ("标准场景是两个场景", "标准场景", "药物临床试验/药物警戒", "scenario.unknown"),
    ("国家是海外", "接收方国家或地区", "海外", "country.unknown"),
    ("国家是城市名", "接收方国家或地区", "巴塞尔", "country.unknown"),
    ("国家是一句话", "接收方国家或地区", "集团总部所在地", "country.unknown"),
    ("国家看不懂", "接收方国家或地区", "XX国", "country.unknown"),
    ("国家一对一错", "接收方国家或地区", "美国、西土国", "country.unknown"),
    ("国家是欧盟", "接收方国家或地区", "欧盟", "country.group"),
    ("国家是东南亚", "接收方国家或地区", "东南亚", "country.group"),
    ("国家是全球", "接收方国家或地区", "全球", "country.group"),
    ("国家是中国", "接收方国家或地区", "中国", "country.domestic"),
    ("国家是 P.R. China", "接收方国家或地区", "P.R. China", "country.domestic"),
    ("国家是上海", "接收方国家或地区", "上海", "country.domestic"),
    ("国家是境内", "接收方国家或地区", "境内", "country.domestic"),
    ("频率是经常", "出境频率", "经常", "choice.unknown"),
    ("频率是两个选项", "出境频率", "每日/每月", "choice.unknown"),
    ("频率只有次数", "出境频率", "12次", "choice.unknown"),
    ("次数是文字", "每年次数", "很多次", "number.unreadable"),
    ("次数为负", "每年次数", -3, "number.unreadable"),
    ("次数是区间", "每年次数", "10-20次", "number.unreadable"),
    ("次数是约数", "每年次数", "约12次", "number.about"),
    ("单次人数是文字", "单次人数", "不固定", "number.unreadable"),
    ("单次人数是约数", "单次人数", "约5000人", "number.about"),
    ("重复比例超过 1", "重复比例", "150%", "share.unreadable"),
    ("重复比例漏写百分号", "重复比例", 30, "share.unreadable"),
    ("重复比例为负", "重复比例", -0.2, "share.unreadable"),
    ("重复比例是文字", "重复比例", "部分重复", "share.unreadable"),
    ("豁免情形看不懂", "豁免情形", "符合豁免条件", "exempt_basis.unclear"),
    ("豁免情形是其他法规", "豁免情形", "个保法第十三条", "exempt_basis.unclear"),
    ("现有路径是正在办理", "现有路径", "正在办理", "choice.unknown"),
    ("现有路径是问号", "现有路径", "？？", "choice.unknown"),
)
FLOW_DATES = (("单次人数变成日期", "单次人数"), ("次数变成日期", "每年次数"))

# Written volumes of this year, with the code that each must be reported under.
VOLUMES: tuple[tuple[str, Cell, str], ...] = (
    ("人数是文字", "很多", "volume.unreadable"),
    ("人数夹带说明", "按项目而定，详见附件", "volume.unreadable"),
    ("人数是乱码", "#####", "volume.unreadable"),
    ("口语省略末位单位", "1万2", "volume.colloquial"),
    ("区间单位两种读法", "三到五百万", "volume.ambiguous"),
    ("小数点当千分位", "12.000", "volume.ambiguous"),
    ("两数相加", "3000+2000", "volume.ambiguous"),
    ("字母 O 当零", "5O00", "volume.unreadable"),
    ("人数里夹着括注", "5000人（其中敏感200人）", "volume.unreadable"),
    ("人数是金额", "3万元", "volume.not_persons"),
    ("区间颠倒", "10万-5万", "volume.contradictory"),
    ("上下限矛盾", "5万以上3万以下", "volume.contradictory"),
    ("人数为负数", -5_000, "volume.negative"),
    ("人数为负的文字", "-5000", "volume.negative"),
    ("漏写单位的小数", 3.5, "volume.not_whole"),
    ("人数是人次", "3万人次", "volume.not_persons"),
    ("人数是条", "3000条", "volume.not_persons"),
    ("人数是记录", "3000 records", "volume.not_persons"),
    ("人数是例次", "2000例次", "volume.not_persons"),
    ("人数是户", "3000户", "volume.not_persons"),
    ("人数多于世界人口", "300亿", "volume.implausible"),
    ("人数空白", None, "volume.missing"),
    ("人数不详", "不详", "volume.missing"),
    ("人数待统计", "待统计", "volume.missing"),
    ("人数是斜杠", "/", "volume.missing"),
    ("每月人数", "每月3000人", "volume.monthly"),
    ("月均人数", "月均3000", "volume.monthly"),
    ("每日人数", "每天200人", "volume.daily"),
    ("每周人数", "1000人/周", "volume.weekly"),
    ("每季度人数", "每季度2000人", "volume.quarterly"),
    ("每半年人数", "3000人/半年", "volume.half_yearly"),
    ("每次人数", "每次3000人", "volume.per_event"),
    ("单位只写一次", "1-2万", "volume.range"),
    ("单位只写一次的千", "3-5千", "volume.range"),
    ("只有一端有单位", "5000至1万", "volume.range"),
    ("数千", "数千人", "volume.several"),
    ("几千", "几千人", "volume.several"),
    ("三五千", "三五千人", "volume.range"),
    ("加号表示以上", "5000+", "volume.at_least"),
)
ITEM_CELLS: tuple[tuple[str, str, Cell, str], ...] = (
    ("数据项名称空白", "数据项名称", None, "item.no_name"),
    ("是否个人信息答部分是", "是否个人信息", "部分是", "yes_no.unreadable"),
    ("是否敏感答视情况", "是否敏感个人信息", "视情况", "yes_no.unreadable"),
    ("是否公开答内部公开", "是否已公开", "内部公开", "yes_no.unreadable"),
    ("必要程度答重要", "必要程度", "重要", "choice.unknown"),
)


def _card(item: str, value: Cell, code: str, severity: str) -> Plant:
    def plant(form: Form, _flow: int, _rng: Random) -> list[Spot]:
        form.card.answers[item] = value
        return [on_card(code, item, severity)]

    return plant


def _flow(header: str, value: Cell, code: str) -> Plant:
    def plant(form: Form, flow: int, _rng: Random) -> list[Spot]:
        row = settle(form, flow, personal=8_000, sensitive=0)
        if header in ("每年次数", "单次人数", "重复比例"):
            row["出境频率"] = "按需"
        row[header] = value
        if header == "豁免情形":
            row["豁免人数"] = 100
        return [Spot(code, FLOWS, header, row)]

    return plant


def _volume(value: Cell, code: str) -> Plant:
    def plant(form: Form, flow: int, rng: Random) -> list[Spot]:
        header = (THIS_PERSONAL, THIS_SENSITIVE)[rng.randrange(2)]
        row = settle(form, flow, personal=6_000, sensitive=6_000)
        row[header] = value
        return [Spot(code, FLOWS, header, row)]

    return plant


def _forecast(value: Cell, code: str) -> Plant:
    def plant(form: Form, flow: int, rng: Random) -> list[Spot]:
        header = (NEXT_PERSONAL, NEXT_SENSITIVE)[rng.randrange(2)]
        row = settle(form, flow, personal=6_000, sensitive=6_000)
        row[header] = value
        return [Spot(code, FLOWS, header, row)]

    return plant


def _item(header: str, value: Cell, code: str) -> Plant:
    def plant(form: Form, flow: int, _rng: Random) -> list[Spot]:
        settle(form, flow, personal=8_000, sensitive=0)
        item = form.tables[ITEMS].rows[form.rows_of(ITEMS, flow)[1]]
        item[header] = value
        return [Spot(code, ITEMS, header, item)]

    return plant


def _past(header: str, value: Cell, code: str, severity: str) -> Plant:
    def plant(form: Form, flow: int, _rng: Random) -> list[Spot]:
        settle(form, flow, personal=8_000, sensitive=0)
        row = add_past(form, flow, (2025, 7_000, 0))[0]
        row[header] = value
        return [Spot(code, HISTORY, header, row, severity)]

    return plant


for _name, _item_name, _value, _code, _severity in CARD:
    REGISTER.add(_name, "enterprise", _card(_item_name, _value, _code, _severity))
for _name, _header, _value, _code in FLOW_CELLS:
    REGISTER.add(_name, "flow", _flow(_header, _value, _code))
for _name, _header in FLOW_DATES:
    REGISTER.add(_name, "flow", _flow(_header, date(2026, 5, 10), "number.unreadable"), NOT_CSV)
for _name, _value, _code in VOLUMES:
    REGISTER.add(f"本年{_name}", "flow", _volume(_value, _code))
for _name, _value, _code in VOLUMES:
    if _code in ("volume.unreadable", "volume.contradictory", "volume.not_persons"):
        REGISTER.add(f"明年{_name}", "flow", _forecast(_value, _code))
for _name, _header, _value, _code in ITEM_CELLS:
    REGISTER.add(_name, "flow", _item(_header, _value, _code))
REGISTER.add("人数变成日期", "flow", _volume(date(2026, 5, 10), "volume.date"), NOT_CSV)
REGISTER.add("格式显示万", "flow", _volume(Shown(3_000, '0"万"'), "volume.format"), XLSX)
REGISTER.add("格式显示万人", "flow", _volume(Shown(3_000, '#,##0"万人"'), "volume.format"), XLSX)
REGISTER.add("人数公式出错", "flow", _volume(Formula("=#REF!", "#REF!"), "cell.error"), XLSX)
REGISTER.add("人数公式除零", "flow", _volume(Formula("=1/0", "#DIV/0!"), "cell.error"), XLSX)
REGISTER.add("人数公式未算", "flow", _volume(Formula("=3000*2", None), "cell.no_value"), XLSX)
REGISTER.add(
    "人数公式启动程序", "flow", _volume(Formula("=cmd|' /C calc'!A0", 6_000), "cell.command"), XLSX
)
REGISTER.add(
    "次数公式出错", "flow", _flow("每年次数", Formula("=A99x", "#NAME?"), "cell.error"), XLSX
)
REGISTER.add(
    "单次人数公式未算", "flow", _flow("单次人数", Formula("=5*9", None), "cell.no_value"), XLSX
)
REGISTER.add("历史年份是去年", "flow", _past("年份", "去年", "history.year", "error"))
REGISTER.add("历史年份两位", "flow", _past("年份", "25", "history.year", "error"))
REGISTER.add("历史年份空白", "flow", _past("年份", None, "history.year", "error"))
REGISTER.add("历史年份是区间", "flow", _past("年份", "2024-2025", "history.year", "error"))
REGISTER.add("历史年份在将来", "flow", _past("年份", 2062, "history.year", "error"))
REGISTER.add("历史量是约数", "flow", _past(PAST_PERSONAL, "约7000", "history.not_exact", "warning"))
REGISTER.add(
    "历史量是区间", "flow", _past(PAST_PERSONAL, "5千-1万", "history.not_exact", "warning")
)
REGISTER.add(
    "历史量是人次", "flow", _past(PAST_PERSONAL, "7000人次", "volume.not_persons", "warning")
)


@REGISTER.kind("信用代码空白", "book")
def _no_code(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.card.answers[_CODE] = None
    return [on_card("credit_code.missing", _CODE, "error")]


@REGISTER.kind("信用代码变成数字", "book", suffixes=NOT_CSV)
def _number(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.card.answers[_CODE] = 9.1110108123456789e17
    return [on_card("credit_code.number", _CODE, "error")]


@REGISTER.kind("信用代码变成科学计数", "book")
def _scientific(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.card.answers[_CODE] = "9.1110E+17"
    return [on_card("credit_code.number", _CODE, "error")]


@REGISTER.kind("信用代码填身份证号", "book")
def _identity(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.card.answers[_CODE] = "11010519491231002X"  # the example of GB 11643
    return [on_card("credit_code.identity", _CODE, "error")]


@REGISTER.kind("信用代码校验位错", "enterprise")
def _check_digit(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    code = _plain_code(form)
    form.card.answers[_CODE] = code[:-1] + ("A" if code[-1] != "A" else "B")
    return [on_card("credit_code.check_digit", _CODE)]


@REGISTER.kind("信用代码两位颠倒", "enterprise")
def _turned(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    code = _plain_code(form)
    place = next(i for i in range(13, 16) if code[i] != code[i + 1])
    form.card.answers[_CODE] = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    return [on_card("credit_code.check_digit", _CODE)]


@REGISTER.kind("信用代码少一位", "enterprise")
def _short(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.card.answers[_CODE] = _plain_code(form)[:-1]
    return [on_card("credit_code.malformed", _CODE)]


@REGISTER.kind("信用代码多一位", "enterprise")
def _long(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.card.answers[_CODE] = _plain_code(form) + "0"
    return [on_card("credit_code.malformed", _CODE)]


@REGISTER.kind("信用代码把 0 写成 O", "enterprise")
def _letter_o(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    code = _plain_code(form)
    form.card.answers[_CODE] = code[:12] + code[12:].replace("0", "O", 1)
    return [on_card("credit_code.malformed", _CODE)]


@REGISTER.kind("信用代码写了两个", "enterprise")
def _two(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    code = _plain_code(form)
    form.card.answers[_CODE] = f"{code}；{code[:-1]}9"
    return [on_card("credit_code.malformed", _CODE)]


def _plain_code(form: Form) -> str:
    written = str(form.card.answers[_CODE]).upper()
    return "".join(char for char in written if char.isalnum())


@REGISTER.kind("没有场景编号")
def _no_flow_number(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = settle(form, flow, personal=8_000, sensitive=0)
    number = row["场景编号"]
    for sheet in (ITEMS, HISTORY, OPINIONS):
        table = form.tables[sheet]
        table.rows = [other for other in table.rows if other["场景编号"] != number]
    row["场景编号"] = None
    return [Spot("flow.no_number", FLOWS, "场景编号", row)]


@REGISTER.kind("场景编号重复")
def _same_number(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = settle(form, flow, personal=8_000, sensitive=0)
    twin = dict(row) | {"境外接收方": "Sample Lacerta Depot S.r.l.", THIS_PERSONAL: 7_000}
    form.tables[FLOWS].rows.append(twin)
    return [Spot("flow.repeated", FLOWS, "场景编号", twin)]


@REGISTER.kind("没选标准场景但名称可认")
def _from_name(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = flow_row(form, flow)
    row |= {"标准场景": None, "场景名称": "药物警戒"}
    return [Spot("scenario.from_name", FLOWS, "标准场景", row)]


@REGISTER.kind("没选标准场景也无名称")
def _no_scenario(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = flow_row(form, flow)
    row |= {"标准场景": None, "场景名称": None}
    return [Spot("scenario.unknown", FLOWS, "标准场景", row)]


for _sheet, _filled in ((ITEMS, "数据项名称"), (HISTORY, "年份"), (OPINIONS, "困难")):

    def _foreign(form: Form, flow: int, rng: Random, sheet: str = _sheet) -> list[Spot]:
        settle(form, flow, personal=8_000, sensitive=0)
        row = _detail(form, flow, sheet) | {"场景编号": rng.choice(("99", "S88", 77))}
        form.tables[sheet].rows.append(row)
        return [Spot("flow.unknown", sheet, "场景编号", row, "error")]

    REGISTER.add(f"{_sheet}指向不存在的场景", "flow", _foreign, ANY)

for _sheet in (ITEMS, HISTORY):

    def _orphan(form: Form, flow: int, _rng: Random, sheet: str = _sheet) -> list[Spot]:
        settle(form, flow, personal=8_000, sensitive=0)
        row = _detail(form, flow, sheet) | {"场景编号": None}
        form.tables[sheet].rows.append(row)
        return [Spot("flow.unnamed", sheet, "场景编号", row, "error")]

    REGISTER.add(f"{_sheet}没有场景编号", "flow", _orphan, ANY)


def _detail(form: Form, flow: int, sheet: str) -> dict[str, Cell]:
    if sheet == ITEMS:
        return dict(first_item(form, flow)) | {"数据项名称": "另列字段"}
    if sheet == HISTORY:
        return {"年份": 2023, PAST_PERSONAL: 6_000, "敏感个人信息人数": 0}
    return {"希望的量级": "5万", "困难": "多头报送", "建议": "合并报送"}


@REGISTER.kind("希望的量级看不懂")
def _wanted(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = form.tables[OPINIONS].rows[form.rows_of(OPINIONS, flow)[0]]
    row["希望的量级"] = "越高越好"
    return [Spot("volume.unreadable", OPINIONS, "希望的量级", row)]


@REGISTER.kind("希望的量级是人次")
def _wanted_times(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = form.tables[OPINIONS].rows[form.rows_of(OPINIONS, flow)[0]]
    row["希望的量级"] = "10万人次"
    return [Spot("volume.not_persons", OPINIONS, "希望的量级", row)]
