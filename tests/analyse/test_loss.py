"""Law of a year's loss: against closed forms and Monte Carlo, and its bounds."""

from dataclasses import replace
from types import SimpleNamespace

import hypothesis.strategies as st
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from scipy import optimize, special, stats

from listlab.analyse.answers import group_answers
from listlab.analyse.bands import refit, resample
from listlab.analyse.laws import fit
from listlab.analyse.risk.compound import LEVEL, coarser_by, share_lost, yearly_loss
from listlab.analyse.risk.exposure import expose, replicate
from listlab.analyse.risk.loss import Hazard, cvar_replicates, errors, lose
from listlab.analyse.risk.sources import POINTS, sources

GRID = np.geomspace(1e-2, 1e6, POINTS)
TAIL = 1 - LEVEL


def gamma_rate(shape, scale, total):
    """Rate of a gamma law on the grid, mass and mean of each cell kept."""
    law, next_law = stats.gamma(shape, scale=scale), stats.gamma(shape + 1, scale=scale)
    mass, mean = np.diff(law.cdf(GRID)), shape * scale * np.diff(next_law.cdf(GRID))
    up = (mean - GRID[:-1] * mass) / np.diff(GRID)
    rate = np.zeros(POINTS)
    rate[:-1] += mass - up
    rate[1:] += up
    return total * rate


def compound_gamma(total, shape, scale, terms=400):
    """95 % point and upper tail mean of a compound Poisson–gamma law, from its series."""
    n = np.arange(1, terms)
    chance = stats.poisson.pmf(n, total)

    def beyond(x):
        return chance @ stats.gamma.sf(x, n * shape, scale=scale) - TAIL

    q = optimize.brentq(beyond, 1e-9, 1e7, xtol=1e-9)
    partial = n * shape * scale * stats.gamma.sf(q, n * shape + 1, scale=scale)
    return q, chance @ partial / TAIL


@pytest.mark.parametrize("total", [0.2, 2.0, 40.0])
@pytest.mark.parametrize(("a", "b"), [(1.0, 4.0), (0.5, 1.5), (2.0, 2.0)])
def test_tail_mean_agrees_with_the_compound_gamma_law(total, a, b):
    """A gamma(a + b) volume times a Beta(a, b) share is gamma(a): the series is exact."""
    share, rate = share_lost(a, b, GRID), gamma_rate(a + b, 900.0, total)
    found = yearly_loss(GRID, rate, share)
    q, expected = compound_gamma(total, a, 900.0)

    assert total * a * 900.0 == pytest.approx(found.expected, rel=1e-6)
    assert expected == pytest.approx(found.cvar95, rel=1e-4)
    assert q == pytest.approx(found.quantile, rel=2e-3)
    error = coarser_by(found, GRID, rate, share)
    assert abs(found.cvar95 - expected) <= error + 1e-7 * expected
    assert error <= 1e-3 * expected


def test_rare_losses_have_the_expected_loss_in_the_worst_years():
    """When more than 95 % of years pass without a loss, the tail mean is E[L] ÷ 0.05."""
    rate = np.zeros(POINTS)
    rate[-1] = -np.log(0.951)
    found = yearly_loss(GRID, rate, share_lost(1, 4, GRID))

    assert pytest.approx(0.951) == found.no_loss
    assert pytest.approx(rate[-1] * 1e6 * 0.2 / TAIL) == found.cvar95
    assert 0 == found.quantile


def test_the_atom_at_no_loss_is_split():
    """The tail mean passes smoothly where the chance of no loss passes 95 %."""
    share = share_lost(2, 2, GRID)
    around = []
    for chance in (0.9501, 0.9499):
        rate = np.zeros(POINTS)
        rate[-1] = -np.log(chance)
        around.append(yearly_loss(GRID, rate, share).cvar95)

    assert around[1] == pytest.approx(around[0], rel=5e-3)
    assert around[1] > around[0]


@pytest.fixture(scope="module")
def survey():
    rng = np.random.default_rng(5)
    rows = []
    for i, x in enumerate(np.floor(rng.lognormal(7.6, 1.2, 60)).astype(int)):
        if i % 3 == 0:
            rows.append((int(0.9 * x), int(1.1 * x), 2.0, 1.5))
        elif i % 10 == 1:
            rows.append((0, 9_999, 1.0, 1.5))
        elif i % 17 == 2:
            rows.append((2_000, None, 3.0, 1.5))
        else:
            rows.append((int(x), int(x), 1.0, 1.5))
    frame = pl.DataFrame(rows, schema=["low", "high", "severity", "weight"], orient="row")
    answers = group_answers(frame)
    return answers, fit(answers)


