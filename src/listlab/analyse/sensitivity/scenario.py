"""One scenario as a function of the factors that nobody measured, fits held fixed."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.special import ndtri

from listlab.analyse.answers import group_answers
from listlab.analyse.assumptions.load import factors
from listlab.analyse.bands import probit_of_share
from listlab.analyse.laws import fit
from listlab.analyse.result import ScenarioResult
from listlab.analyse.sensitivity.futures import NODES, THRESHOLD, ScenarioModel
from listlab.analyse.sensitivity.inputs import Input, Lever, range_of
from listlab.analyse.sensitivity.law import average_law
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Assumption
from listlab.model.quantity import persons

_LOG_SPARE = 1.0  # of the table beyond the largest volume that can be asked for
_FACTORS = (
    "growth_shift",
    "growth_sd",
    "under_reporting",
    "nonresponse_ratio",
    "incident_rate",
    "beta",
    "entrants",
    "start_rate",
)


def scenario_model(
    result: ScenarioResult,
    *,
    assumptions: Mapping[str, Assumption] | None = None,
    threshold: int | None = None,
    vary_threshold: bool = False,
    share_lost: float = 1.0,
) -> ScenarioModel:
    """Fast model of one scenario for `sensitivity.analyse` and `robust.analyse`.

    Parameters
    ----------
    result : ScenarioResult
        Its volumes are fitted again; its growth, candidates and bounds are the base.
    assumptions : mapping, optional
        What the study assumes of the factors, by code; defaults otherwise.
    threshold : int, optional
        Candidate that share, exposure and loss are of; the recommended one, or the largest
        that the law leaves open, when left out.
    vary_threshold : bool, default False
        Make the threshold itself a lever, all candidates equally likely.
    share_lost : float, default 1
        Mean share of an enterprise's persons that an incident loses, in [0, 1].

    Returns
    -------
    ScenarioModel
        Factors are growth (shift of the mean, sd), under-reporting, the volume ratio of
        enterprises that did not answer (only where some did not), incident rate, β, entrants,
        and enterprises without exports that start (only where some have none).

    Raises
    ------
    ScenarioError
        No law fits, no candidate is lawful, `threshold` is none of them, or `share_lost` is no
        share.

    Notes
    -----
    Share caught is `[(1 − ν) S(T/m) + ν S(T/(m k)) + e S(T (1 − r))] / (1 + e)`, averaged over
    growth g by quadrature: S is the law's survival function, r the share not reported,
    `m = exp(g) / (1 − r)`, ν and k share and ratio of nonresponse, e entrants; of the share z
    without exports the start rate joins those of this year. Exposure is that of
    the law, not of the single answers. Loss is incident rate × share lost × exposure, in persons
    times severity a year.
    """
    answers = group_answers(result.volumes)
    model = fit(answers)
    lawless = {r.threshold for r in result.recommendation.rejected if r.is_barred}
    rows = [row for row in result.thresholds if row.threshold not in lawless]
    _refuse(
        result,
        bool(model.theta),
        [row.threshold for row in rows],
        threshold=threshold,
        share_lost=share_lost,
    )
    recommended = result.recommendation.threshold
    silent = max(0.0, 1 - result.n_answered / answers.total_weight)
    thresholds = tuple(row.threshold for row in rows)
    idle = result.zero_share
    inputs, fixed = _inputs(
        result,
        assumptions or {},
        held=[
            *(["nonresponse_ratio"] if silent == 0 else []),
            *(["start_rate"] if idle == 0 else []),
        ],
    )
    if vary_threshold and len(thresholds) > 1:
        inputs.append(_lever(thresholds, recommended))
    estimate = np.array([row.forecast.estimate for row in rows], dtype=float)
    bound = np.array([result.met_need(row) for row in rows])
    return ScenarioModel(
        thresholds=thresholds,
        chosen=None
        if vary_threshold and len(thresholds) > 1
        else threshold or recommended or thresholds[-1],
        recommended=recommended,
        need=result.need,
        factors=tuple(inputs),
        fixed=fixed,
        law=average_law(model, _log_top(thresholds, inputs, result.growth_mean)),
        growth_mean=result.growth_mean,
        enterprises=answers.total_weight,
        severity=float(
            (answers.count * answers.weight * answers.severity).sum() / answers.total_weight
        ),
        silent=silent,
        idle=idle,
        share_lost=share_lost,
        caution=probit_of_share(1 - estimate) - ndtri(np.clip(bound, 1e-12, 1 - 1e-12)),
        ceiling=np.array([row.observed.high for row in rows]),
    )


def _inputs(
    result: ScenarioResult, assumptions: Mapping[str, Assumption], *, held: Sequence[str]
) -> tuple[list[Input], dict[str, float]]:
    """Factors that are varied, and the values of those that are not."""
    base = {"growth_sd": result.growth_sd}
    varied: list[Input] = []
    fixed = {}
    for code in _FACTORS:
        given = range_of(factors()[code], assumptions, base=base.get(code))
        if code in held:
            fixed[code] = given.base
        else:
            varied.append(given)
    return varied, fixed


def _lever(thresholds: tuple[int, ...], recommended: int | None) -> Lever:
    return Lever(
        THRESHOLD,
        Text("阈值", "threshold"),
        levels=tuple(map(float, thresholds)),
        base=float(recommended or thresholds[-1]),
        labels=tuple(map(persons, thresholds)),
    )


def _log_top(thresholds: Sequence[int], inputs: Sequence[Input], growth_mean: float) -> float:
    """Logarithm of the largest volume that the table is asked for."""
    least = {each.code: min(each.ends) for each in inputs}
    most = {each.code: max(each.ends) for each in inputs}
    node = np.polynomial.hermite_e.hermegauss(NODES)[0].max()
    falls = most["growth_sd"] * node - growth_mean - least["growth_shift"]
    smaller = max(0.0, -float(np.log(least.get("nonresponse_ratio", 1.0))))
    return float(np.log(max(thresholds)) + max(falls, 0.0) + smaller + _LOG_SPARE)


def _refuse(
    result: ScenarioResult,
    fitted: bool,
    lawful: Sequence[int],
    *,
    threshold: int | None,
    share_lost: float,
) -> None:
    if not fitted:
        raise ScenarioError(
            Text(
                f"场景 {result.scenario} 没有可用的分布模型，不能推演；请补充答复。",
                f"scenario {result.scenario} has no usable law to run what-ifs on; get more "
                "answers.",
            )
        )
    if not 0 <= share_lost <= 1:
        raise ScenarioError(
            Text(
                f"share_lost 应在 [0, 1] 内，得到 {share_lost}。",
                f"share_lost must lie in [0, 1], got {share_lost}.",
            )
        )
    if not lawful:
        raise ScenarioError(
            Text(
                f"场景 {result.scenario} 没有法律允许的候选阈值，不能推演。",
                f"scenario {result.scenario} has no candidate that the law leaves open.",
            )
        )
    if threshold is not None and threshold not in lawful:
        open_to = "、".join(map(str, lawful))
        raise ScenarioError(
            Text(
                f"阈值 {threshold} 不在法律允许的候选之中（{open_to}）。",
                f"threshold {threshold} is none of the lawful candidates "
                f"({', '.join(map(str, lawful))}).",
            )
        )
