"""Which laws the answers support, where they put the volumes, and how far from the answers."""

from typing import Any

import numpy as np
import polars as pl
from scipy import special

from listlab.analyse.answers import Answers, Array, group_answers
from listlab.analyse.bands import survival
from listlab.analyse.calibrate import Reach
from listlab.analyse.families import FAMILIES
from listlab.analyse.fit.result import Departure, FitResult, Quantile
from listlab.analyse.flows import by_enterprise
from listlab.analyse.freed import Band, forecast_band
from listlab.analyse.growth import Growth
from listlab.analyse.laws import Model, fit
from listlab.analyse.result import Estimate
from listlab.analyse.scale.turnbull import turnbull
from listlab.model.language import Text
from listlab.model.params import Kind

_SHARES = (0.5, 0.9, 0.95, 0.99)
_GRID = 601
_BEYOND = 1e4  # times the largest answer, above which no quantile is looked for
_EACH_SIDE = 0.975
_STILL = Growth()


def analyse(volumes: Any, *, kind: Kind = "sensitive") -> FitResult:
    """Five families fitted by maximum likelihood, and what they say of this year's volumes.

    Parameters
    ----------
    volumes : polars or pandas DataFrame
        As `simulate` takes them: low and high (persons a year; missing high = unbounded),
        optional count, weight; or a study's flows table of one scenario.
    kind : "personal" or "sensitive"
        Which counts of a study's flows table are meant.

    Returns
    -------
    FitResult
        Families with AICc weights, volumes below which given shares of enterprises lie, and the
        largest departure from the nonparametric curve. Without a usable law the last two do not
        exist, and the notes say so.

    Raises
    ------
    ScenarioError
        Unusable rows, all named.

    Notes
    -----
    Limits of the volumes are those of a profile likelihood over all families of the band, to
    first order, 95 % two-sided and not calibrated: with 40 answers of a lognormal law they held
    its median and its 95 % point in 91 % of 300 surveys. Thresholds are decided by `simulate`.

    References
    ----------
    .. [1] Turnbull (1976), doi:10.1111/j.2517-6161.1976.tb01597.x.
    .. [2] Massart (1990), doi:10.1214/aop/1176990746 (the departure that chance allows).
    """
    answers = group_answers(by_enterprise(volumes, kind))
    model = fit(answers)
    at = _grid(answers)
    band = _band(model, np.log(at)) if model.theta else None
    curve = _curve(answers, model, at)
    return FitResult(
        n=answers.n,
        n_answered=round(float(answers.count[answers.answered].sum())),
        n_effective=answers.effective(answers.answered),
        largest=float(answers.low.max()),
        fits=model.fits,
        zero_share=model.zero_share,
        quantiles=tuple(_quantile(share, at, band) for share in _SHARES) if band else (),
        departure=_departure(answers, at, band) if band else None,
        curve=curve,
        notes=_notes(model, answers),
    )


def _grid(answers: Answers) -> Array:
    known = answers.low[answers.low > 0]
    first, last = float(known.min(initial=1e3)), max(float(answers.low.max()), 1.0)
    return np.geomspace(max(first / 10, 1.0), last * _BEYOND, _GRID)


def _band(model: Model, log_at: Array) -> Band:
    far = np.full(len(log_at), special.ndtri(_EACH_SIDE) ** 2)
    return forecast_band(model, log_at, _STILL, reach=Reach(far, far, far, far))


def _quantile(share: float, at: Array, band: Band) -> Quantile:
    """Volume below which a share of enterprises lies; low where the band's upper edge says so."""
    edges = (_volume(curve, share, at) for curve in (band.estimate, band.high, band.low))
    return Quantile(share, Estimate(*edges))


def _volume(curve: Array, share: float, at: Array) -> float | None:
    """Where a rising curve reaches a share: 0 below the grid, None beyond it."""
    if curve[-1] < share:
        return None
    k = int(np.searchsorted(curve, share))
    if k == 0:
        return 0.0
    part = (share - curve[k - 1]) / (curve[k] - curve[k - 1])
    return float(np.exp(np.log(at[k - 1]) + part * np.log(at[k] / at[k - 1])))


def _departure(answers: Answers, at: Array, band: Band) -> Departure | None:
    """Largest distance of the averaged law from the nonparametric curve, outside its bounds."""
    n = answers.effective(answers.answered)
    if n == 0:
        return None
    low, high = turnbull(answers, at)
    away = np.maximum(np.maximum(low - band.estimate, band.estimate - high), 0.0)
    worst = int(np.argmax(away))
    by_chance = float(np.sqrt(np.log(2 / 0.05) / (2 * n)))
    return Departure(float(at[worst]), float(away[worst]), min(by_chance, 1.0))


def _curve(answers: Answers, model: Model, at: Array) -> pl.DataFrame:
    """Share at or above each volume by every usable family, and the nonparametric bounds."""
    low, high = turnbull(answers, at)
    fitted = {
        name: survival(FAMILIES[name], theta[None], np.log(at), _STILL)[0]
        for name, theta in model.theta.items()
    }
    return pl.DataFrame({"persons": at, "answers_low": 1 - high, "answers_high": 1 - low} | fitted)


def _notes(model: Model, answers: Answers) -> dict[str, Text]:
    notes = {}
    if not model.theta:
        notes["law"] = Text(
            "没有可用的分布：答复太少，或不足以确定分布；只有不依赖模型的上下限成立。",
            "No usable law: too few answers, or they determine none. Only bounds without a model "
            "hold.",
        )
    if not model.zeros and model.theta:
        notes["zero_share"] = Text(
            "没有企业明确填 0，零值比例按 0 处理。", "No exact zero was answered: taken as 0."
        )
    if not answers.equal_weights:
        notes["weights"] = Text(
            "权重不等，似然按有效答复数折算。",
            "Weights differ: the likelihood counts effective answers.",
        )
    return notes
