"""Files handed in, opened to be written on; what can't be opened safely gives an empty book."""

import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from listlab.model.language import Text
from listlab.survey.cell_flags import is_command
from listlab.survey.cells import Cell
from listlab.survey.columns import REVISION_NAME, SHEETS, SheetForm
from listlab.survey.open import bundle_grids, open_bundle, open_table, open_workbook
from listlab.survey.returned_package import checked_package, spans_few_cells
from listlab.survey.returned_plain import dress
from listlab.survey.sheets import Grid, UnusableWorkbook, Workbook

_MOST_MERGED = 1000
_LINKED = re.compile(r"\[\d+\]")  # formulas that point into another file
_MACROS, _PICTURES = "xl/vbaProject.bin", ("xl/media/", "xl/charts/", "xl/embeddings/")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_NAME = 31
_BARRED = re.compile(r"[\[\]:*?/\\]")


@dataclass
class Copy:
    """A workbook to write on.

    `forms` tells which sheet answers which form, `values` what formulas showed; `remarks` say
    what is not as it was in the file.
    """

    book: openpyxl.Workbook
    forms: Mapping[str, SheetForm] = field(default_factory=dict)
    values: Mapping[str, Grid] = field(default_factory=dict)
    remarks: list[Text] = field(default_factory=list)


def open_copy(content: bytes | Mapping[str, bytes], suffix: str) -> Copy:
    """Workbook with all that may be kept of the file, in any format that listlab reads."""
    name = f"answer{suffix.lower()}"
    try:
        if not isinstance(content, bytes):
            return _rebuilt(bundle_grids(content)[0], _forms(open_bundle(content)), _FROM_CSV)
        forms = _forms(open_workbook(content, name))
        if not zipfile.is_zipfile(BytesIO(content)):
            remark = _FROM_CSV if suffix.lower() == ".csv" else _FROM_XLS
            return _rebuilt(open_table(content, name), forms, remark)
        return _marked_one_by_one(content, name, forms)
    except UnusableWorkbook:
        return Copy(_empty())


def _marked_one_by_one(content: bytes, name: str, forms: Mapping[str, SheetForm]) -> Copy:
    """Workbook with its looks, with its contents alone, or empty, as far as its size allows."""
    try:
        checked = checked_package(content)
    except UnusableWorkbook:  # in sheets that hold no answers, or by their number of cells
        return Copy(_empty(), remarks=[_TOO_LARGE])
    try:
        if spans_few_cells(checked):
            values = {grid.name: grid for grid in open_table(content, name)}
            return _loaded(checked, values, forms)
    except UnusableWorkbook:
        raise
    except Exception:  # openpyxl fails in many ways on files that other programs write
        return _plain(content, name, forms)
    return _plain(content, name, forms)


def name_revision(copy: Copy, revision: int | None) -> None:
    """Note in the book which revision of the answer it is, for when it comes back."""
    if revision is not None:
        copy.book.defined_names[REVISION_NAME] = DefinedName(
            REVISION_NAME, attr_text=f'"{revision}"', hidden=True
        )


def put(cell: Any, value: Cell) -> None:
    """Write a value; text stays text, whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = None
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    if value.startswith(_FORMULA_SIGNS):
        cell.quotePrefix = True


def _forms(book: Workbook) -> dict[str, SheetForm]:
    return {grid.name: form for form in SHEETS if (grid := book.sheet(form.name))}


def _plain(content: bytes, name: str, forms: Mapping[str, SheetForm]) -> Copy:
    return _rebuilt(open_table(content, name), forms, _PLAIN)


def _empty() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    return book


def _loaded(content: bytes, values: Mapping[str, Grid], forms: Mapping[str, SheetForm]) -> Copy:
    """Workbook as openpyxl loads it; `values` are what the cells of visible sheets showed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that are left out
        book = openpyxl.load_workbook(BytesIO(content), keep_links=False, rich_text=True)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.namelist()
    remarks = [_MACROS_GONE] if _MACROS in parts else []
    remarks += [_PICTURES_GONE] if any(part.startswith(_PICTURES) for part in parts) else []
    remarks += [_REACHING_GONE] if _leave_out(book, values) else []
    _uncover(book, values)
    return Copy(book, forms, values, remarks)


