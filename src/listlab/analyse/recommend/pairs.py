"""Both counts of every enterprise side by side: personal and sensitive personal information."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.analyse.answers import Answers, Array, group_answers
from listlab.analyse.flows import by_enterprise
from listlab.errors import ScenarioError
from listlab.model.language import Text
from listlab.model.params import Kind

Mask = NDArray[np.bool_]
KINDS: tuple[Kind, Kind] = ("personal", "sensitive")
_BOUNDS = tuple(f"{kind}_{end}" for kind in KINDS for end in ("low", "high"))


@dataclass(frozen=True)
class Pairs:
    """Bounds of both counts, an enterprise a row; `high` infinite when unbounded.

    `low` and `high` have shape (enterprises, 2): personal, then sensitive.
    """

    low: Array
    high: Array
    count: Array
    weight: Array

    @property
    def total(self) -> float:
        """Enterprises that the answers stand for."""
        return float((self.count * self.weight).sum())

    def answers(self, kind: Kind) -> Answers:
        """Volumes of one kind as the analysis of one kind takes them."""
        place = KINDS.index(kind)
        high = self.high[:, place]
        return group_answers(
            pl.DataFrame(
                {
                    "low": self.low[:, place],
                    "high": [None if np.isinf(h) else h for h in high],
                    "count": self.count,
                    "weight": self.weight,
                },
                schema_overrides={"high": pl.Float64},
            )
        )

    def trials(self) -> Answers:
        """The enterprises as trials only, for exact limits of what is told of each."""
        nought = np.zeros(len(self.count))
        stratum = np.zeros(len(self.count), dtype=np.int64)
        return Answers(nought, nought, self.count, self.weight, np.ones_like(nought), stratum)

    def freed(self, personal: float, sensitive: float) -> tuple[Mask, Mask]:
        """Which enterprises certainly, and which possibly, lie below both thresholds."""
        thresholds = np.array([personal, sensitive])
        certainly, possibly = self.high < thresholds, self.low < thresholds
        return certainly[:, 0] & certainly[:, 1], possibly[:, 0] & possibly[:, 1]

    @property
    def answered(self) -> Mask:
        """Which enterprises say anything of both counts."""
        return np.asarray(~((self.low == 0) & np.isinf(self.high)).any(axis=1))


def pair_counts(flows: Any) -> Pairs:
    """Both counts of each enterprise, from a study's flows table or a plain one.

    Parameters
    ----------
    flows : polars or pandas DataFrame
        Columns personal_low, personal_high, sensitive_low, sensitive_high (persons a year,
        missing high = unbounded); optional enterprise or enterprise_id, count, weight and what
        is exempt. Flows of one enterprise are summed to bounds, each kind by itself.

    Raises
    ------
    ScenarioError
        Missing columns, several scenarios, or rows that can't be used.
    """
    frame: pl.DataFrame = nw.from_native(flows, eager_only=True).to_polars()
    missing = [name for name in _BOUNDS if name not in frame.columns]
    if missing:
        raise ScenarioError(_missing(missing, frame.columns))
    frame = frame.drop("low", "high", strict=False)  # of neither kind
    sides = [by_enterprise(frame, kind) for kind in KINDS]
    grouped = [group_answers(side) for side in sides]  # refuses what can't be used
    assert grouped[0].n == grouped[1].n
    low = np.stack([side["low"].cast(pl.Float64).to_numpy() for side in sides], axis=1)
    high = np.stack([_high(side) for side in sides], axis=1)
    first = sides[0]
    return Pairs(low, high, _column(first, "count"), _column(first, "weight"))


def _high(side: pl.DataFrame) -> Array:
    return side["high"].cast(pl.Float64).fill_null(np.inf).to_numpy()


def _column(frame: pl.DataFrame, name: str) -> Array:
    if name not in frame.columns:
        return np.ones(frame.height)
    return frame[name].cast(pl.Float64).to_numpy()


def _missing(missing: Sequence[str], columns: Sequence[str]) -> Text:
    return Text(
        f"两类信息的量级表缺少列 {'、'.join(missing)}；现有列：{'、'.join(columns)}。"
        "请给出两类信息各自的上下限（每年人数，high 留空表示无上限）。",
        f"the table of both counts lacks the columns {', '.join(missing)}; it has "
        f"{', '.join(columns)}. Give low and high of both kinds (persons a year, high empty when "
        "unbounded).",
    )
