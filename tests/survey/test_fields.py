"""Single cells: numbers, shares, years, clauses, choices."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listlab.survey.cells import cell_name, cell_text, identifier
from listlab.survey.choices import FREQUENCY, NEED, ROUTE, read_choice, read_yes_no
from listlab.survey.columns import SHEETS
from listlab.survey.countries import read_countries
from listlab.survey.credit_code import read_credit_code
from listlab.survey.fields import (
    quote,
    read_clause,
    read_count,
    read_persons,
    read_share,
    read_year,
)


@pytest.mark.parametrize(
    ("cell", "count", "code"),
    [
        (52.0, 52.0, None),
        ("52次", 52.0, None),
        ("每年12次", 12.0, None),
        ("十二", 12.0, None),
        ("无", 0.0, None),
        ("不详", None, None),
        (None, None, None),
        ("约12次", 12.0, "number.about"),
        ("1-2", None, "number.unreadable"),
        ("很多", None, "number.unreadable"),
        (-1.0, None, "number.unreadable"),
        (date(2026, 1, 2), None, "number.unreadable"),
    ],
)
def test_counts(cell: object, count: float | None, code: str | None) -> None:
    """One number with or without its unit; a range is none."""
    value, issue = read_count(cell)  # type: ignore[arg-type]

    assert (count, code) == (value, issue and issue.code)


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        ("30%", 0.3),
        ("３０％", 0.3),
        (0.3, 0.3),
        ("0.3", 0.3),
        ("约30%", 0.3),
        ("三成", 0.3),
        ("百分之三十", 0.3),
        ("无", 0.0),
        (1, 1.0),
        (None, None),
    ],
)
def test_shares(cell: object, share: float | None) -> None:
    """Shares in [0, 1] however written."""
    assert (share, None) == read_share(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", [30, "150%", "一半以上", "abc"])
def test_shares_that_are_none_are_asked_back(cell: object) -> None:
    """30 may be 30 % or an error: it is not guessed."""
    value, issue = read_share(cell)  # type: ignore[arg-type]

    assert value is None
    assert issue is not None
    assert "share.unreadable" == issue.code


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        (2025.0, 2025),
        ("2025年", 2025),
        ("2025年度", 2025),
        (date(2025, 1, 1), 2025),
        ("去年", None),
    ],
)
def test_years(cell: object, year: int | None) -> None:
    """Four digits, with or without 年."""
    assert year == read_year(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "clause", "code"),
    [
        ("第五条第一款第（一）项", "5.1.1", None),
        ("第五条第一款第一项", "5.1.1", None),
        ("5.1.1", "5.1.1", None),
        ("第三条", "3", None),
        ("第十二条第二款", "12.2", None),
        ("第五条第一款第一项（订立、履行合同所必需）", "5.1.1", None),
        ("第五条第一款（二）", "5.1.2", None),
        ("5.1.1（订立合同）", "5.1.1", None),
        ("不适用", None, None),
        ("第五条（一）", "第五条（一）", "exempt_basis.unclear"),
        ("个保法第十三条", "个保法第十三条", "exempt_basis.unclear"),
        ("无", None, None),
        ("第五条第一项", "第五条第一项", "exempt_basis.unclear"),
        ("紧急情况", "紧急情况", "exempt_basis.unclear"),
    ],
)
def test_clauses(cell: str, clause: str | None, code: str | None) -> None:
    """Article, paragraph and item as 5.1.1; what skips a level is kept and asked back."""
    value, issue = read_clause(cell)

    assert (clause, code) == (value, issue and issue.code)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("是", "yes"),
        ("√", "yes"),
        (True, "yes"),
        ("Y", "yes"),
        (1.0, "yes"),
        ("否", "no"),
        ("×", "no"),
        ("不是", "no"),
        (0.0, "no"),
        ("N ", "no"),
        ("不确定", "unknown"),
        ("", "unknown"),
    ],
)
def test_yes_and_no(cell: object, answer: str) -> None:
    """Marks and letters count; blank is unknown, never no."""
    assert (answer, None) == read_yes_no(cell)  # type: ignore[arg-type]


def test_unclear_yes_or_no_is_unknown_and_asked_back() -> None:
    """也许 is neither."""
    answer, issue = read_yes_no("也许")

    assert ("unknown", "yes_no.unreadable") == (answer, issue and issue.code)


@pytest.mark.parametrize(
    ("cell", "table", "code"),
    [
        ("每天", FREQUENCY, "daily"),
        ("月度", FREQUENCY, "monthly"),
        ("按需", FREQUENCY, "on_demand"),
        ("标准合同备案", ROUTE, "contract"),
        ("无", ROUTE, "none"),
        ("必须", NEED, "required"),
        (None, NEED, None),
    ],
)
def test_choices(cell: str | None, table: dict[str, str], code: str | None) -> None:
    """Answers are matched by the words people use."""
    assert (code, None) == read_choice(cell, table)


def test_choices_not_offered_are_asked_back_with_the_offer() -> None:
    """The message lists what may be chosen."""
    code, issue = read_choice("偶尔", FREQUENCY)

    assert code is None
    assert issue is not None
    assert "每月" in issue.message.zh


def test_credit_code_check_digit() -> None:
    """Oracle: 91110000600037341L, the example of the validator python-stdnum (cn.uscc)."""
    assert ("91110000600037341L", None) == read_credit_code(" 91110000600037341l ")


@pytest.mark.parametrize(
    ("cell", "code", "severity"),
    [
        ("91350100M000100Y44", "credit_code.check_digit", "warning"),
        ("91350100M000100Y4", "credit_code.malformed", "warning"),
        ("91350100M00O100Y43", "credit_code.malformed", "warning"),
        (9.1e17, "credit_code.number", "error"),
        ("9.1110E+17", "credit_code.number", "error"),
        ("110101199003078515", "credit_code.identity", "error"),
        ("", "credit_code.missing", "error"),
    ],
)
def test_faulty_credit_codes(cell: object, code: str, severity: str) -> None:
    """A doubtful code is a warning; none at all, or one that lost digits, an error."""
    _, issue = read_credit_code(cell)  # type: ignore[arg-type]

    assert issue is not None
    assert (code, severity) == (issue.code, issue.severity)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("10-5万", "10-5万"),
        ("5万 10万", "5万 10万"),
        ("见附件", None),
        ("张三", None),
        ("联系13800000000", None),
        ("", None),
        ("5" * 40, None),
    ],
)
def test_only_numbers_are_quoted(text: str, quoted: str | None) -> None:
    """Free text, which may name a person, never reaches a report of problems."""
    assert quoted == quote(text)


SIGNS = "中国美英、，,;/ 和and()（）0123456789.-+@US☑□√×是否每月次%约万人条第五款项〇ß\n"
CELLS = (
    st.text()
    | st.text(SIGNS)
    | st.floats()
    | st.integers()
    | st.booleans()
    | st.dates()
    | st.none()
)


@given(CELLS)
def test_no_cell_makes_a_reader_fail(cell: Any) -> None:
    """Whatever a cell holds, it is read or comes back with a problem."""
    readers = (read_count, read_persons, read_share, read_clause, read_credit_code, read_yes_no)
    answers = [reader(cell) for reader in readers]
    answers += [read_choice(cell, FREQUENCY), (read_year(cell), None), read_countries(cell)]

    assert [2] * 9 == [len(answer) for answer in answers]


def test_units_that_are_no_persons_are_asked_back() -> None:
    """单次人数 in records or visits is no number of persons; times a year may be 次."""
    answers = [read_persons(text) for text in ("2000条", "3000人次", "2000人", "每次2千")]

    assert [None, None, 2_000, 2_000] == [number for number, _ in answers]
    assert ["volume.not_persons"] * 2 == [issue.code for _, issue in answers if issue]


def test_names_and_texts_of_cells() -> None:
    """Cells are named as Excel does; whole numbers lose their point."""
    assert ["A1", "Z1", "AA2", "XFD1048576"] == [
        cell_name(*place) for place in ((0, 0), (0, 25), (1, 26), (1_048_575, 16_383))
    ]
    assert ["1", "1.5", "是", None, "x"] == [cell_text(c) for c in (1.0, 1.5, True, " ", " x ")]
    assert "S1" == identifier(" ｓ１ ")


def test_columns_have_distinct_headers_and_keys() -> None:
    """No two columns of a sheet can be taken for each other."""
    for form in SHEETS:
        assert len({c.key for c in form.columns}) == len({c.header for c in form.columns})
        assert len(form.columns) == len({c.key for c in form.columns})
