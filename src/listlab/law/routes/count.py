"""Counts of persons as intervals: exempt ones taken off, flows merged, thresholds reached.

A count is the number of distinct natural persons since 1 January, known exactly or between two
bounds. Merging needs the union of persons: from separate counts it lies between the largest and
the sum.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Masks = NDArray[np.uint8]

MOST = 10**11  # more persons than ever lived; a larger figure is a slip of the pen
OPEN = 10**13  # stands for "no upper bound" in arrays
NEVER = 10**15  # a threshold that no count reaches

FREE, CONTRACT, ASSESSMENT, EXCLUDED = 1, 2, 4, 8


@dataclass(frozen=True, slots=True)
class Counts:
    """Closed intervals of persons, an entry a flow or group; `OPEN` is unbounded."""

    low: Whole
    high: Whole

    def at(self, place: int) -> tuple[int, int | None]:
        """Bounds of one entry; None when it is unbounded above."""
        high = int(self.high[place])
        return int(self.low[place]), None if high >= OPEN else high

    def take(self, places: Whole) -> "Counts":
        """Entries at these places, in their order."""
        return Counts(self.low[places], self.high[places])

    def replaced(self, others: "Counts", *, where: Flags) -> "Counts":
        """Entries, taken from `others` at some places."""
        low = np.where(where, others.low, self.low)
        return Counts(low, np.where(where, others.high, self.high))

    def at_least(self, own: "Counts") -> "Counts":
        """Bounds of a union that surely holds the persons of `own`."""
        low = np.maximum(self.low, own.low)
        return Counts(low, np.maximum(self.high, low))

    def kept(self, *, surely: Flags, maybe: Flags) -> "Counts":
        """Low bound where an entry counts for sure, high bound where it may count; else 0."""
        return Counts(np.where(surely, self.low, 0), np.where(maybe, self.high, 0))


@dataclass(frozen=True, slots=True)
class Persons:
    """Counts of both kinds, which are never added to each other."""

    personal: Counts
    sensitive: Counts

    @property
    def some(self) -> Flags:
        """Whether there is a person for sure."""
        return (self.personal.low > 0) | (self.sensitive.low > 0)

    @property
    def maybe_some(self) -> Flags:
        """Whether there may be a person."""
        return (self.personal.high > 0) | (self.sensitive.high > 0)

    def kept(self, *, surely: Flags, maybe: Flags) -> "Persons":
        """Both kinds, counted where they surely or maybe count."""
        return Persons(
            self.personal.kept(surely=surely, maybe=maybe),
            self.sensitive.kept(surely=surely, maybe=maybe),
        )

    def merged(self, groups: Whole) -> "Persons":
        """Bounds of the union of persons of each group, given back to every flow of it."""
        return Persons(
            union(self.personal, groups).take(groups), union(self.sensitive, groups).take(groups)
        )

    def replaced(self, others: "Persons", *, where: Flags) -> "Persons":
        """Both kinds, taken from `others` at some entries."""
        return Persons(
            self.personal.replaced(others.personal, where=where),
            self.sensitive.replaced(others.sensitive, where=where),
        )

    def at_least(self, own: "Persons") -> "Persons":
        """Bounds of a group that surely holds the flow's own persons."""
        return Persons(self.personal.at_least(own.personal), self.sensitive.at_least(own.sensitive))

    def at(self, place: int) -> tuple[tuple[int, int | None], tuple[int, int | None]]:
        """Bounds of both kinds of one entry."""
        return self.personal.at(place), self.sensitive.at(place)


@dataclass(frozen=True, slots=True)
class Lines:
    """Thresholds by tier and kind; None is "not by volume"."""

    assessment_personal: int | None = None
    assessment_sensitive: int | None = None
    contract_personal: int | None = None
    contract_sensitive: int | None = None

    def lowered(self, other: "Lines") -> "Lines":
        """The lower threshold of each pair: what a flow under both must stay below."""
        return Lines(
            _least((self.assessment_personal, other.assessment_personal)),
            _least((self.assessment_sensitive, other.assessment_sensitive)),
            _least((self.contract_personal, other.contract_personal)),
            _least((self.contract_sensitive, other.contract_sensitive)),
        )


NO_LINES = Lines()


def less(total: Counts, exempt: Counts) -> Counts:
    """Persons left when the exempt ones are taken off."""
    low = np.maximum(total.low - exempt.high, 0)
    high = np.where(total.high >= OPEN, OPEN, np.maximum(total.high - exempt.low, 0))
    return Counts(low, np.maximum(low, high))


def union(counts: Counts, groups: Whole) -> Counts:
    """Distinct persons of each group: at least the largest count, at most the sum.

    Parameters
    ----------
    counts : Counts
    groups : ndarray of int, shape (n,)
        Group of each entry, from 0.
    """
    size = int(groups.max(initial=-1)) + 1
    low = np.zeros(size, np.int64)
    np.maximum.at(low, groups, counts.low)
    is_open = counts.high >= OPEN
    high = np.zeros(size, np.int64)
    np.add.at(high, groups, np.where(is_open, 0, counts.high))
    unbounded = np.zeros(size, np.bool_)
    unbounded[groups[is_open]] = True
    return Counts(low, np.where(unbounded, OPEN, np.minimum(high, OPEN)))


def routes_by_volume(persons: Persons, lines: Lines) -> Masks:
    """Routes that some count between the bounds leads to, as bits; a count at a line is caught."""
    personal, sensitive = persons.personal, persons.sensitive
    top_p, top_s = _line(lines.assessment_personal), _line(lines.assessment_sensitive)
    mid_p, mid_s = _line(lines.contract_personal), _line(lines.contract_sensitive)
    assessed = (personal.low >= top_p) | (sensitive.low >= top_s)
    contracted = (personal.low >= mid_p) | (sensitive.low >= mid_s)
    maybe_assessed = (personal.high >= top_p) | (sensitive.high >= top_s)
    maybe_contracted = (
        contracted
        | (np.maximum(personal.low, mid_p) <= np.minimum(personal.high, top_p - 1))
        | (np.maximum(sensitive.low, mid_s) <= np.minimum(sensitive.high, top_s - 1))
    )
    mask = np.where(~assessed & ~contracted, FREE, 0)
    mask |= np.where(~assessed & maybe_contracted, CONTRACT, 0)
    mask |= np.where(maybe_assessed, ASSESSMENT, 0)
    return mask.astype(np.uint8)


def heavier_of(first: Masks, second: Masks) -> Masks:
    """Routes of a flow that is under both: of each two that are possible, the heavier."""
    either = first | second
    mask = np.where((first & FREE) & (second & FREE), FREE, 0)
    light = (first & (FREE | CONTRACT)) != 0, (second & (FREE | CONTRACT)) != 0
    mask |= np.where((either & CONTRACT != 0) & light[0] & light[1], CONTRACT, 0)
    found: Masks = (mask | (either & ASSESSMENT)).astype(np.uint8)
    return found


def _line(threshold: int | None) -> int:
    return NEVER if threshold is None else threshold


def _least(thresholds: Iterable[int | None]) -> int | None:
    return min((line for line in thresholds if line is not None), default=None)
