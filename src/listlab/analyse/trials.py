"""Surveys simulated like the real one, and fitted like it.

Nothing here depends on thresholds or growth: a what-if uses the same simulated surveys again.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from scipy import special

from listlab.analyse.answers import Answers, Array
from listlab.analyse.families import FAMILIES, FamilyName
from listlab.analyse.laws import BAND_AICC, Model, aicc, covariance_of, lags
from listlab.analyse.likelihood import Fits, fit_leader, starting_points
from listlab.analyse.terms import Rows, likelihood_rows

_STUDIES = 300
_ROWS = 200  # enterprises of a simulated study at most; beyond, the correction is negligible
_TOLERANCE, _STEPS = 1e-6, 30  # of their fits: relative gain still to be made, and steps
_TINY = 1e-12
_NARROW = 0.3  # log width below which a simulated interval counts as its middle
_ALIKE, _UNLIKE = 0.3, 0.2  # of belief in a second group: how near counts, and what far ones count
_SPLITS = (0.06, 0.6)  # where a mixture of a simulated study is looked for


@dataclass(frozen=True)
class Trials:
    """Simulated surveys and their fits; nothing in it depends on thresholds or growth.

    `truth`: parameters of each family simulated, and in how many studies; `weight`: how much it
    is believed. `theta`, `covariance`: fits of each family to all studies; `lag`: how far each
    lags behind the study's best, infinite where it is not of its band, shape (families,
    studies). `likeness`: how much a study counts, by its belief in a second group. `noise`:
    standard errors by which mean growth is off in each study.
    """

    truth: dict[FamilyName, tuple[Array, int]]
    weight: dict[FamilyName, float]
    theta: dict[FamilyName, Array]
    covariance: dict[FamilyName, Array]
    lag: Array
    likeness: Array
    noise: Array


def run_trials(model: Model, answers: Answers, *, rng: Generator) -> Trials:
    """Surveys like the real one, simulated from each family of its band and fitted by all."""
    style = _style(answers)
    truth = {name: (model.theta[name], size) for name, size in _allotted(model).items()}
    parts = [_simulate(model, name, style, size=size, rng=rng) for name, (_, size) in truth.items()]
    rows = Rows(
        *(np.concatenate([getattr(p, n) for p in parts]) for n in Rows.__dataclass_fields__)
    )
    weights = np.repeat(style.weight[None], _STUDIES, axis=0)
    tried = [fit.family for fit in model.fits if fit.aicc is not None]
    found = {name: _fit(model, name, rows, weights) for name in tried}
    scores = _scores(list(found.values()), float(style.weight.sum()))
    believed = sum(model.share[name] for name in truth)
    return Trials(
        truth,
        {name: model.share[name] / believed for name in truth},
        {name: fits.theta for name, fits in found.items()},
        {name: covariance_of(fits) for name, fits in found.items()},
        lags(tried, scores),
        _likeness(model, tried, scores),
        rng.standard_normal(_STUDIES),
    )


def _allotted(model: Model) -> dict[FamilyName, int]:
    """Studies simulated from each family of the band: half alike, half by its AICc weight."""
    share = np.array([model.share[name] for name in model.band])
    part = (share / share.sum() + 1 / len(share)) / 2
    ends = np.round(np.cumsum(part) * _STUDIES).astype(int)
    return dict(zip(model.band, map(int, np.diff(ends, prepend=0)), strict=True))


def _fit(model: Model, name: FamilyName, rows: Rows, weights: Array) -> Fits:
    splits = _SPLITS if name == "mixture" else ()
    starts = starting_points(rows, weights, name, zeros=model.zeros, splits=splits)
    return fit_leader(FAMILIES[name], rows, weights, starts, tolerance=_TOLERANCE, steps=_STEPS)


def _scores(found: list[Fits], n_eff: float) -> Array:
    return np.stack(
        [
            np.where(fits.usable, aicc(fits.loglik, fits.theta.shape[1], n_eff), np.inf)
            for fits in found
        ]
    )


def _likeness(model: Model, names: list[FamilyName], scores: Array) -> Array:
    """Weight of each study: the more, the nearer its belief in a second group is to the real one.

    Where a group is clearly seen, its share is sooner over- than understated, and the other way
    where it is not: averaged over both, a band is too careful in one case and too bold in the
    other.
    """
    if "mixture" not in names:
        return np.ones(scores.shape[1])
    real = np.array([f.aicc for f in model.fits if f.in_band], dtype=float)[:, None]
    seen = _belief(names.index("mixture"), scores)
    asked = _belief(model.band.index("mixture"), real)[0] if "mixture" in model.band else 0.0
    return np.asarray(_UNLIKE + (1 - _UNLIKE) * np.exp(-(((seen - asked) / _ALIKE) ** 2) / 2))


def _belief(which: int, score: Array) -> Array:
    """AICc weight of one family of the band in every study, shape (studies,)."""
    best = score.min(axis=0)
    lag = score - np.where(np.isfinite(best), best, 0.0)
    likely = np.where(lag <= BAND_AICC, np.exp(-lag / 2), 0.0)
    return np.asarray(likely[which] / np.maximum(likely.sum(axis=0), _TINY))


@dataclass(frozen=True)
class _Style:
    """How each enterprise that said anything answered: bounds, and its likelihood weight."""

    low: Array
    high: Array
    weight: Array


def _style(answers: Answers) -> _Style:
    said = answers.where(answers.answered)
    index = np.repeat(np.arange(len(said.low)), said.count.astype(int))
    if len(index) > _ROWS:
        index = index[np.linspace(0, len(index) - 1, _ROWS).round().astype(int)]
    low, high, weight = said.low[index], said.high[index], said.weight[index]
    ranged = np.argsort(low < high, kind="stable")  # numbers first: columns that stand together
    weight = weight * weight.sum() / (weight**2).sum()
    return _Style(low[ranged], high[ranged], weight[ranged])


def _simulate(model: Model, name: FamilyName, style: _Style, *, size: int, rng: Generator) -> Rows:
    """Surveys drawn from one family, answered in the enterprises' own manner."""
    shape = (size, len(style.low))
    theta = model.theta[name]
    value = np.floor(np.exp(np.minimum(_drawn(name, theta, shape, rng), 40.0)))
    value = np.maximum(value, 1.0)
    zero_share = special.expit(theta[-1]) if model.zeros else 0.0
    value = np.where(rng.random(shape) < zero_share, 0.0, value)
    low, high = np.broadcast_to(style.low, shape), np.broadcast_to(style.high, shape)
    ranged = (low > 0) & np.isfinite(high) & (low < high)
    with np.errstate(invalid="ignore", divide="ignore"):
        width = np.where(ranged, np.log(high + 1) - np.log(np.maximum(low, 1)), 0.0)
    start = np.maximum(np.floor(value * np.exp(-rng.random(shape) * width)), 0.0)
    stop = np.maximum(np.ceil((start + (start == 0)) * np.exp(width)) - 1, value)
    below, above = (low == 0) & np.isfinite(high) & (high > 0), (low > 0) & np.isinf(high)
    open_high = np.where(value <= high, high, np.inf)
    open_low = np.where(value >= low, np.inf, low - 1)
    new_low = np.select(
        [ranged, below, above],
        [start, np.where(value <= high, 0.0, high + 1), np.where(value >= low, low, 0.0)],
        value,
    )
    new_high = np.select([ranged, below, above], [stop, open_high, open_low], value)
    return _narrow_as_points(likelihood_rows(new_low, new_high))


