"""Forms written as people's programs write them: .xlsx, .xlsm, .xls and folders of .csv."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import xlsxwriter
import xlwt

from .form import Cell, Form, Formula, Shown

MARK = "合成样例，不是真实企业数据"
_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_CLOCK = re.compile(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NEVER_RECKONED = 987_654_321  # stands in for a value that is taken out of the file again


def write_form(form: Form, path: Path) -> None:
    """Write a form to a file, or to a folder of csv files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if form.suffix == ".csv":
        _write_csv(form, path)
    elif form.suffix == ".xls":
        _write_xls(form, path)
    else:
        content = xlsx_bytes(form)
        path.write_bytes(_saved_again(content) if form.saved_again else content)


def xlsx_bytes(form: Form) -> bytes:
    """Bytes of the form as an xlsx or xlsm file."""
    stream = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "yyyy-mm-dd"}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": MARK, "comments": MARK, "created": _MADE})
    if form.template:
        book.define_name("listlab_template", f'="{form.template}"')
    if form.suffix == ".xlsm":
        project = io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no real macro")
        book.add_vba_project(project, is_stream=True)
    book.add_worksheet("填表说明").write_string(0, 0, MARK)
    for name, lines in form.sheets().items():
        sheet = book.add_worksheet(name)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                _put(book, sheet, (row, column), value)
    _merge(book, form)
    book.close()
    return rezip(stream.getvalue(), _forget)


def _saved_again(content: bytes) -> bytes:
    """The same workbook as another program writes it."""
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(content)).save(stream)
    return rezip(stream.getvalue(), lambda name, data: _CLOCK.sub(b"2026-01-01T00:00:00Z", data))


def rezip(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Zip file with each part changed; parts that the change makes None are left out."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = change(entry.filename, old.read(entry))
            if data is not None:
                new.writestr(zipfile.ZipInfo(entry.filename), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _put(book: xlsxwriter.Workbook, sheet: object, place: tuple[int, int], value: Cell) -> None:
    if isinstance(value, Formula):
        cached = _NEVER_RECKONED if value.value is None else value.value
        sheet.write_formula(*place, value.text, None, cached)  # type: ignore[attr-defined]
    elif isinstance(value, Shown):
        shown = book.add_format({"num_format": value.number_format})
        sheet.write_number(*place, value.value, shown)  # type: ignore[attr-defined]
    elif isinstance(value, date):
        sheet.write_datetime(*place, value)  # type: ignore[attr-defined]
    elif isinstance(value, str):
        sheet.write_string(*place, value)  # type: ignore[attr-defined]
    elif value is not None:
        sheet.write_number(*place, value)  # type: ignore[attr-defined]


def _merge(book: xlsxwriter.Workbook, form: Form) -> None:
    for table in form.tables.values():
        sheet = book.get_worksheet_by_name(table.name)
        for header, first, last in table.merged if sheet else ():
            column, value = table.headers.index(header), table.rows[first].get(header)
            lines = table.line(first), table.line(last)
            sheet.merge_range(lines[0], column, lines[1], column, value)


def _forget(_name: str, data: bytes) -> bytes:
    """Take values out of formulas that no spreadsheet ever reckoned."""
    return re.sub(rb"<v>%d</v>" % _NEVER_RECKONED, b"", data)


def _write_xls(form: Form, path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("填表说明").write(0, 0, MARK)
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, lines in form.sheets().items():
        sheet = book.add_sheet(name)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                if isinstance(value, Shown):
                    shown = xlwt.easyxf(num_format_str=value.number_format)
                    sheet.write(row, column, value.value, shown)
                elif isinstance(value, date):
                    sheet.write(row, column, value, style)
                elif value is not None:
                    sheet.write(row, column, value.value if isinstance(value, Formula) else value)
    book.save(str(path))


def _write_csv(form: Form, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    guidance: dict[str, list[list[Cell]]] = {"填表说明": [[MARK]]}
    for name, lines in (guidance | form.sheets()).items():
        with (folder / f"{name}.csv").open("w", encoding=form.encoding, newline="") as file:
            csv.writer(file).writerows([[_plain(cell) for cell in line] for line in lines])


def _plain(value: Cell) -> object:
    if isinstance(value, Formula | Shown):
        return value.value
    if isinstance(value, float) and value.is_integer():
        return int(value)  # as spreadsheets export it
    return value.isoformat() if isinstance(value, date) else value
