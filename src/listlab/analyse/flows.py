"""Flows put together to one row an enterprise, the unit of the analysis."""

from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from listlab.analyse.answers import checked_volumes
from listlab.analyse.growth import Growth
from listlab.analyse.growth_rows import GROWTH, checked_growth
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Kind
from listlab.survey.exempt import less_exempt, union_bounds

_KEPT = ("weight", "stratum", "severity")
_NAMED = 5  # enterprises named in a message before "and so on"


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
        stratum or severity, or carry a count; or growth that can't be used.
    """
    frame: pl.DataFrame = nw.from_native(flows, eager_only=True).to_polars()
    frame = less_exempt(frame, kind)
    _refuse_scenarios(frame)
    if set(GROWTH) & set(frame.columns):
        frame = frame.with_columns(checked_growth(frame).select(GROWTH))
    names = [name for name in ("enterprise_id", "enterprise") if name in frame.columns]
    needed = {"low", "high"} <= set(frame.columns)
    if not names or not needed or frame[names[0]].is_unique().all():
        return frame
    return _summed(frame, names[0])


def growth_given(frame: pl.DataFrame) -> Growth | None:
    """Growth that the table itself gives by row, pooled: mean of means, total variance.

    A row weighs as many enterprises as it stands for, count × weight. None unless the columns
    growth_mean and growth_sd (log scale, a year) are there and some row is filled.

    Raises
    ------
    ScenarioError
        One of the two without the other, in the table or in a row; or values that are no growth.
    """
    if not set(GROWTH) & set(frame.columns):
        return None
    given = checked_growth(frame).drop_nulls()
    if given.height == 0:
        return None
    mean, sd = given["growth_mean"].to_numpy(), given["growth_sd"].to_numpy()
    mass = (given["count"] * given["weight"]).to_numpy()
    middle = float(np.average(mean, weights=mass))
    spread = float(np.average(sd**2 + (mean - middle) ** 2, weights=mass))
    return Growth(
        mean=middle,
        sd=float(np.sqrt(spread)),
        basis="given",
        enterprises=round(float(given["count"].sum())),
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
    checked = checked_volumes(frame)  # a bad row must not hide in the sum of its enterprise
    texts = [c for c in ("low", "high", "count") if c in frame and not frame[c].dtype.is_numeric()]
    frame = frame.with_columns(checked[column] for column in texts)
    kept = [column for column in _KEPT if column in frame.columns]
    nameless = pl.col(name).is_null()  # rows that name nobody are an enterprise each
    row = pl.int_range(pl.len()).cast(pl.String)
    named = pl.when(nameless).then(pl.lit("#") + row).otherwise(pl.col(name).cast(pl.String))
    frame = frame.with_columns(named.alias(name))
    groups = frame.group_by(name, maintain_order=True)
    uneven = groups.agg(pl.col(column).n_unique() for column in kept).filter(
        pl.any_horizontal(pl.col(column) > 1 for column in kept) if kept else pl.lit(False)
    )
    counted = (
        frame.filter(~pl.col(name).is_unique(), pl.col("count") != 1)[name].to_list()
        if "count" in frame.columns
        else []
    )
    if wrong := list(dict.fromkeys([*uneven[name], *counted])):
        who = "、".join(map(str, wrong[:_NAMED])) + ("……" if len(wrong) > _NAMED else "")
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
        *(pl.col(column).mean() for column in GROWTH if column in frame.columns),
    )
