"""Findings on risk as sentences that a committee can read."""

from itertools import pairwise

from listlab.analyse.result import Estimate
from listlab.analyse.risk.budgets import said as budgets_said
from listlab.analyse.risk.compound import LEVEL
from listlab.analyse.risk.relaxing import Relaxed
from listlab.analyse.risk.result import Doubling, RiskResult, RiskRow
from listlab.model.language import Lang, Text
from listlab.model.quantity import digits, percent, persons

_DIGITS = 3  # significant ones of a figure with its interval
_EQUAL = 0.02  # share by which a ratio may differ from plain arithmetic


def sentences(result: RiskResult) -> tuple[Text, ...]:
    """Sentences from what matters most to what was assumed."""
    if not result.has_model:
        return (
            Text(
                "答复不足以确定分布，敞口和损失均无法计算。",
                "The answers determine no law: neither exposure nor loss can be reckoned.",
            ),
        )
    return (
        *(_row(row) for row in result.rows),
        *(_pair(pair) for pair in _neighbours(result)),
        *(_trade(each) for each in result.relaxed),
        *_argument(result),
        *budgets_said(result.verdicts, result.budgets),
        _assumed(result),
        _tier(result),
    )


def amount(value: float, lang: Lang = "zh") -> str:
    """Figure with three significant digits, in 万 where Chinese readers expect it."""
    if value < 1:
        return "0" if value == 0 else "<1"
    rounded = float(f"{value:.{_DIGITS - 1}e}")
    return digits(rounded, lang) if rounded >= 10 else f"{rounded:.3g}"


def _band(value: Estimate, lang: Lang) -> str:
    ends = [
        amount(x, lang) if x is not None else "–" for x in (value.estimate, value.low, value.high)
    ]
    joined = f"{ends[1]}—{ends[2]}" if lang == "zh" else f"{ends[1]} to {ends[2]}"
    return f"{ends[0]}（{joined}）" if lang == "zh" else f"{ends[0]} ({joined})"


def _row(row: RiskRow) -> Text:
    where = persons(row.threshold)
    worst = (
        Text(
            f"；有 {percent(row.no_loss)} 的年份没有损失，因此最差 5% 年份的"
            f"平均损失就是预期损失除以 0.05，即 {_band(row.cvar95, 'zh')}",
            f"; {percent(row.no_loss)} of years pass without a loss, so that the mean of the "
            f"worst 5 % is the expected loss divided by 0.05: {_band(row.cvar95, 'en')}",
        )
        if row.no_loss > LEVEL
        else Text(
            f"；最差 5% 年份的平均损失 {_band(row.cvar95, 'zh')}",
            f"; the worst 5 % of years lose {_band(row.cvar95, 'en')} on average",
        )
    )
    return Text(
        f"阈值{where.zh}：已实现敞口 {_band(row.realised, 'zh')}，允许敞口 "
        f"{_band(row.permitted, 'zh')}；年预期损失 {_band(row.expected_loss, 'zh')}{worst.zh}"
        "（单位：人数 × 严重程度）。",
        f"Threshold {where.en}: realised exposure {_band(row.realised, 'en')}, permitted "
        f"{_band(row.permitted, 'en')}; expected yearly loss {_band(row.expected_loss, 'en')}"
        f"{worst.en} (in persons × severity).",
    )


def _neighbours(result: RiskResult) -> list[Doubling]:
    """Pairs of one threshold and the next, and of the smallest and the largest."""
    order = [row.threshold for row in result.rows]
    wanted = {*pairwise(order), (order[0], order[-1])}
    return [pair for pair in result.pairs if (pair.a, pair.b) in wanted]


