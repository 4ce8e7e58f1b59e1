"""Bootstrap refits of a censored law: ours in one batch, against refitting with peers.

300 answers in nine brackets, 2,000 replicates; the peers' time is extrapolated from a few of
them, in the same run. The optima are compared too: a fast wrong answer is no gain.
"""

import time
import warnings

import lifelines
import numpy as np
import polars as pl
import surpyval

from listlab.analyse.answers import group_answers
from listlab.analyse.families import FAMILIES
from listlab.analyse.laws import fit
from listlab.analyse.likelihood import fit_studies

EDGES = np.array([0, 100, 300, 1_000, 2_000, 5_000, 10_000, 30_000, 100_000, 10**7])
REPLICATES, SAMPLED, SLOW = 2_000, 20, 5
PEERS = {
    "lognormal": "LogNormal",
    "gamma": "Gamma",
    "weibull": "Weibull",
    "loglogistic": "LogLogistic",
}


def survey(n: int = 300) -> pl.DataFrame:
    """Bracketed answers of a lognormal truth."""
    rng = np.random.default_rng(1)
    k = np.searchsorted(EDGES, np.maximum(rng.lognormal(7.6, 1.0, n), 1), side="right")
    return pl.DataFrame({"low": np.maximum(EDGES[k - 1], 1), "high": EDGES[k] - 1})


def main() -> None:
    """Print a line a family: seconds, ratios, and the largest difference of the optima."""
    answers = group_answers(survey())
    model = fit(answers)
    draws = np.random.default_rng(2).multinomial(300, answers.count / 300, size=REPLICATES)
    for name in PEERS:
        start = np.repeat(model.theta[name][None], REPLICATES, axis=0)
        began = time.perf_counter()
        ours = fit_studies(FAMILIES[name], model.rows, draws.astype(float), start)
        seconds = time.perf_counter() - began
        began = time.perf_counter()
        theirs = [peer(name, answers, draws[r]) for r in range(SAMPLED)]
        surpyval_seconds = (time.perf_counter() - began) / SAMPLED * REPLICATES
        worst = max(abs(a / b - 1) for a, b in zip(theirs, ours.loglik, strict=False))
        line = (
            f"{name:12s} ours {seconds:7.3f} s  surpyval ~{surpyval_seconds:7.1f} s "
            f"({surpyval_seconds / seconds:6.0f} x)  log-likelihood within {worst:.1e}"
        )
        if name == "lognormal":
            began = time.perf_counter()
            for r in range(SLOW):
                lifelines_fit(answers, draws[r])
            slow = (time.perf_counter() - began) / SLOW * REPLICATES
            line += f"  lifelines ~{slow:.0f} s ({slow / seconds:.0f} x)"
        print(line)


def peer(name: str, answers, counts) -> float:
    """Log-likelihood of surpyval's fit of one replicate."""
    kept = counts > 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = getattr(surpyval, PEERS[name]).fit(
            xl=answers.low[kept], xr=answers.high[kept] + 1, n=counts[kept]
        )
    return -float(found.neg_ll())


def lifelines_fit(answers, counts) -> None:
    """One replicate by lifelines."""
    kept = counts > 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lifelines.LogNormalFitter().fit_interval_censoring(
            answers.low[kept], answers.high[kept] + 1, weights=counts[kept]
        )


if __name__ == "__main__":
    main()
