"""Kinds of defects that are personal data where none belongs.

All numbers are of nobody: the example printed in GB 11643, a birthday in the year 1900, telephone
companies' service numbers, bank cards of zeros, the mail domain kept for examples, and names
such as 张三.
"""

from random import Random

from .form import ENTERPRISE, FLOWS, ITEMS, OPINIONS, Cell, Form, Spot
from .kinds import Plant, Register, flow_row

REGISTER = Register()
SECRETS = (  # what may appear in nothing that is written
    "11010519491231002X",
    "110101190001010014",
    "13800138000",
    "13900139000",
    "6222020000000000000",
    "6217000000000000004",
    "zhangsan@example.com",
    "li.si@mail.example.cn",
    "张三",
    "李四明",
    "欧阳青青",
)
_FULL_WIDTH = str.maketrans("0123456789X@", "０１２３４５６７８９Ｘ＠")

# Kind, text, codes. Each text is written into one of the places below.
TEXTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("身份证号", "经核对，身份证号 11010519491231002X 属实", ("private.identity",)),
    ("身份证号末位小写", "受试者 11010519491231002x 的记录", ("private.identity",)),
    ("身份证号全角", "证件：" + "110101190001010014".translate(_FULL_WIDTH), ("private.identity",)),
    ("身份证号分段", "身份证 110105 19491231 002X", ("private.identity",)),
    ("身份证号夹在汉字中", "证号为110101190001010014的患者", ("private.identity",)),
    ("手机号", "如有疑问请致电13800138000", ("private.mobile",)),
    ("手机号分段", "手机 138-0013-8000（微信同号）", ("private.mobile",)),
    ("手机号带国家码", "+86 139 0013 9000", ("private.mobile",)),
    ("手机号全角", "电话：" + "13900139000".translate(_FULL_WIDTH), ("private.mobile",)),
    ("银行卡号", "补助发放账户 6222020000000000000", ("private.bank_card",)),
    ("银行卡号分段", "收款卡号 6217 0000 0000 0000 004", ("private.bank_card",)),
    ("电子邮箱", "材料请发 zhangsan@example.com", ("private.email",)),
    ("电子邮箱全角", "邮箱：" + "zhangsan@example.com".translate(_FULL_WIDTH), ("private.email",)),
    ("电子邮箱带点", "li.si@mail.example.cn 为准", ("private.email",)),
    ("联系人姓名", "联系人：张三", ("private.name",)),
    ("经办人姓名", "经办人 李四明", ("private.name",)),
    ("负责人姓名", "数据安全负责人：欧阳青青", ("private.name",)),
    ("姓名和手机", "联系人：张三，13800138000", ("private.name", "private.mobile")),
    (
        "姓名、手机和邮箱",
        "填表人：李四明 13900139000 li.si@mail.example.cn",
        ("private.name", "private.mobile", "private.email"),
    ),
)
_PLACES = (
    (FLOWS, "业务目的"),
    (FLOWS, "保护措施"),
    (FLOWS, "必要性说明"),
    (FLOWS, "出境方式"),
    (FLOWS, "场景名称"),
    (ITEMS, "数据项说明"),
    (ITEMS, "精度或规模说明"),
    (OPINIONS, "困难"),
    (OPINIONS, "建议"),
)


def _in_text(text: str, codes: tuple[str, ...]) -> Plant:
    def plant(form: Form, flow: int, rng: Random) -> list[Spot]:
        sheet, header = _PLACES[rng.randrange(len(_PLACES))]
        row = form.tables[sheet].rows[form.rows_of(sheet, flow)[0]]
        row[header] = text
        return [Spot(code, sheet, header, row) for code in codes]

    return plant


for _name, _text, _codes in TEXTS:
    REGISTER.add(f"文字中有{_name}", "flow", _in_text(_text, _codes))


@REGISTER.kind("接收方后有联系人")
def _recipient(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = flow_row(form, flow)
    row["境外接收方"] = "Sample Quaestor Ltd.（联系人：张三 zhangsan@example.com）"
    return [
        Spot("private.name", FLOWS, "境外接收方", row),
        Spot("private.email", FLOWS, "境外接收方", row),
    ]


@REGISTER.kind("企业名称后有手机", "enterprise")
def _name(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    form.card.answers["企业名称"] = f"{form.card.answers['企业名称']}（13800138000）"
    return [Spot("private.mobile", ENTERPRISE, "企业名称")]


def _line(header: str, value: Cell, code: str) -> None:
    def plant(form: Form, _flow: int, _rng: Random) -> list[Spot]:
        form.card.answers[header] = value
        return [Spot("header.unknown", ENTERPRISE, header), Spot(code, ENTERPRISE, header)]

    REGISTER.add(f"企业信息多出{header}", "enterprise", plant)


_line("联系人", "张三", "private.name")
_line("联系电话", "13900139000", "private.mobile")
_line("联系人手机", 13_800_138_000, "private.mobile")
_line("电子邮箱", "zhangsan@example.com", "private.email")
_line("法定代表人", "欧阳青青", "private.name")
_line("开户行账号", "6222020000000000000", "private.bank_card")


@REGISTER.kind("多出一列填表人", "table")
def _column(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    table = form.tables[FLOWS]
    table.headers.append("填表人")
    table.rows[0]["填表人"] = "李四明"
    return [
        Spot("header.unknown", FLOWS, "填表人", on_header=True),
        Spot("private.name", FLOWS, "填表人", table.rows[0]),
    ]


@REGISTER.kind("多出一列经办人手机", "table")
def _phone_column(form: Form, _flow: int, _rng: Random) -> list[Spot]:
    table = form.tables[ITEMS]
    table.headers.append("经办人手机")
    table.rows[1]["经办人手机"] = 13_900_139_000
    return [
        Spot("header.unknown", ITEMS, "经办人手机", on_header=True),
        Spot("private.mobile", ITEMS, "经办人手机", table.rows[1]),
    ]


@REGISTER.kind("数据项说明里有真实样例")
def _example(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = form.tables[ITEMS].rows[form.rows_of(ITEMS, flow)[0]]
    row |= {"数据项名称": "身份证号", "数据项说明": "例：11010519491231002X"}
    return [Spot("private.identity", ITEMS, "数据项说明", row)]
