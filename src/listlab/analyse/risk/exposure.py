"""Exposure below a threshold: what is exported there, and what the list would allow."""

from dataclasses import dataclass

import numpy as np
from scipy.integrate import cumulative_simpson
from scipy.interpolate import CubicSpline
from scipy.special import expit

from listlab.analyse.answers import Answers, Array
from listlab.analyse.bands import Refits
from listlab.analyse.condense import Condensed
from listlab.analyse.families import FAMILIES, FamilyName
from listlab.analyse.freed import freed_at
from listlab.analyse.laws import Model

_GRID = 4001
_TINY = 1e-12
_BOTTOM = 0.25  # persons; below it the share exported is nothing
_GAP = 0.15  # widest step of the logarithm over which Simpson's rule integrates a refitted law
_CHUNK = 2_000_000  # numbers held at once


@dataclass(frozen=True)
class Exposure:
    """Persons a year times severity, by threshold; `share` of the persons, with its band.

    `share` is None where some answer has no upper bound: then the total does not exist.
    """

    realised: Array
    permitted: Array
    freed: Array  # enterprises of the frame
    share: tuple[Array, Array, Array] | None


def expose(
    model: Model,
    answers: Answers,
    draws: Array,
    thresholds: Array,
    *,
    classes: Condensed | None = None,
) -> Exposure:
    """Realised and permitted exposure at each threshold, in persons times severity.

    Realised is `Σ w s E[V 1(V < T)]` given each answer; permitted `Σ w s P(V < T) (T - 1)`: what
    the list would allow. The band of the share is that of resampled enterprises, fits held.
    `draws` count the answers' own groups, or those of `classes`.
    """
    mass = answers.count * answers.weight * answers.severity
    below = np.zeros((len(answers.low), len(thresholds)))
    freed = np.zeros_like(below)
    total = np.zeros(len(answers.low))
    point = answers.exact
    ranged = model.rows.where(~point)
    for name, share in model.share.items():
        part, whole = _persons(model, name, answers.where(~point), thresholds)
        below[~point] += share * part
        total[~point] += share * whole
        freed[~point] += share * freed_at(ranged, name, model.theta[name], thresholds)
    is_below = answers.low[:, None] < thresholds
    below = np.where(point[:, None], answers.low[:, None] * is_below, below)
    freed = np.where(point[:, None], is_below, freed)
    total = np.where(point, answers.low, total)
    return Exposure(
        realised=mass @ below,
        permitted=(mass @ freed) * (thresholds - 1),
        freed=(answers.count * answers.weight) @ freed,
        share=_shares(answers, draws, below, total)
        if classes is None
        else _shares(
            classes.answers, draws, classes.mean(below, answers), classes.mean(total, answers)
        ),
    )


@dataclass(frozen=True)
class Replicas:
    """Exposures and enterprises freed in resampled surveys, shape (replicates, thresholds).

    An entry a family of the band; one without a name where every answer is exact.
    """

    realised: dict[str, Array]
    permitted: dict[str, Array]
    freed: dict[str, Array]


