"""How many enterprises cross a threshold one, two and three years ahead."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy import special

from listlab.analyse.answers import Answers, Array
from listlab.analyse.bands import resample
from listlab.analyse.growth import Growth
from listlab.analyse.result import Estimate
from listlab.analyse.scale.law import Law

YEARS = (1, 2, 3)
_REPLICATES = 400
_EDGES = 97  # of the volumes within an interval, beside the thresholds in it
_BOTTOM = 0.5  # persons; below it nobody is exported, now or later
_BEYOND = 20.0  # times the lower end, or the largest answer, that an open interval is followed
_STEP = 1e-3  # of mean growth, for central differences
_STILL = 1e-9  # spread of growth below which every enterprise grows alike
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class YearsAhead:
    """Shares of this year's enterprises at one threshold, so many years ahead.

    `caught`: below it now and at or above it then; `freed`: the other way round; `below`: below
    it then. Two-sided 95 % intervals.
    """

    threshold: int
    years: int
    caught: Estimate
    freed: Estimate
    below: Estimate


@dataclass(frozen=True)
class _Points:
    """Volumes that the answers allow: of which group, log volume, and chance within the group."""

    group: NDArray[np.int64]
    log_v: Array
    mass: Array


def years_ahead(
    answers: Answers,
    law: Law,
    growth: Growth,
    thresholds: Sequence[int],
    *,
    rng: Generator,
) -> tuple[YearsAhead, ...]:
    """Crossings of every threshold in 1, 2 and 3 years, each enterprise given its answer.

    `log V_h = log V + h g + √h e`, `e ~ N(0, sd²)`: every year grows by the same mean and anew by
    chance. Wholly missing answers take the law itself; zeros stay zero.

    Notes
    -----
    Intervals resample enterprises and move the mean by its standard error, to first order, with
    the law of open answers held.
    """
    points = _points(answers, law, np.array(thresholds, dtype=float))
    weight = answers.count * answers.weight
    draws = resample(answers, _REPLICATES, rng) * answers.weight
    shifts = growth.error * rng.standard_normal(_REPLICATES)
    found = []
    for threshold in thresholds:
        for years in YEARS:
            parts = [
                _shares(points, growth.mean + step, growth.sd, threshold, years)
                for step in (0.0, _STEP, -_STEP)
            ]
            slopes = (parts[1] - parts[2]) / (2 * _STEP)
            by_group, slope = (_by_group(points, x, len(weight)) for x in (parts[0], slopes))
            estimate = by_group @ weight / weight.sum()
            total = draws.sum(axis=1)
            moved = (draws @ by_group.T + shifts[:, None] * (draws @ slope.T)) / total[:, None]
            bands = [_band(e, column) for e, column in zip(estimate, moved.T, strict=True)]
            found.append(YearsAhead(threshold, years, *bands))
    return tuple(found)


def _points(answers: Answers, law: Law, thresholds: Array) -> _Points:
    group, log_v, mass = [], [], []
    largest = float(answers.low.max())
    for k, (low, high) in enumerate(zip(answers.low, answers.high, strict=True)):
        if low == high:
            values, chance = np.array([max(low, _BOTTOM)]), np.ones(1)
        else:
            top = high + 1 if np.isfinite(high) else _BEYOND * max(low, largest, 1.0)
            edges = np.geomspace(max(low, _BOTTOM), top, _EDGES)
            inside = thresholds[(thresholds > edges[0]) & (thresholds < top)]
            edges = np.unique(np.concatenate([edges, inside]))
            share = law.below(edges)
            share[0] = 0.0 if low == 0 else share[0]
            share[-1] = share[-1] if np.isfinite(high) else 1.0
            chance = np.diff(share)
            values = np.sqrt(edges[1:] * edges[:-1])
            chance = chance if chance.sum() > _TINY else np.ones(len(values))
            chance = chance / chance.sum()
        group.append(np.full(len(values), k))
        log_v.append(np.log(values))
        mass.append(chance)
    return _Points(np.concatenate(group), np.concatenate(log_v), np.concatenate(mass))


def _shares(points: _Points, mean: float, sd: float, threshold: int, years: int) -> Array:
    """Chance of every point to be caught then, freed then, and below then: (3, points)."""
    off = points.log_v + years * mean - np.log(threshold)
    spread = sd * np.sqrt(years)
    above = special.ndtr(off / spread) if spread > _STILL else (off >= 0).astype(float)
    exports = points.log_v > np.log(_BOTTOM) + _TINY
    above = np.where(exports, above, 0.0)
    now = points.log_v < np.log(threshold) - _TINY
    return np.stack([now * above, ~now * (1 - above), 1 - above])


def _by_group(points: _Points, shares: Array, groups: int) -> Array:
    return np.stack([np.bincount(points.group, points.mass * row, groups) for row in shares])


def _band(estimate: float, replicas: Array) -> Estimate:
    low, high = np.clip(np.quantile(replicas, [0.025, 0.975]), 0.0, 1.0)
    return Estimate(float(estimate), min(float(low), float(estimate)), max(high, float(estimate)))
