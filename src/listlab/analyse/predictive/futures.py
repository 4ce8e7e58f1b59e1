"""Share of enterprises below thresholds in thousands of futures, exactly or from a curve."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.polynomial import chebyshev
from scipy import special

from listlab.analyse.answers import Array
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.problem import Problem

_TOLERANCE = 1e-5  # of the curve, tested between its nodes
_FIRST, _LAST = 8, 256  # nodes along an axis
_PER_SPREAD = 1  # nodes at first over the spread of the narrowest law
_CHUNK = 2_000_000  # numbers held at once


@dataclass(frozen=True)
class FutureShares:
    """Share below in each future, shape (futures,), and the largest error of it.

    `error` is 0 for the exact sum; for a curve the largest difference from the sum at places
    between its nodes, and `evaluations` counts laws reckoned, all of them in either case.
    """

    share: Array
    error: float
    method: Literal["curve", "sum"]
    evaluations: int


def shares_in_futures(
    location: Array,
    scale: Array,
    weight: Array,
    *,
    log_threshold: Array,
    growth_mean: Array,
    growth_sd: Array,
    method: Literal["curve", "sum"] = "curve",
) -> FutureShares:
    """Share of enterprises below a threshold next year, in every future.

    Parameters
    ----------
    location, scale, weight : ndarray, shape (enterprises,)
        Lognormal predictive law of each, log persons, before growth; scale ≥ 0, weight > 0.
    log_threshold, growth_mean, growth_sd : ndarray, shape (futures,)
        One future each; growth on the log scale, sd ≥ 0.
    method : "curve" or "sum"
        Interpolated, or summed over all enterprises in every future.

    Returns
    -------
    FutureShares

    Raises
    ------
    ScenarioError
        A number that is not finite, a negative scale or sd, a weight not above 0.

    Notes
    -----
    The share depends on a future through two numbers only: the logarithm of the threshold less
    the growth, and the sd. It is interpolated between Chebyshev nodes of both; their number is
    doubled until the curve is within 1e-5 of the sum between them. Where that takes more laws
    than the sum itself, the sum is taken.
    """
    _refuse(location, scale, weight, (log_threshold, growth_mean, growth_sd))
    edge = log_threshold - growth_mean
    enterprises = location, scale, weight / weight.sum()
    whole = len(edge) * len(location)
    if method == "curve":
        found = _curve(enterprises, edge, growth_sd, most=whole)
        if found is not None:
            return found
    return FutureShares(_sum(enterprises, edge, growth_sd), 0.0, "sum", whole)


def _sum(enterprises: tuple[Array, Array, Array], edge: Array, sd: Array) -> Array:
    location, scale, weight = enterprises
    share = np.empty(len(edge))
    size = max(_CHUNK // len(location), 1)
    for i in range(0, len(edge), size):
        part = slice(i, i + size)
        spread = np.sqrt(scale**2 + sd[part, None] ** 2)
        away = edge[part, None] - location
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.where(spread > 0, away / spread, np.where(away > 0, np.inf, -np.inf))
        share[part] = special.ndtr(z) @ weight
    return share


def _curve(
    enterprises: tuple[Array, Array, Array], edge: Array, sd: Array, *, most: int
) -> FutureShares | None:
    """Share from a curve over edge and sd, or None where the sum is cheaper."""
    ends = _ends(edge), _ends(sd)
    narrowest = max(float(np.hypot(enterprises[1].min(), sd.min())), 1e-6)
    needed = _PER_SPREAD * float(np.ptp(edge)) / narrowest
    sizes = [_FIRST, _FIRST if np.ptp(sd) > 0 else 1]
    while sizes[0] < min(needed, _LAST):
        sizes[0] *= 2
    spent = 0
    while True:
        spent += int(np.prod(sizes) + 2 * sum(sizes)) * len(enterprises[0])
        if spent > most or max(sizes) > _LAST:
            return None
        nodes = [_nodes(*end, size) for end, size in zip(ends, sizes, strict=True)]
        mesh = np.meshgrid(*nodes, indexing="ij")
        values = _sum(enterprises, mesh[0].ravel(), mesh[1].ravel()).reshape(sizes)
        table = _coefficients(_coefficients(values).T).T
        errors = [_between(enterprises, table, ends, nodes, axis) for axis in (0, 1)]
        wrong = [axis for axis in (0, 1) if errors[axis] > _TOLERANCE and sizes[axis] > 1]
        if not wrong:
            share = np.clip(_read(table, ends, edge, sd), 0.0, 1.0)
            return FutureShares(share, max(errors), "curve", spent)
        for axis in wrong:
            sizes[axis] *= 2


def _ends(values: Array) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _nodes(low: float, high: float, size: int) -> Array:
    places = np.cos(np.pi * (np.arange(size) + 0.5) / size)
    return (low + high) / 2 + (high - low) / 2 * places


def _coefficients(values: Array) -> Array:
    """Chebyshev coefficients along the first axis, from values at the nodes."""
    size = len(values)
    angle = np.pi * np.outer(np.arange(size), np.arange(size) + 0.5) / size
    found = 2 / size * np.cos(angle) @ values
    found[0] /= 2
    return np.asarray(found)


def _read(
    table: Array, ends: tuple[tuple[float, float], tuple[float, float]], edge: Array, sd: Array
) -> Array:
    rows = chebyshev.chebvander(_scaled(edge, *ends[0]), table.shape[0] - 1) @ table
    columns = chebyshev.chebvander(_scaled(sd, *ends[1]), table.shape[1] - 1)
    return np.asarray((rows * columns).sum(axis=1))


def _scaled(values: Array, low: float, high: float) -> Array:
    half = (high - low) / 2
    return np.zeros(len(values)) if half == 0 else (values - (low + high) / 2) / half


def _between(
    enterprises: tuple[Array, Array, Array],
    table: Array,
    ends: tuple[tuple[float, float], tuple[float, float]],
    nodes: list[Array],
    axis: int,
) -> float:
    """Largest error midway between the nodes of one axis, at both ends of the other."""
    own = np.sort(nodes[axis])
    middles = np.concatenate([ends[axis], (own[1:] + own[:-1]) / 2])
    worst = 0.0
    for other in ends[1 - axis]:
        fixed = np.full(len(middles), other)
        edge, sd = (middles, fixed) if axis == 0 else (fixed, middles)
        true = _sum(enterprises, edge, sd)
        worst = max(worst, float(np.abs(_read(table, ends, edge, sd) - true).max()))
    return worst


def _refuse(
    location: Array, scale: Array, weight: Array, futures: tuple[Array, Array, Array]
) -> None:
    rules = {
        "location": np.isfinite(location).all(),
        "scale": np.isfinite(scale).all() and (scale >= 0).all(),
        "weight": np.isfinite(weight).all() and (weight > 0).all(),
        "log_threshold": np.isfinite(futures[0]).all(),
        "growth_mean": np.isfinite(futures[1]).all(),
        "growth_sd": np.isfinite(futures[2]).all() and (futures[2] >= 0).all(),
    }
    problems = [
        Problem(
            f"futures.{name}",
            "error",
            Text(
                f"{name} 须为有限数，scale、growth_sd 不小于 0，weight 大于 0。",
                f"{name} must be finite, scale and growth_sd at least 0, weight above 0.",
            ),
        )
        for name, holds in rules.items()
        if not holds
    ]
    sizes = {len(location), len(scale), len(weight)}, {len(x) for x in futures}
    if 0 in set.union(*sizes) or max(map(len, sizes)) > 1:
        problems.append(
            Problem(
                "futures.sizes",
                "error",
                Text(
                    "企业各列、未来各列须各自等长且不为空。",
                    "columns of enterprises, and those of futures, must be of one length and not "
                    "empty.",
                ),
            )
        )
    if problems:
        raise ScenarioError(problems)
