"""Shares freed at every threshold, with bands, and bounds without a model beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

from numpy.random import Generator

from listlab.analyse.curve.result import CurveResult
from listlab.analyse.growth import Growth
from listlab.analyse.prepared import prepare
from listlab.model.params import Assumption, Kind

_SEEDS = 2**31


def analyse(
    volumes: Any,
    *,
    rng: Generator,
    thresholds: Sequence[int] | None = None,
    kind: Kind = "sensitive",
    growth: Growth | None = None,
    assumptions: Mapping[str, Assumption] | None = None,
    bootstrap: int = 1000,
) -> CurveResult:
    """Coverage of this year and forecast of the next at every threshold, with their bands.

    What `simulate` decides on, before it is weighed against a need, the law or a budget.

    Parameters
    ----------
    volumes : polars or pandas DataFrame
        As `simulate` takes them.
    rng : numpy.random.Generator
        Of the bootstrap and the simulated surveys that calibrate the forecast's band.
    thresholds : sequence of int, optional
        Persons a year that get a row; round numbers when left out.
    kind : "personal" or "sensitive"
        Which counts of a study's flows table are meant.
    growth : Growth, optional
        Law of next year's growth; the table's own columns or as assumed when left out.
    assumptions : mapping, optional
        Of the factor growth_sd.
    bootstrap : int, default 1000
        Replicates, at least 50.

    Returns
    -------
    CurveResult

    Raises
    ------
    ScenarioError
        Unusable rows, thresholds or options, all named.
    """
    prepared = prepare(
        volumes,
        seed=int(rng.integers(_SEEDS)),
        thresholds=thresholds,
        kind=kind,
        growth=growth,
        assumptions=assumptions,
        bootstrap=bootstrap,
    )
    return CurveResult.of(prepared.ask())