def _pair(pair: Doubling) -> Text:
    a, b = persons(pair.a), persons(pair.b)
    even = _even(pair)
    if pair.permitted_ratio is None:
        return Text(
            f"由{a.zh}到{b.zh}：较低的阈值不放行任何人数，允许敞口之比不存在{even.zh}。",
            f"From {a.en} to {b.en}: the lower one permits nothing, so there is no ratio of "
            f"permitted exposure{even.en}.",
        )
    ratio = f"{pair.permitted_ratio:.3g}"
    plain = pair.arithmetic is not None and abs(pair.permitted_ratio / pair.arithmetic - 1) < _EQUAL
    why = (
        Text(
            "（两线放行的企业几乎相同，这个倍数只是两个数相除，不是发现；可以争论的是 β）",
            " (both free nearly the same enterprises: this is one number divided by the other, "
            "no finding; what can be argued is β)",
        )
        if plain
        else Text("", "")
    )
    return Text(
        f"由{a.zh}到{b.zh}：允许敞口为 {ratio} 倍{why.zh}{even.zh}。",
        f"From {a.en} to {b.en}: permitted exposure is {ratio} times as large{why.en}{even.en}.",
    )


def _even(pair: Doubling) -> Text:
    if pair.beta is None:
        return Text("；无论 β 多大，敞口都不会翻一番", "; exposure doubles at no β")
    if pair.beta == 0:
        return Text("；已实现敞口本身就翻了一番", "; realised exposure has doubled by itself")
    share = percent(pair.beta)
    return Text(
        f"；β 达到 {share} 时敞口翻一番",
        f"; exposure doubles once β, the share growing into the headroom, is {share}",
    )


def _trade(each: Relaxed) -> Text:
    """Costs of both errors between two candidates, and what one filing must be worth."""
    a, b = persons(each.a), persons(each.b)
    price = (
        Text(
            f"；每少一次申报，相当于多损失{_band(each.price, 'zh')}",
            f"; relaxing pays where one filing spared is worth {_band(each.price, 'en')} or more",
        )
        if each.price.estimate is not None
        else Text(
            "；两者之间估计没有企业，放宽无益", "; nobody is estimated between, so nothing is won"
        )
    )
    return Text(
        f"两种错误，由{a.zh}到{b.zh}：不该放宽而放宽，每年预期多损失 {_band(each.loss, 'zh')}；"
        f"该放宽而没有，每年多{_band(each.filings, 'zh')}家次申报{price.zh}"
        "（损失单位：人数 × 严重程度）。",
        f"Both errors, from {a.en} to {b.en}: relaxed wrongly, {_band(each.loss, 'en')} more is "
        f"expected to be lost a year; not relaxed wrongly, {_band(each.filings, 'en')} more "
        f"filings a year are made{price.en} (losses in persons × severity).",
    )


def _argument(result: RiskResult) -> tuple[Text, ...]:
    beta = percent(result.beta)
    return (
        Text(
            f"本次取 β = {beta}：β 是把规模扩大到线内上限的企业比例。",
            f"β, the share of enterprises that grow into the headroom, is taken as {beta}.",
        ),
    )


def _assumed(result: RiskResult) -> Text:
    h = result.hazard
    return Text(
        f"事件发生率每家每年 {h.rate:g}，一次事件平均涉及该企业 {percent(h.mean_share)} 的人数"
        f"（Beta({h.a:g}, {h.b:g})）；二者均为假设，损失只宜在阈值之间比较。",
        f"Incidents: {h.rate:g} a year and enterprise, each striking {percent(h.mean_share)} of "
        f"its persons on average (Beta({h.a:g}, {h.b:g})); both are assumptions, so losses are for "
        "comparing thresholds.",
    )


def _tier(result: RiskResult) -> Text:
    if result.contract_line is None:
        return Text(
            "低于阈值的企业都按免于程序计算事件发生率。",
            "Enterprises below the threshold are all taken as free of any procedure.",
        )
    line, share = persons(result.contract_line), percent(result.hazard.contract)
    return Text(
        f"达到{line.zh}而低于阈值的企业仍须订立标准合同或通过认证，其事件发生率按 {share} 计。",
        f"Enterprises from {line.en} up to the threshold still conclude a contract: their incident "
        f"rate counts {share}.",
    )
