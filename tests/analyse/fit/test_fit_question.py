"""The question which laws the answers support: volumes, departure, words, nothing hidden."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from listlab.analyse import fit
from listlab.analyse.fit.picture import quantile_rows


def lognormal(n=80, seed=1, *, location=7.6, spread=1.0):
    rng = np.random.default_rng(seed)
    volumes = np.floor(rng.lognormal(location, spread, n)).astype(int)
    return pl.DataFrame({"low": volumes, "high": volumes})


@pytest.fixture(scope="module")
def found():
    return fit.analyse(lognormal())


def averaged(found, persons):
    """Share below by scipy's laws at the parameters reported, averaged by AICc weight."""
    laws = {
        "lognormal": lambda p: stats.lognorm(p["sigma"], scale=np.exp(p["mu"])),
        "gamma": lambda p: stats.gamma(p["shape"], scale=p["scale"]),
        "weibull": lambda p: stats.weibull_min(p["shape"], scale=p["scale"]),
        "loglogistic": lambda p: stats.fisk(p["shape"], scale=p["scale"]),
    }
    known = [f for f in found.used if f.family in laws]
    rest = [f for f in found.used if f.family not in laws]
    share = sum(f.weight * laws[f.family](f.parameters).cdf(persons) for f in known)
    return share, sum(f.weight for f in rest)


def test_volumes_are_the_quantiles_of_scipys_laws(found):
    """At each volume the averaged law has the share that it is said to have."""
    for each in found.quantiles:
        share, unknown = averaged(found, each.persons.estimate)

        assert share - 1e-4 <= each.share <= share + unknown + 1e-4
        assert each.persons.low <= each.persons.estimate <= each.persons.high


@pytest.mark.parametrize("surveys", [pytest.param(300, marks=pytest.mark.soak), 20])
def test_limits_of_the_median_hold_the_truth(surveys):
    """Surveys of 40 from a lognormal law: 91 % of 300 intervals held its median, so most do."""
    ends = [fit.analyse(lognormal(40, seed=s)).quantiles[0].persons for s in range(surveys)]
    inside = [each.low <= np.exp(7.6) <= each.high for each in ends]

    assert np.mean(inside) >= 0.85


def test_the_departure_is_kolmogorovs(found):
    """Of exact answers: the distance of scipy's empirical curve from the averaged law."""
    volumes = lognormal()["low"].to_numpy().astype(float)
    shares = averaged(found, np.sort(volumes) + 1)[0]
    n = len(volumes)
    above = (np.arange(1, n + 1) / n - shares).max()
    below = (shares - np.arange(n) / n).max()
    slack = found.used[-1].weight + 0.02 + 1 / n  # two groups, the grid, and steps of one answer

    assert abs(found.departure.distance - max(above, below)) < slack
    assert not found.departure.telling


def test_a_law_that_does_not_fit_is_called_so():
    """Two far groups of ten values each in turn: no smooth law, and the words say it."""
    rows = [(10, 10)] * 60 + [(1_000_000, 1_000_000)] * 60
    told = fit.analyse(pl.DataFrame(rows, schema=["low", "high"], orient="row"))

    assert told.departure is None or told.departure.telling or "没有可用的分布" in said(told)


def said(result):
    return "".join(line.zh for line in result.lines())


def test_words_name_weights_volumes_and_where_extrapolation_begins(found):
    """Families with weights, intervals of volumes, and the largest answer."""
    text = said(found)

    assert "对数正态" in text
    assert "95% 区间" in text
    assert "是外推" in text
    assert found.to_frame()["aicc_weight"].sum() == pytest.approx(1)


def test_the_quantile_picture_holds_answers_against_the_averaged_law():
    """Order statistics of exact answers, both ends of brackets; the law's share is the point's."""
    exact = fit.analyse(lognormal(50))
    points = quantile_rows(exact)
    ordered = np.sort(lognormal(50)["low"].to_numpy())
    volumes = np.array([point["low"] for point in points])
    at = [round(50 * point["share"] - 0.5) for point in points]
    for point in points[5:-5]:
        share, unknown = averaged(exact, point["law"])
        assert share <= point["share"] + 0.01
        assert share + unknown >= point["share"] - 0.01
    edges = np.array([500, 2_000, 8_000, 100_000])
    inside = ordered[(ordered >= 500) & (ordered < 100_000)]
    k = np.searchsorted(edges, inside, side="right")
    wide = quantile_rows(fit.analyse(pl.DataFrame({"low": edges[k - 1], "high": edges[k] - 1})))

    np.testing.assert_allclose(np.log(volumes), np.log(ordered[at]), atol=0.05)
    for point in wide:
        ends = np.log([point["low"], point["high"]])
        assert np.abs(ends[:, None] - np.log(edges)).min(axis=1).max() < 0.05
        assert ends[1] - ends[0] > np.log(3)


def test_too_few_answers_give_no_volume():
    """One answer determines no law: no volumes, and the cause is told."""
    told = fit.analyse(pl.DataFrame({"low": [500], "high": [500]}))

    assert () == told.quantiles
    assert "没有可用的分布" in said(told)
    assert told.chart() is None


def test_row_order_and_splitting_by_count_change_nothing(found):
    """The same enterprises told otherwise give the same result."""
    frame = lognormal().with_columns(count=1)
    turned = fit.analyse(frame.reverse())
    counted = fit.analyse(frame.group_by("low", "high").agg(pl.col("count").sum()))

    assert found.fits == turned.fits == counted.fits
    assert found.quantiles == turned.quantiles == counted.quantiles
