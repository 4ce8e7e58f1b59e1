"""Tables of a study on disk as parquet, and its problems as lists for people."""

import csv
import io
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl
import xlsxwriter

from listlab.errors import SurveyError
from listlab.model.language import Lang, Text
from listlab.model.measure import row_height
from listlab.model.problem import Problem
from listlab.model.tables import SCHEMAS, SurveyTables
from listlab.survey.answers_book import answers_book
from listlab.survey.levels import LEVELS


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


def write_problems(tables: SurveyTables, path: Path, *, lang: Lang = "zh") -> list[Path]:
    """Files written: a workbook of the problems, a row each, and the same as csv beside it.

    Text stays text: nothing that an enterprise wrote becomes a formula.
    """
    order = {code: place for place, code in enumerate(LEVELS)}
    found = sorted(tables.problems.iter_rows(named=True), key=lambda row: order[row["level"]])
    folder = _folder([row["file"] for row in found if row["file"]])
    rows = [_shown(row, folder, lang) for row in found]
    headers = [header.say(lang) for header, _ in _COLUMNS]
    lines = path.with_suffix(".csv")
    for target, content in ((path, _workbook(headers, rows, lang)), (lines, _csv(headers, rows))):
        _replace(target, content)
    return [path, lines]


def write_answers(tables: SurveyTables, path: Path, *, lang: Lang = "zh") -> Path:
    """File written: the answers as a workbook, each row under the id that corrections name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, answers_book(tables, lang))
    return path


def _replace(target: Path, content: bytes) -> None:
    draft = target.with_suffix(f"{target.suffix}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


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


_COLUMNS = (
    (Text("序号", "No."), 6),
    (Text("级别", "Level"), 9),
    (Text("文件", "File"), 34),
    (Text("工作表", "Sheet"), 12),
    (Text("单元格", "Cell"), 9),
    (Text("所填内容", "Written"), 20),
    (Text("问题与处理办法", "Problem and what to do"), 76),
    (Text("问题编码", "Code"), 24),
)
_COLOURS = {"must": "#F8D7DA", "check": "#FFF3CD"}
_FIXED = datetime(1980, 1, 1)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _folder(files: Sequence[str]) -> str:
    """Folder that all files lie in, with its `/`; it need not be said in every row."""
    parents = [PurePosixPath(file).parent.as_posix() for file in files]
    common = os.path.commonpath(parents) if parents else ""
    return f"{common}/" if common not in ("", ".") else ""


def _shown(row: dict[str, Any], folder: str, lang: Lang) -> list[str]:
    level = LEVELS[row["level"]].say(lang)
    file = (row["file"] or "").removeprefix(folder)
    place = [file, row["sheet"] or "", row["cell"] or "", row["written"] or row["got"] or ""]
    return [level, *place, row[f"message_{lang}"] or "", row["code"] or ""]


def _workbook(headers: Sequence[str], rows: Sequence[Sequence[str]], lang: Lang) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": _FIXED})
        looks = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        text = book.add_format(looks)
        levels = {
            LEVELS[level].say(lang): book.add_format({**looks, "bg_color": colour})
            for level, colour in _COLOURS.items()
        }
        head = book.add_format({**looks, "bold": True, "bg_color": "#DDE6F0"})
        sheet = book.add_worksheet(Text("问题清单", "Problems").say(lang))
        for place, ((_, width), header) in enumerate(zip(_COLUMNS, headers, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, header, head)
        widths = [width for _, width in _COLUMNS[1:]]
        for number, row in enumerate(rows, start=1):
            sheet.set_row(number, row_height(row, widths))
            sheet.write_number(number, 0, number, text)
            for place, value in enumerate(row, start=1):
                sheet.write_string(
                    number, place, value, levels.get(row[0], text) if place == 1 else text
                )
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(headers) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return stream.getvalue()


def _csv(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(headers)
    for number, row in enumerate(rows, start=1):
        writer.writerow([number, *(_plain(value) for value in row)])
    return stream.getvalue().encode("utf-8-sig")  # the mark by which Excel knows the encoding


def _plain(value: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
