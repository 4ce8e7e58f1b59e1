"""Share of enterprises that a threshold frees: this year's coverage, and next year's forecast."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from listlab.analyse.answers import Answers, Array
from listlab.analyse.bands import Pairs, Refits, pairs_of, place, survival
from listlab.analyse.calibrate import Reach
from listlab.analyse.families import FAMILIES, FamilyName
from listlab.analyse.growth import Growth
from listlab.analyse.laws import Model
from listlab.analyse.scale.limits import limits_below
from listlab.analyse.terms import Rows, likelihood_rows

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


def forecast_band(model: Model, log_threshold: Array, growth: Growth, *, reach: Reach) -> Band:
    """Share freed next year at each threshold: calibrated hull over families.

    A family's part of the hull is its estimate ± as many standard errors as the reach leaves
    after its AICc above the best one's: about where a profile likelihood over all families of
    the band ends.
    """
    estimate = np.zeros(len(log_threshold))
    for name, weight in model.share.items():
        caught = survival(FAMILIES[name], model.theta[name][None], log_threshold, growth)[0]
        estimate += weight * (1 - caught)
    return _hull(estimate, _edges(model, log_threshold, growth, None, reach=reach), rising=True)


def gain_band(model: Model, log_threshold: Array, growth: Growth, *, reach: Reach) -> Band:
    """Gain in the share freed next year for every pair a < b, calibrated hulls."""
    pairs = pairs_of(len(log_threshold))
    estimate = np.zeros(len(pairs[0]))
    for name, weight in model.share.items():
        caught = survival(FAMILIES[name], model.theta[name][None], log_threshold, growth)[0]
        estimate += weight * (caught[pairs[0]] - caught[pairs[1]])
    edges = _edges(model, log_threshold, growth, pairs, reach=reach)
    return _nested(_hull(estimate, edges, rising=False), *pairs)


def _edges(
    model: Model, log_threshold: Array, growth: Growth, pairs: Pairs | None, *, reach: Reach
) -> Array:
    """Edges of the hull on the probit scale: low, high, lower95, upper95."""
    limits = np.stack([reach.low, reach.high, reach.lower95, reach.upper95])
    side = np.array([-1.0, 1.0, -1.0, 1.0])[:, None]
    parts = []
    for lag, name in zip(model.lag, model.band, strict=True):
        fits = model.theta[name][None], model.covariance[name][None]
        middle, spread = place(FAMILIES[name], fits, log_threshold, growth).probits(pairs)
        room = limits - lag
        edge = middle + side * spread * np.sqrt(np.maximum(room, 0.0))
        parts.append(np.where(room >= 0, side * edge, -np.inf))
    return np.asarray(side * np.max(parts, axis=0))


def _hull(estimate: Array, edges: Array, *, rising: bool) -> Band:
    estimate = np.clip(estimate, 0.0, 1.0)
    lowest = np.minimum(special.ndtr(edges), estimate)
    highest = np.maximum(special.ndtr(edges), estimate)
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
    law = family.parameters(theta)
    positive = special.expit(-theta[:, -1:]) if theta.shape[1] > family.size else 1.0
    start = np.where(np.isneginf(rows.lower), 1.0, positive * family.sf(rows.lower, *law))
    stop = positive * family.sf(rows.upper, *law)
    return _Within(
        start, stop, lambda edge: np.asarray(positive * family.sf(np.asarray(edge), *law))
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

    Only answers on both sides of one need the law; the others are sums of weights.
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
