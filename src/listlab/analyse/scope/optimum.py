"""Best choice of items and threshold by mixed-integer programming, exact or with its gap."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from listlab.analyse.answers import Array
from listlab.analyse.scope.programme import SAME, Choice, Programme, settle
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.problem import Problem

NODES = 100_000  # of the search tree; a limit of nodes, not of time, keeps reruns the same
_OPTIMAL, _LIMIT = 0, 1


class Solver:
    """Programme as rows and columns of HiGHS, kept for many prices and budgets.

    One binary a threshold, and one an item and threshold: the union of the thresholds' own
    programmes by its tightest form (Balas), so that the relaxation is all but whole.
    """

    def __init__(self, programme: Programme, *, nodes: int = NODES) -> None:
        self.programme, self.nodes = programme, nodes
        self._columns = _Columns(programme)
        self._rows, self._upper = _rows(self._columns)

    def at_price(self, price: float) -> Choice:
        """Most enterprises served less `price` times risk; price in enterprises a unit of risk."""
        columns = self._columns
        found, gap = self._solve(price * columns.risk - columns.value)
        choice = self._choice(found, gap)
        values = self.programme.value(choice.admitted)
        scores = values - price * self.programme.risk(choice.admitted)
        best = int(np.flatnonzero(scores >= scores.max() - SAME)[0])
        return settle(self.programme, choice.admitted, best, gap)

    def within(self, budget: float) -> Choice:
        """Most enterprises served at a risk of at most `budget`, then the least risk."""
        columns = self._columns
        first, gap = self._solve(-columns.value, [(columns.risk, -np.inf, budget)])
        most = float(columns.value @ first)
        least = (columns.value, most - 1e-7, np.inf)
        second, _ = self._solve(columns.risk, [least, (columns.risk, -np.inf, budget)], first)
        choice = self._choice(second, gap)
        values, risks = (
            self.programme.value(choice.admitted),
            self.programme.risk(choice.admitted),
        )
        as_good = (values >= choice.value - SAME) & (risks <= max(budget, choice.risk) + SAME)
        best = int(np.flatnonzero(as_good & (risks <= risks[as_good].min() + SAME))[0])
        return settle(self.programme, choice.admitted, best, gap)

    def _choice(self, found: Array, gap: float) -> Choice:
        threshold = int(np.argmax(found[: self._columns.thresholds]))
        admitted = np.zeros(self.programme.required.shape[1], dtype=bool)
        chosen = found[self._columns.item(np.arange(len(self._columns.items)), threshold)] > 0.5
        admitted[self._columns.items[chosen]] = True
        return settle(self.programme, admitted, threshold, gap)

    def _solve(
        self,
        objective: Array,
        limits: Any = (),
        fallback: Array | None = None,
    ) -> tuple[Array, float]:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        constraints = [
            LinearConstraint(self._rows, -np.inf, self._upper),
            LinearConstraint(csr_array(self._columns.picks[None]), 1, 1),
            *(LinearConstraint(csr_array(row[None]), low, high) for row, low, high in limits),
        ]
        found = milp(
            objective,
            integrality=self._columns.whole,
            bounds=Bounds(0, 1),
            constraints=constraints,
            options={"mip_rel_gap": 0.0, "node_limit": self.nodes},
        )
        if found.x is None:
            if fallback is not None:  # the first answer stands, only its tie is not broken
                return fallback, 0.0
            raise ScenarioError(Problem("scope.unsolved", "error", _unsolved(self.nodes)))
        gap = 0.0
        if found.status != _OPTIMAL:
            gap = max(float(found.fun - found.mip_dual_bound), 0.0)
        return np.asarray(found.x), gap


class _Columns:
    """Variables in their order: thresholds; items, groups, parts, combinations by threshold."""

    def __init__(self, programme: Programme) -> None:
        p, self.thresholds = programme, programme.gain.shape[1]
        self.items = np.flatnonzero(p.useful)
        position = np.full(p.required.shape[1], -1)
        position[self.items] = np.arange(len(self.items))
        needs, group = np.unique(
            p.required[p.reachable][:, self.items], axis=0, return_inverse=True
        )
        gain = np.zeros((len(needs), self.thresholds))
        np.add.at(gain, group.ravel(), p.gain[p.reachable])
        needy = needs.any(axis=1)
        self.needs, self.gain = needs[needy], gain[needy]
        self.joint: list[tuple[int, list[Array]]] = []
        for number, parts in enumerate(p.parts):
            inside = [position[part][position[part] >= 0] for part in parts]
            if all(part.size for part in inside) and p.joint[number].any():
                self.joint.append((number, inside))
        self._first_group = self.thresholds * (1 + len(self.items))
        self._first_part = self._first_group + self.thresholds * len(self.needs)
        self._parts = sum(len(inside) for _, inside in self.joint)
        self._first_joint = self._first_part + self.thresholds * self._parts
        self.count = self._first_joint + self.thresholds * len(self.joint)
        self._fill(p, gain[~needy].sum(axis=0))

    def _fill(self, p: Programme, always: Array) -> None:
        self.value, self.risk = np.zeros(self.count), np.zeros(self.count)
        self.whole, self.picks = np.zeros(self.count), np.zeros(self.count)
        self.whole[: self._first_group] = 1
        self.picks[: self.thresholds] = 1
        self.value[: self.thresholds] = always
        for k in range(self.thresholds):
            self.risk[self.item(np.arange(len(self.items)), k)] = p.cost[self.items, k]
            self.value[self.group(np.arange(len(self.needs)), k)] = self.gain[:, k]
            for i, (number, _) in enumerate(self.joint):
                self.risk[self.combination(i, k)] = p.joint[number, k]

    def item(self, index: Any, threshold: int) -> Any:
        """Column of an item at a threshold."""
        return self.thresholds + threshold * len(self.items) + index

    def group(self, index: Any, threshold: int) -> Any:
        """Column of the enterprises of one set of required items."""
        return self._first_group + threshold * len(self.needs) + index

    def part(self, index: int, threshold: int) -> int:
        """Column of a part: whether any of its items is admitted."""
        return self._first_part + threshold * self._parts + index

    def combination(self, index: int, threshold: int) -> int:
        """Column of a combination: whether every part is there."""
        return self._first_joint + threshold * len(self.joint) + index


@dataclass(frozen=True)
class _Row:
    """One inequality: columns with their coefficients, at most `upper`."""

    terms: tuple[tuple[int, float], ...]
    upper: float = 0.0


def _rows(columns: _Columns) -> tuple[Any, Array]:
    from scipy.sparse import csr_array

    rows = [row for k in range(columns.thresholds) for row in _at_threshold(columns, k)]
    at = np.repeat(np.arange(len(rows)), [len(row.terms) for row in rows])
    terms = [term for row in rows for term in row.terms]
    column = np.array([c for c, _ in terms], dtype=np.int64)
    value = np.array([v for _, v in terms], dtype=float)
    matrix = csr_array((value, (at, column)), shape=(len(rows), columns.count))
    return matrix, np.array([row.upper for row in rows])


def _at_threshold(columns: _Columns, k: int) -> Iterator[_Row]:
    for item in range(len(columns.items)):  # no item without the threshold
        yield _Row(((columns.item(item, k), 1.0), (k, -1.0)))
    for group, item in zip(*np.nonzero(columns.needs), strict=True):  # nobody without its items
        yield _Row(
            ((columns.group(int(group), k), 1.0), (columns.item(int(item), k), -1.0)),
        )
    part = 0
    for number, (_, inside) in enumerate(columns.joint):
        together = [(columns.combination(number, k), -1.0), (k, 1.0 - len(inside))]
        for items in inside:
            own = columns.part(part, k)
            part += 1
            for item in items:  # a part is there with any of its items
                yield _Row(((columns.item(int(item), k), 1.0), (own, -1.0)))
            together.append((own, 1.0))
        yield _Row(tuple(together))  # a combination is there with all of its parts


def _unsolved(nodes: int) -> Text:
    return Text(
        f"在 {nodes} 个节点内没有找到方案；请增大 nodes，或减少数据项和阈值。",
        f"no design was found within {nodes} nodes; raise nodes, or give fewer items and "
        "thresholds.",
    )