def replicate(
    model: Model, answers: Answers, draws: Array, refits: Refits, thresholds: Array
) -> Replicas:
    """Exposures of every replicate, its law refitted; replicates without a fit are left out."""
    found = Replicas({}, {}, {})
    below = answers.low[:, None] < thresholds
    persons, free = answers.low[:, None] * below, below.astype(float)
    weight = draws * answers.weight
    if answers.exact.all():
        _put(found, "", weight, answers.severity, (persons, free, thresholds))
    for name in model.band if not answers.exact.all() else ():
        kept = weight[refits.kept[name]]
        point = answers.exact
        _put(
            found,
            name,
            kept[:, point],
            answers.severity[point],
            (persons[point], free[point], thresholds),
        )
        ranged = answers.where(~point)
        size = max(_CHUNK // (len(ranged.low) * len(thresholds)), 1)
        for i in range(0, len(kept), size):
            part = slice(i, i + size)
            inside, share = _refitted(name, refits.theta[name][part], ranged, thresholds)
            mass = kept[part][:, ~point]
            severe = mass * ranged.severity
            found.realised[name][part] += np.einsum("rg,rgk->rk", severe, inside)
            found.permitted[name][part] += np.einsum("rg,rgk->rk", severe, share) * (thresholds - 1)
            found.freed[name][part] += np.einsum("rg,rgk->rk", mass, share)
    return found


def _put(
    found: Replicas, name: str, weight: Array, severity: Array, at: tuple[Array, Array, Array]
) -> None:
    """Sums over exact answers, under a name."""
    persons, free, thresholds = at
    severe = weight * severity
    found.realised[name] = severe @ persons
    found.permitted[name] = (severe @ free) * (thresholds - 1)
    found.freed[name] = weight @ free


def _refitted(
    name: FamilyName, theta: Array, answers: Answers, thresholds: Array
) -> tuple[Array, Array]:
    """E[V 1(V < T)] and P(V < T) given each interval, shape (replicates, groups, thresholds)."""
    upper = answers.high + 1
    stops = np.minimum(upper[:, None], thresholds)
    points = np.unique(np.concatenate([[_BOTTOM], answers.low, upper, thresholds]))
    points = points[(points >= _BOTTOM) & np.isfinite(points)]
    caught, area = _integrated(name, theta, points)
    low = np.maximum(answers.low, _BOTTOM)
    at_low = np.searchsorted(points, low)
    at_stop = np.searchsorted(points, np.maximum(stops, low[:, None]))
    start = np.where(answers.low > 0, caught[:, at_low], 1.0)
    bounded = np.isfinite(upper)
    last = np.where(bounded, np.searchsorted(points, np.where(bounded, upper, _BOTTOM)), 0)
    end = np.where(bounded, caught[:, last], 0.0)
    mass = np.maximum(start - end, _TINY)[:, :, None]
    there = np.maximum(stops, low[:, None])
    inside = low[:, None] * caught[:, at_low][:, :, None] - there * caught[:, at_stop]
    inside += area[:, at_stop] - area[:, at_low][:, :, None]
    share = (start[:, :, None] - caught[:, at_stop]) / mass
    reached = thresholds > answers.low[:, None]
    inside = np.where(mass > _TINY, np.clip(inside, 0.0, None) / mass, answers.low[:, None])
    whole = upper[:, None] <= thresholds
    share = np.where(whole, 1.0, np.clip(share, 0.0, 1.0))
    return inside * reached, share * reached


def _integrated(name: FamilyName, theta: Array, points: Array) -> tuple[Array, Array]:
    """Share caught at each point, and its integral from the first one, by replicate."""
    log = np.log(points)
    steps = np.maximum(np.ceil(np.diff(log) / _GAP), 1).astype(int)
    inner = [np.linspace(a, b, n + 1)[:-1] for a, b, n in zip(log, log[1:], steps, strict=False)]
    knots = np.concatenate([*inner, log[-1:]])
    middles = (knots[1:] + knots[:-1]) / 2
    family = FAMILIES[name]
    law = family.parameters(theta)
    positive = expit(-theta[:, -1:]) if theta.shape[1] > family.size else 1.0
    ends = positive * family.sf(knots[None], *law)
    inside = positive * family.sf(middles[None], *law)
    height = ends * np.exp(knots)
    pieces = (height[:, 1:] + height[:, :-1] + 4 * inside * np.exp(middles)) * np.diff(knots) / 6
    area = np.concatenate([np.zeros((len(theta), 1)), np.cumsum(pieces, axis=1)], axis=1)
    places = np.concatenate([[0], np.cumsum(steps)])
    return np.asarray(ends[:, places]), area[:, places]


def _persons(
    model: Model, name: FamilyName, answers: Answers, thresholds: Array
) -> tuple[Array, Array]:
    """E[V 1(V < T)] of every group given its answer, and E[V] where bounded."""
    family, theta = FAMILIES[name], model.theta[name]
    bounded = np.isfinite(answers.high)
    top = max(float(thresholds.max()), float(np.max(answers.high[bounded] + 1, initial=1.0)))
    y = np.linspace(np.log(_BOTTOM), np.log(top) + 1e-9, _GRID)
    law = theta[: family.size]
    positive = expit(-theta[-1]) if model.zeros else 1.0
    caught = positive * family.sf(y, *law)
    area = CubicSpline(y, _BOTTOM + cumulative_simpson(caught * np.exp(y), x=y, initial=0.0))

    def sf(log_v: Array) -> Array:
        return np.asarray(positive * family.sf(log_v, *law))

    low = np.where(answers.low > 0, answers.low, 0.0)
    log_low = np.log(np.maximum(low, _BOTTOM))
    start = np.where(low > 0, sf(log_low), 1.0)
    base = np.where(low > 0, area(log_low), 0.0)
    stop = np.where(bounded, sf(np.log(np.where(bounded, answers.high + 1, 1.0))), 0.0)
    mass = np.maximum(start - stop, _TINY)  # below it the answer's lower end stands for it

    def partial(edge: Array) -> Array:
        edge = np.maximum(edge, np.maximum(low, _BOTTOM))
        persons = low * start - edge * sf(np.log(edge)) + area(np.log(edge)) - base
        given = np.clip(persons, 0.0, None) / mass
        return np.asarray(np.where(mass > _TINY, given, np.where(edge > low, low, 0.0)))

    upper = np.where(bounded, answers.high + 1, np.inf)
    part = np.stack([partial(np.minimum(upper, t)) for t in thresholds], axis=1)
    whole = np.where(bounded, partial(np.where(bounded, upper, 1.0)), np.nan)
    return part, whole


def _shares(
    answers: Answers, draws: Array, below: Array, total: Array
) -> tuple[Array, Array, Array] | None:
    said = answers.answered
    if not np.isfinite(total[said]).all():
        return None
    mass = answers.count * answers.weight
    whole = float((mass * total)[said].sum())
    if whole <= 0:
        return None
    estimate = (mass[said] @ below[said]) / whole
    weight = (draws * answers.weight)[:, said]
    sums = weight @ total[said]
    curve = (weight @ below[said])[sums > 0] / sums[sums > 0, None]
    low, high = np.quantile(curve, [0.025, 0.975], axis=0)
    clip = [np.clip(x, 0.0, 1.0) for x in (estimate, low, high)]
    return clip[0], np.minimum(clip[1], clip[0]), np.maximum(clip[2], clip[0])
