"""The frame says who could have answered, and what each answer stands for."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from listlab.errors import SurveyError
from listlab.law.pack import Industry
from listlab.model.tables import SurveyTables
from listlab.survey.read import read_workbooks
from listlab.survey.response import add_strata, response_rates, weights, wilson

WriteSurvey = Callable[..., Path]
HEADER = "统一社会信用代码,企业名称,所属区域,国民经济行业代码,企业规模"
ANSWERED = "91999999XXXX01011F,样例甲有限公司,海淀区,7340,中型"
SILENT = "91999999XXXX01012J,样例乙有限公司,海淀区,7340,中型"
REJECTED = "91999999XXXX01013M,样例丙有限公司,朝阳区,2720,大型"


@pytest.fixture
def weigh(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> Callable[..., SurveyTables]:
    """Reads one workbook with a frame of the lines given."""

    def read(*lines: str, encoding: str = "utf-8") -> SurveyTables:
        folder = write_survey().parent
        path = tmp_path / "frame.csv"
        path.write_text("\n".join([HEADER, *lines]), encoding=encoding)
        return read_workbooks([folder], industry=industry, root=tmp_path, frame=path)

    return read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_answers_are_weighted_by_their_stratum(
    weigh: Callable[..., SurveyTables], encoding: str
) -> None:
    """One of two medium enterprises answered: it stands for both."""
    tables = weigh(ANSWERED, SILENT, encoding=encoding)
    stratum = tables.response.filter(by="stratum").to_dicts()[0]

    assert [2.0] == tables.enterprises["weight"].to_list()
    assert ("海淀区 × 中型", 2, 1, 0.5, 2.0) == (
        *(stratum[name] for name in ("group", "frame", "answered", "rate", "weight")),
    )
    assert ["accepted", "none"] == tables.frame["status"].to_list()
    assert ["A2", "A3"] == tables.frame["cell"].to_list()


def test_who_is_not_in_the_frame_weighs_one(weigh: Callable[..., SurveyTables]) -> None:
    """A problem names the enterprise's own cell."""
    tables = weigh(SILENT)
    found = tables.problems.filter(code="frame.not_listed").to_dicts()

    assert [1.0] == tables.enterprises["weight"].to_list()
    assert [("surveys/甲.xlsx", "企业信息", "B1")] == [
        (row["file"], row["sheet"], row["cell"]) for row in found
    ]
    assert [None] == tables.response.filter(by="stratum")["weight"].to_list()


def test_a_broken_answer_is_no_nonresponse(
    weigh: Callable[..., SurveyTables], write_survey: WriteSurvey
) -> None:
    """Its enterprise is to be called back for another reason than those that kept silent."""
    code = {"统一社会信用代码": "91999999XXXX01013M", "企业名称": "样例丙有限公司"}
    write_survey("surveys/丙.xlsx", enterprise=code, without=["出境场景"])
    tables = weigh(ANSWERED, REJECTED)

    assert ["accepted", "rejected"] == tables.frame["status"].to_list()
    assert [(2, 1, 1)] == tables.response.filter(by="all").select(
        "frame", "answered", "rejected"
    ).rows()


def test_a_name_stands_in_for_a_code_that_is_missing(weigh: Callable[..., SurveyTables]) -> None:
    """The row counts and a problem asks for the code."""
    tables = weigh(",样例甲有限公司,海淀区,7340,中型", SILENT, SILENT)

    assert ["accepted", "none"] == tables.frame["status"].to_list()
    assert [("frame.credit_code", "A2"), ("frame.repeated", "A4")] == (
        tables.problems.filter(file="frame.csv").select("code", "cell").rows()
    )


