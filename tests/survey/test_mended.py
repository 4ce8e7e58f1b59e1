"""Answers as they come back from enterprises: mended, misnamed, mistyped, half filled in."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from listlab.law.load import load_pack
from listlab.survey.load import load_plausibility
from listlab.survey.read import read_workbooks

RIGHT, WRONG = "91999999XXXX01011F", "91999999XXXX010111"
FRAME = "统一社会信用代码,企业名称,所属区域,国民经济行业代码,企业规模\n"


@pytest.fixture
def read(industry: Any, tmp_path: Path) -> Any:
    """Function that reads what lies in the folder of surveys."""

    def read_all(frame: str | None = None) -> Any:
        listed = tmp_path / "frame.csv"
        if frame is not None:
            listed.write_text(FRAME + frame, encoding="utf-8")
        return read_workbooks(
            [tmp_path / "surveys"],
            industry=industry,
            root=tmp_path,
            frame=listed if frame is not None else None,
        )

    return read_all


def test_a_corrected_credit_code_supersedes_the_wrong_one(write_survey: Any, read: Any) -> None:
    """Same name and a later revision: one enterprise, though its code was mistyped at first."""
    write_survey("surveys/甲.xlsx", enterprise={"统一社会信用代码": WRONG})
    write_survey("surveys/甲_修订2.xlsx", enterprise={"统一社会信用代码": RIGHT})
    tables = read()

    assert ["superseded", "accepted"] == tables.workbooks["status"].to_list()
    assert [RIGHT] == tables.enterprises["enterprise_id"].to_list()


def test_two_answers_of_one_name_and_a_wrong_code_never_both_count(
    write_survey: Any, read: Any
) -> None:
    """Nothing says which is later: an error names both."""
    write_survey("surveys/乙.xlsx", enterprise={"统一社会信用代码": WRONG})
    write_survey("surveys/甲.xlsx", enterprise={"统一社会信用代码": RIGHT})
    write_survey(
        "surveys/丙.xlsx",
        enterprise={
            "统一社会信用代码": "91999999XXXX020123",
            "企业名称": "样例丙有限公司",
        },
    )
    tables = read()

    assert ["accepted", "rejected", "rejected"] == tables.workbooks["status"].to_list()
    assert 2 == tables.problems.filter(code="workbook.conflict").height


def test_the_copy_of_a_file_yields_to_the_file(write_survey: Any, read: Any) -> None:
    """Of equal contents the file without a mark of copying counts."""
    write_survey("surveys/6 - 副本.xlsx")
    write_survey("surveys/6.xlsx")
    tables = read()

    assert [("surveys/6 - 副本.xlsx", "duplicate"), ("surveys/6.xlsx", "accepted")] == (
        tables.workbooks.select("file", "status").rows()
    )


def test_a_mistyped_code_is_matched_to_the_frame_by_name(write_survey: Any, read: Any) -> None:
    """The enterprise has answered, weighs what its stratum says, and is told to staff."""
    write_survey(enterprise={"统一社会信用代码": WRONG})
    tables = read(
        f"{RIGHT},样例甲有限公司,海淀区,7340,中型\n91999999XXXX02024A,乙,海淀区,7340,中型\n"
    )

    assert ["accepted", "none"] == tables.frame["status"].to_list()
    assert [2.0] == tables.enterprises["weight"].to_list()
    assert ["frame.code_differs"] == [
        code
        for code in tables.problems["code"]
        if code in {"frame.code_differs", "frame.not_listed"}
    ]


def test_rows_of_the_frame_without_a_code(write_survey: Any, read: Any) -> None:
    """A row is rejected only by a workbook of its own; a repetition is left out."""
    write_survey("surveys/甲.xlsx")
    write_survey("surveys/乙.xlsx", enterprise={"统一社会信用代码": None, "企业名称": "乙公司"})
    tables = read(
        f"{RIGHT},样例甲有限公司,海淀区,7340,大型\n,样例甲有限公司,海淀区,7340,中型\n"
        ",丁公司,海淀区,7340,中型\n,乙公司,海淀区,7340,中型\n"
    )

    assert ["accepted", "none", "rejected"] == tables.frame["status"].to_list()
    assert 1 == tables.problems.filter(code="frame.repeated").height
    assert 1 == tables.problems.filter(code="frame.size_differs").height


def test_a_needed_volume_that_can_t_be_read_must_be_mended(
    write_survey: Any, read: Any, flow: dict[str, Any]
) -> None:
    """The row is kept with a warning, and people are told that they must mend it."""
    flow |= {"本年度敏感个人信息人数": "很多", "明年预计敏感个人信息人数": "很多"}
    write_survey(flows=[flow])
    found = read().problems.filter(code="volume.unreadable").select("severity", "level", "written")

    assert [("warning", "must", "很多"), ("warning", "check", "很多")] == found.rows()


def test_problems_quote_the_cell_as_written(
    write_survey: Any, read: Any, flow: dict[str, Any]
) -> None:
    """Free text is shown to those who may read it, cut and without personal data."""
    flow |= {
        "接收方国家或地区": "漂亮国",
        "豁免情形": "备案了",
        "单次人数": "联系人：张三 13800138000",
    }
    flow["业务目的"] = "联系人：张三"
    write_survey(flows=[flow])
    problems = read().problems
    written = dict(problems.select("code", "written").rows())

    assert ("漂亮国", "备案了") == (written["country.unknown"], written["exempt_basis.unclear"])
    assert "张三" not in str(problems.rows())
    assert [None] * 2 == problems.filter(written="漂亮国")["got"].to_list() * 2


def test_a_sheet_without_needed_columns_is_one_error(write_survey: Any, read: Any) -> None:
    """It is said once that the sheet was not read; the workbook is used."""
    write_survey(history=[{"编号": 1, "年度量": 3}])
    tables = read()
    found = tables.problems.filter(sheet="历史量").select("code", "severity", "cell")

    assert [("sheet.unread", "error", None)] == found.rows()
    assert ["accepted"] == tables.workbooks["status"].to_list()


@pytest.mark.parametrize(
    ("basis", "persons", "code", "kept"),
    [
        ("第五条第一款第四项", 3000, "exempt_basis.by_volume", (None, None)),
        ("第三条", 30000, "exempt_persons.no_personal", ("3", 30000)),
        ("第五条第一款第九项", 10, "exempt_basis.unknown", ("5.1.9", 10)),
    ],
)
def test_exemptions_that_can_t_be_claimed(
    write_survey: Any,
    read: Any,
    flow: dict[str, Any],
    basis: str,
    persons: int,
    code: str,
    kept: Any,
) -> None:
    """What the volume decides is no claim; data without persons have none to exempt."""
    write_survey(flows=[flow | {"豁免情形": basis, "豁免人数": persons}])
    tables = read()

    assert [code] == [c for c in tables.problems["code"] if c.startswith("exempt")]
    assert kept == tables.flows.select("exempt_basis", "exempt_persons").row(0)


def test_clauses_are_those_of_the_packs() -> None:
    """The survey's list of clauses is the law packs' own."""
    facts = [fact.exempts for fact in load_pack("beijing").exemptions if fact.exempts]
    clauses = load_plausibility().exempt_clauses

    assert sorted(clauses["claimed"]) == sorted(e.basis for e in facts if e.claimed == "case")
    assert clauses["by_volume"] == [e.basis for e in facts if e.claimed == "volume"]
    assert clauses["without_persons"] == [e.basis for e in facts if e.persons == "none"]


def test_years_long_ago_are_asked_back(write_survey: Any, read: Any) -> None:
    """1998 beside 2025 is a mistype more often than not; the row is used."""
    years = [{"场景编号": 1, "年份": year, "敏感个人信息人数": 40000} for year in (1998, 2025)]
    write_survey(history=years)
    tables = read()
    found = tables.problems.filter(code="history.long_ago").select("cell", "got")

    assert [("B2", "1998")] == found.rows()
    assert 2 == tables.history.height


@pytest.mark.parametrize("value", ["9" * 400, "9" * 5000, "第" + "9" * 5000 + "条", "\u200b52"])
@pytest.mark.parametrize("column", ["每年次数", "单次人数", "重复比例", "豁免情形", "豁免人数"])
def test_endless_numbers_stop_nobody(
    write_survey: Any, read: Any, flow: dict[str, Any], column: str, value: str
) -> None:
    """They are problems of their cell, and the workbook is used."""
    write_survey(flows=[flow | {column: value}])
    tables = read()

    assert ["accepted"] == tables.workbooks["status"].to_list()
    assert 0 == tables.problems.filter(code="workbook.failed").height


def test_a_mistake_of_ours_ends_only_its_file(
    write_survey: Any, read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unforeseen exception rejects the file by name, and the others are read."""
    from listlab.survey import read as reading

    whole = reading.read_answers

    def fails(book: Any, industry: Any, findings: Any, corrections: Any) -> Any:
        if "甲" in findings.file:
            raise ZeroDivisionError
        return whole(book, industry, findings, corrections)

    write_survey("surveys/甲.xlsx")
    write_survey("surveys/乙.xlsx")
    monkeypatch.setattr(reading, "read_answers", fails)
    tables = read()

    assert ["accepted", "rejected"] == tables.workbooks["status"].to_list()
    assert ["surveys/甲.xlsx"] == tables.problems.filter(code="workbook.failed")["file"].to_list()


