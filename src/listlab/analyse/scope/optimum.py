"""Best choice of items and threshold by mixed-integer programming, exact or with its gap.

Exactly one threshold is chosen, so the joint programme falls apart: its binary of each threshold
is enumerated, and the best over thresholds is the joint optimum. What is best at a threshold is
convex in the price of risk and never rises with it. Between prices already tried this bounds it
from above, and with the price times the budget it bounds what a budget buys: thresholds that
can't be best are passed over.
"""

import bisect
from dataclasses import dataclass

import numpy as np

from listlab.analyse.answers import Array
from listlab.analyse.scope.columns import Columns, Limit, run
from listlab.analyse.scope.programme import SAME, Choice, Flags, Programme, settle

NODES = 200_000  # of the search tree; a limit of nodes, not of time, keeps reruns the same
_SLACK = 1e-7  # of a bound that a known choice attains
_SOLVED = 1e-5  # enterprises below which a gap is the solver's own rounding
_ROUNDS = 40
_CLOSE = 1e-3  # of the price at which a budget is just used up


@dataclass(frozen=True)
class _Design:
    """Items met on the way, with what they serve and risk at each threshold."""

    admitted: Flags
    values: Array
    risks: Array


@dataclass(frozen=True)
class _Scored:
    """A design and a threshold, with what is made largest."""

    score: float
    threshold: int
    design: _Design

    @property
    def risk(self) -> float:
        """Risk of the design at the threshold."""
        return float(self.design.risks[self.threshold])


class Solver:
    """A programme with everything met on the way, kept for many prices and budgets."""

    def __init__(self, programme: Programme, *, nodes: int = NODES) -> None:
        self.programme, self.nodes = programme, nodes
        self._columns = Columns(programme)
        most = programme.value(programme.useful)
        self._above = [[(0.0, float(value))] for value in most]  # by threshold: price, bound
        self._met: dict[bytes, _Design] = {}
        self._keep(np.zeros(len(programme.admissible), dtype=bool))
        self._keep(programme.useful)

    def at_price(self, price: float) -> Choice:
        """Most enterprises served less `price` times risk; price in enterprises a unit of risk."""
        best, gap = self._at_price(price)
        return settle(self.programme, best.design.admitted, best.threshold, gap)

    def within(self, budget: float) -> Choice:
        """Most enterprises served at a risk of at most `budget`, then the least risk."""
        columns = self._columns
        if 0 < budget < np.inf:
            self._try_prices(budget)
        best = self._within(budget)
        above = [self._buys(k, budget) for k in range(columns.thresholds)]
        for k in np.argsort(-np.array(above), kind="stable"):
            if above[k] > best.score + SAME:
                above[k] = min(self._serve_most(int(k), budget, best), above[k])
                best = self._within(budget)
        gap = _gap(max(above), best.score)
        for k in np.flatnonzero(np.array(above) >= best.score - SAME):
            self._risk_least(int(k), best)
            best = self._within(budget)
        return settle(self.programme, best.design.admitted, best.threshold, gap)

    def _at_price(self, price: float) -> tuple[_Scored, float]:
        columns, best = self._columns, self._priced(price)
        above = [self._bound(k, price) for k in range(columns.thresholds)]
        for k in np.argsort(-np.array(above), kind="stable"):
            if above[k] <= best.score + SAME:
                continue
            found = run(columns, price * columns.risk[:, k] - columns.value[:, k], self.nodes)
            if found.admitted is not None:
                self._keep(found.admitted)
            above[k] = min(float(columns.always[k]) - found.bound, above[k])
            bisect.insort(self._above[k], (price, above[k]))
            best = self._priced(price)
        return best, _gap(max(above), best.score)

    def _serve_most(self, k: int, budget: float, best: _Scored) -> float:
        """Bound of what the budget buys at one threshold, once no better choice is left there."""
        columns = self._columns
        always = float(columns.always[k])
        limits = (
            Limit(columns.risk[:, k], -np.inf, budget),
            Limit(columns.value[:, k], best.score - always - _SLACK, np.inf),
        )
        found = run(columns, -columns.value[:, k], self.nodes, limits)
        if found.admitted is not None:
            self._keep(found.admitted)
        return max(always - found.bound, best.score) if found.feasible else best.score

    def _risk_least(self, k: int, best: _Scored) -> None:
        columns = self._columns
        limits = (
            Limit(columns.value[:, k], best.score - float(columns.always[k]) - _SLACK, np.inf),
            Limit(columns.risk[:, k], -np.inf, best.risk),
        )
        found = run(columns, columns.risk[:, k], self.nodes, limits)
        if found.admitted is not None:
            self._keep(found.admitted)

    def _try_prices(self, budget: float) -> None:
        """Close in on the price at which the budget is just used up: it bounds what it buys."""
        low, high, price = 0.0, np.inf, float(self.programme.gain.sum(axis=0).max()) or 1.0
        for _ in range(_ROUNDS):
            best, _ = self._at_price(price)
            if best.risk > budget:
                low = price
            else:
                high = price
            if high - low <= _CLOSE * high:
                return
            price = 2 * price if high == np.inf else (low + high) / 2

    def _keep(self, admitted: Flags) -> None:
        values, risks = self.programme.value(admitted), self.programme.risk(admitted)
        self._met[admitted.tobytes()] = _Design(admitted, values, risks)

    def _priced(self, price: float) -> _Scored:
        """Best choice met at a price, the smallest threshold of those equally good."""
        designs = list(self._met.values())
        scores = np.array([design.values - price * design.risks for design in designs])
        best = scores.max()
        k, i = min((int(k), int(i)) for i, k in np.argwhere(scores >= best - SAME))
        return _Scored(float(scores[i, k]), k, designs[i])

    def _within(self, budget: float) -> _Scored:
        """Best choice met within a budget, of those equally good the least risk."""
        designs = list(self._met.values())
        risks = np.array([design.risks for design in designs])
        values = np.where(risks <= budget + SAME, [design.values for design in designs], -np.inf)
        equal = np.argwhere(values >= values.max() - SAME)
        least = min(risks[i, k] for i, k in equal)
        k, i = min((int(k), int(i)) for i, k in equal if risks[i, k] <= least + SAME)
        return _Scored(float(values[i, k]), k, designs[i])

    def _bound(self, threshold: int, price: float) -> float:
        """Bound at a price, from the prices tried: the chord between two, or the last one."""
        known = self._above[threshold]
        at = bisect.bisect_right(known, (price, np.inf))
        left, value = known[at - 1]
        if at == len(known):
            return value
        right, other = known[at]
        return value + (other - value) * (price - left) / (right - left)

    def _buys(self, threshold: int, budget: float) -> float:
        """Bound of what a budget buys, from the prices tried."""
        known = self._above[threshold]
        return min(value + (price * budget if price else 0.0) for price, value in known)


def _gap(bound: float, attained: float) -> float:
    gap = bound - attained
    return gap if gap > _SOLVED else 0.0
