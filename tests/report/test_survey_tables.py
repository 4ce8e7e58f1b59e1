"""Tables of the survey."""

import polars as pl
import pytest

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


def test_errors_come_before_warnings_with_their_place(tables):
    """A problem stands with file, sheet and cell; errors first."""
    first, second = problem_table(tables).rows
    assert ("错误", "坏文件.xlsx", "—") == first[:3]
    assert ("提醒", "样例企业_07.xlsx", "出境场景", "M4", "不详") == second[:5]


def test_totals_stand_above_the_problems_and_errors_can_stand_alone(tables):
    """The caption counts errors and warnings, whichever of them the table lists."""
    every, errors = problem_table(tables), problem_table(tables, severity="error")
    assert "问卷中的问题：错误 1、提醒 1" == every.caption
    assert errors.caption.startswith(every.caption)
    assert ["错误"] == [row[0] for row in errors.rows]


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
