"""What only shows with all answers side by side is reported at its cell."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from listlab.law.pack import Industry
from listlab.model.tables import FRAME, SurveyTables
from listlab.survey.read import read_workbooks
from listlab.survey.study_checks import check_study
from listlab.survey.voices import STAFF_ONLY

WriteSurvey = Callable[..., Path]
CODES = ["91999999XXXX01011F", "91999999XXXX0102X7"]


def read(folder: Path, industry: Industry) -> SurveyTables:
    """Tables of a folder."""
    return read_workbooks([folder], industry=industry, root=folder)


def test_one_recipient_in_one_workbook_is_marked_where_it_is_rarer(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """The pair is named, with the cell of the other."""
    names = ("Acme AG", "Acme AG", "ACME A.G.")
    flows = [flow | {"场景编号": i, "境外接收方": name} for i, name in enumerate(names)]
    tables = read(write_survey(flows=flows).parent, industry)
    [problem] = check_study(tables, industry=industry)

    assert ("recipient.same", "出境场景", "E4") == (problem.code, problem.sheet, problem.cell)
    assert "「ACME A.G.」与「Acme AG」（E2）" in problem.message.zh


def test_one_recipient_across_workbooks_is_for_staff_only(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """Another enterprise's workbook is never named to an enterprise."""
    write_survey(flows=[flow | {"境外接收方": "Acme AG"}])
    other = {"统一社会信用代码": CODES[1], "企业名称": "样例乙有限公司"}
    path = write_survey(
        "surveys/乙.xlsx", enterprise=other, flows=[flow | {"境外接收方": "ACME AG"}]
    )
    [problem] = check_study(read(path.parent, industry), industry=industry)

    assert ("recipient.across", "乙.xlsx") == (problem.code, problem.file) or (
        "recipient.across",
        "甲.xlsx",
    ) == (problem.code, problem.file)
    assert problem.code in STAFF_ONLY


def test_one_name_under_two_codes(write_survey: WriteSurvey, industry: Industry) -> None:
    """One of the codes may be mistyped: reported at the code of the later workbook."""
    write_survey()
    path = write_survey("surveys/丁.xlsx", enterprise={"统一社会信用代码": CODES[1]})
    [problem] = check_study(read(path.parent, industry), industry=industry)

    assert ("enterprise.same_name", "B1") == (problem.code, problem.cell)
    assert problem.code in STAFF_ONLY


def test_a_name_that_the_frame_does_not_know(write_survey: WriteSurvey, industry: Industry) -> None:
    """Same credit code, another name: reported at the name; spelling alone does not count."""
    tables = read(write_survey().parent, industry)
    rows = [{"enterprise_id": CODES[0], "name": name} for name in ("样例丙公司", "样例甲有限公司")]
    frames = [pl.DataFrame([dict.fromkeys(FRAME) | row], schema=FRAME) for row in rows]
    found = [check_study(replace(tables, frame=frame), industry=industry) for frame in frames]

    assert [["enterprise.name_conflict"], []] == [[p.code for p in each] for each in found]
    assert "B2" == found[0][0].cell


def test_a_volume_far_from_all_others(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """Ten like answers and one of ten thousand times: at its cell, with figures."""
    flow |= {"每年次数": None, "单次人数": None, "明年预计敏感个人信息人数": None}
    volumes = [*range(1_000, 11_000, 1_000), 50_000_000]
    flows = [
        flow | {"场景编号": i, "本年度敏感个人信息人数": n} for i, n in enumerate(volumes, start=1)
    ]
    tables = read(write_survey(flows=flows, history=[]).parent, industry)
    [problem] = check_study(tables, industry=industry)

    assert ("outlier.high", "M12", "50000000") == (problem.code, problem.cell, problem.got)
    assert "11 份答复的中位数为 6,000 人" in problem.message.zh
    assert "单位" in problem.message.zh
    assert [problem.code] == tables.problems["code"].to_list()
