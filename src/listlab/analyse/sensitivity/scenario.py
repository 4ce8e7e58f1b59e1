"""One scenario as a function of the factors that nobody measured, fits held fixed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from listlab.analyse.answers import Array, group_answers
from listlab.analyse.assumptions.load import factors
from listlab.analyse.bands import probit_of_share
from listlab.analyse.fit import fit
from listlab.analyse.result import ScenarioResult
from listlab.analyse.sensitivity.inputs import Input, Lever, range_of
from listlab.analyse.sensitivity.law import Law, average_law
from listlab.analyse.sensitivity.result import Output
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Assumption
from listlab.model.quantity import persons

THRESHOLD = "threshold"  # code of the lever
_CHUNK = 2048  # rows of factors at once
_NODES = 9  # of growth
_SLACK = 1e-9  # of shares that are equal on paper
_LOG_SPARE = 1.0  # of the table beyond the largest volume that can be asked for
_FACTORS = (
    "growth_shift",
    "growth_sd",
    "under_reporting",
    "nonresponse_ratio",
    "incident_rate",
    "beta",
    "entrants",
)


@dataclass(frozen=True)
class Futures:
    """What every threshold does in every future; arrays have shape (futures, thresholds).

    `freed`: share of enterprises below. `exposure`: persons times severity a year. `loss`:
    expected persons times severity lost in incidents a year. `serves`: whether the bound that
    decides still meets the need. `enterprises`: in each future, shape (futures,).
    """

    freed: Array
    exposure: Array
    loss: Array
    serves: NDArray[np.bool_]
    enterprises: Array


@dataclass(frozen=True)
class ScenarioModel:
    """A scenario that can be asked anything: factors in, share freed, exposure, loss, verdict.

    `thresholds` are the candidates that the law leaves open. `caution` is how far, on the
    probit scale, the bound that decides lay from the estimate; it is held in every future.
    `silent` is the share of the frame that did not answer.
    """

    thresholds: tuple[int, ...]
    chosen: int | None  # threshold that outputs are of; None: a lever
    recommended: int | None
    need: float
    factors: tuple[Input, ...]
    fixed: Mapping[str, float]
    law: Law
    growth_mean: float
    enterprises: float
    severity: float
    silent: float
    share_lost: float
    caution: Array = field(repr=False)
    ceiling: Array = field(repr=False)  # largest share below that the answers allow

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Share freed, exposure and expected loss at the threshold; the recommended one."""
        at = persons(self.chosen) if self.chosen is not None else Text("阈值", "the threshold")
        when = "" if self.chosen is None else f"阈值取{at.zh}时的"
        none = Text("无可行阈值", "no feasible threshold")
        freed = Text(f"{at.zh}以下的企业比例", f"share of enterprises below {at.en}")
        exposure = Text(f"{when}敞口", f"exposure at {at.en}")
        loss = Text(f"{when}年预期损失", f"expected yearly loss at {at.en}")
        chosen = Text("建议阈值", "the recommended threshold")
        return (
            Output("freed", freed, is_share=True),
            Output("exposure", exposure),
            Output("loss", loss),
            Output("recommended", chosen, labels=(*map(persons, self.thresholds), none)),
        )

    def __call__(self, rows: Array) -> Array:
        """Outputs, shape (n, 4), at rows of shape (n, factors)."""
        futures = self.futures(rows)
        at = np.full(len(rows), 0)
        if self.chosen is not None:
            at[:] = self.thresholds.index(self.chosen)
        else:
            at[:] = np.searchsorted(self.thresholds, self._columns(rows)[THRESHOLD])
        each = np.arange(len(rows))
        shown = [part[each, at] for part in (futures.freed, futures.exposure, futures.loss)]
        return np.column_stack([*shown, self.verdict(futures.serves)])

    def verdict(self, serves: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Index of the smallest threshold before the first that fails, from the largest down.

        The number of thresholds where the largest fails already: nothing is feasible.
        """
        upwards = np.logical_and.accumulate(serves[:, ::-1], axis=1)
        failing: NDArray[np.int64] = len(self.thresholds) - upwards.sum(axis=1)
        return failing

    def futures(self, rows: Array) -> Futures:
        """What every threshold does at rows of factors, shape (n, factors)."""
        parts = [self._futures(self._columns(rows[s])) for s in _slices(len(rows))]
        return Futures(
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in ("freed", "exposure", "loss", "serves", "enterprises")
            )
        )

    def _columns(self, rows: Array) -> dict[str, Array]:
        given = {each.code: rows[:, j] for j, each in enumerate(self.factors)}
        return {code: np.full(len(rows), value) for code, value in self.fixed.items()} | given

    def _futures(self, x: Mapping[str, Array]) -> Futures:
        log_threshold = np.log(np.array(self.thresholds, dtype=float))
        reported = np.log1p(-x["under_reporting"])
        entrants = x["entrants"][:, None]
        node, chance = np.polynomial.hermite_e.hermegauss(_NODES)
        growth = (self.growth_mean + x["growth_shift"])[:, None] + x["growth_sd"][:, None] * node
        staying = self._below(log_threshold, growth - reported[:, None], chance / chance.sum())
        if self.silent > 0:
            larger = growth - reported[:, None] + np.log(x["nonresponse_ratio"])[:, None]
            quiet = self._below(log_threshold, larger, chance / chance.sum())
            staying = staying + self.silent * (quiet - staying)
        new = self._below(log_threshold, -reported[:, None], np.ones(1))
        caught, below = (staying + entrants * new) / (1 + entrants)
        number = self.enterprises * (1 + x["entrants"])
        mass = self.severity * number[:, None]
        beta = x["beta"][:, None]
        freed = 1 - caught
        permitted = freed * (np.exp(log_threshold) - 1)
        exposure = mass * ((1 - beta) * below + beta * permitted)
        bound = np.minimum(ndtr(probit_of_share(caught) - self.caution), self.ceiling)
        loss = self.share_lost * x["incident_rate"][:, None] * exposure
        return Futures(freed, exposure, loss, bound >= self.need - _SLACK, number)

    def _below(self, log_threshold: Array, moved: Array, chance: Array) -> Array:
        """Share caught and persons below each threshold when log volumes move: (2, n, K).

        `moved` has shape (n, nodes), `chance` (nodes,).
        """
        caught, persons_below = self.law.below(log_threshold[:, None] - moved[:, None, :])
        return np.stack([caught @ chance, (persons_below * np.exp(moved)[:, None, :]) @ chance])


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
        enterprises that did not answer (only where some did not), incident rate, β, entrants.

    Raises
    ------
    ScenarioError
        No law fits, no candidate is lawful, or `threshold` is none of them.

    Notes
    -----
    Share caught is `[(1 − ν) S(T/m) + ν S(T/(m k)) + e S(T (1 − r))] / (1 + e)`, averaged over
    growth g by quadrature: S is the law's survival function, r the share not reported,
    `m = exp(g) / (1 − r)`, ν and k share and ratio of nonresponse, e entrants. Exposure is that of
    the law, not of the single answers. Loss is incident rate × share lost × exposure, in persons
    times severity a year.
    """
    answers = group_answers(result.volumes)
    model = fit(answers)
    lawless = {r.threshold for r in result.recommendation.rejected if r.code == "law"}
    rows = [row for row in result.thresholds if row.threshold not in lawless]
    _refuse(result, bool(model.theta), [row.threshold for row in rows], threshold)
    recommended = result.recommendation.threshold
    silent = max(0.0, 1 - result.n_answered / answers.total_weight)
    thresholds = tuple(row.threshold for row in rows)
    inputs, fixed = _inputs(result, assumptions or {}, silent)
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
        share_lost=share_lost,
        caution=probit_of_share(1 - estimate) - ndtri(np.clip(bound, 1e-12, 1 - 1e-12)),
        ceiling=np.array([row.observed.high for row in rows]),
    )


