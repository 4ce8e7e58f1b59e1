"""Laws of a yearly volume: distribution functions with first and second derivatives.

Every family has two free parameters `a`, `b`. The three location–scale families write
`z = (log v - a) / exp(b)`; gamma has shape `exp(a)` and scale `exp(b)`. A volume is a whole
number, the law continuous: `V = floor(X)`, so `P(l <= V <= u) = F(u + 1) - F(l)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from listlab.analyse.answers import Array

FamilyName = Literal["lognormal", "gamma", "weibull", "loglogistic"]

_SHAPE_STEP = 1e-3  # of log shape, for central differences of the gamma law


@dataclass(frozen=True, slots=True)
class Jet:
    """Value, gradient (a, b) and Hessian (aa, ab, bb) of one quantity, each the same shape."""

    value: Array
    a: Array
    b: Array
    aa: Array
    ab: Array
    bb: Array


@dataclass(frozen=True)
class Family:
    """A law by its distribution function and log density, with derivatives in `a` and `b`.

    `cdf(log_v, a, b)` and `sf` return probabilities, broadcast; `cdf_jet` adds derivatives of
    `F`; `logpdf_jet` is that of `log f_V(v)`, the density of V itself, not of log V.
    """

    name: FamilyName
    cdf: Callable[[Array, Array, Array], Array]
    sf: Callable[[Array, Array, Array], Array]
    cdf_jet: Callable[[Array, Array, Array], Jet]
    logpdf_jet: Callable[[Array, Array, Array], Jet]
    natural: Callable[[float, float], dict[str, float]]


@dataclass(frozen=True)
class _Standard:
    """A standard law on the line: G, 1 - G, log g, and the first two derivatives of log g."""

    cdf: Callable[[Array], Array]
    sf: Callable[[Array], Array]
    logpdf: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    bend: Callable[[Array], Array]


def _location_scale(
    name: FamilyName, law: _Standard, natural: Callable[[float, float], dict[str, float]]
) -> Family:
    def score(log_v: Array, a: Array, b: Array) -> Array:
        return (log_v - a) * np.exp(-b)

    def cdf_jet(log_v: Array, a: Array, b: Array) -> Jet:
        z = score(log_v, a, b)
        ends = ~np.isfinite(z)
        z0 = np.where(ends, 0.0, z)
        g = np.where(ends, 0.0, np.exp(law.logpdf(z0)))
        dg = g * np.where(ends, 0.0, law.slope(z0))
        r = np.exp(-b)
        return Jet(
            law.cdf(z), -g * r, -z0 * g, dg * r * r, (g + z0 * dg) * r, z0 * g + z0 * z0 * dg
        )

    def logpdf_jet(log_v: Array, a: Array, b: Array) -> Jet:
        z = score(log_v, a, b)
        d, dd, r = law.slope(z), law.bend(z), np.exp(-b)
        return Jet(
            law.logpdf(z) - b - log_v,
            -d * r,
            -z * d - 1.0,
            dd * r * r,
            (d + z * dd) * r,
            z * d + z * z * dd,
        )

    return Family(
        name,
        lambda log_v, a, b: law.cdf(score(log_v, a, b)),
        lambda log_v, a, b: law.sf(score(log_v, a, b)),
        cdf_jet,
        logpdf_jet,
        natural,
    )


def _capped_exp(z: Array) -> Array:
    return np.exp(np.minimum(z, 200.0))  # the law is 0 there; its derivatives stay finite


_NORMAL = _Standard(
    cdf=special.ndtr,
    sf=lambda z: special.ndtr(-z),
    logpdf=lambda z: -0.5 * z * z - 0.5 * np.log(2 * np.pi),
    slope=lambda z: -z,
    bend=lambda z: -np.ones_like(z),
)
_LOGISTIC = _Standard(
    cdf=special.expit,
    sf=lambda z: special.expit(-z),
    logpdf=lambda z: special.log_expit(z) + special.log_expit(-z),
    slope=lambda z: special.expit(-z) - special.expit(z),
    bend=lambda z: -2 * special.expit(z) * special.expit(-z),
)
_SMALLEST = _Standard(  # law of the logarithm of a Weibull volume
    cdf=lambda z: -np.expm1(-_capped_exp(z)),
    sf=lambda z: np.exp(-_capped_exp(z)),
    logpdf=lambda z: z - _capped_exp(z),
    slope=lambda z: 1 - _capped_exp(z),
    bend=lambda z: -_capped_exp(z),
)


def _gamma_cdf(log_v: Array, a: Array, b: Array) -> Array:
    result: Array = special.gammainc(np.exp(a), _capped_exp(log_v - b))
    return result


def _gamma_sf(log_v: Array, a: Array, b: Array) -> Array:
    result: Array = special.gammaincc(np.exp(a), _capped_exp(log_v - b))
    return result


def _gamma_cdf_jet(log_v: Array, a: Array, b: Array) -> Jet:
    log_v, a, b = np.broadcast_arrays(log_v, a, b)
    ends = ~np.isfinite(log_v)
    w = np.where(ends, 0.0, log_v - b)
    k, t = np.exp(a), _capped_exp(w)
    g = np.where(ends, 0.0, np.exp(k * w - t - special.gammaln(k)))  # density of log V
    value = _gamma_cdf(log_v, a, b)
    above = _gamma_cdf(log_v, a + _SHAPE_STEP, b)
    below = _gamma_cdf(log_v, a - _SHAPE_STEP, b)
    return Jet(
        value,
        (above - below) / (2 * _SHAPE_STEP),
        -g,
        (above - 2 * value + below) / _SHAPE_STEP**2,
        -g * k * (w - special.digamma(k)),
        g * (k - t),
    )


def _gamma_logpdf_jet(log_v: Array, a: Array, b: Array) -> Jet:
    k, w = np.exp(a), log_v - b
    t = _capped_exp(w)
    slope = k * (w - special.digamma(k))
    return Jet(
        k * w - t - special.gammaln(k) - log_v,
        slope,
        t - k,
        slope - k * k * special.polygamma(1, k),
        -k * np.ones_like(t),
        -t,
    )


FAMILIES: dict[FamilyName, Family] = {
    "lognormal": _location_scale(
        "lognormal", _NORMAL, lambda a, b: {"mu": a, "sigma": float(np.exp(b))}
    ),
    "gamma": Family(
        "gamma",
        _gamma_cdf,
        _gamma_sf,
        _gamma_cdf_jet,
        _gamma_logpdf_jet,
        lambda a, b: {"shape": float(np.exp(a)), "scale": float(np.exp(b))},
    ),
    "weibull": _location_scale(
        "weibull",
        _SMALLEST,
        lambda a, b: {"shape": float(np.exp(-b)), "scale": float(np.exp(a))},
    ),
    "loglogistic": _location_scale(
        "loglogistic",
        _LOGISTIC,
        lambda a, b: {"shape": float(np.exp(-b)), "scale": float(np.exp(a))},
    ),
}
