"""All combinations of the candidates: which are open, which feasible, which on the frontier."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from listlab.analyse.answers import Array
from listlab.analyse.assumptions.factor import by_class, number
from listlab.analyse.assumptions.load import factors
from listlab.analyse.recommend.dependence import Dependence
from listlab.analyse.recommend.pairs import KINDS
from listlab.analyse.recommend.result import Choice, Combination, JointResult, Shares
from listlab.analyse.recommend.steps import ORDER, steps_beyond
from listlab.analyse.result import ScenarioResult
from listlab.law.limits import Limits
from listlab.model.language import Text
from listlab.model.params import Assumption, Kind, Tier
from listlab.model.quantity import at_least, percent

_SLACK = 1e-9  # of shares that are equal on paper
TIERS: tuple[Tier, Tier] = ("contract", "assessment")
Needs = Mapping[Tier, float | None]
ShareTable = Mapping[tuple[int, int], Shares]
Open = Mapping[tuple[Tier, Kind], tuple[int, ...]]


@dataclass(frozen=True)
class Costs:
    """What procedures cost and persons weigh, in relation to each other.

    `effort`: of one procedure a tier. `severity`: of one person a kind. `contract_rate`: how much
    of the risk is left where a standard contract or certification stands.
    """

    effort: Mapping[Tier, float]
    severity: Mapping[Kind, float]
    contract_rate: float


def costs_of(assumptions: Mapping[str, Assumption]) -> Costs:
    """Costs as the study assumes them, defaults otherwise."""
    known = factors()
    effort = by_class(known["procedure_effort"], assumptions)
    severity = by_class(known["kind_severity"], assumptions)
    return Costs(
        effort={tier: effort[tier] for tier in TIERS},
        severity={kind: severity[kind] for kind in KINDS},
        contract_rate=number(known["contract_rate"], assumptions),
    )


def needs_of(needs: Needs | float) -> dict[Tier, float | None]:
    """Need of each tier, None where it is not applied; one number holds for both."""
    if isinstance(needs, Mapping):
        return {tier: needs.get(tier) for tier in TIERS}
    return dict.fromkeys(TIERS, float(needs))


@dataclass(frozen=True)
class _Ground:
    """What every combination is judged on."""

    table: ShareTable
    needs: Needs
    limits: Mapping[tuple[Tier, Kind], Limits] | None
    costs: Costs
    enterprises: float


def combine(
    shares: Sequence[Shares],
    *,
    results: tuple[ScenarioResult, ScenarioResult],
    dependence: Dependence,
    needs: Needs,
    limits: Mapping[tuple[Tier, Kind], Limits] | None,
    costs: Costs,
    known: Mapping[str, Combination],
    enterprises: float,
    n: int,
) -> JointResult:
    """Joint result of all combinations of the candidates of both kinds."""
    of_kind: dict[Kind, ScenarioResult] = {"personal": results[0], "sensitive": results[1]}
    ground = _Ground(
        {(s.personal, s.sensitive): s for s in shares}, needs, limits, costs, enterprises
    )
    every = {kind: tuple(r.threshold for r in res.thresholds) for kind, res in of_kind.items()}
    choices = _frontier([_judge(ground, c) for c in _all(every)])
    by_thresholds = {choice.thresholds: choice for choice in choices}
    chosen = min((c for c in choices if c.feasible), key=lambda c: c.thresholds, default=None)
    compared = tuple(
        replace(by_thresholds[combination], name=name)
        for name, combination in known.items()
        if combination in by_thresholds
    )
    modelled = all(s.forecast.lower95 is not None for s in shares)
    return JointResult(
        choices=tuple(choices),
        chosen=chosen,
        known=compared,
        steps=steps_beyond(chosen, by_thresholds, of_kind) if chosen else (),
        dependence=dependence,
        needs=needs,
        enterprises=enterprises,
        n=n,
        decided_by="model" if modelled else "answers",
        binding=None if chosen else _binding(choices, needs),
        notes=_notes(dependence, modelled, set(known) - {choice.name for choice in compared}),
    )


def _all(every: Mapping[Kind, tuple[int, ...]]) -> Iterator[Combination]:
    """Every combination whose contract threshold is not above that of the assessment."""
    for a_s in every["sensitive"]:
        for a_p in every["personal"]:
            for c_s in (t for t in every["sensitive"] if t <= a_s):
                for c_p in (t for t in every["personal"] if t <= a_p):
                    yield Combination(a_s, a_p, c_s, c_p)


def _judge(ground: _Ground, thresholds: Combination) -> Choice:
    of_tier = {
        tier: ground.table[thresholds.of(tier, "personal"), thresholds.of(tier, "sensitive")]
        for tier in TIERS
    }
    lawful = ground.limits is None or all(
        ground.limits[tier, kind].allows(thresholds.of(tier, kind)) for tier, kind in ORDER
    )
    served = all(serves(of_tier[tier], ground.needs[tier]) for tier in TIERS)
    procedures = _procedures(of_tier, ground.enterprises)
    return Choice(
        thresholds=thresholds,
        contract=of_tier["contract"],
        assessment=of_tier["assessment"],
        lawful=lawful,
        feasible=lawful and served,
        procedures=procedures,
        effort=sum(ground.costs.effort[t] * procedures[t] for t in TIERS) if procedures else None,
        permitted=_permitted(ground, of_tier, thresholds),
        pareto=False,
    )


def serves(shares: Shares, need: float | None) -> bool:
    """Whether a need is met by the bound that decides; one that is not set always is."""
    return need is None or shares.bound >= need - _SLACK


def _procedures(of_tier: Mapping[Tier, Shares], enterprises: float) -> dict[Tier, float] | None:
    contract = of_tier["contract"].forecast.estimate
    assessment = of_tier["assessment"].forecast.estimate
    if contract is None or assessment is None:
        return None
    below = max(assessment, contract)
    return {
        "contract": enterprises * (below - contract),
        "assessment": enterprises * (1 - below),
    }


def _permitted(
    ground: _Ground, of_tier: Mapping[Tier, Shares], thresholds: Combination
) -> float | None:
    """Persons times severity that may leave without an assessment, contracts at their rate."""
    contract = of_tier["contract"].forecast.estimate
    assessment = of_tier["assessment"].forecast.estimate
    if contract is None or assessment is None:
        return None
    weigh = {
        tier: sum(
            severity * (thresholds.of(tier, kind) - 1)
            for kind, severity in ground.costs.severity.items()
        )
        for tier in TIERS
    }
    between = max(assessment - contract, 0.0) * ground.costs.contract_rate
    return ground.enterprises * (contract * weigh["contract"] + between * weigh["assessment"])


def _frontier(choices: Sequence[Choice]) -> list[Choice]:
    """The choices in order of size, those marked that nothing lawful beats on both scales."""
    ordered = sorted(choices, key=lambda c: c.thresholds)
    kept = [i for i, c in enumerate(ordered) if c.lawful and c.effort is not None]
    effort = np.array([ordered[i].effort for i in kept], dtype=float)
    permitted = np.array([ordered[i].permitted for i in kept], dtype=float)
    best = {kept[i] for i in np.flatnonzero(_undominated(effort, permitted))}
    return [replace(choice, pareto=i in best) for i, choice in enumerate(ordered)]


def _undominated(effort: Array, permitted: Array) -> NDArray[np.bool_]:
    """Which points no other is as good as on both scales and better on one."""
    order = np.lexsort((permitted, effort))
    best = np.minimum.accumulate(np.concatenate([[np.inf], permitted[order][:-1]]))
    result = np.zeros(len(order), dtype=bool)
    result[order] = permitted[order] < best
    return result


def _binding(choices: Sequence[Choice], needs: Needs) -> Text:
    """What keeps every combination from being feasible, and the least relaxation."""
    lawful = [choice for choice in choices if choice.lawful]
    if not lawful:
        return Text(
            "没有一种组合在法律允许的范围内。", "No combination lies where the law leaves room."
        )
    top = max(lawful, key=lambda choice: choice.thresholds)
    short = [
        (tier, getattr(top, tier).bound, need)
        for tier, need in needs.items()
        if need is not None and not serves(getattr(top, tier), need)
    ]
    names = {"contract": ("标准合同或认证", "contract"), "assessment": ("安全评估", "assessment")}
    zh = "；".join(
        f"{names[t][0]}一级最多只能保证 {at_least(b)}，要求 {percent(need)}" for t, b, need in short
    )
    en = "; ".join(
        f"the {names[t][1]} tier is only sure of {at_least(b)}, {percent(need)} is asked"
        for t, b, need in short
    )
    return Text(
        f"没有可行的组合：{zh}。最小的放宽是把要求降到该值。",
        f"No combination is feasible: {en}. The least relaxation lowers the need to that.",
    )


def _notes(dependence: Dependence, modelled: bool, left_out: Set[str]) -> dict[str, Text]:
    notes = {}
    if not modelled:
        notes["forecast"] = Text(
            "有效答复太少或没有可用的分布，判断只用不依赖模型的精确界限。",
            "Too few effective answers or no law: only the exact bounds without a model decide.",
        )
    if dependence.correlation.estimate is None:
        notes["dependence"] = Text(
            f"只有 {dependence.enterprises} 家同时给出两类人数，不估计两者的相关，按独立计算；"
            "判断所用的下限不受影响。",
            f"Only {dependence.enterprises} enterprises gave both counts: taken as independent; "
            "the bound that decides does not rest on it.",
        )
    for name in sorted(left_out):
        notes[f"known.{name}"] = Text(
            f"{name}的阈值不在候选之内，未作比较。",
            f"{name} is not among the candidates: not compared.",
        )
    return notes
