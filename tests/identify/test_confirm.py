"""Confirmations are checked before they count, and a form goes out and comes back unharmed."""

import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import polars as pl
import pytest

from listlab.errors import SurveyError
from listlab.identify.confirm.answer import Answer, Confirmed, Standing, confirm, require
from listlab.identify.confirm.form import COLUMNS
from listlab.identify.confirm.read import read_answers
from listlab.identify.confirm.workbook import Asked, form_bytes
from listlab.identify.identify import identify
from listlab.identify.labels import labels_of
from listlab.identify.result import Findings
from listlab.ledger import Decision, Ledger

TODAY = date(2026, 3, 31)
ASKED = Asked("试验研究", TODAY)
ITEMS = pl.DataFrame(
    {
        "id": ["a", "b", "c"],
        "name": ["患者身份证号与病历", "食堂菜单", "=1+1 基因测序数据"],
        "description": ["含诊断", "每周更新", "x" * 5000],
        "persons_held": ["120万", "", ""],
    }
)
HEADERS = {column.key: column.header.zh for column in COLUMNS}


@pytest.fixture(scope="module")
def found() -> Findings:
    return identify(ITEMS, pack="beijing")


@pytest.fixture(scope="module")
def form(found: Findings) -> bytes:
    return form_bytes(found, found.items, ASKED)


def standing(by: str = "录入员", **known: Any) -> Standing:
    return Standing(by, TODAY, **known)


