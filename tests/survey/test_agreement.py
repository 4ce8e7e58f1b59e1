"""Items and past years that contradict their flow are asked back at their own cells."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from listlab.law.pack import Industry
from listlab.survey.read import read_workbooks

WriteSurvey = Callable[..., Path]
ITEM = {"场景编号": 1, "数据项名称": "编号", "是否个人信息": "是", "是否敏感个人信息": "否"}
OTHER = ITEM | {"数据项名称": "年龄"}
SENSITIVE = ITEM | {"数据项名称": "诊断", "是否敏感个人信息": "是"}
FORECAST = ("明年预计敏感个人信息人数", "明年预计个人信息人数（不含敏感）")
PAST = {"场景编号": 1, "年份": 2025, "敏感个人信息人数": 40_000}


def problems(path: Path, industry: Industry) -> list[tuple[str, str, str]]:
    """Sheet, cell and code of all problems."""
    tables = read_workbooks([path], industry=industry, root=path.parent)
    return tables.problems.select("sheet", "cell", "code").rows()


@pytest.mark.parametrize(
    ("items", "changes", "expected"),
    [
        ([ITEM, SENSITIVE], {}, []),
        ([ITEM], {"本年度敏感个人信息人数": 0}, []),
        ([ITEM, ITEM | {"是否敏感个人信息": "不确定"}], {}, [("数据项", "B3", "item.repeated")]),
        ([SENSITIVE], {"本年度敏感个人信息人数": 0}, [("出境场景", "M2", "sensitive.no_persons")]),
        (
            [ITEM],
            {"本年度敏感个人信息人数": 0, "本年度个人信息人数（不含敏感）": "无"},
            [("出境场景", "L2", "personal.no_persons")],
        ),
        ([ITEM, OTHER], {}, [("出境场景", "M2", "sensitive.no_items")]),
        (
            [ITEM | {"是否个人信息": "否"}],
            {"本年度敏感个人信息人数": "无"},
            [("出境场景", "L2", "personal.no_items")],
        ),
        (
            [SENSITIVE | {"是否个人信息": "否"}],
            {"本年度个人信息人数（不含敏感）": 0},
            [("数据项", "C2", "item.sensitive_not_personal")],
        ),
        ([SENSITIVE | {"数据项名称": None}], {}, [("数据项", "B2", "item.no_name")]),
    ],
)
def test_items_agree_with_the_persons_of_their_flow(
    items: list[dict[str, Any]],
    changes: dict[str, Any],
    expected: list[tuple[str, str, str]],
    sheets: tuple[WriteSurvey, Industry, dict[str, Any]],
) -> None:
    """Sensitive items need sensitive persons, and the other way round."""
    write_survey, industry, row = sheets
    row |= {"单次人数": None} | dict.fromkeys(FORECAST)
    path = write_survey(flows=[row | changes], items=items, history=[])

    assert expected == problems(path, industry)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([PAST], []),
        ([PAST | {"敏感个人信息人数": 4_999}], [("历史量", "C2", "history.jump")]),
        (
            [PAST, PAST | {"年份": 2024, "敏感个人信息人数": 400}],
            [("历史量", "C2", "history.jump")],
        ),
        ([PAST, PAST | {"年份": 2023, "敏感个人信息人数": 40}], []),
        ([PAST | {"年份": 2062}], [("历史量", "B2", "history.year")]),
        ([PAST, PAST], [("历史量", "B3", "history.repeated")]),
        ([PAST | {"敏感个人信息人数": "5万人次"}], [("历史量", "C2", "volume.not_persons")]),
        ([PAST | {"敏感个人信息人数": "约5万"}], [("历史量", "C2", "history.not_exact")]),
    ],
)
def test_past_years_agree_with_each_other_and_with_this_year(
    history: list[dict[str, Any]],
    expected: list[tuple[str, str, str]],
    sheets: tuple[WriteSurvey, Industry, dict[str, Any]],
) -> None:
    """A jump is reported at the later year; small numbers may multiply."""
    write_survey, industry, row = sheets

    found = problems(write_survey(flows=[row], items=[], history=history), industry)
    assert expected == [place for place in found if place[2] != "header.absent"]


@pytest.fixture
def sheets(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> tuple[WriteSurvey, Industry, dict[str, Any]]:
    """Writer of workbooks, industry, and a flow of 50,000 sensitive persons."""

    def write(**parts: Any) -> Path:
        headers = {
            "items": ("数据项说明", "自评数据类别", "精度或规模说明", "是否已公开", "必要程度"),
            "history": ("个人信息人数（不含敏感）",),
        }
        full = {
            name: [row | dict.fromkeys(more) for row in parts.get(name, ())]
            for name, more in headers.items()
            if name in parts
        }
        return write_survey(**{**parts, **full})

    return write, industry, flow


def test_a_jump_names_both_numbers(sheets: tuple[WriteSurvey, Industry, dict[str, Any]]) -> None:
    """The message has the years and their numbers."""
    write_survey, industry, row = sheets
    path = write_survey(flows=[row], history=[PAST | {"敏感个人信息人数": 4_999}])
    tables = read_workbooks([path], industry=industry, root=path.parent)
    message = tables.problems.filter(pl.col("code") == "history.jump")["message_zh"].item()

    assert "2025 年为 4,999 人，本年度为 50,000 人" in message
