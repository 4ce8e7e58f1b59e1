"""Where the laws put the share freed next year, how surely, and what refits make of it.

Everything is kept on the probit scale of the share, where the laws are close to normal and shares
near 0 keep their digits. `draws` are the enterprises' multiplicities in replicates.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy import special

from listlab.analyse.answers import Answers, Array
from listlab.analyse.families import FAMILIES, Family, FamilyName
from listlab.analyse.growth import Growth
from listlab.analyse.laws import Model
from listlab.analyse.likelihood import fit_studies

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]

_CHUNK = 4_000_000  # numbers held at once in one array of a refit
_LEAST_SHARE = 1e-9  # below it a share's probit is not told apart
_LEAST_SPREAD = 1e-2  # of a probit; no survey tells a share more closely
_TOLERANCE = 1e-8  # of a replicate's log-likelihood, relative
_STEPS = {"mixture": 6}  # of a replicate; its spread needs no more, and few determine it wholly
_STEP = 1e-4  # of a parameter, for central differences


def survival(
    family: Family, theta: Array, log_threshold: Array, growth: Growth, *, points: int = 15
) -> Array:
    """Share caught next year at each threshold, shape (studies, thresholds).

    `log_threshold` has shape (thresholds,) or (studies, thresholds).
    """
    jumps, chance = growth.nodes(points)
    edges = np.atleast_2d(log_threshold)[:, :, None] - jumps
    caught = family.sf(edges, *family.parameters(theta, axes=2)) @ chance
    if theta.shape[1] > family.size:
        caught = caught * special.expit(-theta[:, -1:])
    return np.asarray(caught)


def pairs_of(size: int) -> Pairs:
    """Indices a < b of all pairs, as `numpy.triu_indices` orders them."""
    a, b = np.triu_indices(size, k=1)
    return a.astype(np.int64), b.astype(np.int64)


def probit_of_share(caught: Array) -> Array:
    """Probit of the share freed, from the share caught."""
    return np.asarray(-special.ndtri(np.clip(caught, _LEAST_SHARE, 1 - _LEAST_SHARE)))


def probits_of(caught: Array, pairs: Pairs | None) -> Array:
    """Probit of the share freed at each threshold or, with `pairs`, of the gain of each pair."""
    if pairs is None:
        return probit_of_share(caught)
    return -probit_of_share(caught[..., pairs[0]] - caught[..., pairs[1]])


def place(
    family: Family,
    fits: tuple[Array, Array],
    log_threshold: Array,
    growth: Growth,
    *,
    pairs: Pairs | None = None,
    points: int = 15,
) -> tuple[Array, Array]:
    """Probits of shares (or gains) by fits, and their standard errors by the delta method.

    Parameters
    ----------
    fits : pair of ndarray, shapes (studies, p) and (studies, p, p)
        Parameters and their covariance.
    log_threshold : ndarray, shape (thresholds,) or (studies, thresholds)
    growth : Growth
        The error of its mean is part of the standard errors.
    pairs : pair of indices, optional
        Of thresholds a < b between which the gain is meant.

    Returns
    -------
    tuple of ndarray, each (studies, thresholds or pairs)
    """
    theta, covariance = fits

    def probits(at: Array, edges: Array) -> Array:
        return probits_of(survival(family, at, edges, growth, points=points), pairs)

    steps = _STEP * np.eye(theta.shape[1])
    slope = np.stack(
        [probits(theta + h, log_threshold) - probits(theta - h, log_threshold) for h in steps]
    ) / (2 * _STEP)
    variance = np.einsum("prk,rpq,qrk->rk", slope, covariance, slope)
    if growth.error > 0:  # growth up is the threshold down
        rise = probits(theta, log_threshold - _STEP) - probits(theta, log_threshold + _STEP)
        variance = variance + (growth.error * rise / (2 * _STEP)) ** 2
    spread = np.maximum(np.sqrt(np.maximum(variance, 0.0)), _LEAST_SPREAD)
    return probits(theta, log_threshold), spread


def resample(answers: Answers, replicates: int, rng: Generator) -> Array:
    """Multiplicity of every group in each replicate, shape (replicates, groups).

    Enterprises are drawn within strata, one fewer than there are and scaled up, so that small
    strata do not look too sure.

    References
    ----------
    .. [1] Rao and Wu (1988), doi:10.1080/01621459.1988.10478591.
    """
    draws = np.zeros((replicates, len(answers.low)))
    for stratum in np.unique(answers.stratum):
        here = answers.stratum == stratum
        n = answers.count[here].sum()
        size = max(round(float(n)) - 1, 1)
        drawn = rng.multinomial(size, answers.count[here] / n, size=replicates)
        draws[:, here] = drawn * (n / size)
    return draws


@dataclass(frozen=True)
class Refits:
    """Refitted parameters of each family of the band; unidentified replicates are left out."""

    theta: dict[FamilyName, Array]  # (replicates, p)
    kept: dict[FamilyName, NDArray[np.int64]]  # index of the replicates kept
    lost: float  # largest share of replicates left out of any family of one group


def refit(model: Model, answers: Answers, draws: Array) -> Refits:
    """Fits of every replicate for every family of the band, from the survey's own fit."""
    base = np.where(answers.count > 0, model.weights / answers.count, 0.0)
    theta, kept, lost = {}, {}, 0.0
    for name in model.band:
        size = max(_CHUNK // max(draws.shape[1], 1), 1)
        parts = [
            fit_studies(
                FAMILIES[name],
                model.rows,
                draws[i : i + size] * base,
                np.repeat(model.theta[name][None], len(draws[i : i + size]), axis=0),
                tolerance=_TOLERANCE,
                steps=_STEPS.get(name, 80),
            )
            for i in range(0, len(draws), size)
        ]
        settled = [part.identified if name in _STEPS else part.usable for part in parts]
        good = np.concatenate(settled)
        theta[name] = np.concatenate([part.theta for part in parts])[good]
        kept[name] = np.flatnonzero(good)
        lost = max(lost, 0.0 if name == "mixture" else 1 - float(good.mean()))
    return Refits(theta, kept, lost)
