"""Sobol indices from one design, with every bootstrap replicate in one matrix product."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import ndtri

from listlab.analyse.answers import Array

_SAME = 1e-12  # relative; outputs closer than this do not differ
_FEWEST = 10  # runs of A and B that must differ from the common value; fewer tell no interval
LEVEL = 0.95


@dataclass(frozen=True)
class Indices:
    """First-order and total indices with the half-widths of their 95 % intervals.

    Arrays have shape (factors, outputs), `joint` (outputs,). NaN, inside this package only:
    indices where an output does not vary, half-widths where it varies in too few runs to tell.
    """

    first: Array
    first_half: Array
    total: Array
    total_half: Array
    joint: Array  # share of the variance that no factor explains alone
    joint_half: Array

    @property
    def widest(self) -> float:
        """Widest half-width of any index; infinite while one cannot be told."""
        halves = np.concatenate([self.first_half, self.total_half]).ravel()
        varying = ~np.isnan(np.concatenate([self.first, self.total]).ravel())
        return float(np.nan_to_num(halves[varying], nan=np.inf).max(initial=0.0))


def sobol_indices(outputs: Array, draws: NDArray[np.int64]) -> Indices:
    """Indices of every factor for every output.

    Parameters
    ----------
    outputs : ndarray, shape (n, factors + 2, outputs)
        Of the rows A, A with factor j from B, …, B of each of n design points.
    draws : ndarray of int, shape (n, resamples)
        Design points drawn, with replacement, for each bootstrap replicate.

    Returns
    -------
    Indices
        Estimates centred on the mean of all outputs; half-widths are normal quantile times the
        bootstrap's standard deviation.

    Notes
    -----
    First order: mean of B (AB_j − A) over the variance of A and B; total: half the mean of
    (A − AB_j)² over it. All means of all replicates are one product of the replicates' counts
    with the matrix of these terms. Points of a scrambled Sobol' sequence are more even than
    independent ones, so the intervals are wider than need be rather than narrower.

    References
    ----------
    .. [1] Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018.
    .. [2] Jansen (1999), doi:10.1016/S0010-4655(98)00154-4 (total index).
    """
    n, rows, _ = outputs.shape
    k = rows - 2
    varies = np.ptp(outputs, axis=(0, 1)) > _SAME * np.abs(outputs).max(axis=(0, 1))
    y = outputs - outputs.mean(axis=(0, 1))
    terms = _terms(y).reshape(n, -1)
    estimate = _ratios(terms.mean(axis=0)[None], k, varies)
    replicates = _ratios(_counts(draws) @ terms / n, k, varies)
    spread = ndtri(0.5 + LEVEL / 2) * _deviation(replicates)
    spread[:, _is_rare(outputs)] = np.nan
    middle = estimate[0]
    return Indices(
        first=middle[:k],
        first_half=spread[:k],
        total=middle[k : 2 * k],
        total_half=spread[k : 2 * k],
        joint=middle[2 * k],
        joint_half=spread[2 * k],
    )


def draw_points(n: int, resamples: int, rng: Generator) -> NDArray[np.int64]:
    """Design points of each bootstrap replicate, shape (n, resamples)."""
    return rng.integers(n, size=(n, resamples))


def _is_rare(outputs: Array) -> NDArray[np.bool_]:
    """Which outputs differ from their common value in so few runs that a bootstrap is blind."""
    runs = outputs[:, [0, -1]].reshape(-1, outputs.shape[2])
    return np.asarray((runs != np.median(runs, axis=0)).sum(axis=0) < _FEWEST)


def _terms(y: Array) -> Array:
    """Terms whose means make the indices: first, total, sum and squares of A and B."""
    n, rows, m = y.shape
    k = rows - 2
    a, b, ab = y[:, :1], y[:, -1:], y[:, 1:-1]
    terms = np.empty((n, 2 * k + 2, m))
    step = ab - a
    np.multiply(step, b, out=terms[:, :k])
    np.multiply(step, step, out=terms[:, k : 2 * k])
    terms[:, 2 * k] = a[:, 0] + b[:, 0]
    terms[:, 2 * k + 1] = a[:, 0] ** 2 + b[:, 0] ** 2
    return terms


def _counts(draws: NDArray[np.int64]) -> Array:
    """How often each replicate drew each point, shape (resamples, n)."""
    n, resamples = draws.shape
    counts = np.empty((resamples, n))
    for count, drawn in zip(counts, np.ascontiguousarray(draws.T), strict=True):
        count[:] = np.bincount(drawn, minlength=n)
    return counts


def _ratios(means: Array, k: int, varies: NDArray[np.bool_]) -> Array:
    """First, total and joint shares of the variance, shape (replicates, 2k + 1, outputs)."""
    means = means.reshape(len(means), 2 * k + 2, -1)
    variance = means[:, 2 * k + 1] / 2 - (means[:, 2 * k] / 2) ** 2
    known = varies & (variance > 0)
    part = np.concatenate([means[:, :k], means[:, k : 2 * k] / 2], axis=1)
    shares = np.full_like(part, np.nan)
    np.divide(part, variance[:, None], out=shares, where=known[:, None])
    joint = 1 - shares[:, :k].sum(axis=1, keepdims=True)
    return np.concatenate([shares, joint], axis=1)


def _deviation(replicates: Array) -> Array:
    """Standard deviation over replicates; those that drew points without variance are left out."""
    known = ~np.isnan(replicates)
    count = known.sum(axis=0)
    filled = np.where(known, replicates, 0.0)
    mean = filled.sum(axis=0) / np.maximum(count, 1)
    squares = np.where(known, (filled - mean) ** 2, 0.0).sum(axis=0)
    spread = np.full(squares.shape, np.nan)
    np.divide(squares, count - 1, out=spread, where=count > 1)
    return np.sqrt(spread)
