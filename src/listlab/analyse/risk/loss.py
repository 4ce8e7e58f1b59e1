"""Yearly loss below each threshold: its mean, the mean of its worst years, and what drives it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from listlab.analyse.answers import Array
from listlab.analyse.assumptions.factor import number
from listlab.analyse.assumptions.load import factors
from listlab.analyse.risk.compound import (
    LEVEL,
    ShareLost,
    YearlyLoss,
    coarser_by,
    share_lost,
    yearly_loss,
)
from listlab.analyse.risk.sources import Sources, places
from listlab.model.params import Assumption

_NODES = 40  # of the share lost, for the influence of single incidents


@dataclass(frozen=True)
class Hazard:
    """How often incidents strike and what they take; nobody measured any of it.

    `rate`: incidents a year of a freed enterprise; `contract`: that of one under a contract,
    as a share of it; `a`, `b`: of the Beta law of the share of its persons lost.
    """

    rate: float
    contract: float
    a: float
    b: float

    @property
    def mean_share(self) -> float:
        """Mean share of an enterprise's persons that an incident takes."""
        return self.a / (self.a + self.b)


def hazard(assumptions: Mapping[str, Assumption]) -> Hazard:
    """Hazard as a study assumes it, otherwise as factors.yaml does."""
    names = ("incident_rate", "contract_rate_share", "loss_share_a", "loss_share_b")
    return Hazard(*(number(factors()[name], assumptions) for name in names))


@dataclass(frozen=True)
class Losses:
    """Yearly losses in persons × severity, one a threshold."""

    thresholds: Array
    laws: tuple[YearlyLoss, ...]
    incidents: Array  # a year, of enterprises that export anything
    rates: Array  # (thresholds, points): incidents a year by value
    share: ShareLost

    @property
    def expected(self) -> Array:
        """Mean loss of a year."""
        return np.array([law.expected for law in self.laws])

    @property
    def cvar95(self) -> Array:
        """Mean loss of the worst one year in twenty."""
        return np.array([law.cvar95 for law in self.laws])


def lose(of: Sources, hazard: Hazard) -> Losses:
    """Law of the year's loss below each threshold.

    Incidents strike each freed enterprise at the hazard's rate; a frame weight multiplies the
    rate, never the loss. Each takes a Beta share of the persons that the enterprise exports, by
    their severity. Where more than 95 % of years pass without a loss, the mean of the worst 5 %
    is the expected loss divided by 0.05.

    Notes
    -----
    An incident draws the volume of its enterprise anew from the law given the answer: two
    incidents of one enterprise in one year, rare, do not share it.
    """
    rates = hazard.rate * (of.free + hazard.contract * of.contract)
    share = share_lost(hazard.a, hazard.b, of.value)
    laws = tuple(yearly_loss(of.value, rate, share) for rate in rates)
    return Losses(of.thresholds, laws, rates.sum(axis=1), rates, share)


def errors(losses: Losses, of: Sources) -> Array:
    """What twice coarser grids add to each tail mean, which bounds its error."""
    pairs = zip(losses.laws, losses.rates, strict=True)
    return np.array([coarser_by(law, of.value, rate, losses.share) for law, rate in pairs])


def cvar_replicates(losses: Losses, of: Sources, hazard: Hazard, draws: Array) -> Array:
    """Tail means of resampled surveys to first order, shape (replicates, thresholds).

    The tail mean changes with the rate of incidents X by `E[(L + X - q)+ - (L - q)+] / 0.05`
    each, known from the law of L itself; laws of the volumes are held.

    References
    ----------
    .. [1] Efron (1981), doi:10.1093/biomet/68.3.589 (infinitesimal jackknife).
    """
    nodes, chance = _share_nodes(hazard)
    found = np.zeros((len(draws), len(losses.laws)))
    for k, law in enumerate(losses.laws):
        if law.cvar95 == 0:
            continue
        pulls = _pull(law, of.value, nodes) @ chance
        influence = _by_group(of, pulls, k, hazard, draws.shape[1])
        base = draws - draws.mean(axis=0)  # the mean replicate is the survey itself
        found[:, k] = np.maximum(law.cvar95 + base @ influence, 0.0)
    return found


def _share_nodes(hazard: Hazard) -> tuple[Array, Array]:
    """Gauss–Jacobi nodes and weights of the Beta law of the share lost."""
    from scipy.special import roots_jacobi

    x, w = roots_jacobi(_NODES, hazard.b - 1, hazard.a - 1)
    return (1 + x) / 2, w / w.sum()


def _pull(law: YearlyLoss, value: Array, nodes: Array) -> Array:
    """What an incident of each value and share adds to the tail mean."""
    q = law.quantile
    at_quantile = law.excess(np.array([q]))
    return np.asarray((law.excess(q - value[:, None] * nodes) - at_quantile) / (1 - LEVEL))


def _by_group(of: Sources, pulls: Array, k: int, hazard: Hazard, groups: int) -> Array:
    """Influence on the tail mean of one more enterprise of each group of answers."""
    atoms = of.atoms
    here: NDArray[np.bool_] = atoms.band <= k
    at, up = places(atoms.value[here], of.value)
    pull = pulls[at] * (1 - up) + pulls[at + 1] * up
    rate = hazard.rate * np.where(atoms.contract[here], hazard.contract, 1.0)
    weight = of.enterprises[atoms.group[here]] * atoms.mass[here] * rate
    return np.asarray(np.bincount(atoms.group[here], weight * pull, groups), dtype=float)
