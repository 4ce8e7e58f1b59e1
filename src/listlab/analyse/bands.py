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
_FARTHEST = -float(special.ndtri(_LEAST_SHARE)) * (1 - 1e-12)  # probit from which it is not
_LEAST_SPREAD = 1e-2  # of a probit; no survey tells a share more closely
_TOLERANCE = 1e-8  # of a replicate's log-likelihood, relative
_STEPS = {"mixture": 6}  # of a replicate; its spread needs no more, and few determine it wholly


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
        caught = caught * _exporting(theta, growth)
    return np.asarray(caught)


def _exporting(theta: Array, growth: Growth) -> Array:
    """Share of enterprises that export in the coming year, shape (studies, 1)."""
    active = special.expit(-theta[:, -1:])
    return np.asarray(active + growth.start * (1 - active))


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


@dataclass(frozen=True)
class Placed:
    """Shares caught by fits at thresholds, and how they move with parameters and growth.

    `caught`, shape (studies, thresholds); `slope` by parameters, (studies, p, thresholds), and
    `moved` by one standard error of mean growth; `covariance` of parameters, (studies, p, p).
    """

    caught: Array
    slope: Array
    moved: Array
    covariance: Array

    def probits(self, pairs: Pairs | None = None) -> tuple[Array, Array]:
        """Probits of shares freed (or gains), and standard errors: (studies, thresholds or pairs).

        By the delta method; the error of mean growth is part of it.
        """
        middle, slope, moved = probits_of(self.caught, pairs), self.slope, self.moved
        if pairs is not None:
            a, b = pairs
            slope, moved = slope[..., a] - slope[..., b], moved[:, a] - moved[:, b]
        variance = np.einsum("rpk,rpq,rqk->rk", slope, self.covariance, slope, optimize=True)
        density = np.exp(-(middle**2) / 2) / np.sqrt(2 * np.pi)
        spread = np.sqrt(np.maximum(variance, 0.0) + moved**2) / density
        told = np.abs(middle) < _FARTHEST
        return middle, np.where(told, np.maximum(spread, _LEAST_SPREAD), _LEAST_SPREAD)


def place(
    family: Family,
    fits: tuple[Array, Array],
    log_threshold: Array,
    growth: Growth,
    *,
    points: int = 15,
) -> Placed:
    """Where fits place the shares at each threshold, and how surely.

    Parameters
    ----------
    fits : pair of ndarray, shapes (studies, p) and (studies, p, p)
        Parameters and their covariance.
    log_threshold : ndarray, shape (thresholds,) or (studies, thresholds)
    growth : Growth
        Its spread is integrated over by `points` of quadrature.
    """
    theta, covariance = fits
    caught = survival(family, theta, log_threshold, growth, points=points)
    jumps, chance = growth.nodes(points)
    edges = np.atleast_2d(log_threshold)[:, :, None] - jumps
    slopes = [-(part @ chance) for part in family.slopes(edges, *family.parameters(theta, axes=2))]
    moved = -growth.error * np.sum([slopes[k] for k in family.shifts], axis=0)
    if theta.shape[1] > family.size:
        active, exporting = special.expit(-theta[:, -1:]), _exporting(theta, growth)
        stopping = (growth.start - 1) * active * (1 - active) / exporting
        slopes = [*(exporting * part for part in slopes), stopping * caught]
        moved = exporting * moved
    return Placed(caught, np.stack(slopes, axis=1), moved, covariance)


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
