"""Curves of very many flows: cells against the exact sum, bands against the plain bootstrap."""

import numpy as np
import polars as pl
import pytest
from scipy import special, stats

from listlab.analyse import predictive
from listlab.analyse.predictive.futures import shares_in_futures
from listlab.analyse.predictive.read import read_batches
from listlab.errors import ScenarioError

AT = sorted({int(t) for t in np.geomspace(200, 3e6, 60)})
LAWS = {
    "lognormal": lambda t, a, s: special.ndtr((np.log(t) - a) / s),
    "loglogistic": lambda t, a, s: stats.fisk.cdf(t, 1 / s, scale=np.exp(a)),
    "weibull": lambda t, a, s: stats.weibull_min.cdf(t, 1 / s, scale=np.exp(a)),
    "gamma": lambda t, a, s: stats.gamma.cdf(t, s, scale=np.exp(a)),
}


def flows(n, *, law="lognormal", seed=1):
    rng = np.random.default_rng(seed)
    location, spread = rng.normal(8.0, 1.3, n), np.exp(rng.uniform(np.log(0.1), np.log(1.2), n))
    if law == "gamma":
        columns = {"scale": np.exp(location), "shape": spread + 0.2}
    else:
        columns = {"location": location, "scale": spread}
    return pl.DataFrame(columns).with_columns(weight=pl.Series(rng.choice([1.0, 2.5, 6.0], n)))


def ask(table, **options):
    options = {"thresholds": AT, "rng": np.random.default_rng(3), "bootstrap": 50} | options
    return predictive.analyse(table, **options)


def exact(table, law, at):
    first = np.log(table["scale"]) if law == "gamma" else table["location"]
    second = table["shape"] if law == "gamma" else table["scale"]
    share = LAWS[law](np.array(at, float), first.to_numpy()[:, None], second.to_numpy()[:, None])
    weight = table["weight"].to_numpy()
    return weight @ share / weight.sum()


@pytest.mark.parametrize("law", LAWS)
def test_the_curve_is_the_exact_sum_within_the_error_it_states(law):
    """Cells against scipy's distribution functions summed over all flows; stated below 1e-4."""
    table = flows(3000, law=law)
    found = ask(table, law=law)

    assert found.error <= 1e-4
    assert np.abs(found.share - exact(table, law, AT)).max() <= found.error


def test_one_flow_is_within_the_error_stated():
    """The bound holds for a single flow in a corner of its cell, not on average only."""
    for k in range(8):
        table = flows(1, seed=k)
        found = ask(table)

        assert np.abs(found.share - exact(table, "lognormal", AT)).max() <= found.error


def plain_bootstrap(table, at, replicates, rng):
    """Flows drawn one by one with replacement."""
    share = LAWS["lognormal"](
        np.array(at, float),
        table["location"].to_numpy()[:, None],
        table["scale"].to_numpy()[:, None],
    )
    weight, n = table["weight"].to_numpy(), table.height
    curves = np.empty((replicates, len(at)))
    for r in range(replicates):
        mass = weight * np.bincount(rng.integers(0, n, n), minlength=n)
        curves[r] = mass @ share / mass.sum()
    return np.quantile(curves, [0.025, 0.975], axis=0)


@pytest.mark.parametrize("weighted", [False, True])
def test_the_band_is_that_of_flows_drawn_one_by_one(weighted):
    """20,000 flows: edges agree with the case bootstrap within the error of 600 replicates each."""
    table = flows(20_000)
    if not weighted:
        table = table.with_columns(weight=1.0)
    at = AT[::5]
    found = ask(table, thresholds=at, bootstrap=600)
    low, high = plain_bootstrap(table, at, 600, np.random.default_rng(8))
    width = high - low
    clear = width > 1e-6

    assert clear.sum() > 8
    for ours, theirs in ((found.low, low), (found.high, high)):
        assert np.abs((ours - theirs) / width)[clear].max() < 0.15
        assert abs(np.mean((ours - theirs)[clear] / width[clear])) < 0.05


def test_volumes_known_exactly_are_counted():
    """Without a spread the share is the count below: a volume equal to the threshold is caught."""
    volumes = [999, 1000, 1000, 1001, 50_000]
    table = pl.DataFrame({"low": volumes, "high": volumes}).with_columns(
        growth_mean=0.0, growth_sd=0.0
    )
    found = ask(table, thresholds=[1000, 1001, 1002, 50_001])

    np.testing.assert_allclose(found.share, [0.2, 0.6, 0.8, 1.0])
    assert 0 == found.error


def test_splitting_rows_by_count_and_their_order_change_nothing():
    """A row with a count of three is three rows; the order of rows is of no matter."""
    table = flows(500).with_columns(count=3)
    split = pl.concat([table.with_columns(count=1)] * 3).sample(fraction=1, shuffle=True, seed=1)
    one, other = ask(table), ask(split)

    np.testing.assert_allclose(one.share, other.share, atol=1e-12)
    assert one.flows == other.flows == 1500


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_file_is_read_in_batches_and_gives_the_same(tmp_path, ending):
    """A streamed table gives what the table in memory gives, and itself to the bit."""
    table = flows(2000)
    path = tmp_path / f"flows.{ending}"
    getattr(table, f"write_{ending}")(path)
    streamed, again = ask(read_batches(path)), ask(read_batches(path))

    np.testing.assert_allclose(streamed.share, ask(table).share, atol=1e-12)
    np.testing.assert_array_equal(streamed.high, again.high)


