"""Tables of a study on disk, as parquet."""

import os
from pathlib import Path

import polars as pl

from listlab.errors import SurveyError
from listlab.model.language import Text
from listlab.model.problem import Problem
from listlab.model.tables import SCHEMAS, SurveyTables


def write_tables(tables: SurveyTables, folder: Path) -> list[Path]:
    """Files written, one a table; each is whole or not there, and same tables give same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in SCHEMAS:
        target = folder / f"{name}.parquet"
        draft = target.with_suffix(f".{os.getpid()}.part")
        try:
            getattr(tables, name).write_parquet(draft, compression="zstd")
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        written.append(target)
    return written


def read_tables(folder: Path) -> SurveyTables:
    """Tables that `write_tables` wrote.

    Raises
    ------
    SurveyError
        A table is missing, broken, or of another version of listlab.
    """
    frames: dict[str, pl.DataFrame] = {}
    problems: list[Problem] = []
    for name, schema in SCHEMAS.items():
        path = folder / f"{name}.parquet"
        try:
            frames[name] = pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError):
            problems.append(_unusable(path))
        else:
            if frames[name].schema != schema:
                problems.append(_unusable(path))
    if problems:
        raise SurveyError(problems)
    return SurveyTables(**frames)


def _unusable(path: Path) -> Problem:
    message = Text(
        "缺少这张表，或它不是本版本写出的；请重新运行 listlab intake",
        "the table is missing or not of this version; run listlab intake again",
    )
    return Problem("survey.no_table", "error", message, file=path.as_posix())
