"""Kinds of defects that lie between cells: answers that contradict each other."""

from random import Random

from .form import (
    FLOWS,
    HISTORY,
    ITEMS,
    NEXT_PERSONAL,
    NEXT_SENSITIVE,
    PAST_PERSONAL,
    PAST_SENSITIVE,
    THIS_PERSONAL,
    THIS_SENSITIVE,
    Form,
    Spot,
)
from .kinds import Register, add_past, first_item, settle

REGISTER = Register()


def _batch(form: Form, flow: int, **answers: object) -> dict[str, object]:
    row = settle(form, flow, personal=6_000, sensitive=0)
    row["出境频率"] = "按需"
    row.update(answers)  # type: ignore[arg-type]
    return row  # type: ignore[return-value]


@REGISTER.kind("全年人数多于发送人数")
def _more_than_sent(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = _batch(form, flow, 每年次数=12, 单次人数=100)
    return [Spot("volume.more_than_sent", FLOWS, THIS_PERSONAL, row)]


@REGISTER.kind("敏感人数多于发送人数")
def _sensitive_more_than_sent(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = settle(form, flow, personal=0, sensitive=9_000)
    row |= {"出境频率": "每月", "每年次数": 12, "单次人数": "200人", "重复比例": "0%"}
    return [Spot("volume.more_than_sent", FLOWS, THIS_SENSITIVE, row)]


@REGISTER.kind("区间下限多于发送人数")
def _range_more_than_sent(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = _batch(form, flow, 每年次数=4, 单次人数=500)
    row[THIS_PERSONAL] = "5000-8000"
    return [Spot("volume.more_than_sent", FLOWS, THIS_PERSONAL, row)]


@REGISTER.kind("单次人数多于全年人数")
def _less_than_event(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = _batch(form, flow, 每年次数=4, 单次人数=9_000)
    return [Spot("volume.less_than_event", FLOWS, "单次人数", row)]


@REGISTER.kind("发送人数远多于全年人数")
def _less_than_sent(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = _batch(form, flow, 出境频率="每日", 每年次数=250, 单次人数=1_000, 重复比例="10%")
    return [Spot("volume.less_than_sent", FLOWS, "单次人数", row)]


@REGISTER.kind("把人次当人数")
def _person_times(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = _batch(form, flow, 每年次数=12, 单次人数=500, 重复比例="30%")
    return [Spot("volume.person_times", FLOWS, THIS_PERSONAL, row)]


@REGISTER.kind("把人次当敏感人数")
def _sensitive_person_times(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = settle(form, flow, personal=0, sensitive=7_800)
    row |= {"出境频率": "每周", "每年次数": 52, "单次人数": 150, "重复比例": 0.4}
    return [Spot("volume.person_times", FLOWS, THIS_SENSITIVE, row)]


_TOO_OFTEN = (("每季度", 40), ("每年", 250), ("每月", 365), ("每周", 260), ("每季度", 52))
for _frequency, _times in _TOO_OFTEN:

    def _contradicts(
        form: Form, flow: int, _rng: Random, written: str = _frequency, times: int = _times
    ) -> list[Spot]:
        row = settle(form, flow, personal=6_000, sensitive=0)
        row |= {"出境频率": written, "每年次数": times}
        return [Spot("frequency.contradicts", FLOWS, "每年次数", row)]

    REGISTER.add(f"频率{_frequency}而次数 {_times}", "flow", _contradicts)

for _name, _next in (("激增", 200_000), ("骤降", 300), ("区间激增", "20万-30万")):

    def _jump(form: Form, flow: int, rng: Random, then: object = _next) -> list[Spot]:
        row = settle(form, flow, personal=9_000, sensitive=9_000)
        header = rng.choice((NEXT_PERSONAL, NEXT_SENSITIVE))
        row[header] = then  # type: ignore[assignment]
        return [Spot("forecast.jump", FLOWS, header, row)]

    REGISTER.add(f"明年预计{_name}", "flow", _jump)


@REGISTER.kind("去年比今年多十几倍")
def _last_year_far(form: Form, flow: int, _rng: Random) -> list[Spot]:
    settle(form, flow, personal=6_000, sensitive=6_000)
    row = add_past(form, flow, (2025, 5_500, 90_000))[0]
    return [Spot("history.jump", HISTORY, PAST_SENSITIVE, row)]


@REGISTER.kind("去年少写一个万")
def _last_year_small(form: Form, flow: int, _rng: Random) -> list[Spot]:
    settle(form, flow, personal=12_000, sensitive=6_000)
    row = add_past(form, flow, (2025, 110, 5_500))[0]
    return [Spot("history.jump", HISTORY, PAST_PERSONAL, row)]


@REGISTER.kind("历史两年之间跳变")
def _years_apart(form: Form, flow: int, _rng: Random) -> list[Spot]:
    settle(form, flow, personal=6_000, sensitive=6_000)
    rows = add_past(form, flow, (2024, 200, 5_000), (2025, 5_800, 5_500))
    return [Spot("history.jump", HISTORY, PAST_PERSONAL, rows[1])]


@REGISTER.kind("同一年份两行")
def _same_year(form: Form, flow: int, _rng: Random) -> list[Spot]:
    settle(form, flow, personal=6_000, sensitive=0)
    rows = add_past(form, flow, (2024, 5_000, 0), (2025, 5_500, 0), ("2025年", 5_600, 0))
    return [Spot("history.repeated", HISTORY, "年份", rows[2], "error")]


@REGISTER.kind("豁免人数多于总人数")
def _too_many(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = settle(form, flow, personal=6_000, sensitive=0)
    row |= {"豁免情形": "第五条第一款第一项", "豁免人数": 8_000}
    return [Spot("exempt_persons.too_many", FLOWS, "豁免人数", row)]


@REGISTER.kind("有豁免人数无豁免情形")
def _no_basis(form: Form, flow: int, rng: Random) -> list[Spot]:
    row = settle(form, flow, personal=6_000, sensitive=0)
    row |= {"豁免情形": rng.choice((None, "无")), "豁免人数": 500}
    return [Spot("exempt_basis.missing", FLOWS, "豁免情形", row)]


@REGISTER.kind("有豁免情形无豁免人数")
def _no_persons(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = settle(form, flow, personal=6_000, sensitive=0)
    row["豁免情形"] = "第五条第一款第二项"
    return [Spot("exempt_persons.missing", FLOWS, "豁免人数", row)]


for _name, _written in (("若干", "若干"), ("约数", "约500"), ("区间", "500-600人")):

    def _not_exact(form: Form, flow: int, _rng: Random, written: str = _written) -> list[Spot]:
        row = settle(form, flow, personal=6_000, sensitive=0)
        row |= {"豁免情形": "第五条第一款第一项", "豁免人数": written}
        return [Spot("exempt_persons.not_exact", FLOWS, "豁免人数", row)]

    REGISTER.add(f"豁免人数是{_name}", "flow", _not_exact)


@REGISTER.kind("豁免人数是人次")
def _exempt_times(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = settle(form, flow, personal=6_000, sensitive=0)
    row |= {"豁免情形": "第五条第一款第一项", "豁免人数": "500人次"}
    return [Spot("volume.not_persons", FLOWS, "豁免人数", row)]


@REGISTER.kind("单次人数是条")
def _records(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = _batch(form, flow, 单次人数="5000条")
    return [Spot("volume.not_persons", FLOWS, "单次人数", row)]


@REGISTER.kind("有敏感数据项而敏感人数为零")
def _sensitive_items(form: Form, flow: int, rng: Random) -> list[Spot]:
    row = settle(form, flow, personal=6_000, sensitive=0)
    row[THIS_SENSITIVE] = rng.choice((0, "无", "不涉及"))
    item = first_item(form, flow)
    item |= {"是否个人信息": "是", "是否敏感个人信息": "是"}
    return [Spot("sensitive.no_persons", FLOWS, THIS_SENSITIVE, row)]


@REGISTER.kind("有敏感人数而数据项都不敏感")
def _no_sensitive_items(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = settle(form, flow, personal=6_000, sensitive=6_000)
    first_item(form, flow)["是否敏感个人信息"] = "否"
    return [Spot("sensitive.no_items", FLOWS, THIS_SENSITIVE, row)]


@REGISTER.kind("有个人信息项而人数都为零")
def _no_personal_persons(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = settle(form, flow, personal=0, sensitive=0)
    first_item(form, flow)["是否个人信息"] = "是"
    return [Spot("personal.no_persons", FLOWS, THIS_PERSONAL, row)]


@REGISTER.kind("有人数而数据项都不是个人信息")
def _no_personal_items(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = settle(form, flow, personal=6_000, sensitive=0)
    for place in form.rows_of(ITEMS, flow):
        form.tables[ITEMS].rows[place]["是否个人信息"] = "否"
    return [Spot("personal.no_items", FLOWS, THIS_PERSONAL, row)]


@REGISTER.kind("敏感而不是个人信息")
def _sensitive_not_personal(form: Form, flow: int, _rng: Random) -> list[Spot]:
    settle(form, flow, personal=6_000, sensitive=6_000)
    item = form.tables[ITEMS].rows[form.rows_of(ITEMS, flow)[2]]
    item |= {"是否个人信息": "否", "是否敏感个人信息": "是"}
    return [Spot("item.sensitive_not_personal", ITEMS, "是否个人信息", item)]


@REGISTER.kind("数据项写了两遍")
def _twice(form: Form, flow: int, rng: Random) -> list[Spot]:
    settle(form, flow, personal=6_000, sensitive=0)
    item = first_item(form, flow)
    written = str(item["数据项名称"])
    twin = dict(item) | {"数据项名称": rng.choice((written, f" {written} ")), "数据项说明": "同上"}
    form.tables[ITEMS].rows.append(twin)
    return [Spot("item.repeated", ITEMS, "数据项名称", twin)]


@REGISTER.kind("全国人口也不够")
def _over_population(form: Form, flow: int, _rng: Random) -> list[Spot]:
    row = settle(form, flow, personal="20亿", sensitive=0)
    return [Spot("volume.over_population", FLOWS, THIS_PERSONAL, row)]


@REGISTER.kind("同一接收方写法不同")
def _same_recipient(form: Form, flow: int, rng: Random) -> list[Spot]:
    spellings = (
        ("Sample Lynx Biometrics GmbH", "SAMPLE LYNX BIOMETRICS GMBH"),
        ("Sample Monoceros Labs Inc.", "Sample Monoceros Labs, Inc"),
        ("样例天琴（爱尔兰）有限公司", "样例天琴(爱尔兰)有限公司"),
        ("Sample Norma Pharmacometrics Limited", "Sample Norma Pharmacometrics Ltd."),
        ("Sample Ophiuchus Outcomes B.V.", "Sample Ophiucus Outcomes B.V."),
        ("样例 Pavo Research Inc.", "样例Ｐａｖｏ Research Inc."),
    )
    former, later = spellings[rng.randrange(len(spellings))]
    row = settle(form, flow, personal=6_000, sensitive=0)
    row |= {"场景编号": row["场景编号"], "境外接收方": former, "接收方国家或地区": "爱尔兰"}
    twin = dict(row) | {"场景编号": f"{row['场景编号']}-2", "境外接收方": later}
    form.tables[FLOWS].rows.append(twin)
    items = [dict(form.tables[ITEMS].rows[i]) for i in form.rows_of(ITEMS, flow)]
    for item in items:
        item["场景编号"] = twin["场景编号"]
    form.tables[ITEMS].rows.extend(items)
    return [Spot("recipient.same", FLOWS, "境外接收方", twin)]


for _side, _persons, _code in (
    ("高", 9_000_000, "outlier.high"),
    ("低", 2, "outlier.low"),
):

    def _far(
        form: Form, flow: int, _rng: Random, persons: int = _persons, code: str = _code
    ) -> list[Spot]:
        row = settle(form, flow, personal=0, sensitive=persons)
        row["标准场景"] = "药物临床试验"
        return [Spot(code, FLOWS, THIS_SENSITIVE, row)]

    REGISTER.add(f"同场景中特别{_side}", "flow", _far)
