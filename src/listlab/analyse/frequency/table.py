"""Flows as frequency takes them: checked numbers, and what contradicts itself named by its cell."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.analyse.answers import Array
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Kind
from listlab.model.problem import Problem
from listlab.survey.check import less_than_event, more_than_sent
from listlab.survey.findings import Issue
from listlab.survey.load import load_plausibility

_INCONSISTENT = 0.1  # of the year's persons, from which a repeat share contradicts them
_NUMBERS = ("events_per_year", "persons_per_event", "repeat_share")
_NAMED = 5

CAUSES = {
    "events.missing": Text("没有填每年次数，频率也不能说明", "times a year not told"),
    "events.none": Text(
        "每年次数不是不小于 1 的整数，却有人数", "times a year are no whole number of at least 1"
    ),
    "distinct.outside": Text(
        "全年人数与次数、单次人数矛盾", "the year's persons contradict times × persons"
    ),
}


@dataclass(frozen=True)
class FlowTable:
    """Numbers of each flow, nan where not told; `owner` is the enterprise's row.

    `low`, `high`: persons a year of the kind asked, `middle` their geometric middle; `reference`:
    persons of both kinds. `kind_share`: share of a transfer's persons that are of the kind, at
    least, about and at most. `cause`: code of `CAUSES` where the month can't be told.
    """

    owner: NDArray[np.int64]
    low: Array
    high: Array
    middle: Array
    reference: Array
    kind_share: tuple[Array, Array, Array]
    events: Array
    persons: Array
    repeat: Array
    frequency: pl.Series
    cause: tuple[str | None, ...]
    problems: tuple[Problem, ...]
    rounded: int  # flows whose year's persons were read as at an end of what transfers allow

    @property
    def is_refused(self) -> NDArray[np.bool_]:
        """Flows of which no date can be told."""
        return np.array([cause is not None for cause in self.cause], dtype=bool)


def named_flows(flows: Any, enterprises: Any | None, kind: Kind) -> pl.DataFrame:
    """Flows with the columns enterprise, low, high, district and weight, names filled in.

    `enterprises` gives region and weight by enterprise_id; a plain table may hold its own
    district and weight.

    Raises
    ------
    ScenarioError
        Flows of enterprises that `enterprises` does not hold.
    """
    frame: pl.DataFrame = nw.from_native(flows, eager_only=True).to_polars()
    if "low" not in frame.columns and f"{kind}_low" in frame.columns:
        frame = frame.rename({f"{kind}_low": "low", f"{kind}_high": "high"})
    row = pl.lit("#") + pl.int_range(pl.len()).cast(pl.String)
    name = next((n for n in ("enterprise_id", "enterprise") if n in frame.columns), None)
    named = pl.col(name).cast(pl.String).fill_null(row) if name else row
    frame = frame.with_columns(named.alias("enterprise")).drop("enterprise_id", strict=False)
    if enterprises is not None:
        frame = _joined(frame, nw.from_native(enterprises, eager_only=True).to_polars())
    if "district" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, pl.String).alias("district"))
    return frame


def _joined(frame: pl.DataFrame, enterprises: pl.DataFrame) -> pl.DataFrame:
    about = enterprises.select(
        pl.col("enterprise_id").alias("enterprise"), pl.col("region").alias("district"), "weight"
    )
    unknown = frame.join(about, on="enterprise", how="anti")["enterprise"].unique().sort()
    if unknown.len():
        who = "、".join(unknown.head(_NAMED))
        raise ScenarioError(
            Text(
                f"企业表中没有 {who}（共 {unknown.len()} 家）；请用同一份调查的两张表。",
                f"the enterprises lack {who} ({unknown.len()} in all); use tables of one survey.",
            )
        )
    kept = frame.drop("district", "weight", strict=False)
    return kept.join(about, on="enterprise", how="left", maintain_order="left")


def flow_table(frame: pl.DataFrame, owner: NDArray[np.int64], kind: Kind) -> FlowTable:
    """Numbers of each flow; contradictions become problems, and the flow's date is not told.

    Of a study's flows, figures that differ by less than the survey's `rounding_share` do not
    contradict: they are read as at the end of what the transfers allow. A plain table is taken at
    its word.

    Raises
    ------
    ScenarioError
        Numbers that are none, negative or not finite; repeat shares outside [0, 1].
    """
    numbers = _numbers(frame)
    m, b, r = (numbers[name].fill_null(np.nan).to_numpy() for name in _NUMBERS)
    low, high = _ends(frame, "low", "high")
    other = "personal" if kind == "sensitive" else "sensitive"
    of_study = f"{other}_low" in frame.columns
    beside = _ends(frame, f"{other}_low", f"{other}_high") if of_study else (low * 0, low * 0)
    # the answer may count both kinds, or the main one alone: a contradiction must hold for both
    least, most = np.maximum(low, beside[0]), high + beside[1]
    near = 1 + load_plausibility().rounding_share if of_study else 1.0
    told = np.isfinite(m) & np.isfinite(b) & (high > 0)
    no_events = (high > 0) & np.isfinite(m) & ((m < 1) | (m != np.round(m)))
    over = told & ~no_events & (least > near * m * b)
    under = told & ~no_events & ~over & (b > near * most)
    fits = told & ~no_events & ~over & ~under
    rounded = fits & ((least > m * b) | (b > most))
    distinct = m * b * (1 - r)
    near_ends = ((1 - _INCONSISTENT) * least, (1 + _INCONSISTENT) * most)
    repeats = fits & np.isfinite(r) & ((distinct < near_ends[0]) | (distinct > near_ends[1]))
    never = ~told & (high > 0) & np.isfinite(m) & ~no_events & (m * (1 - r) < 1 - 1e-9)
    issues = [
        *((i, more_than_sent(round(least[i]), m[i] * b[i])) for i in np.flatnonzero(over)),
        *((i, less_than_event(b[i], round(most[i]))) for i in np.flatnonzero(under)),
        *((i, _no_events(m[i])) for i in np.flatnonzero(no_events)),
        *((i, _repeats(r[i], distinct[i], least[i])) for i in np.flatnonzero(repeats)),
        *((i, _too_often(r[i], m[i])) for i in np.flatnonzero(never)),
    ]
    frequency = (
        frame["frequency"].cast(pl.String)
        if "frequency" in frame.columns
        else pl.Series("frequency", [None] * frame.height, dtype=pl.String)
    )
    causes = np.select(
        [high == 0, over | under, no_events], ["", "distinct.outside", "events.none"], ""
    )
    middle, also = _middle(low, high), _middle(*beside)
    return FlowTable(
        owner=owner,
        low=low,
        high=high,
        middle=np.where(fits, np.clip(middle, 0, np.maximum(m * b, low)), middle),
        reference=middle + also,
        kind_share=_kind_share((low, middle, high), (beside[1], also)),
        events=m,
        persons=np.where(over | under, np.nan, b),
        repeat=np.where(never, np.nan, r),
        frequency=frequency,
        cause=tuple(str(cause) or None for cause in causes),
        problems=tuple(
            _placed(frame, int(i), issue, kind) for i, issue in sorted(issues, key=_row)
        ),
        rounded=int(rounded.sum()),
    )


def _row(found: tuple[Any, Issue]) -> int:
    return int(found[0])


def _numbers(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [n for n in _NUMBERS if n not in frame.columns]
    frame = frame.with_columns(pl.lit(None, pl.Float64).alias(n) for n in missing)
    try:
        numbers = frame.select(pl.col(n).cast(pl.Float64) for n in _NUMBERS)
    except pl.exceptions.PolarsError as error:
        cause = str(error).splitlines()[0]
        raise ScenarioError(
            Text(
                f"每年次数、单次人数、重复比例须为数字：{cause}",
                f"times a year, persons a time and repeat share must be numbers: {cause}",
            )
        ) from error
    problems = []
    for name in _NUMBERS:
        most = 1.0 if name == "repeat_share" else np.inf
        column = pl.col(name)
        wrong = (~column.is_finite() | (column < 0) | (column > most)).fill_null(False)
        rows = numbers.with_row_index("row", offset=1).filter(wrong)["row"].to_list()
        if rows:
            named = ", ".join(map(str, rows[:_NAMED])) + (" …" if len(rows) > _NAMED else "")
            end = Text("0 到 1 的数", "0 to 1") if most == 1 else Text("不小于 0 的数", "0 up")
            problems.append(
                Problem(
                    f"scenario.{name}",
                    "error",
                    Text(
                        f"{name} 须为{end.zh}或留空：第 {named} 行（共 {len(rows)} 行）。"
                        "请更正后重试。",
                        f"{name} must be a number from {end.en} or empty: row {named} ({len(rows)} "
                        "in all). Correct and try again.",
                    ),
                )
            )
    if problems:
        raise ScenarioError(problems)
    return numbers


def _ends(frame: pl.DataFrame, low: str, high: str) -> tuple[Array, Array]:
    ends = frame.select(
        pl.col(low).cast(pl.Float64).fill_null(0.0), pl.col(high).cast(pl.Float64).fill_null(np.inf)
    )
    return ends[low].to_numpy(), ends[high].to_numpy()


def _middle(low: Array, high: Array) -> Array:
    """Geometric middle of each interval, its low end where it is open."""
    end = np.where(np.isfinite(high), high, np.maximum(low, 1.0))
    return np.where(end > 0, np.sqrt(np.maximum(low, 1.0) * np.maximum(end, 1.0)), 0.0)


def _kind_share(
    own: tuple[Array, Array, Array], beside: tuple[Array, Array]
) -> tuple[Array, Array, Array]:
    """Share of a transfer's persons of the kind: both kinds recur alike, or it is alone."""
    (low, middle, high), (most, also) = own, beside
    least = np.where(np.isfinite(most), low / np.maximum(low + most, 1.0), 0.0)
    return (
        np.where(most == 0, 1.0, least),
        np.where(most == 0, 1.0, middle / np.maximum(middle + also, 1.0)),
        np.where(high > 0, 1.0, 0.0),
    )


