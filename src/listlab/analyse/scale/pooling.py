"""A small scenario's law, drawn towards those of its industry's other scenarios."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from listlab.analyse.answers import Answers, Array
from listlab.analyse.laws import fit
from listlab.analyse.shrinkage import LEAST_SCENARIOS, shrink


@dataclass(frozen=True)
class Pooled:
    """Location and log scale of a lognormal law, on their own and drawn to the industry's.

    `borrowed` is the share of the pooled value that comes from the other scenarios, in [0, 1];
    `error` the standard error of the pooled value. All in logarithms of persons.
    """

    own: tuple[float, float]
    own_error: tuple[float, float]
    industry: tuple[float, float]
    pooled: tuple[float, float]
    error: tuple[float, float]
    borrowed: tuple[float, float]
    scenarios: int


def pool(answers: Mapping[str, Answers], scenario: str) -> Pooled | None:
    """Partial pooling of one scenario's law; None where fewer than three determine a law.

    Each scenario's lognormal law is fitted by itself, and each value drawn towards their mean by
    how surely it is known (see `shrink`).
    """
    fits = {code: found for code, each in answers.items() if (found := _lognormal(each))}
    if scenario not in fits or len(fits) < LEAST_SCENARIOS:
        return None
    place = list(fits).index(scenario)
    values = np.array([value for value, _ in fits.values()])
    variances = np.array([variance for _, variance in fits.values()])
    parts = [shrink(values[:, k], variances[:, k], place) for k in range(2)]
    own_error = np.sqrt(variances[place])
    return Pooled(
        own=(float(values[place, 0]), float(values[place, 1])),
        own_error=(float(own_error[0]), float(own_error[1])),
        industry=(parts[0].mean, parts[1].mean),
        pooled=(parts[0].value, parts[1].value),
        error=(parts[0].error, parts[1].error),
        borrowed=(parts[0].borrowed, parts[1].borrowed),
        scenarios=len(fits),
    )


def _lognormal(answers: Answers) -> tuple[Array, Array] | None:
    """Location and log scale with their variances, answers of nought left out."""
    some = answers.where(answers.answered & (answers.high > 0))
    model = fit(some) if some.n >= 3 else None
    if model is None or "lognormal" not in model.theta:
        return None
    return model.theta["lognormal"][:2], np.diag(model.covariance["lognormal"])[:2]
