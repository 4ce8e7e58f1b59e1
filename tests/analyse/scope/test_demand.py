"""Chance to be freed and persons exported, an enterprise each, against what is summed elsewhere."""

import numpy as np
import polars as pl
import pytest

from listlab.analyse.answers import group_answers
from listlab.analyse.bands import refit, resample
from listlab.analyse.freed import coverage_band
from listlab.analyse.laws import fit
from listlab.analyse.risk.exposure import expose
from listlab.analyse.scope.demand import freed_by

THRESHOLDS = np.array([500.0, 2000.0, 20000.0])
RANGES = [(0, 4999), (800, 2500), (3000, None), (0, None), (150, 150), (9000, 11000), (0, 0)]


@pytest.fixture(scope="module")
def volumes():
    rng = np.random.default_rng(8)
    exact = [(int(x), int(x)) for x in np.exp(rng.normal(7.6, 1.0, 30))]
    frame = pl.DataFrame(RANGES + exact, schema={"low": pl.Int64, "high": pl.Int64}, orient="row")
    return frame.with_columns(weight=pl.Series(rng.uniform(1, 3, frame.height)))


def test_chances_sum_to_the_coverage_of_the_scenario(volumes):
    """The weighted mean of the chances is the coverage estimate at each threshold."""
    answers = group_answers(volumes)
    model, draws = fit(answers), resample(answers, 50, np.random.default_rng(1))
    band = coverage_band(model, answers, refit(model, answers, draws), draws, THRESHOLDS)
    weight = volumes["weight"].to_numpy()
    found = freed_by(volumes, THRESHOLDS)

    assert found.by_law
    assert band.estimate == pytest.approx(weight @ found.share / weight.sum(), abs=1e-9)


def test_persons_sum_to_the_realised_exposure(volumes):
    """The weighted sum of persons exported below is the scenario's realised exposure."""
    answers = group_answers(volumes)
    draws = resample(answers, 50, np.random.default_rng(1))
    exposure = expose(fit(answers), answers, draws, THRESHOLDS)
    found = freed_by(volumes, THRESHOLDS)

    assert exposure.realised == pytest.approx(
        volumes["weight"].to_numpy() @ found.persons, rel=2e-3
    )


def test_without_a_law_only_the_certain_are_freed():
    """One range alone determines no law: freed is what it makes certain, persons the most."""
    found = freed_by(pl.DataFrame({"low": [100], "high": [300]}), np.array([200.0, 301.0]))

    assert not found.by_law
    assert [[0.0, 1.0]] == found.share.tolist()
    assert [[199.0, 300.0]] == found.persons.tolist()
