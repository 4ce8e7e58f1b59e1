"""Charts of the sensitivity analysis: shares of variance, and the tornado."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from listlab.chart import palette, style
from listlab.model.language import Lang, Text

if TYPE_CHECKING:
    from listlab.analyse.sensitivity.result import Bar, Output, Sensitivity

_ROW = 26


def effects_chart(found: Sensitivity, lang: Lang) -> alt.VConcatChart:
    """Panel an output: total and first-order share of every factor, with 95 % intervals."""
    panels = [_panel(found, output, lang) for output in found.outputs]
    names = "、".join(output.name.say(lang) for output in found.outputs)
    about = Text(f"各因素对以下结果的效应：{names}。", f"Effects of each factor on: {names}.")
    chart: alt.VConcatChart = alt.VConcatChart(vconcat=panels, description=about.say(lang))
    return chart


def _panel(found: Sensitivity, output: Output, lang: Lang) -> alt.LayerChart:
    kinds = [Text("总效应", "total effect").say(lang), Text("单独效应", "alone").say(lang)]
    rows = [
        {
            "factor": found.name(effect.factor).say(lang),
            "kind": kind,
            "share": each.estimate,
            "low": each.low,
            "high": each.high,
        }
        for effect in found.ranked(output.code)
        for kind, each in zip(kinds, (effect.total, effect.first), strict=True)
    ]
    y = alt.Y("factor:N", title=None, sort=None, axis=alt.Axis(labelLimit=320))
    base = alt.Chart().encode(y=y, yOffset=alt.YOffset("kind:N", sort=kinds))
    scale = alt.Scale(domain=kinds, range=[palette.FORECAST, palette.COVERAGE])
    title = Text("占不确定性的比例", "share of the variance").say(lang)
    x = alt.X("share:Q", title=title, axis=alt.Axis(format="%"))
    bars = base.mark_bar().encode(x=x, color=alt.Color("kind:N", scale=scale, sort=kinds))
    limits = base.mark_rule(color=palette.INK).encode(x=alt.X("low:Q", title=title), x2="high:Q")
    about = found.notes.get(output.code, output.name).say(lang)
    height = max(_ROW * len(rows), _ROW)
    return style.layered([bars, limits], rows, height=height, description=about).properties(
        title=output.name.say(lang)
    )


def tornado_chart(found: Sensitivity, output: Output, lang: Lang) -> alt.LayerChart:
    """Bar a factor from the least to the most of an output, widest above; a rule at the base."""
    bars = sorted((b for b in found.bars if b.output == output.code), key=lambda b: -b.swing)
    rows = [_tornado_row(found, output, bar, lang) for bar in bars]
    y = alt.Y("factor:N", title=None, sort=None, axis=alt.Axis(labelLimit=320))
    axis = alt.Axis(format="%") if output.is_share else alt.Axis()
    x = alt.X("least:Q", title=output.name.say(lang), axis=axis, scale=alt.Scale(zero=False))
    tooltip = [alt.Tooltip(f"{name}:N") for name in ("factor", "from", "to")]
    spans = alt.Chart().mark_bar(color=palette.FORECAST, opacity=0.85)
    rule = alt.Chart().mark_rule(color=palette.INK).encode(x=alt.X("base:Q"))
    left = alt.Chart().mark_text(align="right", dx=-4, color=palette.MUTED)
    right = alt.Chart().mark_text(align="left", dx=4, color=palette.MUTED)
    layers = [
        spans.encode(y=y, x=x, x2="most:Q", tooltip=tooltip),
        rule,
        left.encode(y=y, x=x, text="from:N"),
        right.encode(y=y, x=alt.X("most:Q"), text="to:N"),
    ]
    widest = found.name(bars[0].factor)
    about = Text(
        f"单独改变每个因素时{output.name.zh}的范围，影响最大的是{widest.zh}。",
        f"Range of {output.name.en} as each factor varies alone; {widest.en} moves it most.",
    )
    return style.layered(layers, rows, height=_ROW * len(rows), description=about.say(lang))


def _tornado_row(
    found: Sensitivity, output: Output, bar: Bar, lang: Lang
) -> dict[str, str | float]:
    factor = next(each for each in found.factors if each.code == bar.factor)
    return {
        "factor": factor.name.say(lang),
        "least": bar.least,
        "most": bar.most,
        "base": bar.base,
        "from": factor.say(bar.least_at).say(lang),
        "to": factor.say(bar.most_at).say(lang),
    }
