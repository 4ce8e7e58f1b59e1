"""Counts of persons by enterprise and scenario, and the chance that each reaches a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.analyse.answers import Answers, Array
from listlab.analyse.bands import refit
from listlab.analyse.freed import freed_now
from listlab.analyse.laws import Model, fit
from listlab.analyse.terms import likelihood_rows
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Kind
from listlab.model.problem import Problem
from listlab.survey.exempt import less_exempt, union_bounds

_FLOWS = ("flow_id", "enterprise_id", "scenario")
_ENTERPRISES = ("enterprise_id", "size", "weight")
UNSAID = "未填"  # size of enterprises that did not say it, as factors.yaml names it


@dataclass(frozen=True)
class Counts:
    """Closed bounds of persons a year, one an enterprise; `high` infinite when unbounded."""

    low: Array
    high: Array

    @property
    def exports(self) -> NDArray[np.bool_]:
        """Which enterprises may export anything."""
        return np.asarray(self.high > 0)


@dataclass(frozen=True)
class Chances:
    """Chance of each enterprise to reach each line, shape (enterprises, lines).

    `undecided`: enterprises whose answer leaves a line open. Where no law can be fitted, they
    count half. `replicates`: by family, of the undecided ones in resampled surveys.
    """

    estimate: Array
    undecided: NDArray[np.int64]
    replicates: dict[str, Array]
    has_law: bool

    def replicate(self, family: str, size: int) -> Array:
        """Chances in `size` resampled surveys, shape (replicates, enterprises, lines)."""
        found = np.repeat(self.estimate[None], size, axis=0)
        if self.replicates:
            best = next(iter(self.replicates.values()))
            found[:, self.undecided] = self.replicates.get(family, best)
        return found


def checked_tables(flows: Any, enterprises: Any) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Flows and enterprises with the columns needed, weights positive, each flow of one of them.

    Raises
    ------
    ScenarioError
        Every defect, by table and cause.
    """
    tables: list[pl.DataFrame] = [
        nw.from_native(table, eager_only=True).to_polars() for table in (flows, enterprises)
    ]
    bounds = tuple(f"{kind}_{end}" for kind in ("personal", "sensitive") for end in ("low", "high"))
    problems = []
    wanted = zip(("flows", "enterprises"), tables, (_FLOWS + bounds, _ENTERPRISES), strict=True)
    for name, table, needed in wanted:
        missing = [column for column in needed if column not in table.columns]
        if missing:
            problems.append(_problem(f"表 {name} 缺少列", f"the table {name} lacks", missing))
        elif table.height == 0:
            problems.append(_problem(f"表 {name} 没有一行", f"the table {name} has no row", []))
    if not problems:
        problems = _defects(*tables)
    if problems:
        raise ScenarioError(problems)
    return tables[0], tables[1]


def _defects(flows: pl.DataFrame, enterprises: pl.DataFrame) -> list[Problem]:
    weight = enterprises["weight"].cast(pl.Float64).fill_null(float("nan"))
    wrong = enterprises.filter(~weight.is_finite() | (weight <= 0))["enterprise_id"].to_list()
    known = set(enterprises["enterprise_id"])
    strange = [name for name in flows["enterprise_id"].unique().sort() if name not in known]
    twice = enterprises.filter(pl.col("enterprise_id").is_duplicated())["enterprise_id"].to_list()
    upside = [
        flow
        for kind in ("personal", "sensitive")
        for flow in flows.filter(
            (pl.col(f"{kind}_high") < pl.col(f"{kind}_low")) | (pl.col(f"{kind}_low") < 0)
        )["flow_id"]
    ]
    found = {
        ("权重应为大于 0 的有限数", "weights must be finite and above 0"): wrong,
        ("企业重复", "enterprises stand twice"): sorted(set(twice)),
        ("流的企业不在企业表中", "enterprises of flows are not in their table"): strange,
        ("人数区间自相矛盾", "intervals of persons contradict themselves"): upside,
    }
    return [_problem(zh, en, names) for (zh, en), names in found.items() if names]


