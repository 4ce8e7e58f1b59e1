"""Survey bounds and exact limits without a model."""

import warnings

import hypothesis.strategies as st
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from scipy import stats

from listlab.analyse.answers import group_answers
from listlab.analyse.scale.limits import (
    answers_needed,
    answers_to_settle,
    between,
    limits_below,
    limits_between,
    observed,
)
from listlab.analyse.scale.turnbull import turnbull


def answers(*rows, weight=None):
    frame = pl.DataFrame(list(rows), schema={"low": pl.Int64, "high": pl.Int64}, orient="row")
    return group_answers(frame if weight is None else frame.with_columns(weight=pl.Series(weight)))


def test_observed_counts_certain_and_possible():
    """An interval that straddles the threshold is possible, not certain; missing too."""
    given_ = answers((10, 10), (5, 40), (60, 90), (0, None))

    assert observed(given_, 50).to_dict() == {"low": 0.5, "high": 0.75}
    assert observed(given_, 50, answered_only=True).to_dict() == {"low": 2 / 3, "high": 2 / 3}
    assert observed(given_, 40).to_dict() == {"low": 0.25, "high": 0.75}


def test_a_volume_at_the_threshold_is_caught():
    """以上 includes the number: V = T is not below T."""
    assert observed(answers((50, 50)), 50).to_dict() == {"low": 0.0, "high": 0.0}
    assert observed(answers((50, 50)), 51).to_dict() == {"low": 1.0, "high": 1.0}


@pytest.mark.parametrize(("certain", "possible", "n"), [(0, 0, 9), (3, 5, 20), (76, 76, 76)])
def test_limits_are_scipys_exact_binomial(certain, possible, n):
    """One-sided 95 % limits agree with scipy's exact binomial interval."""
    rows = [(1, 1)] * certain + [(1, 99)] * (possible - certain) + [(99, 99)] * (n - possible)
    limits = limits_below(answers(*rows), 50)
    low = stats.binomtest(certain, n, alternative="greater").proportion_ci(0.95).low
    high = stats.binomtest(possible, n, alternative="less").proportion_ci(0.95).high

    assert limits.low == pytest.approx(low, abs=1e-12)
    assert limits.high == pytest.approx(high, abs=1e-12)


def test_gap_counts_what_may_lie_in_it():
    """An answer is possibly in [a, b) when low < b and high ≥ a."""
    given_ = answers((10, 10), (5, 60), (50, 50), (99, 99), (100, 200), (0, None))
    certainly, possibly = between(given_, 50, 100)
    exact = stats.binomtest(4, 6, alternative="less").proportion_ci(0.95).high

    assert int(given_.count[certainly].sum()) == 2
    assert int(given_.count[possibly].sum()) == 4
    assert limits_between(given_, 50, 100).high == pytest.approx(exact)


def test_none_in_the_gap_needs_149_answers():
    """With nobody between, 149 answers bound the gap's share below two points, 148 do not."""
    assert answers_needed(0, 0.02, most=10**6) == 149


@given(k=st.integers(0, 30), delta=st.floats(0.005, 0.3))
def test_answers_needed_is_the_least_number(k, delta):
    """At the number the exact bound is below the margin; one answer fewer it is not."""
    n = answers_needed(k, delta, most=10**6)

    assert stats.binomtest(k, n, alternative="less").proportion_ci(0.95).high < delta
    before = stats.binomtest(k, n - 1, alternative="less").proportion_ci(0.95).high
    assert before >= delta


def test_too_many_answers_needed_is_none():
    """Beyond the number that anyone could collect there is no answer."""
    assert answers_needed(3, 0.0001, most=1000) is None


@pytest.mark.parametrize("n", [1, 8, 30, 80])
def test_exact_limits_hold_their_level(n):
    """Summed over every survey that can be, each limit holds the truth in at least 95 %."""
    limits = [limits_below(answers(*[(1, 1)] * k, *[(99, 99)] * (n - k)), 50) for k in range(n + 1)]
    low, high = (np.array([getattr(x, side) for x in limits]) for side in ("low", "high"))
    truths = np.concatenate([np.linspace(0, 1, 401), low, high])
    for truth in np.clip(truths, 0, 1):
        chance = stats.binom.pmf(np.arange(n + 1), n, truth)

        assert chance[low <= truth + 1e-12].sum() >= 0.95 - 1e-9
        assert chance[high >= truth - 1e-12].sum() >= 0.95 - 1e-9


@pytest.mark.parametrize("n", [8, 80])
def test_exact_limits_of_a_gap_hold_their_level(n):
    """The upper limit of the share between two thresholds, over every survey that can be."""
    high = np.array(
        [
            limits_between(answers(*[(50, 50)] * k, *[(9, 9)] * (n - k)), 20, 100).high
            for k in range(n + 1)
        ]
    )
    for truth in np.clip(np.concatenate([np.linspace(0, 1, 401), high]), 0, 1):
        chance = stats.binom.pmf(np.arange(n + 1), n, truth)

        assert chance[high >= truth - 1e-12].sum() >= 0.95 - 1e-9


