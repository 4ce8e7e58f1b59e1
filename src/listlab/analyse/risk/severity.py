"""How severe the loss of one person's data is, by enterprise, from items and flows of a survey."""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from listlab.analyse.assumptions.factor import by_class
from listlab.analyse.assumptions.load import factors
from listlab.analyse.risk.load import SeverityWords, severity_words
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Assumption

_FLOWS = ("flow_id", "enterprise_id", "country", "safeguards")
_ITEMS = ("item_id", "flow_id", "name", "personal", "sensitive")


def severities(
    flows: Any,
    items: Any,
    findings: Any | None = None,
    *,
    assumptions: Mapping[str, Assumption] | None = None,
) -> pl.DataFrame:
    """Severity per person of each enterprise: the column that `group_answers` takes.

    `s = Σ ρ × country × safeguards`, ρ the sensitivity of an item times how directly it
    identifies. Of several flows of an enterprise the most severe counts; an item named twice in
    one flow counts once. An enterprise whose items are not known gets the median of the others,
    or 1 where nobody's are.

    Parameters
    ----------
    flows, items : polars or pandas DataFrame
        Of the scenario: columns as the tables of a study.
    findings : DataFrame, optional
        Columns id and personal (none, personal, sensitive) of step 2; they win over the
        enterprises' own answers.
    assumptions : mapping, optional
        item_sensitivity, identifiability, country_group, safeguard.

    Returns
    -------
    DataFrame
        enterprise_id, severity, items (Σ ρ), country, safeguards (the factors), basis: items,
        borrowed (median of others) or none.

    Raises
    ------
    ScenarioError
        Columns are missing.
    """
    flows, items = _checked(flows, _FLOWS, "flows"), _checked(items, _ITEMS, "items")
    given = assumptions or {}
    words = severity_words()
    weighed = _weighed(items, findings, words, given)
    country = by_class(factors()["country_group"], given)
    guard = by_class(factors()["safeguard"], given)
    rows = flows.select(
        "flow_id",
        "enterprise_id",
        _mapped("country", lambda x: _country(x, words, country)).alias("country"),
        _mapped("safeguards", lambda x: _guarded(x, words, guard)).alias("safeguards"),
    ).join(weighed, on="flow_id", how="left", maintain_order="left")
    severity = pl.col("items") * pl.col("country") * pl.col("safeguards")
    return _by_enterprise(rows.with_columns(severity.alias("severity")))


def _by_enterprise(flows: pl.DataFrame) -> pl.DataFrame:
    worst = (
        flows.sort("severity", descending=True, nulls_last=True, maintain_order=True)
        .group_by("enterprise_id", maintain_order=True)
        .first()
        .sort("enterprise_id")
    )
    known = worst["severity"].drop_nulls()
    middle = float(np.median(known.to_numpy())) if len(known) else 1.0
    basis = pl.lit("borrowed" if len(known) else "none")
    return worst.select(
        "enterprise_id",
        pl.col("severity").fill_null(middle),
        "items",
        "country",
        "safeguards",
        pl.when(pl.col("severity").is_null()).then(basis).otherwise(pl.lit("items")).alias("basis"),
    )


def _weighed(
    items: pl.DataFrame,
    findings: Any | None,
    words: SeverityWords,
    given: Mapping[str, Assumption],
) -> pl.DataFrame:
    """Σ ρ over the different items of each flow."""
    sensitivity = by_class(factors()["item_sensitivity"], given)
    identity = by_class(factors()["identifiability"], given)
    own = (
        pl.when(pl.col("sensitive") == "yes")
        .then(pl.lit("sensitive"))
        .when(pl.col("personal") == "no")
        .then(pl.lit("none"))
        .otherwise(pl.lit("personal"))  # an unknown answer counts as personal
    )
    items = items.with_columns(own.alias("class"))
    if findings is not None:
        found = _checked(findings, ("id", "personal"), "findings")
        found = found.select(pl.col("id").alias("item_id"), pl.col("personal").alias("found"))
        items = items.join(found, on="item_id", how="left", maintain_order="left").with_columns(
            pl.coalesce("found", "class").alias("class")
        )
    rho = pl.col("class").replace_strict(sensitivity, return_dtype=pl.Float64) * _mapped(
        "name", lambda name: identity[_identity(name, words)]
    )
    different = (
        items.with_columns(rho.alias("rho")).group_by("flow_id", "name").agg(pl.col("rho").max())
    )
    return different.group_by("flow_id").agg(pl.col("rho").sum().alias("items"))


def _mapped(column: str, of: Any) -> pl.Expr:
    return pl.col(column).map_elements(of, return_dtype=pl.Float64, skip_nulls=False)


def _identity(name: str | None, words: SeverityWords) -> str:
    said = (name or "").lower()
    if any(word in said for word in words.coded):
        return "coded"
    return "direct" if any(word in said for word in words.direct) else "indirect"


def _country(codes: str | None, words: SeverityWords, factor: Mapping[str, float]) -> float:
    """Factor of the worst country named; several are separated by semicolons."""
    named = [code.strip() for code in (codes or "").split(";") if code.strip()]
    if not named:
        return factor["unknown"]
    safe = words.comprehensive_law
    return max(factor["comprehensive_law" if code in safe else "other"] for code in named)


def _guarded(answer: str | None, words: SeverityWords, factor: Mapping[str, float]) -> float:
    """Product of the factors of the safeguards named."""
    said = (answer or "").lower()
    named = [name for name, group in words.safeguards.items() if any(w in said for w in group)]
    return float(np.prod([factor[name] for name in named]))


def _checked(table: Any, needed: tuple[str, ...], name: str) -> pl.DataFrame:
    frame: pl.DataFrame = nw.from_native(table, eager_only=True).to_polars()
    missing = [column for column in needed if column not in frame.columns]
    if missing:
        raise ScenarioError(
            Text(
                f"表 {name} 缺少列 {'、'.join(missing)}；现有列：{'、'.join(frame.columns)}。",
                f"the table {name} lacks the columns {', '.join(missing)}; it has "
                f"{', '.join(frame.columns)}.",
            )
        )
    return frame
