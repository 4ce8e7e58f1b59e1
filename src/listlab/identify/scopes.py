"""How far a marker such as 不含 or 除外 reaches: its clause, or the whole item."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listlab.identify.matches import Flags, Matches
from listlab.identify.text import Ints, Texts

COMMA, FULL_COMMA, OPENS, CLOSES = ",", "，", "(", ")"
_ASIDE = 9  # bytes, about three Chinese characters, between a bracket and a marker in it


@dataclass(frozen=True)
class Clauses:
    """Ends of clauses in the buffer, as seen from a marker that looks ahead, or back."""

    ahead: Ints
    back: Ints

    def holding(self, places: Ints) -> tuple[Ints, Ints]:
        """Clause of each place, ahead and back."""
        return (
            np.searchsorted(self.ahead, places, side="right"),
            np.searchsorted(self.back, places, side="right"),
        )


@dataclass(frozen=True)
class Scopes:
    """Which places markers cover, clause by clause."""

    _first: Ints  # by clause ahead: first place covered by a marker before it
    _last: Ints  # by clause back: last place covered by a marker after it
    _whole: Flags  # by item

    def cover(self, matches: Matches, holding: tuple[Ints, Ints]) -> Flags:
        """Whether each match is covered; `holding` are the clauses in which they start."""
        ahead, back = holding
        forward = matches.start >= self._first[ahead]
        backward = matches.end <= self._last[back]
        return np.asarray(forward | backward | self._whole[matches.item])


def clauses(
    texts: Texts,
    ends: Matches,
    brackets: tuple[Matches, Matches],
    *,
    before: Matches,
    after: Matches,
) -> Clauses:
    """Ends of the clauses of all texts.

    A comma before a Latin letter goes on with a list, a colon after a marker opens one. A closing
    bracket ends what a marker before it covers; an opening one ends what a marker after it
    covers, unless the marker stands alone in the brackets: 姓名、手机号（已脱敏）speaks of what
    stands before them.

    Parameters
    ----------
    ends : Matches
        Delimiters.
    brackets : tuple of Matches
        Opening and closing ones.
    before, after : Matches
        Markers that look ahead, and back.
    """
    opens, closes = brackets
    colon = (texts.buffer[ends.start] == ord(":")) & np.isin(ends.start, before.end)
    hard = ends.where(~_goes_on(texts.buffer, ends) & ~colon)
    nearest = np.searchsorted(after.start, opens.end)
    distance = np.append(after.start, np.iinfo(np.int64).max)[nearest] - opens.end
    closed = opens.where(distance > _ASIDE)
    return Clauses(
        ahead=np.sort(np.concatenate([hard.end, closes.end])),
        back=np.sort(np.concatenate([hard.end, closed.end])),
    )


def _goes_on(buffer: NDArray[np.uint8], ends: Matches) -> Flags:
    """Whether a delimiter is a plain comma with a Latin letter after it."""
    padded = np.concatenate((buffer, [10, 10])).astype(np.uint8)
    after, second = padded[ends.end], padded[ends.end + 1]
    letter = np.where(after == ord(" "), second, after) | 0x20
    is_comma = (ends.end - ends.start == 1) & (padded[ends.start] == ord(COMMA))
    return np.asarray(is_comma & (letter >= ord("a")) & (letter <= ord("z")))


def scopes(
    texts: Texts, within: Clauses, *, before: Matches, after: Matches, whole: Matches
) -> Scopes:
    """Reach of markers: what follows `before` and precedes `after` in its clause, or the item.

    Parameters
    ----------
    within : Clauses
        Where clauses end.
    before, after, whole : Matches
        Markers that cover what comes after them, what comes before them, and all of the item.
    """
    # `no` at the end of a column's name, as in cust_id_no, denies nothing.
    before = before.where(texts.buffer[before.end] != ord(COMMA))
    first = np.full(len(within.ahead) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, np.searchsorted(within.ahead, before.start, side="right"), before.end)
    last = np.full(len(within.back) + 1, -1)
    np.maximum.at(last, np.searchsorted(within.back, after.start, side="right"), after.start)
    flagged = np.zeros(texts.count, dtype=bool)
    flagged[whole.item] = True
    return Scopes(first, last, flagged)
