"""Sobol indices with bootstrap intervals: ours against SALib, same outputs, same resamples.

`analysis` compares from the same outputs to indices with intervals; `whole` adds sampling and
running the model, each by its own sampler, from the same Sobol' points. Both use one thread of
numpy and 100 resamples. Differences are those of indices and half-widths; the error is that of
our estimates against the known indices of the Ishigami function.
"""

import time
import warnings
from collections.abc import Callable

import numpy as np
from SALib.analyze import sobol as analyzer
from SALib.sample import sobol as sampler
from scipy.stats import qmc

from listlab.analyse.sensitivity import Lever, Range
from listlab.analyse.sensitivity.design import saltelli_rows
from listlab.analyse.sensitivity.indices import draw_points, sobol_indices
from listlab.model.language import Text

SIZES, RESAMPLES, TIMES, SEED = (1_024, 8_192, 16_384), 100, 5, 7
FACTORS = [Range(c, Text(c, c), -np.pi, np.pi, 0.0) for c in ("x1", "x2", "x3")]
PROBLEM = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-np.pi, np.pi]] * 3}
KNOWN = np.array([[0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437]])


def ishigami(x: np.ndarray) -> np.ndarray:
    """Test function with known indices."""
    first, second, third = x.T
    return np.sin(first) + 7 * np.sin(second) ** 2 + 0.1 * third**4 * np.sin(first)


def main() -> None:
    """Print a line a size: seconds, ratios, differences, error; then a lever's case."""
    for n in SIZES:
        y = ishigami(our_rows(n))
        ours, mine = best(lambda y=y, n=n: our_analysis(y, n))
        salib, theirs = best(lambda y=y: salib_analysis(y))
        whole, _ = best(lambda n=n: our_analysis(ishigami(our_rows(n)), n))
        salib_whole, _ = best(lambda n=n: salib_analysis(ishigami(salib_rows(n))), times=2)
        gap = max(
            np.abs(mine.first[:, 0] - theirs["S1"]).max(),
            np.abs(mine.total[:, 0] - theirs["ST"]).max(),
            np.abs(mine.first_half[:, 0] - theirs["S1_conf"]).max(),
            np.abs(mine.total_half[:, 0] - theirs["ST_conf"]).max(),
        )
        error = np.abs(np.stack([mine.first[:, 0], mine.total[:, 0]]) - KNOWN).max()
        print(
            f"N {n:6d}  analysis: ours {1e3 * ours:7.2f} ms, SALib {1e3 * salib:8.2f} ms "
            f"({salib / ours:5.1f} x)  whole: {1e3 * whole:7.2f} ms, {1e3 * salib_whole:8.2f} ms "
            f"({salib_whole / whole:5.1f} x)  largest difference {gap:.1e}  error {error:.1e}"
        )
    lever()


def best(call: Callable, times: int = TIMES) -> tuple[float, object]:
    """Shortest of several runs in seconds, and what came back."""
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        found = call()
        seconds.append(time.perf_counter() - began)
    return min(seconds), found


def our_rows(n: int) -> np.ndarray:
    """Rows of the design, one after the other."""
    points = qmc.Sobol(6, scramble=True, rng=np.random.default_rng(SEED)).random(n)
    return saltelli_rows(points, FACTORS).reshape(-1, 3)


def our_analysis(y: np.ndarray, n: int):
    """Indices with intervals from the outputs."""
    draws = draw_points(n, RESAMPLES, np.random.default_rng(SEED))
    return sobol_indices(y.reshape(n, 5, 1), draws)


def salib_rows(n: int) -> np.ndarray:
    """Rows of the same design by SALib."""
    rng = np.random.default_rng(SEED)
    return sampler.sample(PROBLEM, n, calc_second_order=False, seed=rng)


def salib_analysis(y: np.ndarray):
    """Indices with intervals by SALib, from the same outputs and resamples."""
    return analyzer.analyze(PROBLEM, y, calc_second_order=False, num_resamples=RESAMPLES, seed=SEED)


def lever() -> None:
    """A lever of three unequal levels, y = level + x: ours as it is, SALib over bounds only."""
    chances, levels = np.array([0.5, 0.3, 0.2]), np.array([0.0, 1.0, 4.0])
    inputs = [
        Lever("t", Text("t", "t"), tuple(levels), 0.0, tuple(chances)),
        Range("x", Text("x", "x"), 0.0, 1.0, 0.5),
    ]
    n, variance = 8_192, chances @ levels**2 - (chances @ levels) ** 2
    points = qmc.Sobol(4, scramble=True, rng=np.random.default_rng(SEED)).random(n)
    y = saltelli_rows(points, inputs).reshape(-1, 2).sum(axis=1).reshape(n, 4, 1)
    found = sobol_indices(y, draw_points(n, RESAMPLES, np.random.default_rng(SEED)))
    truth = variance / (variance + 1 / 12)
    print(f"lever: first {found.first[0, 0]:.5f} (exact {truth:.5f}); SALib: ", end="")
    problem = {"num_vars": 2, "names": ["t", "x"], "bounds": [[0.0, 1.0, 4.0], [0.0, 1.0]]}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sampler.sample(problem, 8, calc_second_order=False)
    except ValueError as error:
        print(f"refuses levels ({str(error).splitlines()[0]})")
    else:
        print("takes the levels for bounds")


if __name__ == "__main__":
    main()
