"""Procedures spared by a draft list, against national rules and the list in force."""

import math
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from listlab.analyse import benefit
from listlab.analyse.benefit.lines import (
    Lines,
    ListLines,
    national_lines,
    published_lines,
)
from listlab.errors import PackError, ScenarioError
from listlab.law.lists import published_lists
from listlab.law.load import load_pack
from listlab.model.language import Text
from listlab.model.negative_list import Thresholds
from listlab.model.params import Assumption

ON = date(2026, 3, 31)
NAME = Text("草案", "draft")
NO_LINE = Thresholds()


@pytest.fixture(scope="module")
def national():
    return national_lines(load_pack("national"), ON)


def flows(*rows):
    """Rows of enterprise, scenario, personal bounds, sensitive bounds."""
    names = ["enterprise_id", "scenario", "personal", "sensitive"]
    frame = pl.DataFrame(
        [dict(zip(names, row, strict=True)) for row in rows],
        schema={
            "enterprise_id": pl.String,
            "scenario": pl.String,
            "personal": pl.List(pl.Int64),
            "sensitive": pl.List(pl.Int64),
        },
    )
    return frame.select(
        pl.format("{}/{}", "enterprise_id", pl.int_range(pl.len())).alias("flow_id"),
        "enterprise_id",
        "scenario",
        *(
            pl.col(kind).list.get(i).alias(f"{kind}_{end}")
            for kind in ("personal", "sensitive")
            for i, end in enumerate(("low", "high"))
        ),
    )


def firms(*names, size="中型", weight=1.0, ciio="no"):
    return pl.DataFrame(
        {
            "enterprise_id": names,
            "size": [size] * len(names),
            "weight": [weight] * len(names),
            "ciio": [ciio] * len(names),
        }
    )


def draft(**sensitive):
    items = {s: Lines(Thresholds(None, line), NO_LINE) for s, line in sensitive.items()}
    return ListLines(NAME, items)


def run(table, enterprises, rules, national, **options):
    options = {"bootstrap": 60} | options
    return benefit.analyse(
        table,
        enterprises=enterprises,
        national=national,
        draft=rules,
        rng=np.random.default_rng(1),
        **options,
    )


def test_national_lines_come_from_the_pack(national):
    """The lines are those of the facts in force, by tier and kind."""
    pack = load_pack("national")
    for tier in ("assessment", "contract"):
        for kind in ("personal", "sensitive"):
            assert pack.fact(f"{tier}.{kind}").persons_on(ON) == national.of(tier, kind)
    with pytest.raises(PackError, match="2020-01-01"):
        national_lines(load_pack("national"), date(2020, 1, 1))


def test_procedures_are_counted_as_the_law_counts(national):
    """National law adds a processor's scenarios, the list counts each alone.

    A has 6,000 sensitive persons in each of two scenarios: together at least 6,000, at most
    12,000, so national law leaves it open. B has 10,000 exactly: assessment. C has 200: contract.
    Under a draft with 8,000 only B files, once.
    """
    table = flows(
        ("A", "x", [0, 0], [6_000, 6_000]),
        ("A", "y", [0, 0], [6_000, 6_000]),
        ("B", "x", [0, 0], [10_000, 10_000]),
        ("C", "x", [0, 0], [200, 200]),
    )
    found = run(table, firms("A", "B", "C"), draft(x=8_000, y=8_000), national)

    assert 3 == pytest.approx(found.row("enterprises").before.estimate)
    assert 4 == pytest.approx(found.row("filings").before.estimate)
    assert 1 == pytest.approx(found.row("filings").after.estimate)
    assert 1 == found.undecided


def test_costs_are_filings_times_the_assumed_units(national):
    """B needs an assessment and C a contract before; afterwards C is free."""
    table = flows(("B", "x", [0, 0], [20_000, 20_000]), ("C", "x", [0, 0], [200, 200]))
    given = {
        "assessment_days": Assumption(40.0, "panel"),
        "contract_days": Assumption(10.0, "panel"),
        "certification_days": Assumption(30.0, "panel"),
        "certification_share": Assumption(0.25, "panel"),
    }
    found = run(table, firms("B", "C"), draft(x=15_000), national, assumptions=given)
    days = found.row("days")

    assert 40 + 0.75 * 10 + 0.25 * 30 == pytest.approx(days.before.estimate)
    assert 40 == pytest.approx(days.after.estimate)
    assert 15 == pytest.approx(days.avoided.estimate)
    assert 15 / 55 == pytest.approx(days.reduction.estimate)
    text = (Path(__file__).parents[2] / "docs" / "method" / "benefit.md").read_text("utf-8")
    assert f"Spared: {days.avoided.estimate:.0f} days, {100 * 15 / 55:.1f} %." in text


