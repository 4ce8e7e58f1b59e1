"""What enterprises that did not answer would change, were their volumes larger."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from listlab.analyse.answers import Array
from listlab.analyse.scale.law import Law

_MOST = 1000.0  # times as large; beyond it no volume is like the others
_FACTORS = (1.0, 2.0, 3.0, 4.0, 5.0)


@dataclass(frozen=True)
class Nonresponse:
    """Share below each threshold when silent enterprises are k times as large as the others.

    `shares` has shape (factors, thresholds): `(n_r C(T) + n_nr F(T / k)) / N`. `lower95` is the
    same of the one-sided bounds of the forecast. `tipping` is the k at which the recommended
    threshold no longer meets the need by its bound, None when no k up to 1,000 does it.
    """

    answered: float
    silent: float
    factors: tuple[float, ...]
    thresholds: tuple[int, ...]
    shares: Array
    lower95: Array
    tipping: float | None


def nonresponse(
    law: Law,
    coverage: Array,
    *,
    thresholds: tuple[int, ...],
    answered: float,
    silent: float,
    chosen: int | None,
    need: float,
) -> Nonresponse:
    """Shares below the thresholds for silent enterprises k = 1…5 times as large.

    Parameters
    ----------
    law : Law
        Fitted law of this year's volumes, and how far its bound lies below it.
    coverage : ndarray, shape (thresholds,)
        Share of those that answered below each threshold.
    answered, silent : float
        Enterprises of the frame that answered, and that did not.
    chosen : int or None
        Recommended threshold, whose tipping point is sought.
    need : float
        In (0, 1].
    """
    total = answered + silent
    at = np.array(thresholds, dtype=float)
    k = np.array(_FACTORS)[:, None]
    shares = (answered * coverage + silent * law.below(at / k)) / total
    lower = np.minimum(coverage, law.lower95(at))
    bounds = (answered * lower + silent * law.lower95(at / k)) / total
    tipping = None
    if chosen is not None and chosen in thresholds:
        own = float(lower[thresholds.index(chosen)])

        def above_need(log_k: float) -> float:
            silent_bound = float(law.lower95(np.array([chosen / np.exp(log_k)]))[0])
            return (answered * own + silent * silent_bound) / total - need

        tipping = _crossing(above_need)
    return Nonresponse(answered, silent, _FACTORS, thresholds, shares, bounds, tipping)


def _crossing(above_need: Callable[[float], float]) -> float | None:
    if above_need(0.0) < 0:
        return 1.0
    if above_need(np.log(_MOST)) >= 0:
        return None
    return float(np.exp(brentq(above_need, 0.0, np.log(_MOST), xtol=1e-6)))
