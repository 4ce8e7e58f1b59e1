"""A flows table under every combination of a grid, kept in one file by ids that last.

The id of a combination is a hash of all that its result rests on: the flows, the options, the
law, and the values that depart from them. Rows and columns added to a grid change no id, and a
value written out that the call has anyway changes none either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

import listlab
from listlab.analyse.assumptions.factor import number
from listlab.analyse.assumptions.load import factors
from listlab.errors import ScenarioError
from listlab.model.language import Lang, Text
from listlab.model.params import Assumption
from listlab.run.cache import digest
from listlab.run.files import replace_file
from listlab.run.whatif import Question, WhatIf, read_question
from listlab.study import sha256

if TYPE_CHECKING:
    from listlab.analyse.growth import Growth
    from listlab.analyse.prepared import Prepared
    from listlab.analyse.result import ScenarioResult

_ID = 16  # hexadecimal digits of an id
_PLAIN = ("id", "threshold", "recommendation", "recommended")  # columns that are no measures
_OWN = ("need", "delta", "growth_mean", "growth_sd")  # values that no factor holds


@dataclass(frozen=True)
class Combination:
    """One combination: its id, and the value of every parameter that a sweep shows."""

    id: str
    values: Mapping[str, float]

    def assumptions(self) -> dict[str, Assumption]:
        """Factors of the combination, as the analysis takes them."""
        codes = [code for code in self.values if code not in _OWN]
        return {code: Assumption(self.values[code], "grid") for code in codes}


@dataclass(frozen=True)
class Sweep:
    """What a sweep did: all ids of the grid, those computed now, and the file that holds them."""

    output: Path
    ids: tuple[str, ...]
    computed: int
    kept: int
    rows: int
    recommended: tuple[tuple[int | None, int], ...]  # threshold, combinations

    def to_dict(self) -> dict[str, Any]:
        """Summary as `listlab simulate --grid` prints it."""
        return {
            "output": self.output.as_posix(),
            "combinations": len(self.ids),
            "computed": self.computed,
            "kept": self.kept,
            "rows": self.rows,
            "recommended": [{"threshold": t, "combinations": n} for t, n in self.recommended],
            "ids": list(self.ids),
        }

    def text(self, lang: Lang) -> str:
        """Summary in words."""
        most = "；".join(f"{_named(t).zh} × {n}" for t, n in self.recommended)
        often = "; ".join(f"{_named(t).en} × {n}" for t, n in self.recommended)
        return Text(
            f"{len(self.ids)} 个组合：新算 {self.computed} 个，沿用 {self.kept} 个。"
            f"建议阈值 × 组合数：{most}。结果（{self.rows} 行）：{self.output.as_posix()}",
            f"{len(self.ids)} combinations: {self.computed} computed, {self.kept} kept. "
            f"Recommended threshold × combinations: {often}. "
            f"Results ({self.rows} rows): {self.output.as_posix()}",
        ).say(lang)


def _named(threshold: int | None) -> Text:
    return Text("无", "none") if threshold is None else Text(f"{threshold:,}", f"{threshold:,}")


def sweep(
    flows: Path,
    grid: tuple[dict[str, float], ...],
    options: WhatIf,
    *,
    out: Path,
    step: Callable[[int, int], None],
) -> Sweep:
    """Result of every combination of a grid, in one parquet or csv file.

    Combinations whose id the file holds already are kept as they are; so is every other row of
    it. What was computed is written also where the sweep is stopped.

    Parameters
    ----------
    grid : combinations, as `read_grid` gives them
    out : .parquet or .csv
    step : called with the number of combinations done and of those to do

    Raises
    ------
    ScenarioError
        Flows, options or the file of results can't be used.
    """
    known = _kept(out)
    question = read_question(flows, options)
    asked = combine(grid, question, sha256(flows))
    missing = [c for c in asked if known is None or c.id not in set(known["id"])]
    frames: list[pl.DataFrame] = []
    try:
        if missing:
            prepared = question.prepare()
            for done, combination in enumerate(missing, 1):
                frames.append(_frame(combination, _ask(prepared, combination)))
                step(done, len(missing))
    finally:
        together = _together(known, frames)
        if frames:
            _write(together, out)
    ids = tuple(c.id for c in asked)
    here = together.filter(pl.col("id").is_in(ids)).unique("id", maintain_order=True)
    often = here.group_by("recommendation").len().sort("recommendation", nulls_last=True)
    return Sweep(
        output=out,
        ids=ids,
        computed=len(missing),
        kept=len(asked) - len(missing),
        rows=together.height,
        recommended=tuple(often.iter_rows()),
    )


def combine(
    grid: tuple[dict[str, float], ...], question: Question, flows: str
) -> list[Combination]:
    """Combinations with their ids; those that come to the same are one.

    `flows` is the hash of the table.
    """
    usual = {
        "need": question.options.need,
        "delta": question.options.delta,
        "growth_mean": question.growth.mean,
        "growth_sd": question.growth.sd,
    }
    swept = list(dict.fromkeys(name for row in grid for name in row))
    usual |= {code: number(factors()[code], {}) for code in swept if code not in usual}
    basis = {"flows": flows, "listlab": listlab.__version__, **question.basis()}
    found: dict[str, Combination] = {}
    for row in grid:
        values = {**usual, **row}
        departs = {
            code: value for code, value in values.items() if code in _OWN or value != usual[code]
        }
        name = digest({"basis": basis, "values": {k: repr(v) for k, v in departs.items()}})[:_ID]
        found.setdefault(name, Combination(name, values))
    return list(found.values())


def _ask(prepared: Prepared, combination: Combination) -> ScenarioResult:
    values = combination.values
    return prepared.ask(
        need=values["need"],
        delta=values["delta"],
        growth=_growth(prepared.growth, values["growth_mean"], values["growth_sd"]),
        assumptions=combination.assumptions(),
    )


def _growth(usual: Growth, mean: float, sd: float) -> Growth:
    if (mean, sd) == (usual.mean, usual.sd):
        return usual
    return replace(usual, mean=mean, sd=sd, basis="given")


def _frame(combination: Combination, result: ScenarioResult) -> pl.DataFrame:
    """Rows of one combination: a row a threshold, with the values that they rest on."""
    beta = number(factors()["beta"], combination.assumptions())
    chosen = result.recommendation.threshold
    values = [pl.lit(float(value)).alias(code) for code, value in combination.values.items()]
    rows = result.to_frame()
    return rows.select(
        pl.lit(combination.id).alias("id"),
        *values,
        pl.col("threshold").cast(pl.Int64),
        pl.lit(chosen, dtype=pl.Int64).alias("recommendation"),
        pl.Series("recommended", [r.threshold == chosen for r in result.thresholds]),
        pl.Series("exposure", [r.exposure(beta) for r in result.thresholds], dtype=pl.Float64),
        pl.exclude("threshold").cast(pl.Float64),
    )


def _together(known: pl.DataFrame | None, frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Rows kept and new; a factor that older rows do not show had its default in them."""
    parts = [*([] if known is None else [known]), *frames]
    if not parts:
        return pl.DataFrame(schema={"id": pl.String, "recommendation": pl.Int64})
    whole = pl.concat(parts, how="diagonal_relaxed")
    fill = {code: number(factors()[code], {}) for code in whole.columns if _is_single(code)}
    return whole.with_columns(pl.col(code).fill_null(value) for code, value in fill.items())


def _is_single(code: str) -> bool:
    factor = factors().get(code)
    return code not in _OWN and factor is not None and not isinstance(factor.default, Mapping)


def _kept(out: Path) -> pl.DataFrame | None:
    """Results that the file holds already, or None where there is no file yet."""
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
    if not out.exists():
        return None
    try:
        known = (
            pl.read_parquet(out)
            if ending == ".parquet"
            else pl.read_csv(out, infer_schema_length=0).with_columns(
                pl.col("recommended").replace_strict({"true": True, "false": False})
            )
        )
        return known.with_columns(
            pl.col("threshold", "recommendation").cast(pl.Int64),
            pl.exclude(*_PLAIN).cast(pl.Float64),
        ).select(known.columns)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise ScenarioError(_no_results(out)) from error


def _no_results(out: Path) -> Text:
    return Text(
        f"{out} 已存在，但不是参数扫描的结果；请用 -o 另给文件名。",
        f"{out} is there but holds no results of a sweep; give another file with -o.",
    )


def _write(frame: pl.DataFrame, out: Path) -> None:
    content = BytesIO()
    if out.suffix.lower() == ".parquet":
        frame.write_parquet(content)
    else:
        frame.write_csv(content)
    replace_file(out, content.getvalue())
