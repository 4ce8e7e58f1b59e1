"""Calibration of bands against exact bounds that we did not derive."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy import optimize, stats

from listlab.analyse import trials as simulated
from listlab.analyse.answers import group_answers
from listlab.analyse.bands import pairs_of, place, probits_of, survival
from listlab.analyse.calibrate import reach_of, reaches_of
from listlab.analyse.families import FAMILIES
from listlab.analyse.freed import forecast_band, gain_band
from listlab.analyse.growth import Growth
from listlab.analyse.laws import fit
from listlab.analyse.trials import run_trials

LEVELS = np.log([20_000.0, 50_000.0, 200_000.0])


def exact(n=40, seed=3):
    """Answers that are all numbers, of a lognormal truth."""
    volumes = np.floor(np.random.default_rng(seed).lognormal(10.0, 1.0, n)).astype(int)
    return group_answers(pl.DataFrame({"low": volumes, "high": volumes}))


def only(model, family):
    """The model as if one family were known to be right."""
    fitted = next(f for f in model.fits if f.family == family)
    return replace(
        model,
        theta={family: model.theta[family]},
        covariance={family: model.covariance[family]},
        fits=(replace(fitted, weight=1.0, in_band=True),),
    )


def exact_bound(answers, log_threshold, level):
    """Exact bound of a normal law's distribution function, by the noncentral t (scipy)."""
    y = np.repeat(np.log(answers.low), answers.count.astype(int))
    n, k = len(y), (log_threshold - y.mean()) / y.std(ddof=1)

    def miss(z):
        return stats.nct.cdf(np.sqrt(n) * k, n - 1, np.sqrt(n) * z) - level

    return stats.norm.cdf(optimize.brentq(miss, k - 3, k + 3))


def test_bounds_of_a_known_family_are_the_exact_ones(monkeypatch):
    """Exact answers of a law known to be lognormal: bounds are those of the noncentral t."""
    monkeypatch.setattr(simulated, "_STUDIES", 6_000)
    answers = exact()
    model = only(fit(answers), "lognormal")
    trials = run_trials(model, answers, rng=np.random.default_rng(1))
    reach = reach_of(trials, LEVELS, Growth())
    band = forecast_band(model, LEVELS, Growth(), reach=reach)
    for name, level in (("lower95", 0.95), ("upper95", 0.05), ("low", 0.975), ("high", 0.025)):
        expected = [exact_bound(answers, y, level) for y in LEVELS]
        ours = stats.norm.ppf(getattr(band, name))
        np.testing.assert_allclose(ours, stats.norm.ppf(expected), atol=0.05, err_msg=name)


def test_simulated_surveys_are_the_familys_own():
    """Volumes drawn from every family have its distribution function (Kolmogorov–Smirnov)."""
    rng = np.random.default_rng(2)
    for name, theta in {
        "lognormal": [7.0, 0.2],
        "gamma": [-0.2, 8.0],
        "weibull": [8.0, 0.1],
        "loglogistic": [7.5, -0.4],
        "mixture": [7.0, 11.0, 0.0, -1.0, -2.0],
    }.items():
        log_v = simulated._drawn(name, np.array(theta), (1, 20_000), rng)[0]
        law = FAMILIES[name].cdf(np.sort(log_v), *map(np.asarray, theta))

        assert stats.kstest(law, "uniform").pvalue > 1e-3, name


def test_standard_errors_are_those_of_many_parameters():
    """The delta method agrees with the spread of probits over parameters drawn at random."""
    model = fit(exact())
    growth = Growth(mean=0.1, sd=0.3, error=0.1)
    rng = np.random.default_rng(4)
    for name in ("lognormal", "weibull"):
        small = model.covariance[name] / 25
        drawn = rng.multivariate_normal(model.theta[name], small, size=4_000)
        moved = LEVELS - growth.error / 5 * rng.standard_normal((4_000, 1))
        caught = survival(FAMILIES[name], drawn, moved, growth)
        for pairs in (None, pairs_of(len(LEVELS))):
            fits = model.theta[name][None], model.covariance[name][None]
            _, spread = place(FAMILIES[name], fits, LEVELS, growth).probits(pairs)
            expected = 5 * probits_of(caught, pairs).std(axis=0)

            np.testing.assert_allclose(spread[0], expected, rtol=0.06)


@pytest.mark.parametrize("zeros", [[], [-1.5]])
@pytest.mark.parametrize(
    ("name", "law"),
    [
        ("lognormal", [7.0, 0.2]),
        ("gamma", [-0.2, 8.0]),
        ("weibull", [8.0, 0.1]),
        ("loglogistic", [7.5, -0.4]),
        ("mixture", [7.0, 11.0, 0.0, -1.0, -2.0]),
    ],
)
def test_slopes_are_those_of_the_share_caught(name, law, zeros):
    """Of every family in every parameter and in mean growth, by differences (scipy)."""
    theta = np.array([*law, *zeros])
    growth = Growth(mean=0.1, sd=0.3, error=0.1, start=0.2)
    fits = theta[None], np.eye(len(theta))[None]
    placed = place(FAMILIES[name], fits, LEVELS, growth)

    def caught(at):
        return survival(FAMILIES[name], at[None, :-1], LEVELS - at[-1], growth)[0]

    exact = optimize.approx_fprime(np.array([*theta, 0.0]), caught, 1e-7)
    np.testing.assert_allclose(placed.slope[0], exact[:, :-1].T, rtol=1e-4, atol=1e-7)
    np.testing.assert_allclose(np.abs(placed.moved[0]), 0.1 * exact[:, -1], rtol=1e-4, atol=1e-7)


def test_every_family_of_the_band_is_simulated():
    """All studies are allotted, each family of the band has some, the better ones have more."""
    model = fit(exact())
    allotted = simulated._allotted(model)

    assert sum(allotted.values()) == simulated._STUDIES
    assert tuple(allotted) == model.band
    best = max(model.band, key=model.share.get)
    assert allotted[best] == max(allotted.values())


def test_bands_do_not_depend_on_what_else_is_asked():
    """A threshold's band is the same alone and among others; gains of a pair likewise."""
    answers = exact()
    model = fit(answers)
    trials = run_trials(model, answers, rng=np.random.default_rng(1))
    alone, all_ = (
        forecast_band(model, y, Growth(), reach=reach_of(trials, y, Growth()))
        for y in (LEVELS[1:2], LEVELS)
    )
    pair, pairs = (
        gain_band(model, y, Growth(), reach=reaches_of(trials, y, Growth(), pairs_of(len(y)))[1])
        for y in (LEVELS[:2], LEVELS)
    )

    assert alone.lower95[0] == pytest.approx(all_.lower95[1], abs=1e-12)
    assert pair.estimate[0] == pytest.approx(pairs.estimate[0], abs=1e-12)


def test_a_family_that_fits_worse_reaches_less_far():
    """With the same estimate and spread, the hull is that of the better family."""
    model = only(fit(exact()), "lognormal")
    other = replace(model.fits[0], family="weibull", aicc=model.fits[0].aicc + 3)
    both = replace(
        model,
        theta=model.theta | {"weibull": model.theta["lognormal"]},
        covariance=model.covariance | {"weibull": model.covariance["lognormal"]},
        fits=(model.fits[0], other),
    )

    np.testing.assert_allclose(both.lag, [0.0, 3.0])
