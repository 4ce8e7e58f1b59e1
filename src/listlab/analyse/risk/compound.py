"""Law of a year's loss: incidents are Poisson, each strikes a share of one enterprise's persons.

A year's loss L is the sum of N incidents X = z B: z, persons × severity of the enterprise struck,
and B, the share lost, Beta(a, b). The mean beyond the 95 % point only needs the law of L below
it, since `E(L - q)+ = E L - ∫ P(L > x) dx` over [0, q]: heavy tails cost no resolution.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import fft
from scipy.interpolate import CubicSpline
from scipy.special import betainc

from listlab.analyse.answers import Array

LEVEL = 0.95
_FEWEST, _MOST = 2**12, 2**18  # points of the law below its 95 % point
_COARSE = 2**10  # points by which that point is found first
_PER_LOSS = 8  # points below the mean loss of an incident, at least
_TILT = 20.0  # what wraps around is damped by exp(-20)


@dataclass(frozen=True)
class YearlyLoss:
    """Law of a year's loss as far as its upper tail mean needs it.

    `quantile`: 95 % point. `cvar95`: mean of the upper 5 %, an atom at the point split.
    `no_loss`: chance of a year without any. `step`,
    `survival`: P(L > x) at x = 0, step, 2 step, … up to the 95 % point, where it was needed.
    """

    expected: float
    quantile: float
    cvar95: float
    no_loss: float
    step: float
    survival: Array

    def excess(self, beyond: Array) -> Array:
        """E(L - d)+ for d up to the 95 % point; d below 0 is allowed."""
        if self.step == 0:
            return np.asarray(self.expected - np.minimum(beyond, 0.0))
        x = self.step * np.arange(len(self.survival) + 1)
        inside = np.concatenate([[0.0], np.cumsum(self.survival)]) * self.step
        return np.asarray(self.expected - np.interp(beyond, x, inside) - np.minimum(beyond, 0.0))


@dataclass(frozen=True)
class ShareLost:
    """Beta(a, b) law of the share lost, with E[min(B, t)] on the ratios of the grid, transformed.

    `kernels`: for the grid itself, and for every second point of it.
    """

    a: float
    b: float
    kernels: tuple[Array, Array]

    @property
    def mean(self) -> float:
        """Mean share."""
        return self.a / (self.a + self.b)

    @property
    def square(self) -> float:
        """Mean of the squared share."""
        return self.mean * (self.a + 1) / (self.a + self.b + 1)


def share_lost(a: float, b: float, grid: Array) -> ShareLost:
    """Law of the share lost, ready for an even logarithmic grid of values."""
    step = round(float(np.log(grid[-1] / grid[0])) / (len(grid) - 1), 12)
    return ShareLost(a, b, _kernels(a, b, len(grid), step))


@lru_cache(maxsize=16)
def _kernels(a: float, b: float, points: int, step: float) -> tuple[Array, Array]:
    ratio = np.exp(step * np.arange(-(points - 1), points))
    inside = np.minimum(ratio, 1.0)
    kernel = a / (a + b) * betainc(a + 1, b, inside) + ratio * betainc(b, a, 1 - inside)
    every_second = kernel[(points - 1) % 2 :: 2]
    return _transformed(kernel), _transformed(every_second)


def _transformed(kernel: Array) -> Array:
    return np.asarray(fft.rfft(kernel, _padded(len(kernel))))


def _padded(length: int) -> int:
    return int(fft.next_fast_len(length + length // 2 + 1, real=True))


def yearly_loss(value: Array, rate: Array, share: ShareLost) -> YearlyLoss:
    """Expected yearly loss and mean of its upper 5 %.

    Parameters
    ----------
    value : ndarray, shape (points,)
        Persons × severity that one incident may strike, on an even logarithmic grid.
    rate : ndarray, shape (points,)
        Incidents a year at each value.
    share : ShareLost
        Law of the share lost, made ready for this grid.

    Notes
    -----
    Incidents are put on a lattice that keeps their mean, which spreads them: by convex order the
    tail mean found is never below the exact one, but for rounding. The error falls with the
    square of the steps, so that what grids twice as coarse add is about three times it. Sums
    beyond the lattice wrap around; a tilt damps them by exp(-20).

    References
    ----------
    .. [1] Rockafellar and Uryasev (2002), doi:10.1016/S0378-4266(02)00271-6.
    .. [2] Grübel and Hermesmeier (1999), doi:10.2143/AST.29.2.504611.
    .. [3] Embrechts and Frei (2009), doi:10.1007/s00186-008-0249-2.
    """
    expected = share.mean * float(rate @ value)
    no_loss = float(np.exp(-rate.sum()))
    if no_loss >= LEVEL or expected == 0:  # the whole loss lies in the upper 5 %
        cvar = expected / (1 - LEVEL)
        return YearlyLoss(expected, 0.0, cvar, no_loss, 0.0, np.zeros(0))
    variance = share.square * float(rate @ value**2)
    reach = min(  # Markov, and Cantelli: the 95 % point lies below
        expected / (1 - LEVEL), expected + np.sqrt(variance * LEVEL / (1 - LEVEL))
    )
    limited = _limited(value, rate, share.kernels[0])
    first = _size(reach * rate.sum() / expected, _COARSE)
    rough, step = _survival(limited, reach, first), reach / first
    near = min(reach, step * (_rank(rough) + 3))
    points = _size(near * rate.sum() / expected, _FEWEST)
    fine = _survival(limited, near, points)
    if fine.min() > 1 - LEVEL:  # the rough law stopped short of it
        near, fine = reach, _survival(limited, reach, points)
    step = near / points
    rank = _rank(fine)
    cvar = _tail_mean(fine, step, expected)
    return YearlyLoss(expected, step * rank, cvar, no_loss, step, fine[:rank])


def coarser_by(loss: YearlyLoss, value: Array, rate: Array, share: ShareLost) -> float:
    """Difference that grids twice as coarse make to the tail mean: bounds its error."""
    if loss.step == 0:
        return 0.0
    points = -(-len(loss.survival) // 2) + 2  # to the 95 % point and a little further
    limited = _limited(*_merged(value, rate), share.kernels[1])
    half = _survival(limited, 2 * loss.step * points, points)
    return abs(_tail_mean(half, 2 * loss.step, loss.expected) - loss.cvar95)


def _size(losses: float, fewest: int) -> int:
    """Points of the lattice: `_PER_LOSS` for each mean loss that fits below its end."""
    wanted = max(_PER_LOSS * losses, fewest)
    return int(min(2 ** int(np.ceil(np.log2(wanted))), _MOST))


def _rank(survival: Array) -> int:
    """First place at which at most 5 % lie beyond; the last one if none."""
    found = np.flatnonzero(survival <= 1 - LEVEL)
    return int(found[0]) if len(found) else len(survival) - 1


def _tail_mean(survival: Array, step: float, expected: float) -> float:
    rank = _rank(survival)
    below = step * float(survival[:rank].sum())
    return step * rank + (expected - below) / (1 - LEVEL)


def _limited(value: Array, rate: Array, kernel: Array) -> CubicSpline:
    """Σ rate E[min(z B, x)] by log x: a convolution on the logarithmic grid."""
    n = len(value)
    size = _padded(2 * n - 1)
    found = fft.irfft(fft.rfft(rate * value, size) * kernel, size)
    return CubicSpline(np.log(value), found[n - 1 : 2 * n - 1])


def _merged(value: Array, rate: Array) -> tuple[Array, Array]:
    """Every second point of the grid, from the largest down; the others are split to them."""
    kept, dropped = value[1::2], value[0::2]  # an even number of points: the largest is kept
    below = np.concatenate([[0.0], kept[:-1]])  # the smallest is split with 0
    up = (dropped - below) / (kept - below)
    found = rate[1::2] + rate[0::2] * up
    found[:-1] += (rate[0::2] * (1 - up))[1:]
    return kept, found


def _survival(limited: CubicSpline, reach: float, points: int) -> Array:
    """P(L > k step) for k below `points`, step = reach ÷ points."""
    step = reach / points
    x = step * np.arange(1, points + 2)
    low, high = limited.x[0], limited.x[-1]
    log_x = np.log(x)
    inside = limited(np.clip(log_x, low, high))
    below = np.minimum(x / np.exp(low), 1.0)  # there it rises from 0 in a straight line
    h = np.concatenate([[0.0], np.where(log_x < low, below * limited(low), inside)])
    jumps = (2 * h[1:-1] - h[:-2] - h[2:]) / step  # rates of 1, 2, … steps
    tilt = np.exp(-_TILT / points * np.arange(points))
    density = np.zeros(points)
    density[1:] = jumps[:-1]
    transform = fft.rfft(density * tilt) - h[1] / step
    chance = fft.irfft(np.exp(transform), points) / tilt
    return np.asarray(np.clip(1.0 - np.cumsum(chance), 0.0, 1.0))
