"""Volumes in the words of an item are located and read, and lead to people at most."""

import numpy as np
import polars as pl
import pytest

from listlab.identify.identify import identify
from listlab.identify.told import told_volumes

WAN = 10**4
INF = float("inf")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("随访数据，约 30 万患者", ("约 30 万患者", "persons", 27 * WAN, 33 * WAN)),
        ("每年 120 万条", ("每年 120 万条", "records", 120 * WAN, 120 * WAN)),
        ("覆盖5-10万人", ("5-10万人", "persons", 5 * WAN, 10 * WAN)),
        ("30万份病历，含处方", ("30万份病历", "records", 30 * WAN, 30 * WAN)),
        ("不少于 3 万人次", ("不少于 3 万人次", "records", 3 * WAN, INF)),
        (
            "data of about 300,000 patients",
            ("about 300,000 patients", "persons", 27 * WAN, 33 * WAN),
        ),
        ("12 million users worldwide", ("12 million users", "persons", 1200 * WAN, 1200 * WAN)),
        ("300,000 records", ("300,000 records", "records", 30 * WAN, 30 * WAN)),
        ("全市5万辆车", None),
        ("比例尺1:50000，图幅", None),
        ("2024年患者", None),
        ("编号 100200300", None),
    ],
)
def test_numbers_are_located_and_read(text: str, expected: tuple[object, ...] | None) -> None:
    """Persons and records apart, with their place; other numbers say nothing of either."""
    items = pl.DataFrame({"name": ["a"], "description": [text]})
    found = told_volumes(items, np.array([True])).mentions

    said = [(each.term, each.kind, each.low, each.high) for each in found]
    assert ([] if expected is None else [expected]) == said
    assert all(each.term == text[each.start : each.end] for each in found)


@pytest.mark.parametrize(
    ("description", "answers", "expected"),
    [
        ("手机号，约 1200 万用户", {}, "review"),
        ("手机号，每年 1200 万条", {}, "review"),
        ("手机号，约 12 万用户", {}, "no"),
        ("手机号，约 1200 万用户", {"persons_held": "800万"}, "review"),
        ("手机号，约 1200 万用户", {"persons_held": "1150万"}, "yes"),
        ("手机号，约 1000 万用户", {"persons_held": "999万"}, "no"),
        ("手机号，约 300 用户", {"persons_held": "1200万"}, "yes"),
        ("手机号，约 1200 万用户，仅统计汇总", {}, "no"),
        ("手机号，约 300 用户", {}, "no"),
    ],
)
def test_a_told_number_leads_to_people_at_most(
    description: str, answers: dict[str, str], expected: str
) -> None:
    """It never makes a yes, never undoes the answered number, and says nothing where they agree."""
    columns = {"name": ["会员注册姓名"], "description": [description], "personal": ["是"]}
    table = pl.DataFrame(columns | {key: [value] for key, value in answers.items()})

    assert expected == identify(table, pack="beijing").items["important"][0]


def test_what_was_told_is_shown_with_its_place() -> None:
    """The rule quotes the words, says that records are no persons, and the place is kept."""
    description = "手机号，每年 1200 万条"
    table = pl.DataFrame(
        {"name": ["会员注册姓名"], "description": [description], "personal": ["是"]}
    )
    found = identify(table, pack="beijing")

    (rule,) = found.rules.filter(pl.col("rule") == "held_personal").iter_rows(named=True)
    assert "「每年 1200 万条」" in rule["evidence"]
    assert "记录数不等于人数" in rule["evidence"]
    (word,) = found.evidence.filter(pl.col("about") == "volume").iter_rows(named=True)
    assert ("records", "每年 1200 万条") == (word["subject"], word["term"])
    assert description[word["start"] : word["end"]] == word["term"]
