"""Log-likelihood of every answer in every study, with its derivatives.

Laws of one group give their own derivatives; a mixture, and a share of enterprises that export
nothing, are put together from those by the probability of belonging to either part.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from listlab.analyse.answers import Array
from listlab.analyse.families import Family, Jet

Columns = NDArray[np.bool_] | NDArray[np.int64] | slice

_LEAST_MASS = 1e-300


@dataclass(frozen=True)
class Rows:
    """Answers as the likelihood takes them; arrays have shape (m,) or (studies, m).

    `exact`, `lower`, `upper` are logarithms: of the number given, or of the edges of the
    interval, -inf and +inf where it is open. Which entries are exact or zero is marked.
    """

    exact: Array
    lower: Array
    upper: Array
    is_exact: NDArray[np.bool_]
    is_zero: NDArray[np.bool_]

    def where(self, which: Columns) -> "Rows":
        """Rows chosen, of all studies."""
        return Rows(*(getattr(self, name)[..., which] for name in Rows.__dataclass_fields__))

    def of(self, studies: NDArray[np.int64]) -> "Rows":
        """Rows of some studies; the same rows where all studies share them."""
        if self.exact.ndim == 1:
            return self
        return Rows(*(getattr(self, name)[studies] for name in Rows.__dataclass_fields__))

    @property
    def from_zero(self) -> NDArray[np.bool_]:
        """Intervals that include zero."""
        return ~self.is_exact & ~self.is_zero & np.isneginf(self.lower)


def likelihood_rows(low: Array, high: Array) -> Rows:
    """Rows for closed integer bounds `[low, high]`, `high` infinite when unbounded."""
    is_point = low == high
    is_zero = is_point & (low == 0)
    with np.errstate(divide="ignore"):
        log_low = np.log(low)
    return Rows(
        exact=np.where(is_point & ~is_zero, log_low, 0.0),
        lower=np.where(is_point, -np.inf, log_low),
        upper=np.where(is_point, np.inf, np.log(high + 1.0)),
        is_exact=is_point & ~is_zero,
        is_zero=is_zero,
    )


@dataclass(frozen=True)
class Terms:
    """Log-likelihood of each row: value (studies, m), gradient (p, studies, m).

    `hessian` has the upper triangle only, (p (p + 1) / 2, studies, m), row by row.
    """

    value: Array
    gradient: Array
    hessian: Array

    def sums(self, weights: Array) -> tuple[Array, Array, Array]:
        """Weighted sums over the rows: (studies,), (studies, p), (studies, p, p)."""
        p = len(self.gradient)
        packed = np.einsum("rm,krm->rk", weights, self.hessian)
        full = np.empty((len(packed), p, p))
        first, second = np.triu_indices(p)
        full[:, first, second] = full[:, second, first] = packed
        return (
            np.einsum("rm,rm->r", weights, self.value),
            np.einsum("rm,krm->rk", weights, self.gradient),
            full,
        )


def row_terms(family: Family, rows: Rows, theta: Array) -> Terms:
    """Log-likelihood terms of every row in every study.

    `theta` has shape (studies, p): the law's parameters and, when it is one longer, the logit
    of the share of enterprises that export nothing.
    """
    if family.size == 2:
        law = _one_group(family, rows, theta[:, 0:1], theta[:, 1:2])
    else:
        law = _two_groups(family, rows, theta)
    if theta.shape[1] == family.size:
        return law
    return _with_zeros(law, rows, theta[:, -1:])


def _one_group(family: Family, rows: Rows, a: Array, b: Array) -> Terms:
    is_exact = np.atleast_2d(rows.is_exact)
    exact: NDArray[np.bool_] = np.asarray(is_exact.any(axis=0))
    ranged: NDArray[np.bool_] = np.asarray(~is_exact.all(axis=0))
    parts = np.empty((len(Jet.__slots__), len(a), len(exact)))
    if ranged.any():
        columns = _columns(ranged)
        _fill(parts, columns, _interval_jet(family, rows.where(columns), a, b))
    if exact.any():
        columns = _columns(exact)
        point = family.logpdf_jet(rows.where(columns).exact, a, b)
        if (exact & ranged).any():
            point = _choose(is_exact[:, columns], point, Jet(*parts[:, :, columns]))
        _fill(parts, columns, point)
    return Terms(parts[0], parts[1:3], parts[3:])


def _columns(mask: NDArray[np.bool_]) -> Columns:
    """Columns marked; as a slice where they stand together, which costs no copies."""
    found = np.flatnonzero(mask)
    first, last = int(found[0]), int(found[-1]) + 1
    return slice(first, last) if last - first == len(found) else found


def _fill(parts: Array, columns: Columns, jet: Jet) -> None:
    for k, name in enumerate(Jet.__slots__):
        parts[k][:, columns] = getattr(jet, name)


def _choose(mask: NDArray[np.bool_], yes: Jet, no: Jet) -> Jet:
    return Jet(*(np.where(mask, getattr(yes, n), getattr(no, n)) for n in Jet.__slots__))


def _interval_jet(family: Family, rows: Rows, a: Array, b: Array) -> Jet:
    """Jet of log(F(upper) - F(lower)), of one group."""
    top, bottom = family.cdf_jet(rows.upper, a, b), family.cdf_jet(rows.lower, a, b)
    mass = top.value - bottom.value
    high = bottom.value > 0.5
    if high.any():  # differences of survivals keep their digits there
        mass = np.where(high, family.tail(rows.lower, a, b) - family.tail(rows.upper, a, b), mass)
    mass = np.maximum(mass, _LEAST_MASS)
    da, db = (top.a - bottom.a) / mass, (top.b - bottom.b) / mass
    return Jet(
        np.log(mass),
        da,
        db,
        (top.aa - bottom.aa) / mass - da * da,
        (top.ab - bottom.ab) / mass - da * db,
        (top.bb - bottom.bb) / mass - db * db,
    )


def _two_groups(family: Family, rows: Rows, theta: Array) -> Terms:
    """Terms of a mixture; `one` and `two` are the chances of having come from either group.

    References
    ----------
    .. [1] Louis (1982), doi:10.1111/j.2517-6161.1982.tb01203.x (its second derivatives).
    """
    a, other, b, more, logit = (theta[:, k : k + 1] for k in range(5))
    x, y = _one_group(family, rows, a, b), _one_group(family, rows, other, b + more)
    odds = logit + y.value - x.value
    rest = np.exp(-np.abs(odds))
    less = rest / (1 + rest)
    two = np.where(odds > 0, 1 - less, less)
    one, share = 1 - two, special.expit(logit)
    both = one * two
    (xa, xb), (ya, yb) = x.gradient, y.gradient
    (xaa, xab, xbb), (yaa, yab, ybb) = x.hessian, y.hessian
    value = x.value + special.log_expit(-logit) + np.maximum(odds, 0.0) + np.log1p(rest)
    gradient = np.empty((5, *value.shape))
    gradient[0], gradient[1], gradient[3] = one * xa, two * ya, two * yb
    gradient[2], gradient[4] = one * xb + gradient[3], two - share
    hessian = np.empty((15, *value.shape))
    apart, bya, bxa, byb = yb - xb, both * ya, both * xa, both * yb
    hessian[0] = one * xaa + bxa * xa
    hessian[1] = -bxa * ya
    hessian[2] = one * xab - bxa * apart
    hessian[3] = -bxa * yb
    hessian[4] = -bxa
    hessian[5] = two * yaa + bya * ya
    hessian[6] = two * yab + bya * apart
    hessian[7] = two * yab + bya * yb
    hessian[8] = bya
    hessian[11] = both * apart
    hessian[10] = two * ybb + byb * apart
    hessian[9] = one * xbb + hessian[10] - hessian[11] * xb
    hessian[12] = two * ybb + byb * yb
    hessian[13] = byb
    hessian[14] = both - share * (1 - share)
    return Terms(value, gradient, hessian)


def _with_zeros(law: Terms, rows: Rows, logit: Array) -> Terms:
    """Terms when a share of the enterprises exports nothing at all."""
    share = special.expit(logit)
    positive = np.where(rows.is_zero, 0.0, 1.0)
    positive = np.where(rows.from_zero, special.expit(law.value - logit), positive)
    value = np.where(rows.is_zero, special.log_expit(logit), law.value + special.log_expit(-logit))
    either = np.logaddexp(logit, law.value) + special.log_expit(-logit)
    both = positive * (1 - positive)
    p = len(law.gradient)
    first, second = np.triu_indices(p)
    body = positive * law.hessian + both * law.gradient[first] * law.gradient[second]
    packed = np.empty(((p + 1) * (p + 2) // 2, *law.value.shape))
    last = np.triu_indices(p + 1)[1] == p  # where the zeros' logit takes part
    packed[~last] = body
    packed[last] = np.concatenate([-both * law.gradient, (both - share * (1 - share))[None]])
    slope = np.broadcast_to(1 - positive - share, law.value.shape)
    return Terms(
        np.where(rows.from_zero, either, value),
        np.concatenate([positive * law.gradient, slope[None]]),
        packed,
    )
