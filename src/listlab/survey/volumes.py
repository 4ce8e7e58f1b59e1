"""Volumes and growth of one scenario, an enterprise a row: what the analysis starts from."""

import math
from collections.abc import Iterable

import polars as pl

from listlab.model.params import Kind
from listlab.model.tables import SurveyTables
from listlab.survey.exempt import less_exempt, union_bounds

_COLUMNS: dict[str, pl.DataType] = {
    "enterprise_id": pl.String(),
    "name": pl.String(),
    "low": pl.Int64(),  # distinct persons a year
    "high": pl.Int64(),  # null when unbounded
    "weight": pl.Float64(),
    "flows": pl.Int64(),
    "exempt": pl.Boolean(),  # whether exempt persons were taken off
    "source": pl.List(pl.String()),  # "file › sheet › cell"
}
VOLUMES = pl.Schema(_COLUMNS)
GROWTH = pl.Schema({"enterprise_id": pl.String(), "log_growth": pl.Float64(), "basis": pl.String()})


def scenario_volumes(tables: SurveyTables, scenario: str, kind: Kind) -> pl.DataFrame:
    """Yearly volume of each enterprise that reported a scenario, in the order of its answers.

    Exempt persons are taken off. Flows of one enterprise may share persons: together they hold at
    least as many distinct persons as the largest of them, at most the sum.

    Parameters
    ----------
    scenario : str
        Code of the industry's scenario.
    kind : {"personal", "sensitive"}
        Which count is taken; personal leaves sensitive information out.

    Returns
    -------
    DataFrame
        Schema `VOLUMES`; no rows when nobody reported the scenario.
    """
    place = pl.concat_str(
        [
            pl.col("source").struct.field("file"),
            pl.col("source").struct.field("sheet"),
            pl.col("source").struct.field(f"{kind}_cell"),
        ],
        separator=" › ",
        ignore_nulls=True,
    )
    volumes = (
        less_exempt(tables.flows.filter(pl.col("scenario") == scenario), kind)
        .group_by("enterprise_id", maintain_order=True)
        .agg(
            *union_bounds(exempt=True),
            pl.len().cast(pl.Int64).alias("flows"),
            place.alias("source"),
        )
    )
    enterprises = tables.enterprises.select("enterprise_id", "name", "weight")
    return (
        volumes.join(enterprises, on="enterprise_id", how="left", maintain_order="left")
        .select(VOLUMES.names())
        .cast(VOLUMES)
    )


def growth_evidence(tables: SurveyTables, scenario: str, kind: Kind) -> pl.DataFrame:
    """Yearly growth on the log scale that enterprises report, one row a pair of years.

    From history: sums over the flows known in both of two consecutive years. From forecasts:
    next year against this one, each exact or the geometric middle of its bounded interval.

    Returns
    -------
    DataFrame
        Schema `GROWTH`; basis is history or forecast. Years or forecasts of nobody, or without
        an upper bound, give no row.
    """
    flows = tables.flows.filter(pl.col("scenario") == scenario)
    rows = [*_from_history(tables, flows, kind), *_from_forecasts(flows, kind)]
    return pl.DataFrame(rows, schema=GROWTH, orient="row")


def _from_history(
    tables: SurveyTables, flows: pl.DataFrame, kind: Kind
) -> Iterable[tuple[str, float, str]]:
    past = flows.select("enterprise_id", "flow_id").join(
        tables.history.select("flow_id", "year", pl.col(kind).alias("persons")).drop_nulls(),
        on="flow_id",
        maintain_order="left",
    )
    before = past.select("flow_id", pl.col("year") + 1, pl.col("persons").alias("before"))
    pairs = (
        past.join(before, on=["flow_id", "year"], maintain_order="left")
        .group_by("enterprise_id", "year", maintain_order=True)
        .agg(pl.col("persons").sum(), pl.col("before").sum())
        .sort("enterprise_id", "year")
    )
    for enterprise, _, persons, before_sum in pairs.iter_rows():
        if persons > 0 and before_sum > 0:
            yield enterprise, math.log(persons / before_sum), "history"


def _from_forecasts(flows: pl.DataFrame, kind: Kind) -> Iterable[tuple[str, float, str]]:
    bounded = flows.filter(
        pl.col(f"{kind}_high").is_not_null() & pl.col(f"next_{kind}_high").is_not_null()
    )
    known = bounded.group_by("enterprise_id", maintain_order=True).agg(
        pl.col(f"{kind}_low").max(),
        pl.col(f"{kind}_high").sum(),
        pl.col(f"next_{kind}_low").max(),
        pl.col(f"next_{kind}_high").sum(),
    )
    for enterprise, low, high, next_low, next_high in known.sort("enterprise_id").iter_rows():
        if min(low, next_low) > 0:
            # Half the log of the product is the geometric middle, free of overflow.
            now = (math.log(low) + math.log(high)) / 2
            then = (math.log(next_low) + math.log(next_high)) / 2
            yield enterprise, then - now, "forecast"
