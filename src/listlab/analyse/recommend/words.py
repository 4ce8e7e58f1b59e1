"""The joint choice of thresholds in words that a committee can read."""

from collections.abc import Iterator

from listlab.analyse.recommend.combinations import serves
from listlab.analyse.recommend.result import Choice, JointResult, Shares
from listlab.analyse.recommend.steps import ORDER, Step
from listlab.model.language import Text
from listlab.model.params import Kind, Tier
from listlab.model.quantity import at_least, percent, persons, points
from listlab.model.terms import KINDS, TIERS

_TIERS: tuple[Tier, Tier] = ("contract", "assessment")


def lines_of(result: JointResult) -> tuple[Text, ...]:
    """Every finding of a joint result, the recommendation first."""
    return tuple(_lines(result))


def _lines(result: JointResult) -> Iterator[Text]:
    if result.chosen is None:
        assert result.binding is not None
        yield result.binding
    else:
        yield _headline(result.chosen)
        for tier in _TIERS:
            yield _bound(getattr(result.chosen, tier), tier, result.needs[tier])
        yield _DUTIES
        if result.chosen.procedures is not None:
            yield _procedures(result.chosen, result.enterprises)
    yield _dependence(result)
    for choice in result.known:
        yield _compared(choice, result)
    yield from (_step(step) for step in result.steps if step.lawful)
    yield from result.notes.values()


_DUTIES = Text(
    "免于程序不等于没有义务：使用清单的备案或报告，以及其他义务仍在。",
    "None of the procedures is not none of the duties: filing or reporting the use of the list "
    "and the other duties remain.",
)


def _headline(choice: Choice) -> Text:
    parts = [(tier, kind, persons(choice.thresholds.of(tier, kind))) for tier, kind in ORDER]
    zh = "；".join(f"{TIERS[t].zh}：{KINDS[k].zh} {n.zh}" for t, k, n in parts)
    en = "; ".join(f"{TIERS[t].en}: {KINDS[k].en} {n.en}" for t, k, n in parts)
    return Text(
        f"建议的一组阈值（可行组合中最小的）：{zh}。", f"The smallest feasible combination: {en}."
    )


def _bound(shares: Shares, tier: Tier, need: float | None) -> Text:
    free = {
        "contract": Text(
            "免于安全评估、标准合同、认证三种程序",
            "need none of assessment, contract and certification",
        ),
        "assessment": Text("无须安全评估", "need no assessment"),
    }[tier]
    sure, exact = at_least(shares.bound), at_least(shares.without_model.low)
    asked = (
        Text("没有设定要求，取法律允许的最小阈值", "no need is set: the smallest lawful lines")
        if need is None
        else Text(f"要求 {percent(need)}", f"{percent(need)} is asked")
    )
    if shares.forecast.estimate is None or shares.whatever is None:
        return Text(
            f"至少 {sure} 的企业{free.zh}（不用模型的精确下限）；{asked.zh}。",
            f"At least {sure} of enterprises {free.en} (exact, without a model); {asked.en}.",
        )
    ends = " – ".join(percent(end) for end in shares.whatever)
    estimate = percent(shares.forecast.estimate)
    return Text(
        f"预计 {estimate} 的企业{free.zh}（两类人数无论如何相关都在 {ends} 之间）；"
        f"至少 {sure}（单侧 95% 下限，不依赖两类人数的相关），不用模型的下限 {exact}；"
        f"{asked.zh}。",
        f"{estimate} of enterprises are expected to {free.en} (between {ends} however the two "
        f"counts go together); at least {sure} (one-sided 95 % bound, whatever the dependence), "
        f"{exact} without a model; {asked.en}.",
    )


def _procedures(choice: Choice, enterprises: float) -> Text:
    assert choice.procedures is not None
    a, c = choice.procedures["assessment"], choice.procedures["contract"]
    return Text(
        f"在 {enterprises:,.0f} 家企业中，预计每年安全评估 {a:,.1f} 件、"
        f"标准合同或认证 {c:,.1f} 件。",
        f"Of {enterprises:,.0f} enterprises {a:,.1f} assessments and {c:,.1f} contracts or "
        "certifications are expected a year.",
    )


def _dependence(result: JointResult) -> Text:
    found = result.dependence
    r = found.correlation
    if r.estimate is None or r.low is None or r.high is None:
        return Text("两类人数的相关未估计。", "How the two counts go together was not estimated.")
    band = f"{r.low + 0.0:.2f} – {r.high + 0.0:.2f}".replace("-0.00", "0.00")
    return Text(
        f"{found.enterprises} 家企业同时给出两类人数：秩相关（正态得分）{r.estimate:.2f}"
        f"（95% 区间 {band}），Kendall τ {found.kendall:.2f}。",
        f"{found.enterprises} enterprises gave both counts: rank correlation (normal scores) "
        f"{r.estimate:.2f} (95 % band {band}), Kendall's tau {found.kendall:.2f}.",
    )


def _compared(choice: Choice, result: JointResult) -> Text:
    parts = [persons(choice.thresholds.of(tier, kind)) for tier, kind in ORDER]
    zh, en = "、".join(p.zh for p in parts), ", ".join(p.en for p in parts)
    met = (
        Text("满足要求", "meets the needs")
        if all(serves(getattr(choice, t), result.needs[t]) for t in _TIERS)
        else Text("不满足要求", "does not meet the needs")
    )
    if choice.effort is None or result.chosen is None or not result.chosen.effort:
        effort = Text("", "")
    else:
        ratio = choice.effort / result.chosen.effort
        effort = Text(
            f"，所需工作日为建议组合的 {ratio:.2f} 倍",
            f", {ratio:.2f} times the working days",
        )
    return Text(
        f"{choice.name}（{zh}）：{met.zh}{effort.zh}。",
        f"{choice.name} ({en}): {met.en}{effort.en}.",
    )


def _step(step: Step) -> Text:
    tier: Tier = step.tier
    kind: Kind = step.kind
    name = Text(f"{TIERS[tier].zh}（{KINDS[kind].zh}）", f"{TIERS[tier].en} ({KINDS[kind].en})")
    start, stop = persons(step.start), persons(step.stop)
    if step.gain.estimate is None or step.gain.upper95 is None:
        gain = Text("没有模型可以判断增益", "no law can tell the gain")
    else:
        word = (
            Text("视为等效", "equivalent")
            if step.equivalent
            else Text("不能视为等效", "not shown to be equivalent")
        )
        more, most = points(step.gain.estimate), points(step.gain.upper95, upper=True)
        gain = Text(
            f"预计多放行 {more} 个百分点（单侧 95% 上限 {most}），{word.zh}",
            f"expected to free {more} points more (one-sided 95 % bound {most}): {word.en}",
        )
    cost = Text("", "")
    if step.permitted_ratio is not None and step.effort_saved is not None:
        cost = Text(
            f"；允许的敞口为 {step.permitted_ratio:.3g} 倍，每年少用 "
            f"{step.effort_saved:,.0f} 个工作日",
            f"; it permits {step.permitted_ratio:.3g} times the exposure and saves "
            f"{step.effort_saved:,.0f} working days a year",
        )
    return Text(
        f"{name.zh}由{start.zh}放宽到{stop.zh}：{gain.zh}{cost.zh}。",
        f"{name.en} from {start.en} to {stop.en}: {gain.en}{cost.en}.",
    )
