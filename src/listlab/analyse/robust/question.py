"""Which threshold is regretted least, and in which futures the recommended one fails."""

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Protocol

import numpy as np
from numpy.random import Generator
from scipy.special import ndtri

from listlab.analyse.answers import Array
from listlab.analyse.result import Estimate
from listlab.analyse.robust.result import Alternative, Robust
from listlab.analyse.robust.rules import Rule, failing_rules, share_of
from listlab.analyse.sensitivity.design import sampled, sequence
from listlab.analyse.sensitivity.futures import THRESHOLD, Futures
from listlab.analyse.sensitivity.inputs import Input, check_inputs
from listlab.errors import ScenarioError
from listlab.model.language import Text

_SAME = 1e-9  # relative to the objective; regrets closer than this are equal
_SWEEP = np.geomspace(0.01, 100, 81)  # multiples of the price at which the choice is looked at
_FEWEST = 256
_MOST_CORNERS = 4096


Outcomes = list[tuple[Futures, Array]]  # with the rows of factors they are of


class Alternatives(Protocol):
    """Thresholds whose outcome in any future can be told, such as a scenario's model."""

    @property
    def thresholds(self) -> tuple[int, ...]:
        """Candidates, ascending."""

    @property
    def recommended(self) -> int | None:
        """The one recommended, if any."""

    @property
    def need(self) -> float:
        """Share of enterprises that must be freed."""

    @property
    def factors(self) -> tuple[Input, ...]:
        """What makes a future, in the order of the columns."""

    def futures(self, rows: Array) -> Futures:
        """Outcome of every threshold at rows of factors, shape (n, factors)."""


def analyse(model: Alternatives, *, price: float, rng: Generator, futures: int = 8192) -> Robust:
    """Regret of every threshold over sampled futures, and where the recommendation fails.

    Parameters
    ----------
    model : ScenarioModel or the like
        Candidates and what they do in a future.
    price : float
        λ of the objective, enterprises freed − λ × expected loss: at least 0. It is a value
        judgement, so it has no default.
    rng : numpy.random.Generator
        Scrambles the sequence that futures are drawn from.
    futures : int, default 8192
        A power of two, at least 256.

    Returns
    -------
    Robust

    Raises
    ------
    ScenarioError
        Price or number of futures can't be used, or the threshold itself is among the factors.

    Notes
    -----
    Regret is the objective of the best threshold in that future less one's own. The minimax
    threshold has the smallest largest regret, over the futures drawn and over every combination
    of the factors' ends (up to 4,096 of them); of equal ones the smallest. The recommended
    threshold fails where its bound no longer meets the need, everything else held. Probabilities
    of futures are those of the ranges, which are assumptions; regret needs no probabilities.

    References
    ----------
    .. [1] Savage (1951), doi:10.1080/01621459.1951.10500768 (minimax regret).
    .. [2] Bryant and Lempert (2010), doi:10.1016/j.techfore.2009.08.002 (scenario discovery:
       coverage and density).
    """
    _check(model, price, futures)
    rows = sampled(sequence(len(model.factors), rng)(futures), model.factors)
    extremes = _corners(model.factors)
    found, beyond = model.futures(rows), model.futures(extremes)
    outcomes = [(found, rows), (beyond, extremes)]
    best = _choice(outcomes, price)
    fails: Estimate | None = None
    rules: tuple[Rule, ...] = ()
    if model.recommended is not None:
        failing = ~found.serves[:, model.thresholds.index(model.recommended)]
        fails = share_of(int(failing.sum()), futures)
        rules = failing_rules(rows, failing, model.factors, rng)
    return Robust(
        price=price,
        changes_at=_changes_at(outcomes, price, best),
        factors=model.factors,
        futures=futures,
        corners=len(extremes),
        alternatives=tuple(
            _alternative(model.thresholds[k], k, outcomes, price)
            for k in range(len(model.thresholds))
        ),
        threshold=model.thresholds[best],
        recommended=model.recommended,
        need=model.need,
        fails=fails,
        rules=rules,
    )


def _corners(factors: Sequence[Input]) -> Array:
    """Every combination of the factors' ends, where they are not too many; else none."""
    if prod(len(factor.ends) for factor in factors) > _MOST_CORNERS:
        return np.empty((0, len(factors)))
    return np.array(list(product(*(factor.ends for factor in factors))), dtype=float)


def _regret(found: Futures, price: float) -> Array:
    """Regret of every threshold in every future, shape (futures, thresholds)."""
    objective = found.freed * found.enterprises[:, None] - price * found.loss
    return np.asarray(objective.max(axis=1, keepdims=True) - objective)


def _choice(outcomes: Outcomes, price: float) -> int:
    """Index of the minimax threshold; the smallest of those equal but for rounding."""
    worst = np.concatenate([_regret(found, price) for found, _ in outcomes]).max(axis=0)
    return int(np.argmax(worst <= worst.min() + _SAME * max(worst.max(), 1.0)))


def _alternative(threshold: int, k: int, outcomes: Outcomes, price: float) -> Alternative:
    (found, _), n = outcomes[0], len(outcomes[0][1])
    regrets = [_regret(each, price)[:, k] for each, _ in outcomes]
    everywhere, rows = np.concatenate(regrets), np.concatenate([rows for _, rows in outcomes])
    worst, own = int(np.argmax(everywhere)), regrets[0]
    mean = float(own.mean())
    half = float(ndtri(0.975) * own.std(ddof=1) / np.sqrt(n))
    unbeaten = own <= _SAME * max(float(everywhere.max()), 1.0)
    return Alternative(
        threshold=threshold,
        worst=float(everywhere[worst]),
        worst_at=tuple(map(float, rows[worst])),
        mean=Estimate(mean, max(mean - half, 0.0), mean + half),
        tail=float(np.quantile(own, 0.95)),
        best=share_of(int(unbeaten.sum()), n),
        serves=share_of(int(found.serves[:, k].sum()), n),
    )


def _changes_at(outcomes: Outcomes, price: float, best: int) -> tuple[float | None, float | None]:
    """Nearest prices below and above the one given at which another threshold is chosen."""
    prices = price * _SWEEP
    other = np.array([_choice(outcomes, p) for p in prices]) != best
    middle = len(prices) // 2
    below, above = np.flatnonzero(other[:middle]), np.flatnonzero(other[middle + 1 :])
    low = float(prices[below[-1]]) if below.size else None
    high = float(prices[middle + 1 + above[0]]) if above.size else None
    return low, high


def _check(model: Alternatives, price: float, futures: int) -> None:
    check_inputs(model.factors)
    problems = []
    if not np.isfinite(price) or price < 0:
        problems.append(
            Text(
                f"price（损失的权重 λ）应为不小于 0 的有限数，得到 {price}",
                f"price (λ, the weight of loss) must be finite and at least 0, got {price}",
            )
        )
    if futures < _FEWEST or futures & (futures - 1):
        problems.append(
            Text(
                f"futures 应为 2 的幂且不少于 {_FEWEST}，得到 {futures}",
                f"futures must be a power of two and at least {_FEWEST}, got {futures}",
            )
        )
    if any(factor.code == THRESHOLD for factor in model.factors):
        problems.append(
            Text(
                "阈值在此处逐一比较，不能同时作为因素；请去掉 vary_threshold",
                "thresholds are compared here and cannot be a factor too; drop vary_threshold",
            )
        )
    if problems:
        raise ScenarioError(
            Text("；".join(p.zh for p in problems) + "。", "; ".join(p.en for p in problems) + ".")
        )
