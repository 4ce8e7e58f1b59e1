"""Survival beyond thresholds next year, by bootstrap with refits.

Everything is kept on the probit scale of the share caught, where the laws are close to normal
and shares near 0 keep their digits. `draws` are the enterprises' multiplicities in replicates.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy import special

from listlab.analyse.answers import Answers, Array
from listlab.analyse.families import FAMILIES, Family, FamilyName
from listlab.analyse.fit import Model
from listlab.analyse.growth import Growth
from listlab.analyse.likelihood import fit_studies

_CHUNK = 4_000_000  # numbers held at once in one array of a refit
_LEAST_SHARE = 1e-15  # below it a share's probit is not told apart


def survival(
    family: Family, theta: Array, log_threshold: Array, growth: Growth, *, points: int = 15
) -> Array:
    """Share caught next year at each threshold, shape (studies, thresholds).

    `log_threshold` has shape (thresholds,) or (studies, thresholds).
    """
    jumps, chance = growth.nodes(points)
    edges = np.atleast_2d(log_threshold)[:, :, None] - jumps
    caught = family.sf(edges, theta[:, 0, None, None], theta[:, 1, None, None]) @ chance
    if theta.shape[1] == 3:
        caught = caught * special.expit(-theta[:, 2:3])
    return np.asarray(caught)


def probit_of_share(caught: Array) -> Array:
    """Probit of the share freed, from the share caught."""
    return np.asarray(-special.ndtri(np.clip(caught, _LEAST_SHARE, 1 - 1e-12)))


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
    lost: float  # largest share of replicates left out of any family


def refit(model: Model, answers: Answers, draws: Array) -> Refits:
    """Fits of every replicate for every family of the band."""
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
            )
            for i in range(0, len(draws), size)
        ]
        good = np.concatenate([part.identified & part.converged for part in parts])
        theta[name] = np.concatenate([part.theta for part in parts])[good]
        kept[name] = np.flatnonzero(good)
        lost = max(lost, 1 - float(good.mean()))
    return Refits(theta, kept, lost)
