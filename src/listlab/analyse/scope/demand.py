"""Chance of each enterprise to lie below each threshold, and the persons it then exports."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from listlab.analyse.answers import Array, checked_volumes, group_answers
from listlab.analyse.freed import freed_now
from listlab.analyse.laws import Model, fit
from listlab.analyse.terms import likelihood_rows
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.problem import Problem

_BOTTOM = 0.5  # persons; below it nobody is exported
_STEPS = 400  # of the integral on the log scale, beside every edge of an answer


@dataclass(frozen=True)
class Freed:
    """Of each enterprise at each threshold, shape (enterprises, thresholds).

    `share`: probability to lie below, given its answer. `persons`: expected persons exported
    below, `E[V 1(V < T)]`. `by_law` is false where no law could be fitted: then `share` is what
    the answers make certain and `persons` the most that they allow.
    """

    share: Array
    persons: Array
    by_law: bool


def freed_by(volumes: pl.DataFrame, thresholds: Array) -> Freed:
    """Chance to be freed and persons exported, from the scenario's law given each answer.

    Parameters
    ----------
    volumes : DataFrame
        Low and high of one enterprise a row, high empty when unbounded.
    thresholds : ndarray
        In persons a year, ascending.
    """
    frame = checked_volumes(volumes)
    low = frame["low"].to_numpy().astype(float)
    high = frame["high"].fill_null(np.inf).to_numpy().astype(float)
    model = fit(group_answers(volumes))
    if not model.theta:
        return _certain(low, high, thresholds)
    edges = np.concatenate([low, high[np.isfinite(high)] + 1, thresholds])
    top = float(thresholds.max())
    grid = np.geomspace(_BOTTOM, max(top, 2 * _BOTTOM), _STEPS)
    grid = np.unique(np.concatenate([grid, edges[(edges >= _BOTTOM) & (edges <= top)]]))
    below = _below(model, low, high, grid)
    # E[V 1(V < T)] = T P(V < T) - integral of P(V < v) over v from 0 to T
    head = below[:, :1] * grid[0]
    area = np.cumsum((below[:, 1:] + below[:, :-1]) / 2 * np.diff(grid), axis=1)
    area = np.concatenate([head, head + area], axis=1)
    at = np.searchsorted(grid, thresholds)
    persons = np.clip(thresholds * below[:, at] - area[:, at], 0.0, None)
    exact = low == high
    under = low[:, None] < thresholds
    persons = np.where(exact[:, None], low[:, None] * under, persons)
    return Freed(below[:, at], persons, by_law=True)


def _below(model: Model, low: Array, high: Array, at: Array) -> Array:
    exact = low == high
    below = (low[:, None] < at).astype(float)
    rows = likelihood_rows(low, high).where(~exact)
    if exact.all():
        return below
    ranged = np.zeros(((~exact).sum(), len(at)))
    for name, weight in model.share.items():
        theta = model.theta[name][None]
        ranged += weight * np.stack([freed_now(rows, name, theta, t)[0] for t in at], axis=1)
    below[~exact] = ranged
    return below


def _certain(low: Array, high: Array, thresholds: Array) -> Freed:
    share = (high[:, None] < thresholds).astype(float)
    may = low[:, None] < thresholds
    persons = np.where(may, np.minimum(high[:, None], thresholds - 1), 0.0)
    return Freed(share, persons, by_law=False)


def volumes_of(volumes: pl.DataFrame, enterprises: pl.Series) -> pl.DataFrame:
    """Volumes with a row an enterprise: enterprise_id, name, low, high, weight.

    Raises
    ------
    ScenarioError
        No column that names the enterprise, or an enterprise with items but without a volume.
    """
    name = next((n for n in ("enterprise_id", "enterprise") if n in volumes.columns), None)
    if name is None:
        raise ScenarioError(Problem("scope.volumes", "error", _NAMELESS))
    weight: Any = pl.col("weight").cast(pl.Float64) if "weight" in volumes.columns else pl.lit(1.0)
    count: Any = pl.col("count").cast(pl.Float64) if "count" in volumes.columns else pl.lit(1.0)
    label = pl.col("name") if "name" in volumes.columns else pl.lit(None, pl.String).alias("name")
    frame = volumes.select(
        pl.col(name).cast(pl.String).alias("enterprise_id"),
        label,
        pl.col("low"),
        pl.col("high"),
        (weight * count).alias("weight"),
    )
    missing = enterprises.filter(~enterprises.is_in(frame["enterprise_id"].implode())).unique()
    if missing.len():
        raise ScenarioError(Problem("scope.volumes", "error", _without_volume(missing.len())))
    return frame


_NAMELESS = Text(
    "量级表没有企业列；请加上 enterprise_id，才能与数据项对应。",
    "the volumes table names no enterprise; add enterprise_id, so that it meets the items.",
)


def _without_volume(count: int) -> Text:
    return Text(
        f"{count} 家企业填报了数据项，但量级表中没有；请给出同一场景的量级表。",
        f"{count} enterprises reported items and are not in the volumes table; give the volumes "
        "of the same scenario.",
    )
