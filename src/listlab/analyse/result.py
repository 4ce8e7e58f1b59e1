"""What the scenario analysis finds, as frozen values; frames of them are `.to_frame()`."""

from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from listlab.analyse.families import FamilyName
from listlab.model.language import Lang, Text
from listlab.model.params import Kind, Tier
from listlab.model.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Bounds:
    """Two-sided limits without an estimate between them."""

    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Limits by name."""
        return {"low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its two-sided 95 % band, and one-sided 95 % bounds where decided on.

    None where a value does not exist; its cause stands in the notes of the result.
    """

    estimate: float | None
    low: float | None
    high: float | None
    lower95: float | None = None
    upper95: float | None = None

    def to_dict(self, *names: str) -> dict[str, float | None]:
        """Estimate and band, with the one-sided bounds named."""
        return {n: getattr(self, n) for n in ("estimate", "low", "high", *names)}


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """Everything known of one threshold. Shares are in [0, 1], exposures in person-severities."""

    threshold: int
    observed: Bounds
    observed_answered: Bounds | None
    without_model: Bounds  # one-sided 95 % each: lower95, upper95
    coverage: Estimate
    forecast: Estimate
    volume_share: Estimate
    filings: Estimate
    realised_exposure: float | None
    permitted_exposure: float | None
    expected_loss: float | None = None
    cvar95: float | None = None

    def exposure(self, beta: float) -> float | None:
        """Exposure when the share `beta` of enterprises grows into the headroom."""
        if self.realised_exposure is None or self.permitted_exposure is None:
            return None
        return (1 - beta) * self.realised_exposure + beta * self.permitted_exposure


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Whether the larger threshold `b` frees noticeably more enterprises than `a`."""

    a: int
    b: int
    coverage_gain: Estimate  # forecast gain; upper95 decides
    gain_without_model: Bounds  # one-sided 95 % each
    in_gap: Bounds  # answers that certainly and that possibly lie in [a, b)
    equivalent: bool | None
    equivalent_without_model: bool
    answers_needed_without_model: int | None
    permitted_risk_ratio: float | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that is not recommended, and why."""

    threshold: int
    reason: Text
    code: str  # need|observed|law|floor|budget|larger

    @property
    def is_barred(self) -> bool:
        """Whether the law, or this project's own floor, leaves the candidate no room."""
        return self.code in ("law", "floor")


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Smallest feasible threshold, or None with what binds."""

    threshold: int | None
    headline: Text
    reasons: tuple[Text, ...]
    rejected: tuple[Rejected, ...]
    runner_up: int | None
    decided_by: Literal["model", "answers"]  # whose lower bound decided
    rests_on_tail: bool  # with the model equivalent, without it not shown
    extrapolated: bool  # the recommended threshold lies beyond the largest answer
    relaxation: Text | None = None  # the least relaxation that would give a feasible candidate


@dataclass(frozen=True, slots=True)
class FamilyFit:
    """One family fitted by maximum likelihood to all answers of a scenario."""

    family: FamilyName
    parameters: dict[str, float]
    loglik: float
    aicc: float | None
    weight: float
    converged: bool
    in_band: bool  # within 6 of the best AICc: its bootstrap is part of the hull


@dataclass(frozen=True)
class ScenarioResult:
    """Result of one scenario × kind × tier.

    Frames: `curve` has a row a threshold of a fine grid with the columns threshold,
    observed_low, observed_high, coverage, coverage_low, coverage_high, forecast, forecast_low,
    forecast_high, turnbull_low, turnbull_high, realised, permitted; `volumes` a row an
    enterprise with enterprise_id, name, low, high, weight, source (list of "file › sheet › cell");
    `exposure` a row a threshold and β with threshold, beta, exposure.
    """

    scenario: str
    scenario_name: Text
    kind: Kind
    tier: Tier
    need: float
    delta: float
    n: int
    n_answered: int
    n_effective: float
    thresholds: tuple[ThresholdRow, ...]
    equivalence: tuple[Equivalence, ...]
    recommendation: Recommendation
    fits: tuple[FamilyFit, ...]
    zero_share: float
    growth: str  # given|pooled|assumed
    growth_mean: float
    growth_sd: float
    law: str  # checked|not checked
    seed: int
    curve: pl.DataFrame
    volumes: pl.DataFrame
    exposure: pl.DataFrame
    notes: dict[str, Text] = field(default_factory=dict)
    warnings: tuple[Text, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)
    growth_error: float = 0.0  # standard error of growth_mean

    def row(self, threshold: int) -> ThresholdRow:
        """Row of one candidate; KeyError when it is none."""
        for row in self.thresholds:
            if row.threshold == threshold:
                return row
        raise KeyError(threshold)

    def met_need(self, row: ThresholdRow) -> float:
        """Largest need that a threshold meets: by the bound that decides, and as answered."""
        bound = row.forecast.lower95
        if bound is None or self.recommendation.decided_by == "answers":
            bound = row.without_model.low
        return min(bound, row.observed.high)

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Result as `listlab simulate` prints it."""
        return {
            "scenario": self.scenario,
            "kind": self.kind,
            "tier": self.tier,
            "n": self.n,
            "n_effective": self.n_effective,
            "thresholds": [_row(row) for row in self.thresholds],
            "equivalence": [_pair(pair) for pair in self.equivalence],
            "recommendation": {
                "threshold": self.recommendation.threshold,
                "reasons": [reason.say(lang) for reason in self.recommendation.reasons],
                "rejected": [
                    {"threshold": r.threshold, "reason": r.reason.say(lang)}
                    for r in self.recommendation.rejected
                ],
            },
            "fit": {
                "families": [
                    {
                        "family": fit.family,
                        "parameters": fit.parameters,
                        "loglik": fit.loglik,
                        "aicc": fit.aicc,
                        "weight": fit.weight,
                    }
                    for fit in self.fits
                ],
                "zero_share": self.zero_share,
            },
            "growth": self.growth,
            "law": self.law,
            "seed": self.seed,
            "notes": {key: note.say(lang) for key, note in self.notes.items()},
            "provenance": self.provenance.to_dict(),
        }

    def to_frame(self) -> pl.DataFrame:
        """Row a threshold, columns flattened as `coverage_low`, `forecast_lower95`, …."""
        return pl.DataFrame([_flat(_row(row)) for row in self.thresholds], infer_schema_length=None)

    def to_pandas(self) -> Any:
        """Same as `to_frame`, for pandas."""
        return self.to_frame().to_pandas()