def _narrow_as_points(rows: Rows) -> Rows:
    """Rows with narrow intervals at their middle: all families gain the same by it."""
    narrow = rows.is_exact | (rows.upper - rows.lower < _NARROW)
    with np.errstate(invalid="ignore"):
        middle = np.where(rows.is_exact, rows.exact, (rows.lower + rows.upper) / 2)
    return replace(rows, exact=np.where(narrow, middle, 0.0), is_exact=narrow)


def _drawn(name: FamilyName, theta: Array, shape: tuple[int, int], rng: Generator) -> Array:
    """Logarithms of volumes drawn from a family."""
    u = rng.random(shape)
    if name == "gamma":
        unit = special.gammaincinv(np.exp(theta[0]), u)
        return np.asarray(np.log(np.maximum(unit, 1e-300)) + theta[1])
    if name == "mixture":
        second = rng.random(shape) < special.expit(theta[4])
        centre, spread = np.where(second, theta[1], theta[0]), theta[2] + second * theta[3]
        return np.asarray(centre + np.exp(spread) * special.ndtri(u))
    z = {
        "lognormal": special.ndtri,
        "loglogistic": special.logit,
        "weibull": lambda p: np.log(-np.log1p(-p)),
    }[name](u)
    return np.asarray(theta[0] + np.exp(theta[1]) * z)
