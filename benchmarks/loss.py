"""Tail mean of a year's loss: by Fourier transform, against plain Monte Carlo and exact series.

One survey of 1,000 enterprises and twelve thresholds. The Monte Carlo middle line draws 100,000
years a threshold in NumPy; its standard error stands beside its time. Exactness: the compound
Poisson–gamma law, whose series is reckoned term by term with scipy.
"""

import time

import numpy as np
import polars as pl
from scipy import optimize, stats

from listlab.analyse.answers import group_answers
from listlab.analyse.laws import fit
from listlab.analyse.risk.compound import coarser_by, share_lost, yearly_loss
from listlab.analyse.risk.loss import Hazard, Losses, errors, lose
from listlab.analyse.risk.sources import POINTS, Sources, sources

AT = np.array([1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1_000]) * 1_000.0
DANGER = Hazard(rate=0.01, contract=0.5, a=1.0, b=4.0)
YEARS, TAIL = 100_000, 0.05


def survey(n: int = 1_000) -> pl.DataFrame:
    """Half exact volumes, half a tenth around them."""
    volumes = np.floor(np.random.default_rng(1).lognormal(7.6, 1.2, n)).astype(int)
    wide = np.arange(n) % 2 == 0
    return pl.DataFrame(
        {
            "low": np.where(wide, 0.9 * volumes, volumes).astype(int),
            "high": np.where(wide, 1.1 * volumes, volumes).astype(int),
            "severity": np.random.default_rng(2).choice([3.0, 5.0, 7.2], n),
        }
    )


def best(call, times: int = 5):
    """Result and shortest time of a few calls, in seconds."""
    found, shortest = None, np.inf
    for _ in range(times):
        began = time.perf_counter()
        found = call()
        shortest = min(shortest, time.perf_counter() - began)
    return found, shortest


def main() -> None:
    """Print times with their ratio, the differences in standard errors, and the exact errors."""
    answers = group_answers(survey())
    model = fit(answers)
    of, once = best(lambda: sources(model, answers, AT), 2)
    losses, ours = best(lambda: lose(of, DANGER))
    (means, error), theirs = best(lambda: monte_carlo(of), 1)
    away = np.abs(losses.cvar95 - means) / error
    print(f"volumes as points, once a fit   {once * 1e3:8.1f} ms")
    print(f"12 tail means, transform        {ours * 1e3:8.1f} ms")
    print(f"12 tail means, Monte Carlo      {theirs * 1e3:8.1f} ms  ({theirs / ours:.0f} x)")
    print(f"Monte Carlo standard error      {(error / means).max():8.1e} relative, largest")
    print(f"largest difference              {away.max():8.1f} standard errors")
    print(f"stated error of ours            {stated(losses, of):8.1e} relative, largest")
    exact()


def stated(losses: Losses, of: Sources) -> float:
    """Largest relative error that the results state."""
    return float((errors(losses, of) / losses.cvar95).max())


def monte_carlo(of: Sources) -> tuple[np.ndarray, np.ndarray]:
    """Tail means of simulated years, and their standard errors."""
    rng, rows = np.random.default_rng(3), []
    for rate in DANGER.rate * of.free:
        counts = rng.poisson(rate.sum(), YEARS)
        struck = rng.choice(of.value, p=rate / rate.sum(), size=counts.sum())
        lost = struck * rng.beta(DANGER.a, DANGER.b, counts.sum())
        total = np.bincount(np.repeat(np.arange(YEARS), counts), lost, YEARS)
        q = np.quantile(total, 1 - TAIL)
        excess = np.maximum(total - q, 0)
        rows.append((q + excess.mean() / TAIL, excess.std() / TAIL / np.sqrt(YEARS)))
    means, error = np.array(rows).T
    return means, error


def beyond(x: float, chance: np.ndarray, shape: np.ndarray, scale: float) -> float:
    """P(L > x) of a compound Poisson–gamma law, less the tail."""
    return float(chance @ stats.gamma.sf(x, shape, scale=scale)) - TAIL


def exact() -> None:
    """Compare with the compound Poisson–gamma series at several rates."""
    grid = np.geomspace(1e-2, 1e6, POINTS)
    for total in (0.2, 2.0, 20.0, 200.0):
        a, b, scale = 1.0, 4.0, 900.0
        law, next_law = (stats.gamma(k, scale=scale) for k in (a + b, a + b + 1))
        mass, mean = np.diff(law.cdf(grid)), (a + b) * scale * np.diff(next_law.cdf(grid))
        up = (mean - grid[:-1] * mass) / np.diff(grid)
        rate = total * (np.append(mass - up, 0.0) + np.append(0.0, up))
        share = share_lost(a, b, grid)
        found = yearly_loss(grid, rate, share)
        n = np.arange(1, 2_000)
        chance = stats.poisson.pmf(n, total)
        q = optimize.brentq(beyond, 1e-9, 1e8, args=(chance, n * a, scale))
        wanted = chance @ (n * a * scale * stats.gamma.sf(q, n * a + 1, scale=scale)) / TAIL
        off = abs(found.cvar95 / wanted - 1)
        bound = coarser_by(found, grid, rate, share) / wanted
        print(f"{total:6.1f} incidents a year: error {off:.1e} of the exact, stated {bound:.1e}")


if __name__ == "__main__":
    main()
