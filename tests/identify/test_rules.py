"""Personal information, nature rules and importance as the text and the answers show them."""

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from listlab.identify.identify import identify
from listlab.identify.index import Table
from listlab.identify.judgement import engine, judge
from listlab.identify.labels import Label
from listlab.law.load import load_pack


def found(
    name: str, description: str = "", *, pack: str = "beijing", **answers: str
) -> dict[str, Any]:
    table = pl.DataFrame(
        {"name": [name], "description": [description], **{k: [v] for k, v in answers.items()}}
    )
    return identify(table, pack=pack).items.row(0, named=True)


@pytest.mark.parametrize(
    ("name", "description", "expected"),
    [
        ("身份证号码", "", "sensitive"),
        ("patient_dob, diagnosis", "", "sensitive"),
        ("人脸特征模板", "", "sensitive"),
        ("宗教信仰", "", "sensitive"),
        ("客户姓名、手机号", "", "personal"),
        ("email of users", "", "personal"),
        ("高炉炉温", "", "none"),
        ("driving speed", "", "none"),
        ("姓名、手机号（已匿名化）", "", "none"),
        ("门店销量", "不含姓名、手机号", "none"),
        ("sales", "excluding names, phones and e-mails", "none"),
    ],
)
def test_level_of_personal_information(name: str, description: str, expected: str) -> None:
    """Types that the text names decide; what is negated or de-identified doesn't count."""
    assert expected == found(name, description)["personal"]


@pytest.mark.parametrize(
    ("name", "description", "answers", "expected"),
    [
        ("核电站反应堆运行监控数据", "堆芯中子通量实时监测", {}, "yes"),
        ("关键信息基础设施网络规划与漏洞清单", "", {}, "yes"),
        ("遥感影像", "已在官网公开发布", {}, "no"),
        ("遥感影像", "", {"public": "是"}, "no"),
        ("区域雷达基数据", "", {}, "review"),
        ("食堂菜单", "", {}, "no"),
        ("办公用品采购清单", "", {}, "no"),
    ],
)
def test_importance(name: str, description: str, answers: dict[str, str], expected: str) -> None:
    """Yes where data and conditions are shown, review where a condition is open, else no."""
    assert expected == found(name, description, **answers)["important"]


def test_missing_text_is_left_to_people() -> None:
    """An item of which nothing is said is never a no."""
    assert "review" == found("", "")["important"]


def test_conditions_are_told_one_by_one() -> None:
    """The outcome of a facet names its conditions: met, refuted or open, with their words."""
    rules = identify(
        pl.DataFrame({"name": ["车辆GPS轨迹"], "description": ["厘米级定位"]}), pack="beijing"
    ).rules

    told = rules.filter(pl.col("facet") == "vehicle_space_time")["evidence"].item()
    assert "达到一定精度：具备「厘米级" in told
    assert "达到一定规模：待定" in told


def test_standard_goes_before_the_zone() -> None:
    """Where a pack carries a standard's rule that speaks, the zone's nature rules are silent."""
    items = pl.DataFrame({"name": ["核电站反应堆运行监控数据"], "description": ["堆芯温度"]})
    using = engine("beijing")
    assert "yes" == outcome(items, using)

    facets = []
    for rule, facet in using.index.facets:
        if (rule.id, facet.id) == ("chemicals_power", "nuclear"):
            source = replace(rule.source, instrument="ydt_4981")
            asks = replace(facet, qualifiers=("military_value",))
            facets.append((replace(rule, source=source), asks))
        else:
            facets.append((rule, facet))
    quiet = Table(using.index.decisive.matrix * 0)  # no phrase that says condition and data at once
    above = replace(using, index=replace(using.index, facets=tuple(facets), decisive=quiet))

    assert "review" == outcome(items, above)


def outcome(items: pl.DataFrame, using: Any) -> str:
    return ("no", "review", "yes")[judge(items, using).important.outcome[0]]


def test_deferring_categories_name_their_standard() -> None:
    """A category that defers to a standard which no pack carries says so."""
    row = found("高炉炉温与炼钢工艺参数")

    assert 8 == row["category"]
    assert "YD/T 4981" in row["defers_to"]
    assert found("患者病历")["defers_to"] is None


def test_items_of_one_flow_are_seen_together() -> None:
    """A combination of parts spread over a flow's items holds there, not over two flows."""
    using = engine("beijing")
    combination = next(
        x for x in using.index.lexicon.combinations if x.level == "sensitive" and len(x.parts) == 2
    )
    words = [next(word for word in part) for part in combination.parts]
    samples = {f"@{kind.id}": kind.strong[0] for kind in using.index.types}
    names = [samples.get(word, word) for word in words]

    def holds(flows: list[str]) -> list[bool]:
        items = pl.DataFrame({"name": names, "flow_id": flows})
        which = using.index.lexicon.combinations.index(combination)
        return judge(items, using).combined.holds[:, which].tolist()

    assert [True, True] == holds(["f1", "f1"])
    assert [False, False] == holds(["f1", "f2"])


def test_labels_teach_other_items() -> None:
    """A field name that only this enterprise uses is known after a person told what it is."""
    table = pl.DataFrame({"name": ["XQZ_7 主参"]})
    before = identify(table, pack="beijing").items["category"].item()
    labels = [Label(f"x{i}", 14, name=f"XQZ_{i} 主参") for i in range(5)]

    after = identify(table, pack="beijing", decisions=labels).items["category"].item()

    assert 14 != before
    assert 14 == after


@pytest.mark.parametrize("pack", ["beijing", "guangdong", "jiangsu"])
def test_examples_of_the_lexicon_find_their_category(pack: str) -> None:
    """Nearly every example of a category is suggested for it."""
    using = engine(pack)
    known = {category.code for category in load_pack(pack).categories}
    pairs = [
        (e, c.code) for c in using.index.lexicon.categories for e in c.examples if c.code in known
    ]
    judged = judge(pl.DataFrame({"name": [example for example, _ in pairs]}), using)
    classes = using.index.classes

    best = [classes[column] for column in judged.top(1)[:, 0]]

    right = sum(code == said for (_, code), said in zip(pairs, best, strict=True))
    assert right / len(pairs) > 0.97
