"""Ways of treating the form that are no defects: order, spelling, looks, formats of files."""

from collections.abc import Callable
from random import Random

from .form import (
    ENTERPRISE,
    FLOWS,
    HISTORY,
    ITEMS,
    NEXT_SENSITIVE,
    OPINIONS,
    THIS_PERSONAL,
    THIS_SENSITIVE,
    Cell,
    Form,
    Formula,
    Shown,
)
from .kinds import ANY, NOT_CSV, XLSX, settle
from .spellings import pick

Vary = Callable[[Form, Random], None]
VARIANTS: list[tuple[str, Vary, tuple[str, ...]]] = []


def _variant(name: str, suffixes: tuple[str, ...] = ANY) -> Callable[[Vary], Vary]:
    def declare(vary: Vary) -> Vary:
        VARIANTS.append((name, vary, suffixes))
        return vary

    return declare


@_variant("原样")
def _as_is(_form: Form, _rng: Random) -> None:
    pass


@_variant("列次序打乱")
def _shuffled(form: Form, rng: Random) -> None:
    for table in form.tables.values():
        rng.shuffle(table.headers)


@_variant("列次序颠倒")
def _reversed(form: Form, _rng: Random) -> None:
    for table in form.tables.values():
        table.headers.reverse()


@_variant("表头半角括号和换行")
def _half_width(form: Form, _rng: Random) -> None:
    for table in form.tables.values():
        table.labels = {
            h: h.replace("（", "\n(").replace("）", ")").replace("本年度", "本年度 ")
            for h in table.headers
        }


@_variant("表头带必填选填")
def _marked(form: Form, rng: Random) -> None:
    marks = ("（必填）", "(选填)", "（单选）", "*", " ")
    for table in form.tables.values():
        table.labels = {h: h + pick(marks, rng) for h in table.headers}


@_variant("表头带序号")
def _numbered(form: Form, _rng: Random) -> None:
    for table in form.tables.values():
        table.labels = {h: f"{n}. {h}" for n, h in enumerate(table.headers, start=1)}


@_variant("英文表头")
def _english(form: Form, _rng: Random) -> None:
    english = {
        FLOWS: ("flow number", "standard scenario", "scenario name", "purpose", "recipient",
                "country or region", "transfer mode", "frequency", "times a year",
                "persons a time", "repeat share", "persons this year, without sensitive",
                "persons this year, sensitive", "next year, without sensitive",
                "next year, sensitive", "exemption", "persons exempt", "present route",
                "safeguards", "necessity"),
        HISTORY: ("flow number", "year", "persons, without sensitive", "persons, sensitive"),
    }  # fmt: skip
    for sheet, names in english.items():
        table = form.tables[sheet]
        table.labels = dict(zip(table.headers, names, strict=True))


@_variant("表头上有标题和说明")
def _titled(form: Form, rng: Random) -> None:
    lines: list[list[Cell]] = [["数据出境负面清单需求调查表"], ["单位：人；统计期间：2026年"], []]
    for table in form.tables.values():
        table.above = lines[: rng.randint(1, 3)]
    form.card.above = [["企业基本情况"], []]


@_variant("行间有空行")
def _gaps(form: Form, rng: Random) -> None:
    for table in form.tables.values():
        table.blank_before = {i for i in range(1, len(table.rows)) if rng.random() < 0.4}


@_variant("只印了编号的空白行")
def _printed_numbers(form: Form, _rng: Random) -> None:
    table = form.tables[FLOWS]
    table.rows.extend({"场景编号": f"Z{n}"} for n in range(1, 8))


@_variant("没用的行划了斜杠")
def _dashes(form: Form, rng: Random) -> None:
    for sheet in (FLOWS, HISTORY, OPINIONS):
        table, mark = form.tables[sheet], pick(("/", "—", "-", "无"), rng)
        table.rows.append(dict.fromkeys(table.headers, "/" if sheet == FLOWS else mark))


