"""Flows as frequency takes them: checked numbers, and what contradicts itself named by its cell."""

from collections.abc import Callable
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
from listlab.survey.exempt import less_exempt
from listlab.survey.findings import Issue
from listlab.survey.load import load_plausibility

_INCONSISTENT = 0.1  # of the year's persons, from which a repeat share contradicts them
_ENTERPRISES = ("enterprise_id", "region", "weight")
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
    "exempt": Text(
        "其中豁免人数何时出境没有填", "when the exempt among the persons leave not told"
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
        Flows of enterprises that `enterprises` does not hold, or a table without their columns.
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
    missing = [name for name in _ENTERPRISES if name not in enterprises.columns]
    if missing:
        raise ScenarioError(
            Text(
                f"企业表缺少列 {'、'.join(missing)}；现有列：{'、'.join(enterprises.columns)}。",
                f"the enterprises lack the columns {', '.join(missing)}; there are "
                f"{', '.join(enterprises.columns)}.",
            )
        )
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
    whole = _ends(frame, "low", "high")
    low, high = _ends(less_exempt(frame, kind), "low", "high")
    partly = (high > 0) & ((low != whole[0]) | (high != whole[1]))
    other = "personal" if kind == "sensitive" else "sensitive"
    of_study = f"{other}_low" in frame.columns
    beside = _ends(frame, f"{other}_low", f"{other}_high") if of_study else (low * 0, low * 0)
    # the answer may count both kinds, or the main one alone: a contradiction must hold for both
    ends = np.maximum(whole[0], beside[0]), whole[1] + beside[1]
    near = 1 + load_plausibility().rounding_share if of_study else 1.0
    found = _contradictions((m, b, r), ends, high > 0, near)
    middle, also = _middle(low, high), _middle(*beside)
    blank = pl.Series("frequency", [None] * frame.height, dtype=pl.String)
    words = frame["frequency"].cast(pl.String) if "frequency" in frame.columns else blank
    return FlowTable(
        owner=owner,
        low=low,
        high=high,
        middle=np.where(found.fits, np.clip(middle, 0, np.maximum(m * b, low)), middle),
        reference=middle + also,
        kind_share=_kind_share((low, middle, high), (beside[1], also)),
        events=m,
        persons=np.where(found.outside, np.nan, b),
        repeat=np.where(found.unused, np.nan, r),
        frequency=words,
        cause=tuple(
            "events.none" if none else "distinct.outside" if outside else "exempt" if some else None
            for none, outside, some in zip(found.none, found.outside, partly, strict=True)
        ),
        problems=tuple(_placed(frame, row, issue, kind) for row, issue in found.issues),
        rounded=int((found.fits & ((ends[0] > m * b) | (b > ends[1]))).sum()),
    )


@dataclass(frozen=True)
class _Contradictions:
    """Flows whose numbers agree, and those that contradict themselves, with what is wrong."""

    fits: NDArray[np.bool_]  # times and persons a time told, and the year's persons between
    outside: NDArray[np.bool_]  # the year's persons are not what such transfers carry
    none: NDArray[np.bool_]  # no transfers, or a part of one
    unused: NDArray[np.bool_]  # repeat share that no number of persons allows
    issues: list[tuple[int, Issue]]


def _contradictions(
    numbers: tuple[Array, Array, Array],
    ends: tuple[Array, Array],
    some: NDArray[np.bool_],
    near: float,
) -> _Contradictions:
    """Compare times, persons a time and repeat share with the ends of the year's persons."""
    (m, b, r), (least, most) = numbers, ends
    none = some & np.isfinite(m) & ((m < 1) | (m != np.round(m)))
    told = some & np.isfinite(m) & np.isfinite(b) & ~none
    over = told & (least > near * m * b)
    empty = told & ~over & (b == 0)
    under = told & ~over & (b > near * most)
    fits = told & ~over & ~under & ~empty
    distinct = m * b * (1 - r)
    apart = (distinct < (1 - _INCONSISTENT) * least) | (distinct > (1 + _INCONSISTENT) * most)
    repeats = fits & np.isfinite(r) & apart
    unused = some & np.isnan(b) & np.isfinite(m) & ~none & (m * (1 - r) < 1 - 1e-9)
    kinds: list[tuple[NDArray[np.bool_], Callable[[int], Issue]]] = [
        (over, lambda i: more_than_sent(round(least[i]), m[i] * b[i])),
        (under, lambda i: less_than_event(b[i], round(most[i]))),
        (empty, lambda i: _no_transfers(b[i])),
        (none, lambda i: _no_transfers(m[i])),
        (repeats, lambda i: _repeats(r[i], distinct[i], least[i])),
        (unused, lambda i: _too_often(r[i], m[i])),
    ]
    issues = [(i, say(i)) for which, say in kinds for i in np.flatnonzero(which).tolist()]
    outside = over | under | empty
    return _Contradictions(fits, outside, none, unused, sorted(issues, key=lambda each: each[0]))


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


def _no_transfers(told: float) -> Issue:
    return Issue(
        "frequency.no_events",
        Text(
            f"全年有人出境，每年次数或单次人数却是 {told:g}；次数应为不小于 1 的整数，"
            "单次人数应大于 0，请核对",
            f"persons leave within the year, but times or persons a time are {told:g}; expected "
            "a whole number of times from 1 and more than 0 persons, check",
        ),
        f"{told:g}",
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
