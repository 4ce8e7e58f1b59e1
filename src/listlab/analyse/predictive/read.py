"""Tables of flows from disk, a batch at a time."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from listlab.analyse.table_file import no_file, other_ending, unreadable

_ROWS = 2**17  # of a batch: small beside memory, large beside what a batch costs
_COLUMNS = ("location", "shape", "scale", "low", "high", "growth_mean", "growth_sd")
_OPTIONAL = ("count", "weight")


def read_batches(path: Path) -> Iterator[pl.DataFrame]:
    """Flows of a parquet or csv file (UTF-8), in batches and in their order.

    Only the columns that a predictive law may need are read. The batches of a file are always
    the same, so that sums over them are too.

    Raises
    ------
    ScenarioError
        No such file, another ending, or a file that is not what its ending says.
    """
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    if not path.is_file():
        raise no_file(path)
    try:
        if path.suffix.lower() == ".parquet":
            file = pa.parquet.ParquetFile(path)
            wanted = [n for n in file.schema_arrow.names if n in (*_COLUMNS, *_OPTIONAL)]
            for batch in file.iter_batches(batch_size=_ROWS, columns=wanted or None):
                yield pl.DataFrame(batch)
            return
        if path.suffix.lower() == ".csv":
            with pa.csv.open_csv(path) as reader:
                for batch in reader:
                    yield pl.DataFrame(batch)
            return
    except (pa.ArrowException, OSError) as error:
        raise unreadable(path, error) from error
    raise other_ending(path)
