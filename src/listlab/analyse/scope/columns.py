"""The programme of one threshold as rows and columns of HiGHS."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from listlab.analyse.answers import Array
from listlab.analyse.scope.programme import Flags, Programme

_OPTIMAL, _INFEASIBLE = 0, 2


@dataclass(frozen=True)
class Limit:
    """A sum of columns between two bounds."""

    row: Array
    low: float
    high: float

    def constraint(self) -> LinearConstraint:
        """As the solver takes it best: with coefficients of at most 1."""
        size = float(np.abs(self.row).max(initial=0.0)) or 1.0
        return LinearConstraint(csr_array(self.row[None] / size), self.low / size, self.high / size)


@dataclass(frozen=True)
class Found:
    """Items of the best solution, None where none was found; nothing goes below `bound`.

    `bound` is minus infinity where the solver stopped or failed without one.
    """

    admitted: Flags | None
    bound: float
    feasible: bool = True


class Columns:
    """Variables in their order: items; groups of enterprises; parts; combinations.

    Enterprises that require the same items are one group. Items are binary, the others follow.
    `value` and `risk` have the shape (variables, thresholds); `always` is what is served
    whatever is admitted.
    """

    def __init__(self, programme: Programme) -> None:
        p, self.thresholds = programme, programme.gain.shape[1]
        self.programme = programme
        self.items = np.flatnonzero(p.useful)
        own = p.required[p.reachable][:, self.items]
        needs, group = np.unique(own, axis=0, return_inverse=True)
        gain = np.zeros((len(needs), self.thresholds))
        np.add.at(gain, group.ravel(), p.gain[p.reachable])
        needy = needs.any(axis=1)
        self.needs, self.always = needs[needy], gain[~needy].sum(axis=0)
        self.joint, numbers = self._combinations()
        parts = self._nothing(sum(len(own) for own in self.joint))
        groups = self._nothing(len(self.needs))
        items, joint = self._nothing(len(self.items)), self._nothing(len(self.joint))
        self.value = np.vstack([items, gain[needy], parts, joint])
        self.risk = np.vstack([p.cost[self.items], groups, parts, p.joint[numbers]])
        self.whole = (np.arange(len(self.value)) < len(self.items)).astype(float)
        self.rows, self.upper = self._inequalities()

    def _nothing(self, count: int) -> Array:
        return np.zeros((count, self.thresholds))

    def _combinations(self) -> tuple[list[list[Any]], list[int]]:
        """Combinations that can come about and weigh, their parts as positions of items."""
        p = self.programme
        position = np.full(p.required.shape[1], -1)
        position[self.items] = np.arange(len(self.items))
        inside = [[position[part][position[part] >= 0] for part in parts] for parts in p.parts]
        numbers = [
            c for c, own in enumerate(inside) if p.joint[c].any() and all(x.size for x in own)
        ]
        return [inside[c] for c in numbers], numbers

    def _inequalities(self) -> tuple[Any, Array]:
        """Nobody without its items; no part and no combination unnoticed."""
        items, part = len(self.items), len(self.items) + len(self.needs)
        whole = part + sum(len(own) for own in self.joint)
        rows = [
            ([(items + int(group), 1.0), (int(item), -1.0)], 0.0)
            for group, item in zip(*np.nonzero(self.needs), strict=True)
        ]
        for number, own in enumerate(self.joint):
            sides = [(part + i, 1.0) for i in range(len(own))]
            rows.append(([(whole + number, -1.0), *sides], len(own) - 1.0))
            for members in own:
                rows += [([(int(item), 1.0), (part, -1.0)], 0.0) for item in members]
                part += 1
        at = np.repeat(np.arange(len(rows)), [len(terms) for terms, _ in rows])
        column = [c for terms, _ in rows for c, _ in terms]
        value = [v for terms, _ in rows for _, v in terms]
        matrix = csr_array((value, (at, column)), shape=(len(rows), len(self.value)))
        return matrix, np.array([upper for _, upper in rows])


def run(columns: Columns, objective: Array, nodes: int, limits: Sequence[Limit] = ()) -> Found:
    """Least objective over the columns under further limits, by branch and bound.

    References
    ----------
    .. [1] Huangfu and Hall (2018), doi:10.1007/s12532-017-0130-5 (HiGHS).
    """
    if not len(objective):
        return Found(np.zeros(columns.programme.required.shape[1], dtype=bool), 0.0)
    found = milp(
        objective,
        integrality=columns.whole,
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(columns.rows, -np.inf, columns.upper),
            *(limit.constraint() for limit in limits),
        ],
        options={"mip_rel_gap": 0.0, "node_limit": nodes},
    )
    if found.status == _INFEASIBLE:
        return Found(None, np.inf, feasible=False)
    bound = found.fun if found.status == _OPTIMAL else found.mip_dual_bound
    if bound is None:  # stopped, or failed by its own rounding: it tells nothing of the optimum
        bound = -np.inf
    if found.x is None:
        return Found(None, float(bound))
    admitted = np.zeros(columns.programme.required.shape[1], dtype=bool)
    admitted[columns.items[found.x[: len(columns.items)] > 0.5]] = True
    return Found(admitted, float(bound))