@_variant("有示例行")
def _examples(form: Form, rng: Random) -> None:
    for table in form.tables.values():
        example = dict(table.rows[0]) if table.rows else {}
        example["场景编号"] = pick(("示例", "例", "示例1", "填写示例"), rng)
        table.rows.insert(0, example)


@_variant("表下有注")
def _notes(form: Form, _rng: Random) -> None:
    for sheet in (FLOWS, HISTORY):
        form.tables[sheet].below = [[], ["注：以上人数按自然人去重，截至 2026 年 3 月 31 日。"]]


@_variant("编号合并单元格", XLSX)
def _merged_numbers(form: Form, _rng: Random) -> None:
    for sheet in (ITEMS, HISTORY):
        table = form.tables[sheet]
        for flow in range(len(form.tables[FLOWS].rows)):
            rows = form.rows_of(sheet, flow)
            if len(rows) > 1:
                table.merged.append(("场景编号", rows[0], rows[-1]))


@_variant("标题合并单元格", XLSX)
def _merged_title(form: Form, _rng: Random) -> None:
    for table in form.tables.values():
        table.above = [["数据出境需求调查", None, None]]


@_variant("公式带结果", XLSX)
def _formulas(form: Form, _rng: Random) -> None:
    settle(form, 0, personal=Formula("=3000*2", 6_000), sensitive=Formula("=SUM(5000,1200)", 6_200))
    form.tables[FLOWS].rows[0][NEXT_SENSITIVE] = Formula("=ROUND(6200*1.1,0)", 6_820)
    form.card.answers["企业名称"] = Formula('="样"&"例"', str(form.card.answers["企业名称"]))


@_variant("公式有浮点尾数", XLSX)
def _float_dust(form: Form, _rng: Random) -> None:
    settle(form, 0, personal=0, sensitive=Formula("=12000*1.1", 13_200.000000000002))


@_variant("数字格式", XLSX)
def _formats(form: Form, _rng: Random) -> None:
    row = settle(form, 0, personal=Shown(6_000, "#,##0"), sensitive=Shown(6_200, '0"人"'))
    row |= {NEXT_SENSITIVE: Shown(12_000, '0!.0,"万"'), "出境频率": "每月"}
    row |= {"每年次数": Shown(12, '0"次"'), "单次人数": 2_000, "重复比例": Shown(0.4, "0%")}


@_variant("工作表次序打乱")
def _sheet_order(form: Form, rng: Random) -> None:
    form.order = [ENTERPRISE, *form.tables]
    rng.shuffle(form.order)


@_variant("留有空白工作表", NOT_CSV)
def _empty_sheets(form: Form, _rng: Random) -> None:
    form.others |= {"Sheet1": [], "Sheet3": [[None]]}


@_variant("旧的问题清单", NOT_CSV)
def _returned(form: Form, _rng: Random) -> None:
    head: list[Cell] = ["序号", "工作表", "单元格", "问题", "怎样修改"]
    form.others["问题清单"] = [head, [1, "出境场景", "M4", "人数是人次", "请填去重后的人数"]]


@_variant("工作表名带空格")
def _blank_names(form: Form, _rng: Random) -> None:
    for sheet in (ITEMS, OPINIONS):
        form.tables[sheet].name = f"{sheet} "


@_variant("企业信息次序颠倒")
def _card_reversed(form: Form, _rng: Random) -> None:
    form.card.answers = dict(reversed(form.card.answers.items()))


@_variant("企业信息右移一列")
def _card_moved(form: Form, _rng: Random) -> None:
    form.card.left = 1


@_variant("企业信息横排")
def _card_sideways(form: Form, _rng: Random) -> None:
    form.card.sideways = True


@_variant("用别的软件另存", (".xlsx",))
def _saved_again(form: Form, _rng: Random) -> None:
    form.saved_again = True


