"""Workbooks as grids of cells, from their bytes."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter

from listlab.survey import sheets
from listlab.survey.sheets import UnusableWorkbook, open_workbook

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
            new.writestr(name, changed.get(name, old.read(name)))
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook.empty"),
        (b"hello", "workbook.no_workbook"),
        (b"PK\x03\x04junk", "workbook.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "workbook.old_format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "workbook.encrypted",
        ),
    ],
)
def test_what_is_no_open_workbook_is_refused_by_name(content: bytes, code: str) -> None:
    """Empty, foreign, broken, old and encrypted files have a code each."""
    assert code == code_of(content)


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
    monkeypatch.setattr(sheets, "_MOST_BYTES_UNZIPPED", 1_000)

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


def test_entities_are_refused(write_survey: WriteSurvey) -> None:
    """No document type declaration belongs into a workbook."""
    content = write_survey().read_bytes()
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'

    assert "workbook.broken" == code_of(rezip(content, {"xl/workbook.xml": bomb}))


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

    assert version == open_workbook(path.read_bytes()).template


def test_positions_of_cells_are_kept(tmp_path: Path) -> None:
    """Blank rows and columns before the data count."""
    path = tmp_path / "offset.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("数 据 项").write("C4", "x")
    grid = open_workbook(path.read_bytes()).sheet("数据项")

    assert grid is not None
    assert "x" == grid.at(3, 2)
    assert grid.at(9, 9) is None
