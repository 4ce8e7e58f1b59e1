"""Curves laid out as rows, pairs and frames of a result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.analyse.answers import Answers, Array
from listlab.analyse.bands import pairs_of
from listlab.analyse.freed import Band
from listlab.analyse.result import Bounds, Equivalence, Estimate, ThresholdRow
from listlab.analyse.risk.exposure import Exposure
from listlab.analyse.risk.loss import Losses
from listlab.analyse.scale.limits import (
    answers_to_settle,
    between,
    improbable,
    limits_below,
    limits_between,
    observed,
)
from listlab.analyse.scale.turnbull import turnbull
from listlab.model.params import Assumption

_MOST_ANSWERS = 10**6  # beyond it no survey settles anything
_BETAS = (0.0, 0.1, 1.0)


@dataclass(frozen=True)
class Curves:
    """Bands over a fine grid (gains: over pairs of candidates); `lost`: share of replicates."""

    coverage: Band
    forecast: Band
    gains: Band
    exposure: Exposure
    losses: Losses
    lost: float


def threshold_row(
    answers: Answers, curves: Curves | None, at: Array, threshold: int
) -> ThresholdRow:
    """Everything known of one threshold of `at`."""
    seen = observed(answers, threshold)
    assert seen is not None
    nothing = Estimate(None, None, None)
    coverage = forecast = volume_share = filings = nothing
    realised = permitted = expected = worst = None
    if curves is not None:
        k = int(np.searchsorted(at, threshold))
        coverage = _estimate(curves.coverage, k)
        forecast = _estimate(curves.forecast, k, sided=True)
        filings = _filings(curves.coverage, k, answers.total_weight)
        if curves.exposure.share is not None:
            volume_share = Estimate(*(float(x[k]) for x in curves.exposure.share))
        realised = float(curves.exposure.realised[k])
        permitted = float(curves.exposure.permitted[k])
        law = curves.losses.laws[int(np.searchsorted(curves.losses.thresholds, threshold))]
        expected, worst = law.expected, law.cvar95
    return ThresholdRow(
        threshold=threshold,
        observed=seen,
        observed_answered=observed(answers, threshold, answered_only=True),
        without_model=limits_below(answers, threshold),
        coverage=coverage,
        forecast=forecast,
        volume_share=volume_share,
        filings=filings,
        realised_exposure=realised,
        permitted_exposure=permitted,
        expected_loss=expected,
        cvar95=worst,
    )


def _estimate(band: Band, k: int, *, sided: bool = False) -> Estimate:
    two = float(band.estimate[k]), float(band.low[k]), float(band.high[k])
    return (
        Estimate(*two, float(band.lower95[k]), float(band.upper95[k])) if sided else Estimate(*two)
    )


def _filings(coverage: Band, k: int, enterprises: float) -> Estimate:
    caught = (1 - coverage.estimate[k], 1 - coverage.high[k], 1 - coverage.low[k])
    return Estimate(*(float(enterprises * share) for share in caught))


def equivalences(
    answers: Answers,
    curves: Curves | None,
    chosen: Sequence[int],
    rows: Sequence[ThresholdRow],
    delta: float,
) -> tuple[Equivalence, ...]:
    """Comparison of every pair a < b of the candidates."""
    first, second = pairs_of(len(chosen))
    found = []
    for k, (i, j) in enumerate(zip(first, second, strict=True)):
        a, b = chosen[int(i)], chosen[int(j)]
        certainly, possibly = between(answers, a, b)
        said = answers.answered
        gap = float(answers.count[possibly & said].sum())
        exact = limits_between(answers, a, b)
        gain = _estimate(curves.gains, k, sided=True) if curves else Estimate(None, None, None)
        found.append(
            Equivalence(
                a=a,
                b=b,
                coverage_gain=gain,
                gain_without_model=exact,
                in_gap=Bounds(float(answers.count[certainly].sum()), gap),
                equivalent=is_equivalent(answers, gain, certainly, delta),
                equivalent_without_model=exact.high < delta,
                answers_needed_without_model=answers_to_settle(
                    answers, possibly, delta, most=_MOST_ANSWERS
                ),
                permitted_risk_ratio=_ratio(rows[int(i)], rows[int(j)]),
            )
        )
    return tuple(found)


def is_equivalent(
    answers: Answers, gain: Estimate, certainly: NDArray[np.bool_], delta: float
) -> bool | None:
    """Verdict with the model, never against what the survey itself shows in the gap."""
    margin = equivalence_margin(answers, gain, certainly)
    return None if margin is None else margin < delta


def equivalence_margin(
    answers: Answers, gain: Estimate, certainly: NDArray[np.bool_]
) -> float | None:
    """Margin above which a pair is equivalent: infinite where never, None without a law."""
    if gain.upper95 is None:
        return None
    if improbable(answers, certainly, gain.upper95):
        return np.inf
    return max(gain.upper95, answers.share(certainly))


def _ratio(a: ThresholdRow, b: ThresholdRow) -> float | None:
    if a.permitted_exposure is None or b.permitted_exposure is None or a.permitted_exposure <= 0:
        return None
    return b.permitted_exposure / a.permitted_exposure


def survey_frame(answers: Answers, at: Array, *, classes: Answers | None = None) -> pl.DataFrame:
    """What the answers say at each threshold without any law: bounds, and Turnbull's curve.

    `classes` stand for the answers in Turnbull's curve where there are very many.
    """
    seen = [observed(answers, t) or Bounds(0.0, 1.0) for t in at]
    low, high = turnbull(classes or answers, at)
    return pl.DataFrame(
        {
            "threshold": at.astype(np.int64),
            "observed_low": [b.low for b in seen],
            "observed_high": [b.high for b in seen],
            "turnbull_low": low,
            "turnbull_high": high,
        }
    )


def curve_frame(survey: pl.DataFrame, curves: Curves | None) -> pl.DataFrame:
    """Fine grid of shares and exposures, columns as `ScenarioResult.curve`."""
    columns: dict[str, Any] = {}
    nothing = pl.repeat(None, survey.height, dtype=pl.Float64, eager=True)
    for name in ("coverage", "forecast"):
        band: Band | None = getattr(curves, name) if curves else None
        columns[name] = band.estimate if band else nothing
        columns[f"{name}_low"] = band.low if band else nothing
        columns[f"{name}_high"] = band.high if band else nothing
    columns["realised"] = curves.exposure.realised if curves else nothing
    columns["permitted"] = curves.exposure.permitted if curves else nothing
    return survey.with_columns(pl.Series(name, values) for name, values in columns.items())


def exposure_frame(
    rows: Sequence[ThresholdRow], assumptions: Mapping[str, Assumption]
) -> pl.DataFrame:
    """Exposure of every candidate at each β: the assumed ones, or 0, 0.1 and 1."""
    given = assumptions.get("beta")
    betas = _BETAS if given is None else given.values
    return pl.DataFrame(
        [
            {"threshold": r.threshold, "beta": float(b), "exposure": r.exposure(b)}
            for r in rows
            for b in betas
        ],
        schema={"threshold": pl.Int64, "beta": pl.Float64, "exposure": pl.Float64},
    )
