"""How wide a band must be to hold what it promises, by parametric double bootstrap.

Surveys are simulated from each family that could have produced the answers, coarsened as the
enterprises coarsened theirs, and analysed as the real one is. The quantiles with which their
bands would have covered the truth are the ones used for the real band.

References
----------
.. [1] Beran (1987), doi:10.1093/biomet/74.3.457 (prepivoting).
.. [2] Davison and Hinkley (1997), Bootstrap Methods and their Application, section 5.6.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy import special

from listlab.analyse.answers import Answers, Array
from listlab.analyse.bands import probit_of_share, survival
from listlab.analyse.families import FAMILIES, FamilyName
from listlab.analyse.fit import BAND_AICC, Model, aicc
from listlab.analyse.growth import Growth
from listlab.analyse.likelihood import (
    Fits,
    Rows,
    ascent,
    fit_studies,
    likelihood_rows,
    row_terms,
)

_STUDIES = 300
_INNER = 100
_TWO_SIDED, _ONE_SIDED = special.ndtri(0.975), special.ndtri(0.95)
_POINTS = 5  # quadrature points for growth inside the simulated studies
_ROWS = 400  # enterprises of a simulated study at most; beyond, the correction is negligible


@dataclass(frozen=True)
class Quantiles:
    """Probit quantiles at each threshold (or pair): of 95 % two sides, and of one-sided 95 %.

    Never narrower than the plain normal ∓1.96 and ∓1.645: a hull that looks too wide at the
    fitted laws is not trusted to be so at the true one.
    """

    low: Array
    high: Array
    lower95: Array
    upper95: Array


@dataclass(frozen=True)
class Calibration:
    """Quantiles for shares at thresholds and for gains at pairs of them."""

    shares: Quantiles
    gains: Quantiles


def pairs_of(size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Indices a < b of all pairs, as `numpy.triu_indices` orders them."""
    a, b = np.triu_indices(size, k=1)
    return a.astype(np.int64), b.astype(np.int64)


def calibrate(
    model: Model, answers: Answers, log_threshold: Array, growth: Growth, *, rng: Generator
) -> Calibration:
    """Quantiles with which hull bands cover each family's truth, the worst over families.

    Parameters
    ----------
    log_threshold : ndarray, shape (thresholds,), ascending
    rng : numpy Generator
    """
    style = _style(answers)
    a, b = pairs_of(len(log_threshold))
    shares, gains = [], []
    for name in model.band:
        theta = model.theta[name]
        caught = survival(FAMILIES[name], theta[None], log_threshold, growth, points=_POINTS)
        studies = _simulate(model, name, style, rng)
        reach = _pivots(model, studies, log_threshold, growth, rng=rng)
        shares.append(_quantiles(reach(probit_of_share(caught)[0], None)))
        gains.append(_quantiles(reach(_probit_of_gain(caught[:, a] - caught[:, b])[0], (a, b))))
    return Calibration(_worst(shares, len(log_threshold)), _worst(gains, len(a)))


def _probit_of_gain(gain: Array) -> Array:
    return np.asarray(-probit_of_share(gain))


@dataclass(frozen=True)
class _Style:
    """How each enterprise answered: bounds, and its likelihood weight per unit of mass."""

    low: Array
    high: Array
    weight: Array


def _style(answers: Answers) -> _Style:
    index = np.repeat(np.arange(len(answers.low)), answers.count.astype(int))
    if len(index) > _ROWS:
        index = index[np.linspace(0, len(index) - 1, _ROWS).round().astype(int)]
    said = answers.answered[index]
    weight = answers.weight[index] * said
    scale = weight.sum() / (weight**2).sum() if said.any() else 1.0
    return _Style(answers.low[index], answers.high[index], weight * scale)


@dataclass(frozen=True)
class _Studies:
    rows: Rows
    weights: Array  # (studies, rows)


def _simulate(model: Model, name: FamilyName, style: _Style, rng: Generator) -> _Studies:
    """Surveys drawn from one family, answered in the enterprises' own manner."""
    shape = (_STUDIES, len(style.low))
    theta = model.theta[name]
    value = np.floor(np.exp(np.minimum(_quantile(name, theta, rng.random(shape)), 40.0)))
    value = np.maximum(value, 1.0)
    zero_share = special.expit(theta[2]) if model.zeros else 0.0
    value = np.where(rng.random(shape) < zero_share, 0.0, value)
    low, high = np.broadcast_to(style.low, shape), np.broadcast_to(style.high, shape)
    ranged = (low > 0) & np.isfinite(high) & (low < high)
    with np.errstate(invalid="ignore", divide="ignore"):
        width = np.where(ranged, np.log(high + 1) - np.log(np.maximum(low, 1)), 0.0)
    start = np.maximum(np.floor(value * np.exp(-rng.random(shape) * width)), 0.0)
    stop = np.maximum(np.ceil((start + (start == 0)) * np.exp(width)) - 1, value)
    below, above = (low == 0) & np.isfinite(high) & (high > 0), (low > 0) & np.isinf(high)
    capped = np.where(value <= high, 0.0, high + 1)
    floored = np.where(value >= low, low, 0.0)
    new_low = np.select(
        [ranged, below, above, np.isinf(high)], [start, capped, floored, 0.0], value
    )
    new_high = np.select(
        [ranged, below, above, np.isinf(high)],
        [
            stop,
            np.where(value <= high, high, np.inf),
            np.where(value >= low, np.inf, low - 1),
            np.inf,
        ],
        value,
    )
    weights = np.broadcast_to(style.weight, shape)
    return _Studies(likelihood_rows(new_low, new_high), np.array(weights))


