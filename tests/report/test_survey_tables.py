"""Tables of the survey."""

from dataclasses import replace

import polars as pl
import pytest

from listlab.report.audience import OPEN, names_for
from listlab.report.survey_rows import Behind
from listlab.report.survey_tables import (
    by_size,
    problem_table,
    replaced_table,
    route_of,
    scenario_count_table,
    workbook_table,
)


def test_workbooks_are_counted_by_what_became_of_them(tables):
    """Used, returned, doubled and superseded workbooks are all counted."""
    expected = [("采用", "76"), ("退回", "1"), ("重复", "1"), ("已被更正版替代", "0")]
    assert expected == list(workbook_table(tables).rows)


def test_what_must_be_mended_comes_first_with_its_place(tables):
    """A problem stands with file, sheet and cell, and with what the cell says."""
    first, second = problem_table(tables).rows
    assert ("必须改", "坏文件.xlsx", "—") == first[:3]
    assert ("请核对", "样例企业_07.xlsx", "出境场景", "M4", "不详") == second[:5]


def test_totals_stand_above_the_problems_and_errors_can_stand_alone(tables):
    """The caption counts all levels, whichever of them the table lists."""
    every, errors = problem_table(tables), problem_table(tables, level="must")
    assert "问卷中的问题：必须改 1、请核对 1、备注 0" == every.caption
    assert errors.caption.startswith(every.caption)
    assert ["必须改"] == [row[0] for row in errors.rows]


def test_problems_speak_the_language_asked_for(tables):
    """Messages follow the language."""
    assert "not a workbook; export it again" == problem_table(tables, "en").rows[0][-1]


def test_a_doubled_workbook_names_the_one_that_counts(tables):
    """Workbooks that were not used say which one was."""
    rows = {row[0]: row[1:] for row in replaced_table(tables).rows}
    assert ("重复", "样例企业_00.xlsx") == rows["样例企业_00 (1).xlsx"]


def test_scenarios_outside_the_standard_are_called_others(tables):
    """Flows without a standard scenario are counted under one name."""
    rows = scenario_count_table(tables, {}).rows
    assert {"其他场景"} == {row[0] for row in rows}


def test_largest_answers_come_first_and_unanswered_last():
    """Order: by upper end, an open end as twice the lower, no answer at the end."""
    volumes = pl.DataFrame(
        {
            "enterprise_id": list("abcd"),
            "low": [0, 10, 60, 0],
            "high": [None, 100, None, 5],
        },
        schema_overrides={"high": pl.Int64},
    )
    assert ["c", "b", "d", "a"] == by_size(volumes)["enterprise_id"].to_list()


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 49_999, "free"),
        (50_000, 50_000, "assessment"),
        (49_999, 50_000, "review"),
        (0, None, "unanswered"),
        (None, None, "unanswered"),
        (50_000, None, "assessment"),
    ],
)
def test_an_answer_is_caught_at_the_threshold_itself(low, high, expected):
    """The threshold includes its number; an answer that spans it is neither."""
    assert expected == route_of(low, high, 50_000, "assessment")


def test_what_the_cell_says_is_for_internal_readers(tables):
    """Free text stands beside its problem; others see numbers and codes alone."""
    problems = tables.problems.with_columns(written=pl.lit("漂亮国"), got=pl.lit(None, pl.String))
    changed = replace(tables, problems=problems)
    internal = problem_table(changed).rows
    outside = problem_table(changed, names=names_for(changed, "expert")).rows

    assert [{"漂亮国"}, {"—"}] == [{row[4] for row in rows} for rows in (internal, outside)]


def test_an_answer_in_a_form_has_no_row(tables):
    """企业信息 has no rows: file and sheet are the place, never row None."""
    source = {"file": "甲.xlsx", "sheet": "企业信息", "row": None}

    assert "甲.xlsx › 企业信息" == Behind(tables, OPEN, "zh").place(source, "region")
