"""One scenario from volumes and severities to exposure and loss at each threshold."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from listlab.analyse.answers import Answers, Array, group_answers
from listlab.analyse.assumptions.factor import number
from listlab.analyse.assumptions.load import factors
from listlab.analyse.bands import refit, resample
from listlab.analyse.candidates import candidates, checked
from listlab.analyse.flows import by_enterprise
from listlab.analyse.laws import Model, fit
from listlab.analyse.options import too_few
from listlab.analyse.result import Estimate
from listlab.analyse.risk.budgets import Budgets
from listlab.analyse.risk.exposure import expose, replicate
from listlab.analyse.risk.loss import Hazard, Losses, cvar_replicates, errors, hazard, lose
from listlab.analyse.risk.relaxing import Reckoned, Relaxed, relaxations
from listlab.analyse.risk.result import Doubling, RiskResult, RiskRow
from listlab.analyse.risk.sources import Sources, sources
from listlab.analyse.scale.limits import limits_below
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Assumption, Kind, Tier
from listlab.model.problem import Problem

_EACH_SIDE = 0.025


def analyse(
    volumes: Any,
    *,
    rng: np.random.Generator,
    thresholds: Sequence[int] | None = None,
    kind: Kind = "sensitive",
    tier: Tier = "assessment",
    contract_line: int | None = None,
    budgets: Budgets | None = None,
    assumptions: Mapping[str, Assumption] | None = None,
    bootstrap: int = 400,
) -> RiskResult:
    """Exposure and yearly loss below each threshold, with intervals, and whether budgets hold.

    Parameters
    ----------
    volumes : polars or pandas DataFrame
        As `simulate` takes them; the column severity (see `severities`) is 1 when left out.
    rng : numpy.random.Generator
        Of the bootstrap.
    thresholds : sequence of int, optional
        Candidates in persons a year; round numbers when left out.
    contract_line : int, optional
        For the tier assessment: persons a year from which enterprises freed from assessment
        still conclude a contract, and incidents are rarer. Left out, all are freed entirely.
    budgets : Budgets, optional
        Those left out are not applied.
    assumptions : mapping, optional
        beta, incident_rate, contract_rate_share, loss_share_a, loss_share_b.
    bootstrap : int, default 400
        Replicates, at least 50.

    Returns
    -------
    RiskResult

    Raises
    ------
    ScenarioError
        Unusable rows, thresholds or options.

    Notes
    -----
    Intervals of exposures and expected loss resample enterprises and refit their law, hull over
    the families of the band. That of the tail mean resamples to first order with laws held.
    """
    _check(bootstrap, contract_line)
    given = assumptions or {}
    answers = group_answers(by_enterprise(volumes, kind))
    chosen = checked(thresholds) if thresholds is not None else candidates(answers, limits=None)
    line = contract_line if tier == "assessment" else None
    danger, model = hazard(given), fit(answers)
    beta = number(factors()["beta"], given)
    if not model.theta and not answers.exact.all():
        return RiskResult((), (), danger, beta, budgets or Budgets(), line, has_model=False)
    at = np.array(chosen, float)
    draws = resample(answers, bootstrap, rng)
    of = sources(model, answers, at, contract_line=line)
    rows, relaxed = _rows(
        (model, answers), (of, lose(of, danger)), draws=draws, danger=danger, line=line
    )
    return RiskResult(
        rows,
        _doublings(rows),
        danger,
        beta,
        budgets or Budgets(),
        line,
        has_model=True,
        relaxed=relaxed,
    )


def _check(bootstrap: int, contract_line: int | None) -> None:
    problems = [*too_few(bootstrap)]
    if contract_line is not None and contract_line < 1:
        message = Text(
            f"contract_line 应为不小于 1 的整数，得到 {contract_line}。",
            f"contract_line must be a whole number of at least 1, got {contract_line}.",
        )
        problems.append(Problem("scenario.contract_line", "error", message, got=str(contract_line)))
    if problems:
        raise ScenarioError(problems)


def _rows(
    survey: tuple[Model, Answers],
    costs: tuple[Sources, Losses],
    *,
    draws: Array,
    danger: Hazard,
    line: int | None,
) -> tuple[tuple[RiskRow, ...], tuple[Relaxed, ...]]:
    (model, answers), (of, losses) = survey, costs
    at, k = losses.thresholds, len(losses.thresholds)
    with_line = at if line is None else np.append(at, float(line))
    found = expose(model, answers, draws, with_line)
    replicas = replicate(model, answers, draws, refit(model, answers, draws), with_line)
    unit = danger.rate * danger.mean_share
    rated = {n: unit * _rated(v, at, line, danger.contract) for n, v in replicas.realised.items()}
    realised = _hull(found.realised[:k], _first(replicas.realised, k))
    permitted = _hull(found.permitted[:k], _first(replicas.permitted, k))
    expected = _hull(losses.expected, rated)
    worst = {"": cvar_replicates(losses, of, danger, draws)}
    tail = _hull(losses.cvar95, worst)
    free = _first(replicas.freed, k)
    freed = _hull(found.freed[:k], free)
    wrong = errors(losses, of)
    relaxed = relaxations(
        answers,
        at,
        loss=Reckoned(losses.expected, rated),
        tail=Reckoned(losses.cvar95, worst),
        freed=Reckoned(found.freed[:k], free),
    )
    rows = tuple(
        RiskRow(
            threshold=int(t),
            realised=realised[i],
            permitted=permitted[i],
            expected_loss=expected[i],
            cvar95=tail[i],
            cvar_error=float(wrong[i]),
            no_loss=losses.laws[i].no_loss,
            incidents=float(losses.incidents[i]),
            filings=_caught(answers, freed[i], t),
        )
        for i, t in enumerate(at)
    )
    return rows, relaxed


def _first(values: Mapping[str, Array], k: int) -> dict[str, Array]:
    return {name: each[:, :k] for name, each in values.items()}


def _rated(realised: Array, thresholds: Array, line: int | None, contract: float) -> Array:
    """Realised exposure with that of enterprises under a contract taken at its reduced rate."""
    if line is None:
        return realised
    all_below, below_line = realised[:, :-1], realised[:, -1:]
    free = np.where(thresholds <= line, all_below, below_line)
    return np.asarray(free + contract * (all_below - free))


def _hull(estimate: Array, replicates: Mapping[str, Array]) -> list[Estimate]:
    """Bootstrap percentiles, hull over families and with the estimate."""
    edges = [
        np.quantile(each, [_EACH_SIDE, 1 - _EACH_SIDE], axis=0) for each in replicates.values()
    ]
    low = np.minimum(np.min([edge[0] for edge in edges], axis=0), estimate)
    high = np.maximum(np.max([edge[1] for edge in edges], axis=0), estimate)
    return [
        Estimate(float(e), float(a), float(b)) for e, a, b in zip(estimate, low, high, strict=True)
    ]


def _caught(answers: Answers, freed: Estimate, threshold: float) -> Estimate:
    """Enterprises caught; where part of the frame was not asked, within the exact limits too."""
    whole = answers.total_weight
    caught = [
        max(whole - float(x), 0.0) for x in (freed.estimate, freed.high, freed.low) if x is not None
    ]
    if whole > answers.n * (1 + 1e-9):
        exact = limits_below(answers, threshold, level=1 - _EACH_SIDE)
        caught[1] = min(caught[1], whole * (1 - exact.high))
        caught[2] = max(caught[2], whole * (1 - exact.low))
    return Estimate(*caught)


def _doublings(rows: Sequence[RiskRow]) -> tuple[Doubling, ...]:
    """Every pair a < b: how far permitted exposure grows, and the β at which exposure doubles."""
    return tuple(Doubling.of(a, b) for i, a in enumerate(rows) for b in rows[i + 1 :])
