"""A flows table under every combination of a grid, kept in one file by ids that last.

The id of a combination is a hash of all that its result rests on: the flows, the options, the
law, and the values that depart from them. Rows and columns added to a grid change no id, and a
value written out that the call has anyway changes none either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

import listlab
from listlab.analyse.assumptions.factor import number
from listlab.analyse.assumptions.load import factors
from listlab.model.language import Lang, Text
from listlab.model.params import Assumption
from listlab.run.cache import digest
from listlab.run.grid import OWN
from listlab.run.sweep_file import read_rows, rows_of, together, write_rows
from listlab.run.whatif import Question, WhatIf, read_question
from listlab.study import sha256

if TYPE_CHECKING:
    from listlab.analyse.growth import Growth
    from listlab.analyse.prepared import Prepared
    from listlab.analyse.result import ScenarioResult

_ID = 16  # hexadecimal digits of an id


@dataclass(frozen=True)
class Combination:
    """One combination: its id, and the value of every parameter that a sweep shows."""

    id: str
    values: Mapping[str, float]

    def assumptions(self) -> dict[str, Assumption]:
        """Factors of the combination, as the analysis takes them."""
        codes = [code for code in self.values if code not in OWN]
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
    known = read_rows(out)
    question = read_question(flows, options)
    asked = combine(grid, question, sha256(flows))
    held = set() if known is None else set(known["id"])
    missing = [c for c in asked if c.id not in held]
    frames: list[pl.DataFrame] = []
    try:
        if missing:
            prepared = question.prepare()
            for done, combination in enumerate(missing, 1):
                result = _ask(prepared, combination)
                beta = number(factors()["beta"], combination.assumptions())
                frames.append(rows_of(result, combination.id, combination.values, beta=beta))
                step(done, len(missing))
    finally:
        whole = together(known, frames)
        if frames:
            write_rows(whole, out)
    ids = tuple(c.id for c in asked)
    here = whole.filter(pl.col("id").is_in(ids)).unique("id", maintain_order=True)
    often = here.group_by("recommendation").len().sort("recommendation", nulls_last=True)
    return Sweep(
        output=out,
        ids=ids,
        computed=len(missing),
        kept=len(asked) - len(missing),
        rows=whole.height,
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
            code: value for code, value in values.items() if code in OWN or value != usual[code]
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
    return replace(usual, mean=mean, sd=sd, basis="given", enterprises=0)
