"""The ten lines that a head of division reads, from survey, results and law."""

from collections.abc import Mapping, Sequence

import polars as pl

from listlab.analyse.result import ScenarioResult
from listlab.law.limits import Limits
from listlab.model import quantity
from listlab.model.language import Lang, Text
from listlab.model.punctuation import listed
from listlab.model.tables import SurveyTables
from listlab.report import labels, numbers
from listlab.report.procedure import PROCEDURES
from listlab.report.scenario_tables import gain_of
from listlab.report.words import Line, tail_sentences
from listlab.survey.countries import country_name

_COUNTRIES = 3
_NO_COUNTRY = ["", "ZZ"]  # what was written is no single country


def ten_lines(
    tables: SurveyTables,
    results: Sequence[ScenarioResult],
    limits: Mapping[str, Limits],
    *,
    scenarios: Mapping[str, Text],
    lang: Lang,
) -> list[Line]:
    """At most ten lines that a head of division reads."""
    lines = [_answered(tables), _leaving(tables, scenarios), _data(tables), _proposed(results)]
    lines += [_saved(results, limits), _risk(results), _uncertain(results)]
    lines += [_differs(results, limits), _only(results)]
    return [Line(about.say(lang), text.say(lang)) for about, text in lines if text.zh]


def _answered(tables: SurveyTables) -> tuple[Text, Text]:
    found = dict(tables.workbooks.group_by("status").agg(pl.len()).rows())
    used = found.pop("accepted", 0)
    unused_zh = "、".join(
        f"{words.zh} {found[status]} 份"
        for status, words in labels.STATUSES.items()
        if found.get(status)
    )
    unused_en = ", ".join(
        f"{found[status]} {words.en}"
        for status, words in labels.STATUSES.items()
        if found.get(status)
    )
    regions = tables.enterprises["region"].drop_nulls().n_unique()
    firms, total = tables.enterprises["enterprise_id"].n_unique(), tables.workbooks.height
    return Text("谁答了", "who answered"), Text(
        f"收到问卷 {total} 份，采用 {used} 份（{firms} 家企业，{regions} 个区域）"
        + (f"；{unused_zh}。" if unused_zh else "。"),
        f"{total} workbooks received, {used} used ({firms} enterprises in {regions} districts)"
        + (f"; {unused_en}." if unused_en else "."),
    )


def _leaving(tables: SurveyTables, scenarios: Mapping[str, Text]) -> tuple[Text, Text]:
    flows = tables.flows
    known = flows.filter(pl.col("scenario").is_in(list(scenarios)))
    counts = (
        known.group_by("scenario")
        .agg(pl.len().alias("n"))
        .sort("n", "scenario", descending=[True, False])
    )
    countries = (
        flows.select(pl.col("country").str.split(";").alias("country"))
        .explode("country")
        .filter(pl.col("country").is_not_null() & ~pl.col("country").is_in(_NO_COUNTRY))
        .group_by("country")
        .agg(pl.len().alias("n"))
        .sort("n", "country", descending=[True, False])
    )
    other = flows.height - known.height
    zh = "、".join(f"{scenarios[code].zh} {n} 条" for code, n in counts.rows())
    en = ", ".join(f"{scenarios[code].en} {n}" for code, n in counts.rows())
    top = countries["country"].head(_COUNTRIES).to_list()
    most = Text(
        listed(country_name(code, "zh") for code in top),
        listed((country_name(code, "en") for code in top), "en"),
    )
    return Text("什么在出境", "what leaves"), Text(
        f"{flows.height} 条出境流：{zh}"
        + (f"，其他 {other} 条" if other else "")
        + f"；流向 {countries.height} 个国家或地区，最多为{most.zh}。",
        f"{flows.height} flows: {en}"
        + (f", other {other}" if other else "")
        + f"; to {countries.height} countries or regions, most of all {most.en}.",
    )


def _data(tables: SurveyTables) -> tuple[Text, Text]:
    items = tables.items
    sensitive = items.filter(pl.col("sensitive") == "yes").height
    total = numbers.count(items.height)
    required = items.filter(pl.col("need") == "required").height
    return Text("哪些数据", "which data"), Text(
        f"{total} 个数据项，企业自报敏感个人信息 {sensitive} 项、业务必需 {required} 项"
        "（自报，未经认定）。",
        f"{total} data items; enterprises call {sensitive} sensitive and {required} "
        "required (their own answers, unconfirmed).",
    )


def _proposed(results: Sequence[ScenarioResult]) -> tuple[Text, Text]:
    parts = [(r.scenario_name, r.recommendation.threshold) for r in results]
    zh = "；".join(
        f"{name.zh} {quantity.persons(at).zh}" if at else f"{name.zh} 暂不能提出"
        for name, at in parts
    )
    en = "; ".join(
        f"{name.en} {quantity.persons(at).en}" if at else f"{name.en} none yet"
        for name, at in parts
    )
    return Text("建议什么", "what is proposed"), Text(f"{zh}。", f"{en}.")


