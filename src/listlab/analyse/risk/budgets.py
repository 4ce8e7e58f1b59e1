"""Budgets that a committee may set, and which thresholds keep them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal, Protocol

from listlab.analyse.result import Estimate
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.model.quantity import persons

BudgetName = Literal["loss", "cvar", "workload"]
NAMES: dict[BudgetName, Text] = {
    "loss": Text("年预期损失", "expected yearly loss"),
    "cvar": Text("最差 5% 年份的平均损失", "mean loss of the worst 5 % of years"),
    "workload": Text("每年办理件数", "filings a year"),
}


@dataclass(frozen=True, slots=True)
class Budgets:
    """Most that a threshold may cost; None is not applied.

    `loss`, `cvar`: persons × severity a year. `workload`: filings a year.
    """

    loss: float | None = None
    cvar: float | None = None
    workload: float | None = None

    def __post_init__(self) -> None:
        wrong = [
            Problem(
                "scenario.budget",
                "error",
                Text(
                    f"{NAMES[name].zh}的预算应为不小于 0 的有限数，得到 {value}；不设预算请留空",
                    f"the budget of {NAMES[name].en} must be finite and at least 0, got {value}; "
                    "leave it empty to set none",
                ),
            )
            for name, value in self.set().items()
            if not 0 <= value < float("inf")
        ]
        if wrong:
            raise ScenarioError(wrong)

    def set(self) -> dict[BudgetName, float]:
        """Budgets that are set, by name."""
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: given[name] for name in NAMES if given[name] is not None}


class Burden(Protocol):
    """What one threshold costs; rows of the risk result are such."""

    @property
    def threshold(self) -> int:
        """Persons a year."""

    @property
    def expected_loss(self) -> Estimate:
        """Persons × severity a year."""

    @property
    def cvar95(self) -> Estimate:
        """Persons × severity a year."""

    @property
    def filings(self) -> Estimate:
        """Filings a year."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a threshold keeps the budgets that are set, by its estimates.

    `exceeded`: those it breaks. `binding`: the one it comes closest to or breaks most, None when
    none is set. `sure`: the interval lies on the same side. `unknown`: budgets whose cost does
    not exist, which therefore are not kept.
    """

    threshold: int
    feasible: bool
    exceeded: tuple[BudgetName, ...]
    unknown: tuple[BudgetName, ...]
    binding: BudgetName | None
    sure: bool


def within(rows: Sequence[Burden], budgets: Budgets) -> tuple[Verdict, ...]:
    """Verdict on every threshold; without a budget all are feasible."""
    return tuple(_verdict(row, budgets) for row in rows)


def _verdict(row: Burden, budgets: Budgets) -> Verdict:
    costs: dict[BudgetName, Estimate] = {
        "loss": row.expected_loss,
        "cvar": row.cvar95,
        "workload": row.filings,
    }
    exceeded: list[BudgetName] = []
    unknown: list[BudgetName] = []
    sure = True
    used: dict[BudgetName, float] = {}
    for name, most in budgets.set().items():
        cost = costs[name]
        if cost.estimate is None:
            unknown.append(name)
            continue
        used[name] = _used(cost.estimate, most)
        ends = (cost.estimate, cost.low, cost.high)
        sides = {end > most for end in ends if end is not None}
        sure = sure and len(sides) == 1
        if cost.estimate > most:
            exceeded.append(name)
    closest = max(used.items(), key=lambda pair: pair[1])[0] if used else None
    return Verdict(
        threshold=row.threshold,
        feasible=not exceeded and not unknown,
        exceeded=tuple(exceeded),
        unknown=tuple(unknown),
        binding=closest,
        sure=sure and not unknown,
    )


def _used(cost: float, most: float) -> float:
    """Share of a budget that a cost uses."""
    if most > 0:
        return cost / most
    return math.inf if cost > 0 else 1.0


def binding(verdicts: Sequence[Verdict]) -> BudgetName | None:
    """Budget that breaks most thresholds; None when every threshold keeps all."""
    broken = [name for verdict in verdicts for name in verdict.exceeded]
    if not broken:
        return None
    most: BudgetName = max(broken, key=broken.count)
    return most


def said(verdicts: Sequence[Verdict], budgets: Budgets) -> tuple[Text, ...]:
    """Sentences: which thresholds keep the budgets, which budget binds, which are not set."""
    given = budgets.set()
    unset = [NAMES[name] for name in NAMES if name not in given]
    found = []
    if given:
        kept = [persons(v.threshold) for v in verdicts if v.feasible]
        zh = "、".join(t.zh for t in kept) or "没有一个"
        en = ", ".join(t.en for t in kept) or "none"
        found.append(Text(f"在预算之内的阈值：{zh}。", f"Thresholds within the budgets: {en}."))
        name = binding(verdicts)
        if name is not None:
            found.append(
                Text(
                    f"起约束作用的是{NAMES[name].zh}的预算。",
                    f"The budget that binds: {NAMES[name].en}.",
                )
            )
    if unset:
        zh, en = "、".join(t.zh for t in unset), ", ".join(t.en for t in unset)
        found.append(Text(f"未设预算、因此不作限制：{zh}。", f"No budget set, none applied: {en}."))
    return tuple(found)
