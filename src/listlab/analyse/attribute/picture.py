"""Chart of the steps from the old figure to the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from listlab.chart import palette, style
from listlab.model.language import Lang, Text

if TYPE_CHECKING:
    from listlab.analyse.attribute.result import Attribution

_ROW = 26


def waterfall_chart(found: Attribution, lang: Lang) -> alt.LayerChart:
    """Bar a change from where the changes above it end; the old figure first, the new last."""
    rows = _rows(found, lang)
    kinds = [Text("增加", "up").say(lang), Text("减少", "down").say(lang)]
    scale = alt.Scale(domain=kinds, range=[palette.FREE, palette.ASSESSMENT])
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=320))
    axis = alt.Axis(format="%") if found.is_share else alt.Axis()
    x = alt.X("from:Q", title=found.outcome.say(lang), axis=axis, scale=alt.Scale(zero=False))
    base = alt.Chart().encode(y=y, x=x)
    steps = base.transform_filter("datum.kind != null").mark_bar()
    ends = base.transform_filter("datum.kind == null").mark_tick(
        color=palette.INK, thickness=3, size=18
    )
    colour = alt.Color("kind:N", scale=scale, sort=kinds)
    about = Text(
        f"{found.outcome.zh}由旧稿到新稿的变化，按修改分解。",
        f"{found.outcome.en} from the old draft to the new one, change by change.",
    )
    layers = [steps.encode(x2="to:Q", color=colour), ends]
    return style.layered(layers, rows, height=_ROW * len(rows), description=about.say(lang))


def _rows(found: Attribution, lang: Lang) -> list[dict[str, Any]]:
    at = found.before
    old, new = Text("旧稿", "old draft").say(lang), Text("新稿", "new draft").say(lang)
    up, down = Text("增加", "up").say(lang), Text("减少", "down").say(lang)
    rows: list[dict[str, Any]] = [{"name": old, "from": at, "to": at, "kind": None}]
    for each in found.contributions:
        step = each.share.estimate or 0.0
        rows.append(
            {
                "name": each.name.say(lang),
                "from": at,
                "to": at + step,
                "kind": up if step >= 0 else down,
            }
        )
        at += step
    return [*rows, {"name": new, "from": found.after, "to": found.after, "kind": None}]
