"""What the law says of items on which words alone mislead: a table, a row a case."""

from typing import Any

import polars as pl
import pytest

from listlab.identify.identify import identify

WAN = 10**4


def found(pack: str, **row: Any) -> dict[str, Any]:
    """What is suggested of one item."""
    items = pl.DataFrame({name: [value] for name, value in row.items()})
    return identify(items, pack=pack).items.row(0, named=True)


@pytest.mark.parametrize(
    ("name", "description", "pack"),
    [
        ("国防科技工业整体情况汇总数据", "", "beijing"),
        ("全国军工企业科研生产能力汇总统计", "", "beijing"),
        ("国家粮食战略储备合计数", "", "guangdong"),
        ("元器件国产化率汇总统计", "", "beijing"),
        ("涉密武器装备技术资料（机密级）", "", "beijing"),
        ("国家秘密级军事设施测绘成果", "", "guangdong"),
        ("绝密级核设施运行监控数据", "", "jiangsu"),
        ("人工智能训练用人脸数据集", "", "beijing"),
        ("具有军事价值的海洋环境监测数据", "", "jiangsu"),
    ],
)
def test_neither_totals_nor_secrets_nor_bare_words_decide(
    name: str, description: str, pack: str
) -> None:
    """Rules that ask for totals, state secrets, and conditions that nobody stated: people look."""
    assert "review" == found(pack, name=name, description=description)["important"]


@pytest.mark.parametrize(
    "name", ["开放平台用户社会动员能力分析数据", "面向公众供电的关键信息基础设施网络拓扑图"]
)
def test_the_public_is_no_publication(name: str) -> None:
    """Words that only sound like publication take nothing back."""
    assert "no" != found("beijing", name=name)["important"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("去标识化的患者诊断记录", "sensitive"),
        ("Pseudonymized patient diagnosis", "sensitive"),
        ("身份证号（后四位已脱敏）", "sensitive"),
        ("Hashed mobile numbers", "personal"),
        ("已匿名化的患者诊断记录，不能复原", "none"),
        ("14周岁以上用户的姓名", "personal"),
        ("年满14周岁的学生姓名", "personal"),
        ("15至17岁未成年用户昵称", "personal"),
        ("Names of minors aged 16 and 17", "personal"),
        ("成年子女姓名", "personal"),
        ("不满14周岁用户昵称", "sensitive"),
        ("13岁用户的昵称与头像", "sensitive"),
        ("Nicknames of users aged 13", "sensitive"),
        ("12周岁用户头像", "sensitive"),
    ],
)
def test_level_follows_the_law(name: str, expected: str) -> None:
    """De-identified data stay personal, anonymised ones do not; children under 14 are sensitive."""
    assert expected == found("beijing", name=name)["personal"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"name": "征信报告", "sensitive_held": "30万"}, "review"),
        ({"name": "银行卡号", "sensitive_held": "30万"}, "yes"),
        ({"name": "征信报告", "sensitive_held": "9万"}, "no"),
    ],
)
def test_an_open_list_of_contents_is_left_to_people(row: dict[str, Any], expected: str) -> None:
    """Contents beyond the four that the rule lists, from its limit on."""
    assert expected == found("beijing", **row)["important"]


def test_a_ciio_s_sensitive_stock_counts() -> None:
    """The rule on operators of critical infrastructure takes no sensitive information out."""
    said = found("beijing", name="身份证号", ciio="是", sensitive_held="15万")

    assert "yes" == said["important"]


def test_data_sets_of_one_enterprise_are_seen_together() -> None:
    """Two of six million each may be twelve million persons, or six: people look."""
    items = pl.DataFrame(
        {
            "name": ["手机号", "电子邮箱", "手机号"],
            "enterprise_id": ["A", "A", "B"],
            "flow_id": ["A1", "A2", "B1"],
            "persons_held": ["600万", "601万", "600万"],
        }
    )

    assert ["review", "review", "no"] == identify(items, pack="beijing").items[
        "important"
    ].to_list()


def test_an_unknown_stock_is_said() -> None:
    """A small export proves nothing of what is held, and the finding says so."""
    items = pl.DataFrame({"name": ["手机号"], "persons": ["90万"]})
    rules = identify(items, pack="beijing").rules
    said = rules.filter(pl.col("rule") == "held_personal").row(0, named=True)

    assert "unknown" == said["outcome"]
    assert "没有填掌握的人数" in said["evidence"]


def test_few_persons_refute_no_rule_without_a_scale() -> None:
    """Disease control and genetics ask for no number of persons."""
    for name in ("传染病病例流调数据", "受检者基因数据"):
        rules = identify(pl.DataFrame({"name": [name], "persons": ["300"]}), pack="beijing").rules
        assert rules.filter(pl.col("evidence").str.contains("不构成规模")).is_empty()


def test_an_open_end_is_never_few() -> None:
    """100 persons beside "5,000 or more" sensitive ones are not known to be few."""
    said = found("beijing", name="病历", persons="100", sensitive_persons="5000以上")

    assert "review" == said["important"]


def test_flows_of_two_enterprises_are_two_flows() -> None:
    """Equal flow numbers of two enterprises put nothing together."""
    items = pl.DataFrame(
        {"name": ["姓名", "住宿"], "enterprise_id": ["A", "B"], "flow_id": ["1", "1"]}
    )

    assert "none" == identify(items, pack="beijing").items["personal"][1]
