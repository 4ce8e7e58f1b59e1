"""One scenario from volumes to a recommended threshold: the whole of step 3 in one call."""

from collections.abc import Mapping, Sequence
from typing import Any

from listlab.analyse.growth import Growth
from listlab.analyse.options import check_options
from listlab.analyse.prepared import prepare
from listlab.analyse.result import ScenarioResult
from listlab.analyse.risk.budgets import Budgets
from listlab.law.limits import Limits
from listlab.model.language import Text
from listlab.model.params import Assumption, Kind, Tier
from listlab.model.provenance import Provenance


def simulate(
    volumes: Any,
    *,
    seed: int,
    thresholds: Sequence[int] | None = None,
    need: float = 0.95,
    delta: float = 0.02,
    kind: Kind = "sensitive",
    tier: Tier = "assessment",
    limits: Limits | None = None,
    growth: Growth | None = None,
    budgets: Budgets | None = None,
    contract_line: int | None = None,
    asked: Sequence[int] = (),
    assumptions: Mapping[str, Assumption] | None = None,
    bootstrap: int = 1000,
    scenario: str = "",
    scenario_name: Text | None = None,
    provenance: Provenance | None = None,
) -> ScenarioResult:
    """Coverage, forecast, exposure and recommended threshold of one scenario.

    Parameters
    ----------
    volumes : polars or pandas DataFrame
        Low and high (persons a year; missing high = unbounded), optional count, weight,
        stratum, severity, growth_mean, growth_sd, and what names a row (enterprise, name,
        source); or a study's flows table of one scenario. Rows of one enterprise are summed.
    seed : int
        Of the one random generator used; same inputs and seed, same numbers.
    thresholds : sequence of int, optional
        Candidates in persons a year; chosen from round numbers and the law when left out.
    need, delta : float
        Share of enterprises to free, in (0, 1]; margin of equivalence, in (0, 1).
    limits : Limits, optional
        Lines of the law for this kind and tier; without them the law is not checked.
    growth : Growth, optional
        Law of next year's growth; assumed when left out.
    budgets : Budgets, optional
        Most that a threshold may cost in losses and filings; those left out are not applied.
    contract_line : int, optional
        For the tier assessment: persons a year from which freed enterprises still conclude a
        contract, at whose rate incidents then happen.
    bootstrap : int, default 1000
        Replicates, at least 50.

    Returns
    -------
    ScenarioResult

    Raises
    ------
    ScenarioError
        Unusable rows, thresholds or options, all named.

    Notes
    -----
    Coverage is of this year's enterprises; forecast is the law of a coming year. Decisions use
    one-sided 95 % bounds of the forecast and the exact bounds without a model, never coverage.
    """
    check_options(need, delta, bootstrap)
    prepared = prepare(
        volumes,
        seed=seed,
        thresholds=thresholds,
        kind=kind,
        tier=tier,
        limits=limits,
        growth=growth,
        contract_line=contract_line,
        asked=asked,
        assumptions=assumptions,
        bootstrap=bootstrap,
        scenario=scenario,
        scenario_name=scenario_name,
    )
    return prepared.ask(need=need, delta=delta, budgets=budgets, provenance=provenance)
