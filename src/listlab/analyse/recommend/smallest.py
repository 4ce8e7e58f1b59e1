"""The smallest threshold that serves the need, and why not another one."""

from listlab.analyse.recommend.lawful import law_checked
from listlab.analyse.recommend.reasons import (
    Case,
    beyond_answers,
    budgets_kept,
    few_answers,
    growth_used,
    larger_candidate,
    largest_answer,
    least_relaxation,
    need_met,
    rests_on_tail,
    why_not,
)
from listlab.analyse.result import Equivalence, Recommendation, ThresholdRow
from listlab.model.language import Text
from listlab.model.quantity import at_least, percent, persons


def recommend(case: Case) -> Recommendation:
    """Smallest feasible threshold of a scenario, with reasons and with what binds if none is.

    Candidates are tested from the largest that law and budgets leave open down to the smallest, and
    testing stops at the first that fails: each test can then be made at 5 % by itself.

    References
    ----------
    .. [1] Maurer, Hothorn and Lehmacher (1995): fixed-sequence testing of ordered hypotheses.
    """
    lawful = sorted((r for r in case.rows if case.is_open(r)), key=lambda r: -r.threshold)
    feasible: list[ThresholdRow] = []
    for row in lawful:
        if not case.serves(row):
            break
        feasible.append(row)
    if not feasible:
        return _none(case, lawful)
    return _smallest(case, feasible)


def _smallest(case: Case, feasible: list[ThresholdRow]) -> Recommendation:
    chosen = feasible[-1]
    larger = sorted(r.threshold for r in case.rows if r.threshold > chosen.threshold)
    pairs = [case.pair(chosen.threshold, b) for b in larger] + _beyond_law(case, chosen)
    told = [p for p in pairs if _on_tail(p)] or [p for p in case.pairs if _on_tail(p)][-1:]
    extrapolated = chosen.threshold > largest_answer(case.answers)
    reasons = [
        need_met(case, chosen),
        *([few_answers(case)] if case.few else []),
        *law_checked(case),
        *budgets_kept(case),
        *(larger_candidate(case, pair) for pair in pairs),
        *([rests_on_tail(case, told)] if told else []),
        *([beyond_answers(case, chosen)] if extrapolated else []),
        growth_used(case.growth),
    ]
    rejected = [why_not(case, row, chosen) for row in case.rows if row is not chosen]
    runner_up = feasible[-2].threshold if len(feasible) > 1 else None
    where = persons(chosen.threshold)
    sure = at_least(case.bound(chosen))
    return Recommendation(
        threshold=chosen.threshold,
        headline=Text(
            f"建议阈值{where.zh}：预计至少 {sure} 的企业低于该线（单侧 95% 下限），"
            f"达到 {percent(case.need)} 的要求。",
            f"Recommended threshold: {where.en}. At least {sure} of enterprises are expected "
            f"below it (one-sided 95 % bound), as the need of {percent(case.need)} asks.",
        ),
        reasons=tuple(reasons),
        rejected=tuple(rejected),
        runner_up=runner_up,
        decided_by=case.decided_by,
        rests_on_tail=bool(told),
        extrapolated=extrapolated,
    )


def _on_tail(pair: Equivalence) -> bool:
    return bool(pair.equivalent) and not pair.equivalent_without_model


def _beyond_law(case: Case, chosen: ThresholdRow) -> list[Equivalence]:
    """Largest candidate that the law leaves open against those beyond, where not told anyway."""
    top = max(row.threshold for row in case.rows if case.lawful(row.threshold))
    if top == chosen.threshold:
        return []
    beyond = (r.threshold for r in case.rows if r.threshold > top)
    return [case.pair(top, b) for b in sorted(beyond)]


def _none(case: Case, lawful: list[ThresholdRow]) -> Recommendation:
    if not lawful:
        headline = Text(
            "没有候选阈值在法律和预算允许的范围内，无法提出建议。",
            "No candidate lies where law and budgets leave room: nothing can be recommended.",
        )
        relaxation = None
    else:
        top = lawful[0]
        sure = at_least(min(case.bound(top), top.observed.high))
        where = persons(top.threshold)
        headline = Text(
            f"现有数据不足以支持任何阈值：候选中最大的合法阈值{where.zh}也只能保证 {sure} "
            f"的企业低于该线，未达到 {percent(case.need)}。",
            f"The data carry no threshold: even {where.en}, the largest candidate that the law "
            f"leaves open, is only sure to free {sure}, short of {percent(case.need)}.",
        )
        relaxation = least_relaxation(case, top)
    rejected = [why_not(case, row, None) for row in case.rows]
    return Recommendation(
        threshold=None,
        headline=headline,
        reasons=(
            headline,
            *((relaxation,) if relaxation else ()),
            *([few_answers(case)] if case.few else []),
            *law_checked(case),
            *budgets_kept(case),
            growth_used(case.growth),
        ),
        rejected=tuple(rejected),
        runner_up=None,
        decided_by=case.decided_by,
        rests_on_tail=False,
        extrapolated=False,
        relaxation=relaxation,
    )
