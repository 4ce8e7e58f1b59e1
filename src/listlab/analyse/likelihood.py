"""Maximum-likelihood fits of censored volumes, many studies at once.

A *study* here is one set of weights over one set of answers: the survey itself, a bootstrap
replicate of it, or a simulated survey. All studies of a call are fitted together by damped
Newton steps with exact derivatives, so that thousands of refits cost what a few would.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from listlab.analyse.answers import Array
from listlab.analyse.families import Family, FamilyName
from listlab.analyse.terms import Rows, row_terms

_STEPS = 80
_HEAT = 4  # steps after which one start of several is chosen
_TOLERANCE = 1e-11  # of the log-likelihood still to be gained, relative
_LOGIT_LIMIT = 14.0  # of the share of zeros
_FLATTEST = 1e-7  # smallest curvature per answer that still counts as identified
_LEAST_GROUP = 0.5  # answers that a group of a mixture must stand for
_SPLITS = (0.02, 0.06, 0.2, 0.6)  # shares of the highest answers that start a mixture's group


@dataclass(frozen=True)
class Fits:
    """Fits of many studies. `theta` (studies, p): the law and, with zeros, logit of their share.

    `loglik` is penalised for a mixture; `information` (studies, p, p) is minus its second
    derivative.
    """

    theta: Array
    loglik: Array
    information: Array
    converged: NDArray[np.bool_]
    identified: NDArray[np.bool_]

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Which studies determine the law."""
        return self.converged & self.identified


def fit_studies(
    family: Family,
    rows: Rows,
    weights: Array,
    start: Array,
    *,
    tolerance: float = _TOLERANCE,
    steps: int = _STEPS,
) -> Fits:
    """Maximum-likelihood fits of all studies together.

    Parameters
    ----------
    family : Family
    rows : Rows
        Of m rows, shared by the studies or one set each.
    weights : ndarray, shape (studies, m)
        Likelihood weight of each row in each study, ≥ 0.
    start : ndarray, shape (studies, p)
        Where to begin; p is the law's size, or one more when a share of zeros is fitted too.
    tolerance : float
        Log-likelihood still to be gained at which a study is done, relative.

    Returns
    -------
    Fits
        `converged` is False where the steps ran out, `identified` where the likelihood is flat
        in some direction at its top or the fit stands at a limit.

    Notes
    -----
    A mixture's log-likelihood is less the penalty `d² / 2` on the difference `d` of its groups'
    log spreads, without which it has no maximum: a group may shrink to one exact answer.

    References
    ----------
    .. [1] Ciuperca, Ridolfi and Idier (2003), doi:10.1111/1467-9469.00317 (the penalty).
    """
    limits = _limits(family, start.shape[1])
    theta = np.clip(start, *limits.T)
    value, gradient, hessian = _sums(family, rows, theta, weights)
    damping = np.zeros(len(theta))
    done = np.zeros(len(theta), dtype=bool)
    for _ in range(steps):
        active = np.flatnonzero(~done)
        if active.size == 0:
            break
        step = ascent(gradient[active], hessian[active], damping[active])
        trial = np.clip(theta[active] + step, *limits.T)
        gain = np.abs((gradient[active] * (trial - theta[active])).sum(axis=1))
        new = _sums(family, rows.of(active), trial, weights[active])
        better = np.isfinite(new[0]) & (new[0] >= value[active] - 1e-13 * np.abs(value[active]))
        moved = active[better]
        theta[moved], value[moved] = trial[better], new[0][better]
        gradient[moved], hessian[moved] = new[1][better], new[2][better]
        damping[moved] = np.where(damping[moved] < 1e-4, 0.0, damping[moved] / 10)
        stuck = active[~better]
        damping[stuck] = np.maximum(damping[stuck] * 8, 1e-3)
        small = gain < tolerance * (1 + np.abs(value[active]))
        done[active[small & (better | (damping[active] > 1e8))]] = True
    inside = _identified(family, theta, -hessian, weights, rows)
    return Fits(theta, value, -hessian, done, inside)


def fit_best(family: Family, rows: Rows, weights: Array, starts: Sequence[Array]) -> Fits:
    """Fits from several starts, of each study the usable one of largest likelihood."""
    best = fit_studies(family, rows, weights, starts[0])
    for start in starts[1:]:
        other = fit_studies(family, rows, weights, start)
        gains = other.loglik > best.loglik + 1e-9 * (1 + np.abs(best.loglik))
        take = (other.usable & ~best.usable) | (gains & (other.usable | ~best.usable))
        arrays = [
            np.where(take.reshape(-1, *(1,) * (new.ndim - 1)), new, old)
            for new, old in zip(_arrays(other), _arrays(best), strict=True)
        ]
        best = Fits(*arrays)
    return best


def _arrays(fits: Fits) -> list[Array]:
    return [getattr(fits, name) for name in Fits.__dataclass_fields__]


def fit_leader(
    family: Family,
    rows: Rows,
    weights: Array,
    starts: Sequence[Array],
    *,
    tolerance: float = _TOLERANCE,
    steps: int = _STEPS,
) -> Fits:
    """Fits from that start of several which leads after a few steps: cheaper, seldom worse."""
    start = starts[0]
    if len(starts) > 1:
        heats = [fit_studies(family, rows, weights, start, steps=_HEAT) for start in starts]
        leader = np.argmax([heat.loglik for heat in heats], axis=0)
        start = np.stack([heat.theta for heat in heats])[leader, np.arange(len(leader))]
    return fit_studies(family, rows, weights, start, tolerance=tolerance, steps=steps)


