"""Chart of filings before and after, by size of enterprise."""

from collections.abc import Sequence

import altair as alt

from listlab.analyse.benefit.result import BenefitRow
from listlab.analyse.explained import Chart
from listlab.chart import palette
from listlab.chart.style import layered
from listlab.model.language import Lang, Text

_BEFORE = {
    "national": (Text("国家规定", "national rules"), palette.ASSESSMENT),
    "in_force": (Text("现行清单", "list in force"), palette.CONTRACT),
}
_AFTER = (Text("草案", "draft"), palette.FREE)


def filings_chart(rows: Sequence[BenefitRow], lang: Lang) -> Chart:
    """Bars by size with intervals, one a set of rules."""
    values = []
    for row in rows:
        if row.measure != "filings":
            continue
        name = _BEFORE[row.baseline][0]
        values.append(_bar(row, name, "before", lang))
        if row.baseline == "national":
            values.append(_bar(row, _AFTER[0], "after", lang))
    rules = [pair[0].say(lang) for pair in (*_BEFORE.values(), _AFTER)]
    colours = [pair[1] for pair in (*_BEFORE.values(), _AFTER)]
    base = alt.Chart().encode(
        x=alt.X("size:N", sort=None, axis=alt.Axis(title=None, labelAngle=0)),
        xOffset=alt.XOffset("rules:N", sort=rules),
    )
    title = Text("每年办理件数", "filings a year").say(lang)
    layers = [
        base.mark_bar().encode(
            y=alt.Y("filings:Q", axis=alt.Axis(title=title)),
            color=alt.Color("rules:N", scale=alt.Scale(domain=rules, range=colours)),
        ),
        base.mark_rule(color=palette.INK).encode(y="low:Q", y2="high:Q"),
    ]
    said = Text("各规模企业每年办理件数", "filings a year by size of enterprise").say(lang)
    return layered(layers, values, height=260, description=said)


def _bar(row: BenefitRow, name: Text, part: str, lang: Lang) -> dict[str, float | str | None]:
    value = getattr(row, part)
    size = Text("全部", "all").say(lang) if row.size == "all" else row.size
    return {
        "size": size,
        "rules": name.say(lang),
        "filings": value.estimate,
        "low": value.low,
        "high": value.high,
    }
