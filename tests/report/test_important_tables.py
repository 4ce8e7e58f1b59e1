"""Important data on the page: undecided first, no names for experts, scores with intervals."""

import polars as pl
import pytest

from listlab.identify.identify import identify
from listlab.identify.labels import Label
from listlab.identify.read import items_of
from listlab.identify.reviews import SCHEMA
from listlab.identify.scores import score_gold
from listlab.law import load_pack
from listlab.report.agreement_tables import agreement_table, difference_table
from listlab.report.audience import names_for
from listlab.report.catalogue_table import catalogue_table
from listlab.report.important_figures import category_figure, reliability_chart, scores_table
from listlab.report.important_tables import (
    by_category,
    category_table,
    changed_table,
    confusion_table,
    disagreement_table,
    open_table,
    quality_table,
)
from listlab.report.page_parts import important_parts


@pytest.fixture(scope="module")
def pack():
    return load_pack("beijing")


@pytest.fixture(scope="module")
def found(tables, pack):
    """Findings on the made-up study, the first item decided, the second on what is no more."""
    items = items_of(tables, pack)
    first, second = items.frame["id"].head(2)
    labels = [
        Label(first, category=28, important="yes", by="王工", at="2026-03-20", reason="核对过"),
        Label(second, category=28, important="yes", by="王工", evidence="0" * 16),
    ]
    return identify(items, pack="beijing", decisions=labels)


def test_every_item_stands_in_one_column(found):
    """Open, decided, refused and the rest add up, and open ones come first."""
    counted = by_category(found)
    parts = counted.select(
        pl.sum_horizontal("open", "decided", "refused", "ruled", "rest")
    ).to_series()

    assert counted["items"].to_list() == parts.to_list()
    assert found.items.height == counted["items"].sum()
    assert counted["open"].to_list() == sorted(counted["open"], reverse=True)
    assert len(category_table(found).rows) == len(category_figure(found).bars) == counted.height


def test_a_lapsed_label_is_listed(found):
    """With the cause; nothing else is on the list."""
    table = changed_table(found)

    assert 1 == len(table.rows)
    assert "文字、答复或人数变了" == table.rows[0][-1]


def test_experts_see_no_enterprise(found, tables, pack):
    """No name or code of an enterprise stands in any table of step 2."""
    names = names_for(tables, "expert")
    shown = [
        category_figure(found, names=names).html,
        open_table(found, tables, names=names)._repr_html_(),
        disagreement_table(found, names=names)._repr_html_(),
        str(important_parts(found, tables, names=names, lang="zh")["important"]["open"].rows),
    ]
    hidden = [*tables.enterprises["enterprise_id"], *tables.enterprises["name"]]

    assert [] == [name for name in hidden for text in shown if name and name in text]


def test_quality_and_confusion_speak_words(pack):
    """Numbers of categories get their names; differences are marked."""
    rows = [
        {"item": "1", "by": "王工", "category": "28", "suggested_category": "28"},
        {"item": "2", "by": "王工", "category": "none", "suggested_category": "28"},
    ]
    told = pl.DataFrame(rows, schema=SCHEMA)
    quality = quality_table(told, pack, "category")
    mixed = confusion_table(told, pack, "category")

    assert ("28 健康医疗", "不属于任何类别") == tuple(row[0] for row in quality.rows)
    assert "50% (9%–91%)" == quality.rows[0][4]
    assert [True, False] == [mixed.rows[place][0] == mixed.rows[place][1] for place in (0, 1)] or (
        1 == len(mixed.marked)
    )


def test_nothing_decided_gives_empty_tables(pack):
    """No division by nothing."""
    none = pl.DataFrame(schema=SCHEMA)

    assert () == quality_table(none, pack, "important").rows
    assert () == confusion_table(none, pack, "important").rows
    assert () == agreement_table([]).rows
    assert () == difference_table([]).rows


def test_gold_scores_are_drawn(dev_scores):
    """The diagram holds its bins, and says in words what it shows; the table has all measures."""
    chart = reliability_chart(dev_scores).to_dict()

    assert "可靠性图" in chart["description"]
    assert len(dev_scores.measures) == len(scores_table(dev_scores).rows)


@pytest.fixture(scope="module")
def dev_scores():
    rows = {
        "id": ["1", "2", "3"],
        "name": ["患者姓名", "食堂菜单", "基因测序数据"],
        "description": ["门诊病历", None, "全国人群"],
        "pack": ["beijing"] * 3,
        "category": ["28", None, "31"],
        "category_alternatives": [None] * 3,
        "personal_truth": ["sensitive", "none", "none"],
        "important": ["review", "no", "review"],
        "variant": ["plain"] * 3,
    }
    return score_gold(pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.String())))


def test_the_catalogue_is_shown(found, tables):
    """What was decided, and what waits, in the note."""
    from listlab.draft.important import Identified

    table = catalogue_table(Identified(found))

    assert ["28"] == [row[1] for row in table.rows]
    assert "待人确认" in table.notes[0]
