"""Share of flows below thresholds, with its band and the error of the reckoning."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from listlab.analyse.answers import Array
from listlab.analyse.explained import Chart, Explained
from listlab.analyse.families import FamilyName
from listlab.model.language import Lang, Text
from listlab.model.quantity import percent, persons


@dataclass(frozen=True)
class PredictiveResult(Explained):
    """Share of flows below each threshold; arrays have shape (thresholds,), shares in [0, 1].

    `low`, `high`: two-sided 95 %, flows resampled, fits held. `error`: largest error of `share`
    that counting flows into cells makes.
    """

    thresholds: tuple[int, ...]
    share: Array
    low: Array
    high: Array
    flows: int
    cells: int
    law: FamilyName
    replicates: int
    error: float

    @property
    def title(self) -> Text:
        """Name of the question."""
        return Text("大表的放行比例", "Share of very many flows below thresholds")

    def lines(self) -> Sequence[Text]:
        """Share at the outermost and middle threshold, and how exact the figures are."""
        some = sorted({0, len(self.thresholds) // 2, len(self.thresholds) - 1})
        return (*(self._line(k) for k in some), self._exactness())

    def _line(self, k: int) -> Text:
        where = persons(self.thresholds[k])
        share, low, high = (percent(float(x[k])) for x in (self.share, self.low, self.high))
        return Text(
            f"预计 {share} 的流低于{where.zh}（95% 区间 {low}–{high}）。",
            f"{share} of flows are expected below {where.en} (95 % band {low}–{high}).",
        )

    def _exactness(self) -> Text:
        return Text(
            f"{self.flows:,} 条流归入 {self.cells:,} 格，曲线误差不超过 {self.error:.0e}；"
            f"区间来自 {self.replicates:,} 次重抽，拟合保持不变。",
            f"{self.flows:,} flows in {self.cells:,} cells: the curve is within "
            f"{self.error:.0e}; the band resamples flows {self.replicates:,} times, fits held.",
        )

    def to_frame(self) -> pl.DataFrame:
        """Row a threshold: threshold, share, low, high."""
        return pl.DataFrame(
            {
                "threshold": self.thresholds,
                "share": self.share,
                "low": self.low,
                "high": self.high,
            }
        )

    def chart(self, lang: Lang = "zh") -> Chart:
        """Curve over thresholds on a log scale, with its band."""
        import altair as alt

        from listlab.chart import palette, style

        shares = alt.Axis(title=Text("低于阈值的比例", "share below").say(lang), format="%")
        axis = style.volume_axis(lang, title=Text("阈值（人/年）", "threshold (persons)").say(lang))
        x = alt.X("threshold:Q", scale=alt.Scale(type="log"), axis=axis)
        base = alt.Chart().encode(x=x, y=alt.Y("share:Q", axis=shares))
        band = base.mark_area(color=palette.FORECAST, opacity=0.2).encode(y="low:Q", y2="high:Q")
        chart: Chart = style.layered(
            [band, base.mark_line(color=palette.FORECAST)],
            self.to_frame().to_dicts(),
            height=260,
            description=self.title.say(lang),
        )
        return chart
