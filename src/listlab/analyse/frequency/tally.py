"""Expected filings over the enterprises of the frame, with bands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listlab.analyse.answers import Answers, Array
from listlab.analyse.frequency.crossing import YEAR, Crossing
from listlab.analyse.result import Estimate
from listlab.analyse.scale.limits import limits_below

_EACH_SIDE = 0.975


@dataclass(frozen=True)
class Tally:
    """Enterprises that have reached a threshold, shape (counts, thresholds), frame weights in.

    `estimate` counts those whose month can be told, `undated` (thresholds,) the others over the
    year. The band counts others as not yet in its lower end, as already in its upper one.
    """

    estimate: Array
    low: Array
    high: Array
    surely: Array
    possibly: Array
    undated: Array
    step: tuple[Array, Array, Array]  # of the months alone: filings in each month, with band
    total: float

    def at(self, count: int, threshold: int) -> Estimate:
        """Estimate with its band; None where the law that it needs does not exist."""
        return _estimate(*(x[count, threshold] for x in (self.estimate, self.low, self.high)))

    def within(self, month: int, threshold: int) -> Estimate:
        """Filings within a month (0 to 11), of those whose month can be told."""
        return _estimate(*(x[month, threshold] for x in self.step))


def _estimate(*values: float) -> Estimate:
    return Estimate(*(None if np.isnan(x) else float(x) for x in values))


def tally(crossing: Crossing, answers: Answers, draws: Array, which: NDArray[np.bool_]) -> Tally:
    """Filings of the enterprises chosen.

    Parameters
    ----------
    draws : ndarray, shape (replicates, enterprises)
        Multiplicities in the bootstrap; fits are held.
    which : ndarray of bool, shape (enterprises,)
        Enterprises counted: all, or those of a district.

    Notes
    -----
    Where the answers stand for more enterprises than answered, the band also holds the exact
    limits without a model, as coverage does.
    """
    months = slice(0, 12)
    mass = answers.count * answers.weight
    chance = crossing.chance[which]
    year = chance[:, YEAR : YEAR + 1]
    dated = crossing.is_dated[which][:, None, None]
    of_year = np.arange(YEAR + 1)[None, :, None] == YEAR
    certain = np.where(dated | of_year, chance, 0.0)
    widest = np.where(dated | of_year, chance, year)
    weight = draws[:, which] * answers.weight[which]
    estimate = _sums(mass[which][None], certain)[0]
    lower, upper = _sums(weight, certain), _sums(weight, widest)
    low, high = _quantiles(lower)[0], _quantiles(upper)[1]
    step = np.diff(lower[:, months], axis=1, prepend=0.0)
    month = np.diff(estimate[months], axis=0, prepend=0.0)
    sure, may = (
        _sums(mass[which][None], x[which].astype(float))[0]
        for x in (crossing.surely, crossing.possibly)
    )
    low, high = np.minimum(low, estimate), np.maximum(high, estimate)
    if answers.total_weight > answers.n * (1 + 1e-9):
        exact = _limits(crossing, answers.where(which), which)
        low, high = np.minimum(low, exact[0]), np.maximum(high, exact[1])
    edges = _quantiles(step)
    return Tally(
        estimate=estimate,
        low=low,
        high=high,
        surely=sure,
        possibly=may,
        undated=mass[which] @ np.where(dated[:, :, 0], 0.0, chance[:, YEAR]),
        step=(month, np.minimum(edges[0], month), np.maximum(edges[1], month)),
        total=float(mass[which].sum()),
    )


def _sums(weight: Array, chance: Array) -> Array:
    flat = weight @ chance.reshape(len(chance), -1)
    return flat.reshape(len(weight), *chance.shape[1:])


def _quantiles(values: Array) -> tuple[Array, Array]:
    known = ~np.isnan(values).any(axis=0)
    found = np.full((2, *known.shape), np.nan)
    if known.any():
        found[:, known] = np.quantile(values[:, known], [1 - _EACH_SIDE, _EACH_SIDE], axis=0)
    return found[0], found[1]


def _limits(crossing: Crossing, answers: Answers, which: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Exact two-sided limits of the filings: an answer says yes, no, or leaves both open."""
    sure, may = crossing.surely[which], crossing.possibly[which]
    found = np.zeros((2, *sure.shape[1:]))
    known: dict[bytes, tuple[float, float]] = {}
    for place in np.ndindex(*sure.shape[1:]):
        yes, maybe = sure[:, *place], may[:, *place]
        key = yes.tobytes() + maybe.tobytes()
        if key not in known:
            said = Answers(
                yes.astype(float),
                maybe.astype(float),
                answers.count,
                answers.weight,
                answers.severity,
                answers.stratum,
            )
            share = limits_below(said, 1, level=_EACH_SIDE)
            known[key] = 1 - share.high, 1 - share.low
        found[:, *place] = known[key]
    return found[0] * answers.total_weight, found[1] * answers.total_weight
