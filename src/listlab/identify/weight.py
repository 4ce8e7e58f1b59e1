"""How much each undecided item matters: persons times flows."""

import polars as pl

from listlab.model.tables import SurveyTables


def undecided(items: pl.DataFrame) -> pl.DataFrame:
    """Items on which a person has to decide: maybe important, or decided on other evidence."""
    by_person = pl.col("by").is_not_null() & (pl.col("important") != "review")
    maybe = pl.col("important").is_in(["yes", "review"])
    return items.filter((maybe & ~by_person) | pl.col("changed"))


def weigh(items: pl.DataFrame, tables: SurveyTables) -> pl.DataFrame:
    """Items by name and category, those that matter most first.

    Returns
    -------
    DataFrame
        name, category, category_name, important (the strongest of any item), items, enterprises,
        flows, persons (of all its flows, the upper end where there is one), weight (persons times
        flows), ids.

    Notes
    -----
    Persons are distinct within a flow only, so the sum orders items and counts nobody.
    """
    ends = [pl.coalesce(f"{kind}_high", f"{kind}_low") for kind in ("personal", "sensitive")]
    flows = tables.flows.select("flow_id", pl.sum_horizontal(ends).alias("persons"))
    joined = items.join(flows, on="flow_id", how="left", maintain_order="left")
    folded = pl.col("name").fill_null("").str.to_lowercase().str.replace_all(r"\s+", "")
    of_flows = pl.struct("flow_id", "persons").unique(maintain_order=True)
    grouped = joined.group_by(folded.alias("folded"), "category", maintain_order=True).agg(
        pl.col("name").first(),
        pl.col("category_name").first(),
        pl.when((pl.col("important") == "yes").any())
        .then(pl.lit("yes"))
        .when((pl.col("important") == "review").any())
        .then(pl.lit("review"))
        .otherwise(pl.col("important").first())
        .alias("important"),
        pl.len().cast(pl.Int64).alias("items"),
        pl.col("enterprise_id").drop_nulls().n_unique().cast(pl.Int64).alias("enterprises"),
        pl.col("flow_id").n_unique().cast(pl.Int64).alias("flows"),
        of_flows.struct.field("persons").sum().cast(pl.Int64).alias("persons"),
        pl.col("id").alias("ids"),
    )
    weighed = grouped.with_columns((pl.col("persons") * pl.col("flows")).alias("weight"))
    ordered = weighed.sort(
        ["weight", "items", "folded", "category"],
        descending=[True, True, False, False],
        nulls_last=True,
    )
    columns = ("name", "category", "category_name", "important", "items", "enterprises")
    return ordered.select(*columns, "flows", "persons", "weight", "ids")
