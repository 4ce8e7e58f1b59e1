"""Share of enterprises freed against the threshold."""

from typing import TYPE_CHECKING, Any

from listlab.chart import palette, style
from listlab.model.language import Lang, Text

if TYPE_CHECKING:
    from listlab.analyse.curve.result import CurveResult

_TITLE = Text(
    "各阈值以下的企业比例：来年预测及 95% 区间，只凭答复的上下限",
    "share of enterprises below each threshold: forecast with 95 % band, bounds of the answers",
)


def draw(result: "CurveResult", lang: Lang) -> Any:
    """Forecast and this year's share as lines, the band and the answers' bounds as areas."""
    import altair as alt

    names = [
        Text("来年预测（95% 区间）", "forecast (95 % band)").say(lang),
        Text("本年度估计", "this year").say(lang),
        Text("只凭答复的上下限", "bounds of the answers").say(lang),
    ]
    colours = [palette.FORECAST, palette.COVERAGE, palette.OBSERVED]
    colour = alt.Color("series:N", scale=alt.Scale(domain=names, range=colours))
    at = result.curve["threshold"].to_list()
    first, last = float(min(at)), float(max(at))
    ticks = style.decades(first, last, [row.threshold for row in result.rows])
    title = Text("阈值（人／年，对数刻度）", "threshold (persons a year, log scale)").say(lang)
    x = alt.X(
        "threshold:Q",
        scale=style.log_scale(first, last),
        axis=style.volume_axis(lang, title=title, values=ticks),
    )
    share = Text("以下的企业比例", "share below").say(lang)

    def y(column: str) -> Any:
        return alt.Y(f"{column}:Q", axis=alt.Axis(format=".0%", title=share))

    def of(place: int) -> Any:
        return alt.Chart().transform_calculate(series=f'"{names[place]}"')

    def area(stem: str, place: int) -> Any:
        mark = of(place).mark_area(opacity=0.25)
        return mark.encode(x=x, y=y(f"{stem}_low"), y2=f"{stem}_high:Q", color=colour)

    def line(stem: str, place: int) -> Any:
        return of(place).mark_line(strokeWidth=2).encode(x=x, y=y(stem), color=colour)

    layers = [area("observed", 2)]
    if result.curve["forecast"].null_count() == 0:
        layers += [area("forecast", 0), line("coverage", 1), line("forecast", 0)]
    rows = result.curve.drop("turnbull_low", "turnbull_high").to_dicts()
    return style.layered(layers, rows, height=280, description=_TITLE.say(lang))
