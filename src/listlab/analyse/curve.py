"""Share of enterprises that a threshold frees: this year's coverage, and next year's forecast."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special
from scipy.interpolate import PchipInterpolator

from listlab.analyse.answers import Answers, Array
from listlab.analyse.bands import Refits, probit_of_share, survival
from listlab.analyse.calibrate import Quantiles, pairs_of
from listlab.analyse.families import FAMILIES, FamilyName
from listlab.analyse.fit import Model
from listlab.analyse.growth import Growth
from listlab.analyse.likelihood import Rows, likelihood_rows
from listlab.analyse.scale.limits import limits_below
from listlab.analyse.tails import MovedTails

_TINY = 1e-12
_EACH_SIDE = 0.975
_SAME = 1e-12  # logarithms of whole numbers that are equal
_PLACES = 33  # thresholds at which the spread of a fine grid is reckoned


@dataclass(frozen=True)
class Band:
    """Estimates with two-sided 95 % bands and one-sided 95 % bounds, shape (thresholds,)."""

    estimate: Array
    low: Array
    high: Array
    lower95: Array
    upper95: Array


def forecast_band(
    model: Model,
    tails: MovedTails,
    log_threshold: Array,
    growth: Growth,
    *,
    quantiles: Quantiles,
) -> Band:
    """Share freed next year: hull over families of calibrated bootstrap bands.

    On a fine grid the spread of the replicates is reckoned at some thresholds and interpolated
    between them.
    """
    average, edges = np.zeros(len(log_threshold)), []
    centres = {
        name: survival(FAMILIES[name], theta[None], log_threshold, growth)[0]
        for name, theta in model.theta.items()
    }
    for name, weight in model.share.items():
        average += weight * centres[name]
    some = _spread_over(log_threshold)
    for name in model.band:
        around = tails.next_year(name, log_threshold[some], growth)
        spread = probit_of_share(around).std(axis=0)
        if len(some) < len(log_threshold):
            spread = PchipInterpolator(log_threshold[some], spread)(log_threshold)
        edges.append(_edges(probit_of_share(centres[name]), spread, quantiles))
    return _hull(1 - average, edges, rising=True)


def _spread_over(log_threshold: Array) -> NDArray[np.int64]:
    """Indices of thresholds about evenly apart, both ends among them."""
    even = np.linspace(log_threshold[0], log_threshold[-1], _PLACES)
    return np.unique(np.searchsorted(log_threshold, even - _SAME))


def gain_band(
    model: Model,
    tails: MovedTails,
    log_threshold: Array,
    growth: Growth,
    *,
    quantiles: Quantiles,
) -> Band:
    """Gain in the share freed next year for every pair a < b, calibrated hull bands."""
    a, b = pairs_of(len(log_threshold))
    average, edges = np.zeros(len(a)), []
    centres = {
        name: survival(FAMILIES[name], theta[None], log_threshold, growth)[0]
        for name, theta in model.theta.items()
    }
    for name, weight in model.share.items():
        average += weight * (centres[name][a] - centres[name][b])
    for name in model.band:
        around = tails.next_year(name, log_threshold, growth)
        middle = -probit_of_share(centres[name][a] - centres[name][b])
        spread = probit_of_share(around[:, a] - around[:, b]).std(axis=0)
        edges.append(_edges(middle, spread, quantiles))
    return _nested(_hull(average, edges, rising=False), a, b)


def _edges(middle: Array, spread: Array, quantiles: Quantiles) -> Array:
    """Edges of one family's band on the probit scale: low, high, lower95, upper95."""
    q = quantiles
    return middle + spread * np.stack([q.low, q.high, q.lower95, q.upper95])


def _hull(estimate: Array, edges: list[Array], *, rising: bool) -> Band:
    estimate = np.clip(estimate, 0.0, 1.0)
    lowest = np.minimum(special.ndtr(np.min(edges, axis=0)), estimate)
    highest = np.maximum(special.ndtr(np.max(edges, axis=0)), estimate)
    if rising:  # the share below a threshold never falls with it
        lowest = np.maximum.accumulate(lowest, axis=1)
        highest = np.maximum.accumulate(highest, axis=1)
    return Band(estimate, lowest[0], highest[1], lowest[2], highest[3])


def _nested(band: Band, a: NDArray[np.int64], b: NDArray[np.int64]) -> Band:
    """Gains whose upper bounds never exceed those of a pair that contains theirs."""
    holds = (a[None, :] <= a[:, None]) & (b[None, :] >= b[:, None])
    within = [
        np.where(holds, upper, np.inf).min(axis=1, initial=1.0)
        for upper in (band.high, band.upper95)
    ]
    return replace(band, high=within[0], upper95=within[1])


