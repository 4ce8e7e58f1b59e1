"""Response, completeness and whom to call back."""

from dataclasses import replace

import polars as pl
import pytest

from listlab.report.audience import names_for
from listlab.report.callbacks import callback_table, callbacks
from listlab.report.completeness_figures import (
    answered,
    completeness_figure,
    completeness_figures,
    questions_figure,
)
from listlab.report.response_figures import (
    response_figure,
    response_figures,
    response_lines,
    response_note,
    strata_table,
)
from listlab.report.survey_tables import foreign_table


def test_without_a_frame_there_are_counts_and_no_rates(tables):
    """Who did not answer is unknown then, and the figure says so."""
    figure = response_figure(tables, "region")
    assert 76 == sum(bar.value for bar in figure.bars)
    assert all("%" not in bar.text and bar.band is None for bar in figure.bars)
    assert "frame" in figure.notes[0]
    assert "回收率和未答企业不明" in response_lines(tables)[0]


def test_with_a_frame_rates_have_intervals_and_name_who_is_silent(whole_survey):
    """Each rate lies in its interval; the rows behind begin with those who did not answer."""
    for bar in response_figure(whole_survey, "region").bars:
        assert bar.band.start <= bar.value <= bar.band.end
        assert bar.rows.rows[0][3] == "未交"
    whole = response_lines(whole_survey)[0]
    assert "名录 96 家，已采用 76 家（79.2%），退回待补 1 家，未交 19 家。" == whole


def test_every_enterprise_of_the_frame_stands_behind_one_bar(whole_survey):
    """The rows of a grouping are the frame, no more and no less."""
    for figure in response_figures(whole_survey).figures:
        assert whole_survey.frame.height == sum(len(bar.rows.rows) for bar in figure.bars)


def test_answers_from_outside_the_frame_are_told(whole_survey):
    """They weigh one, and the page says how many there are."""
    lines = response_lines(replace(whole_survey, frame=whole_survey.frame[2:]))
    assert "另有 2 家作答而不在名录中" in lines[1]


def test_strata_show_their_weights(whole_survey):
    """A row a stratum, with the weight that each of its answers carries."""
    strata = whole_survey.response.filter(pl.col("by") == "stratum")
    table = strata_table(whole_survey)
    assert strata.height == len(table.rows)
    assert [f"{weight:.2f}" for weight in strata["weight"]] == [row[-1] for row in table.rows]
    assert 1 == len(response_note(whole_survey).rows)


def test_a_volume_without_any_bound_is_no_answer(tables):
    """Blank and "more than nothing" count as not answered, zero counts."""
    flows = tables.flows.filter(pl.col("scenario") == "clinical_trial")
    blank = flows.filter(~answered("sensitive"))
    assert 1 == blank.height
    assert [(0, None)] == blank.select("sensitive_low", "sensitive_high").rows()


def test_completeness_lies_between_nothing_and_all(whole_survey):
    """Shares are in [0, 1], and every enterprise is behind one bar."""
    bars = completeness_figure(whole_survey, "size").bars
    assert all(0 <= bar.value <= 1 for bar in bars)
    assert 76 == sum(len(bar.rows.rows) for bar in bars)
    assert 4 == len(completeness_figures(whole_survey).figures)


def test_an_enterprise_without_flows_has_answered_nothing(whole_survey):
    """It counts as zero and does not vanish from the mean."""
    nothing = replace(whole_survey, flows=whole_survey.flows.clear())
    assert {0.0} == {bar.value for bar in completeness_figure(nothing, "region").bars}


def test_questions_stand_with_the_flows_that_leave_them_blank(whole_survey):
    """Least answered first; the rows behind a question are its blanks."""
    bars = questions_figure(whole_survey).bars
    assert sorted(bar.value for bar in bars) == [bar.value for bar in bars]
    country = next(bar for bar in bars if bar.label == "接收方国家或地区")
    assert whole_survey.flows["country"].null_count() == len(country.rows.rows)


def test_those_to_call_back_are_sent_back_erring_or_silent(whole_survey):
    """A rejected workbook with its reason, and everyone in the frame who handed nothing in."""
    found = callbacks(whole_survey)
    back, silent = found[0], [each for each in found if each.file is None]
    assert ("坏文件.xlsx", "坏文件") == (back.file, back.name)
    assert any("重新导出" in reason for reason in back.reasons)
    assert 19 == len(silent)


def test_an_answer_without_any_number_is_called_back(tables):
    """A flow with neither volume is a reason of its own."""
    found = [each for each in callbacks(tables) if "没有任何人数" in "".join(each.reasons)]
    assert ["合成样例制药07号有限公司"] == [each.name for each in found]


@pytest.mark.parametrize("audience", ["expert", "public"])
def test_only_internal_readers_have_the_list(whole_survey, audience):
    """Others get no row and the reason why."""
    table = callback_table(whole_survey, names=names_for(whole_survey, audience))
    assert ((), 1) == (table.rows, len(table.notes))
    assert callback_table(whole_survey).rows


def test_files_that_are_no_answers_are_nobody_to_call_back(whole_survey):
    """Letters and pictures are listed apart, to be moved away."""
    odd = whole_survey.workbooks.with_columns(
        pl.when(pl.col("file") == "坏文件.xlsx")
        .then(False)
        .otherwise("is_answer")
        .alias("is_answer")
    )
    changed = replace(whole_survey, workbooks=odd)

    assert "坏文件.xlsx" not in [each.file for each in callbacks(changed)]
    assert (("坏文件.xlsx",),) == foreign_table(changed).rows


def test_a_single_enterprise_has_a_count_and_no_interval(whole_survey):
    """One answer of one says nothing of a propensity."""
    alone = pl.col("by") == "stratum"
    response = whole_survey.response.with_columns(
        pl.when(alone).then(1).otherwise("frame").alias("frame")
    )
    rates = [row[3] for row in strata_table(replace(whole_survey, response=response)).rows]

    assert rates
    assert {"—"} == set(rates)


def test_enterprises_without_a_region_are_told_so(whole_survey):
    """A blank region is no answer that somebody owes."""
    frame = whole_survey.frame.with_columns(pl.lit(None, pl.String).alias("region"))
    none = whole_survey.response.filter(pl.col("by") == "region").head(1)
    response = none.with_columns(pl.lit(None, pl.String).alias("group"))
    figure = response_figure(replace(whole_survey, frame=frame, response=response), "region")

    assert ["未填区域"] == [bar.label for bar in figure.bars]
