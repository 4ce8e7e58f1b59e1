"""What the joint choice of thresholds finds, as frozen values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.recommend.dependence import Dependence
from listlab.analyse.result import Bounds, Estimate
from listlab.model.language import Lang, Text
from listlab.model.params import Kind, Tier

if TYPE_CHECKING:
    from listlab.analyse.recommend.steps import Step


@dataclass(frozen=True, order=True)
class Combination:
    """Thresholds of both tiers and kinds, ordered as "smallest" is meant.

    n means "n persons or more since 1 January".
    """

    assessment_sensitive: int
    assessment_personal: int
    contract_sensitive: int
    contract_personal: int

    def of(self, tier: Tier, kind: Kind) -> int:
        """Threshold of one tier and kind."""
        value: int = getattr(self, f"{tier}_{kind}")
        return value


@dataclass(frozen=True)
class Shares:
    """Share of enterprises below one threshold of each kind.

    `forecast`: estimate by the rank dependence, bounds that hold whatever it is. `whatever`:
    Fréchet bounds at the two estimates. `without_model`: exact one-sided 95 % limits.
    """

    personal: int
    sensitive: int
    forecast: Estimate
    whatever: tuple[float, float] | None
    without_model: Bounds
    observed_low: float
    observed_high: float

    @property
    def bound(self) -> float:
        """Lower bound that decides, never above what the survey itself shows."""
        low = self.forecast.lower95
        return min(self.without_model.low if low is None else low, self.observed_high)


@dataclass(frozen=True)
class Choice:
    """One combination with what it frees and what it costs.

    `procedures` expected a year by tier; `effort` in units of one contract filing; `permitted`
    in persons times severity; None where no law could be fitted.
    """

    thresholds: Combination
    contract: Shares
    assessment: Shares
    lawful: bool
    feasible: bool
    procedures: Mapping[Tier, float] | None
    effort: float | None
    permitted: float | None
    pareto: bool
    name: str = ""


@dataclass(frozen=True)
class JointResult(Explained):
    """All combinations, the recommended one, and each single step beyond it.

    `choices` are in order of size; `known` those compared with, by name. `binding` says what
    keeps any combination from being feasible, None when one is.
    """

    choices: tuple[Choice, ...]
    chosen: Choice | None
    known: tuple[Choice, ...]
    steps: "tuple[Step, ...]"
    dependence: Dependence
    needs: Mapping[Tier, float | None]
    enterprises: float
    n: int
    decided_by: str  # model|answers
    binding: Text | None
    notes: Mapping[str, Text] = field(default_factory=dict)

    @property
    def title(self) -> Text:
        """Name of the question, as a heading."""
        return Text(
            "两级程序、两类信息的阈值一并选择", "Thresholds of both tiers and kinds together"
        )

    def lines(self) -> Sequence[Text]:
        """What is recommended, on which bounds, and what each step beyond it would do."""
        from listlab.analyse.recommend.words import lines_of

        return lines_of(self)

    def to_frame(self) -> pl.DataFrame:
        """Row a combination that is feasible, on the frontier, chosen or compared with."""
        from listlab.analyse.recommend.tables import choices_frame

        return choices_frame(self)

    def chart(self, lang: Lang = "zh") -> Chart:
        """Effort against what is permitted, a mark a combination, the frontier joined."""
        from listlab.analyse.recommend.chart import frontier_chart

        chart: Chart = frontier_chart(self, lang)
        return chart
