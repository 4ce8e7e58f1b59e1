"""Public figures beside a survey: chart, table and sentences."""

import altair as alt
import polars as pl

from listlab.analyse.evidence import EvidenceResult
from listlab.chart import palette, style
from listlab.model.language import Lang, Text
from listlab.model.punctuation import clauses, headed
from listlab.report import labels, numbers
from listlab.report.table import Column, Table


def evidence_chart(
    evidence: EvidenceResult, *, threshold: int, lang: Lang = "zh"
) -> alt.LayerChart:
    """Share of sponsor-years at or above a threshold, by assumed share in China."""
    rows = evidence.table.filter(pl.col("threshold") == threshold).to_dicts()
    measures = [measure.say(lang) for measure in labels.MEASURES.values()]
    values = [
        {
            "measure": labels.label(labels.MEASURES, row["measure"], lang),
            "share": numbers.share(row["share"], decimals=0),
            "exceeding": row["exceeding"] / row["n"],
            "upper": row["upper95_effective"],
        }
        for row in rows
    ]
    share = Text("假定的中国占比", "assumed share in China").say(lang)
    title = Text(
        f"达到 {numbers.persons(threshold, 'zh')} 的比例", f"share at {threshold:,} or more"
    ).say(lang)
    order = [numbers.share(s, decimals=0) for s in sorted({row["share"] for row in rows})]
    base = alt.Chart().encode(
        x=alt.X("share:O", sort=order, title=share, axis=alt.Axis(labelAngle=0)),
        xOffset=alt.XOffset("measure:N", sort=measures, scale=alt.Scale(padding=0.6)),
        y=alt.Y(
            "exceeding:Q", title=title, axis=alt.Axis(format=".0%"), scale=alt.Scale(domain=[0, 1])
        ),
        color=alt.Color(
            "measure:N",
            scale=alt.Scale(domain=measures, range=[palette.FORECAST, palette.COVERAGE]),
            legend=alt.Legend(symbolType="circle", symbolStrokeWidth=0, symbolOpacity=1),
        ),
    )
    bars = base.mark_rule(strokeWidth=7, opacity=0.35).encode(y2="upper:Q")
    dots = base.mark_point(filled=True, size=70, opacity=1)
    points = [
        headed(f"{value['measure']} {value['share']}", numbers.share(value["exceeding"]), lang)
        for value in values
    ]
    text = headed(f"{evidence.source.say(lang)} · {title}", clauses(points, lang), lang)
    return style.layered([bars, dots], values, height=190, description=text)


def evidence_table(evidence: EvidenceResult, lang: Lang = "zh") -> Table:
    """How many sponsor-years pass each threshold, by share in China."""
    headers = (
        (Text("口径", "measure"), False),
        (Text("中国占比", "share in China"), True),
        (Text("阈值", "threshold"), True),
        (Text("中位数", "median"), True),
        (Text("最大值", "maximum"), True),
        (Text("达到阈值", "at or above"), True),
        (Text("比例", "share"), True),
        (Text("上限（视各年独立）", "upper 95 % (as if independent)"), True),
        (Text("上限（计入同一申办方相关）", "upper 95 % (effective)"), True),
    )
    cells = tuple(
        (
            labels.label(labels.MEASURES, row["measure"], lang),
            numbers.share(row["share"], decimals=0),
            numbers.persons(row["threshold"], lang),
            numbers.quantity(row["median"], lang),
            numbers.quantity(row["maximum"], lang),
            f"{row['exceeding']} / {row['n']}",
            numbers.share(row["exceeding"] / row["n"]),
            numbers.share_ceiling(row["upper95_independent"]),
            numbers.share_ceiling(row["upper95_effective"]),
        )
        for row in evidence.table.to_dicts()
    )
    columns = tuple(Column(header.say(lang), numeric) for header, numeric in headers)
    notes = tuple(note.say(lang) for note in evidence.notes)
    caption = Text(f"旁证：{evidence.source.zh}", f"beside the survey: {evidence.source.en}").say(
        lang
    )
    return Table(caption, columns, cells, notes, lang=lang)