def test_unequal_weights_widen_the_limits():
    """Weights that differ make the limits wider than the same answers weighted alike."""
    rows = [(1, 1)] * 30 + [(99, 99)] * 10
    even = limits_below(answers(*rows), 50)
    uneven = limits_below(answers(*rows, weight=[1.0, 5.0] * 20), 50)

    assert uneven.high - uneven.low > even.high - even.low


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=25),
    st.integers(1, 600),
    st.integers(0, 200),
)
def test_narrower_answers_never_widen_the_bounds(pairs, threshold, cut):
    """Replacing each interval by one inside it keeps the bounds inside the former ones."""
    wide = [(min(p), max(p)) for p in pairs]
    narrow = [
        (low + min(cut, high - low) // 2, high - min(cut, high - low) // 2) for low, high in wide
    ]
    outer, inner = observed(answers(*wide), threshold), observed(answers(*narrow), threshold)

    assert outer.low <= inner.low + 1e-12
    assert inner.high <= outer.high + 1e-12


def test_turnbull_agrees_with_surpyval_at_class_edges():
    """The nonparametric curve equals surpyval's Kaplan–Meier variant between its classes."""
    import surpyval

    rng = np.random.default_rng(2)
    rows = []
    for x in np.floor(np.exp(rng.normal(7.6, 1.0, 60))).astype(int):
        edges = [0, 500, 1_000, 2_000, 5_000, 10_000, 10**6]
        k = int(np.searchsorted(edges, x, side="right"))
        rows.append((edges[k - 1], edges[k] - 1) if x % 2 else (edges[max(k - 2, 0)], edges[k] - 1))
    given_ = answers(*rows)
    at = np.array([500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0])
    low, high = turnbull(given_, at)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = surpyval.Turnbull.fit(
            xl=given_.low,
            xr=given_.high + 1,
            n=given_.count.astype(int),
            turnbull_estimator="Kaplan-Meier",
            tol=1e-14,
            max_iter=200_000,
        )

    np.testing.assert_allclose(low, high, atol=1e-12)
    np.testing.assert_allclose(low, 1 - oracle.sf(at), atol=1e-8)


def test_turnbull_of_exact_answers_is_their_frequency():
    """Without intervals the nonparametric curve is the empirical one."""
    low, high = turnbull(answers((1, 1), (2, 2), (2, 2), (9, 9)), np.array([2.0, 3.0, 100.0]))

    np.testing.assert_allclose(low, [0.25, 0.75, 1.0], atol=1e-12)
    np.testing.assert_allclose(high, [0.25, 0.75, 1.0], atol=1e-12)


def test_an_adverse_answer_never_tightens_the_limit_under_weights():
    """Light enterprises in the gap must not make the bound smaller than nobody in it."""
    rows = [(1, 1)] * 190 + [(1, 1)] * 10
    weight = [1.0] * 190 + [50.0] * 10
    nobody = limits_between(answers(*rows, weight=weight), 50, 100)
    one = limits_between(answers((60, 60), *rows[1:], weight=weight), 50, 100)

    assert nobody.high <= one.high + 1e-9


@pytest.mark.parametrize(("k", "n"), [(76, 80), (190, 200), (57, 60)])
def test_shares_are_not_lost_to_rounding(k, n):
    """A share that equals the need on paper equals it in the figures."""
    assert observed(answers(*[(1, 1)] * k, *[(99, 99)] * (n - k)), 50).high == k / n


def test_answers_to_settle_grow_with_unequal_weights():
    """Unequal weights cost answers: by the design effect more than with equal ones."""
    rows = {"low": [10] * 40 + [70] * 2, "high": [10] * 40 + [70] * 2}
    equal = group_answers(pl.DataFrame(rows))
    weighted = group_answers(pl.DataFrame({**rows, "weight": [1.0, 3.0] * 21}))
    inside = [between(each, 50, 100)[1] for each in (equal, weighted)]

    needed = answers_to_settle(equal, inside[0], 0.02, most=10**6)
    more = answers_to_settle(weighted, inside[1], 0.02, most=10**6)

    assert needed == answers_needed(2, 0.02, most=10**6)
    assert more is not None
    assert 1.25 * 0.9 <= more / needed <= 1.25 * 1.1


def test_heavy_class_without_a_case_is_not_taken_for_sure():
    """What no answer of a small heavy class shows may still be there: its exact limit stands."""
    rows = {"low": [10] * 86, "high": [10] * 86, "weight": [1.2] * 80 + [10.0] * 6}
    few = group_answers(pl.DataFrame(rows))
    share = 6 * 10.0 / (80 * 1.2 + 6 * 10.0)
    exact = stats.binomtest(0, 6, alternative="less").proportion_ci(0.95).high

    assert limits_below(few, 50).low == pytest.approx(1 - share * exact)
    assert limits_between(few, 50, 100).high == pytest.approx(share * exact)


def test_heavy_hits_need_more_answers_than_light_ones():
    """A case in the gap costs more answers where it stands for more enterprises."""

    def needed(hit):
        low = [70 if i == hit else 10 for i in range(90)]
        rows = {"low": low, "high": low, "weight": [1.0] * 60 + [4.0] * 30}
        found = group_answers(pl.DataFrame(rows))
        return answers_to_settle(found, between(found, 50, 100)[1], 0.02, most=10**6)

    assert needed(0) < needed(89)
