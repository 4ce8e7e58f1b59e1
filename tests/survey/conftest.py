"""Workbooks written on the fly, and an industry to read them with."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from listlab.law.pack import Industry, Scenario
from listlab.model.language import Text

ENTERPRISE = {
    "统一社会信用代码": "91999999XXXX01011F",
    "企业名称": "样例甲有限公司",
    "所属区域": "海淀区",
    "国民经济行业代码": "7340",
    "企业规模": "中型",
    "是否关键信息基础设施运营者": "否",
    "员工人数": 120,
    "信用等级": "A",
}
FLOW = {
    "场景编号": 1,
    "标准场景": "药物临床试验",
    "场景名称": "受试者数据汇总",
    "业务目的": "统计分析",
    "境外接收方": "样例总部",
    "接收方国家或地区": "USA",
    "出境方式": "接口",
    "出境频率": "每周",
    "每年次数": 52,
    "单次人数": 2000,
    "重复比例": "30%",
    "本年度个人信息人数（不含敏感）": 100,
    "本年度敏感个人信息人数": 50000,
    "明年预计个人信息人数（不含敏感）": 110,
    "明年预计敏感个人信息人数": 60000,
    "豁免情形": "无",
    "豁免人数": None,
    "现有路径": "安全评估",
    "保护措施": "加密",
    "必要性说明": "监管要求",
}
ITEM = {
    "场景编号": 1,
    "数据项名称": "受试者编号",
    "数据项说明": "去标识化",
    "是否个人信息": "是",
    "是否敏感个人信息": "√",
    "自评数据类别": "30",
    "精度或规模说明": "逐人",
    "是否已公开": "N",
    "必要程度": "必需",
}
PAST = {"场景编号": 1, "年份": 2025, "个人信息人数（不含敏感）": 90, "敏感个人信息人数": 40000}
OPINION = {"场景编号": 1, "希望的量级": "5万", "困难": "暂无", "建议": "给出示例"}

Rows = Sequence[Mapping[str, Any]]
WriteSurvey = Callable[..., Path]


@pytest.fixture
def industry() -> Industry:
    """Two scenarios of one industry."""
    return Industry(
        code="pharma",
        name=Text("医药", "Pharmaceuticals"),
        gbt4754=("27", "7340"),
        scenarios=(
            Scenario("clinical_trial", Text("药物临床试验", "Clinical trials"), ("GCP",), ()),
            Scenario("supply", Text("供应链与质量管理", "Supply chain"), (), ()),
        ),
        status="verified",
    )


@pytest.fixture
def write_survey(tmp_path: Path) -> WriteSurvey:
    """Function that writes a survey workbook and returns its path."""

    def write(
        name: str = "surveys/甲.xlsx",
        *,
        enterprise: Mapping[str, Any] | None = None,
        flows: Rows = (FLOW,),
        items: Rows = (ITEM,),
        history: Rows = (PAST,),
        opinions: Rows = (OPINION,),
        mark: str | None = "合成样例",
        without: Sequence[str] = (),
    ) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book = xlsxwriter.Workbook(str(path))
        book.define_name("listlab_template", '="1.0"')
        book.add_worksheet("填表说明").write(0, 0, mark or "说明")
        if "企业信息" not in without:
            sheet = book.add_worksheet("企业信息")
            for row, pair in enumerate((ENTERPRISE | dict(enterprise or {})).items()):
                sheet.write_row(row, 0, pair)
        lists = {"出境场景": flows, "数据项": items, "历史量": history, "意见建议": opinions}
        columns = {"出境场景": FLOW, "数据项": ITEM, "历史量": PAST, "意见建议": OPINION}
        for title, rows in lists.items():
            if title not in without:
                _write_list(book.add_worksheet(title), columns[title], rows)
        book.close()
        return path

    return write


def _write_list(sheet: Any, columns: Mapping[str, Any], rows: Rows) -> None:
    headers = list(rows[0]) if rows else list(columns)
    sheet.write_row(0, 0, headers)
    for index, row in enumerate(rows, start=1):
        for column, header in enumerate(headers):
            sheet.write(index, column, row.get(header))


@pytest.fixture
def flow() -> dict[str, Any]:
    """One row of 出境场景, to change a cell of."""
    return dict(FLOW)
