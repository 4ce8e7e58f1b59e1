"""The upper tail by itself: how it looks beside the fitted laws, and how far answers reach."""

from dataclasses import dataclass

import numpy as np

from listlab.analyse.answers import Answers
from listlab.analyse.scale.law import Law

_ABOVE = 0.9  # share of the answers below where the tail begins
_LEAST = 10  # answers in the tail below which no law of it is fitted
_SURPRISING = 0.025


@dataclass(frozen=True)
class Tail:
    """Generalised Pareto law above the 90 % point, and how surprising the largest answer is.

    `start`: where the tail begins, persons. `shape` and `scale`: of the law of V - start, None
    where too few answers lie there. They are of the answers as they are: frame weights, which scipy
    can't take, count in `start` and in the share above it only, and `unweighted` says that these
    differ. `beyond`: share of enterprises at or above each threshold by that law, None where
    there is no law or the threshold lies below its start. `largest`: largest volume certainly
    reached; `chance`: probability under the averaged law that the largest of as many answers
    reaches it.
    """

    start: float
    answers: int
    shape: float | None
    scale: float | None
    beyond: dict[int, float | None]
    largest: float
    chance: float
    surprising: bool
    unweighted: bool


def tail_of(answers: Answers, law: Law, thresholds: tuple[int, ...]) -> Tail | None:
    """Tail of a scenario's volumes; None where nobody gave a number above nought.

    References
    ----------
    .. [1] Pickands (1975), doi:10.1214/aos/1176343003.
    """
    from scipy.stats import genpareto  # slow to import

    said = answers.where(answers.answered)
    certain = said.low[said.low > 0]
    if not certain.size:
        return None
    start = _start(said)
    over = said.where(said.low >= start)
    n = round(float(over.count.sum()))
    share = float((said.count * said.weight)[said.low >= start].sum() / said.total_weight)
    shape = scale = None
    if n >= _LEAST:
        shape, scale = _pareto(over, start)
    beyond = {
        t: None
        if shape is None or t < start
        else share * float(genpareto.sf(t - start, shape, scale=scale))
        for t in thresholds
    }
    largest = float(certain.max())
    below = float(law.below(np.array([largest]))[0])
    chance = 1 - below ** float(said.count.sum())
    return Tail(
        start=start,
        answers=n,
        shape=shape,
        scale=scale,
        beyond=beyond,
        largest=largest,
        chance=chance,
        surprising=not _SURPRISING <= chance <= 1 - _SURPRISING,
        unweighted=not over.equal_weights,
    )


def _start(answers: Answers) -> float:
    """Volume that at least 90 % of the answers certainly or possibly lie below."""
    order = np.argsort(answers.low, kind="stable")
    mass = np.cumsum((answers.count * answers.weight)[order]) / answers.total_weight
    return float(answers.low[order][np.searchsorted(mass, _ABOVE)])


def _pareto(over: Answers, start: float) -> tuple[float, float]:
    """Maximum-likelihood shape and scale, intervals and open ends taken as they are."""
    from scipy.stats import CensoredData, genpareto

    index = np.repeat(np.arange(len(over.low)), over.count.astype(int))
    low, high = over.low[index] - start, over.high[index] - start
    exact = low == high
    open_ended = np.isinf(high)
    data = CensoredData(
        uncensored=np.maximum(low[exact], 0.5),
        right=low[open_ended],
        interval=np.stack([low[~exact & ~open_ended], high[~exact & ~open_ended] + 1], axis=1),
    )
    shape, _, scale = genpareto.fit(data, floc=0)
    return float(shape), float(scale)
