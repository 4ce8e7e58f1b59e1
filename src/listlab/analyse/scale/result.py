"""What the answers of one scenario are worth, as a frozen value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.result import ScenarioResult
from listlab.analyse.scale.influence import Influence
from listlab.analyse.scale.information import Information
from listlab.analyse.scale.nonresponse import Nonresponse
from listlab.analyse.scale.pooling import Pooled
from listlab.analyse.scale.rounding import Bunching, Heaping
from listlab.analyse.scale.tail import Tail
from listlab.analyse.scale.years import YearsAhead
from listlab.model.language import Lang, Text

_PARTS = ("caught", "freed", "below")
_CROSSINGS = pl.Schema(
    {
        "threshold": pl.Int64(),
        "years": pl.Int64(),
        **{f"{part}{end}": pl.Float64() for part in _PARTS for end in ("", "_low", "_high")},
    }
)


@dataclass(frozen=True)
class ScaleResult(Explained):
    """How far the answers carry the recommendation: silence, rounding, single answers, the tail.

    Parts are None where they can't be told; `notes` say why.
    """

    of: ScenarioResult
    nonresponse: Nonresponse | None
    influence: tuple[Influence, ...]
    heaping: Heaping | None
    bunching: tuple[Bunching, ...]
    tail: Tail | None
    information: tuple[Information, ...]
    pooled: Pooled | None
    years: tuple[YearsAhead, ...] = ()
    notes: Mapping[str, Text] = field(default_factory=dict)

    @property
    def scenario(self) -> str:
        """Code of the scenario."""
        return self.of.scenario

    @property
    def title(self) -> Text:
        """Name of the question, as a heading."""
        return Text("答复能支撑多少", "What the answers carry")

    def lines(self) -> Sequence[Text]:
        """Each part in a sentence with its numbers, then what could not be told."""
        from listlab.analyse.scale.words import lines_of

        return lines_of(self)

    def to_frame(self) -> pl.DataFrame:
        """Row a threshold and factor k: share below when silent enterprises are k times larger.

        Without a frame of enterprises, k is 1 and the shares are those of the answers.
        """
        if self.nonresponse is None:
            rows = [
                {
                    "threshold": row.threshold,
                    "times": 1.0,
                    "share_below": row.coverage.estimate,
                    "share_lower95": row.forecast.lower95,
                }
                for row in self.of.thresholds
            ]
        else:
            found = self.nonresponse
            rows = [
                {
                    "threshold": threshold,
                    "times": k,
                    "share_below": float(found.shares[i, j]),
                    "share_lower95": float(found.lower95[i, j]),
                }
                for j, threshold in enumerate(found.thresholds)
                for i, k in enumerate(found.factors)
            ]
        schema = {"threshold": pl.Int64, "times": pl.Float64}
        return pl.DataFrame(
            rows, schema=schema | dict.fromkeys(("share_below", "share_lower95"), pl.Float64)
        )

    def crossings(self) -> pl.DataFrame:
        """Row a threshold and year ahead: shares caught then, freed then and below then."""
        rows = [
            {"threshold": each.threshold, "years": each.years}
            | {
                f"{part}{end}": getattr(getattr(each, part), name)
                for part in _PARTS
                for end, name in (("", "estimate"), ("_low", "low"), ("_high", "high"))
            }
            for each in self.years
        ]
        return pl.DataFrame(rows, _CROSSINGS)

    def chart(self, lang: Lang = "zh") -> Chart:
        """Share below each threshold against k, with the need as a line."""
        from listlab.analyse.scale.chart import nonresponse_chart

        chart: Chart = nonresponse_chart(self, lang)
        return chart
