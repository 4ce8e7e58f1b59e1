"""What the answers carry, in words that a committee can read."""

from collections.abc import Iterator

import numpy as np

from listlab.analyse.result import Estimate
from listlab.analyse.scale.result import ScaleResult
from listlab.model.language import Text
from listlab.model.quantity import at_least, digits, percent, persons, points


def lines_of(result: ScaleResult) -> tuple[Text, ...]:
    """Every finding, what endangers the recommendation first."""
    return tuple(_lines(result))


def _lines(result: ScaleResult) -> Iterator[Text]:
    yield from _silence(result)
    yield from _single(result)
    yield from _more(result)
    yield from _tail(result)
    yield from _round(result)
    yield from _gathered(result)
    yield from _years(result)
    yield from _pooled(result)
    yield from result.notes.values()


def _silence(result: ScaleResult) -> Iterator[Text]:
    found, chosen = result.nonresponse, result.of.recommendation.threshold
    if found is None:
        return
    silent, total = found.silent, found.silent + found.answered
    who = Text(
        f"名录中约 {silent:,.0f} 家（{percent(silent / total)}）没有作答",
        f"About {silent:,.0f} of the frame ({percent(silent / total)}) did not answer",
    )
    if chosen is None:
        yield Text(f"{who.zh}。", f"{who.en}.")
        return
    at = persons(chosen)
    if found.tipping is None:
        yield Text(
            f"{who.zh}；即使它们的规模是作答企业的 1,000 倍，{at.zh}仍满足要求。",
            f"{who.en}; even were they 1,000 times as large {at.en} would meet the need.",
        )
    elif found.tipping <= 1:
        yield Text(
            f"{who.zh}；把它们按同样的规模计入，{at.zh}的下限已低于要求。",
            f"{who.en}; counted as no larger than the others, {at.en} falls short of the need.",
        )
    else:
        yield Text(
            f"{who.zh}；它们的规模若达到作答企业的 {found.tipping:.2f} 倍，{at.zh}就不再满足要求。",
            f"{who.en}; were they {found.tipping:.2f} times as large, {at.en} would no longer "
            "meet the need.",
        )


def _single(result: ScaleResult) -> Iterator[Text]:
    chosen = result.of.recommendation.threshold
    if not result.influence or chosen is None:
        return
    other = [each for each in result.influence if each.without != chosen]
    strongest = result.influence[0]
    answer = _answer(strongest.low, strongest.high)
    if not other:
        yield Text(
            f"任意剔除一份答复，建议都不变；影响最大的是 {answer.zh}（预计比例变动 "
            f"{100 * strongest.shift:+.2f} 个百分点）。",
            f"Leaving any one answer out changes nothing; the strongest pull is that of "
            f"{answer.en} ({100 * strongest.shift:+.2f} points).",
        )
        return
    count = sum(each.count for each in other)
    without = {each.without for each in other}
    to = "、".join(persons(t).zh if t else "没有可行的阈值" for t in sorted(without, key=_key))
    to_en = ", ".join(persons(t).en if t else "no threshold" for t in sorted(without, key=_key))
    yield Text(
        f"有 {count} 份答复，剔除其中任何一份建议就变为：{to}（如 "
        f"{_answer(other[0].low, other[0].high).zh}）。",
        f"{count} of the answers would change the recommendation if left out, to: {to_en} "
        f"(such as {_answer(other[0].low, other[0].high).en}).",
    )


def _key(threshold: int | None) -> int:
    return threshold or 0


def _answer(low: float, high: float) -> Text:
    if low == high:
        return persons(low)
    if np.isinf(high):
        return Text(f"{digits(low)}人以上", f"{digits(low, 'en')} persons or more")
    return Text(
        f"{digits(low)}–{digits(high)}人", f"{digits(low, 'en')}–{digits(high, 'en')} persons"
    )


def _more(result: ScaleResult) -> Iterator[Text]:
    chosen = result.of.recommendation.threshold
    near = [i for i in result.information if chosen is None or i.threshold < chosen]
    if not near:
        return
    last = max(near, key=lambda each: each.threshold)
    at = persons(last.threshold)
    if last.needed is None:
        yield Text(
            f"更小的{at.zh}：估计值 {percent(last.estimate)} 本身就低于要求，再多答复也无济于事。",
            f"The smaller {at.en}: the estimate of {percent(last.estimate)} itself falls short; "
            "more answers would not help.",
        )
        return
    yield Text(
        f"{at.zh}：估计 {percent(last.estimate)}，下限 {at_least(last.lower95)}；若估计不变，"
        f"共约 {last.needed:,} 份答复（现有 {last.answers} 份）可使其可行。",
        f"{at.en}: estimated at {percent(last.estimate)}, bound {at_least(last.lower95)}; were the "
        f"estimate right, about {last.needed:,} answers in all ({last.answers} so far) would do.",
    )


