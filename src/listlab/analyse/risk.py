"""Exposure below a threshold: what is exported there, and what the list would allow."""

from dataclasses import dataclass

import numpy as np
from scipy.integrate import cumulative_simpson
from scipy.interpolate import CubicSpline
from scipy.special import expit

from listlab.analyse.answers import Answers, Array
from listlab.analyse.condense import Condensed
from listlab.analyse.curve import freed_at
from listlab.analyse.families import FAMILIES, FamilyName
from listlab.analyse.fit import Model

_GRID = 4001
_TINY = 1e-12
_BOTTOM = 0.25  # persons; below it the share exported is nothing


@dataclass(frozen=True)
class Exposure:
    """Persons a year times severity, by threshold; `share` of the persons, with its band.

    `share` is None where some answer has no upper bound: then the total does not exist.
    """

    realised: Array
    permitted: Array
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
        share=_shares(answers, draws, below, total)
        if classes is None
        else _shares(
            classes.answers, draws, classes.mean(below, answers), classes.mean(total, answers)
        ),
    )


def _persons(
    model: Model, name: FamilyName, answers: Answers, thresholds: Array
) -> tuple[Array, Array]:
    """E[V 1(V < T)] of every group given its answer, and E[V] where bounded."""
    family, theta = FAMILIES[name], model.theta[name]
    bounded = np.isfinite(answers.high)
    top = max(float(thresholds.max()), float(np.max(answers.high[bounded] + 1, initial=1.0)))
    y = np.linspace(np.log(_BOTTOM), np.log(top) + 1e-9, _GRID)
    positive = expit(-theta[2]) if model.zeros else 1.0
    caught = positive * family.sf(y, theta[0], theta[1])
    area = CubicSpline(y, _BOTTOM + cumulative_simpson(caught * np.exp(y), x=y, initial=0.0))

    def sf(log_v: Array) -> Array:
        return np.asarray(positive * family.sf(log_v, theta[0], theta[1]))

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
