"""What changed between two findings of the same items, and why."""

import polars as pl

_SAID = ("category", "personal", "important")
WHY = ("new", "gone", "evidence", "rules", "decision")


def changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Items of which something else is said than before, in the order of the later findings.

    Parameters
    ----------
    before, after : DataFrame
        `Findings.items` of two calls.

    Returns
    -------
    DataFrame
        id, name, then category, personal and important before and after, and `why`: the item is
        `new` or `gone`; its `evidence` changed (text, answers or volumes); a person's `decision`
        came, went or lapsed; or, all that being equal, the `rules`, the words or what was learnt.
    """
    told = pl.concat([_side(before, "before"), _side(after, "after")], how="align")
    order = pl.concat([after["id"], before["id"]]).unique(maintain_order=True).to_frame()
    both = order.join(told, on="id", how="left", maintain_order="left")
    differ = pl.any_horizontal(
        *(pl.col(f"{name}_before").ne_missing(pl.col(f"{name}_after")) for name in _SAID)
    )
    is_new, is_gone = pl.col("evidence_before").is_null(), pl.col("evidence_after").is_null()
    decided = pl.col("by_before").ne_missing(pl.col("by_after")) | (
        pl.col("changed_before") != pl.col("changed_after")
    )
    why = (
        pl.when(is_new)
        .then(pl.lit("new"))
        .when(is_gone)
        .then(pl.lit("gone"))
        .when(pl.col("evidence_before") != pl.col("evidence_after"))
        .then(pl.lit("evidence"))
        .when(decided)
        .then(pl.lit("decision"))
        .otherwise(pl.lit("rules"))
    )
    return both.filter(is_new | is_gone | differ).select(
        "id",
        pl.coalesce("name_after", "name_before").alias("name"),
        *(f"{name}_{side}" for name in _SAID for side in ("before", "after")),
        why.alias("why"),
    )


def _side(items: pl.DataFrame, side: str) -> pl.DataFrame:
    columns = ("name", *_SAID, "evidence", "by", "changed")
    return items.select("id", *(pl.col(name).alias(f"{name}_{side}") for name in columns))
