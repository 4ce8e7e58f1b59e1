"""Earlier cases stand beside the survey, with their own places, and are held against it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from listlab.law.pack import Industry
from listlab.model.tables import SurveyTables
from listlab.survey.archive import read_day
from listlab.survey.read import read_workbooks

WriteSurvey = Callable[..., Path]
CASE = {
    "案件编号": "评2024-001",
    "类别": "安全评估",
    "企业": "样例甲有限公司",
    "信用代码": "91999999XXXX01011F",
    "标准场景": "药物临床试验",
    "个人信息人数（不含敏感）": "100",
    "敏感个人信息人数": "4万至6万",
    "批准或备案日期": "2024-05-01",
    "结果": "通过",
    "有效期至": "2027-04-30",
    "备注": "合成样例",
}
Cases = Callable[..., SurveyTables]


@pytest.fixture
def archived(write_survey: WriteSurvey, industry: Industry, tmp_path: Path) -> Cases:
    """Reads one workbook beside an archive of the cases given."""

    def read(*cases: Mapping[str, Any], name: str = "archive/案例.xlsx") -> SurveyTables:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        with xlsxwriter.Workbook(str(path)) as book:
            book.add_worksheet("说明").write(0, 0, "合成样例")
            sheet = book.add_worksheet("案例")
            sheet.write_row(0, 0, list(CASE))
            for number, case in enumerate(cases, start=1):
                sheet.write_row(number, 0, [case.get(header) for header in CASE])
        folder = write_survey().parent
        return read_workbooks(
            [folder], industry=industry, root=tmp_path, archive=[tmp_path / "archive"]
        )

    return read


def test_a_case_is_read_with_its_own_places(archived: Cases) -> None:
    """Kind, scenario, volumes and dates; file, sheet, row and cells of the archive."""
    case = archived(CASE).archive.to_dicts()[0]

    assert ("评2024-001", "assessment", "clinical_trial", 40000, 60000) == (
        *(case[key] for key in ("case_id", "kind", "scenario", "sensitive_low", "sensitive_high")),
    )
    assert (date(2024, 5, 1), date(2027, 4, 30)) == (case["decided"], case["valid_until"])
    assert ("archive/案例.xlsx", "案例", 2, "G2") == (
        *(case["source"][key] for key in ("file", "sheet", "row", "sensitive_cell")),
    )


def test_cases_change_nothing_in_the_survey_s_tables(
    archived: Cases, industry: Industry, tmp_path: Path
) -> None:
    """They stand beside the answers, never among them."""
    tables = archived(CASE)
    alone = read_workbooks([tmp_path / "surveys"], industry=industry, root=tmp_path)

    assert alone.flows.equals(tables.flows)
    assert alone.problems.equals(tables.problems)


@pytest.mark.parametrize(
    ("volume", "agrees"),
    [
        ("4万至6万", True),
        ("10万以上", True),
        ("60万以上", False),
        ("300", False),
        ("不详", True),
        ("5万", True),
    ],
)
def test_a_case_that_contradicts_the_survey_is_shown(
    archived: Cases, volume: str, agrees: bool
) -> None:
    """Volumes apart beyond growth are a warning at the case's cell; what may have grown is none."""
    tables = archived({**CASE, "敏感个人信息人数": volume})
    case = tables.archive.to_dicts()[0]
    found = tables.problems.filter(code="archive.contradicts").select("file", "cell", "severity")

    assert (["91999999XXXX01011F/1"], agrees) == (case["flow_ids"], case["agrees"])
    assert ([] if agrees else [("archive/案例.xlsx", "G2", "warning")]) == found.rows()


def test_an_enterprise_is_found_by_name_where_the_code_is_missing(archived: Cases) -> None:
    """A case of somebody else, or of another scenario, has nothing to compare with."""
    other = {**CASE, "案件编号": "2", "企业": "样例丁有限公司", "信用代码": None}
    elsewhere = {**CASE, "案件编号": "3", "标准场景": "供应链与质量管理"}
    tables = archived({**CASE, "信用代码": None}, other, elsewhere)

    assert [True, None, None] == tables.archive["agrees"].to_list()
    assert "91999999XXXX01011F" == tables.archive["enterprise_id"][0]


@pytest.mark.parametrize(
    ("change", "code", "cell", "rows"),
    [
        ({"类别": "行政许可"}, "archive.no_kind", "B2", 0),
        ({"类别": None}, "archive.no_kind", "B2", 0),
        ({"标准场景": "卖货"}, "archive.scenario", "E2", 1),
        ({"信用代码": "91999999XXXX01011G"}, "archive.credit_code", "D2", 1),
        ({"批准或备案日期": "去年五月"}, "archive.date", "H2", 1),
        ({"有效期至": "2023-01-01"}, "archive.dates", "J2", 1),
        ({"敏感个人信息人数": "许多"}, "volume.unreadable", "G2", 1),
    ],
)
def test_what_is_wrong_with_a_case_is_named(
    archived: Cases, change: dict[str, Any], code: str, cell: str, rows: int
) -> None:
    """File, sheet and cell; only a case of unknown kind is left out."""
    tables = archived({**CASE, **change})
    found = tables.problems.filter(file="archive/案例.xlsx").select("sheet", "cell", "code").rows()

    assert [("案例", cell, code)] == found
    assert rows == tables.archive.height


def test_a_case_that_stands_twice_counts_once(archived: Cases) -> None:
    """By number, kind and enterprise; the second is named."""
    tables = archived(CASE, {**CASE, "结果": "不通过"})

    assert ["通过"] == tables.archive["result"].to_list()
    assert [("archive.repeated", "A3")] == (
        tables.problems.filter(file="archive/案例.xlsx").select("code", "cell").rows()
    )


def test_a_broken_archive_file_stops_nothing(archived: Cases, tmp_path: Path) -> None:
    """It is a problem by name; the survey and the other files are read."""
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "坏.xlsx").write_bytes(b"PK no zip")
    tables = archived(CASE)

    assert (1, 1) == (tables.archive.height, tables.flows.height)
    assert ["archive/坏.xlsx"] == (tables.problems.filter(severity="error")["file"].to_list())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-03-01", date(2025, 3, 1)),
        ("2025/3/1", date(2025, 3, 1)),
        ("2025.3.1", date(2025, 3, 1)),
        ("2025年3月1日", date(2025, 3, 1)),
        ("２０２５－０３－０１", date(2025, 3, 1)),
        ("20250301", date(2025, 3, 1)),
        (datetime(2025, 3, 1, 8, 30), date(2025, 3, 1)),
        ("2025-02-30", None),
        ("2025年3月", None),
        (45000, None),
    ],
)
def test_days_are_read_as_people_write_them(written: Any, expected: date | None) -> None:
    """What is no whole day is never guessed."""
    assert expected == read_day(written)


def test_personal_data_in_an_archive_is_masked_and_reported(archived: Cases) -> None:
    """Case files name the people who handled them; the tables do not."""
    tables = archived({**CASE, "备注": "经办人：李四明，13800138000"})
    note = tables.archive["note"][0]

    assert {("K2", "private.name"), ("K2", "private.mobile")} == set(
        tables.problems.filter(file="archive/案例.xlsx").select("cell", "code").rows()
    )
    assert "李四明" not in note
    assert "13800138000" not in note
