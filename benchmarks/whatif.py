"""One what-if on a scenario of 1,000 enterprises, fits kept, against running the notebook.

New need, growth and incident rate: curves, bands, comparisons, recommendation. Beside it the
scenario prepared and simulated anew, and notebook 03 of the sample study through papermill with
an empty cache. The what-if's bands stand beside those of a calibration of their own.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from listlab.analyse.growth import Growth
from listlab.analyse.prepared import prepare
from listlab.model.params import Assumption
from listlab.run.outcome import RunOptions
from listlab.run.workflow import run_studies

ROOT = Path(__file__).parents[1]
ENTERPRISES, TIMES = 1_000, 20
KNOWN = Growth(mean=0.06, sd=0.2, error=0.02, basis="given")
ASKED = Growth(mean=0.12, sd=0.3, error=0.02, basis="given")
RATE = {"incident_rate": Assumption(0.02, "assumed")}


def survey() -> pl.DataFrame:
    """Exact volumes, one in five about, one in eleven a bracket."""
    rng = np.random.default_rng(1)
    volumes = np.floor(rng.lognormal(7.6, 1.0, ENTERPRISES)).astype(int)
    rows = [bounds(k, int(v)) for k, v in enumerate(volumes)]
    return pl.DataFrame(rows, schema={"low": pl.Int64, "high": pl.Int64}, orient="row")


def bounds(k: int, volume: int) -> tuple[int, int]:
    """How enterprise k answers."""
    if k % 5 == 0:
        return int(0.9 * volume), int(1.1 * volume)
    if k % 11 == 0:
        return (0, 9_999) if volume < 10_000 else (10_000, 99_999)
    return volume, volume


def notebook() -> float:
    """Seconds of notebook 03 on the sample study, nothing cached."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("params", "data", "notebooks"):
            shutil.copytree(ROOT / name, root / name)
        began = time.perf_counter()
        (done,) = run_studies([root / "params" / "pharma-2026.yml"], RunOptions(only=("03",)))
        if done.error:
            raise done.error
        return time.perf_counter() - began


def main() -> None:
    """Print milliseconds of the what-if, seconds of the others, ratios, and how bands differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-notebook", action="store_true", help="leave the notebook out")
    given = parser.parse_args()
    frame = survey()
    began = time.perf_counter()
    prepared = prepare(frame, seed=7, growth=KNOWN)
    ready = time.perf_counter() - began
    prepared.ask()
    seconds = []
    for k in range(TIMES):
        growth = Growth(ASKED.mean + 0.001 * k, ASKED.sd, ASKED.error, "given")
        began = time.perf_counter()
        prepared.ask(need=0.9, growth=growth, assumptions=RATE)
        seconds.append(time.perf_counter() - began)
    asked = prepared.ask(need=0.9, growth=ASKED, assumptions=RATE)
    began = time.perf_counter()
    anew = prepare(frame, seed=7, growth=ASKED).ask(need=0.9)
    whole = time.perf_counter() - began
    median = float(np.median(seconds))
    print(f"what-if  {median * 1e3:7.1f} ms (median of {TIMES}, least {min(seconds) * 1e3:.1f})")
    print(f"anew     {whole:7.2f} s  ({whole / median:.0f} x); prepared once in {ready:.2f} s")
    apart = {
        side: max(
            abs(getattr(a.forecast, side) - getattr(b.forecast, side))
            for a, b in zip(asked.thresholds, anew.thresholds, strict=True)
        )
        for side in ("estimate", "low", "high", "lower95", "upper95")
    }
    print("bands against calibrating anew: " + ", ".join(f"{k} {v:.1e}" for k, v in apart.items()))
    same = asked.recommendation.threshold == anew.recommendation.threshold
    print(f"same recommendation: {same}")
    if not given.no_notebook:
        page = notebook()
        print(f"notebook 03 {page:6.2f} s  ({page / median:.0f} x the what-if)")


if __name__ == "__main__":
    main()
