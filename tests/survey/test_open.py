"""Files handed in are opened whatever their kind, or refused by name within bounds."""

import io
import random
import re
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from listlab.survey import package
from listlab.survey.open import open_answer, open_table, open_workbook
from listlab.survey.sheets import UnusableWorkbook

WriteSurvey = Callable[..., Path]


def code_of(content: bytes) -> str:
    """Code with which bytes are refused."""
    with pytest.raises(UnusableWorkbook) as caught:
        open_workbook(content)
    return caught.value.issue.code


def rezip(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Workbook with some of its parts replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = changed.get(name) or old.read(name)
            new.writestr(name, data, zipfile.ZIP_DEFLATED, compresslevel=1)
    return target.getvalue()


def added(content: bytes, name: str, data: bytes) -> bytes:
    """Workbook with one more part."""
    target = io.BytesIO(content)
    entry = zipfile.ZipInfo("x")
    entry.filename = name
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(entry, data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook.empty"),
        (b"hello", "workbook.no_workbook"),
        (b"%PDF-1.7\n", "workbook.no_workbook"),
        (b"\xef\xbb\xbf<html><table></table></html>", "workbook.no_workbook"),
        (b"\xff\xd8\xff\xe0JFIF", "workbook.no_workbook"),
        (b"PK\x03\x04junk", "workbook.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "workbook.broken"),
    ],
)
def test_what_is_no_open_workbook_is_refused_by_name(content: bytes, code: str) -> None:
    """Empty, foreign and broken files have a code each."""
    assert code == code_of(content)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("甲.et", "workbook.wps_format"),
        ("甲.ETT", "workbook.wps_format"),
        ("甲.pdf", "workbook.no_workbook"),
        ("甲.docx", "workbook.no_workbook"),
        ("甲", "workbook.no_workbook"),
    ],
)
def test_suffixes_that_are_never_answers(write_survey: WriteSurvey, name: str, code: str) -> None:
    """A WPS file is to be saved as .xlsx; anything else is named."""
    content = write_survey().read_bytes()
    with pytest.raises(UnusableWorkbook) as caught:
        open_workbook(content, name)

    assert code == caught.value.issue.code


def test_refusals_say_what_a_file_is() -> None:
    """A PDF with the name of a workbook is called a PDF."""
    with pytest.raises(UnusableWorkbook) as caught:
        open_workbook(b"%PDF-1.7", "甲.xlsx")

    assert "PDF" in caught.value.issue.message.zh
    assert "PDF" in caught.value.issue.message.en


@pytest.mark.parametrize("name", ["甲.xlsx", "甲.xlsm", "甲.xls"])
def test_a_password_is_named(write_survey: WriteSurvey, name: str) -> None:
    """An encrypted workbook is an OLE file with the package inside."""
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(write_survey().read_bytes())).encrypt("合成样例", target)
    with pytest.raises(UnusableWorkbook) as caught:
        open_workbook(target.getvalue(), name)

    assert "workbook.encrypted" == caught.value.issue.code


def test_zip_that_is_no_workbook_is_refused() -> None:
    """A document or archive renamed to .xlsx."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")

    assert "workbook.no_workbook" == code_of(target.getvalue())


def test_absurd_size_is_refused_before_unpacking(
    write_survey: WriteSurvey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The unzipped size is bounded."""
    content = write_survey().read_bytes()
    monkeypatch.setattr(package, "_MOST_BYTES_UNZIPPED", 1_000)

    assert "workbook.too_large" == code_of(content)


