"""One scenario as a fast model of its factors, against the analysis itself and closed forms."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy import stats

from listlab.analyse import robust
from listlab.analyse.answers import group_answers
from listlab.analyse.bands import survival
from listlab.analyse.families import FAMILIES
from listlab.analyse.growth import Growth
from listlab.analyse.laws import fit
from listlab.analyse.portfolio import analyse as choose_together
from listlab.analyse.prepared import prepare
from listlab.analyse.sensitivity import Precision, analyse, scenario_model
from listlab.analyse.sensitivity.law import average_law
from listlab.analyse.simulate import simulate
from listlab.errors import ScenarioError
from listlab.model.params import Assumption

THRESHOLDS = [5_000, 10_000, 20_000, 50_000]
SILENT = 4


@pytest.fixture(scope="module")
def result():
    """60 exact answers and four enterprises that did not answer."""
    volumes = np.floor(np.random.default_rng(2).lognormal(7.6, 1.0, 60)).astype(int)
    rows = [(int(v), int(v)) for v in volumes] + [(0, None)] * SILENT
    frame = pl.DataFrame(rows, schema={"low": pl.Int64, "high": pl.Int64}, orient="row")
    growth = Growth(mean=0.06, sd=0.2, error=0.02, basis="given")
    return simulate(frame, seed=3, thresholds=THRESHOLDS, growth=growth, bootstrap=50, scenario="s")


@pytest.fixture(scope="module")
def model(result):
    return scenario_model(result)


def at(model, **values):
    """One row of factors: the base, but for those named."""
    return np.array([[values.get(each.code, each.base) for each in model.factors]])


@pytest.fixture(scope="module")
def lognormal():
    """Tabulated law of one lognormal family, with its parameters."""
    volumes = np.floor(np.random.default_rng(2).lognormal(7.6, 1.0, 60)).astype(int)
    fitted = fit(group_answers(pl.DataFrame({"low": volumes, "high": volumes})))
    only = tuple(replace(f, weight=float(f.family == "lognormal")) for f in fitted.fits)
    theta = {"lognormal": fitted.theta["lognormal"]}
    law = average_law(replace(fitted, fits=only, theta=theta), np.log(1e7))
    return law, float(theta["lognormal"][0]), float(np.exp(theta["lognormal"][1]))


def test_at_the_base_the_model_gives_the_analysis_back(result, model):
    """Forecast, bound and recommended threshold are those of simulate, to 1e-5."""
    futures = model.futures(at(model))
    forecast = [row.forecast.estimate for row in result.thresholds]
    serves = [result.met_need(row) >= result.need for row in result.thresholds]

    assert forecast == pytest.approx(futures.freed[0], abs=1e-5)
    assert serves == futures.serves[0].tolist()
    assert result.recommendation.threshold == THRESHOLDS[model.verdict(futures.serves)[0]]


def test_the_table_agrees_with_the_law_itself(lognormal):
    """Share caught and persons below against scipy's lognormal and its partial mean."""
    law, mu, sigma = lognormal
    edges = np.log([50.0, 333.0, 5_000.0, 77_777.0, 900_000.0])
    caught, persons = law.below(edges)
    truth = stats.lognorm(sigma, scale=np.exp(mu))
    partial = np.exp(mu + sigma**2 / 2) * stats.norm.cdf((edges - mu) / sigma - sigma)

    assert law.error <= 1e-6
    assert truth.sf(np.exp(edges)) == pytest.approx(caught, abs=1e-6)
    assert partial == pytest.approx(persons, rel=1e-4, abs=0.05)


def test_growth_and_under_reporting_have_their_closed_form(model, lognormal):
    """A lognormal volume that grows and was under-reported is lognormal: wider and moved."""
    law, mu, sigma = lognormal
    alone = replace(model, law=law, silent=0.0)
    row = at(model, growth_shift=0.1, growth_sd=0.4, under_reporting=0.15)
    grown = stats.lognorm(
        np.hypot(sigma, 0.4), scale=np.exp(mu + model.growth_mean + 0.1 - np.log(0.85))
    )

    assert grown.cdf(THRESHOLDS) == pytest.approx(alone.futures(row).freed[0], abs=1e-5)
    assert [grown.expect(lambda v: v, lb=0, ub=t) for t in THRESHOLDS] == pytest.approx(
        alone.futures(row).exposure[0] / model.enterprises, rel=1e-3
    )


