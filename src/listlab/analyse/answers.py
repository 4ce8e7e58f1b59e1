"""Volumes of one scenario as the analysis takes them: checked, and grouped by interval."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.problem import Problem

Array = NDArray[np.float64]
_NAMED = 5  # rows named in a message before "and so on"
MOST = 10**12  # persons a year, a hundred times mankind: beyond it a number is a slip


@dataclass(frozen=True)
class Answers:
    """Distinct answers of one scenario, sorted; arrays have one entry a group.

    `low`, `high`: closed bounds in persons a year, `high` infinite when unbounded. `count`:
    enterprises in the group. `weight`: frame weight of each of them. `stratum`: index of the
    stratum. `severity`: of each of their persons, 1 when not given. `merged`: names of strata of
    one answer that were put together.
    """

    low: Array
    high: Array
    count: Array
    weight: Array
    severity: Array
    stratum: NDArray[np.int64]
    merged: tuple[str, ...] = ()

    @cached_property
    def n(self) -> int:
        """Enterprises, wholly missing answers included."""
        return round(float(self.count.sum()))

    @cached_property
    def answered(self) -> NDArray[np.bool_]:
        """Which groups say anything."""
        return np.asarray(~((self.low == 0) & np.isinf(self.high)))

    @cached_property
    def exact(self) -> NDArray[np.bool_]:
        """Which groups are one number."""
        return np.asarray(self.low == self.high)

    @cached_property
    def total_weight(self) -> float:
        """Enterprises of the frame that the answers stand for."""
        return float((self.count * self.weight).sum())

    @cached_property
    def equal_weights(self) -> bool:
        """Whether every enterprise stands for the same number of enterprises."""
        return bool(np.ptp(self.weight) <= 1e-12 * self.weight.max())

    @cached_property
    def said(self) -> "Answers":
        """The groups that say anything, on their own."""
        return self.where(self.answered)

    def where(self, which: NDArray[np.bool_]) -> "Answers":
        """The groups chosen, on their own."""
        arrays = ("low", "high", "count", "weight", "severity", "stratum")
        return replace(self, **{name: getattr(self, name)[which] for name in arrays})

    def effective(self, which: NDArray[np.bool_]) -> float:
        """Kish's effective number of the groups chosen: (Σw)² ÷ Σw²."""
        c, w = self.count[which], self.weight[which]
        return float((c * w).sum() ** 2 / (c * w * w).sum()) if c.sum() > 0 else 0.0

    def share(self, which: NDArray[np.bool_]) -> float:
        """Weighted share of the enterprises in the groups chosen."""
        return float((self.count * self.weight)[which].sum() / self.total_weight)


def group_answers(volumes: Any) -> Answers:
    """Answers grouped by stratum, interval and weight, in an order that rows don't matter to.

    Parameters
    ----------
    volumes : polars or pandas DataFrame
        Columns low, high (persons a year; missing high = unbounded); optional count (whole,
        ≥ 1), weight (> 0), severity (≥ 0), stratum.

    Returns
    -------
    Answers

    Raises
    ------
    ScenarioError
        Every unusable row, by number and cause.
    """
    frame = checked_volumes(volumes)
    groups = (
        frame.group_by("stratum", "low", "high", "weight", "severity")
        .agg(pl.col("count").sum())
        .sort("stratum", "low", "high", "weight", "severity", nulls_last=True)
    )
    strata, merged = _merge_lonely(groups)
    return Answers(
        low=groups["low"].to_numpy().astype(float),
        high=groups["high"].fill_null(np.inf).to_numpy().astype(float),
        count=groups["count"].to_numpy().astype(float),
        weight=groups["weight"].to_numpy().astype(float),
        severity=groups["severity"].to_numpy().astype(float),
        stratum=strata,
        merged=merged,
    )


def checked_volumes(volumes: Any) -> pl.DataFrame:
    """Frame with the columns low, high, count, weight, severity, stratum, all usable.

    Raises
    ------
    ScenarioError
        Missing columns, no row, or rows that can't be used.
    """
    frame = nw.from_native(volumes, eager_only=True).to_polars()
    missing = [name for name in ("low", "high") if name not in frame.columns]
    if missing:
        raise ScenarioError(
            Text(
                f"量级表缺少列 {'、'.join(missing)}；现有列：{'、'.join(frame.columns)}。"
                "请给出 low 和 high（每年人数，high 留空表示无上限）。",
                f"the volumes table lacks the columns {', '.join(missing)}; it has "
                f"{', '.join(frame.columns)}. Give low and high (persons a year, high empty when "
                "unbounded).",
            )
        )
    if frame.height == 0:
        raise ScenarioError(
            Text(
                "没有一条出境量级可供分析；请检查该场景是否有企业填报。",
                "there is no flow to analyse; check that an enterprise reported this scenario.",
            )
        )
    frame = _numbers(frame)
    _refuse_rows(frame)
    return frame


