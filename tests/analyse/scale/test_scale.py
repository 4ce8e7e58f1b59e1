"""How far answers carry a recommendation: silence, single answers, rounding, the tail, pooling."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Context

import numpy as np
import polars as pl
import pytest
from scipy import stats

from listlab.analyse.answers import group_answers
from listlab.analyse.growth import Growth
from listlab.analyse.laws import fit
from listlab.analyse.scale import analyse
from listlab.analyse.scale.information import information
from listlab.analyse.scale.law import averaged_below, law_of
from listlab.analyse.scale.nonresponse import nonresponse
from listlab.analyse.scale.pooling import pool
from listlab.analyse.scale.rounding import bunching, heaping, rounding_to
from listlab.analyse.scale.tail import tail_of
from listlab.analyse.simulate import simulate

CANDIDATES = [5_000, 10_000, 20_000, 50_000]


def volumes_of(values, weight=1.0):
    values = np.asarray(values)
    return pl.DataFrame({"low": values, "high": values}).with_columns(weight=pl.lit(weight))


def drawn(n=60, seed=5):
    return np.exp(np.random.default_rng(seed).normal(7.5, 1.0, n)).astype(int)


@pytest.fixture(scope="module")
def result():
    return simulate(
        volumes_of(drawn(), weight=1.5), seed=1, thresholds=CANDIDATES, need=0.9, bootstrap=60
    )


@pytest.fixture(scope="module")
def law(result):
    return law_of(fit(group_answers(result.volumes)), result)


def silent(law, k_need=0.9, **changes):
    options = {
        "thresholds": tuple(CANDIDATES),
        "answered": 60.0,
        "silent": 30.0,
        "chosen": 20_000,
        "need": k_need,
    }
    coverage = law.below(np.array(CANDIDATES, dtype=float))
    return nonresponse(law, coverage, **{**options, **changes})


def test_silence_is_reckoned_by_the_formula(law):
    """Share below T is (n_r C(T) + n_nr F(T / k)) / N for every k, and falls with k."""
    found = silent(law)
    at = np.array(CANDIDATES, dtype=float)
    for i, k in enumerate(found.factors):
        expected = (60 * law.below(at) + 30 * law.below(at / k)) / 90

        assert expected.tolist() == pytest.approx(found.shares[i].tolist(), abs=1e-12)
    assert (np.diff(found.shares, axis=0) <= 1e-12).all()


def test_the_tipping_point_is_where_the_bound_meets_the_need(law):
    """At the tipping k the bound equals the need; no silence, no tipping point."""
    found = silent(law)
    at = np.array([20_000.0])
    bound = (60 * law.lower95(at) + 30 * law.lower95(at / found.tipping)) / 90

    assert 0.9 == pytest.approx(float(bound[0]), abs=1e-5)
    assert silent(law, silent=1e-9).tipping is None
    assert 1.0 == silent(law, k_need=0.9999).tipping


def test_the_bound_keeps_its_distance(law, result):
    """At a candidate the bound lies as far below the law, in probits, as the forecast's own."""
    for row in result.thresholds:
        at = np.array([float(row.threshold)])
        ends = stats.norm.ppf([row.forecast.estimate, row.forecast.lower95])
        law_ends = stats.norm.ppf([law.below(at)[0], law.lower95(at)[0]])

        assert ends[0] - ends[1] == pytest.approx(law_ends[0] - law_ends[1], abs=1e-6)


def test_every_answer_is_left_out_in_turn(result):
    """Pulls are about those of a whole refit without the answer, the strongest first."""
    found = analyse(result).influence
    answers = group_answers(result.volumes)
    growth = Growth(result.growth_mean, result.growth_sd)
    at = np.log(np.array([result.recommendation.threshold], dtype=float))
    base = averaged_below(fit(answers), at, growth)
    frame = result.volumes.sort("low")
    largest = averaged_below(fit(group_answers(frame.head(frame.height - 1))), at, growth)

    assert answers.n == sum(each.count for each in found)
    assert float((largest - base)[0]) == pytest.approx(
        next(i.shift for i in found if i.low == frame["low"].max()), rel=0.3
    )
    assert sorted((abs(i.shift) for i in found), reverse=True) == [abs(i.shift) for i in found]


def test_round_numbers_are_counted(law):
    """Numbers of one digit and noughts from 100 up count as round, others do not."""
    answers = group_answers(volumes_of([100, 500, 50_000, 12_000, 4_321, 90, 7]))
    found = heaping(answers, law, Growth(), CANDIDATES)

    assert (5, 3) == (found.exact, found.rounded)


@pytest.mark.parametrize("value", [100, 200, 900, 1_000, 10_000, 60_000, 90_000, 100_000])
def test_a_round_number_is_read_as_all_that_rounds_to_it(value):
    """Both ends round to the number at one digit, as decimal arithmetic has it; beyond, no more."""
    unit = 10 ** (len(str(value)) - 1)
    (low,), (high,) = rounding_to(np.array([float(value)]), np.array([float(unit)]))
    one_digit = Context(prec=1, rounding=ROUND_HALF_UP)
    found = [int(one_digit.create_decimal(int(v))) for v in (low - 1, low, high, high + 1)]

    assert [False, True, True, False] == [v == value for v in found]


