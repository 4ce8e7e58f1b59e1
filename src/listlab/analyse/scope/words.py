"""What a design says, in sentences that a committee can read."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import polars as pl

from listlab.model.language import Text
from listlab.model.punctuation import listed
from listlab.model.quantity import percent, persons

if TYPE_CHECKING:
    from listlab.analyse.scope.result import ScopeResult

_SHOWN = 6  # names in a sentence before "and so on"
_TOLD = 3  # items whose admission is told
_NEAR = 0.01  # share of enterprises that a smaller threshold may lose and still be named
_BY = {
    "items": Text("缺必需的数据项", "lack a required item"),
    "threshold": Text("人数多半达到阈值", "are likely to reach the threshold"),
    "both": Text("缺必需的数据项、人数也多半达到阈值", "both"),
    "answer": Text(
        "所填区间跨过阈值，多半得到服务", "gave a range across the threshold and are likely served"
    ),
}


def told(result: "ScopeResult") -> tuple[Text, ...]:
    """Sentences of a result, in the order in which they are asked for."""
    return tuple(
        line
        for part in (_taken, _design, _out, _combined, _blocked, _gains, _stability, _limits)
        for line in part(result)
    )


def _taken(result: "ScopeResult") -> Iterator[Text]:
    names = result.names
    joined = names.filter(pl.col("written").list.len() > 1)
    yield Text(
        f"{result.n} 家企业填报了 {names.height} 个数据项（共 {_count(names)} 行）。",
        f"{result.n} enterprises reported {names.height} items ({_count(names)} answers).",
    )
    if joined.height:
        pairs = [f"{row['item']}（{listed(row['written'])}）" for row in joined.to_dicts()]
        pairs_en = [f"{row['item']} ({listed(row['written'], 'en')})" for row in joined.to_dicts()]
        yield Text(
            f"归为同一项的写法：{_some(pairs).zh}。",
            f"Spellings put together: {_some(pairs_en).en}.",
        )
    alike = names.filter(pl.col("resembles").list.len() > 0)["item"].to_list()
    if alike:
        some = _some(alike)
        yield Text(
            f"名称相近但没有归并、请人确认的：{some.zh}。",
            f"Like names that were left apart, for people to settle: {some.en}.",
        )
    if result.n_without_items:
        yield Text(
            f"{result.n_without_items} 家企业没有填报数据项，不知其需要什么，不计入。",
            f"{result.n_without_items} enterprises reported no items; what they need is not "
            "known, and they are left out.",
        )


def _design(result: "ScopeResult") -> Iterator[Text]:
    low, high = _band(result)
    rule = (
        Text(
            f"风险不超过全部放行的 {percent(result.budget)} 时",
            f"With at most {percent(result.budget)} of the risk of admitting everything",
        )
        if result.budget is not None
        else Text(
            f"风险权重 λ = {result.price:g} 时（为免去全部风险愿意少服务 {_share(result.price)} "
            "的企业）",
            f"At a price of risk λ = {result.price:g} (giving up {_share(result.price)} of "
            "enterprises to avoid the whole risk)",
        )
    )
    admitted = _some(list(result.admitted)) if result.admitted else Text("无", "none")
    yield Text(
        f"{rule.zh}，最优方案：{persons(result.threshold).zh}以下放行 {len(result.admitted)} 个"
        f"数据项（{admitted.zh}）；服务 {percent(result.served.estimate or 0)} 的企业"
        f"（95% 区间 {low}–{high}），风险为全部放行的 {percent(result.risk)}。",
        f"{rule.en}, the best design lets out {len(result.admitted)} items ({admitted.en}) below "
        f"{persons(result.threshold).en}; it serves {percent(result.served.estimate or 0)} of "
        f"enterprises (95% interval {low}–{high}) at {percent(result.risk)} of that risk.",
    )
    yield from _smaller(result)
    if result.gap > 0:
        yield Text(
            f"求解在节点上限处停止：最优方案至多再多服务 {percent(result.gap)} 的企业。",
            f"The solver stopped at its limit: the best design may be better by "
            f"{percent(result.gap)} of enterprises.",
        )


def _smaller(result: "ScopeResult") -> Iterator[Text]:
    """Whether a smaller threshold would do: with little risk at stake the largest costs nothing."""
    served = result.served.estimate or 0.0
    near = result.at_thresholds.filter(
        pl.col("threshold") < result.threshold, pl.col("served") > served - _NEAR
    )
    for row in near.head(1).to_dicts():
        yield Text(
            f"同样的数据项，{persons(row['threshold']).zh}以下已能服务 {percent(row['served'])} "
            f"的企业，风险为全部放行的 {percent(row['risk'])}。",
            f"With the same items {persons(row['threshold']).en} would already serve "
            f"{percent(row['served'])} of enterprises, at {percent(row['risk'])} of that risk.",
        )


def _out(result: "ScopeResult") -> Iterator[Text]:
    for because, zh, en in (
        (
            "important",
            "经人认定为重要数据，不得放行",
            "Decided by a person to be important data, never let out",
        ),
        (
            "suggested",
            "建议为重要数据、待人确认，暂不放行",
            "Suggested to be important data, for a person to confirm; not let out until then",
        ),
        ("unnamed", "没有写明名称，不能放行", "Without a name, not let out"),
        ("risk", "为控制风险，不放行", "Left out to keep the risk down"),
        (
            "blocked",
            "需要它的企业都还需要重要数据，放行无益",
            "Left out as all who need it need important data too",
        ),
    ):
        rows = result.design.filter(pl.col("because") == because)
        if rows.height:
            some = _some(rows["item"].to_list())
            yield Text(f"{zh}：{some.zh}。", f"{en}: {some.en}.")
    only = result.design.filter((pl.col("because") == "optional") & ~pl.col("admitted"))
    if only.height:
        yield Text(
            f"{only.height} 个数据项只有企业列为可选，放行不多服务企业、只增加风险，不放行。",
            f"{only.height} items are optional for everybody: admitting them serves nobody more "
            "and adds risk, so they are left out.",
        )
    open_items = result.design.filter(pl.col("admitted") & (pl.col("important") == "review"))
    if open_items.height:
        yield Text(
            f"放行的项中有 {open_items.height} 项是否重要数据尚待判断；一经认定即须移出。",
            f"Of the items admitted {open_items.height} are still to be judged as to important "
            "data; whichever is found so must leave.",
        )


def _combined(result: "ScopeResult") -> Iterator[Text]:
    rules = result.combinations
    holding = rules.filter("holds")
    if holding.height:
        total = float(holding["risk"].sum())
        zh, en = _some(holding["name_zh"].to_list()).zh, _some(holding["name_en"].to_list()).en
        yield Text(
            f"放行的数据项构成组合：{zh}；组合使风险增加 {percent(total)}（已计入）。",
            f"Items admitted combine: {en}; this adds {percent(total)} of the whole risk "
            "(counted above).",
        )
    avoided = rules.filter(~pl.col("holds"))
    if avoided.height:
        zh, en = _some(avoided["name_zh"].to_list()).zh, _some(avoided["name_en"].to_list()).en
        yield Text(f"方案没有放行成套的组合：{zh}。", f"Combinations not let out whole: {en}.")


def _blocked(result: "ScopeResult") -> Iterator[Text]:
    counts = dict(result.blocked.group_by("by").len().rows())
    if not counts:
        yield Text("填报的企业全部得到服务。", "Every enterprise that answered is served.")
        return
    told = [(counts[by], text) for by, text in _BY.items() if by in counts]
    yield Text(
        "没有或不一定得到服务：" + "；".join(f"{n} 家{text.zh}" for n, text in told) + "。",
        "Not or not certainly served: " + "; ".join(f"{n} {text.en}" for n, text in told) + ".",
    )


def _gains(result: "ScopeResult") -> Iterator[Text]:
    rows = result.admitting.filter("admissible", pl.col("gain") > 0).head(_TOLD)
    for row in rows.to_dicts():
        gain = Text(
            f"{_number(row['gain'])} 家（95% 区间 {_number(row['gain_low'])}–"
            f"{_number(row['gain_high'])}）",
            f"{_number(row['gain'])} enterprises (95% interval {_number(row['gain_low'])}–"
            f"{_number(row['gain_high'])})",
        )
        yield Text(
            f"若再放行「{row['item']}」：多服务 {gain.zh}，风险增加 {percent(row['cost'])}。",
            f"Admitting “{row['item']}” as well would serve {gain.en} more and add "
            f"{percent(row['cost'])} of the whole risk.",
        )


def _stability(result: "ScopeResult") -> Iterator[Text]:
    own = result.frontier.filter("chosen").to_dicts()[0]
    if own["price_low"] is None:
        return
    low, high = f"{own['price_low']:.2g}", own["price_high"]
    if high is None:
        yield Text(
            f"λ 不低于 {low} 时，这一方案都是最优。",
            f"The design is the best for every λ of at least {low}.",
        )
    else:
        yield Text(
            f"λ 在 {low} 至 {high:.2g} 之间时，这一方案都是最优。",
            f"The design is the best for every λ from {low} to {high:.2g}.",
        )


def _limits(result: "ScopeResult") -> Iterator[Text]:
    if not result.by_law:
        yield Text(
            "答案太少，拟合不出分布：只有人数确定低于阈值的企业才算得到服务，风险按答案允许的"
            "最大值计。",
            "Too few answers for a law: only enterprises certainly below the threshold count as "
            "served, and risk is the most that the answers allow.",
        )
    if result.reference == 0:
        yield Text(
            "可放行的数据项都没有风险分值，方案只由需要决定。",
            "No admissible item weighs anything; need alone decides the design.",
        )
    yield Text(
        "数据项分值、可识别系数、组合附加分和 λ 均为假设（除非参数另给出来源），"
        f"用足空间的企业比例 β = {result.beta:g}。",
        "Weights of items, identifiability, combinations and λ are assumptions unless the params "
        f"give a source; share β of enterprises that grow into the headroom {result.beta:g}.",
    )


def _band(result: "ScopeResult") -> tuple[str, str]:
    return percent(result.served.low or 0.0), percent(result.served.high or 0.0)


def _share(price: float | None) -> str:
    return f"{100 * (price or 0):.3g}%"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"


def _count(names: pl.DataFrame) -> str:
    return f"{sum(names['rows']):,}"


def _some(names: Sequence[str]) -> Text:
    """First names and how many more there are."""
    shown, more = list(names[:_SHOWN]), len(names) - _SHOWN
    zh, en = listed(shown), listed(shown, "en")
    return Text(f"{zh}等 {len(names)} 项", f"{en} and {more} more") if more > 0 else Text(zh, en)