def test_false_size_of_a_part_is_refused(write_survey: WriteSurvey) -> None:
    """A part that states less than it holds fails its checksum instead of filling the memory."""
    content = bytearray(write_survey().read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet3.xml")
    name = entry.filename.encode()
    central = content.rfind(name) - 46
    content[central + 24 : central + 28] = (10).to_bytes(4, "little")

    assert "workbook.broken" == code_of(bytes(content))


def test_a_stray_cell_far_off_is_refused(tmp_path: Path) -> None:
    """Two cells at opposite ends would take the area between them as memory."""
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("出境场景")
        sheet.write(0, 0, "场景编号")
        sheet.write(1_048_575, 16_383, " x")

    assert "workbook.too_large" == code_of(path.read_bytes())


def test_far_rows_without_cell_places_are_refused(write_survey: WriteSurvey) -> None:
    """Cells may leave out where they stand; their rows still count."""
    row = b"<c><v>1</v></c>" * 20
    far = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        b'2006/main"><sheetData><row r="1048576">' + row + b"</row></sheetData></worksheet>"
    )
    content = write_survey().read_bytes()

    assert "workbook.too_large" == code_of(rezip(content, {"xl/worksheets/sheet3.xml": far}))


def test_flipped_bytes_never_raise_anything_else(write_survey: WriteSurvey) -> None:
    """A damaged file is a workbook, or refused; nothing else ever comes out."""
    content = write_survey().read_bytes()
    draw = random.Random(1)
    codes = set()
    for _ in range(200):
        damaged = bytearray(content)
        for _ in range(draw.choice((1, 3, 20))):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        try:
            open_workbook(bytes(damaged))
        except UnusableWorkbook as cause:
            codes.add(cause.issue.code)

    assert "workbook.broken" in codes


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet3.xml"])
def test_entities_are_refused(write_survey: WriteSurvey, part: str) -> None:
    """No document type declaration belongs into a workbook."""
    content = write_survey().read_bytes()
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'

    assert "workbook.unsafe" == code_of(rezip(content, {part: bomb}))


@pytest.mark.parametrize("name", ["../../etc/x.xml", "xl\\..\\..\\x.xml", "C:/x.xml"])
def test_paths_out_of_the_package_are_refused(write_survey: WriteSurvey, name: str) -> None:
    """Nothing is ever unpacked to disk, and such a file is no honest workbook."""
    content = added(write_survey().read_bytes(), name, b"<x/>")

    assert "workbook.unsafe" == code_of(content)


def test_links_to_other_workbooks_are_refused(write_survey: WriteSurvey) -> None:
    """What another file says can't be checked."""
    content = added(write_survey().read_bytes(), "xl/externalLinks/externalLink1.xml", b"<x/>")

    assert "workbook.external_links" == code_of(content)


def test_macros_and_pictures_are_never_unpacked(write_survey: WriteSurvey) -> None:
    """What no cell needs is left alone, even where it is damaged."""
    content = added(write_survey().read_bytes(), "xl/vbaProject.bin", b"\0" * 100)
    damaged = bytearray(content)
    place = damaged.rfind(b"xl/vbaProject.bin", 0, damaged.find(b"PK\x01\x02"))
    damaged[place + 20] ^= 255

    assert "企业信息" in open_workbook(bytes(damaged), "甲.xlsm").sheets


def test_a_bomb_is_refused_in_bounded_time_and_memory(write_survey: WriteSurvey) -> None:
    """Whether a bomb states its size or lies about it."""
    spaces = b" " * (70 * 2**20)
    bomb = rezip(write_survey().read_bytes(), {"xl/worksheets/sheet3.xml": b"<x>" + spaces})
    lying = bytearray(bomb)
    for found in re.finditer(rb"PK\x01\x02", bytes(lying)):
        struct.pack_into("<I", lying, found.start() + 24, 10)
    tracemalloc.start()
    start = time.perf_counter()
    codes = [code_of(bomb), code_of(bytes(lying))]
    seconds, (_, most) = time.perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert ["workbook.too_large"] * 2 == codes
    assert seconds < 20
    assert most < 250 * 2**20


def test_ten_million_rows_are_refused(write_survey: WriteSurvey) -> None:
    """Rows by the million, filled or pretended, never reach the reader of cells."""
    content = write_survey().read_bytes()
    filled = b"<row><c><v>1</v></c></row>" * 10**6
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<sheetData>%b</sheetData></worksheet>"
    )

    assert "workbook.too_large" == code_of(
        rezip(content, {"xl/worksheets/sheet3.xml": sheet % filled})
    )