def test_pandas_tables_are_taken_too():
    """A pandas frame gives the numbers of the polars one."""
    table = flows(300)

    np.testing.assert_array_equal(ask(table).share, ask(table.to_pandas()).share)


def test_unusable_rows_are_all_named():
    """Every fault with its rows, over all batches, before anything is returned."""
    table = flows(10).with_columns(
        location=pl.when(pl.int_range(10) == 3).then(None).otherwise("location"),
        scale=pl.when(pl.int_range(10) == 5).then(0.001).otherwise("scale"),
        weight=pl.when(pl.int_range(10) == 7).then(-1.0).otherwise("weight"),
    )
    with pytest.raises(ScenarioError) as refused:
        ask(iter([table[:4], table[4:]]))

    found = {p.code: p.message.en for p in refused.value.problems}
    assert {"scenario.location", "scenario.scale", "scenario.weight"} == set(found)
    assert "row 4 " in found["scenario.location"]
    assert "row 6 " in found["scenario.scale"]


@pytest.mark.parametrize(
    ("table", "named"),
    [
        (pl.DataFrame({"location": [1.0]}), "scale"),
        (flows(0), "no flow"),
        (
            pl.DataFrame({"low": [1], "high": [2], "growth_mean": [0.0], "growth_sd": [0.2]}),
            "row 1",
        ),
    ],
)
def test_tables_without_a_law_are_refused(table, named):
    """A missing column, no row, and an interval are named."""
    with pytest.raises(ScenarioError) as refused:
        ask(table)

    assert named in refused.value.say("en")


def test_a_file_that_is_none_is_named(tmp_path):
    """Missing, of another ending, and damaged files are refused by name."""
    (tmp_path / "bad.parquet").write_bytes(b"no parquet")
    (tmp_path / "flows.txt").write_text("x")
    for name in ("none.parquet", "bad.parquet", "flows.txt"):
        with pytest.raises(ScenarioError) as refused:
            ask(read_batches(tmp_path / name))
        assert name in refused.value.say("en")


def test_the_result_says_its_error_and_draws():
    """Words carry the numbers; frame and chart carry the rows."""
    found = ask(flows(200), bootstrap=60)
    said = " ".join(line.en for line in found.lines())

    assert "200 flows" in said
    assert f"{found.error:.0e}" in said
    assert len(AT) == found.to_frame().height
    assert found.chart().to_dict()["description"]


def enterprises(n=60):
    rng = np.random.default_rng(4)
    return rng.normal(7.6, 1.2, n), np.exp(rng.uniform(-1.8, 0, n)), rng.choice([1.0, 3.0], n)


def futures(n=400, *, thresholds=(50_000,), seed=2):
    rng = np.random.default_rng(seed)
    return {
        "log_threshold": np.log(rng.choice(thresholds, n)),
        "growth_mean": rng.uniform(-0.3, 0.6, n),
        "growth_sd": rng.uniform(0.1, 0.5, n),
    }


@pytest.mark.parametrize("thresholds", [(50_000,), (10_000, 50_000, 10**6)])
def test_futures_from_the_curve_are_the_sum(thresholds):
    """Interpolated shares are within the error stated, at most 1e-5, of the sum and of scipy."""
    given = futures(4000, thresholds=thresholds)
    curve = shares_in_futures(*enterprises(), **given)
    total = shares_in_futures(*enterprises(), **given, method="sum")
    location, scale, weight = enterprises()
    z = (given["log_threshold"] - given["growth_mean"])[:, None] - location
    expected = (
        special.ndtr(z / np.hypot(scale, given["growth_sd"][:, None])) @ weight / weight.sum()
    )

    np.testing.assert_allclose(total.share, expected, atol=1e-13)
    assert "curve" == curve.method
    assert curve.evaluations < total.evaluations
    assert curve.error <= 1e-5
    assert np.abs(curve.share - expected).max() <= max(2 * curve.error, 1e-9)


def test_few_futures_are_summed():
    """Where a curve would take more laws than the sum, the sum is taken."""
    assert "sum" == shares_in_futures(*enterprises(), **futures(5)).method


def test_futures_that_cannot_be_are_all_named():
    """Every column at fault is named at once."""
    given = futures(5) | {"growth_sd": np.full(5, -1.0), "growth_mean": np.full(5, np.nan)}
    with pytest.raises(ScenarioError) as refused:
        shares_in_futures(*enterprises(), **given)

    assert ["futures.growth_mean", "futures.growth_sd"] == [p.code for p in refused.value.problems]


def test_the_worked_example_of_the_method():
    """Three flows at 20,000: 0.8909, as docs/method/engine.md says."""
    table = pl.DataFrame({"location": [np.log(10_000)] * 3, "scale": [0.2, 0.5, 1.0]})

    assert 0.8909 == round(float(ask(table, thresholds=[20_000]).share[0]), 4)
