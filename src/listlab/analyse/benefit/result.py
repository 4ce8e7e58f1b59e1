"""What the analysis of benefit finds, in rows and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.result import Estimate
from listlab.model.language import Lang, Text

Baseline = Literal["national", "in_force"]
Met = Literal["met", "missed", "open"]


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """One measure for one size of enterprise: before, after, spared, and the share spared.

    `measure`: enterprises, filings, days, pages or fees. `reduction` is None where nothing was
    needed before.
    """

    baseline: Baseline
    measure: str
    size: str
    before: Estimate
    after: Estimate
    avoided: Estimate
    reduction: Estimate

    def met(self, target: float) -> Met | None:
        """Whether the reduction reaches a target; None where there is no reduction to speak of."""
        low, high = self.reduction.low, self.reduction.high
        if low is None or high is None:
            return None
        return "met" if low >= target else "missed" if high < target else "open"


@dataclass(frozen=True)
class BenefitResult(Explained):
    """Procedures and their cost under a draft, against national rules and the list in force."""

    rows: tuple[BenefitRow, ...]
    draft: Text
    in_force: Text | None
    target: float
    enterprises: int
    represented: float
    undecided: int
    outside: int
    ciio_unknown: int
    has_law: bool

    @property
    def title(self) -> Text:
        """Name of the question."""
        return Text(
            "效益：清单减少的程序、时间、材料和费用", "Benefit: procedures and costs spared"
        )

    def row(
        self, measure: str, *, size: str = "all", baseline: Baseline = "national"
    ) -> BenefitRow:
        """Row of one measure, size and baseline; KeyError when there is none."""
        for row in self.rows:
            if (row.measure, row.size, row.baseline) == (measure, size, baseline):
                return row
        raise KeyError((measure, size, baseline))

    def lines(self) -> Sequence[Text]:
        """Findings in words."""
        from listlab.analyse.benefit.words import sentences

        return sentences(self)

    def to_frame(self) -> pl.DataFrame:
        """Row a baseline, measure and size with before, after, avoided, reduction, target_met."""
        return pl.DataFrame([_flat(row, self.target) for row in self.rows], schema=_SCHEMA)

    def chart(self, lang: Lang = "zh") -> Chart:
        """Filings before and after, by size."""
        from listlab.analyse.benefit.chart import filings_chart

        return filings_chart(self.rows, lang)


_PARTS = ("before", "after", "avoided", "reduction")
_SCHEMA = pl.Schema(
    {
        "baseline": pl.String(),
        "measure": pl.String(),
        "size": pl.String(),
        **{f"{part}{end}": pl.Float64() for part in _PARTS for end in ("", "_low", "_high")},
        "target_met": pl.String(),
    }
)


def _flat(row: BenefitRow, target: float) -> dict[str, float | str | None]:
    found: dict[str, float | str | None] = {
        "baseline": row.baseline,
        "measure": row.measure,
        "size": row.size,
    }
    for part in _PARTS:
        value: Estimate = getattr(row, part)
        found |= {part: value.estimate, f"{part}_low": value.low, f"{part}_high": value.high}
    return found | {"target_met": row.met(target)}
