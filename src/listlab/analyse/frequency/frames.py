"""What was counted, laid out as rows."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.analyse.answers import Answers
from listlab.analyse.frequency.crossing import COUNTED, MONTHS, YEAR, Crossing
from listlab.analyse.frequency.table import CAUSES
from listlab.analyse.frequency.tally import Tally
from listlab.analyse.frequency.transfers import Transfers

_BAND = ("", "_low", "_high")


def calendar_frame(whole: Tally, thresholds: Sequence[int]) -> pl.DataFrame:
    """Row a month and threshold: filings within it, and enterprises that have reached it by then.

    `chance` is the law of the crossing date: share of the enterprises that have reached it by the
    month's end. Enterprises whose month can't be told are in the upper ends and in `undated`.
    """
    rows = []
    for (k, threshold), month in product(enumerate(thresholds), range(MONTHS)):
        within, by_then = whole.within(month, k), whole.at(month, k)
        chance = by_then.estimate / whole.total if by_then.estimate is not None else None
        rows.append(
            {"threshold": threshold, "month": month + 1}
            | _named("filings", within.estimate, within.low, within.high)
            | _named("by_then", by_then.estimate, by_then.low, by_then.high)
            | {
                "surely": float(whole.surely[month, k]),
                "possibly": float(whole.possibly[month, k]),
                "chance": chance,
                "undated": _known(whole.undated[k]),
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def rule_frame(whole: Tally, thresholds: Sequence[int]) -> pl.DataFrame:
    """Row a threshold and rule of counting: one transfer, one month, or the year on its own."""
    return pl.DataFrame(
        [
            {"threshold": threshold, "rule": rule, **_counted(whole, MONTHS + c, k)}
            for (k, threshold), (c, rule) in product(enumerate(thresholds), enumerate(COUNTED))
        ],
        infer_schema_length=None,
    )


def district_frame(districts: Mapping[str, Tally], thresholds: Sequence[int]) -> pl.DataFrame:
    """Row a district, threshold and month: filings by its end; month null is the whole year."""
    schema = {
        "district": pl.String,
        "threshold": pl.Int64,
        "month": pl.Int64,
        "enterprises": pl.Float64,
        **dict.fromkeys(
            ("filings", "filings_low", "filings_high", "surely", "possibly"), pl.Float64
        ),
    }
    rows = [
        {
            "district": name,
            "threshold": threshold,
            "month": None if c == YEAR else c + 1,
            "enterprises": own.total,
            **_counted(own, c, k),
        }
        for (name, own), (k, threshold), c in product(
            districts.items(), enumerate(thresholds), (*range(MONTHS), YEAR)
        )
    ]
    return pl.DataFrame(rows, schema=schema)


def season_frame(
    found: Mapping[str, Crossing], answers: Answers, thresholds: Sequence[int]
) -> pl.DataFrame:
    """Row a profile, threshold and quarter's end: filings expected by then, months told only."""
    mass = answers.count * answers.weight
    rows = []
    for (name, each), (k, threshold), month in product(
        found.items(), enumerate(thresholds), (3, 6, 9, 12)
    ):
        chance = np.where(each.is_dated, each.chance[:, month - 1, k], 0.0)
        rows.append(
            {
                "profile": name,
                "threshold": threshold,
                "month": month,
                "by_then": _known(float(mass @ chance)),
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def enterprise_frame(
    crossing: Crossing,
    moves: Transfers,
    names: pl.Series,
    districts: pl.Series,
    thresholds: Sequence[int],
) -> pl.DataFrame:
    """Row an enterprise and threshold that it may reach this year: with what chance, and when.

    `earliest` month in which it possibly has, `expected` in which it has with half of the year's
    chance, `latest` in which it surely has; null where none. `cause` is a code of `CAUSES`.
    """
    causes = _causes(moves, len(names))
    rows = []
    for k, threshold in enumerate(thresholds):
        chance = crossing.chance[:, :, k]
        half = chance[:, :MONTHS] >= chance[:, YEAR : YEAR + 1] / 2
        expected = _first(half & crossing.is_dated[:, None] & (chance[:, YEAR : YEAR + 1] > 0))
        earliest = _first(crossing.possibly[:, :MONTHS, k])
        latest = _first(crossing.surely[:, :MONTHS, k])
        rows += [
            {
                "enterprise": names[i],
                "district": districts[i],
                "threshold": threshold,
                "chance": _known(chance[i, YEAR]),
                "earliest": earliest[i],
                "expected": expected[i],
                "latest": latest[i],
                "cause": causes[i],
            }
            for i in np.flatnonzero(crossing.possibly[:, YEAR, k]).tolist()
        ]
    schema = {
        "enterprise": pl.String,
        "district": pl.String,
        "threshold": pl.Int64,
        "chance": pl.Float64,
        **dict.fromkeys(("earliest", "expected", "latest"), pl.Int64),
        "cause": pl.String,
    }
    return pl.DataFrame(rows, schema=schema)


def _causes(moves: Transfers, n: int) -> list[str | None]:
    """Code of why an enterprise's month can't be told, the first that one of its flows has."""
    found: list[str | None] = [None] * n
    for flow, owner in enumerate(moves.table.owner):
        own = moves.table.cause[flow]
        if own is None and not moves.is_dated[flow] and moves.table.high[flow] > 0:
            own = next(iter(CAUSES))
        found[owner] = found[owner] or own
    return found


def _first(reached: NDArray[np.bool_]) -> list[int | None]:
    return [int(row.argmax()) + 1 if row.any() else None for row in reached]


def _counted(whole: Tally, count: int, threshold: int) -> dict[str, float | None]:
    found = whole.at(count, threshold)
    return _named("filings", found.estimate, found.low, found.high) | {
        "surely": float(whole.surely[count, threshold]),
        "possibly": float(whole.possibly[count, threshold]),
    }


def _named(name: str, *values: float | None) -> dict[str, float | None]:
    return {f"{name}{end}": value for end, value in zip(_BAND, values, strict=True)}


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
