"""Findings on benefit as sentences that a committee can read."""

from listlab.analyse.benefit.counts import UNSAID
from listlab.analyse.benefit.result import Baseline, BenefitResult, BenefitRow
from listlab.analyse.result import Estimate
from listlab.model.language import Lang, Text
from listlab.model.quantity import digits, percent

_DIGITS = 3
_NAMES = {
    "enterprises": Text("须办理程序的企业", "enterprises with a procedure"),
    "filings": Text("办理件数", "filings"),
    "days": Text("工作日", "working days"),
    "pages": Text("材料页数", "pages"),
    "fees": Text("费用（元）", "fees (yuan)"),
}
_SIZES = {
    "大型": "large",
    "中型": "medium",
    "小型": "small",
    "微型": "micro",
    UNSAID: "size unknown",
}
_TARGETS = {
    "days": Text("时间", "time"),
    "pages": Text("材料", "material"),
    "fees": Text("费用", "cost"),
}


def sentences(result: BenefitResult) -> tuple[Text, ...]:
    """Sentences: what is spared against each baseline, the target, by size, and the limits."""
    bases: list[Baseline] = ["national"]
    if result.in_force is not None:
        bases.append("in_force")
    found: list[Text] = []
    for base in bases:
        found += [_against(result, base), _target(result, base)]
    return (*found, *_sizes(result), *_limits(result))


def _against(result: BenefitResult, base: Baseline) -> Text:
    against = (
        Text("国家规定", "national rules")
        if base == "national" or result.in_force is None
        else Text(f"现行清单（{result.in_force.zh}）", f"the list in force ({result.in_force.en})")
    )
    parts = [_part(result.row(name, baseline=base)) for name in _NAMES]
    return Text(
        f"与{against.zh}相比，每年：{'；'.join(p.zh for p in parts)}。",
        f"Against {against.en}, a year: {'; '.join(p.en for p in parts)}.",
    )


def _part(row: BenefitRow) -> Text:
    name = _NAMES[row.measure]
    share = Text("", "")
    if row.reduction.estimate is not None:
        share = Text(f"，{_change(row.reduction, 'zh')}", f", {_change(row.reduction, 'en')}")
    return Text(
        f"{name.zh}由 {_amount(row.before, 'zh')} 变为 {_amount(row.after, 'zh')}{share.zh}",
        f"{name.en} from {_amount(row.before, 'en')} to {_amount(row.after, 'en')}{share.en}",
    )


def _change(band: Estimate, lang: Lang) -> str:
    assert band.estimate is not None
    assert band.low is not None
    assert band.high is not None
    ends = (_share(band.low), _share(band.high))
    if band.estimate < 0:  # more is needed: the limits are those of the rise
        ends = (_share(-band.high), _share(-band.low))
    if lang == "zh":
        word = "减少" if band.estimate >= 0 else "增加"
        return f"{word} {percent(min(abs(band.estimate), 1))}（{ends[0]} 至 {ends[1]}）"
    word = "down" if band.estimate >= 0 else "up"
    return f"{word} {percent(min(abs(band.estimate), 1))} ({ends[0]} to {ends[1]})"


def _share(value: float) -> str:
    """Share spared; a negative one means that more is needed."""
    return f"-{_plain(-value)}" if value < 0 else _plain(value)


def _plain(value: float) -> str:
    return percent(value) if value <= 1 else f"{100 * value:.0f}%"


def _amount(band: Estimate, lang: Lang) -> str:
    found = []
    for value in (band.estimate, band.low, band.high):
        assert value is not None
        rounded = float(f"{value:.{_DIGITS - 1}e}")
        found.append(digits(rounded, lang) if rounded >= 1 or rounded == 0 else "<1")
    joined = f"{found[1]}—{found[2]}" if lang == "zh" else f"{found[1]} to {found[2]}"
    return f"{found[0]}（{joined}）" if lang == "zh" else f"{found[0]} ({joined})"


def _target(result: BenefitResult, base: Baseline) -> Text:
    """Whether time, material and cost each reach the stated target, with the interval."""
    wanted = percent(result.target)
    parts_zh, parts_en = [], []
    for measure, name in _TARGETS.items():
        row = result.row(measure, baseline=base)
        verdict = row.met(result.target)
        if verdict is None:
            parts_zh.append(f"{name.zh}：原本无须办理，谈不上减少")
            parts_en.append(f"{name.en}: nothing was needed before, so there is no reduction")
            continue
        zh = {"met": "达到", "missed": "未达到", "open": "现有数据不能确定"}[verdict]
        en = {"met": "met", "missed": "missed", "open": "not settled by the data"}[verdict]
        parts_zh.append(f"{name.zh}{zh}（{_change(row.reduction, 'zh')}）")
        parts_en.append(f"{name.en} {en} ({_change(row.reduction, 'en')})")
    against = (
        Text("国家规定", "national rules")
        if base == "national"
        else Text("现行清单", "the list in force")
    )
    return Text(
        f"相对{against.zh}减少 {wanted} 的目标：{'；'.join(parts_zh)}。",
        f"The target of {wanted} less than {against.en}: {'; '.join(parts_en)}.",
    )


def _sizes(result: BenefitResult) -> tuple[Text, ...]:
    rows = [
        r
        for r in result.rows
        if r.measure == "days" and r.size != "all" and r.baseline == "national"
    ]
    told = [row for row in rows if row.reduction.estimate is not None]
    if not told:
        return ()
    zh = "；".join(f"{row.size}企业{_change(row.reduction, 'zh')}" for row in told)
    en = "; ".join(f"{_SIZES[row.size]} {_change(row.reduction, 'en')}" for row in told)
    return (Text(f"按企业规模，工作日：{zh}。", f"Working days by size: {en}."),)


def _limits(result: BenefitResult) -> tuple[Text, ...]:
    found = [
        Text(
            "每件所需工作日、页数和费用均为按企业规模的假设；一件指一家企业一个场景一年的办理，续期另计；"
            "只计个人信息，重要数据所需程序不变。",
            "Working days, pages and fees of a filing are assumed by size; a filing is one "
            "enterprise, scenario and year, renewals apart; only personal information counts.",
        )
    ]
    n = result.outside
    if n:
        found.append(
            Text(
                f"有 {n} 家企业的部分出境不在草案所列场景内，草案施行后按清单外免于程序计算。",
                f"{n} enterprises export in scenarios that the draft does not name: free under it.",
            )
        )
    n = result.undecided
    if n:
        law = (
            Text("按拟合的分布折算", "weighed by the fitted law")
            if result.has_law
            else Text(
                "答复不足以确定分布，无法拟合处按一半计算",
                "counted half where no law can be fitted",
            )
        )
        found.append(
            Text(
                f"有 {n} 家企业的答复不能确定是否达到某个量级，{law.zh}。",
                f"{n} enterprises' answers leave some line open: {law.en}.",
            )
        )
    n = result.ciio_unknown
    if n:
        found.append(
            Text(
                f"有 {n} 家企业不确定是否为关键信息基础设施运营者，按不是计算。",
                f"{n} enterprises do not know whether they are CIIO: taken as none.",
            )
        )
    return tuple(found)
