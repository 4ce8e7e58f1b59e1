"""Frames of a joint result."""

import polars as pl

from listlab.analyse.recommend.result import Choice, JointResult
from listlab.analyse.recommend.steps import ORDER

_SCHEMA = {
    **{f"{tier}_{kind}": pl.Int64() for tier, kind in ORDER},
    "free": pl.Float64(),
    "free_lower95": pl.Float64(),
    "free_without_model": pl.Float64(),
    "not_assessed": pl.Float64(),
    "not_assessed_lower95": pl.Float64(),
    "not_assessed_without_model": pl.Float64(),
    "assessments": pl.Float64(),
    "contracts": pl.Float64(),
    "effort": pl.Float64(),
    "permitted": pl.Float64(),
    "lawful": pl.Boolean(),
    "feasible": pl.Boolean(),
    "frontier": pl.Boolean(),
    "recommended": pl.Boolean(),
    "name": pl.String(),
}


def choices_frame(result: JointResult) -> pl.DataFrame:
    """Row a combination, in order of size; the frontier's, the recommended and the known ones.

    `free` is the share without any procedure, `not_assessed` that without an assessment.
    """
    names = {choice.thresholds: choice.name for choice in result.known}
    chosen = result.chosen.thresholds if result.chosen else None
    rows = [
        _row(choice, recommended=choice.thresholds == chosen, name=names.get(choice.thresholds))
        for choice in result.choices
        if choice.pareto or choice.thresholds in names or choice.thresholds == chosen
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _row(choice: Choice, *, recommended: bool, name: str | None) -> tuple[object, ...]:
    procedures = choice.procedures or {}
    return (
        *(choice.thresholds.of(tier, kind) for tier, kind in ORDER),
        choice.contract.forecast.estimate,
        choice.contract.forecast.lower95,
        choice.contract.without_model.low,
        choice.assessment.forecast.estimate,
        choice.assessment.forecast.lower95,
        choice.assessment.without_model.low,
        procedures.get("assessment"),
        procedures.get("contract"),
        choice.effort,
        choice.permitted,
        choice.lawful,
        choice.feasible,
        choice.pareto,
        recommended,
        name,
    )
