"""Verdicts over need and margin together, as exact rectangles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

LEAST_NEED = 0.5  # below it no committee asks
MOST_MARGIN = 0.1  # beyond it none does
CELLS = pl.Schema(
    {
        "need_from": pl.Float64(),
        "need_to": pl.Float64(),
        "margin_from": pl.Float64(),
        "margin_to": pl.Float64(),
        "threshold": pl.Int64(),  # recommended; null where none is feasible
        "larger": pl.Int64(),  # largest lawful one not equivalent to it; null where all are
        "larger_without_model": pl.Int64(),
    }
)


@dataclass(frozen=True, slots=True)
class NeedStep:
    """Recommended threshold, or None, for needs above the former step up to this one."""

    threshold: int | None
    up_to: float


@dataclass(frozen=True, slots=True)
class PairMargins:
    """Margins above which two thresholds are equivalent, infinite where they never are."""

    with_model: float
    without_model: float


def verdict_map(
    steps: Sequence[NeedStep],
    margins: Mapping[tuple[int, int], PairMargins],
    lawful: Sequence[int],
    *,
    most: float,
) -> pl.DataFrame:
    """Row a rectangle of needs above `_from` up to `_to`, and of margins likewise. Schema `CELLS`.

    Rectangles end where a verdict turns, so that within one none does: nothing is sampled.

    Parameters
    ----------
    steps : sequence of NeedStep
        Recommended threshold by need.
    margins : mapping of pair a < b to PairMargins
    lawful : sequence of int
        Candidates that law and budgets leave open.
    most : float
        Largest margin of the map.
    """
    rows, start = [], LEAST_NEED
    for step in steps:
        larger = [b for b in lawful if step.threshold is not None and b > step.threshold]
        own = {b: margins[step.threshold, b] for b in larger if step.threshold is not None}
        ends = {m for pair in own.values() for m in (pair.with_model, pair.without_model)}
        first = 0.0
        for end in sorted({*(m for m in ends if 0 < m < most), most}):
            with_model = [b for b, pair in own.items() if pair.with_model >= end]
            without = [b for b, pair in own.items() if pair.without_model >= end]
            rows.append(
                (
                    start,
                    step.up_to,
                    first,
                    end,
                    step.threshold,
                    max(with_model, default=None),
                    max(without, default=None),
                )
            )
            first = end
        start = step.up_to
    return pl.DataFrame(rows, CELLS, orient="row")
