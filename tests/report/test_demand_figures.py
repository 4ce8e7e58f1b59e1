"""Demand, urgency, recipients and wishes."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from listlab.law.load import load_pack
from listlab.model.language import Text
from listlab.model.params import ScenarioParams
from listlab.report.demand_figures import (
    demand_figure,
    demand_figures,
    frequency_figure,
    procedure_lines,
    urgency,
    urgency_figure,
)
from listlab.report.recipient_figures import countries_figure, recipient_figures
from listlab.report.volume_figures import volumes_figure, volumes_figures
from listlab.report.wish_figures import alike, fields_figure, opinions_figure, wanted_figure

SCENARIOS = {
    "clinical_trial": Text("临床试验", "clinical trials"),
    "pharmacovigilance": Text("药物警戒", "pharmacovigilance"),
}
LINES = {"personal": 1_000, "sensitive": 10}


def test_demand_counts_enterprises_once_and_flows_always(tables):
    """Scenarios by enterprises; what is no standard scenario stands under one name."""
    figure = demand_figure(tables, SCENARIOS)
    assert [("临床试验", 76), ("药物警戒", 50), ("其他场景", 25)] == [
        (bar.label, bar.value) for bar in figure.bars
    ]
    assert tables.flows.height == sum(len(bar.rows.rows) for bar in figure.bars)


def test_persons_without_an_upper_end_are_said_to_be_open(tables):
    """One open answer leaves the sum open."""
    assert "以上" in demand_figure(tables, SCENARIOS).bars[0].more


def flow(route, personal, sensitive):
    ends = zip(("personal", "sensitive"), (personal, sensitive), strict=True)
    volumes = {
        f"{kind}_{end}": v
        for kind, pair in ends
        for end, v in zip(("low", "high"), pair, strict=True)
    }
    return {"route_now": route, **volumes}


@pytest.mark.parametrize(
    ("route", "personal", "sensitive", "expected"),
    [
        ("none", (999, 999), (9, 9), "below"),
        ("none", (1_000, 1_000), (0, 0), "now"),
        ("none", (0, 0), (10, None), "now"),
        ("none", (999, 1_000), (0, 0), "maybe"),
        ("none", (0, None), (0, 0), "maybe"),
        ("none", (None, None), (0, 0), "maybe"),
        ("contract", (1_000, 1_000), (10, 10), "handled"),
        (None, (1_000, 1_000), (10, 10), "unanswered"),
    ],
)
def test_a_flow_is_urgent_at_the_line_itself(route, personal, sensitive, expected):
    """The line includes its number; an interval across it is perhaps."""
    assert expected == urgency(flow(route, personal, sensitive), LINES)


def test_urgent_flows_stand_first(tables):
    """Bars are stacked over all flows of a scenario, the most urgent scenario first."""
    figure = urgency_figure(tables, SCENARIOS, LINES)
    values = [bar.value for bar in figure.bars]
    assert sorted(values, reverse=True) == values
    assert figure.bars
    assert all("review" not in part.key for bar in figure.bars for part in bar.parts)
    assert 3 == len(demand_figures(tables, SCENARIOS, lines=LINES).figures)
    assert 2 == len(demand_figures(tables, SCENARIOS).figures)


def test_the_lines_of_the_law_come_from_the_pack():
    """Personal and sensitive lines of the standard contract in force on the day."""
    pack, day = load_pack("beijing"), date(2026, 3, 31)
    expected = {
        kind: pack.line(kind, "contract", day).persons_on(day) for kind in ("personal", "sensitive")
    }
    assert expected == procedure_lines(pack, day)


def test_frequencies_keep_their_order_and_blanks_come_last(tables):
    """From real time to on demand, also those that nobody named."""
    bars = frequency_figure(tables).bars
    assert ["实时", "每日", "每周", "每月", "每季度", "每年", "按需", "未答"] == [
        bar.label for bar in bars
    ]
    assert tables.flows.height == sum(bar.value for bar in bars)


def test_volumes_lie_on_a_log_axis_in_order(tables):
    """Exact answers are points, intervals bars, open ones reach the edge, unanswered have none."""
    figure = volumes_figure(tables, "clinical_trial", ScenarioParams(), SCENARIOS)
    by_text = {bar.text: bar for bar in figure.bars}
    assert () == by_text["未答"].parts
    assert (1.0, "open") == (by_text["3万 以上"].parts[0].end, by_text["3万 以上"].parts[0].key)
    assert all(0 <= part.start <= part.end <= 1 for bar in figure.bars for part in bar.parts)
    places = [place for place, _ in figure.ticks]
    assert [0.0, 1.0] == [places[0], places[-1]]
    assert 76 == len(figure.bars)


def test_only_reported_scenarios_have_volumes(tables):
    """A scenario that nobody reported has no figure."""
    asked = {"clinical_trial": ScenarioParams(), "nobody": ScenarioParams()}
    assert 1 == len(volumes_figures(tables, asked, SCENARIOS).figures)


def test_countries_are_named_and_a_flow_to_two_counts_for_both(tables):
    """Names by ISO code; Hong Kong is shown as 中国香港; no answer comes last."""
    bars = {bar.label: bar.value for bar in countries_figure(tables).bars}
    assert {"美国", "德国", "瑞士", "中国香港", "未答"} == set(bars)
    assert bars["德国"] == bars["瑞士"]
    assert "未答" == list(bars)[-1]
    assert "Hong Kong" in " ".join(b.label for b in countries_figure(tables, "en").bars)


def test_the_cell_of_the_country_is_named_where_it_is_known(whole_survey):
    """The rows behind a country lead to the very cell; else to the row."""
    figure = recipient_figures(whole_survey).figures[0]
    places = [row[-1] for bar in figure.bars for row in bar.rows.rows]
    assert "样例企业_00.xlsx › 出境场景 › F4" in places
    assert "样例企业_01.xlsx › 出境场景 › 第 4 行" in places


def test_fields_are_counted_by_name_and_need(tables):
    """One name, however spaced, is one field; its bar is split by need."""
    (bar,) = fields_figure(tables).bars
    assert ("受试者编号", tables.items.height) == (bar.label, bar.value)
    assert ("required",) == tuple(part.key for part in bar.parts)


def test_thresholds_wanted_go_from_small_to_large(whole_survey):
    """An exact wish and "or more" are two; the rows name who wished."""
    bars = wanted_figure(whole_survey).bars
    assert ["5万", "5万 以上"] == [bar.label for bar in bars]
    assert whole_survey.opinions.height == sum(len(bar.rows.rows) for bar in bars)


def test_like_wordings_go_together_and_every_wording_is_kept(whole_survey):
    """Two ways of saying one thing make one bar, which opens onto both."""
    bars = opinions_figure(whole_survey, "difficulty").bars
    assert [6, 3] == [bar.value for bar in bars]
    said = {row[1] for row in bars[0].rows.rows}
    assert {"安全评估准备材料多", "准备安全评估的材料太多"} == said
    assert any(row[-1].endswith("意见建议 › C4") for row in bars[0].rows.rows)


def test_unlike_wordings_stay_apart_and_none_is_lost():
    """Grouping keeps every row exactly once."""
    texts = ["材料太多", "材 料 太 多", "周期长", "周期太长了", "无"]
    rows = [{"difficulty": text} for text in texts]
    groups = alike(rows, "difficulty")
    assert sorted(texts) == sorted(row["difficulty"] for group in groups for row in group)
    assert 2 == len(groups[0])


def test_flows_of_one_enterprise_are_no_more_persons_than_they_may_be(tables):
    """Several flows may share persons: the largest lower end counts, and the sum of upper ends."""
    flow = tables.flows.filter(pl.col("scenario") == "clinical_trial").head(1)
    ends = {"sensitive_low": pl.Series([100]), "sensitive_high": pl.Series([100])}
    more = {"sensitive_low": pl.Series([60]), "sensitive_high": pl.Series([80])}
    twice = pl.concat([flow.with_columns(**ends), flow.with_columns(**more)])
    figure = demand_figure(replace(tables, flows=twice), SCENARIOS)

    assert "敏感个人信息：100–180" in figure.bars[0].more
