"""Survey workbooks read into the tables of a study."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from listlab.errors import SurveyError
from listlab.law.pack import Industry
from listlab.model.tables import SCHEMAS, SurveyTables
from listlab.survey.read import find_files, read_workbooks

WriteSurvey = Callable[..., Path]
SECOND = {"统一社会信用代码": "91999999XXXX0102X7", "企业名称": "样例乙有限公司"}


def read(path: Path, industry: Industry) -> SurveyTables:
    """Tables of a folder."""
    folder = path if path.is_dir() else path.parent
    return read_workbooks([folder], industry=industry, root=folder)


def codes(tables: SurveyTables) -> list[str]:
    """Codes of all problems, in order."""
    return tables.problems["code"].to_list()


def problem(tables: SurveyTables, code: str) -> dict[str, Any]:
    """The one problem with a code."""
    found = tables.problems.filter(pl.col("code") == code)
    assert found.height == 1, tables.problems["code"].to_list()
    return found.row(0, named=True)


def test_a_clean_workbook_fills_every_table(write_survey: WriteSurvey, industry: Industry) -> None:
    """Each sheet becomes typed rows; nothing is reported."""
    path = write_survey()
    tables = read(path, industry)

    assert [] == codes(tables)
    assert {
        "enterprise_id": "91999999XXXX01011F",
        "name": "样例甲有限公司",
        "region": "海淀区",
        "industry": "7340",
        "size": "中型",
        "ciio": "no",
        "weight": 1.0,
    } == {k: v for k, v in tables.enterprises.row(0, named=True).items() if k != "source"}
    assert {
        "flow_id": "91999999XXXX01011F/1",
        "enterprise_id": "91999999XXXX01011F",
        "scenario": "clinical_trial",
        "scenario_name": "受试者数据汇总",
        "purpose": "统计分析",
        "recipient": "样例总部",
        "country": "US",
        "transfer_mode": "接口",
        "frequency": "weekly",
        "events_per_year": 52.0,
        "persons_per_event": 2000.0,
        "repeat_share": 0.3,
        "personal_low": 100,
        "personal_high": 100,
        "personal_code": "volume.exact",
        "sensitive_low": 50_000,
        "sensitive_high": 50_000,
        "sensitive_code": "volume.exact",
        "next_personal_low": 110,
        "next_personal_high": 110,
        "next_sensitive_low": 60_000,
        "next_sensitive_high": 60_000,
        "exempt_basis": None,
        "exempt_persons": None,
        "route_now": "assessment",
        "safeguards": "加密",
        "necessity": "监管要求",
        "source": {
            "file": "甲.xlsx",
            "sheet": "出境场景",
            "row": 2,
            "personal_cell": "L2",
            "sensitive_cell": "M2",
        },
    } == tables.flows.row(0, named=True)
    item = tables.items.row(0, named=True)
    assert ("yes", "yes", "no", "required") == (
        item["personal"],
        item["sensitive"],
        item["public"],
        item["need"],
    )
    past = tables.history.row(0, named=True)
    assert (2025, 90, 40_000) == (past["year"], past["personal"], past["sensitive"])
    opinion = tables.opinions.row(0, named=True)
    assert (50_000, 50_000, None, "给出示例") == (
        opinion["wanted_low"],
        opinion["wanted_high"],
        opinion["difficulty"],
        opinion["suggestion"],
    )
    assert {
        "file": "甲.xlsx",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "status": "accepted",
        "enterprise_id": "91999999XXXX01011F",
        "template": "1.0",
        "synthetic": True,
        "replaced_by": None,
        "is_answer": True,
        "revision": 0,
    } == tables.workbooks.row(0, named=True)
    assert tables.is_synthetic


def test_tables_have_the_declared_schemas(write_survey: WriteSurvey, industry: Industry) -> None:
    """Every frame has the schema of model.tables, also the empty ones."""
    tables = read(write_survey(items=(), history=(), opinions=()), industry)

    assert dict(SCHEMAS) == {name: getattr(tables, name).schema for name in SCHEMAS}
    assert 0 == tables.items.height


def test_headers_match_whatever_their_order_width_and_blanks(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """Columns are found by normalised header, remarks apart."""
    renamed = {
        "本年度个人信息人数（不含敏感）": "本年度\n个人信息人数(不含敏感)（必填）",
        "标准场景": " 标准 场景 *",
    }
    turned = {renamed.get(key, key): value for key, value in reversed(flow.items())}
    tables = read(write_survey(flows=[turned]), industry)

    assert [] == codes(tables)
    assert 100 == tables.flows["personal_low"].item()
    assert "I2" == tables.flows["source"].struct.field("personal_cell").item()


def test_a_header_in_another_unit_is_not_taken(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """A column headed 万人 is never read as persons: the workbook goes back."""
    flow["本年度敏感个人信息人数（万人）"] = flow.pop("本年度敏感个人信息人数")
    write_survey("surveys/乙.xlsx", enterprise=SECOND)
    tables = read(write_survey(flows=[flow]), industry)

    assert ["header.unknown", "header.missing"] == codes(tables)
    assert ["91999999XXXX0102X7"] == tables.enterprises["enterprise_id"].to_list()


def test_unknown_columns_are_kept_and_reported(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """What people add is in `extras`, with its cell, and named once."""
    flow["填表人备注"] = "已核对"
    tables = read(write_survey(flows=[flow], enterprise={"联系人职务": "法务"}), industry)
    extras = tables.extras.select("sheet", "cell", "header", "text").rows()

    assert ("出境场景", "U2", "填表人备注", "已核对") in extras
    assert ("企业信息", "B9", "联系人职务", "法务") in extras
    assert ("企业信息", "B7", "员工人数", "120") in extras
    assert ["header.unknown", "header.unknown"] == codes(tables)


def test_problems_name_file_sheet_and_cell_all_at_once(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """Everything wrong with a workbook is found in one reading."""
    flow |= {
        "标准场景": "员工团建",
        "出境频率": "看心情",
        "每年次数": "许多",
        "重复比例": 30,
        "本年度个人信息人数（不含敏感）": "10-5万",
        "本年度敏感个人信息人数": "3万人次",
        "豁免情形": "紧急",
        "豁免人数": "约5",
        "现有路径": "口头",
    }
    tables = read(write_survey(flows=[flow], enterprise={"企业规模": "巨型"}), industry)
    found = {
        (row["sheet"], row["cell"], row["code"], row["got"])
        for row in tables.problems.iter_rows(named=True)
    }

    assert {
        ("企业信息", "B5", "choice.unknown", None),
        ("出境场景", "B2", "scenario.unknown", None),
        ("出境场景", "H2", "choice.unknown", None),
        ("出境场景", "I2", "number.unreadable", None),
        ("出境场景", "K2", "share.unreadable", "30"),
        ("出境场景", "L2", "volume.contradictory", "10-5万"),
        ("出境场景", "M2", "volume.not_persons", "3万人次"),
        ("出境场景", "P2", "exempt_basis.unclear", None),
        ("出境场景", "Q2", "exempt_persons.not_exact", "约5"),
        ("出境场景", "R2", "choice.unknown", None),
    } == found
    assert {"甲.xlsx"} == set(tables.problems["file"])
    assert {"warning"} == set(tables.problems["severity"])
    assert [0, None] == list(tables.flows.select("sensitive_low", "sensitive_high").row(0))


def test_free_text_is_never_quoted(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """`got` quotes volumes and codes; a sentence in a volume's cell is left out."""
    flow["本年度敏感个人信息人数"] = "见附件，联系张三"
    flow["本年度个人信息人数（不含敏感）"] = "见附件第二页"
    tables = read(write_survey(flows=[flow]), industry)

    assert problem(tables, "volume.unreadable")["got"] is None
    assert "张三" not in str(tables.problems.rows())
    assert ["volume.unreadable", "private.name"] == codes(tables)


