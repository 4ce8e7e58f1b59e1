"""Old .xls files are read like new ones, with the same guards."""

import io
from datetime import datetime
from typing import Any

import pytest
import xlwt

from listlab.survey.open import open_table, open_workbook
from listlab.survey.sheets import Grid, UnusableWorkbook

WriteCells = dict[tuple[int, int], Any]


def book_of(cells: WriteCells, name: str = "出境场景", unit: str | None = None) -> bytes:
    """Workbook in the old format with these cells in one sheet."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(name)
    style = xlwt.easyxf(num_format_str=unit) if unit else xlwt.Style.default_style
    for (row, column), value in cells.items():
        sheet.write(row, column, value, style)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def grid_of(content: bytes) -> Grid:
    """The one sheet."""
    return open_table(content, "甲.xls")[0]


def test_cells_keep_their_kinds_and_places() -> None:
    """Texts, numbers, truth and dates; blank cells are None."""
    day = datetime(2026, 5, 10)
    cells: WriteCells = {(0, 0): "场景编号", (2, 1): 5.5, (2, 2): True}
    grid = grid_of(book_of(cells))

    assert "场景编号" == grid.at(0, 0)
    assert [None, 5.5, True] == grid.rows[2]
    assert day == grid_of(book_of({(0, 0): day}, unit="yyyy-mm-dd")).at(0, 0)


def test_merged_cells_and_errors_are_known() -> None:
    """As in new files."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("出境场景")
    sheet.write_merge(1, 2, 0, 1, "S1")
    sheet.row(4).set_cell_error(2, "#REF!")
    sheet.write(4, 0, "x")
    target = io.BytesIO()
    book.save(target)
    grid = grid_of(target.getvalue())

    assert (((1, 0), (2, 1)),) == grid.merged
    assert ((4, 2),) == grid.flags.errors
    assert grid.at(4, 2) is None


def test_a_format_that_shows_a_unit_is_seen() -> None:
    """5 that looks like 5万."""
    assert {(0, 0)} == grid_of(book_of({(0, 0): 5}, unit='0"万"')).flags.units
    assert set() == grid_of(book_of({(0, 0): 5}, unit='0"人"')).flags.units


def test_sheets_are_recognised_in_old_files_too() -> None:
    """Whatever the file is called: the bytes decide what it is."""
    content = book_of({(0, 0): "场景编号"})

    assert {"出境场景"} == set(open_workbook(content, "甲.xls").sheets)
    assert {"出境场景"} == set(open_workbook(content, "甲.xlsx").sheets)


def test_hidden_sheets_are_left_out() -> None:
    """Lists to choose from are no answers."""
    book = xlwt.Workbook()
    book.add_sheet("出境场景").write(0, 0, "场景编号")
    options = book.add_sheet("选项")
    options.write(0, 0, "其他")
    options.visibility = 1
    target = io.BytesIO()
    book.save(target)

    assert ["出境场景"] == [grid.name for grid in open_table(target.getvalue(), "甲.xls")]


def test_a_cell_far_off_is_refused() -> None:
    """The area up to it would fill the memory."""
    with pytest.raises(UnusableWorkbook) as caught:
        open_workbook(book_of({(0, 0): "x", (65535, 255): "y"}), "甲.xls")

    assert "workbook.too_large" == caught.value.issue.code


def test_cut_and_flipped_files_are_refused_or_read() -> None:
    """Nothing but a refusal ever comes out."""
    content = book_of({(row, column): f"甲{row}" for row in range(30) for column in range(8)})
    codes = set()
    for place in range(0, len(content), 97):
        for damaged in (content[:place], content[:place] + b"\xff" + content[place + 1 :]):
            try:
                open_workbook(damaged, "甲.xls")
            except UnusableWorkbook as refused:
                codes.add(refused.issue.code)

    assert "workbook.broken" in codes


def test_a_password_is_named() -> None:
    """The record that says so stands at the start of the stream."""
    stream = b"\x09\x08\x10\x00\x00\x06\x05\x00\xbb\x0d\xcc\x07\x00\x00\x00\x00\x06\x00\x00\x00"
    stream += b"\x2f\x00\x36\x00\x01\x00\x01\x00\x01\x00" + bytes(48) + b"\x0a\x00\x00\x00"
    target = io.BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(target, stream + bytes(4096))
    with pytest.raises(UnusableWorkbook) as caught:
        open_workbook(target.getvalue(), "甲.xls")

    assert "workbook.encrypted" == caught.value.issue.code
