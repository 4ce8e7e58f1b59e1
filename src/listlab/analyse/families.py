"""Laws of a yearly volume: distribution functions with first and second derivatives.

Four families have two free parameters `a`, `b`. The three location–scale families write
`z = (log v - a) / exp(b)`; gamma has shape `exp(a)` and scale `exp(b)`. The fifth is a mixture of
two lognormal groups: `a` of either, `b` of the first, what to add to it for the second, and the
logit of the second's share. A volume is a whole number, the law continuous: `V = floor(X)`, so
`P(l <= V <= u) = F(u + 1) - F(l)`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from scipy import special

from listlab.analyse.answers import Array

FamilyName = Literal["lognormal", "gamma", "weibull", "loglogistic", "mixture"]

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


@dataclass(frozen=True, eq=False)
class Family:
    """A law by its distribution function and log density, with derivatives in `a` and `b`.

    `cdf(log_v, *parameters)` and `sf` return probabilities, broadcast. `cdf_jet` adds
    derivatives of `F`; `logpdf_jet` is that of `log f_V(v)`, the density of V itself, not of
    log V; `tail` is the survival. Of a mixture these three are those of one group. `slopes` are
    the first derivatives of `F` in every parameter; those in `shifts`, together and turned, are
    that in log v. `limits` of the parameters, shape (size, 2), keep the search finite; `pull` is
    the precision with which they are drawn to 0.
    `natural` names the parameters as is usual and `canonical` undoes it.
    """

    name: FamilyName
    cdf: Callable[..., Array]
    sf: Callable[..., Array]
    cdf_jet: Callable[[Array, Array, Array], Jet]
    logpdf_jet: Callable[[Array, Array, Array], Jet]
    tail: Callable[[Array, Array, Array], Array]
    slopes: Callable[..., tuple[Array, ...]]
    shifts: tuple[int, ...]
    natural: Callable[..., dict[str, float]]
    canonical: Callable[[Mapping[str, float]], tuple[float, ...]]
    limits: Array = field(default_factory=lambda: np.array([[-60.0, 60.0], [-6.0, 60.0]]))
    pull: Array = field(default_factory=lambda: np.zeros(2))

    @property
    def size(self) -> int:
        """Number of parameters of the law, a share of zeros left out."""
        return len(self.limits)

    def parameters(self, theta: Array, axes: int = 1) -> tuple[Array, ...]:
        """Parameters of the law, each of shape (studies, 1, …) with `axes` axes of length 1."""
        shape = (len(theta), *(1,) * axes)
        return tuple(theta[:, k].reshape(shape) for k in range(self.size))


@dataclass(frozen=True)
class _Standard:
    """A standard law on the line: G, 1 - G, log g, and the first two derivatives of log g."""

    cdf: Callable[[Array], Array]
    sf: Callable[[Array], Array]
    logpdf: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    bend: Callable[[Array], Array]


def _location_scale(
    name: FamilyName,
    law: _Standard,
    natural: Callable[..., dict[str, float]],
    canonical: Callable[[Mapping[str, float]], tuple[float, ...]],
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

    def slopes(log_v: Array, a: Array, b: Array) -> tuple[Array, Array]:
        z = score(log_v, a, b)
        g = np.exp(law.logpdf(z))
        return -g * np.exp(-b), -z * g

    def survival(log_v: Array, a: Array, b: Array) -> Array:
        return law.sf(score(log_v, a, b))

    return Family(
        name,
        lambda log_v, a, b: law.cdf(score(log_v, a, b)),
        survival,
        cdf_jet,
        logpdf_jet,
        survival,
        slopes,
        (0,),
        natural,
        canonical,
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


def _gamma_slopes(log_v: Array, a: Array, b: Array) -> tuple[Array, Array]:
    k, w = np.exp(a), log_v - b
    less, more = (_gamma_sf(log_v, a + step, b) for step in (_SHAPE_STEP, -_SHAPE_STEP))
    return (more - less) / (2 * _SHAPE_STEP), -np.exp(k * w - _capped_exp(w) - special.gammaln(k))


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


def _survival_parameters(a: float, b: float) -> dict[str, float]:
    return {"shape": float(np.exp(-b)), "scale": float(np.exp(a))}


def _location_and_scale(named: Mapping[str, float]) -> tuple[float, ...]:
    return float(np.log(named["scale"])), -float(np.log(named["shape"]))


_LOGNORMAL = _location_scale(
    "lognormal",
    _NORMAL,
    lambda a, b: {"mu": a, "sigma": float(np.exp(b))},
    lambda named: (named["mu"], float(np.log(named["sigma"]))),
)


def _of_groups(one: Callable[..., Array]) -> Callable[..., Array]:
    def both(log_v: Array, *parameters: Array) -> Array:
        a, other, b, more, logit = parameters
        first, second = one(log_v, a, b), one(log_v, other, b + more)
        return np.asarray(first + special.expit(logit) * (second - first))

    return both


def _slopes_of_groups(log_v: Array, *parameters: Array) -> tuple[Array, ...]:
    a, other, b, more, logit = parameters
    share = special.expit(logit)
    first, second = _LOGNORMAL.slopes(log_v, a, b), _LOGNORMAL.slopes(log_v, other, b + more)
    apart = _LOGNORMAL.cdf(log_v, other, b + more) - _LOGNORMAL.cdf(log_v, a, b)
    spread = share * second[1]
    return (
        (1 - share) * first[0],
        share * second[0],
        (1 - share) * first[1] + spread,
        spread,
        share * (1 - share) * apart,
    )


def _groups(a: float, other: float, b: float, more: float, logit: float) -> dict[str, float]:
    if a > other:
        a, other, b, more, logit = other, a, b + more, -more, -logit
    return {
        "mu": a,
        "sigma": float(np.exp(b)),
        "mu_high": other,
        "sigma_high": float(np.exp(b + more)),
        "share_high": float(special.expit(logit)),
    }


def _from_groups(named: Mapping[str, float]) -> tuple[float, ...]:
    b, other = np.log(named["sigma"]), np.log(named["sigma_high"])
    logit = special.logit(named["share_high"])
    return named["mu"], named["mu_high"], float(b), float(other - b), float(logit)


FAMILIES: dict[FamilyName, Family] = {
    "lognormal": _LOGNORMAL,
    "gamma": Family(
        "gamma",
        _gamma_cdf,
        _gamma_sf,
        _gamma_cdf_jet,
        _gamma_logpdf_jet,
        _gamma_sf,
        _gamma_slopes,
        (1,),
        lambda a, b: {"shape": float(np.exp(a)), "scale": float(np.exp(b))},
        lambda named: (float(np.log(named["shape"])), float(np.log(named["scale"]))),
    ),
    "weibull": _location_scale("weibull", _SMALLEST, _survival_parameters, _location_and_scale),
    "loglogistic": _location_scale(
        "loglogistic", _LOGISTIC, _survival_parameters, _location_and_scale
    ),
    "mixture": Family(
        "mixture",
        _of_groups(_LOGNORMAL.cdf),
        _of_groups(_LOGNORMAL.sf),
        _LOGNORMAL.cdf_jet,
        _LOGNORMAL.logpdf_jet,
        _LOGNORMAL.tail,
        _slopes_of_groups,
        (0, 1),
        _groups,
        _from_groups,
        np.array([[-60.0, 60.0], [-60.0, 60.0], [-6.0, 60.0], [-6.0, 6.0], [-14.0, 14.0]]),
        np.array([0.0, 0.0, 0.0, 1.0, 0.0]),
    ),
}
