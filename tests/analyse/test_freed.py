"""Coverage, forecast and exposure against plain simulation and closed forms."""

import hypothesis.strategies as st
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from scipy import stats

from listlab.analyse.answers import group_answers
from listlab.analyse.bands import refit, resample, survival
from listlab.analyse.calibrate import Reach
from listlab.analyse.families import FAMILIES
from listlab.analyse.freed import coverage_band, forecast_band, freed_now
from listlab.analyse.growth import Growth, pool_growth
from listlab.analyse.laws import fit
from listlab.analyse.risk.exposure import expose

SCIPY = {
    "lognormal": lambda theta: stats.lognorm(np.exp(theta[1]), scale=np.exp(theta[0])),
    "gamma": lambda theta: stats.gamma(np.exp(theta[0]), scale=np.exp(theta[1])),
    "weibull": lambda theta: stats.weibull_min(np.exp(-theta[1]), scale=np.exp(theta[0])),
    "loglogistic": lambda theta: stats.fisk(np.exp(-theta[1]), scale=np.exp(theta[0])),
}
ROWS = [(1200, 1200), (800, 2500), (0, 4999), (3000, None), (0, None), (150, 150), (9000, 11000)]


class Groups:
    """A mixture of two of scipy's lognormal laws."""

    def __init__(self, theta):
        a, other, b, more, logit = theta
        self.share = 1 / (1 + np.exp(-logit))
        self.laws = SCIPY["lognormal"]((a, b)), SCIPY["lognormal"]((other, b + more))

    def cdf(self, x):
        low, high = (law.cdf(x) for law in self.laws)
        return (1 - self.share) * low + self.share * high

    def ppf(self, share):
        grid = np.geomspace(1e-3, 1e12, 400_001)
        return np.interp(share, self.cdf(grid), grid)


def scipys(family, theta):
    return Groups(theta) if family == "mixture" else SCIPY[family](theta)


@pytest.fixture(scope="module")
def case():
    rng = np.random.default_rng(8)
    exact = np.floor(np.exp(rng.normal(7.6, 1.0, 50))).astype(int)
    rows = ROWS + [(int(x), int(x)) for x in exact]
    frame = pl.DataFrame(rows, schema={"low": pl.Int64, "high": pl.Int64}, orient="row")
    answers = group_answers(frame)
    return answers, fit(answers)


@pytest.mark.parametrize("family", SCIPY)
def test_conditional_share_agrees_with_monte_carlo(case, family):
    """P(V < T | answer) is the share of draws inside the answer that lie below T."""
    answers, model = case
    theta = model.theta[family]
    u = (np.arange(2_000_000) + 0.5) / 2_000_000
    law = SCIPY[family](theta)
    drawn = np.floor(law.ppf(u))
    ours = freed_now(model.rows, family, theta[None], 2000)[0]
    for low, high, share in zip(answers.low, answers.high, ours, strict=True):
        inside = (drawn >= low) & (drawn <= high)
        if low < high and inside.sum() > 1000:
            assert share == pytest.approx((drawn[inside] < 2000).mean(), abs=2e-3)


def test_forecast_without_growth_is_the_law_itself(case):
    """With no growth and no spread the share caught is the survival function."""
    _, model = case
    theta = model.theta["lognormal"]
    caught = survival(FAMILIES["lognormal"], theta[None], np.log([5000.0]), Growth())[0, 0]

    assert caught == pytest.approx(
        stats.lognorm(np.exp(theta[1]), scale=np.exp(theta[0])).sf(5000), rel=1e-12
    )


def test_forecast_of_lognormal_growth_has_closed_form(case):
    """A lognormal volume times lognormal growth is lognormal: mean and variance add."""
    _, model = case
    mu, sigma = model.theta["lognormal"][0], np.exp(model.theta["lognormal"][1])
    growth = Growth(mean=0.1, sd=0.3)
    caught = survival(
        FAMILIES["lognormal"], model.theta["lognormal"][None], np.log([1e3, 1e4, 5e4]), growth
    )[0]
    expected = stats.norm.sf((np.log([1e3, 1e4, 5e4]) - mu - 0.1) / np.hypot(sigma, 0.3))

    np.testing.assert_allclose(caught, expected, rtol=1e-6)


def test_coverage_band_holds_estimate_and_survey_bounds(case):
    """The estimate lies in its band and inside the survey bounds, and never falls with T."""
    answers, model = case
    draws = resample(answers, 200, np.random.default_rng(1))
    refits = refit(model, answers, draws)
    at = np.geomspace(100, 100_000, 25).round()
    band = coverage_band(model, answers, refits, draws, at)
    from listlab.analyse.scale.limits import observed

    for k, t in enumerate(at):
        seen = observed(answers, t)
        assert seen.low - 1e-9 <= band.estimate[k] <= seen.high + 1e-9
    assert (band.low <= band.estimate + 1e-12).all()
    assert (band.estimate <= band.high + 1e-12).all()
    assert (np.diff(band.estimate) >= -1e-12).all()


