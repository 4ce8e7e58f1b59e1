"""Items read from a table on disk: csv, xlsx or parquet."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook

from listlab.errors import SurveyError
from listlab.identify.items import Items, normalise_items
from listlab.law.pack import Pack
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.model.tables import SurveyTables

_ENCODINGS = ("utf-8-sig", "gb18030")


def read_items(path: Path, pack: Pack) -> Items:
    """Items of a csv, xlsx or parquet table; see `normalise_items`.

    Raises
    ------
    SurveyError
        The file can't be read as a table, or has no column of names.
    """
    table, rows = read_table(path)
    return normalise_items(table, pack, file=path.name, rows=rows)


def read_gold(path: Path) -> pl.DataFrame:
    """Gold set as text columns, blank cells null; see `scores`."""
    return pl.read_csv(path, infer_schema=False)


def read_table(path: Path) -> tuple[pl.DataFrame, list[int] | None]:
    """Table of a csv, xlsx or parquet file, and each item's row where blank rows stand between.

    Raises
    ------
    SurveyError
        The file can't be read as a table.
    """
    try:
        return _table(path)
    except (OSError, ValueError, pl.exceptions.PolarsError, CalamineError) as cause:
        raise SurveyError(_unusable(path, str(cause))) from cause


def _table(path: Path) -> tuple[pl.DataFrame, list[int] | None]:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return pl.read_parquet(path), None
    if suffix in (".xlsx", ".xlsm", ".xls"):
        rows = (
            CalamineWorkbook.from_path(str(path))
            .get_sheet_by_index(0)
            .to_python(skip_empty_area=False)
        )
        return _frame(rows)
    if suffix != ".csv":
        msg = f"{suffix}: csv, xlsx, parquet"
        raise ValueError(msg)
    content = io.BytesIO(_decode(path.read_bytes()).encode())
    return pl.read_csv(content, infer_schema=False, truncate_ragged_lines=True), None


def _decode(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace")


def _frame(rows: Sequence[Sequence[Any]]) -> tuple[pl.DataFrame, list[int]]:
    """Table whose first filled row holds the headers, every cell as text, and its rows' numbers."""
    numbered = [
        (number, row)
        for number, row in enumerate(rows, start=1)
        if any(cell not in ("", None) for cell in row)
    ]
    filled = [row for _, row in numbered]
    if not filled:
        raise ValueError("0 rows")
    headers = [str(cell).strip() for cell in filled[0]]
    columns = {
        header: [_cell(row[i]) if i < len(row) else None for row in filled[1:]]
        for i, header in enumerate(headers)
        if header
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String()))
    return frame, [number for number, _ in numbered[1:]]


def _cell(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def items_of(tables: SurveyTables, pack: Pack) -> Items:
    """Items of a study's tables, with their flows' volumes and their enterprises' answers.

    A survey asks what is exported, never the stock held; a scenario tells the contents.
    """
    holds = {x.code: ";".join(x.holds) for i in pack.industries for x in i.scenarios if x.holds}
    flows = tables.flows.select(
        "flow_id",
        "enterprise_id",
        pl.col("scenario")
        .replace_strict(holds, default="", return_dtype=pl.String)
        .alias("contains"),
        pl.coalesce("scenario_name", "scenario").alias("scenario"),
        *(pl.col(f"personal_{end}").alias(f"persons_{end}") for end in ("low", "high")),
        *(pl.col(f"sensitive_{end}").alias(f"sensitive_persons_{end}") for end in ("low", "high")),
    )
    enterprises = tables.enterprises.select("enterprise_id", "industry", "ciio")
    joined = tables.items.join(flows, on="flow_id", how="left", maintain_order="left")
    joined = joined.join(enterprises, on="enterprise_id", how="left", maintain_order="left")
    columns = pl.all().exclude("source", "need", "item_id")
    return normalise_items(joined.select(pl.col("item_id").alias("id"), columns), pack)


def _unusable(path: Path, cause: str) -> Problem:
    message = Text(
        f"读不出数据项表（{cause[:80]}）；请提供 csv、xlsx 或 parquet，首行为表头",
        f"no table of items can be read ({cause[:80]}); hand in csv, xlsx or parquet with headers",
    )
    return Problem("items.unreadable", "error", message, file=path.name)