def filled(form: bytes, **rows: dict[str, Any]) -> bytes:
    """Form with cells filled in: `filled(form, r2={"agrees": "同意"})`."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book["确认"]
    place = {cell.value: cell.column for cell in sheet[1]}
    for name, cells in rows.items():
        for key, value in cells.items():
            sheet.cell(int(name[1:]), place[HEADERS[key]]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def taken(found: Findings, content: bytes, **options: Any) -> tuple[Confirmed, set[str]]:
    answers, unread = read_answers(content, file="表.xlsx")
    confirmed = confirm(found, answers, standing(**options))
    return confirmed, {problem.code for problem in (*unread, *confirmed.problems)}


def test_a_form_comes_back_as_it_was_filled_in(found: Findings, form: bytes) -> None:
    """Agreement takes the suggestion, a choice replaces it, and a blank row says nothing."""
    confirmed, problems = taken(
        found,
        filled(
            form,
            r2={"agrees": "同意", "by": "王工", "on": datetime(2026, 3, 20)},
            r4={"category": "28 健康医疗", "personal": "不是个人信息", "important": "否"}
            | {"reason": "只是目录"},
        ),
    )
    first, second = confirmed.rulings

    assert set() == problems
    assert ("a", "王工", "2026-03-20", "录入员", "yes") == (
        first.item,
        first.by,
        *(first.content[key] for key in ("decided_on", "entered_by", "important")),
    )
    assert ("c", "录入员", 28, "none", "no", "只是目录", None) == (
        second.item,
        second.by,
        *(second.content[k] for k in ("category", "personal", "important", "reason", "entered_by")),
    )


def test_the_same_findings_give_the_same_form(found: Findings, form: bytes) -> None:
    """No clock in the bytes."""
    assert form == form_bytes(found, found.items, ASKED)


def test_only_what_is_asked_can_be_changed(form: bytes) -> None:
    """What was found is locked, what is asked is open and has drop-downs; text stays text."""
    sheet = openpyxl.load_workbook(io.BytesIO(form))["确认"]
    open_ = [
        column.key
        for place, column in enumerate(COLUMNS, 1)
        if not sheet.cell(2, place).protection.locked
    ]

    assert sheet.protection.sheet
    assert [column.key for column in COLUMNS if column.kind == "asked"] == open_
    assert 4 == len(sheet.data_validations.dataValidation)
    assert ("s", "=1+1 基因测序数据") == (sheet.cell(4, 2).data_type, sheet.cell(4, 2).value)
    assert len(sheet.cell(4, 3).value) < 3000


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"agrees": "同意", "item": "z"}, "confirm.unknown_item", "T2"),
        ({"agrees": "同意", "seen": "0" * 16}, "confirm.changed", "U2"),
        ({"agrees": "同意", "seen": None}, "confirm.changed", "U2"),
        ({"category": "41 没有", "reason": "x"}, "confirm.category", "N2"),
        ({"category": "健康", "reason": "x"}, "confirm.unreadable", "N2"),
        ({"important": "也许"}, "confirm.unreadable", "P2"),
        ({"agrees": "不"}, "confirm.unreadable", "M2"),
        ({"important": "否"}, "confirm.no_reason", "Q2"),
        ({"category": "0 都不属于"}, "confirm.no_reason", "Q2"),
        ({"agrees": "同意", "on": "2027-01-01"}, "confirm.future", "S2"),
        ({"agrees": "同意", "on": "2026-02-30"}, "confirm.unreadable", "S2"),
        ({"reason": "只写了理由"}, "confirm.no_decision", "Q2"),
    ],
)
def test_each_mistake_is_named_with_its_cell(
    found: Findings, form: bytes, cells: dict[str, Any], code: str, cell: str
) -> None:
    """The row is not taken, and the problem says where it stands."""
    answers, unread = read_answers(filled(form, r2=cells), file="表.xlsx")
    confirmed = confirm(found, answers, standing())
    problems = (*unread, *confirmed.problems)

    assert () == confirmed.rulings
    assert [(code, cell)] == [(problem.code, problem.cell) for problem in problems]


def test_nobody_decides_nothing(found: Findings, form: bytes) -> None:
    """Without a name in the row or of who enters it, a row is refused."""
    confirmed, problems = taken(found, filled(form, r2={"agrees": "同意"}), by=" ")

    assert ((), {"confirm.nobody"}) == (confirmed.rulings, problems)


def test_what_stands_already_is_not_recorded_twice(found: Findings, form: bytes) -> None:
    """The same form once more changes nothing; another opinion of the same person does."""
    content = filled(form, r2={"agrees": "同意"})
    first, _ = taken(found, content)
    known = {(ruling.item, ruling.by): ruling.content for ruling in first.rulings}
    again, _ = taken(found, content, known=known)
    other, _ = taken(found, filled(form, r2={"important": "否", "reason": "重看"}), known=known)

    assert ((), 1) == (again.rulings, again.unchanged)
    assert 1 == len(other.rulings)


def test_two_opinions_of_one_person_are_one_too_many(found: Findings) -> None:
    """The first is taken, and the second told."""
    answers = [Answer("a", by="王工"), Answer("a", by="王工", important="no", reason="x")]
    confirmed = confirm(found, answers, standing())

    assert ["confirm.twice"] == [problem.code for problem in confirmed.problems]
    assert "yes" == confirmed.rulings[0].content["important"]


def test_agreeing_leaves_open_what_the_rules_leave_open(found: Findings) -> None:
    """Whoever agrees with “to be decided” has not decided; only a yes or no does."""
    open_ = identify(pl.DataFrame({"name": ["医院诊疗记录"]}), pack="beijing")
    item = open_.items["id"][0]
    agreed = confirm(open_, [Answer(item, by="王工")], standing())
    decided = confirm(open_, [Answer(item, by="王工", important="yes", reason="x")], standing())

    assert "review" == open_.items["important"][0]
    assert (None, ["confirm.left_open"]) == (
        agreed.rulings[0].content["important"],
        [problem.code for problem in agreed.problems],
    )
    assert ("yes", ()) == (decided.rulings[0].content["important"], decided.problems)


def test_a_label_wins_until_its_evidence_changes(found: Findings) -> None:
    """By way of the ledger: it holds, and lapses when the item's own text changes."""
    answer = Answer("b", by="王工", category=28, names_category=True, important="yes", reason="x")
    ruling = confirm(found, [answer], standing()).rulings[0]
    book = Ledger("sqlite://")
    book.append(Decision("label", ruling.item, ruling.content), by=ruling.by, at=datetime.now(UTC))
    labels = labels_of(book.entries())
    held = identify(ITEMS, pack="beijing", decisions=labels).items.row(1, named=True)
    other = ITEMS.with_columns(pl.col("description").str.replace("每周", "每月"))
    lapsed = identify(other, pack="beijing", decisions=labels).items.row(1, named=True)

    assert (28, "yes", "person", "王工", False) == tuple(
        held[key] for key in ("category", "important", "decided_by", "by", "changed")
    )
    assert (None, True) == (lapsed["by"], lapsed["changed"])
    assert "person" != lapsed["decided_by"]


def test_what_is_no_form_is_refused() -> None:
    """Another workbook, or none, stops with a sentence."""
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙"])
    stream = io.BytesIO()
    book.save(stream)
    codes = []
    for content in (stream.getvalue(), b"nothing"):
        with pytest.raises(SurveyError) as caught:
            read_answers(content, file="表.xlsx")
        codes += [problem.code for problem in caught.value.problems]

    assert ["confirm.no_form", "confirm.no_workbook"] == codes


def test_require_raises_all_errors_at_once(found: Findings) -> None:
    """A notebook records nothing unless everything can be taken."""
    answers = [Answer("z"), Answer("b", important="yes"), Answer("a")]
    with pytest.raises(SurveyError) as caught:
        require(confirm(found, answers, standing()))

    assert {"confirm.unknown_item", "confirm.no_reason"} == {
        problem.code for problem in caught.value.problems
    }
