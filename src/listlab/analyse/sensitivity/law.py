"""One law of a yearly volume, averaged over families and tabulated, for very many what-ifs."""

from dataclasses import dataclass

import numpy as np
from scipy.integrate import cumulative_simpson

from listlab.analyse.answers import Array
from listlab.analyse.bands import survival
from listlab.analyse.families import FAMILIES
from listlab.analyse.growth import Growth
from listlab.analyse.laws import Model

_FIRST, _LAST = 2**12, 2**17  # steps of the table
_ERROR = 1e-6  # of the share caught, at which the table is fine enough
_BOTTOM = 0.25  # persons; below it the share exported is nothing


@dataclass(frozen=True)
class Law:
    """Share caught and persons below any volume, read off an even table by interpolation.

    `start` and `step` give the table's log volumes. `caught`: P(V ≥ v). `persons`:
    E[V 1(V < v)]. `error`: the largest difference of `caught` from the law itself, half-way
    between entries.
    """

    start: float
    step: float
    caught: Array
    persons: Array
    error: float

    def below(self, log_volume: Array) -> tuple[Array, Array]:
        """Share at these volumes or more; persons a year of those below them, per enterprise."""
        place = np.clip((log_volume - self.start) / self.step, 0.0, len(self.caught) - 1.000001)
        entry = place.astype(np.int64)
        rest = place - entry
        read = [
            table[entry] * (1 - rest) + table[entry + 1] * rest
            for table in (self.caught, self.persons)
        ]
        return read[0], read[1]


def average_law(model: Model, log_top: float) -> Law:
    """Law of this year's volume: families by their AICc weights, fits held fixed.

    Parameters
    ----------
    model : Model
        With at least one usable family.
    log_top : float
        Logarithm of the largest volume that is asked for.
    """
    steps = _FIRST
    while True:
        grid = np.linspace(np.log(_BOTTOM), log_top, steps + 1)
        caught, between = (_survival(model, at) for at in (grid, (grid[1:] + grid[:-1]) / 2))
        error = float(np.abs((caught[1:] + caught[:-1]) / 2 - between).max())
        if error <= _ERROR or steps >= _LAST:
            break
        steps *= 2
    area = cumulative_simpson(caught * np.exp(grid), x=grid, initial=0.0)
    persons = area - np.exp(grid) * caught + _BOTTOM * caught[0]
    return Law(float(grid[0]), float(grid[1] - grid[0]), caught, np.maximum(persons, 0.0), error)


def _survival(model: Model, log_volume: Array) -> Array:
    still = Growth()
    parts = [
        share * survival(FAMILIES[name], model.theta[name][None], log_volume, still)[0]
        for name, share in model.share.items()
    ]
    return np.asarray(np.sum(parts, axis=0))