def test_frame_weights_stand_for_enterprises(national):
    """An answer of weight 5 is five enterprises before and after."""
    table = flows(("B", "x", [0, 0], [20_000, 20_000]), ("C", "x", [0, 0], [200, 200]))
    found = run(table, firms("B", "C", weight=5.0), draft(x=15_000), national)

    assert 10 == pytest.approx(found.row("enterprises").before.estimate)
    assert 5 == pytest.approx(found.row("enterprises").after.estimate)


def test_a_draft_that_nobody_reaches_has_no_empty_interval(national):
    """Of a frame partly asked, those not asked may still be caught: the exact limit stands."""
    rows = [(f"E{i}", "x", [0, 0], [300 + i, 300 + i]) for i in range(30)]
    found = run(flows(*rows), firms(*[r[0] for r in rows], weight=4.0), draft(x=50_000), national)
    after = found.row("filings").after
    limit = 1 - 0.025 ** (1 / 30)

    assert 0 == after.estimate
    assert 120 * limit == pytest.approx(after.high)
    assert 1 - limit == pytest.approx(found.row("filings").reduction.low)


def test_operators_of_critical_infrastructure_stay_under_assessment(national):
    """A CIIO needs an assessment whatever its volume, before and after."""
    table = flows(("A", "x", [50, 50], [0, 0]))
    found = run(table, firms("A", ciio="yes"), draft(x=50_000), national)

    assert 1 == found.row("filings").before.estimate == found.row("filings").after.estimate
    assert 45 == pytest.approx(found.row("days").after.estimate)


def test_what_a_list_does_not_name_is_free_only_when_it_is_known_whole(national):
    """Outside a complete list a flow is free; outside one not known whole, national law holds."""
    table = flows(("A", "other", [0, 0], [20_000, 20_000]))
    free = run(table, firms("A"), draft(x=50_000), national)
    unknown = ListLines(NAME, {"x": Lines(NO_LINE, NO_LINE)}, complete=False)
    kept = run(table, firms("A"), draft(x=50_000), national, in_force=unknown)

    assert 0 == free.row("filings").after.estimate
    assert 1 == free.outside
    assert 1 == kept.row("filings", baseline="in_force").before.estimate


def test_exempt_persons_need_no_procedure(national):
    """12,000 persons of whom 5,000 are exempt are as 7,000 are, and nothing is open."""
    table = flows(("A", "x", [0, 0], [12_000, 12_000])).with_columns(
        exempt_basis=pl.lit("5.1.1"), exempt_persons=pl.lit(5_000)
    )
    left = flows(("A", "x", [0, 0], [7_000, 7_000]))
    found, same = (run(t, firms("A"), draft(x=50_000), national) for t in (table, left))

    assert 0 == found.undecided
    assert same.row("days").before == found.row("days").before


@pytest.mark.parametrize(("exempt", "before"), [(5_000, 0), (4_999, 1), (None, 1)])
def test_an_operator_all_of_whose_persons_are_exempt_needs_no_assessment(national, exempt, before):
    """Provisions, article 7: what is exempt is exempt for critical infrastructure too."""
    table = flows(("A", "x", [0, 0], [5_000, 5_000])).with_columns(
        exempt_basis=pl.lit("5.1.1"), exempt_persons=pl.lit(exempt, pl.Int64)
    )
    operator = firms("A").with_columns(ciio=pl.lit("yes"))
    found = run(table, operator, draft(x=50_000), national)

    assert before == found.row("filings").before.estimate


def test_a_target_is_met_missed_or_open_by_its_interval(national):
    """Nobody but small exporters: met. Nothing spared: missed."""
    rows = [(f"E{i}", "x", [0, 0], [300 + i, 300 + i]) for i in range(30)]
    names = [r[0] for r in rows]
    spared = run(flows(*rows), firms(*names), draft(x=50_000), national)
    same = run(flows(*rows), firms(*names), draft(x=200), national)

    assert "met" == spared.row("days").met(spared.target)
    assert "missed" == same.row("days").met(same.target)
    assert "减少 33.3% 的目标：时间达到" in spared.lines()[1].zh
    assert "时间未达到" in same.lines()[1].zh
    assert "增加" in same.lines()[0].zh  # assessment where a contract was enough


def test_where_nothing_was_needed_there_is_no_reduction(national):
    """No procedure before: the reduction is None, and the sentence says so."""
    table = flows(("A", "x", [500, 500], [0, 0]))
    found = run(table, firms("A"), draft(x=50_000), national)

    assert found.row("days").reduction.estimate is None
    assert found.row("days").met(found.target) is None
    assert "谈不上减少" in found.lines()[1].zh


