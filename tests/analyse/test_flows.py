"""Flows put together to one row an enterprise."""

import polars as pl
import pytest

from listlab.analyse.flows import by_enterprise, growth_given
from listlab.analyse.simulate import simulate
from listlab.errors import ScenarioError


def test_flows_of_one_enterprise_are_summed_to_bounds():
    """The largest low and the sum of highs: the same persons may be in several flows."""
    flows = pl.DataFrame(
        {
            "enterprise": ["a", "b", "a", "c", "c"],
            "low": [10, 5, 30, 1, 2],
            "high": [10, 5, 40, None, 2],
        }
    )
    found = by_enterprise(flows, "personal")

    assert found.rows() == [("a", 30, 50), ("b", 5, 5), ("c", 2, None)]


def test_splitting_an_enterprise_into_flows_keeps_n():
    """Forty enterprises with two flows each are forty answers, not eighty."""
    volumes = [200 + 37 * i for i in range(40)]
    flows = pl.DataFrame(
        {"enterprise": list(range(40)) * 2, "low": volumes * 2, "high": volumes * 2}
    )
    found = simulate(flows, seed=1, thresholds=[10_000], bootstrap=50)

    assert found.n == 40


def test_a_studys_flows_table_is_taken():
    """Columns of the study's table are read for the kind asked for."""
    flows = pl.DataFrame(
        {
            "enterprise_id": ["a", "b"],
            "scenario": ["x", "x"],
            "personal_low": [1, 2],
            "personal_high": [1, None],
            "sensitive_low": [7, 8],
            "sensitive_high": [7, 9],
        }
    )

    assert by_enterprise(flows, "sensitive")["low"].to_list() == [7, 8]
    assert by_enterprise(flows, "personal")["high"].to_list() == [1, None]


def test_several_scenarios_are_refused():
    """One scenario at a time; the message names those found."""
    flows = pl.DataFrame({"scenario": ["x", "y"], "low": [1, 2], "high": [1, 2]})
    with pytest.raises(ScenarioError, match="x、y"):
        by_enterprise(flows, "personal")


@pytest.mark.parametrize("column", ["weight", "severity", "count"])
def test_rows_of_one_enterprise_must_agree(column):
    """Different weights of one enterprise, or a count beside its name, are refused."""
    flows = pl.DataFrame({"enterprise": ["a", "a"], "low": [1, 2], "high": [1, 2], column: [1, 3]})
    with pytest.raises(ScenarioError, match="a"):
        by_enterprise(flows, "personal")


def test_growth_of_the_table_is_pooled():
    """Means are averaged; the spread is that within rows and between them."""
    flows = pl.DataFrame({"growth_mean": [0.1, 0.3], "growth_sd": [0.2, 0.2]})
    found = growth_given(flows)

    assert found.basis == "given"
    assert found.mean == pytest.approx(0.2)
    assert found.sd == pytest.approx((0.04 + 0.01) ** 0.5)
    assert growth_given(flows.drop("growth_sd")) is None
    with pytest.raises(ScenarioError):
        growth_given(pl.DataFrame({"growth_mean": [float("nan")], "growth_sd": [0.1]}))


def test_severity_weighs_exposure_not_persons():
    """Twice the severity is twice the exposure; coverage and shares stay."""
    volumes = [200 + 37 * i for i in range(30)]
    base = pl.DataFrame({"low": volumes, "high": volumes})
    one = simulate(base, seed=1, thresholds=[10_000], bootstrap=50).thresholds[0]
    two = simulate(
        base.with_columns(severity=2.0), seed=1, thresholds=[10_000], bootstrap=50
    ).thresholds[0]

    assert two.realised_exposure == pytest.approx(2 * one.realised_exposure)
    assert two.permitted_exposure == pytest.approx(2 * one.permitted_exposure)
    assert two.volume_share == one.volume_share