def _tail(result: ScaleResult) -> Iterator[Text]:
    tail, chosen = result.tail, result.of.recommendation.threshold
    if tail is None:
        return
    largest = persons(tail.largest)
    if tail.surprising:
        yield Text(
            f"最大的答复 {largest.zh} 与拟合的分布不合：按该分布，最大答复达到此数的概率为 "
            f"{percent(tail.chance)}。",
            f"The largest answer, {largest.en}, sits badly with the fitted law: the largest of as "
            f"many would reach it with probability {percent(tail.chance)}.",
        )
    if tail.shape is None:
        yield Text(
            f"{persons(tail.start).zh}以上只有 {tail.answers} 份答复，不足以单独估计尾部。",
            f"Only {tail.answers} answers from {persons(tail.start).en} up: too few for a law of "
            "the tail by itself.",
        )
    elif chosen is not None and tail.beyond[chosen] is not None:
        unweighted = (
            Text("，形状未按权重估计", ", its shape fitted without weights")
            if tail.unweighted
            else Text("", "")
        )
        yield Text(
            f"只用 {persons(tail.start).zh} 以上的 {tail.answers} 份答复（广义帕累托分布，形状 "
            f"{tail.shape:.2f}{unweighted.zh}），达到{persons(chosen).zh}的比例估计为 "
            f"{percent(tail.beyond[chosen] or 0.0)}。",
            f"By the {tail.answers} answers from {persons(tail.start).en} up alone (generalised "
            f"Pareto, shape {tail.shape:.2f}{unweighted.en}) "
            f"{percent(tail.beyond[chosen] or 0.0)} reach {persons(chosen).en}.",
        )


def _round(result: ScaleResult) -> Iterator[Text]:
    found = result.heaping
    if found is None or not found.rounded:
        return
    worst = float(np.abs(found.changes).max())
    yield Text(
        f"{found.exact} 个确切数字中有 {found.rounded} 个是整数（如 5万；平滑分布下约 "
        f"{percent(found.expected)}）；按四舍五入理解，各阈值的预计比例至多变动 "
        f"{points(worst)} 个百分点。",
        f"{found.rounded} of {found.exact} exact numbers are round "
        f"({percent(found.expected)} under a "
        f"smooth law); read as rounded, forecasts change by at most {points(worst)} points.",
    )


def _gathered(result: ScaleResult) -> Iterator[Text]:
    for each in result.bunching:
        if each.adjusted is not None and each.adjusted < 0.05 and each.share.estimate is not None:
            more = each.share.estimate > each.expected
            side = Text("之下", "below") if more else Text("之上", "above")
            yield Text(
                f"{persons(each.line).zh}附近的 {each.below + each.above} "
                f"个确切数字聚集在线{side.zh}："
                f"线下 {percent(each.share.estimate)}，按分布应为 {percent(each.expected)}"
                f"（Holm 校正后 p = {each.adjusted:.3f}）；可能有拆分或少报。",
                f"{each.below + each.above} exact numbers around {persons(each.line).en} gather "
                f"{side.en} it: {percent(each.share.estimate)} below, {percent(each.expected)} "
                f"expected (p = {each.adjusted:.3f} after Holm); volumes may be split or "
                "understated.",
            )


def _years(result: ScaleResult) -> Iterator[Text]:
    """Crossings of the recommended threshold next year and in three."""
    chosen = result.of.recommendation.threshold
    own = [each for each in result.years if each.threshold == chosen]
    if chosen is None or not own:
        return
    at = persons(chosen)
    zh = "；".join(
        f"{each.years} 年后 {_share(each.caught)} 由线下升到线上、"
        f"{_share(each.freed)} 由线上降到线下"
        for each in (own[0], own[-1])
    )
    en = "; ".join(
        f"in {each.years} year{'s' if each.years > 1 else ''} {_share(each.caught, ' to ')} rise "
        f"to it or above and {_share(each.freed, ' to ')} fall below"
        for each in (own[0], own[-1])
    )
    assumed = (
        Text("（增长为假定）", " (growth is assumed)")
        if result.of.growth == "assumed"
        else Text("", "")
    )
    yield Text(
        f"本年度企业在{at.zh}一线的进出{assumed.zh}：{zh}。",
        f"This year's enterprises around {at.en}{assumed.en}: {en}.",
    )


def _share(value: Estimate, to: str = "至") -> str:
    """Share with its interval."""
    assert value.estimate is not None
    assert value.low is not None
    assert value.high is not None
    between = f"{percent(value.low)}{to}{percent(value.high)}"
    return (
        f"{percent(value.estimate)}（{between}）"
        if to == "至"
        else (f"{percent(value.estimate)} ({between})")
    )


def _pooled(result: ScaleResult) -> Iterator[Text]:
    found = result.pooled
    if found is None:
        return
    middle, error = found.pooled[0], found.error[0]
    ends = [float(np.exp(middle + side * 1.96 * error)) for side in (-1, 1)]
    yield Text(
        f"答复少，向本行业 {found.scenarios} 个场景收拢：中位量级约 "
        f"{digits(round(np.exp(middle)))}人"
        f"（95% 区间 {digits(round(ends[0]))}–{digits(round(ends[1]))}人），其中位置借自其他场景 "
        f"{percent(found.borrowed[0])}、离散程度 {percent(found.borrowed[1])}；只供参考，"
        "不据以决定。",
        f"Few answers: drawn towards the industry's {found.scenarios} scenarios, the median "
        "is about "
        f"{digits(round(np.exp(middle)), 'en')} persons (95 % {digits(round(ends[0]), 'en')}–"
        f"{digits(round(ends[1]), 'en')}); {percent(found.borrowed[0])} of the location and "
        f"{percent(found.borrowed[1])} of the spread are borrowed. Shown only, nothing "
        "rests on it.",
    )