def _leave_out(book: openpyxl.Workbook, values: Mapping[str, Grid]) -> bool:
    """Drop pictures and all that reaches out of the file; such formulas become their values.

    Whether a formula would have started a program or asked the network comes back.
    """
    reaching = False
    for sheet in book.worksheets:
        sheet._images, sheet._charts = [], []  # nothing public takes a picture away
        for cell in filled_cells(sheet):
            if cell.value == "":
                cell.value = None  # else written as a text without one
            formula = getattr(cell.value, "text", cell.value) if cell.data_type == "f" else None
            if isinstance(formula, str) and _reaches_out(formula):
                reaching |= not _LINKED.search(formula)
                grid = values.get(sheet.title)
                put(cell, grid.at(cell.row - 1, cell.column - 1) if grid else None)
        for names in (book.defined_names, sheet.defined_names):
            for name in [n for n, found in names.items() if _reaches_out(found.value or "")]:
                del names[name]
        rules = sheet.data_validations
        rules.dataValidation = [
            rule
            for rule in rules.dataValidation
            if not _reaches_out(f"{rule.formula1 or ''}{rule.formula2 or ''}")
        ]
    book.custom_doc_props.props = []
    return reaching


def _reaches_out(formula: str) -> bool:
    """Whether a formula points into another file, starts a program or asks the network."""
    return bool(_LINKED.search(formula)) or is_command(formula)


def _uncover(book: openpyxl.Workbook, values: Mapping[str, Grid]) -> None:
    """Take merged cells apart that hide answers, which openpyxl would drop."""
    for sheet in book.worksheets:
        rows = values[sheet.title].rows if sheet.title in values else []
        for area in list(sheet.merged_cells.ranges):
            hidden = [
                (row, column, value)
                for row in range(area.min_row, min(area.max_row, len(rows)) + 1)
                for column, value in enumerate(rows[row - 1][: area.max_col], start=1)
                if column >= area.min_col
                and (row, column) != (area.min_row, area.min_col)
                and value not in (None, "")
            ]
            if hidden:
                sheet.unmerge_cells(area.coord)
            for row, column, value in hidden:
                put(sheet.cell(row, column), value)


def filled_cells(sheet: Worksheet) -> list[Any]:
    """Cells of a sheet that the file holds."""
    cells: Iterable[Any] = sheet._cells.values()  # rows, the public way, make what is between
    return [cell for cell in cells if cell.value is not None or cell.comment or cell.has_style]


def stored_cell(sheet: Worksheet, row: int, column: int) -> Any:
    """Cell that the file holds there, None where it holds none; none is made by asking."""
    return sheet._cells.get((row, column))


def _rebuilt(grids: Iterable[Grid], forms: Mapping[str, SheetForm], remark: Text) -> Copy:
    """New workbook with the values alone."""
    book = _empty()
    for grid in grids:
        title = _BARRED.sub("_", grid.name)[:_LONGEST_NAME] or "_"
        sheet = book.create_sheet(title)
        for row, cells in enumerate(grid.rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value is not None and value != "":
                    put(sheet.cell(row, column), value)
        for (top, left), (bottom, right) in grid.merged:
            if (bottom - top + 1) * (right - left + 1) <= _MOST_MERGED:
                sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        sheet.sheet_format.defaultColWidth = 18
        dress(sheet, forms.get(grid.name))
    return Copy(book, forms, remarks=[remark])


_FROM_XLS = Text(
    "原件是旧版 .xls 文件，已转为 .xlsx：内容不变，版式没有保留",
    "the file was an old .xls and is now an .xlsx: same contents, without its looks",
)
_FROM_CSV = Text(
    "原件是 .csv 文件，已合为一个 .xlsx：内容不变",
    "the files were .csv and are now one .xlsx with the same contents",
)
_PLAIN = Text(
    "原件的版式无法带入，这里只有内容",
    "the looks of the file could not be kept; here are its contents",
)
_MACROS_GONE = Text("宏已删除，从未运行", "macros were removed and never run")
_REACHING_GONE = Text(
    "有公式会启动其他程序或访问网络，已换成它显示的值，从未运行",
    "formulas that would start programs or ask the network were replaced by the values they "
    "showed and never run",
)
_PICTURES_GONE = Text("图片和图表没有带入副本", "pictures and charts were left out")
_TOO_LARGE = Text(
    "原件内容太多，没有逐格标注；请按下表在原件中修改",
    "the file is too large to be marked cell by cell; mend the file itself by this list",
)
