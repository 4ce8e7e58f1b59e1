"""The answers as one workbook for staff: every row under the id that corrections name."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl
import xlsxwriter

from listlab.model.language import Lang, Text
from listlab.model.measure import breadth
from listlab.model.tables import SurveyTables
from listlab.survey.columns import ENTERPRISE, FLOWS, HISTORY, ITEMS, SheetForm
from listlab.survey.countries import country_names

_FIXED = datetime(1980, 1, 1)
_NARROWEST, _WIDEST = 9, 44
_MEASURED = 200  # rows that widths are taken from
_ID, _FILE, _ROW = Text("编号（更正表的 id）", "id (for corrections)"), Text("文件", "file"), "row"
_ENDS = {"low": Text("（至少）", " (at least)"), "high": Text("（至多）", " (at most)")}
_SHEETS: tuple[tuple[str, str, SheetForm, str], ...] = (
    ("enterprises", ENTERPRISE.name, ENTERPRISE, "enterprise_id"),
    ("flows", FLOWS.name, FLOWS, "flow_id"),
    ("items", ITEMS.name, ITEMS, "item_id"),
    ("history", HISTORY.name, HISTORY, "flow_id"),
)
_SKIPPED = frozenset({"source", "personal_code", "sensitive_code"})
_EXTRA = {"weight": Text("权重", "weight"), "enterprise_id": Text("企业", "enterprise")}

Row = dict[str, Any]


def answers_book(tables: SurveyTables, lang: Lang = "zh") -> bytes:
    """Workbook (xlsx) of enterprises, flows, items and past years as they were read.

    Same tables give the same bytes; text stays text.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": _FIXED})
        looks = (
            book.add_format({"valign": "top"}),
            book.add_format({"bold": True, "bg_color": "#DDE6F0", "text_wrap": True, "border": 1}),
        )
        for name, title, form, key in _SHEETS:
            headers, rows = _lines(getattr(tables, name), form, key, lang)
            _write(book.add_worksheet(title), headers, rows, looks)
    return stream.getvalue()


def _lines(
    table: pl.DataFrame, form: SheetForm, key: str, lang: Lang
) -> tuple[list[str], list[list[Any]]]:
    columns = [name for name in table.columns if name not in _SKIPPED | {key}]
    headers = [_ID.say(lang), *(_header(name, form, lang) for name in columns)]
    headers += [_FILE.say(lang), Text("行", "row").say(lang)]
    shown: Mapping[str, Callable[[Any], Any]] = {
        "country": lambda codes: country_names(codes, lang),
    }
    rows = []
    for row in table.iter_rows(named=True):
        source = row["source"] or {}
        values = [shown.get(name, _same)(row[name]) for name in columns]
        rows.append([_id(row, key), *values, source.get("file"), source.get(_ROW)])
    return headers, rows


def _same(value: Any) -> Any:
    return value


def _id(row: Row, key: str) -> str:
    """Id of a row; a past year is that of its flow at the year."""
    return f"{row[key]}@{row['year']}" if "year" in row else str(row[key])


def _header(name: str, form: SheetForm, lang: Lang) -> str:
    """Header of the form, told apart by ends where a volume has two."""
    if name in _EXTRA:
        return _EXTRA[name].say(lang)
    stem, _, end = name.rpartition("_")
    key, ending = (stem, _ENDS[end]) if end in _ENDS else (name, Text("", ""))
    found = next((column for column in form.columns if column.key == key), None)
    if found is None:
        return name
    return Text(f"{found.header}{ending.zh}", f"{found.english}{ending.en}").say(lang)


def _write(
    sheet: Any, headers: Sequence[str], rows: Sequence[Sequence[Any]], looks: tuple[Any, Any]
) -> None:
    body, head = looks
    for place, header in enumerate(headers):
        told = [str(row[place]) for row in rows[:_MEASURED] if row[place] is not None]
        wanted = max([breadth(text) for text in told], default=0) + 2
        wanted = max(wanted, min(breadth(header) + 2, _WIDEST / 2), _NARROWEST)
        sheet.set_column(place, place, min(wanted, _WIDEST), body)
        sheet.write_string(0, place, header, head)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, (int, float)):
                sheet.write_number(number, place, value)
            elif value is not None:
                sheet.write_string(number, place, str(value))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headers) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
