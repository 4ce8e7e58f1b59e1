"""Invented workbooks for benchmarks/intake.py: forms of the sample, a fifth with defects."""

import io
import random
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "data" / "sample"))

from answers import enterprise_form
from credit_code import credit_code
from pharma_trade import PHARMA
from plan import plan_flows
from survey_form import Form, Look, write_form

SEED, FIRST, WRITTEN = 20260101, 1_001, 500
PERSONAL, SENSITIVE = "本年度个人信息人数（不含敏感）", "本年度敏感个人信息人数"
FLOW_DEFECTS: tuple[Mapping[str, Any], ...] = (
    {PERSONAL: "很多"},
    {SENSITIVE: -5},
    {PERSONAL: "10-5万"},
    {SENSITIVE: "3万人次"},
    {PERSONAL: 12.5},
    {SENSITIVE: ""},
    {"标准场景": "员工团建"},
    {"出境频率": "看心情"},
    {"每年次数": "许多"},
    {"重复比例": 30},
    {"豁免情形": "紧急"},
    {"豁免人数": "若干"},
    {"豁免人数": 99_000_000, PERSONAL: 10, SENSITIVE: 10},
    {"接收方国家或地区": "巴塞尔"},
    {"业务目的": "联系人张三，电话13800138000"},
    {"现有路径": "口头"},
)
ITEM_DEFECTS = (
    {"是否个人信息": "大概"},
    {"必要程度": "看情况"},
    {"场景编号": "Z9"},
    {"数据项名称": None},
)
PAST_DEFECTS = ({"年份": "去年"}, {"敏感个人信息人数": "很多"}, {"场景编号": "Z9"})
ENTERPRISE_DEFECTS = (
    {"企业规模": "巨型"},
    {"是否关键信息基础设施运营者": "可能"},
    {"企业名称": None},
)


def make_workbooks(folder: Path, count: int) -> None:
    """Write `count` workbooks of as many enterprises; those past 500 differ in name and code."""
    rng = random.Random(SEED)
    flows = [own for own in plan_flows(PHARMA).values() if own]
    for index in range(min(count, WRITTEN)):
        form = enterprise_form(PHARMA, FIRST + index, flows[index % len(flows)])
        form = Form(form.enterprise, form.rows, Look(), form.trade, form.scenarios)
        if index % 5 == 0:
            plant_defects(form, rng)
        write_form(form, folder / f"{index:05d}.xlsx")
    for index in range(WRITTEN, count):
        source = (folder / f"{index % WRITTEN:05d}.xlsx").read_bytes()
        old, new = (credit_code(FIRST + i, PHARMA.letters) for i in (index % WRITTEN, index))
        (folder / f"{index:05d}.xlsx").write_bytes(renamed(source, old, new))


def plant_defects(form: Form, rng: random.Random) -> None:
    """Make one or two mistakes in each sheet."""
    form.enterprise.update(rng.choice(ENTERPRISE_DEFECTS))
    kinds = {"出境场景": FLOW_DEFECTS, "数据项": ITEM_DEFECTS, "历史量": PAST_DEFECTS}
    for sheet, defects in kinds.items():
        for _ in range(rng.choice((1, 2))):
            if form.rows[sheet]:
                rng.choice(form.rows[sheet]).update(rng.choice(defects))


def renamed(content: bytes, old: str, new: str) -> bytes:
    """Workbook of another enterprise: another code, and a name that holds its end."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/sharedStrings.xml":
                data = data.replace(old.encode(), new.encode())
                data = data.replace("有限公司".encode(), f"{new[-5:]}有限公司".encode(), 1)
            copy.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 1)
    return target.getvalue()