def test_blank_volumes_are_unknown_not_zero(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """A blank of this year is asked back; a blank forecast is not."""
    flow["本年度敏感个人信息人数"] = None
    flow["明年预计敏感个人信息人数"] = None
    tables = read(write_survey(flows=[flow]), industry)

    assert "M2" == problem(tables, "volume.missing")["cell"]
    assert [0, None, "volume.missing"] == list(
        tables.flows.select("sensitive_low", "sensitive_high", "sensitive_code").row(0)
    )


def test_answers_that_contradict_each_other_are_shown(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """More persons than were sent, more exempt than there are, exempt without a clause."""
    flow |= {"出境频率": "按需", "每年次数": 2, "单次人数": 100, "豁免人数": 60_000}
    tables = read(write_survey(flows=[flow]), industry)

    assert {"volume.more_than_sent", "exempt_persons.too_many", "exempt_basis.missing"} == set(
        codes(tables)
    )
    assert "60,000" in problem(tables, "exempt_persons.too_many")["message_en"]


def test_rows_of_unknown_flows_are_left_out(write_survey: WriteSurvey, industry: Industry) -> None:
    """An item or a past year must belong to a flow of the workbook; an opinion need not."""
    tables = read(
        write_survey(
            items=[{"场景编号": 99, "数据项名称": "姓名"}],
            history=[{"场景编号": "", "年份": 2025, "个人信息人数（不含敏感）": 1}],
            opinions=[{"场景编号": None, "希望的量级": "10万", "困难": "难", "建议": "无"}],
        ),
        industry,
    )

    assert 0 == tables.items.height == tables.history.height
    assert [("error", "A2", "99"), ("error", "A2", None)] == [
        tuple(problem(tables, code)[key] for key in ("severity", "cell", "got"))
        for code in ("flow.unknown", "flow.unnamed")
    ]
    assert [None] == tables.opinions["flow_id"].to_list()


def test_blank_total_and_example_rows_are_no_flows(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """Rows with a printed number only, examples and totals are not read."""
    rows = [
        flow | {"场景编号": "例：1"},
        flow,
        dict.fromkeys(flow) | {"场景编号": 2},
        dict.fromkeys(flow),
        flow | {"场景编号": 3},
        flow | {"场景编号": "合计"},
    ]
    tables = read(write_survey(flows=rows), industry)

    assert ["1", "3"] == [flow_id.rsplit("/")[-1] for flow_id in tables.flows["flow_id"]]
    assert [3, 6] == tables.flows["source"].struct.field("row").to_list()
    assert "A7" == problem(tables, "row.total")["cell"]


def test_missing_and_repeated_flow_numbers_keep_the_volume(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """A flow without a number of its own still counts, under an id from its row."""
    rows = [flow, flow | {"场景编号": None}, flow | {"场景编号": "１"}]
    tables = read(write_survey(flows=rows), industry)

    assert ["1", "#3", "1#4"] == [name.rsplit("/")[-1] for name in tables.flows["flow_id"]]
    assert ["flow.no_number", "flow.repeated"] == codes(tables)


def test_a_merged_flow_number_holds_for_all_its_rows(
    write_survey: WriteSurvey, industry: Industry
) -> None:
    """People merge 场景编号 over the items of a flow."""
    path = write_survey(items=())
    book = openpyxl.load_workbook(path)
    sheet = book["数据项"]
    for row, name in enumerate(("编号", "年龄", "诊断"), start=2):
        sheet.cell(row, 2, name)
    sheet["A2"] = 1
    sheet.merge_cells("A2:A4")
    book.save(path)
    tables = read(path, industry)

    assert ["91999999XXXX01011F/1"] * 3 == tables.items["flow_id"].to_list()


def test_a_title_above_the_headers_is_no_obstacle(
    write_survey: WriteSurvey, industry: Industry
) -> None:
    """Headers are found within the first rows, and cells keep their names."""
    path = write_survey(mark=None)
    book = openpyxl.load_workbook(path)
    book["出境场景"].insert_rows(1, 2)
    book["出境场景"]["A1"] = "出境场景（合成样例）"
    book["企业信息"].insert_cols(1)
    book.save(path)
    tables = read(path, industry)

    assert "M4" == tables.flows["source"].struct.field("sensitive_cell").item()
    assert "样例甲有限公司" == tables.enterprises["name"].item()
    assert tables.is_synthetic


def test_real_surveys_are_not_called_synthetic(
    write_survey: WriteSurvey, industry: Industry
) -> None:
    """Only a workbook that says so is a synthetic sample."""
    assert not read(write_survey(mark=None), industry).is_synthetic


def test_failed_formulas_and_dates_are_named(write_survey: WriteSurvey, industry: Industry) -> None:
    """A cell with #REF!, and 5-10 turned into a date, are reported and not taken as numbers."""
    path = write_survey()
    book = openpyxl.load_workbook(path)
    sheet = book["出境场景"]
    sheet["L2"] = "#REF!"
    sheet["L2"].data_type = "e"
    sheet["M2"] = "2026-05-10"
    sheet["M2"].data_type = "d"
    sheet["M2"].number_format = "m-d"
    from datetime import datetime

    sheet["M2"].value = datetime(2026, 5, 10)
    book.save(path)
    tables = read(path, industry)

    assert "L2" == problem(tables, "cell.error")["cell"]
    assert ("M2", "2026-05-10") == tuple(
        problem(tables, "volume.date")[key] for key in ("cell", "got")
    )


@pytest.mark.parametrize(
    ("answer", "code"), [(None, "credit_code.missing"), (911010812345678900, "credit_code.number")]
)
def test_without_a_credit_code_nobody_answers(
    write_survey: WriteSurvey, industry: Industry, answer: object, code: str
) -> None:
    """A workbook whose enterprise is not known is rejected; the others are read."""
    write_survey("surveys/乙.xlsx", enterprise=SECOND)
    tables = read(write_survey(enterprise={"统一社会信用代码": answer}), industry)

    assert ["accepted", "rejected"] == tables.workbooks.sort("file")["status"].to_list()
    assert "error" == problem(tables, code)["severity"]
    assert 1 == tables.flows.height


def test_a_doubtful_credit_code_is_a_warning(write_survey: WriteSurvey, industry: Industry) -> None:
    """A wrong check digit is asked back, and the workbook used."""
    tables = read(write_survey(enterprise={"统一社会信用代码": "91999999XXXX01011A"}), industry)

    assert ["credit_code.check_digit"] == codes(tables)
    assert 1 == tables.enterprises.height


@pytest.mark.parametrize("sheet", ["企业信息", "出境场景"])
def test_a_missing_sheet_rejects_the_workbook(
    write_survey: WriteSurvey, industry: Industry, sheet: str
) -> None:
    """Enterprise and flows are needed; the message names the sheet."""
    write_survey("surveys/乙.xlsx", enterprise=SECOND)
    tables = read(write_survey(without=[sheet]), industry)

    assert sheet in problem(tables, "sheet.missing")["message_zh"]
    assert ["accepted", "rejected"] == tables.workbooks.sort("file")["status"].to_list()


def test_sheets_that_can_be_spared_are_reported(
    write_survey: WriteSurvey, industry: Industry
) -> None:
    """Without items, history or opinions a workbook is still used."""
    tables = read(write_survey(without=["数据项", "历史量", "意见建议"]), industry)

    assert ["sheet.absent"] * 3 == codes(tables)
    assert 1 == tables.flows.height


def test_broken_files_never_stop_the_others(write_survey: WriteSurvey, industry: Industry) -> None:
    """Each unusable file is rejected with its own reason; clutter is not mentioned."""
    folder = write_survey().parent
    (folder / "空.xlsx").write_bytes(b"")
    (folder / "断.xlsx").write_bytes((folder / "甲.xlsx").read_bytes()[:900])
    (folder / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (folder / "文.docx").write_bytes(b"PK\x03\x04")
    (folder / "字.xlsx").write_text("这不是工作簿", encoding="utf-8")
    (folder / "~$甲.xlsx").write_bytes(b"lock")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    tables = read(folder, industry)

    assert {
        "空.xlsx": "workbook.empty",
        "断.xlsx": "workbook.broken",
        "旧.xls": "workbook.broken",
        "文.docx": "workbook.no_workbook",
        "字.xlsx": "workbook.no_workbook",
    } == dict(tables.problems.select("file", "code").rows())
    assert 6 == tables.workbooks.height
    assert 1 == tables.enterprises.height


def test_the_same_answer_twice_counts_once(write_survey: WriteSurvey, industry: Industry) -> None:
    """Same enterprise and content: the first by file name counts, the other says so."""
    write_survey("surveys/甲（副本）.xlsx")
    tables = read(write_survey(), industry)

    assert [("甲.xlsx", "accepted", None), ("甲（副本）.xlsx", "duplicate", "甲.xlsx")] == (
        tables.workbooks.select("file", "status", "replaced_by").rows()
    )
    assert 1 == tables.flows.height
    assert "甲.xlsx" in problem(tables, "workbook.duplicate")["message_zh"]


def test_a_revision_replaces_what_it_revises(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """The highest revision mark counts; the earlier file's own problems are no longer asked."""
    write_survey("surveys/甲.xlsx", flows=[flow | {"本年度敏感个人信息人数": "很多"}])
    write_survey("surveys/甲_修订1.xlsx", flows=[flow | {"本年度敏感个人信息人数": "3万"}])
    path = write_survey("surveys/甲_修订2.xlsx", flows=[flow | {"本年度敏感个人信息人数": "4万"}])
    tables = read(path, industry)

    assert ["superseded", "superseded", "accepted"] == tables.workbooks["status"].to_list()
    assert ["workbook.superseded"] * 2 == codes(tables)
    assert [40_000] == tables.flows["sensitive_low"].to_list()


def test_two_versions_that_nothing_ranks_are_both_refused(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """Which counts is not guessed."""
    write_survey("surveys/乙.xlsx", enterprise=SECOND)
    write_survey("surveys/甲(1).xlsx", flows=[flow | {"本年度敏感个人信息人数": "3万"}])
    tables = read(write_survey(), industry)

    assert ["accepted", "rejected", "rejected"] == tables.workbooks["status"].to_list()
    assert ["workbook.conflict"] * 2 == codes(tables)
    assert {"91999999XXXX0102X7"} == set(tables.flows["enterprise_id"])


def test_nothing_usable_is_an_error_with_every_reason(
    write_survey: WriteSurvey, industry: Industry
) -> None:
    """A survey without one good workbook can't go on, and says why of each file."""
    folder = write_survey(enterprise={"统一社会信用代码": None}).parent
    (folder / "空.xlsx").write_bytes(b"")

    with pytest.raises(SurveyError) as caught:
        read(folder, industry)

    assert ["survey.none_usable", "credit_code.missing", "workbook.empty"] == [
        p.code for p in caught.value.problems
    ]


def test_missing_and_empty_folders_are_told_apart(tmp_path: Path, industry: Industry) -> None:
    """A path that is not there, and a folder with nothing in it."""
    with pytest.raises(SurveyError) as caught:
        read_workbooks([tmp_path / "无", tmp_path / "没"], industry=industry, root=tmp_path)
    assert ["survey.not_found"] * 2 == [p.code for p in caught.value.problems]

    with pytest.raises(SurveyError) as caught:
        read_workbooks([tmp_path], industry=industry, root=tmp_path)
    assert ["survey.empty"] == [p.code for p in caught.value.problems]


def test_files_are_found_in_folders_of_folders_once(
    write_survey: WriteSurvey, tmp_path: Path
) -> None:
    """Folders are searched to the bottom; a file named twice is read once, in order of path."""
    one, two = write_survey("surveys/甲.xlsx"), write_survey("surveys/片区/乙.xlsx")

    assert [two, one] == find_files([tmp_path / "surveys", one, two])


def test_files_below_hidden_folders_are_not_read(write_survey: WriteSurvey, tmp_path: Path) -> None:
    """A wastebasket in the surveys folder is skipped; hidden folders above it don't matter."""
    kept = write_survey(".hidden/surveys/片区/甲.xlsx")
    write_survey(".hidden/surveys/.trash/乙.xlsx")
    write_survey(".hidden/surveys/片区/.old/深/丙.xlsx")

    assert [kept] == find_files([tmp_path / ".hidden" / "surveys"])


def test_files_outside_the_root_keep_their_place_and_verdict(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """Outside the root files are named by their place below the path given, never by `..`."""
    write_survey("surveys/片区一/甲.xlsx")
    write_survey("surveys/片区二/甲.xlsx", enterprise=SECOND)
    write_survey("surveys/片区三/甲.xlsx", enterprise={"统一社会信用代码": None})
    tables = read_workbooks([tmp_path / "surveys"], industry=industry, root=tmp_path / "project")

    assert {
        "片区一/甲.xlsx": "accepted",
        "片区二/甲.xlsx": "accepted",
        "片区三/甲.xlsx": "rejected",
    } == dict(tables.workbooks.select("file", "status").rows())
    assert ["片区三/甲.xlsx"] == problem_files(tables, "credit_code.missing")


def test_files_of_one_place_below_two_folders_are_told_apart(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """Outside the root two given folders may hold the same name: the second gets a number."""
    one = write_survey("一/甲.xlsx")
    two = write_survey("二/甲.xlsx", enterprise={"统一社会信用代码": None})
    folders = [one.parent, two.parent]
    tables = read_workbooks(folders, industry=industry, root=tmp_path / "project")

    assert {"甲.xlsx": "accepted", "甲.xlsx (2)": "rejected"} == dict(
        tables.workbooks.select("file", "status").rows()
    )


def problem_files(tables: SurveyTables, code: str) -> list[str]:
    """Files with a problem of that code."""
    return tables.problems.filter(pl.col("code") == code)["file"].to_list()


def test_files_are_named_relative_to_the_root(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """`source.file` counts from `root`, whichever folder the files were found in."""
    folder = write_survey("data/surveys/甲.xlsx").parent
    tables = read_workbooks([folder], industry=industry, root=tmp_path)

    assert ["data/surveys/甲.xlsx"] == tables.flows["source"].struct.field("file").to_list()


@pytest.mark.parametrize(
    ("shown", "warned"),
    [
        ('0"万"', True),
        ("0.0万", True),
        ('#,##0"万人";-0', True),
        ("[>0]0\\w", True),
        ("General", False),
        ('#,##0"人"', False),
        ('0!.0,"万"', False),  # divides by a thousand and sets a point: 50000 looks like 5.0万
        ('0;-0"万"', False),
        ("@", False),
    ],
)
def test_a_unit_that_only_the_format_shows_is_reported(
    write_survey: WriteSurvey, industry: Industry, shown: str, warned: bool
) -> None:
    """5 shown as 5万 is read as 5, and the cell named; other columns are left alone."""
    path = write_survey(items=())
    book = openpyxl.load_workbook(path)
    cells = (
        book["出境场景"]["M2"],
        book["出境场景"]["I2"],
        book["历史量"]["D2"],
        book["出境场景"]["Q2"],
    )
    for cell, value in zip(cells, (5, 52, 4, "3万"), strict=True):
        cell.value, cell.number_format = value, shown
    book.save(path)
    tables = read(path, industry)
    found = tables.problems.filter(pl.col("code") == "volume.format")

    expected = [("出境场景", "M2", "5"), ("历史量", "D2", "4")] if warned else []
    assert expected == found.select("sheet", "cell", "got").rows()
    assert [5] == tables.flows["sensitive_low"].to_list()


def test_progress_and_row_order_are_steady(write_survey: WriteSurvey, industry: Industry) -> None:
    """Progress counts files; the same folder gives equal tables however it is named."""
    path = write_survey()
    other = write_survey("surveys/乙.xlsx", enterprise=SECOND)
    seen: list[tuple[int, int]] = []
    forward = read_workbooks(
        [path, other], industry=industry, root=path.parent, progress=lambda *s: seen.append(s)
    )
    back = read_workbooks([other, path], industry=industry, root=path.parent)

    assert [(1, 2), (2, 2)] == seen
    assert all(getattr(forward, name).equals(getattr(back, name)) for name in SCHEMAS)
