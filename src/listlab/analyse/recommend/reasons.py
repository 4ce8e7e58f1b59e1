"""Reasons of a recommendation, in words that a committee can read, with the numbers in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from listlab.analyse.answers import Answers
from listlab.analyse.growth import Growth
from listlab.analyse.result import Equivalence, Rejected, ThresholdRow
from listlab.analyse.risk.budgets import NAMES, BudgetName, Budgets
from listlab.analyse.scale.limits import answers_to_settle, improbable
from listlab.law.limits import Limits
from listlab.model.language import Text
from listlab.model.quantity import at_least, at_most, percent, persons, points

_SLACK = 1e-9  # of shares that are equal on paper


@dataclass(frozen=True)
class Case:
    """What the recommendation is made from."""

    rows: Sequence[ThresholdRow]
    pairs: Sequence[Equivalence]
    answers: Answers
    need: float
    delta: float
    limits: Limits | None
    growth: Growth
    few: bool  # too few answers for a law to decide on
    budgets: Budgets = field(default_factory=Budgets)

    def bound(self, row: ThresholdRow) -> float:
        """Lower one-sided 95 % bound that decides: of the forecast, or without a model."""
        modelled = row.forecast.lower95
        if self.decided_by == "answers" or modelled is None:
            return row.without_model.low
        caught = self.answers.low >= row.threshold
        if improbable(self.answers, caught, 1 - modelled):
            return row.without_model.low
        return modelled

    @property
    def decided_by(self) -> Literal["model", "answers"]:
        """Whether bounds of the forecast decide, or the exact ones of the answers alone."""
        modelled = all(row.forecast.lower95 is not None for row in self.rows)
        return "model" if modelled and not self.few else "answers"

    def serves(self, row: ThresholdRow) -> bool:
        """Whether the need is met: by the bound, and not against what the survey itself shows."""
        return min(self.bound(row), row.observed.high) >= self.need - _SLACK

    def lawful(self, threshold: int) -> bool:
        """Whether the law leaves this threshold open; True when it was not checked."""
        if self.limits is None:
            return True
        return self.limits.allows(threshold)

    def exceeded(self, row: ThresholdRow) -> tuple[BudgetName, ...]:
        """Budgets that a threshold breaks by its estimates, or whose cost is not known."""
        costs: dict[BudgetName, float | None] = {
            "loss": row.expected_loss,
            "cvar": row.cvar95,
            "workload": row.filings.estimate,
        }
        found = []
        for name, most in self.budgets.set().items():
            cost = costs[name]
            if cost is None or cost > most:
                found.append(name)
        return tuple(found)

    def is_open(self, row: ThresholdRow) -> bool:
        """Whether law and budgets leave a threshold open."""
        return self.lawful(row.threshold) and not self.exceeded(row)

    def pair(self, a: int, b: int) -> Equivalence:
        """Comparison of two thresholds, the smaller first."""
        return next(p for p in self.pairs if (p.a, p.b) == (a, b))


def need_met(case: Case, row: ThresholdRow) -> Text:
    """What is expected below the threshold, what was seen, and the exact bound."""
    where = persons(row.threshold)
    ends = dict.fromkeys((at_least(row.observed.low), at_most(row.observed.high)))
    seen = "–".join(ends)  # one figure where no answer straddles the threshold
    exact = at_least(row.without_model.low)
    rests = case.decided_by == "model" and row.without_model.low < case.need
    if row.forecast.estimate is None or row.forecast.low is None or row.forecast.high is None:
        return Text(
            f"没有可用的分布模型；仅凭答复，{where.zh}以下企业的比例下限为 {exact}。",
            f"No law could be fitted; by the answers alone at least {exact} lie below {where.en}.",
        )
    band = f"{at_least(row.forecast.low)}–{at_most(row.forecast.high)}"
    estimate = percent(row.forecast.estimate)
    return Text(
        f"明年预计 {estimate} 的企业低于{where.zh}（95% 区间 {band}）；调查中已见 {seen}，"
        f"不用模型的精确下限为 {exact}"
        f"{'，未达到要求：可行与否取决于模型' if rests else ''}。",
        f"{estimate} of enterprises are expected below {where.en} next year (95 % band {band}); "
        f"the survey shows {seen}, and the exact bound without a model is {exact}"
        f"{', short of the need: feasibility rests on the model' if rests else ''}.",
    )


def few_answers(case: Case) -> Text:
    """That a law fitted to so few answers decides nothing."""
    n = f"{case.answers.effective(case.answers.answered):.0f}"
    return Text(
        f"有效答复只有 {n} 份，分布模型不足为凭，判断只用不依赖模型的精确界限。",
        f"Only {n} effective answers: no law can be relied on, so only the exact bounds without "
        "a model decide.",
    )


def larger_candidate(case: Case, pair: Equivalence) -> Text:
    """What a larger candidate would add, and what it would permit."""
    small, large = persons(pair.a), persons(pair.b)
    beyond = "" if case.lawful(pair.b) else "（超出法律允许范围，仅作比较）"
    note = "" if case.lawful(pair.b) else " (beyond what the law leaves open, compared only)"
    ratio = pair.permitted_risk_ratio
    cost = (
        Text(f"允许的敞口为 {ratio:.3g} 倍", f"the exposure it permits is {ratio:.3g} times")
        if ratio is not None
        else Text("允许的敞口无法比较", "the exposure it permits can't be compared")
    )
    gain = pair.coverage_gain
    if gain.upper95 is None or gain.estimate is None:
        verdict = Text("没有模型可以判断增益", "no law can tell the gain")
    else:
        word = (
            Text("视为等效", "equivalent")
            if pair.equivalent
            else Text("不能视为等效", "not shown to be equivalent")
        )
        more, upper = points(gain.estimate), points(gain.upper95, upper=True)
        margin = points(case.delta)
        verdict = Text(
            f"预计多放行 {more} 个百分点（单侧 95% 上限 {upper}，界限 {margin}），{word.zh}",
            f"expected to free {more} points more (one-sided 95 % bound {upper}, "
            f"margin {margin}): {word.en}",
        )
    even = _break_even(case, pair)
    return Text(
        f"由{small.zh}放宽到{large.zh}{beyond}：{verdict.zh}；{cost.zh}{even.zh}。",
        f"From {small.en} to {large.en}{note}: {verdict.en}; {cost.en}{even.en}.",
    )


def _break_even(case: Case, pair: Equivalence) -> Text:
    rows = {row.threshold: row for row in case.rows}
    beta = break_even_beta(rows[pair.a], rows[pair.b])
    if beta is None:
        return Text("", "")
    share = percent(beta)
    return Text(
        f"，只要 {share} 的企业把规模扩大到线内上限，敞口就翻一番",
        f", and exposure doubles once {share} of enterprises grow into the headroom",
    )


def break_even_beta(small: ThresholdRow, large: ThresholdRow) -> float | None:
    """Share of enterprises growing into the headroom at which exposure doubles; None if never.

    Solves E_β(large) = 2 E_β(small) for β in [0, 1]; 0 when it is doubled already.
    """
    values = (
        small.realised_exposure,
        small.permitted_exposure,
        large.realised_exposure,
        large.permitted_exposure,
    )
    if any(v is None for v in values):
        return None
    real_a, perm_a, real_b, perm_b = (float(v) for v in values if v is not None)
    slack, slope = 2 * real_a - real_b, (perm_b - real_b) - 2 * (perm_a - real_a)
    if slack <= 0:
        return 0.0
    beta = slack / slope if slope > 0 else None
    return beta if beta is not None and beta <= 1 else None


def rests_on_tail(case: Case, pairs: Sequence[Equivalence]) -> Text:
    """That equivalence is a matter of the fitted tail, and how many answers would settle it."""
    last = pairs[-1]
    needed = last.answers_needed_without_model
    n = round(float(case.answers.count[case.answers.answered].sum()))
    missing = case.answers.n - n
    blank = (
        Text(f"，另有 {missing} 份须先补齐人数", f"; {missing} more must first give a number")
        if missing
        else Text("", "")
    )
    more = (
        Text(
            f"若新增答复都不落在两线之间，共需约 {needed} 份给出人数的答复才能不用模型判定"
            f"（现有 {n} 份{blank.zh}）。",
            f"If no further answer lies between, about {needed} answers in all would settle it "
            f"without a model ({n} so far{blank.en}).",
        )
        if needed is not None
        else Text(
            "再多答复也难以不用模型判定。", "No practicable number of answers would settle it."
        )
    )
    gain = points(last.gain_without_model.high, upper=True)
    return Text(
        f"注意：{persons(last.a).zh}与{persons(last.b).zh}等效的结论取决于分布尾部的形状；"
        f"不用模型时，增益上限为 {gain} 个百分点，尚不能判定。{more.zh}",
        f"Note: that {persons(last.a).en} and {persons(last.b).en} are equivalent rests on the "
        f"shape of the tail; without a model the gain may reach {gain} points. {more.en}",
    )


def beyond_answers(case: Case, row: ThresholdRow) -> Text:
    """That no answer reaches the threshold."""
    return Text(
        f"外推：{persons(row.threshold).zh}高于调查中最大的确定答复 "
        f"{persons(largest_answer(case.answers)).zh}。",
        f"Extrapolation: {persons(row.threshold).en} lies beyond the largest answer, "
        f"{persons(largest_answer(case.answers)).en}.",
    )


def growth_used(growth: Growth) -> Text:
    """Which growth stands behind the forecast."""
    mean, sd = f"{growth.mean:+.3f}", f"{growth.sd:.3f}"
    lent = (
        Text(
            f"，并向本行业 {growth.scenarios} 个场景的均值靠拢 {percent(growth.borrowed)}",
            f", drawn {percent(growth.borrowed)} of the way to the mean of the industry's "
            f"{growth.scenarios} scenarios",
        )
        if growth.scenarios > 1
        else Text("", "")
    )
    words = {
        "pooled": Text(
            f"增长由 {growth.enterprises} 家企业的历史量和预计量合并估计{lent.zh}",
            f"growth pooled from histories and forecasts of {growth.enterprises} enterprises"
            f"{lent.en}",
        ),
        "given": Text("增长按给定值", "growth as given"),
        "assumed": Text("没有增长数据，按假定处理", "no growth data: assumed"),
    }[growth.basis]
    return Text(
        f"{words.zh}（对数均值 {mean}，标准差 {sd}）。",
        f"{words.en[0].upper()}{words.en[1:]} (log mean {mean}, standard deviation {sd}).",
    )


def least_relaxation(case: Case, top: ThresholdRow) -> Text:
    """What would have to give for some threshold to be feasible."""
    need, where = at_least(min(case.bound(top), top.observed.high)), persons(top.threshold)
    n = round(float(case.answers.count[case.answers.answered].sum()))
    if case.decided_by == "answers":
        return _more_answers(case, top, n)
    beyond = [r for r in case.rows if not case.lawful(r.threshold) and case.serves(r)]
    law = (
        Text(
            f"；或者参考规则的重要数据量级放宽到{persons(beyond[0].threshold).zh}",
            "; or the reference rules' volume of important data would have to rise to "
            f"{persons(beyond[0].threshold).en}",
        )
        if beyond
        else Text("", "")
    )
    return Text(
        f"最小的放宽：把要求降到 {need}，则{where.zh}可行{law.zh}。目前 {n} 家企业作答，"
        "补充答复可以收窄区间。",
        f"Least relaxation: with the need lowered to {need}, {where.en} is feasible{law.en}. "
        f"{n} enterprises answered so far; more answers narrow the interval.",
    )


def _more_answers(case: Case, top: ThresholdRow, n: int) -> Text:
    """How many answers carry the largest candidate, if all further ones lie below it."""
    above = case.answers.high >= top.threshold
    needed = answers_to_settle(case.answers, above, 1 - case.need, most=10**6)
    where = persons(top.threshold)
    if needed is None:
        return Text("再多答复也难以支持。", "No practicable number of answers would carry it.")
    return Text(
        f"还差答复：若新增答复都低于{where.zh}，共需约 {needed} 份给出人数的答复（现有 {n} 份）"
        f"才能保证 {percent(case.need)} 的企业低于该线；答复足以拟合分布时所需会更少。"
        "在此之前清单照国家规定填列。",
        f"Answers are missing: if all further ones lie below {where.en}, about {needed} in all "
        f"({n} so far) would carry a need of {percent(case.need)}; fewer once they determine a "
        "law. Until then the list keeps the national line.",
    )


def why_not(case: Case, row: ThresholdRow, chosen: ThresholdRow | None) -> Rejected:
    """Why a candidate other than the recommended one is not it."""
    if not case.lawful(row.threshold):
        assert case.limits is not None
        low = row.threshold < case.limits.national
        reason = (
            Text(
                "严于国家规定的量级：本项目的规则要求书面说明理由",
                "stricter than the national line: a rule of this project asks for written grounds",
            )
            if low
            else Text(
                "达到参考规则的重要数据量级",
                "reaches the reference rules' volume of important data",
            )
        )
        return Rejected(row.threshold, reason, "floor" if low else "law")
    if broken := case.exceeded(row):
        zh, en = "、".join(NAMES[b].zh for b in broken), ", ".join(NAMES[b].en for b in broken)
        reason = Text(f"超出预算：{zh}", f"exceeds the budget: {en}")
        return Rejected(row.threshold, reason, "budget")
    if chosen is not None and row.threshold > chosen.threshold:
        return Rejected(row.threshold, _larger_than_needed(case, row, chosen), "larger")
    if row.observed.high < case.need <= case.bound(row):
        return Rejected(row.threshold, _seen_against(case, row), "observed")
    bound = at_least(case.bound(row))
    return Rejected(
        row.threshold,
        Text(
            f"预计只能保证 {bound} 的企业低于该线，未达到 {percent(case.need)}",
            f"only sure to free {bound}, short of the need of {percent(case.need)}",
        ),
        "need",
    )


def _larger_than_needed(case: Case, row: ThresholdRow, chosen: ThresholdRow) -> Text:
    pair, small = case.pair(chosen.threshold, row.threshold), persons(chosen.threshold)
    upper = pair.coverage_gain.upper95
    if upper is None:
        upper = pair.gain_without_model.high
    most = points(upper, upper=True)
    if pair.equivalent:
        return Text(
            f"可行但更大，与{small.zh}等效：最多多放行 {most} 个百分点，没有必要",
            f"feasible but larger, and equivalent to {small.en}: frees at most {most} points more",
        )
    return Text(
        f"可行但更大：{small.zh}已满足要求；最多多放行 {most} 个百分点，未证实等效，"
        "是否值得由人决定",
        f"feasible but larger: {small.en} serves the need; it frees at most {most} points more, "
        "not shown to be equivalent, and whether that is worth it is for people to decide",
    )


def _seen_against(case: Case, row: ThresholdRow) -> Text:
    seen, need = at_most(row.observed.high), percent(case.need)
    return Text(
        f"调查本身显示至多 {seen} 的企业低于该线，未达到 {need}；模型虽估计更高，不予采信",
        f"the survey itself shows at most {seen} below it, short of {need}; the model puts it "
        "higher and is not believed",
    )


def largest_answer(answers: Answers) -> float:
    """Largest number that any answer certainly reaches."""
    return float(answers.low.max(initial=0.0))


def budgets_kept(case: Case) -> tuple[Text, ...]:
    """Which budgets were applied; the others are said not to be."""
    given = case.budgets.set()
    if not given:
        return (
            Text(
                "没有设定损失、尾部损失和工作量的预算，未作限制。",
                "No budget of loss, tail loss or workload is set: none was applied.",
            ),
        )
    zh = "、".join(f"{NAMES[name].zh}不超过 {most:,.6g}" for name, most in given.items())
    en = ", ".join(f"{NAMES[name].en} at most {most:,.6g}" for name, most in given.items())
    return (Text(f"预算：{zh}。", f"Budgets: {en}."),)