def test_silent_enterprises_and_entrants_are_weighed_in(model, result):
    """Share freed is the weighted mean over answering, silent and new enterprises."""
    row = at(model, nonresponse_ratio=3.0, entrants=0.1)
    fitted = fit(group_answers(result.volumes))
    silent, edges = SILENT / (60 + SILENT), np.log(np.array(THRESHOLDS))

    def share(growth, ratio):
        moved = edges - np.log(ratio)
        laws = [(w, FAMILIES[f], fitted.theta[f][None]) for f, w in fitted.share.items()]
        return sum(w * survival(law, theta, moved, growth)[0] for w, law, theta in laws)

    growing = Growth(0.06, 0.2)
    caught = (1 - silent) * share(growing, 1) + silent * share(growing, 3)
    caught = (caught + 0.1 * share(Growth(), 1)) / 1.1

    assert silent == pytest.approx(model.silent)
    assert 1 - caught == pytest.approx(model.futures(row).freed[0], abs=1e-5)


def test_enterprises_without_exports_start_as_in_the_analysis():
    """With zeros the start rate is a factor, and the model frees what the analysis frees by it."""
    volumes = [0] * 20 + np.floor(np.random.default_rng(4).lognormal(8, 1, 60)).astype(int).tolist()
    ready = prepare(
        pl.DataFrame({"low": volumes, "high": volumes}), seed=1, thresholds=THRESHOLDS, bootstrap=50
    )
    some = ready.ask(assumptions={"start_rate": Assumption(0.2, "assumed")})
    model = scenario_model(ready.ask())
    freed = [row.forecast.estimate for row in some.thresholds]

    assert freed == pytest.approx(model.futures(at(model, start_rate=0.2)).freed[0], abs=1e-5)


def test_exposure_runs_from_realised_to_permitted(model):
    """β = 1 gives every freed enterprise T − 1 persons; loss is rate × share lost of it."""
    row = at(model, beta=1.0, incident_rate=0.03)
    futures = replace(model, share_lost=0.4).futures(row)
    permitted = model.enterprises * futures.freed[0] * (np.array(THRESHOLDS) - 1)

    assert permitted == pytest.approx(futures.exposure[0])
    assert 0.012 * permitted == pytest.approx(futures.loss[0])


@pytest.mark.parametrize("code", ["growth_shift", "under_reporting", "nonresponse_ratio"])
def test_more_persons_never_free_more_enterprises(model, code):
    """Share freed falls, exposure and loss never fall as volumes rise."""
    factor = next(each for each in model.factors if each.code == code)
    low, high = (model.futures(at(model, **{code: end})) for end in factor.ends)

    assert (high.freed <= low.freed).all()
    assert (high.serves <= low.serves).all()


def test_verdict_stops_at_the_first_failure(model):
    """Tested from the largest down; nothing feasible is one beyond the last threshold."""
    serves = np.array([[0, 1, 1, 1], [1, 0, 1, 1], [1, 1, 1, 0], [1, 1, 1, 1]], dtype=bool)

    assert [1, 2, 4, 0] == model.verdict(serves).tolist()


def test_the_threshold_can_be_a_lever(result):
    """With the threshold varied, it explains most of the share freed."""
    levered = scenario_model(result, vary_threshold=True)
    found = analyse(levered, rng=np.random.default_rng(1), precision=Precision(least=256, most=256))

    assert "threshold" == found.ranked("freed")[0].factor
    assert found.effect("freed", "incident_rate").total.estimate == 0
    assert "2万人" in "".join(line.zh for line in found.lines())


def test_what_cannot_be_run_is_refused(result):
    """A threshold that is no candidate, a share beyond 1 and unfitted answers are refused."""
    silent = pl.DataFrame({"low": [0], "high": [None]}, schema={"low": pl.Int64, "high": pl.Int64})
    with pytest.raises(ScenarioError, match="77"):
        scenario_model(result, threshold=77)
    with pytest.raises(ScenarioError, match="share_lost"):
        scenario_model(result, share_lost=1.5)
    with pytest.raises(ScenarioError, match="没有可用的分布"):
        scenario_model(replace(result, volumes=silent))


def test_the_scenario_answers_for_regret_and_portfolio(model, result):
    """The same model tells regrets, and the result's own candidates are chosen among."""
    regrets = robust.analyse(model, price=0.001, rng=np.random.default_rng(1), futures=512)
    freed = result.row(50_000).forecast.estimate * (60 + SILENT)
    together = choose_together([result], budgets={"exposure": 1e9, "filings": 100})

    assert THRESHOLDS == [row.threshold for row in regrets.alternatives]
    assert 50_000 == together.picks[0].threshold
    assert freed == pytest.approx(together.benefit.estimate)