def _saved(results: Sequence[ScenarioResult], limits: Mapping[str, Limits]) -> tuple[Text, Text]:
    zh, en = [], []
    for result in results:
        law, chosen = limits.get(result.scenario), result.recommendation.threshold
        if law is None or chosen is None:
            continue
        if gain_of(result, law.national, chosen, "zh"):
            gain = gain_of(result, law.national, chosen, "zh")
            zh.append(f"{result.scenario_name.zh} {gain}个百分点")
            gain = gain_of(result, law.national, chosen, "en")
            en.append(f"{result.scenario_name.en} {gain} points")
    if not zh:
        return Text("省下什么", "what it saves"), Text("", "")
    return Text("省下什么", "what it saves"), Text(
        f"与国家规定的量级相比，仅按本场景人数，来年多放行（{_freed(results).zh}）的企业比例"
        f"（95% 区间）：{'；'.join(zh)}。",
        "Share of enterprises freed beyond the national line, each scenario's persons counted "
        f"alone, {_freed(results).en} (95 % band): "
        f"{'; '.join(en)}.",
    )


def _risk(results: Sequence[ScenarioResult]) -> tuple[Text, Text]:
    zh, en = [], []
    for result in results:
        chosen = result.recommendation.threshold
        if chosen is None:
            continue
        row = result.row(chosen)
        real, may = row.realised_exposure, row.permitted_exposure
        if real is None or may is None:
            continue
        zh.append(
            f"{result.scenario_name.zh} 实际敞口 {numbers.quantity(real, 'zh')}、"
            f"允许敞口 {numbers.quantity(may, 'zh')}"
        )
        en.append(
            f"{result.scenario_name.en} realised {numbers.quantity(real, 'en')}, "
            f"permitted {numbers.quantity(may, 'en')}"
        )
    if not zh:
        return Text("风险在哪", "what it risks"), Text("", "")
    return Text("风险在哪", "what it risks"), Text(
        f"低于阈值（{_freed(results).zh}）的企业的出境人数（人 × 严重度）：{'；'.join(zh)}。"
        "允许敞口是阈值之下最多可以出境的人数，是否用足要看 β。",
        f"Persons that enterprises below the threshold ({_freed(results).en}) send (× severity): "
        f"{'; '.join(en)}. The permitted "
        "figure is what the list would allow; how much of it is used is the question of β.",
    )


def _uncertain(results: Sequence[ScenarioResult]) -> tuple[Text, Text]:
    none = [r.scenario_name for r in results if r.recommendation.threshold is None]
    beyond = [r.scenario_name for r in results if r.recommendation.extrapolated]
    parts = [
        (beyond, "推荐值超出最大答复", "beyond the largest answer"),
        (none, "数据尚不足以支持阈值", "the data carry no threshold"),
    ]
    zh = "；".join(f"{'、'.join(n.zh for n in names)}：{why}" for names, why, _ in parts if names)
    en = "; ".join(f"{', '.join(n.en for n in names)}: {why}" for names, _, why in parts if names)
    tails = [_tails(r) for r in results if r.recommendation.rests_on_tail]
    zh = "；".join([*(tail.zh for tail in tails), *([zh] if zh else [])])
    en = "; ".join([*(tail.en for tail in tails), *([en] if en else [])])
    nothing = Text("各场景的结论用模型与不用模型一致。", "Verdicts agree with and without a model.")
    text = Text(f"{zh}。", f"{en}.") if zh else nothing
    return Text("什么没把握", "what is uncertain"), text


def _tails(result: ScenarioResult) -> Text:
    said, name = tail_sentences(result), result.scenario_name
    zh = "；".join(sentence.zh.rstrip("。") for sentence in said)
    en = "; ".join(sentence.en.rstrip(".") for sentence in said)
    return Text(f"{name.zh}：{zh}", f"{name.en}: {en}")


def _freed(results: Sequence[ScenarioResult]) -> Text:
    words = [PROCEDURES[tier].freed_short for tier in dict.fromkeys(r.tier for r in results)]
    return Text("，或".join(w.zh for w in words), ", or ".join(w.en for w in words))


def _only(results: Sequence[ScenarioResult]) -> tuple[Text, Text]:
    words = [PROCEDURES[tier].only for tier in dict.fromkeys(r.tier for r in results)]
    about = Text("只决定什么", "what it decides")
    return about, Text("".join(w.zh for w in words), " ".join(w.en for w in words))


def _differs(results: Sequence[ScenarioResult], limits: Mapping[str, Limits]) -> tuple[Text, Text]:
    zh, en = [], []
    for result in results:
        law, chosen = limits.get(result.scenario), result.recommendation.threshold
        if law is None or chosen is None:
            continue
        line, where = quantity.persons(law.national), quantity.persons(chosen)
        same = law.national == chosen
        zh.append(
            f"{result.scenario_name.zh} {line.zh}" + ("（不变）" if same else f" → {where.zh}")
        )
        en.append(
            f"{result.scenario_name.en} {line.en}" + (" (same)" if same else f" → {where.en}")
        )
    if not zh:
        return Text("与国家规定之别", "against the nation"), Text("", "")
    return Text("与国家规定之别", "against the nation"), Text(
        f"{'；'.join(zh)}。", f"{'; '.join(en)}."
    )
