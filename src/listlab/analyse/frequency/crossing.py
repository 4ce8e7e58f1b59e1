"""When each enterprise reaches each threshold: certainly, possibly, and with what chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listlab.analyse.answers import Answers, Array
from listlab.analyse.freed import freed_now
from listlab.analyse.frequency.transfers import Transfers
from listlab.analyse.laws import Model
from listlab.analyse.terms import likelihood_rows

MONTHS = 12
COUNTED = ("event", "month", "year")  # columns after those of the months
YEAR = MONTHS + len(COUNTED) - 1
_SAME = 1e-9  # relative, of numbers of persons that are equal but for rounding
_MOST = 1e15  # persons; no volume comes near


@dataclass(frozen=True)
class Crossing:
    """Whether and with what chance enterprises reach thresholds, by each of several counts.

    Shape (enterprises, counts, thresholds). Counts are those since 1 January at twelve months'
    ends, then what one transfer, one month and the year hold on their own. `chance` is nan where
    only a law could tell and there is none. `is_dated` says of which enterprises the month can be
    told; of others `chance` holds for the year alone.
    """

    surely: NDArray[np.bool_]
    possibly: NDArray[np.bool_]
    chance: Array
    is_dated: NDArray[np.bool_]


def peaked(profile: Array, quarter: int, share: float) -> Array:
    """Profile with the share in one quarter (0 to 3), other months in their old proportions."""
    inside = np.zeros(MONTHS, dtype=bool)
    inside[3 * quarter : 3 * quarter + 3] = True
    within = _spread(profile, inside) * share
    return np.asarray(within + _spread(profile, ~inside) * (1 - share))


def _spread(profile: Array, inside: NDArray[np.bool_]) -> Array:
    kept = np.where(inside, profile, 0.0)
    even = inside / inside.sum()
    return np.asarray(kept / kept.sum() if kept.sum() > 0 else even)


def crossings(
    moves: Transfers,
    answers: Answers,
    model: Model,
    thresholds: Sequence[int],
    *,
    profile: Array,
) -> Crossing:
    """When enterprises cross thresholds, given a row of `answers` each and the fitted law.

    Several flows of an enterprise hold, together and so far, at least the persons of the largest
    and at most all; the chance supposes that they add up in proportion to the year's.
    """
    n = len(answers.low)
    owner = moves.table.owner
    is_dated = np.ones(n, dtype=bool)
    np.logical_and.at(is_dated, owner, moves.is_dated | (moves.table.high == 0))
    after = {r: _after(moves.events, profile, fast=r == "fast") for r in ("slow", "middle", "fast")}
    least, most = np.zeros((n, YEAR + 1)), np.zeros((n, YEAR + 1))
    np.maximum.at(least, owner, moves.persons("slow", after["slow"]))
    np.add.at(most, owner, moves.persons("fast", after["fast"]))
    share = _share_so_far(moves, after["middle"], n)
    single = np.bincount(owner, minlength=n)[owner] == 1
    surely, possibly, chance = [], [], []
    for threshold in thresholds:
        edge = threshold * (1 - _SAME)
        surely.append(least >= edge)
        possibly.append(most >= edge)
        with np.errstate(divide="ignore"):
            at = threshold / share
        own = moves.needs(threshold, after["middle"])[single]
        at[owner[single]] = np.where(np.isnan(own), at[owner[single]], own)
        at[:, MONTHS - 1] = at[:, YEAR] = threshold
        whole = np.ceil(np.minimum(at, _MOST) * (1 - _SAME))
        chance.append(np.stack([_chance(model, answers, row) for row in whole.T], axis=1))
    found = Crossing(
        np.stack(surely, axis=2), np.stack(possibly, axis=2), np.stack(chance, axis=2), is_dated
    )
    # an enterprise may not be likelier than it is possible, nor less likely than it is sure
    found.chance[found.surely] = 1.0
    found.chance[~found.possibly] = 0.0
    return found


def _after(events: Array, profile: Array, *, fast: bool) -> Array:
    """Transfers until each month's end, and in one transfer, the busiest month and the year.

    Where their number is not told, all at once: on 1 January when fast, on 31 December if not.
    """
    total = np.cumsum(profile)
    total[-1] = 1.0
    told = np.isfinite(events)
    m = np.where(told, events, 1.0)[:, None]
    so_far = np.floor(m * total * (1 + _SAME) + _SAME)
    busiest = np.diff(so_far, axis=1, prepend=0.0).max(axis=1, keepdims=True)
    after = np.concatenate([so_far, np.ones_like(m), busiest, m], axis=1)
    unknown = np.zeros(YEAR + 1)
    unknown[[MONTHS - 1, YEAR]] = 1.0
    return np.where(told[:, None], after, np.ones(YEAR + 1) if fast else unknown)


def _share_so_far(moves: Transfers, after: Array, n: int) -> Array:
    """Share of an enterprise's yearly persons that its flows have carried: their mean."""
    carried, whole = np.zeros((n, YEAR + 1)), np.zeros(n)
    np.add.at(carried, moves.table.owner, moves.persons("middle", after))
    np.add.at(whole, moves.table.owner, moves.table.middle)
    return np.divide(carried, whole[:, None], out=np.zeros_like(carried), where=whole[:, None] > 0)


def _chance(model: Model, answers: Answers, at: Array) -> Array:
    """Probability of each enterprise's year to reach `at` persons, given its answer."""
    caught = np.where(answers.low >= at, 1.0, np.where(answers.high < at, 0.0, np.nan))
    open_ = np.isnan(caught)
    if not model.theta or not open_.any():
        return caught
    rows = likelihood_rows(answers.low[open_], answers.high[open_])
    freed = np.zeros(int(open_.sum()))
    for name, weight in model.share.items():
        freed += weight * freed_now(rows, name, model.theta[name][None], at[open_])[0]
    caught[open_] = 1 - freed
    return caught