def test_a_directory_of_a_million_parts_is_refused() -> None:
    """The list of parts alone could fill the memory."""
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 65535, 65535, 2**24, 0, 0)

    assert "workbook.too_large" == code_of(b"PK\x03\x04" + bytes(2**10) + end)


def test_damaged_sheet_is_refused(write_survey: WriteSurvey) -> None:
    """A sheet whose XML ends in the middle."""
    content = write_survey().read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        half = archive.read("xl/workbook.xml")[:300]

    assert "workbook.broken" == code_of(rezip(content, {"xl/workbook.xml": half}))


@pytest.mark.parametrize(
    ("formula", "version"),
    [('="1.2"', "1.2"), ("=3", "3"), ("='填 表'!$B$2", "2026-01"), (None, None)],
)
def test_template_version_stands_in_a_defined_name(
    tmp_path: Path, formula: str | None, version: str | None
) -> None:
    """As a text, a number or a reference to a cell; None when the name is missing."""
    path = tmp_path / "named.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("填 表").write("B2", "2026-01")
        if formula:
            book.define_name("listlab_template", formula)

    assert version == open_workbook(path.read_bytes()).stamp.template


def test_positions_of_cells_are_kept(tmp_path: Path) -> None:
    """Blank rows and columns before the data count."""
    path = tmp_path / "offset.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("数 据 项").write("C4", "x")
    grid = open_workbook(path.read_bytes()).sheet("数据项")

    assert grid is not None
    assert "x" == grid.at(3, 2)
    assert grid.at(9, 9) is None


def test_a_hidden_list_of_options_is_not_read(tmp_path: Path) -> None:
    """Sheets that people never see are left out, and nothing is said of them."""
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("企业信息").write(0, 0, "企业名称")
        options = book.add_worksheet("选项")
        options.write(0, 0, "药物临床试验")
        options.very_hidden()
    book_read = open_workbook(path.read_bytes())

    assert ["企业信息"] == list(book_read.sheets)
    assert () == book_read.notices


def test_any_table_is_opened_as_it_is(tmp_path: Path) -> None:
    """A list of enterprises or cases has sheets of its own."""
    path = tmp_path / "cases.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("案例").write(0, 0, "案件编号")
        book.add_worksheet("隐藏").hide()
    grids = open_table(path.read_bytes(), "cases.xlsx")

    assert ["案例"] == [grid.name for grid in grids]
    assert "案件编号" == grids[0].at(0, 0)
    assert ["frame"] == [grid.name for grid in open_table(b"a,b\n1,2\n", "frame.csv")]


def test_one_file_or_several_csv_files_are_one_answer(write_survey: WriteSurvey) -> None:
    """The door to everything that an enterprise may hand in."""
    content = write_survey().read_bytes()
    csv_files = {
        "企业信息.csv": "企业名称,样例甲".encode(),
        "出境场景.csv": "场景编号,标准场景\n1,其他".encode("gb18030"),
    }

    assert "出境场景" in open_answer({"甲.xlsx": content}).sheets
    assert "样例甲" == open_answer(csv_files).sheets["企业信息"].at(0, 1)
    assert "其他" == open_answer(csv_files).sheets["出境场景"].at(1, 1)


def test_strict_workbooks_are_read_too(write_survey: WriteSurvey) -> None:
    """Spreadsheets may save in the strict kind of the format, with namespaces of its own."""
    content = write_survey().read_bytes()
    spaces = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": (
            b"http://purl.oclc.org/ooxml/spreadsheetml/main"
        ),
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }
    changed = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            for old, new in spaces.items():
                data = data.replace(old, new)
            changed[name] = data
    strict = open_workbook(rezip(content, changed))

    assert open_workbook(content).sheets == strict.sheets
    assert "1.0" == strict.stamp.template