def test_resampling_keeps_strata_and_scale():
    """Every replicate keeps each stratum's number; one enterprise fewer is drawn, scaled up."""
    frame = pl.DataFrame(
        {"low": range(1, 11), "high": range(1, 11), "stratum": ["a"] * 4 + ["b"] * 6}
    )
    answers = group_answers(frame)
    draws = resample(answers, 500, np.random.default_rng(0))
    for stratum, n in ((0, 4), (1, 6)):
        here = draws[:, answers.stratum == stratum]
        np.testing.assert_allclose(here.sum(axis=1), n)
        assert here.max() >= n / (n - 1)
    np.testing.assert_allclose(draws.mean(axis=0), 1.0, atol=0.25)


def test_exposure_of_exact_answers_is_their_sum():
    """Realised exposure is Σ V below T; permitted (T - 1) for each of them."""
    frame = pl.DataFrame({"low": [10, 20, 30, 40, 500]}).with_columns(high=pl.col("low"))
    answers = group_answers(frame)
    draws = resample(answers, 50, np.random.default_rng(0))
    found = expose(fit(answers), answers, draws, np.array([35.0, 1000.0]))

    np.testing.assert_allclose(found.realised, [60, 600])
    np.testing.assert_allclose(found.permitted, [3 * 34, 5 * 999])
    np.testing.assert_allclose(found.share[0], [0.1, 1.0])


def test_exposure_of_intervals_agrees_with_monte_carlo(case):
    """E[V 1(V < T)] given the answer, averaged over the laws, agrees with drawing it."""
    answers, model = case
    draws = resample(answers, 50, np.random.default_rng(0))
    thresholds = np.array([2_000.0, 20_000.0])
    found = expose(model, answers, draws, thresholds)
    rng = np.random.default_rng(4)
    expected = np.zeros(2)
    for family, weight in model.share.items():
        theta = model.theta[family]
        law = scipys(family, theta)
        for low, high, count in zip(answers.low, answers.high, answers.count, strict=True):
            if low == high:
                drawn = np.array([low])
            else:
                u = rng.uniform(law.cdf(low), law.cdf(high + 1), 40_000)
                drawn = law.ppf(np.clip(u, 0, 1 - 1e-9))
            for k, t in enumerate(thresholds):
                expected[k] += weight * count * (drawn * (drawn < t)).mean()

    np.testing.assert_allclose(found.realised, expected, rtol=5e-3)
    assert found.share is None  # one answer has no upper bound


def test_growth_is_pooled_from_enough_enterprises_only():
    """Five enterprises with history are pooled; fewer fall back, then are assumed."""
    frame = pl.DataFrame(
        {
            "enterprise_id": ["a", "b", "c", "d", "e", "e"],
            "log_growth": [0.1, 0.2, 0.0, 0.1, 0.3, 0.1],
            "basis": ["history"] * 6,
        }
    )
    pooled = pool_growth(frame, sd_assumed=0.25)

    assert pooled.basis == "pooled"
    assert pooled.mean == pytest.approx(np.mean([0.1, 0.2, 0.0, 0.1, 0.2]))
    assert pooled.sd == pytest.approx(np.std([0.1, 0.2, 0.0, 0.1, 0.3, 0.1], ddof=1))
    assert pool_growth(frame[:3], frame[3:], sd_assumed=0.25) == pooled
    assert pool_growth(frame[:3], sd_assumed=0.25) == Growth(sd=0.25)


def test_answers_on_one_side_are_there_whatever_the_law_says():
    """An interval far out in the tail, yet below T, is freed; its persons are exported."""
    tight = [(1000 + i, 1000 + i) for i in range(75)]
    frame = pl.DataFrame(
        [*tight, (2_000_000, 3_000_000)], schema={"low": pl.Int64, "high": pl.Int64}, orient="row"
    )
    answers = group_answers(frame)
    model = fit(answers)
    draws = resample(answers, 60, np.random.default_rng(0))
    at = np.array([5_000_000.0])
    band = coverage_band(model, answers, refit(model, answers, draws), draws, at)

    assert band.estimate[0] == pytest.approx(1.0)
    assert expose(model, answers, draws, at).realised[0] >= 2_000_000 + sum(a for a, _ in tight)


