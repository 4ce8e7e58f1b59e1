"""Rows of a sweep, and the one file that keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from listlab.analyse.assumptions.factor import number
from listlab.analyse.assumptions.load import factors
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.run.files import replace_file
from listlab.run.grid import OWN

if TYPE_CHECKING:
    from listlab.analyse.result import Equivalence, ScenarioResult

_PAIR = {
    "gain_estimate": pl.Float64,
    "gain_low": pl.Float64,
    "gain_high": pl.Float64,
    "gain_upper95": pl.Float64,
    "equivalent": pl.Boolean,
    "equivalent_without_model": pl.Boolean,
    "answers_needed_without_model": pl.Float64,
    "permitted_risk_ratio": pl.Float64,
}
_FLAGS = ("recommended", "equivalent", "equivalent_without_model")
_PLAIN = ("id", "threshold", "recommendation", *_FLAGS)  # columns that are no measures


def rows_of(
    result: ScenarioResult, name: str, values: Mapping[str, float], *, beta: float
) -> pl.DataFrame:
    """Rows of one combination: a row a threshold, with the values that they rest on.

    gain_* and the columns after it compare a threshold with the next smaller candidate; they
    are null for the smallest.

    Parameters
    ----------
    name : id of the combination
    values : its parameters by name
    beta : share of enterprises that grow into the headroom, for the column exposure
    """
    chosen = result.recommendation.threshold
    rows = result.thresholds
    return result.to_frame().select(
        pl.lit(name).alias("id"),
        *(pl.lit(float(value)).alias(code) for code, value in values.items()),
        pl.col("threshold").cast(pl.Int64),
        pl.lit(chosen, dtype=pl.Int64).alias("recommendation"),
        pl.Series("recommended", [row.threshold == chosen for row in rows]),
        pl.Series("exposure", [row.exposure(beta) for row in rows], dtype=pl.Float64),
        pl.exclude("threshold").cast(pl.Float64),
        *_pairs(result),
    )


def _pairs(result: ScenarioResult) -> list[pl.Series]:
    found = {(pair.a, pair.b): _compared(pair) for pair in result.equivalence}
    steps = pairwise(row.threshold for row in result.thresholds)
    compared = [dict.fromkeys(_PAIR), *(found[step] for step in steps)]
    return pl.DataFrame(compared, schema=_PAIR).get_columns()


def _compared(pair: Equivalence) -> dict[str, float | bool | None]:
    return {
        **{f"gain_{name}": value for name, value in pair.coverage_gain.to_dict("upper95").items()},
        "equivalent": pair.equivalent,
        "equivalent_without_model": pair.equivalent_without_model,
        "answers_needed_without_model": pair.answers_needed_without_model,
        "permitted_risk_ratio": pair.permitted_risk_ratio,
    }


def together(known: pl.DataFrame | None, frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Rows kept and new; a factor that older rows do not show had its default in them."""
    parts = [*([] if known is None else [known]), *frames]
    if not parts:
        return pl.DataFrame(schema={"id": pl.String, "recommendation": pl.Int64})
    whole = pl.concat(parts, how="diagonal_relaxed")
    fill = {code: number(factors()[code], {}) for code in whole.columns if _is_single(code)}
    return whole.with_columns(pl.col(code).fill_null(value) for code, value in fill.items())


def _is_single(code: str) -> bool:
    factor = factors().get(code)
    return code not in OWN and factor is not None and not isinstance(factor.default, Mapping)


def read_rows(out: Path) -> pl.DataFrame | None:
    """Results that the file holds already, or None where there is no file yet.

    Raises
    ------
    ScenarioError
        Another ending, no such folder, or a file that holds something else.
    """
    ending = out.suffix.lower()
    if ending not in {".parquet", ".csv"}:
        raise ScenarioError(
            Text(
                f"结果文件 {out} 的后缀是 {ending or '（空）'}，应为 .parquet 或 .csv。",
                f"the file of results {out} ends in {ending or '(nothing)'}, expected .parquet "
                "or .csv.",
            )
        )
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise ScenarioError(
            Text(
                f"无法写入 {out}：它是文件夹，或它所在的文件夹不存在。请改正文件名。",
                f"can't write {out}: it is a folder, or its folder is missing. Correct the name.",
            )
        )
    return _read(out) if out.exists() else None


def _read(out: Path) -> pl.DataFrame:
    try:
        if out.suffix.lower() == ".parquet":
            found = pl.read_parquet(out)
        else:
            found = pl.read_csv(out, infer_schema_length=0)
        if not {*_PLAIN, *_PAIR, *OWN} <= set(found.columns):
            raise ScenarioError(_no_results(out))
        if out.suffix.lower() == ".csv":
            to_flag = {"true": True, "false": False}
            found = found.with_columns(
                pl.col(_FLAGS).replace_strict(to_flag, return_dtype=pl.Boolean)
            )
        return found.with_columns(
            pl.col("threshold", "recommendation").cast(pl.Int64),
            pl.exclude(*_PLAIN).cast(pl.Float64),
        ).select(found.columns)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise ScenarioError(_no_results(out)) from error


def _no_results(out: Path) -> Text:
    return Text(
        f"{out} 已存在，但不是参数扫描的结果；请用 -o 另给文件名。",
        f"{out} is there but holds no results of a sweep; give another file with -o.",
    )


def write_rows(frame: pl.DataFrame, out: Path) -> None:
    """Write all rows at once, so that a stopped call leaves a whole file."""
    content = BytesIO()
    if out.suffix.lower() == ".parquet":
        frame.write_parquet(content)
    else:
        frame.write_csv(content)
    replace_file(out, content.getvalue())
