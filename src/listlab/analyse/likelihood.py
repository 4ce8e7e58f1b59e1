"""Maximum-likelihood fits of censored volumes, many studies at once.

A *study* here is one set of weights over one set of answers: the survey itself, a bootstrap
replicate of it, or a simulated survey. All studies of a call are fitted together by damped
Newton steps with exact derivatives, so that thousands of refits cost what a few would.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listlab.analyse.answers import Array
from listlab.analyse.families import Family, FamilyName, Jet

_STEPS = 80
_TOLERANCE = 1e-11  # of the log-likelihood still to be gained, relative
_LIMITS = np.array([[-60.0, 60.0], [-6.0, 60.0], [-14.0, 14.0]])  # of a, b, logit of zero share
_FLATTEST = 1e-7  # smallest curvature per answer that still counts as identified


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

    def where(self, which: NDArray[np.bool_]) -> "Rows":
        """Rows chosen, of those shared by all studies."""
        return Rows(*(getattr(self, name)[which] for name in Rows.__dataclass_fields__))

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
    """Log-likelihood of each row with gradient and Hessian; last axes (p,) and (p, p)."""

    value: Array
    gradient: Array
    hessian: Array


@dataclass(frozen=True)
class Fits:
    """Fits of many studies. `theta` (studies, p): a, b and, with zeros, logit of their share."""

    theta: Array
    loglik: Array
    converged: NDArray[np.bool_]
    identified: NDArray[np.bool_]

    @property
    def zero_share(self) -> Array:
        """Estimated share of enterprises that export nothing, shape (studies,)."""
        if self.theta.shape[1] == 2:
            return np.zeros(self.theta.shape[0])
        return np.asarray(1 / (1 + np.exp(-self.theta[:, 2])))


def row_terms(family: Family, rows: Rows, theta: Array) -> Terms:
    """Log-likelihood terms of every row in every study, shapes (studies, m, …)."""
    a, b = theta[:, 0:1], theta[:, 1:2]
    jet = _interval_jet(family, rows, a, b)
    if rows.is_exact.any():
        point = family.logpdf_jet(rows.exact, a, b)
        jet = _choose(rows.is_exact, point, jet)
    if theta.shape[1] == 2:
        return _stack(jet, None)
    return _with_zeros(family, rows, theta, jet)


def _interval_jet(family: Family, rows: Rows, a: Array, b: Array) -> Jet:
    """Jet of log(F(upper) - F(lower))."""
    top, bottom = family.cdf_jet(rows.upper, a, b), family.cdf_jet(rows.lower, a, b)
    tail = family.sf(rows.lower, a, b) - family.sf(rows.upper, a, b)
    mass = np.where(bottom.value > 0.5, tail, top.value - bottom.value)
    mass = np.maximum(mass, 1e-300)
    da, db = (top.a - bottom.a) / mass, (top.b - bottom.b) / mass
    return Jet(
        np.log(mass),
        da,
        db,
        (top.aa - bottom.aa) / mass - da * da,
        (top.ab - bottom.ab) / mass - da * db,
        (top.bb - bottom.bb) / mass - db * db,
    )


def _choose(mask: NDArray[np.bool_], yes: Jet, no: Jet) -> Jet:
    return Jet(*(np.where(mask, getattr(yes, n), getattr(no, n)) for n in Jet.__slots__))


def _stack(jet: Jet, zeros: tuple[Array, Array, Array, Array] | None) -> Terms:
    rows = [jet.a, jet.b]
    matrix = [[jet.aa, jet.ab], [jet.ab, jet.bb]]
    if zeros is not None:
        slope, ea, eb, ee = zeros
        rows = [*rows, slope]
        matrix = [[jet.aa, jet.ab, ea], [jet.ab, jet.bb, eb], [ea, eb, ee]]
    shape = np.broadcast_shapes(*(np.shape(r) for r in rows), np.shape(jet.value))
    full = [[np.broadcast_to(x, shape) for x in line] for line in matrix]
    return Terms(
        np.broadcast_to(jet.value, shape),
        np.stack([np.broadcast_to(r, shape) for r in rows], axis=-1),
        np.stack([np.stack(line, axis=-1) for line in full], axis=-2),
    )


def _with_zeros(family: Family, rows: Rows, theta: Array, jet: Jet) -> Terms:
    """Terms when a share of the enterprises exports nothing at all."""
    share = 1 / (1 + np.exp(-theta[:, 2:3]))
    top = family.cdf_jet(rows.upper, theta[:, 0:1], theta[:, 1:2])
    total = np.maximum(share + (1 - share) * top.value, 1e-300)
    spread = share * (1 - share)
    da, db = (1 - share) * top.a / total, (1 - share) * top.b / total
    de = spread * (1 - top.value) / total
    mixed = Jet(
        np.log(total),
        da,
        db,
        (1 - share) * top.aa / total - da * da,
        (1 - share) * top.ab / total - da * db,
        (1 - share) * top.bb / total - db * db,
    )
    positive = Jet(jet.value + np.log1p(-share), jet.a, jet.b, jet.aa, jet.ab, jet.bb)
    body = _choose(rows.from_zero, mixed, positive)
    nought = np.zeros_like(body.value)
    none = Jet(np.log(share) + nought, nought, nought, nought, nought, nought)
    body = _choose(rows.is_zero, none, body)
    slope = np.where(rows.is_zero, 1 - share, np.where(rows.from_zero, de, -share))
    ea = np.where(rows.from_zero, -spread * top.a / total - de * da, 0.0)
    eb = np.where(rows.from_zero, -spread * top.b / total - de * db, 0.0)
    bend = spread * (1 - 2 * share) * (1 - top.value) / total - de * de
    ee = np.where(rows.from_zero, bend, -spread + nought)
    return _stack(body, (slope, ea, eb, ee))


def fit_studies(family: Family, rows: Rows, weights: Array, start: Array) -> Fits:
    """Maximum-likelihood fits of all studies together.

    Parameters
    ----------
    family : Family
    rows : Rows
        Of m rows, shared by the studies or one set each.
    weights : ndarray, shape (studies, m)
        Likelihood weight of each row in each study, ≥ 0.
    start : ndarray, shape (studies, p)
        Where to begin; p = 2, or 3 when a share of zeros is fitted too.

    Returns
    -------
    Fits
        `converged` is False where the steps ran out, `identified` where the likelihood is flat
        in some direction at its top or the fit stands at a limit.
    """
    theta = np.clip(start, *_LIMITS[: start.shape[1]].T)
    value, gradient, hessian = _sums(row_terms(family, rows, theta), weights)
    damping = np.zeros(len(theta))
    done = np.zeros(len(theta), dtype=bool)
    for _ in range(_STEPS):
        active = np.flatnonzero(~done)
        if active.size == 0:
            break
        step = ascent(gradient[active], hessian[active], damping[active])
        trial = np.clip(theta[active] + step, *_LIMITS[: start.shape[1]].T)
        gain = np.abs((gradient[active] * (trial - theta[active])).sum(axis=1))
        new = _sums(row_terms(family, _rows_of(rows, active), trial), weights[active])
        better = np.isfinite(new[0]) & (new[0] >= value[active] - 1e-13 * np.abs(value[active]))
        moved = active[better]
        theta[moved], value[moved] = trial[better], new[0][better]
        gradient[moved], hessian[moved] = new[1][better], new[2][better]
        damping[moved] = np.where(damping[moved] < 1e-4, 0.0, damping[moved] / 10)
        stuck = active[~better]
        damping[stuck] = np.maximum(damping[stuck] * 8, 1e-3)
        small = gain < _TOLERANCE * (1 + np.abs(value[active]))
        done[active[small & (better | (damping[active] > 1e8))]] = True
    return Fits(theta, value, done, _identified(theta, hessian, weights, rows))


def _rows_of(rows: Rows, studies: NDArray[np.int64]) -> Rows:
    if rows.exact.ndim == 1:
        return rows
    return Rows(*(getattr(rows, n)[studies] for n in Rows.__dataclass_fields__))


def _sums(terms: Terms, weights: Array) -> tuple[Array, Array, Array]:
    return (
        np.einsum("rm,rm->r", weights, np.broadcast_to(terms.value, weights.shape)),
        np.einsum("rm,rmp->rp", weights, terms.gradient),
        np.einsum("rm,rmpq->rpq", weights, terms.hessian),
    )


def ascent(gradient: Array, hessian: Array, damping: Array | float = 0.0) -> Array:
    """Newton steps, shape (studies, p), with curvature made positive: never downhill."""
    size, axes = np.linalg.eigh(-hessian)
    size = np.abs(size)
    size = np.maximum(size, 1e-8 * size.max(axis=1, keepdims=True) + 1e-12)
    size = size * (1 + np.reshape(damping, (-1, 1)))
    along = np.einsum("rpq,rp->rq", axes, gradient) / size
    step: Array = np.einsum("rpq,rq->rp", axes, along)
    longest = np.abs(step).max(axis=1, keepdims=True)
    return np.asarray(step / np.maximum(1.0, longest / 3.0))


def _identified(theta: Array, hessian: Array, weights: Array, rows: Rows) -> NDArray[np.bool_]:
    """Whether the law is determined; the share of zeros only where a study holds a zero."""
    limits = _LIMITS[: theta.shape[1]]
    inside = (theta > limits[:, 0] + 1e-6) & (theta < limits[:, 1] - 1e-6)
    flattest = np.linalg.eigvalsh(-hessian[:, :2, :2])[:, 0]
    if theta.shape[1] == 3:
        without_zero = (weights * rows.is_zero).sum(axis=1) == 0
        flattest = np.where(without_zero, flattest, np.linalg.eigvalsh(-hessian)[:, 0])
        inside[:, 2] |= without_zero
    result: NDArray[np.bool_] = inside.all(axis=1) & (flattest > _FLATTEST * weights.sum(axis=1))
    return result


def starting_point(rows: Rows, weights: Array, family: FamilyName, *, zeros: bool) -> Array:
    """Rough location and scale from the middles of the answers, shape (studies, p)."""
    twice = np.log(2.0)  # an open end: half the upper edge, or twice the lower one
    lower = np.where(np.isneginf(rows.lower), rows.upper - 2 * twice, rows.lower)
    upper = np.where(np.isposinf(rows.upper), rows.lower + 2 * twice, rows.upper)
    ends = np.isneginf(rows.lower) & np.isposinf(rows.upper)
    middle = (np.where(ends, 0.0, lower) + np.where(ends, 0.0, upper)) / 2
    middle = np.where(rows.is_exact, rows.exact, middle)
    known = ~rows.is_zero & ~(np.isneginf(rows.lower) & np.isposinf(rows.upper) & ~rows.is_exact)
    w = weights * known
    total = np.maximum(w.sum(axis=1), 1e-12)
    mean = (w * middle).sum(axis=1) / total
    spread = np.sqrt((w * (middle - mean[:, None]) ** 2).sum(axis=1) / total)
    spread = np.clip(spread, 0.1, 8.0)
    if family == "gamma":
        shape = np.log(np.clip(1 / spread**2, 0.05, 50.0))
        start = np.stack([shape, mean + spread**2 / 2 - shape], axis=1)
    else:
        scale = {"lognormal": 1.0, "weibull": 0.78, "loglogistic": 0.55}[family]
        start = np.stack([mean, np.log(spread * scale)], axis=1)
    if zeros:
        share = (weights * rows.is_zero).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-12)
        share = np.clip(share, 1e-3, 1 - 1e-3)
        start = np.column_stack([start, np.log(share / (1 - share))])
    return start
