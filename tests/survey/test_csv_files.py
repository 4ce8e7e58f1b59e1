"""Csv files are read whatever program wrote them, and belong together by their names."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listlab.survey.bundles import gather_answers
from listlab.survey.csv_files import read_csv, sheet_of, split_name
from listlab.survey.open import open_bundle
from listlab.survey.sheets import UnusableWorkbook

TEXT = "场景编号,标准场景,境外接收方\n1,药物临床试验,样例总部\n"


def code_of(content: bytes) -> str:
    """Code with which bytes are refused."""
    with pytest.raises(UnusableWorkbook) as caught:
        read_csv(content, "出境场景")
    return caught.value.issue.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_of_office_programs_are_known(encoding: str, newline: str) -> None:
    """UTF-8 with or without mark, GB18030, and UTF-16 as spreadsheets export Unicode text."""
    grid = read_csv(TEXT.replace("\n", newline).encode(encoding), "出境场景")

    assert ["场景编号", "标准场景", "境外接收方"] == grid.rows[0]
    assert ["1", "药物临床试验", "样例总部"] == grid.rows[1]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_are_found_out(delimiter: str) -> None:
    """A comma inside quotes does not mislead."""
    lines = [["场景编号", "业务目的"], ["1", '"甲,乙;丙"'], ["2", "丁"]]
    text = "\n".join(delimiter.join(line) for line in lines)

    assert [["场景编号", "业务目的"], ["1", "甲,乙;丙"], ["2", "丁"]] == read_csv(
        text.encode(), "x"
    ).rows


def test_cells_stay_texts() -> None:
    """Numbers, dates and codes are never changed; guards of other programs come off."""
    row = '007,="00123",\'=1+1,1E5,2025-01-01,,"a\nb"'

    assert [["007", "00123", "=1+1", "1E5", "2025-01-01", None, "a\nb"]] == read_csv(
        row.encode(), "x"
    ).rows


def test_short_lines_are_filled_up() -> None:
    """Every row is as long as the longest."""
    assert [["a", None], ["b", "c"]] == read_csv(b"a\nb,c\n", "x").rows


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook.empty"),
        (b" \r\n ", "workbook.empty"),
        (b"%PDF-1.4", "workbook.no_workbook"),
        (b"PK\x03\x04", "workbook.no_workbook"),
        (b"\xff\xfe\x00", "csv.encoding"),
        (b"\x81\x00\x81", "csv.encoding"),
        (b"1\n" * 100_001, "workbook.too_large"),
        (b"a" * 200_000, "workbook.too_large"),
        (b"," * 3_000_000, "workbook.too_large"),
    ],
    ids=range(9),
)
def test_what_is_no_csv_file_is_refused(content: bytes, code: str) -> None:
    """By what it is."""
    assert code == code_of(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_grid_or_refused(content: bytes) -> None:
    """Nothing else ever comes out."""
    try:
        grid = read_csv(content, "x")
    except UnusableWorkbook as refused:
        assert refused.issue.severity == "error"
    else:
        assert len({len(row) for row in grid.rows}) <= 1


@pytest.mark.parametrize(
    ("stem", "owner", "sheet"),
    [
        ("企业信息", "", "企业信息"),
        ("甲公司_企业信息", "甲公司", "企业信息"),
        ("甲公司-出境场景", "甲公司", "出境场景"),
        ("2026 甲公司（北京） 数据项", "2026 甲公司（北京）", "数据项"),
        ("1.企业信息", "", "1.企业信息"),
        ("表2-数据出境场景", "", "表2-数据出境场景"),
        ("甲公司_企业基本信息", "甲公司", "企业基本信息"),
    ],
)
def test_names_say_whose_and_which(stem: str, owner: str, sheet: str) -> None:
    """The name of the sheet ends the name of the file."""
    assert (owner, sheet) == split_name(stem)


def test_a_file_of_another_name_is_no_sheet() -> None:
    """It is refused as a whole, with the others of its answer."""
    assert sheet_of("通讯录.csv") is None
    with pytest.raises(UnusableWorkbook) as caught:
        open_bundle({"通讯录.csv": b"a,b"})
    assert "csv.unnamed" == caught.value.issue.code


def test_files_of_one_answer_belong_together() -> None:
    """A folder of sheets is one answer, and so are files whose names begin alike."""
    places = [
        *("s/甲/企业信息.csv", "s/甲/出境场景.csv", "s/乙_企业信息.CSV", "s/乙_数据项.csv"),
        *("s/丙.xlsx", "s/通讯录.csv", "s/甲/填表说明.csv", "s/乙_填表说明.csv"),
    ]
    found = {Path("/x") / place: Path(place) for place in places}

    assert [
        ("s/丙.xlsx", 1),
        ("s/乙", 3),
        ("s/甲", 3),
        ("s/通讯录.csv", 1),
    ] == sorted((a.place.as_posix(), len(a.files)) for a in gather_answers(found))


def test_sheets_in_the_folder_given_are_named_after_it() -> None:
    """A folder of csv files may itself be what is read."""
    found = {Path("/x/甲公司/企业信息.csv"): Path("企业信息.csv")}

    assert [Path("甲公司")] == [answer.place for answer in gather_answers(found)]


def test_numbered_sheets_are_no_answers_of_their_own() -> None:
    """1_企业信息 and 2_出境场景 are one answer; 1_企业信息 and 2_企业信息 are two."""
    one = {Path(f"/x/甲/{name}.csv"): Path(f"甲/{name}.csv") for name in ("1_企业信息", "2.数据项")}
    two = {Path(f"/x/{name}.csv"): Path(f"{name}.csv") for name in ("1_企业信息", "2_企业信息")}

    assert [Path("甲")] == [answer.place for answer in gather_answers(one)]
    assert [Path("1"), Path("2")] == [answer.place for answer in gather_answers(two)]


def test_a_stray_csv_file_does_not_cost_the_answer_beside_it() -> None:
    """It is named and left out; a sheet of the answer that can't be read is named, and decides."""
    sheet, noise = "企业名称,样例甲".encode(), b"\x81\xff\x00\x9f" * 9
    found = open_bundle({"企业信息.csv": sheet, "杂项.csv": noise})
    with pytest.raises(UnusableWorkbook) as caught:
        open_bundle({"企业信息.csv": noise, "杂项.csv": sheet})

    assert "样例甲" == found.sheets["企业信息"].at(0, 1)
    assert [("csv.encoding", "warning", "杂项.csv：CSV")] == [
        (n.issue.code, n.issue.severity, n.issue.message.zh[:10]) for n in found.notices
    ]
    assert caught.value.issue.message.zh.startswith("企业信息.csv：")