def _limits(family: Family, size: int) -> Array:
    zeros = np.full((size - family.size, 2), [-_LOGIT_LIMIT, _LOGIT_LIMIT])
    return np.concatenate([family.limits, zeros])


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


def _sums(family: Family, rows: Rows, theta: Array, weights: Array) -> tuple[Array, Array, Array]:
    """Penalised log-likelihood of each study with its gradient and Hessian."""
    value, gradient, hessian = row_terms(family, rows, theta).sums(weights)
    if family.pull.any():
        law = slice(family.size)
        value -= (family.pull * theta[:, law] ** 2).sum(axis=1) / 2
        gradient[:, law] -= family.pull * theta[:, law]
        hessian[:, law, law] -= np.diag(family.pull)
    return value, gradient, hessian


def _identified(
    family: Family, theta: Array, information: Array, weights: Array, rows: Rows
) -> NDArray[np.bool_]:
    """Whether the law is determined; the share of zeros only where a study holds a zero."""
    limits, law = _limits(family, theta.shape[1]), family.size
    inside = (theta > limits[:, 0] + 1e-6) & (theta < limits[:, 1] - 1e-6)
    flattest = np.linalg.eigvalsh(information[:, :law, :law])[:, 0]
    answers = weights.sum(axis=1)
    if theta.shape[1] > law:
        without_zero = (weights * rows.is_zero).sum(axis=1) == 0
        flattest = np.where(without_zero, flattest, np.linalg.eigvalsh(information)[:, 0])
        inside[:, law] |= without_zero
    found = inside.all(axis=1) & (flattest > _FLATTEST * answers)
    if family.name == "mixture":
        share = special.expit(-np.abs(theta[:, law - 1]))  # of the smaller group
        found &= share * answers >= _LEAST_GROUP
    return np.asarray(found)


def starting_points(
    rows: Rows, weights: Array, family: FamilyName, *, zeros: bool, splits: Sequence[float] = ()
) -> list[Array]:
    """Rough parameters from the middles of the answers, each (studies, p).

    One start, but of a mixture as many as `splits` has shares of highest answers (by default
    four).
    """
    middle, known = _middles(rows)
    w = weights * known
    middle = np.broadcast_to(middle, w.shape)
    if family == "mixture":
        starts = [_split(middle, w, share) for share in splits or _SPLITS]
    else:
        starts = [_whole(middle, w, family)]
    if not zeros:
        return starts
    share = (weights * rows.is_zero).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-12)
    logit = special.logit(np.clip(share, 1e-3, 1 - 1e-3))
    return [np.column_stack([start, logit]) for start in starts]


def _middles(rows: Rows) -> tuple[Array, NDArray[np.bool_]]:
    """Logarithm of the middle of every answer, and which say anything of a positive volume."""
    twice = np.log(2.0)  # an open end: half the upper edge, or twice the lower one
    lower = np.where(np.isneginf(rows.lower), rows.upper - 2 * twice, rows.lower)
    upper = np.where(np.isposinf(rows.upper), rows.lower + 2 * twice, rows.upper)
    nothing = np.isneginf(rows.lower) & np.isposinf(rows.upper) & ~rows.is_exact
    open_ends = np.isneginf(rows.lower) & np.isposinf(rows.upper)
    middle = (np.where(open_ends, 0.0, lower) + np.where(open_ends, 0.0, upper)) / 2
    return np.where(rows.is_exact, rows.exact, middle), ~rows.is_zero & ~nothing


def _moments(middle: Array, w: Array) -> tuple[Array, Array, Array]:
    total = np.maximum(w.sum(axis=1), 1e-12)
    mean = (w * middle).sum(axis=1) / total
    return total, mean, (w * (middle - mean[:, None]) ** 2).sum(axis=1)


def _whole(middle: Array, w: Array, family: FamilyName) -> Array:
    total, mean, squares = _moments(middle, w)
    spread = np.clip(np.sqrt(squares / total), 0.1, 8.0)
    if family == "gamma":
        shape = np.log(np.clip(1 / spread**2, 0.05, 50.0))
        return np.stack([shape, mean + spread**2 / 2 - shape], axis=1)
    scale = {"lognormal": 1.0, "weibull": 0.78, "loglogistic": 0.55}[family]
    return np.stack([mean, np.log(spread * scale)], axis=1)


def _split(middle: Array, w: Array, share: float) -> Array:
    """Start of a mixture with the highest answers as a group, one answer at least."""
    order = np.argsort(np.where(w > 0, middle, -np.inf), axis=1, kind="stable")
    middle, w = (np.take_along_axis(x, order, axis=1) for x in (middle, w))
    high = np.cumsum(w, axis=1) - w / 2 > (1 - share) * w.sum(axis=1, keepdims=True)
    high[:, -1] = True
    above, mean_above, squares_above = _moments(middle, w * high)
    below, mean_below, squares_below = _moments(middle, w * ~high)
    spread = np.sqrt((squares_above + squares_below) / (above + below))
    logit = np.log(np.clip(above / below, 1e-3, 1e3))
    spread = np.log(np.clip(spread, 0.1, 8.0))
    return np.stack([mean_below, mean_above, spread, np.zeros_like(spread), logit], axis=1)
