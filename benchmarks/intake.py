"""Reading and checking survey workbooks: listlab against pandas and pandera, on the same rules.

Run by `python benchmarks/intake.py`. 500 invented workbooks, a fifth of them with defects, are
read and checked in one run each way: by `read_workbooks`, and by `pandas.read_excel` (openpyxl)
with lazy validation by pandera of the rules in intake_rules.py, which call listlab's own readers
of single cells where pandera has no such check. Printed: the times; whether pandera finds a cell
that listlab misses; the peak memory of listlab alone in a process of its own; the time from 500
to 5,000 workbooks. Times are seconds of the processor, so that other work on the machine does
not count.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from intake_rules import Place, pandera_failures
from intake_workbooks import make_workbooks

from listlab.law.load import load_pack
from listlab.law.pack import Industry
from listlab.model.tables import SurveyTables
from listlab.survey.read import read_workbooks

WORKBOOKS, SIZES = 500, (500, 1_000, 2_500, 5_000)
TIMES_FASTER, MOST_MEGABYTES, MOST_BEND = 10, 500, 1.5


def industry() -> Industry:
    """Industry whose scenarios the workbooks report."""
    return load_pack("beijing").industry("pharma")


def read(folder: Path, count: int) -> tuple[SurveyTables, float]:
    """Tables of the first workbooks of a folder, and the seconds of the processor it took."""
    files = sorted(folder.glob("*.xlsx"))[:count]
    start = time.process_time()
    tables = read_workbooks(files, industry=industry(), root=folder)
    return tables, time.process_time() - start


def found_places(tables: SurveyTables) -> set[Place]:
    """Cells in which listlab found something."""
    return set(tables.problems.select("file", "sheet", "cell").rows())


def against_pandera(folder: Path, count: int) -> list[str]:
    """Times of both ways on the same workbooks, and what one found that the other did not."""
    read(folder, 20)  # imports and caches are warm on both sides
    pandera_failures(sorted(folder.glob("*.xlsx"))[:5], industry())
    tables, ours = read(folder, count)
    start = time.process_time()
    failures = pandera_failures(sorted(folder.glob("*.xlsx"))[:count], industry())
    theirs = time.process_time() - start
    missed = failures - found_places(tables)
    print(f"listlab            {ours:8.2f} s   {ours / count * 1000:6.2f} ms a workbook")
    print(f"pandas + pandera   {theirs:8.2f} s   {theirs / count * 1000:6.2f} ms a workbook")
    print(f"times faster       {theirs / ours:8.1f}")
    print(f"cells pandera finds {len(failures)}, missed by listlab {len(missed)}")
    print(f"cells listlab finds {len(found_places(tables))}")
    faults = [f"missed {place}" for place in sorted(missed, key=str)[:5]]
    if theirs / ours < TIMES_FASTER:
        faults.append(f"only {theirs / ours:.1f} times faster")
    return faults


def growth(folder: Path, sizes: tuple[int, ...]) -> list[str]:
    """Time a workbook as the folder grows."""
    each = {}
    for size in sizes:
        seconds = read(folder, size)[1]
        each[size] = seconds / size * 1000
        print(f"{size:6d} workbooks {seconds:8.2f} s   {each[size]:6.2f} ms a workbook")
    bend = max(each.values()) / each[sizes[0]]
    return [f"time a workbook grows by {bend:.2f}"] if bend > MOST_BEND else []


def memory(folder: Path, count: int) -> list[str]:
    """Peak memory of a process that does nothing but read."""
    command = [sys.executable, __file__, "--child", str(folder), "--workbooks", str(count)]
    peak = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"peak memory        {peak:8d} MB for {count} workbooks")
    return [f"{peak} MB"] if peak >= MOST_MEGABYTES else []


def main() -> int:
    """Print the figures; exit code 1 when one of them is not what is promised."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workbooks", type=int, default=WORKBOOKS)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        read(options.child, options.workbooks)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        make_workbooks(place, max(options.workbooks, *options.sizes))
        faults = against_pandera(place, options.workbooks)
        faults += memory(place, options.workbooks)
        faults += growth(place, tuple(options.sizes))
    print("\n".join(faults) or "all as promised")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
