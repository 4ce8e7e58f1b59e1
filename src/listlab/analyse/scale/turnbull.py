"""The nonparametric maximum-likelihood curve of interval answers."""

from itertools import pairwise

import numpy as np

from listlab.analyse.answers import Answers, Array


def turnbull(answers: Answers, at: Array) -> tuple[Array, Array]:
    """Bounds of the nonparametric maximum-likelihood share below each value of `at`.

    The estimate is unique only at the edges of the classes on which it puts mass; within a
    class the lower bound leaves its mass out and the upper one counts it.

    References
    ----------
    .. [1] Turnbull (1976), doi:10.1111/j.2517-6161.1976.tb01597.x.
    """
    said = answers.answered
    if not said.any():
        return np.zeros_like(at), np.ones_like(at)
    low, high = answers.low[said], answers.high[said]
    weight = (answers.count * answers.weight)[said]
    left, right = _classes(low, high)
    inside = (low[:, None] <= left) & (right <= high[:, None])
    mass = _self_consistent(inside.astype(float), weight / weight.sum())
    at = at[:, None]
    return (mass * (right < at)).sum(axis=1), (mass * (left < at)).sum(axis=1)


def _classes(low: Array, high: Array) -> tuple[Array, Array]:
    """Innermost intervals: a left end followed at once by a right end."""
    ends = [(v, 0) for v in np.unique(low)] + [(v, 1) for v in np.unique(high)]
    ends.sort()
    pairs = [(a, b) for (a, i), (b, j) in pairwise(ends) if (i, j) == (0, 1)]
    return np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])


def _self_consistent(inside: Array, weight: Array) -> Array:
    mass = np.full(inside.shape[1], 1 / inside.shape[1])
    for _ in range(20_000):
        new = mass * (inside.T @ (weight / (inside @ mass)))
        if np.abs(new - mass).max() < 1e-12:
            break
        mass = new
    return np.asarray(mass)
