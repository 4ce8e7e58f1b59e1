"""Round answers, and answers that gather just below a line of the law."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from listlab.analyse.answers import Answers, Array
from listlab.analyse.growth import Growth
from listlab.analyse.laws import fit
from listlab.analyse.result import Estimate
from listlab.analyse.scale.law import Law, averaged_below

_WINDOW = 1.25  # a line is compared with as much again on either side, on the log scale
_LEAST = 8  # exact answers around a line below which nothing is told
_LEVEL = 0.95


@dataclass(frozen=True)
class Heaping:
    """How many exact answers are round, and what reading them as rounded would change.

    Round: one digit and noughts, of at least 100. `expected` is the share that a smooth law has
    there. `changes` is the change of the forecast at each threshold when a round answer is
    read as anything that rounds to it.
    """

    exact: int
    rounded: int
    expected: float
    thresholds: tuple[int, ...]
    changes: Array


@dataclass(frozen=True)
class Bunching:
    """Exact answers just below and at or above one line, against what the law leads to expect.

    `share` is the share of them below the line with its exact 95 % interval; `p_value` of the
    exact two-sided binomial test, `adjusted` after Holm over all lines. None where too few lie
    there.
    """

    line: int
    below: int
    above: int
    expected: float
    share: Estimate
    p_value: float | None
    adjusted: float | None


def heaping(
    answers: Answers, law: Law, growth: Growth, thresholds: Sequence[int]
) -> Heaping | None:
    """Round answers and their effect on the forecast; None without an exact answer of 100."""
    exact = answers.exact & (answers.low >= 100)
    values = answers.low[exact]
    if not values.size:
        return None
    unit = 10 ** np.floor(np.log10(values) + 1e-12)
    is_round = values % unit == 0
    count = answers.count[exact]
    low, high = answers.low.copy(), answers.high.copy()
    places = np.flatnonzero(exact)[is_round]
    low[places], high[places] = rounding_to(values[is_round], unit[is_round])
    at = np.log(np.array(thresholds, dtype=float))
    read = fit(replace(answers, low=low, high=high))
    changes = averaged_below(read, at, growth) - averaged_below(law.model, at, growth)
    expected = float((count / unit).sum() / count.sum())  # 9 in 9 × unit numbers
    return Heaping(
        exact=round(float(count.sum())),
        rounded=round(float(count[is_round].sum())),
        expected=expected,
        thresholds=tuple(thresholds),
        changes=changes,
    )


def rounding_to(values: Array, unit: Array) -> tuple[Array, Array]:
    """Least and largest whole numbers that round to each value at one digit, halves upwards.

    `unit` is the power of ten of the leading digit. Below a power of ten the steps are a tenth
    of those above it: 9,500 is the least that rounds to 10,000.
    """
    below = np.where(values == unit, unit / 20, unit / 2)
    return values - below, values + unit / 2 - 1


def bunching(answers: Answers, law: Law, lines: Sequence[int]) -> tuple[Bunching, ...]:
    """Answers on either side of each line, tested against the fitted law.

    References
    ----------
    .. [1] Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70.
    """
    exact = answers.exact
    found = [_around(answers.low[exact], answers.count[exact], law, line) for line in lines]
    tested = [(place, each.p_value) for place, each in enumerate(found) if each.p_value is not None]
    order = sorted(tested, key=lambda pair: pair[1])
    least = 0.0
    for rank, (place, p_value) in enumerate(order):
        least = max(least, min(1.0, p_value * (len(order) - rank)))
        found[place] = replace(found[place], adjusted=least)
    return tuple(found)


def _around(values: Array, count: Array, law: Law, line: int) -> Bunching:
    from scipy.stats import binomtest  # slow to import

    below = round(float(count[(values >= line / _WINDOW) & (values < line)].sum()))
    above = round(float(count[(values >= line) & (values < line * _WINDOW)].sum()))
    start, middle, stop = law.below(np.array([line / _WINDOW, line, line * _WINDOW]))
    expected = float((middle - start) / (stop - start)) if stop > start else 0.5
    n = below + above
    if n < _LEAST:
        return Bunching(line, below, above, expected, Estimate(None, None, None), None, None)
    test = binomtest(below, n, min(max(expected, 1e-9), 1 - 1e-9))
    ends = test.proportion_ci(_LEVEL, "exact")
    share = Estimate(below / n, float(ends.low), float(ends.high))
    return Bunching(line, below, above, expected, share, float(test.pvalue), None)
