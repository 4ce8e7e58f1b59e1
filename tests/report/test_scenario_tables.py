"""Tables of a scenario's result."""

import dataclasses
import re

import pytest

from listlab.report import scenario_tables
from listlab.report.scenario_tables import (
    candidate_table,
    equivalence_table,
    exposure_table,
    fit_table,
    threshold_table,
)

VIEWS = (candidate_table, equivalence_table, exposure_table, fit_table, threshold_table)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_every_table_has_rows_in_both_languages(view, lang, result):
    """Each table fills in both languages, and English has no Chinese headers."""
    table = view(result, lang)
    chinese = any("\u4e00" <= char <= "\u9fff" for c in table.columns for char in c.header)
    assert (True, lang == "zh") == (len(table.rows) > 0, chinese)


def test_the_recommended_row_is_marked_and_says_so(result):
    """The recommended candidate is marked, and its verdict is a word, not a colour."""
    table = candidate_table(result)
    (place,) = table.marked
    assert result.thresholds[place].threshold == result.recommendation.threshold
    assert "推荐：最小的可行阈值" == table.rows[place][1]


def test_what_a_smaller_threshold_loses_is_a_negative_range(result):
    """Both ends of the band carry the sign of the figure."""
    first = candidate_table(result).rows[0]
    assert result.thresholds[0].threshold < result.recommendation.threshold
    assert re.fullmatch(r"−[\d.]+（−[\d.]+–−?[\d.]+）", first[5]), first[5]


@pytest.mark.parametrize(
    ("tier", "free", "still"),
    [
        ("assessment", "免评估", "仍需申报安全评估"),
        ("contract", "免合同/认证", "仍需标准合同或认证"),
    ],
)
def test_columns_name_the_procedure(tier, free, still, result):
    """No column says "free" alone: it says of what."""
    of_tier = dataclasses.replace(result, tier=tier)
    for view in (candidate_table, threshold_table):
        headers = " ".join(column.header for column in view(of_tier).columns)
        assert (True, True) == (free in headers, still in headers)
        assert "办理" not in headers


def test_nothing_is_marked_when_nothing_is_recommended(make_result):
    """Without a feasible candidate no row is marked, and costs stand for themselves."""
    result = make_result(mu=11.0)
    assert (None, frozenset()) == (result.recommendation.threshold, candidate_table(result).marked)


def test_equivalence_shows_the_pairs_that_the_decision_turns_on(result):
    """All pairs of six candidates; of more than that, only those with the recommended one."""
    chosen = scenario_tables.numbers.persons(result.recommendation.threshold)
    many = dataclasses.replace(result, equivalence=result.equivalence * 2)

    assert len(equivalence_table(result).rows) == len(result.equivalence) <= 15
    assert all(chosen in row[:2] for row in equivalence_table(many).rows)


def test_exposure_has_a_column_a_beta(result):
    """Exposure is shown at β = 0, 0.1 and 1."""
    headers = [column.header for column in exposure_table(result).columns]
    assert ["阈值", "β = 0", "β = 0.1", "β = 1"] == headers


def test_fits_are_ordered_by_weight(result):
    """The family with the largest weight comes first."""
    assert "对数正态" == fit_table(result).rows[0][0]