def test_endless_repetitions_are_counted(write_survey: Any, read: Any) -> None:
    """Of one kind in one file 200 problems are told, and how many there are more."""
    write_survey(items=[{"场景编号": 9, "数据项名称": f"项{n}"} for n in range(450)])
    found = read().problems.filter(code="flow.unknown")

    assert 200 == found.height
    assert "另有 250 处" in found["message_zh"][-1]


def test_letters_and_pictures_are_no_answers(write_survey: Any, read: Any, tmp_path: Path) -> None:
    """They are listed, and told apart from answers that can't be read."""
    write_survey()
    write_survey("surveys/乙.xlsx", enterprise={"统一社会信用代码": None})
    (tmp_path / "surveys" / "回函.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "surveys" / "坏.xlsx").write_bytes(b"PK")
    workbooks = read().workbooks

    assert ["surveys/回函.pdf"] == workbooks.filter(is_answer=False)["file"].to_list()


def test_formulas_that_nobody_calculated_are_no_damage(
    write_survey: Any, read: Any, flow: dict[str, Any]
) -> None:
    """A formula without a value at the end of a row, as openpyxl saves it, is a blank cell."""
    path = write_survey(flows=[flow])
    book = openpyxl.load_workbook(path)
    book["出境场景"]["T2"] = "=1+1"
    book["出境场景"]["M2"] = "=1+1"
    book.save(path)
    tables = read()

    assert ["accepted"] == tables.workbooks["status"].to_list()
    levels = tables.problems.filter(code="cell.no_value").select("cell", "level").rows()
    assert {("T2", "check"), ("M2", "must")} == set(levels)


def test_an_apostrophe_before_the_code_is_no_part_of_it(write_survey: Any, read: Any) -> None:
    """It is how Excel is told to keep a text."""
    write_survey(enterprise={"统一社会信用代码": f"'{RIGHT}"})

    assert [RIGHT] == read().enterprises["enterprise_id"].to_list()


def test_files_named_in_other_bytes_are_read(write_survey: Any, read: Any) -> None:
    """A name in GB18030 on a system of UTF-8 is shown as people wrote it."""
    path = write_survey()
    name = "甲方.xlsx".encode("gb18030").decode("utf-8", "surrogateescape")
    path.rename(path.with_name(name))

    assert ["surveys/甲方.xlsx"] == read().workbooks["file"].to_list()
