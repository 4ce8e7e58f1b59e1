"""Which share of very many flows stays below each threshold."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from listlab.analyse.candidates import checked
from listlab.analyse.families import FamilyName
from listlab.analyse.options import check_options
from listlab.analyse.predictive.flows import batches
from listlab.analyse.predictive.kernel import Kernel
from listlab.analyse.predictive.resampled import band
from listlab.analyse.predictive.result import PredictiveResult
from listlab.analyse.predictive.tally import Tally


def analyse(
    flows: Any,
    *,
    thresholds: Sequence[int],
    rng: Generator,
    law: FamilyName = "lognormal",
    bootstrap: int = 1000,
) -> PredictiveResult:
    """Share of flows below each threshold, each flow with a predictive law of its own.

    For tables of a million flows and more, fits held fixed. Flows are counted into cells of
    location and scale, a batch at a time; the time of curve and band does not grow with them.

    Parameters
    ----------
    flows : polars or pandas DataFrame, or an iterable of them (`read_batches`)
        A row a flow: `location`, `scale` of its coming year on the log scale (persons; gamma:
        `shape`, `scale` in persons); or, for lognormal, exact volumes `low` = `high` with
        `growth_mean`, `growth_sd`. Optional `count` (identical flows) and `weight`. Scale 0 is
        a volume known exactly; otherwise scales (gamma: shapes) lie in 0.02–20.
    thresholds : sequence of int
        Persons a year.
    rng : numpy Generator
    law : "lognormal", "gamma", "weibull" or "loglogistic"
    bootstrap : int, default 1000
        Replicates, at least 50.

    Returns
    -------
    PredictiveResult
        Estimates with two-sided 95 % bands of resampled flows, and the largest error of the
        curve that counting into cells makes.

    Raises
    ------
    ScenarioError
        Columns or rows that can't be used, thresholds or replicates out of range.

    Notes
    -----
    In a cell the law is expanded to second order around the centre, with the moments of the
    flows in it: the error is of third order in the width of the cell. The band is the bootstrap
    over flows (rows by `count`), not that over enterprises with refits, which `simulate` makes.
    """
    check_options(bootstrap=bootstrap)
    chosen = checked(thresholds)
    tally = Tally(Kernel(law), np.log(np.array(chosen, float)))
    for batch in batches(flows, law):
        tally.add(batch)
    cells = tally.cells()
    low, high = band(cells, bootstrap, rng)
    return PredictiveResult(
        thresholds=chosen,
        share=cells.share,
        low=low,
        high=high,
        flows=round(float(cells.count.sum())),
        cells=len(cells.count),
        law=law,
        replicates=bootstrap,
        error=cells.error,
    )