@_variant("表头分两行")
def _two_lines(form: Form, _rng: Random) -> None:
    table = form.tables[FLOWS]
    groups = dict.fromkeys((THIS_PERSONAL, THIS_SENSITIVE, NEXT_SENSITIVE), "人数（人）")
    table.above = [["数据出境场景"], [groups.get(header) for header in table.headers]]


@_variant("填完的行下还有签章处", NOT_CSV)
def _signature(form: Form, _rng: Random) -> None:
    form.tables[OPINIONS].below = [[], [], ["企业盖章："], ["日期：2026年3月20日"]]


@_variant("企业信息带冒号")
def _card_colons(form: Form, _rng: Random) -> None:
    form.card.answers = {f"{item}：": answer for item, answer in form.card.answers.items()}


@_variant("企业信息少填选填项")
def _card_short(form: Form, _rng: Random) -> None:
    for item in ("信用等级", "员工人数"):
        form.card.answers[item] = None


@_variant("不涉及个人信息的场景")
def _no_persons(form: Form, _rng: Random) -> None:
    row = settle(form, 0, personal=0, sensitive=0)
    row[THIS_PERSONAL] = "不涉及"
    row |= {"标准场景": "供应链与质量管理", "豁免情形": "不适用"}


@_variant("明年停止")
def _stops(form: Form, _rng: Random) -> None:
    row = settle(form, 0, personal=6_000, sensitive=6_200)
    row |= {NEXT_SENSITIVE: 0, "明年预计个人信息人数（不含敏感）": "无"}


@_variant("大小母子公司是两家")
def _sisters(form: Form, _rng: Random) -> None:
    row = settle(form, 0, personal=6_000, sensitive=0)
    row |= {"境外接收方": "Sample Perseus AG", "接收方国家或地区": "Switzerland"}
    twin = dict(row) | {"场景编号": f"{row['场景编号']}K", THIS_PERSONAL: 7_000}
    twin |= {"境外接收方": "Sample Perseus K.K.", "接收方国家或地区": "日本"}
    third = dict(row) | {"场景编号": f"{row['场景编号']}T", THIS_PERSONAL: 8_000}
    third |= {"境外接收方": "Sample Perseus Taurus AG", "接收方国家或地区": "Switzerland"}
    form.tables[FLOWS].rows.extend([twin, third])


@_variant("同一编号两种写法")
def _numbers_spelled(form: Form, _rng: Random) -> None:
    numbers = {row["场景编号"]: f"Ｓ０{n}" for n, row in enumerate(form.tables[FLOWS].rows, 1)}
    for sheet in (FLOWS, ITEMS, HISTORY, OPINIONS):
        for row in form.tables[sheet].rows:
            written = numbers[row["场景编号"]]
            row["场景编号"] = written if sheet == FLOWS else f"s0{written[-1]} "


@_variant("长文字和换行")
def _long_texts(form: Form, _rng: Random) -> None:
    text = "一、统一管理；\n二、合规审查，保存 36 个月；\n三、" + "按集团制度执行。" * 60
    for row in form.tables[FLOWS].rows:
        row |= {"必要性说明": text, "保护措施": "=加密\n+脱敏\n-审计 @总部"}


@_variant("许多数据项")
def _many_items(form: Form, _rng: Random) -> None:
    first = form.tables[ITEMS].rows[0]
    table = form.tables[ITEMS]
    table.rows.extend(dict(first) | {"数据项名称": f"字段 {n:03d}"} for n in range(1, 151))


@_variant("旧版模板")
def _old_template(form: Form, _rng: Random) -> None:
    form.template = "0.9"
    labels = form.tables[FLOWS].labels
    labels |= {
        THIS_PERSONAL: "本年度个人信息人数（不含敏感个人信息）",
        "接收方国家或地区": "接收方所在国家或地区",
    }
    labels |= {THIS_SENSITIVE: "本年度敏感个人信息人数（人）"}


@_variant("没有模板版本", XLSX)
def _no_template(form: Form, _rng: Random) -> None:
    form.template = None
