"""At which need, margin, size or further answers the verdicts on one scenario turn."""

from collections.abc import Callable
from dataclasses import replace
from math import sqrt

import numpy as np
import polars as pl

from listlab.analyse.growth import Growth
from listlab.analyse.options import check_options
from listlab.analyse.prepared import Prepared
from listlab.analyse.recommend.reasons import Case, break_even_beta
from listlab.analyse.recommend.smallest import recommend
from listlab.analyse.result import Equivalence, ScenarioResult
from listlab.analyse.scale.limits import between
from listlab.analyse.switching.result import Switching
from listlab.analyse.switching.verdict_map import (
    LEAST_NEED,
    MOST_MARGIN,
    NeedStep,
    PairMargins,
    verdict_map,
)
from listlab.analyse.switching.verdicts import Verdicts
from listlab.analyse.tabulate import equivalence_margin
from listlab.errors import ScenarioError
from listlab.model.language import Text

_PRECISE = 0.005  # of a factor, relative
_SHRINK = 1e-9  # of a need, so that it is met where it equals the bound


def analyse(
    prepared: Prepared,
    *,
    pair: tuple[int, int],
    need: float = 0.95,
    delta: float = 0.02,
    most_times: float = 100.0,
    most_answers: int = 5,
) -> Switching:
    """Switching values of a recommendation and of the equivalence of two thresholds.

    Parameters
    ----------
    prepared : Prepared
        One scenario, as `prepare` gives it.
    pair : (int, int)
        Two thresholds, the smaller first, in persons a year.
    need, delta : float
        Share of enterprises to free, in (0, 1]; margin of equivalence, in (0, 1).
    most_times : float, default 100
        Largest multiple of all volumes that is looked at, above 1.
    most_answers : int, default 5
        Most further answers that are tried.

    Returns
    -------
    Switching
        Recommended threshold by need; margin from which the pair is equivalent; multiple of all
        volumes, and number of further answers between the two, at which equivalence and the
        recommendation fail; share β at which exposure doubles; answers that would settle it
        without a model.

    Raises
    ------
    ScenarioError
        A pair out of order or not above 0, a need, margin or limit of the search out of range.

    Notes
    -----
    All volumes times k at a threshold T is the survey itself at T / k, which is what is reckoned;
    the lines of the law stay. Further answers are exact, lie at the geometric middle of the pair,
    or above the recommended threshold at the middle of it and the pair's larger one; the survey
    is fitted and calibrated with them anew, by the seed it was prepared with.
    """
    check_options(need, delta)
    _check(pair, most_times, most_answers)
    a, b = pair
    result = prepared.ask(need=need, delta=delta, thresholds=sorted({*prepared.chosen, a, b}))
    found = next(each for each in result.equivalence if (each.a, each.b) == (a, b))
    chosen = result.recommendation.threshold
    growth = Growth(result.growth_mean, result.growth_sd, prepared.growth.error)
    now = Verdicts.of(prepared, growth)
    margins = _margins(prepared, result)
    needs = _needs(prepared, result)
    own = margins[a, b].with_model
    shown = _Shown(result, found, chosen, growth)
    base = Switching(
        scenario_name=result.scenario_name,
        need=need,
        delta=delta,
        pair=pair,
        recommended=chosen,
        equivalent=found.equivalent,
        needs=needs,
        margin=own if np.isfinite(own) else None,
        margin_without_model=found.gain_without_model.high,
        answers_needed=found.answers_needed_without_model,
        permitted_ratio=found.permitted_risk_ratio,
        beta=break_even_beta(result.row(a), result.row(b)),
        most_times=most_times,
        most_answers=most_answers,
        cells=verdict_map(needs, margins, shown.lawful, most=max(MOST_MARGIN, 2 * delta)),
    )
    if now is None or result.recommendation.decided_by == "answers":
        return replace(base, notes={"law": _no_law()})
    return _searched(base, shown, now, prepared)


class _Shown:
    """What the survey shows as it is."""

    def __init__(
        self, result: ScenarioResult, pair: Equivalence, chosen: int | None, growth: Growth
    ) -> None:
        lawless = {r.threshold for r in result.recommendation.rejected if r.is_barred}
        self.lawful = [r.threshold for r in result.thresholds if r.threshold not in lawless]
        self.pair, self.chosen, self.growth = pair, chosen, growth


