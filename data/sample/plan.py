"""Which enterprises of a sample report which scenario, and how many persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from trade import Law, Plan, Trade


@dataclass(frozen=True)
class Flow:
    """One flow before it is written: the persons in mind and the spelling of the main count."""

    scenario: str
    personal: int
    sensitive: int
    style: str


def draw_volumes(law: Law, count: int, rng: np.random.Generator) -> list[int]:
    """`count` volumes of the law, one from each of `count` equally likely slices, shuffled.

    Slices keep the small sample close to its law, so that the study shows the method and not
    one lucky draw.
    """
    zeros = round(law.zero * count)
    share = (np.arange(count - zeros) + rng.random(count - zeros)) / max(count - zeros, 1)
    drawn = [
        min(round(law.median * np.exp(law.sd * NormalDist().inv_cdf(float(u)))), law.largest)
        for u in share
    ]
    values = np.array([0] * zeros + drawn)
    return [int(value) for value in rng.permutation(values)]


def plan_flows(trade: Trade) -> dict[int, list[Flow]]:
    """Flows of each enterprise; every enterprise has at least one."""
    flows: dict[int, list[Flow]] = {trade.first + i: [] for i in range(trade.count)}
    for position, (scenario, plan) in enumerate(trade.plans.items()):
        rng = np.random.default_rng([trade.seed, 0, position])
        personal = draw_volumes(plan.personal, plan.reporting, rng)
        sensitive = draw_volumes(plan.sensitive, plan.reporting, rng)
        given = [style for style, answers in plan.styles.items() for _ in range(answers)]
        styles = rng.permutation(given + ["exact"] * (plan.reporting - len(given)))
        reporting = _reporting(flows, plan.reporting, rng)
        for number, *volumes, style in zip(reporting, personal, sensitive, styles, strict=True):
            flows[number].append(
                Flow(scenario, volumes[0], volumes[1], _fit(str(style), plan, volumes))
            )
    for scenario, plan in trade.plans.items():
        if plan.split:
            _split(flows, scenario, plan.split)
    return flows


def _reporting(flows: Mapping[int, list[Flow]], count: int, rng: np.random.Generator) -> list[int]:
    """Enterprises that report a scenario: those without any flow yet come first."""
    order = [int(number) for number in rng.permutation(list(flows))]
    return sorted(sorted(order, key=lambda number: len(flows[number]) > 0)[:count])


def _fit(style: str, plan: Plan, volumes: Sequence[int]) -> str:
    persons = volumes[0] if plan.main == "personal" else volumes[1]
    return style if persons >= 10 or style in ("blank", "不详") else "exact"


def _split(flows: dict[int, list[Flow]], scenario: str, count: int) -> None:
    """Give a few enterprises a second flow of the scenario, for another recipient."""
    plain = [
        number
        for number, own in flows.items()
        if own[0].scenario == scenario and own[0].style == "exact" and len(own) < 4
    ]
    for number in plain[:: max(len(plain) // count, 1)][:count]:
        first = flows[number][0]
        second = replace(first, sensitive=max(first.sensitive // 3, 1))
        if not first.sensitive:
            second = replace(first, personal=max(first.personal // 3, 1))
        flows[number].insert(1, second)
