"""Exempt persons taken off flows, as the national rules count."""

import polars as pl

from listlab.model.params import Kind
from listlab.survey.load import load_plausibility

_CLAIM = ("exempt_basis", "exempt_persons")
_OTHER: dict[Kind, Kind] = {"personal": "sensitive", "sensitive": "personal"}


def less_exempt(flows: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """Flows with low and high of one kind, the persons whom an exemption frees taken off.

    Parameters
    ----------
    flows : DataFrame
        Low and high, or the columns of a study's flows table; `exempt_basis` and
        `exempt_persons`, persons of both kinds together.
    kind : "personal" or "sensitive"
        Which counts of a study's flows table are meant.

    Returns
    -------
    DataFrame
        The claim gives way to `exempt`: whether persons were taken off. A table without claims
        stays as it is.

    Notes
    -----
    What is exempt is a flow's: who leaves in another one without exemption counts there. How
    many of the exempt persons are of the kind is known between `exempt_persons` less the most
    that the other kind holds, and all of them. A claim without a number, of a clause that exempts
    nothing, or of more persons than the flow has proves nobody exempt, and may free as many as it
    says: it lowers the lower end only. What a list frees is what is being decided: it stays.

    References
    ----------
    law:national/count.exempt, law:guangdong/count.exempt
    """
    if "low" not in flows.columns and f"{kind}_low" in flows.columns:
        flows = flows.rename({f"{kind}_low": "low", f"{kind}_high": "high"})
    if not {"low", "high", *_CLAIM} <= set(flows.columns):
        return flows
    low, high = pl.col("low"), pl.col("high")
    claims = load_plausibility().exempt_clauses
    basis, persons = pl.col("exempt_basis"), pl.col("exempt_persons").cast(pl.Int64)
    no_claim = basis.is_null() | basis.is_in(claims["by_list"])
    others = f"{_OTHER[kind]}_high"
    other = pl.col(others) if others in flows.columns else pl.lit(0)
    is_proven = basis.is_in(claims["claimed"]) & (persons <= high + other)
    surely = pl.when(is_proven).then((persons - other).clip(lower_bound=0)).otherwise(0)
    maybe = pl.when(no_claim).then(0).otherwise(persons.fill_null(low))
    left = (
        (low - maybe).clip(lower_bound=0),
        high - pl.when(no_claim).then(0).otherwise(surely.fill_null(0)),
    )
    changed = left[0].ne_missing(low) | left[1].ne_missing(high)
    return flows.with_columns(
        left[0].alias("low"), left[1].alias("high"), changed.alias("exempt")
    ).drop(_CLAIM)


def union_bounds(*, exempt: bool) -> tuple[pl.Expr, ...]:
    """Bounds of the distinct persons of several flows: the largest low, and the sum of highs.

    `exempt`: the flows say too whether persons were taken off, and so do the bounds.
    """
    high = pl.col("high")
    bounds = (
        pl.col("low").max(),
        pl.when(high.is_null().any()).then(None).otherwise(high.sum()).alias("high"),
    )
    return (*bounds, pl.col("exempt").any()) if exempt else bounds
