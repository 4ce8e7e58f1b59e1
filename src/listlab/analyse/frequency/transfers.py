"""How each flow's persons add up over a year: what is told, and what stands in for the rest."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from listlab.analyse.answers import Array
from listlab.analyse.frequency.occupancy import Variant, needed, reached
from listlab.analyse.frequency.table import FlowTable

LEAST_TOLD = 5  # flows from which the others' recurrence is pooled

Reading = Literal["slow", "middle", "fast"]


@dataclass(frozen=True)
class Recurrence:
    """What stands in where persons a transfer are not told.

    `value` is the repeat share (population) or the share there on 1 January (cohort).
    """

    value: float
    basis: Literal["pooled", "assumed"]
    flows: int  # that told it

    def first(self, variant: Variant, events: Array) -> Array:
        """Share of the year's persons that one transfer carries."""
        if variant == "cohort":
            return np.asarray(self.value + (1 - self.value) / events)
        return np.minimum(1 / (events * (1 - self.value)), 1.0)


@dataclass(frozen=True)
class Transfers:
    """Flows ready to be counted; arrays have an entry a flow.

    `each` are persons a transfer of the kind counted, nan where not told, read `slow`est,
    `middle` and `fast`est; `first` their share of the year's persons where a repeat share was
    told instead, else nan. `events` is nan where the month can't be told.
    """

    variant: Variant
    table: FlowTable
    events: Array
    each: dict[Reading, Array]
    first: Array
    recurrence: Recurrence

    @property
    def is_dated(self) -> NDArray[np.bool_]:
        """Whether the number of transfers is known."""
        return np.isfinite(self.events)

    def persons(self, reading: Reading, after: Array) -> Array:
        """Distinct persons after so many transfers, shape (flows, counts).

        Slow is the least that the answers allow, fast the most.
        """
        table = self.table
        whole = {"slow": table.low, "middle": table.middle, "fast": table.high}[reading]
        d, m = whole[:, None], np.where(self.is_dated, self.events, 1.0)[:, None]
        b = self._each(reading, whole)[:, None]
        open_end = np.isinf(d)
        some = (d > 0) & ~open_end
        count = reached(
            self.variant,
            np.where(some, d, 1.0),
            np.where(some, m, 1.0),
            np.where(some, b, 1.0),
            after,
        )
        count = np.where(some, np.where(after >= m, d, count), 0.0)
        carried = np.where((after >= m) | np.isnan(b), np.inf, after * b)
        return np.where(open_end, np.where(after > 0, carried, 0.0), count)

    def needs(self, threshold: float, after: Array) -> Array:
        """Yearly persons from which a flow of told size reaches the threshold, nan elsewhere."""
        b, m = self.each["middle"], self.events
        told = np.isfinite(b) & self.is_dated
        # an exact answer wins over a size that does not quite fit it
        b = np.clip(b, self.table.low / np.where(told, m, 1.0), self.table.high)
        told &= b > 0
        found = needed(
            self.variant,
            threshold,
            np.where(told, m, 1.0)[:, None],
            np.where(told, b, 1.0)[:, None],
            after,
        )
        return np.where(told[:, None], found, np.nan)

    def _each(self, reading: Reading, whole: Array) -> Array:
        """Persons a transfer beside so many a year; what is not told takes its extreme."""
        m = np.where(self.is_dated, self.events, 1.0)
        stand_in = {
            "slow": 1 / m,
            "middle": self.recurrence.first(self.variant, m),
            "fast": np.ones_like(m),
        }[reading]
        share = np.where(np.isnan(self.first), stand_in, self.first)
        told = self.each[reading]
        finite = np.where(np.isfinite(whole), whole, 0.0)
        apart = np.where(np.isnan(told), np.clip(share, 1 / m, 1.0) * finite, told)
        apart = np.clip(apart, finite / m, np.where(np.isfinite(whole), whole, np.inf))
        # at the ends rounding must not carry the product past the year's persons
        apart = np.where(apart * m < finite, np.nextafter(apart, np.inf), apart)
        return np.where(np.isinf(whole), told, apart)


def transfers(
    table: FlowTable, variant: Variant, by_frequency: dict[str, float], assumed: float
) -> Transfers:
    """Flows with what stands in for what they do not tell.

    `by_frequency` gives transfers a year for a frequency told in words; `assumed` the recurrence
    where fewer than five flows tell theirs.
    """
    word = table.frequency.replace_strict(by_frequency, default=None, return_dtype=pl.Float64)
    events = np.where(np.isnan(table.events), word.fill_null(np.nan).to_numpy(), table.events)
    events = np.where(table.is_refused | (events < 1), np.nan, events)
    told = np.isfinite(table.persons) & np.isfinite(events) & (table.persons > 0)
    b = np.where(told, table.persons, np.nan)
    share = table.kind_share
    each: dict[Reading, Array] = {
        "slow": b * share[0],
        "middle": b * share[1],
        "fast": b * share[2],
    }
    with np.errstate(divide="ignore"):
        first = 1 / (events * (1 - table.repeat))
    first = np.where(told | (first > 1), np.nan, first)
    return Transfers(
        variant,
        table,
        events,
        each,
        first,
        _recurrence(table, variant, events, b, assumed=assumed),
    )


def _recurrence(
    table: FlowTable, variant: Variant, events: Array, persons: Array, *, assumed: float
) -> Recurrence:
    """Mean over the flows that tell how many come again, each once, or the value assumed."""
    whole = np.clip(table.reference, persons, events * persons)
    repeat = np.where(np.isnan(persons), table.repeat, 1 - whole / (events * persons))
    of_several = (events > 1) & np.isfinite(repeat)
    m = events[of_several]
    r = np.minimum(repeat[of_several], 1 - 1 / m)
    if len(r) < LEAST_TOLD:
        return Recurrence(assumed, "assumed", len(r))
    found = (1 / (1 - r) - 1) / (m - 1) if variant == "cohort" else r
    return Recurrence(float(np.clip(found, 0.0, 1 - 1e-9).mean()), "pooled", len(r))
