"""How two counts go together: bivariate normal shares, Fréchet bounds, the fitted correlation."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from listlab.analyse.laws import fit
from listlab.analyse.recommend.dependence import estimate_dependence, frechet, joint_below
from listlab.analyse.recommend.pairs import pair_counts

SHARE = st.floats(0.001, 0.999)
CORRELATION = st.floats(-0.95, 0.95)


@pytest.mark.parametrize("r", [-0.9, -0.3, 0.0, 0.4, 0.85])
def test_shares_below_both_agree_with_scipy(r):
    """The joint share is scipy's bivariate normal probability at the normal scores."""
    p, s = np.array([0.02, 0.3, 0.5, 0.9, 0.999]), np.array([0.6, 0.97, 0.5, 0.05, 0.99])
    law = stats.multivariate_normal([0, 0], [[1, r], [r, 1]])
    scores = np.stack([stats.norm.ppf(p), stats.norm.ppf(s)], axis=1)

    assert law.cdf(scores) == pytest.approx(joint_below(p, s, r), abs=1e-7)


@given(SHARE, SHARE, CORRELATION)
def test_no_dependence_leaves_the_frechet_bounds(p, s, r):
    """Whatever the correlation, the joint share lies between the Fréchet bounds."""
    low, high = frechet(np.array(p), np.array(s))
    joint = float(joint_below(np.array(p), np.array(s), r))

    assert float(low) - 1e-12 <= joint <= float(high) + 1e-12


def test_independence_multiplies():
    """At correlation nought the shares multiply; a sure event leaves the other share."""
    joint = joint_below(np.array([0.3, 1.0]), np.array([0.8, 0.25]), 0.0)

    assert [0.24, 0.25] == pytest.approx(joint.tolist(), abs=1e-12)


def _flows(rng, n, r):
    z = rng.multivariate_normal([0, 0], [[1, r], [r, 1]], n)
    values = np.floor(np.exp(np.array([8.0, 7.0]) + np.array([1.2, 0.9]) * z)).astype(int)
    wide = np.arange(n) % 3 == 0
    low, high = values.copy(), values.copy()
    low[wide] = 10 ** np.floor(np.log10(values[wide])).astype(int)
    high[wide] = 10 * low[wide] - 1
    return pl.DataFrame(
        {
            "personal_low": low[:, 0],
            "personal_high": high[:, 0],
            "sensitive_low": low[:, 1],
            "sensitive_high": high[:, 1],
        }
    )


@pytest.mark.parametrize("truth", [-0.5, 0.0, 0.6])
def test_correlation_is_found_from_numbers_and_decades(truth):
    """Exact counts and whole decades together give the correlation back, within its own band."""
    rng = np.random.default_rng(11)
    found = []
    for _ in range(8):
        pairs = pair_counts(_flows(rng, 150, truth))
        models = fit(pairs.answers("personal")), fit(pairs.answers("sensitive"))
        found.append(estimate_dependence(pairs, models, rng=rng).correlation)
    held = sum(e.low <= truth <= e.high for e in found)

    assert held >= 6  # of 8 at 95 %: fewer happen once in 170
    assert truth == pytest.approx(np.mean([e.estimate for e in found]), abs=0.08)


def test_too_few_pairs_tell_no_dependence():
    """Below twelve enterprises with both counts no correlation is told, and nought counts."""
    flows = _flows(np.random.default_rng(3), 11, 0.5)
    pairs = pair_counts(flows)
    models = fit(pairs.answers("personal")), fit(pairs.answers("sensitive"))
    found = estimate_dependence(pairs, models, rng=np.random.default_rng(1))

    assert (None, 0.0, 11) == (found.correlation.estimate, found.used, found.enterprises)
