"""Result of frequency: its frames, what they say in words, and the crossing calendar."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from listlab.analyse.explained import Chart, Explained
from listlab.analyse.frequency.occupancy import Variant
from listlab.analyse.frequency.words import (
    district_line,
    rule_line,
    season_line,
    threshold_line,
)
from listlab.model.language import Lang, Text
from listlab.model.params import Kind
from listlab.model.problem import Problem


@dataclass(frozen=True)
class FrequencyResult(Explained):
    """When enterprises of a scenario reach thresholds within the year.

    Frames: `calendar` a row a threshold and month (filings, by_then with their bands, surely,
    possibly, chance, undated); `rules` a row a threshold and rule of counting (event, month,
    year); `districts` a row a district, threshold and month (null: the year); `seasons` a row a
    profile, threshold and quarter's end; `enterprises` a row an enterprise and threshold that it
    may reach (chance, earliest, expected, latest month, cause where the month can't be told).
    Numbers are enterprises of the frame; each files once a year and threshold.
    """

    variant: Variant
    kind: Kind
    thresholds: tuple[int, ...]
    n: int
    n_dated: int
    peak: float
    calendar: pl.DataFrame
    rules: pl.DataFrame
    districts: pl.DataFrame
    seasons: pl.DataFrame
    enterprises: pl.DataFrame
    notes: dict[str, Text] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def title(self) -> Text:
        """Name of the question."""
        return Text(
            "频率：一年中何时达到阈值", "Frequency: when in the year thresholds are reached"
        )

    def lines(self) -> Sequence[Text]:
        """Sentences on every threshold, counting rules, districts and seasons, then the notes."""
        said = [threshold_line(self.calendar, self.rules, t) for t in self.thresholds]
        shown = self._shown()
        others = (
            rule_line(self.rules, shown),
            district_line(self.districts, shown),
            season_line(self.seasons, shown, self.peak),
        )
        return [*said, *(line for line in others if line), *self.notes.values()]

    def to_frame(self) -> pl.DataFrame:
        """The calendar: a row a threshold and month."""
        return self.calendar

    def chart(self, lang: Lang = "zh") -> Chart:
        """Calendar of months by thresholds: enterprises that have reached each by then."""
        from listlab.analyse.frequency.calendar_chart import calendar_chart

        return calendar_chart(self.calendar, self.rules, lang)

    def _shown(self) -> int:
        """Smallest threshold, which most enterprises reach."""
        return min(self.thresholds)
