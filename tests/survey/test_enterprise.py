"""Who answered is read wherever labels and answers stand."""

import pytest

from listlab.law.pack import Industry
from listlab.survey.cells import Cell
from listlab.survey.corrections import Correction, Corrections, by_id
from listlab.survey.enterprise import read_enterprise
from listlab.survey.findings import Findings
from listlab.survey.sheets import Grid

CODE = "91999999XXXX01011F"
LABELS = ["统一社会信用代码", "企业名称", "所属区域", "国民经济行业代码", "企业规模", "员工人数"]
ANSWERS: list[Cell] = [CODE, "样例甲有限公司", "海淀区", "C2720", "中型", "约120"]
BESIDE = [[label, answer] for label, answer in zip(LABELS, ANSWERS, strict=True)]


@pytest.mark.parametrize(
    ("grid", "place"),
    [
        (Grid("企业信息", BESIDE), "B2"),
        (Grid("企业信息", [[None, *row] for row in BESIDE]), "C2"),
        (Grid("企业信息", [["企业信息表", None], ["项目", "内容"], *BESIDE]), "B4"),
        (Grid("企业信息", [list(LABELS), ANSWERS]), "B2"),
        (
            Grid(
                "企业信息",
                [[label, None, answer] for label, answer in BESIDE],
                merged=tuple(((row, 0), (row, 1)) for row in range(6)),
            ),
            "C2",
        ),
    ],
    ids=["beside", "moved", "titled", "beneath", "merged"],
)
def test_answers_are_found(grid: Grid, place: str, industry: Industry) -> None:
    """Beside their labels, moved, under a title, in one row beneath them, by merged labels."""
    findings = Findings("甲.xlsx")
    record, reader = read_enterprise(grid, industry, findings, Corrections())

    assert [] == findings.problems
    assert (CODE, "样例甲有限公司", "2720", "中型") == tuple(
        record[key] for key in ("enterprise_id", "name", "industry", "size")
    )
    assert place == reader.row.places["name"]
    assert {"员工人数"} == reader.kept.keys() | reader.row.extras.keys()


def test_answers_are_corrected_by_credit_code(industry: Industry) -> None:
    """A correction changes what is read, and the cell stays the one handed in."""
    change = Correction(CODE, "企业规模", "中型", "大型", "来电更正", "王", "2026-03-01")
    corrections = Corrections(by_id([change]))
    findings = Findings("甲.xlsx")
    record, reader = read_enterprise(Grid("企业信息", BESIDE), industry, findings, corrections)

    assert ("大型", "B5") == (record["size"], reader.row.places["size"])
    assert "B5" == corrections.met[change].cell


@pytest.mark.parametrize(
    ("label", "answer", "code"),
    [
        ("企业名称", " ", "enterprise.no_name"),
        ("员工人数", "很多", "number.unreadable"),
        ("企业规模", "巨型", "choice.unknown"),
        ("统一社会信用代码", "9111010581234567", "credit_code.malformed"),
    ],
)
def test_faulty_answers(label: str, answer: str, code: str, industry: Industry) -> None:
    """Each is reported at its answer's cell."""
    grid = Grid("企业信息", [[a, answer if a == label else b] for a, b in BESIDE])
    findings = Findings("甲.xlsx")
    read_enterprise(grid, industry, findings, Corrections())

    assert [(code, f"B{LABELS.index(label) + 1}")] == [(p.code, p.cell) for p in findings.problems]
