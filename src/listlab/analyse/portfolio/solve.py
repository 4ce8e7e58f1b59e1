"""Exact choice of one candidate a scenario under budgets, by mixed-integer programming (HiGHS)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from listlab.analyse.answers import Array
from listlab.errors import ScenarioError
from listlab.model.language import Text

_OVER = 1e-9  # relative; a sum this close to a budget is within it
_SAME = 1e-9  # relative; benefits closer than this are equal
_MORE = 1e-5  # of the largest benefit; less is no step worth naming
_SCALE = 1e5  # of the objective: the solver stops within 1e-6 of the optimum
_INFEASIBLE = 2

Picks = NDArray[np.int64]


@dataclass(frozen=True)
class Choices:
    """Candidates as arrays over n: their scenario, rank of threshold in it, benefit, costs.

    `costs` has shape (budgets, n).
    """

    scenario: NDArray[np.int64]
    rank: NDArray[np.int64]
    benefit: Array
    costs: Array

    def total(self, picks: Picks) -> float:
        """Benefit of one candidate a scenario."""
        return float(self.benefit[picks].sum())

    def use(self, picks: Picks) -> Array:
        """Costs of one candidate a scenario, shape (budgets,)."""
        return np.asarray(self.costs[:, picks].sum(axis=1))


def best_picks(choices: Choices, limits: Array) -> Picks | None:
    """Candidates of the largest benefit within the limits (infinite ones do not bind).

    Of equal benefits the smallest thresholds; None where nothing fits.
    """
    scale = _SCALE / _size(choices.benefit)
    best = _solved(choices, -scale * choices.benefit, limits)
    if best is None:
        return None
    top = choices.total(best)
    slack = _SAME * max(abs(top), _size(choices.benefit))
    smaller = _solved(choices, choices.rank.astype(float), limits, floor=top - slack)
    return best if smaller is None or choices.total(smaller) < top - slack else smaller


def least_use(
    choices: Choices, budget: int, limits: Array, *, above: float | None = None
) -> Picks | None:
    """Candidates that use least of one budget, the others within their limits.

    With `above`, only choices of clearly more benefit than that. None where there is none.
    """
    free = limits.copy()
    free[budget] = np.inf
    floor = None
    if above is not None:
        floor = above + _MORE * _size(choices.benefit)
    cost = _SCALE / _size(choices.costs[budget]) * choices.costs[budget]
    picks = _solved(choices, cost, free, floor=floor)
    if picks is None or (above is not None and choices.total(picks) <= above):
        return None
    return picks


def least_excess(choices: Choices, limits: Array) -> Picks:
    """Candidates whose excesses over the limits, relative to these, sum to the least."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # slow to import

    n, r = len(choices.benefit), len(limits)
    scale = _budget_scale(choices, limits)
    groups = np.hstack([_groups(choices), np.zeros((choices.scenario.max() + 1, r))])
    bound = np.hstack([choices.costs / scale[:, None], -np.eye(r)])
    found = milp(
        np.concatenate([np.zeros(n), np.full(r, _SCALE)]),
        integrality=np.concatenate([np.ones(n), np.zeros(r)]),
        bounds=Bounds(0, np.concatenate([np.ones(n), np.full(r, np.inf)])),
        constraints=[
            LinearConstraint(groups, 1, 1),
            LinearConstraint(bound, -np.inf, limits / scale),
        ],
        options={"mip_rel_gap": 0},
    )
    return _picked(found, n)


def _solved(
    choices: Choices, cost: Array, limits: Array, *, floor: float | None = None
) -> Picks | None:
    """Optimum within the limits exactly: what the solver's tolerance let through is cut off."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # slow to import

    n, groups = len(choices.benefit), _groups(choices)
    scale = _budget_scale(choices, limits)
    constraints = [LinearConstraint(groups, 1, 1)]
    bound = np.isfinite(limits)
    if bound.any():
        rows = choices.costs[bound] / scale[bound, None]
        constraints.append(LinearConstraint(rows, -np.inf, limits[bound] / scale[bound]))
    if floor is not None:
        top = _size(choices.benefit)
        constraints.append(LinearConstraint(choices.benefit / top, floor / top, np.inf))
    while True:
        found = milp(
            cost,
            integrality=np.ones(n),
            bounds=Bounds(0, 1),
            constraints=constraints,
            options={"mip_rel_gap": 0},
        )
        if found.status == _INFEASIBLE:
            return None
        picks = _picked(found, n)
        if (choices.use(picks) <= limits + _OVER * scale).all():
            return picks
        cut = np.zeros(n)
        cut[picks] = 1
        constraints.append(LinearConstraint(cut, -np.inf, len(groups) - 1))


def _groups(choices: Choices) -> Array:
    """Which candidates belong to each scenario, shape (scenarios, n)."""
    belongs = choices.scenario == np.arange(choices.scenario.max() + 1)[:, None]
    return np.asarray(belongs, dtype=float)


def _budget_scale(choices: Choices, limits: Array) -> Array:
    """Size of each budget, by which its row is divided."""
    finite = np.where(np.isfinite(limits), limits, 0.0)
    return np.array([_size(row) for row in np.column_stack([choices.costs, finite])])


def _size(values: Array) -> float:
    """Largest of the values by amount, 1 where all are 0."""
    return float(np.abs(values).max()) or 1.0


def _picked(found: Any, n: int) -> Picks:
    if found.x is None:
        raise ScenarioError(
            Text(
                f"求解器未能给出最优组合：{found.message}。请减少候选或预算后重试。",
                f"the solver found no optimum: {found.message}. Try fewer candidates or budgets.",
            )
        )
    return np.flatnonzero(np.asarray(found.x[:n]) > 0.5)
