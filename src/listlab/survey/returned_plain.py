"""Looks for answers that came without any: widths, headers and borders, ready to be printed."""

from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from listlab.model.measure import breadth, row_height
from listlab.survey.cells import cell_text
from listlab.survey.columns import ENTERPRISE, SheetForm
from listlab.survey.headers import match_header

_NARROWEST, _WIDEST = 8, 36  # characters
_HEADER_WIDTH = 16
_WIDEST_PAGE = 200  # characters; a wider sheet is printed on two pages side by side
_MOST_DRESSED = 20_000  # cells
_FONT = "Microsoft YaHei"
_LINE = Side(style="thin", color="FFCBD2D9")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="FFDCE6F1")


def dress(sheet: Worksheet, form: SheetForm | None) -> None:
    """Set widths, borders and the page of a sheet; its header is the row that names columns."""
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    heads = [cell for cell in cells if form and match_header(cell_text(cell.value), form)]
    top = None if form is ENTERPRISE else _densest(heads)
    heads = [cell for cell in cells if cell.row == top] if top else heads
    _set_widths(sheet, cells, {cell.coordinate for cell in heads})
    for cell in cells if len(cells) <= _MOST_DRESSED else heads:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font, cell.border = Font(name=_FONT, size=10.5), _BOX
    for cell in heads:
        cell.font, cell.fill = Font(name=_FONT, size=10.5, bold=True), _HEAD
    _set_heights(sheet, cells)
    broad = sum(dimension.width for dimension in sheet.column_dimensions.values())
    _set_page(sheet, top, wide=1 + (broad > _WIDEST_PAGE))


def _densest(heads: list[Any]) -> int | None:
    rows = [cell.row for cell in heads]
    return max(sorted(set(rows)), key=rows.count) if rows else None


def _set_widths(sheet: Worksheet, cells: list[Any], heads: set[str]) -> None:
    widths: dict[str, float] = {}
    for cell in cells:
        wanted = breadth(cell_text(cell.value) or "") + 2
        wanted = min(wanted, _HEADER_WIDTH if cell.coordinate in heads else _WIDEST)
        widths[cell.column_letter] = max(widths.get(cell.column_letter, _NARROWEST), wanted)
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width


def _set_heights(sheet: Worksheet, cells: list[Any]) -> None:
    rows: dict[int, list[Any]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    for row, own in rows.items():
        widths = [round(sheet.column_dimensions[cell.column_letter].width) for cell in own]
        texts = [cell_text(cell.value) or "" for cell in own]
        sheet.row_dimensions[row].height = row_height(texts, widths)


def _set_page(sheet: Worksheet, top: int | None, *, wide: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if top:
        sheet.freeze_panes = f"A{top + 1}"
        sheet.print_title_rows = f"{top}:{top}"
        sheet.print_title_cols = "A:A" if wide > 1 else None
