"""Labelled items teach the model; those that measure it are never among them."""

import csv
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from listlab.identify.identify import identify
from listlab.law.lexicon import load_lexicon
from listlab.law.parse_lessons import parse_lessons
from listlab.law.terms import Lesson

GOLD = Path(__file__).parents[2] / "data" / "gold"
ROW = {
    "name": "a",
    "description": "",
    "category": "3",
    "personal": "none",
    "important": "",
}


def rows(part: str) -> list[tuple[str, str]]:
    with (GOLD / part).open(encoding="utf-8", newline="") as file:
        return [(row["name"], row["description"]) for row in csv.DictReader(file)]


def taught() -> list[tuple[str, str]]:
    return [(each.name, each.description) for each in load_lexicon("beijing").lessons]


def test_lessons_are_the_development_part() -> None:
    """What is taught is the gold set's development part, and nothing that measures."""
    measuring = set(rows("test.csv"))

    assert [row for row in rows("dev.csv") if row not in measuring] == taught()


def test_fresh_items_are_never_taught() -> None:
    """What shows how the model does on items that it hasn't learnt is no lesson."""
    assert set() == set(rows("fresh.csv")) & set(taught())


@pytest.mark.parametrize(
    ("change", "got"),
    [
        ({"name": ""}, ""),
        ({"category": "41"}, "41"),
        ({"personal": "maybe"}, "maybe"),
        ({"important": "perhaps"}, "perhaps"),
        ({"personal": None}, ""),
    ],
)
def test_a_wrong_lesson_is_named_with_its_line(change: dict[str, Any], got: str) -> None:
    """A bad cell is told with line and column, and the other rows are read."""
    found, problems = parse_lessons([ROW, ROW | change], {3}, file="lessons.csv")

    assert [Lesson("a", "", 3, "none", None)] == found
    assert [("lessons.csv", got)] == [(each.file, each.got) for each in problems]
    assert "line 3" in problems[0].message.en


def level_and_outcome(name: str, description: str = "", **answers: str) -> tuple[str, str]:
    columns = {"name": [name], "description": [description]}
    table = pl.DataFrame(columns | {key: [value] for key, value in answers.items()})
    item = identify(table, pack="beijing").items.row(0, named=True)
    return item["personal"], item["important"]


def test_few_patients_leave_nothing_open() -> None:
    """Treatment data of 120 persons are no; without a number the scale is open."""
    item = ("受试者病例报告表", "随机号、生命体征、实验室检查")

    assert ("sensitive", "no") == level_and_outcome(*item, persons="120")
    assert ("sensitive", "review") == level_and_outcome(*item)


def test_the_reason_for_few_patients_is_told() -> None:
    """The rule that was asked says that the number of persons closed it."""
    table = pl.DataFrame({"name": ["患者随访"], "description": ["用药与检验"], "persons": ["300"]})
    rules = identify(table, pack="beijing").rules

    told = rules.filter(pl.col("facet") == "treatment")["evidence"].to_list()
    assert ["人数远低于" in said for said in told] == [True]


@pytest.mark.parametrize(
    ("name", "description", "expected"),
    [("网络拓扑图", "", "review"), ("网络拓扑图", "支付清算核心网，含防火墙策略", "yes")],
)
def test_a_short_name_alone_is_no_yes(name: str, description: str, expected: str) -> None:
    """A bare name says what the data are; whether the condition holds stays open."""
    assert expected == level_and_outcome(name, description)[1]


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("地方鸡种核心群", "家系与芯片分型结果"),
        ("官网样本册", "产品中心电子版"),
        ("测试用户", "虚构的姓名和卡号"),
    ],
)
def test_words_of_persons_said_of_things_are_not_personal(name: str, description: str) -> None:
    """Animals, words across word borders, and made-up people are about nobody."""
    assert "none" == level_and_outcome(name, description)[0]
