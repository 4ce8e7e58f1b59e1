"""Whatever a file holds, reading it ends within seconds and half a gigabyte."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

MOST_SECONDS, MOST_MEGABYTES = 20, 500
SHEET, BOOK, STYLES = "xl/worksheets/sheet3.xml", "xl/workbook.xml", "xl/styles.xml"
CHILD = """
import sys, time
from pathlib import Path
from listlab.errors import ListlabError
from listlab.law.load import load_pack
from listlab.survey.read import read_workbooks
industry = load_pack("beijing").find_industry("pharma")
path, since = Path(sys.argv[1]), time.process_time()
try:
    read_workbooks([path], industry=industry, root=path.parent)
except ListlabError:
    pass
status = Path("/proc/self/status").read_text()  # rusage would count the parent's memory too
print(time.process_time() - since, int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""
Parts = dict[str, bytes]


def into(part: str, before: bytes, content: bytes) -> Callable[[Parts], Parts]:
    """Change of a package: content put before some bytes of a part."""
    return lambda parts: {part: parts[part].replace(before, content + before)}


def repeated(parts: Parts) -> Parts:
    """A megabyte of text that fifty thousand cells show."""
    texts = parts["xl/sharedStrings.xml"]
    index = texts.count(b"<si>")
    cell = b'<row r="%d"><c r="H%d" t="s"><v>' + str(index).encode() + b"</v></c></row>"
    cells = b"".join(cell % (row, row) for row in range(100, 50_100))
    long = b"<si><t>" + b"a" * 30_000 + b"</t></si></sst>"
    return {
        "xl/sharedStrings.xml": texts.replace(b"</sst>", long),
        SHEET: parts[SHEET].replace(b"</sheetData>", cells + b"</sheetData>"),
    }


def merged(parts: Parts) -> Parts:
    """Twenty thousand rows merged from end to end."""
    areas = b"".join(b'<mergeCell ref="A%d:XFD%d"/>' % (row, row) for row in range(100, 20_000))
    end = b"</sheetData>"
    return {SHEET: parts[SHEET].replace(end, end + b"<mergeCells>" + areas + b"</mergeCells>")}


CHANGES = {
    "repeated": repeated,
    "merged": merged,
    "elements": into(BOOK, b"</workbook>", b"<a/>" * 11_000_000),
    "styles": into(STYLES, b"</cellXfs>", b'<xf numFmtId="0"/>' * 900_000),
    "formats": into(
        STYLES,
        b"<fonts",
        b"<numFmts>" + '<numFmt numFmtId="9" formatCode="0万"/>'.encode() * 900_000 + b"</numFmts>",
    ),
    "blank cells": into(SHEET, b"</sheetData>", b"<row>" + b"<c/>" * 9_000_000 + b"</row>"),
    "formulas": into(SHEET, b"</sheetData>", b"<row>" + b"<c><f/></c>" * 3_000_000 + b"</row>"),
}
CSV = {
    "one line": b"a" * (100 * 2**20),
    "one cell": b"a" * (19 * 2**20),
    "commas": "场景编号".encode() + b"," * 1_000_000,
    "more commas": b"," * (19 * 2**20),
    "quotes": b'"' * (19 * 2**20),
    "line ends": b"\r" * (19 * 2**20),
}


def assert_modest(path: Path) -> None:
    call = [sys.executable, "-c", CHILD, str(path)]
    ran = subprocess.run(call, capture_output=True, text=True, timeout=300, check=True)
    seconds, megabytes = map(float, ran.stdout.split())

    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES


@pytest.mark.soak
@pytest.mark.parametrize("kind", sorted(CHANGES))
def test_no_workbook_takes_more(write_survey: Callable[..., Path], tmp_path: Path, kind) -> None:
    """Measured in a process of its own, for each way of saying little and meaning much."""
    with zipfile.ZipFile(io.BytesIO(write_survey().read_bytes())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = CHANGES[kind](parts)
    path = tmp_path / "hostile" / "甲.xlsx"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in (parts | changed).items():
            archive.writestr(name, data)

    assert all(changed[name] != parts[name] for name in changed)
    assert_modest(path.parent)


@pytest.mark.soak
@pytest.mark.parametrize("kind", sorted(CSV))
def test_no_csv_file_takes_more(tmp_path: Path, kind: str) -> None:
    """One endless line, one endless cell, delimiters or ends of lines alone."""
    path = tmp_path / "甲公司_出境场景.csv"
    path.write_bytes(CSV[kind])

    assert_modest(tmp_path)


@pytest.mark.soak
def test_no_bundle_of_csv_files_takes_more(tmp_path: Path) -> None:
    """Three hundred files, each as wide as it may be."""
    for number in range(300):
        path = tmp_path / f"出境场景{number}.csv"
        path.write_bytes(b"," * 16_000 + b"\na" * 120)

    assert_modest(tmp_path)
