"""Sentences on one scenario: the decision asked for, who is caught, what would change it."""

from dataclasses import dataclass

from listlab.analyse.result import Equivalence, ScenarioResult
from listlab.model import quantity, terms
from listlab.model.language import Lang, Text
from listlab.model.negative_list import NegativeList
from listlab.model.punctuation import aside, headed, listed
from listlab.report import labels, numbers
from listlab.report.audience import Names
from listlab.report.scenario_tables import gain_of, pair_of
from listlab.report.survey_tables import by_size, route_of


@dataclass(frozen=True)
class Line:
    """One of the ten lines: what it is about, and what is to be known of it."""

    about: str
    text: str


def subject(result: ScenarioResult, lang: Lang) -> str:
    """Kind and tier that a scenario's threshold is about."""
    kind = labels.label(terms.KINDS, result.kind, lang)
    tier = labels.label(terms.TIERS, result.tier, lang)
    return f"{kind} · {tier}"


def runner_up(result: ScenarioResult, lang: Lang) -> str:
    """Sentence on the next larger feasible threshold."""
    second = result.recommendation.runner_up
    if second is None:
        return Text("没有其他可行的候选阈值。", "There is no other feasible candidate.").say(lang)
    where = quantity.persons(second)
    gain = gain_of(result, result.recommendation.threshold, second, lang)
    more = f"，比推荐值多放行 {gain}个百分点" if gain else ""
    more_en = f", {gain} points more than the recommended one" if gain else ""
    return Text(
        f"下一个更大的可行候选：{where.zh}{more}。",
        f"Next larger feasible candidate: {where.en}{more_en}.",
    ).say(lang)


def cautions(result: ScenarioResult, lang: Lang) -> list[str]:
    """What the first lines must not hide: a verdict on the tail, extrapolation, no threshold."""
    advice = result.recommendation
    found = []
    if advice.rests_on_tail:
        found += tail_sentences(result)
    if advice.extrapolated:
        found.append(
            Text(
                "推荐阈值高于最大的答复，属于外推。",
                "The recommended threshold lies beyond the largest answer.",
            )
        )
    if result.growth == "assumed":
        found.append(
            Text("来年增长为假定，未由数据估计。", "Next year's growth is assumed, not estimated.")
        )
    if advice.relaxation:
        found.append(advice.relaxation)
    return [caution.say(lang) for caution in found]


def tail_sentences(result: ScenarioResult) -> list[Text]:
    """What rests on the tail: largest lawful candidate against the largest compared, in numbers.

    Where that pair does not turn on the tail, the largest pair that does follows it.
    """
    unlawful = {r.threshold for r in result.recommendation.rejected if r.is_barred}
    every = [row.threshold for row in result.thresholds]
    lawful = max([t for t in every if t not in unlawful] or every)
    if lawful == max(every) and result.recommendation.threshold is not None:
        lawful = result.recommendation.threshold
    turning = [p for p in result.equivalence if p.equivalent and not p.equivalent_without_model]
    pairs = [pair_of(result, lawful, max(every))]
    if pairs[0] not in turning:
        pairs += turning[-1:]
    return [_tail(pair, result) for pair in pairs if pair is not None]


def _tail(pair: Equivalence, result: ScenarioResult) -> Text:
    a, b = quantity.persons(pair.a), quantity.persons(pair.b)
    zh, en = f"{a.zh}与{b.zh}：", f"{a.en} and {b.en}: "
    upper, margin = pair.coverage_gain.upper95, f"{100 * result.delta:g}"
    if upper is None:
        model = Text("没有模型可以判断", "no model can tell")
    else:
        most = numbers.points_ceiling(upper)
        model = Text(
            f"按模型{'等效' if pair.equivalent else '不能视为等效'}（增益上限 {most} 个百分点，"
            f"界限 {margin}）",
            f"{'equivalent' if pair.equivalent else 'not shown equivalent'} by the model (gain at "
            f"most {most} points, margin {margin})",
        )
    if pair.equivalent_without_model:
        return Text(f"{zh}{model.zh}，不用模型也等效。", f"{en}{model.en}, and without one.")
    have, needed = result.n_answered, pair.answers_needed_without_model
    need = Text(f"，需 {needed} 份", f", {needed} needed") if needed else Text("", "")
    tail = Text("", "")
    if pair.equivalent:
        tail = Text(
            "，因此取决于分布尾部（最大答复之外的部分）",
            "; so it rests on the tail, the part beyond the largest answer",
        )
    return Text(
        f"{zh}{model.zh}，不用模型尚不能证实（现有 {have} 份答复{need.zh}）{tail.zh}。",
        f"{en}{model.en}; not shown without one ({have} answers{need.en}){tail.en}.",
    )


