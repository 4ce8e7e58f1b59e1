"""The averaged law of a scenario's volumes, with its bound, at any volume."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from listlab.analyse.answers import Array
from listlab.analyse.bands import survival
from listlab.analyse.families import FAMILIES
from listlab.analyse.growth import Growth
from listlab.analyse.laws import Model
from listlab.analyse.result import ScenarioResult

_CLIP = 8.0  # normal scores beyond it are not told apart
_STILL = Growth()  # this year, nothing grown


@dataclass(frozen=True)
class Law:
    """Share below a volume by the averaged fit, and the one-sided 95 % bound of it.

    The bound keeps, on the probit scale, the distance that the forecast's own bound has at the
    nearest of the result's thresholds, interpolated between them.
    """

    model: Model
    log_thresholds: Array
    distance: Array  # probits between forecast and its lower95 at the thresholds

    def below(self, persons: Array) -> Array:
        """Share of enterprises below each volume this year; persons ≥ 0."""
        with np.errstate(divide="ignore"):
            log_v = np.log(persons)
        return averaged_below(self.model, log_v)

    def lower95(self, persons: Array) -> Array:
        """One-sided 95 % bound of the share below each volume."""
        with np.errstate(divide="ignore"):
            log_v = np.log(persons)
        score = np.clip(special.ndtri(averaged_below(self.model, log_v)), -_CLIP, _CLIP)
        return np.asarray(
            special.ndtr(score - np.interp(log_v, self.log_thresholds, self.distance))
        )


def law_of(model: Model, result: ScenarioResult) -> Law | None:
    """Law of a scenario with the distances of its bounds; None where no law was fitted."""
    rows = [r for r in result.thresholds if None not in (r.forecast.estimate, r.forecast.lower95)]
    if not model.theta or not rows:
        return None
    pairs = np.array([(r.forecast.estimate, r.forecast.lower95) for r in rows], dtype=float)
    scores = np.clip(special.ndtri(pairs), -_CLIP, _CLIP)
    log_t = np.log(np.array([r.threshold for r in rows], dtype=float))
    return Law(model, log_t, np.maximum(scores[:, 0] - scores[:, 1], 0.0))


def averaged_below(model: Model, log_v: Array, growth: Growth = _STILL) -> Array:
    """Share below exp(log_v) by the AICc-averaged law, clamped to [0, 1]."""
    at = np.ravel(log_v)
    share = np.zeros(len(at))
    for name, weight in model.share.items():
        share += weight * (1 - survival(FAMILIES[name], model.theta[name][None], at, growth)[0])
    return np.clip(share, 0.0, 1.0).reshape(np.shape(log_v))
