"""Which items a list lets out and up to which volume: the question and its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from listlab.analyse.answers import Array, group_answers
from listlab.analyse.assumptions.factor import by_class, number
from listlab.analyse.assumptions.load import factors
from listlab.analyse.candidates import candidates as round_thresholds
from listlab.analyse.candidates import checked
from listlab.analyse.flows import by_enterprise
from listlab.analyse.result import ScenarioResult
from listlab.analyse.scope.demand import Freed, freed_by, volumes_of
from listlab.analyse.scope.frontier import frontier
from listlab.analyse.scope.hazards import JointRule, check_rules, hazards_of, rules_found
from listlab.analyse.scope.incidence import incidence_of, scope_rows, with_findings
from listlab.analyse.scope.names import By, put_together
from listlab.analyse.scope.obstacles import Sample, admitting, blocked
from listlab.analyse.scope.optimum import NODES, Solver
from listlab.analyse.scope.programme import Flags, Programme
from listlab.analyse.scope.result import ScopeResult
from listlab.analyse.scope.tables import (
    combinations_frame,
    design_frame,
    frontier_frame,
    thresholds_frame,
)
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Assumption, Kind
from listlab.model.problem import Problem

if TYPE_CHECKING:
    from listlab.identify.result import Findings


def analyse(
    items: Any,
    *,
    flows: Any,
    volumes: Any,
    rng: np.random.Generator,
    findings: "Findings | None" = None,
    candidates: Sequence[int] | None = None,
    price: float | None = None,
    budget: float | None = None,
    by: By = "name",
    same: Mapping[str, str] | None = None,
    combinations: Sequence[JointRule] = (),
    assumptions: Mapping[str, Assumption] | None = None,
    kind: Kind = "sensitive",
    scenario: str | None = None,
    replicates: int = 1000,
    nodes: int = NODES,
) -> ScopeResult:
    """Items and threshold of one scenario that together serve most at the risk accepted.

    An enterprise is served when every item that it requires is admitted and it lies below the
    threshold. The optimum is exact; frames of the result say who is blocked by what, and what
    every item left out would gain and cost.

    Parameters
    ----------
    items, flows : polars or pandas DataFrame
        A study's tables: flow_id, name, need (required, optional; empty counts as required) and
        optional item_id, description, personal, sensitive; flow_id, enterprise_id, scenario.
    volumes : ScenarioResult, or polars or pandas DataFrame
        Volumes of the same scenario, from which the law is fitted: enterprise_id, low, high,
        optional weight. A result brings its candidates and its scenario too.
    rng : Generator
        For the bootstrap over enterprises.
    findings : Findings, optional
        Step 2: categories, levels, types, importance, and the pack's combinations.
    candidates : sequence of int, optional
        Thresholds in persons a year of which one is chosen.
    price : float, optional
        λ: share of enterprises given up to avoid the whole risk; the factor `risk_price` when
        neither price nor budget is given.
    budget : float, optional
        Most risk, as a share of that of admitting everything at the largest candidate.
    by, same
        How names become items: by name or by category, and what people settled (written name
        to item).
    combinations : sequence of JointRule
        Rules beside those of the pack.
    replicates : int
        Of the bootstrap, at least 50.
    nodes : int
        Most nodes of a search tree; when it stops there, the result says the gap.

    Returns
    -------
    ScopeResult

    Raises
    ------
    ScenarioError
        Tables or options that can't be used, with their cause.

    Notes
    -----
    Risk of items S at T: `Σ_j ρ_j E_j(T) + Σ_c κ_c E_c(T)`, in persons times points; `E_j` are
    the persons a year of enterprises below T that use item j (share `1 - β`), and what the list
    would allow (share `β`); `E_c` those of enterprises that use all parts of combination c.
    """
    assumptions = assumptions or {}
    _check_options(price, budget, replicates, nodes)
    table, thresholds, scenario = _volumes(volumes, candidates, kind, scenario)
    rows = with_findings(scope_rows(items, flows, scenario), findings)
    named, names = put_together(rows, by=by, same=same)
    hazards = hazards_of(named, assumptions)
    check_rules(combinations, names["item"].to_list())
    rules = (*rules_found(named, findings), *combinations)
    incidence = incidence_of(named)
    survey = _survey(incidence, hazards, table, thresholds)
    sample = survey.sample(rng, replicates)
    programme, reference = _programme(survey, hazards, rules, assumptions, thresholds)
    solver = Solver(programme, nodes=nodes)
    if budget is None and price is None:
        price = number(factors()["risk_price"], assumptions)
    total = float(survey.weight.sum())
    points = frontier(solver)
    chosen = solver.within(budget) if budget is not None else solver.at_price((price or 0) * total)
    served = programme.served(chosen.admitted) * survey.freed.share[:, chosen.threshold]
    return ScopeResult(
        scenario=scenario or "",
        scenario_name=_name(volumes, scenario),
        n=sample.enterprises.height,
        n_without_items=table.height - sample.enterprises.height,
        thresholds=thresholds,
        threshold=thresholds[chosen.threshold],
        served=sample.share(served),
        enterprises=total,
        risk=chosen.risk,
        reference=reference,
        price=price,
        budget=budget,
        gap=chosen.gap / total,
        by_law=survey.freed.by_law,
        beta=number(factors()["beta"], assumptions),
        names=names,
        incidence=incidence,
        design=design_frame(sample, programme, chosen, hazards),
        combinations=combinations_frame(rules, programme, chosen, sample.items),
        at_thresholds=thresholds_frame(programme, chosen, sample, thresholds),
        frontier=frontier_frame(points, sample, thresholds, chosen),
        blocked=blocked(sample, programme, chosen),
        admitting=admitting(sample, programme, chosen),
    )


@dataclass(frozen=True)
class _Survey:
    """Enterprises that reported items, in the order of their ids; items in that of their names."""

    enterprises: pl.DataFrame
    items: list[str]
    weight: Array
    used: Flags
    required: Flags
    freed: Freed

    def sample(self, rng: np.random.Generator, replicates: int) -> Sample:
        n = len(self.weight)
        draws = rng.multinomial(n, np.full(n, 1 / n), size=replicates).astype(float)
        return Sample(
            self.enterprises,
            self.items,
            self.weight,
            self.used,
            self.required,
            self.freed.share,
            draws,
        )


def _survey(
    incidence: pl.DataFrame, hazards: pl.DataFrame, table: pl.DataFrame, thresholds: Sequence[int]
) -> _Survey:
    volumes = volumes_of(table, incidence["enterprise_id"])
    freed = freed_by(table, np.array(thresholds, dtype=float))
    ids = incidence["enterprise_id"].unique().sort().to_list()
    items = hazards["item"].to_list()
    at = {name: i for i, name in enumerate(volumes["enterprise_id"])}
    rows = np.array([at[name] for name in ids], dtype=np.int64)
    used = np.zeros((len(ids), len(items)), dtype=bool)
    required = np.zeros_like(used)
    enterprise = {name: i for i, name in enumerate(ids)}
    column = {name: j for j, name in enumerate(items)}
    for who, item, need in incidence.select("enterprise_id", "item", "need").iter_rows():
        used[enterprise[who], column[item]] = True
        required[enterprise[who], column[item]] = need == "required"
    return _Survey(
        enterprises=volumes.select("enterprise_id", "name")[rows],
        items=items,
        weight=volumes["weight"].to_numpy()[rows],
        used=used,
        required=required,
        freed=Freed(freed.share[rows], freed.persons[rows], freed.by_law),
    )


def _programme(
    survey: _Survey,
    hazards: pl.DataFrame,
    rules: Sequence[JointRule],
    assumptions: Mapping[str, Assumption],
    thresholds: Sequence[int],
) -> tuple[Programme, float]:
    """Programme in shares of the reference risk, and that risk in persons times points."""
    beta = number(factors()["beta"], assumptions)
    added = by_class(factors()["combination_risk"], assumptions)
    column = {name: j for j, name in enumerate(survey.items)}
    parts = tuple(
        tuple(np.array(sorted(column[item] for item in part)) for part in rule.parts)
        for rule in rules
    )
    weighted = survey.weight[:, None]
    room = (weighted * survey.freed.share).sum(axis=0) * (np.array(thresholds) - 1.0)
    persons = weighted * survey.freed.persons

    def exposed(who: Array) -> Array:
        return np.asarray((1 - beta) * (who.T @ persons) + beta * room)

    combining = np.zeros((len(survey.weight), len(rules)))
    for c, own in enumerate(parts):
        combining[:, c] = np.all([survey.used[:, part].any(axis=1) for part in own], axis=0)
    severity = hazards["severity"].to_numpy()
    makes = np.array([added[rule.makes] for rule in rules], dtype=float)
    cost = severity[:, None] * exposed(survey.used.astype(float))
    joint = makes[:, None] * exposed(combining)
    admissible = hazards["admissible"].to_numpy()
    raw = Programme(
        gain=weighted * survey.freed.share,
        required=survey.required,
        cost=cost,
        joint=joint,
        parts=parts,
        admissible=admissible,
        free=severity == 0,
    )
    reference = float(raw.risk(admissible)[-1])
    scale = reference or 1.0
    return Programme(
        raw.gain, raw.required, cost / scale, joint / scale, parts, admissible, raw.free
    ), reference


def _volumes(
    volumes: Any, candidates: Sequence[int] | None, kind: Kind, scenario: str | None
) -> tuple[pl.DataFrame, tuple[int, ...], str | None]:
    if isinstance(volumes, ScenarioResult):
        own = tuple(row.threshold for row in volumes.thresholds)
        chosen = checked(candidates) if candidates is not None else own
        return volumes.volumes, chosen, scenario or volumes.scenario or None
    table = by_enterprise(volumes, kind)
    if candidates is not None:
        return table, checked(candidates), scenario
    return table, round_thresholds(group_answers(table)), scenario


def _name(volumes: Any, scenario: str | None) -> Text:
    if isinstance(volumes, ScenarioResult):
        return volumes.scenario_name
    return Text(scenario or "", scenario or "")


def _check_options(price: float | None, budget: float | None, replicates: int, nodes: int) -> None:
    problems = []
    for name, value in (("price", price), ("budget", budget)):
        if value is not None and not (value >= 0 and np.isfinite(value)):
            problems.append(_option(name, value, Text("不小于 0 的有限数", "finite, at least 0")))
    for name, count, least in (("replicates", replicates, 50), ("nodes", nodes, 1)):
        if count < least:
            expected = Text(f"至少为 {least}", f"at least {least}")
            problems.append(_option(name, count, expected))
    if price is not None and budget is not None:
        problems.append(Problem("scope.option", "error", _BOTH))
    if problems:
        raise ScenarioError(problems)


def _option(name: str, value: float, expected: Text) -> Problem:
    message = Text(
        f"{name} 应{expected.zh if expected.zh.startswith('至少') else '为' + expected.zh}，"
        f"得到 {value}；请更正后重试。",
        f"{name} must be {expected.en}, got {value}; correct and try again.",
    )
    return Problem("scope.option", "error", message, got=f"{value}")


_BOTH = Text(
    "price 与 budget 只能给一个：或者给风险定价，或者限定风险总量。",
    "give price or budget, not both: risk is either priced or limited.",
)
