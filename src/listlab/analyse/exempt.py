"""Exempt persons taken off flows, as the national rules count."""

import polars as pl

from listlab.law.load import load_pack
from listlab.model.language import Text
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
        `exempt_persons`, persons of both kinds together, are used up and dropped. Without them
        bounds stay as they are.
    kind : "personal" or "sensitive"
        Which counts of a study's flows table are meant.

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
    return flows.with_columns(
        (low - maybe).clip(lower_bound=0).alias("low"),
        (high - pl.when(no_claim).then(0).otherwise(surely.fill_null(0))).alias("high"),
    ).drop(_CLAIM)


def enterprises_with_exempt(flows: pl.DataFrame, kind: Kind) -> int:
    """Of how many enterprises persons of one kind are, or may be, exempt."""
    left = less_exempt(flows, kind)
    if left.width == flows.width:
        return 0
    whole = less_exempt(flows.drop(_CLAIM), kind)
    changed = left["low"].ne_missing(whole["low"]) | left["high"].ne_missing(whole["high"])
    name = next((n for n in ("enterprise_id", "enterprise") if n in flows.columns), None)
    return int(changed.sum()) if name is None else flows.filter(changed)[name].n_unique()


def exempt_note(enterprises: int) -> Text:
    """That persons were taken off, of how many enterprises, and by which law."""
    law = load_pack("national").facts["count.exempt"]
    return Text(
        f"{enterprises} 家企业申报了豁免情形：豁免人数不计入（{law.citation_text('zh')}）；"
        "没有写明人数或者条款不明的，只放低下限。",
        f"{enterprises} enterprises claim an exemption: exempt persons are not counted "
        f"({law.citation_text('en')}); a claim without a number or a known clause lowers the "
        "lower end only.",
    )
