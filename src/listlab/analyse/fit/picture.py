"""Fitted laws against what the answers say by themselves: shares above, and quantiles below."""

from typing import TYPE_CHECKING, Any

import numpy as np

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


_QUANTILES = Text(
    "下图：同一比例处，答复的人数（上下限）与各分布平均后的人数；落在斜线上即相符。",
    "Below: persons at the same share by the answers (bounds) and by the averaged laws; on the "
    "line they agree.",
)
_POINTS = 60  # shares at most at which quantiles are compared


def draw(result: "FitResult", lang: Lang) -> Any:
    """Survival on logarithmic axes, a line a law, above quantiles; None where no law counts."""
    import altair as alt

    if not result.used:
        return None
    text = Text(f"{_TITLE.zh}。{_QUANTILES.zh}", f"{_TITLE.en}. {_QUANTILES.en}")
    chart = alt.vconcat(_survival(alt, result, lang), _quantiles(alt, result, lang), spacing=24)
    chart.description = text.say(lang)
    return chart


def _quantiles(alt: Any, result: "FitResult", lang: Lang) -> Any:
    """Persons at the same shares: by the averaged laws across, by the answers up, with bounds."""
    rows = quantile_rows(result)
    first, last = float(result.curve["persons"][0]), _last(result)
    values = style.decades(first, last)
    across = Text("平均后的分布给出的人数", "persons by the averaged laws").say(lang)
    up = Text("答复给出的人数", "persons by the answers").say(lang)
    scale = style.log_scale(first, last)
    x = alt.X("law:Q", scale=scale, axis=style.volume_axis(lang, title=across, values=values))
    y = alt.Y("low:Q", scale=scale, axis=style.volume_axis(lang, title=up, values=values))
    line = (
        alt.Chart(style.data([{"law": v, "low": v} for v in (first, last)]))
        .mark_line(color=palette.MUTED, strokeDash=[4, 4], strokeWidth=1)
        .encode(x=x, y=y)
    )
    base = alt.Chart(style.data(rows)).encode(x=x, y=y)
    bounds = base.mark_rule(color=palette.OBSERVED, strokeWidth=2).encode(y2="high:Q")
    ends = [
        alt.Chart(style.data(rows))
        .mark_point(color=palette.FORECAST, filled=True, size=18)
        .encode(x=x, y=alt.Y(f"{end}:Q", scale=scale))
        for end in ("low", "high")
    ]
    return style.layered([line, bounds, *ends], [], height=240, description=_QUANTILES.say(lang))


def quantile_rows(result: "FitResult") -> list[dict[str, float]]:
    """Row a share of enterprises: persons by the averaged laws, and bounds by the answers.

    Shares are the middles of as many equal parts as answers, up to 60; those that the answers
    leave without an upper bound are left out.
    """
    curve, used = result.curve, result.used
    log_v = np.log(curve["persons"].to_numpy())
    weights = np.array([fit.weight for fit in used])
    laws = np.stack([curve[fit.family].to_numpy() for fit in used], axis=1)
    averaged = 1 - laws @ weights / weights.sum()
    least, most = (1 - curve[name].to_numpy() for name in ("answers_high", "answers_low"))
    n = int(min(max(result.n_answered, 1), _POINTS))
    rows = []
    for share in (np.arange(n) + 0.5) / n:
        if share <= averaged[0] or share >= averaged[-1] or share > least[-1]:
            continue
        law = float(np.exp(np.interp(share, averaged, log_v)))
        low, high = (np.exp(log_v[np.searchsorted(side, share)]) for side in (most, least))
        rows.append({"share": float(share), "law": law, "low": float(low), "high": float(high)})
    return rows


def _survival(alt: Any, result: "FitResult", lang: Lang) -> Any:
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
