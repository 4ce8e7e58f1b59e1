"""The survey form as older programs save it: .xls, and a folder of .csv files."""

import csv
from pathlib import Path

import xlwt
from survey_form import GUIDANCE_SHEET, TABLES, Form, guidance, headers_of
from written_volumes import Cell


def write_xls(form: Form, path: Path) -> None:
    """Write one workbook in the format of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, lines in _sheets(form).items():
        sheet = book.add_sheet(name)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                if value is not None:
                    sheet.write(row, column, value)
    book.save(str(path))


def write_csv(form: Form, folder: Path, *, encoding: str) -> None:
    """Write each sheet as a csv file in a folder of the enterprise's own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in _sheets(form).items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(lines)


def _sheets(form: Form) -> dict[str, list[list[Cell]]]:
    sheets: dict[str, list[list[Cell]]] = {
        GUIDANCE_SHEET: [[line] for line in guidance(form)],
        "企业信息": [[item, answer] for item, answer in form.enterprise.items()],
    }
    for name in TABLES:
        headers = headers_of(name, form.look)
        rows = [[row.get(header) for header in headers] for row in form.rows[name]]
        sheets[name] = [list(headers), *rows]
    return sheets
