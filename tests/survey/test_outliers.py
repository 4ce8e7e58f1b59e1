"""Answers far from all others are found by median and MAD, and only those."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from listlab.survey.outliers import find_outliers

SPREAD = [(n, n) for n in (800, 1_200, 2_000, 2_500, 3_000, 4_000, 5_000, 7_000, 9_000, 12_000)]


def test_a_mistaken_unit_is_found_on_both_sides() -> None:
    """50,000 in 万 is too high by 10^4, 5 for 5万 too low."""
    high, low = find_outliers([*SPREAD, (50_000_000, 50_000_000), (1, 1)])

    assert (10, True, 50_000_000, 12) == (high.place, high.is_high, high.persons, high.answers)
    assert (11, False, 1) == (low.place, low.is_high, low.persons)


def test_scores_are_modified_z_scores() -> None:
    """Oracle: scipy.stats.median_abs_deviation on log10."""
    wide = [int(n) for n in np.logspace(2, 4.5, 15)]
    volumes = [*((n, n) for n in wide), (2_000_000_000, 2_000_000_000)]
    logs = np.log10([low for low, _ in volumes])
    score = 0.6745 * (logs[-1] - np.median(logs)) / stats.median_abs_deviation(logs)

    assert score == pytest.approx(find_outliers(volumes)[0].score)


@pytest.mark.parametrize(
    "volumes",
    [
        SPREAD,
        [*SPREAD[:8], (50_000_000, 50_000_000)],
        [*SPREAD, (3_000, 90_000_000)],
        [*SPREAD, (0, None), (0, 0), (0, 0)],
        [(1_000, 1_000)] * 12 + [(45_000, 45_000)],
    ],
    ids=["none", "too few answers", "an interval that may be near", "nothing known", "45-fold"],
)
def test_no_outliers(volumes: list[tuple[int, int | None]]) -> None:
    """Few answers, wide intervals, zeros and unknown volumes are never outliers."""
    assert [] == find_outliers(volumes)


def test_lognormal_answers_have_hardly_any() -> None:
    """2,000 draws of a spread as in real surveys: fewer than one in two hundred."""
    rng = np.random.default_rng(20260101)
    draws = np.exp(rng.normal(8, 1.2, 2_000)).astype(int) + 1

    assert len(find_outliers([(int(n), int(n)) for n in draws])) < 10


@settings(max_examples=50)
@given(st.permutations(range(12)))
def test_the_order_of_answers_is_irrelevant(order: list[int]) -> None:
    """The same answers are found wherever they stand."""
    volumes = [*SPREAD, (50_000_000, 50_000_000), (1, 1)]
    shuffled = [volumes[i] for i in order]

    assert {1, 50_000_000} == {outlier.persons for outlier in find_outliers(shuffled)}
