"""What relaxing from one candidate to the next trades: the costs of both errors."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from listlab.analyse.answers import Answers, Array
from listlab.analyse.result import Estimate
from listlab.analyse.scale.limits import between, limits_of

_EACH_SIDE = 0.025
_NOBODY = 1e-9  # of the enterprises; fewer between two thresholds are none


@dataclass(frozen=True, slots=True)
class Relaxed:
    """From threshold a to b, a year: what is lost if b is wrong, what is filed if a is.

    Wrongly freed: `loss` expected and `tail` (mean of the worst 5 % of years) more, in persons ×
    severity. Wrongly caught: `filings` of enterprises that lie between. `price` is loss ÷
    filings: relaxing pays where one filing spared is worth more; without anybody between it has
    no value.
    """

    a: int
    b: int
    loss: Estimate
    tail: Estimate
    filings: Estimate
    price: Estimate


@dataclass(frozen=True)
class Reckoned:
    """Estimates by threshold, and replicates by family: (thresholds,), (replicates, thresholds)."""

    estimate: Array
    replicas: Mapping[str, Array]


def relaxations(
    answers: Answers, at: Array, *, loss: Reckoned, tail: Reckoned, freed: Reckoned
) -> tuple[Relaxed, ...]:
    """Each candidate against the next larger one.

    Intervals are those of the differences: bootstrap percentiles, hull over families and with
    the estimate. Where part of the frame was not asked, filings reach to the exact limit of the
    share between.
    """
    found = []
    for i, j in pairwise(range(len(at))):
        more, filings = _difference(loss, i, j), _difference(freed, i, j)
        if answers.total_weight > answers.n * (1 + 1e-9):
            exact = limits_of(answers, *between(answers, at[i], at[j]), level=1 - _EACH_SIDE)
            assert filings.high is not None
            high = max(filings.high, answers.total_weight * exact.high)
            filings = Estimate(filings.estimate, filings.low, high)
        found.append(
            Relaxed(
                a=int(at[i]),
                b=int(at[j]),
                loss=more,
                tail=_difference(tail, i, j),
                filings=filings,
                price=_price(loss, freed, i, j),
            )
        )
    return tuple(found)


def _difference(of: Reckoned, i: int, j: int) -> Estimate:
    apart = [each[:, j] - each[:, i] for each in of.replicas.values()]
    return _band(float(of.estimate[j] - of.estimate[i]), apart)


def _price(loss: Reckoned, freed: Reckoned, i: int, j: int) -> Estimate:
    between_them = freed.estimate[j] - freed.estimate[i]
    if between_them <= _NOBODY:
        return Estimate(None, None, None)
    ratios = []
    for name, each in loss.replicas.items():
        lies = freed.replicas[name][:, j] - freed.replicas[name][:, i]
        some = lies > _NOBODY
        ratios.append((each[some, j] - each[some, i]) / lies[some])
    kept = [ratio for ratio in ratios if len(ratio)]
    return _band(float((loss.estimate[j] - loss.estimate[i]) / between_them), kept)


def _band(estimate: float, replicas: list[Array]) -> Estimate:
    if not replicas:
        return Estimate(estimate, None, None)
    edges = np.array([np.quantile(each, [_EACH_SIDE, 1 - _EACH_SIDE]) for each in replicas])
    low, high = float(edges[:, 0].min()), float(edges[:, 1].max())
    return Estimate(max(estimate, 0.0), max(min(low, estimate), 0.0), max(high, estimate, 0.0))