def test_coverage_of_a_frame_partly_asked_has_no_empty_band():
    """Eighty answers of weight 5, none beyond T: the exact limit stands in the band."""
    rng = np.random.default_rng(1)
    volumes = np.floor(rng.lognormal(7.0, 0.6, 80)).astype(int)
    frame = pl.DataFrame({"low": volumes, "high": volumes}).with_columns(weight=5.0)
    answers = group_answers(frame)
    model = fit(answers)
    draws = resample(answers, 60, rng)
    band = coverage_band(model, answers, refit(model, answers, draws), draws, np.array([1e5]))

    assert band.low[0] == pytest.approx(0.025 ** (1 / 80))


def test_one_zero_does_not_spoil_the_replicates():
    """Replicates without a zero determine their law like any other survey without one."""
    rng = np.random.default_rng(2)
    volumes = [0, *np.floor(rng.lognormal(7.0, 1.0, 75)).astype(int)]
    answers = group_answers(pl.DataFrame({"low": volumes, "high": volumes}))

    assert refit(fit(answers), answers, resample(answers, 200, rng)).lost < 0.01


def test_forecasts_alone_give_growth_with_the_assumed_spread():
    """Own forecasts of many, histories of few: the mean is pooled, the spread assumed."""
    frame = pl.DataFrame(
        {
            "enterprise_id": [*"abcdef", "a"],
            "log_growth": [0.1] * 6 + [0.3],
            "basis": ["forecast"] * 6 + ["history"],
        }
    )
    found = pool_growth(frame, sd_assumed=0.25)

    assert (found.basis, found.sd) == ("pooled", 0.25)


def test_coverage_is_the_exact_sum_over_laws_and_answers(case):
    """The estimate is the sum of scipy's conditional probabilities, to 1e-4 (measured 1e-9)."""
    answers, model = case
    draws = resample(answers, 60, np.random.default_rng(1))
    at = np.array([500.0, 2_000.0, 20_000.0])
    band = coverage_band(model, answers, refit(model, answers, draws), draws, at)
    expected = np.zeros(3)
    for family, weight in model.share.items():
        law = scipys(family, model.theta[family])
        for low, high, count in zip(answers.low, answers.high, answers.count, strict=True):
            below = np.clip(at, low, high + 1)
            inside = law.cdf(high + 1) - law.cdf(low)
            share = (law.cdf(below) - law.cdf(low)) / inside if low < high else low < at
            expected += weight * count * share / answers.n

    np.testing.assert_allclose(band.estimate, expected, atol=1e-6)


def test_coverage_agrees_with_plain_monte_carlo(case):
    """Volumes drawn by scipy inside their answers: coverage within three standard errors."""
    answers, model = case
    rng, at = np.random.default_rng(4), np.array([500.0, 2_000.0, 20_000.0])
    draws = resample(answers, 50, rng)
    band = coverage_band(model, answers, refit(model, answers, draws), draws, at)
    size = 200_000
    group = rng.choice(len(answers.low), p=answers.count / answers.n, size=size)
    names = rng.choice(list(model.share), p=list(model.share.values()), size=size)
    persons = answers.low[group].copy()
    for family in model.share:
        law = scipys(family, model.theta[family])
        here = (names == family) & ~answers.exact[group]
        low, high = answers.low[group[here]], answers.high[group[here]]
        persons[here] = law.ppf(rng.uniform(law.cdf(low), law.cdf(high + 1)))
    below = (persons[:, None] < at).mean(axis=0)

    assert (np.abs(band.estimate - below) < 3 * np.sqrt(below * (1 - below) / size)).all()


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 10**5), st.sampled_from([1.0, 1.1, 3.0, 10.0])),
        min_size=12,
        max_size=30,
        unique_by=lambda pair: pair[0],
    )
)
def test_coverage_never_falls_with_the_threshold(pairs):
    """Whatever was answered, more is freed by a larger threshold; forecasts as well."""
    rows = [(low, int(low * width)) for low, width in pairs]
    answers = group_answers(pl.DataFrame(rows, schema=["low", "high"], orient="row"))
    model = fit(answers)
    if not model.theta:
        return
    draws = resample(answers, 50, np.random.default_rng(1))
    at = np.unique(np.geomspace(1, 10**6, 40).round())
    band = coverage_band(model, answers, refit(model, answers, draws), draws, at)
    for curve in (band.estimate, band.low, band.high):
        assert (np.diff(curve) >= -1e-9).all()
    reach = Reach(*(np.full(len(at), 4.0) for _ in range(4)))
    forecast = forecast_band(model, np.log(at), Growth(), reach=reach)
    for curve in (forecast.estimate, forecast.low, forecast.high):
        assert (np.diff(curve) >= -1e-9).all()
