"""Fitted laws against what the answers say by themselves."""

from typing import TYPE_CHECKING, Any

from listlab.analyse.family_names import FAMILY_NAMES
from listlab.chart import palette, style
from listlab.model.language import Lang, Text

if TYPE_CHECKING:
    from listlab.analyse.fit.result import FitResult

_SMALLEST_SHARE = 1e-3
_TITLE = Text(
    "达到或超过各人数的企业比例：拟合的分布与只凭答复的上下限",
    "share of enterprises at or above each volume: fitted laws and the answers by themselves",
)


def draw(result: "FitResult", lang: Lang) -> Any:
    """Survival on logarithmic axes, a line a law; None where no law counts."""
    import altair as alt

    if not result.used:
        return None
    names = {fit.family: FAMILY_NAMES[fit.family].say(lang) for fit in result.used}
    answers = Text("只凭答复（Turnbull）", "answers alone (Turnbull)").say(lang)
    colours = [*(palette.FAMILIES[family] for family in names), palette.OBSERVED]
    colour = alt.Color(
        "law:N",
        scale=alt.Scale(domain=[*names.values(), answers], range=colours),
        legend=alt.Legend(symbolType="stroke"),
    )
    x, y = _axes(alt, result, lang)
    curve = result.curve.filter(result.curve["persons"] <= _last(result))
    steps = [
        {"persons": at, "above": max(low, _SMALLEST_SHARE), "to": high, "law": answers}
        for at, low, high in curve.select("persons", "answers_low", "answers_high").iter_rows()
        if high > _SMALLEST_SHARE
    ]
    lines = [
        {"persons": at, "above": float(f"{above:.4g}"), "law": name}
        for family, name in names.items()
        for at, above in curve.select("persons", family).iter_rows()
        if above >= _SMALLEST_SHARE
    ]
    area = alt.Chart(style.data(steps)).mark_area(interpolate="step-after", opacity=0.45)
    edge = alt.Chart(style.data(steps)).mark_line(interpolate="step-after", strokeWidth=2.5)
    line = alt.Chart(style.data(lines)).mark_line(strokeWidth=1.8)
    layers = [
        area.encode(x=x, y=y, y2="to:Q", color=colour),
        edge.encode(x=x, y=y, color=colour),
        line.encode(x=x, y=y, color=colour),
    ]
    return style.layered(layers, [], height=240, description=_TITLE.say(lang))


def _last(result: "FitResult") -> float:
    return 20 * max(result.largest, 1.0)


def _axes(alt: Any, result: "FitResult", lang: Lang) -> tuple[Any, Any]:
    first, last = float(result.curve["persons"][0]), _last(result)
    across = Text("每年人数（对数刻度）", "persons a year (log scale)").say(lang)
    up = Text("达到或超过的企业比例", "share at or above").say(lang)
    volumes = style.volume_axis(lang, title=across, values=style.decades(first, last))
    shares = alt.Axis(format="~p", title=up, values=[1, 0.1, 0.01, 0.001])
    scale = alt.Scale(type="log", domain=[_SMALLEST_SHARE, 1], clamp=True)
    x = alt.X("persons:Q", scale=style.log_scale(first, last), axis=volumes)
    return x, alt.Y("above:Q", scale=scale, axis=shares)
