"""What would be recommended without each single answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from listlab.analyse.answers import Answers, Array
from listlab.analyse.bands import refit, survival
from listlab.analyse.families import FAMILIES
from listlab.analyse.growth import Growth
from listlab.analyse.laws import Model
from listlab.analyse.result import ThresholdRow

_CLIP = 8.0


@dataclass(frozen=True)
class Influence:
    """One answer's pull: `without` is the threshold recommended when it is left out.

    `shift` is the change of the forecast at the recommended threshold, in shares. `low` and
    `high` are the answer; as many enterprises gave it as `count` says.
    """

    low: float
    high: float
    count: int
    without: int | None
    shift: float


def influence(
    answers: Answers,
    model: Model,
    rows: Sequence[ThresholdRow],
    *,
    growth: Growth,
    need: float,
    lawful: Sequence[int],
    chosen: int,
) -> tuple[Influence, ...]:
    """Every distinct answer left out in turn, refitted; the strongest pull first.

    The bound without an answer keeps the distance, on the probit scale, of the bound with it:
    the law is refitted, the band is not. Candidates are tested from the largest lawful one down,
    as the recommendation does.
    """
    at = np.log(np.array([r.threshold for r in rows], dtype=float))
    groups = np.flatnonzero(answers.answered)
    left_out = answers.count - np.eye(len(answers.count))[groups]
    below = _refitted(model, answers, np.vstack([answers.count, left_out]), at, growth)
    bound = _score(np.array([r.forecast.lower95 for r in rows], dtype=float))
    distance = _score(np.array([r.forecast.estimate for r in rows], dtype=float)) - bound
    place = [r.threshold for r in rows].index(chosen)
    found = [
        Influence(
            low=float(answers.low[group]),
            high=float(answers.high[group]),
            count=round(float(answers.count[group])),
            without=_smallest(rows, special.ndtr(_score(shares) - distance), need, lawful),
            shift=float(shares[place] - below[0, place]),
        )
        for group, shares in zip(groups, below[1:], strict=True)
        if np.isfinite(shares).all()
    ]
    return tuple(sorted(found, key=lambda each: (-abs(each.shift), each.low, each.high)))


def _refitted(model: Model, answers: Answers, counts: Array, at: Array, growth: Growth) -> Array:
    """Share below each threshold for every set of counts, by the families of the band.

    Families keep the weights of the whole survey; those that a set of counts does not determine
    are left out of it, and NaN stands where none is left.
    """
    refits = refit(model, answers, counts)
    below, believed = np.zeros((len(counts), len(at))), np.zeros((len(counts), 1))
    for name, theta in refits.theta.items():
        kept = refits.kept[name]
        below[kept] += model.share[name] * (1 - survival(FAMILIES[name], theta, at, growth))
        believed[kept] += model.share[name]
    return np.where(believed > 0, below / np.where(believed > 0, believed, 1.0), np.nan)


def _score(share: Array) -> Array:
    return np.asarray(np.clip(special.ndtri(share), -_CLIP, _CLIP))


def _smallest(
    rows: Sequence[ThresholdRow], bounds: Sequence[float], need: float, lawful: Sequence[int]
) -> int | None:
    chosen = None
    pairs = sorted(
        ((row, bound) for row, bound in zip(rows, bounds, strict=True) if row.threshold in lawful),
        key=lambda pair: -pair[0].threshold,
    )
    for row, bound in pairs:
        if min(bound, row.observed.high) < need:
            break
        chosen = row.threshold
    return chosen
