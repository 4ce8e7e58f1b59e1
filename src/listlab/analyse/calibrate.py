"""How far a band must reach to hold what it promises, by parametric double bootstrap.

Surveys are simulated from the families that could have produced the answers, coarsened as the
enterprises coarsened theirs, and analysed as the real one is. How far their bands would have had
to reach to hold the truth decides how far the real one does: on the average of the families as
they are believed, and in the upper tail, where few answers tell them apart, partly by the worst.
Surveys that show a second group as the real one does count more.

References
----------
.. [1] Beran (1987), doi:10.1093/biomet/74.3.457 (prepivoting).
.. [2] Davison and Hinkley (1997), Bootstrap Methods and their Application, section 5.6.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from listlab.analyse.answers import Array
from listlab.analyse.bands import Pairs, place, probits_of, survival
from listlab.analyse.families import FAMILIES
from listlab.analyse.growth import Growth
from listlab.analyse.trials import Trials

_POINTS = 5  # quadrature points for growth inside the simulated studies
_PRUDENCE = ((0.95, 0.98, 0.99), (0.0, 0.3, 0.7))  # part of the worst family, by share below T
_TINY = 1e-12
_LEAST, _MOST = 1.0, 36.0  # squared distances that a band reaches, whatever is simulated


@dataclass(frozen=True)
class Reach:
    """Squared distance to which bands reach at each threshold or pair, in standard errors.

    Of two-sided 95 % bands below and above, and of one-sided 95 % bounds. The best family's band
    reaches as far as its square root says, that of another the less the worse it fits.
    """

    low: Array
    high: Array
    lower95: Array
    upper95: Array

    def between(self, knots: Array, at: Array) -> "Reach":
        """Reach at other thresholds, interpolated; beyond the knots it is held."""
        sides = (self.low, self.high, self.lower95, self.upper95)
        return Reach(*(np.interp(at, knots, side) for side in sides))


def reach_of(trials: Trials, log_threshold: Array, growth: Growth) -> Reach:
    """How far the simulated surveys' hulls would have had to reach to hold their truths.

    Parameters
    ----------
    log_threshold : ndarray, shape (thresholds,)
    """
    return _reaches(trials, log_threshold, growth, (None,))[0]


def reaches_of(
    trials: Trials, log_threshold: Array, growth: Growth, pairs: Pairs
) -> tuple[Reach, Reach]:
    """Reach of shares at thresholds, and of gains between pairs of them, reckoned together."""
    shares, gains = _reaches(trials, log_threshold, growth, (None, pairs))
    return shares, gains


def _reaches(
    trials: Trials, log_threshold: Array, growth: Growth, asked: Sequence[Pairs | None]
) -> list[Reach]:
    moved = log_threshold - growth.error * trials.noise[:, None]
    caught = _truths(trials, log_threshold, growth)
    truths = [probits_of(caught, pairs) for pairs in asked]
    below, above = ([np.full(truth.shape, np.inf) for truth in truths] for _ in range(2))
    for own, name in zip(trials.lag, trials.theta, strict=True):
        fits = trials.theta[name], trials.covariance[name]
        placed = place(FAMILIES[name], fits, moved, growth, points=_POINTS)
        for k, (truth, pairs) in enumerate(zip(truths, asked, strict=True)):
            middle, spread = placed.probits(pairs)
            off = (truth - middle) / spread
            below[k] = np.minimum(below[k], own[:, None] + np.minimum(off, 0.0) ** 2)
            above[k] = np.minimum(above[k], own[:, None] + np.maximum(off, 0.0) ** 2)
    prudence = _prudence(trials, log_threshold, growth)
    return [
        _reach(trials, low, high, prudence if pairs is None else prudence[pairs[0]])
        for low, high, pairs in zip(below, above, asked, strict=True)
    ]


def _reach(trials: Trials, below: Array, above: Array, prudence: Array) -> Reach:
    low, lower95 = _quantiles(trials, below, prudence)
    high, upper95 = _quantiles(trials, above, prudence)
    return Reach(low, high, lower95, upper95)


def _prudence(trials: Trials, log_threshold: Array, growth: Growth) -> Array:
    """Part that the worst family has in the reach at each threshold."""
    freed = np.zeros(len(log_threshold))
    for name, weight in trials.weight.items():
        theta = trials.truth[name][0][None]
        freed += weight * (1 - survival(FAMILIES[name], theta, log_threshold, growth)[0])
    return np.asarray(np.interp(freed, *_PRUDENCE))


def _quantiles(trials: Trials, distance: Array, prudence: Array) -> list[Array]:
    """Distances exceeded with probability 2.5 and 5 %, shape (thresholds,) each."""
    some = np.isfinite(trials.lag.min(axis=0))
    distance = np.clip(distance[some], _LEAST, _MOST)
    order = np.argsort(distance, axis=0)
    at = np.take_along_axis(distance, order, axis=0)
    source = np.repeat(np.arange(len(trials.truth)), [size for _, size in trials.truth.values()])
    worst, mean, noise = np.zeros_like(at), np.zeros_like(at), 0.0
    for k, name in enumerate(trials.truth):
        own = np.where(source == k, trials.likeness, 0.0)[some]
        total = max(own.sum(), _TINY)
        beyond = 1 - np.cumsum(own[order], axis=0) / total
        worst = np.maximum(worst, beyond)
        mean += trials.weight[name] * beyond
        noise += trials.weight[name] ** 2 * (own**2).sum() / total**2
    mean = (mean + noise) / (1 + noise)  # of a further study: one more than 1 / noise studies
    chance = prudence * worst + (1 - prudence) * mean
    return [
        np.array([np.interp(-p, -c, a) for c, a in zip(chance.T, at.T, strict=True)])
        for p in (0.025, 0.05)
    ]


def _truths(trials: Trials, log_threshold: Array, growth: Growth) -> Array:
    """Shares caught that hold in each simulated study."""
    parts = [
        np.repeat(
            survival(FAMILIES[name], theta[None], log_threshold, growth, points=_POINTS),
            size,
            axis=0,
        )
        for name, (theta, size) in trials.truth.items()
    ]
    return np.concatenate(parts)
