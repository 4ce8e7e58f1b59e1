"""The question which share each threshold frees: what simulate decides on, by itself."""

import numpy as np
import polars as pl
import pytest

from listlab.analyse import curve
from listlab.analyse.simulate import simulate

THRESHOLDS = [10_000, 50_000]
SHARES = [
    "observed_low",
    "observed_high",
    "coverage",
    "coverage_low",
    "coverage_high",
    "forecast",
    "forecast_low",
    "forecast_high",
]


def volumes(n=40):
    drawn = np.floor(np.random.default_rng(3).lognormal(7.6, 1.0, n)).astype(int)
    return pl.DataFrame({"low": drawn, "high": drawn})


@pytest.fixture(scope="module")
def found():
    rng = np.random.default_rng(1)
    return curve.analyse(volumes(), rng=rng, thresholds=THRESHOLDS, bootstrap=60)


def test_numbers_are_those_that_a_recommendation_stands_on(found):
    """With the seed drawn from the generator, simulate has the same rows and the same grid."""
    seed = int(np.random.default_rng(1).integers(2**31))
    whole = simulate(volumes(), seed=seed, thresholds=THRESHOLDS, bootstrap=60)

    assert whole.thresholds == found.rows
    assert whole.curve.select(SHARES).equals(found.curve.select(SHARES))


def test_frame_and_words_show_every_threshold(found):
    """A row and a sentence a threshold, with this year, next year and no model."""
    text = "".join(line.zh for line in found.lines())

    assert THRESHOLDS == found.to_frame()["threshold"].to_list()
    assert found.to_frame()["forecast_lower95"].null_count() == 0
    assert "5万人以下：本年度" in text
    assert "不用模型为" in text
    assert "增长为假定" in text


def test_without_a_law_only_the_answers_speak():
    """One answer: no coverage and no forecast, but bounds; the chart shows them."""
    told = curve.analyse(
        pl.DataFrame({"low": [500], "high": [500]}),
        rng=np.random.default_rng(1),
        thresholds=THRESHOLDS,
        bootstrap=50,
    )

    assert told.row(10_000).forecast.estimate is None
    assert told.row(10_000).observed.high == 1
    assert any("没有可用的分布模型" in line.zh for line in told.lines())
    assert told.chart().to_dict()["layer"]
