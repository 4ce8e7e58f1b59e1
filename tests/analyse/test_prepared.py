"""A scenario prepared once answers what-ifs as analysing it anew would."""

import pickle
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from listlab.analyse.answers import group_answers
from listlab.analyse.condense import condense
from listlab.analyse.families import FAMILIES
from listlab.analyse.growth import Growth
from listlab.analyse.likelihood import fit_studies
from listlab.analyse.prepared import prepare
from listlab.analyse.simulate import simulate
from listlab.analyse.terms import likelihood_rows
from listlab.errors import ScenarioError
from listlab.model.params import Assumption

CHOSEN = [10_000, 20_000, 50_000, 100_000]
GROWTH = Growth(mean=0.06, sd=0.2, error=0.02, basis="given")
FASTER = Growth(mean=0.2, sd=0.35, error=0.02, basis="given")


def survey(n=70, *, seed=1):
    """Three in four exact volumes, the others about."""
    volumes = np.floor(np.random.default_rng(seed).lognormal(7.8, 1.0, n)).astype(int)
    about = np.arange(n) % 4 == 0
    return pl.DataFrame(
        {
            "low": np.where(about, (0.9 * volumes).astype(int), volumes),
            "high": np.where(about, (1.1 * volumes).astype(int), volumes),
        }
    )


def ready(frame, growth=GROWTH, **options):
    options = {"seed": 7, "thresholds": CHOSEN, "bootstrap": 100} | options
    return prepare(frame, growth=growth, **options)


@pytest.fixture(scope="module")
def prepared():
    return ready(survey())


def forecasts(result):
    return np.array(
        [[r.forecast.low, r.forecast.estimate, r.forecast.high] for r in result.thresholds]
    )


def test_preparing_and_asking_is_simulating(prepared):
    """The same seed gives the same numbers in one call and in two, also out of a pickle."""
    whole = simulate(survey(), seed=7, thresholds=CHOSEN, bootstrap=100, growth=GROWTH, need=0.9)
    kept = pickle.loads(pickle.dumps(prepared))

    assert whole.to_dict() == prepared.ask(need=0.9).to_dict() == kept.ask(need=0.9).to_dict()
    assert whole.curve.equals(prepared.ask(need=0.9).curve)


def test_another_need_changes_the_verdict_only(prepared):
    """Curves do not depend on the need; the recommendation does."""
    low, high = prepared.ask(need=0.7), prepared.ask(need=0.97)

    assert low.curve.equals(high.curve)
    assert low.recommendation.threshold < high.recommendation.threshold


def test_another_growth_is_as_if_prepared_with_it(prepared):
    """Nothing that is kept depends on growth: every number is that of preparing anew."""
    asked, anew = prepared.ask(growth=FASTER), ready(survey(), FASTER).ask()

    np.testing.assert_allclose(forecasts(asked), forecasts(anew), atol=1e-12)
    for mine, theirs in zip(asked.equivalence, anew.equivalence, strict=True):
        assert theirs.coverage_gain.upper95 == pytest.approx(mine.coverage_gain.upper95, abs=1e-12)


def test_other_candidates_are_as_if_prepared_with_them(prepared):
    """Candidates asked of later have the very numbers of candidates prepared."""
    others = [15_000, 30_000, 80_000]
    asked, anew = prepared.ask(thresholds=others), ready(survey(), thresholds=others).ask()

    np.testing.assert_allclose(forecasts(asked), forecasts(anew), atol=1e-12)
    assert [r.coverage.to_dict() for r in asked.thresholds] == [
        r.coverage.to_dict() for r in anew.thresholds
    ]


def test_an_assumed_spread_of_growth_can_be_assumed_otherwise(prepared):
    """What was assumed follows the assumption of the question; what was given does not."""
    from listlab.model.params import Assumption

    wide = {"growth_sd": Assumption(0.5, "assumed")}
    assumed = replace(prepared, growth=Growth(sd=0.25))

    assert 0.5 == assumed.ask(assumptions=wide).growth_sd
    assert 0.2 == prepared.ask(assumptions=wide).growth_sd


def test_all_unusable_options_are_named_at_once():
    """Need, margin and replicates are refused together."""
    with pytest.raises(ScenarioError) as refused:
        simulate(survey(), seed=1, need=0, delta=1, bootstrap=10)

    assert ["scenario.need", "scenario.delta", "scenario.bootstrap"] == [
        p.code for p in refused.value.problems
    ]


@pytest.fixture(scope="module")
def many():
    rng = np.random.default_rng(5)
    volumes = np.floor(rng.lognormal(9.0, 1.0, 6000)).astype(int)
    frame = pl.DataFrame({"low": volumes, "high": volumes, "stratum": rng.choice(["a", "b"], 6000)})
    return group_answers(frame)


def test_classes_of_many_answers_stay_on_one_side_of_each_threshold(many):
    """Counts, strata and shares below thresholds are those of the answers."""
    at = np.array([500.0, 8000.0, 8001.0, 30_000.0])
    found = condense(many, at)
    classes = found.answers

    assert len(classes.low) < 1600 < len(many.low)
    assert many.n == classes.n
    for t in at:
        assert many.count[many.low < t].sum() == classes.count[classes.low < t].sum()
    np.testing.assert_array_equal(many.stratum, classes.stratum[found.member])
    np.testing.assert_allclose(np.log(classes.low[found.member] / many.low), 0, atol=found.step)


def test_refits_of_classes_are_refits_of_the_answers(many):
    """A law fitted to the classes is within the stated 5e-5 of its scale; its mean is kept."""
    classes = condense(many, np.array([1e4])).answers
    thetas = []
    for given in (many, classes):
        rows = likelihood_rows(given.low, given.high)
        weights = given.count[None]
        thetas.append(
            fit_studies(FAMILIES["lognormal"], rows, weights, np.array([[9.0, 0.0]])).theta[0]
        )

    np.testing.assert_allclose(thetas[1][0], thetas[0][0], atol=1e-9)
    np.testing.assert_allclose(thetas[1][1], thetas[0][1], atol=5e-5)


def test_few_answers_keep_their_own_classes():
    """Up to 1,500 different answers nothing is put together."""
    answers = group_answers(survey())
    found = condense(answers, np.array([1e4]))

    assert found.answers is answers
    assert 0 == found.step


def test_enterprises_without_exports_start_at_the_assumed_rate():
    """A fifth of a quarter of zeros starts: the share caught is that of the others, more by it."""
    volumes = [0] * 20 + np.floor(np.random.default_rng(4).lognormal(8, 1, 60)).astype(int).tolist()
    ready = prepare(
        pl.DataFrame({"low": volumes, "high": volumes}), seed=1, thresholds=[5_000], bootstrap=50
    )
    still = ready.ask().thresholds[0].forecast
    some = ready.ask(assumptions={"start_rate": Assumption(0.2, "assumed")}).thresholds[0].forecast
    more = 1 + 0.2 * 0.25 / 0.75

    assert 1 - some.estimate == pytest.approx((1 - still.estimate) * more, rel=1e-6)
    assert some.lower95 < still.lower95