def _searched(base: Switching, shown: _Shown, now: Verdicts, prepared: Prepared) -> Switching:
    """Multiples of all volumes, and further answers, at which each verdict fails."""
    (a, b), chosen, need = base.pair, shown.chosen, base.need

    def equivalent(times: float) -> bool:
        return now.equivalent(_part(a, times), _part(b, times), base.delta)

    def meets(threshold: int) -> Callable[[float], bool]:
        return lambda times: now.serves(_part(threshold, times), need)

    def more(volume: int, holds: Callable[[Verdicts], bool]) -> int | None:
        for count in range(1, base.most_answers + 1):
            far = pl.DataFrame({"low": [volume] * count, "high": [volume] * count})
            rng = np.random.default_rng(prepared.seed)
            then = Verdicts.with_more(prepared.volumes, far, shown.growth, rng=rng)
            if then is None or not holds(then):
                return count
        return None

    is_equivalent = bool(shown.pair.equivalent)
    largest = max(shown.lawful, default=None)
    return replace(
        base,
        equivalent_until=_switch(equivalent, base.most_times) if is_equivalent else None,
        recommended_until=None if chosen is None else _switch(meets(chosen), base.most_times),
        any_until=None
        if chosen is None or largest is None
        else _switch(meets(largest), base.most_times),
        largest=largest,
        answers_against_pair=more(round(sqrt(a * b)), lambda v: v.equivalent(a, b, base.delta))
        if is_equivalent
        else None,
        answers_against_recommended=None
        if chosen is None
        else more(round(sqrt(chosen * max(b, chosen))) + 1, lambda v: v.serves(chosen, need)),
    )


def _part(threshold: int, times: float) -> int:
    return max(round(threshold / times), 1)


def _switch(holds: Callable[[float], bool], most: float) -> float | None:
    """Largest multiple at which a verdict holds, to half a per cent; None when it always does."""
    if holds(most):
        return None
    low, high = 1.0, most
    while high / low > 1 + _PRECISE:
        middle = sqrt(low * high)
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _needs(prepared: Prepared, result: ScenarioResult) -> tuple[NeedStep, ...]:
    """Recommended threshold for every need from a half up to 1, as steps."""
    few = result.recommendation.decided_by == "answers"
    case = Case(
        result.thresholds,
        result.equivalence,
        prepared.answers,
        result.need,
        result.delta,
        prepared.limits,
        Growth(result.growth_mean, result.growth_sd, basis=prepared.growth.basis),
        few,
    )
    bounds = {min(case.bound(row), row.observed.high) for row in result.thresholds}
    ends = sorted({*(x for x in bounds if LEAST_NEED < x < 1), 1.0})
    steps: list[NeedStep] = []
    for end in ends:
        at = recommend(replace(case, need=end - _SHRINK)).threshold
        if steps and steps[-1].threshold == at:
            steps.pop()
        steps.append(NeedStep(at, end))
    return tuple(steps)


def _margins(prepared: Prepared, result: ScenarioResult) -> dict[tuple[int, int], PairMargins]:
    """Margin from which each pair of candidates is equivalent, with the model and without."""
    found = {}
    for pair in result.equivalence:
        certainly, _ = between(prepared.answers, pair.a, pair.b)
        own = equivalence_margin(prepared.answers, pair.coverage_gain, certainly)
        alone = pair.gain_without_model.high
        found[pair.a, pair.b] = PairMargins(np.inf if own is None else own, alone)
    return found


def _check(pair: tuple[int, int], most_times: float, most_answers: int) -> None:
    problems = []
    if not 1 <= pair[0] < pair[1]:
        problems.append(
            Text(
                f"pair 应为两个不小于 1 的阈值，小的在前，得到 {pair[0]}、{pair[1]}",
                f"pair must be two thresholds of at least 1, the smaller first, got {pair[0]}, "
                f"{pair[1]}",
            )
        )
    if not 1 < most_times < float("inf"):
        problems.append(
            Text(
                f"most_times 应为大于 1 的有限数，得到 {most_times}",
                f"most_times must be finite and above 1, got {most_times}",
            )
        )
    if most_answers < 0:
        problems.append(
            Text(
                f"most_answers 应不小于 0，得到 {most_answers}",
                f"most_answers must be at least 0, got {most_answers}",
            )
        )
    if problems:
        raise ScenarioError(
            Text("；".join(p.zh for p in problems) + "。", "; ".join(p.en for p in problems) + ".")
        )


def _no_law() -> Text:
    return Text(
        "没有可据以判断的分布：只给出对要求、界限和答复份数的转换值。",
        "No law decides: switching values of need, margin and answers only.",
    )
