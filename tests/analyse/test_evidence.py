"""Public figures beside the survey."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from listlab.analyse.evidence import compare_evidence
from listlab.errors import ScenarioError


def frame(seed=0, sponsors=10, years=11, between=0.8, within=0.7):
    rng = np.random.default_rng(seed)
    rows = [
        (f"s{i}", 2008 + j, float(np.exp(10 + level + rng.normal(0, within))))
        for i, level in enumerate(rng.normal(0, between, sponsors))
        for j in range(years)
    ]
    return pl.DataFrame(rows, schema=["sponsor", "year", "persons"], orient="row")


def test_shares_and_exact_bounds():
    """Exceedances are counted at the scaled volume, with scipy's exact upper bound."""
    data = frame()
    found = compare_evidence(data, shares=[0.1, 1.0], thresholds=[50_000])
    row = found.table.filter((pl.col("measure") == "inflow") & (pl.col("share") == 1.0)).row(
        0, named=True
    )
    k = int((data["persons"] >= 50_000).sum())

    assert (row["n"], row["exceeding"]) == (110, k)
    assert row["upper95_independent"] == pytest.approx(
        stats.binomtest(k, 110, alternative="less").proportion_ci(0.95).high
    )
    assert row["upper95_effective"] > row["upper95_independent"]


def test_intraclass_correlation_is_recovered():
    """Over many simulated registers the estimate centres on the truth."""
    found = [
        compare_evidence(frame(seed=s, sponsors=40), shares=[1.0], thresholds=[1]).icc
        for s in range(40)
    ]

    assert np.mean(found) == pytest.approx(0.64 / (0.64 + 0.49), abs=0.03)


def test_stock_sums_three_years():
    """Persons under observation are the year and the two before it, where all are known."""
    data = pl.DataFrame({"sponsor": ["a"] * 4, "year": [1, 2, 3, 5], "persons": [1.0, 2, 4, 8]})
    data = pl.concat([data, data.with_columns(sponsor=pl.lit("b"))])
    found = compare_evidence(data, shares=[1.0], thresholds=[5])
    row = found.table.filter(pl.col("measure") == "stock").row(0, named=True)

    assert (row["n"], row["maximum"]) == (2, 7.0)


def test_break_even_share():
    """The share at which the largest value just reaches the threshold."""
    data = frame()
    found = compare_evidence(data, shares=[1.0], thresholds=[50_000, 10**9])
    even = found.break_even.filter(pl.col("measure") == "inflow")["share"].to_list()

    assert even[0] == pytest.approx(50_000 / data["persons"].max())
    assert even[1] is None


@pytest.mark.parametrize("shares", [[], [0.0], [1.5]])
def test_shares_outside_are_refused(shares):
    """A share in China lies in (0, 1]."""
    with pytest.raises(ScenarioError):
        compare_evidence(frame(), shares=shares, thresholds=[1])


def test_missing_columns_are_named():
    """Evidence without its columns is refused by their names."""
    with pytest.raises(ScenarioError, match="persons"):
        compare_evidence(frame().drop("persons"), shares=[1.0], thresholds=[1])


def test_too_few_years_leave_the_stock_out():
    """Without three years in a row there is no stock, and inflow still stands."""
    data = pl.DataFrame({"sponsor": ["a", "a", "b"], "year": [1, 2, 1], "persons": [1, 2, 4]})
    found = compare_evidence(data, shares=[1.0], thresholds=[2])

    assert found.table["measure"].unique().to_list() == ["inflow"]


@pytest.mark.parametrize(
    ("persons", "years"), [(["x", "2"], [1, 2]), ([None, 2], [1, 2]), ([1, 2], [1, 1])]
)
def test_unusable_figures_are_refused_by_row(persons, years):
    """Text, blanks and a year given twice are named by their row in the file."""
    data = pl.DataFrame({"sponsor": ["a", "a"], "year": years, "persons": persons})
    with pytest.raises(ScenarioError, match="第 2"):
        compare_evidence(data, shares=[1.0], thresholds=[1])
