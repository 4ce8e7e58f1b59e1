"""Share of enterprises caught in every replicate, kept so that a new growth needs no new fit.

The share caught next year is this year's, moved by the growth and averaged over it. Both are
sums over a table of this year's shares at equally spaced logarithms of the threshold, so that a
what-if costs a product of matrices whatever the family.
"""

from dataclasses import dataclass

import numpy as np

from listlab.analyse.answers import Array
from listlab.analyse.bands import Refits, survival
from listlab.analyse.families import FAMILIES, FamilyName
from listlab.analyse.fit import Model
from listlab.analyse.growth import Growth

_FINE = 0.15  # distance of knots over the width of the narrowest law
_WIDEST = 0.1  # and at most this, log persons
_MOST = 700  # knots; a law too narrow for them is not tabulated
_REACH = 3.5  # log persons beyond the thresholds, for growth of what-ifs to come
_POINTS = 7  # of growth, in replicates
_STILL = Growth()


@dataclass(frozen=True)
class Tails:
    """Share caught this year beyond each of the knots (log persons), replicate by replicate.

    `caught` has shape (replicates kept, knots) for each family of the band. A family whose law
    is too narrow for the knots is missing from it, and is reckoned directly.
    """

    knots: Array
    caught: dict[FamilyName, Array]
    refits: Refits

    def moved(self, shift: Array) -> "MovedTails":
        """Tails with the error of mean growth in them, log scale, one for each replicate."""
        own = {name: shift[kept] for name, kept in self.refits.kept.items()}
        step = self.knots[1] - self.knots[0]
        caught = {name: _moved(table, own[name] / step) for name, table in self.caught.items()}
        return MovedTails(self.knots, caught, own, self.refits)


@dataclass(frozen=True)
class MovedTails:
    """Tails of every replicate, its error of mean growth in them; `shift` is that error."""

    knots: Array
    caught: dict[FamilyName, Array]
    shift: dict[FamilyName, Array]
    refits: Refits

    def next_year(self, name: FamilyName, log_threshold: Array, growth: Growth) -> Array:
        """Share caught next year in every replicate, shape (replicates kept, thresholds)."""
        jumps, chance = growth.nodes(_POINTS)
        at = log_threshold[:, None] - jumps
        if name not in self.caught or not self._holds(name, at):
            edges = log_threshold - self.shift[name][:, None]
            theta = self.refits.theta[name]
            return survival(FAMILIES[name], theta, edges, growth, points=_POINTS)
        weights = _between(self.knots, at.reshape(-1)).reshape(len(self.knots), *at.shape)
        return np.asarray(np.clip(self.caught[name] @ (weights @ chance), 0.0, 1.0))

    def _holds(self, name: FamilyName, at: Array) -> bool:
        """Whether the table reaches as far as these places, moved, and a knot more."""
        room = 2 * (self.knots[1] - self.knots[0])
        shift = self.shift[name]
        low, high = at.min() - max(shift.max(), 0.0), at.max() - min(shift.min(), 0.0)
        return bool(low > self.knots[0] + room and high < self.knots[-1] - room)


def tabulate_tails(model: Model, refits: Refits, log_threshold: Array) -> Tails:
    """Table of every replicate's tail, wide enough for thresholds and usual growth."""
    low, high = log_threshold.min() - _REACH, log_threshold.max() + _REACH
    widths = {name: _width(model, name, low, high) for name in model.band}
    room = (high - low) / _MOST
    wide = {name: width for name, width in widths.items() if _FINE * width >= room}
    step = min([_FINE * width for width in wide.values()] + [_WIDEST])
    knots = low + step * np.arange(int(np.ceil((high - low) / step)) + 1)
    caught = {
        name: survival(FAMILIES[name], refits.theta[name], knots, _STILL, points=1) for name in wide
    }
    return Tails(knots, caught, refits)


def _width(model: Model, name: FamilyName, low: float, high: float) -> float:
    """Half the distance between the points with 84 % and 16 % of a law beyond them, log scale."""
    y = np.linspace(low, high, 2001)
    caught = survival(FAMILIES[name], model.theta[name][None], y, _STILL, points=1)[0]
    most = max(float(caught[0]), 1e-12)  # without those who export nothing
    return float(np.interp(-0.16, -caught / most, y) - np.interp(-0.84, -caught / most, y)) / 2


def _moved(table: Array, knots: Array) -> Array:
    """Rows of a table shifted right by a number of knots each, by cubic interpolation."""
    if not knots.any():
        return table
    whole = np.floor(-knots).astype(np.int64)
    size = table.shape[1]
    columns = np.arange(size)[None, :] + whole[:, None]
    taps = _cubic(-knots - whole)
    total: Array = np.sum(
        [
            tap[:, None] * np.take_along_axis(table, np.clip(columns + k, 0, size - 1), axis=1)
            for k, tap in enumerate(taps, start=-1)
        ],
        axis=0,
    )
    return total


def _between(knots: Array, at: Array) -> Array:
    """Weights of the knots in cubic interpolation at each place, shape (knots, places)."""
    place = (at - knots[0]) / (knots[1] - knots[0])
    whole = np.floor(place).astype(np.int64)
    weights = np.zeros((len(knots), len(at)))
    for k, tap in enumerate(_cubic(place - whole), start=-1):
        weights[whole + k, np.arange(len(at))] = tap
    return weights


def _cubic(part: Array) -> tuple[Array, Array, Array, Array]:
    """Lagrange weights of the knots before, at, after, and two after, `part` between 0 and 1."""
    return (
        -part * (part - 1) * (part - 2) / 6,
        (part + 1) * (part - 1) * (part - 2) / 2,
        -(part + 1) * part * (part - 2) / 2,
        (part + 1) * part * (part - 1) / 6,
    )
