"""Candidates of all scenarios in one table: what each frees and what it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from listlab.analyse.answers import group_answers
from listlab.analyse.portfolio.solve import Choices
from listlab.analyse.result import ScenarioResult
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.model.quantity import digits

_NONE = Text("", "")
_NEEDED = ("scenario", "threshold", "benefit")
_LIMITS = ("benefit_low", "benefit_high")


@dataclass(frozen=True, slots=True)
class Budget:
    """A total that all scenarios share; `unit` is one step more of it, such as one officer.

    `most` is in the units of the candidates' column; so is `unit`.
    """

    most: float
    unit: float = 1.0
    name: Text = _NONE
    unit_name: Text = _NONE

    def called(self, code: str) -> Text:
        """Name, or the column's."""
        return self.name if self.name.zh else Text(code, code)

    def step(self, code: str) -> Text:
        """One unit in words."""
        if self.unit_name.zh:
            return self.unit_name
        size, name = f"{self.unit:g}", self.called(code)
        return Text(f"{size} 单位{name.zh}", f"{size} of {name.en}")


def candidates_of(results: Sequence[ScenarioResult], *, beta: float) -> pl.DataFrame:
    """Table of the candidates that are lawful and meet the need, of several scenarios.

    Parameters
    ----------
    results : sequence of ScenarioResult
    beta : float
        Share of enterprises that grow into the headroom, for the exposure.

    Returns
    -------
    DataFrame
        scenario, scenario_zh, scenario_en, threshold, benefit (enterprises freed next year)
        with its limits, exposure (persons times severity a year), filings (a year). A scenario
        without a feasible candidate, or without a law to forecast by, has no row.
    """
    rows = []
    for result in results:
        number = group_answers(result.volumes).total_weight
        unlawful = {r.threshold for r in result.recommendation.rejected if r.is_barred}
        for row in result.thresholds:
            filings, exposure = row.filings.estimate, row.exposure(beta)
            freed = row.forecast
            if (
                row.threshold in unlawful
                or result.met_need(row) < result.need
                or None in (freed.estimate, freed.low, freed.high, filings, exposure)
            ):
                continue
            values = (freed.estimate, freed.low, freed.high)
            scaled = [number * (value or 0.0) for value in values]
            names = ("benefit", *_LIMITS)
            rows.append(
                {
                    "scenario": result.scenario,
                    "scenario_zh": result.scenario_name.zh,
                    "scenario_en": result.scenario_name.en,
                    "threshold": row.threshold,
                }
                | dict(zip(names, scaled, strict=True))
                | {"exposure": exposure, "filings": filings}
            )
    if not rows:
        raise ScenarioError(
            Text(
                "没有一个场景有满足要求、法律允许、且有分布模型可预测的候选阈值，无法组合；"
                "请补充答复或降低要求。",
                "no scenario has a lawful candidate that meets its need and a law to forecast it "
                "by: nothing to combine. Get more answers, or lower the need.",
            )
        )
    return pl.DataFrame(rows)


def checked_candidates(table: Any, budgets: Mapping[str, Budget]) -> pl.DataFrame:
    """Table sorted by scenario (in the order of the table) and threshold, all of it usable.

    Raises
    ------
    ScenarioError
        Every missing column, unusable number, repeated candidate and unusable budget.
    """
    frame: pl.DataFrame = nw.from_native(table, eager_only=True).to_polars()
    problems = [*_wrong_budgets(budgets), *_wrong_columns(frame, budgets)]
    if not problems:
        problems = _wrong_rows(frame, budgets)
    if problems:
        raise ScenarioError(
            Problem("portfolio.input", "error", Text(f"{p.zh}。", f"{p.en}.")) for p in problems
        )
    order = {name: i for i, name in enumerate(frame["scenario"].unique(maintain_order=True))}
    number = pl.col("scenario").replace_strict(order, return_dtype=pl.Int64)
    return frame.with_columns(number.alias("group")).sort("group", "threshold")


def choices_of(frame: pl.DataFrame, budgets: Mapping[str, Budget]) -> Choices:
    """Candidates of a checked table as arrays."""
    rank = frame.select(pl.int_range(pl.len()).over("group")).to_series()
    return Choices(
        scenario=frame["group"].to_numpy(),
        rank=rank.to_numpy(),
        benefit=frame["benefit"].cast(pl.Float64).to_numpy(),
        costs=np.array([frame[code].cast(pl.Float64).to_numpy() for code in budgets]),
    )


def _wrong_budgets(budgets: Mapping[str, Budget]) -> list[Text]:
    if not budgets:
        return [Text("没有给出预算", "no budget was given")]
    problems = []
    for code, budget in budgets.items():
        if not np.isfinite(budget.most) or budget.most < 0:
            problems.append(
                Text(
                    f"预算 {code} 应为不小于 0 的有限数，得到 {budget.most:g}",
                    f"budget {code} must be finite and at least 0, got {budget.most:g}",
                )
            )
        if not np.isfinite(budget.unit) or budget.unit <= 0:
            problems.append(
                Text(
                    f"预算 {code} 的单位应大于 0，得到 {budget.unit:g}",
                    f"the unit of budget {code} must be above 0, got {budget.unit:g}",
                )
            )
    return problems


def _wrong_columns(frame: pl.DataFrame, budgets: Mapping[str, Budget]) -> list[Text]:
    missing = [name for name in (*_NEEDED, *budgets) if name not in frame.columns]
    if missing:
        return [
            Text(
                f"候选表缺少列 {'、'.join(missing)}；现有列：{'、'.join(frame.columns)}",
                f"the candidates lack the columns {', '.join(missing)}; there are "
                f"{', '.join(frame.columns)}",
            )
        ]
    if frame.height == 0:
        return [Text("候选表没有一行", "the table of candidates is empty")]
    return []


def _wrong_rows(frame: pl.DataFrame, budgets: Mapping[str, Budget]) -> list[Text]:
    problems = []
    limits = [name for name in _LIMITS if name in frame.columns]
    for name in ("threshold", "benefit", *limits, *budgets):
        numeric = frame.schema[name].is_numeric()
        usable = frame[name].cast(pl.Float64).is_finite().fill_null(False) if numeric else None
        if usable is None or not usable.all():
            problems.append(
                Text(f"列 {name} 须全为有限数", f"column {name} must hold finite numbers only")
            )
        elif name in budgets and (frame[name] < 0).any():
            problems.append(Text(f"列 {name} 不得为负", f"column {name} must not be negative"))
    repeated = frame.group_by("scenario", "threshold", maintain_order=True).len()
    for row in repeated.filter(pl.col("len") > 1).head(5).iter_rows(named=True):
        problems.append(
            Text(
                f"场景 {row['scenario']} 的阈值 {digits(row['threshold'])} 出现 {row['len']} 次",
                f"threshold {digits(row['threshold'], 'en')} of scenario {row['scenario']} occurs "
                f"{row['len']} times",
            )
        )
    return problems
