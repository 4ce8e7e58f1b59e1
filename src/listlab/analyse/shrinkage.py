"""Values of several scenarios drawn towards their mean, each the less the surer it is.

References
----------
.. [1] Gelman (2006), doi:10.1214/06-BA117A: the spread between groups, with a flat prior.
"""

from dataclasses import dataclass

import numpy as np

from listlab.analyse.answers import Array

LEAST_SCENARIOS = 3  # from which the spread between scenarios can be told
_SPREADS = np.concatenate([[0.0], np.geomspace(1e-3, 50.0, 400)])  # in multiples of what is seen


@dataclass(frozen=True, slots=True)
class Shrunk:
    """One scenario's value after pooling: `value` ± `error`, of which `borrowed` in [0, 1].

    `mean` is that of all scenarios. `error` is the standard error; not knowing the spread
    between scenarios is part of it.
    """

    mean: float
    value: float
    error: float
    borrowed: float


def shrink(values: Array, variances: Array, place: int) -> Shrunk:
    """Value at `place` drawn towards the mean of all, averaged over the spread between them.

    Parameters
    ----------
    values, variances : ndarray, shape (scenarios,)
        Estimates and their squared standard errors, of `LEAST_SCENARIOS` at least.
    place : int
        Which of them is asked for.
    """
    spread = max(float(np.sqrt(variances.max())), float(np.ptp(values))) * _SPREADS
    total = variances[:, None] + spread**2
    known = (1 / total).sum(axis=0)
    mean = (values[:, None] / total).sum(axis=0) / known
    squares = ((values[:, None] - mean) ** 2 / total).sum(axis=0)
    likely = -(np.log(total).sum(axis=0) + np.log(known) + squares) / 2
    chance = np.exp(likely - likely.max()) * np.gradient(spread)
    chance = chance / chance.sum()
    lent = variances[place] / total[place]
    value = lent * mean + (1 - lent) * values[place]
    variance = (1 - lent) * variances[place] + lent**2 / known
    middle = float(chance @ value)
    error = float(np.sqrt(chance @ (variance + (value - middle) ** 2)))
    return Shrunk(float(chance @ mean), middle, error, float(chance @ lent))
