"""Flows tables from disk, for what-ifs without a study."""

import csv
from collections import Counter
from io import StringIO
from pathlib import Path

import polars as pl

from listlab.analyse.table_file import no_file, other_ending, repeated, unreadable


def _decoded(raw: bytes) -> str:
    """Text of a csv file in UTF-8, or as Chinese Excel saves it."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def read_flows(path: Path) -> pl.DataFrame:
    """Flows table of a csv or parquet file, a row an enterprise, as `simulate` takes it.

    Raises
    ------
    ScenarioError
        No such file, another ending, a file that is not what its ending says, or two columns
        of one name.
    """
    if not path.is_file():
        raise no_file(path)
    try:
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(path)
        if path.suffix.lower() == ".csv":
            text = _decoded(path.read_bytes())
            header = Counter(next(csv.reader(StringIO(text)), []))
            if twice := [name for name, times in header.items() if name and times > 1]:
                raise repeated(path, twice)
            return pl.read_csv(
                text.encode(), infer_schema_length=None, null_values=["", "inf", "Inf"]
            )
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError, csv.Error) as error:
        raise unreadable(path, error) from error
    raise other_ending(path)
