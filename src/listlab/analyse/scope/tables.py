"""Frames of a design: its items, its combinations, and the frontier on which it lies."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from listlab.analyse.scope.frontier import Point
from listlab.analyse.scope.hazards import JointRule
from listlab.analyse.scope.obstacles import Sample
from listlab.analyse.scope.programme import Choice, Programme

DESIGN = pl.Schema(
    {
        "item": pl.String(),
        "admitted": pl.Boolean(),
        "because": pl.String(),  # serves|free|important|suggested|unnamed|risk|blocked|optional
        "required": pl.Float64(),  # weighted share of enterprises that require it
        "optional": pl.Float64(),  # that use it without requiring it
        "sensitivity": pl.String(),
        "sensitivity_from": pl.String(),
        "types": pl.List(pl.String()),
        "severity": pl.Float64(),  # points a person
        "risk": pl.Float64(),  # of the item alone at the threshold, share of the reference
        "important": pl.String(),
        "found_important": pl.Int64(),
    }
)
COMBINATIONS = pl.Schema(
    {
        "rule": pl.String(),
        "name_zh": pl.String(),
        "name_en": pl.String(),
        "makes": pl.String(),
        "parts": pl.List(pl.List(pl.String())),
        "holds": pl.Boolean(),  # the design admits an item of every part
        "risk": pl.Float64(),  # at the threshold when it holds, share of the reference
    }
)
THRESHOLDS = pl.Schema(
    {
        "threshold": pl.Int64(),
        "served": pl.Float64(),  # share of enterprises, with the items of the design
        "risk": pl.Float64(),  # share of the reference
        "chosen": pl.Boolean(),
    }
)
FRONTIER = pl.Schema(
    {
        "price_low": pl.Float64(),  # λ from which on no other design is better
        "price_high": pl.Float64(),  # null when it stays the best however dear the risk
        "threshold": pl.Int64(),
        "served": pl.Float64(),  # share of enterprises
        "risk": pl.Float64(),  # share of the reference
        "count": pl.Int64(),
        "items": pl.List(pl.String()),
        "gap": pl.Float64(),  # share of enterprises that the solver may be from the best
        "chosen": pl.Boolean(),
    }
)


def design_frame(
    sample: Sample, programme: Programme, choice: Choice, hazards: pl.DataFrame
) -> pl.DataFrame:
    """Row an item, schema `DESIGN`: whether the list admits it, and why."""
    total = sample.weight.sum()
    required = sample.weight @ sample.required / total
    optional = sample.weight @ (sample.used & ~sample.required) / total
    because = [_because(programme, choice, hazards, j) for j in range(hazards.height)]
    return hazards.select(
        "item",
        pl.Series("admitted", choice.admitted),
        pl.Series("because", because),
        pl.Series("required", required),
        pl.Series("optional", optional),
        "sensitivity",
        "sensitivity_from",
        "types",
        "severity",
        pl.Series("risk", programme.cost[:, choice.threshold]),
        "important",
        "found_important",
    ).cast(DESIGN)


def _because(programme: Programme, choice: Choice, hazards: pl.DataFrame, item: int) -> str:
    if not programme.admissible[item]:
        if hazards["important"][item] != "yes":
            return "unnamed"
        return "important" if hazards["is_decided"][item] else "suggested"
    needed = programme.required[:, item]
    if choice.admitted[item]:
        helped = programme.served(choice.admitted) & (programme.gain[:, choice.threshold] > 0)
        return "serves" if (needed & helped).any() else "free"
    if not needed.any():
        return "optional"
    return "risk" if programme.useful[item] else "blocked"


def thresholds_frame(
    programme: Programme, choice: Choice, sample: Sample, thresholds: Sequence[int]
) -> pl.DataFrame:
    """Row a candidate, schema `THRESHOLDS`: the items of the design at every threshold."""
    return pl.DataFrame(
        {
            "threshold": thresholds,
            "served": programme.value(choice.admitted) / sample.weight.sum(),
            "risk": programme.risk(choice.admitted),
            "chosen": np.arange(len(thresholds)) == choice.threshold,
        },
        schema=THRESHOLDS,
    )


def combinations_frame(
    rules: Sequence[JointRule], programme: Programme, choice: Choice, items: Sequence[str]
) -> pl.DataFrame:
    """Row a combination, schema `COMBINATIONS`: whether the design lets it come about."""
    holds = programme.holding(choice.admitted)
    rows = [
        {
            "rule": rule.id,
            "name_zh": rule.name.zh,
            "name_en": rule.name.en,
            "makes": rule.makes,
            "parts": [[items[j] for j in part] for part in programme.parts[c]],
            "holds": bool(holds[c]),
            "risk": float(programme.joint[c, choice.threshold]),
        }
        for c, rule in enumerate(rules)
    ]
    return pl.DataFrame(rows, schema=COMBINATIONS)


def frontier_frame(
    points: Sequence[Point], sample: Sample, thresholds: Sequence[int], choice: Choice
) -> pl.DataFrame:
    """Row a design that is best at some price, and the one chosen; schema `FRONTIER`."""
    total = float(sample.weight.sum())
    rows = [
        _point(point.choice, sample, thresholds)
        | {
            "price_low": point.price_low / total,
            "price_high": point.price_high / total if np.isfinite(point.price_high) else None,
            "chosen": _equal(point.choice, choice),
        }
        for point in points
    ]
    if not any(row["chosen"] for row in rows):  # best within a budget, at no price
        own = {"price_low": None, "price_high": None, "chosen": True}
        rows.append(_point(choice, sample, thresholds) | own)
    return pl.DataFrame(rows, schema=FRONTIER).sort("risk", "served")


def _equal(a: Choice, b: Choice) -> bool:
    return a.threshold == b.threshold and bool((a.admitted == b.admitted).all())


def _point(choice: Choice, sample: Sample, thresholds: Sequence[int]) -> dict[str, object]:
    total = float(sample.weight.sum())
    return {
        "threshold": thresholds[choice.threshold],
        "served": choice.value / total,
        "risk": choice.risk,
        "count": int(choice.admitted.sum()),
        "items": [sample.items[j] for j in np.flatnonzero(choice.admitted)],
        "gap": choice.gap / total,
    }
