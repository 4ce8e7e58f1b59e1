"""Thresholds of both tiers and both kinds of personal information, chosen together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator

from listlab.analyse.answers import Array
from listlab.analyse.laws import fit
from listlab.analyse.recommend.combinations import Needs, combine, costs_of, needs_of
from listlab.analyse.recommend.dependence import estimate_dependence, frechet, joint_below
from listlab.analyse.recommend.pairs import Pairs, pair_counts
from listlab.analyse.recommend.result import Combination, JointResult, Shares
from listlab.analyse.result import Estimate, ScenarioResult
from listlab.analyse.scale.limits import limits_of
from listlab.errors import ScenarioError
from listlab.law.limits import Limits
from listlab.model.language import Text
from listlab.model.params import Assumption, Kind, Tier

_FEW = 12  # effective answers below which no law decides
Known = Mapping[str, Combination]


def analyse(
    flows: Any,
    *,
    personal: ScenarioResult,
    sensitive: ScenarioResult,
    rng: Generator,
    needs: Needs | float = 0.95,
    limits: Mapping[tuple[Tier, Kind], Limits] | None = None,
    assumptions: Mapping[str, Assumption] | None = None,
    known: Known | None = None,
) -> JointResult:
    """Every combination of thresholds of both tiers and kinds, and the smallest feasible one.

    Parameters
    ----------
    flows : polars or pandas DataFrame
        Both counts of each enterprise: a study's flows table of one scenario, or the columns
        personal_low, personal_high, sensitive_low, sensitive_high, optional enterprise, weight.
    personal, sensitive : ScenarioResult
        `simulate` of each count by itself; their thresholds are the candidates.
    rng : numpy Generator
    needs : mapping or float, default 0.95
        Share of enterprises that the contract tier must leave without any procedure, and the
        assessment tier without an assessment; in (0, 1]. A tier left out has no need, and its
        smallest lawful thresholds are taken.
    limits : mapping, optional
        Lines of the law by tier and kind; without them the law is not checked.
    assumptions : mapping, optional
        Of the factors assessment_days, contract_days, item_sensitivity, contract_rate_share.
    known : mapping of name to Combination, optional
        Combinations to compare with: the national lines, other zones' lists.

    Returns
    -------
    JointResult

    Raises
    ------
    ScenarioError
        Counts that can't be used, needs outside (0, 1], a result of the wrong kind.

    Notes
    -----
    An enterprise is caught by the heavier of what its two counts demand. The estimate joins the
    two forecasts by the rank dependence of the answers; the bound that decides supposes nothing
    of it: one minus the sum of the two shares caught, each at its one-sided 97.5 % bound, holds
    with 95 % whatever the dependence (Bonferroni). Of what is feasible the smallest is taken
    in the order sensitive–assessment, personal–assessment, sensitive–contract,
    personal–contract.
    """
    results = {"personal": personal, "sensitive": sensitive}
    _refuse(results, wanted := needs_of(needs))
    pairs = pair_counts(flows)
    models = fit(pairs.answers("personal")), fit(pairs.answers("sensitive"))
    dependence = estimate_dependence(pairs, models, rng=rng)
    shares = _shares(pairs, personal, sensitive, dependence.used)
    return combine(
        shares,
        results=(personal, sensitive),
        dependence=dependence,
        needs=wanted,
        limits=limits,
        costs=costs_of(assumptions or {}),
        known=known or {},
        enterprises=pairs.total,
        n=round(float(pairs.count.sum())),
    )


def _refuse(results: Mapping[str, ScenarioResult], needs: Needs) -> None:
    problems = [
        Text(
            f"{kind} 处给出的结果是 {result.kind} 的",
            f"the result given as {kind} is of {result.kind}",
        )
        for kind, result in results.items()
        if result.kind != kind
    ]
    problems += [
        Text(
            f"{tier} 的 need 应在 (0, 1] 内，得到 {need}",
            f"need of {tier} must lie in (0, 1], got {need}",
        )
        for tier, need in needs.items()
        if need is not None and not 0 < need <= 1
    ]
    if problems:
        raise ScenarioError(
            Text("；".join(p.zh for p in problems) + "。", "; ".join(p.en for p in problems) + ".")
        )


@dataclass(frozen=True)
class _Sides:
    """Candidates of both kinds with what is forecast below each: estimate, low, high."""

    thresholds: tuple[tuple[int, ...], tuple[int, ...]]
    forecasts: tuple[Array, Array]  # (thresholds, 3)


def _sides(personal: ScenarioResult, sensitive: ScenarioResult) -> _Sides | None:
    found = []
    for result in (personal, sensitive):
        rows = [(r.forecast.estimate, r.forecast.low, r.forecast.high) for r in result.thresholds]
        if any(None in row for row in rows) or result.n_effective < _FEW:
            return None
        found.append(np.array(rows, dtype=float))
    thresholds = tuple(tuple(r.threshold for r in res.thresholds) for res in (personal, sensitive))
    return _Sides((thresholds[0], thresholds[1]), (found[0], found[1]))


def _shares(
    pairs: Pairs, personal: ScenarioResult, sensitive: ScenarioResult, correlation: float
) -> tuple[Shares, ...]:
    """Shares below both thresholds for every pair of candidates."""
    sides = _sides(personal, sensitive)
    rows = []
    trials = pairs.trials()
    for i, p in enumerate(row.threshold for row in personal.thresholds):
        for j, s in enumerate(row.threshold for row in sensitive.thresholds):
            certainly, possibly = pairs.freed(p, s)
            exact = limits_of(trials, certainly, possibly)
            rows.append(
                Shares(
                    personal=p,
                    sensitive=s,
                    forecast=_forecast(sides, i, j, correlation),
                    whatever=_whatever(sides, i, j),
                    without_model=exact,
                    observed_high=trials.share(possibly),
                    observed_low=trials.share(certainly),
                )
            )
    return tuple(rows)


def _forecast(sides: _Sides | None, i: int, j: int, correlation: float) -> Estimate:
    """Joint share freed: estimate by the dependence, bounds whatever it is.

    Both ends of each marginal band miss with 2.5 % at most, so that lower95 and upper95 hold
    with 95 % for any dependence.
    """
    if sides is None:
        return Estimate(None, None, None)
    (p, p_low, p_high), (s, s_low, s_high) = sides.forecasts[0][i], sides.forecasts[1][j]
    estimate = float(joint_below(np.array(p), np.array(s), correlation))
    low = float(frechet(np.array(p_low), np.array(s_low))[0])
    high = float(frechet(np.array(p_high), np.array(s_high))[1])
    return Estimate(estimate, min(low, estimate), max(high, estimate), low, high)


def _whatever(sides: _Sides | None, i: int, j: int) -> tuple[float, float] | None:
    """Fréchet bounds of the joint share at the two estimates."""
    if sides is None:
        return None
    low, high = frechet(sides.forecasts[0][i, 0], sides.forecasts[1][j, 0])
    return float(low), float(high)