AT = np.array([3_000.0, 20_000.0, 400_000.0])
DANGER = Hazard(rate=0.02, contract=0.5, a=1.0, b=4.0)


def test_expected_loss_is_rate_times_share_times_realised_exposure(survey):
    """E[L] = q E[share] Σ w s E[V 1(V < T)], exactly."""
    answers, model = survey
    losses = lose(sources(model, answers, AT), DANGER)
    draws = resample(answers, 50, np.random.default_rng(0))
    realised = expose(model, answers, draws, AT).realised

    np.testing.assert_allclose(losses.expected, 0.02 * 0.2 * realised, rtol=1e-6)


def test_tail_mean_agrees_with_a_million_simulated_years(survey):
    """Within three standard errors of drawing incidents, volumes and shares."""
    answers, model = survey
    rng = np.random.default_rng(11)
    k, years = 1, 10**6
    losses = lose(sources(model, answers, AT), DANGER)
    rate, value = drawn_volumes(answers, model, AT[k], rng)
    counts = rng.poisson(DANGER.rate * rate, years)
    lost = rng.choice(value, size=counts.sum()) * rng.beta(DANGER.a, DANGER.b, counts.sum())
    total = np.bincount(np.repeat(np.arange(years), counts), lost, years)
    q = np.quantile(total, LEVEL)
    beyond = np.maximum(total - q, 0)
    error = beyond.std() / TAIL / np.sqrt(years)

    assert abs(losses.cvar95[k] - (q + beyond.mean() / TAIL)) < 3 * error
    assert abs(losses.expected[k] - total.mean()) < 3 * total.std() / np.sqrt(years)


def two_groups(t):
    """Mixture of two lognormal groups by scipy, inverted on a fine grid."""
    groups = [
        stats.lognorm(np.exp(t[2]), scale=np.exp(t[0])),
        stats.lognorm(np.exp(t[2] + t[3]), scale=np.exp(t[1])),
    ]
    share, at = special.expit(t[4]), np.geomspace(1e-2, 1e9, 400_001)
    below = (1 - share) * groups[0].cdf(at) + share * groups[1].cdf(at)
    return SimpleNamespace(
        cdf=lambda v: np.interp(v, at, below), ppf=lambda u: np.interp(u, below, at)
    )


def drawn_volumes(answers, model, threshold, rng, size=200_000):
    """Enterprises freed, and persons × severity of as many drawn ones, by scipy's laws."""
    theta = {name: model.theta[name] for name in model.share}
    laws = {
        "lognormal": lambda t: stats.lognorm(np.exp(t[1]), scale=np.exp(t[0])),
        "gamma": lambda t: stats.gamma(np.exp(t[0]), scale=np.exp(t[1])),
        "weibull": lambda t: stats.weibull_min(np.exp(-t[1]), scale=np.exp(t[0])),
        "loglogistic": lambda t: stats.fisk(np.exp(-t[1]), scale=np.exp(t[0])),
        "mixture": two_groups,
    }
    mass = answers.count * answers.weight
    names = rng.choice(list(theta), p=list(model.share.values()), size=size)
    group = rng.choice(len(mass), p=mass / mass.sum(), size=size)
    persons = answers.low[group].copy()
    for name, values in theta.items():
        law = laws[name](values)
        here = (names == name) & ~answers.exact[group]
        low, high = answers.low[group[here]], answers.high[group[here]]
        u = rng.uniform(law.cdf(low), law.cdf(high + 1))
        persons[here] = law.ppf(np.minimum(u, 1 - 1e-12))
    freed = persons < threshold
    return mass.sum() * freed.mean(), (persons * answers.severity[group])[freed]


def test_discretisation_is_bounded_and_small(survey):
    """Grids twice as coarse move the tail mean by less than a thousandth."""
    answers, model = survey
    of = sources(model, answers, AT)
    losses = lose(of, DANGER)

    assert (errors(losses, of) <= 1e-3 * losses.cvar95).all()


def test_losses_rise_with_the_threshold_and_scale_with_severity(survey):
    """A larger threshold never loses less; twice the severity is twice the loss."""
    answers, model = survey
    losses = lose(sources(model, answers, AT), DANGER)
    doubled = group_answers(
        pl.DataFrame(
            {
                "low": answers.low,
                "high": answers.high,
                "severity": 2 * answers.severity,
                "weight": answers.weight,
                "count": answers.count,
            }
        )
    )
    twice = lose(sources(model, doubled, AT), DANGER)

    assert (np.diff(losses.expected) >= 0).all()
    assert (np.diff(losses.cvar95) >= 0).all()
    np.testing.assert_allclose(twice.expected, 2 * losses.expected, rtol=1e-9)
    np.testing.assert_allclose(twice.cvar95, 2 * losses.cvar95, rtol=1e-6)


