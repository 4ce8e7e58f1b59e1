"""Verdicts on single thresholds and pairs, reckoned without what they do not need."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator

from listlab.analyse.answers import Answers, group_answers
from listlab.analyse.bands import pairs_of
from listlab.analyse.calibrate import reach_of, reaches_of
from listlab.analyse.freed import Band, forecast_band, gain_band
from listlab.analyse.growth import Growth
from listlab.analyse.laws import Model, fit
from listlab.analyse.prepared import Prepared
from listlab.analyse.recommend.reasons import Case
from listlab.analyse.result import Bounds, Estimate, ThresholdRow
from listlab.analyse.scale.limits import between, limits_below, observed
from listlab.analyse.tabulate import is_equivalent
from listlab.analyse.trials import Trials, run_trials

_NOTHING = Estimate(None, None, None)


@dataclass(frozen=True)
class Verdicts:
    """One survey with its law and the simulated surveys that calibrate its bands."""

    answers: Answers
    model: Model
    trials: Trials
    growth: Growth

    @classmethod
    def of(cls, prepared: Prepared, growth: Growth) -> "Verdicts | None":
        """Those of a prepared scenario; None where no law could be fitted."""
        kept = prepared.replicates
        if kept is None:
            return None
        return cls(prepared.answers, prepared.model, kept.trials, growth)

    @classmethod
    def with_more(
        cls, volumes: pl.DataFrame, more: pl.DataFrame, growth: Growth, *, rng: Generator
    ) -> "Verdicts | None":
        """Those of a survey with further answers, fitted and calibrated anew."""
        kept = [name for name in volumes.columns if name in _COLUMNS]
        filled = {"weight": 1.0, "severity": 1.0, "count": 1, "stratum": ""}
        both = pl.concat([volumes.select(kept), more], how="diagonal_relaxed").with_columns(
            pl.col(name).fill_null(value) for name, value in filled.items() if name in kept
        )
        answers = group_answers(both)
        model = fit(answers)
        if not model.theta:
            return None
        return cls(answers, model, run_trials(model, answers, rng=rng), growth)

    def serves(self, threshold: int, need: float) -> bool:
        """Whether the need is met at a threshold, as `simulate` judges it."""
        at = np.log(np.array([threshold], dtype=float))
        reach = reach_of(self.trials, at, self.growth)
        row = self._row(threshold, forecast_band(self.model, at, self.growth, reach=reach))
        return Case((row,), (), self.answers, need, 0.0, None, self.growth, few=False).serves(row)

    def equivalent(self, a: int, b: int, delta: float) -> bool:
        """Whether b frees noticeably more than a, as `simulate` judges it."""
        at = np.log(np.array([a, b], dtype=float))
        _, reach = reaches_of(self.trials, at, self.growth, pairs_of(2))
        gain = _estimate(gain_band(self.model, at, self.growth, reach=reach))
        certainly, _ = between(self.answers, a, b)
        return bool(is_equivalent(self.answers, gain, certainly, delta))

    def _row(self, threshold: int, band: Band) -> ThresholdRow:
        return ThresholdRow(
            threshold=threshold,
            observed=observed(self.answers, threshold) or Bounds(0.0, 1.0),
            observed_answered=None,
            without_model=limits_below(self.answers, threshold),
            coverage=_NOTHING,
            forecast=_estimate(band),
            volume_share=_NOTHING,
            filings=_NOTHING,
            realised_exposure=None,
            permitted_exposure=None,
        )


_COLUMNS = ("low", "high", "count", "weight", "severity", "stratum")


def _estimate(band: Band) -> Estimate:
    sides = (band.estimate, band.low, band.high, band.lower95, band.upper95)
    return Estimate(*(float(side[0]) for side in sides))
