"""Crossings in years ahead: closed form for exact answers, simulation for intervals."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from listlab.analyse.growth import Growth
from listlab.analyse.scale import analyse
from listlab.analyse.simulate import simulate

GROWTH = Growth(0.08, 0.3, 0.03, "given")
VOLUMES = np.floor(np.random.default_rng(1).lognormal(8.3, 1.3, 60)).astype(int)
TEN = 10_000


def asked(frame, growth=GROWTH):
    return analyse(
        simulate(frame, seed=1, growth=growth, thresholds=[TEN, 50_000], bootstrap=50)
    ).crossings()


def row(frame, years, threshold=TEN):
    return frame.row(
        by_predicate=(pl.col("years") == years) & (pl.col("threshold") == threshold), named=True
    )


@pytest.mark.parametrize("years", [1, 2, 3])
def test_exact_answers_cross_as_the_normal_law_says(years):
    """Each exact answer crosses with the chance of scipy's normal law; shares add up."""
    found = row(asked(pl.DataFrame({"low": VOLUMES, "high": VOLUMES})), years)
    law = stats.norm(np.log(VOLUMES) + years * GROWTH.mean, GROWTH.sd * np.sqrt(years))
    above, now = law.sf(np.log(TEN)), VOLUMES < TEN

    assert found["caught"] == pytest.approx((now * above).mean(), rel=1e-9)
    assert found["freed"] == pytest.approx((~now * (1 - above)).mean(), rel=1e-9)
    assert found["below"] == pytest.approx(now.mean() - found["caught"] + found["freed"])
    assert found["caught_low"] < found["caught"] < found["caught_high"]


def test_open_answers_cross_as_simulated_volumes_do():
    """Brackets: within three standard errors of volumes drawn from the fitted law within them."""
    edges = np.array([1, 2_000, 20_000, 400_000])
    k = np.searchsorted(edges, VOLUMES, side="right")
    frame = pl.DataFrame({"low": edges[k - 1], "high": edges[k] - 1})
    result = simulate(frame, seed=1, growth=GROWTH, thresholds=[TEN, 50_000], bootstrap=50)
    found = row(analyse(result).crossings(), 2)
    rng, draws = np.random.default_rng(3), 40_000
    laws = {
        "lognormal": lambda p: stats.lognorm(p["sigma"], scale=np.exp(p["mu"])),
        "gamma": lambda p: stats.gamma(p["shape"], scale=p["scale"]),
        "weibull": lambda p: stats.weibull_min(p["shape"], scale=p["scale"]),
        "loglogistic": lambda p: stats.fisk(p["shape"], scale=p["scale"]),
    }
    caught = np.zeros((len(frame), draws))
    for i, (low, high) in enumerate(frame.iter_rows()):
        mass = [
            f.weight * np.diff(laws[f.family](f.parameters).cdf([low, high + 1]))[0]
            if f.weight > 0
            else 0.0
            for f in result.fits
        ]
        family = rng.choice(len(mass), draws, p=np.array(mass) / sum(mass))
        volume = np.zeros(draws)
        for j, fit in enumerate(result.fits):
            mine = family == j
            if mine.any():
                law = laws[fit.family](fit.parameters)
                volume[mine] = law.ppf(rng.uniform(*law.cdf([low, high + 1]), mine.sum()))
        later = np.log(volume) + rng.normal(2 * GROWTH.mean, GROWTH.sd * np.sqrt(2), draws)
        caught[i] = (volume < TEN) & (later >= np.log(TEN))
    shares = caught.mean(axis=0)

    assert found["caught"] == pytest.approx(
        shares.mean(), abs=3 * shares.std() / np.sqrt(draws) + 1e-3
    )


def test_without_spread_everybody_moves_by_the_mean():
    """Growth of log 2 and no spread: whoever lies in [T / 2, T) is caught next year."""
    frame = pl.DataFrame({"low": VOLUMES, "high": VOLUMES})
    found = row(asked(frame, Growth(np.log(2), 0.0, 0.0, "given")), 1)

    assert found["caught"] == pytest.approx(((VOLUMES >= TEN / 2) & (VOLUMES < TEN)).mean())
    assert found["freed"] == 0


def test_zeros_stay_and_the_text_tells_the_crossings():
    """Enterprises that export nothing never cross; the recommended threshold's rates are told."""
    frame = pl.DataFrame({"low": [0, 0, *VOLUMES], "high": [0, 0, *VOLUMES]})
    some = pl.DataFrame({"low": VOLUMES, "high": VOLUMES})
    result = simulate(frame, seed=1, growth=GROWTH, need=0.8, bootstrap=50)
    with_zeros, without = (row(asked(f), 3)["caught"] for f in (frame, some))

    assert with_zeros == pytest.approx(without * 60 / 62)
    assert any("由线下升到线上" in line.zh for line in analyse(result).lines())
