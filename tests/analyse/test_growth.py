"""Growth of a scenario drawn towards its industry: exact posterior, intervals, and words."""

import numpy as np
import polars as pl
import pytest
from scipy import integrate, stats

from listlab.analyse.growth import pool_growth
from listlab.analyse.shrinkage import shrink
from listlab.analyse.simulate import simulate

VALUES, VARIANCES = np.array([0.4, 0.1, 0.05, 0.15]), np.array([0.02, 0.004, 0.003, 0.006])


def evidence(mean, n, name, sd=0.3, seed=0):
    """Growth of n enterprises of one scenario, from histories."""
    drawn = np.random.default_rng(seed).normal(mean, sd, n)
    ids = [f"{name}{k}" for k in range(n)]
    return pl.DataFrame({"enterprise_id": ids, "log_growth": drawn, "basis": ["history"] * n})


def given_spread(tau):
    """Density of the values, and mean and variance of the first one's truth, at one spread.

    By linear algebra from the joint normal law with a prior on the mean so wide that it says
    nothing.
    """
    wide = 1e4
    truth = tau**2 * np.eye(4) + wide
    seen = truth + np.diag(VARIANCES)
    density = stats.multivariate_normal(np.zeros(4), seen).pdf(VALUES)
    pull = truth[0] @ np.linalg.inv(seen)
    return density, pull @ VALUES, truth[0, 0] - pull @ truth[0]


def test_the_pooled_value_is_the_posterior_mean():
    """Value and error agree with numerical integration (scipy) of the exact normal model."""

    def moment(power):
        def part(tau):
            density, mean, variance = given_spread(tau)
            return density * (1.0, mean, variance + mean**2)[power]

        return integrate.quad(part, 0, 20, limit=500, points=[0.1, 1.0])[0]

    mass, first, second = (moment(k) for k in range(3))
    found = shrink(VALUES, VARIANCES, 0)

    assert found.value == pytest.approx(first / mass, rel=2e-3)
    assert found.error == pytest.approx(np.sqrt(second / mass - (first / mass) ** 2), rel=5e-3)
    assert 0 < found.borrowed < 1
    assert found.mean < found.value < VALUES[0]


@pytest.mark.parametrize("tau", [0.0, 0.15, 0.4])
def test_the_interval_holds_the_scenarios_own_growth(tau):
    """Of 800 industries with four scenarios: at least 92 %, and nearer than its own mean."""
    rng = np.random.default_rng(1)
    errors = 0.3**2 / np.array([6, 15, 30, 10])
    truth = rng.normal(0.1, tau, (800, 4))
    seen = truth + rng.normal(0, np.sqrt(errors), (800, 4))
    found = [shrink(row, errors, 0) for row in seen]
    off = np.array([each.value for each in found]) - truth[:, 0]
    held = np.abs(off) < 1.96 * np.array([each.error for each in found])

    assert held.mean() >= 0.92
    assert (off**2).mean() <= 1.02 * ((seen[:, 0] - truth[:, 0]) ** 2).mean()


def test_few_enterprises_borrow_more_than_many():
    """Drawn to the industry's growth the more, the fewer of its own; two scenarios lend nothing."""
    others = [evidence(0.05, 40, name, seed=k) for k, name in enumerate("abc")]
    few = pool_growth(evidence(0.5, 4, "x", seed=9), *others, sd_assumed=0.25)
    many = pool_growth(evidence(0.5, 60, "x", seed=9), *others, sd_assumed=0.25)
    alone = pool_growth(evidence(0.5, 60, "x", seed=9), others[0], sd_assumed=0.25)

    assert few.borrowed > many.borrowed
    assert (few.enterprises, few.scenarios) == (4, 4)
    assert abs(many.mean - 0.5) < abs(few.mean - 0.5)
    assert (alone.borrowed, alone.scenarios) == (0.0, 1)


def test_the_sentence_says_how_much_was_borrowed():
    """Share and number of scenarios stand in the reasons of the recommendation."""
    others = [evidence(0.05, 40, name, seed=k) for k, name in enumerate("abc")]
    growth = pool_growth(evidence(0.1, 8, "x"), *others, sd_assumed=0.25)
    volumes = np.floor(np.random.default_rng(2).lognormal(7, 1, 60)).astype(int)
    frame = pl.DataFrame({"low": volumes, "high": volumes})
    found = simulate(frame, seed=1, growth=growth, bootstrap=50)
    said = "".join(reason.zh for reason in found.recommendation.reasons)

    assert "向本行业 4 个场景的均值靠拢" in said