def _quantile(name: FamilyName, theta: Array, u: Array) -> Array:
    """Logarithm of the volume at probability u."""
    if name == "gamma":
        return np.asarray(
            np.log(np.maximum(special.gammaincinv(np.exp(theta[0]), u), 1e-300)) + theta[1]
        )
    z = {
        "lognormal": special.ndtri,
        "loglogistic": special.logit,
        "weibull": lambda p: np.log(-np.log1p(-p)),
    }[name](u)
    return np.asarray(theta[0] + np.exp(theta[1]) * z)


def _pivots(
    model: Model,
    studies: _Studies,
    log_threshold: Array,
    growth: Growth,
    *,
    rng: Generator,
) -> Callable[[Array, tuple[NDArray[np.int64], NDArray[np.int64]] | None], tuple[Array, Array]]:
    """Function from a truth to the least and largest standardised distance over the hull."""
    draws = _draws(studies.weights, rng)
    shift = growth.error * rng.standard_normal(_STUDIES)
    inner_shift = growth.error * rng.standard_normal((_STUDIES, _INNER))
    parts = []
    for name in model.band:
        family = FAMILIES[name]
        start = np.repeat(model.theta[name][None], _STUDIES, axis=0)
        found = fit_studies(family, studies.rows, studies.weights, start)
        edges = log_threshold - shift[:, None]
        centre = survival(family, found.theta, edges, growth, points=_POINTS)
        inner = _one_step(name, studies, found, draws)
        edges = (log_threshold - shift[:, None, None] - inner_shift[:, :, None]).reshape(
            -1, len(log_threshold)
        )
        spread = survival(family, inner.reshape(-1, inner.shape[-1]), edges, growth, points=_POINTS)
        parts.append((found, centre, spread.reshape(_STUDIES, _INNER, -1)))
    member = _members([found for found, _, _ in parts], studies)

    def reach(
        truth: Array, pair: tuple[NDArray[np.int64], NDArray[np.int64]] | None
    ) -> tuple[Array, Array]:
        largest = np.full((_STUDIES, len(truth)), -np.inf)
        least = np.full((_STUDIES, len(truth)), np.inf)
        for used, (_, centre, spread) in zip(member, parts, strict=True):
            if pair is None:
                middle, around = probit_of_share(centre), probit_of_share(spread)
            else:
                a, b = pair
                middle = _probit_of_gain(centre[:, a] - centre[:, b])
                around = _probit_of_gain(spread[..., a] - spread[..., b])
            distance = (truth - middle) / np.maximum(around.std(axis=1), 1e-9)
            largest = np.where(used[:, None], np.maximum(largest, distance), largest)
            least = np.where(used[:, None], np.minimum(least, distance), least)
        some = np.any(member, axis=0)
        return largest[some], least[some]

    return reach


def _draws(weights: Array, rng: Generator) -> Array:
    """Multiplicities of the inner bootstrap, shape (studies, replicates, rows)."""
    n = weights.shape[1]
    size = max(n - 1, 1)
    drawn = rng.multinomial(size, np.full(n, 1 / n), size=(_STUDIES, _INNER))
    return np.asarray(drawn * (n / size))


def _one_step(name: FamilyName, studies: _Studies, found: Fits, draws: Array) -> Array:
    """Inner refits by one Newton step from each study's own fit, (studies, replicates, p)."""
    terms = row_terms(FAMILIES[name], studies.rows, found.theta)
    p = found.theta.shape[1]
    weighted = draws * studies.weights[:, None, :]
    gradient = weighted @ terms.gradient
    hessian = weighted @ terms.hessian.reshape(*terms.hessian.shape[:2], p * p)
    step = ascent(gradient.reshape(-1, p), hessian.reshape(-1, p, p))
    return np.asarray(found.theta[:, None] + step.reshape(*gradient.shape))


def _members(found: list[Fits], studies: _Studies) -> Array:
    """Which families enter each simulated study's hull, (families, studies)."""
    weights = studies.weights
    n_eff = float(weights[0].sum())
    scores = np.stack(
        [
            np.where(
                fits.identified & fits.converged,
                aicc(fits.loglik, fits.theta.shape[1], n_eff),
                np.inf,
            )
            for fits in found
        ]
    )
    best = scores.min(axis=0)
    near = scores <= np.where(np.isfinite(best), best, 0.0) + BAND_AICC
    return np.asarray(np.isfinite(scores) & near)


def _quantiles(reach: tuple[Array, Array]) -> Quantiles:
    largest, least = reach
    return Quantiles(
        low=np.minimum(np.quantile(largest, 0.025, axis=0), -_TWO_SIDED),
        high=np.maximum(np.quantile(least, 0.975, axis=0), _TWO_SIDED),
        lower95=np.minimum(np.quantile(largest, 0.05, axis=0), -_ONE_SIDED),
        upper95=np.maximum(np.quantile(least, 0.95, axis=0), _ONE_SIDED),
    )


def _worst(found: list[Quantiles], size: int) -> Quantiles:
    if size == 0:
        return Quantiles(*(np.zeros(0),) * 4)
    return Quantiles(
        low=np.min([q.low for q in found], axis=0),
        high=np.max([q.high for q in found], axis=0),
        lower95=np.min([q.lower95 for q in found], axis=0),
        upper95=np.max([q.upper95 for q in found], axis=0),
    )
