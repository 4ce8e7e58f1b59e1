"""Growth of yearly volumes, pooled from histories and the enterprises' own forecasts."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import polars as pl

from listlab.analyse.answers import Array

_LEAST = 5  # enterprises from which a growth is pooled
MOST_LOG = math.log(100)  # beyond a hundredfold a year, mean and sd are no growth but a slip


@dataclass(frozen=True)
class Growth:
    """Law of next year's volume over this year's, on the log scale: Normal(mean, sd).

    `error` is the standard error of the mean; `enterprises` how many it was pooled from.
    """

    mean: float = 0.0
    sd: float = 0.0
    error: float = 0.0
    basis: Literal["given", "pooled", "assumed"] = "assumed"
    enterprises: int = 0

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


def pool_growth(*evidence: pl.DataFrame, sd_assumed: float) -> Growth:
    """Growth pooled from the first evidence with enough enterprises in it.

    Parameters
    ----------
    *evidence : DataFrame
        Columns enterprise_id, log_growth, basis ("history" or "forecast"): the scenario's own
        first, then the industry's.
    sd_assumed : float
        Standard deviation, log scale, where no evidence is enough: then the mean is 0.

    Returns
    -------
    Growth
        Mean over enterprises of each one's mean, so that one with many years counts once;
        sd over single years of history, as assumed where fewer than five enterprises gave one:
        own forecasts smooth too much to be used for it.
    """
    for frame in evidence:
        each = (
            frame.group_by("enterprise_id").agg(pl.col("log_growth").mean()).sort("enterprise_id")
        )
        if each.height >= _LEAST:
            years = frame.filter(pl.col("basis") == "history")
            enough = years["enterprise_id"].n_unique() >= _LEAST
            means = each["log_growth"].to_numpy()
            return Growth(
                mean=float(means.mean()),
                sd=float(np.std(years["log_growth"].to_numpy(), ddof=1)) if enough else sd_assumed,
                error=float(means.std(ddof=1) / np.sqrt(len(means))),
                basis="pooled",
                enterprises=each.height,
            )
    return Growth(sd=sd_assumed)