def test_gathering_below_a_line_is_the_binomial_test(law):
    """The p-value is scipy's exact test against the law's share; Holm never lowers it."""
    below, above = [9_500] * 14, [10_500] * 2
    answers = group_answers(volumes_of([*below, *above, *drawn(30)]))
    found = bunching(answers, law, [10_000, 40_000_000])
    near = found[0]
    test = stats.binomtest(near.below, near.below + near.above, near.expected)

    assert test.pvalue == pytest.approx(near.p_value)
    assert near.adjusted >= near.p_value
    assert near.adjusted < 0.05
    assert (None, None) == (found[1].p_value, found[1].share.estimate)


def test_the_tail_law_is_scipys(law):
    """Above the 90 % point the generalised Pareto fit is scipy's; too few answers give none."""
    rng = np.random.default_rng(8)
    values = np.round(stats.genpareto.rvs(0.3, scale=2_000, size=200, random_state=rng)) + 1
    answers = group_answers(volumes_of(values.astype(int)))
    found = tail_of(answers, law, (50_000,))
    over = values[values >= found.start] - found.start
    shape, _, scale = stats.genpareto.fit(np.maximum(over, 0.5), floc=0)

    assert (shape, scale) == pytest.approx((found.shape, found.scale), rel=1e-3)
    assert 0 <= found.beyond[50_000] <= 0.11
    assert tail_of(group_answers(volumes_of(drawn(30))), law, (50_000,)).shape is None


def test_a_tail_fitted_without_weights_says_so(law):
    """Weights that differ in the tail change no shape, and the tail says that it left them out."""
    frame = volumes_of(drawn(199))
    heavy = pl.when(pl.col("low") == pl.col("low").max()).then(2.0).otherwise(1.0)
    plain = tail_of(group_answers(frame), law, (50_000,))
    weighted = tail_of(group_answers(frame.with_columns(weight=heavy)), law, (50_000,))

    assert (False, True) == (plain.unweighted, weighted.unweighted)
    assert plain.start == weighted.start
    assert plain.shape == weighted.shape


def test_a_far_answer_is_called_surprising(law):
    """An answer that the law puts at one in thousands is told, an ordinary one is not."""
    usual = drawn(40)
    far = tail_of(group_answers(volumes_of([*usual, 5_000_000])), law, (50_000,))

    assert (False, True) == (
        tail_of(group_answers(volumes_of(usual)), law, (50_000,)).surprising,
        far.surprising,
    )


def test_answers_needed_close_the_bound_with_the_root(result):
    """With four times the answers a bound is half as far; short estimates are beyond help."""
    row = result.thresholds[0]
    forecast = replace(row.forecast, estimate=0.97, lower95=float(stats.norm.cdf(1.0)))
    need = float(stats.norm.cdf((stats.norm.ppf(0.97) + 1.0) / 2))
    found = information(
        [replace(row, forecast=forecast)], need=need, answers=60, lawful=[row.threshold]
    )
    short = information(
        [replace(row, forecast=forecast)], need=0.98, answers=60, lawful=[row.threshold]
    )

    assert [240] == [each.needed for each in found]
    assert [None] == [each.needed for each in short]


def test_a_small_scenario_is_drawn_towards_the_others():
    """Location lies between its own and the industry's; the log scale is surer than its own."""
    rng = np.random.default_rng(3)
    answers = {
        str(k): group_answers(volumes_of(np.exp(rng.normal(m, 1.0, n)).astype(int)))
        for k, (m, n) in enumerate([(7.0, 60), (7.3, 60), (7.6, 60), (8.0, 6)])
    }
    found = pool(answers, "3")
    own, industry, pooled = (x[0] for x in (found.own, found.industry, found.pooled))

    assert min(own, industry) < pooled < max(own, industry)
    assert found.error[1] < found.own_error[1]  # of the log scale, which differs little
    assert 0 < found.borrowed[0] < 1
    assert pool(dict(list(answers.items())[:2]), "0") is None


def test_a_result_explains_itself(result):
    """Words, rows and chart without a value that is not a number; silence and the need are told."""
    found = analyse(result)
    frame = found.to_frame()
    words = "".join(line.zh for line in found.lines())

    assert len(CANDIDATES) * 5 == frame.height
    assert 0 == sum(frame.select(pl.selectors.float().is_nan().sum()).row(0))
    assert "没有作答" in words
    assert "nan" not in words + "".join(line.en for line in found.lines())
    assert "layer" in found.chart().to_dict()


def test_few_answers_are_said_to_carry_little(result):
    """Below twelve effective answers nothing is left out, and what is missing is said."""
    few = analyse(replace(result, n_effective=8.0))

    assert () == few.influence
    assert {"influence", "pooling"} <= set(few.notes)
