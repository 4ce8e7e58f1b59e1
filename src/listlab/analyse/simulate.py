"""One scenario from volumes to a recommended threshold: the whole of step 3 in one call."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from listlab.analyse.answers import Answers, Array, group_answers
from listlab.analyse.assumptions.factor import number
from listlab.analyse.assumptions.load import factors
from listlab.analyse.bands import pairs_of, refit, resample
from listlab.analyse.calibrate import Reach, reach_of
from listlab.analyse.candidates import candidates, checked
from listlab.analyse.curve import coverage_band, forecast_band, gain_band
from listlab.analyse.fit import Model, fit
from listlab.analyse.flows import by_enterprise, growth_given
from listlab.analyse.growth import Growth
from listlab.analyse.notes import notes_on, warnings_on
from listlab.analyse.reasons import Case
from listlab.analyse.recommend import recommend
from listlab.analyse.result import ScenarioResult
from listlab.analyse.risk import expose
from listlab.analyse.tabulate import (
    Curves,
    curve_frame,
    equivalences,
    exposure_frame,
    threshold_row,
)
from listlab.analyse.trials import Trials, run_trials
from listlab.errors import ScenarioError
from listlab.law.limits import Limits
from listlab.model.language import Text
from listlab.model.params import Assumption, Kind, Tier
from listlab.model.provenance import Provenance

_GRID = 151
_KNOTS = 12  # thresholds of the grid at which bands are calibrated, candidates aside
_FEW = 12  # effective answers below which no law decides


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
    _check_options(need, delta, bootstrap)
    assumptions = assumptions or {}
    volumes = by_enterprise(volumes, kind)
    answers = group_answers(volumes)
    chosen = (
        checked(thresholds)
        if thresholds is not None
        else candidates(answers, limits=limits, asked=asked)
    )
    growth = (
        growth or growth_given(volumes) or Growth(sd=number(factors()["growth_sd"], assumptions))
    )
    model = fit(answers)
    rng = np.random.default_rng(seed)
    grid = _grid(answers, chosen)
    at = np.array(sorted({*map(float, chosen), *grid}))
    curves = _curves(
        model, answers, np.array(chosen, float), growth, at=at, draws=bootstrap, rng=rng
    )
    rows = tuple(threshold_row(answers, curves, at, t) for t in chosen)
    pairs = equivalences(answers, curves, chosen, rows, delta)
    few = answers.effective(answers.answered) < _FEW
    case = Case(rows, pairs, answers, need, delta, limits, growth, few)
    return ScenarioResult(
        scenario=scenario,
        scenario_name=scenario_name or Text(scenario, scenario),
        kind=kind,
        tier=tier,
        need=need,
        delta=delta,
        n=answers.n,
        n_answered=round(float(answers.count[answers.answered].sum())),
        n_effective=answers.effective(answers.answered),
        thresholds=rows,
        equivalence=pairs,
        recommendation=recommend(case),
        fits=model.fits,
        zero_share=model.zero_share,
        growth=growth.basis,
        growth_mean=growth.mean,
        growth_sd=growth.sd,
        law="not checked" if limits is None else "checked",
        seed=seed,
        curve=curve_frame(answers, curves, at),
        volumes=volumes,
        exposure=exposure_frame(rows, assumptions),
        notes=notes_on(answers, model, curves),
        warnings=warnings_on(answers, model, curves, rows=rows, few=_FEW),
        provenance=provenance or Provenance(seed=seed),
    )


def _check_options(need: float, delta: float, bootstrap: int) -> None:
    problems = []
    if not 0 < need <= 1:
        problems.append(
            Text(f"need 应在 (0, 1] 内，得到 {need}", f"need must lie in (0, 1], got {need}")
        )
    if not 0 < delta < 1:
        problems.append(
            Text(f"delta 应在 (0, 1) 内，得到 {delta}", f"delta must lie in (0, 1), got {delta}")
        )
    if bootstrap < 50:
        problems.append(
            Text(
                f"bootstrap 至少 50 次，得到 {bootstrap}",
                f"bootstrap must be at least 50, got {bootstrap}",
            )
        )
    if problems:
        raise ScenarioError(
            Text("；".join(p.zh for p in problems) + "。", "; ".join(p.en for p in problems) + ".")
        )


def _grid(answers: Answers, chosen: Sequence[int]) -> list[float]:
    """Fine grid of whole thresholds on a log scale around answers and candidates."""
    low = answers.low[answers.low > 0].min(initial=min(chosen))
    high = max(answers.low.max(), *chosen)
    edges = np.geomspace(max(min(low, *chosen) / 2, 1), high * 2, _GRID)
    return sorted({float(round(t)) for t in edges})


def _curves(
    model: Model,
    answers: Answers,
    chosen: Array,
    growth: Growth,
    *,
    at: Array,
    draws: int,
    rng: np.random.Generator,
) -> Curves | None:
    if not model.theta:
        return None
    multiplicity = resample(answers, draws, rng)
    refits = refit(model, answers, multiplicity)
    trials = run_trials(model, answers, rng=rng)
    shares = _share_reach(trials, chosen, growth, at=at)
    gains = reach_of(trials, np.log(chosen), growth, pairs=pairs_of(len(chosen)))
    return Curves(
        coverage=coverage_band(model, answers, refits, multiplicity, at),
        forecast=forecast_band(model, np.log(at), growth, reach=shares),
        gains=gain_band(model, np.log(chosen), growth, reach=gains),
        exposure=expose(model, answers, multiplicity, at),
        lost=refits.lost,
    )


def _share_reach(trials: Trials, chosen: Array, growth: Growth, *, at: Array) -> Reach:
    """Reach at every threshold, reckoned at the candidates and some between and around them."""
    knots = np.log(sorted({*chosen, *at[:: max(len(at) // _KNOTS, 1)]}))
    return reach_of(trials, knots, growth).between(knots, np.log(at))
