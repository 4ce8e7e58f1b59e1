"""Public figures held beside a survey: how often would real volumes pass a threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from listlab.analyse.scale.limits import exact_upper
from listlab.errors import ScenarioError
from listlab.model.language import Text

_STOCK_YEARS = 3
_NEEDED = ("sponsor", "year", "persons")


@dataclass(frozen=True)
class EvidenceResult:
    """Share of sponsor-years at or beyond thresholds, for several shares in China.

    `table`: measure (inflow | stock), share, threshold, n, exceeding, median, maximum,
    upper95_independent, upper95_effective. `break_even`: measure, threshold, share (None when
    even the worldwide figure stays below). `icc`: intraclass correlation of one sponsor's
    years; `n_effective`: sponsor-years as if they were independent.
    """

    scenario: str
    file: str
    source: Text
    n: int
    groups: int
    icc: float
    n_effective: float
    table: pl.DataFrame
    break_even: pl.DataFrame
    notes: tuple[Text, ...]

    def to_frame(self) -> pl.DataFrame:
        """Table of thresholds by share and measure."""
        return self.table


def compare_evidence(
    frame: pl.DataFrame,
    *,
    shares: Sequence[float],
    thresholds: Sequence[int],
    source: Text = Text("来源未注明", "source not stated"),  # noqa: B008 - frozen
    scenario: str = "",
    file: str = "",
) -> EvidenceResult:
    """Share of public sponsor-years beyond each threshold, with bounds that admit dependence.

    Parameters
    ----------
    frame : DataFrame
        Columns sponsor, year, persons: worldwide enrolment booked in the start year.
    shares : sequence of float
        Shares of it in China to try, in (0, 1].
    source : Text
        Where the figures come from, as readers see it.
    thresholds : sequence of int
        Persons a year.

    Raises
    ------
    ScenarioError
        Columns missing, no row, figures that are no numbers of persons, a sponsor's year given
        twice, or shares outside (0, 1].

    Notes
    -----
    `inflow` is the year's enrolment. `stock` sums three years: persons under observation, which
    is what leaves. Upper bounds are Clopper–Pearson, once as if years were independent, once
    with the effective number `n / (1 + (m - 1) ICC)`, m the years of a sponsor: approximate.

    References
    ----------
    .. [1] Kish (1965), Survey Sampling, section 5.4 (design effect of clusters).
    """
    frame = _checked(frame, shares)
    icc, n_effective = _effective(frame)
    measures = {"inflow": frame["persons"].to_numpy(), "stock": _stock(frame)}
    measures = {measure: values for measure, values in measures.items() if len(values)}
    rows, even = [], []
    for measure, values in measures.items():
        ratio = len(values) / frame.height
        for threshold in thresholds:
            largest = float(values.max(initial=0))
            reach = threshold / largest if largest > 0 else np.inf
            even.append(
                {
                    "measure": measure,
                    "threshold": threshold,
                    "share": reach if reach <= 1 else None,
                }
            )
            rows += [
                _row(measure, values * share, share, threshold, n_effective * ratio)
                for share in shares
            ]
    return EvidenceResult(
        scenario=scenario,
        file=file,
        source=source,
        n=frame.height,
        groups=frame["sponsor"].n_unique(),
        icc=icc,
        n_effective=n_effective,
        table=pl.DataFrame(rows),
        break_even=pl.DataFrame(even, schema_overrides={"share": pl.Float64}),
        notes=_NOTES,
    )


_NOTES = (
    Text(
        "入组人数为全球数，在华比例未知，须作为假定逐档比较。",
        "enrolment is worldwide; the share in China is not known and is varied as an assumption.",
    ),
    Text(
        "同一申办方各年并不独立，有效样本远少于申办方年数。",
        "years of one sponsor are not independent: the effective sample is far smaller.",
    ),
    Text(
        "入组是当年新增；出境的是在观察人群，故另列三年累计。",
        "enrolment is inflow; persons under observation leave, so three-year sums stand beside.",
    ),
)


def _checked(frame: pl.DataFrame, shares: Sequence[float]) -> pl.DataFrame:
    missing = [name for name in _NEEDED if name not in frame.columns]
    if missing or frame.height == 0:
        raise ScenarioError(
            Text(
                f"参照数据缺少{'列 ' + '、'.join(missing) if missing else '数据行'}；"
                f"应有 {'、'.join(_NEEDED)}。",
                f"the evidence lacks {', '.join(missing) or 'rows'}; "
                f"expected {', '.join(_NEEDED)}.",
            )
        )
    persons = frame["persons"].cast(pl.Float64, strict=False)
    usable = persons.is_not_null() & persons.is_finite() & (persons >= 0)
    twice = frame.select("sponsor", "year").is_duplicated()
    rows = [i + 2 for i, bad in enumerate(~usable | twice) if bad]  # as a spreadsheet counts
    if rows:
        named = "、".join(map(str, rows[:5]))
        raise ScenarioError(
            Text(
                f"参照数据第 {named} 行（共 {len(rows)} 行）不能用：persons 应为不小于 0 的数，"
                "同一申办方同一年只能有一行。请更正后重试。",
                f"evidence rows {named} ({len(rows)} in all) can't be used: persons must be a "
                "number of at least 0, and a sponsor's year stand once. Correct and try again.",
            )
        )
    frame = frame.with_columns(persons=persons)
    wrong = [share for share in shares if not 0 < share <= 1]
    if wrong or not shares:
        raise ScenarioError(
            Text(
                f"在华比例应在 (0, 1] 内，得到 {wrong or '空'}。",
                f"shares in China must lie in (0, 1], got {wrong or 'none'}.",
            )
        )
    return frame.sort("sponsor", "year")


def _stock(frame: pl.DataFrame) -> np.ndarray:
    """Sum of a sponsor's year and the two before it, where all three are in the table."""
    before = [
        frame.select("sponsor", pl.col("year") + lag, pl.col("persons").alias(f"lag{lag}"))
        for lag in range(1, _STOCK_YEARS)
    ]
    joined = frame
    for table in before:
        joined = joined.join(table, on=["sponsor", "year"], how="inner", maintain_order="left")
    lags = [pl.col(f"lag{lag}") for lag in range(1, _STOCK_YEARS)]
    return joined.select(pl.col("persons") + pl.sum_horizontal(lags))["persons"].to_numpy()