def _numbers(frame: pl.DataFrame) -> pl.DataFrame:
    ones = dict.fromkeys(("count", "weight", "severity"), pl.lit(1.0))
    defaults = {**ones, "stratum": pl.lit("")}
    frame = frame.with_columns([e.alias(n) for n, e in defaults.items() if n not in frame.columns])
    try:
        return frame.select(
            pl.col("low").cast(pl.Float64),
            pl.when(pl.col("high").cast(pl.Float64).is_infinite())
            .then(None)
            .otherwise(pl.col("high").cast(pl.Float64))
            .alias("high"),
            pl.col("count").cast(pl.Float64),
            pl.col("weight").cast(pl.Float64),
            pl.col("severity").cast(pl.Float64),
            pl.col("stratum").cast(pl.String).fill_null(""),
        )
    except pl.exceptions.PolarsError as error:
        raise ScenarioError(
            Text(
                "量级表的 low、high、count、weight、severity 须为数字："
                f"{str(error).splitlines()[0]}",
                "low, high, count, weight and severity of the volumes table must be numbers: "
                f"{str(error).splitlines()[0]}",
            )
        ) from error


def _refuse_rows(frame: pl.DataFrame) -> None:
    low, high, count, weight, severity = (
        pl.col(n) for n in ("low", "high", "count", "weight", "severity")
    )
    rules = {
        "scenario.low": (
            low.is_null() | ~low.is_finite() | (low < 0) | (low != low.round()),
            Text("low 须为不小于 0 的整数", "low must be a whole number of at least 0"),
        ),
        "scenario.high": (
            high.is_nan() | (high < 0) | (high != high.round()),
            Text("high 须为整数或留空", "high must be a whole number or empty"),
        ),
        "scenario.size": (
            (low.is_finite() & (low > MOST)) | (high > MOST),
            Text(f"low、high 不得超过 {MOST:,}", f"low and high must be at most {MOST:,}"),
        ),
        "scenario.contradictory": (
            high < low,
            Text("high 小于 low，区间自相矛盾", "high is below low: the interval contradicts"),
        ),
        "scenario.count": (
            count.is_null() | ~count.is_finite() | (count < 1) | (count != count.round()),
            Text("count 须为不小于 1 的整数", "count must be a whole number of at least 1"),
        ),
        "scenario.weight": (
            weight.is_null() | ~weight.is_finite() | (weight <= 0),
            Text("weight 须为大于 0 的有限数", "weight must be finite and above 0"),
        ),
        "scenario.severity": (
            severity.is_null() | ~severity.is_finite() | (severity < 0),
            Text("severity 须为不小于 0 的有限数", "severity must be finite and at least 0"),
        ),
    }
    problems = []
    numbered = frame.with_row_index("row", offset=1)
    for code, (rule, text) in rules.items():
        rows = numbered.filter(rule.fill_null(False))["row"].to_list()
        if rows:
            named = "、".join(map(str, rows[:_NAMED])) + ("……" if len(rows) > _NAMED else "")
            plural = ", ".join(map(str, rows[:_NAMED])) + (" …" if len(rows) > _NAMED else "")
            problems.append(
                Problem(
                    code,
                    "error",
                    Text(
                        f"{text.zh}：第 {named} 行（共 {len(rows)} 行）。请更正后重试。",
                        f"{text.en}: row {plural} ({len(rows)} in all). Correct and try again.",
                    ),
                )
            )
    if problems:
        raise ScenarioError(problems)


def _merge_lonely(groups: pl.DataFrame) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    sizes = groups.group_by("stratum").agg(pl.col("count").sum()).sort("stratum")
    lonely = sizes.filter(pl.col("count") < 2)["stratum"].to_list()
    others = sizes.filter(pl.col("count") >= 2)["stratum"].to_list()
    if len(lonely) == 1 and others:  # one alone can't be resampled: it joins the first other
        lonely.append(others.pop(0))
    codes = {name: i + bool(lonely) for i, name in enumerate(others)} | dict.fromkeys(lonely, 0)
    index = np.array([codes[name] for name in groups["stratum"]], dtype=np.int64)
    return index, tuple(lonely) if sizes.height > 1 else ()
