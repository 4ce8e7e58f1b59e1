"""A small scenario's law, drawn towards those of its industry's other scenarios."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from listlab.analyse.answers import Answers, Array
from listlab.analyse.laws import fit

_LEAST = 3  # scenarios with a law of their own, from which one is drawn towards the others


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

    Each scenario's lognormal law is fitted by itself; the spread of the true values between
    scenarios is DerSimonian and Laird's, and each value is drawn towards their mean by how
    surely it is known.

    References
    ----------
    .. [1] DerSimonian and Laird (1986), doi:10.1016/0197-2456(86)90046-2.
    """
    fits = {code: found for code, each in answers.items() if (found := _lognormal(each))}
    if scenario not in fits or len(fits) < _LEAST:
        return None
    place = list(fits).index(scenario)
    values = np.array([value for value, _ in fits.values()])
    variances = np.array([variance for _, variance in fits.values()])
    parts = [_shrunk(values[:, k], variances[:, k], place) for k in range(2)]
    own_error = np.sqrt(variances[place])
    return Pooled(
        own=(float(values[place, 0]), float(values[place, 1])),
        own_error=(float(own_error[0]), float(own_error[1])),
        industry=(parts[0][0], parts[1][0]),
        pooled=(parts[0][1], parts[1][1]),
        error=(parts[0][2], parts[1][2]),
        borrowed=(parts[0][3], parts[1][3]),
        scenarios=len(fits),
    )


def between_variance(values: Array, variances: Array) -> float:
    """DerSimonian–Laird estimate of the variance of the true values, at least 0."""
    w = 1 / variances
    mean = (w * values).sum() / w.sum()
    q = (w * (values - mean) ** 2).sum()
    scale = w.sum() - (w**2).sum() / w.sum()
    return max(float((q - (len(values) - 1)) / scale), 0.0)


def _shrunk(values: Array, variances: Array, place: int) -> tuple[float, float, float, float]:
    tau2 = between_variance(values, variances)
    w = 1 / (variances + tau2)
    mean = float((w * values).sum() / w.sum())
    borrowed = float(variances[place] / (variances[place] + tau2))
    pooled = borrowed * mean + (1 - borrowed) * float(values[place])
    own, of_mean = (1 - borrowed) ** 2 * variances[place], borrowed**2 / w.sum()
    error = float(np.sqrt(own + borrowed**2 * tau2 + of_mean))
    return mean, pooled, error, borrowed


def _lognormal(answers: Answers) -> tuple[Array, Array] | None:
    """Location and log scale with their variances, answers of nought left out."""
    some = answers.where(answers.answered & (answers.high > 0))
    model = fit(some) if some.n >= 3 else None
    if model is None or "lognormal" not in model.theta:
        return None
    return model.theta["lognormal"][:2], np.diag(model.covariance["lognormal"])[:2]