@pytest.fixture(scope="module")
def mixed(national):
    rng = np.random.default_rng(4)
    rows, sizes = [], ["大型", "中型", "小型", "微型"]
    for i, x in enumerate(np.floor(rng.lognormal(8.0, 1.3, 40)).astype(int)):
        high = [int(0.9 * x), int(1.1 * x)] if i % 3 else [int(x), int(x)]
        open_ = [5_000, None] if i == 7 else [0, 60_000] if i == 8 else high
        rows.append((f"E{i}", "x" if i % 2 else "y", [int(20 * x), int(20 * x)], open_))
    table = firms(*[r[0] for r in rows], weight=1.5).with_columns(
        size=pl.Series([sizes[i % 4] if i % 9 else None for i in range(40)])
    )
    old = ListLines(Text("旧清单", "old list"), draft(x=12_000).items, complete=False)
    return run(flows(*rows), table, draft(x=50_000, y=20_000), national, in_force=old)


def test_every_figure_exists_and_lies_in_its_interval(mixed):
    """No NaN anywhere; rows of sizes add up to all; sentences and chart are there."""
    frame = mixed.to_frame()
    numbers = [x for row in frame.rows() for x in row if isinstance(x, float)]
    parts = ("before", "after", "avoided", "reduction")

    assert all(math.isfinite(x) for x in numbers)
    for part in parts:
        inside = frame.drop_nulls(part)
        assert (inside[f"{part}_low"] <= inside[part] + 1e-9).all()
        assert (inside[part] <= inside[f"{part}_high"] + 1e-9).all()
    for measure in ("filings", "days", "fees"):
        rows = frame.filter(baseline="national", measure=measure)
        whole, sizes = rows.filter(size="all"), rows.filter(pl.col("size") != "all")
        assert sizes["after"].sum() == pytest.approx(whole["after"].item())
        assert sizes["before"].sum() == pytest.approx(whole["before"].item())
    assert "未填" in frame["size"].to_list()
    assert all(line.zh and line.en for line in mixed.lines())
    assert mixed.chart("en").to_dict()["layer"]


def test_row_order_changes_nothing(national):
    """Shuffled enterprises and flows give the same estimates."""
    rows = [(f"E{i}", "x", [0, 0], [900 * i, 900 * i]) for i in range(1, 20)]
    names = [r[0] for r in rows]
    first = run(flows(*rows), firms(*names), draft(x=9_500), national)
    second = run(flows(*rows[::-1]), firms(*names[::-1]), draft(x=9_500), national)

    assert first.row("fees").avoided.estimate == pytest.approx(second.row("fees").avoided.estimate)


def test_published_lines_take_the_rows_that_name_scenario_and_volume():
    """Beijing's 2024 list names volumes of drug trials; it is not known whole."""
    (published,) = (p for p in published_lists() if p.id == "beijing-2024")
    found = published_lines(published, "pharma")
    rows = [
        row
        for row in published.rows_for("pharma", "clinical_trial", "sensitive")
        if row.low is not None and row.route == "assessment"
    ]

    assert not found.complete
    assert min(row.low for row in rows) == found.items["clinical_trial"].of(
        "assessment", "sensitive"
    )


def bad_size():
    return firms("A", size="巨型")


@pytest.mark.parametrize(
    ("table", "enterprises", "rules", "wanted"),
    [
        (flows(("A", "x", [0, 0], [5, 2])), firms("A"), draft(x=9), "自相矛盾"),
        (flows(("B", "x", [0, 0], [5, 5])), firms("A"), draft(x=9), "不在企业表中"),
        (flows(("A", "x", [0, 0], [5, 5])), firms("A", weight=-1.0), draft(x=9), "权重"),
        (flows(("A", "x", [0, 0], [5, 5])), firms("A", weight=math.nan), draft(x=9), "权重"),
        (flows(("A", "x", [0, 0], [5, 5])), firms("A", "A"), draft(x=9), "重复"),
        (flows(("A", "x", [0, 0], [5, 5])), bad_size(), draft(x=9), "巨型"),
        (flows(("A", "x", [0, 0], [5, 5])), firms("A"), draft(), "没有任何场景"),
        (flows(), firms("A"), draft(x=9), "没有一行"),
        (flows(("A", "x", [0, 0], [5, 5])).drop("scenario"), firms("A"), draft(x=9), "缺少列"),
    ],
)
def test_unusable_input_is_refused_by_name(table, enterprises, rules, wanted, national):
    """Each defect is named; nothing is reckoned on it."""
    with pytest.raises(ScenarioError, match=wanted):
        run(table, enterprises, rules, national)