def _inputs(
    result: ScenarioResult, assumptions: Mapping[str, Assumption], silent: float
) -> tuple[list[Input], dict[str, float]]:
    """Factors that are varied, and the values of those that are not."""
    base = {"growth_sd": result.growth_sd}
    varied: list[Input] = []
    fixed = {}
    for code in _FACTORS:
        given = range_of(factors()[code], assumptions, base=base.get(code))
        if code == "nonresponse_ratio" and silent == 0:
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
    node = np.polynomial.hermite_e.hermegauss(_NODES)[0].max()
    falls = most["growth_sd"] * node - growth_mean - least["growth_shift"]
    smaller = max(0.0, -float(np.log(least.get("nonresponse_ratio", 1.0))))
    return float(np.log(max(thresholds)) + max(falls, 0.0) + smaller + _LOG_SPARE)


def _slices(rows: int) -> Iterator[slice]:
    return (slice(i, i + _CHUNK) for i in range(0, rows, _CHUNK))


def _refuse(
    result: ScenarioResult, fitted: bool, lawful: Sequence[int], threshold: int | None
) -> None:
    if not fitted:
        raise ScenarioError(
            Text(
                f"场景 {result.scenario} 没有可用的分布模型，不能推演；请补充答复。",
                f"scenario {result.scenario} has no usable law to run what-ifs on; get more "
                "answers.",
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
