"""Distinct persons after transfers, against closed forms, scipy's laws and simulation."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from listlab.analyse.frequency.occupancy import moments, needed, population, reached
from listlab.errors import ScenarioError


@pytest.mark.parametrize("events", [2, 12, 52, 250])
@pytest.mark.parametrize(("size", "persons"), [(1000, 7), (10**6, 333_327), (100, 99)])
def test_the_population_is_found_to_twelve_digits(events, size, persons):
    """D from exact fractions leads back to the population that it was made from."""
    exact = size * (1 - (1 - Fraction(persons, size)) ** events)
    found = population(float(exact), events, persons)

    assert float(found) == pytest.approx(size, rel=1e-12)


def test_nobody_again_needs_no_population_and_the_same_persons_are_it():
    """D = m b: no repeats, P without end; D = b: the same people each time, P = b."""
    found = population([1200, 100], 12, 100)

    assert found.tolist() == [np.inf, 100]


@pytest.mark.parametrize("distinct", [99, 1201, 0, np.nan])
def test_numbers_that_no_transfers_can_carry_are_refused(distinct):
    """D below b or above m b has no population, and both ends are named."""
    with pytest.raises(ScenarioError, match="1,200"):
        population(distinct, 12, 100)


@pytest.mark.parametrize(("events", "persons"), [(0, 100), (12, 0)])
def test_no_transfers_or_nobody_in_them_is_refused(events, persons):
    """Persons a year without transfers, or in empty ones, contradict."""
    with pytest.raises(ScenarioError):
        reached("population", 100, events, persons, 1)


def test_two_batches_have_the_moments_of_the_hypergeometric_law():
    """N₂ = 2b − overlap, the overlap hypergeometric: scipy's mean and variance."""
    overlap = stats.hypergeom(500, 60, 60)
    mean, variance = moments(500, 60, 2)

    assert 120 - overlap.mean() == pytest.approx(float(mean), rel=1e-12)
    assert overlap.var() == pytest.approx(float(variance), rel=1e-12)


def test_batches_of_one_have_the_moments_of_classical_occupancy():
    """Johnson and Kotz: n(1 − 1/n)^j empty cells, with their textbook variance."""
    n, j = 365.0, np.array([1.0, 2, 23, 400])
    empty, pair = (1 - 1 / n) ** j, (1 - 2 / n) ** j
    mean, variance = moments(n, 1, j)

    assert n * (1 - empty) == pytest.approx(mean, rel=1e-12)
    assert n * empty + n * (n - 1) * pair - (n * empty) ** 2 == pytest.approx(variance, abs=1e-9)


def test_moments_agree_with_simulated_transfers():
    """Batches drawn by numpy: mean within 4 standard errors, variance within a tenth."""
    rng, trials = np.random.default_rng(7), 4000
    members = np.zeros((trials, 200), dtype=bool)
    for _ in range(5):
        drawn = np.argsort(rng.random((trials, 200)), axis=1)[:, :40]
        np.put_along_axis(members, drawn, True, axis=1)
    seen = members.sum(axis=1)
    mean, variance = moments(200, 40, 5)

    assert abs(seen.mean() - mean) < 4 * np.sqrt(variance / trials)
    assert seen.var() == pytest.approx(variance, rel=0.1)


def test_everybody_each_time_leaves_no_variance():
    """P = b: all are seen after one transfer, nobody before it."""
    mean, variance = moments(50, 50, [0, 1, 9])

    assert (mean.tolist(), variance.tolist()) == ([0, 50, 50], [0, 0, 0])


def test_a_cohort_counts_who_is_there_at_once_and_newcomers_evenly():
    """The first transfer carries b, the year D, the rest lies on a straight line."""
    found = reached("cohort", 600, 11, 100, [0, 1, 2, 6, 11])

    assert found.tolist() == [0, 100, 150, 350, 600]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["population", "cohort"]),
    st.integers(2, 366),
    st.floats(1, 1e6),
    st.floats(0, 1),
)
def test_distinct_persons_rise_to_the_year_and_with_it(variant, events, persons, place):
    """More transfers never count fewer, all of them D, and a larger year never fewer so far."""
    after = np.arange(events + 1)
    low = min(persons * (1 + (events - 1) * place), persons * events)
    found = reached(variant, low, events, persons, after)
    more = reached(variant, (low + persons * events) / 2, events, persons, after)

    assert (np.diff(found) >= -1e-9 * low).all()
    assert found[-1] == low
    assert found[1] == pytest.approx(persons)
    assert (more >= found * (1 - 1e-9)).all()


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["population", "cohort"]),
    st.integers(3, 366),
    st.floats(0.01, 0.99),
    st.floats(0.01, 0.99),
)
def test_the_year_needed_for_a_threshold_reaches_just_that(variant, events, when, level):
    """`needed` inverts `reached` wherever the transfers can carry enough."""
    after = 1 + int(when * (events - 1))
    threshold = 100 * (1 + (after - 1) * level)
    year = needed(variant, threshold, events, 100, after)

    assert np.isfinite(year)
    assert reached(variant, np.minimum(year, 100 * events), events, 100, after) == pytest.approx(
        threshold, rel=1e-9
    )


def test_thresholds_beyond_what_so_many_transfers_carry_are_never_reached_by_then():
    """Six transfers of 100 reach at most 600, and that only when nobody comes again."""
    found = needed("population", [100, 600, 601], 12, 100, 6)

    assert found.tolist() == [100, 1200, np.inf]