def _problem(zh: str, en: str, names: Sequence[Any]) -> Problem:
    shown = ", ".join(map(str, names[:5])) + (" …" if len(names) > 5 else "")
    message = Text(
        f"{zh}{'：' + shown if shown else ''}。请更正后重试",
        f"{en}{': ' + shown if shown else ''}. Correct and try again",
    )
    return Problem("scenario.benefit", "error", message)


def counted(flows: pl.DataFrame, ids: Sequence[str], kind: Kind) -> Counts:
    """Persons of each enterprise over the flows given, none where it has none of them.

    Exempt persons are taken off (see `less_exempt`); flows of one enterprise may share persons.
    """
    own = less_exempt(flows, kind).with_columns(pl.col("low").fill_null(0))
    summed = own.group_by("enterprise_id").agg(*union_bounds(exempt=False))
    order = pl.DataFrame({"enterprise_id": list(ids)}, schema={"enterprise_id": pl.String})
    joined = order.join(summed, on="enterprise_id", how="left", maintain_order="left")
    absent = joined["low"].is_null()
    return Counts(
        low=joined["low"].fill_null(0).to_numpy().astype(float),
        high=joined.select(pl.when(absent).then(0).otherwise(pl.col("high")).fill_null(np.inf))
        .to_series()
        .to_numpy()
        .astype(float),
    )


def chances(counts: Counts, lines: Sequence[int | None], weight: Array, draws: Array) -> Chances:
    """Chance of each enterprise to reach each line, given its answer; never, for a line of None.

    Answers that leave a line open take the law fitted to all enterprises that may export,
    refitted in every replicate.
    """
    at = np.array([np.inf if line is None else float(line) for line in lines])
    certain = (counts.low[:, None] >= at).astype(float)
    open_ = (counts.low[:, None] < at) & (counts.high[:, None] >= at) & np.isfinite(at)
    undecided = np.flatnonzero(open_.any(axis=1))
    if len(undecided) == 0:
        return Chances(certain, undecided, {}, True)
    asked = np.flatnonzero(counts.exports)
    answers = _answers(counts, asked, weight)
    model = fit(answers)
    estimate = np.where(open_, 0.5, certain)
    if not model.theta:
        return Chances(estimate, undecided, {}, False)
    here = np.isin(asked, undecided)
    rows = likelihood_rows(answers.low[here], answers.high[here])
    reach = np.zeros((len(undecided), len(at)))
    for name, share in model.share.items():
        reach += share * _reached(rows, name, model.theta[name][None], at)[0]
    estimate[undecided] = np.where(open_[undecided], reach, certain[undecided])
    replicates = _replicates(model, answers, draws[:, asked], (rows, at))
    fixed = ~open_[undecided]
    settled = {f: np.where(fixed, certain[undecided], each) for f, each in replicates.items()}
    return Chances(estimate, undecided, settled, True)


def _answers(counts: Counts, asked: NDArray[np.int64], weight: Array) -> Answers:
    """Ungrouped answers, so that rows stay enterprises."""
    n = len(asked)
    return Answers(
        low=counts.low[asked],
        high=counts.high[asked],
        count=np.ones(n),
        weight=weight[asked],
        severity=np.ones(n),
        stratum=np.zeros(n, dtype=np.int64),
    )


def _reached(rows: Any, name: Any, theta: Array, at: Array) -> Array:
    found = np.zeros((len(theta), len(rows.lower), len(at)))
    for k in np.flatnonzero(np.isfinite(at)):
        found[:, :, k] = 1 - freed_now(rows, name, theta, at[k])
    return found


def _replicates(
    model: Model, answers: Answers, draws: Array, target: tuple[Any, Array]
) -> dict[str, Array]:
    """By family of the band; replicates without a fit keep the survey's."""
    refits = refit(model, answers, draws)
    found: dict[str, Array] = {}
    for name in sorted(model.band, key=lambda family: -model.share[family]):
        theta = np.repeat(model.theta[name][None], len(draws), axis=0)
        theta[refits.kept[name]] = refits.theta[name]
        found[name] = _reached(target[0], name, theta, target[1])
    return found
