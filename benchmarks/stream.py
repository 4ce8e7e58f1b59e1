"""Ten million flows streamed from disk, against one million: time and peak memory.

    python benchmarks/stream.py [--format parquet|csv]

Each table is written first, then counted and bounded in a process of its own, so that its peak
memory is its own. The peer is polars itself, which reads the whole table and sums the laws at
200 thresholds in chunks. The exact sum of the peer on the small table is the oracle.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from scipy import special

from listlab.analyse import predictive
from listlab.analyse.predictive.read import read_batches

MILLION, AT, REPLICATES = (
    1_000_000,
    np.unique(np.geomspace(100, 1e7, 200).round()).astype(int),
    1_000,
)
PART = 500_000


def main() -> None:
    """Print seconds and peak memory for both sizes, their ratio, and the error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.measure)
        return
    with tempfile.TemporaryDirectory() as folder:
        tables = [write(Path(folder) / f"{n}.{given.format}", n) for n in (MILLION, 10 * MILLION)]
        found = [apart(table) for table in tables]
        whole, share = plain(tables[0])
    for (seconds, megabytes, _), size in zip(found, (1, 10), strict=True):
        print(f"{size:2d} million flows: {seconds:6.2f} s, peak memory {megabytes:5.0f} MB")
    ratio, error = found[1][0] / found[0][0], np.abs(found[0][2] - share).max()
    print(f"ratio of time {ratio:.1f} (at most 12), peak below 2,000 MB: {found[1][1] < 2000}")
    print(f"polars and the exact sum, 1 million, curve only: {whole:.2f} s; error {error:.1e}")


def write(path: Path, n: int) -> Path:
    """A table of n flows with laws of their own, written in parts."""
    rng = np.random.default_rng(1)
    writer = None
    for _ in range(0, n, PART):
        columns = {
            "location": rng.normal(7.6, 1.4, PART),
            "scale": np.exp(rng.uniform(np.log(0.15), np.log(0.8), PART)),
        }
        table = pa.table(columns)
        if writer is None:
            is_parquet = path.suffix == ".parquet"
            kind = pa.parquet.ParquetWriter if is_parquet else pa.csv.CSVWriter
            writer = kind(path, table.schema)
        writer.write_table(table)
    writer.close()
    return path


def measure(path: Path) -> None:
    """One table through listlab; seconds, peak memory in MB and the curve on stdout."""
    began = time.perf_counter()
    found = predictive.analyse(
        read_batches(path),
        thresholds=AT.tolist(),
        rng=np.random.default_rng(2),
        bootstrap=REPLICATES,
    )
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, peak, *found.share)


def apart(path: Path) -> tuple[float, float, np.ndarray]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--measure", str(path)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(out[0]), float(out[1]), np.array(out[2:], float)


def plain(path: Path) -> tuple[float, np.ndarray]:
    """The whole table by polars, and the exact sum at every threshold."""
    began = time.perf_counter()
    table = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path)
    location, scale = table["location"].to_numpy(), table["scale"].to_numpy()
    share = np.zeros(len(AT))
    for i in range(0, len(location), 20_000):
        part = slice(i, i + 20_000)
        share += special.ndtr((np.log(AT) - location[part, None]) / scale[part, None]).sum(axis=0)
    return time.perf_counter() - began, share / len(location)


if __name__ == "__main__":
    main()
