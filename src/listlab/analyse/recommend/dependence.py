"""How the two counts of an enterprise go together, by ranks.

A Gaussian copula joins the fitted laws of the two counts; its one parameter is estimated from
the answers of both, exact ones and intervals alike, the laws held as fitted.

References
----------
.. [1] Joe (1997), Multivariate Models and Dependence Concepts, section 10.1 (estimation by
   inference functions for margins).
.. [2] Owen (1956), doi:10.1214/aoms/1177728074 (bivariate normal probabilities).
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy import special

from listlab.analyse.answers import Array
from listlab.analyse.bands import survival
from listlab.analyse.families import FAMILIES
from listlab.analyse.growth import Growth
from listlab.analyse.laws import Model
from listlab.analyse.recommend.pairs import Pairs
from listlab.analyse.result import Estimate

Mask = NDArray[np.bool_]
_GRID = np.linspace(-0.98, 0.98, 99)
_LEAST = 1e-12
_REPLICATES = 1000
_STILL = Growth()  # this year, nothing grown
_FEW = 12  # enterprises with both counts below which no dependence is told


@dataclass(frozen=True)
class Dependence:
    """Correlation of the normal scores, with Kendall's rank correlation that it implies.

    `correlation.estimate` is None, and 0 counts, where too few enterprises gave both counts.
    """

    correlation: Estimate
    enterprises: int

    @property
    def used(self) -> float:
        """Correlation that the joint estimate rests on."""
        return self.correlation.estimate or 0.0

    @property
    def kendall(self) -> float:
        """Kendall's tau of the two counts under the copula."""
        return float(2 / np.pi * np.arcsin(self.used))


def joint_below(personal: Array, sensitive: Array, correlation: float) -> Array:
    """Share below both thresholds, from the shares below each and the correlation.

    Parameters
    ----------
    personal, sensitive : ndarray
        Shares in [0, 1], broadcast against each other.
    correlation : float
        Of the normal scores, in (-1, 1).
    """
    h, k = special.ndtri(np.clip(personal, 0, 1)), special.ndtri(np.clip(sensitive, 0, 1))
    return np.clip(_bivariate_normal(h, k, correlation), 0.0, np.minimum(personal, sensitive))


def frechet(personal: Array, sensitive: Array) -> tuple[Array, Array]:
    """Least and largest share below both, whatever the dependence.

    References
    ----------
    .. [1] Fréchet (1951), Annales de l'Université de Lyon 14, 53-77.
    """
    return np.maximum(personal + sensitive - 1, 0.0), np.minimum(personal, sensitive)


def _bivariate_normal(h: Array, k: Array, r: float | Array) -> Array:
    """P(X < h, Y < k) for standard normals of correlation r, by Owen's T."""
    h, k, r = np.broadcast_arrays(np.clip(h, -30.0, 30.0), np.clip(k, -30.0, 30.0), r)
    root = np.sqrt(1 - r * r)
    tiny = np.where(np.abs(h) < _LEAST, _LEAST, h), np.where(np.abs(k) < _LEAST, _LEAST, k)
    a_h = (tiny[1] / tiny[0] - r) / root
    a_k = (tiny[0] / tiny[1] - r) / root
    opposite = np.where(tiny[0] * tiny[1] < 0, 0.5, 0.0)
    value = (
        0.5 * (special.ndtr(h) + special.ndtr(k))
        - special.owens_t(tiny[0], a_h)
        - special.owens_t(tiny[1], a_k)
        - opposite
    )
    return np.asarray(np.clip(value, 0.0, 1.0))


def estimate_dependence(pairs: Pairs, models: tuple[Model, Model], *, rng: Generator) -> Dependence:
    """Correlation of the normal scores by maximum likelihood, with a bootstrap 95 % band.

    Each enterprise contributes the copula's probability of its two intervals, its density at
    exact counts. Replicates resample enterprises; the laws are held, so the band is of the
    dependence alone.
    """
    both = pairs.answered
    n = round(float(pairs.count[both].sum()))
    if n < _FEW or any(not model.theta for model in models):
        return Dependence(Estimate(None, None, None), n)
    table = _log_likelihoods(pairs, models, both)
    mass = (pairs.count * pairs.weight)[both]
    estimate = float(_best(mass[None] @ table)[0])
    chance = pairs.count[both] / pairs.count[both].sum()
    draws = rng.multinomial(n, chance, size=_REPLICATES) * pairs.weight[both]
    low, high = np.quantile(_best(draws @ table), [0.025, 0.975])
    return Dependence(Estimate(estimate, min(float(low), estimate), max(float(high), estimate)), n)


def _best(values: Array) -> Array:
    """Top of each row's curve over the grid, by a parabola through its three highest points."""
    place = np.clip(values.argmax(axis=1), 1, len(_GRID) - 2)
    rows = np.arange(len(values))
    left, top, right = (values[rows, place + step] for step in (-1, 0, 1))
    bend = left - 2 * top + right
    step = np.where(bend < 0, 0.5 * (left - right) / np.where(bend < 0, bend, -1.0), 0.0)
    return np.asarray(_GRID[place] + np.clip(step, -1, 1) * (_GRID[1] - _GRID[0]))


def _log_likelihoods(pairs: Pairs, models: tuple[Model, Model], both: Mask) -> Array:
    """Log-likelihood of each enterprise at each correlation of the grid, (enterprises, grid)."""
    low, high = pairs.low[both], pairs.high[both]
    start, stop, exact = [], [], []
    for place, model in enumerate(models):
        bottom, top = low[:, place], high[:, place]
        point = (bottom == top) & (bottom > 0)
        start.append(_score(model, bottom, below=True))
        stop.append(np.where(point, start[-1], _score(model, top + 1)))
        exact.append(point)
    value = np.empty((len(low), len(_GRID)))
    for j, r in enumerate(_GRID):
        value[:, j] = _log_probability(start, stop, exact, float(r))
    return value


def _log_probability(start: list[Array], stop: list[Array], exact: list[Mask], r: float) -> Array:
    (x0, y0), (x1, y1) = start, stop
    root = np.sqrt(1 - r * r)
    inside = (
        _bivariate_normal(x1, y1, r)
        - _bivariate_normal(x0, y1, r)
        - _bivariate_normal(x1, y0, r)
        + _bivariate_normal(x0, y0, r)
    )
    given_x = special.ndtr((y1 - r * x0) / root) - special.ndtr((y0 - r * x0) / root)
    given_y = special.ndtr((x1 - r * y0) / root) - special.ndtr((x0 - r * y0) / root)
    square = (r * r * (x0 * x0 + y0 * y0) - 2 * r * x0 * y0) / (2 * root * root)
    known = [exact[0] & exact[1], exact[0], exact[1]]
    density = np.exp(-np.clip(square, -700, 700)) / root
    value = np.select(known, [density, given_x, given_y], inside)
    return np.asarray(np.log(np.maximum(value, _LEAST)))


def _score(model: Model, persons: Array, *, below: bool = False) -> Array:
    """Normal score of the averaged law at a count; with `below`, just before it."""
    with np.errstate(divide="ignore"):
        log_v = np.log(persons)
    share = np.zeros(len(persons))
    for name, weight in model.share.items():
        theta = model.theta[name][None]
        share += weight * (1 - survival(FAMILIES[name], theta, log_v, _STILL)[0])
    if below:
        share = np.where(persons == 0, 0.0, share)
    return np.asarray(np.clip(special.ndtri(np.clip(share, 0.0, 1.0)), -8.0, 8.0))
