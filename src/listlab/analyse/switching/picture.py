"""Verdicts over need and margin: what is recommended, and whether a larger threshold frees more."""

from typing import TYPE_CHECKING, Any

import polars as pl

from listlab.chart import palette, style
from listlab.model.language import Lang, Text
from listlab.model.quantity import persons

if TYPE_CHECKING:
    from listlab.analyse.switching.result import Switching

_HEIGHT = 260
_BEFORE = 0.1  # needs shown below the first step's end and below the one asked for
_NARROW = 0.04  # of the need's axis; no label stands in a step narrower than that
_TITLE = Text(
    "应放行的比例（横）与等效界限（纵）之下的结论",
    "verdicts by share to free (across) and margin of equivalence (up)",
)
_NEED = Text("应放行的企业比例", "share of enterprises to free")
_MARGIN = Text("等效界限（百分点）", "margin of equivalence (points)")
_VERDICTS = {
    "none": Text("没有可行的阈值", "no threshold is feasible"),
    "equal": Text("更大的合法候选都等效", "all larger lawful ones equivalent"),
    "model": Text("按模型等效，不用模型尚不能判定", "equivalent by the model only"),
    "larger": Text("有更大的候选不等效", "a larger one is not equivalent"),
}
_COLOURS = (palette.RULE, palette.FREE, palette.COVERAGE, palette.CONTRACT)


def draw(result: "Switching", lang: Lang) -> Any:
    """Rectangles coloured by verdict, the threshold recommended on top; what was asked dashed."""
    import altair as alt

    first = min([result.need, *(step.up_to for step in result.needs)]) - _BEFORE
    shown = result.cells.with_columns(pl.col("need_from").clip(first))
    rows = [_cell(row, lang) for row in shown.to_dicts()]
    if not rows:
        return None
    first = min(row["from"] for row in rows)
    top = max(row["high"] for row in rows)
    verdict = alt.Color(
        "verdict:N",
        scale=alt.Scale(domain=[v.say(lang) for v in _VERDICTS.values()], range=[*_COLOURS]),
        legend=alt.Legend(title=None, orient="bottom", columns=2, labelLimit=320),
    )
    x = alt.X(
        "from:Q",
        title=_NEED.say(lang),
        scale=alt.Scale(domain=[first, 1], nice=False),
        axis=alt.Axis(format="%"),
    )
    y = alt.Y("low:Q", title=_MARGIN.say(lang), scale=alt.Scale(domain=[0, top], nice=False))
    told = [
        alt.Tooltip(f"{name}:N", title=title.say(lang))
        for name, title in (("threshold", _ADVISED), ("larger", _LARGER), ("alone", _ALONE))
    ]
    cells = (
        alt.Chart()
        .mark_rect(stroke=palette.PAPER, strokeWidth=1, fillOpacity=0.55)
        .encode(x=x, x2="to:Q", y=y, y2="high:Q", color=verdict, tooltip=told)
    )
    wide = {
        row["to"]: {"middle": (row["from"] + row["to"]) / 2, "high": top, "name": row["threshold"]}
        for row in rows
        if row["to"] - row["from"] >= _NARROW * (1 - first)
    }
    names = (
        alt.Chart(style.data([*wide.values()]))
        .mark_text(baseline="top", dy=6, color=palette.INK, fontWeight="bold")
        .encode(x="middle:Q", y="high:Q", text="name:N")
    )
    asked = alt.Chart(style.data([{"need": result.need, "margin": 100 * result.delta}]))
    lines = asked.mark_rule(strokeDash=[4, 4], color=palette.ASSESSMENT)
    return style.layered(
        [
            cells,
            names,
            lines.encode(x="need:Q"),
            lines.encode(y="margin:Q"),
        ],
        rows,
        height=_HEIGHT,
        description=_TITLE.say(lang),
    )


def _cell(row: dict[str, Any], lang: Lang) -> dict[str, Any]:
    if row["threshold"] is None:
        verdict = "none"
    elif row["larger"] is not None:
        verdict = "larger"
    else:
        verdict = "equal" if row["larger_without_model"] is None else "model"

    def named(value: int | None) -> str:
        return "—" if value is None else persons(value).say(lang)

    return {
        "from": row["need_from"],
        "to": row["need_to"],
        "low": 100 * row["margin_from"],
        "high": 100 * row["margin_to"],
        "verdict": _VERDICTS[verdict].say(lang),
        "threshold": named(row["threshold"]),
        "larger": named(row["larger"]),
        "alone": named(row["larger_without_model"]),
    }


_ADVISED = Text("建议阈值", "recommended")
_LARGER = Text("最大的不等效候选", "largest not equivalent")
_ALONE = Text("同上，不用模型", "the same without a model")
