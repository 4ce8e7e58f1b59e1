"""Bands of the curve by resampling flows, on the cells that they were counted into."""

import numpy as np
from numpy.random import Generator

from listlab.analyse.answers import Array
from listlab.analyse.predictive.tally import Cells

_MOST = 1000  # classes that are drawn; more cells are put together
_CHUNK = 250  # replicates drawn at once


def band(cells: Cells, replicates: int, rng: Generator) -> tuple[Array, Array]:
    """Two-sided 95 % limits of the share below each threshold, shape (thresholds,) each.

    Flows are drawn with replacement. How many fall into each class is multinomial, exactly as
    when flows are drawn one by one; the sum of their weights, given how many they are, has the
    mean and variance of drawn weights, and is exact where the weights of a class are equal.

    Notes
    -----
    Neighbouring cells are put together where there are more than 1,000. What that takes from
    the variance at a threshold, because flows of one class differ, is given back by stretching
    the distances from the estimate.
    """
    drawn = _classes(cells)
    n = round(float(drawn.count.sum()))
    mean = drawn.weight / drawn.count
    spread = np.maximum(drawn.square / drawn.count - mean**2, 0.0)
    spread[spread < 1e-12 * mean**2] = 0.0
    uneven = np.flatnonzero(spread)
    curves = np.empty((replicates, cells.below.shape[1]))
    for i in range(0, replicates, _CHUNK):
        size = min(_CHUNK, replicates - i)
        times = rng.multinomial(n, drawn.count / drawn.count.sum(), size=size)
        mass = times * mean
        if uneven.size:
            shape = times[:, uneven] * (mean**2 / np.where(spread > 0, spread, 1.0))[uneven]
            mass[:, uneven] = rng.gamma(shape, (spread / mean)[uneven])
        curves[i : i + size] = (mass @ drawn.below) / mass.sum(axis=1, keepdims=True)
    share = cells.share
    stretch = np.sqrt(cells.variance / np.maximum(drawn.variance, np.finfo(float).tiny))
    low, high = np.quantile(curves, [0.025, 0.975], axis=0) - share
    return (
        np.clip(share + stretch * np.minimum(low, 0.0), 0.0, 1.0),
        np.clip(share + stretch * np.maximum(high, 0.0), 0.0, 1.0),
    )


def _classes(cells: Cells) -> Cells:
    """Cells next to each other put together, in their order, until few enough are left."""
    size = len(cells.count)
    if size <= _MOST:
        return cells
    starts = np.arange(0, size, -(-size // _MOST))

    def sums(values: Array) -> Array:
        return np.add.reduceat(values, starts, axis=0)

    weight = sums(cells.weight)
    below = sums(cells.weight[:, None] * cells.below) / weight[:, None]
    return Cells(sums(cells.count), weight, sums(cells.square), below, cells.error)