def held_back(result: ScenarioResult, negative_list: NegativeList, lang: Lang) -> list[str]:
    """Warning that the draft list does not take the recommended threshold, if it does not."""
    about = (result.scenario, result.tier, result.kind)
    text = Text(
        "清单草案暂未采用此值：它高于安全评估的量级，须先作决定。",
        "The draft list does not take this threshold yet: it lies above the assessment line, and "
        "a decision is needed.",
    )
    return [
        text.say(lang)
        for item, basis in negative_list.bases()
        if basis.is_held_back
        and item.scenario
        and (item.scenario.code, basis.tier, basis.kind) == about
    ]


def caught(result: ScenarioResult, threshold: int, lang: Lang, *, names: Names) -> list[Line]:
    """Who is caught at a threshold for certain, and whose answer leaves it open."""
    groups: dict[str, list[str]] = {result.tier: [], "review": []}
    unanswered = 0
    for row in by_size(result.volumes).to_dicts():
        route = route_of(row["low"], row["high"], threshold, result.tier)
        if route == "free":
            continue
        if route == "unanswered":
            unanswered += 1
            continue
        name = names.enterprise(row["enterprise_id"], row["name"])
        groups[route].append(aside(name, numbers.volume(row["low"], row["high"], lang), lang))
    sure = Text("确定达到阈值", "certainly at the threshold").say(lang)
    maybe = Text("答复跨越阈值，待核", "answer spans it").say(lang)
    blank = Text("未答", "no answer").say(lang)
    lines = [_group(sure, groups[result.tier], lang, names=names)]
    lines.append(_group(maybe, groups["review"], lang, names=names))
    if unanswered:
        lines.append(Line(blank, _firms(unanswered, lang)))
    return lines


def changes(result: ScenarioResult, lang: Lang) -> list[str]:
    """What would change the answer: need, margin, more answers, the shape of the tail."""
    chosen = result.recommendation.threshold
    if chosen is None:
        relaxation = result.recommendation.relaxation
        return [relaxation.say(lang)] if relaxation else []
    sentences = [_need_change(result, chosen)]
    larger = [pair for pair in result.equivalence if pair.a == chosen]
    sentences += [_margin_change(pair, result.delta) for pair in larger[:1] + larger[-1:]]
    settled = [pair for pair in larger if pair.answers_needed_without_model is not None]
    if settled:
        sentences.append(_answers_change(settled[-1], result.n_answered))
    unique = dict.fromkeys(sentence.say(lang) for sentence in sentences if sentence)
    return list(unique)


def _group(about: str, members: list[str], lang: Lang, *, names: Names) -> Line:
    text = _firms(len(members), lang)
    if members and not names.hidden:
        text = headed(text, listed(members, lang), lang)
    return Line(about, text)


def _firms(count: int, lang: Lang) -> str:
    return f"{count} 家" if lang == "zh" else f"{count}"


def _need_change(result: ScenarioResult, chosen: int) -> Text | None:
    top = result.met_need(result.row(chosen))
    if top < result.need:
        return None
    where = quantity.persons(chosen)
    text = Text(
        f"要求的比例一旦高于 {numbers.share_floor(top)}，{where.zh}就不够。",
        f"Once the need exceeds {numbers.share_floor(top)}, {where.en} is not enough.",
    )
    unlawful = {r.threshold for r in result.recommendation.rejected if r.is_barred}
    smaller = [r for r in result.thresholds if r.threshold < chosen and r.threshold not in unlawful]
    least = result.met_need(smaller[-1]) if smaller else None
    if least is None or least >= result.need:
        return text
    bound, lower = numbers.share_floor(least), quantity.persons(smaller[-1].threshold)
    return Text(
        f"{text.zh}要求降到 {bound} 以下，则 {lower.zh}已经足够。",
        f"{text.en} With a need of {bound} or less, {lower.en} would do.",
    )


def _margin_change(pair: Equivalence, delta: float) -> Text | None:
    upper = pair.coverage_gain.upper95
    if upper is None:
        return None
    a, b, points = quantity.persons(pair.a), quantity.persons(pair.b), quantity.points(upper)
    if upper < delta:
        return Text(
            f"等效界限若收紧到 {points} 个百分点以内，{a.zh}与{b.zh}不再算等效。",
            f"With a margin of {points} points or less, {a.en} and {b.en} are not equivalent.",
        )
    return Text(
        f"等效界限若放宽到 {points} 个百分点以上，{a.zh}与{b.zh}即算等效。",
        f"With a margin above {points} points, {a.en} and {b.en} would be equivalent.",
    )


def _answers_change(pair: Equivalence, n: int) -> Text:
    a, b = quantity.persons(pair.a), quantity.persons(pair.b)
    needed = numbers.count(pair.answers_needed_without_model)
    return Text(
        f"答复增至 {needed} 份（现有 {n} 份）且新增的都不落在 {a.zh}与{b.zh}之间，"
        "不用模型也能证实等效；只要有新增答复落在其间，结论就会动摇。",
        f"With {needed} answers ({n} now), none of the new ones between {a.en} and {b.en}, "
        "equivalence is shown without a model; answers between them would shake it.",
    )