def _effective(frame: pl.DataFrame) -> tuple[float, float]:
    """Intraclass correlation of log persons by one-way analysis of variance, and Kish's n."""
    logs = frame.with_columns(pl.col("persons").clip(1).log().alias("y"))
    groups = [g["y"].to_numpy() for _, g in logs.group_by("sponsor", maintain_order=True)]
    sizes = np.array([len(g) for g in groups])
    n, k = int(sizes.sum()), len(groups)
    if k < 2 or n <= k:
        return 1.0, float(k)
    grand = np.concatenate(groups).mean()
    between = sum(m * (g.mean() - grand) ** 2 for m, g in zip(sizes, groups, strict=True)) / (k - 1)
    within = sum(((g - g.mean()) ** 2).sum() for g in groups) / (n - k)
    size = (n - (sizes**2).sum() / n) / (k - 1)
    icc = float(np.clip((between - within) / (between + (size - 1) * within), 0.0, 1.0))
    return icc, float(n / (1 + (size - 1) * icc))


def _row(
    measure: str, values: np.ndarray, share: float, threshold: int, n_effective: float
) -> dict[str, object]:
    n, exceeding = len(values), int((values >= threshold).sum())
    effective = exceeding / n * n_effective
    return {
        "measure": measure,
        "share": float(share),
        "threshold": threshold,
        "n": n,
        "exceeding": exceeding,
        "median": float(np.median(values)),
        "maximum": float(values.max()),
        "upper95_independent": exact_upper(exceeding, n),
        "upper95_effective": exact_upper(effective, n_effective),
    }
