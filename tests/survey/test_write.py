"""Tables of a study on disk, and the summary of an intake."""

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from listlab.errors import SurveyError
from listlab.law.pack import Industry
from listlab.model.tables import SCHEMAS
from listlab.survey.intake import intake_summary
from listlab.survey.read import read_workbooks
from listlab.survey.write import read_tables, write_answers, write_problems, write_tables

WriteSurvey = Callable[..., Path]


def test_tables_come_back_as_written_in_the_same_bytes(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """Parquet keeps every table; a second writing gives the same bytes and leaves nothing else."""
    folder = write_survey().parent
    tables = read_workbooks([folder], industry=industry, root=folder)
    first = {p.name: p.read_bytes() for p in write_tables(tables, tmp_path / "t")}
    second = {p.name: p.read_bytes() for p in write_tables(tables, tmp_path / "t")}
    back = read_tables(tmp_path / "t")

    assert first == second
    assert sorted(first) == sorted(p.name for p in (tmp_path / "t").iterdir())
    assert all(getattr(tables, name).equals(getattr(back, name)) for name in SCHEMAS)


def test_missing_and_broken_tables_are_all_named(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """Both problems are found at once."""
    folder = write_survey().parent
    written = write_tables(read_workbooks([folder], industry=industry, root=folder), tmp_path / "t")
    written[0].unlink()
    written[1].write_bytes(b"no parquet")

    with pytest.raises(SurveyError) as caught:
        read_tables(tmp_path / "t")

    assert [written[0].as_posix(), written[1].as_posix()] == [p.file for p in caught.value.problems]


def test_summary_counts_workbooks_rows_and_problems(
    write_survey: WriteSurvey, industry: Industry
) -> None:
    """The JSON of `listlab intake`, in either language."""
    folder = write_survey().parent
    write_survey("surveys/甲_副本.xlsx")
    (folder / "空.xlsx").write_bytes(b"")
    summary = intake_summary(read_workbooks([folder], industry=industry, root=folder), "en")

    assert {
        "accepted": 1,
        "rejected": 1,
        "duplicates": 1,
        "superseded": 0,
        "tables": {"enterprises": 1, "flows": 1, "items": 1, "history": 1},
    } == {key: value for key, value in summary.items() if key != "problems"}
    assert [
        ("甲_副本.xlsx", "workbook.duplicate", "warning"),
        ("空.xlsx", "workbook.empty", "error"),
    ] == [(p["file"], p["code"], p["severity"]) for p in summary["problems"]]
    assert summary["problems"][1]["message"].startswith("the file is empty")
    assert ["file", "sheet", "cell", "code", "severity", "got", "message"] == list(
        summary["problems"][0]
    )


def test_summary_tells_what_stands_beside_the_workbooks(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """Response, corrections and archive, where there are any."""
    folder = write_survey().parent
    texts = {
        "frame": "统一社会信用代码,企业名称\n91999999XXXX01011F,甲\n91999999XXXX01012J,乙",
        "corrections": "id,field,old,new,reason,by,when\nx,y,1,2,r,b,w",
        "archive": "案件编号,类别,信用代码,标准场景,敏感个人信息人数\n"
        "1,标准合同,91999999XXXX01011F,药物临床试验,3",
    }
    files = {name: tmp_path / f"{name}.csv" for name in texts}
    for name, text in texts.items():
        files[name].write_text(text, encoding="utf-8")
    tables = read_workbooks(
        [folder],
        industry=industry,
        root=folder,
        frame=files["frame"],
        corrections=files["corrections"],
        archive=[files["archive"]],
    )
    summary = intake_summary(tables)

    assert (2, 1, 0.5) == tuple(summary["response"][key] for key in ("frame", "answered", "rate"))
    assert {"applied": 0, "refused": 1} == summary["corrections"]
    assert {"cases": 1, "contradicting": 1} == summary["archive"]


def test_problems_are_lists_that_run_no_formula(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """Workbook and csv tell the same; what begins like a formula stays text; same bytes again."""
    folder = write_survey().parent
    (folder / "=HYPERLINK(1).xlsx").write_bytes(b"")
    (folder / "-1+1.xlsx").write_bytes(b"")
    tables = read_workbooks([folder], industry=industry, root=folder)
    first = [path.read_bytes() for path in write_problems(tables, tmp_path / "problems.xlsx")]
    paths = write_problems(tables, tmp_path / "problems.xlsx")
    sheet = openpyxl.load_workbook(paths[0]).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    lines = list(csv.reader(paths[1].read_text("utf-8-sig").splitlines()))

    assert first == [path.read_bytes() for path in paths]
    assert [] == [cell.value for cell in cells if cell.data_type == "f"]
    assert ["-1+1.xlsx", "=HYPERLINK(1).xlsx"] == [row[2].value for row in sheet["A2:H3"]]
    assert ["'-1+1.xlsx", "'=HYPERLINK(1).xlsx"] == [line[2] for line in lines[1:]]


def test_answers_stand_in_a_workbook_under_the_ids_of_corrections(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """A sheet a table, the id first; the same bytes again."""
    folder = write_survey().parent
    tables = read_workbooks([folder], industry=industry, root=folder)
    path = write_answers(tables, tmp_path / "tables" / "answers.xlsx")
    first = path.read_bytes()
    book = openpyxl.load_workbook(write_answers(tables, path))
    history = tables.history.row(0, named=True)

    assert first == path.read_bytes()
    assert ["企业信息", "出境场景", "数据项", "历史量"] == book.sheetnames
    assert [
        tables.enterprises["enterprise_id"][0],
        tables.flows["flow_id"][0],
        tables.items["item_id"][0],
        f"{history['flow_id']}@{history['year']}",
    ] == [sheet["A2"].value for sheet in book]


def test_problems_say_what_must_be_mended_first(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """The words of the levels, the worst first; the common folder is not said in every row."""
    folder = write_survey().parent
    write_survey("surveys/甲_副本.xlsx")
    (folder / "空.xlsx").write_bytes(b"")
    tables = read_workbooks([folder], industry=industry, root=folder.parent)
    sheet = openpyxl.load_workbook(write_problems(tables, tmp_path / "problems.xlsx")[0]).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_col=3)]

    assert [[1, "必须改", "空.xlsx"], [2, "备注", "甲_副本.xlsx"]] == rows
