"""Distinct persons after each transfer of a year, and the yearly number that a threshold needs.

`events` transfers a year carry `persons` each and reach `distinct` persons by the end. In the
*population* variant each transfer draws its persons anew from the same population (members,
travellers): the committee problem, coupon collecting in batches. In the *cohort* variant it
carries everyone under observation (trial participants, employees): those of the first transfer,
and newcomers at an even rate after it. Arguments broadcast against each other.
"""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import elementwise

from listlab.analyse.answers import Array
from listlab.errors import ScenarioError
from listlab.model.language import Text

Variant = Literal["population", "cohort"]
VARIANTS: tuple[Variant, ...] = ("population", "cohort")
_EDGE = 1e-12  # by which a bracket is widened, relative


def population(distinct: Any, events: Any, persons: Any) -> Array:
    """Size of the population that transfers draw from, infinite where nobody comes again.

    Parameters
    ----------
    distinct : array_like
        Distinct persons a year, in [persons, events × persons].
    events : array_like
        Transfers a year, at least 1.
    persons : array_like
        Persons a transfer, above 0.

    Returns
    -------
    ndarray of float
        P with P (1 − (1 − persons/P)^events) = distinct.

    Raises
    ------
    ScenarioError
        Some `distinct` lies outside [persons, events × persons].

    References
    ----------
    .. [1] Johnson and Kotz (1977), Urn Models and Their Application, ISBN 0-471-44630-0.
    """
    d, m, b = (np.asarray(x, dtype=float) for x in (distinct, events, persons))
    _refuse_outside(d, m, b)
    q = _share_drawn(d / b, m)
    return np.asarray(np.divide(b, q, out=np.full(q.shape, np.inf), where=q > 0))


def moments(size: Any, persons: Any, after: Any) -> tuple[Array, Array]:
    """Mean and variance of the distinct persons after `after` transfers from a population.

    Parameters
    ----------
    size : array_like
        Persons in the population, at least `persons`, finite.
    persons : array_like
        Persons a transfer, drawn without replacement within it.
    after : array_like
        Transfers so far, at least 0.
    """
    p, b, j = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (size, persons, after)))
    whole = p <= b  # everybody comes each time
    missed = j * np.log1p(np.where(whole, -0.5, -b / p))  # log chance to be missed so far
    mean = np.where(whole, np.where(j > 0, p, 0.0), -p * np.expm1(missed))
    # pairs are missed together a little less often than if persons were drawn on their own
    inner = (p - 1) * (p - b)
    both = np.log1p(
        -np.minimum(np.divide(b, inner, out=np.ones_like(p), where=inner > b), 1 - 1e-16)
    )
    pair = np.where(inner > b, np.expm1(j * both), np.where(j > 0, -1.0, 0.0))
    s = np.exp(missed)
    variance = p * s * (1 - s) + p * (p - 1) * s * s * pair
    return mean, np.where(whole, 0.0, np.maximum(variance, 0.0))


def reached(variant: Variant, distinct: Any, events: Any, persons: Any, after: Any) -> Array:
    """Expected distinct persons after `after` of the year's transfers.

    Raises
    ------
    ScenarioError
        Some `distinct` lies outside [persons, events × persons].
    """
    d, m, b, j = _floats(distinct, events, persons, after)
    _refuse_outside(d, m, b)
    if variant == "cohort":
        rest = np.divide(j - 1, m - 1, out=np.zeros_like(m), where=m > 1)
        found = b + (d - b) * rest
    else:
        found = b * _batches(_share_drawn(d / b, m), j)
    return np.where(j <= 0, 0.0, np.where(j >= m, d, found))


def needed(variant: Variant, threshold: Any, events: Any, persons: Any, after: Any) -> Array:
    """Distinct persons a year from which `threshold` is reached after `after` transfers.

    Infinite where no number that the transfers can carry is enough; the threshold itself where
    one transfer carries as many, or where all transfers of the year have taken place.
    """
    t, m, b, j = _floats(threshold, events, persons, after)
    inside = (j > 1) & (j < m) & (t > b) & (t < j * b)
    of = [np.where(inside, x, default) for x, default in ((t, 1.5), (m, 3.0), (b, 1.0), (j, 2.0))]
    found = _needed_inside(variant, *of)
    found = np.where(found > of[1] * of[2] * (1 + _EDGE), np.inf, found)
    found = np.where(inside, found, np.inf)
    found = np.where((j > 1) & (t == j * b), m * b, found)
    return np.where((j >= 1) & ((t <= b) | (j >= m)), t, found)


def _needed_inside(variant: Variant, t: Array, m: Array, b: Array, j: Array) -> Array:
    if variant == "cohort":
        return b + (t - b) * (m - 1) / (j - 1)
    return b * _batches(_share_drawn(t / b, j), m)


def _batches(q: Array, after: Array) -> Array:
    """Distinct persons after so many transfers, in persons a transfer: (1 − (1 − q)^j)/q."""
    inner = np.clip(q, 1e-300, 1 - 1e-16)
    many = -np.expm1(after * np.log1p(-inner)) / inner
    return np.where(q <= 0, after, np.where(q >= 1, np.minimum(after, 1.0), many))


def _share_drawn(ratio: Array, events: Array) -> Array:
    """Share q of the population that a transfer carries: root of (1 − (1 − q)^m)/q = ratio.

    By Chandrupatla's method between 2 (m − ratio)/(m (m − 1)), from Bonferroni's inequality, and
    1/ratio; 0 where nobody comes again, 1 where the same persons come each time.
    """
    ratio, events = np.broadcast_arrays(ratio, events)
    inside = (ratio > 1) & (ratio < events)
    if not inside.any():
        return np.where(ratio <= 1, 1.0, 0.0)
    d, m = ratio[inside], events[inside]
    low = 2 * (m - d) / (m * (m - 1)) * (1 - _EDGE)
    high = np.minimum(1 / d * (1 + _EDGE), 1.0)
    solved = elementwise.find_root(
        lambda q, d, m: _batches(q, m) - d,
        (low, high),
        args=(d, m),
        tolerances={"xatol": 0.0, "xrtol": 4e-16, "fatol": 0.0, "frtol": 0.0},
    )
    share = np.where(ratio <= 1, 1.0, 0.0)
    # so near to an end that no root is told from it, the end itself stands
    share[inside] = np.where(solved.success, solved.x, np.where(d - 1 < m - d, high, low))
    return share


def _floats(*arrays: Any) -> tuple[Array, ...]:
    return tuple(np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in arrays)))


def _refuse_outside(d: Array, m: Array, b: Array) -> None:
    outside: NDArray[np.bool_] = ~((m >= 1) & (b > 0) & (d >= b) & (d <= m * b))
    if outside.any():
        d, m, b = (x[outside][0] for x in np.broadcast_arrays(d, m, b))
        raise ScenarioError(
            Text(
                f"全年去重 {d:,.10g} 人不在 {b:,.10g}（单次人数）至 {m * b:,.10g}"
                "（每年次数 × 单次人数）之间；请核对三处数字。",
                f"{d:,.10g} distinct persons a year lie outside {b:,.10g} (persons a time) to "
                f"{m * b:,.10g} (times × persons); check the three numbers.",
            )
        )
