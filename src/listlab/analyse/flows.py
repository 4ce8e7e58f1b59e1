"""Flows put together to one row an enterprise, the unit of the analysis."""

from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from listlab.analyse.growth import Growth
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Kind
from listlab.survey.exempt import less_exempt, union_bounds

_KEPT = ("weight", "stratum", "severity")
_GROWTH = ("growth_mean", "growth_sd")


def by_enterprise(flows: Any, kind: Kind) -> pl.DataFrame:
    """Volumes with one row an enterprise, from a plain table or a study's flows table.

    Exempt persons are taken off each flow (see `less_exempt`). Flows of one enterprise are then
    summed to bounds: the largest `low`, the sum of `high`; the same persons may be in several of
    them. A table that names no enterprise has one on each row.

    Parameters
    ----------
    flows : polars or pandas DataFrame
        With low and high, or the columns of a study's flows table; `enterprise` or
        `enterprise_id` says whose a row is.
    kind : "personal" or "sensitive"
        Which counts of a study's flows table are meant.

    Raises
    ------
    ScenarioError
        Several scenarios in one table; or rows of one enterprise that differ in weight,
        stratum or severity, or carry a count.
    """
    frame: pl.DataFrame = nw.from_native(flows, eager_only=True).to_polars()
    frame = less_exempt(frame, kind)
    _refuse_scenarios(frame)
    names = [name for name in ("enterprise_id", "enterprise") if name in frame.columns]
    needed = {"low", "high"} <= set(frame.columns)
    if not names or not needed or frame[names[0]].is_unique().all():
        return frame
    return _summed(frame, names[0])


def growth_given(frame: pl.DataFrame) -> Growth | None:
    """Growth that the table itself gives by row, pooled: mean of means, total variance.

    None unless the columns growth_mean and growth_sd (log scale, a year) are there and filled.
    """
    if not {"growth_mean", "growth_sd"} <= set(frame.columns):
        return None
    given = frame.select(pl.col("growth_mean", "growth_sd").cast(pl.Float64)).drop_nulls()
    finite = given.select(pl.all().is_finite().all(), sd=(pl.col("growth_sd") >= 0).all()).row(0)
    if given.height == 0:
        return None
    if not all(finite):
        raise ScenarioError(
            Text(
                "growth_mean、growth_sd 应为有限的数，growth_sd 不小于 0；请更正后重试。",
                "growth_mean and growth_sd must be finite, growth_sd at least 0; correct them.",
            )
        )
    mean, sd = given["growth_mean"].to_numpy(), given["growth_sd"].to_numpy()
    return Growth(
        mean=float(mean.mean()),
        sd=float(np.sqrt((sd**2).mean() + mean.var())),
        basis="given",
        enterprises=given.height,
    )


def _refuse_scenarios(frame: pl.DataFrame) -> None:
    found = frame["scenario"].drop_nulls().unique().sort().to_list() if "scenario" in frame else []
    if len(found) > 1:
        raise ScenarioError(
            Text(
                f"量级表含 {len(found)} 个场景（{'、'.join(map(str, found))}），一次只能分析一个；"
                "请先筛选，或在命令中加 --scenario。",
                f"the table holds {len(found)} scenarios ({', '.join(map(str, found))}), one can "
                "be analysed at a time; filter it, or give --scenario.",
            )
        )


def _summed(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    kept = [column for column in _KEPT if column in frame.columns]
    nameless = pl.col(name).is_null()  # rows that name nobody are an enterprise each
    row = pl.int_range(pl.len()).cast(pl.String)
    named = pl.when(nameless).then(pl.lit("#") + row).otherwise(pl.col(name).cast(pl.String))
    frame = frame.with_columns(named.alias(name))
    groups = frame.group_by(name, maintain_order=True)
    uneven = groups.agg(pl.col(column).n_unique() for column in kept).filter(
        pl.any_horizontal(pl.col(column) > 1 for column in kept) if kept else pl.lit(False)
    )
    counted = "count" in frame.columns and bool(
        frame.filter(~pl.col(name).is_unique(), pl.col("count") != 1).height
    )
    if uneven.height or counted:
        who = "、".join(map(str, uneven[name].head(5)))
        raise ScenarioError(
            Text(
                f"同一企业的多行须有相同的 {'、'.join(_KEPT)}，且 count 为 1：{who}。",
                f"rows of one enterprise must agree in {', '.join(_KEPT)} and have a count of 1: "
                f"{who}.",
            )
        )
    return groups.agg(
        *union_bounds(exempt="exempt" in frame.columns),
        *(pl.col(column).first() for column in kept),
        *(pl.col(column).mean() for column in _GROWTH if column in frame.columns),
    )
