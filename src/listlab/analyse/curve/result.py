"""Shares freed by threshold, as a frozen value that explains itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.result import ScenarioResult, ThresholdRow
from listlab.model.language import Lang, Text
from listlab.model.quantity import at_least, at_most, percent, persons

_NOTES = ("coverage", "forecast", "without_model", "zero_share", "mixture", "classes")


@dataclass(frozen=True)
class CurveResult(Explained):
    """Share of enterprises below each threshold: this year, next year, and without a model.

    `rows`: the thresholds asked for. `curve`: a fine grid with the columns that
    `ScenarioResult.curve` has of shares. Without a usable law only the answers' own bounds
    exist; `notes` say so.
    """

    n: int
    n_answered: int
    growth: str  # given|pooled|assumed
    growth_mean: float
    growth_sd: float
    rows: tuple[ThresholdRow, ...]
    curve: pl.DataFrame = field(repr=False)
    notes: Mapping[str, Text] = field(default_factory=dict)
    warnings: tuple[Text, ...] = ()

    @classmethod
    def of(cls, result: ScenarioResult) -> "CurveResult":
        """Curve on which a scenario's recommendation stands."""
        return cls(
            n=result.n,
            n_answered=result.n_answered,
            growth=result.growth,
            growth_mean=result.growth_mean,
            growth_sd=result.growth_sd,
            rows=result.thresholds,
            curve=result.curve.drop("realised", "permitted"),
            notes={code: result.notes[code] for code in _NOTES if code in result.notes},
            warnings=result.warnings,
        )

    @property
    def title(self) -> Text:
        """Name of the question."""
        return Text(
            "曲线：各阈值放行的企业比例", "Curve: share of enterprises each threshold frees"
        )

    def row(self, threshold: int) -> ThresholdRow:
        """Row of one threshold; KeyError when it is none of those asked for."""
        for row in self.rows:
            if row.threshold == threshold:
                return row
        raise KeyError(threshold)

    def lines(self) -> Sequence[Text]:
        """Each threshold in a sentence, growth, then what to be careful about."""
        said = [_row(row) for row in self.rows]
        notes = dict.fromkeys([*self.warnings, *self.notes.values()])
        return [*said, self._grown(), *notes]

    def to_frame(self) -> pl.DataFrame:
        """Row a threshold: coverage and forecast with bands, the answers' own bounds and limits."""
        return pl.DataFrame(
            [
                {"threshold": row.threshold}
                | {f"observed_{end}": value for end, value in row.observed.to_dict().items()}
                | {
                    "without_model_lower95": row.without_model.low,
                    "without_model_upper95": row.without_model.high,
                }
                | _flat("coverage", row.coverage.to_dict())
                | _flat("forecast", row.forecast.to_dict("lower95", "upper95"))
                for row in self.rows
            ],
            schema={"threshold": pl.Int64} | dict.fromkeys(_COLUMNS, pl.Float64),
        )

    def chart(self, lang: Lang = "zh") -> Chart:
        """Forecast with its band over the threshold, above the bounds of the answers alone."""
        from listlab.analyse.curve.picture import draw

        chart: Chart = draw(self, lang)
        return chart

    def _grown(self) -> Text:
        spread, rise = f"{self.growth_sd:.2g}", f"{self.growth_mean:+.2g}"
        basis = {
            "given": Text("按给定的增长", "Growth as given"),
            "pooled": Text("增长由调查合并估计", "Growth pooled from the survey"),
            "assumed": Text("增长为假定", "Growth assumed"),
        }[self.growth]
        return Text(
            f"{basis.zh}：对数均值 {rise}，标准差 {spread}。",
            f"{basis.en}: mean {rise} on the log scale, spread {spread}.",
        )


_COLUMNS = (
    "observed_low",
    "observed_high",
    "without_model_lower95",
    "without_model_upper95",
    "coverage",
    "coverage_low",
    "coverage_high",
    "forecast",
    "forecast_low",
    "forecast_high",
    "forecast_lower95",
    "forecast_upper95",
)


def _flat(stem: str, values: Mapping[str, float | None]) -> dict[str, float | None]:
    return {stem if name == "estimate" else f"{stem}_{name}": v for name, v in values.items()}


def _row(row: ThresholdRow) -> Text:
    at, low, high = persons(row.threshold), row.without_model.low, row.without_model.high
    alone = Text(
        f"不用模型为 {at_least(low)} 至 {at_most(high)}（各为单侧 95%）",
        f"without a model {at_least(low)} to {at_most(high)} (one-sided 95 % each)",
    )
    now, then = row.coverage, row.forecast
    if now.estimate is None or then.estimate is None or then.lower95 is None:
        return Text(f"{at.zh}以下的企业比例，{alone.zh}。", f"Share below {at.en}: {alone.en}.")
    return Text(
        f"{at.zh}以下：本年度 {percent(now.estimate)} 的企业，来年预测 {percent(then.estimate)}"
        f"（单侧 95% 下限 {at_least(then.lower95)}）；{alone.zh}。",
        f"Below {at.en}: {percent(now.estimate)} of enterprises this year, "
        f"{percent(then.estimate)} forecast for the next (at least {at_least(then.lower95)}, "
        f"one-sided 95 %); {alone.en}.",
    )