def test_a_frame_may_be_a_workbook(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """Any order of headers, extra columns aside."""
    path = tmp_path / "名录.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("企业名录")
        sheet.write_row(0, 0, ["企业名称", "统一社会信用代码", "企业规模", "所属区域"])
        sheet.write_row(1, 0, ["样例甲有限公司", "91999999XXXX01011F", "中型", "海淀区"])
    folder = write_survey().parent
    tables = read_workbooks([folder], industry=industry, root=tmp_path, frame=path)

    assert [(1, 1, 1.0)] == tables.response.filter(by="stratum").select(
        "frame", "answered", "weight"
    ).rows()


@pytest.mark.parametrize("content", [HEADER, "名单\n1\n", ""])
def test_a_frame_without_enterprises_stops_the_reading(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path, content: str
) -> None:
    """Answers would silently lose their weights."""
    path = tmp_path / "frame.csv"
    path.write_text(content, encoding="utf-8")
    folder = write_survey().parent

    with pytest.raises(SurveyError) as caught:
        read_workbooks([folder], industry=industry, root=tmp_path, frame=path)

    assert {"frame.csv"} == {problem.file for problem in caught.value.problems}


def row(region: str | None, size: str | None, status: str) -> dict[str, str | None]:
    return {"region": region, "size": size, "status": status, "industry": "2720"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Same size first: the one with most answers.
        (
            [
                row("甲", "小型", "none"),
                *[row("乙", "小型", "accepted")] * 3,
                *[row("丙", "小型", "accepted")] * 4,
            ],
            {"丙 × 小型（并入 1 格）": ("丙 × 小型", "甲 × 小型"), "乙 × 小型": ("乙 × 小型",)},
        ),
        # One or two answers stand for too many: they join as well.
        (
            [
                *[row("乙", "小型", "accepted")] * 2,
                *[row("丙", "小型", "accepted")] * 3,
                *[row("乙", "大型", "accepted")] * 3,
            ],
            {"丙 × 小型（并入 1 格）": ("丙 × 小型", "乙 × 小型"), "乙 × 大型": ("乙 × 大型",)},
        ),
        # No answer of that size: nearest size, in the own region where there is one.
        (
            [
                row("甲", "小型", "none"),
                *[row("甲", "大型", "accepted")] * 3,
                *[row("甲", "中型", "accepted")] * 3,
                *[row("乙", "微型", "accepted")] * 3,
            ],
            {
                "甲 × 中型（并入 1 格）": ("甲 × 中型", "甲 × 小型"),
                "甲 × 大型": ("甲 × 大型",),
                "乙 × 微型": ("乙 × 微型",),
            },
        ),
    ],
)
def test_cells_without_answers_join_others(
    rows: Sequence[dict[str, str | None]], expected: dict[str, tuple[str, ...]]
) -> None:
    """Size counts before region, since volumes follow size more than place."""
    _, parts = add_strata(rows)

    assert expected == parts


ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(["甲", "乙", None]),
        st.sampled_from(["大型", "中型", "小型", "微型", None]),
        st.sampled_from(["accepted", "rejected", "none"]),
    ),
    min_size=1,
    max_size=40,
)


@given(ROWS)
def test_weights_add_up_to_the_frame(rows: list[dict[str, str | None]]) -> None:
    """As soon as anybody answered, the answers together stand for all enterprises listed."""
    strata, parts = add_strata(rows)
    response = response_rates(strata, parts)
    by_stratum = weights(response)
    answered = [each for each in strata if each["status"] == "accepted"]
    total = sum(by_stratum[each["stratum"]] for each in answered)

    assert abs(total - len(rows) * bool(answered)) < 1e-9
    assert {"all", "region", "size", "industry", "stratum"} == {each["by"] for each in response}


@pytest.mark.parametrize(("hits", "count"), [(0, 5), (1, 1), (3, 10), (60, 72), (400, 1000)])
def test_the_interval_is_scipy_s(hits: int, count: int) -> None:
    """Wilson's interval without a heavy package, the same to the last digits."""
    expected = binomtest(hits, count).proportion_ci(0.95, method="wilson")

    assert pytest.approx((expected.low, expected.high), abs=1e-12) == wilson(hits, count)