def _row(row: ThresholdRow) -> dict[str, Any]:
    answered = row.observed_answered
    return {
        "threshold": row.threshold,
        "observed": row.observed.to_dict(),
        "observed_answered": answered.to_dict() if answered else {"low": None, "high": None},
        "without_model": {"lower95": row.without_model.low, "upper95": row.without_model.high},
        "coverage": row.coverage.to_dict(),
        "forecast": row.forecast.to_dict("lower95", "upper95"),
        "volume_share": row.volume_share.to_dict(),
        "filings": row.filings.to_dict(),
        "realised_exposure": row.realised_exposure,
        "permitted_exposure": row.permitted_exposure,
        "expected_loss": row.expected_loss,
        "cvar95": row.cvar95,
    }


def _pair(pair: Equivalence) -> dict[str, Any]:
    return {
        "a": pair.a,
        "b": pair.b,
        "coverage_gain": pair.coverage_gain.to_dict("upper95"),
        "equivalent": pair.equivalent,
        "equivalent_without_model": pair.equivalent_without_model,
        "answers_needed_without_model": pair.answers_needed_without_model,
        "permitted_risk_ratio": pair.permitted_risk_ratio,
    }


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{key}_{name}": part for name, part in value.items()}
        else:
            flat[key] = value
    return flat
