"""Predictive laws of flows as the tally takes them: location, form, count and weight."""

from collections.abc import Iterable, Iterator
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from listlab.analyse.answers import Array
from listlab.analyse.families import FamilyName
from listlab.analyse.predictive.tally import LEAST_SCALE, MOST_SCALE
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.problem import Problem

_NAMED = 5  # rows named in a message before "and so on"
_ROWS = 2**17  # of a frame at a time


def batches(flows: Any, law: FamilyName) -> Iterator[dict[str, Array]]:
    """Columns location, form, count, weight of every batch, in order.

    Parameters
    ----------
    flows : polars or pandas DataFrame, or an iterable of them
        `location`, `scale` (log persons; gamma: `shape`, `scale`), or for lognormal exact
        volumes `low` = `high` with `growth_mean` and `growth_sd`; optional `count`, `weight`.
    law : family of every flow

    Raises
    ------
    ScenarioError
        Columns missing, no row, or rows that can't be used: after the last batch, all of them.
    """
    faults: dict[str, tuple[Text, int, list[int]]] = {}
    seen = 0
    for frame in _frames(flows):
        named = _named(frame, law)
        for code, (rule, text) in _rules(law).items():
            rows = named.with_row_index("row", seen + 1).filter(rule.fill_null(True))["row"]
            if rows.len():
                _, before, first = faults.get(code, (text, 0, []))
                faults[code] = text, before + rows.len(), [*first, *rows][:_NAMED]
        seen += named.height
        if not faults:
            yield _columns(named, law)
    if not seen:
        raise ScenarioError(Text("没有一条流可供计算。", "there is no flow to reckon with."))
    if faults:
        raise ScenarioError([_problem(code, *fault) for code, fault in faults.items()])


def _frames(flows: Any) -> Iterator[pl.DataFrame]:
    is_one = hasattr(flows, "columns") and not isinstance(flows, Iterator)
    parts: Iterable[Any] = (flows,) if is_one else flows
    for part in parts:
        frame: pl.DataFrame = nw.from_native(part, eager_only=True).to_polars()
        yield from frame.iter_slices(_ROWS)


def _named(frame: pl.DataFrame, law: FamilyName) -> pl.DataFrame:
    """Columns that the law needs, as numbers."""
    first = "shape" if law == "gamma" else "location"
    known = {first, "scale"}
    if law == "lognormal" and not known & set(frame.columns):
        known = {"low", "high", "growth_mean", "growth_sd"}
    missing = sorted(known - set(frame.columns))
    if missing:
        raise ScenarioError(
            Text(
                f"流表缺少列 {'、'.join(missing)}；现有列：{'、'.join(frame.columns)}。",
                f"the table of flows lacks the columns {', '.join(missing)}; it has "
                f"{', '.join(frame.columns)}.",
            )
        )
    given = [pl.col(name).cast(pl.Float64, strict=False) for name in sorted(known)]
    extra = [
        pl.col(name).cast(pl.Float64, strict=False)
        if name in frame.columns
        else pl.lit(1.0).alias(name)
        for name in ("count", "weight")
    ]
    chosen = frame.select(*given, *extra)
    if "low" not in known:
        return chosen
    exact = pl.col("low") == pl.col("high")
    return chosen.select(
        location=pl.when(exact & (pl.col("low") > 0)).then(
            pl.col("low").log() + pl.col("growth_mean")
        ),
        scale=pl.col("growth_sd"),
        count="count",
        weight="weight",
    )


def _rules(law: FamilyName) -> dict[str, tuple[pl.Expr, Text]]:
    """Rows that can't be used, and why."""
    count, weight, scale = pl.col("count"), pl.col("weight"), pl.col("scale")
    ends = f"{LEAST_SCALE}–{MOST_SCALE:g}"
    rules = {
        "scenario.count": (
            ~count.is_finite() | (count < 1) | (count != count.round()),
            Text("count 须为不小于 1 的整数", "count must be a whole number of at least 1"),
        ),
        "scenario.weight": (
            ~weight.is_finite() | (weight <= 0),
            Text("weight 须为大于 0 的有限数", "weight must be finite and above 0"),
        ),
    }
    if law == "gamma":
        shape = pl.col("shape")
        own = {
            "scenario.shape": (
                ~shape.is_between(LEAST_SCALE, MOST_SCALE),
                Text(f"shape 须在 {ends} 之间", f"shape must lie in {ends}"),
            ),
            "scenario.scale": (
                ~scale.is_finite() | (scale <= 0),
                Text("scale 须为大于 0 的有限数", "scale must be finite and above 0"),
            ),
        }
    else:
        own = {
            "scenario.location": (
                ~pl.col("location").is_finite(),
                Text(
                    "location（对数人数）须为有限数；区间和零不能直接预测，请用 simulate",
                    "location (log persons) must be finite; intervals and zeros have no law of "
                    "their own here, use simulate for them",
                ),
            ),
            "scenario.scale": (
                ~((scale == 0) | scale.is_between(LEAST_SCALE, MOST_SCALE)),
                Text(f"scale 须为 0 或在 {ends} 之间", f"scale must be 0 or lie in {ends}"),
            ),
        }
    return own | rules


def _columns(named: pl.DataFrame, law: FamilyName) -> dict[str, Array]:
    column = {name: named[name].to_numpy() for name in named.columns}
    with np.errstate(divide="ignore"):
        logs = np.log(column["scale"])
    if law == "gamma":
        form = np.log(column["shape"])
        location = logs + form
    else:
        location, form = column["location"], logs
    return {
        "location": location,
        "form": form,
        "count": column["count"],
        "weight": column["weight"],
    }


def _problem(code: str, text: Text, size: int, rows: list[int]) -> Problem:
    more = size > len(rows)
    zh = "、".join(map(str, rows)) + ("……" if more else "")
    en = ", ".join(map(str, rows)) + (" …" if more else "")
    return Problem(
        code,
        "error",
        Text(
            f"{text.zh}：第 {zh} 行（共 {size} 行）。请更正后重试。",
            f"{text.en}: row {en} ({size} in all). Correct and try again.",
        ),
    )
