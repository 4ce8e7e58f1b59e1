"""Share of enterprises that a threshold frees: this year's coverage, and next year's forecast."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from listlab.analyse.answers import Answers, Array
from listlab.analyse.bands import Refits, probit_of_share, survival
from listlab.analyse.calibrate import Quantiles, pairs_of
from listlab.analyse.families import FAMILIES, FamilyName
from listlab.analyse.fit import Model
from listlab.analyse.growth import Growth
from listlab.analyse.likelihood import Rows
from listlab.analyse.scale.limits import limits_below

_TINY = 1e-12
_EACH_SIDE = 0.975
_SAME = 1e-12  # logarithms of whole numbers that are equal


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
    refits: Refits,
    log_threshold: Array,
    growth: Growth,
    *,
    shift: Array,
    quantiles: Quantiles,
) -> Band:
    """Share freed next year: hull over families of calibrated bootstrap bands.

    `shift` is the error of mean growth drawn for each replicate, log scale.
    """
    average, edges = np.zeros(len(log_threshold)), []
    for name, weight in model.share.items():
        average += (
            weight * survival(FAMILIES[name], model.theta[name][None], log_threshold, growth)[0]
        )
    for name in model.band:
        centre, around = _caught(model, refits, name, (log_threshold, shift), growth)
        middle, spread = probit_of_share(centre)[0], probit_of_share(around).std(axis=0)
        edges.append(_edges(middle, spread, quantiles))
    return _hull(1 - average, edges, rising=True)


def gain_band(
    model: Model,
    refits: Refits,
    log_threshold: Array,
    growth: Growth,
    *,
    shift: Array,
    quantiles: Quantiles,
) -> Band:
    """Gain in the share freed next year for every pair a < b, calibrated hull bands."""
    a, b = pairs_of(len(log_threshold))
    average, edges = np.zeros(len(a)), []
    for name, weight in model.share.items():
        caught = survival(FAMILIES[name], model.theta[name][None], log_threshold, growth)[0]
        average += weight * (caught[a] - caught[b])
    for name in model.band:
        centre, around = _caught(model, refits, name, (log_threshold, shift), growth)
        middle = -probit_of_share(centre[0, a] - centre[0, b])
        spread = probit_of_share(around[:, a] - around[:, b]).std(axis=0)
        edges.append(_edges(middle, spread, quantiles))
    return _nested(_hull(average, edges, rising=False), a, b)


def _caught(
    model: Model, refits: Refits, name: FamilyName, edges: tuple[Array, Array], growth: Growth
) -> tuple[Array, Array]:
    """Share caught by the fit itself, and by each replicate at edges moved by its growth."""
    family, (log_threshold, shift) = FAMILIES[name], edges
    centre = survival(family, model.theta[name][None], log_threshold, growth)
    moved = log_threshold - shift[refits.kept[name], None]
    return centre, survival(family, refits.theta[name], moved, growth, points=7)


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
    family = FAMILIES[name]
    a, b = theta[:, 0:1], theta[:, 1:2]
    positive = special.expit(-theta[:, 2:3]) if theta.shape[1] == 3 else 1.0
    from_bottom = np.isneginf(rows.lower)
    start = np.where(from_bottom, 1.0, positive * family.sf(rows.lower, a, b))
    stop = positive * family.sf(rows.upper, a, b)
    cut = positive * family.sf(np.log(threshold) * np.ones((1, 1)), a, b)
    inside = start - np.maximum(np.minimum(cut, start), stop)
    share = np.clip(inside / np.maximum(start - stop, _TINY), 0.0, 1.0)
    edge = np.log(threshold)
    share = np.where(rows.upper <= edge + _SAME, 1.0, share)
    return np.asarray(np.where(rows.lower >= edge - _SAME, 0.0, share))


def coverage_band(
    model: Model, answers: Answers, refits: Refits, draws: Array, thresholds: Array
) -> Band:
    """Share of this year's enterprises of the frame below each threshold.

    The band is the hull over families of bootstrap percentiles, and of the estimate; where the
    answers stand for more enterprises than answered, of the exact limits without a model too. It
    has no one-sided bounds of its own because nothing is decided on it.
    """
    point = answers.exact
    mass = answers.count * answers.weight
    below = answers.low[:, None] < thresholds
    ranged = model.rows.where(~point)
    estimate = np.zeros(len(thresholds))
    lows, highs = [], []
    for name, share in model.share.items():
        freed = below.astype(float)
        for k, threshold in enumerate(thresholds):
            freed[~point, k] = freed_now(ranged, name, model.theta[name][None], threshold)[0]
        estimate += share * (mass @ freed) / mass.sum()
    for name in model.band:
        weight = (draws * answers.weight)[refits.kept[name]]
        fixed = weight[:, point] @ below[point].astype(float)
        curve = np.empty_like(fixed)
        for k, threshold in enumerate(thresholds):
            freed = freed_now(ranged, name, refits.theta[name], threshold)
            curve[:, k] = fixed[:, k] + (weight[:, ~point] * freed).sum(axis=1)
        curve /= weight.sum(axis=1, keepdims=True)
        lows.append(np.quantile(curve, 0.025, axis=0))
        highs.append(np.quantile(curve, 0.975, axis=0))
    low = np.minimum(np.min(lows, axis=0), estimate)
    high = np.maximum(np.max(highs, axis=0), estimate)
    if answers.total_weight > answers.n * (1 + 1e-9):  # part of the frame was not asked
        exact = [limits_below(answers, t, level=_EACH_SIDE) for t in thresholds]
        low = np.minimum(low, [bounds.low for bounds in exact])
        high = np.maximum(high, [bounds.high for bounds in exact])
    clipped = [np.clip(x, 0.0, 1.0) for x in (estimate, low, high)]
    return Band(clipped[0], clipped[1], clipped[2], lower95=clipped[1], upper95=clipped[2])
