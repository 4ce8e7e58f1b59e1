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
    """Different weights of one enterprise, or a count beside its name, are refused by name."""
    flows = pl.DataFrame({"enterprise": ["z", "z"], "low": [1, 2], "high": [1, 2], column: [1, 3]})
    with pytest.raises(ScenarioError, match="：z。"):
        by_enterprise(flows, "personal")


@pytest.mark.parametrize(
    ("low", "high", "codes"),
    [
        ([1000, 0], [5, 99_999], ["scenario.contradictory"]),
        ([-1000, 500], [-1000, 99_999], ["scenario.low", "scenario.high"]),
    ],
)
def test_rows_are_checked_before_they_are_summed(low, high, codes):
    """A contradiction or a negative volume is refused, whatever its enterprise sums to."""
    flows = pl.DataFrame({"enterprise": ["z", "z"], "low": low, "high": high})
    with pytest.raises(ScenarioError) as refused:
        by_enterprise(flows, "personal")

    assert codes == [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("mass", "mean", "variance"),
    [
        ({}, 0.2, 0.04 + 0.01),
        ({"count": [1, 3]}, 0.25, 0.04 + 0.0075),
        ({"count": [2, 1], "weight": [1.0, 6.0]}, 0.25, 0.04 + 0.0075),
    ],
)
def test_growth_of_the_table_is_pooled(mass, mean, variance):
    """Means weigh by count × weight; the spread is that within rows and between them."""
    flows = pl.DataFrame({"growth_mean": [0.1, 0.3], "growth_sd": [0.2, 0.2], **mass})
    found = growth_given(flows)

    assert found.basis == "given"
    assert found.mean == pytest.approx(mean)
    assert found.sd == pytest.approx(variance**0.5)


@pytest.mark.parametrize(
    "columns",
    [
        {"growth_mean": [0.1, 0.3]},
        {"growth_sd": [0.1, 0.3]},
        {"growth_mean": [0.1, None], "growth_sd": [0.1, 0.1]},
        {"growth_mean": [float("nan"), 0.1], "growth_sd": [0.1, 0.1]},
        {"growth_mean": [5.0, 0.1], "growth_sd": [0.1, 0.1]},
        {"growth_mean": [0.1, 0.1], "growth_sd": [-0.1, 0.1]},
        {"growth_mean": ["fast", "0.1"], "growth_sd": [0.1, 0.1]},
    ],
)
def test_growth_that_cannot_be_used_is_refused(columns):
    """Half a pair, text, no number or more than a hundredfold: told, never left out."""
    flows = pl.DataFrame({"enterprise": ["z", "z"], "low": [1, 2], "high": [1, 2], **columns})
    with pytest.raises(ScenarioError, match="growth"):
        by_enterprise(flows, "personal")


def test_a_result_says_how_many_gave_growth():
    """Growth of some rows is applied to all enterprises, and the note counts them."""
    volumes = [200 + 37 * i for i in range(15)]
    gave = {"growth_mean": [0.5] + [None] * 14, "growth_sd": [0.1] + [None] * 14}
    flows = pl.DataFrame({"low": volumes, "high": volumes, "count": 2, **gave})
    found = simulate(flows, seed=1, thresholds=[10_000], bootstrap=50)

    assert "given" == found.growth
    assert found.notes["growth"].en.startswith("growth is the table's: 2 of 30 enterprises")


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
