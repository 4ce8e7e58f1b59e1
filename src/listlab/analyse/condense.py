"""Answers of a large survey put into fine classes, so that replicates cost the same for any number.

Estimates come from the answers themselves; only what is done a thousand times over, refits and
resampled shares, is done on classes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listlab.analyse.answers import Answers, Array

_MOST = 1500  # groups up to which every answer keeps its own
_STEP = 0.02  # width of a class over the standard deviation of the logarithms, at most that of 1


@dataclass(frozen=True)
class Condensed:
    """Classes of answers, and which class each group of the answers is in.

    A class holds answers of one stratum and weight whose ends lie within `step` of each other
    on the log scale, and on the same side of every threshold that was named. It stands at the
    mean of their logarithms. `step` is 0 where every answer kept its own class.
    """

    answers: Answers
    member: NDArray[np.int64]
    step: float

    def mean(self, values: Array, of: Answers) -> Array:
        """Mean of a value of the groups, shape (groups, …), over each class, by enterprises."""
        if self.step == 0:
            return values
        count = of.count.reshape(-1, *[1] * (values.ndim - 1))
        flat = (count * values).reshape(len(values), -1)
        sums = np.stack([self._sum(column) for column in flat.T], axis=1)
        total = self.answers.count.reshape(-1, *[1] * (values.ndim - 1))
        return np.asarray(sums.reshape(-1, *values.shape[1:]) / total)

    def _sum(self, values: Array) -> Array:
        return np.asarray(
            np.bincount(self.member, values, minlength=len(self.answers.low)), dtype=float
        )


def condense(answers: Answers, thresholds: Array) -> Condensed:
    """Answers in classes where there are more than 1,500 different ones, else as they are.

    Parameters
    ----------
    answers : Answers
    thresholds : ndarray
        Persons; no class lies on both sides of one of them.

    Returns
    -------
    Condensed

    Notes
    -----
    Classes are 0.02 standard deviations of the logarithms wide, at most 0.02. A class takes no
    more than a quarter of its squared width from the variance of the logarithms of its members,
    at most 1e-4 of the whole variance, so at most 5e-5 of the scale of a refitted lognormal;
    the mean is kept. Severity is left out: replicates do not use it.
    """
    size = len(answers.low)
    if size <= _MOST:
        return Condensed(answers, np.arange(size), 0.0)
    step = _STEP * min(_spread(answers), 1.0)
    keys = np.column_stack(
        [
            answers.stratum,
            np.unique(answers.weight, return_inverse=True)[1],
            answers.exact,
            _class_of(answers.low, thresholds, step),
            _class_of(answers.high, thresholds, step),
        ]
    )
    _, first, member = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    member = member.reshape(-1)
    count = np.asarray(np.bincount(member, answers.count), dtype=float)
    return Condensed(
        Answers(
            low=_middle(answers.low, answers.count, member),
            high=_middle(answers.high, answers.count, member),
            count=count,
            weight=answers.weight[first],
            severity=np.bincount(member, answers.count * answers.severity) / count,
            stratum=answers.stratum[first],
            merged=answers.merged,
        ),
        member,
        step,
    )


def _spread(answers: Answers) -> float:
    """Standard deviation of the logarithms of the ends that are numbers."""
    ends = np.concatenate([answers.low[answers.low > 0], answers.high[np.isfinite(answers.high)]])
    return max(float(np.log(np.maximum(ends, 1.0)).std()), 1e-6)


def _class_of(ends: Array, thresholds: Array, step: float) -> NDArray[np.int64]:
    """Class of each end: steps of its logarithm, cut at thresholds; nought and no end apart."""
    cut = np.searchsorted(np.sort(thresholds), ends, side="right")
    usual = np.isfinite(ends) & (ends > 0)
    place = np.floor(np.log(np.where(usual, ends, 1.0)) / step).astype(np.int64) + 1
    place = np.where(ends == 0, -1, np.where(usual, place, -2))
    return np.asarray(place * (len(thresholds) + 1) + cut)


def _middle(ends: Array, count: Array, member: NDArray[np.int64]) -> Array:
    """Geometric mean of the ends in each class; 0 and infinity stay what they are."""
    usual = np.isfinite(ends) & (ends > 0)
    logs = np.log(np.where(usual, ends, 1.0))
    middle = np.exp(np.bincount(member, count * logs) / np.bincount(member, count))
    kind = np.zeros(len(middle))
    kind[member] = np.where(usual, 1.0, ends)  # the ends of a class are all of one kind
    return np.where(kind == 1.0, middle, kind)