def _placed(frame: pl.DataFrame, row: int, issue: Issue, kind: Kind) -> Problem:
    """Issue at the cell of the flow's volume; of a plain table at its row."""
    found = frame.row(row, named=True)
    name = found.get("flow_id") or found["enterprise"]
    source = found.get("source")
    place = source if isinstance(source, dict) else {}
    message = Text(f"{name}：{issue.message.zh}", f"{name}: {issue.message.en}")
    return Problem(
        issue.code,
        "warning",
        message,
        file=place.get("file"),
        sheet=place.get("sheet"),
        cell=place.get(f"{kind}_cell"),
        got=issue.got,
    )


def _no_events(times: float) -> Issue:
    return Issue(
        "frequency.no_events",
        Text(
            f"有出境人数，每年次数却是 {times:g}；应为不小于 1 的整数，请核对",
            f"persons leave in {times:g} transfers a year; expected a whole number from 1, check",
        ),
        f"{times:g}",
    )


def _repeats(repeat: float, distinct: float, least: float) -> Issue:
    return Issue(
        "frequency.repeat_share",
        Text(
            f"每年次数 × 单次人数 × (1 − 重复比例 {repeat:.0%}) = {distinct:,.0f}，与全年人数"
            f"（至少 {least:,.0f}）相差超过一成；以全年人数为准，请核对",
            f"times × persons × (1 − repeat share {repeat:.0%}) = {distinct:,.0f} differs by more "
            f"than a tenth from the year's persons (at least {least:,.0f}), which count; check",
        ),
        f"{repeat:g}",
    )


def _too_often(repeat: float, times: float) -> Issue:
    return Issue(
        "frequency.repeat_share",
        Text(
            f"一年 {times:g} 次，重复比例 {repeat:.0%} 意味着全年人数少于一次的人数；"
            "未使用，请核对",
            f"with {times:g} times a year a repeat share of {repeat:.0%} leaves fewer persons than "
            "one transfer carries; not used, check",
        ),
        f"{repeat:g}",
    )
