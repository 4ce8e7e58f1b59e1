"""Flows tables from disk, for what-ifs without a study."""

from pathlib import Path

import polars as pl

from listlab.errors import ScenarioError
from listlab.model.language import Text


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
        No such file, another ending, or a file that is not what its ending says.
    """
    if not path.is_file():
        raise ScenarioError(
            Text(f"找不到量级表 {path}；请检查路径。", f"no flows table at {path}; check the path.")
        )
    try:
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(path)
        if path.suffix.lower() == ".csv":
            text = _decoded(path.read_bytes())
            return pl.read_csv(
                text.encode(), infer_schema_length=None, null_values=["", "inf", "Inf"]
            )
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as error:
        cause = str(error).splitlines()[0]
        raise ScenarioError(
            Text(
                f"{path} 不能读作 {path.suffix}：{cause}。请重新导出后再试。",
                f"{path} can't be read as {path.suffix}: {cause}. Export it again and retry.",
            )
        ) from error
    raise ScenarioError(
        Text(
            f"{path} 的后缀是 {path.suffix or '（空）'}，应为 .csv 或 .parquet。",
            f"{path} ends in {path.suffix or '(nothing)'}, expected .csv or .parquet.",
        )
    )
