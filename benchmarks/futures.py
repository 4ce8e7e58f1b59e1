"""2,000 futures of 300 enterprises: a curve read off, against EMA Workbench and a NumPy loop.

All four reckon the same: the weighted share of enterprises below 50,000 persons next year, each
with a lognormal law of its own, under growth and spread of a future. EMA Workbench runs any model
and is not made for this one; the plain loop is the fair line between. Without it
(`pip install ema-workbench`) its line is left out.
"""

import contextlib
import importlib.util
import io
import logging
import time
import warnings

import numpy as np
from scipy import special

from listlab.analyse.predictive.futures import shares_in_futures

FUTURES, ENTERPRISES, THRESHOLD = 2_000, 300, 50_000
RANGES = {"growth_mean": (-0.3, 0.6), "growth_sd": (0.1, 0.5)}


def enterprises() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Location, scale and weight."""
    rng = np.random.default_rng(1)
    return (
        rng.normal(7.6, 1.4, ENTERPRISES),
        np.exp(rng.uniform(np.log(0.15), np.log(0.8), ENTERPRISES)),
        rng.choice([1.0, 2.0, 4.0], ENTERPRISES),
    )


LOCATION, SCALE, WEIGHT = enterprises()


def share(growth_mean: float, growth_sd: float) -> dict[str, float]:
    """One future."""
    z = (np.log(THRESHOLD) - growth_mean - LOCATION) / np.hypot(SCALE, growth_sd)
    return {"share": float(special.ndtr(z) @ WEIGHT / WEIGHT.sum())}


def ours(futures: dict[str, np.ndarray], method: str):
    """All futures at once."""
    edge = np.full(FUTURES, np.log(THRESHOLD))
    return shares_in_futures(LOCATION, SCALE, WEIGHT, log_threshold=edge, method=method, **futures)


def loop(futures: dict[str, np.ndarray]) -> np.ndarray:
    """Future after future in plain NumPy."""
    pairs = zip(futures["growth_mean"], futures["growth_sd"], strict=True)
    return np.array([share(mean, sd)["share"] for mean, sd in pairs])


def workbench(futures: dict[str, np.ndarray]) -> tuple[float, np.ndarray]:
    """Seconds and shares of EMA Workbench's sequential evaluator on the same futures."""
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        from ema_workbench import Model, RealParameter, ScalarOutcome, Scenario, SequentialEvaluator
        from ema_workbench.util import ema_logging

        ema_logging.log_to_stderr(logging.ERROR)
        model = Model("share", function=share)
        model.uncertainties = [RealParameter(name, *ends) for name, ends in RANGES.items()]
        model.outcomes = [ScalarOutcome("share")]
        names = list(futures)
        cases = [
            Scenario(str(k), **{name: float(futures[name][k]) for name in names})
            for k in range(FUTURES)
        ]
        with SequentialEvaluator(model) as evaluator:
            began = time.perf_counter()
            _, outcomes = evaluator.perform_experiments(scenarios=cases)
            return time.perf_counter() - began, np.asarray(outcomes["share"])


def timed(call, times: int):
    """Seconds and answer of a call, the best of several."""
    best = np.inf
    for _ in range(times):
        began = time.perf_counter()
        found = call()
        best = min(best, time.perf_counter() - began)
    return best, found


def main() -> None:
    """Print a line a way: milliseconds, ratio to the peer, and the largest difference."""
    rng = np.random.default_rng(2)
    futures = {name: rng.uniform(*ends, FUTURES) for name, ends in RANGES.items()}
    plain, truth = timed(lambda: loop(futures), 3)
    peer, named = plain, "the loop"
    if importlib.util.find_spec("ema_workbench"):
        peer, theirs = workbench(futures)
        named = "EMA Workbench"
        print(
            f"EMA Workbench   {peer * 1e3:8.2f} ms  difference {np.abs(theirs - truth).max():.1e}"
        )
    else:
        print("peer not installed: pip install ema-workbench")
    print(f"NumPy loop      {plain * 1e3:8.2f} ms  {peer / plain:6.1f} x {named}")
    for method in ("sum", "curve"):
        seconds, found = timed(lambda method=method: ours(futures, method), 5)
        error = np.abs(found.share - truth).max()
        print(
            f"listlab, {method:5s}  {seconds * 1e3:8.2f} ms  {peer / seconds:6.1f} x {named}  "
            f"difference {error:.1e}, stated {found.error:.1e}"
        )


if __name__ == "__main__":
    main()
