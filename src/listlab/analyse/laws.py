"""Five families fitted to one scenario, and how much each is believed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from listlab.analyse.answers import Answers, Array
from listlab.analyse.families import FAMILIES, FamilyName
from listlab.analyse.likelihood import Fits, fit_best, starting_points
from listlab.analyse.result import FamilyFit
from listlab.analyse.terms import Rows, likelihood_rows

BAND_AICC = 6.0  # families within this of the best AICc enter the band
_FORGIVEN = {"mixture": 3.0}  # of AICc: half of what its further parameters cost, see `lags`
_FEWEST = {"mixture": 20.0}  # effective answers below which a family is not tried


@dataclass(frozen=True)
class Model:
    """All families fitted to one survey; those usable, with their AICc weights."""

    rows: Rows
    weights: Array  # likelihood weights, shape (m,), summing to n_eff
    zeros: bool
    theta: dict[FamilyName, Array]  # of usable families, shape (p,)
    covariance: dict[FamilyName, Array]  # of theta, inverse information, shape (p, p)
    fits: tuple[FamilyFit, ...]

    @property
    def band(self) -> tuple[FamilyName, ...]:
        """Families whose bootstrap makes the band."""
        return tuple(f.family for f in self.fits if f.in_band)

    @property
    def share(self) -> dict[FamilyName, float]:
        """AICc weight of every usable family."""
        return {f.family: f.weight for f in self.fits if f.family in self.theta}

    @property
    def lag(self) -> Array:
        """How far every family of the band lags behind the best one, see `lags`."""
        score = np.array([f.aicc for f in self.fits if f.in_band], dtype=float)
        return lags(self.band, score[:, None])[:, 0]

    @property
    def zero_share(self) -> float:
        """AICc-averaged share of enterprises that export nothing."""
        if not self.zeros:
            return 0.0
        return sum(w / (1 + float(np.exp(-self.theta[f][-1]))) for f, w in self.share.items())


def fit(answers: Answers) -> Model:
    """Five families fitted to the answers of one scenario.

    A mixture is tried from 20 effective answers, and used where it tells two groups apart.
    Zeros get a share of their own only when an exact zero was answered. AICc counts that share
    as a parameter and uses the effective number of answers that say anything.

    Returns
    -------
    Model
        Families that did not converge or are not identified carry weight 0 and are not used.

    References
    ----------
    .. [1] Hurvich and Tsai (1989), doi:10.1093/biomet/76.2.297 (AICc).
    """
    said = answers.answered
    n_eff = answers.effective(said)
    mass = answers.count * answers.weight * said
    weights = mass * (n_eff / mass.sum()) if n_eff > 0 else mass
    rows = likelihood_rows(answers.low, answers.high)
    zeros = bool(rows.is_zero.any())
    raw: dict[FamilyName, tuple[Fits, float | None]] = {}
    for name, family in FAMILIES.items():
        if n_eff < _FEWEST.get(name, 0.0):
            continue
        starts = starting_points(rows, weights[None], name, zeros=zeros)
        found = fit_best(family, rows, weights[None], starts)
        raw[name] = found, aicc(float(found.loglik[0]), found.theta.shape[1], n_eff)
    return _weigh(rows, weights, zeros, raw)


def aicc(loglik: Any, parameters: int, n: float) -> Any:
    """Corrected Akaike criterion, None when there are too few answers for the parameters."""
    room = n - parameters - 1
    if room <= 0:
        return None
    return -2 * loglik + 2 * parameters + 2 * parameters * (parameters + 1) / room


def lags(names: Sequence[FamilyName], score: Array) -> Array:
    """AICc of families above the best one's, infinite beyond the band; less what is forgiven.

    A second group of which a survey caught one or two answers hardly pays for its parameters,
    and AICc would all but leave it out of the band where it matters most. Half the charge lets
    bands hold such truths, and leaves those of the others as they were (docs/method/bands.md).

    Parameters
    ----------
    score : ndarray, shape (families, studies)
        AICc, infinite where a family is of no use.

    Returns
    -------
    ndarray, shape (families, studies)
    """
    best = score.min(axis=0, initial=np.inf)
    lag = score - np.where(np.isfinite(best), best, 0.0)
    forgiven = np.array([_FORGIVEN.get(name, 0.0) for name in names])[:, None]
    return np.where(lag <= BAND_AICC, np.maximum(lag - forgiven, 0.0), np.inf)


def covariance_of(found: Fits) -> Array:
    """Inverse information of every study; where it does not exist, of no use but finite."""
    size = found.theta.shape[1]
    usable = found.usable[:, None, None]
    return np.asarray(np.linalg.inv(np.where(usable, found.information, np.eye(size))))


def _weigh(
    rows: Rows,
    weights: Array,
    zeros: bool,
    raw: dict[FamilyName, tuple[Fits, float | None]],
) -> Model:
    usable = {
        name: (found, score)
        for name, (found, score) in raw.items()
        if score is not None and found.usable[0]
    }
    best = min((score for _, score in usable.values() if score is not None), default=0.0)
    likely = {n: float(np.exp(-(s - best) / 2)) for n, (_, s) in usable.items() if s is not None}
    total = sum(likely.values())
    fits = tuple(
        FamilyFit(
            family=name,
            parameters=FAMILIES[name].natural(*map(float, found.theta[0, : FAMILIES[name].size])),
            loglik=float(found.loglik[0]),
            aicc=score,
            weight=likely[name] / total if name in usable else 0.0,
            converged=name in usable,
            in_band=name in usable and score is not None and score - best <= BAND_AICC,
        )
        for name, (found, score) in raw.items()
    )
    theta = {name: found.theta[0] for name, (found, _) in usable.items()}
    spread = {name: covariance_of(found)[0] for name, (found, _) in usable.items()}
    return Model(rows, weights, zeros, theta, spread, fits)
