"""Growth of yearly volumes, pooled from histories and the enterprises' own forecasts."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import polars as pl

from listlab.analyse.answers import Array
from listlab.analyse.shrinkage import LEAST_SCENARIOS, shrink

_LEAST = 5  # enterprises from which a growth is pooled
_TINY = 1e-12  # of a variance, where all enterprises grow alike
MOST_LOG = math.log(100)  # beyond a hundredfold a year, mean and sd are no growth but a slip


@dataclass(frozen=True)
class Growth:
    """Law of next year's volume over this year's, on the log scale: Normal(mean, sd).

    `error` is the standard error of the mean; `enterprises` how many of the scenario it was
    pooled from, `borrowed` the share of it, in [0, 1], that comes from the industry's
    `scenarios`. `start`: share of enterprises without exports that start with a volume of the
    fitted law.
    """

    mean: float = 0.0
    sd: float = 0.0
    error: float = 0.0
    basis: Literal["given", "pooled", "assumed"] = "assumed"
    enterprises: int = 0
    borrowed: float = 0.0
    scenarios: int = 1
    start: float = 0.0

    def nodes(self, points: int) -> tuple[Array, Array]:
        """Values of log growth and their probabilities, by Gauss–Hermite quadrature."""
        if self.sd == 0:
            return np.array([self.mean]), np.array([1.0])
        x, w = _standard_nodes(points)
        return self.mean + self.sd * x, w


@cache
def _standard_nodes(points: int) -> tuple[Array, Array]:
    x, w = np.polynomial.hermite_e.hermegauss(points)
    return x, w / w.sum()


def pool_growth(own: pl.DataFrame, *others: pl.DataFrame, sd_assumed: float) -> Growth:
    """Growth of a scenario from its own evidence, drawn towards that of its industry.

    Parameters
    ----------
    own, *others : DataFrame
        Columns enterprise_id, log_growth, basis ("history" or "forecast"): the scenario's, and
        one each of the industry's other scenarios.
    sd_assumed : float
        Standard deviation, log scale, where no evidence is enough: then the mean is 0.

    Returns
    -------
    Growth
        Mean over enterprises of each one's mean, so that one with many years counts once, drawn
        towards the scenarios' mean where three or more tell theirs (five enterprises each, or
        any of its own); where fewer do, its own, or that of all enterprises together. `sd` over
        single years of history, the scenario's own or the industry's, as assumed where fewer
        than five enterprises gave one: own forecasts smooth too much to be used for it.

    Notes
    -----
    Enterprises of several scenarios count in each as if apart. Errors of the means rest on one
    spread of enterprises, pooled over the scenarios.
    """
    together = pl.concat([own, *others])
    mine, told = _means(own), [found for other in others if len(found := _means(other)) >= _LEAST]
    spreads = (_spread(own), _spread(together), sd_assumed)
    sd = next(each for each in spreads if each is not None)
    if len(mine) and len(told) + 1 >= LEAST_SCENARIOS:
        return _drawn(mine, told, sd)
    found = mine if len(mine) >= _LEAST else _means(together)
    if len(found) < _LEAST:
        return Growth(sd=sd_assumed)
    error = float(found.std(ddof=1) / np.sqrt(len(found)))
    return Growth(float(found.mean()), sd, error, "pooled", len(found))


def _drawn(mine: Array, told: list[Array], sd: float) -> Growth:
    """Own mean and the others', by the errors that one spread of enterprises gives them."""
    groups = [mine, *told]
    squares = sum(((group - group.mean()) ** 2).sum() for group in groups)
    freedom = sum(len(group) - 1 for group in groups)
    variances = squares / freedom / np.array([len(group) for group in groups])
    found = shrink(np.array([g.mean() for g in groups]), np.maximum(variances, _TINY), 0)
    return Growth(
        found.value, sd, found.error, "pooled", len(mine), found.borrowed, scenarios=len(groups)
    )


def _means(evidence: pl.DataFrame) -> Array:
    """Mean growth of each enterprise."""
    each = evidence.group_by("enterprise_id").agg(pl.col("log_growth").mean())
    return each.sort("enterprise_id")["log_growth"].to_numpy()


def _spread(evidence: pl.DataFrame) -> float | None:
    """Standard deviation of single years of history; None where too few enterprises have one."""
    years = evidence.filter(pl.col("basis") == "history")
    if years["enterprise_id"].n_unique() < _LEAST:
        return None
    return float(np.std(years["log_growth"].to_numpy(), ddof=1))
