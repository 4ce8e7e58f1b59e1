"""The crossing calendar: months across, thresholds down, enterprises that have crossed by then."""

from typing import Any

import altair as alt
import polars as pl

from listlab.analyse.frequency.words import firms
from listlab.chart import palette, style
from listlab.model.language import Lang, Text
from listlab.model.quantity import digits

_ROW = 34  # points of height a threshold
_DARK = 0.8  # of the colour's range, from which text stands in white


def calendar_chart(
    calendar: pl.DataFrame, rules: pl.DataFrame, lang: Lang = "zh"
) -> alt.LayerChart:
    """Heat map with a number in each cell: enterprises that have reached a threshold by a month.

    The last column is the whole year, enterprises whose month can't be told among them.
    """
    rows = [*_months(calendar, lang), *_years(rules, lang)]
    order = list(dict.fromkeys(row["level"] for row in reversed(rows)))
    most = max((row["value"] for row in rows if row["value"] is not None), default=0.0) or 1.0
    x = alt.X(
        "when:N",
        sort=list(dict.fromkeys(row["when"] for row in rows)),
        axis=alt.Axis(title=None, labelAngle=0, domain=False, ticks=False),
    )
    title = Text("阈值（每年人数）", "threshold (persons a year)").say(lang)
    y = alt.Y("level:N", sort=order, axis=alt.Axis(title=title, domain=False, ticks=False))
    colour = alt.Color(
        "value:Q",
        scale=alt.Scale(
            domain=[0, most], range=[palette.PAPER, palette.FORECAST], interpolate="rgb"
        ),
        legend=None,
    )
    tooltip = [
        alt.Tooltip("when:N", title=Text("截至", "by").say(lang)),
        alt.Tooltip("level:N", title=title),
        alt.Tooltip("said:N", title=Text("已达到（95% 区间）", "reached (95 % band)").say(lang)),
        alt.Tooltip("bounds:N", title=Text("一定–可能", "surely–possibly").say(lang)),
    ]
    base = alt.Chart().encode(x=x, y=y, tooltip=tooltip)
    ink = alt.condition(
        f"datum.value > {_DARK * most}", alt.value(palette.PAPER), alt.value(palette.INK)
    )
    layers: list[Any] = [
        base.mark_rect(stroke=palette.RULE).encode(color=colour),
        base.mark_text().encode(text="label:N", color=ink),
    ]
    return style.layered(
        layers, rows, height=max(_ROW * len(order), 60), description=_words(rules, lang)
    )


def _months(calendar: pl.DataFrame, lang: Lang) -> list[dict[str, Any]]:
    return [
        _cell(row, "by_then", Text(f"{row['month']}月", f"{row['month']}").say(lang), lang)
        for row in calendar.iter_rows(named=True)
    ]


def _years(rules: pl.DataFrame, lang: Lang) -> list[dict[str, Any]]:
    year = rules.filter(pl.col("rule") == "year")
    when = Text("全年", "year").say(lang)
    return [_cell(row, "filings", when, lang) for row in year.iter_rows(named=True)]


def _cell(row: dict[str, Any], name: str, when: str, lang: Lang) -> dict[str, Any]:
    value, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    band = "" if low is None or high is None else f" ({low:.1f}–{high:.1f})"
    return {
        "when": when,
        "level": digits(row["threshold"], lang),
        "value": value,
        "label": "–" if value is None else "<1" if 0 < value < 0.5 else f"{value:.0f}",
        "said": f"{firms(value).say(lang).strip()}{band}",
        "bounds": f"{row['surely']:.0f}–{row['possibly']:.0f}",
    }


def _words(rules: pl.DataFrame, lang: Lang) -> str:
    year = rules.filter(pl.col("rule") == "year").iter_rows(named=True)
    zh = "；".join(f"{digits(r['threshold'])}人{firms(r['filings']).zh}" for r in year)
    year = rules.filter(pl.col("rule") == "year").iter_rows(named=True)
    en = "; ".join(
        f"{digits(r['threshold'], 'en')} persons: {firms(r['filings']).en}" for r in year
    )
    return Text(
        f"达到日历：各月底前累计达到各阈值的企业数。全年 {zh}。",
        f"Crossing calendar: enterprises that have reached each threshold by each month's end. "
        f"Whole year: {en}.",
    ).say(lang)