def break_even_table(evidence: EvidenceResult, lang: Lang = "zh") -> Table:
    """From which share in China on the largest figure reaches each threshold."""
    thresholds = evidence.break_even["threshold"].unique(maintain_order=True).to_list()
    found = {
        (row["measure"], row["threshold"]): row["share"] for row in evidence.break_even.to_dicts()
    }
    never = Text("全在中国也不到", "not even all").say(lang)
    rows = tuple(
        (
            words.say(lang),
            *(
                never
                if found.get((measure, threshold)) is None
                else numbers.share(found[measure, threshold], decimals=0)
                for threshold in thresholds
            ),
        )
        for measure, words in labels.MEASURES.items()
    )
    first = Column(Text("口径", "measure").say(lang))
    columns = (first, *(Column(numbers.persons(t, lang), True) for t in thresholds))
    caption = Text(
        "最大的申办方年达到各阈值所需的中国占比",
        "share in China from which the largest sponsor-year reaches each threshold",
    )
    return Table(caption.say(lang), columns, rows, lang=lang)


def evidence_lines(evidence: EvidenceResult, *, threshold: int, lang: Lang) -> list[str]:
    """What the public figures say of a threshold, and how little they weigh."""
    lines = [
        Text(
            f"{evidence.n} 个申办方年、{evidence.groups} 家申办方，同一申办方各年相关"
            f"（组内相关 {evidence.icc:.2f}），约合 {evidence.n_effective:.0f} 个独立年份。",
            f"{evidence.n} sponsor-years of {evidence.groups} sponsors; years of one sponsor go "
            f"together (intraclass correlation {evidence.icc:.2f}), worth about "
            f"{evidence.n_effective:.0f} independent years.",
        )
    ]
    even = evidence.break_even.filter(pl.col("threshold") == threshold)
    where = numbers.persons(threshold, "zh")
    for row in even.to_dicts():
        measure = labels.MEASURES.get(row["measure"], Text(row["measure"], row["measure"]))
        if row["share"] is None:
            lines.append(
                Text(
                    f"按{measure.zh}计，即使全部在中国，最大的也达不到 {where}。",
                    f"By {measure.en}, even with all persons in China the largest stays below "
                    f"{threshold:,}.",
                )
            )
        else:
            share = numbers.share(row["share"], decimals=0)
            lines.append(
                Text(
                    f"按{measure.zh}计，中国占比达到 {share} 时，最大的申办方年达到 {where}。",
                    f"By {measure.en}, the largest sponsor-year reaches {threshold:,} from a share "
                    f"of {share} in China.",
                )
            )
    lines += _bounded(evidence, threshold)
    return [line.say(lang) for line in lines]


def _bounded(evidence: EvidenceResult, threshold: int) -> list[Text]:
    """How little it proves, by each measure, that none reaches the threshold at a share."""
    none = evidence.table.filter(threshold=threshold, exceeding=0).sort("share")
    where, lines = numbers.persons(threshold, "zh"), []
    for code, measure in labels.MEASURES.items():
        rows = none.filter(measure=code).tail(1).to_dicts()
        for row in rows:
            share = numbers.share(row["share"], decimals=0)
            bound = numbers.share_ceiling(row["upper95_effective"])
            lines.append(
                Text(
                    f"按{measure.zh}计，中国占比为 {share} 时 {row['n']} 个中没有一个达到 {where}；"
                    f"各年相关，所以只能断定达到的比例不超过 {bound}（单侧 95%）。",
                    f"By {measure.en}, at a share of {share} none of {row['n']} reaches "
                    f"{threshold:,}; as years go together, this bounds the share that does at "
                    f"{bound} only (one-sided 95 %).",
                )
            )
    return lines
