"""Which enterprises of the sample report which scenario, and how many persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

SEED = 20260101
FIRST, COUNT = 101, 95  # numbers of the enterprises
TWO_TRIAL_FLOWS = 4


class Law(NamedTuple):
    """Lognormal law of yearly persons, with a share of exact zeros and a largest value."""

    median: float
    sd: float
    zero: float = 0.0
    largest: int = 10_000_000


@dataclass(frozen=True)
class Plan:
    """One scenario: who reports it, how many persons, and how the answers are written."""

    reporting: int
    personal: Law
    sensitive: Law
    main: str  # the kind whose answers are written in `styles`
    styles: Mapping[str, int]  # style → answers; the rest is exact


NOBODY = Law(median=1, sd=0, zero=1.0)
PLANS = {
    "clinical_trial": Plan(
        reporting=76,
        personal=Law(150, 0.8),
        sensitive=Law(2_000, 1.0, largest=38_000),
        main="sensitive",
        styles={
            **{"about": 7, "around": 1, "nearly": 3, "odd": 3, "between": 4, "under": 1},
            **{"monthly": 1, "不满5万": 1, "10万以下": 2, "5万以下": 1},
            **{"blank": 2, "不详": 1, "headcounts": 1},
        },
    ),
    "pharmacovigilance": Plan(
        reporting=48,
        personal=Law(600, 0.8),
        sensitive=Law(1_500, 1.1, largest=38_000),
        main="sensitive",
        styles={
            "about": 6,
            "odd": 2,
            "nearly": 2,
            "between": 4,
            "under": 2,
            "monthly": 2,
            "不详": 2,
        },
    ),
    "hcp_management": Plan(
        reporting=42,
        personal=Law(15_000, 0.9),
        sensitive=NOBODY,
        main="personal",
        styles={
            "about": 4,
            "odd": 3,
            "nearly": 2,
            "between": 5,
            "10万以下": 2,
            "blank": 1,
            "不详": 1,
        },
    ),
    "supply_quality": Plan(
        reporting=40,
        personal=Law(800, 1.0, zero=0.2),
        sensitive=NOBODY,
        main="personal",
        styles={"about": 3, "between": 3, "under": 2, "blank": 2},
    ),
    "other": Plan(3, Law(300, 0.6), NOBODY, "personal", {}),
}


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


def plan_flows() -> dict[int, list[Flow]]:
    """Flows of each enterprise; every enterprise has at least one."""
    flows: dict[int, list[Flow]] = {FIRST + i: [] for i in range(COUNT)}
    for position, (scenario, plan) in enumerate(PLANS.items()):
        rng = np.random.default_rng([SEED, 0, position])
        personal = draw_volumes(plan.personal, plan.reporting, rng)
        sensitive = draw_volumes(plan.sensitive, plan.reporting, rng)
        given = [style for style, answers in plan.styles.items() for _ in range(answers)]
        styles = rng.permutation(given + ["exact"] * (plan.reporting - len(given)))
        reporting = _reporting(flows, plan.reporting, rng)
        for number, *volumes, style in zip(reporting, personal, sensitive, styles, strict=True):
            flows[number].append(
                Flow(scenario, volumes[0], volumes[1], _fit(str(style), plan, volumes))
            )
    _split_trials(flows)
    return flows


def _reporting(flows: Mapping[int, list[Flow]], count: int, rng: np.random.Generator) -> list[int]:
    """Enterprises that report a scenario: those without any flow yet come first."""
    order = [int(number) for number in rng.permutation(list(flows))]
    return sorted(sorted(order, key=lambda number: len(flows[number]) > 0)[:count])


def _fit(style: str, plan: Plan, volumes: Sequence[int]) -> str:
    persons = volumes[0] if plan.main == "personal" else volumes[1]
    return style if persons >= 10 or style in ("blank", "不详") else "exact"


def _split_trials(flows: dict[int, list[Flow]]) -> None:
    """Give a few enterprises a second clinical-trial flow, for another recipient."""
    plain = [
        number
        for number, own in flows.items()
        if own[0].scenario == "clinical_trial" and own[0].style == "exact" and len(own) < 4
    ]
    for number in plain[:: max(len(plain) // TWO_TRIAL_FLOWS, 1)][:TWO_TRIAL_FLOWS]:
        first = flows[number][0]
        flows[number].insert(1, replace(first, sensitive=max(first.sensitive // 3, 1)))
