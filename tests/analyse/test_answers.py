"""Volumes as the analysis takes them."""

import pandas as pd
import polars as pl
import pytest

from listlab.analyse.answers import group_answers
from listlab.analyse.read import read_flows
from listlab.errors import ScenarioError


def test_identical_rows_are_one_group():
    """Rows of the same interval are counted together; splitting by count changes nothing."""
    apart = group_answers(pl.DataFrame({"low": [5, 9, 5], "high": [5, 12, 5]}))
    together = group_answers(pl.DataFrame({"low": [9, 5], "high": [12, 5], "count": [1, 2]}))

    assert apart.low.tolist() == together.low.tolist() == [5, 9]
    assert apart.count.tolist() == together.count.tolist() == [2, 1]


def test_pandas_is_taken_too():
    """A pandas frame with NaN for an open end gives the same answers as polars with null."""
    ours = group_answers(pl.DataFrame({"low": [5, 9], "high": [None, 12]}))
    theirs = group_answers(pd.DataFrame({"low": [5, 9], "high": [float("inf"), 12]}))

    assert ours.high.tolist() == theirs.high.tolist() == [float("inf"), 12]


def test_effective_number_is_kishs():
    """(Σw)² ÷ Σw² over the answers that say anything."""
    answers = group_answers(
        pl.DataFrame({"low": [1, 2, 0], "high": [1, 2, None], "weight": [1.0, 3.0, 9.0]})
    )

    assert answers.effective(answers.answered) == pytest.approx(16 / 10)


def test_strata_of_one_answer_are_merged_and_named():
    """A stratum that can't be resampled joins the others that can't."""
    answers = group_answers(
        pl.DataFrame(
            {"low": [1, 2, 3, 4, 5], "high": [1, 2, 3, 4, 5], "stratum": ["a", "a", "b", "c", "a"]}
        )
    )

    assert answers.merged == ("b", "c")
    assert len(set(answers.stratum.tolist())) == 2


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"low": [-1], "high": [5]}, "scenario.low"),
        ({"low": [1.5], "high": [5]}, "scenario.low"),
        ({"low": [None], "high": [5]}, "scenario.low"),
        ({"low": [7], "high": [5]}, "scenario.contradictory"),
        ({"low": [1], "high": [5.5]}, "scenario.high"),
        ({"low": [1], "high": [float("nan")]}, "scenario.high"),
        ({"low": [1], "high": [1e300]}, "scenario.size"),
        ({"low": [10**13], "high": [10**13]}, "scenario.size"),
        ({"low": [1], "high": [5], "count": [0]}, "scenario.count"),
        ({"low": [1], "high": [5], "weight": [float("inf")]}, "scenario.weight"),
        ({"low": [1], "high": [5], "weight": [-2.0]}, "scenario.weight"),
        ({"low": ["x"], "high": [5]}, "scenario.error"),
        ({"low": [1]}, "scenario.error"),
        ({"low": [], "high": []}, "scenario.error"),
    ],
)
def test_unusable_rows_are_refused_by_cause(columns, code):
    """Each kind of unusable table has its own stable code, and none gets through."""
    with pytest.raises(ScenarioError) as caught:
        group_answers(pl.DataFrame(columns, strict=False))

    assert caught.value.problems[0].code == code


def test_all_causes_are_told_at_once():
    """A table with three kinds of faults gives three problems, with row numbers."""
    frame = pl.DataFrame({"low": [1, -1, 9], "high": [2, 3, 4], "weight": [0.0, 1.0, 1.0]})
    with pytest.raises(ScenarioError) as caught:
        group_answers(frame)

    assert {p.code for p in caught.value.problems} == {
        "scenario.low",
        "scenario.contradictory",
        "scenario.weight",
    }
    assert "第 3 行" in str(caught.value)


def test_flows_tables_are_read_from_csv_and_parquet(tmp_path):
    """Both endings give the same frame; others, broken ones and names twice are refused."""
    frame = pl.DataFrame({"enterprise": ["a", "b"], "low": [1, 2], "high": [1, None]})
    frame.write_csv(tmp_path / "f.csv")
    frame.write_parquet(tmp_path / "f.parquet")
    (tmp_path / "f.xlsx").write_text("x")
    (tmp_path / "g.parquet").write_text("x")
    (tmp_path / "h.csv").write_text("low,high,low\n1,2,3\n")

    assert read_flows(tmp_path / "f.csv").equals(frame)
    assert read_flows(tmp_path / "f.parquet").equals(frame)
    for name in ("f.xlsx", "g.parquet", "h.csv", "none.csv"):
        with pytest.raises(ScenarioError, match=name):
            read_flows(tmp_path / name)