def freed_now(rows: Rows, name: FamilyName, theta: Array, threshold: float | Array) -> Array:
    """Probability of each row to lie below the threshold, given its answer: (studies, m).

    The threshold is one for all rows, or one a row.

    Rows are intervals; wholly missing ones take the law itself. An interval that lies on one
    side of the threshold does so whatever the law says of it.
    """
    return _on_its_side(_within(rows, name, theta).below(np.log(threshold)), rows, threshold)


def freed_at(rows: Rows, name: FamilyName, theta: Array, thresholds: Array) -> Array:
    """Same under one law, theta of shape (p,), at many thresholds: (m, thresholds)."""
    within = _within(rows, name, theta[None])
    columns = [_on_its_side(within.below(np.log(t))[0], rows, t) for t in thresholds]
    return np.stack(columns, axis=1)


def _on_its_side(share: Array, rows: Rows, threshold: float | Array) -> Array:
    edge = np.log(threshold)
    share = np.where(rows.upper <= edge + _SAME, 1.0, share)
    return np.asarray(np.where(rows.lower >= edge - _SAME, 0.0, share))


@dataclass(frozen=True)
class _Within:
    """Intervals under a law, study by study: the shares caught at their ends, (studies, m)."""

    start: Array
    stop: Array
    caught: Callable[[float | Array], Array]

    def below(self, edge: float | Array, which: NDArray[np.int64] | slice = slice(None)) -> Array:
        """Probability to lie below an edge inside them, given to lie in them."""
        start, stop = self.start[:, which], self.stop[:, which]
        inside = start - np.maximum(np.minimum(self.caught(edge), start), stop)
        return np.asarray(np.clip(inside / np.maximum(start - stop, _TINY), 0.0, 1.0))


def _within(rows: Rows, name: FamilyName, theta: Array) -> _Within:
    family = FAMILIES[name]
    a, b = theta[:, 0:1], theta[:, 1:2]
    positive = special.expit(-theta[:, 2:3]) if theta.shape[1] == 3 else 1.0
    start = np.where(np.isneginf(rows.lower), 1.0, positive * family.sf(rows.lower, a, b))
    stop = positive * family.sf(rows.upper, a, b)
    return _Within(
        start, stop, lambda edge: np.asarray(positive * family.sf(np.reshape(edge, (1, -1)), a, b))
    )


def coverage_band(
    model: Model,
    answers: Answers,
    refits: Refits,
    draws: Array,
    thresholds: Array,
    *,
    classes: Answers | None = None,
) -> Band:
    """Share of this year's enterprises of the frame below each threshold.

    The band is the hull over families of bootstrap percentiles, and of the estimate; where the
    answers stand for more enterprises than answered, of the exact limits without a model too. It
    has no one-sided bounds of its own because nothing is decided on it. `draws` count the
    answers' own groups, or those of `classes`.
    """
    mass = (answers.count * answers.weight)[None]
    estimate = np.zeros(len(thresholds))
    for name, share in model.share.items():
        freed = _freed(answers, name, model.theta[name][None], mass, thresholds)
        estimate += share * freed[0] / mass.sum()
    drawn = classes or answers
    lows, highs = [], []
    for name in model.band:
        weight = (draws * drawn.weight)[refits.kept[name]]
        curve = _freed(drawn, name, refits.theta[name], weight, thresholds)
        curve /= weight.sum(axis=1, keepdims=True)
        edges = np.quantile(curve, [0.025, 0.975], axis=0)
        lows.append(edges[0])
        highs.append(edges[1])
    low = np.minimum(np.min(lows, axis=0), estimate)
    high = np.maximum(np.max(highs, axis=0), estimate)
    if answers.total_weight > answers.n * (1 + 1e-9):  # part of the frame was not asked
        exact = [limits_below(answers, t, level=_EACH_SIDE) for t in thresholds]
        low = np.minimum(low, [bounds.low for bounds in exact])
        high = np.maximum(high, [bounds.high for bounds in exact])
    clipped = [np.clip(x, 0.0, 1.0) for x in (estimate, low, high)]
    return Band(clipped[0], clipped[1], clipped[2], lower95=clipped[1], upper95=clipped[2])


def _freed(
    answers: Answers, name: FamilyName, theta: Array, weight: Array, thresholds: Array
) -> Array:
    """Weight below each threshold, shape (studies, thresholds).

    Only answers on both sides of a threshold need the law; the others are sums of weights.
    """
    ranged = ~answers.exact
    low, high = answers.low[ranged], answers.high[ranged]
    freed = weight @ (answers.high[:, None] < thresholds).astype(float)
    within, mass = _within(likelihood_rows(low, high), name, theta), weight[:, ranged]
    for k, threshold in enumerate(thresholds):
        both = np.flatnonzero((low < threshold) & (high >= threshold))
        if both.size:
            inside = within.below(np.log(threshold), both)
            freed[:, k] += (mass[:, both] * inside).sum(axis=1)
    return np.asarray(freed)
