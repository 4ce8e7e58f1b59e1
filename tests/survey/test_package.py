"""Packages are read by what their relations say, and hold no more than an answer may."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from listlab.survey import room, strings
from listlab.survey.cell_flags import is_command
from listlab.survey.open import open_table, open_workbook
from listlab.survey.sheets import UnusableWorkbook

WriteSurvey = Callable[..., Path]
Parts = dict[str, bytes]


def parts_of(content: bytes) -> Parts:
    """Parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Archive of parts, with names as they are."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo("x")
            entry.filename = name
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return target.getvalue()


def code_of(content: bytes) -> str:
    """Code with which bytes are refused."""
    with pytest.raises(UnusableWorkbook) as caught:
        open_workbook(content)
    return caught.value.issue.code


def book_of(**sheets: list[list[object]]) -> bytes:
    """Workbook with these rows in these sheets."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return target.getvalue()


def dotted(parts: Parts) -> Parts:
    rels = "xl/_rels/workbook.xml.rels"
    return parts | {rels: parts[rels].replace(b'"worksheets/', b'"./worksheets/')}


def absolute(parts: Parts) -> Parts:
    rels = "xl/_rels/workbook.xml.rels"
    return parts | {rels: parts[rels].replace(b'"worksheets/', b'"/xl/worksheets/')}


def backslashed(parts: Parts) -> Parts:
    return {name.replace("/", "\\"): data for name, data in parts.items()}


def elsewhere(parts: Parts) -> Parts:
    moved = {
        "xl/workbook.xml": "book/main.xml",
        "xl/_rels/workbook.xml.rels": "book/_rels/main.xml.rels",
    }
    found = {moved.get(name, name): data for name, data in parts.items()}
    rels = "book/_rels/main.xml.rels"
    return found | {
        "_rels/.rels": parts["_rels/.rels"].replace(b"xl/workbook.xml", b"book/main.xml"),
        rels: re.sub(rb'Target="', b'Target="../xl/', found[rels]),
    }


def in_utf16(parts: Parts) -> Parts:
    def encoded(data: bytes) -> bytes:
        text = data.decode()
        return text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")

    names = ("xl/workbook.xml", "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml", "xl/styles.xml")
    return parts | {name: encoded(parts[name]) for name in names}


@pytest.mark.parametrize("change", [dotted, absolute, backslashed, elsewhere, in_utf16])
def test_valid_packages_of_other_writers_are_read(write_survey: WriteSurvey, change) -> None:
    """Targets from the folder or the root, either slash, any name of the workbook, UTF-16."""
    content = write_survey().read_bytes()
    expected = open_workbook(content)
    found = open_workbook(packed(change(parts_of(content))))

    assert expected.sheets == found.sheets
    assert 5 <= len(found.sheets)


def test_entities_hidden_in_utf16_are_refused(write_survey: WriteSurvey) -> None:
    """The declaration is looked for in the text, not in the bytes."""
    parts = parts_of(write_survey().read_bytes())
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")

    assert "workbook.unsafe" == code_of(packed(parts | {"xl/worksheets/sheet3.xml": bomb}))


def test_links_to_other_files_are_seen_in_the_relations(write_survey: WriteSurvey) -> None:
    """Whatever the part is called."""
    parts = parts_of(write_survey().read_bytes())
    rels = "xl/_rels/workbook.xml.rels"
    link = b'<Relationship Id="x" Type="http://x/relationships/externalLink" Target="other.xml"/>'
    parts[rels] = parts[rels].replace(b"</Relationships>", link + b"</Relationships>")

    assert "workbook.external_links" == code_of(packed(parts))


def test_a_text_longer_than_a_cell_takes_is_refused() -> None:
    """No spreadsheet writes one; one as long as a cell takes is read, however it is marked up."""
    content = book_of(意见建议=[["a" * 32_767, "b"]])
    parts = parts_of(content)
    texts = parts["xl/sharedStrings.xml"]
    longer = parts | {"xl/sharedStrings.xml": texts.replace(b"<t>a", b"<t>aa")}
    marked = parts | {"xl/sharedStrings.xml": texts.replace(b"<t>a", b"<t>&#97;")}

    assert "workbook.too_large" == code_of(packed(longer))
    assert "a" * 32_767 == open_table(packed(marked), "甲.xlsx")[0].at(0, 0)


def test_a_text_that_cells_repeat_without_measure_is_refused(monkeypatch) -> None:
    """Each cell gets its own copy: what counts is what the cells of all sheets show."""
    content = book_of(出境场景=[["a" * 1000]] * 30, 数据项=[["a" * 1000]] * 30 + [["b"]] * 500)
    monkeypatch.setattr(strings, "_MOST_REFERRED", 70_000)
    read = open_workbook(content)
    monkeypatch.setattr(strings, "_MOST_REFERRED", 60_000)

    assert 530 == len(read.sheets["数据项"].rows)
    assert "workbook.too_large" == code_of(content)


def test_limits_hold_for_all_sheets_together(monkeypatch) -> None:
    """A thousand sheets that are modest alone."""
    monkeypatch.setattr(room, "MOST_CELLS", 100)
    rows: list[list[object]] = [["x"]] * 7 + [[""] * 6 + ["y"]]

    assert open_workbook(book_of(出境场景=rows)).sheets
    assert "workbook.too_large" == code_of(book_of(出境场景=rows, 数据项=rows))


def test_merged_cells_without_measure_are_refused(write_survey: WriteSurvey) -> None:
    """Whether they are many, or wide."""
    parts = parts_of(write_survey().read_bytes())
    sheet = "xl/worksheets/sheet3.xml"

    def merged(count: int, end: str) -> bytes:
        cells = b"".join(
            b'<mergeCell ref="A%d:%b%d"/>' % (n, end.encode(), n) for n in range(100, count)
        )
        found = parts[sheet].replace(
            b"</sheetData>", b"</sheetData><mergeCells>%b</mergeCells>" % cells
        )
        return packed(parts | {sheet: found})

    assert "workbook.too_large" == code_of(merged(30_000, "B"))
    assert "workbook.too_large" == code_of(merged(2_000, "XFD"))
    assert open_workbook(merged(600, "XFD")).sheets


def test_dates_count_from_the_year_that_the_workbook_says(tmp_path: Path) -> None:
    """Workbooks of old Macs count from 1904."""
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as book:
        style = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet("案例").write_datetime(0, 0, datetime(2026, 5, 10), style)
    value = open_table(path.read_bytes(), "mac.xlsx")[0].at(0, 0)

    assert "2026-05-10" == str(value)[:10]


def test_thousands_of_names_and_hidden_sheets_harm_nobody(tmp_path: Path) -> None:
    """Workbooks that were copied for years carry them along."""
    path = tmp_path / "old.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("出境场景").write(0, 0, "场景编号")
        for number in range(300):
            book.add_worksheet(f"选项{number}").hide()
        for number in range(5000):
            book.define_name(f"_n{number}", "=#REF!")
        book.define_name("listlab_template", '="1.2"')
    found = open_workbook(path.read_bytes())

    assert ["出境场景"] == list(found.sheets)
    assert "1.2" == found.stamp.template


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("cmd|' /C calc'!A0", True),
        ('WEBSERVICE("http://x")', True),
        ("SUM(A1:A3)*10000", False),
        ('IF(A1="a|b",1,2)', False),
        ("'a|b'!A1", False),
    ],
)
def test_formulas_that_start_programs_are_told_from_others(formula: str, expected: bool) -> None:
    """By a bar outside quotes, or by what they call."""
    assert expected is is_command(formula)


def test_cells_that_start_programs_are_told(tmp_path: Path) -> None:
    """With and without a value kept, on any sheet; nothing is run."""
    path = tmp_path / "dde.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("意见建议")
        sheet.write_formula(1, 1, "=cmd|' /C calc'!A0", None, 0)
        sheet.write_formula(2, 1, "=1+1", None, 2)
        sheet.write_formula(3, 1, "=cmd|' /C calc'!A0", None, "")
        book.add_worksheet("别的").write_formula("C5", '=WEBSERVICE("http://x")', None, 1)
    found = open_workbook(path.read_bytes())
    told = [(n.sheet, n.cell) for n in found.notices if n.issue.code == "cell.command"]

    assert [("意见建议", "B2"), ("意见建议", "B4"), ("别的", "C5")] == told
