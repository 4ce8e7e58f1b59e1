"""What the analysis of risk finds: rows by threshold, pairs of thresholds, and their words."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.result import Estimate
from listlab.analyse.risk.budgets import Budgets, Verdict, within
from listlab.analyse.risk.loss import Hazard
from listlab.analyse.risk.relaxing import Relaxed
from listlab.model.language import Lang, Text


@dataclass(frozen=True, slots=True)
class RiskRow:
    """Risk of one threshold. Exposures and losses in persons × severity a year.

    `cvar95`: mean loss of the worst one year in twenty; `cvar_error` bounds its numerical error.
    `no_loss`: chance of a year without any. `incidents`: a year. `filings`: enterprises caught.
    """

    threshold: int
    realised: Estimate
    permitted: Estimate
    expected_loss: Estimate
    cvar95: Estimate
    cvar_error: float
    no_loss: float
    incidents: float
    filings: Estimate

    def exposure(self, beta: float) -> float:
        """Exposure when the share `beta` of enterprises grows into the headroom."""
        assert self.realised.estimate is not None
        assert self.permitted.estimate is not None
        return (1 - beta) * self.realised.estimate + beta * self.permitted.estimate


@dataclass(frozen=True, slots=True)
class Doubling:
    """The thresholds a < b: what b permits over a, and when exposure would double.

    `permitted_ratio` is None when a = 1, which permits nothing; `arithmetic` is
    (b - 1) ÷ (a - 1), to which the ratio comes down where both free the same enterprises.
    `beta`: share of enterprises growing into the headroom at which exposure at b is twice that
    at a; 0 when it is already, None when it never is.
    """

    a: int
    b: int
    permitted_ratio: float | None
    arithmetic: float | None
    beta: float | None

    @classmethod
    def of(cls, a: RiskRow, b: RiskRow) -> "Doubling":
        """Pair of two rows."""
        first, second = a.permitted.estimate or 0.0, b.permitted.estimate or 0.0
        has_ratio = a.threshold > 1 and first > 0
        return cls(
            a=a.threshold,
            b=b.threshold,
            permitted_ratio=second / first if has_ratio else None,
            arithmetic=(b.threshold - 1) / (a.threshold - 1) if a.threshold > 1 else None,
            beta=_doubles_at(a, b),
        )


def _doubles_at(a: RiskRow, b: RiskRow) -> float | None:
    """β in [0, 1] that solves E_β(b) = 2 E_β(a)."""
    slack = 2 * a.exposure(0) - b.exposure(0)
    slope = (b.exposure(1) - b.exposure(0)) - 2 * (a.exposure(1) - a.exposure(0))
    if slack <= 0:
        return 0.0
    beta = slack / slope if slope > 0 else None
    return beta if beta is not None and beta <= 1 else None


@dataclass(frozen=True)
class RiskResult(Explained):
    """Exposure and yearly loss by threshold; without a model there are no rows, and it is said.

    `relaxed`: what each candidate trades against the one before it.
    """

    rows: tuple[RiskRow, ...]
    pairs: tuple[Doubling, ...]
    hazard: Hazard
    beta: float
    budgets: Budgets
    contract_line: int | None
    has_model: bool
    relaxed: tuple[Relaxed, ...] = ()

    @property
    def title(self) -> Text:
        """Name of the question."""
        return Text("风险：已实现与允许的敞口，及年损失", "Risk: exposure and yearly loss")

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Whether each threshold keeps the budgets that are set."""
        return within(self.rows, self.budgets)

    def row(self, threshold: int) -> RiskRow:
        """Row of one candidate; KeyError when it is none."""
        for row in self.rows:
            if row.threshold == threshold:
                return row
        raise KeyError(threshold)

    def lines(self) -> Sequence[Text]:
        """Findings in words."""
        from listlab.analyse.risk.words import sentences

        return sentences(self)

    def to_frame(self) -> pl.DataFrame:
        """Row a threshold: realised, permitted, expected_loss, cvar95, filings with intervals.

        Beside them what is traded against the threshold before: `more_loss`, `more_cvar95`,
        `fewer_filings`, `loss_per_filing`.
        """
        verdicts = {v.threshold: v for v in self.verdicts}
        relaxed = {each.b: each for each in self.relaxed}
        return pl.DataFrame(
            [
                _flat(row, self.beta, verdicts[row.threshold]) | _traded(relaxed.get(row.threshold))
                for row in self.rows
            ],
            schema=_SCHEMA,
        )

    def chart(self, lang: Lang = "zh") -> Chart:
        """Realised and permitted exposure, expected loss and mean of the worst years."""
        from listlab.analyse.risk.chart import loss_chart

        return loss_chart(self.rows, lang)


_PARTS = ("realised", "permitted", "expected_loss", "cvar95", "filings")
_TRADED = {
    "more_loss": "loss",
    "more_cvar95": "tail",
    "fewer_filings": "filings",
    "loss_per_filing": "price",
}
_SCHEMA = pl.Schema(
    {
        "threshold": pl.Int64(),
        **{f"{part}{end}": pl.Float64() for part in _PARTS for end in ("", "_low", "_high")},
        "exposure": pl.Float64(),
        "cvar_error": pl.Float64(),
        "no_loss": pl.Float64(),
        "incidents": pl.Float64(),
        "within_budgets": pl.Boolean(),
        "exceeded": pl.String(),
        **{f"{name}{end}": pl.Float64() for name in _TRADED for end in ("", "_low", "_high")},
    }
)


def _flat(row: RiskRow, beta: float, verdict: Verdict) -> dict[str, float | int | str | None]:
    found: dict[str, float | int | str | None] = {"threshold": row.threshold}
    for part in _PARTS:
        value: Estimate = getattr(row, part)
        found |= {part: value.estimate, f"{part}_low": value.low, f"{part}_high": value.high}
    return found | {
        "exposure": row.exposure(beta),
        "cvar_error": row.cvar_error,
        "no_loss": row.no_loss,
        "incidents": row.incidents,
        "within_budgets": verdict.feasible,
        "exceeded": "; ".join(verdict.exceeded),
    }


def _traded(relaxed: Relaxed | None) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for name, part in _TRADED.items() if relaxed else ():
        value: Estimate = getattr(relaxed, part)
        found |= {name: value.estimate, f"{name}_low": value.low, f"{name}_high": value.high}
    return found