@settings(max_examples=15, deadline=None)
@given(
    rate=st.floats(1e-4, 5.0),
    a=st.floats(0.2, 20.0),
    b=st.floats(0.2, 20.0),
    volumes=st.lists(st.integers(1, 10**6), min_size=1, max_size=6),
)
def test_the_worst_years_lie_between_mean_and_all_of_it(rate, a, b, volumes):
    """E[L] ≤ tail mean ≤ E[L] ÷ 0.05, and neither is ever missing."""
    value = np.zeros(POINTS)
    for volume in volumes:
        value[np.searchsorted(GRID, volume).clip(max=POINTS - 1)] += rate
    found = yearly_loss(GRID, value, share_lost(a, b, GRID))

    assert found.expected * (1 - 1e-9) <= found.cvar95 <= found.expected / TAIL * (1 + 1e-6)


def test_the_frame_weight_multiplies_the_rate_not_the_loss():
    """One answer of weight 3 is three enterprises, not one three times as large."""
    frame = pl.DataFrame({"low": [1_000] * 40, "high": [1_000] * 40})
    many = group_answers(pl.DataFrame({"low": [1_000] * 120, "high": [1_000] * 120}))
    weighed = group_answers(frame.with_columns(weight=3.0))
    large = group_answers(pl.DataFrame({"low": [3_000] * 40, "high": [3_000] * 40}))
    found = [lose(sources(fit(x), x, np.array([10_000.0])), DANGER) for x in (many, weighed, large)]

    assert found[0].cvar95 == pytest.approx(found[1].cvar95)
    assert found[0].expected == pytest.approx(found[2].expected)
    assert found[2].cvar95 > 1.2 * found[1].cvar95


def test_enterprises_under_a_contract_have_incidents_at_their_own_rate(survey):
    """From the contract line the reduced rate counts; at 1 it makes no difference, at 0 none."""
    answers, model = survey
    plain = lose(sources(model, answers, AT), DANGER)
    same = lose(sources(model, answers, AT, contract_line=5_000), Hazard(0.02, 1.0, 1.0, 4.0))
    none = lose(sources(model, answers, AT, contract_line=1), Hazard(0.02, 0.0, 1.0, 4.0))
    half = lose(sources(model, answers, AT, contract_line=5_000), DANGER)
    below = expose(model, answers, resample(answers, 50, np.random.default_rng(0)), np.array([5e3]))
    kept = 0.02 * 0.2 * below.realised[0]

    np.testing.assert_allclose(same.cvar95, plain.cvar95, rtol=1e-6)
    assert (none.expected <= 1e-3 * plain.expected).all()
    np.testing.assert_allclose(
        half.expected[1:], kept + 0.5 * (plain.expected[1:] - kept), rtol=1e-6
    )


def test_resampled_tail_means_agree_with_reckoning_them_anew(survey):
    """To first order: every replicate's own tail mean within eight per cent."""
    answers, model = survey
    draws = resample(answers, 60, np.random.default_rng(2))
    of = sources(model, answers, AT[1:2])
    quick = cvar_replicates(lose(of, DANGER), of, DANGER, draws)[:, 0]
    anew = [
        lose(sources(model, replace(answers, count=row), AT[1:2]), DANGER).cvar95[0]
        for row in draws[:12]
    ]
    centred = lose(
        sources(model, replace(answers, count=draws.mean(axis=0)), AT[1:2]), DANGER
    ).cvar95[0]
    base = lose(of, DANGER).cvar95[0]

    np.testing.assert_allclose(quick[:12] / base, np.array(anew) / centred, rtol=0.08)


def test_replicates_at_the_survey_itself_give_its_exposure(survey):
    """With every enterprise drawn once and the law unchanged, a replicate is the estimate."""
    answers, model = survey
    draws = np.repeat(answers.count[None], 2, axis=0)
    refits = refit(model, answers, draws)
    alone = replace(model, fits=tuple(replace(f, weight=1.0) for f in model.fits))
    for name in model.band:
        only = replace(
            alone,
            theta={name: model.theta[name]},
            fits=tuple(f for f in alone.fits if f.family == name),
        )
        expected = expose(only, answers, draws, AT)
        found = replicate(only, answers, draws, refits, AT)
        np.testing.assert_allclose(found.realised[name][0], expected.realised, rtol=2e-4)
        np.testing.assert_allclose(found.permitted[name][0], expected.permitted, rtol=2e-4)
        np.testing.assert_allclose(found.freed[name][0], expected.freed, rtol=2e-4)
