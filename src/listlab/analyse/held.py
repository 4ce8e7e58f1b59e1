"""Calibration of a scenario, held for what-ifs with another growth or other thresholds.

How much wider a band must be depends on how far out in the law a threshold lies, not on the
number of persons as such. Quantiles are therefore held as a function of the share freed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listlab.analyse.answers import Array
from listlab.analyse.bands import probit_of_share, survival
from listlab.analyse.calibrate import Calibration, Quantiles, pairs_of
from listlab.analyse.families import FAMILIES
from listlab.analyse.fit import Model
from listlab.analyse.growth import Growth

_SAME = 1e-9  # probits of one place
_SIDES = ("low", "high", "lower95", "upper95")


@dataclass(frozen=True)
class Held:
    """Quantiles found at some thresholds, ascending, and the probit of the share freed there."""

    calibration: Calibration
    place: Array

    def shares(self, place: Array) -> Quantiles:
        """Quantiles of shares at other places: linear between, held beyond the outermost."""
        found = self.calibration.shares
        return Quantiles(*(np.interp(place, self.place, getattr(found, s)) for s in _SIDES))

    def gains(self, place: Array) -> Quantiles:
        """Quantiles of gains for every pair of other places, ascending.

        The widest of those of the pairs around them, so that a gain between calibrated ones is
        never told more surely than they are.

        Raises
        ------
        ValueError
            Fewer than two places were calibrated.
        """
        size = len(self.place)
        if size < 2:
            msg = "a gain was calibrated for no pair"
            raise ValueError(msg)
        below = np.clip(np.searchsorted(self.place, place + _SAME, side="right") - 1, 0, size - 1)
        above = np.clip(np.searchsorted(self.place, place - _SAME, side="left"), 0, size - 1)
        table = {pair: k for k, pair in enumerate(zip(*pairs_of(size), strict=True))}
        found = self.calibration.gains
        near = [
            _pairs_near((below[i], above[i]), (below[j], above[j]), size)
            for i, j in zip(*pairs_of(len(place)), strict=True)
        ]
        index = [[table[pair] for pair in pairs] for pairs in near]
        return Quantiles(
            low=np.array([found.low[k].min() for k in index]),
            high=np.array([found.high[k].max() for k in index]),
            lower95=np.array([found.lower95[k].min() for k in index]),
            upper95=np.array([found.upper95[k].max() for k in index]),
        )


def _pairs_near(
    first: tuple[np.int64, np.int64], second: tuple[np.int64, np.int64], size: int
) -> list[tuple[np.int64, np.int64]]:
    pairs = sorted({(i, j) for i in first for j in second if i < j})
    if pairs:
        return pairs
    i = min(first[0], np.int64(size - 2))  # both beyond the outermost, or in one gap
    return [(i, i + np.int64(1))]


def place_of(model: Model, log_threshold: Array, growth: Growth) -> Array:
    """Probit of the averaged share freed next year at each threshold."""
    caught = np.zeros(len(log_threshold))
    for name, weight in model.share.items():
        theta = model.theta[name][None]
        caught += weight * survival(FAMILIES[name], theta, log_threshold, growth)[0]
    return probit_of_share(caught)


def picked(quantiles: Quantiles, which: NDArray[np.int64]) -> Quantiles:
    """Quantiles of some thresholds or pairs."""
    return Quantiles(*(getattr(quantiles, side)[which] for side in _SIDES))
