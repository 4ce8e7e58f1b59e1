"""Tables of step 2: categories, what is open, what was disputed or has changed, how good it was."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from listlab.identify.changes import changes
from listlab.identify.confirm.form import OUTCOMES, PERSONAL
from listlab.identify.quality import class_quality, confirmed, confusion
from listlab.identify.result import Findings
from listlab.identify.weight import undecided, weigh
from listlab.law.pack import Pack
from listlab.model.language import Lang, Text
from listlab.model.tables import SurveyTables
from listlab.report import numbers
from listlab.report.audience import OPEN, Names
from listlab.report.table import Column, Table

NO_CATEGORY = Text("不属于任何类别", "of no category")
WHY = {
    "new": Text("新增的数据项", "new item"),
    "gone": Text("不再有的数据项", "item is gone"),
    "evidence": Text("文字、答复或人数变了", "text, answers or volumes changed"),
    "rules": Text("规则、词语或所学变了", "rules, words or what was learnt changed"),
    "decision": Text("有人作了决定，或原决定失效", "a decision came or lapsed"),
}


def category_table(findings: Findings, lang: Lang = "zh") -> Table:
    """Items of each category: open ones first, then decided, by rule, and not important."""
    rows = tuple(
        (
            category_words(findings.pack, code, lang),
            *(numbers.count(n) for n in (items, open_, decided, refused, ruled, rest, firms)),
        )
        for code, items, open_, decided, refused, ruled, rest, firms in by_category(findings).rows()
    )
    headers = (
        Text("数据项", "items"),
        Text("待人确认", "open"),
        Text("确认为重要数据", "decided: important"),
        Text("确认为否", "decided: not"),
        Text("按规则为否", "no by rule"),
        Text("建议为否", "suggested: no"),
        Text("企业（家）", "enterprises"),
    )
    columns = (
        Column(Text("类别", "category").say(lang)),
        *(Column(header.say(lang), True) for header in headers),
    )
    caption = Text("重要数据：按类别，待确认的在前", "important data by category, open ones first")
    note = Text(
        "类别是确认的，没有确认的是建议的。规则只提建议，只有人的决定列入清单第一部分。",
        "Categories are decided ones, else suggested. Rules propose; part 1 of the list takes "
        "what people decided.",
    )
    return Table(caption.say(lang), columns, rows, (note.say(lang),), lang=lang)


def by_category(findings: Findings) -> pl.DataFrame:
    """Counts by category: items, open, decided, refused, ruled, rest, enterprises.

    Of what nobody need decide, `ruled` is no by a rule, `rest` is only suggested to be no.
    """
    open_ids = undecided(findings.items)["id"].implode()
    by_person = pl.col("by").is_not_null()
    is_open = pl.col("id").is_in(open_ids)
    yes, no = pl.col("important") == "yes", pl.col("important") == "no"
    rest, by_rule = no & ~by_person & ~is_open, pl.col("decided_by") == "rule"
    counted = findings.items.group_by("category").agg(
        pl.len().cast(pl.Int64).alias("items"),
        is_open.sum().cast(pl.Int64).alias("open"),
        (yes & by_person & ~is_open).sum().cast(pl.Int64).alias("decided"),
        (no & by_person & ~is_open).sum().cast(pl.Int64).alias("refused"),
        (rest & by_rule).sum().cast(pl.Int64).alias("ruled"),
        (rest & ~by_rule).sum().cast(pl.Int64).alias("rest"),
        pl.col("enterprise_id").drop_nulls().n_unique().cast(pl.Int64).alias("enterprises"),
    )
    return counted.sort(
        ["open", "decided", "category"], descending=[True, True, False], nulls_last=True
    )


def open_table(
    findings: Findings, tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN
) -> Table:
    """Items that wait for a decision, those that matter most first: persons times flows."""
    weighed = weigh(undecided(findings.items), tables)
    rows = tuple(
        (
            names.sentence(row["name"] or numbers.MISSING),
            category_words(findings.pack, row["category"], lang),
            OUTCOMES[row["important"]].say(lang),
            *(numbers.count(row[key]) for key in ("items", "enterprises", "flows")),
            numbers.persons(row["persons"], lang),
            numbers.quantity(row["weight"], lang),
        )
        for row in weighed.iter_rows(named=True)
    )
    headers = (
        Text("数据项", "items"),
        Text("企业", "enterprises"),
        Text("出境流", "flows"),
        Text("人数", "persons"),
        Text("人数 × 出境流", "persons × flows"),
    )
    columns = (
        Column(Text("数据项名称", "item").say(lang)),
        Column(Text("类别", "category").say(lang)),
        Column(Text("重要数据", "important").say(lang)),
        *(Column(header.say(lang), True) for header in headers),
    )
    caption = Text("待人确认的数据项，要紧的在前", "items to decide, those that matter most first")
    note = Text(
        "名称和类别相同的合为一行；人数为所在出境流的年人数之和，只用来排先后。",
        "Items of one name and category share a row; persons are summed over flows to rank only.",
    )
    return Table(caption.say(lang), columns, rows, (note.say(lang),), lang=lang)


def disagreement_table(findings: Findings, lang: Lang = "zh", *, names: Names = OPEN) -> Table:
    """Items whose enterprise says otherwise than rules or people about personal information."""
    answers = {"yes": Text("是", "yes"), "no": Text("否", "no")}
    counted = (
        findings.items.filter("disagrees")
        .group_by("name", "own_personal", "own_sensitive", "personal", maintain_order=True)
        .agg(pl.len().alias("n"), pl.col("enterprise_id").n_unique().alias("firms"))
        .sort(["n", "name"], descending=[True, False])
    )
    rows = tuple(
        (
            names.sentence(row["name"] or numbers.MISSING),
            _said(answers, row["own_personal"], lang),
            _said(answers, row["own_sensitive"], lang),
            PERSONAL[row["personal"]].say(lang),
            numbers.count(row["n"]),
            numbers.count(row["firms"]),
        )
        for row in counted.iter_rows(named=True)
    )
    columns = (
        Column(Text("数据项名称", "item").say(lang)),
        Column(Text("自评：个人信息", "own answer: personal").say(lang)),
        Column(Text("自评：敏感", "own answer: sensitive").say(lang)),
        Column(Text("识别为", "found to be").say(lang)),
        Column(Text("数据项", "items").say(lang), True),
        Column(Text("企业", "enterprises").say(lang), True),
    )
    caption = Text("与企业自评不同的", "where the enterprise says otherwise")
    note = Text(
        "自评不被改动，只并列显示，由人判断。", "Own answers stay as they are; people decide."
    )
    return Table(caption.say(lang), columns, rows, (note.say(lang),), lang=lang)


def changed_table(
    findings: Findings,
    lang: Lang = "zh",
    *,
    before: pl.DataFrame | None = None,
    names: Names = OPEN,
) -> Table:
    """Labels that no longer hold; with `before`, every item of which something else is said."""
    if before is None:
        found = findings.changed.select(
            "name",
            *(pl.col(key).alias(f"{key}_after") for key in ("category", "important")),
            pl.lit(None, pl.Int64).alias("category_before"),
            pl.lit(None, pl.String).alias("important_before"),
            pl.lit("evidence").alias("why"),
        )
    else:
        found = changes(before, findings.items)
    rows = tuple(
        (
            names.sentence(row["name"] or numbers.MISSING),
            _moved(findings.pack, row, lang),
            WHY[row["why"]].say(lang),
        )
        for row in found.iter_rows(named=True)
    )
    columns = (
        Column(Text("数据项名称", "item").say(lang)),
        Column(Text("变化", "change").say(lang)),
        Column(Text("原因", "why").say(lang)),
    )
    caption = (
        Text("确认之后内容有变，须重新确认的", "decided, and changed since: decide again")
        if before is None
        else Text("结论有变的数据项", "items of which something else is said now")
    )
    return Table(caption.say(lang), columns, rows, lang=lang)


def quality_table(reviews: pl.DataFrame, pack: Pack, about: str, lang: Lang = "zh") -> Table:
    """Precision and recall of suggestions against what people decided, value by value."""
    found = class_quality(confirmed(reviews, about))
    rows = tuple(
        (
            value_words(pack, about, row["value"], lang),
            *(numbers.count(row[key]) for key in ("decided", "suggested", "both")),
            _interval(row, "precision"),
            _interval(row, "recall"),
        )
        for row in found.iter_rows(named=True)
    )
    headers = (
        Text("确认（项）", "decided"),
        Text("建议（项）", "suggested"),
        Text("相同（项）", "both"),
        Text("精确率（95% 区间）", "precision (95 % interval)"),
        Text("召回率（95% 区间）", "recall (95 % interval)"),
    )
    columns = (
        Column(Text("取值", "value").say(lang)),
        *(Column(header.say(lang), True) for header in headers),
    )
    caption = Text("建议与人的确认相比", "suggestions against what people decided")
    note = Text(
        "取作出决定当天的建议，不含此后从中学到的；人看得到建议，数据项也不是随机抽取的。",
        "Suggestions are those of the day of the decision; people saw them, and items were not "
        "drawn at random.",
    )
    return Table(caption.say(lang), columns, rows, (note.say(lang),), lang=lang)


def confusion_table(reviews: pl.DataFrame, pack: Pack, about: str, lang: Lang = "zh") -> Table:
    """How often each value was suggested where people decided another; differences marked."""
    found = confusion(confirmed(reviews, about))
    rows = tuple(
        (
            value_words(pack, about, row["decided"], lang),
            value_words(pack, about, row["suggested"], lang),
            numbers.count(row["n"]),
        )
        for row in found.iter_rows(named=True)
    )
    differ = frozenset(place for place, row in enumerate(found.rows()) if row[0] != row[1])
    columns = (
        Column(Text("人的确认", "decided").say(lang)),
        Column(Text("建议", "suggested").say(lang)),
        Column(Text("数据项", "items").say(lang), True),
    )
    caption = Text("确认与建议的对照（不同的标出）", "decided and suggested (differences marked)")
    return Table(caption.say(lang), columns, rows, marked=differ, lang=lang)


def category_words(pack: Pack, code: int | None, lang: Lang) -> str:
    """Number and name of a category."""
    names = {category.code: category.name.say(lang) for category in pack.categories}
    return NO_CATEGORY.say(lang) if code is None else f"{code} {names.get(code, '')}".strip()


def value_words(pack: Pack, about: str, value: str, lang: Lang) -> str:
    """A decided or suggested value as people read it."""
    if about == "category":
        return category_words(pack, int(value) if value.isdigit() else None, lang)
    known = PERSONAL if about == "personal" else OUTCOMES
    return known[value].say(lang) if value in known else value


def _moved(pack: Pack, row: Mapping[str, Any], lang: Lang) -> str:
    now = category_words(pack, row["category_after"], lang), row["important_after"]
    said = [now[0], OUTCOMES[now[1]].say(lang) if now[1] else numbers.MISSING]
    if row["important_before"] is None:
        return " · ".join(said)
    then = category_words(pack, row["category_before"], lang)
    before = [then, OUTCOMES[row["important_before"]].say(lang)]
    return f"{' · '.join(before)} → {' · '.join(said)}"


def _said(words: Mapping[str, Text], code: str | None, lang: Lang) -> str:
    return words[code].say(lang) if code is not None and code in words else numbers.MISSING


def _interval(row: Mapping[str, Any], name: str) -> str:
    ends: Sequence[float | None] = [row[f"{name}{end}"] for end in ("", "_low", "_high")]
    if ends[0] is None:
        return numbers.MISSING
    shown = [numbers.share(value, decimals=0) for value in ends if value is not None]
    return f"{shown[0]} ({shown[1]}–{shown[2]})"
